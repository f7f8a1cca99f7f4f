/* SPDX-License-Identifier: Apache-2.0
 *
 * The timer of timed loops: the cycle counter where it is trustworthy, CLOCK_MONOTONIC elsewhere.
 */
#ifndef TKG_MEASURE_TIMER_H
#define TKG_MEASURE_TIMER_H

#include <stdbool.h>
#include <stdint.h>

#include "host/clock.h"

struct tkg_timer {
    bool use_cycles;
    double ns_per_unit; /* nanoseconds per unit of what read returns */
};

/* ns_per_cycle 0 selects CLOCK_MONOTONIC. */
static inline struct tkg_timer tkg_timer_make(double ns_per_cycle)
{
    struct tkg_timer timer = {ns_per_cycle > 0.0, ns_per_cycle > 0.0 ? ns_per_cycle : 1.0};
    return timer;
}

/* Unfenced: neighbouring work overlaps the read, so chained reads add up to the wall time. */
static inline uint64_t tkg_timer_read(const struct tkg_timer *timer)
{
    return timer->use_cycles ? tkg_cycles() : (uint64_t)tkg_clock_monotonic_ns();
}

/* Fenced pair: all of the step and nothing else lies between. */
static inline uint64_t tkg_timer_begin(const struct tkg_timer *timer)
{
    return timer->use_cycles ? tkg_cycles_begin() : (uint64_t)tkg_clock_monotonic_ns();
}

static inline uint64_t tkg_timer_end(const struct tkg_timer *timer)
{
    return timer->use_cycles ? tkg_cycles_end() : (uint64_t)tkg_clock_monotonic_ns();
}

#endif
