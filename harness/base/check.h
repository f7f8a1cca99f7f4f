/* SPDX-License-Identifier: Apache-2.0
 *
 * Assertions for bugs: our own contract was broken. Always on outside timed loops.
 */
#ifndef TKG_BASE_CHECK_H
#define TKG_BASE_CHECK_H

/* Prints file:line and the condition to stderr and aborts. */
_Noreturn void tkg_assert_failed(const char *condition, const char *file, int line);

#define TKG_ASSERT(condition)                                                                      \
    ((condition) ? (void)0 : tkg_assert_failed(#condition, __FILE__, __LINE__))

#endif
