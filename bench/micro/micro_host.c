/* SPDX-License-Identifier: Apache-2.0
 *
 * What it costs to look at a clock or at the process: the prices that decide how a pass is built.
 */
#include "micro.h"

#include "host/clock.h"
#include "host/usage.h"

static void cycles(struct tkg_state *state, void *user)
{
    (void)user;
    TKG_LOOP(state) {
        uint64_t now = tkg_cycles();
        TKG_DO_NOT_OPTIMIZE(now);
    }
}

static void fenced_pair(struct tkg_state *state, void *user)
{
    (void)user;
    TKG_LOOP(state) {
        uint64_t begin = tkg_cycles_begin();
        TKG_DO_NOT_OPTIMIZE(begin);
        uint64_t end = tkg_cycles_end();
        TKG_DO_NOT_OPTIMIZE(end);
    }
}

typedef int64_t (*clock_function)(void);

struct named_clock {
    const char *name;
    clock_function read;
};

static void read_clock(struct tkg_state *state, void *user)
{
    const struct named_clock *clock = user;
    TKG_LOOP(state) {
        int64_t now = clock->read();
        TKG_DO_NOT_OPTIMIZE(now);
    }
}

static void process_usage(struct tkg_state *state, void *user)
{
    (void)user;
    TKG_TIMED_LOOP(state) {
        struct tkg_process_usage usage;
        tkg_process_usage_read(&usage);
        TKG_DO_NOT_OPTIMIZE(usage);
    }
}

static void machine_usage(struct tkg_state *state, void *user)
{
    (void)user;
    TKG_TIMED_LOOP(state) {
        struct tkg_machine_usage usage;
        tkg_machine_usage_read(&usage);
        TKG_DO_NOT_OPTIMIZE(usage);
    }
}

void tkg_micro_register_host(void)
{
    static struct named_clock clocks[] = {
        {"host/clock_monotonic", tkg_clock_monotonic_ns},
        {"host/clock_thread_cpu", tkg_clock_thread_cpu_ns},
        {"host/clock_process_cpu", tkg_clock_process_cpu_ns},
        {"host/rss_bytes", tkg_rss_bytes},
        {"host/rss_bytes_peak", tkg_rss_bytes_peak},
    };
    (void)tkg_benchmark_register("host/cycles", cycles, NULL, NULL);
    (void)tkg_benchmark_register("host/cycles_fenced_pair", fenced_pair, NULL, NULL);
    for (size_t i = 0; i < sizeof clocks / sizeof clocks[0]; i++) {
        (void)tkg_benchmark_register(clocks[i].name, read_clock, &clocks[i], NULL);
    }
    (void)tkg_benchmark_register("host/process_usage", process_usage, NULL, NULL);
    (void)tkg_benchmark_register("host/machine_usage", machine_usage, NULL, NULL);
}
