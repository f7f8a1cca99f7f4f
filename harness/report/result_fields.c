/* SPDX-License-Identifier: Apache-2.0
 *
 * Names are those of the struct members wherever a reader outside would understand them. Ranges are
 * what any run can have, wide on purpose: they stop nonsense, not surprises.
 */
#include "report/result_fields.h"

#include <math.h>
#include <string.h>

#include "host/fingerprint.h"
#include "report/gbench_reader.h"
#include "report/scalability_reader.h"
#include "sample/run_record.h"
#include "sample/stage_table.h"

#define ROW(type, member, name, kind, low, high, unknown)                                          \
    {                                                                                              \
        name, TKG_FIELD_##kind, offsetof(struct type, member), sizeof(((struct type *)0)->member), \
            low, high, unknown, false                                                              \
    }
#define RANGE(type, member, name, kind, low, high) ROW(type, member, name, kind, low, high, false)
#define FIELD(type, member, name, kind) RANGE(type, member, name, kind, 0.0, 0.0)
/* What a run that another program measured need not say. */
#define MAYBE(type, member, name, kind) ROW(type, member, name, kind, 0.0, 0.0, true)

/* Above any count, size or rate of this world, and far from the ends of a double. */
#define AMPLE 1e18

#define RUN(member, kind) FIELD(tkg_run_record, member, #member, kind)

/* Of the root object. */
const struct tkg_result_field tkg_run_fields[] = {
    RUN(complete, BOOL),
    MAYBE(tkg_run_record, start_unix_ns, "start_time", TIME),
    MAYBE(tkg_run_record, end_unix_ns, "end_time", TIME),
    RUN(suite, TEXT),
    RUN(stream, TEXT),
    MAYBE(tkg_run_record, seed, "seed", SEED),
    MAYBE(tkg_run_record, batch_tick_count, "batch_tick_count", U32),
    RUN(round_count, U32),
    {0},
};

/* Of "failure", besides its status. */
const struct tkg_result_field tkg_failure_fields[] = {
    FIELD(tkg_run_record, failure_text, "message", TEXT),
    {0},
};

/* Of "engine": what was measured. */
const struct tkg_result_field tkg_engine_fields[] = {
    FIELD(tkg_run_record, engine_name, "name", TEXT),
    FIELD(tkg_run_record, engine_version, "version", TEXT),
    FIELD(tkg_run_record, engine_path, "path", TEXT),
    FIELD(tkg_run_record, engine_parameters, "parameters", TEXT),
    {0},
};

#define HOST(member, kind) FIELD(tkg_fingerprint, member, #member, kind)
#define HOST_RANGE(member, name, kind, low)                                                        \
    ROW(tkg_fingerprint, member, name, kind, low, AMPLE, true)

/* Facts that came later: files without them are still read. */
#define HOST_LATER(member, kind, high)                                                             \
    {                                                                                              \
#member, TKG_FIELD_##kind, offsetof(struct tkg_fingerprint, member),                       \
            sizeof(((struct tkg_fingerprint *)0)->member), 0.0, high, true, true                   \
    }

/* Of "environment": where. -1 and NaN are the fingerprint's own words for "no limit". */
const struct tkg_result_field tkg_environment_fields[] = {
    HOST(cpu_model, TEXT),
    HOST(architecture, TEXT),
    HOST_RANGE(cpu_online_count, "cpu_online_count", I32, 0.0),
    HOST_RANGE(cpu_usable_count, "cpu_usable_count", I32, 0.0),
    HOST_RANGE(cache_bytes[1], "l1d_cache_bytes", I64, 0.0),
    HOST_RANGE(cache_bytes[2], "l2_cache_bytes", I64, 0.0),
    HOST_RANGE(cache_bytes[3], "l3_cache_bytes", I64, 0.0),
    HOST(hypervisor, TEXT),
    HOST(kernel, TEXT),
    HOST(libc, TEXT),
    HOST(compiler, TEXT),
    HOST(build_type, TEXT),
    HOST(governor, TEXT),
    HOST(clocksource, TEXT),
    HOST(transparent_huge_pages, TEXT),
    HOST(mitigations, TEXT),
    HOST(microcode, TEXT),
    HOST(boost_enabled, BOOL),
    HOST(boost_known, BOOL),
    HOST_RANGE(memory_bytes, "memory_bytes", I64, 0.0),
    HOST_RANGE(cgroup_memory_max_bytes, "cgroup_memory_max_bytes", I64, -1.0),
    HOST_RANGE(cgroup_cpu_quota, "cgroup_cpu_quota", REAL, 0.0),
    HOST_RANGE(tsc_ghz, "tsc_ghz", REAL, 0.0),
    HOST_LATER(topology, TEXT, 0.0),
    HOST_LATER(build_flags, TEXT, 0.0),
    HOST_LATER(cpu_pressure_percent, REAL, 100.0),
    FIELD(tkg_fingerprint, hash, "fingerprint", TEXT),
    {0},
};

#define TRIAL(member, kind) FIELD(tkg_trial, member, #member, kind)
#define MAYBE_TRIAL(member, kind) MAYBE(tkg_trial, member, #member, kind)

/* Of one element of "trials". Pass, reasons and values have a form of their own and stand in
 * report_json.c. */
const struct tkg_result_field tkg_trial_fields[] = {
    TRIAL(round, U32),
    TRIAL(order_index, U32),
    MAYBE_TRIAL(replay_count, U64),
    MAYBE_TRIAL(processed_tick_count, U64),
    MAYBE_TRIAL(rejected_tick_count, U64),
    MAYBE_TRIAL(order_count, U64),
    MAYBE_TRIAL(fill_count, U64),
    MAYBE_TRIAL(final_equity, I64),
    MAYBE_TRIAL(digest, HEX64),
    MAYBE(tkg_trial, start_unix_ns, "start_time", TIME),
    MAYBE_TRIAL(wall_ns, I64),
    MAYBE_TRIAL(cpu_user_ns, I64),
    MAYBE_TRIAL(cpu_system_ns, I64),
    MAYBE_TRIAL(run_queue_wait_ns, I64),
    MAYBE_TRIAL(voluntary_switches, U64),
    MAYBE_TRIAL(involuntary_switches, U64),
    MAYBE_TRIAL(minor_faults, U64),
    MAYBE_TRIAL(major_faults, U64),
    ROW(tkg_trial, steal_share_0to1, "steal_share_0to1", REAL, 0.0, 1.0, true),
    ROW(tkg_trial, load_1min, "load_1min", REAL, 0.0, AMPLE, true),
    RANGE(tkg_trial, cpu, "cpu", I32, -1.0, AMPLE),
    {0},
};

/* Of "portfolio" of a trial. Money that was lost many times over makes ratios of any size. */
const struct tkg_result_field tkg_portfolio_fields[] = {
    FIELD(tkg_portfolio, return_count, "return_count", U64),
    FIELD(tkg_portfolio, round_trip_count, "round_trip_count", U64),
    FIELD(tkg_portfolio, winning_trip_count, "winning_trip_count", U64),
#define PORTFOLIO_ROW(member, label) RANGE(tkg_portfolio, member, #member, REAL, -AMPLE, AMPLE),
    TKG_PORTFOLIO_RATIOS(PORTFOLIO_ROW)
#undef PORTFOLIO_ROW
        {0},
};

/* Of one element of "stages" of a trial. */
const struct tkg_result_field tkg_stage_fields[] = {
    FIELD(tkg_stage_row, name, "name", TEXT),
    FIELD(tkg_stage_row, entry_count, "entry_count", U64),
    RANGE(tkg_stage_row, time_ns, "time_ns", REAL, 0.0, AMPLE),
    {0},
};

/* Of "threads" of a case; 64 is the most that pass G takes (config/thread_list.h). */
const struct tkg_result_field tkg_thread_fields[] = {
    RANGE(tkg_case_threads, count, "count", U32, 1.0, 64.0),
    FIELD(tkg_case_threads, oversubscribed, "oversubscribed", BOOL),
    FIELD(tkg_case_threads, pinned, "pinned", BOOL),
    {0},
};

bool tkg_record_is_foreign(const struct tkg_run_record *record)
{
    return strncmp(record->engine_path, TKG_GBENCH_PATH, strlen(TKG_GBENCH_PATH)) == 0 ||
           strncmp(record->engine_path, TKG_SCALABILITY_PATH, strlen(TKG_SCALABILITY_PATH)) == 0;
}

void tkg_environment_forget(struct tkg_fingerprint *fingerprint)
{
    fingerprint->cgroup_memory_max_bytes = -1;
    fingerprint->cgroup_cpu_quota = NAN;
    fingerprint->tsc_ghz = NAN;
    fingerprint->cpu_pressure_percent = NAN;
}
