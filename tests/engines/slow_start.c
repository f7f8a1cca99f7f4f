/* SPDX-License-Identifier: Apache-2.0
 *
 * Works for 0.2 s in create(): set-up that must not count as replay.
 */
#define MISBEHAVE_CREATE spin_for(INT64_C(200000000))
#include <stdint.h>
#include <time.h>

static int64_t now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static void spin_for(int64_t duration_ns)
{
    const int64_t end_ns = now_ns() + duration_ns;
    while (now_ns() < end_ns) {
    }
}
#include "misbehaving.h"
