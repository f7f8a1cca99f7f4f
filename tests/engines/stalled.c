/* SPDX-License-Identifier: Apache-2.0
 *
 * Stops once for 50 ms in each replay, at the tick with the index 10,000.
 */
#define MISBEHAVE_TICKS                                                                            \
    if (engine->tick_count > 10000 && engine->tick_count - tick_count <= 10000) {                  \
        nanosleep(&(const struct timespec){.tv_nsec = 50000000}, NULL);                            \
    }
#include <time.h>

#include "misbehaving.h"
