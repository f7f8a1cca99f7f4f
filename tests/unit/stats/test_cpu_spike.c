/* SPDX-License-Identifier: Apache-2.0
 *
 * Series made by hand: which intervals stick out, and whose fault they are.
 */
#include "cmocka_all.h"

#include "stats/cpu_spike.h"
#include "telemetry_series.h"

static double scratch[TKG_TELEMETRY_POINT_MAX];

static int64_t part(double share)
{
    return (int64_t)(share * SERIES_INTERVAL_NS);
}

static void an_even_series_has_no_spike(void **state)
{
    (void)state;
    struct tkg_telemetry *telemetry = make_series(50, 0.10);
    struct tkg_cpu_spikes spikes = tkg_cpu_spikes_find(telemetry, scratch);
    assert_int_equal(spikes.count, 0);
    assert_near(spikes.limit_0to1, 0.12, 1e-9); /* median 10 %, no deviation: 2 % more */
    assert_nan(spikes.user_0to1);
    free(telemetry);
}

static void own_work_that_sticks_out_is_an_own_spike(void **state)
{
    (void)state;
    struct tkg_telemetry *telemetry = make_series(50, 0.10);
    telemetry->points[20].cpu_ns = part(0.80);
    telemetry->points[20].system_ns = part(0.30);
    telemetry->points[21].cpu_ns = part(0.11); /* below the limit */
    struct tkg_cpu_spikes spikes = tkg_cpu_spikes_find(telemetry, scratch);
    assert_int_equal(spikes.count, 1);
    assert_int_equal(spikes.external_count, 0);
    assert_near(spikes.user_0to1, 0.50, 1e-6);
    assert_near(spikes.system_0to1, 0.30, 1e-6);
    assert_near(spikes.waited_0to1, 0.0, 0.0);
    free(telemetry);
}

/* By hand: shares 10, 11, 12, 13, 14 % ten times each. Median 12 %; deviations 0, 1, 2 % in the
 * ratio 10 : 20 : 20, median 1 %; limit 12 + 5 = 17 %. */
static void the_limit_is_the_median_and_five_deviations(void **state)
{
    (void)state;
    struct tkg_telemetry *telemetry = make_series(50, 0.0);
    for (uint32_t i = 0; i < 50; i++) {
        telemetry->points[i].cpu_ns = part(0.10 + 0.01 * (i % 5));
    }
    struct tkg_cpu_spikes spikes = tkg_cpu_spikes_find(telemetry, scratch);
    assert_near(spikes.limit_0to1, 0.17, 1e-6);
    assert_int_equal(spikes.count, 0);
    free(telemetry);
}

/* row: B19 */
static void what_a_neighbour_withheld_is_external(void **state)
{
    (void)state;
    struct tkg_telemetry *telemetry = make_series(100, 0.10);
    telemetry->points[10].steal_ns = part(0.50); /* 10 % used, 50 % more was stolen */
    telemetry->points[10].stall_ns = part(0.40);
    telemetry->points[50].wait_ns = part(0.60); /* waited, and made up for it afterwards */
    telemetry->points[50].cpu_ns = 0;
    telemetry->points[51].cpu_ns = part(0.60);
    telemetry->points[80].cpu_ns = part(0.90); /* nobody else's fault */
    struct tkg_cpu_spikes spikes = tkg_cpu_spikes_find(telemetry, scratch);
    assert_int_equal(spikes.count, 4);
    assert_int_equal(spikes.external_count, 3);
    assert_near(spikes.stolen_0to1, 0.50 / 4, 1e-6);
    assert_near(spikes.waited_0to1, 0.60 / 4, 1e-6);
    assert_near(spikes.stalled_0to1, 0.40 / 4, 1e-6);
    free(telemetry);
}

static void in_a_disturbed_trial_no_spike_is_its_own(void **state)
{
    (void)state;
    struct tkg_telemetry *telemetry = make_series(100, 0.10);
    for (uint32_t i = 0; i < 100; i += 10) {
        telemetry->points[i].wait_ns = part(0.70); /* 7 % of the trial */
    }
    telemetry->points[5].cpu_ns = part(0.95);
    struct tkg_cpu_spikes spikes = tkg_cpu_spikes_find(telemetry, scratch);
    assert_int_equal(spikes.count, 11);
    assert_int_equal(spikes.external_count, 11);
    free(telemetry);
}

static void unknown_waiting_excuses_nothing(void **state)
{
    (void)state;
    struct tkg_telemetry *telemetry = make_series(50, 0.10);
    for (uint32_t i = 0; i < 50; i++) {
        telemetry->points[i].wait_ns = -1;
        telemetry->points[i].steal_ns = -1;
    }
    telemetry->points[20].cpu_ns = part(0.80);
    struct tkg_cpu_spikes spikes = tkg_cpu_spikes_find(telemetry, scratch);
    assert_int_equal(spikes.count, 1);
    assert_int_equal(spikes.external_count, 0);
    assert_nan(spikes.waited_0to1);
    free(telemetry);
}

static void four_intervals_are_too_few_for_a_limit(void **state)
{
    (void)state;
    struct tkg_telemetry *telemetry = make_series(4, 0.10);
    telemetry->points[3].cpu_ns = part(0.90);
    struct tkg_cpu_spikes spikes = tkg_cpu_spikes_find(telemetry, scratch);
    assert_nan(spikes.limit_0to1);
    assert_int_equal(spikes.count, 0);
    free(telemetry);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_even_series_has_no_spike),
        cmocka_unit_test(own_work_that_sticks_out_is_an_own_spike),
        cmocka_unit_test(the_limit_is_the_median_and_five_deviations),
        cmocka_unit_test(what_a_neighbour_withheld_is_external),
        cmocka_unit_test(in_a_disturbed_trial_no_spike_is_its_own),
        cmocka_unit_test(unknown_waiting_excuses_nothing),
        cmocka_unit_test(four_intervals_are_too_few_for_a_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
