/* SPDX-License-Identifier: Apache-2.0
 *
 * Small seeded random numbers: a counter-based hash (any draw by index, for streams) and a
 * sequential generator (for schedules and tests). Identical on every machine. Not for secrets.
 */
#ifndef TKG_BASE_RANDOM_H
#define TKG_BASE_RANDOM_H

#include <stddef.h>
#include <stdint.h>

/* The finaliser of SplitMix64 (Steele, Lea, Flood 2014): a bijection of 64 bits with full
 * avalanche. cost: about 1 ns, two multiplications. */
static inline uint64_t tkg_hash64(uint64_t value)
{
    value ^= value >> 30;
    value *= UINT64_C(0xbf58476d1ce4e5b9);
    value ^= value >> 27;
    value *= UINT64_C(0x94d049bb133111eb);
    value ^= value >> 31;
    return value;
}

/* Draw number `index` of stream `seed`: a pure function, so any draw can be had in O(1) on any
 * thread. */
static inline uint64_t tkg_random_at(uint64_t seed, uint64_t index)
{
    return tkg_hash64(tkg_hash64(seed + UINT64_C(0x9e3779b97f4a7c15)) +
                      index * UINT64_C(0x9e3779b97f4a7c15));
}

/* Sequential generator: SplitMix64. {seed} initialises it. */
struct tkg_random {
    uint64_t state;
};

static inline uint64_t tkg_random_next(struct tkg_random *random)
{
    random->state += UINT64_C(0x9e3779b97f4a7c15);
    return tkg_hash64(random->state);
}

/* Uniform in [0, bound), bound >= 1, without modulo bias worth the name (multiply-shift). */
uint32_t tkg_random_below(struct tkg_random *random, uint32_t bound);

/* Uniform in [0, 1) with 53 random bits. */
double tkg_random_unit(struct tkg_random *random);

/* Fisher-Yates shuffle of count indexes. */
void tkg_random_shuffle(struct tkg_random *random, uint32_t *indexes, size_t count);

#endif
