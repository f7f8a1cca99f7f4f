/* SPDX-License-Identifier: Apache-2.0 */
#include "stats/speedup.h"

#include <stdio.h>

#include "record_builder.h"
#include "stats/usl.h"

static int create(void **state)
{
    static struct tkg_run_record record;
    tkg_run_record_init(&record);
    *state = &record;
    return 0;
}

static int destroy(void **state)
{
    tkg_run_record_deinit(*state);
    return 0;
}

/* A case of pass G without trials. */
static struct tkg_case *add_threads(struct tkg_run_record *record, uint32_t count)
{
    char name[TKG_CASE_NAME_BYTES];
    (void)snprintf(name, sizeof(name), "threads/%u", count);
    struct tkg_case *the_case = tkg_run_record_add_case(record, name, 1000);
    the_case->threads.count = count;
    the_case->threads.pinned = true;
    return the_case;
}

/* How much the machine is worth in a round: the same for all thread counts. */
static double weather(uint32_t round)
{
    return 1.0 + 0.2 * (double)(round % 5);
}

/* Ten rounds of a throughput, which goes up and down with the round. */
static void add_rounds(struct tkg_case *the_case, double throughput)
{
    for (uint32_t round = 0; round < 10; round++) {
        add_value(the_case, TKG_PASS_THREADS, round, TKG_METRIC_THROUGHPUT,
                  throughput * weather(round));
    }
}

static const struct tkg_estimate *figure(const struct tkg_summary *summary, size_t index,
                                         enum tkg_metric metric)
{
    return &summary->cases[index].estimates[metric];
}

/* 100, 190 and 360 in every round: 1.9 and 3.6 times one thread, by hand 95 % and 90 %. What the
 * rounds differ by, a factor of 1.8, cancels. */
static void speed_up_and_efficiency_are_paired_by_round(void **state)
{
    struct tkg_run_record *record = *state;
    add_rounds(add_threads(record, 1), 100.0);
    add_rounds(add_threads(record, 2), 190.0);
    add_rounds(add_threads(record, 4), 360.0);
    struct tkg_summary summary = summarise(record);
    assert_int_equal(summary.threads.one_thread, 0);
    assert_near(figure(&summary, 0, TKG_METRIC_SPEEDUP)->value, 1.0, 1e-12);
    assert_near(figure(&summary, 1, TKG_METRIC_SPEEDUP)->value, 1.9, 1e-12);
    assert_near(figure(&summary, 2, TKG_METRIC_SPEEDUP)->value, 3.6, 1e-12);
    assert_near(figure(&summary, 1, TKG_METRIC_EFFICIENCY)->value, 0.95, 1e-12);
    assert_near(figure(&summary, 2, TKG_METRIC_EFFICIENCY)->value, 0.90, 1e-12);
    assert_near(figure(&summary, 2, TKG_METRIC_EFFICIENCY)->low, 0.90, 1e-12);
    assert_near(figure(&summary, 2, TKG_METRIC_EFFICIENCY)->high, 0.90, 1e-12);
    assert_int_equal(figure(&summary, 2, TKG_METRIC_EFFICIENCY)->count, 10);
    assert_true(summary.threads.impossible == SIZE_MAX);
    tkg_summary_deinit(&summary);
}

/* In odd rounds 180, in even 200 of 100: the interval of the median reaches from 0.9 to 1.0, and
 * every number of the estimate is half of the speed-up's. */
static void the_interval_of_the_efficiency_is_that_of_the_speed_up_per_thread(void **state)
{
    struct tkg_run_record *record = *state;
    struct tkg_case *one = add_threads(record, 1);
    for (uint32_t round = 0; round < 10; round++) {
        add_value(one, TKG_PASS_THREADS, round, TKG_METRIC_THROUGHPUT, 100.0);
    }
    struct tkg_case *two = add_threads(record, 2);
    for (uint32_t round = 0; round < 10; round++) {
        add_value(two, TKG_PASS_THREADS, round, TKG_METRIC_THROUGHPUT, round % 2 ? 180.0 : 200.0);
    }
    struct tkg_summary summary = summarise(record);
    const struct tkg_estimate *speedup = figure(&summary, 1, TKG_METRIC_SPEEDUP);
    const struct tkg_estimate *efficiency = figure(&summary, 1, TKG_METRIC_EFFICIENCY);
    assert_near(efficiency->low, 0.9, 1e-12);
    assert_near(efficiency->high, 1.0, 1e-12);
    assert_near(efficiency->value, 0.95, 1e-12);
    assert_near(efficiency->mean, speedup->mean / 2.0, 1e-12);
    assert_near(efficiency->stddev, speedup->stddev / 2.0, 1e-12);
    assert_near(efficiency->mad, speedup->mad / 2.0, 1e-12);
    assert_near(efficiency->min, 0.9, 1e-12);
    assert_near(efficiency->max, 1.0, 1e-12);
    assert_true(efficiency->coverage_0to1 == speedup->coverage_0to1);
    tkg_summary_deinit(&summary);
}

static void more_than_105_percent_is_impossible(void **state)
{
    struct tkg_run_record *record = *state;
    add_rounds(add_threads(record, 1), 100.0);
    add_rounds(add_threads(record, 2), 200.0);
    add_rounds(add_threads(record, 4), 440.0); /* 110 % */
    struct tkg_summary summary = summarise(record);
    assert_int_equal(summary.threads.impossible, 2);
    tkg_summary_deinit(&summary);
}

/* 104 % may be noise, and 106 % with an interval that begins at 104 % as well. */
static void up_to_105_percent_may_be_noise(void **state)
{
    struct tkg_run_record *record = *state;
    struct tkg_case *one = add_threads(record, 1);
    for (uint32_t round = 0; round < 10; round++) {
        add_value(one, TKG_PASS_THREADS, round, TKG_METRIC_THROUGHPUT, 100.0);
    }
    struct tkg_case *two = add_threads(record, 2);
    for (uint32_t round = 0; round < 10; round++) {
        add_value(two, TKG_PASS_THREADS, round, TKG_METRIC_THROUGHPUT, round % 2 ? 208.0 : 216.0);
    }
    add_rounds(add_threads(record, 4), 100.0);
    struct tkg_summary summary = summarise(record);
    assert_near(figure(&summary, 1, TKG_METRIC_EFFICIENCY)->value, 1.06, 1e-12);
    assert_true(summary.threads.impossible == SIZE_MAX);
    tkg_summary_deinit(&summary);
}

/* The law at 1, 2, 4 and 8 threads, times a weather: sigma 0.05 and kappa 0.01 in every round, the
 * peak at sqrt(0.95 / 0.01) = 9.7468 threads. */
static void the_curve_of_every_round_is_found(void **state)
{
    struct tkg_run_record *record = *state;
    const struct tkg_usl truth = {100.0, 0.05, 0.01};
    for (uint32_t count = 1; count <= 8; count *= 2) {
        add_rounds(add_threads(record, count), tkg_usl_throughput(&truth, count));
    }
    struct tkg_summary summary = summarise(record);
    const struct tkg_thread_scaling *scaling = &summary.threads;
    assert_int_equal(scaling->fitted_count, 4);
    assert_int_equal(scaling->sigma.count, 10);
    assert_near(scaling->sigma.value, 0.05, 1e-7);
    assert_near(scaling->sigma.low, 0.05, 1e-7);
    assert_near(scaling->kappa.high, 0.01, 1e-7);
    assert_near(scaling->lambda.value, 140.0, 1e-7); /* the median weather */
    assert_near(scaling->lambda.low, 100.0, 1e-7);   /* ranks 2 and 9 of 10 */
    assert_near(scaling->lambda.high, 180.0, 1e-7);
    assert_near(scaling->peak_threads, 9.746794344808963, 1e-6);
    assert_near(scaling->peak_throughput, 1.4 * tkg_usl_throughput(&truth, 9.746794344808963),
                1e-6);
    tkg_summary_deinit(&summary);
}

/* A round in which a count is flagged or missing gives no curve; the others still pair. */
static void only_whole_rounds_give_a_curve(void **state)
{
    struct tkg_run_record *record = *state;
    struct tkg_case *cases[3];
    for (uint32_t i = 0; i < 3; i++) {
        (void)add_threads(record, i + 1);
    }
    for (uint32_t i = 0; i < 3; i++) {
        cases[i] = &record->cases[i];
    }
    for (uint32_t round = 0; round < 10; round++) {
        add_value(cases[0], TKG_PASS_THREADS, round, TKG_METRIC_THROUGHPUT, 100.0);
        if (round != 3) {
            add_value(cases[1], TKG_PASS_THREADS, round, TKG_METRIC_THROUGHPUT, 200.0);
        }
        if (round == 5) {
            add_flagged(cases[2], TKG_PASS_THREADS, round, TKG_METRIC_THROUGHPUT, 1.0);
        } else {
            add_value(cases[2], TKG_PASS_THREADS, round, TKG_METRIC_THROUGHPUT, 300.0);
        }
    }
    struct tkg_summary summary = summarise(record);
    assert_int_equal(summary.threads.sigma.count, 8);
    assert_true(summary.threads.sigma.value == 0.0 && summary.threads.kappa.value == 0.0);
    assert_true(isinf(summary.threads.peak_threads) && isinf(summary.threads.peak_throughput));
    assert_int_equal(figure(&summary, 1, TKG_METRIC_SPEEDUP)->count, 9);
    tkg_summary_deinit(&summary);
}

static void threads_that_took_turns_are_not_in_the_curve(void **state)
{
    struct tkg_run_record *record = *state;
    add_rounds(add_threads(record, 1), 100.0);
    add_rounds(add_threads(record, 2), 200.0);
    struct tkg_case *four = add_threads(record, 4);
    four->threads.oversubscribed = true;
    add_rounds(four, 200.0);
    struct tkg_summary summary = summarise(record);
    assert_int_equal(summary.threads.fitted_count, 2);
    assert_true(isnan(summary.threads.sigma.value) && isnan(summary.threads.peak_threads));
    assert_near(figure(&summary, 2, TKG_METRIC_EFFICIENCY)->value, 0.5, 1e-12);
    tkg_summary_deinit(&summary);
}

static void without_one_thread_there_is_no_speed_up(void **state)
{
    struct tkg_run_record *record = *state;
    add_rounds(add_threads(record, 2), 200.0);
    add_rounds(add_threads(record, 4), 900.0);
    struct tkg_summary summary = summarise(record);
    assert_true(summary.threads.one_thread == SIZE_MAX);
    assert_true(isnan(figure(&summary, 1, TKG_METRIC_SPEEDUP)->value));
    assert_true(isnan(figure(&summary, 1, TKG_METRIC_EFFICIENCY)->value));
    assert_true(summary.threads.impossible == SIZE_MAX);
    tkg_summary_deinit(&summary);
}

/* Replays of sizes have an efficiency, too, and none of this. */
static void cases_without_threads_are_left_alone(void **state)
{
    struct tkg_run_record *record = *state;
    struct tkg_case *small = tkg_run_record_add_case(record, "replay/10K", 10000);
    for (uint32_t round = 0; round < 10; round++) {
        add_replay(small, round, 1000.0); /* ten times as fast per tick as the next */
    }
    struct tkg_case *large = tkg_run_record_add_case(record, "replay/100K", 100000);
    for (uint32_t round = 0; round < 10; round++) {
        add_replay(large, round, 100000.0);
    }
    struct tkg_summary summary = summarise(record);
    assert_near(figure(&summary, 0, TKG_METRIC_EFFICIENCY)->value, 10.0, 1e-12);
    assert_true(summary.threads.impossible == SIZE_MAX);
    assert_int_equal(summary.threads.fitted_count, 0);
    assert_int_equal(figure(&summary, 0, TKG_METRIC_SPEEDUP)->count, 0);
    tkg_summary_deinit(&summary);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, create, destroy)
    const struct CMUnitTest tests[] = {
        TEST(speed_up_and_efficiency_are_paired_by_round),
        TEST(the_interval_of_the_efficiency_is_that_of_the_speed_up_per_thread),
        TEST(more_than_105_percent_is_impossible),
        TEST(up_to_105_percent_may_be_noise),
        TEST(the_curve_of_every_round_is_found),
        TEST(only_whole_rounds_give_a_curve),
        TEST(threads_that_took_turns_are_not_in_the_curve),
        TEST(without_one_thread_there_is_no_speed_up),
        TEST(cases_without_threads_are_left_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
