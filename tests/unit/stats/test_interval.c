/* SPDX-License-Identifier: Apache-2.0 */
#include "stats/interval.h"

#include <stdlib.h>

#include "record_builder.h"

struct row {
    size_t count;
    size_t low_rank;
    double coverage;
};

/* Exact fractions, printed by
 *   python3 -c "from math import comb; n,d=20,6; print(1-2*sum(comb(n,k) for k in range(d))/2**n)"
 * and equal, to the three digits printed there, to the usual textbook table "Confidence intervals
 * for the population median" (n = 5: 1-5 93.8 %; 6: 1-6 96.9; 9: 2-8 96.1; 10: 2-9 97.9; 12: 3-10
 * 96.1; 15: 4-12 96.5; 17: 5-13 95.1; 20: 6-15 95.9). */
static const struct row TABLE[] = {
    {5, 1, 0.9375},          {6, 1, 0.96875},           {7, 1, 0.984375},
    {8, 1, 0.9921875},       {9, 2, 0.9609375},         {10, 2, 0.9785156250},
    {11, 2, 0.9882812500},   {12, 3, 0.9614257812},     {15, 4, 0.9648437500},
    {17, 5, 0.9509582520},   {20, 6, 0.9586105347},     {25, 8, 0.9567147493},
    {30, 10, 0.9572260547},  {40, 14, 0.9615226917},    {50, 18, 0.9671608624},
    {100, 40, 0.9647997998}, {1000, 469, 0.9537088026},
};

static void ranks_and_coverage_match_the_published_table(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(TABLE) / sizeof(TABLE[0]); i++) {
        struct tkg_median_interval interval = tkg_median_interval(TABLE[i].count);
        assert_int_equal(interval.low_rank, TABLE[i].low_rank);
        assert_int_equal(interval.high_rank, TABLE[i].count + 1 - TABLE[i].low_rank);
        assert_near(interval.coverage_0to1, TABLE[i].coverage, 1e-9);
    }
}

static void one_value_is_its_own_interval_of_no_coverage(void **state)
{
    (void)state;
    struct tkg_median_interval interval = tkg_median_interval(1);
    assert_int_equal(interval.low_rank, 1);
    assert_int_equal(interval.high_rank, 1);
    assert_true(fabs(interval.coverage_0to1) < 1e-12);
}

/* The next narrower pair must miss 95 %, at every count: nothing wider than needed is printed. */
static void the_interval_is_the_narrowest_that_covers(void **state)
{
    (void)state;
    for (size_t count = 6; count <= 400; count++) {
        struct tkg_median_interval interval = tkg_median_interval(count);
        double term = pow(0.5, (double)count);
        double below = 0.0; /* P(binomial <= low_rank) by plain multiplication */
        for (size_t k = 0; k <= interval.low_rank; k++) {
            below += term;
            term *= (double)(count - k) / (double)(k + 1);
        }
        assert_true(interval.coverage_0to1 >= 0.95);
        assert_true(1.0 - 2.0 * below < 0.95);
    }
}

/* For large counts the normal approximation n/2 - 0.98 sqrt(n) holds within one rank. */
static void ranks_stay_right_where_two_to_the_minus_n_underflows(void **state)
{
    (void)state;
    const size_t counts[] = {1074, 1075, 5000, 60000};
    for (size_t i = 0; i < 4; i++) {
        struct tkg_median_interval interval = tkg_median_interval(counts[i]);
        double expected = (double)counts[i] / 2.0 - 0.979982 * sqrt((double)counts[i]);
        assert_true(fabs((double)interval.low_rank - expected) <= 1.5);
        assert_true(interval.coverage_0to1 >= 0.95 && interval.coverage_0to1 < 0.96);
    }
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a;
    double y = *(const double *)b;
    return (x > y) - (x < y);
}

/* 4,000 samples of 20 from a skewed distribution whose median is ln 2. The stated coverage is
 * 0.9586; four standard errors of the count are 0.0126. */
static void stated_coverage_is_met_in_simulation(void **state)
{
    (void)state;
    struct tkg_random random = {20};
    struct tkg_median_interval interval = tkg_median_interval(20);
    int covered = 0;
    for (int trial = 0; trial < 4000; trial++) {
        double values[20];
        for (int i = 0; i < 20; i++) {
            values[i] = -log(1.0 - tkg_random_unit(&random));
        }
        qsort(values, 20, sizeof(values[0]), compare);
        covered +=
            values[interval.low_rank - 1] <= log(2.0) && log(2.0) <= values[interval.high_rank - 1];
    }
    assert_true(fabs(covered / 4000.0 - interval.coverage_0to1) < 0.0126);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ranks_and_coverage_match_the_published_table),
        cmocka_unit_test(one_value_is_its_own_interval_of_no_coverage),
        cmocka_unit_test(the_interval_is_the_narrowest_that_covers),
        cmocka_unit_test(ranks_stay_right_where_two_to_the_minus_n_underflows),
        cmocka_unit_test(stated_coverage_is_met_in_simulation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
