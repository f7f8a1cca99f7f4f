/* SPDX-License-Identifier: Apache-2.0 */
#include "stats/usl.h"

#include "record_builder.h"

/* SPEC SDM91 on a Sun SPARCcenter 2000: data set specsdm91 of the R package usl 3.0. */
static const double spec_load[] = {1, 18, 36, 72, 108, 144, 216};
static const double spec_throughput[] = {64.9, 995.9, 1652.4, 1853.2, 1828.9, 1775.0, 1702.2};

/* Ray tracing on an SGI Origin 2000: N. J. Gunther, Guerrilla Capacity Planning, 2007, table 5.1;
 * data set raytracer of the same package. */
static const double rays_processors[] = {1, 4, 8, 12, 16, 20, 24, 28, 32, 48, 64};
static const double rays_throughput[] = {20, 78, 130, 170, 190, 200, 210, 230, 260, 280, 310};

static const double eight[] = {1, 2, 3, 4, 5, 6, 7, 8};

/* The package's README prints alpha 0.0277285, beta 0.0001044, gamma 89.9952330, and the bounds
 * "peak: throughput 1884 at load 96.52". The further digits, here and in the next two tests, are
 * those of 60 steps of Gauss and Newton in R 4 (qr.solve of the residuals over the derivatives),
 * started at what its nls(algorithm = "port", lower = 0) found; nls itself stops at seven digits.
 */
static void the_published_coefficients_of_a_published_data_set_come_out(void **state)
{
    (void)state;
    struct tkg_usl usl;
    assert_true(tkg_usl_fit(spec_load, spec_throughput, 7, &usl));
    assert_near(usl.sigma, 0.0277285, 1e-5);
    assert_near(usl.kappa, 0.0001044, 1e-3); /* four digits are printed */
    assert_near(usl.lambda, 89.9952330, 1e-6);
    assert_near(usl.sigma, 2.77284756186344e-02, 1e-9);
    assert_near(usl.kappa, 1.04365483844091e-04, 1e-9);
    assert_near(usl.lambda, 8.99952331043322e+01, 1e-9);
    assert_near(tkg_usl_peak_threads(&usl), 96.52, 1e-4);
    assert_near(tkg_usl_peak_throughput(&usl), 1884.0, 1e-3);
}

/* Left alone, kappa would be negative here; nls with the bounds gives 0. */
static void a_curve_without_a_peak_has_a_kappa_of_zero(void **state)
{
    (void)state;
    struct tkg_usl usl;
    assert_true(tkg_usl_fit(rays_processors, rays_throughput, 11, &usl));
    assert_near(usl.lambda, 21.8488428656822, 1e-9);
    assert_near(usl.sigma, 0.0577707807395694, 1e-9);
    assert_true(usl.kappa == 0.0);
    assert_true(isinf(tkg_usl_peak_threads(&usl)));
    assert_near(tkg_usl_peak_throughput(&usl), 21.8488428656822 / 0.0577707807395694, 1e-9);
}

/* Made-up numbers; free, R's nls gives sigma = -0.00475, with the bounds 0. */
static void a_sigma_that_would_be_negative_is_zero(void **state)
{
    (void)state;
    const double throughput[] = {10, 19.5, 28.8, 37.6, 45, 60, 66, 75};
    struct tkg_usl usl;
    assert_true(tkg_usl_fit(eight, throughput, 8, &usl));
    assert_near(usl.lambda, 9.5534388662200076, 1e-9);
    assert_true(usl.sigma == 0.0);
    assert_near(usl.kappa, 0.000227720384482504, 1e-8);
}

/* Better than linear: what is left is the line through the origin, 10.02549019589 by R. */
static void more_than_linear_growth_is_a_straight_line(void **state)
{
    (void)state;
    const double throughput[] = {10, 19.9, 29.9, 39.5, 50, 59.5, 70.5, 80.9};
    struct tkg_usl usl;
    assert_true(tkg_usl_fit(eight, throughput, 8, &usl));
    assert_near(usl.lambda, 10.02549019589, 1e-9);
    assert_true(usl.sigma == 0.0 && usl.kappa == 0.0);
    assert_true(isinf(tkg_usl_peak_threads(&usl)) && isinf(tkg_usl_peak_throughput(&usl)));
}

/* The law itself, written out as in the book. */
static double law(double lambda, double sigma, double kappa, double n)
{
    return lambda * n / (1.0 + sigma * (n - 1.0) + kappa * n * (n - 1.0));
}

static void exact_curves_are_recovered(void **state)
{
    (void)state;
    static const double truths[][3] = {
        {1.0, 0.02, 0.02}, {182e6, 0.05, 1e-4}, {3e5, 0.5, 0.0},  {7e9, 0.0, 0.01},
        {42.0, 0.0, 0.0},  {1e-3, 0.9, 0.3},    {1e6, 1.4, 0.02}, {5e7, 1e-4, 1e-7},
    };
    static const double counts[][8] = {
        {1, 2, 3, 4, 5, 6, 7, 8}, {1, 2, 4, 8, 16, 24, 32, 64}, {1, 2, 4, 4, 4, 4, 2, 1}};
    for (size_t i = 0; i < sizeof(truths) / sizeof(truths[0]); i++) {
        for (size_t k = 0; k < 3; k++) {
            double throughput[8];
            struct tkg_usl usl;
            for (size_t n = 0; n < 8; n++) {
                throughput[n] = law(truths[i][0], truths[i][1], truths[i][2], counts[k][n]);
            }
            assert_true(tkg_usl_fit(counts[k], throughput, 8, &usl));
            assert_near(usl.lambda, truths[i][0], 1e-6);
            assert_true(fabs(usl.sigma - truths[i][1]) <= 1e-6);
            assert_true(fabs(usl.kappa - truths[i][2]) <= 1e-6);
        }
    }
}

/* The package's test of its function coef: five-digit data of alpha = beta = 0.02, gamma = 1. */
static void the_package_s_own_test_data_gives_its_coefficients(void **state)
{
    (void)state;
    const double load[] = {1, 2, 4, 6, 8, 10};
    const double throughput[] = {1, 1.8868, 3.0769, 3.5294, 3.5398, 3.3557};
    struct tkg_usl usl;
    assert_true(tkg_usl_fit(load, throughput, 6, &usl));
    assert_near(usl.sigma, 0.02, 0.005);
    assert_near(usl.kappa, 0.02, 0.005);
    assert_near(usl.lambda, 1.0, 0.0005);
}

/* The slow way: no combination on a grid around the answer has smaller squares. */
static double squares(const double *n, const double *x, size_t count, const struct tkg_usl *usl)
{
    double sum = 0.0;
    for (size_t i = 0; i < count; i++) {
        double residual = x[i] - law(usl->lambda, usl->sigma, usl->kappa, n[i]);
        sum += residual * residual;
    }
    return sum;
}

static void nothing_near_the_answer_is_better(void **state)
{
    (void)state;
    struct tkg_random random = {11};
    for (int trial = 0; trial < 300; trial++) {
        double x[8];
        struct tkg_usl usl;
        double sigma = 0.3 * tkg_random_unit(&random), kappa = 0.02 * tkg_random_unit(&random);
        for (size_t i = 0; i < 8; i++) {
            x[i] = law(1e6, sigma, kappa, eight[i]) * (1.0 + 0.05 * draw_normal(&random));
        }
        assert_true(tkg_usl_fit(eight, x, 8, &usl));
        assert_true(usl.lambda > 0.0 && usl.sigma >= 0.0 && usl.kappa >= 0.0);
        double best = squares(eight, x, 8, &usl);
        for (int step = 0; step < 27; step++) {
            struct tkg_usl other = {usl.lambda * (1.0 + 1e-3 * (step % 3 - 1)),
                                    fmax(0.0, usl.sigma + 1e-3 * (step / 3 % 3 - 1)),
                                    fmax(0.0, usl.kappa + 1e-4 * (step / 9 - 1))};
            assert_true(best <= squares(eight, x, 8, &other) * (1.0 + 1e-12));
        }
    }
}

static void three_points_on_a_curve_are_met_exactly(void **state)
{
    (void)state;
    const double n[] = {1, 2, 4}, x[] = {100, 180, 280};
    struct tkg_usl usl;
    assert_true(tkg_usl_fit(n, x, 3, &usl));
    for (size_t i = 0; i < 3; i++) {
        assert_near(tkg_usl_throughput(&usl, n[i]), x[i], 1e-9);
    }
}

static void what_cannot_be_fitted_is_refused(void **state)
{
    (void)state;
    const double two[] = {1, 2, 2, 1}, zero[] = {0, 1, 2}, three[] = {1, 2, 3};
    const double x[] = {10, 19, 19, 10}, nothing[] = {10, 0, 30}, broken[] = {10, NAN, 30};
    double many[TKG_USL_COUNT_MAX + 1];
    struct tkg_usl usl = {1.0, 2.0, 3.0};
    for (size_t i = 0; i <= TKG_USL_COUNT_MAX; i++) {
        many[i] = (double)(i + 1);
    }
    assert_false(tkg_usl_fit(two, x, 4, &usl)); /* two different thread counts */
    assert_false(tkg_usl_fit(NULL, NULL, 0, &usl));
    assert_false(tkg_usl_fit(zero, x, 3, &usl));
    assert_false(tkg_usl_fit(three, nothing, 3, &usl));
    assert_false(tkg_usl_fit(three, broken, 3, &usl));
    assert_false(tkg_usl_fit(many, many, TKG_USL_COUNT_MAX + 1, &usl));
    assert_true(usl.lambda == 1.0 && usl.sigma == 2.0 && usl.kappa == 3.0);
    assert_true(tkg_usl_fit(many, many, TKG_USL_COUNT_MAX, &usl));
}

/* R: signif(peak.scalability(u, 0.001, 0.00001), 2) is 320 in the package's tests. */
static void the_peak_follows_from_sigma_and_kappa(void **state)
{
    (void)state;
    const struct tkg_usl from_package = {1.0, 0.001, 0.00001};
    const struct tkg_usl falling = {5.0, 0.2, 2.0}, serial = {5.0, 1.0, 0.0};
    assert_near(tkg_usl_peak_threads(&from_package), 320.0, 0.02);
    assert_near(tkg_usl_peak_threads(&from_package), sqrt(0.999 / 0.00001), 1e-12);
    assert_true(tkg_usl_peak_threads(&falling) == 1.0); /* sqrt(0.4) lies below one thread */
    assert_true(tkg_usl_peak_throughput(&falling) == 5.0);
    assert_true(tkg_usl_peak_threads(&serial) == 1.0);
    assert_true(tkg_usl_peak_throughput(&serial) == 5.0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_published_coefficients_of_a_published_data_set_come_out),
        cmocka_unit_test(a_curve_without_a_peak_has_a_kappa_of_zero),
        cmocka_unit_test(a_sigma_that_would_be_negative_is_zero),
        cmocka_unit_test(more_than_linear_growth_is_a_straight_line),
        cmocka_unit_test(exact_curves_are_recovered),
        cmocka_unit_test(the_package_s_own_test_data_gives_its_coefficients),
        cmocka_unit_test(nothing_near_the_answer_is_better),
        cmocka_unit_test(three_points_on_a_curve_are_met_exactly),
        cmocka_unit_test(what_cannot_be_fitted_is_refused),
        cmocka_unit_test(the_peak_follows_from_sigma_and_kappa),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
