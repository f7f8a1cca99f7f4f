/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/quantity.h"

static double parsed(const char *text, enum tkg_dimension dimension)
{
    double value = NAN;
    struct tkg_error err = {0};
    if (tkg_quantity_parse(text, dimension, &value, &err) != TKG_OK) {
        fail_msg("%s: %s", text, err.text);
    }
    return value;
}

static void assert_near(double value, double expected)
{
    if (!(fabs(value - expected) <= 1e-12 * fabs(expected))) {
        fail_msg("%.17g is not %.17g", value, expected);
    }
}

static void assert_refused(const char *text, enum tkg_dimension dimension, const char *message)
{
    double value = 42.0;
    struct tkg_error err = {0};
    assert_int_equal(tkg_quantity_parse(text, dimension, &value, &err), TKG_CONFIG);
    assert_true(value == 42.0);
    assert_string_equal(err.text, message);
}

static void quantities_are_read_into_their_base_unit(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum tkg_dimension dimension;
        double value;
    } rows[] = {
        {"40 ns", TKG_DIMENSION_TIME, 40.0},
        {"1.5us", TKG_DIMENSION_TIME, 1500.0},
        {"2 ms", TKG_DIMENSION_TIME, 2e6},
        {"30 s", TKG_DIMENSION_TIME, 3e10},
        {"-5 ns", TKG_DIMENSION_TIME, -5.0},
        {"500 MB", TKG_DIMENSION_BYTES, 5e8},
        {"64 MiB", TKG_DIMENSION_BYTES, 67108864.0},
        {"1 GiB", TKG_DIMENSION_BYTES, 1073741824.0},
        {"4 KiB", TKG_DIMENSION_BYTES, 4096.0},
        {"4 kB", TKG_DIMENSION_BYTES, 4000.0},
        {"4 KB", TKG_DIMENSION_BYTES, 4000.0},
        {"2 GB", TKG_DIMENSION_BYTES, 2e9},
        {"7 B", TKG_DIMENSION_BYTES, 7.0},
        {"50 %", TKG_DIMENSION_SHARE, 0.5},
        {"120%", TKG_DIMENSION_SHARE, 1.2},
        {"0.5", TKG_DIMENSION_SHARE, 0.5},
        {"1", TKG_DIMENSION_SHARE, 1.0},
        {"100 K ticks/s", TKG_DIMENSION_RATE, 1e5},
        {"100 k ticks/s", TKG_DIMENSION_RATE, 1e5},
        {"182 M ticks/s", TKG_DIMENSION_RATE, 1.82e8},
        {"1 G ticks/s", TKG_DIMENSION_RATE, 1e9},
        {"5 ticks/s", TKG_DIMENSION_RATE, 5.0},
        {"1.05", TKG_DIMENSION_PLAIN, 1.05},
        {"-3", TKG_DIMENSION_PLAIN, -3.0},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        assert_near(parsed(rows[i].text, rows[i].dimension), rows[i].value);
    }
}

static void a_missing_or_foreign_unit_names_what_is_expected(void **state)
{
    (void)state;
    assert_refused("40", TKG_DIMENSION_TIME, "'40' has no unit; expected ns, us, ms or s");
    assert_refused("40 MB", TKG_DIMENSION_TIME,
                   "'40 MB' has the unit 'MB'; expected ns, us, ms or s");
    assert_refused("40 mb", TKG_DIMENSION_BYTES,
                   "'40 mb' has the unit 'mb'; expected B, KB, MB, GB, KiB, MiB or GiB");
    assert_refused("1 K", TKG_DIMENSION_RATE,
                   "'1 K' has the unit 'K'; expected ticks/s, K ticks/s, M ticks/s or G ticks/s");
    assert_refused("3 x", TKG_DIMENSION_PLAIN, "'3 x' has the unit 'x'; expected no unit");
    assert_refused("5 ns", TKG_DIMENSION_SHARE,
                   "'5 ns' has the unit 'ns'; expected % (or a bare share from 0 to 1)");
}

static void what_is_no_number_is_refused(void **state)
{
    (void)state;
    assert_refused("fast", TKG_DIMENSION_TIME,
                   "'fast' is not a number with a unit (expected ns, us, ms or s)");
    assert_refused("", TKG_DIMENSION_TIME,
                   "'' is not a number with a unit (expected ns, us, ms or s)");
    assert_refused("1.2.3 ns", TKG_DIMENSION_TIME, "'1.2.3 ns' does not start with a number");
    assert_refused("- ns", TKG_DIMENSION_TIME, "'- ns' does not start with a number");
}

static void a_bare_share_outside_zero_to_one_asks_for_percent(void **state)
{
    (void)state;
    assert_refused("50", TKG_DIMENSION_SHARE,
                   "'50' is a share above 1 or below 0; did you mean 50 %?");
    assert_refused("-0.5", TKG_DIMENSION_SHARE,
                   "'-0.5' is a share above 1 or below 0; did you mean -0.5 %?");
}

/* 0.5 is half a percent to some and half to others. */
static void a_bare_change_that_may_be_percent_is_refused(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    double share = -1.0;
    assert_int_equal(tkg_quantity_parse_change("0.5", &share, &err), TKG_CONFIG);
    assert_string_equal(err.text, "'0.5' has no unit, and may be meant in percent; write 0.5 % or "
                                  "0.005, or 50 % for that");
    assert_int_equal(tkg_quantity_parse_change("0.1", &share, &err), TKG_CONFIG);
    assert_true(share == -1.0);
    assert_int_equal(tkg_quantity_parse_change("0.099", &share, &err), TKG_OK);
    assert_near(share, 0.099);
    assert_int_equal(tkg_quantity_parse_change("50 %", &share, &err), TKG_OK);
    assert_near(share, 0.5);
}

static void an_error_shows_only_the_start_of_a_long_text(void **state)
{
    (void)state;
    double value = 0.0;
    struct tkg_error err = {0};
    char text[1000];
    memset(text, '1', sizeof(text));
    text[sizeof(text) - 1] = '\0';
    assert_int_equal(tkg_quantity_parse(text, TKG_DIMENSION_TIME, &value, &err), TKG_CONFIG);
    assert_true(strlen(err.text) < 120);
    assert_int_equal(tkg_quantity_parse("x", TKG_DIMENSION_TIME, &value, NULL), TKG_CONFIG);
}

static void numbers_are_printed_with_three_significant_digits(void **state)
{
    (void)state;
    static const struct {
        double value;
        enum tkg_dimension dimension;
        const char *text;
    } rows[] = {
        {1.82e8, TKG_DIMENSION_RATE, "182 M ticks/s"},
        {5.1, TKG_DIMENSION_TIME, "5.10 ns"},
        {36.1e6, TKG_DIMENSION_BYTES, "36.1 MB"},
        {0.013, TKG_DIMENSION_SHARE, "1.30 %"},
        {0.0, TKG_DIMENSION_TIME, "0 ns"},
        {0.03, TKG_DIMENSION_TIME, "0.0300 ns"},
        {0.0005, TKG_DIMENSION_SHARE, "0.0500 %"},
        {999.4, TKG_DIMENSION_TIME, "999 ns"},
        {999.6, TKG_DIMENSION_TIME, "1.00 us"}, /* not "1000 ns" */
        {9.996, TKG_DIMENSION_TIME, "10.0 ns"}, /* not "10.00 ns" */
        {99.96, TKG_DIMENSION_TIME, "100 ns"},
        {0.9996, TKG_DIMENSION_TIME, "1.00 ns"},
        {0.99949, TKG_DIMENSION_TIME, "0.999 ns"},
        {-1500.0, TKG_DIMENSION_TIME, "-1.50 us"},
        {90e9, TKG_DIMENSION_TIME, "90.0 s"},
        {12345e9, TKG_DIMENSION_TIME, "12345 s"},
        {1.05, TKG_DIMENSION_PLAIN, "1.05"},
        {0.000123, TKG_DIMENSION_PLAIN, "0.000123"},
        {1e-9, TKG_DIMENSION_PLAIN, "1e-09"},
        {1e60, TKG_DIMENSION_PLAIN, "1e+60"},
        {1e6, TKG_DIMENSION_PLAIN, "1000000"},
        {NAN, TKG_DIMENSION_RATE, "n/a"},
        {INFINITY, TKG_DIMENSION_TIME, "inf s"},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        char out[TKG_QUANTITY_BYTES];
        assert_ptr_equal(tkg_quantity_format(rows[i].value, rows[i].dimension, out), out);
        assert_string_equal(out, rows[i].text);
    }
}

static void what_is_printed_can_be_read_back(void **state)
{
    (void)state;
    static const double values[] = {0.0123, 0.5, 1.0, 9.99, 47.0, 999.0, 1234.0, 5e6, 3.2e9};
    for (int dimension = 0; dimension < TKG_DIMENSION_COUNT; dimension++) {
        for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
            char out[TKG_QUANTITY_BYTES];
            (void)tkg_quantity_format(values[i], (enum tkg_dimension)dimension, out);
            double back = parsed(out, (enum tkg_dimension)dimension);
            /* Three digits: at most half a unit of the third, 0.5 % for 1.00. */
            assert_true(fabs(back - values[i]) <= 0.005 * values[i]);
        }
    }
}

static void machine_units_are_the_base_units(void **state)
{
    (void)state;
    assert_string_equal(tkg_dimension_unit(TKG_DIMENSION_PLAIN), "");
    assert_string_equal(tkg_dimension_unit(TKG_DIMENSION_TIME), "ns");
    assert_string_equal(tkg_dimension_unit(TKG_DIMENSION_BYTES), "bytes");
    assert_string_equal(tkg_dimension_unit(TKG_DIMENSION_RATE), "ticks/s");
    assert_string_equal(tkg_dimension_unit(TKG_DIMENSION_SHARE), "share");
}

static void counts_become_labels_only_when_nothing_is_lost(void **state)
{
    (void)state;
    static const struct {
        unsigned long long count;
        const char *label;
    } rows[] = {{0, "0"},
                {999, "999"},
                {1000, "1K"},
                {9500, "9500"},
                {10000, "10K"},
                {100000, "100K"},
                {1000000, "1M"},
                {1500000, "1500K"},
                {1000000000, "1G"},
                {1000001, "1000001"},
                {18446744073709551615ull, "18446744073709551615"}};
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        char out[TKG_QUANTITY_BYTES];
        assert_string_equal(tkg_count_format(rows[i].count, out), rows[i].label);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quantities_are_read_into_their_base_unit),
        cmocka_unit_test(a_missing_or_foreign_unit_names_what_is_expected),
        cmocka_unit_test(what_is_no_number_is_refused),
        cmocka_unit_test(a_bare_share_outside_zero_to_one_asks_for_percent),
        cmocka_unit_test(a_bare_change_that_may_be_percent_is_refused),
        cmocka_unit_test(an_error_shows_only_the_start_of_a_long_text),
        cmocka_unit_test(numbers_are_printed_with_three_significant_digits),
        cmocka_unit_test(what_is_printed_can_be_read_back),
        cmocka_unit_test(machine_units_are_the_base_units),
        cmocka_unit_test(counts_become_labels_only_when_nothing_is_lost),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
