/* SPDX-License-Identifier: Apache-2.0
 *
 * All lines here are made up. Times were converted by hand with `date -u -d "... EST" +%s`.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tick/quote_line.h"

static enum tkg_status read_line(const char *bytes, size_t byte_count, struct tkg_tick *tick,
                                 struct tkg_error *err)
{
    struct tkg_quote_reader reader = {
        .path = "x.csv",
        .err = err,
        .line = bytes,
        .end = bytes + byte_count,
        .line_number = 1,
        .decimals = -1,
    };
    return tkg_quote_line_read(&reader, tick);
}

static void assert_refused(const char *text, const char *message)
{
    struct tkg_tick tick;
    struct tkg_error err = {0};
    assert_int_equal(read_line(text, strlen(text), &tick, &err), TKG_INPUT);
    assert_string_equal(err.text, message);
}

static void assert_time(const char *date_and_time, int64_t milliseconds)
{
    char text[64];
    (void)snprintf(text, sizeof(text), "%s,1.1,1.2,0", date_and_time);
    struct tkg_tick tick;
    assert_int_equal(read_line(text, strlen(text), &tick, NULL), TKG_OK);
    assert_int_equal(tick.time_ns, milliseconds * 1000000);
}

static void times_are_est_without_daylight_saving(void **state)
{
    (void)state;
    assert_time("20200101 170000065", INT64_C(1577916000065));
    assert_time("20200701 120000000", INT64_C(1593622800000)); /* summer */
    assert_time("20240229 235959999", INT64_C(1709269199999)); /* already March in UTC */
    assert_time("19700101 000000000", INT64_C(18000000));
    assert_time("22611231 235959999", INT64_C(9214664399999)); /* the last that is accepted */
}

/* The date is remembered from line to line: it must be compared, and whole. */
static void another_date_on_the_next_line_is_read(void **state)
{
    (void)state;
    const char *lines[] = {"20200101 000000000,1,2,0", "20200102 000000000,1,2,0",
                           "20200101 000000000,1,2,0"};
    struct tkg_quote_reader reader = {.path = "x.csv", .decimals = -1};
    int64_t times_ns[3];
    for (size_t i = 0; i < 3; i++) {
        struct tkg_tick tick;
        reader.line = lines[i];
        reader.end = lines[i] + strlen(lines[i]);
        assert_int_equal(tkg_quote_line_read(&reader, &tick), TKG_OK);
        times_ns[i] = tick.time_ns;
    }
    assert_int_equal(times_ns[1] - times_ns[0], INT64_C(86400000000000));
    assert_int_equal(times_ns[2], times_ns[0]);
    assert_int_equal(reader.decimals, 0);
}

static void every_error_names_line_column_and_expectation(void **state)
{
    (void)state;
    const char *cases[][2] = {
        {"2020010", "x.csv:1:8: expected a day 01 to 31, found the end of the line"},
        {"time,bid,ask,volume\n",
         "x.csv:1:1: expected a date YYYYMMDD from 1970 to 2261, found \"time\""},
        {"19691231 170000000,1,2,0",
         "x.csv:1:1: expected a date YYYYMMDD from 1970 to 2261, found \"19691231\""},
        {"20201301 170000000,1,2,0", "x.csv:1:5: expected a month 01 to 12, found \"1301\""},
        {"20200132 170000000,1,2,0", "x.csv:1:7: expected a day 01 to 31, found \"32\""},
        {"20210229 170000000,1,2,0",
         "x.csv:1:1: expected a date of the calendar, found \"20210229\""},
        {"20200101T170000000,1,2,0",
         "x.csv:1:9: expected a blank between date and time, found \"T170000000\""},
        {"20200101 240000000,1,2,0", "x.csv:1:10: expected an hour 00 to 23, found \"240000000\""},
        {"20200101 176000000,1,2,0", "x.csv:1:12: expected a minute 00 to 59, found \"6000000\""},
        {"20200101 170060000,1,2,0", "x.csv:1:14: expected a second 00 to 59, found \"60000\""},
        {"20200101 17000000,1,2,0", "x.csv:1:18: expected milliseconds 000 to 999, found \",\""},
        {"20200101 170000000;1,2,0", "x.csv:1:19: expected a comma after the time, found \";1\""},
        {"20200101 170000000,,2,0",
         "x.csv:1:20: expected a price (at most 18 digits), found \",\""},
        {"20200101 170000000,-1,2,0",
         "x.csv:1:20: expected a price (at most 18 digits), found \"-1\""},
        {"20200101 170000000,1.,2,0",
         "x.csv:1:22: expected decimals (a price has at most 18 digits), found \",\""},
        {"20200101 170000000,1.5e3,2,0",
         "x.csv:1:23: expected a comma after the bid, found \"e3\""},
        {"20200101 170000000,1.5,2",
         "x.csv:1:25: expected a comma after the ask, found the end of the line"},
        {"20200101 170000000,1.5,2,", "x.csv:1:26: expected a volume in digits, found the end of "
                                      "the line"},
        {"20200101 170000000,1.5,2,0 ", "x.csv:1:27: expected the end of the line, found \" \""},
        {"20200101 170000000,1.5,2,0\x01",
         "x.csv:1:27: expected the end of the line, found byte 0x01"},
        {"20200101 170000000,1.0000000001,2,0",
         "x.csv:1:20: expected a price with at most 9 decimals, found \"1.0000000001\""},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        assert_refused(cases[i][0], cases[i][1]);
    }
}

static void prices_beyond_31_bits_are_refused_not_wrapped(void **state)
{
    (void)state;
    assert_refused("20200101 170000000,2147.483647,2147.483648,0",
                   "x.csv:1:32: the price does not fit 31 bits: with the 6 decimals of the first "
                   "line it must be below 2147483648e-6; take needless zeros off the ends of all "
                   "prices");
    assert_refused("20200101 170000000,999999999999999999,1,0",
                   "x.csv:1:20: the price does not fit 31 bits: with the 0 decimals of the first "
                   "line it must be below 2147483648e-0; take needless zeros off the ends of all "
                   "prices");
    assert_refused("20200101 170000000,1234567890123456789,1,0",
                   "x.csv:1:38: expected a price (at most 18 digits), found \"9\"");
}

static void a_line_cut_anywhere_is_refused_where_it_ends(void **state)
{
    (void)state;
    const char *line = "20200101 170000065,1.121200,1.121720,0";
    size_t length = strlen(line);
    for (size_t i = 1; i < length; i++) {
        /* In a block of exactly i bytes, so that a sanitizer sees any step beyond it. */
        char *cut = malloc(i);
        assert_non_null(cut);
        memcpy(cut, line, i);
        struct tkg_tick tick;
        struct tkg_error err = {0};
        assert_int_equal(read_line(cut, i, &tick, &err), TKG_INPUT);
        char expected_place[64];
        (void)snprintf(expected_place, sizeof(expected_place), "x.csv:1:%zu: expected", i + 1);
        assert_int_equal(strncmp(err.text, expected_place, strlen(expected_place)), 0);
        free(cut);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(times_are_est_without_daylight_saving),
        cmocka_unit_test(another_date_on_the_next_line_is_read),
        cmocka_unit_test(every_error_names_line_column_and_expectation),
        cmocka_unit_test(prices_beyond_31_bits_are_refused_not_wrapped),
        cmocka_unit_test(a_line_cut_anywhere_is_refused_where_it_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
