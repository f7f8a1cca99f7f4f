/* SPDX-License-Identifier: Apache-2.0
 *
 * Seeded noise for tests of series.
 */
#ifndef TKG_TESTS_SERIES_NOISE_H
#define TKG_TESTS_SERIES_NOISE_H

#include <math.h>

#include "base/random.h"

/* Standard normal (Box and Muller, 1958). */
static inline double noise_next(struct tkg_random *random)
{
    const double u = tkg_random_unit(random), v = tkg_random_unit(random);
    return sqrt(-2.0 * log1p(-u)) * cos(6.283185307179586 * v);
}

#endif
