/* SPDX-License-Identifier: Apache-2.0 */
#include "stats/efficiency.h"

#include <string.h>

#include "record_builder.h"

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

/* Ten rounds at ns_per_tick, which in odd rounds is `spread` (a factor) slower. */
static struct tkg_case *add_case(struct tkg_run_record *record, const char *name, uint64_t ticks,
                                 double ns_per_tick, double spread)
{
    struct tkg_case *the_case = tkg_run_record_add_case(record, name, ticks);
    for (uint32_t round = 0; round < 10; round++) {
        double factor = round % 2 ? spread : 1.0;
        add_replay(the_case, round, (double)ticks * ns_per_tick * factor);
    }
    return the_case;
}

static double efficiency_of(const struct tkg_summary *summary, size_t index)
{
    return summary->cases[index].estimates[TKG_METRIC_EFFICIENCY].value;
}

/* 5, 4 and 8 ns per tick: relative to the largest, 1.6, 2 and 1. */
/* row: B09 */
static void the_largest_steady_size_is_one_hundred_percent(void **state)
{
    struct tkg_run_record *record = *state;
    (void)add_case(record, "replay/10K", 10000, 5.0, 1.0);
    (void)add_case(record, "replay/1M", 1000000, 8.0, 1.01);
    (void)add_case(record, "replay/100K", 100000, 4.0, 1.0);
    struct tkg_summary summary = summarise(record);
    assert_int_equal(summary.efficiency_reference, 1);
    const struct tkg_estimate *one = &summary.cases[1].estimates[TKG_METRIC_EFFICIENCY];
    assert_true(one->value == 1.0 && one->low == 1.0 && one->high == 1.0);
    assert_true(one->stddev == 0.0 && one->coverage_0to1 == 1.0);
    assert_int_equal(one->count, 10);
    assert_near(efficiency_of(&summary, 0), 1.6 * 1.005, 1e-3);
    assert_near(efficiency_of(&summary, 2), 2.0 * 1.005, 1e-3);
    tkg_summary_deinit(&summary);
}

/* The interval of 1M is +-5 %, of 100K +-1 %: a shaky size must not be the measure of others. */
/* row: B09 */
static void a_shaky_largest_size_is_not_the_reference(void **state)
{
    struct tkg_run_record *record = *state;
    (void)add_case(record, "replay/10K", 10000, 5.0, 1.0);
    (void)add_case(record, "replay/100K", 100000, 5.0, 1.02);
    (void)add_case(record, "replay/1M", 1000000, 5.0, 1.10);
    struct tkg_summary summary = summarise(record);
    assert_int_equal(summary.efficiency_reference, 1);
    assert_true(efficiency_of(&summary, 1) == 1.0);
    tkg_summary_deinit(&summary);
}

static void when_all_are_shaky_the_largest_is_the_reference(void **state)
{
    struct tkg_run_record *record = *state;
    (void)add_case(record, "replay/1M", 1000000, 5.0, 1.10);
    (void)add_case(record, "replay/10K", 10000, 5.0, 1.20);
    struct tkg_summary summary = summarise(record);
    assert_int_equal(summary.efficiency_reference, 0);
    tkg_summary_deinit(&summary);
}

/* Round by round the two sizes drift together by a factor of ten: paired, nothing is left of it. */
static void pairing_by_round_removes_shared_drift(void **state)
{
    struct tkg_run_record *record = *state;
    struct tkg_case *small = tkg_run_record_add_case(record, "replay/10K", 10000);
    for (uint32_t round = 0; round < 10; round++) {
        add_replay(small, round, 10000.0 * 5.0 * (round + 1));
    }
    struct tkg_case *large = tkg_run_record_add_case(record, "replay/1M", 1000000);
    for (uint32_t round = 0; round < 10; round++) {
        add_replay(large, round, 1000000.0 * 4.0 * (round + 1));
    }
    struct tkg_summary summary = summarise(record);
    const struct tkg_estimate *efficiency = &summary.cases[0].estimates[TKG_METRIC_EFFICIENCY];
    assert_near(efficiency->low, 0.8, 1e-12);
    assert_near(efficiency->high, 0.8, 1e-12);
    tkg_summary_deinit(&summary);
}

static void rulers_and_paced_cases_take_no_part(void **state)
{
    struct tkg_run_record *record = *state;
    (void)add_case(record, "replay/10K", 10000, 5.0, 1.0);
    (void)add_case(record, "paced/100K", 100000, 5.0, 1.0);
    (void)add_case(record, "ruler/stream", 0, 5.0, 1.0);
    struct tkg_summary summary = summarise(record);
    assert_int_equal(summary.efficiency_reference, 0);
    assert_true(isnan(efficiency_of(&summary, 1)));
    assert_true(isnan(efficiency_of(&summary, 2)));
    tkg_summary_deinit(&summary);
}

static void without_throughput_there_is_no_reference(void **state)
{
    struct tkg_run_record *record = *state;
    struct tkg_case *the_case = tkg_run_record_add_case(record, "replay/10K", 10000);
    for (uint32_t round = 0; round < 4; round++) {
        add_replay(the_case, round, 50000.0);
    }
    struct tkg_summary summary = summarise(record);
    assert_true(summary.efficiency_reference == SIZE_MAX);
    assert_true(isnan(efficiency_of(&summary, 0)));
    assert_int_equal(summary.cases[0].estimates[TKG_METRIC_EFFICIENCY].count, 4);
    tkg_summary_deinit(&summary);
}

#define WITH_RECORD(test) cmocka_unit_test_setup_teardown(test, create, destroy)

/* 5, 4 and 8 ns per tick: relative to the smallest, 1, 1.25 and 0.625. */
/* row: B09 */
static void any_size_can_be_the_reference(void **state)
{
    struct tkg_run_record *record = *state;
    struct tkg_error err = {0};
    (void)add_case(record, "replay/10K", 10000, 5.0, 1.2); /* unsteady, and wanted all the same */
    (void)add_case(record, "replay/100K", 100000, 4.0, 1.2);
    (void)add_case(record, "replay/1M", 1000000, 8.0, 1.2);
    (void)add_case(record, "ruler/stream", 20000, 1.0, 1.0);
    struct tkg_summary summary = summarise(record);
    assert_int_equal(tkg_efficiency_refer_to(&summary, 10000, &err), TKG_OK);
    assert_int_equal(summary.efficiency_reference, 0);
    assert_true(efficiency_of(&summary, 0) == 1.0);
    assert_near(efficiency_of(&summary, 1), 1.25, 1e-12);
    assert_near(efficiency_of(&summary, 2), 0.625, 1e-12);
    assert_int_equal(tkg_efficiency_refer_to(&summary, 20000, &err), TKG_NOTHING);
    assert_non_null(strstr(err.text, "no replay of 20000 ticks to refer efficiency to"));
    tkg_summary_deinit(&summary);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_RECORD(any_size_can_be_the_reference),
        WITH_RECORD(the_largest_steady_size_is_one_hundred_percent),
        WITH_RECORD(a_shaky_largest_size_is_not_the_reference),
        WITH_RECORD(when_all_are_shaky_the_largest_is_the_reference),
        WITH_RECORD(pairing_by_round_removes_shared_drift),
        WITH_RECORD(rulers_and_paced_cases_take_no_part),
        WITH_RECORD(without_throughput_there_is_no_reference),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
