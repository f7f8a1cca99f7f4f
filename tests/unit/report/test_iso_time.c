/* SPDX-License-Identifier: Apache-2.0 */
#include "report/iso_time.h"

#include "cmocka_all.h"

static void assert_time(int64_t unix_ns, const char *expected)
{
    char text[TKG_ISO_TIME_BYTES];
    int64_t back = 7;
    assert_string_equal(tkg_iso_time_format(unix_ns, text), expected);
    assert_true(tkg_iso_time_parse(text, &back));
    assert_true(back == unix_ns);
}

/* Seconds by `date -u -d '2026-03-04T05:06:07Z' +%s` and the like. */
static void known_moments_are_written_and_read(void **state)
{
    (void)state;
    assert_time(0, "1970-01-01T00:00:00.000000000Z");
    assert_time(INT64_C(1772600767123456789), "2026-03-04T05:06:07.123456789Z");
    assert_time(INT64_C(951782400000000000), "2000-02-29T00:00:00.000000000Z");
    assert_time(INT64_C(4102444799999999999), "2099-12-31T23:59:59.999999999Z");
}

static void moments_before_1970_keep_a_positive_fraction(void **state)
{
    (void)state;
    assert_time(-1, "1969-12-31T23:59:59.999999999Z");
    assert_time(-INT64_C(1000000000), "1969-12-31T23:59:59.000000000Z");
    assert_time(-INT64_C(1500000000), "1969-12-31T23:59:58.500000000Z");
}

/* The ends of 64-bit nanoseconds, as pandas.Timestamp.min and .max document them. */
static void the_ends_of_the_range_are_exact(void **state)
{
    (void)state;
    assert_time(INT64_MAX, "2262-04-11T23:47:16.854775807Z");
    assert_time(INT64_MIN, "1677-09-21T00:12:43.145224192Z");
}

static void a_second_has_no_fraction_and_no_zone(void **state)
{
    (void)state;
    char text[TKG_ISO_TIME_BYTES];
    assert_string_equal(tkg_iso_second_format(INT64_C(1772600767999999999), text),
                        "2026-03-04T05:06:07");
}

static void anything_else_is_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",
        "now",
        "2026-03-04T05:06:07Z",
        "2026-03-04T05:06:07.123Z",
        "2026-03-04 05:06:07.123456789Z",
        "2026-03-04T05:06:07.123456789",
        "2026-03-04T05:06:07.123456789+",
        "2026-03-04T05:06:07.12345678xZ",
        "2026-02-30T05:06:07.123456789Z", /* no such day */
        "2025-02-29T00:00:00.000000000Z", /* no leap year */
        "2026-13-04T05:06:07.123456789Z",
        "2026-03-04T24:06:07.123456789Z",
        "2026-03-04T05:06:60.123456789Z",
        "2026-00-04T05:06:07.123456789Z",
        "2263-01-01T00:00:00.000000000Z", /* beyond 64-bit nanoseconds */
        "1600-01-01T00:00:00.000000000Z",
        "9999-12-31T23:59:59.999999999Z",
        "0000-00-00T00:00:00.000000000Z",
    };
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        int64_t untouched = 42;
        assert_false(tkg_iso_time_parse(bad[i], &untouched));
        assert_true(untouched == 42);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_moments_are_written_and_read),
        cmocka_unit_test(moments_before_1970_keep_a_positive_fraction),
        cmocka_unit_test(the_ends_of_the_range_are_exact),
        cmocka_unit_test(a_second_has_no_fraction_and_no_zone),
        cmocka_unit_test(anything_else_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
