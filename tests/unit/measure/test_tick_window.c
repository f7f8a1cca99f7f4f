/* SPDX-License-Identifier: Apache-2.0 */
#include "cmocka_all.h"
#include "measure/tick_window.h"

static struct tkg_tick_source *open_source(void)
{
    struct tkg_error err = {0};
    struct tkg_tick_source *source = NULL;
    assert_status(tkg_tick_source_open(&source, "synthetic:randomwalk", 3, &err), TKG_OK, &err);
    return source;
}

/* Sums all times of one replay and counts its parts. */
static uint64_t walk(struct tkg_tick_window *window, size_t *part_count, uint64_t *tick_count)
{
    const struct tkg_tick *ticks;
    size_t count;
    uint64_t sum = 0;
    *part_count = 0;
    *tick_count = 0;
    tkg_tick_window_rewind(window);
    while ((count = tkg_tick_window_next(window, &ticks)) > 0) {
        for (size_t i = 0; i < count; i++) {
            sum = sum * 31 + (uint64_t)ticks[i].time_ns;
        }
        *tick_count += count;
        (*part_count)++;
    }
    return sum;
}

static void open_window(struct tkg_tick_window *window, struct tkg_tick_source *source,
                        uint64_t tick_count, uint32_t batch, enum tkg_window_mode mode)
{
    struct tkg_error err = {0};
    assert_status(tkg_tick_window_init(window, source, tick_count, batch, mode, &err), TKG_OK,
                  &err);
}

static void cached_and_streamed_windows_show_the_same_ticks(void **state)
{
    (void)state;
    enum { TICKS = 2 * TKG_WINDOW_TICKS + 17 };
    struct tkg_tick_source *source = open_source();
    struct tkg_tick_window cached;
    struct tkg_tick_window streamed;
    size_t parts;
    uint64_t ticks;
    open_window(&cached, source, TICKS, 1000, TKG_WINDOW_CACHED);
    open_window(&streamed, source, TICKS, 1000, TKG_WINDOW_STREAMED);
    assert_non_null(cached.cache);
    assert_null(streamed.cache);
    uint64_t sum = walk(&cached, &parts, &ticks);
    for (int again = 0; again < 2; again++) {
        assert_int_equal(walk(&streamed, &parts, &ticks), sum);
        assert_int_equal(parts, 3);
        assert_int_equal(ticks, TICKS);
        assert_int_equal(walk(&cached, &parts, &ticks), sum);
        assert_int_equal(parts, 3);
    }
    tkg_tick_window_deinit(&cached);
    tkg_tick_window_deinit(&streamed);
    tkg_tick_source_close(source);
}

static void parts_are_whole_batches(void **state)
{
    (void)state;
    /* batch, part length: 8,000 / 7 = 1,142 batches of 7; a batch above the window is a part of its
     * own */
    static const uint32_t cases[][2] = {{1, 8000},    {7, 7994},    {1000, 8000},
                                        {4096, 4096}, {8000, 8000}, {20000, 20000}};
    struct tkg_tick_source *source = open_source();
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct tkg_tick_window window;
        const struct tkg_tick *ticks;
        open_window(&window, source, 100000, cases[i][0], TKG_WINDOW_STREAMED);
        assert_int_equal(tkg_tick_window_next(&window, &ticks), cases[i][1]);
        tkg_tick_window_deinit(&window);
    }
    tkg_tick_source_close(source);
}

static void long_streams_are_not_cached(void **state)
{
    (void)state;
    struct tkg_tick_source *source = open_source();
    struct tkg_tick_window window;
    open_window(&window, source, TKG_CACHED_TICK_MAX + 1, 1000, TKG_WINDOW_CACHED);
    assert_null(window.cache);
    tkg_tick_window_deinit(&window);
    tkg_tick_source_close(source);
}

static void deinit_of_an_unused_window_is_nothing(void **state)
{
    (void)state;
    struct tkg_tick_window window = {0};
    tkg_tick_window_deinit(&window);
    assert_null(window.ticks);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cached_and_streamed_windows_show_the_same_ticks),
        cmocka_unit_test(parts_are_whole_batches),
        cmocka_unit_test(long_streams_are_not_cached),
        cmocka_unit_test(deinit_of_an_unused_window_is_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
