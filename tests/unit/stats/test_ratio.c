/* SPDX-License-Identifier: Apache-2.0 */
#include "stats/ratio.h"

#include <stdlib.h>

#include "record_builder.h"

struct pair {
    struct tkg_case engine;
    struct tkg_case ruler;
};

static int create(void **state)
{
    *state = calloc(1, sizeof(struct pair));
    return *state ? 0 : -1;
}

static int destroy(void **state)
{
    struct pair *pair = *state;
    free(pair->engine.trials);
    free(pair->ruler.trials);
    free(pair);
    return 0;
}

static void add_engine(struct pair *pair, uint32_t round, double value)
{
    add_value(&pair->engine, TKG_PASS_BLOCK, round, TKG_METRIC_BLOCK_P99, value);
}

static void add_ruler(struct pair *pair, uint32_t round, double value)
{
    add_value(&pair->ruler, TKG_PASS_RULER, round, TKG_METRIC_LATENCY_MEAN, value);
}

static struct tkg_estimate ratio_of(const struct pair *pair)
{
    return tkg_summary_ratio(&pair->engine, TKG_METRIC_BLOCK_P99, &pair->ruler,
                             TKG_METRIC_LATENCY_MEAN);
}

/* The machine gets slower by the round; the engine always takes 3 rulers. */
static void a_drift_that_hits_both_sides_cancels(void **state)
{
    struct pair *pair = *state;
    for (uint32_t round = 0; round < 8; round++) {
        add_engine(pair, round, 3.0 * (round + 1));
        add_ruler(pair, 7 - round, 8.0 - round);
    }
    struct tkg_estimate ratio = ratio_of(pair);
    assert_near(ratio.value, 3.0, 1e-15);
    assert_near(ratio.low, 3.0, 1e-15);
    assert_near(ratio.high, 3.0, 1e-15);
    assert_int_equal(ratio.count, 8);
}

static void rounds_that_only_one_side_has_are_left_out(void **state)
{
    struct pair *pair = *state;
    for (uint32_t round = 0; round < 10; round++) {
        if (round != 0 && round != 4) {
            add_engine(pair, round, 20.0);
        }
        if (round != 9) {
            add_ruler(pair, round, 10.0);
        }
    }
    struct tkg_estimate ratio = ratio_of(pair);
    assert_int_equal(ratio.count, 7);
    assert_int_equal(ratio.invalid_count, 0);
    assert_near(ratio.value, 2.0, 1e-15);
}

static void the_first_valid_trial_of_a_round_counts(void **state)
{
    struct pair *pair = *state;
    for (uint32_t round = 0; round < 5; round++) {
        add_flagged(&pair->engine, TKG_PASS_BLOCK, round, TKG_METRIC_BLOCK_P99, 1000.0);
        add_engine(pair, round, 20.0);
        add_engine(pair, round, 99.0);
        add_ruler(pair, round, 10.0);
    }
    struct tkg_estimate ratio = ratio_of(pair);
    assert_int_equal(ratio.count, 5);
    assert_int_equal(ratio.invalid_count, 0);
    assert_near(ratio.value, 2.0, 1e-15);
}

static void a_flagged_side_makes_the_round_count_as_flagged(void **state)
{
    struct pair *pair = *state;
    for (uint32_t round = 0; round < 6; round++) {
        add_engine(pair, round, 20.0);
        add_ruler(pair, round, 10.0);
    }
    add_flagged(&pair->engine, TKG_PASS_BLOCK, 6, TKG_METRIC_BLOCK_P99, 20.0);
    add_ruler(pair, 6, 10.0);
    add_engine(pair, 7, 20.0);
    add_flagged(&pair->ruler, TKG_PASS_RULER, 7, TKG_METRIC_LATENCY_MEAN, 10.0);
    struct tkg_estimate ratio = ratio_of(pair);
    assert_int_equal(ratio.count, 6);
    assert_int_equal(ratio.invalid_count, 2);
}

static void a_ruler_of_zero_is_no_measurement(void **state)
{
    struct pair *pair = *state;
    for (uint32_t round = 0; round < 6; round++) {
        add_engine(pair, round, 20.0);
        add_ruler(pair, round, round == 0 ? 0.0 : 10.0);
    }
    struct tkg_estimate ratio = ratio_of(pair);
    assert_int_equal(ratio.count, 5);
    assert_int_equal(ratio.invalid_count, 1);
    assert_near(ratio.max, 2.0, 1e-15);
}

static void four_pairs_give_no_number(void **state)
{
    struct pair *pair = *state;
    for (uint32_t round = 0; round < 4; round++) {
        add_engine(pair, round, 20.0);
        add_ruler(pair, round, 10.0);
    }
    assert_true(isnan(ratio_of(pair).value));
    assert_int_equal(ratio_of(pair).count, 4);
}

static void cases_without_trials_have_no_ratio(void **state)
{
    assert_int_equal(ratio_of(*state).count, 0);
    assert_true(isnan(ratio_of(*state).value));
}

#define WITH_PAIR(test) cmocka_unit_test_setup_teardown(test, create, destroy)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_PAIR(a_drift_that_hits_both_sides_cancels),
        WITH_PAIR(rounds_that_only_one_side_has_are_left_out),
        WITH_PAIR(the_first_valid_trial_of_a_round_counts),
        WITH_PAIR(a_flagged_side_makes_the_round_count_as_flagged),
        WITH_PAIR(a_ruler_of_zero_is_no_measurement),
        WITH_PAIR(four_pairs_give_no_number),
        WITH_PAIR(cases_without_trials_have_no_ratio),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
