/* SPDX-License-Identifier: Apache-2.0
 *
 * Preloaded into a program: the wall clock jumps an hour ahead at every reading, as if somebody set
 * it all the time. All other clocks stay as they are.
 */
#include <stdatomic.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

int clock_gettime(clockid_t clock, struct timespec *time)
{
    static atomic_long steps;
    long result = syscall(SYS_clock_gettime, clock, time);
    if (result == 0 && clock == CLOCK_REALTIME) {
        time->tv_sec += 3600 * (atomic_fetch_add(&steps, 1) + 1);
    }
    return (int)result;
}
