/* SPDX-License-Identifier: Apache-2.0
 *
 * Right, but serial: a lock of the whole process is held around the work of on_ticks, so that n
 * threads do the work of one. With the parameter "unlocked" it does the same work without the lock.
 */
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* 200 dependent multiplications a tick, some 250 ns: a batch of 1,000 holds the lock for 250 us,
 * against 10 us that handing it on to a sleeping thread takes. */
enum { STEPS_PER_TICK = 200 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static bool is_unlocked; /* written by create(), of which there is one at a time */

static uint64_t spin(uint64_t value, uint64_t steps)
{
    for (uint64_t i = 0; i < steps; i++) {
        value = value * UINT64_C(6364136223846793005) + 1442695040888963407u;
        __asm__ volatile("" : "+r"(value)); /* one step after the other, none left out */
    }
    return value;
}

static void work(uint64_t digest, uint64_t tick_count)
{
    if (!is_unlocked) {
        (void)pthread_mutex_lock(&lock);
    }
    volatile uint64_t sink = spin(digest, tick_count * STEPS_PER_TICK);
    (void)sink;
    if (!is_unlocked) {
        (void)pthread_mutex_unlock(&lock);
    }
}

#define MISBEHAVE_CREATE is_unlocked = strcmp(config->parameters, "unlocked") == 0
#define MISBEHAVE_TICKS work(engine->digest, tick_count)
#define MISBEHAVE_TABLE .name = "lock_bound"
#include "misbehaving.h"
