/* SPDX-License-Identifier: Apache-2.0
 *
 * Expected values by hand: efficiency is T1 / (N TN).
 */
#include "cmocka_all.h"

#include "stats/parallel.h"

static void four_workers_in_a_quarter_of_the_time_are_fully_efficient(void **state)
{
    (void)state;
    struct tkg_parallel_efficiency full = tkg_parallel_efficiency(400.0, 100.0, 4);
    assert_int_equal(full.state, TKG_PARALLEL_OK);
    assert_near(full.speedup, 4.0, 1e-12);
    assert_near(full.efficiency_0to1, 1.0, 1e-12);
    struct tkg_parallel_efficiency locked = tkg_parallel_efficiency(400.0, 400.0, 4);
    assert_int_equal(locked.state, TKG_PARALLEL_OK);
    assert_near(locked.efficiency_0to1, 0.25, 1e-12);
}

/* The published mistake: a "sequential time" of average times count gave a speedup of 50 on 10
 * workers, 500 %. */
static void more_than_105_percent_is_invalid_and_has_no_number(void **state)
{
    (void)state;
    struct tkg_parallel_efficiency wrong = tkg_parallel_efficiency(500.0, 10.0, 10);
    assert_int_equal(wrong.state, TKG_PARALLEL_TOO_EFFICIENT);
    assert_string_equal(tkg_parallel_state_name(wrong.state), "invalid");
    assert_near(wrong.speedup, 50.0, 1e-12);
    assert_nan(wrong.efficiency_0to1);
    assert_int_equal(tkg_parallel_efficiency(105.0, 50.0, 2).state, TKG_PARALLEL_OK);
    assert_int_equal(tkg_parallel_efficiency(105.1, 50.0, 2).state, TKG_PARALLEL_TOO_EFFICIENT);
}

static void times_that_are_none_are_unknown(void **state)
{
    (void)state;
    assert_int_equal(tkg_parallel_efficiency(0.0, 1.0, 2).state, TKG_PARALLEL_UNKNOWN);
    assert_int_equal(tkg_parallel_efficiency(1.0, -1.0, 2).state, TKG_PARALLEL_UNKNOWN);
    assert_int_equal(tkg_parallel_efficiency((double)NAN, 1.0, 2).state, TKG_PARALLEL_UNKNOWN);
    assert_int_equal(tkg_parallel_efficiency(1.0, (double)INFINITY, 2).state, TKG_PARALLEL_UNKNOWN);
    struct tkg_parallel_efficiency none = tkg_parallel_efficiency(1.0, 1.0, 0);
    assert_string_equal(tkg_parallel_state_name(none.state), "unknown");
    assert_nan(none.speedup);
}

static void two_workers_of_which_one_is_idle_are_half_busy(void **state)
{
    (void)state;
    const struct tkg_worker workers[] = {{1000, 0}, {0, 0}};
    struct tkg_parallel_load load = tkg_parallel_load(workers, 2, 1000);
    assert_near(load.busy_0to1, 0.5, 1e-12);
    assert_near(load.waiting_0to1, 0.0, 1e-12);
    assert_near(load.idle_0to1, 0.5, 1e-12);
}

static void waiting_is_neither_busy_nor_idle(void **state)
{
    (void)state;
    const struct tkg_worker workers[] = {{600, 400}, {500, 300}};
    struct tkg_parallel_load load = tkg_parallel_load(workers, 2, 1000);
    assert_near(load.busy_0to1, 0.55, 1e-12);
    assert_near(load.waiting_0to1, 0.35, 1e-12);
    assert_near(load.idle_0to1, 0.10, 1e-12);
    const struct tkg_worker unknown[] = {{600, -1}};
    load = tkg_parallel_load(unknown, 1, 1000);
    assert_nan(load.waiting_0to1);
    assert_near(load.idle_0to1, 0.4, 1e-12);
    assert_nan(tkg_parallel_load(workers, 0, 1000).busy_0to1);
    assert_nan(tkg_parallel_load(workers, 2, 0).idle_0to1);
}

/* Clocks that are read one after the other may see a little more than there was. */
static void more_than_the_whole_time_leaves_nothing_idle(void **state)
{
    (void)state;
    const struct tkg_worker workers[] = {{900, 150}};
    struct tkg_parallel_load load = tkg_parallel_load(workers, 1, 1000);
    assert_near(load.busy_0to1, 0.9, 1e-12);
    assert_near(load.idle_0to1, 0.0, 0.0);
    const struct tkg_worker beyond[] = {{1010, 0}};
    load = tkg_parallel_load(beyond, 1, 1000);
    assert_near(load.busy_0to1, 1.0, 0.0);
    assert_near(load.idle_0to1, 0.0, 0.0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(four_workers_in_a_quarter_of_the_time_are_fully_efficient),
        cmocka_unit_test(more_than_105_percent_is_invalid_and_has_no_number),
        cmocka_unit_test(times_that_are_none_are_unknown),
        cmocka_unit_test(two_workers_of_which_one_is_idle_are_half_busy),
        cmocka_unit_test(waiting_is_neither_busy_nor_idle),
        cmocka_unit_test(more_than_the_whole_time_leaves_nothing_idle),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
