/* SPDX-License-Identifier: Apache-2.0
 *
 * Gives another digest in every process.
 */
#define MISBEHAVE_REPORT report->digest ^= digest_of_process()
#include <stdint.h>
#include <time.h>
#include <unistd.h>

static uint64_t digest_of_process(void)
{
    static uint64_t once;
    struct timespec now;
    if (once == 0) {
        clock_gettime(CLOCK_MONOTONIC, &now);
        once = ((uint64_t)now.tv_nsec << 32 | (uint64_t)getpid()) + 1;
    }
    return once;
}
#include "misbehaving.h"
