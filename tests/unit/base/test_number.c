/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/number.h"

static void multiplication_refuses_overflow_and_keeps_the_old_value(void **state)
{
    (void)state;
    size_t product = 7;
    assert_true(tkg_size_multiply(1000, 32, &product));
    assert_int_equal(product, 32000);
    assert_true(tkg_size_multiply(SIZE_MAX, 1, &product));
    assert_true(product == SIZE_MAX);
    product = 7;
    assert_false(tkg_size_multiply(SIZE_MAX / 2 + 1, 2, &product));
    assert_int_equal(product, 7);
    assert_true(tkg_size_multiply(0, SIZE_MAX, &product));
    assert_int_equal(product, 0);
}

static void addition_refuses_overflow_and_keeps_the_old_value(void **state)
{
    (void)state;
    size_t sum = 7;
    assert_true(tkg_size_add(SIZE_MAX - 1, 1, &sum));
    assert_true(sum == SIZE_MAX);
    sum = 7;
    assert_false(tkg_size_add(SIZE_MAX, 1, &sum));
    assert_int_equal(sum, 7);
}

static void unsigned_numbers_are_read_up_to_the_last_bit(void **state)
{
    (void)state;
    uint64_t value = 0;
    assert_true(tkg_u64_parse("0", &value) && value == 0);
    assert_true(tkg_u64_parse("007", &value) && value == 7);
    assert_true(tkg_u64_parse("18446744073709551615", &value) && value == UINT64_MAX);
}

static void unsigned_parsing_refuses_everything_else(void **state)
{
    (void)state;
    static const char *const wrong[] = {"",
                                        " 1",
                                        "1 ",
                                        "+1",
                                        "-1",
                                        "1.0",
                                        "0x1",
                                        "1e3",
                                        "1_000",
                                        "k",
                                        "18446744073709551616",
                                        "99999999999999999999"};
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        uint64_t value = 42;
        assert_false(tkg_u64_parse(wrong[i], &value));
        assert_int_equal(value, 42);
    }
}

static void signed_numbers_are_read_to_both_ends(void **state)
{
    (void)state;
    int64_t value = 0;
    assert_true(tkg_i64_parse("-1", &value) && value == -1);
    assert_true(tkg_i64_parse("-0", &value) && value == 0);
    assert_true(tkg_i64_parse("9223372036854775807", &value) && value == INT64_MAX);
    assert_true(tkg_i64_parse("-9223372036854775808", &value) && value == INT64_MIN);
}

static void signed_parsing_refuses_everything_else(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "", "-", "--1", "+1", "- 1", "1-", "9223372036854775808", "-9223372036854775809"};
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        int64_t value = 42;
        assert_false(tkg_i64_parse(wrong[i], &value));
        assert_int_equal(value, 42);
    }
}

static void decimal_numbers_are_read_exactly(void **state)
{
    (void)state;
    /* The C compiler's own conversion of the literal is the other implementation. */
    static const struct {
        const char *text;
        double value;
    } rows[] = {{"12", 12.0},
                {"-0.5", -0.5},
                {"1e6", 1e6},
                {"+.25", 0.25},
                {"0.1", 0.1},
                {"1E-3", 1e-3},
                {"1.", 1.0},
                {"5e-324", 5e-324},
                {"1e-310", 1e-310},
                {"1e-400", 0.0},
                {"1.7976931348623157e308", 1.7976931348623157e308}};
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        double value = -7.0;
        assert_true(tkg_double_parse(rows[i].text, &value));
        assert_true(value == rows[i].value);
    }
}

static void decimal_parsing_refuses_everything_else(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "", "nan", "inf", "-inf", "0x10", "1e999", "1 ", " 1", "1,5", "1e", "e5", ".", "-", "1.2.3",
        "--1", "1e6 ns", "1f",
        /* 65 digits: longer than any number that somebody writes */
        "11111111111111111111111111111111111111111111111111111111111111111"};
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        double value = 42.0;
        assert_false(tkg_double_parse(wrong[i], &value));
        assert_true(value == 42.0);
    }
}

static void counts_are_read_as_people_write_them(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        uint64_t count;
    } rows[] = {
        {"1", 1},
        {"10000", 10000},
        {"10k", 10000},
        {"10K", 10000},
        {"1M", 1000000},
        {"2.5M", 2500000},
        {"1G", 1000000000},
        {"1g", 1000000000},
        {"100_000", 100000},
        {"1_000k", 1000000},
        {"0.001k", 1},
        /* 2.01 * 1e6 and 1.001 * 1e3 are not whole in binary: 2009999.9999999998,
           1000.9999999999999 */
        {"2.01M", 2010000},
        {"1.001k", 1001},
        {"18446744073709551615", UINT64_MAX},
        {"9000000G", UINT64_C(9000000000000000)},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        uint64_t count = 0;
        assert_true(tkg_count_parse(rows[i].text, &count));
        assert_true(count == rows[i].count);
    }
}

static void every_count_with_three_decimals_is_read(void **state)
{
    (void)state;
    /* The integers are the independent implementation: i thousandths of a million. */
    for (unsigned i = 1; i < 20000; i++) {
        char text[32];
        uint64_t count = 0;
        (void)snprintf(text, sizeof(text), "%u.%03uM", i / 1000, i % 1000);
        assert_true(tkg_count_parse(text, &count));
        assert_int_equal(count, (uint64_t)i * 1000);
    }
}

static void counts_below_one_or_in_fractions_are_refused(void **state)
{
    (void)state;
    static const char *const wrong[] = {"",
                                        "0",
                                        "0k",
                                        "0.5",
                                        "1.5",
                                        "1.0005k",
                                        "k",
                                        "-1",
                                        "+1",
                                        "1kk",
                                        "1T",
                                        "1e6k",
                                        "10 k",
                                        "_",
                                        "_1",
                                        "1-k",
                                        "nan",
                                        "1.2.3k",
                                        "10000000G",
                                        "1.0000000000001G",
                                        "18446744073709551616"};
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        uint64_t count = 42;
        assert_false(tkg_count_parse(wrong[i], &count));
        assert_int_equal(count, 42);
    }
}

static void a_count_longer_than_any_number_is_refused(void **state)
{
    (void)state;
    char text[200];
    uint64_t count = 42;
    memset(text, '1', sizeof(text));
    text[sizeof(text) - 1] = '\0';
    assert_false(tkg_count_parse(text, &count));
    assert_int_equal(count, 42);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(multiplication_refuses_overflow_and_keeps_the_old_value),
        cmocka_unit_test(addition_refuses_overflow_and_keeps_the_old_value),
        cmocka_unit_test(unsigned_numbers_are_read_up_to_the_last_bit),
        cmocka_unit_test(unsigned_parsing_refuses_everything_else),
        cmocka_unit_test(signed_numbers_are_read_to_both_ends),
        cmocka_unit_test(signed_parsing_refuses_everything_else),
        cmocka_unit_test(decimal_numbers_are_read_exactly),
        cmocka_unit_test(decimal_parsing_refuses_everything_else),
        cmocka_unit_test(counts_are_read_as_people_write_them),
        cmocka_unit_test(every_count_with_three_decimals_is_read),
        cmocka_unit_test(counts_below_one_or_in_fractions_are_refused),
        cmocka_unit_test(a_count_longer_than_any_number_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
