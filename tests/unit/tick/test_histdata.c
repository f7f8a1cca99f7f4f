/* SPDX-License-Identifier: Apache-2.0
 *
 * All lines here are made up. Times were converted by hand with `date -u -d "... EST" +%s`.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "tick/histdata.h"

#define NS_PER_MS INT64_C(1000000)

static struct tkg_histdata parse(const char *text)
{
    struct tkg_histdata data = {0};
    struct tkg_error err = {0};
    if (tkg_histdata_parse(&data, "x.csv", text, strlen(text), &err) != TKG_OK) {
        fail_msg("%s", err.text);
    }
    return data;
}

static void assert_refused(const char *text, const char *message)
{
    struct tkg_histdata data = {0};
    struct tkg_error err = {0};
    assert_int_equal(tkg_histdata_parse(&data, "x.csv", text, strlen(text), &err), TKG_INPUT);
    assert_string_equal(err.text, message);
    assert_null(data.ticks);
}

static void a_line_becomes_a_quote_in_utc(void **state)
{
    (void)state;
    struct tkg_histdata data = parse("20200101 170000065,1.121200,1.121720,0\n");
    assert_int_equal(data.tick_count, 1);
    const struct tkg_tick *tick = &data.ticks[0];
    /* date -u -d "2020-01-01 17:00:00 EST" +%s */
    assert_int_equal(tick->time_ns, INT64_C(1577916000065) * NS_PER_MS);
    assert_int_equal(tick->bid_price, 1121200);
    assert_int_equal(tick->ask_price, 1121720);
    assert_int_equal(tick->bid_size, 1);
    assert_int_equal(tick->ask_size, 1);
    assert_int_equal(tick->instrument_id, 0);
    assert_int_equal(tick->kind, TKG_TICK_QUOTE);
    assert_int_equal(tick->flags, 0);
    assert_int_equal(data.instrument.price_tick_e9, 1000);
    assert_int_equal(data.instrument.lot_e9, 1000000000);
    assert_string_equal(data.instrument.name, "x");
    tkg_histdata_deinit(&data);
}

static void line_ends_may_be_dos_or_missing_and_blank_lines_may_follow(void **state)
{
    (void)state;
    const char *texts[] = {
        "20200101 170000000,1.1,1.2,0\n20200101 170000001,1.1,1.2,0",
        "20200101 170000000,1.1,1.2,0\n20200101 170000001,1.1,1.2,0\n",
        "20200101 170000000,1.1,1.2,0\r\n20200101 170000001,1.1,1.2,0\r\n",
        "20200101 170000000,1.1,1.2,0\r\n20200101 170000001,1.1,1.2,0\r",
        "20200101 170000000,1.1,1.2,0\n20200101 170000001,1.1,1.2,0\n\r\n\n\n",
        "\xef\xbb\xbf" /* a byte order mark */
        "20200101 170000000,1.1,1.2,0\n20200101 170000001,1.1,1.2,0\n",
    };
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        struct tkg_histdata data = parse(texts[i]);
        assert_int_equal(data.tick_count, 2);
        assert_int_equal(data.ticks[1].ask_price, 12);
        tkg_histdata_deinit(&data);
    }
}

static void out_of_order_crossed_and_zero_quotes_are_kept(void **state)
{
    (void)state;
    struct tkg_histdata data = parse("20200102 000000000,1.5,1.4,0\n"
                                     "20200101 000000000,0.0,0.0,0\n"
                                     "20200102 000000000,1.5,1.4,0\n");
    assert_int_equal(data.tick_count, 3);
    assert_true(data.ticks[0].time_ns > data.ticks[1].time_ns);
    assert_int_equal(data.ticks[0].bid_price, 15);
    assert_int_equal(data.ticks[0].ask_price, 14);
    assert_int_equal(data.ticks[1].bid_price, 0);
    assert_memory_equal(&data.ticks[0], &data.ticks[2], sizeof(data.ticks[0]));
    tkg_histdata_deinit(&data);
}

static void the_first_line_decides_the_price_tick(void **state)
{
    (void)state;
    struct tkg_histdata data = parse("20200101 170000000,108.5,108.512,0\n"
                                     "20200101 170000001,108,108.51,7\n");
    assert_int_equal(data.instrument.price_tick_e9, 1000000); /* 0.001 */
    assert_int_equal(data.ticks[0].bid_price, 108500);
    assert_int_equal(data.ticks[1].bid_price, 108000);
    assert_int_equal(data.ticks[1].ask_price, 108510);
    tkg_histdata_deinit(&data);
    data = parse("20200101 170000000,10,11,0");
    assert_int_equal(data.instrument.price_tick_e9, 1000000000);
    assert_int_equal(data.ticks[0].ask_price, 11);
    tkg_histdata_deinit(&data);
    data = parse("20200101 170000000,0.000000001,2.147483647,0"); /* nine decimals, INT32_MAX */
    assert_int_equal(data.instrument.price_tick_e9, 1);
    assert_int_equal(data.ticks[0].bid_price, 1);
    assert_int_equal(data.ticks[0].ask_price, INT32_MAX);
    tkg_histdata_deinit(&data);
}

static void errors_count_lines(void **state)
{
    (void)state;
    const char *cases[][2] = {
        {"20200101 170000000,1.5,2,0\n20200101 170000000,1.5,2.25,0",
         "x.csv:2:24: expected no more decimals than in the first line, found \"2.25\""},
        {"20200101 170000000,1,2,0\r\n\r\n20200101 170000000,1,2,0\r\n",
         "x.csv:2:1: expected a date YYYYMMDD from 1970 to 2261, found the end of the line"},
        {"20200101 170000000,1,2,0\n20200101 170000000,1,2,0\n2020",
         "x.csv:3:5: expected a month 01 to 12, found the end of the line"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        assert_refused(cases[i][0], cases[i][1]);
    }
    assert_refused("20200101 170000000,1.000000,1.0,0\n20200101 170000000,2148,1,0",
                   "x.csv:2:20: the price does not fit 31 bits: with the 6 decimals of the first "
                   "line it must be below 2147483648e-6; take needless zeros off the ends of all "
                   "prices");
}

static void a_file_without_lines_is_refused(void **state)
{
    (void)state;
    const char *message = "x.csv:1:1: no ticks; expected lines YYYYMMDD HHMMSSmmm,bid,ask,volume";
    assert_refused("", message);
    assert_refused("\n\r\n\n", message);
}

static void the_instrument_is_named_after_the_file(void **state)
{
    (void)state;
    const char *cases[][2] = {
        {"/data/DAT_ASCII_EURUSD_T_202001.csv", "EURUSD"},
        {"DAT_ASCII_XAUUSD.csv", "XAUUSD"},
        {"a/b.c/fx_quotes.2020.csv", "fx_quotes"},
        {"a name with blanks.csv", "a_name_with_bla"},
        {"\xc3\xa9.csv", "__"},
        {".csv", "HISTDATA"},
        {"DAT_ASCII_.csv", "HISTDATA"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const char *line = "20200101 170000065,1.1,1.2,0";
        struct tkg_histdata data = {0};
        assert_int_equal(tkg_histdata_parse(&data, cases[i][0], line, strlen(line), NULL), TKG_OK);
        assert_string_equal(data.instrument.name, cases[i][1]);
        tkg_histdata_deinit(&data);
    }
}

static void numbers_round_trip_for_a_thousand_random_lines(void **state)
{
    (void)state;
    enum { LINES = 1000, LINE_BYTES = 48 };
    char *text = calloc(LINES, LINE_BYTES);
    assert_non_null(text);
    int32_t prices[LINES];
    uint32_t random = 1;
    size_t length = 0;
    for (size_t i = 0; i < LINES; i++) {
        random = random * 1664525U + 1013904223U; /* Numerical Recipes' quick generator */
        prices[i] = (int32_t)(random >> 1);
        int32_t rest = prices[i] % 100000;
        length +=
            (size_t)snprintf(text + length, LINE_BYTES, "20200101 %02zu%02zu00%03zu,%d.%05d,1,0\n",
                             i / 60, i % 60, i, prices[i] / 100000, rest);
    }
    struct tkg_histdata data = parse(text);
    assert_int_equal(data.tick_count, LINES);
    for (size_t i = 0; i < LINES; i++) {
        assert_int_equal(data.ticks[i].bid_price, prices[i]);
        /* date -u -d "2020-01-01 00:00:00 EST" +%s */
        assert_int_equal(data.ticks[i].time_ns,
                         (INT64_C(1577854800000) + (int64_t)i * 60001) * NS_PER_MS);
    }
    tkg_histdata_deinit(&data);
    free(text);
}

static void a_missing_file_and_a_folder_are_refused(void **state)
{
    (void)state;
    struct tkg_histdata data = {0};
    struct tkg_error err = {0};
    assert_int_equal(tkg_histdata_load(&data, "/nonexistent/x.csv", &err), TKG_INPUT);
    assert_string_equal(err.text,
                        "/nonexistent/x.csv: cannot be opened: No such file or directory");
    assert_int_equal(tkg_histdata_load(&data, "/", &err), TKG_INPUT);
    assert_string_equal(err.text, "/: not a regular file; give the path of a file of ticks");
}

static void a_file_reads_like_its_bytes(void **state)
{
    (void)state;
    char path[] = P_tmpdir "/tkg_histdata_XXXXXX";
    int descriptor = mkstemp(path);
    assert_true(descriptor >= 0);
    const char line[] = "20200101 170000065,1.121200,1.121720,0\n";
    assert_int_equal(write(descriptor, line, strlen(line)), strlen(line));
    struct tkg_histdata data = {0};
    assert_int_equal(tkg_histdata_load(&data, path, NULL), TKG_OK);
    assert_int_equal(data.tick_count, 1);
    assert_int_equal(data.ticks[0].ask_price, 1121720);
    tkg_histdata_deinit(&data);
    assert_int_equal(ftruncate(descriptor, 0), 0);
    struct tkg_error err = {0};
    assert_int_equal(tkg_histdata_load(&data, path, &err), TKG_INPUT);
    assert_non_null(strstr(err.text, ":1:1: no ticks;"));
    (void)close(descriptor);
    (void)unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_becomes_a_quote_in_utc),
        cmocka_unit_test(line_ends_may_be_dos_or_missing_and_blank_lines_may_follow),
        cmocka_unit_test(out_of_order_crossed_and_zero_quotes_are_kept),
        cmocka_unit_test(the_first_line_decides_the_price_tick),
        cmocka_unit_test(errors_count_lines),
        cmocka_unit_test(a_file_without_lines_is_refused),
        cmocka_unit_test(the_instrument_is_named_after_the_file),
        cmocka_unit_test(numbers_round_trip_for_a_thousand_random_lines),
        cmocka_unit_test(a_missing_file_and_a_folder_are_refused),
        cmocka_unit_test(a_file_reads_like_its_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
