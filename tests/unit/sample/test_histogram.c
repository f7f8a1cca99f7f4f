/* SPDX-License-Identifier: Apache-2.0 */
#include "sample/histogram.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/random.h"

/* Half a bucket, the bounds that histogram.h states: 1/2^13 is below 0.02 %; 0.098 % at the top. */
#define ERROR_MAX (1.0 / 8192.0)
#define TOP_ERROR_MAX (0.098e-2)

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

/* A straight line from 3 us, the state as the counter: every value is a new maximum, which is the
 * rare path of recording. */
static double ramp(struct tkg_random *random)
{
    return 3e6 + 10.0 * (double)random->state++;
}

static double heavy_tail(struct tkg_random *random)
{
    double body = 6000.0 + 500.0 * normal(random);
    return tkg_random_below(random, 200) ? body : 10.0 * body;
}

/* Two sums of three exponentials: 20 ns and 2 ns a step, the second shifted by 5 ns. */
static double shifted_gammas(struct tkg_random *random)
{
    double sum = 5000.0;
    for (int i = 0; i < 3; i++) {
        sum += 4.0 * exponential(random);
        sum += 0.4 * exponential(random);
    }
    return sum;
}

static double small_integers(struct tkg_random *random)
{
    return (double)tkg_random_below(random, 10);
}

static double around_powers_of_two(struct tkg_random *random)
{
    uint32_t bit = tkg_random_below(random, 34);
    return (double)((UINT64_C(1) << bit) + tkg_random_below(random, 5)) - 1.0;
}

static double over_all_octaves(struct tkg_random *random)
{
    return power_of_two(34.9 * tkg_random_unit(random));
}

typedef double (*distribution)(struct tkg_random *random);

static const distribution DISTRIBUTIONS[] = {
    uniform,        exponential,          lognormal,        pareto,         bimodal,
    constant,       two_points,           heavy_tail,       shifted_gammas, ramp,
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

/* 100,000 to a million values, sorted in the end. */
static uint64_t *fill(struct tkg_histogram *histogram, size_t which, size_t *count)
{
    *count = 100000 + which * 75000;
    uint64_t *values = calloc(*count, sizeof(*values));
    assert_non_null(values);
    struct tkg_random random = {7 + which};
    for (size_t i = 0; i < *count; i++) {
        values[i] = (uint64_t)fabs(DISTRIBUTIONS[which](&random));
        tkg_histogram_record(histogram, values[i]);
    }
    qsort(values, *count, sizeof(*values), compare_u64);
    return values;
}

/* row: B02 B06 */
static void quantiles_of_thirteen_distributions_match_a_sort_within_0_02_percent(void **state)
{
    struct tkg_histogram *histogram = *state;
    const size_t per_milles[] = {1, 10, 250, 500, 900, 950, 990, 995, 999, 1000};
    for (size_t d = 0; d < sizeof(DISTRIBUTIONS) / sizeof(DISTRIBUTIONS[0]); d++) {
        size_t count;
        tkg_histogram_reset(histogram);
        uint64_t *sorted = fill(histogram, d, &count);
        for (size_t q = 0; q < sizeof(per_milles) / sizeof(per_milles[0]); q++) {
            double exact = (double)exact_quantile(sorted, count, per_milles[q]);
            double got = tkg_histogram_quantile(histogram, (double)per_milles[q] / 1000.0);
            assert_true(fabs(got - exact) <= ERROR_MAX * exact);
        }
        assert_int_equal(tkg_histogram_max(histogram), sorted[count - 1]);
        assert_int_equal(tkg_histogram_count(histogram), count);
        free(sorted);
    }
}

static void mean_of_thirteen_distributions_is_within_half_a_bucket(void **state)
{
    struct tkg_histogram *histogram = *state;
    for (size_t d = 0; d < sizeof(DISTRIBUTIONS) / sizeof(DISTRIBUTIONS[0]); d++) {
        size_t count;
        tkg_histogram_reset(histogram);
        uint64_t *values = fill(histogram, d, &count);
        double sum = 0.0;
        for (size_t i = 0; i < count; i++) {
            sum += (double)values[i];
        }
        double exact = sum / (double)count;
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

/* 1 2 3 4: mean 2.5, squares of what is off 2.25 0.25 0.25 2.25, their mean 1.25. */
static void deviation_is_that_of_all_values(void **state)
{
    struct tkg_histogram *histogram = *state;
    assert_true(isnan(tkg_histogram_stddev(histogram)));
    for (uint64_t value = 1; value <= 4; value++) {
        tkg_histogram_record(histogram, value);
    }
    assert_true(fabs(tkg_histogram_stddev(histogram) - sqrt(1.25)) < 1e-15);
}

static void empty_histogram_has_no_count_mean_or_quantile(void **state)
{
    struct tkg_histogram *histogram = *state;
    assert_int_equal(tkg_histogram_count(histogram), 0);
    assert_int_equal(tkg_histogram_max(histogram), 0);
    assert_true(isnan(tkg_histogram_mean(histogram)));
    assert_true(tkg_histogram_quantile(histogram, 0.5) == 0.0);
}

static void every_value_below_4096_has_a_bucket_of_its_own(void **state)
{
    (void)state;
    for (uint64_t value = 0; value < 4096; value++) {
        assert_int_equal(tkg_histogram_bucket(value), value);
        assert_true(tkg_histogram_bucket_midpoint((uint32_t)value) == (double)value);
    }
}

/* The value plus the offset is 2^octave and a number of sixteen-thousandths of it: every edge of
 * every bucket, and three values between. */
static uint64_t value_of(uint32_t octave, uint64_t part)
{
    return (UINT64_C(1) << octave) + ((part << octave) >> 14) - 4096;
}

static void check_octaves(uint32_t from, uint32_t to, double error_max)
{
    uint32_t last = tkg_histogram_bucket(value_of(from, 0));
    for (uint32_t octave = from; octave < to; octave++) {
        for (uint64_t part = 0; part < 16384; part++) {
            uint64_t value = value_of(octave, part);
            uint32_t bucket = tkg_histogram_bucket(value);
            assert_true(bucket == last || bucket == last + 1);
            double off = fabs(tkg_histogram_bucket_midpoint(bucket) - (double)value);
            assert_true(off <= error_max * (double)value);
            last = bucket;
        }
    }
}

static void buckets_rise_one_by_one_and_hold_their_midpoint_within_the_bound(void **state)
{
    (void)state;
    check_octaves(12, 35, ERROR_MAX);
    check_octaves(35, 45, TOP_ERROR_MAX);
    assert_int_equal(tkg_histogram_bucket(value_of(45, 0) - 1), TKG_HISTOGRAM_BUCKET_COUNT - 2);
}

/* What is recorded is found in the bucket that tkg_histogram_bucket() names, on the fast path and
 * on the rare one. */
static void recording_and_naming_a_bucket_agree(void **state)
{
    struct tkg_histogram *histogram = *state;
    struct tkg_random random = {3};
    for (int i = 0; i < 20000; i++) {
        uint64_t value = tkg_random_next(&random) >> (i % 64);
        uint64_t before = tkg_histogram_bucket_values(histogram, tkg_histogram_bucket(value));
        tkg_histogram_record(histogram, value);
        assert_int_equal(tkg_histogram_bucket_values(histogram, tkg_histogram_bucket(value)),
                         before + 1);
    }
    assert_int_equal(tkg_histogram_count(histogram), 20000);
}

/* Values beyond the fine buckets must not reach the fine table, however large the maximum is. */
static void huge_values_go_to_the_last_bucket_and_the_maximum_stays_exact(void **state)
{
    struct tkg_histogram *histogram = *state;
    const uint64_t huge[] = {value_of(45, 0), value_of(45, 0) + 1, UINT64_C(1) << 62,
                             UINT64_MAX - 1, UINT64_MAX};
    for (size_t i = 0; i < 5; i++) {
        assert_int_equal(tkg_histogram_bucket(huge[i]), TKG_HISTOGRAM_BUCKET_COUNT - 1);
        tkg_histogram_record(histogram, huge[i]);
        assert_true(tkg_histogram_max(histogram) == huge[i]);
    }
    const uint64_t smaller[] = {value_of(45, 0), value_of(35, 0), value_of(35, 0) - 1};
    for (size_t i = 0; i < 3; i++) {
        tkg_histogram_record(histogram, smaller[i]);
    }
    assert_int_equal(tkg_histogram_count(histogram), 8);
    assert_int_equal(tkg_histogram_bucket(value_of(35, 0) - 1), TKG_HISTOGRAM_FINE_COUNT - 1);
    assert_int_equal(histogram->counts[TKG_HISTOGRAM_FINE_COUNT - 1], 1);
    assert_int_equal(histogram->counts[TKG_HISTOGRAM_FINE_COUNT], 1);
    assert_int_equal(histogram->counts[TKG_HISTOGRAM_BUCKET_COUNT - 1], 6);
    assert_true(tkg_histogram_quantile(histogram, 0.5) == (double)value_of(45, 0));
    assert_true(tkg_histogram_quantile(histogram, 1.0) == (double)UINT64_MAX);
}

static void a_quantile_never_exceeds_the_maximum(void **state)
{
    struct tkg_histogram *histogram = *state;
    uint64_t lowest_of_bucket = value_of(30, 0);
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
    assert_true(tkg_histogram_add_to_bucket(histogram, tkg_histogram_bucket(3), UINT64_C(1) << 60));
    assert_true(tkg_histogram_quantile(histogram, 1.0) == 900.0);
    assert_true(tkg_histogram_quantile(histogram, 0.5) == 3.0);
}

/* 2^32 - 2 values are there, five more are recorded: 2^32 + 3, on either path of recording. */
static void a_count_goes_on_beyond_32_bits(void **state)
{
    struct tkg_histogram *histogram = *state;
    const uint64_t values[] = {5000, UINT64_C(1) << 40};
    for (size_t v = 0; v < 2; v++) {
        uint32_t bucket = tkg_histogram_bucket(values[v]);
        tkg_histogram_raise_max(histogram, values[v]);
        assert_true(tkg_histogram_add_to_bucket(histogram, bucket, UINT32_MAX - 1u));
        for (int i = 0; i < 5; i++) {
            tkg_histogram_record(histogram, values[v]);
        }
        assert_int_equal(tkg_histogram_bucket_values(histogram, bucket), UINT64_C(4294967299));
    }
    assert_int_equal(tkg_histogram_count(histogram), 2 * UINT64_C(4294967299));
    assert_true(tkg_histogram_quantile(histogram, 0.5) ==
                tkg_histogram_bucket_midpoint(tkg_histogram_bucket(5000)));
}

/* A million values, doubled thirteen times by merging: 8.192 * 10^9, 32 bits hold 4.29 * 10^9. */
static void billions_of_counts_are_added_up_exactly(void **state)
{
    struct tkg_histogram *histogram = *state;
    struct tkg_histogram *copy = tkg_histogram_create();
    assert_non_null(copy);
    for (int i = 0; i < 1000000; i++) {
        tkg_histogram_record(histogram, i % 10 ? 5000 : 70000);
    }
    double mean = tkg_histogram_mean(histogram);
    for (int i = 0; i < 13; i++) {
        memcpy(copy, histogram, sizeof(*copy));
        tkg_histogram_merge(histogram, copy);
    }
    assert_int_equal(tkg_histogram_count(histogram), UINT64_C(8192000000));
    assert_int_equal(tkg_histogram_bucket_values(histogram, tkg_histogram_bucket(5000)),
                     UINT64_C(7372800000));
    assert_int_equal(tkg_histogram_bucket_values(histogram, tkg_histogram_bucket(70000)),
                     UINT64_C(819200000));
    assert_true(fabs(tkg_histogram_mean(histogram) - mean) <= 1e-12 * mean);
    assert_true(tkg_histogram_quantile(histogram, 0.89) < 5001.0);
    assert_true(tkg_histogram_quantile(histogram, 0.91) > 69000.0);
    tkg_histogram_destroy(copy);
}

static void a_count_that_does_not_fit_is_refused_and_nothing_is_lost(void **state)
{
    struct tkg_histogram *histogram = *state;
    for (uint32_t bucket = TKG_HISTOGRAM_SPILL_MAX; bucket > 0; bucket--) {
        assert_true(tkg_histogram_add_to_bucket(histogram, bucket, UINT64_C(1) << 32));
    }
    assert_false(tkg_histogram_add_to_bucket(histogram, 0, UINT64_C(1) << 32));
    assert_true(tkg_histogram_add_to_bucket(histogram, 0, UINT32_MAX));
    assert_false(tkg_histogram_add_to_bucket(histogram, 0, 1));
    assert_int_equal(tkg_histogram_bucket_values(histogram, 0), UINT32_MAX);
    assert_true(tkg_histogram_add_to_bucket(histogram, 9, UINT64_MAX - (UINT64_C(1) << 32)));
    assert_false(tkg_histogram_add_to_bucket(histogram, 9, 1));
    assert_int_equal(tkg_histogram_bucket_values(histogram, 9), UINT64_MAX);
}

enum { PART_COUNT = 7 };

/* A new random cut of the same values, and a new order of merging. */
static void check_merge(const struct tkg_histogram *all, uint64_t seed)
{
    struct tkg_histogram *parts[PART_COUNT];
    uint32_t order[PART_COUNT];
    struct tkg_random values = {11};
    struct tkg_random cut = {seed};
    for (uint32_t p = 0; p < PART_COUNT; p++) {
        parts[p] = tkg_histogram_create();
        assert_non_null(parts[p]);
        order[p] = p;
    }
    for (size_t i = 0; i < SAMPLE_COUNT; i++) {
        tkg_histogram_record(parts[tkg_random_below(&cut, PART_COUNT)],
                             tkg_random_next(&values) >> (i % 64));
    }
    /* Counts beyond 32 bits only when added up, and in another order of buckets each time. */
    for (uint32_t i = 0; i < 12; i++) {
        bool added = tkg_histogram_add_to_bucket(parts[order[i % PART_COUNT]], 40 + i % 4,
                                                 UINT32_MAX - 70000u);
        assert_true(added);
        tkg_random_shuffle(&cut, order, PART_COUNT);
    }
    for (size_t p = 1; p < PART_COUNT; p++) {
        tkg_histogram_merge(parts[order[0]], parts[order[p]]);
    }
    assert_memory_equal(parts[order[0]], all, sizeof(*all));
    for (size_t p = 0; p < PART_COUNT; p++) {
        tkg_histogram_destroy(parts[p]);
    }
}

/* row: B02 */
static void merging_parts_of_any_cut_in_any_order_equals_recording_all(void **state)
{
    struct tkg_histogram *all = *state;
    struct tkg_random random = {11};
    for (size_t i = 0; i < SAMPLE_COUNT; i++) {
        tkg_histogram_record(all, tkg_random_next(&random) >> (i % 64));
    }
    for (uint32_t i = 0; i < 12; i++) {
        assert_true(tkg_histogram_add_to_bucket(all, 40 + i % 4, UINT32_MAX - 70000u));
    }
    for (uint64_t seed = 1; seed <= 20; seed++) {
        check_merge(all, seed);
    }
}

static void reset_forgets_everything(void **state)
{
    struct tkg_histogram *histogram = *state;
    tkg_histogram_record(histogram, 17);
    assert_true(tkg_histogram_add_to_bucket(histogram, 17, UINT64_MAX / 2));
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
        WITH_HISTOGRAM(quantiles_of_thirteen_distributions_match_a_sort_within_0_02_percent),
        WITH_HISTOGRAM(mean_of_thirteen_distributions_is_within_half_a_bucket),
        WITH_HISTOGRAM(nearest_rank_of_one_to_five_values_is_golden),
        WITH_HISTOGRAM(rank_is_not_pushed_up_by_binary_rounding),
        WITH_HISTOGRAM(deviation_is_that_of_all_values),
        WITH_HISTOGRAM(empty_histogram_has_no_count_mean_or_quantile),
        cmocka_unit_test(every_value_below_4096_has_a_bucket_of_its_own),
        cmocka_unit_test(buckets_rise_one_by_one_and_hold_their_midpoint_within_the_bound),
        WITH_HISTOGRAM(recording_and_naming_a_bucket_agree),
        WITH_HISTOGRAM(huge_values_go_to_the_last_bucket_and_the_maximum_stays_exact),
        WITH_HISTOGRAM(a_quantile_never_exceeds_the_maximum),
        WITH_HISTOGRAM(the_last_rank_is_the_maximum_at_any_count),
        WITH_HISTOGRAM(a_count_goes_on_beyond_32_bits),
        WITH_HISTOGRAM(billions_of_counts_are_added_up_exactly),
        WITH_HISTOGRAM(a_count_that_does_not_fit_is_refused_and_nothing_is_lost),
        WITH_HISTOGRAM(merging_parts_of_any_cut_in_any_order_equals_recording_all),
        WITH_HISTOGRAM(reset_forgets_everything),
        cmocka_unit_test(memory_stays_below_400_kilobytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
