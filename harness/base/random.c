/* SPDX-License-Identifier: Apache-2.0 */
#include "base/random.h"

uint32_t tkg_random_below(struct tkg_random *random, uint32_t bound)
{
    uint64_t draw = tkg_random_next(random) >> 32;
    return (uint32_t)((draw * bound) >> 32);
}

double tkg_random_unit(struct tkg_random *random)
{
    return (double)(tkg_random_next(random) >> 11) * 0x1p-53;
}

void tkg_random_shuffle(struct tkg_random *random, uint32_t *indexes, size_t count)
{
    for (size_t i = count; i > 1; i--) {
        size_t j = tkg_random_below(random, (uint32_t)i);
        uint32_t swapped = indexes[i - 1];
        indexes[i - 1] = indexes[j];
        indexes[j] = swapped;
    }
}
