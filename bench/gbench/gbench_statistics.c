/* SPDX-License-Identifier: Apache-2.0 */
#include "gbench_statistics.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static int compare(const void *left, const void *right)
{
    double a = *(const double *)left;
    double b = *(const double *)right;
    return (a > b) - (a < b);
}

/* A sorted copy, to be given to free(). */
static double *sorted(const double *values, size_t count)
{
    double *copy = malloc(count * sizeof(*copy));
    if (copy == NULL) {
        tkg_gbench_out_of_memory();
    }
    memcpy(copy, values, count * sizeof(*copy));
    qsort(copy, count, sizeof(*copy), compare);
    return copy;
}

static double mean(const double *values, size_t count, void *user)
{
    (void)user;
    double sum = 0;
    for (size_t i = 0; i < count; i++) {
        sum += values[i];
    }
    return count == 0 ? 0 : sum / (double)count;
}

static double median(const double *values, size_t count, void *user)
{
    if (count < 3) {
        return mean(values, count, user);
    }
    double *copy = sorted(values, count);
    double middle = count % 2 == 1 ? copy[count / 2] : (copy[count / 2 - 1] + copy[count / 2]) / 2;
    free(copy);
    return middle;
}

static double stddev(const double *values, size_t count, void *user)
{
    if (count < 2) {
        return 0;
    }
    double centre = mean(values, count, user);
    double squares = 0;
    for (size_t i = 0; i < count; i++) {
        squares += (values[i] - centre) * (values[i] - centre);
    }
    return sqrt(squares / (double)(count - 1));
}

static double variation(const double *values, size_t count, void *user)
{
    return count < 2 ? 0 : stddev(values, count, user) / mean(values, count, user);
}

const struct tkg_gbench_statistic tkg_gbench_standard_statistics[4] = {
    {"mean", mean, NULL, false},
    {"median", median, NULL, false},
    {"stddev", stddev, NULL, false},
    {"cv", variation, NULL, true},
};

/* Values outside the interval at either end: the most whose chance stays within 2.5 %. */
static size_t outside_ranks(size_t count)
{
    double term = pow(0.5, (double)count); /* chance of 0 of count below the median */
    double tail = term;
    size_t ranks = 0;
    while (tail <= 0.025 && ranks < count / 2) {
        ranks++;
        term *= (double)(count - ranks + 1) / (double)ranks;
        tail += term;
    }
    return ranks;
}

double tkg_gbench_precision(const double *values, size_t count)
{
    if (count < TKG_GBENCH_PRECISION_MIN) {
        return NAN;
    }
    double centre = median(values, count, NULL);
    size_t ranks = outside_ranks(count < 1000 ? count : 1000); /* 2^-1000 is still a double */
    double *copy = sorted(values, count);
    double width = copy[count - ranks] - copy[ranks - 1];
    free(copy);
    return centre > 0 ? width / 2 / centre : NAN;
}

static double cost(enum tkg_big_o big_o, int64_t size)
{
    double n = (double)size;
    switch (big_o) {
    case TKG_BIG_O_N:
        return n;
    case TKG_BIG_O_N_SQUARED:
        return n * n;
    case TKG_BIG_O_N_CUBED:
        return n * n * n;
    case TKG_BIG_O_LOG_N:
        return log2(n);
    case TKG_BIG_O_N_LOG_N:
        return n * log2(n);
    default:
        return 1;
    }
}

static struct tkg_gbench_fit fit_one(enum tkg_big_o big_o, tkg_benchmark_curve curve, void *user,
                                     const int64_t *sizes, const double *times, size_t count)
{
    struct tkg_gbench_fit fit = {.big_o = big_o};
    double products = 0;
    double squares = 0;
    double residuals = 0;
    for (size_t i = 0; i < count; i++) {
        double g = big_o == TKG_BIG_O_LAMBDA ? curve(sizes[i], user) : cost(big_o, sizes[i]);
        products += times[i] * g;
        squares += g * g;
    }
    fit.coefficient = products / squares;
    for (size_t i = 0; i < count; i++) {
        double g = big_o == TKG_BIG_O_LAMBDA ? curve(sizes[i], user) : cost(big_o, sizes[i]);
        double residual = times[i] - fit.coefficient * g;
        residuals += residual * residual;
    }
    fit.rms = sqrt(residuals / (double)count) / mean(times, count, NULL);
    return fit;
}

struct tkg_gbench_fit tkg_gbench_fit_curve(enum tkg_big_o big_o, tkg_benchmark_curve curve,
                                           void *user, const int64_t *sizes, const double *times,
                                           size_t count)
{
    if (big_o != TKG_BIG_O_AUTO) {
        return fit_one(big_o, curve, user, sizes, times, count);
    }
    /* 1 first, then as the library tries them: the first of equally good ones stays */
    static const enum tkg_big_o classes[] = {TKG_BIG_O_LOG_N, TKG_BIG_O_N, TKG_BIG_O_N_LOG_N,
                                             TKG_BIG_O_N_SQUARED, TKG_BIG_O_N_CUBED};
    struct tkg_gbench_fit best = fit_one(TKG_BIG_O_1, NULL, NULL, sizes, times, count);
    for (size_t i = 0; i < sizeof(classes) / sizeof(classes[0]); i++) {
        struct tkg_gbench_fit fit = fit_one(classes[i], NULL, NULL, sizes, times, count);
        if (fit.rms < best.rms) {
            best = fit;
        }
    }
    return best;
}

const char *tkg_gbench_big_o_text(enum tkg_big_o big_o)
{
    switch (big_o) {
    case TKG_BIG_O_1:
        return "(1)";
    case TKG_BIG_O_N:
        return "N";
    case TKG_BIG_O_N_SQUARED:
        return "N^2";
    case TKG_BIG_O_N_CUBED:
        return "N^3";
    case TKG_BIG_O_LOG_N:
        return "lgN";
    case TKG_BIG_O_N_LOG_N:
        return "NlgN";
    default:
        return "f(N)";
    }
}
