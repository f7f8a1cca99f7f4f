/* SPDX-License-Identifier: Apache-2.0
 *
 * What stands behind struct tkg_state: one thread of one call.
 */
#ifndef TKG_GBENCH_STATE_H
#define TKG_GBENCH_STATE_H

#include "gbench_call.h"

enum tkg_gbench_phase {
    TKG_GBENCH_FRESH,    /* the loop has not begun */
    TKG_GBENCH_RUNNING,  /* clocks run */
    TKG_GBENCH_PAUSED,   /* inside the loop, clocks stand */
    TKG_GBENCH_FINISHED, /* the library knows that the loop has ended */
};

struct tkg_state {
    void *library_state;
    struct tkg_gbench_call *call;
    enum tkg_gbench_phase phase;
    bool skipped; /* on this thread */
    int thread_index;
    int64_t library_max; /* iterations that the library asked for */
    int64_t planned;     /* iterations of this thread */
    bool counts_left;    /* the loop is one of calls */
    int64_t left;        /* of planned; then only. Below 0 when the last batch did more */
    int64_t iterations;  /* done */
    int64_t start_ns;    /* when the clocks last began to run */
    int64_t wall_ns;     /* up to then */
    int64_t cpu_start_ns;
    int64_t cpu_ns;
    int64_t lap_ns; /* when this iteration began; timed loop only */
    double manual_seconds;
    int64_t pauses;
    int64_t complexity_n;
    struct tkg_gbench_histogram *histogram; /* of a timed loop */
    struct tkg_gbench_counters counters;
};

/* CLOCK_MONOTONIC: what the library's own wall clock reads, too. */
int64_t tkg_gbench_now_ns(void);

/* Ends the benchmark on this thread; the first message of a call counts. */
void tkg_gbench_state_fail(struct tkg_state *state, enum tkg_benchmark_outcome outcome,
                           const char *message);

/* Brings the library's state to its end, whatever the function did: early return, no loop at all,
 * an exception. Without it the library aborts the process. */
void tkg_gbench_state_settle(struct tkg_state *state);

/* Adds a counter; false: no room, or the name is taken by a field of the JSON row. */
bool tkg_gbench_counters_set(struct tkg_gbench_counters *counters, const char *name, double value,
                             uint32_t flags);

/* NULL: none of that name. */
const struct tkg_gbench_counter *
tkg_gbench_counters_find(const struct tkg_gbench_counters *counters, const char *name);

/* Adds the values of other to those of the same name; keeps both. */
void tkg_gbench_counters_add(struct tkg_gbench_counters *counters,
                             const struct tkg_gbench_counters *other);
void tkg_gbench_counters_clear(struct tkg_gbench_counters *counters);

/* True for the names of fields of a JSON row. */
bool tkg_gbench_counter_name_is_reserved(const char *name);

/* Median of 1,001 empty iterations of a timed loop, in ns. */
double tkg_gbench_clock_floor_ns(void);

#endif
