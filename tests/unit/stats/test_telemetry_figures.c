/* SPDX-License-Identifier: Apache-2.0 */
#include "cmocka_all.h"

#include "stats/telemetry_figures.h"
#include "telemetry_series.h"

static struct tkg_telemetry_figures figures_of(const struct tkg_telemetry *telemetry)
{
    struct tkg_telemetry_figures figures;
    struct tkg_error err = {0};
    assert_status(tkg_telemetry_figures_make(telemetry, &figures, &err), TKG_OK, &err);
    return figures;
}

/* row: B07 */
static void fewer_than_five_samples_give_no_number(void **state)
{
    (void)state;
    for (uint32_t count = 0; count <= 5; count++) {
        struct tkg_telemetry *telemetry = make_series(count, 1.005);
        struct tkg_telemetry_figures figures = figures_of(telemetry);
        assert_int_equal(figures.cpu_0to1.count, count);
        assert_int_equal(figures.rss_bytes.count, count);
        if (count < 5) {
            /* The published 50.25 % was the mean of two samples, 0.0 and 100.5. */
            assert_nan(figures.cpu_0to1.mean);
            assert_nan(figures.cpu_0to1.max);
            assert_nan(figures.rss_bytes.p50);
        } else {
            assert_near(figures.cpu_0to1.mean, 1.005, 1e-7); /* whole ns */
        }
        free(telemetry);
    }
}

/* 1 %, 2 %, ... 10 %: nearest ranks by hand are 5, 9 and 10 for p50, p90 and p99. */
static void percentiles_are_nearest_ranks(void **state)
{
    (void)state;
    struct tkg_telemetry *telemetry = make_series(10, 0.0);
    for (uint32_t i = 0; i < 10; i++) {
        telemetry->points[i].cpu_ns = (int64_t)((10 - i) * 0.01 * SERIES_INTERVAL_NS);
        telemetry->points[i].system_ns = telemetry->points[i].cpu_ns / 2;
    }
    struct tkg_telemetry_figures figures = figures_of(telemetry);
    assert_near(figures.cpu_0to1.min, 0.01, 1e-6);
    assert_near(figures.cpu_0to1.p50, 0.05, 1e-6);
    assert_near(figures.cpu_0to1.p90, 0.09, 1e-6);
    assert_near(figures.cpu_0to1.p99, 0.10, 1e-6);
    assert_near(figures.cpu_0to1.max, 0.10, 1e-6);
    assert_near(figures.cpu_0to1.mean, 0.055, 1e-6);
    assert_near(figures.system_0to1.mean, 0.0275, 1e-6);
    assert_near(figures.user_0to1.mean, 0.0275, 1e-6);
    free(telemetry);
}

static void long_intervals_weigh_more_in_the_mean(void **state)
{
    (void)state;
    struct tkg_telemetry *telemetry = make_series(5, 0.0);
    telemetry->points[3].wall_ns = 4 * SERIES_INTERVAL_NS; /* half of the time, fully used */
    telemetry->points[3].cpu_ns = 4 * SERIES_INTERVAL_NS;
    assert_near(figures_of(telemetry).cpu_0to1.mean, 0.5, 1e-9);
    free(telemetry);
}

static void unknown_intervals_do_not_count(void **state)
{
    (void)state;
    struct tkg_telemetry *telemetry = make_series(8, 0.5);
    for (uint32_t i = 0; i < 8; i++) {
        telemetry->points[i].wait_ns = i < 4 ? -1 : 0;
        telemetry->points[i].steal_ns = -1;
    }
    struct tkg_telemetry_figures figures = figures_of(telemetry);
    assert_int_equal(figures.waited_0to1.count, 4);
    assert_nan(figures.waited_0to1.mean);
    assert_int_equal(figures.stolen_0to1.count, 0);
    assert_near(figures.cpu_0to1.mean, 0.5, 1e-9);
    free(telemetry);
}

static void threads_share_the_wall_time(void **state)
{
    (void)state;
    struct tkg_telemetry *telemetry = make_series(5, 1.0);
    telemetry->thread_count = 2;
    telemetry->threads[0].cpu_ns = telemetry->wall_ns;
    telemetry->threads[1].cpu_ns = 0;
    assert_near(figures_of(telemetry).load.busy_0to1, 0.5, 1e-9);
    assert_near(figures_of(telemetry).load.idle_0to1, 0.5, 1e-9);
    free(telemetry);
}

static void add_trial(struct tkg_case *the_case, enum tkg_pass pass,
                      struct tkg_telemetry *telemetry, double peak_bytes, double calls)
{
    struct tkg_trial trial = tkg_trial_empty(pass);
    if (telemetry) {
        telemetry->values[TKG_TELEMETRY_PEAK] = peak_bytes;
        telemetry->values[TKG_TELEMETRY_WRITE_CALLS] = calls;
        telemetry->sampler_cpu_ns = telemetry->wall_ns / 50;
    }
    trial.telemetry = telemetry;
    assert_int_equal(tkg_case_add_trial(the_case, &trial, NULL), TKG_OK);
    free(telemetry);
}

static void a_case_has_a_row_for_every_sampled_pass(void **state)
{
    (void)state;
    struct tkg_run_record record;
    struct tkg_error err = {0};
    tkg_run_record_init(&record);
    struct tkg_case *the_case = tkg_run_record_add_case(&record, "replay/1M", 1000000);
    add_trial(the_case, TKG_PASS_TICK, make_series(3, 0.4), 3e6, 10.0);
    add_trial(the_case, TKG_PASS_THROUGHPUT, NULL, 0.0, 0.0);
    add_trial(the_case, TKG_PASS_BLOCK, make_series(6, 0.9), 2e6, (double)NAN);
    add_trial(the_case, TKG_PASS_TICK, make_series(6, 0.7), 5e6, 20.0);
    struct tkg_case_summary summary = {.source = the_case};
    assert_status(tkg_telemetry_fill(&summary, &err), TKG_OK, &err);
    assert_int_equal(summary.telemetry_count, 2);
    assert_int_equal(summary.telemetry[0].pass, TKG_PASS_BLOCK);
    assert_nan(summary.telemetry[0].values[TKG_TELEMETRY_WRITE_CALLS]);
    const struct tkg_telemetry_row *tick = &summary.telemetry[1];
    assert_int_equal(tick->trial_count, 2);
    assert_int_equal(tick->figures.cpu_0to1.count, 9);
    assert_near(tick->figures.cpu_0to1.mean, (3 * 0.4 + 6 * 0.7) / 9, 1e-6);
    assert_near(tick->peak_bytes, 5e6, 0.0);
    assert_near(tick->values[TKG_TELEMETRY_WRITE_CALLS], 15.0, 0.0);
    assert_near(tick->sampler_share_0to1, 0.02, 1e-9);
    /* By trial: three samples are too few, and pass A was not sampled. */
    assert_nan(summary.trial_telemetry[0].cpu_0to1.mean);
    assert_int_equal(summary.trial_telemetry[1].cpu_0to1.count, 0);
    assert_near(summary.trial_telemetry[3].cpu_0to1.mean, 0.7, 1e-6);
    free(summary.telemetry);
    free(summary.trial_telemetry);
    tkg_run_record_deinit(&record);
}

static void a_case_without_samples_has_no_rows(void **state)
{
    (void)state;
    struct tkg_run_record record;
    tkg_run_record_init(&record);
    struct tkg_case *the_case = tkg_run_record_add_case(&record, "replay/1M", 1000000);
    add_trial(the_case, TKG_PASS_THROUGHPUT, NULL, 0.0, 0.0);
    struct tkg_case_summary summary = {.source = the_case};
    assert_int_equal(tkg_telemetry_fill(&summary, NULL), TKG_OK);
    assert_null(summary.telemetry);
    assert_null(summary.trial_telemetry);
    tkg_run_record_deinit(&record);
}

static void a_gpu_of_five_samples_keeps_its_figures_and_of_four_none(void **state)
{
    (void)state;
    struct tkg_telemetry_gpu gpu = {"One", 5, 0.25, 0.5, 100, 800, 50};
    struct tkg_telemetry_gpu known = tkg_telemetry_gpu_figures(&gpu);
    assert_near(known.busy_mean_0to1, 0.25, 0.0);
    assert_near(known.busy_max_0to1, 0.5, 0.0);
    assert_int_equal(known.used_bytes_max, 100);
    assert_int_equal(known.process_bytes_max, 50);
    gpu.sample_count = 4;
    known = tkg_telemetry_gpu_figures(&gpu);
    assert_nan(known.busy_mean_0to1);
    assert_nan(known.busy_max_0to1);
    assert_int_equal(known.used_bytes_max, -1);
    assert_int_equal(known.process_bytes_max, -1);
    assert_int_equal(known.total_bytes, 800);
    assert_int_equal(known.sample_count, 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fewer_than_five_samples_give_no_number),
        cmocka_unit_test(percentiles_are_nearest_ranks),
        cmocka_unit_test(long_intervals_weigh_more_in_the_mean),
        cmocka_unit_test(unknown_intervals_do_not_count),
        cmocka_unit_test(threads_share_the_wall_time),
        cmocka_unit_test(a_case_has_a_row_for_every_sampled_pass),
        cmocka_unit_test(a_case_without_samples_has_no_rows),
        cmocka_unit_test(a_gpu_of_five_samples_keeps_its_figures_and_of_four_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
