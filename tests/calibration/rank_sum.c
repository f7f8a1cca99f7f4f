/* SPDX-License-Identifier: Apache-2.0 */
#include "rank_sum.h"

#include <math.h>
#include <string.h>

#include "base/check.h"

enum { U_MAX = TKG_RANK_SUM_MAX * TKG_RANK_SUM_MAX };

double tkg_rank_sum_u(const double *a, size_t a_count, const double *b, size_t b_count)
{
    double u = 0.0;
    for (size_t i = 0; i < a_count; i++) {
        for (size_t j = 0; j < b_count; j++) {
            u += a[i] > b[j] ? 1.0 : a[i] < b[j] ? 0.0 : 0.5;
        }
    }
    return u;
}

/* chances[u] = P(U = u): the Gaussian binomial coefficient over the plain one. Each of the factors
 * (1 - q^(b + i)) / (1 - q^i), i = 1 .. a, is a polynomial division; each step is scaled by
 * i / (b + i), so that the coefficients stay probabilities. */
static void fill_chances(double *chances, size_t a_count, size_t b_count)
{
    const size_t u_max = a_count * b_count;
    memset(chances, 0, (u_max + 1) * sizeof *chances);
    chances[0] = 1.0;
    for (size_t i = 1; i <= a_count; i++) {
        const size_t factor = b_count + i;
        for (size_t u = u_max; u >= factor; u--) {
            chances[u] -= chances[u - factor];
        }
        for (size_t u = i; u <= u_max; u++) {
            chances[u] += chances[u - i];
        }
        for (size_t u = 0; u <= u_max; u++) {
            chances[u] *= (double)i / (double)factor;
        }
    }
}

double tkg_rank_sum_p_exact(const double *a, size_t a_count, const double *b, size_t b_count)
{
    static _Thread_local double chances[U_MAX + 1];
    TKG_ASSERT(a_count >= 1 && a_count <= TKG_RANK_SUM_MAX);
    TKG_ASSERT(b_count >= 1 && b_count <= TKG_RANK_SUM_MAX);
    const double u = tkg_rank_sum_u(a, a_count, b, b_count);
    const double mirrored = (double)(a_count * b_count) - u;
    const double least = u < mirrored ? u : mirrored;
    double tail = 0.0;
    fill_chances(chances, a_count, b_count);
    for (size_t i = 0; (double)i <= least; i++) {
        tail += chances[i];
    }
    return fmin(1.0, 2.0 * tail);
}

/* Sum of t^3 - t over groups of t equal values. */
static double tie_sum(const double *a, size_t a_count, const double *b, size_t b_count)
{
    double sum = 0.0;
    for (size_t i = 0; i < a_count + b_count; i++) {
        const double value = i < a_count ? a[i] : b[i - a_count];
        double equal = 0.0;
        for (size_t j = 0; j < a_count + b_count; j++) {
            equal += (j < a_count ? a[j] : b[j - a_count]) == value ? 1.0 : 0.0;
        }
        sum += equal * equal - 1.0; /* each of the t values adds (t^3 - t) / t */
    }
    return sum;
}

double tkg_rank_sum_p_normal(const double *a, size_t a_count, const double *b, size_t b_count)
{
    const double na = (double)a_count;
    const double nb = (double)b_count;
    const double n = na + nb;
    const double u = tkg_rank_sum_u(a, a_count, b, b_count);
    const double above = fmax(u, na * nb - u);
    const double ties = tie_sum(a, a_count, b, b_count) / (n * (n - 1.0));
    const double sd = sqrt(na * nb / 12.0 * (n + 1.0 - ties));
    if (!(sd > 0.0)) {
        return 1.0;
    }
    const double z = (above - na * nb / 2.0 - 0.5) / sd;
    return fmin(1.0, erfc(z / sqrt(2.0)));
}
