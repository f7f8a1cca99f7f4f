/* SPDX-License-Identifier: Apache-2.0 */
#include "cmocka_all.h"

#include "trace/stage_clock.h"

/* A unit that is no real one, so that no test depends on how fast the counter runs. */
static void make_clock(struct tkg_stage_clock *clock)
{
    struct tkg_error err = {0};
    assert_status(tkg_stage_clock_init(clock, 1.0, &err), TKG_OK, &err);
}

static uint64_t recorded_units(const struct tkg_stage_clock *clock)
{
    uint64_t sum = 0;
    for (uint32_t stage = 0; stage < TKG_STAGE_MAX; stage++) {
        sum += clock->units[stage];
    }
    return sum;
}

/* Whatever is entered and left, every unit between begin and end is in exactly one stage. */
static void no_unit_is_lost_or_counted_twice(void **state)
{
    (void)state;
    struct tkg_stage_clock clock;
    make_clock(&clock);
    uint64_t before = tkg_stage_counter();
    tkg_stage_clock_begin(&clock);
    uint64_t since = clock.recorder.since;
    for (uint32_t i = 0; i < 1000; i++) {
        uint32_t outer = tkg_stage_enter(&clock.recorder, i % TKG_STAGE_STANDARD_COUNT);
        uint32_t inner = tkg_stage_enter(&clock.recorder, i * 7 % TKG_STAGE_STANDARD_COUNT);
        tkg_stage_leave(&clock.recorder, inner);
        if (i % 3 != 0) { /* some are never left */
            tkg_stage_leave(&clock.recorder, outer);
        }
    }
    tkg_stage_clock_end(&clock);
    uint64_t after = tkg_stage_counter();
    assert_true(before <= since);
    assert_true(recorded_units(&clock) <= after - since);
    /* The last switch stands in since: up to there the identity is exact. */
    uint64_t last = clock.recorder.since;
    assert_true(recorded_units(&clock) >= last - since);
    assert_near(tkg_stage_clock_sum_ns(&clock), (double)recorded_units(&clock), 0.5);
}

/* What the recorder holds is written by hand: 100 + 30 + 20 of the engine's, and what runs on. */
static void planted_times_come_out_by_stage(void **state)
{
    (void)state;
    struct tkg_stage_clock clock;
    make_clock(&clock);
    clock.ns_per_unit = 0.5;
    tkg_stage_clock_begin(&clock);
    clock.recorder.exclusive[TKG_STAGE_MD_HANDLE] = 100;
    clock.recorder.entries[TKG_STAGE_MD_HANDLE] = 4;
    clock.recorder.exclusive[TKG_STAGE_SETTLE] = 30;
    tkg_stage_clock_end(&clock);
    tkg_stage_clock_begin(&clock);
    clock.recorder.exclusive[TKG_STAGE_MD_HANDLE] = 20;
    clock.recorder.entries[TKG_STAGE_MD_HANDLE] = 1;
    tkg_stage_clock_end(&clock);
    assert_near(tkg_stage_clock_time_ns(&clock, TKG_STAGE_MD_HANDLE), 60.0, 0.0);
    assert_near(tkg_stage_clock_time_ns(&clock, TKG_STAGE_SETTLE), 15.0, 0.0);
    assert_int_equal(clock.entries[TKG_STAGE_MD_HANDLE], 5);
    assert_int_equal(clock.stretch_count, 2);
}

static void what_happens_between_stretches_is_forgotten(void **state)
{
    (void)state;
    struct tkg_stage_clock clock;
    make_clock(&clock);
    (void)tkg_stage_enter(&clock.recorder, TKG_STAGE_RISK_CHECK); /* as in create() */
    tkg_stage_clock_begin(&clock);
    tkg_stage_clock_end(&clock);
    (void)tkg_stage_enter(&clock.recorder, TKG_STAGE_RISK_CHECK); /* as in reset() */
    tkg_stage_clock_begin(&clock);
    tkg_stage_clock_end(&clock);
    assert_int_equal(clock.units[TKG_STAGE_RISK_CHECK], 0);
    assert_int_equal(clock.entries[TKG_STAGE_RISK_CHECK], 0);
}

/* 1 % of 1,000,000 ns and 200 ns for the stretch: 10,200 ns apart close, 10,201 do not. */
static void sum_and_wall_may_be_one_percent_apart(void **state)
{
    (void)state;
    struct tkg_stage_clock clock;
    make_clock(&clock);
    clock.wall_ns = 1000000;
    clock.stretch_count = 1;
    clock.units[TKG_STAGE_SETTLE] = 1010200;
    assert_true(tkg_stage_clock_closes(&clock));
    assert_near(tkg_stage_clock_gap_0to1(&clock), 0.0102, 1e-12);
    clock.units[TKG_STAGE_SETTLE] = 1010201;
    assert_false(tkg_stage_clock_closes(&clock));
    clock.units[TKG_STAGE_SETTLE] = 989800;
    assert_true(tkg_stage_clock_closes(&clock));
    clock.units[TKG_STAGE_SETTLE] = 989799;
    assert_false(tkg_stage_clock_closes(&clock));
}

/* 300 entries at 20 ns of 60,000 ns. */
static void overhead_is_entries_times_the_cost_of_one(void **state)
{
    (void)state;
    struct tkg_stage_clock clock;
    make_clock(&clock);
    assert_true(clock.switch_ns > 0.0);
    clock.switch_ns = 20.0;
    clock.wall_ns = 60000;
    clock.entries[TKG_STAGE_SETTLE] = 100;
    clock.entries[TKG_STAGE_MD_HANDLE] = 200;
    assert_near(tkg_stage_clock_overhead_0to1(&clock), 0.1, 1e-12);
}

static void before_the_first_stretch_there_are_no_shares(void **state)
{
    (void)state;
    struct tkg_stage_clock clock;
    make_clock(&clock);
    assert_nan(tkg_stage_clock_gap_0to1(&clock));
    assert_nan(tkg_stage_clock_overhead_0to1(&clock));
}

/* The recorder is the engine's to write to. */
static void any_stage_number_left_behind_is_survived(void **state)
{
    (void)state;
    struct tkg_stage_clock clock;
    make_clock(&clock);
    tkg_stage_clock_begin(&clock);
    clock.recorder.current = UINT32_MAX;
    tkg_stage_clock_end(&clock);
    assert_true(clock.units[TKG_STAGE_OTHER] > 0);
}

static void names_are_those_of_the_header_and_the_engine_s_own(void **state)
{
    (void)state;
    struct tkg_stage_clock clock;
    make_clock(&clock);
    uint32_t own = tkg_stage_register(&clock.recorder, "model\033infer");
    assert_int_equal(own, TKG_STAGE_STANDARD_COUNT);
    assert_string_equal(tkg_stage_clock_name(&clock, TKG_STAGE_OTHER), "other");
    assert_string_equal(tkg_stage_clock_name(&clock, TKG_STAGE_RESULT), "result");
    assert_string_equal(tkg_stage_clock_name(&clock, own), "model?infer");
    assert_string_equal(tkg_stage_clock_name(&clock, own + 1), "");
    memset(clock.recorder.own[own + 1], 'x', TKG_STAGE_NAME_BYTES);
    assert_int_equal(strlen(tkg_stage_clock_name(&clock, own + 1)), TKG_STAGE_NAME_BYTES - 1);
}

static void without_a_rate_the_counter_is_calibrated(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    struct tkg_stage_clock clock;
    assert_status(tkg_stage_clock_init(&clock, 0.0, &err), TKG_OK, &err);
    assert_true(clock.ns_per_unit > 0.0);
    assert_int_equal(clock.recorder.struct_bytes, sizeof(struct tkg_stage_recorder));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_unit_is_lost_or_counted_twice),
        cmocka_unit_test(planted_times_come_out_by_stage),
        cmocka_unit_test(what_happens_between_stretches_is_forgotten),
        cmocka_unit_test(sum_and_wall_may_be_one_percent_apart),
        cmocka_unit_test(overhead_is_entries_times_the_cost_of_one),
        cmocka_unit_test(before_the_first_stretch_there_are_no_shares),
        cmocka_unit_test(any_stage_number_left_behind_is_survived),
        cmocka_unit_test(names_are_those_of_the_header_and_the_engine_s_own),
        cmocka_unit_test(without_a_rate_the_counter_is_calibrated),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
