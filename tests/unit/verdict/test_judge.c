/* SPDX-License-Identifier: Apache-2.0 */
#include "verdict/judge.h"

#include "run_builder.h"

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

static struct tkg_verdict_list judge(struct run *run)
{
    struct tkg_verdict_list list;
    run_summarise(run);
    assert_int_equal(tkg_judge(&run->summary, &run->set, &list, &run->err), TKG_OK);
    return list;
}

static void verdicts_come_in_target_order_then_case_order(void **state)
{
    struct run *run = *state;
    run_add(run, "replay/10K", TKG_PASS_THROUGHPUT, TKG_METRIC_THROUGHPUT, 2e8, 0.0);
    run_add(run, "replay/10K", TKG_PASS_MEMORY, TKG_METRIC_PEAK_MEMORY, 3e6, 0.0);
    run_add(run, "replay/1M", TKG_PASS_THROUGHPUT, TKG_METRIC_THROUGHPUT, 1e8, 0.0);
    (void)run_target(run, TKG_METRIC_PEAK_MEMORY, TKG_TARGET_MAX, "replay/*", 5e8);
    (void)run_target(run, TKG_METRIC_THROUGHPUT, TKG_TARGET_MIN, "replay/*", 1e5);
    struct tkg_verdict_list list = judge(run);
    assert_int_equal(list.verdict_count, 3);
    assert_ptr_equal(list.verdicts[0].target, &run->targets[0]);
    assert_string_equal(list.verdicts[0].the_case->source->name, "replay/10K");
    assert_ptr_equal(list.verdicts[1].target, &run->targets[1]);
    assert_string_equal(list.verdicts[1].the_case->source->name, "replay/10K");
    assert_string_equal(list.verdicts[2].the_case->source->name, "replay/1M");
    assert_int_equal(list.counts[TKG_OUTCOME_PASS], 3);
    tkg_verdict_list_deinit(&list);
}

/* Fabricated: 1 and 2 threads, `rate` times as fast together. */
static void add_two_threads(struct run *run, double rate)
{
    run_add(run, "threads/1", TKG_PASS_THREADS, TKG_METRIC_THROUGHPUT, 1e8, 0.0);
    run_add(run, "threads/2", TKG_PASS_THREADS, TKG_METRIC_THROUGHPUT, rate * 1e8, 0.0);
    run->record.cases[0].threads.count = 1;
    run->record.cases[1].threads.count = 2;
}

/* 120 % efficiency is a measurement error: neither a pass nor, beside a missed target, a failure.
 */
static void an_impossible_efficiency_makes_the_run_invalid(void **state)
{
    struct run *run = *state;
    add_two_threads(run, 2.4);
    (void)run_target(run, TKG_METRIC_EFFICIENCY, TKG_TARGET_MIN, "threads/2", 0.5);
    (void)run_target(run, TKG_METRIC_THROUGHPUT, TKG_TARGET_MIN, "threads/1", 1e12);
    struct tkg_verdict_list list = judge(run);
    assert_ptr_equal(list.impossible, &run->summary.cases[1]);
    assert_int_equal(list.verdicts[0].outcome, TKG_OUTCOME_INVALID);
    assert_int_equal(list.verdicts[1].outcome, TKG_OUTCOME_FAIL);
    assert_int_equal(tkg_verdict_list_exit_code(&list), 3);
    tkg_verdict_list_deinit(&list);
}

/* Without any target, too. */
static void an_impossible_efficiency_needs_no_target_to_be_refused(void **state)
{
    struct run *run = *state;
    add_two_threads(run, 2.2);
    struct tkg_verdict_list list = judge(run);
    assert_int_equal(list.verdict_count, 0);
    assert_int_equal(tkg_verdict_list_exit_code(&list), 3);
    tkg_verdict_list_deinit(&list);
}

static void an_efficiency_that_can_be_is_judged_as_usual(void **state)
{
    struct run *run = *state;
    add_two_threads(run, 2.08); /* 104 % */
    (void)run_target(run, TKG_METRIC_EFFICIENCY, TKG_TARGET_MIN, "threads/2", 0.5);
    struct tkg_verdict_list list = judge(run);
    assert_null(list.impossible);
    assert_int_equal(tkg_verdict_list_exit_code(&list), 0);
    tkg_verdict_list_deinit(&list);
}

/* row: T01 */
static void a_verdict_carries_value_limit_and_margin(void **state)
{
    struct run *run = *state;
    run_add(run, "replay/1M", TKG_PASS_THROUGHPUT, TKG_METRIC_THROUGHPUT, 1.82e8, 0.01);
    (void)run_target(run, TKG_METRIC_THROUGHPUT, TKG_TARGET_MIN, "replay/1M", 1e5);
    struct tkg_verdict_list list = judge(run);
    const struct tkg_verdict *verdict = &list.verdicts[0];
    assert_near(verdict->measured.value, 1.82e8, 1e-12);
    assert_near(verdict->measured.low, 1.82e8 * 0.99, 1e-12);
    assert_true(verdict->limit == 1e5 && verdict->limit_absolute == 1e5);
    assert_near(verdict->margin, 1820.0, 1e-12);
    assert_int_equal(verdict->outcome, TKG_OUTCOME_PASS);
    tkg_verdict_list_deinit(&list);
}

/* The four floors at their edges: 100,000 ticks/s, 10 us, 500 MB, 50 % of one core. One
 * target is met exactly, the other exceeded by one part in a thousand. */
/* row: T01 T02 T03 T04 */
static void the_four_floors_hold_at_their_limit_and_not_beyond(void **state)
{
    struct run *run = *state;
    const struct {
        enum tkg_pass pass;
        enum tkg_metric metric;
        enum tkg_target_kind kind;
        double limit;
    } floors[] = {
        {TKG_PASS_THROUGHPUT, TKG_METRIC_THROUGHPUT, TKG_TARGET_MIN, 1e5},
        {TKG_PASS_THROUGHPUT, TKG_METRIC_LATENCY_MEAN, TKG_TARGET_MAX, 1e4},
        {TKG_PASS_MEMORY, TKG_METRIC_PEAK_MEMORY, TKG_TARGET_MAX, 5e8},
        {TKG_PASS_PACED, TKG_METRIC_CPU_PACED, TKG_TARGET_MAX, 0.5},
    };
    for (size_t i = 0; i < 4; i++) {
        double miss = floors[i].kind == TKG_TARGET_MIN ? 0.999 : 1.001;
        run_add(run, "replay/good", floors[i].pass, floors[i].metric, floors[i].limit, 0.0);
        run_add(run, "replay/bad", floors[i].pass, floors[i].metric, floors[i].limit * miss, 0.0);
        (void)run_target(run, floors[i].metric, floors[i].kind, "replay/*", floors[i].limit);
    }
    struct tkg_verdict_list list = judge(run);
    assert_int_equal(list.verdict_count, 8);
    for (size_t i = 0; i < 8; i++) {
        bool good = strcmp(list.verdicts[i].the_case->source->name, "replay/good") == 0;
        assert_int_equal(list.verdicts[i].outcome, good ? TKG_OUTCOME_PASS : TKG_OUTCOME_FAIL);
    }
    assert_int_equal(tkg_verdict_list_exit_code(&list), 1);
    tkg_verdict_list_deinit(&list);
}

/* A core that allocates 600 MB against the floor of 500. */
/* row: T03 */
static void six_hundred_megabytes_fail_the_memory_floor(void **state)
{
    struct run *run = *state;
    run_add(run, "replay/1M", TKG_PASS_MEMORY, TKG_METRIC_PEAK_MEMORY, 6e8, 0.001);
    (void)run_target(run, TKG_METRIC_PEAK_MEMORY, TKG_TARGET_MAX, "replay/1M", 5e8);
    struct tkg_verdict_list list = judge(run);
    assert_int_equal(list.verdicts[0].outcome, TKG_OUTCOME_FAIL);
    tkg_verdict_list_deinit(&list);
}

/* The engine takes 6 rulers in every round, on a machine that slows down to a third: in
 * nanoseconds the interval is wide, as a multiple it is a point. */
/* row: T02 */
static void a_multiple_of_a_ruler_is_judged_round_by_round(void **state)
{
    struct run *run = *state;
    struct tkg_case *engine = tkg_run_record_add_case(&run->record, "replay/1M", 1000000);
    for (uint32_t round = 0; round < RUN_ROUND_COUNT; round++) {
        add_value(engine, TKG_PASS_THROUGHPUT, round, TKG_METRIC_LATENCY_MEAN, 6.0 * (2 + round));
    }
    struct tkg_case *ruler = tkg_run_record_add_case(&run->record, "ruler/walk", 0);
    for (uint32_t round = 0; round < RUN_ROUND_COUNT; round++) {
        add_value(ruler, TKG_PASS_RULER, round, TKG_METRIC_LATENCY_MEAN, 2 + round);
    }
    struct tkg_target *target =
        run_target(run, TKG_METRIC_LATENCY_MEAN, TKG_TARGET_MAX, "replay/*", 6.5);
    (void)tkg_string_copy(target->ruler, sizeof(target->ruler), "ruler/walk");
    struct tkg_verdict_list list = judge(run);
    const struct tkg_verdict *verdict = &list.verdicts[0];
    assert_int_equal(verdict->outcome, TKG_OUTCOME_PASS);
    assert_near(verdict->measured.value, 6.0, 1e-15);
    assert_near(verdict->measured.high, 6.0, 1e-15);
    /* Rulers 2 .. 9: their median is 5.5. */
    assert_near(verdict->limit_absolute, 6.5 * 5.5, 1e-15);
    assert_true(verdict->limit == 6.5);
    assert_near(verdict->margin, 6.5 / 6.0, 1e-15);
    tkg_verdict_list_deinit(&list);
}

/* The trials hold block_p99; latency_p99 is a copy made of estimates. */
static void a_headline_percentile_is_compared_with_the_ruler_through_its_pass(void **state)
{
    struct run *run = *state;
    run_add(run, "replay/1M", TKG_PASS_BLOCK, TKG_METRIC_BLOCK_P50, 5.0, 0.0);
    run_add(run, "replay/1M", TKG_PASS_BLOCK, TKG_METRIC_BLOCK_P99, 30.0, 0.0);
    run_add(run, "ruler/walk", TKG_PASS_RULER, TKG_METRIC_LATENCY_MEAN, 2.0, 0.0);
    struct tkg_target *target =
        run_target(run, TKG_METRIC_LATENCY_P99, TKG_TARGET_MAX, "replay/*", 14.0);
    (void)tkg_string_copy(target->ruler, sizeof(target->ruler), "ruler/walk");
    struct tkg_verdict_list list = judge(run);
    assert_near(list.verdicts[0].measured.value, 15.0, 1e-15);
    assert_int_equal(list.verdicts[0].outcome, TKG_OUTCOME_FAIL);
    tkg_verdict_list_deinit(&list);
}

static void four_trials_are_insufficient_and_flagged_ones_invalid(void **state)
{
    struct run *run = *state;
    struct tkg_case *few = tkg_run_record_add_case(&run->record, "replay/few", 10000);
    for (uint32_t round = 0; round < 4; round++) {
        add_value(few, TKG_PASS_THROUGHPUT, round, TKG_METRIC_THROUGHPUT, 1e8);
    }
    struct tkg_case *dirty = tkg_run_record_add_case(&run->record, "replay/dirty", 10000);
    for (uint32_t round = 0; round < 6; round++) {
        add_value(dirty, TKG_PASS_THROUGHPUT, round, TKG_METRIC_THROUGHPUT, 1e8);
        add_flagged(dirty, TKG_PASS_THROUGHPUT, round, TKG_METRIC_THROUGHPUT, 1e8);
    }
    add_flagged(dirty, TKG_PASS_THROUGHPUT, 6, TKG_METRIC_THROUGHPUT, 1e8);
    (void)run_target(run, TKG_METRIC_THROUGHPUT, TKG_TARGET_MIN, "replay/*", 1e5);
    (void)run_target(run, TKG_METRIC_EFFICIENCY, TKG_TARGET_MIN, "replay/few", 0.9);
    struct tkg_verdict_list list = judge(run);
    assert_int_equal(list.verdicts[0].outcome, TKG_OUTCOME_INSUFFICIENT);
    assert_true(isnan(list.verdicts[0].margin));
    assert_int_equal(list.verdicts[1].outcome, TKG_OUTCOME_INVALID);
    assert_int_equal(list.verdicts[2].outcome, TKG_OUTCOME_INSUFFICIENT);
    assert_int_equal(tkg_verdict_list_exit_code(&list), 3);
    tkg_verdict_list_deinit(&list);
}

static void no_targets_give_no_verdicts(void **state)
{
    struct run *run = *state;
    run_add(run, "replay/1M", TKG_PASS_THROUGHPUT, TKG_METRIC_THROUGHPUT, 1e8, 0.0);
    struct tkg_verdict_list list = judge(run);
    assert_int_equal(list.verdict_count, 0);
    assert_int_equal(tkg_verdict_list_exit_code(&list), 0);
    tkg_verdict_list_deinit(&list);
}

static void one_target_without_a_case_fails_the_whole_judgement(void **state)
{
    struct run *run = *state;
    run_add(run, "replay/1M", TKG_PASS_THROUGHPUT, TKG_METRIC_THROUGHPUT, 1e8, 0.0);
    (void)run_target(run, TKG_METRIC_THROUGHPUT, TKG_TARGET_MIN, "replay/1M", 1e5);
    (void)run_target(run, TKG_METRIC_THROUGHPUT, TKG_TARGET_MIN, "replay/5M", 1e5);
    run_summarise(run);
    struct tkg_verdict_list list;
    assert_int_equal(tkg_judge(&run->summary, &run->set, &list, &run->err), TKG_NOTHING);
    assert_null(list.verdicts);
    assert_int_equal(list.verdict_count, 0);
    assert_non_null(strstr(run->err.text, "limits.yaml:5:5: target throughput: "));
}

static void exit_code_of(size_t fail, size_t unsure, size_t invalid, size_t few, int expected)
{
    struct tkg_verdict_list list = {0};
    list.counts[TKG_OUTCOME_PASS] = 2;
    list.counts[TKG_OUTCOME_FAIL] = fail;
    list.counts[TKG_OUTCOME_INCONCLUSIVE] = unsure;
    list.counts[TKG_OUTCOME_INVALID] = invalid;
    list.counts[TKG_OUTCOME_INSUFFICIENT] = few;
    list.verdict_count = 2 + fail + unsure + invalid + few;
    assert_int_equal(tkg_verdict_list_exit_code(&list), expected);
}

static void a_failure_outweighs_doubt_and_doubt_outweighs_a_pass(void **state)
{
    (void)state;
    exit_code_of(0, 0, 0, 0, 0);
    exit_code_of(1, 0, 0, 0, 1);
    exit_code_of(1, 1, 1, 1, 1);
    exit_code_of(0, 1, 0, 0, 3);
    exit_code_of(0, 0, 1, 0, 3);
    exit_code_of(0, 0, 0, 1, 3);
}

#define WITH_RUN(test) cmocka_unit_test_setup_teardown(test, create, destroy)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_RUN(verdicts_come_in_target_order_then_case_order),
        WITH_RUN(an_impossible_efficiency_makes_the_run_invalid),
        WITH_RUN(an_impossible_efficiency_needs_no_target_to_be_refused),
        WITH_RUN(an_efficiency_that_can_be_is_judged_as_usual),
        WITH_RUN(a_verdict_carries_value_limit_and_margin),
        WITH_RUN(the_four_floors_hold_at_their_limit_and_not_beyond),
        WITH_RUN(six_hundred_megabytes_fail_the_memory_floor),
        WITH_RUN(a_multiple_of_a_ruler_is_judged_round_by_round),
        WITH_RUN(a_headline_percentile_is_compared_with_the_ruler_through_its_pass),
        WITH_RUN(four_trials_are_insufficient_and_flagged_ones_invalid),
        WITH_RUN(no_targets_give_no_verdicts),
        WITH_RUN(one_target_without_a_case_fails_the_whole_judgement),
        cmocka_unit_test(a_failure_outweighs_doubt_and_doubt_outweighs_a_pass),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
