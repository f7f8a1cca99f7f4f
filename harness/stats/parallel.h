/* SPDX-License-Identifier: Apache-2.0
 *
 * How well several workers did the work of one. Pure functions of measured times.
 */
#ifndef TKG_STATS_PARALLEL_H
#define TKG_STATS_PARALLEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Above 105 % the two times are not of the same work, or one was measured wrongly: caches that grow
 * with the workers explain a few percent, not more (capabilities R16). */
#define TKG_PARALLEL_EFFICIENCY_MAX 1.05

enum tkg_parallel_state {
    TKG_PARALLEL_OK,
    TKG_PARALLEL_UNKNOWN,       /* a time is not a positive number, or there is no worker */
    TKG_PARALLEL_TOO_EFFICIENT, /* above TKG_PARALLEL_EFFICIENCY_MAX: a measurement error */
};

/* "ok", "unknown", "invalid": stable ids. */
const char *tkg_parallel_state_name(enum tkg_parallel_state state);

struct tkg_parallel_efficiency {
    enum tkg_parallel_state state;
    double speedup;         /* single / parallel; NaN when unknown */
    double efficiency_0to1; /* speedup / workers; NaN unless state is TKG_PARALLEL_OK */
};

/* single_ns    wall time of all the work on one worker, measured, not derived
 * parallel_ns  wall time of the same work on worker_count of them */
struct tkg_parallel_efficiency tkg_parallel_efficiency(double single_ns, double parallel_ns,
                                                       uint32_t worker_count);

/* Where the time of workers went, as shares of workers times wall; NaN when there is nothing to
 * share. */
struct tkg_parallel_load {
    double busy_0to1;
    double waiting_0to1; /* could run and had no processor; NaN when a worker's is unknown */
    double idle_0to1;    /* the rest */
};

struct tkg_worker {
    int64_t cpu_ns;
    int64_t wait_ns; /* -1: unknown */
};

struct tkg_parallel_load tkg_parallel_load(const struct tkg_worker *workers, size_t worker_count,
                                           int64_t wall_ns);

#endif
