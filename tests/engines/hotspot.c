/* SPDX-License-Identifier: Apache-2.0
 *
 * Spends a stated time in a named function at the first tick of every replay, for the rules that
 * look for bottlenecks. The parameters say what:
 *
 *   "busy=0.2"   burn_planted() computes for 0.2 s
 *   "wait=0.2"   wait_planted() sleeps for 0.2 s
 */
#include <stdint.h>
#include <time.h>

#include <errno.h>

static void spend_planted(const char *parameters);

#define MISBEHAVE_CREATE keep_parameters(config->parameters)
#define MISBEHAVE_TICKS                                                                            \
    if (engine->tick_count == tick_count) {                                                        \
        spend_planted(kept_parameters);                                                            \
    }

#include <stdio.h>
#include <string.h>

static char kept_parameters[64];

static void keep_parameters(const char *parameters)
{
    (void)snprintf(kept_parameters, sizeof kept_parameters, "%s", parameters);
}

#include "misbehaving.h"

static int64_t thread_cpu_ns(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static __attribute__((noinline)) void burn_planted(int64_t duration_ns)
{
    const int64_t end_ns = thread_cpu_ns() + duration_ns;
    volatile uint64_t sum = 0;
    while (thread_cpu_ns() < end_ns) {
        for (int i = 0; i < 100000; i++) {
            sum += (uint64_t)i;
        }
    }
}

static __attribute__((noinline)) void wait_planted(int64_t duration_ns)
{
    struct timespec left = {duration_ns / 1000000000, duration_ns % 1000000000};
    while (nanosleep(&left, &left) != 0 && errno == EINTR) {
    }
}

static void spend_planted(const char *parameters)
{
    const char *equals = strchr(parameters, '=');
    const int64_t duration_ns = equals ? (int64_t)(strtod(equals + 1, NULL) * 1e9) : 0;
    if (strncmp(parameters, "busy=", 5) == 0) {
        burn_planted(duration_ns);
    }
    if (strncmp(parameters, "wait=", 5) == 0) {
        wait_planted(duration_ns);
    }
}
