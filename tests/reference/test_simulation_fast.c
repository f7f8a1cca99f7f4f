/* SPDX-License-Identifier: Apache-2.0
 *
 * The general simulation follows the fast loops' rules: the same report, digest included, on random
 * streams, whenever the parameters ask for nothing more.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/random.h"
#include "cmocka_support.h"
#include "random_stream.h"
#include "reference_fixture.h"

enum { STREAM_COUNT = 2000, TICK_COUNT_MAX = 400, PARAMETER_BYTES = 640 };

static int64_t draw(struct tkg_random *random, int64_t least, int64_t greatest)
{
    return least + tkg_random_below(random, (uint32_t)(greatest - least + 1));
}

static void draw_parameters(struct tkg_random *random, char *text)
{
    const int64_t latencies_ns[] = {0, 1, 700, 5000, 10000000000};
    const int64_t size = draw(random, 1, 20);
    const int64_t fast_shift = draw(random, 1, 6);
    snprintf(text, PARAMETER_BYTES,
             "strategy=%s,latency_ns=%" PRId64 ",maker_fee_e6=%" PRId64 ",taker_fee_e6=%" PRId64
             ",slippage_ticks=%" PRId64 ",size_lots=%" PRId64 ",fast_shift=%" PRId64
             ",slow_shift=%" PRId64 ",threshold_e3=%" PRId64 ",half_spread_e3=%" PRId64
             ",skew_e3=%" PRId64 ",max_position_lots=%" PRId64 ",maker_fee_lot_e3=%" PRId64
             ",taker_fee_lot_e3=%" PRId64,
             tkg_random_below(random, 2) ? "maker" : "taker",
             latencies_ns[tkg_random_below(random, 20) == 0 ? 4 : tkg_random_below(random, 4)],
             draw(random, -500, 1500), draw(random, -500, 1500), draw(random, 0, 3), size,
             fast_shift, fast_shift + draw(random, 1, 6), draw(random, 0, 900),
             draw(random, 0, 2500), draw(random, 0, 1500), size + draw(random, 0, 5 * size),
             draw(random, -900, 900), draw(random, -900, 900));
}

static struct tkg_engine_report play(const char *text, uint32_t instrument_count,
                                     const struct tkg_tick *ticks, size_t count, size_t batch)
{
    struct reference_fixture fixture = {0};
    assert_true(reference_fixture_open(&fixture, text, instrument_count));
    reference_fixture_feed(&fixture, ticks, count, batch);
    const struct tkg_engine_report report = reference_fixture_report(&fixture);
    reference_fixture_close(&fixture);
    return report;
}

/* row: B22 */
static void general_loop_equals_the_fast_loops_on_random_streams(void **state)
{
    (void)state;
    uint64_t fill_count = 0;
    for (uint64_t seed = 0; seed < STREAM_COUNT; seed++) {
        struct tkg_random random = {seed};
        struct tkg_tick ticks[TICK_COUNT_MAX];
        char plain[PARAMETER_BYTES];
        char general[PARAMETER_BYTES + 16];
        const uint32_t instrument_count =
            1 + tkg_random_below(&random, RANDOM_STREAM_INSTRUMENTS_MAX);
        const size_t count = 1 + tkg_random_below(&random, TICK_COUNT_MAX);
        draw_parameters(&random, plain);
        snprintf(general, sizeof general, "%s,loop=general", plain);
        random_stream_make(&random, instrument_count, ticks, count);
        const struct tkg_engine_report fast = play(plain, instrument_count, ticks, count, 64);
        const struct tkg_engine_report slow = play(general, instrument_count, ticks, count, 7);
        reference_fixture_assert_equal(&slow, &fast);
        fill_count += fast.fill_count;
    }
    print_message("%d streams, %" PRIu64 " fills\n", STREAM_COUNT, fill_count);
    assert_true(fill_count > 20000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(general_loop_equals_the_fast_loops_on_random_streams),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
