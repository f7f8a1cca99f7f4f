/* SPDX-License-Identifier: Apache-2.0 */
#include "stats/rounds.h"

#include <stdlib.h>
#include <string.h>

#include "record_builder.h"

static void rounds_rise_whatever_the_order_of_trials(void **state)
{
    (void)state;
    struct tkg_case the_case = {.name = "replay/1M"};
    const uint32_t order[] = {4, 0, 9, 2, 7};
    for (size_t i = 0; i < 5; i++) {
        add_value(&the_case, TKG_PASS_BLOCK, order[i], TKG_METRIC_BLOCK_P50, 10.0 * order[i]);
    }
    struct tkg_round_value *values;
    size_t count;
    assert_int_equal(tkg_rounds_create(&the_case, TKG_METRIC_BLOCK_P50, &values, &count, NULL),
                     TKG_OK);
    assert_int_equal(count, 5);
    const uint32_t sorted[] = {0, 2, 4, 7, 9};
    for (size_t i = 0; i < 5; i++) {
        assert_int_equal(values[i].round, sorted[i]);
        assert_true(values[i].value == 10.0 * sorted[i] && values[i].valid);
    }
    free(values);
    free(the_case.trials);
}

static void a_round_keeps_its_first_valid_trial_or_its_first_flagged_one(void **state)
{
    (void)state;
    struct tkg_case the_case = {.name = "replay/1M"};
    add_flagged(&the_case, TKG_PASS_BLOCK, 1, TKG_METRIC_BLOCK_P50, 1.0);
    add_value(&the_case, TKG_PASS_BLOCK, 1, TKG_METRIC_BLOCK_P50, 2.0);
    add_value(&the_case, TKG_PASS_BLOCK, 1, TKG_METRIC_BLOCK_P50, 3.0);
    add_flagged(&the_case, TKG_PASS_BLOCK, 2, TKG_METRIC_BLOCK_P50, 4.0);
    add_flagged(&the_case, TKG_PASS_BLOCK, 2, TKG_METRIC_BLOCK_P50, 5.0);
    add_value(&the_case, TKG_PASS_TICK, 2, TKG_METRIC_TICK_P50, 6.0);
    struct tkg_round_value *values;
    size_t count;
    assert_int_equal(tkg_rounds_create(&the_case, TKG_METRIC_BLOCK_P50, &values, &count, NULL),
                     TKG_OK);
    assert_int_equal(count, 2);
    assert_true(values[0].valid && values[0].value == 2.0);
    assert_true(!values[1].valid && values[1].value == 4.0);
    free(values);
    free(the_case.trials);
}

static void a_case_without_trials_has_no_rounds(void **state)
{
    (void)state;
    struct tkg_case the_case = {.name = "replay/1M"};
    struct tkg_round_value *values;
    size_t count = 9;
    assert_int_equal(tkg_rounds_create(&the_case, TKG_METRIC_BLOCK_P50, &values, &count, NULL),
                     TKG_OK);
    assert_int_equal(count, 0);
    free(values);
}

/* More trials than memory can hold stand for memory that ran out. */
static void memory_that_runs_out_is_told_with_the_case(void **state)
{
    (void)state;
    struct tkg_case the_case = {.name = "replay/1G", .trial_count = SIZE_MAX / 2};
    struct tkg_round_value *values;
    size_t count;
    struct tkg_error err;
    assert_int_equal(tkg_rounds_create(&the_case, TKG_METRIC_BLOCK_P50, &values, &count, &err),
                     TKG_NO_MEMORY);
    assert_non_null(strstr(err.text, "case \"replay/1G\": no memory"));
    assert_null(values);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rounds_rise_whatever_the_order_of_trials),
        cmocka_unit_test(a_round_keeps_its_first_valid_trial_or_its_first_flagged_one),
        cmocka_unit_test(a_case_without_trials_has_no_rounds),
        cmocka_unit_test(memory_that_runs_out_is_told_with_the_case),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
