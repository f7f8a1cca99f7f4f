/* SPDX-License-Identifier: Apache-2.0
 *
 * monitor_periods [PERIODS [INTERVAL_MS [TRIES]]]: the mean period of the monitor is its interval
 * within 0.5 %, and missed periods are printed. Default: 100 periods of 20 ms, three tries; the
 * figure of the capability is 100 periods of 100 ms, which make proof adds. Row T09.
 */
#include <math.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/number.h"
#include "measure/monitor.h"

struct rounds {
    sem_t done;
    uint64_t left;
};

static void count_down(void *context)
{
    struct rounds *rounds = context;
    if (rounds->left > 0 && --rounds->left == 0) {
        (void)sem_post(&rounds->done);
    }
}

/* How far the mean is off, relative; NaN when there was no monitor. */
static double measure(uint64_t period_count, int64_t interval_ns)
{
    struct rounds rounds = {.left = period_count + 1};
    struct tkg_monitor *monitor;
    struct tkg_monitor_counts counts;
    struct tkg_error err = {.text = ""};
    (void)sem_init(&rounds.done, 0, 0);
    if (tkg_monitor_start(&monitor, interval_ns, count_down, &rounds, &err) != TKG_OK) {
        (void)printf("%s\n", err.text);
        return NAN;
    }
    while (sem_wait(&rounds.done) != 0) {
    }
    if (tkg_monitor_stop(monitor, INT64_C(5000000000), &counts, &err) != TKG_OK) {
        (void)printf("%s\n", err.text);
        return NAN;
    }
    const double off = counts.period_mean_ns / (double)interval_ns - 1;
    (void)printf("%llu calls: mean period %.4f ms, %+.4f %% off, %llu missed\n",
                 (unsigned long long)counts.call_count, counts.period_mean_ns * 1e-6, 100 * off,
                 (unsigned long long)counts.missed_count);
    return fabs(off);
}

/* row: T09 */
int main(int argument_count, char **arguments)
{
    uint64_t numbers[3] = {100, 20, 3};
    for (int i = 1; i < argument_count && i <= 3; i++) {
        if (!tkg_u64_parse(arguments[i], &numbers[i - 1]) || numbers[i - 1] == 0) {
            return 2;
        }
    }
    for (uint64_t try = 0; try < numbers[2]; try++) { /* one late last call is the machine's */
        if (measure(numbers[0], (int64_t)numbers[1] * 1000000) <= 0.005) {
            (void)puts("ok monitor_periods");
            return EXIT_SUCCESS;
        }
    }
    return EXIT_FAILURE;
}
