/* SPDX-License-Identifier: Apache-2.0
 *
 * The law is fitted in the form X(n) = n / (a + b (n - 1) + c n (n - 1)), where lambda = 1 / a,
 * sigma = b / a and kappa = c / a: its denominator is linear in a, b and c, so that a good start
 * comes from a linear fit, and the bounds are b >= 0 and c >= 0. With two bounds there are four
 * faces (both free, either at 0, both at 0); the best allowed solution of the four is the answer.
 */
#include "stats/usl.h"

#include <math.h>
#include <string.h>

#include "base/check.h"

enum { TERM_COUNT = 3, FACE_COUNT = 4, ITERATION_MAX = 200, HALVING_MAX = 60 };

/* Steps shorter than this share of the coefficients change no digit that anybody prints. */
static const double STEP_MIN = 1e-13;
/* Near the bottom the squares differ by rounding only, long before the steps are short. */
static const double ROUNDING = 1e-13;

/* The data, throughputs scaled so that the largest per thread is 1 and a comes out near 1. */
struct points {
    double n[TKG_USL_COUNT_MAX];
    double x[TKG_USL_COUNT_MAX];
    size_t count;
};

/* Coefficients a, b, c; those of a face that are not free stay 0. */
struct solution {
    double terms[TERM_COUNT];
    double squares; /* of the residuals; infinite when a denominator is not positive */
};

static void terms_at(double n, double terms[TERM_COUNT])
{
    terms[0] = 1.0;
    terms[1] = n - 1.0;
    terms[2] = n * (n - 1.0);
}

static double denominator_at(const double coefficients[TERM_COUNT], double n)
{
    double terms[TERM_COUNT];
    terms_at(n, terms);
    return coefficients[0] * terms[0] + coefficients[1] * terms[1] + coefficients[2] * terms[2];
}

static double squares_of(const struct points *points, const double coefficients[TERM_COUNT])
{
    double squares = 0.0;
    for (size_t i = 0; i < points->count; i++) {
        double denominator = denominator_at(coefficients, points->n[i]);
        double residual = points->x[i] - points->n[i] / denominator;
        if (!(denominator > 0.0)) {
            return INFINITY;
        }
        squares += residual * residual;
    }
    return squares;
}

/* Bit 0: b is free; bit 1: c is free. a always is. */
static bool is_free(unsigned face, size_t term)
{
    return term == 0 || (face & (1u << (term - 1))) != 0;
}

/* A weighted linear least-squares problem in normal form, over the free terms of a face. */
struct normal_form {
    double matrix[TERM_COUNT][TERM_COUNT];
    double right[TERM_COUNT];
};

/* One row: weight * (sum of terms * unknowns - target). */
static void add_row(struct normal_form *form, unsigned face, const double terms[TERM_COUNT],
                    double target, double weight)
{
    for (size_t i = 0; i < TERM_COUNT; i++) {
        for (size_t j = 0; j < TERM_COUNT && is_free(face, i); j++) {
            form->matrix[i][j] += is_free(face, j) ? weight * weight * terms[i] * terms[j] : 0.0;
        }
        form->right[i] += is_free(face, i) ? weight * weight * terms[i] * target : 0.0;
    }
}

/* Terms that are not free get the equation unknown = 0; the others are scaled to a diagonal of 1,
 * because n (n - 1) is thousands of times larger than 1. */
static void condition(struct normal_form *form, unsigned face, double scales[TERM_COUNT])
{
    for (size_t i = 0; i < TERM_COUNT; i++) {
        form->matrix[i][i] = is_free(face, i) ? form->matrix[i][i] : 1.0;
        scales[i] = 1.0 / sqrt(form->matrix[i][i]);
    }
    for (size_t i = 0; i < TERM_COUNT; i++) {
        for (size_t j = 0; j < TERM_COUNT; j++) {
            form->matrix[i][j] *= scales[i] * scales[j];
        }
        form->right[i] *= scales[i];
    }
}

/* Gauss elimination; the matrix is symmetric and positive, so that no rows need to be swapped. */
static void solve(struct normal_form *form, unsigned face, double unknowns[TERM_COUNT])
{
    double scales[TERM_COUNT];
    condition(form, face, scales);
    memset(unknowns, 0, TERM_COUNT * sizeof(*unknowns));
    for (size_t k = 0; k < TERM_COUNT; k++) {
        for (size_t i = k + 1; i < TERM_COUNT; i++) {
            double factor = form->matrix[i][k] / form->matrix[k][k];
            for (size_t j = k; j < TERM_COUNT; j++) {
                form->matrix[i][j] -= factor * form->matrix[k][j];
            }
            form->right[i] -= factor * form->right[k];
        }
    }
    for (size_t k = TERM_COUNT; k-- > 0;) {
        double value = form->right[k];
        for (size_t j = k + 1; j < TERM_COUNT; j++) {
            value -= form->matrix[k][j] * unknowns[j];
        }
        unknowns[k] = value / form->matrix[k][k];
    }
    for (size_t k = 0; k < TERM_COUNT; k++) {
        unknowns[k] *= scales[k];
    }
}

/* From n / x = a + b (n - 1) + c n (n - 1): an error of x is one of n / x times x^2 / n. */
static struct solution linear_start(const struct points *points, unsigned face)
{
    struct normal_form form = {{{0.0}}, {0.0}};
    struct solution start = {0};
    for (size_t i = 0; i < points->count; i++) {
        double terms[TERM_COUNT];
        terms_at(points->n[i], terms);
        add_row(&form, face, terms, points->n[i] / points->x[i],
                points->x[i] * points->x[i] / points->n[i]);
    }
    solve(&form, face, start.terms);
    start.squares = squares_of(points, start.terms);
    return start;
}

/* The step of Gauss and Newton: dX/d(coefficient) = -(n / d^2) * term. */
static void newton_step(const struct points *points, unsigned face, const struct solution *from,
                        double step[TERM_COUNT])
{
    struct normal_form form = {{{0.0}}, {0.0}};
    for (size_t i = 0; i < points->count; i++) {
        double terms[TERM_COUNT];
        double n = points->n[i];
        double denominator = denominator_at(from->terms, n);
        double weight = n / (denominator * denominator);
        terms_at(n, terms);
        add_row(&form, face, terms, (n / denominator - points->x[i]) / weight, weight);
    }
    solve(&form, face, step);
}

/* The longest of step, step / 2, step / 4 ... that does not raise the squares; false when all do.
 */
static bool take_step(const struct points *points, struct solution *solution,
                      const double step[TERM_COUNT])
{
    double share = 1.0;
    for (int halving = 0; halving < HALVING_MAX; halving++, share /= 2.0) {
        struct solution next;
        for (size_t k = 0; k < TERM_COUNT; k++) {
            next.terms[k] = solution->terms[k] + share * step[k];
        }
        next.squares = squares_of(points, next.terms);
        if (next.squares <= solution->squares * (1.0 + ROUNDING)) {
            *solution = next;
            return true;
        }
    }
    return false;
}

static bool is_short(const double step[TERM_COUNT], const double terms[TERM_COUNT])
{
    double size = fabs(terms[0]);
    return fabs(step[0]) <= STEP_MIN * size && fabs(step[1]) <= STEP_MIN * size &&
           fabs(step[2]) <= STEP_MIN * size;
}

static struct solution solve_face(const struct points *points, unsigned face)
{
    struct solution solution = linear_start(points, face);
    if (!isfinite(solution.squares)) { /* a wild start: from the straight line instead */
        solution = linear_start(points, 0);
    }
    for (int i = 0; i < ITERATION_MAX; i++) {
        double step[TERM_COUNT];
        newton_step(points, face, &solution, step);
        if (is_short(step, solution.terms) || !take_step(points, &solution, step)) {
            break;
        }
    }
    return solution;
}

static bool is_allowed(const struct solution *solution)
{
    return isfinite(solution->squares) && solution->terms[0] > 0.0 && solution->terms[1] >= 0.0 &&
           solution->terms[2] >= 0.0;
}

/* Simplest face first: a better one must be better, not equal. The straight line is always allowed.
 */
static struct solution best_of_faces(const struct points *points)
{
    struct solution best = solve_face(points, 0);
    TKG_ASSERT(is_allowed(&best));
    for (unsigned face = 1; face < FACE_COUNT; face++) {
        struct solution candidate = solve_face(points, face);
        if (is_allowed(&candidate) && candidate.squares < best.squares) {
            best = candidate;
        }
    }
    return best;
}

static size_t count_different(const double *values, size_t count)
{
    size_t different = 0;
    for (size_t i = 0; i < count; i++) {
        size_t j = 0;
        while (j < i && values[j] != values[i]) {
            j++;
        }
        different += j == i;
    }
    return different;
}

/* Copies and scales; the unit of the throughput, or 0 when the data is no data. */
static double take_points(struct points *points, const double *threads, const double *throughputs,
                          size_t count)
{
    double unit = 0.0;
    if (count > TKG_USL_COUNT_MAX || count_different(threads, count) < TKG_USL_COUNT_MIN) {
        return 0.0;
    }
    for (size_t i = 0; i < count; i++) {
        if (!(threads[i] >= 1.0 && throughputs[i] > 0.0 && isfinite(threads[i]) &&
              isfinite(throughputs[i]))) {
            return 0.0;
        }
        unit = fmax(unit, throughputs[i] / threads[i]);
    }
    for (size_t i = 0; i < count; i++) {
        points->n[i] = threads[i];
        points->x[i] = throughputs[i] / unit;
    }
    points->count = count;
    return unit;
}

bool tkg_usl_fit(const double *threads, const double *throughputs, size_t count,
                 struct tkg_usl *usl)
{
    struct points points = {.count = 0};
    double unit = take_points(&points, threads, throughputs, count);
    if (!(unit > 0.0)) {
        return false;
    }
    struct solution best = best_of_faces(&points);
    usl->lambda = unit / best.terms[0];
    usl->sigma = best.terms[1] / best.terms[0];
    usl->kappa = best.terms[2] / best.terms[0];
    return true;
}

double tkg_usl_throughput(const struct tkg_usl *usl, double threads)
{
    return usl->lambda * threads /
           (1.0 + usl->sigma * (threads - 1.0) + usl->kappa * threads * (threads - 1.0));
}

double tkg_usl_peak_threads(const struct tkg_usl *usl)
{
    if (usl->sigma >= 1.0) {
        return 1.0;
    }
    return usl->kappa > 0.0 ? fmax(1.0, sqrt((1.0 - usl->sigma) / usl->kappa)) : INFINITY;
}

double tkg_usl_peak_throughput(const struct tkg_usl *usl)
{
    double threads = tkg_usl_peak_threads(usl);
    if (isfinite(threads)) {
        return tkg_usl_throughput(usl, threads);
    }
    return usl->sigma > 0.0 ? usl->lambda / usl->sigma : INFINITY;
}
