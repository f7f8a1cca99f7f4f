/* SPDX-License-Identifier: Apache-2.0
 *
 * cmocka needs these four first; every test includes this instead.
 */
#ifndef TKG_TEST_CMOCKA_ALL_H
#define TKG_TEST_CMOCKA_ALL_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/status.h"

/* The text holds the part, else both are shown. */
static inline void assert_contains(const char *text, const char *part)
{
    if (!strstr(text, part)) {
        fail_msg("'%s' does not contain '%s'", text, part);
    }
}

static inline void assert_status(enum tkg_status got, enum tkg_status expected,
                                 const struct tkg_error *err)
{
    if (got != expected) {
        fail_msg("status %s instead of %s: %s", tkg_status_name(got), tkg_status_name(expected),
                 err ? err->text : "");
    }
}

/* cmocka compares floats only; these are for doubles. */
static inline void assert_near(double got, double expected, double tolerance)
{
    if (!(fabs(got - expected) <= tolerance)) {
        fail_msg("%.17g is not %.17g +- %g", got, expected, tolerance);
    }
}

static inline void assert_nan(double got)
{
    if (!isnan(got)) {
        fail_msg("%.17g is a number", got);
    }
}

static inline void assert_number(double got)
{
    if (isnan(got)) {
        fail_msg("not a number");
    }
}

#endif
