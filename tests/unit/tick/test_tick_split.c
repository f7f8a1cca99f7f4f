/* SPDX-License-Identifier: Apache-2.0
 *
 * Borders by hand, and 1,000 random streams against a search over all ticks. The look-ahead test
 * with the reference engine: tests/reference/test_look_ahead.c.
 */
#include <stdbool.h>
#include <unistd.h>

#include "base/random.h"
#include "cmocka_all.h"
#include "tick/tick_file.h"
#include "tick/tick_split.h"

enum { TICKS_MAX = 300, STREAMS = 1000 };

static char path[64];
static int64_t times[TICKS_MAX];

/* A source of ticks at these times, by way of a file. */
static struct tkg_tick_source *open_times(size_t count)
{
    const struct tkg_instrument instrument = {
        .name = "A", .price_tick_e9 = 1000000000, .lot_e9 = 1000000000};
    struct tkg_tick ticks[TICKS_MAX];
    struct tkg_tick_writer *writer = NULL;
    struct tkg_tick_source *source = NULL;
    for (size_t i = 0; i < count; i++) {
        ticks[i] = (struct tkg_tick){
            .time_ns = times[i], .bid_price = 1, .ask_price = 2, .bid_size = 1, .ask_size = 1};
    }
    assert_int_equal(tkg_tick_writer_open(&writer, path, &instrument, 1, NULL), TKG_OK);
    assert_int_equal(tkg_tick_writer_append(writer, ticks, count, NULL), TKG_OK);
    assert_int_equal(tkg_tick_writer_finish(writer, NULL), TKG_OK);
    assert_int_equal(tkg_tick_source_open(&source, path, 0, NULL), TKG_OK);
    return source;
}

static int name_path(void **state)
{
    (void)state;
    (void)snprintf(path, sizeof path, "%s/tkg_tick_split_%ld.tkt", P_tmpdir, (long)getpid());
    return 0;
}

static int remove_path(void **state)
{
    (void)state;
    (void)unlink(path);
    return 0;
}

static void assert_window(const struct tkg_split_window *window, uint64_t first, uint64_t end)
{
    assert_int_equal(window->first, first);
    assert_int_equal(window->first + window->count, end);
}

static void shares_are_cut_down_to_whole_ticks(void **state)
{
    (void)state;
    const struct tkg_split_options options = {.shares_e6 = {600000, 250000, 150000}};
    struct tkg_split_window windows[TKG_SPLIT_WINDOWS];
    for (int64_t i = 0; i < 11; i++) {
        times[i] = i;
    }
    struct tkg_tick_source *source = open_times(11);
    assert_int_equal(tkg_tick_split(source, 11, &options, windows, NULL), TKG_OK);
    assert_window(&windows[TKG_SPLIT_TRAIN], 0, 6);      /* 6.6 */
    assert_window(&windows[TKG_SPLIT_VALIDATION], 6, 9); /* 9.35 */
    assert_window(&windows[TKG_SPLIT_TEST], 9, 11);
    tkg_tick_source_close(source);
}

static void equal_timestamps_stay_in_the_earlier_window(void **state)
{
    (void)state;
    const struct tkg_split_options options = {.shares_e6 = {500000, 250000, 250000}};
    const int64_t given[] = {0, 1, 2, 5, 5, 5, 5, 8, 9, 9, 9, 10};
    struct tkg_split_window windows[TKG_SPLIT_WINDOWS];
    memcpy(times, given, sizeof given);
    struct tkg_tick_source *source = open_times(12);
    assert_int_equal(tkg_tick_split(source, 12, &options, windows, NULL), TKG_OK);
    assert_window(&windows[TKG_SPLIT_TRAIN], 0, 7);       /* 6, but 3 to 6 share a timestamp */
    assert_window(&windows[TKG_SPLIT_VALIDATION], 7, 11); /* 9, but 8 to 10 share one */
    assert_window(&windows[TKG_SPLIT_TEST], 11, 12);
    tkg_tick_source_close(source);
}

static void embargo_leaves_ticks_out_between_windows(void **state)
{
    (void)state;
    const struct tkg_split_options options = {.shares_e6 = {500000, 300000, 200000}, .embargo = 2};
    struct tkg_split_window windows[TKG_SPLIT_WINDOWS];
    for (int64_t i = 0; i < 20; i++) {
        times[i] = i;
    }
    times[11] = 12; /* 12 shares its timestamp with 11 and 13 */
    times[13] = 12;
    struct tkg_tick_source *source = open_times(20);
    assert_int_equal(tkg_tick_split(source, 20, &options, windows, NULL), TKG_OK);
    assert_window(&windows[TKG_SPLIT_TRAIN], 0, 10);
    assert_window(&windows[TKG_SPLIT_VALIDATION], 14, 16); /* not at 12 */
    assert_window(&windows[TKG_SPLIT_TEST], 18, 20);
    tkg_tick_source_close(source);
}

static void bad_shares_are_refused(void **state)
{
    (void)state;
    struct tkg_split_window windows[TKG_SPLIT_WINDOWS] = {{77, 77}};
    struct tkg_error err = {0};
    struct tkg_split_options options = {.shares_e6 = {1000000, 0, 0}};
    times[0] = 0;
    struct tkg_tick_source *source = open_times(1);
    assert_status(tkg_tick_split(source, 1, &options, windows, &err), TKG_USAGE, &err);
    assert_string_equal(err.text, "split: the share of the validation window is 0; give every "
                                  "window at least one millionth");
    options = (struct tkg_split_options){.shares_e6 = {UINT32_MAX, UINT32_MAX, UINT32_MAX}};
    assert_status(tkg_tick_split(source, 1, &options, windows, &err), TKG_USAGE, &err);
    assert_string_equal(err.text, "split: the shares add up to 12884901885 millionths; they must "
                                  "make 1000000");
    options = (struct tkg_split_options){.shares_e6 = {600000, 200000, 199999}};
    assert_status(tkg_tick_split(source, 1, &options, windows, &err), TKG_USAGE, &err);
    assert_contains(err.text, "add up to 999999 millionths");
    assert_int_equal(windows[0].first, 77); /* untouched */
    tkg_tick_source_close(source);
}

static void windows_without_ticks_are_refused(void **state)
{
    (void)state;
    struct tkg_split_window windows[TKG_SPLIT_WINDOWS];
    struct tkg_error err = {0};
    struct tkg_split_options options = {.shares_e6 = {400000, 300000, 300000}};
    memset(times, 0, sizeof times);
    struct tkg_tick_source *source = open_times(10);
    assert_status(tkg_tick_split(source, 10, &options, windows, &err), TKG_USAGE, &err);
    assert_string_equal(err.text,
                        "split: no tick is left for the validation window of 10 ticks with an "
                        "embargo of 0; take more ticks, a greater share or a smaller embargo");
    assert_status(tkg_tick_split(source, 0, &options, windows, &err), TKG_USAGE, &err);
    assert_contains(err.text, "no tick is left for the train window of 0 ticks");
    assert_status(tkg_tick_split(source, 11, &options, windows, &err), TKG_USAGE, &err);
    assert_string_equal(err.text, "split: 11 ticks asked for, 10 are there; ask for fewer");
    tkg_tick_source_close(source);
    for (int64_t i = 0; i < 10; i++) {
        times[i] = i;
    }
    source = open_times(10);
    options.embargo = UINT64_MAX;
    assert_status(tkg_tick_split(source, 10, &options, windows, &err), TKG_USAGE, &err);
    assert_contains(err.text, "embargo of 18446744073709551615");
    tkg_tick_source_close(source);
}

static void a_synthetic_stream_is_split_where_asked(void **state)
{
    (void)state;
    const struct tkg_split_options options = {.shares_e6 = {700000, 150000, 150000},
                                              .embargo = 1000};
    const uint64_t count = UINT64_C(1000000000007);
    struct tkg_split_window windows[TKG_SPLIT_WINDOWS];
    struct tkg_tick_source *source = NULL;
    assert_int_equal(tkg_tick_source_open(&source, "synthetic:futures", 3, NULL), TKG_OK);
    assert_int_equal(tkg_tick_split(source, count, &options, windows, NULL), TKG_OK);
    /* 0.7 x 1,000,000,000,007 = 700,000,000,004.9; a few ticks may share that timestamp. */
    assert_in_range(windows[0].count, UINT64_C(700000000004), UINT64_C(700000000104));
    assert_int_equal(windows[2].first + windows[2].count, count);
    tkg_tick_source_close(source);
}

/* --- over all ticks ----------------------------------------------------------------------------
 */

static bool is_border(size_t index, size_t count)
{
    return index == 0 || index == count || times[index] > times[index - 1];
}

static size_t border_from(size_t index, size_t count)
{
    while (index < count && !is_border(index, count)) {
        index++;
    }
    return index < count ? index : count;
}

static bool split_slowly(const struct tkg_split_options *options, size_t count,
                         struct tkg_split_window *windows)
{
    size_t first = 0;
    uint64_t share_e6 = 0;
    bool is_full = true;
    for (int i = 0; i < TKG_SPLIT_WINDOWS; i++) {
        share_e6 += options->shares_e6[i];
        const size_t end = border_from(count * share_e6 / 1000000, count);
        windows[i] = (struct tkg_split_window){first, end > first ? end - first : 0};
        is_full = is_full && windows[i].count > 0;
        first = border_from(end + options->embargo, count);
    }
    return is_full;
}

static void random_streams_agree_with_a_search(void **state)
{
    (void)state;
    struct tkg_random random = {9};
    size_t good = 0;
    for (int stream = 0; stream < STREAMS; stream++) {
        const size_t count = 1 + tkg_random_below(&random, TICKS_MAX);
        const uint32_t step = 1 + tkg_random_below(&random, 4);
        const uint32_t train_e6 = 1 + tkg_random_below(&random, 999998);
        const uint32_t validation_e6 = 1 + tkg_random_below(&random, 999999 - train_e6);
        const struct tkg_split_options options = {
            .shares_e6 = {train_e6, validation_e6, 1000000 - train_e6 - validation_e6},
            .embargo = tkg_random_below(&random, 9)};
        struct tkg_split_window windows[TKG_SPLIT_WINDOWS];
        struct tkg_split_window expected[TKG_SPLIT_WINDOWS];
        times[0] = 1000;
        for (size_t i = 1; i < count; i++) {
            times[i] = times[i - 1] + tkg_random_below(&random, step);
        }
        struct tkg_tick_source *source = open_times(count);
        const bool is_full = split_slowly(&options, count, expected);
        assert_int_equal(tkg_tick_split(source, count, &options, windows, NULL),
                         is_full ? TKG_OK : TKG_USAGE);
        for (int i = 0; i < TKG_SPLIT_WINDOWS && is_full; i++) {
            assert_int_equal(windows[i].first, expected[i].first);
            assert_int_equal(windows[i].count, expected[i].count);
        }
        good += is_full;
        tkg_tick_source_close(source);
    }
    assert_true(good > STREAMS / 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shares_are_cut_down_to_whole_ticks),
        cmocka_unit_test(equal_timestamps_stay_in_the_earlier_window),
        cmocka_unit_test(embargo_leaves_ticks_out_between_windows),
        cmocka_unit_test(bad_shares_are_refused),
        cmocka_unit_test(windows_without_ticks_are_refused),
        cmocka_unit_test(a_synthetic_stream_is_split_where_asked),
        cmocka_unit_test(random_streams_agree_with_a_search),
    };
    return cmocka_run_group_tests(tests, name_path, remove_path);
}
