/* SPDX-License-Identifier: Apache-2.0
 *
 * The judge against simulated launches whose truth is known. The spreads are those of a branchy
 * engine in fresh layouts: 1.72 % for one arm against one, 1.23 % for two against two.
 */
#include <math.h>

#include "base/random.h"
#include "cmocka_all.h"
#include "verdict/comparison.h"

static const struct tkg_comparison_question usual = {.tolerance = 0.005,
                                                     .margin = 0.01,
                                                     .plant = 0.01,
                                                     .error_regression_0to1 = 0.005,
                                                     .error_pass_0to1 = 0.005};

/* What the simulated machine does. Shares, as in "0.01 slower". */
struct truth {
    double head;
    double null;
    double plant;
    double outlier_share; /* launches whose every contrast is thrown far off, either way */
    double spread;        /* of one arm against one */
};

static const struct truth clean = {.plant = 0.01, .spread = 0.0172};

/* Two uniforms to one normal: Box and Muller 1958. */
static double draw_normal(struct tkg_random *random)
{
    const double radius = sqrt(-2.0 * log(1.0 - tkg_random_unit(random)));
    return radius * cos(6.283185307179586 * tkg_random_unit(random));
}

static double draw(struct tkg_random *random, double truth, double spread, bool is_outlier)
{
    const double thrown = is_outlier ? (tkg_random_unit(random) < 0.5 ? -0.5 : 0.5) : 0.0;
    return log1p(truth) + spread * draw_normal(random) + thrown;
}

/* Every other launch carries the plant, the others the head's second arm. */
static void simulate(struct tkg_random *random, const struct truth *truth,
                     struct tkg_launch_contrasts *launches)
{
    for (size_t i = 0; i < TKG_LAUNCH_MAX; i++) {
        const bool has_plant = i % 2 == 1;
        const bool is_outlier = tkg_random_unit(random) < truth->outlier_share;
        const double head_spread = truth->spread * (has_plant ? 1.0 : 0.715);
        launches[i].head = draw(random, truth->head, head_spread, is_outlier);
        launches[i].null = draw(random, truth->null, truth->spread, is_outlier);
        launches[i].plant = has_plant ? draw(random, truth->plant, truth->spread, is_outlier) : NAN;
    }
}

/* Look by look, up to launch_max. */
static struct tkg_comparison run(const struct tkg_launch_contrasts *launches, size_t launch_max,
                                 const struct tkg_comparison_question *question)
{
    struct tkg_comparison comparison = {0};
    const size_t last = tkg_look_of_launch_count(launch_max);
    for (size_t look = 0; look <= last; look++) {
        struct tkg_error err = {0};
        assert_status(
            tkg_comparison_judge(question, launches, look, look == last, &comparison, &err), TKG_OK,
            &err);
        if (comparison.outcome != TKG_COMPARISON_NOT_YET) {
            break;
        }
    }
    return comparison;
}

/* How many of run_count simulated runs end in each outcome. */
static void count_outcomes(const struct truth *truth, size_t run_count, size_t launch_max,
                           size_t *counts)
{
    static struct tkg_launch_contrasts launches[TKG_LAUNCH_MAX];
    struct tkg_random random = {20261121};
    memset(counts, 0, TKG_COMPARISON_OUTCOME_COUNT * sizeof *counts);
    for (size_t i = 0; i < run_count; i++) {
        simulate(&random, truth, launches);
        counts[run(launches, launch_max, &usual).outcome]++;
    }
}

/* 300 runs without a false alarm: the rate is below 1 % with 95 % confidence (rule of three). */
static void unchanged_head_is_never_a_regression(void **state)
{
    (void)state;
    size_t counts[TKG_COMPARISON_OUTCOME_COUNT];
    count_outcomes(&clean, 300, 240, counts);
    assert_int_equal(counts[TKG_COMPARISON_REGRESSION], 0);
    assert_int_equal(counts[TKG_COMPARISON_IMPROVEMENT], 0);
    assert_true(counts[TKG_COMPARISON_PASS] >= 294);
}

/* gate-endtoend: 79 of 80 at these spreads. */
static void one_percent_is_seen(void **state)
{
    (void)state;
    struct truth truth = clean;
    size_t counts[TKG_COMPARISON_OUTCOME_COUNT];
    truth.head = 0.01;
    count_outcomes(&truth, 100, 480, counts);
    assert_true(counts[TKG_COMPARISON_REGRESSION] >= 97);
    assert_int_equal(counts[TKG_COMPARISON_IMPROVEMENT], 0);
}

static void one_percent_faster_is_an_improvement(void **state)
{
    (void)state;
    struct truth truth = clean;
    size_t counts[TKG_COMPARISON_OUTCOME_COUNT];
    truth.head = -0.0149; /* 1 / 1.0151; its upper bound must be below -0.5 % */
    count_outcomes(&truth, 60, 480, counts);
    assert_int_equal(counts[TKG_COMPARISON_REGRESSION], 0);
    assert_true(counts[TKG_COMPARISON_IMPROVEMENT] + counts[TKG_COMPARISON_PASS] == 60);
}

/* A tenth of all launches thrown off by half: means would drown, ranks do not. */
static void outliers_do_not_make_an_alarm(void **state)
{
    (void)state;
    struct truth truth = clean;
    size_t counts[TKG_COMPARISON_OUTCOME_COUNT];
    truth.outlier_share = 0.1;
    count_outcomes(&truth, 100, 240, counts);
    assert_int_equal(counts[TKG_COMPARISON_REGRESSION], 0);
    assert_true(counts[TKG_COMPARISON_PASS] >= 95);
}

static void biased_null_ends_as_cannot_tell(void **state)
{
    (void)state;
    struct truth truth = clean;
    size_t counts[TKG_COMPARISON_OUTCOME_COUNT];
    truth.null = 0.03;
    count_outcomes(&truth, 20, 240, counts);
    assert_int_equal(counts[TKG_COMPARISON_PASS] + counts[TKG_COMPARISON_REGRESSION], 0);
    assert_int_equal(counts[TKG_COMPARISON_CANNOT_TELL], 20);
}

/* Nobody compared the base with itself: an endless interval holds 0, and proves nothing. */
static void a_null_without_values_ends_as_cannot_tell(void **state)
{
    (void)state;
    struct tkg_launch_contrasts launches[TKG_LAUNCH_MAX];
    struct tkg_random random = {7};
    simulate(&random, &clean, launches);
    for (size_t i = 0; i < TKG_LAUNCH_MAX; i++) {
        launches[i].null = i == 3 ? 0.0 : NAN; /* one value has no interval either */
    }
    const struct tkg_comparison comparison = run(launches, 240, &usual);
    assert_false(comparison.null_holds);
    assert_int_equal(comparison.outcome, TKG_COMPARISON_CANNOT_TELL);
}

/* The instrument does not feel the plant: then its silence about the head says nothing. */
static void deaf_instrument_ends_as_cannot_tell(void **state)
{
    (void)state;
    struct truth truth = clean;
    size_t counts[TKG_COMPARISON_OUTCOME_COUNT];
    truth.plant = 0.0;
    count_outcomes(&truth, 100, 240, counts);
    /* Six looks, at each of which chance shows a plant to 1 %. */
    assert_true(counts[TKG_COMPARISON_CANNOT_TELL] >= 94 - 6);
}

/* A plant that reads 0.93 of itself, seen by many launches: the instrument is not at fault. */
static void plant_a_little_weak_is_still_a_proof(void **state)
{
    (void)state;
    struct truth truth = clean;
    size_t counts[TKG_COMPARISON_OUTCOME_COUNT];
    truth.spread = 0.004; /* 120 plants tell 0.93 from 1 % */
    truth.plant = 0.0093;
    count_outcomes(&truth, 50, 240, counts);
    assert_int_equal(counts[TKG_COMPARISON_PASS], 50);
}

/* A head far slower than the plant, on an instrument that reads large plants short (decision 0167):
 * regression, but only of a head that reads above all that the plant reads. */
static void a_head_beyond_a_weak_plant_is_a_regression(void **state)
{
    (void)state;
    struct truth truth = clean;
    size_t counts[TKG_COMPARISON_OUTCOME_COUNT];
    truth.spread = 0.0005;
    truth.plant = 0.006; /* for 1 % */
    truth.head = 0.05;
    count_outcomes(&truth, 50, 240, counts);
    assert_int_equal(counts[TKG_COMPARISON_REGRESSION], 50);
    truth.head = 0.006;
    count_outcomes(&truth, 50, 240, counts);
    assert_int_equal(counts[TKG_COMPARISON_REGRESSION], 0);
    truth.head = -0.05;
    count_outcomes(&truth, 50, 240, counts);
    assert_int_equal(counts[TKG_COMPARISON_CANNOT_TELL], 50);
    truth.head = 0.05;
    truth.plant = -0.002; /* and one that reads nothing proves nothing */
    count_outcomes(&truth, 50, 240, counts);
    assert_int_equal(counts[TKG_COMPARISON_CANNOT_TELL], 50);
}

/* Launches that spread by 7 %: a plant of 1 % drowns for long, a head of 40 % does not. */
static void a_head_far_beyond_the_noise_needs_no_plant_seen(void **state)
{
    (void)state;
    struct truth truth = clean;
    size_t counts[TKG_COMPARISON_OUTCOME_COUNT];
    truth.spread = 0.07;
    truth.head = 0.35;
    count_outcomes(&truth, 50, 20, counts);
    assert_in_range(counts[TKG_COMPARISON_REGRESSION], 48, 50);
    truth.head = -0.35; /* an improvement needs the exact plant */
    count_outcomes(&truth, 50, 20, counts);
    assert_int_equal(counts[TKG_COMPARISON_IMPROVEMENT], 0);
}

static void launches_without_a_plant_prove_nothing(void **state)
{
    (void)state;
    static struct tkg_launch_contrasts launches[TKG_LAUNCH_MAX];
    struct tkg_random random = {7};
    simulate(&random, &clean, launches);
    for (size_t i = 0; i < TKG_LAUNCH_MAX; i++) {
        launches[i].plant = NAN;
    }
    assert_int_equal(run(launches, 120, &usual).outcome, TKG_COMPARISON_CANNOT_TELL);
}

static void too_noisy_ends_as_inconclusive(void **state)
{
    (void)state;
    struct truth truth = clean;
    size_t counts[TKG_COMPARISON_OUTCOME_COUNT];
    truth.spread = 0.03;
    truth.plant = 0.05;
    const struct tkg_comparison_question question = {.tolerance = 0.005,
                                                     .margin = 0.0075,
                                                     .plant = 0.05,
                                                     .error_regression_0to1 = 0.005,
                                                     .error_pass_0to1 = 0.005};
    static struct tkg_launch_contrasts launches[TKG_LAUNCH_MAX];
    struct tkg_random random = {11};
    (void)counts;
    simulate(&random, &truth, launches);
    assert_int_equal(run(launches, 60, &question).outcome, TKG_COMPARISON_INCONCLUSIVE);
}

/* Twelve launches all slower by 2 %, with hardly any spread: the first look has 0.03 % of error,
 * 1/4096 = 0.024 % reaches that, so the interval is from the smallest to the largest value. */
static void twelve_equal_launches_can_alarm(void **state)
{
    (void)state;
    struct tkg_launch_contrasts launches[12];
    struct tkg_comparison comparison;
    struct tkg_error err = {0};
    for (size_t i = 0; i < 12; i++) {
        const double wobble = ((double)i - 5.5) * 1e-5;
        launches[i] =
            (struct tkg_launch_contrasts){log1p(0.02) + wobble, wobble, log1p(0.01) + wobble};
    }
    assert_status(tkg_comparison_judge(&usual, launches, 0, false, &comparison, &err), TKG_OK,
                  &err);
    assert_int_equal(comparison.outcome, TKG_COMPARISON_REGRESSION);
    assert_near(comparison.head.estimate, log1p(0.02), 1e-12);
    assert_near(comparison.head.low, log1p(0.02) - 5.5e-5, 1e-12);
    assert_near(comparison.head.error_0to1, 1.0 / 4096.0, 1e-15);
}

/* The proof has errors of its own. Of 4096 signs of twelve ranks 10 leave a sum of at most 5 and 14
 * of at most 6, 33 at most 9 and 43 at most 10: sums of distinct ranks, counted by OEIS A000009. So
 * 0.25 % discards 5 of the means of pairs on each side, and 1 % discards 9. The smallest means lie
 * at (i + j) / 2 of the wobble's steps: the sixth at 1.5, the tenth at 2.5 above the lowest value.
 */
static void the_proof_stands_on_bounds_of_its_own(void **state)
{
    (void)state;
    struct tkg_launch_contrasts launches[12];
    struct tkg_comparison comparison;
    struct tkg_error err = {0};
    for (size_t i = 0; i < 12; i++) {
        const double wobble = ((double)i - 5.5) * 1e-5;
        launches[i] = (struct tkg_launch_contrasts){wobble, wobble, log1p(0.01) + wobble};
    }
    assert_status(tkg_comparison_judge(&usual, launches, 0, true, &comparison, &err), TKG_OK, &err);
    assert_near(comparison.null.error_0to1, 10.0 / 4096.0, 1e-15);
    assert_near(comparison.plant.error_0to1, 10.0 / 4096.0, 1e-15);
    assert_near(comparison.null.low, -4e-5, 1e-12);
    assert_near(comparison.null.high, 4e-5, 1e-12);
    assert_near(comparison.plant.low, log1p(0.01) - 4e-5, 1e-12);
    assert_near(comparison.plant_low_99, log1p(0.01) - 3e-5, 1e-12);
}

/* Twelve launches of a head 5 % slower, beside a plant whose readings lie a step apart. */
static enum tkg_comparison_outcome outcome_beside(const struct tkg_comparison_question *question,
                                                  double plant_centre, double plant_step)
{
    struct tkg_launch_contrasts launches[12];
    struct tkg_comparison comparison;
    struct tkg_error err = {0};
    for (size_t i = 0; i < 12; i++) {
        const double rank = (double)i - 5.5;
        launches[i] = (struct tkg_launch_contrasts){log1p(0.05) + rank * 1e-5, rank * 1e-5,
                                                    plant_centre + rank * plant_step};
    }
    assert_status(tkg_comparison_judge(question, launches, 0, true, &comparison, &err), TKG_OK,
                  &err);
    return comparison.outcome;
}

static enum tkg_comparison_outcome outcome_beyond_weak_plant(double plant, double tolerance)
{
    struct tkg_comparison_question question = usual;
    question.plant = plant;
    question.tolerance = tolerance;
    question.margin = 2.0 * tolerance;
    return outcome_beside(&question, log1p(0.6 * plant), 1e-5);
}

/* Readings of a plant of 1 % whose 99 % bound, 3 steps below their centre, is below 0. Up to 4
 * steps above it it may be 1 % less a tenth, then noise may hide it; or not even that. */
static void a_plant_that_noise_may_hide_is_told_from_one_that_is_not_there(void **state)
{
    (void)state;
    assert_int_equal(outcome_beside(&usual, 0.0038, 0.00135), TKG_COMPARISON_REGRESSION);
    assert_int_equal(outcome_beside(&usual, 0.0036, 0.00125), TKG_COMPARISON_CANNOT_TELL);
}

/* What reads above it is only known to be slower by more than the plant is (decision 0167). */
static void a_plant_below_the_tolerance_proves_no_regression(void **state)
{
    (void)state;
    assert_int_equal(outcome_beyond_weak_plant(0.01, 0.009), TKG_COMPARISON_REGRESSION);
    assert_int_equal(outcome_beyond_weak_plant(0.01, 0.01), TKG_COMPARISON_REGRESSION);
    assert_int_equal(outcome_beyond_weak_plant(0.01, 0.011), TKG_COMPARISON_CANNOT_TELL);
}

static void looks_lie_where_they_should(void **state)
{
    (void)state;
    assert_int_equal(tkg_look_launch_count(0), 12);
    assert_int_equal(tkg_look_launch_count(TKG_LOOK_COUNT - 1), TKG_LAUNCH_MAX);
    assert_int_equal(tkg_look_of_launch_count(11), TKG_LOOK_COUNT);
    assert_int_equal(tkg_look_of_launch_count(12), 0);
    assert_int_equal(tkg_look_of_launch_count(59), 2);
    assert_int_equal(tkg_look_of_launch_count(5000), TKG_LOOK_COUNT - 1);
}

static void every_outcome_has_a_word(void **state)
{
    (void)state;
    assert_string_equal(tkg_comparison_word(TKG_COMPARISON_REGRESSION), "regression");
    assert_string_equal(tkg_comparison_word(TKG_COMPARISON_CANNOT_TELL), "cannot tell");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(unchanged_head_is_never_a_regression),
        cmocka_unit_test(one_percent_is_seen),
        cmocka_unit_test(one_percent_faster_is_an_improvement),
        cmocka_unit_test(outliers_do_not_make_an_alarm),
        cmocka_unit_test(biased_null_ends_as_cannot_tell),
        cmocka_unit_test(a_null_without_values_ends_as_cannot_tell),
        cmocka_unit_test(deaf_instrument_ends_as_cannot_tell),
        cmocka_unit_test(plant_a_little_weak_is_still_a_proof),
        cmocka_unit_test(a_head_beyond_a_weak_plant_is_a_regression),
        cmocka_unit_test(a_head_far_beyond_the_noise_needs_no_plant_seen),
        cmocka_unit_test(launches_without_a_plant_prove_nothing),
        cmocka_unit_test(too_noisy_ends_as_inconclusive),
        cmocka_unit_test(twelve_equal_launches_can_alarm),
        cmocka_unit_test(the_proof_stands_on_bounds_of_its_own),
        cmocka_unit_test(a_plant_that_noise_may_hide_is_told_from_one_that_is_not_there),
        cmocka_unit_test(a_plant_below_the_tolerance_proves_no_regression),
        cmocka_unit_test(looks_lie_where_they_should),
        cmocka_unit_test(every_outcome_has_a_word),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
