/* SPDX-License-Identifier: Apache-2.0 */
#include "verdict/unmatched.h"

#include <stdio.h>

#include "run_builder.h"
#include "verdict/judge.h"

static int create(void **state)
{
    static struct run run;
    run_init(&run);
    *state = &run;
    return 0;
}

static int destroy(void **state)
{
    run_deinit(*state);
    return 0;
}

/* Judging must stop with exactly this text. */
static void expect(struct run *run, const char *text)
{
    struct tkg_verdict_list list;
    run_summarise(run);
    assert_int_equal(tkg_judge(&run->summary, &run->set, &list, &run->err), TKG_NOTHING);
    assert_string_equal(run->err.text, text);
}

static void a_missing_case_is_named_with_those_that_exist(void **state)
{
    struct run *run = *state;
    run_add(run, "replay/10K", TKG_PASS_THROUGHPUT, TKG_METRIC_THROUGHPUT, 1e8, 0.0);
    run_add(run, "replay/1M", TKG_PASS_THROUGHPUT, TKG_METRIC_THROUGHPUT, 1e8, 0.0);
    (void)run_target(run, TKG_METRIC_THROUGHPUT, TKG_TARGET_MIN, "replay/5M", 1e5);
    expect(run, "limits.yaml:4:5: target throughput: no case of this run is named 'replay/5M'; it "
                "has replay/10K, replay/1M; measure that case, too, or correct the name");
}

static void a_run_without_cases_says_so(void **state)
{
    struct run *run = *state;
    (void)run_target(run, TKG_METRIC_THROUGHPUT, TKG_TARGET_MIN, "replay/*", 1e5);
    expect(run, "limits.yaml:4:5: target throughput: no case of this run is named 'replay/*'; it "
                "has no cases at all; measure something");
}

static void a_long_list_of_cases_is_cut_and_counted(void **state)
{
    struct run *run = *state;
    for (unsigned i = 0; i < 11; i++) {
        char name[TKG_CASE_NAME_BYTES];
        (void)snprintf(name, sizeof(name), "replay/%u", i + 1);
        run_add(run, name, TKG_PASS_THROUGHPUT, TKG_METRIC_THROUGHPUT, 1e8, 0.0);
    }
    (void)run_target(run, TKG_METRIC_THROUGHPUT, TKG_TARGET_MIN, "replay/x", 1e5);
    expect(run, "limits.yaml:4:5: target throughput: no case of this run is named 'replay/x'; it "
                "has replay/1, replay/2, replay/3, replay/4, replay/5, replay/6, replay/7, "
                "replay/8 and 3 more; measure that case, too, or correct the name");
}

static void a_pass_that_did_not_run_is_named_by_its_letter(void **state)
{
    struct run *run = *state;
    run_add(run, "replay/1M", TKG_PASS_THROUGHPUT, TKG_METRIC_THROUGHPUT, 1e8, 0.0);
    (void)run_target(run, TKG_METRIC_PEAK_MEMORY, TKG_TARGET_MAX, "replay/*", 5e8);
    expect(run, "limits.yaml:4:5: target peak_memory: peak_memory needs pass M, which did not run "
                "on replay/1M; add M to the passes");
}

static void a_headline_without_any_latency_pass_needs_pass_b(void **state)
{
    struct run *run = *state;
    run_add(run, "replay/1M", TKG_PASS_THROUGHPUT, TKG_METRIC_THROUGHPUT, 1e8, 0.0);
    (void)run_target(run, TKG_METRIC_LATENCY_P99, TKG_TARGET_MAX, "replay/*", 40.0);
    expect(run, "limits.yaml:4:5: target latency_p99: latency_p99 needs pass B, which did not run "
                "on replay/1M; add B to the passes");
}

static void a_metric_that_other_cases_give_points_at_them(void **state)
{
    struct run *run = *state;
    run_add(run, "replay/1M", TKG_PASS_THROUGHPUT, TKG_METRIC_THROUGHPUT, 1e8, 0.0);
    run_add(run, "paced/100K", TKG_PASS_PACED, TKG_METRIC_CPU_PACED, 0.01, 0.0);
    (void)run_target(run, TKG_METRIC_CPU_PACED, TKG_TARGET_MAX, "replay/*", 0.5);
    expect(run, "limits.yaml:4:5: target cpu_paced: cpu_paced is not measured on replay/1M, only "
                "on paced/100K; correct the case");
}

static void ticks_near_the_floor_without_blocks_ask_for_pass_b(void **state)
{
    struct run *run = *state;
    run_add(run, "replay/1M", TKG_PASS_TICK, TKG_METRIC_TICK_P50, 30.0, 0.0);
    run_add(run, "replay/1M", TKG_PASS_TICK, TKG_METRIC_TICK_FLOOR, 26.0, 0.0);
    (void)run_target(run, TKG_METRIC_LATENCY_P99, TKG_TARGET_MAX, "replay/*", 40.0);
    expect(run, "limits.yaml:4:5: target latency_p99: latency_p99 needs pass B on replay/1M: "
                "single ticks (pass C) are not above five times the timer's own floor; add B to "
                "the passes");
}

static void a_pass_that_gave_no_value_says_so(void **state)
{
    struct run *run = *state;
    run_add(run, "replay/1M", TKG_PASS_THROUGHPUT, TKG_METRIC_THROUGHPUT, 1e8, 0.0);
    (void)run_target(run, TKG_METRIC_SHADOW_OVERHEAD, TKG_TARGET_MAX, "replay/*", 0.001);
    expect(run, "limits.yaml:4:5: target shadow_overhead: pass A ran on replay/1M, but gave no "
                "shadow_overhead; remove the target or measure again");
}

static void a_ruler_that_did_not_run_asks_for_pass_r(void **state)
{
    struct run *run = *state;
    run_add(run, "replay/1M", TKG_PASS_THROUGHPUT, TKG_METRIC_LATENCY_MEAN, 5.0, 0.0);
    struct tkg_target *target =
        run_target(run, TKG_METRIC_LATENCY_MEAN, TKG_TARGET_MAX, "replay/*", 6.5);
    (void)tkg_string_copy(target->ruler, sizeof(target->ruler), "ruler/walk");
    expect(run, "limits.yaml:4:5: target latency_mean: its ruler 'ruler/walk' was not measured in "
                "this run; add R to the passes");
}

static void a_misspelt_ruler_is_shown_the_others(void **state)
{
    struct run *run = *state;
    run_add(run, "replay/1M", TKG_PASS_THROUGHPUT, TKG_METRIC_LATENCY_MEAN, 5.0, 0.0);
    run_add(run, "ruler/walk", TKG_PASS_RULER, TKG_METRIC_LATENCY_MEAN, 1.0, 0.0);
    run_add(run, "ruler/stream", TKG_PASS_RULER, TKG_METRIC_LATENCY_MEAN, 1.0, 0.0);
    struct tkg_target *target =
        run_target(run, TKG_METRIC_LATENCY_MEAN, TKG_TARGET_MAX, "replay/*", 6.5);
    (void)tkg_string_copy(target->ruler, sizeof(target->ruler), "ruler/wolk");
    expect(run, "limits.yaml:4:5: target latency_mean: its ruler 'ruler/wolk' was not measured in "
                "this run; it has ruler/walk, ruler/stream; correct the name");
}

static void every_metric_belongs_to_a_pass(void **state)
{
    (void)state;
    for (int i = 0; i < TKG_METRIC_COUNT; i++) {
        assert_true(strlen(tkg_metric_pass_letters((enum tkg_metric)i)) >= 1);
    }
    assert_string_equal(tkg_metric_pass_letters(TKG_METRIC_CPU_PACED), "P");
    assert_string_equal(tkg_metric_pass_letters(TKG_METRIC_TICK_FLOOR), "C");
    assert_string_equal(tkg_metric_pass_letters(TKG_METRIC_BLOCK_MAX), "B");
    assert_string_equal(tkg_metric_pass_letters(TKG_METRIC_EFFICIENCY), "AG");
    assert_string_equal(tkg_metric_pass_letters(TKG_METRIC_ALLOCATIONS), "M");
    assert_string_equal(tkg_metric_pass_letters(TKG_METRIC_STAGE_GAP), "T");
    assert_string_equal(tkg_metric_pass_letters(TKG_METRIC_CPU_FLAT_OUT), "AG");
}

#define WITH_RUN(test) cmocka_unit_test_setup_teardown(test, create, destroy)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_RUN(a_missing_case_is_named_with_those_that_exist),
        WITH_RUN(a_run_without_cases_says_so),
        WITH_RUN(a_long_list_of_cases_is_cut_and_counted),
        WITH_RUN(a_pass_that_did_not_run_is_named_by_its_letter),
        WITH_RUN(a_headline_without_any_latency_pass_needs_pass_b),
        WITH_RUN(a_metric_that_other_cases_give_points_at_them),
        WITH_RUN(ticks_near_the_floor_without_blocks_ask_for_pass_b),
        WITH_RUN(a_pass_that_gave_no_value_says_so),
        WITH_RUN(a_ruler_that_did_not_run_asks_for_pass_r),
        WITH_RUN(a_misspelt_ruler_is_shown_the_others),
        cmocka_unit_test(every_metric_belongs_to_a_pass),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
