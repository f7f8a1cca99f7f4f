/* SPDX-License-Identifier: Apache-2.0
 *
 * duplicates=refuse: the general simulation refuses exactly the ticks that were planted, duplicates
 * among them, whatever the length of the stream and of the batches.
 */
#include <stdlib.h>

#include <tickgate/trace.h>

#include "cmocka_support.h"
#include "reference_fixture.h"
#include "tick/fault.h"
#include "tick/synthetic.h"

enum { TICK_COUNT = 200000, INSTRUMENTS_MAX = 4 };

static const char *const strategies[] = {
    "duplicates=refuse", "strategy=maker,duplicates=refuse",
    "strategy=reversion,sample_ns=1000000,window_samples=16,duplicates=refuse",
    "strategy=storm,duplicates=refuse"};
enum { STRATEGY_COUNT = sizeof strategies / sizeof strategies[0] };

static struct tkg_tick *read_ticks(const char *stream, uint64_t seed)
{
    struct tkg_tick *ticks = calloc(TICK_COUNT, sizeof *ticks);
    struct tkg_synthetic *synthetic = NULL;
    assert_non_null(ticks);
    assert_int_equal(tkg_synthetic_create(&synthetic, stream, seed, NULL), TKG_OK);
    tkg_synthetic_read(synthetic, 0, ticks, TICK_COUNT);
    tkg_synthetic_destroy(synthetic);
    return ticks;
}

/* Every fault: each kind is one of the four. */
static uint64_t planted_faults(uint64_t seed, uint64_t tick_count)
{
    uint64_t planted[TKG_FAULT_KINDS];
    uint64_t sum = 0;
    tkg_fault_count(seed, tick_count, planted);
    for (size_t kind = 0; kind < TKG_FAULT_KINDS; kind++) {
        sum += planted[kind];
    }
    return sum;
}

static void check_counts(const char *parameters, const struct tkg_tick *ticks, uint64_t seed)
{
    const size_t counts[] = {0, 1, 999, 1000, 7001, 123457, TICK_COUNT};
    const size_t batches[] = {1, 7, 4096, TICK_COUNT};
    struct reference_fixture fixture = {0};
    assert_true(reference_fixture_open(&fixture, parameters, INSTRUMENTS_MAX));
    for (size_t c = 0; c < sizeof counts / sizeof counts[0]; c++) {
        uint64_t digest = 0;
        for (size_t b = 0; b < sizeof batches / sizeof batches[0]; b++) {
            fixture.ops->reset(fixture.engine);
            reference_fixture_feed(&fixture, ticks, counts[c], batches[b]);
            const struct tkg_engine_report report = reference_fixture_report(&fixture);
            assert_int_equal(report.processed_tick_count, counts[c]);
            assert_int_equal(report.rejected_tick_count, planted_faults(seed, counts[c]));
            digest = b == 0 ? report.digest : digest;
            assert_int_equal(report.digest, digest);
        }
    }
    reference_fixture_close(&fixture);
}

/* row: D03 */
static void every_planted_fault_is_refused_and_nothing_else(void **state)
{
    (void)state;
    const char *const streams[] = {"futures+faults", "fx+faults", "randomwalk+faults"};
    for (uint64_t seed = 42; seed < 44; seed++) {
        assert_int_equal(planted_faults(seed, TICK_COUNT), TICK_COUNT / 1000);
        for (size_t s = 0; s < 3; s++) {
            struct tkg_tick *ticks = read_ticks(streams[s], seed);
            for (size_t i = 0; i < STRATEGY_COUNT; i++) {
                check_counts(strategies[i], ticks, seed);
            }
            free(ticks);
        }
    }
}

/* row: D03 */
static void stage_run_cleans_every_tick_and_says_so(void **state)
{
    (void)state;
    static struct tkg_stage_recorder recorder;
    struct reference_fixture fixture = {.stages = &recorder};
    struct tkg_tick *ticks = read_ticks("futures+faults", 42);
    recorder = (struct tkg_stage_recorder){.struct_bytes = sizeof recorder};
    assert_true(reference_fixture_open(&fixture, "duplicates=refuse", INSTRUMENTS_MAX));
    recorder.since = tkg_stage_counter();
    reference_fixture_feed(&fixture, ticks, TICK_COUNT, TICK_COUNT);
    const struct tkg_engine_report report = reference_fixture_report(&fixture);
    assert_int_equal(report.rejected_tick_count, TICK_COUNT / 1000);
    assert_true(recorder.entries[TKG_STAGE_DATA_CLEAN] >= TICK_COUNT);
    assert_true(recorder.exclusive[TKG_STAGE_DATA_CLEAN] > 0);
    assert_int_equal(recorder.entries[TKG_STAGE_MD_HANDLE], TICK_COUNT - TICK_COUNT / 1000);
    reference_fixture_close(&fixture);
    free(ticks);
}

/* The first tick of a run has none before it, also when the run before ended with its twin; a third
 * one is refused like the second; another instrument's tick in between makes them different. */
static void duplicate_is_what_equals_the_tick_before_it(void **state)
{
    (void)state;
    struct reference_fixture fixture = {0};
    const struct tkg_tick quote = reference_quote(1000, 100, 102, 5, 5);
    struct tkg_tick other = quote;
    struct tkg_tick bad = quote;
    other.instrument_id = 1;
    bad.bid_price = -1;
    const struct tkg_tick stream[] = {quote, quote, quote, other, quote, bad, bad, quote};
    const uint64_t rejected[] = {0, 1, 2, 2, 2, 3, 4, 4};
    assert_true(reference_fixture_open(&fixture, "duplicates=refuse", 2));
    for (int round = 0; round < 2; round++) {
        for (size_t i = 0; i < sizeof stream / sizeof stream[0]; i++) {
            reference_fixture_feed(&fixture, &stream[i], 1, 1);
            assert_int_equal(reference_fixture_report(&fixture).rejected_tick_count, rejected[i]);
        }
        fixture.ops->reset(fixture.engine);
    }
    reference_fixture_close(&fixture);
}

/* Every field counts, one bit of it suffices. */
static void one_bit_makes_a_tick_another_one(void **state)
{
    (void)state;
    struct reference_fixture fixture = {0};
    const struct tkg_tick quote = reference_quote(1000, 100, 200, 4, 4);
    struct tkg_tick changed[6];
    for (size_t i = 0; i < 6; i++) {
        changed[i] = quote;
    }
    changed[0].time_ns++;
    changed[1].bid_price++;
    changed[2].ask_price++;
    changed[3].bid_size++;
    changed[4].ask_size++;
    changed[5].flags = UINT16_C(1) << 15;
    assert_true(reference_fixture_open(&fixture, "duplicates=refuse", 1));
    for (size_t i = 0; i < 6; i++) {
        fixture.ops->reset(fixture.engine);
        reference_fixture_feed(&fixture, &quote, 1, 1);
        reference_fixture_feed(&fixture, &changed[i], 1, 1);
        assert_int_equal(reference_fixture_report(&fixture).rejected_tick_count, 0);
    }
    reference_fixture_close(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_planted_fault_is_refused_and_nothing_else),
        cmocka_unit_test(stage_run_cleans_every_tick_and_says_so),
        cmocka_unit_test(duplicate_is_what_equals_the_tick_before_it),
        cmocka_unit_test(one_bit_makes_a_tick_another_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
