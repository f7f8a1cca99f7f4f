/* SPDX-License-Identifier: Apache-2.0
 *
 * The arithmetic behind the rows. Expected values: by hand where a line says how, otherwise from R.
 */
#include "cmocka_all.h"
#include "gbench_histogram.h"
#include "gbench_state.h"
#include "gbench_statistics.h"

/* ---- statistics ---- */

static double apply(int which, const double *values, size_t count)
{
    return tkg_gbench_standard_statistics[which].function(values, count, NULL);
}

/* R: x <- c(8, 2, 5, 11); mean, median, sd, sd/mean */
static void statistics_are_those_of_r(void **state)
{
    (void)state;
    const double values[] = {8, 2, 5, 11};
    assert_near(apply(0, values, 4), 6.5, 1e-15);
    assert_near(apply(1, values, 4), 6.5, 1e-15);
    assert_near(apply(2, values, 4), 3.8729833462074170, 1e-14);
    assert_near(apply(3, values, 4), 0.59584359172421800, 1e-14);
    assert_near(apply(1, values, 3), 5, 0);
    assert_near(apply(2, values, 1), 0, 0);
}

/* x * 1e9 + c: the library's sum of squares loses all digits here, two passes do not. */
static void spread_of_large_close_values_keeps_its_digits(void **state)
{
    (void)state;
    const double values[] = {1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16};
    assert_near(apply(2, values, 4), 5.4772255750516612, 1e-9); /* R: sd(c(4, 7, 13, 16)) */
}

/* Values 1 .. n have the median (n+1)/2 and the interval [d, n+1-d]: half of it over the median is
 * (n+1-2d)/(n+1). d: table "confidence intervals for the population median" (n = 6: 1, 9: 2,
 * 12: 3, 15: 4, 20: 6, 50: 18, 100: 40). */
static void precision_uses_the_ranks_of_the_table(void **state)
{
    (void)state;
    static const size_t counts[] = {6, 8, 9, 11, 12, 14, 15, 20, 50, 100};
    static const size_t ranks[] = {1, 1, 2, 2, 3, 3, 4, 6, 18, 40};
    double values[100];
    for (size_t i = 0; i < 10; i++) {
        size_t n = counts[i];
        for (size_t at = 0; at < n; at++) {
            values[at] = (double)(n - at);
        }
        double expected = (double)(n + 1 - 2 * ranks[i]) / (double)(n + 1);
        assert_near(tkg_gbench_precision(values, n), expected, 1e-12);
    }
    assert_nan(tkg_gbench_precision(values, 5));
}

static void precision_of_a_median_of_zero_is_unknown(void **state)
{
    (void)state;
    const double values[6] = {0};
    assert_nan(tkg_gbench_precision(values, 6));
}

/* ---- curves ---- */

/* A second, slow way: the residual is least at the fitted coefficient. */
static double residual(enum tkg_big_o big_o, double coefficient, const int64_t *sizes,
                       const double *times, size_t count)
{
    double sum = 0;
    for (size_t i = 0; i < count; i++) {
        double n = (double)sizes[i];
        double curve = big_o == TKG_BIG_O_N         ? n
                       : big_o == TKG_BIG_O_N_LOG_N ? n * log(n) / log(2)
                                                    : 1;
        sum += (times[i] - coefficient * curve) * (times[i] - coefficient * curve);
    }
    return sum;
}

static void a_fit_is_the_least_square(void **state)
{
    (void)state;
    const int64_t sizes[] = {4, 8, 16, 64};
    const double times[] = {9, 15, 37, 130};
    const enum tkg_big_o classes[] = {TKG_BIG_O_N, TKG_BIG_O_N_LOG_N, TKG_BIG_O_1};
    for (int i = 0; i < 3; i++) {
        struct tkg_gbench_fit fit = tkg_gbench_fit_curve(classes[i], NULL, NULL, sizes, times, 4);
        double least = residual(classes[i], fit.coefficient, sizes, times, 4);
        assert_true(least < residual(classes[i], fit.coefficient * 1.001, sizes, times, 4));
        assert_true(least < residual(classes[i], fit.coefficient * 0.999, sizes, times, 4));
        assert_near(fit.rms, sqrt(least / 4) / (191.0 / 4), 1e-12);
    }
}

static double cost_of(enum tkg_big_o big_o, double n)
{
    switch (big_o) {
    case TKG_BIG_O_LOG_N:
        return log(n);
    case TKG_BIG_O_N:
        return n;
    case TKG_BIG_O_N_LOG_N:
        return n * log(n);
    case TKG_BIG_O_N_SQUARED:
        return n * n;
    case TKG_BIG_O_N_CUBED:
        return n * n * n;
    default:
        return 1;
    }
}

static void the_class_of_exact_data_is_found(void **state)
{
    (void)state;
    static const struct {
        enum tkg_big_o big_o;
        const char *text;
    } classes[] = {{TKG_BIG_O_1, "(1)"},         {TKG_BIG_O_LOG_N, "lgN"},
                   {TKG_BIG_O_N, "N"},           {TKG_BIG_O_N_LOG_N, "NlgN"},
                   {TKG_BIG_O_N_SQUARED, "N^2"}, {TKG_BIG_O_N_CUBED, "N^3"}};
    for (int i = 0; i < 6; i++) {
        int64_t sizes[8];
        double times[8];
        for (int at = 0; at < 8; at++) {
            sizes[at] = 8 << at;
            times[at] = 3e-9 * cost_of(classes[i].big_o, (double)sizes[at]);
        }
        struct tkg_gbench_fit fit =
            tkg_gbench_fit_curve(TKG_BIG_O_AUTO, NULL, NULL, sizes, times, 8);
        assert_int_equal(fit.big_o, classes[i].big_o);
        assert_string_equal(tkg_gbench_big_o_text(fit.big_o), classes[i].text);
        assert_near(fit.rms, 0, 1e-9);
    }
    assert_string_equal(tkg_gbench_big_o_text(TKG_BIG_O_LAMBDA), "f(N)");
}

/* ---- histogram ---- */

/* Nearest rank on all values, the slow way. */
static uint64_t nearest_rank(uint64_t *sorted, size_t count, double share)
{
    size_t rank = (size_t)ceil(share * (double)count * (1 - 1e-12));
    return sorted[rank == 0 ? 0 : rank - 1];
}

static int compare(const void *left, const void *right)
{
    uint64_t a = *(const uint64_t *)left;
    uint64_t b = *(const uint64_t *)right;
    return (a > b) - (a < b);
}

static struct tkg_gbench_histogram histogram;
static uint64_t values[10007];

/* xorshift64 (Marsaglia 2003), spread over seven powers of ten. */
static void fill(size_t count)
{
    uint64_t word = 88172645463325252u;
    memset(&histogram, 0, sizeof(histogram));
    for (size_t i = 0; i < count; i++) {
        word ^= word << 13;
        word ^= word >> 7;
        word ^= word << 17;
        values[i] = word % (uint64_t)pow(10, (double)(1 + i % 7));
        tkg_gbench_histogram_record(&histogram, values[i]);
    }
    qsort(values, count, sizeof(values[0]), compare);
}

static void quantiles_are_at_most_one_in_128_above_nearest_rank(void **state)
{
    (void)state;
    static const size_t counts[] = {1, 2, 3, 5, 100, 1000, 10007};
    static const double shares[] = {0, 0.5, 0.9, 0.99, 0.999, 1};
    for (size_t i = 0; i < 7; i++) {
        fill(counts[i]);
        for (size_t at = 0; at < 6; at++) {
            double exact = (double)nearest_rank(values, counts[i], shares[at]);
            double got = tkg_gbench_histogram_quantile(&histogram, shares[at]);
            assert_true(got >= exact);
            assert_true(got <= exact * (1 + 1.0 / 128));
        }
    }
}

static void small_and_greatest_values_are_exact(void **state)
{
    (void)state;
    memset(&histogram, 0, sizeof(histogram));
    for (uint64_t value = 1; value <= 100; value++) {
        tkg_gbench_histogram_record(&histogram, value);
    }
    assert_near(tkg_gbench_histogram_quantile(&histogram, 0.5), 50, 0);
    assert_near(tkg_gbench_histogram_quantile(&histogram, 0.99), 99, 0); /* not 100 by rounding */
    tkg_gbench_histogram_record(&histogram, UINT64_MAX);
    assert_near(tkg_gbench_histogram_quantile(&histogram, 1), (double)UINT64_MAX, 0);
}

static void merged_histograms_are_one(void **state)
{
    (void)state;
    static struct tkg_gbench_histogram other;
    struct tkg_benchmark_percentiles percentiles;
    fill(1000);
    memset(&other, 0, sizeof(other));
    tkg_gbench_histogram_merge(&other, &histogram);
    tkg_gbench_histogram_merge(&other, &histogram);
    tkg_gbench_histogram_summarise(&other, &percentiles);
    assert_int_equal(percentiles.count, 2000);
    assert_near(percentiles.p90_ns, tkg_gbench_histogram_quantile(&histogram, 0.9), 0);
    assert_near(percentiles.max_ns, (double)values[999], 0);
    memset(&other, 0, sizeof(other));
    tkg_gbench_histogram_summarise(&other, &percentiles);
    assert_nan(percentiles.p50_ns);
    assert_nan(percentiles.max_ns);
}

/* ---- counters ---- */

static void counters_are_sorted_unique_and_summed(void **state)
{
    (void)state;
    struct tkg_gbench_counters mine = {0};
    struct tkg_gbench_counters other = {0};
    assert_true(tkg_gbench_counters_set(&mine, "b", 1, TKG_COUNTER_RATE));
    assert_true(tkg_gbench_counters_set(&mine, "a", 2, 0));
    assert_true(tkg_gbench_counters_set(&mine, "b", 3, TKG_COUNTER_RATE));
    assert_true(tkg_gbench_counters_set(&other, "b", 10, TKG_COUNTER_RATE));
    assert_true(tkg_gbench_counters_set(&other, "c", 20, 0));
    tkg_gbench_counters_add(&mine, &other);
    assert_int_equal(mine.count, 3);
    assert_string_equal(mine.list[0].name, "a");
    assert_near(tkg_gbench_counters_find(&mine, "b")->value, 13, 0);
    assert_int_equal(tkg_gbench_counters_find(&mine, "b")->flags, TKG_COUNTER_RATE);
    assert_near(tkg_gbench_counters_find(&mine, "c")->value, 20, 0);
    assert_null(tkg_gbench_counters_find(&mine, "d"));
    tkg_gbench_counters_clear(&mine);
    tkg_gbench_counters_clear(&other);
}

static void names_of_json_fields_are_reserved(void **state)
{
    (void)state;
    assert_true(tkg_gbench_counter_name_is_reserved("name"));
    assert_true(tkg_gbench_counter_name_is_reserved("real_time"));
    assert_true(tkg_gbench_counter_name_is_reserved("p99_9_ns"));
    assert_false(tkg_gbench_counter_name_is_reserved("names"));
    assert_false(tkg_gbench_counter_name_is_reserved("bytes_per_second"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(statistics_are_those_of_r),
        cmocka_unit_test(spread_of_large_close_values_keeps_its_digits),
        cmocka_unit_test(precision_uses_the_ranks_of_the_table),
        cmocka_unit_test(precision_of_a_median_of_zero_is_unknown),
        cmocka_unit_test(a_fit_is_the_least_square),
        cmocka_unit_test(the_class_of_exact_data_is_found),
        cmocka_unit_test(quantiles_are_at_most_one_in_128_above_nearest_rank),
        cmocka_unit_test(small_and_greatest_values_are_exact),
        cmocka_unit_test(merged_histograms_are_one),
        cmocka_unit_test(counters_are_sorted_unique_and_summed),
        cmocka_unit_test(names_of_json_fields_are_reserved),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
