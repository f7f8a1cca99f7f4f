/* SPDX-License-Identifier: Apache-2.0
 *
 * Stage times of the real engine, every book with every strategy: what a host's stage clock makes
 * of them, beside a wall time that the engine knows nothing of.
 */
#include <stdio.h>
#include <stdlib.h>

#include "cmocka_support.h"
#include "reference_fixture.h"
#include "tick/synthetic.h"
#include "trace/stage_clock.h"

enum { TICK_COUNT = 100000, BATCH = 1000, INSTRUMENTS_MAX = 8, BOOK_COUNT = 3, STRATEGY_COUNT = 5 };

static const struct {
    const char *stream;
    const char *book;
} sources[BOOK_COUNT] = {{"futures", "l1"}, {"depth", "l2"}, {"orders", "l3"}};

static const char *const strategies[STRATEGY_COUNT] = {
    "taker", "maker", "reversion,sample_ns=1000000,window_samples=16",
    "reversion,sample_ns=1000000,window_samples=16,bar=tick,rsi_limit_e3=60000,vwap_side=1",
    "storm"};

static void read_ticks(const char *stream, struct tkg_tick *ticks)
{
    struct tkg_synthetic *synthetic = NULL;
    assert_int_equal(tkg_synthetic_create(&synthetic, stream, 42, NULL), TKG_OK);
    tkg_synthetic_read(synthetic, 0, ticks, TICK_COUNT);
    tkg_synthetic_destroy(synthetic);
}

/* One stretch: a replay and what is asked after it. */
static struct tkg_engine_report replay(struct tkg_stage_clock *clock, const char *parameters,
                                       const struct tkg_tick *ticks)
{
    struct reference_fixture fixture = {.seed = 42, .stages = &clock->recorder};
    struct tkg_engine_portfolio portfolio = {.struct_bytes = sizeof portfolio};
    assert_true(reference_fixture_open(&fixture, parameters, INSTRUMENTS_MAX));
    tkg_stage_clock_begin(clock);
    reference_fixture_feed(&fixture, ticks, TICK_COUNT, BATCH);
    const struct tkg_engine_report report = reference_fixture_report(&fixture);
    assert_int_equal(fixture.ops->portfolio(fixture.engine, &portfolio), TKG_ENGINE_OK);
    tkg_stage_clock_end(clock);
    reference_fixture_close(&fixture);
    return report;
}

static bool is_closed(const struct tkg_stage_clock *clock)
{
    const double share = tkg_stage_clock_sum_ns(clock) / (double)clock->wall_ns;
    return share > 0.99 && share < 1.01;
}

/* Whoever takes the processor between two stages, or while the counter is calibrated, opens a gap
 * that is no engine's: one stretch in ten is left alone. */
static void check_stages(const char *parameters, const struct tkg_tick *ticks)
{
    static struct tkg_stage_clock clock;
    struct tkg_engine_report report = {0};
    bool is_over = false;
    for (int attempt = 0; attempt < 10 && !is_over; attempt++) {
        assert_int_equal(tkg_stage_clock_init(&clock, 0, NULL), TKG_OK);
        report = replay(&clock, parameters, ticks);
        is_over = is_closed(&clock);
    }
    assert_true(is_over);
    const uint64_t accepted = TICK_COUNT - report.rejected_tick_count;
    /* All but the first few ticks of an instrument, which has no bid or no ask yet. */
    assert_in_range(clock.entries[TKG_STAGE_DATA_FEATURES], accepted - accepted / 100, accepted);
    assert_true(tkg_stage_clock_time_ns(&clock, TKG_STAGE_DATA_FEATURES) > 0.0);
    assert_int_equal(clock.entries[TKG_STAGE_ACCOUNT], accepted);
    assert_int_equal(clock.entries[TKG_STAGE_RESULT], 1);
}

/* row: D04 */
static void stages_of_every_book_and_strategy_close_to_the_wall(void **state)
{
    (void)state;
    struct tkg_tick *ticks = calloc(TICK_COUNT, sizeof *ticks);
    assert_non_null(ticks);
    for (size_t source = 0; source < BOOK_COUNT; source++) {
        read_ticks(sources[source].stream, ticks);
        for (size_t strategy = 0; strategy < STRATEGY_COUNT; strategy++) {
            char parameters[256];
            snprintf(parameters, sizeof parameters, "book=%s,strategy=%s", sources[source].book,
                     strategies[strategy]);
            check_stages(parameters, ticks);
        }
    }
    free(ticks);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stages_of_every_book_and_strategy_close_to_the_wall),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
