/* SPDX-License-Identifier: Apache-2.0 */
#include "stats/growth_law.h"

#include <math.h>
#include <stddef.h>

const char *tkg_growth_law_name(enum tkg_growth_law law)
{
    static const char *const names[] = {
        [TKG_GROWTH_NONE] = "",          [TKG_GROWTH_N_LOG_N] = "n log n",
        [TKG_GROWTH_N_SQRT_N] = "n^1.5", [TKG_GROWTH_N_SQUARED] = "n^2",
        [TKG_GROWTH_N_CUBED] = "n^3",
    };
    return names[law];
}

struct tkg_growth tkg_growth_nearest(const struct tkg_line_fit *measured, double n_log_n_exponent)
{
    const struct {
        enum tkg_growth_law law;
        double exponent;
    } laws[] = {
        {TKG_GROWTH_N_LOG_N, n_log_n_exponent},
        {TKG_GROWTH_N_SQRT_N, 1.5},
        {TKG_GROWTH_N_SQUARED, 2.0},
        {TKG_GROWTH_N_CUBED, 3.0},
    };
    size_t best = 0;
    for (size_t i = 1; i < sizeof(laws) / sizeof(laws[0]); i++) {
        if (fabs(measured->slope - laws[i].exponent) <
            fabs(measured->slope - laws[best].exponent)) {
            best = i;
        }
    }
    double exponent = laws[best].exponent;
    return (struct tkg_growth){
        .law = laws[best].law,
        .exponent = exponent,
        .fits = measured->slope_low <= exponent && exponent <= measured->slope_high,
    };
}
