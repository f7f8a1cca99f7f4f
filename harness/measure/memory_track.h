/* SPDX-License-Identifier: Apache-2.0
 *
 * Memory over the course of one replay, and how much a tick still adds after warm-up: a leak, or
 * state that grows with the ticks. The series has a fixed number of places, whatever the length of
 * the replay.
 */
#ifndef TKG_MEASURE_MEMORY_TRACK_H
#define TKG_MEASURE_MEMORY_TRACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

/* 160 of the samples lie behind the warm-up: 12,720 pairs, and a slope's median takes 1 ms. */
enum { TKG_MEMORY_SAMPLE_MAX = 200 };

struct tkg_memory_track {
    double ticks[TKG_MEMORY_SAMPLE_MAX]; /* processed so far */
    double bytes[TKG_MEMORY_SAMPLE_MAX];
    size_t count;
    uint64_t tick_count; /* of the whole replay */
};

/* Growth per tick behind the warm-up. */
struct tkg_memory_growth {
    double slope; /* bytes per tick, at least 0; NaN with fewer than five samples */
    double low;   /* lower 95 % limit, at least 0: above 0, memory was still growing */
};

void tkg_memory_track_init(struct tkg_memory_track *track, uint64_t tick_count);

/* Is the replay, done ticks in, at a place that wants a sample? Asked after every batch. */
bool tkg_memory_track_is_due(const struct tkg_memory_track *track, uint64_t done);

/* done ticks in, there were so many bytes. */
void tkg_memory_track_add(struct tkg_memory_track *track, uint64_t done, double bytes);

/* Theil-Sen slope (stats/theil_sen.h) of the samples behind the first fifth of the replay.
 * TKG_NO_MEMORY */
enum tkg_status tkg_memory_track_growth(const struct tkg_memory_track *track,
                                        struct tkg_memory_growth *growth,
                                        struct tkg_error *err) TKG_MUST_CHECK;

#endif
