/* SPDX-License-Identifier: Apache-2.0
 *
 * Where threads wait for one another without sleeping: waking up takes 30 us and more, which would
 * be a part of what is timed.
 */
#ifndef TKG_MEASURE_SPIN_BARRIER_H
#define TKG_MEASURE_SPIN_BARRIER_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

struct tkg_spin_barrier {
    atomic_uint arrived;
    atomic_uint phase; /* goes up by one each time all have arrived */
    uint32_t thread_count;
    bool yields; /* for more threads than CPUs: who waits gives its CPU away */
};

void tkg_spin_barrier_init(struct tkg_spin_barrier *barrier, uint32_t thread_count, bool yields);

/* Returns when all threads are here. The last one calls action(context) before any returns; what it
 * writes all others see. action may be NULL. */
void tkg_spin_barrier_wait(struct tkg_spin_barrier *barrier, void (*action)(void *context),
                           void *context);

#endif
