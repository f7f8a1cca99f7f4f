/* SPDX-License-Identifier: Apache-2.0 */
#include "stats/headline.h"

#include <stdlib.h>
#include <string.h>

#include "record_builder.h"
#include "stats/estimate.h"

static struct tkg_case_summary empty_summary(void)
{
    struct tkg_case_summary summary;
    memset(&summary, 0, sizeof(summary));
    for (int i = 0; i < TKG_METRIC_COUNT; i++) {
        summary.estimates[i] = tkg_estimate_none();
    }
    return summary;
}

static void set(struct tkg_case_summary *summary, enum tkg_metric metric, double value)
{
    summary->estimates[metric].value = value;
    summary->estimates[metric].count = 20;
}

/* Blocks say 100 + i, ticks 200 + i for the six percentiles. */
static struct tkg_case_summary both_passes(double tick_p50, double floor_ns)
{
    struct tkg_case_summary summary = empty_summary();
    for (int i = 0; i < 7; i++) {
        set(&summary, (enum tkg_metric)(TKG_METRIC_BLOCK_P50 + i), 100.0 + i);
        set(&summary, (enum tkg_metric)(TKG_METRIC_TICK_P50 + i), 200.0 + i);
    }
    set(&summary, TKG_METRIC_TICK_P50, tick_p50);
    set(&summary, TKG_METRIC_TICK_FLOOR, floor_ns);
    return summary;
}

static void ticks_clear_of_the_floor_make_the_headline(void **state)
{
    (void)state;
    struct tkg_case_summary summary = both_passes(100.1, 20.0);
    tkg_headline_choose(&summary);
    assert_int_equal(summary.headline, TKG_HEADLINE_TICK);
    assert_true(summary.estimates[TKG_METRIC_LATENCY_P50].value == 100.1);
    assert_true(summary.estimates[TKG_METRIC_LATENCY_P99].value == 203.0);
    assert_true(summary.estimates[TKG_METRIC_LATENCY_P995].value == 204.0);
    assert_true(summary.estimates[TKG_METRIC_LATENCY_MAX].value == 206.0);
    assert_int_equal(summary.estimates[TKG_METRIC_LATENCY_P999].count, 20);
}

/* Exactly five times the floor is not above it. */
static void ticks_near_the_floor_leave_it_to_blocks(void **state)
{
    (void)state;
    struct tkg_case_summary summary = both_passes(100.0, 20.0);
    tkg_headline_choose(&summary);
    assert_int_equal(summary.headline, TKG_HEADLINE_BLOCK);
    assert_true(summary.estimates[TKG_METRIC_LATENCY_P50].value == 100.0);
    assert_true(summary.estimates[TKG_METRIC_LATENCY_P99].value == 103.0);
    assert_true(summary.estimates[TKG_METRIC_LATENCY_MAX].value == 106.0);
}

static void an_unknown_floor_leaves_it_to_blocks(void **state)
{
    (void)state;
    struct tkg_case_summary summary = both_passes(1000.0, NAN);
    tkg_headline_choose(&summary);
    assert_int_equal(summary.headline, TKG_HEADLINE_BLOCK);
}

static void ticks_near_the_floor_without_blocks_make_no_headline(void **state)
{
    (void)state;
    struct tkg_case_summary summary = empty_summary();
    set(&summary, TKG_METRIC_TICK_P50, 30.0);
    set(&summary, TKG_METRIC_TICK_FLOOR, 20.0);
    tkg_headline_choose(&summary);
    assert_int_equal(summary.headline, TKG_HEADLINE_NONE);
    assert_true(isnan(summary.estimates[TKG_METRIC_LATENCY_P50].value));
    assert_int_equal(summary.estimates[TKG_METRIC_LATENCY_P50].count, 0);
}

static void a_case_without_either_pass_has_no_headline(void **state)
{
    (void)state;
    struct tkg_case_summary summary = empty_summary();
    tkg_headline_choose(&summary);
    assert_int_equal(summary.headline, TKG_HEADLINE_NONE);
    assert_true(isnan(summary.estimates[TKG_METRIC_LATENCY_P99].value));
}

/* Three trials of pass C only: no number, but the judge must see that there were three. */
static void too_few_ticks_keep_their_counts(void **state)
{
    (void)state;
    struct tkg_case_summary summary = empty_summary();
    summary.estimates[TKG_METRIC_TICK_P50].count = 3;
    summary.estimates[TKG_METRIC_TICK_P99].count = 3;
    tkg_headline_choose(&summary);
    assert_int_equal(summary.headline, TKG_HEADLINE_NONE);
    assert_int_equal(summary.estimates[TKG_METRIC_LATENCY_P99].count, 3);
}

static void source_of_a_headline_metric_is_its_pass(void **state)
{
    (void)state;
    assert_int_equal(tkg_headline_source(TKG_HEADLINE_TICK, TKG_METRIC_LATENCY_P99),
                     TKG_METRIC_TICK_P99);
    assert_int_equal(tkg_headline_source(TKG_HEADLINE_BLOCK, TKG_METRIC_LATENCY_P999),
                     TKG_METRIC_BLOCK_P999);
    assert_int_equal(tkg_headline_source(TKG_HEADLINE_BLOCK, TKG_METRIC_LATENCY_MEAN),
                     TKG_METRIC_LATENCY_MEAN);
    assert_int_equal(tkg_headline_source(TKG_HEADLINE_TICK, TKG_METRIC_BLOCK_P50),
                     TKG_METRIC_BLOCK_P50);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ticks_clear_of_the_floor_make_the_headline),
        cmocka_unit_test(ticks_near_the_floor_leave_it_to_blocks),
        cmocka_unit_test(an_unknown_floor_leaves_it_to_blocks),
        cmocka_unit_test(ticks_near_the_floor_without_blocks_make_no_headline),
        cmocka_unit_test(a_case_without_either_pass_has_no_headline),
        cmocka_unit_test(too_few_ticks_keep_their_counts),
        cmocka_unit_test(source_of_a_headline_metric_is_its_pass),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
