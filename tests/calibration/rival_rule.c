/* SPDX-License-Identifier: Apache-2.0 */
#include "rival_rule.h"

#include <math.h>

#include "base/check.h"
#include "base/random.h"
#include "rank_sum.h"
#include "stats/estimate.h"

enum {
    RESAMPLE_COUNT =
        2000, /* criterion: 100,000; the share of p below 0.05 is the same within 1 % */
    SIMPSON_STEPS = 4000,
};

struct moments {
    double mean;
    double variance; /* of the sample: over count - 1 */
};

static struct moments moments_of(const double *values, size_t count)
{
    struct moments moments = {0.0, 0.0};
    for (size_t i = 0; i < count; i++) {
        moments.mean += values[i] / (double)count;
    }
    for (size_t i = 0; i < count; i++) {
        const double distance = values[i] - moments.mean;
        moments.variance += distance * distance / (double)(count - 1);
    }
    return moments;
}

static double median_of(const double *values, size_t count)
{
    double sorted[TKG_RANK_SUM_MAX];
    for (size_t i = 0; i < count; i++) {
        sorted[i] = values[i];
    }
    tkg_sort_values(sorted, count);
    return tkg_median_of_sorted(sorted, count);
}

/* With t = sqrt(degrees) tan(angle) the density is that of cos(angle)^(degrees - 1): its integral
 * from the angle of t to the right angle over that from 0, by Simpson's rule. */
static double integral(double from, double to, double power)
{
    const double step = (to - from) / SIMPSON_STEPS;
    double sum = 0.0;
    for (int i = 0; i <= SIMPSON_STEPS; i++) {
        const double weight = i == 0 || i == SIMPSON_STEPS ? 1.0 : i % 2 == 1 ? 4.0 : 2.0;
        sum += weight * pow(fmax(0.0, cos(from + step * i)), power);
    }
    return sum * step / 3.0;
}

double tkg_student_p(double t, double degrees)
{
    const double right_angle = acos(0.0);
    const double angle = atan(fabs(t) / sqrt(degrees));
    return integral(angle, right_angle, degrees - 1.0) / integral(0.0, right_angle, degrees - 1.0);
}

static double welch_t(const double *a, const double *b, size_t count, double *degrees)
{
    const struct moments of_a = moments_of(a, count);
    const struct moments of_b = moments_of(b, count);
    const double n = (double)count;
    const double square_a = of_a.variance / n;
    const double square_b = of_b.variance / n;
    const double square = square_a + square_b;
    *degrees = square * square * (n - 1.0) / (square_a * square_a + square_b * square_b);
    return (of_b.mean - of_a.mean) / sqrt(square);
}

double tkg_welch_p(const double *a, const double *b, size_t count)
{
    double degrees = 0.0;
    const double t = welch_t(a, b, count, &degrees);
    return isfinite(t) ? tkg_student_p(t, degrees) : 1.0;
}

static enum tkg_rival_answer direction(double change)
{
    return change > 0.0 ? TKG_RIVAL_SLOWER : change < 0.0 ? TKG_RIVAL_FASTER : TKG_RIVAL_SAME;
}

static double change_of_means(const struct tkg_rival_times *times)
{
    return moments_of(times->head, times->count).mean / moments_of(times->base, times->count).mean -
           1.0;
}

static double change_of_medians(const struct tkg_rival_times *times)
{
    return median_of(times->head, times->count) / median_of(times->base, times->count) - 1.0;
}

static enum tkg_rival_answer judge_compare_py(const struct tkg_rival_times *times)
{
    const double p = tkg_rank_sum_p_normal(times->base, times->count, times->head, times->count);
    return p < 0.05 ? direction(change_of_medians(times)) : TKG_RIVAL_SAME;
}

static enum tkg_rival_answer judge_benchstat(const struct tkg_rival_times *times)
{
    const double p = tkg_rank_sum_p_exact(times->base, times->count, times->head, times->count);
    return p < 0.05 ? direction(change_of_medians(times)) : TKG_RIVAL_SAME;
}

static enum tkg_rival_answer judge_asv(const struct tkg_rival_times *times)
{
    const double p = tkg_rank_sum_p_exact(times->base, times->count, times->head, times->count);
    const double change = change_of_medians(times);
    return p < 0.002 && (change > 0.1 || change < 1.0 / 1.1 - 1.0) ? direction(change)
                                                                   : TKG_RIVAL_SAME;
}

static void resample(const double *values, size_t count, struct tkg_random *random, double *out,
                     size_t out_count)
{
    for (size_t i = 0; i < out_count; i++) {
        out[i] = values[tkg_random_below(random, (uint32_t)count)];
    }
}

/* Welch's t of two samples drawn from all values together: how often is it as far out? */
static double bootstrap_p(const struct tkg_rival_times *times, struct tkg_random *random)
{
    double both[2 * TKG_RANK_SUM_MAX];
    double drawn[2 * TKG_RANK_SUM_MAX];
    double degrees = 0.0;
    size_t beyond = 0;
    const double t = fabs(welch_t(times->base, times->head, times->count, &degrees));
    for (size_t i = 0; i < times->count; i++) {
        both[i] = times->base[i];
        both[times->count + i] = times->head[i];
    }
    for (int i = 0; i < RESAMPLE_COUNT; i++) {
        resample(both, 2 * times->count, random, drawn, 2 * times->count);
        beyond += fabs(welch_t(drawn, drawn + times->count, times->count, &degrees)) >= t;
    }
    return (double)beyond / RESAMPLE_COUNT;
}

/* 95 % interval of the ratio of means, less 1. */
static void bootstrap_change(const struct tkg_rival_times *times, struct tkg_random *random,
                             double *low, double *high)
{
    double changes[RESAMPLE_COUNT];
    double base[TKG_RANK_SUM_MAX];
    double head[TKG_RANK_SUM_MAX];
    for (int i = 0; i < RESAMPLE_COUNT; i++) {
        resample(times->base, times->count, random, base, times->count);
        resample(times->head, times->count, random, head, times->count);
        changes[i] =
            moments_of(head, times->count).mean / moments_of(base, times->count).mean - 1.0;
    }
    tkg_sort_values(changes, RESAMPLE_COUNT);
    *low = changes[RESAMPLE_COUNT * 25 / 1000];
    *high = changes[RESAMPLE_COUNT * 975 / 1000 - 1];
}

static enum tkg_rival_answer judge_criterion(const struct tkg_rival_times *times)
{
    struct tkg_random random = {42};
    double low = 0.0;
    double high = 0.0;
    if (bootstrap_p(times, &random) >= 0.05) {
        return TKG_RIVAL_SAME;
    }
    bootstrap_change(times, &random, &low, &high);
    return low > 0.01 ? TKG_RIVAL_SLOWER : high < -0.01 ? TKG_RIVAL_FASTER : TKG_RIVAL_SAME;
}

static enum tkg_rival_answer judge_ten_percent(const struct tkg_rival_times *times)
{
    const double change = change_of_means(times);
    return fabs(change) > 0.1 ? direction(change) : TKG_RIVAL_SAME;
}

static enum tkg_rival_answer judge_tango(const struct tkg_rival_times *times)
{
    double differences[TKG_RANK_SUM_MAX];
    for (size_t i = 0; i < times->count; i++) {
        differences[i] = times->head[i] - times->base[i];
    }
    const struct moments moments = moments_of(differences, times->count);
    const double z = moments.mean / sqrt(moments.variance / (double)times->count);
    const double change = moments.mean / moments_of(times->base, times->count).mean;
    return fabs(z) >= 2.6 && fabs(change) > 0.01 ? direction(change) : TKG_RIVAL_SAME;
}

static const struct tkg_rival_rule rules[] = {
    {"google-benchmark compare.py", "Mann-Whitney p < 0.05, 9 repetitions",
     "google/benchmark 267a111, tools/gbench/report.py", 9, 0, judge_compare_py},
    {"benchstat", "exact Mann-Whitney p < 0.05, 10 runs", "golang/perf 712aea8, benchmath", 10, 0,
     judge_benchstat},
    {"criterion.rs", "bootstrapped Welch t p < 0.05, and the change surely above 1 %",
     "bheisler/criterion.rs, analysis/compare.rs and report.rs, defaults", 10, 0, judge_criterion},
    {"asv", "Mann-Whitney p < 0.002 and factor 1.1, rounds interleaved",
     "airspeed-velocity/asv 7032df7, _stats.py and compare.py", 10, 1, judge_asv},
    {"10 % ratio of means", "head mean > 1.1 base mean, 9 repetitions",
     "the usual default of dashboards and CI actions", 9, 0, judge_ten_percent},
    {"tango", "paired: |z| >= 2.6 and |mean change| > 1 %", "bazhenov/tango 4b00d95, defaults", 20,
     1, judge_tango},
};

const struct tkg_rival_rule *tkg_rival_rules(size_t *count)
{
    *count = sizeof rules / sizeof rules[0];
    return rules;
}
