/* SPDX-License-Identifier: Apache-2.0
 *
 * Clocks. Durations are int64 nanoseconds; the cycle counter (TSC on x86-64, the virtual counter on
 * aarch64, CLOCK_MONOTONIC elsewhere) is calibrated against CLOCK_MONOTONIC.
 */
#ifndef TKG_HOST_CLOCK_H
#define TKG_HOST_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/status.h"

int64_t tkg_clock_monotonic_ns(void);   /* CLOCK_MONOTONIC; ~25 ns a read */
int64_t tkg_clock_thread_cpu_ns(void);  /* CLOCK_THREAD_CPUTIME_ID; ~250 ns a read */
int64_t tkg_clock_process_cpu_ns(void); /* CLOCK_PROCESS_CPUTIME_ID, all threads; ~250 ns a read */
int64_t tkg_clock_unix_ns(void);        /* UTC, for time stamps only, never for durations */

/* A counter that can be read in a few ns, and its unit. */
struct tkg_cycle_clock {
    const char *name;    /* "tsc", "cntvct", "clock_gettime" */
    double ns_per_cycle; /* > 0 */
    bool invariant;      /* constant rate, synchronous over CPUs, as the kernel says */
    double read_cost_ns; /* median of back-to-back reads */
};

/* Calibrates the counter that tkg_cycles() reads; waits for window_ns (> 0; docs/decisions/0010 has
 * the error per window: 160 ms gives 1e-6).
 * Which counter that is was chosen when this header was compiled, so there is no falling back:
 * where it is not invariant (clock->invariant == false) its readings are not to be trusted, and the
 * caller flags the measurement as invalid. returns  TKG_OK; TKG_SYSTEM when the counter does not
 * count */
enum tkg_status tkg_cycle_clock_calibrate(struct tkg_cycle_clock *clock, int64_t window_ns,
                                          struct tkg_error *err) TKG_MUST_CHECK;

#if defined(__x86_64__)
static inline uint64_t tkg_cycles(void)
{
    return __builtin_ia32_rdtsc();
}
/* Nothing before the fence is timed ... */
static inline uint64_t tkg_cycles_begin(void)
{
    __builtin_ia32_lfence();
    uint64_t cycles = __builtin_ia32_rdtsc();
    __builtin_ia32_lfence();
    return cycles;
}
/* ... and all before this read is. */
static inline uint64_t tkg_cycles_end(void)
{
    unsigned processor;
    uint64_t cycles = __builtin_ia32_rdtscp(&processor);
    __builtin_ia32_lfence();
    return cycles;
}
#elif defined(__aarch64__)
static inline uint64_t tkg_cycles(void)
{
    uint64_t cycles;
    __asm__ volatile("mrs %0, cntvct_el0" : "=r"(cycles));
    return cycles;
}
static inline uint64_t tkg_cycles_begin(void)
{
    __asm__ volatile("isb" ::: "memory");
    return tkg_cycles();
}
static inline uint64_t tkg_cycles_end(void)
{
    __asm__ volatile("isb" ::: "memory");
    return tkg_cycles();
}
#else
static inline uint64_t tkg_cycles(void)
{
    return (uint64_t)tkg_clock_monotonic_ns();
}
static inline uint64_t tkg_cycles_begin(void)
{
    return tkg_cycles();
}
static inline uint64_t tkg_cycles_end(void)
{
    return tkg_cycles();
}
#endif

#endif
