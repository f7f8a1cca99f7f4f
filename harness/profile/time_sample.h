/* SPDX-License-Identifier: Apache-2.0
 *
 * Where the time of a replay goes: a fresh process replays the same ticks again and again, and is
 * stopped some thousand times for a look at its stack. Each look stands for the CPU time and the
 * wall time since the last one, so the shares add up to the whole; time waited counts, too. The
 * engine's own threads are not looked at.
 */
#ifndef TKG_PROFILE_TIME_SAMPLE_H
#define TKG_PROFILE_TIME_SAMPLE_H

#include "base/status.h"
#include "profile/instruction_count.h"
#include "sample/function_table.h"
#include "sample/time_map.h"

enum {
    TKG_SAMPLE_INTERVAL_NS = 1000000, /* 1,000 looks a second: 99 and more were asked for */
    TKG_SAMPLE_MAX = 65536,           /* looks in all */
};

struct tkg_sample_spec {
    struct tkg_count_spec replay; /* with_misses does not matter */
    int64_t duration_ns;          /* replays are begun until then; at least one is played */
    int64_t interval_ns;          /* between looks, on average: from half to one and a half of it */
};

/* Can it be done here? Else reason says why not. */
bool tkg_time_sample_is_available(char *reason, size_t reason_bytes);

/* Adds CPU and wall time of every function to an initialised table.
 * map      gets when in a replay that was, of this run alone; NULL: not wanted
 * returns  TKG_ENVIRONMENT: built without libdw, or the kernel refuses to trace a child.
 * TKG_TOO_FEW: the replays were over before the first look. TKG_ENGINE_*, TKG_USAGE, TKG_INPUT,
 *          TKG_INTERRUPTED
 * cost     duration_ns, and about 10 % of it in looks */
enum tkg_status tkg_time_sample_run(const char *program_path, const struct tkg_sample_spec *spec,
                                    struct tkg_function_table *table, struct tkg_time_map *map,
                                    struct tkg_error *err) TKG_MUST_CHECK;

#endif
