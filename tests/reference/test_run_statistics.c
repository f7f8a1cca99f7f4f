/* SPDX-License-Identifier: Apache-2.0
 *
 * Statistics of whole runs against the slow core: every tick's equity is known from there, and the
 * returns are taken from that list by their definition (docs/decisions/0038): which tick ends a
 * stretch, with which equity, where batches are cut and what a refused tick with a strange time
 * does. Both loops, both strategies of L1.
 */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/random.h"
#include "cmocka_support.h"
#include "random_stream.h"
#include "reference_fixture.h"
#include "slow_reference.h"

enum { STREAM_COUNT = 1500, TICK_COUNT_MAX = 300, CHANGE_COUNT_MAX = 4096, PARAMETER_BYTES = 256 };

static const int64_t year_ns = INT64_C(365) * 86400 * 1000000000;

/* An accepted tick, and the changes of equity between the ends of stretches. */
static int64_t times_ns[TICK_COUNT_MAX];
static int64_t equities[TICK_COUNT_MAX];
static size_t accepted_count;
static int64_t changes[CHANGE_COUNT_MAX];
static size_t change_count;

/* What the streams exercised. */
static struct coverage {
    uint64_t changes;
    uint64_t moves; /* changes that are not 0 */
    uint64_t pauses;
    uint64_t trips;
    uint64_t ratios;
} coverage;

static void add_change(int64_t change)
{
    assert_true(change_count < CHANGE_COUNT_MAX);
    changes[change_count++] = change;
    coverage.moves += change != 0;
}

static int64_t equity_before(size_t index)
{
    return index == 0 ? 0 : equities[index - 1];
}

/* The first of ticks [first, end) at time_ns or later; end when there is none. */
static size_t first_at(size_t first, size_t end, slow_wide time_ns)
{
    while (first < end && times_ns[first] < time_ns) {
        first++;
    }
    return first;
}

/* Ticks [first, end) without a pause between them. Stretches stand one after another from the first
 * tick on; one counts when a tick stands at its end or later, or when a pause cuts it. */
static void take_changes(size_t first, size_t end, int64_t stretch_ns, bool is_cut)
{
    slow_wide from_ns = times_ns[first];
    int64_t before = equity_before(first);
    for (; from_ns + stretch_ns <= times_ns[end - 1]; from_ns += stretch_ns) {
        const int64_t after = equity_before(first_at(first, end, from_ns + stretch_ns));
        add_change(after - before);
        before = after;
    }
    if (is_cut) {
        add_change(equities[end - 1] - before);
    }
}

static void take_all_changes(int64_t stretch_ns, int64_t pause_ns)
{
    size_t first = 0;
    change_count = 0;
    for (size_t i = 1; i < accepted_count; i++) {
        if (pause_ns > 0 && (slow_wide)times_ns[i] - times_ns[i - 1] > pause_ns) {
            take_changes(first, i, stretch_ns, true);
            first = i;
            coverage.pauses++;
        }
    }
    if (accepted_count > 0) {
        take_changes(first, accepted_count, stretch_ns, false);
    }
    coverage.changes += change_count;
}

static void assert_ratio(double got, bool is_defined, long double expected)
{
    if (!is_defined) {
        assert_true(isnan(got));
        return;
    }
    coverage.ratios++;
    if (!(fabsl(got - expected) <= 1e-12L * fabsl(expected))) {
        fail_msg("%.17g instead of %.17Lg", got, expected);
    }
}

static void assert_ratios(const struct tkg_engine_portfolio *got, int64_t stretch_ns,
                          int64_t max_drawdown)
{
    const long double count = (long double)change_count;
    const long double per_year = (long double)year_ns / (long double)stretch_ns;
    long double sum = 0;
    long double squares = 0;
    long double falls = 0;
    for (size_t i = 0; i < change_count; i++) {
        const long double change = (long double)changes[i];
        sum += change;
        falls += change < 0 ? change * change : 0;
    }
    const long double mean = sum / count;
    for (size_t i = 0; i < change_count; i++) {
        squares += ((long double)changes[i] - mean) * ((long double)changes[i] - mean);
    }
    const long double deviation = sqrtl(squares / (count - 1));
    assert_ratio(got->sharpe, change_count >= 2 && squares > 0, mean * sqrtl(per_year) / deviation);
    assert_ratio(got->sortino, falls > 0, mean * sqrtl(per_year) / sqrtl(falls / count));
    assert_ratio(got->calmar, change_count > 0 && max_drawdown > 0,
                 mean * per_year / (long double)max_drawdown);
}

/* Trips from flat to flat, lot by lot, and the value of all fills. */
static void assert_trips(const struct tkg_engine_portfolio *got, const struct slow_reference *slow,
                         int64_t capital)
{
    int64_t positions[RANDOM_STREAM_INSTRUMENTS_MAX] = {0};
    uint64_t trips = 0;
    long double traded = 0;
    for (size_t i = 0; i < slow->fill_count; i++) {
        const struct slow_fill *fill = &slow->fills[i];
        traded += (long double)llabs(fill->lots) * (long double)fill->price * 10000;
        for (int64_t lot = 0; lot < llabs(fill->lots); lot++) {
            positions[fill->instrument_id] += fill->lots > 0 ? 1 : -1;
            trips += positions[fill->instrument_id] == 0;
        }
    }
    assert_int_equal(got->round_trip_count, trips);
    assert_ratio(got->turnover, true, traded / (long double)capital);
    coverage.trips += trips;
}

static void play_slowly(struct slow_reference *slow, const struct tkg_tick *ticks, size_t count)
{
    accepted_count = 0;
    for (size_t i = 0; i < count; i++) {
        const uint64_t rejected_count = slow->rejected_count;
        slow_reference_tick(slow, &ticks[i]);
        if (slow->rejected_count == rejected_count) {
            times_ns[accepted_count] = ticks[i].time_ns;
            equities[accepted_count++] = slow_reference_equity(slow);
        }
    }
}

/* Times on a grid of 500 ns, so that many ticks stand exactly at the end of a stretch. */
static void set_on_grid(struct tkg_tick *ticks, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        ticks[i].time_ns -= ticks[i].time_ns % 500;
    }
}

static void play_stream(struct tkg_random *random)
{
    const int64_t capital = 123456789;
    const int64_t stretch_ns = 1000 + INT64_C(500) * tkg_random_below(random, 40);
    const int64_t pause_ns =
        tkg_random_below(random, 2) ? stretch_ns + tkg_random_below(random, 1000) : 0;
    const uint32_t instrument_count = 1 + tkg_random_below(random, RANDOM_STREAM_INSTRUMENTS_MAX);
    const size_t count = 1 + tkg_random_below(random, TICK_COUNT_MAX);
    struct tkg_tick ticks[TICK_COUNT_MAX];
    struct reference_fixture fixture = {0};
    struct tkg_reference_parameters parameters;
    struct slow_reference slow;
    struct tkg_engine_portfolio got = {.struct_bytes = sizeof got};
    char text[PARAMETER_BYTES];
    snprintf(text, sizeof text,
             "strategy=%s,loop=%s,latency_ns=700,fast_shift=1,slow_shift=3,threshold_e3=100,"
             "size_lots=3,max_position_lots=12,stretch_ns=%" PRId64 ",pause_ns=%" PRId64
             ",capital=%" PRId64,
             tkg_random_below(random, 2) ? "maker" : "taker",
             tkg_random_below(random, 2) ? "general" : "auto", stretch_ns, pause_ns, capital);
    random_stream_make(random, instrument_count, ticks, count);
    set_on_grid(ticks, count);
    assert_true(reference_fixture_open(&fixture, text, instrument_count));
    assert_true(tkg_reference_parameters_parse(&parameters, text, instrument_count, NULL, 0));
    reference_fixture_feed(&fixture, ticks, count, 1 + tkg_random_below(random, 100));
    slow_reference_init(&slow, &parameters, instrument_count);
    play_slowly(&slow, ticks, count);
    take_all_changes(stretch_ns, pause_ns);
    assert_int_equal(fixture.ops->portfolio(fixture.engine, &got), TKG_ENGINE_OK);
    assert_int_equal(got.return_count, change_count);
    assert_ratios(&got, stretch_ns, slow_reference_report(&slow).max_drawdown);
    assert_trips(&got, &slow, capital);
    slow_reference_deinit(&slow);
    reference_fixture_close(&fixture);
}

/* row: D19 */
static void statistics_of_random_runs_follow_from_the_equity_of_every_tick(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= STREAM_COUNT; seed++) {
        struct tkg_random random = {seed};
        play_stream(&random);
    }
    print_message("%d streams: %" PRIu64 " returns, %" PRIu64 " of them not 0, %" PRIu64
                  " pauses, %" PRIu64 " round trips, %" PRIu64 " ratios\n",
                  STREAM_COUNT, coverage.changes, coverage.moves, coverage.pauses, coverage.trips,
                  coverage.ratios);
    assert_true(coverage.moves > 5000);
    assert_true(coverage.pauses > 300);
    assert_true(coverage.trips > 2000);
    assert_true(coverage.ratios > 3 * STREAM_COUNT / 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(statistics_of_random_runs_follow_from_the_equity_of_every_tick),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
