/* SPDX-License-Identifier: Apache-2.0
 *
 * C++ code called from a C benchmark, as an engine with a C interface may be: it throws.
 */
#ifndef TKG_TEST_THROWING_H
#define TKG_TEST_THROWING_H

#ifdef __cplusplus
extern "C" {
#endif

void throw_standard(const char *what); /* a std::runtime_error */
void throw_number(void);               /* an int */

#ifdef __cplusplus
}
#endif

#endif
