/* SPDX-License-Identifier: Apache-2.0
 *
 * The core against the slow second implementation, on random streams and random parameters.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/random.h"
#include "cmocka_support.h"
#include "random_stream.h"
#include "reference_fixture.h"
#include "slow_reference.h"

enum { STREAM_COUNT = 1500, TICK_COUNT_MAX = 300, PARAMETER_BYTES = 512 };

/* What the streams exercised, so that agreement is not agreement on nothing. */
struct coverage {
    uint64_t fills;
    uint64_t maker_fills;
    uint64_t partial_fills;
    uint64_t rejected;
    uint64_t orders;
    uint64_t drawdowns;
};

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
             ",skew_e3=%" PRId64 ",max_position_lots=%" PRId64,
             tkg_random_below(random, 2) ? "maker" : "taker",
             latencies_ns[tkg_random_below(random, 20) == 0 ? 4 : tkg_random_below(random, 4)],
             draw(random, -500, 1500), draw(random, -500, 1500), draw(random, 0, 3), size,
             fast_shift, fast_shift + draw(random, 1, 6), draw(random, 0, 900),
             draw(random, 0, 2500), draw(random, 0, 1500), size + draw(random, 0, 5 * size));
}

/* One tick at a time, for cash + position value (added up anew from all fills by the slow one) must
 * equal the core's equity after every tick. */
static void play_both(const struct reference_fixture *fixture, struct slow_reference *slow,
                      const struct tkg_tick *ticks, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        reference_fixture_feed(fixture, &ticks[i], 1, 1);
        slow_reference_tick(slow, &ticks[i]);
        const struct tkg_engine_report report = reference_fixture_report(fixture);
        assert_int_equal(report.final_equity, slow_reference_equity(slow));
        assert_int_equal(report.fill_count, slow->fill_count);
    }
}

static void note_coverage(struct coverage *coverage, const struct slow_reference *slow,
                          const struct tkg_engine_report *report)
{
    coverage->fills += slow->fill_count;
    coverage->rejected += slow->rejected_count;
    coverage->orders += slow->order_count;
    coverage->drawdowns += report->max_drawdown > 0;
    for (size_t i = 0; i < slow->fill_count; i++) {
        const int64_t lots = slow->fills[i].lots;
        coverage->maker_fills += slow->fills[i].is_maker;
        coverage->partial_fills +=
            lots < slow->parameters.size_lots && lots > -slow->parameters.size_lots;
    }
}

static void play_stream(struct tkg_random *random, struct coverage *coverage)
{
    struct tkg_tick ticks[TICK_COUNT_MAX];
    char text[PARAMETER_BYTES];
    struct reference_fixture fixture = {0};
    struct tkg_reference_parameters parameters;
    struct slow_reference slow;
    const uint32_t instrument_count = 1 + tkg_random_below(random, RANDOM_STREAM_INSTRUMENTS_MAX);
    const size_t count = 1 + tkg_random_below(random, TICK_COUNT_MAX);
    draw_parameters(random, text);
    random_stream_make(random, instrument_count, ticks, count);
    assert_true(reference_fixture_open(&fixture, text, instrument_count));
    assert_true(tkg_reference_parameters_parse(&parameters, text, instrument_count, NULL, 0));
    slow_reference_init(&slow, &parameters, instrument_count);
    play_both(&fixture, &slow, ticks, count);
    const struct tkg_engine_report expected = slow_reference_report(&slow);
    const struct tkg_engine_report report = reference_fixture_report(&fixture);
    reference_fixture_assert_equal(&report, &expected);
    note_coverage(coverage, &slow, &report);
    slow_reference_deinit(&slow);
    reference_fixture_close(&fixture);
}

/* row: B22 */
static void core_equals_the_slow_implementation_on_random_streams(void **state)
{
    (void)state;
    struct coverage coverage = {0};
    for (uint64_t seed = 0; seed < STREAM_COUNT; seed++) {
        struct tkg_random random = {seed};
        play_stream(&random, &coverage);
    }
    print_message("%d streams: %" PRIu64 " orders, %" PRIu64 " fills (%" PRIu64
                  " as maker, %" PRIu64 " partial), %" PRIu64 " ticks rejected, %" PRIu64
                  " streams with a drawdown\n",
                  STREAM_COUNT, coverage.orders, coverage.fills, coverage.maker_fills,
                  coverage.partial_fills, coverage.rejected, coverage.drawdowns);
    assert_true(coverage.fills > 10000);
    assert_true(coverage.maker_fills > 5000);
    assert_true(coverage.partial_fills > 2000);
    assert_true(coverage.rejected > 10000);
    assert_true(coverage.drawdowns > STREAM_COUNT / 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(core_equals_the_slow_implementation_on_random_streams),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
