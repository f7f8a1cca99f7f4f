/* SPDX-License-Identifier: Apache-2.0
 *
 * Sleeps for 1 ms once in every 1,000 ticks: a tail that is off-CPU time.
 */
#define MISBEHAVE_TICKS                                                                            \
    for (uint64_t i = (engine->tick_count - tick_count) / 1000; i < engine->tick_count / 1000;     \
         i++) {                                                                                    \
        nanosleep(&(const struct timespec){.tv_nsec = 1000000}, NULL);                             \
    }
#include <time.h>

#include "misbehaving.h"
