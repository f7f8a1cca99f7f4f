/* SPDX-License-Identifier: Apache-2.0
 *
 * The run record: what was seen, before anybody judged it. measure/ fills it, stats/ summarises it,
 * report/ and plot/ print both. Plain data; owns its arrays.
 *
 * A run has cases ("replay/10K", "paced/100K", "ruler/stream", "threads/4", "ticks/NAME"); each
 * case has trials, one per fresh process, in the order they ran. A trial holds one value per metric
 * its pass can give; the others are NaN.
 */
#ifndef TKG_SAMPLE_RUN_RECORD_H
#define TKG_SAMPLE_RUN_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "sample/metric.h"
#include "sample/portfolio.h"

struct tkg_alert_row; /* sample/alert_row.h */
struct tkg_histogram;
struct tkg_stage_table; /* sample/stage_table.h */
struct tkg_telemetry;   /* sample/telemetry.h */

/* id, letter, name, what it gives */
#define TKG_PASSES(X)                                                                              \
    X(THROUGHPUT, 'A', "throughput", "long blocks, one clock read each")                           \
    X(BLOCK, 'B', "block", "short blocks: percentiles of the per-tick mean of a block")            \
    X(TICK, 'C', "tick", "single sampled ticks between fences")                                    \
    X(EVERY_TICK, 'D', "every_tick",                                                               \
      "every tick, chained clock reads; for diagnosis, never judged")                              \
    X(PACED, 'P', "paced", "open loop at a stated rate")                                           \
    X(MEMORY, 'M', "memory", "peak memory of a streaming replay")                                  \
    X(RULER, 'R', "ruler", "the machine's own speed: fixed kernels, no engine")                    \
    X(STAGES, 'T', "stages", "exclusive time of each named stage; slows the engine down")          \
    X(THREADS, 'G', "threads", "shards of the stream on several threads at once")

/* Run unless told otherwise: all but pass D, which reads the clock at every tick, and pass T, which
 * reads it at every switch of stages; pass G runs when thread counts are given. */
#define TKG_PASSES_DEFAULT "ABCPMR"

enum tkg_pass {
#define TKG_PASS_ENUM(id, letter, name, meaning) TKG_PASS_##id,
    TKG_PASSES(TKG_PASS_ENUM)
#undef TKG_PASS_ENUM
        TKG_PASS_COUNT
};

char tkg_pass_letter(enum tkg_pass pass);
const char *tkg_pass_name(enum tkg_pass pass);

/* Why a trial's numbers are not to be trusted. bit, id, text */
#define TKG_INVALIDITIES(X)                                                                        \
    X(0, CPU_SHARE, "the thread got less than 95 % of its core")                                   \
    X(1, CLOCK_DRIFT, "the cycle counter and the monotonic clock disagree")                        \
    X(2, WALL_GAP, "the timed parts do not add up to the wall time")                               \
    X(3, MIGRATED, "the thread moved to another CPU")                                              \
    X(4, WAITED, "the process waited for its CPU for more than 5 % of the time")                   \
    X(5, STEAL, "the hypervisor took the CPU away")                                                \
    X(6, STAGE_GAP, "the stages do not add up to the wall time within 1 %")                        \
    X(7, STOPPED, "the process was stopped and continued by a signal")

enum tkg_invalidity {
#define TKG_INVALIDITY_ENUM(bit, id, text) TKG_INVALID_##id = 1u << (bit),
    TKG_INVALIDITIES(TKG_INVALIDITY_ENUM)
#undef TKG_INVALIDITY_ENUM
};

/* Text of the lowest bit set; "" for 0. */
const char *tkg_invalidity_text(uint32_t bits);
/* "CPU_SHARE": stable id of the lowest bit set; "" for 0. */
const char *tkg_invalidity_name(uint32_t bits);

enum { TKG_CASE_NAME_BYTES = 64 };

/* One fresh process. */
struct tkg_trial {
    enum tkg_pass pass;
    uint32_t round;                  /* 0-based; every case and pass runs once a round */
    uint32_t order_index;            /* 0-based position in the whole run */
    uint32_t invalid;                /* enum tkg_invalidity bits; 0 = valid */
    double values[TKG_METRIC_COUNT]; /* base units; NaN where the pass does not give the metric */

    uint64_t replay_count;         /* how often the case was replayed to fill the minimum time */
    uint64_t processed_tick_count; /* per replay, as reported by the engine */
    uint64_t rejected_tick_count;
    uint64_t order_count;
    uint64_t fill_count;
    int64_t final_equity;
    uint64_t digest;
    struct tkg_portfolio portfolio;
    struct tkg_stage_table *stages;  /* pass T; NULL elsewhere. The case's, once added */
    struct tkg_telemetry *telemetry; /* NULL where nothing was sampled. The case's, once added */

    /* What the process met while it was timed. */
    int64_t start_unix_ns; /* UTC */
    int64_t wall_ns;       /* timed part only */
    int64_t cpu_user_ns;
    int64_t cpu_system_ns;
    int64_t run_queue_wait_ns;
    uint64_t voluntary_switches;
    uint64_t involuntary_switches;
    uint64_t minor_faults;
    uint64_t major_faults;
    double steal_share_0to1; /* of the machine's CPU time during the trial; NaN when unreadable or
                                too short to tell */
    double load_1min;
    int32_t cpu; /* where it was pinned; -1 when not */
};

/* How the threads of a case of pass G ran. */
struct tkg_case_threads {
    uint32_t count;      /* 0: not a case of pass G */
    bool oversubscribed; /* more threads than usable CPUs: they took turns */
    bool pinned;         /* each to a CPU of its own */
};

/* One line of the run: a stream of a given length under one name. */
struct tkg_case {
    char name[TKG_CASE_NAME_BYTES];
    uint64_t tick_count;     /* per replay; of a ruler: how many ticks its stream has */
    double pace_ticks_per_s; /* of pass P; 0 elsewhere */
    struct tkg_case_threads threads;
    struct tkg_trial *trials; /* owned */
    size_t trial_count;
    size_t trial_capacity;
    struct tkg_histogram
        *block_ns_x1000; /* merged over valid trials, pass B, in picoseconds; owned, may be NULL */
    struct tkg_histogram *tick_ns_x1000; /* same, pass C */
    struct tkg_histogram *response_ns;   /* same, pass P, in nanoseconds */
};

enum { TKG_RECORD_TEXT_BYTES = 256 };

/* The whole run. */
struct tkg_run_record {
    char engine_name[TKG_RECORD_TEXT_BYTES];
    char engine_version[TKG_RECORD_TEXT_BYTES];
    char engine_path[TKG_RECORD_TEXT_BYTES]; /* "builtin:reference" or the file */
    char engine_parameters[TKG_RECORD_TEXT_BYTES];
    char stream[TKG_RECORD_TEXT_BYTES]; /* "synthetic:futures" or the file */
    char suite[TKG_RECORD_TEXT_BYTES];
    uint64_t seed;
    uint32_t batch_tick_count; /* ticks per on_ticks call in pass A */
    uint32_t round_count;      /* asked for */
    int64_t start_unix_ns;
    int64_t end_unix_ns;
    bool complete; /* false: the run ended early, partial results; see failure */
    enum tkg_status
        failure; /* why, e.g. TKG_ENGINE_CRASH or TKG_INTERRUPTED; TKG_OK when complete */
    char failure_text[TKG_ERROR_TEXT_BYTES]; /* the message, as the user saw it; "" when complete */
    struct tkg_case *cases;                  /* owned */
    size_t case_count;
    size_t case_capacity;
    bool alerts_watched;          /* rules were given; else there are no rows */
    struct tkg_alert_row *alerts; /* owned; in the order of time */
    size_t alert_count;
    size_t alert_capacity;
    uint64_t alert_lost_count; /* rows above TKG_ALERT_ROW_MAX: told, not kept */
};

/* Caller's storage. */
void tkg_run_record_init(struct tkg_run_record *record);
void tkg_run_record_deinit(struct tkg_run_record *record);

/* Adds an empty case; names are unique (asserted). NULL when memory ran out.
 * The pointer is valid until the next add_case. */
struct tkg_case *tkg_run_record_add_case(struct tkg_run_record *record, const char *name,
                                         uint64_t tick_count);
/* NULL when there is none. */
struct tkg_case *tkg_run_record_find_case(const struct tkg_run_record *record, const char *name);

/* Adds one trial: copied, its stages and its telemetry, too. */
enum tkg_status tkg_case_add_trial(struct tkg_case *the_case, const struct tkg_trial *trial,
                                   struct tkg_error *err) TKG_MUST_CHECK;

/* Adds a copy of a row. False: memory ran out, or there are TKG_ALERT_ROW_MAX; the row is counted
 * as lost. */
bool tkg_run_record_add_alert(struct tkg_run_record *record, const struct tkg_alert_row *row);

/* A trial with every value and the steal share NaN, cpu -1, all else zero: no portfolio, no stages,
 * no telemetry.
 */
struct tkg_trial tkg_trial_empty(enum tkg_pass pass);

#endif
