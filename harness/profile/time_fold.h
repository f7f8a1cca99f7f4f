/* SPDX-License-Identifier: Apache-2.0
 *
 * Private to profile: lays looks at many replays over each other, by how far each replay was. A
 * replay is some milliseconds, about as long as it takes from one look to the next, so that only
 * many of them show what a replay does when. Replays differ in their time; each is stretched to the
 * same length, so that a slow moment of the machine moves no phase of the others. What others did
 * with the processor is no time of a replay, waiting by its own will is.
 */
#ifndef TKG_PROFILE_TIME_FOLD_H
#define TKG_PROFILE_TIME_FOLD_H

#include <stddef.h>
#include <stdint.h>

#include "sample/function_table.h"
#include "sample/time_map.h"

enum { TKG_REPLAY_SPAN_MAX = 65536 }; /* replays after these are in no map */

/* One replay by CLOCK_MONOTONIC, and how long the replayer had waited for a processor until then
 * since it was made; -1: the kernel does not say. */
struct tkg_replay_span {
    int64_t begin_ns;
    int64_t end_ns;
    int64_t begin_queued_ns;
    int64_t end_queued_ns;
};

/* What the replayer writes and the watcher reads afterwards, in memory that both have. An engine
 * can write there, too: nothing in it is believed. */
struct tkg_replay_log {
    uint64_t count; /* at most TKG_REPLAY_SPAN_MAX */
    struct tkg_replay_span spans[TKG_REPLAY_SPAN_MAX];
};

/* One look. Its addresses stand in the watcher's pool. */
struct tkg_look {
    uint32_t first;
    uint32_t count;
    uint64_t cpu_ns;
    uint64_t wall_ns;
    int64_t begin_ns;          /* CLOCK_MONOTONIC */
    int64_t stopped_before_ns; /* how long the replayer had stood still for earlier looks */
    int64_t queued_before_ns;  /* and had waited for a processor; -1: the kernel does not say */
    uint32_t function;         /* row of the table that was running; TKG_LOOK_ELSEWHERE */
};
#define TKG_LOOK_ELSEWHERE UINT32_MAX /* not in the engine */

/* Makes a map of looks: as many columns as have 50 looks each, on average, and at least two. A
 * share of a half is then known to 7 %, one of a tenth to 4 %. Less than TKG_FOLD_LOOKS_MIN looks
 * within replays: no columns. looks  in the order of time; count of them table  what their
 * functions mean cost   linear in looks and replays */
enum { TKG_FOLD_LOOKS_MIN = 40, TKG_FOLD_LOOKS_PER_COLUMN = 50 };
void tkg_time_fold(const struct tkg_look *looks, size_t count, const struct tkg_replay_log *log,
                   const struct tkg_function_table *table, struct tkg_time_map *map);

#endif
