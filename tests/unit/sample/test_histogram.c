/* SPDX-License-Identifier: Apache-2.0 */
#include "sample/histogram.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/random.h"

/* Half a bucket: 1/2^11, the bound that histogram.h states. */
#define ERROR_MAX (1.0 / 2048.0)

enum { SAMPLE_COUNT = 100000 };

static int create(void **state)
{
    *state = tkg_histogram_create();
    return *state ? 0 : -1;
}

static int destroy(void **state)
{
    tkg_histogram_destroy(*state);
    return 0;
}

/* ---- the ten distributions; all in picoseconds as passes B and C record them. Built from
 * arithmetic alone, so that they are the same numbers on every machine. ---- */

/* Sum of twelve uniforms less six: mean 0, variance 1. */
static double normal(struct tkg_random *random)
{
    double sum = -6.0;
    for (int i = 0; i < 12; i++) {
        sum += tkg_random_unit(random);
    }
    return sum;
}

/* 2^x for x in [0, 40), with a straight line between whole exponents. */
static double power_of_two(double x)
{
    uint32_t whole = (uint32_t)x;
    return (double)(UINT64_C(1) << whole) * (1.0 + x - (double)whole);
}

static double uniform(struct tkg_random *random)
{
    return 1e6 * tkg_random_unit(random);
}

static double exponential(struct tkg_random *random)
{
    /* A geometric number of half-lives, uniform within each. */
    int half_lives = __builtin_clzll(tkg_random_next(random) | 1u);
    return 5000.0 * (half_lives + tkg_random_unit(random));
}

static double lognormal(struct tkg_random *random)
{
    return power_of_two(12.5 + 0.7 * normal(random));
}

static double bimodal(struct tkg_random *random)
{
    return (tkg_random_below(random, 3) ? 7000.0 : 90000.0) + 200.0 * normal(random);
}

static double constant(struct tkg_random *random)
{
    (void)random;
    return 5123456.0;
}

static double two_points(struct tkg_random *random)
{
    return tkg_random_below(random, 200) ? 5100.0 : 51000.0;
}

static double pareto(struct tkg_random *random)
{
    return 1000.0 / (1.0 - tkg_random_unit(random)); /* shape 1: no mean at all */
}

static double small_integers(struct tkg_random *random)
{
    return (double)tkg_random_below(random, 10);
}

static double around_powers_of_two(struct tkg_random *random)
{
    uint32_t bit = tkg_random_below(random, 39);
    return (double)((UINT64_C(1) << bit) + tkg_random_below(random, 5)) - 1.0;
}

static double over_all_octaves(struct tkg_random *random)
{
    return power_of_two(39.9 * tkg_random_unit(random));
}

typedef double (*distribution)(struct tkg_random *random);

static const distribution DISTRIBUTIONS[] = {
    uniform,        exponential,          lognormal,        bimodal, constant, two_points, pareto,
    small_integers, around_powers_of_two, over_all_octaves,
};

static int compare_u64(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a;
    uint64_t y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

/* The share is per_mille / 1000, so that the rank is exact in integers: ceil(n * k / 1000). */
static uint64_t exact_quantile(const uint64_t *sorted, size_t count, size_t per_mille)
{
    size_t rank = (count * per_mille + 999) / 1000;
    return sorted[rank - 1];
}

static uint64_t *fill(struct tkg_histogram *histogram, distribution draw, uint64_t seed)
{
    uint64_t *values = calloc(SAMPLE_COUNT, sizeof(*values));
    assert_non_null(values);
    struct tkg_random random = {seed};
    for (size_t i = 0; i < SAMPLE_COUNT; i++) {
        values[i] = (uint64_t)fabs(draw(&random));
        tkg_histogram_record(histogram, values[i]);
    }
    qsort(values, SAMPLE_COUNT, sizeof(*values), compare_u64);
    return values;
}

/* row: B02 B06 */
static void quantiles_of_ten_distributions_match_a_sort_within_0_05_percent(void **state)
{
    struct tkg_histogram *histogram = *state;
    const size_t per_milles[] = {1, 10, 250, 500, 900, 950, 990, 995, 999, 1000};
    for (size_t d = 0; d < sizeof(DISTRIBUTIONS) / sizeof(DISTRIBUTIONS[0]); d++) {
        tkg_histogram_reset(histogram);
        uint64_t *sorted = fill(histogram, DISTRIBUTIONS[d], 7 + d);
        for (size_t q = 0; q < sizeof(per_milles) / sizeof(per_milles[0]); q++) {
            double exact = (double)exact_quantile(sorted, SAMPLE_COUNT, per_milles[q]);
            double got = tkg_histogram_quantile(histogram, (double)per_milles[q] / 1000.0);
            assert_true(fabs(got - exact) <= ERROR_MAX * exact);
        }
        assert_int_equal(tkg_histogram_max(histogram), sorted[SAMPLE_COUNT - 1]);
        free(sorted);
    }
}

static void mean_of_ten_distributions_is_within_half_a_bucket(void **state)
{
    struct tkg_histogram *histogram = *state;
    for (size_t d = 0; d < sizeof(DISTRIBUTIONS) / sizeof(DISTRIBUTIONS[0]); d++) {
        tkg_histogram_reset(histogram);
        uint64_t *values = fill(histogram, DISTRIBUTIONS[d], 7 + d);
        double sum = 0.0;
        for (size_t i = 0; i < SAMPLE_COUNT; i++) {
            sum += (double)values[i];
        }
        double exact = sum / SAMPLE_COUNT;
        assert_true(fabs(tkg_histogram_mean(histogram) - exact) <= ERROR_MAX * exact);
        free(values);
    }
}

/* Hand: ranks ceil(p n) of 10, 20, ... 10 n: p50 is rank 1 1 2 2 3; p90 is 1 2 3 4 5; p99 the last.
 */
/* row: B06 */
static void nearest_rank_of_one_to_five_values_is_golden(void **state)
{
    struct tkg_histogram *histogram = *state;
    const double p50[] = {10, 10, 20, 20, 30};
    const double p25[] = {10, 10, 10, 10, 20};
    for (size_t n = 1; n <= 5; n++) {
        tkg_histogram_record(histogram, n * 10);
        assert_true(tkg_histogram_quantile(histogram, 0.50) == p50[n - 1]);
        assert_true(tkg_histogram_quantile(histogram, 0.25) == p25[n - 1]);
        assert_true(tkg_histogram_quantile(histogram, 0.90) == (double)(n * 10));
        assert_true(tkg_histogram_quantile(histogram, 0.99) == (double)(n * 10));
        assert_true(tkg_histogram_quantile(histogram, 1.00) == (double)(n * 10));
    }
}

/* 0.07 * 100 is 7.000000000000001 in binary; the rank is 7 all the same. So are 0.55 and 0.29. */
static void rank_is_not_pushed_up_by_binary_rounding(void **state)
{
    struct tkg_histogram *histogram = *state;
    for (uint64_t i = 1; i <= 100; i++) {
        tkg_histogram_record(histogram, i);
    }
    for (int i = 1; i <= 100; i++) {
        assert_true(tkg_histogram_quantile(histogram, i / 100.0) == (double)i);
    }
    assert_true(tkg_histogram_quantile(histogram, 0.0701) == 8.0);
    assert_true(tkg_histogram_quantile(histogram, 1e-9) == 1.0);
}

static void empty_histogram_has_no_count_mean_or_quantile(void **state)
{
    struct tkg_histogram *histogram = *state;
    assert_int_equal(tkg_histogram_count(histogram), 0);
    assert_int_equal(tkg_histogram_max(histogram), 0);
    assert_true(isnan(tkg_histogram_mean(histogram)));
    assert_true(tkg_histogram_quantile(histogram, 0.5) == 0.0);
}

static void every_value_below_2047_has_a_bucket_of_its_own(void **state)
{
    (void)state;
    uint32_t last = UINT32_MAX;
    for (uint64_t value = 0; value < 2047; value++) {
        uint32_t bucket = tkg_histogram_bucket(value);
        assert_true(last == UINT32_MAX || bucket > last);
        assert_true(tkg_histogram_bucket_midpoint(bucket) == (double)value);
        last = bucket;
    }
}

/* Every bucket edge of every octave: the first and last values around a change of bucket. */
static void buckets_rise_and_hold_their_midpoint_within_the_bound(void **state)
{
    (void)state;
    uint32_t last = 0;
    for (uint32_t octave = 0; octave < TKG_HISTOGRAM_VALUE_BITS; octave++) {
        for (uint64_t part = 0; part < 4096; part++) {
            uint64_t value = (UINT64_C(1) << octave) + ((part << octave) >> 12);
            value = value < 1 ? 0 : value - 1;
            uint32_t bucket = tkg_histogram_bucket(value);
            assert_true(bucket >= last && bucket < TKG_HISTOGRAM_BUCKET_COUNT);
            double off = fabs(tkg_histogram_bucket_midpoint(bucket) - (double)value);
            assert_true(off <= ERROR_MAX * (double)value);
            last = bucket;
        }
    }
}

static void huge_values_go_to_the_last_bucket_and_the_maximum_stays_exact(void **state)
{
    struct tkg_histogram *histogram = *state;
    const uint64_t huge[] = {(UINT64_C(1) << 40) - 1, UINT64_C(1) << 40, UINT64_MAX - 1,
                             UINT64_MAX};
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(tkg_histogram_bucket(huge[i]), TKG_HISTOGRAM_BUCKET_COUNT - 1);
        tkg_histogram_record(histogram, huge[i]);
        assert_true(tkg_histogram_max(histogram) == huge[i]);
    }
    assert_int_equal(tkg_histogram_bucket(huge[0] - 1), TKG_HISTOGRAM_BUCKET_COUNT - 2);
    assert_int_equal(tkg_histogram_count(histogram), 4);
    assert_true(tkg_histogram_quantile(histogram, 0.5) == (double)huge[0]);
    assert_true(tkg_histogram_quantile(histogram, 1.0) == (double)UINT64_MAX);
}

static void a_quantile_never_exceeds_the_maximum(void **state)
{
    struct tkg_histogram *histogram = *state;
    uint64_t lowest_of_bucket = (UINT64_C(1) << 30) - 1;
    for (int i = 0; i < 1000; i++) {
        tkg_histogram_record(histogram, lowest_of_bucket);
    }
    assert_true(tkg_histogram_quantile(histogram, 0.5) == (double)lowest_of_bucket);
}

/* Found by the fuzzer: beyond 2^53 a double no longer tells neighbouring counts apart. */
static void the_last_rank_is_the_maximum_at_any_count(void **state)
{
    struct tkg_histogram *histogram = *state;
    tkg_histogram_record(histogram, 3);
    tkg_histogram_record(histogram, 900);
    histogram->counts[tkg_histogram_bucket(3)] = UINT64_C(1) << 60;
    assert_true(tkg_histogram_quantile(histogram, 1.0) == 900.0);
    assert_true(tkg_histogram_quantile(histogram, 0.5) == 3.0);
}

static void merging_parts_equals_recording_all(void **state)
{
    struct tkg_histogram *all = *state;
    struct tkg_histogram *parts[3];
    struct tkg_random random = {11};
    for (size_t p = 0; p < 3; p++) {
        parts[p] = tkg_histogram_create();
        assert_non_null(parts[p]);
    }
    for (size_t i = 0; i < SAMPLE_COUNT; i++) {
        uint64_t value = (uint64_t)over_all_octaves(&random);
        tkg_histogram_record(all, value);
        tkg_histogram_record(parts[i % 3], value);
    }
    tkg_histogram_merge(parts[0], parts[1]);
    tkg_histogram_merge(parts[0], parts[2]);
    assert_memory_equal(parts[0], all, sizeof(*all));
    for (size_t p = 0; p < 3; p++) {
        tkg_histogram_destroy(parts[p]);
    }
}

static void reset_forgets_everything(void **state)
{
    struct tkg_histogram *histogram = *state;
    tkg_histogram_record(histogram, 17);
    tkg_histogram_reset(histogram);
    assert_int_equal(tkg_histogram_count(histogram), 0);
    assert_int_equal(tkg_histogram_max(histogram), 0);
}

static void memory_stays_below_400_kilobytes(void **state)
{
    (void)state;
    assert_true(sizeof(struct tkg_histogram) <= 400000);
    tkg_histogram_destroy(NULL);
}

#define WITH_HISTOGRAM(test) cmocka_unit_test_setup_teardown(test, create, destroy)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_HISTOGRAM(quantiles_of_ten_distributions_match_a_sort_within_0_05_percent),
        WITH_HISTOGRAM(mean_of_ten_distributions_is_within_half_a_bucket),
        WITH_HISTOGRAM(nearest_rank_of_one_to_five_values_is_golden),
        WITH_HISTOGRAM(rank_is_not_pushed_up_by_binary_rounding),
        WITH_HISTOGRAM(empty_histogram_has_no_count_mean_or_quantile),
        cmocka_unit_test(every_value_below_2047_has_a_bucket_of_its_own),
        cmocka_unit_test(buckets_rise_and_hold_their_midpoint_within_the_bound),
        WITH_HISTOGRAM(huge_values_go_to_the_last_bucket_and_the_maximum_stays_exact),
        WITH_HISTOGRAM(a_quantile_never_exceeds_the_maximum),
        WITH_HISTOGRAM(the_last_rank_is_the_maximum_at_any_count),
        WITH_HISTOGRAM(merging_parts_equals_recording_all),
        WITH_HISTOGRAM(reset_forgets_everything),
        cmocka_unit_test(memory_stays_below_400_kilobytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
