/* SPDX-License-Identifier: Apache-2.0
 *
 * What makes runs comparable: the digest and the engine's obligations to its host.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/random.h"
#include "cmocka_support.h"
#include "random_stream.h"
#include "reference.h"
#include "reference_fixture.h"
#include "slow_reference.h"

enum { TICK_COUNT = 5000, INSTRUMENT_COUNT = 3 };

static const char *const strategies[] = {
    "strategy=taker,fast_shift=2,slow_shift=5,threshold_e3=200,latency_ns=900,size_lots=3",
    "strategy=maker,latency_ns=900,size_lots=3",
};

/* A stream anybody can make: 500 ticks from small integer formulas. */
static struct tkg_tick formula_tick(uint32_t i)
{
    const int32_t wave = (int32_t)(i % 37 < 18 ? i % 37 : 36 - i % 37);
    const int32_t price = 1000 + wave + (int32_t)(i * 7 % 5);
    struct tkg_tick tick = reference_quote(
        (int64_t)i * 100, price, price + 1 + (int32_t)(i % 3 / 2), 1 + i * 5 % 11, 1 + i * 3 % 13);
    if (i % 4 == 3) {
        tick =
            reference_trade((int64_t)i * 100, price + (int32_t)(i % 8 / 4), (int32_t)(i % 9) - 4);
    }
    if (i % 50 == 49) {
        tick.ask_price = tick.bid_price - 1; /* crossed */
    }
    tick.instrument_id = i % 7 / 5;
    return tick;
}

static void make_formula_stream(struct tkg_tick *ticks, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        ticks[i] = formula_tick(i);
    }
}

static struct tkg_tick *make_stream(uint64_t seed)
{
    struct tkg_tick *ticks = calloc(TICK_COUNT, sizeof *ticks);
    struct tkg_random random = {seed};
    assert_non_null(ticks);
    random_stream_make(&random, INSTRUMENT_COUNT, ticks, TICK_COUNT);
    return ticks;
}

static struct tkg_engine_report slow_report(const char *text, const struct tkg_tick *ticks,
                                            size_t count)
{
    struct tkg_reference_parameters parameters;
    struct slow_reference slow;
    assert_true(tkg_reference_parameters_parse(&parameters, text, 2, NULL, 0));
    slow_reference_init(&slow, &parameters, 2);
    for (size_t i = 0; i < count; i++) {
        slow_reference_tick(&slow, &ticks[i]);
    }
    const struct tkg_engine_report report = slow_reference_report(&slow);
    slow_reference_deinit(&slow);
    return report;
}

/* Published values, of both implementations: compiler, optimisation level and machine must not
 * change them. A change of the digest or of a fill rule changes them and bumps the version. */
/* row: B20 B22 */
static void golden_digests_of_the_formula_stream(void **state)
{
    (void)state;
    const struct tkg_engine_report golden[] = {
        {.processed_tick_count = 500,
         .rejected_tick_count = 10,
         .order_count = 50,
         .fill_count = 69,
         .final_equity = -9826490,
         .max_drawdown = 10186310,
         .digest = UINT64_C(0xe0d3ee89f6cc699c)},
        {.processed_tick_count = 500,
         .rejected_tick_count = 10,
         .order_count = 178,
         .fill_count = 114,
         .final_equity = 4704196,
         .max_drawdown = 909468,
         .digest = UINT64_C(0x008569ed6f88a30d)},
    };
    struct tkg_tick ticks[500];
    make_formula_stream(ticks, 500);
    for (size_t i = 0; i < 2; i++) {
        struct reference_fixture fixture = {0};
        assert_true(reference_fixture_open(&fixture, strategies[i], 2));
        reference_fixture_feed(&fixture, ticks, 500, 500);
        const struct tkg_engine_report report = reference_fixture_report(&fixture);
        const struct tkg_engine_report slow = slow_report(strategies[i], ticks, 500);
        reference_fixture_assert_equal(&report, &golden[i]);
        reference_fixture_assert_equal(&slow, &golden[i]);
        reference_fixture_close(&fixture);
    }
}

/* row: B20 */
static void batches_of_1_to_4096_give_one_result(void **state)
{
    (void)state;
    const size_t batches[] = {1, 2, 3, 7, 16, 64, 100, 255, 256, 1000, 1024, 4096};
    struct tkg_tick *ticks = make_stream(7);
    for (size_t s = 0; s < 2; s++) {
        struct reference_fixture fixture = {0};
        assert_true(reference_fixture_open(&fixture, strategies[s], INSTRUMENT_COUNT));
        reference_fixture_feed(&fixture, ticks, TICK_COUNT, TICK_COUNT);
        const struct tkg_engine_report whole = reference_fixture_report(&fixture);
        assert_true(whole.fill_count > 50);
        for (size_t i = 0; i < sizeof batches / sizeof batches[0]; i++) {
            fixture.ops->reset(fixture.engine);
            reference_fixture_feed(&fixture, ticks, TICK_COUNT, batches[i]);
            const struct tkg_engine_report report = reference_fixture_report(&fixture);
            reference_fixture_assert_equal(&report, &whole);
        }
        reference_fixture_close(&fixture);
    }
    free(ticks);
}

static void reset_engine_equals_a_fresh_one(void **state)
{
    (void)state;
    struct tkg_tick *first = make_stream(1);
    struct tkg_tick *second = make_stream(2);
    for (size_t s = 0; s < 2; s++) {
        struct reference_fixture used = {0};
        struct reference_fixture fresh = {0};
        assert_true(reference_fixture_open(&used, strategies[s], INSTRUMENT_COUNT));
        assert_true(reference_fixture_open(&fresh, strategies[s], INSTRUMENT_COUNT));
        reference_fixture_feed(&used, first, TICK_COUNT, 64);
        used.ops->reset(used.engine);
        struct tkg_engine_report a = reference_fixture_report(&used);
        struct tkg_engine_report b = reference_fixture_report(&fresh);
        reference_fixture_assert_equal(&a, &b);
        reference_fixture_feed(&used, second, TICK_COUNT, 64);
        reference_fixture_feed(&fresh, second, TICK_COUNT, 64);
        a = reference_fixture_report(&used);
        b = reference_fixture_report(&fresh);
        reference_fixture_assert_equal(&a, &b);
        reference_fixture_close(&used);
        reference_fixture_close(&fresh);
    }
    free(first);
    free(second);
}

static void finish_in_the_middle_and_twice_changes_nothing(void **state)
{
    (void)state;
    struct tkg_tick *ticks = make_stream(3);
    for (size_t s = 0; s < 2; s++) {
        struct reference_fixture asked = {0};
        struct reference_fixture silent = {0};
        assert_true(reference_fixture_open(&asked, strategies[s], INSTRUMENT_COUNT));
        assert_true(reference_fixture_open(&silent, strategies[s], INSTRUMENT_COUNT));
        reference_fixture_feed(&asked, ticks, TICK_COUNT / 2, 50);
        const struct tkg_engine_report once = reference_fixture_report(&asked);
        const struct tkg_engine_report twice = reference_fixture_report(&asked);
        reference_fixture_assert_equal(&once, &twice);
        reference_fixture_feed(&asked, ticks + TICK_COUNT / 2, TICK_COUNT / 2, 50);
        reference_fixture_feed(&silent, ticks, TICK_COUNT, 50);
        const struct tkg_engine_report a = reference_fixture_report(&asked);
        const struct tkg_engine_report b = reference_fixture_report(&silent);
        reference_fixture_assert_equal(&a, &b);
        reference_fixture_close(&asked);
        reference_fixture_close(&silent);
    }
    free(ticks);
}

static uint64_t digest_of(const char *parameters, const struct tkg_tick *ticks, size_t count)
{
    struct reference_fixture fixture = {0};
    assert_true(reference_fixture_open(&fixture, parameters, 2));
    reference_fixture_feed(&fixture, ticks, count, 64);
    const uint64_t digest = reference_fixture_report(&fixture).digest;
    reference_fixture_close(&fixture);
    return digest;
}

static void digest_changes_with_the_tick_count_even_when_nothing_else_does(void **state)
{
    (void)state;
    struct tkg_tick ticks[3] = {reference_quote(0, 10, 11, 1, 1), reference_quote(0, 10, 11, 1, 1),
                                reference_quote(0, 10, 11, 1, 1)};
    for (size_t s = 0; s < 2; s++) {
        const uint64_t none = digest_of(strategies[s], ticks, 0);
        const uint64_t two = digest_of(strategies[s], ticks, 2);
        assert_int_not_equal(none, digest_of(strategies[s], ticks, 1));
        assert_int_not_equal(two, digest_of(strategies[s], ticks, 1));
        ticks[2].kind = 9; /* a rejected tick counts, too */
        assert_int_not_equal(two, digest_of(strategies[s], ticks, 3));
        ticks[2].kind = TKG_TICK_QUOTE;
    }
}

static void digest_notices_every_property_of_a_fill(void **state)
{
    (void)state;
    struct tkg_tick ticks[500];
    make_formula_stream(ticks, 500);
#define PROMPT "strategy=maker,latency_ns=0,"
    const uint64_t plain = digest_of(PROMPT "size_lots=1", ticks, 500);
    assert_int_not_equal(plain, digest_of(PROMPT "maker_fee_e6=201", ticks, 500));
    assert_int_not_equal(plain, digest_of(PROMPT "size_lots=2", ticks, 500));
    assert_int_not_equal(plain, digest_of("strategy=maker,latency_ns=150", ticks, 500));
    for (size_t i = 0; i < 500; i++) {
        ticks[i].time_ns++;
    }
    assert_int_not_equal(plain, digest_of(PROMPT "size_lots=1", ticks, 500));
#undef PROMPT
}

static void engine_takes_one_block_and_nothing_after_create(void **state)
{
    (void)state;
    struct tkg_tick *ticks = make_stream(4);
    struct reference_fixture fixture = {0};
    assert_true(reference_fixture_open(&fixture, "strategy=maker", INSTRUMENT_COUNT));
    const size_t bytes = fixture.live_bytes;
    reference_fixture_feed(&fixture, ticks, TICK_COUNT, 64);
    fixture.ops->reset(fixture.engine);
    reference_fixture_report(&fixture);
    assert_int_equal(fixture.allocation_count, 1);
    assert_int_equal(fixture.live_bytes, bytes);
    reference_fixture_close(&fixture);
    free(ticks);
}

static void older_host_gets_only_the_fields_it_knows(void **state)
{
    (void)state;
    struct reference_fixture fixture = {0};
    struct tkg_engine_report report;
    assert_true(reference_fixture_open(&fixture, "", 1));
    memset(&report, 0x5a, sizeof report);
    report.struct_bytes = offsetof(struct tkg_engine_report, order_count);
    assert_int_equal(fixture.ops->finish(fixture.engine, &report), TKG_ENGINE_OK);
    assert_int_equal(report.struct_bytes, offsetof(struct tkg_engine_report, order_count));
    assert_int_equal(report.rejected_tick_count, 0);
    assert_int_equal(report.order_count, UINT64_C(0x5a5a5a5a5a5a5a5a));
    reference_fixture_close(&fixture);
}

static void entry_refuses_another_abi(void **state)
{
    (void)state;
    assert_null(tkg_reference_entry(TKG_ENGINE_ABI_VERSION + 1));
    assert_non_null(tkg_reference_entry(TKG_ENGINE_ABI_VERSION));
}

/* Feeds prices that jump between 1 and the greatest until the engine fails; returns the last equity
 * that it reported before. */
static int64_t play_until_overflow(const struct reference_fixture *fixture, int64_t ticks_per_jump)
{
    int64_t equity = 0;
    for (int64_t i = 0; i < 64; i++) {
        const int32_t price = i / ticks_per_jump % 2 ? INT32_MAX : 1;
        const struct tkg_tick tick = reference_quote(i, price, price, UINT32_MAX, UINT32_MAX);
        if (fixture->ops->on_ticks(fixture->engine, &tick, 1) != TKG_ENGINE_OK) {
            return equity;
        }
        equity = reference_fixture_report(fixture).final_equity;
    }
    fail_msg("64 ticks did not overflow");
    return 0;
}

/* 50,000 lots at the greatest price: within the bounds all money stays in int64, and cash out of
 * bounds is an error and not a wrap-around. An order fills one tick after its signal, so jumps
 * every two ticks buy high and sell low, and jumps at every tick do the opposite. */
static void cash_out_of_range_fails_the_run(void **state)
{
    (void)state;
    const int64_t bound = (INT64_C(1) << 61) + (INT64_C(1) << 60);
    struct reference_fixture fixture = {0};
    struct tkg_engine_report report = {.struct_bytes = sizeof report};
    assert_true(reference_fixture_open(
        &fixture,
        "strategy=taker,size_lots=50000,fast_shift=1,slow_shift=2,threshold_e3=0,latency_ns=0", 1));
    const int64_t loss = play_until_overflow(&fixture, 2);
    assert_in_range(-loss, INT64_C(1) << 59, bound);
    assert_int_equal(fixture.ops->finish(fixture.engine, &report), TKG_ENGINE_FAILED);
    fixture.ops->reset(fixture.engine);
    assert_int_equal(fixture.ops->finish(fixture.engine, &report), TKG_ENGINE_OK);
    const int64_t gain = play_until_overflow(&fixture, 1);
    assert_in_range(gain, INT64_C(1) << 59, bound);
    reference_fixture_close(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(golden_digests_of_the_formula_stream),
        cmocka_unit_test(batches_of_1_to_4096_give_one_result),
        cmocka_unit_test(reset_engine_equals_a_fresh_one),
        cmocka_unit_test(finish_in_the_middle_and_twice_changes_nothing),
        cmocka_unit_test(digest_changes_with_the_tick_count_even_when_nothing_else_does),
        cmocka_unit_test(digest_notices_every_property_of_a_fill),
        cmocka_unit_test(engine_takes_one_block_and_nothing_after_create),
        cmocka_unit_test(older_host_gets_only_the_fields_it_knows),
        cmocka_unit_test(entry_refuses_another_abi),
        cmocka_unit_test(cash_out_of_range_fails_the_run),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
