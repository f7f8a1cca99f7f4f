/* SPDX-License-Identifier: Apache-2.0
 *
 * cmocka wants these four before itself, in this order.
 */
#ifndef TKG_TESTS_CMOCKA_SUPPORT_H
#define TKG_TESTS_CMOCKA_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#endif
