/* SPDX-License-Identifier: Apache-2.0
 *
 * Inside a trial's process: one engine, one window of ticks, one timer, and the accounts of what
 * was timed. Every pass is a loop over parts of the window between tkg_span_begin and tkg_span_end.
 */
#ifndef TKG_MEASURE_REPLAY_H
#define TKG_MEASURE_REPLAY_H

#include <stdint.h>

#include "base/status.h"
#include "engine/engine_handle.h"
#include "host/cpu_theft.h"
#include "host/usage.h"
#include "measure/tick_window.h"
#include "measure/timer.h"
#include "measure/trial.h"
#include "sample/histogram.h"
#include "sample/run_record.h"

/* What was timed so far, by three clocks. */
struct tkg_span_total {
    int64_t wall_ns; /* CLOCK_MONOTONIC */
    int64_t cpu_ns;  /* of the process */
    uint64_t timer_units;
    uint64_t finish_units; /* the part of timer_units that the engine's finish() took */
    uint64_t span_count;
};

struct tkg_stage_clock;
struct tkg_stage_table;

struct tkg_replay {
    const struct tkg_trial_spec *spec; /* borrowed */
    struct tkg_tick_source *source;
    struct tkg_engine *engine; /* NULL in pass R */
    const struct tkg_engine_ops *ops;
    void *instance;
    struct tkg_tick_window window;
    struct tkg_timer timer;
    struct tkg_histogram *histogram;     /* of the pass; may be NULL */
    struct tkg_trial *trial;             /* borrowed: where results go */
    struct tkg_stage_table *stages;      /* borrowed: where those of pass T go */
    struct tkg_stage_clock *stage_clock; /* owned; pass T only: the engine writes to it */
    int32_t sampler_thread_id; /* its CPU time is not the engine's; 0: there is no sampler */

    struct tkg_span_total total;
    int64_t span_wall_begin_ns;
    int64_t span_cpu_begin_ns;
    uint64_t span_timer_begin;
    uint64_t replay_count;
    struct tkg_process_usage usage_begin;
    struct tkg_machine_usage machine_begin;
    struct tkg_thread_account account_begin; /* of the thread that replays */
    struct tkg_cpu_account cpu_begin;        /* of all threads but the sampler */
    uint32_t continued_begin;                /* of tkg_continue_count_read */
    int64_t observed_begin_ns;
    int64_t span_cpu_cost_ns; /* what an empty span adds to cpu_ns */
};

/* How far two clocks may disagree about ns of timed wall: 0.2 % and what the reads of each span
 * cost. */
double tkg_replay_clock_tolerance_ns(const struct tkg_replay *replay);

/* Opens the stream, maps the window, and, but for passes M and G (which open it later) and R (which
 * has none), the engine; for pass T with a stage clock. */
enum tkg_status tkg_replay_init(struct tkg_replay *replay, const struct tkg_trial_spec *spec,
                                struct tkg_trial *trial, enum tkg_window_mode mode,
                                struct tkg_error *err) TKG_MUST_CHECK;
void tkg_replay_deinit(struct tkg_replay *replay);

/* Loads the engine and creates its instance. */
enum tkg_status tkg_replay_open_engine(struct tkg_replay *replay,
                                       struct tkg_error *err) TKG_MUST_CHECK;

/* Replays the head of the stream untimed until caches, branch predictors and page tables are warm.
 */
enum tkg_status tkg_replay_warm_up(struct tkg_replay *replay, struct tkg_error *err) TKG_MUST_CHECK;

/* Starts and ends the observation: telemetry before and after all timed parts, and the checks that
 * make a trial invalid. end writes wall, CPU and validity into the trial. */
void tkg_replay_observe_begin(struct tkg_replay *replay);
void tkg_replay_observe_end(struct tkg_replay *replay);

/* Around each timed part. cost: about 1 us for both, outside the timer reads but inside the CPU
 * read. */
void tkg_span_begin(struct tkg_replay *replay);
void tkg_span_end(struct tkg_replay *replay);

/* Feeds one part of the replay; what a pass is made of. */
typedef enum tkg_status (*tkg_part_function)(struct tkg_replay *replay, void *context,
                                             const struct tkg_tick *ticks, size_t tick_count,
                                             struct tkg_error *err);

/* One whole replay: reset (untimed), every part through part() inside a span, finish inside a span
 * of its own (an engine may not hide work there), count and digest checked; the report goes into
 * the trial. */
enum tkg_status tkg_replay_once(struct tkg_replay *replay, tkg_part_function part, void *context,
                                struct tkg_error *err) TKG_MUST_CHECK;

/* Writes the first replay's report into the trial, and the engine's portfolio, where it has one;
 * counts the replay. TKG_ENGINE_DIGEST: a later replay's report differs. */
enum tkg_status tkg_replay_keep_report(struct tkg_replay *replay,
                                       const struct tkg_engine_report *report,
                                       struct tkg_error *err) TKG_MUST_CHECK;

/* Whole replays until min_time is reached and at least minimum_count were made. */
enum tkg_status tkg_replay_for_min_time(struct tkg_replay *replay, tkg_part_function part,
                                        void *context, uint64_t minimum_count,
                                        struct tkg_error *err) TKG_MUST_CHECK;

/* Writes p50, p90, p95, p99, p99.5, p99.9 and max of histogram into seven metrics from first_metric
 * on, in that order of enum tkg_metric; unit_ns is nanoseconds per histogram unit. */
void tkg_trial_set_quantiles(struct tkg_trial *trial, const struct tkg_histogram *histogram,
                             enum tkg_metric first_metric, double unit_ns);

/* One value per replay step in picoseconds, as the histograms of passes B and C count it. */
static inline uint64_t tkg_picoseconds(const struct tkg_timer *timer, uint64_t units,
                                       uint64_t tick_count)
{
    return (uint64_t)((double)units * timer->ns_per_unit * 1000.0 / (double)tick_count + 0.5);
}

#endif
