/* SPDX-License-Identifier: Apache-2.0 */
#include "host/clock.h"

#include <errno.h>
#include <stdlib.h>
#include <time.h>

#include "base/check.h"
#include "host/proc_file.h"
#include "host/proc_text.h"

/* Of so many brackets the tightest counts: an interrupt or a stolen CPU widens some, hardly ever
 * all (docs/decisions/0010-cycle-clock-calibration.md). */
enum { BRACKET_COUNT = 32 };

/* Reads per batch and batches of the read cost: 64 make a batch of some 0.5 us, far above the
 * resolution of any counter; the median of 101 ignores what was interrupted. */
enum { COST_READS = 64, COST_BATCHES = 101 };

/* One instant, seen by both clocks. */
struct clock_pair {
    uint64_t cycles;
    int64_t time_ns;
};

/* Clocks of these kinds exist on every Linux: a failure is a bug. */
static int64_t read_clock(clockid_t id)
{
    struct timespec now;
    int result = clock_gettime(id, &now);
    TKG_ASSERT(result == 0);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

int64_t tkg_clock_monotonic_ns(void)
{
    return read_clock(CLOCK_MONOTONIC);
}

int64_t tkg_clock_thread_cpu_ns(void)
{
    return read_clock(CLOCK_THREAD_CPUTIME_ID);
}

int64_t tkg_clock_process_cpu_ns(void)
{
    return read_clock(CLOCK_PROCESS_CPUTIME_ID);
}

int64_t tkg_clock_unix_ns(void)
{
    return read_clock(CLOCK_REALTIME);
}

#if defined(__x86_64__)
static const char CYCLE_CLOCK_NAME[] = "tsc";

static bool counter_is_invariant(void)
{
    char cpuinfo[TKG_PROC_TEXT_BYTES];
    char sources[256];
    return tkg_proc_read("/proc/cpuinfo", cpuinfo, sizeof(cpuinfo)) &&
           tkg_proc_read("/sys/devices/system/clocksource/clocksource0/available_clocksource",
                         sources, sizeof(sources)) &&
           tkg_tsc_is_invariant(cpuinfo, sources);
}
#elif defined(__aarch64__)
static const char CYCLE_CLOCK_NAME[] = "cntvct";

/* The Arm architecture demands a fixed frequency and one system-wide count (Arm ARM, "The Generic
 * Timer in AArch64 state"). */
static bool counter_is_invariant(void)
{
    return true;
}
#else
static const char CYCLE_CLOCK_NAME[] = "clock_gettime";

static bool counter_is_invariant(void)
{
    return true;
}
#endif

/* The tightest of several "clock, counter, clock" brackets: its middle is known to half its width.
 */
static struct clock_pair read_pair(void)
{
    struct clock_pair best = {0, 0};
    int64_t best_width_ns = INT64_MAX;
    for (int i = 0; i < BRACKET_COUNT; i++) {
        int64_t before_ns = tkg_clock_monotonic_ns();
        uint64_t cycles = tkg_cycles_begin();
        int64_t width_ns = tkg_clock_monotonic_ns() - before_ns;
        if (width_ns < best_width_ns) {
            best_width_ns = width_ns;
            best = (struct clock_pair){cycles, before_ns + width_ns / 2};
        }
    }
    return best;
}

static void wait_until(int64_t time_ns)
{
    struct timespec until = {.tv_sec = time_ns / 1000000000, .tv_nsec = time_ns % 1000000000};
    while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL) == EINTR) {
    }
}

static int compare_doubles(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

/* Median cost of one read, in cycles. */
static double read_cost_cycles(void)
{
    double costs[COST_BATCHES];
    for (int batch = 0; batch < COST_BATCHES; batch++) {
        uint64_t begin = tkg_cycles();
        uint64_t end = begin;
        for (int i = 0; i < COST_READS; i++) {
            end = tkg_cycles();
        }
        costs[batch] = (double)(end - begin) / COST_READS;
    }
    qsort(costs, COST_BATCHES, sizeof(costs[0]), compare_doubles);
    return costs[COST_BATCHES / 2];
}

enum tkg_status tkg_cycle_clock_calibrate(struct tkg_cycle_clock *clock, int64_t window_ns,
                                          struct tkg_error *err)
{
    TKG_ASSERT(window_ns > 0);
    struct clock_pair begin = read_pair();
    wait_until(begin.time_ns + window_ns);
    struct clock_pair end = read_pair();
    if (end.cycles <= begin.cycles || end.time_ns <= begin.time_ns) {
        return tkg_fail(err, TKG_SYSTEM,
                        "the cycle counter '%s' went from %llu to %llu in %lld ns: it does not "
                        "count; choose another machine or virtual machine type",
                        CYCLE_CLOCK_NAME, (unsigned long long)begin.cycles,
                        (unsigned long long)end.cycles, (long long)(end.time_ns - begin.time_ns));
    }
    clock->name = CYCLE_CLOCK_NAME;
    clock->ns_per_cycle =
        (double)(end.time_ns - begin.time_ns) / (double)(end.cycles - begin.cycles);
    clock->invariant = counter_is_invariant();
    clock->read_cost_ns = read_cost_cycles() * clock->ns_per_cycle;
    return TKG_OK;
}
