/* SPDX-License-Identifier: Apache-2.0
 *
 * A thread that calls a function at equal distances: absolute deadlines on a timerfd, so that a
 * late call moves none of the later ones. A function that takes longer than the interval misses
 * periods; they are counted, not made up for.
 */
#ifndef TKG_MEASURE_MONITOR_H
#define TKG_MEASURE_MONITOR_H

#include <stdint.h>

#include "base/status.h"

struct tkg_monitor;
typedef void (*tkg_monitor_function)(void *context);

struct tkg_monitor_counts {
    uint64_t call_count;
    uint64_t missed_count; /* periods that went by during a call */
    double period_mean_ns; /* from the first call to the last, over all periods between; NaN: fewer
                              than two calls */
};

/* Starts the thread; the first call comes one interval later. All signals are blocked in it.
 * interval_ns  1 ms to 1 h
 * function     runs on the thread; context must live until tkg_monitor_stop() succeeded
 * returns      TKG_USAGE: the interval; TKG_NO_MEMORY; TKG_SYSTEM: no timer or no thread
 * cost         a wake-up per period, some 10 us of CPU time */
enum tkg_status tkg_monitor_start(struct tkg_monitor **monitor, int64_t interval_ns,
                                  tkg_monitor_function function, void *context,
                                  struct tkg_error *err) TKG_MUST_CHECK;

/* Ends the thread and gives the monitor back: a call under way goes to its end, no other follows.
 * timeout_ns  how long to wait for that call, >= 0
 * counts      may be NULL
 * returns     TKG_OK; TKG_SYSTEM: the call did not end in time. The thread then releases the
 *             monitor by itself when it ends; context must live on, counts is untouched */
enum tkg_status tkg_monitor_stop(struct tkg_monitor *monitor, int64_t timeout_ns,
                                 struct tkg_monitor_counts *counts,
                                 struct tkg_error *err) TKG_MUST_CHECK;

#endif
