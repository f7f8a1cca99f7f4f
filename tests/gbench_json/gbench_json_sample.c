/* SPDX-License-Identifier: Apache-2.0
 *
 *   gbench_json_sample single|full
 *
 * A run with every kind of row, as that profile's JSON on standard output, for the readers.
 */
#include <stdio.h>

#include "gbench_json.h"
#include "sample_rows.h"

static void tell_repetitions(const struct tkg_benchmark_reporter *to)
{
    static const struct tkg_benchmark_counter counters[] = {
        {"fills", 12.0, 0}, {"items_per_second", 2e6, 0}, {"spread", NAN, 0}};
    struct tkg_benchmark_run runs[7];
    static const double times[3] = {30.0, 10.0, 20.0};
    for (int i = 0; i < 3; i++) {
        runs[i] = sample_run_row("match/64", times[i]);
        runs[i].repetitions = 3;
        runs[i].repetition_index = i;
        runs[i].counters = counters;
        runs[i].counter_count = 3;
        runs[i].label = "level 2";
        sample_percentiles(&runs[i], times[i] - 2.0);
    }
    runs[3] = sample_aggregate("match/64_mean", "match/64", "mean", 20.0);
    runs[4] = sample_aggregate("match/64_median", "match/64", "median", 20.0);
    runs[5] = sample_aggregate("match/64_stddev", "match/64", "stddev", 10.0);
    runs[6] = sample_aggregate("match/64_cv", "match/64", "cv", 0.5);
    to->runs(to->user, runs, 7);
}

static void tell_failures(const struct tkg_benchmark_reporter *to)
{
    struct tkg_benchmark_run failed = sample_run_row("cross", NAN);
    struct tkg_benchmark_run skipped = sample_run_row("route", NAN);
    failed.outcome = TKG_BENCHMARK_ERROR;
    failed.message = "the \"book\" is crossed";
    skipped.outcome = TKG_BENCHMARK_SKIPPED;
    skipped.message = "needs a level-3 feed";
    to->runs(to->user, &failed, 1);
    to->runs(to->user, &skipped, 1);
}

static void tell_complexity(const struct tkg_benchmark_reporter *to)
{
    struct tkg_benchmark_run one = sample_run_row("scan/8", 4.0);
    struct tkg_benchmark_run curve[2];
    one.time_unit = TKG_BENCHMARK_US;
    to->runs(to->user, &one, 1);
    curve[0] = sample_aggregate("scan_BigO", "scan", "BigO", 0.5);
    curve[0].row = TKG_BENCHMARK_BIG_O;
    curve[0].big_o = TKG_BIG_O_N;
    curve[0].big_o_text = "N";
    curve[1] = sample_aggregate("scan_RMS", "scan", "RMS", 0.03);
    curve[1].row = TKG_BENCHMARK_RMS;
    to->runs(to->user, curve, 2);
}

int main(int argument_count, char **arguments)
{
    enum tkg_benchmark_json_profile profile;
    struct tkg_benchmark_reporter reporter;
    const struct tkg_benchmark_context context = sample_context();
    if (argument_count != 2 || !tkg_benchmark_json_profile_find(arguments[1], &profile)) {
        (void)fprintf(stderr, "usage: gbench_json_sample single|full\n");
        return 2;
    }
    if (!tkg_benchmark_json_create(profile, NULL, &reporter)) {
        return 70;
    }
    bool good = reporter.begin(reporter.user, &context);
    if (good) {
        tell_repetitions(&reporter);
        tell_failures(&reporter);
        tell_complexity(&reporter);
    }
    good = reporter.end(reporter.user, 4) && good;
    tkg_benchmark_json_destroy(&reporter);
    return good ? 0 : 2;
}
