/* SPDX-License-Identifier: Apache-2.0 */
#include "measure/replay.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "host/continue_count.h"
#include "host/cpu.h"
#include "host/thread_usage.h"
#include "trace/stage_clock.h"

/* Warm-up lasts at least this long: some hundred windows, so that code, predictors and caches are
 * as they stay. */
static const int64_t warm_up_ns = INT64_C(5000000);
/* Empty spans whose median is the clock's own cost; odd. Filling the window for each makes 1.5 ms
 * of them. */
enum { COST_SPAN_COUNT = 51 };

/* A flat-out thread must have had this share of its core, else something took it away; measured
 * quiet trials show 98.5 to 100 % (capabilities, T04). */
static const double cpu_share_min = 0.95;
/* Two clocks over the same spans: calibration is good to 1e-6, the reads themselves cost 20 to 200
 * ns a span (measurement-overhead, section 1: 33 ns each, two modes, plus neighbours). */
static const double clock_drift_max = 0.002;
static const double clock_read_ns_max = 200.0;
/* Run-queue wait as a share of the timed wall: the kernel's own count of "somebody else ran". */
static const double waited_share_max = 0.05;
/* Of the whole machine's CPU time; above, the hypervisor's neighbours set the pace. The kernel
 * counts it in ticks of 10 ms, so shorter observations than a hundred of them cannot resolve 5 %:
 * there the share of the core says the same. */
static const double steal_share_max = 0.05;
static const int64_t steal_ticks_min = 100;

enum tkg_status tkg_replay_open_engine(struct tkg_replay *replay, struct tkg_error *err)
{
    const struct tkg_trial_spec *spec = replay->spec;
    uint32_t instrument_count = 0;
    const struct tkg_instrument *instruments =
        tkg_tick_source_instruments(replay->source, &instrument_count);
    enum tkg_status status = tkg_engine_open(&replay->engine, spec->engine, err);
    if (status == TKG_OK) {
        tkg_engine_set_stages(replay->engine,
                              replay->stage_clock ? &replay->stage_clock->recorder : NULL);
        status = tkg_engine_create_instance(replay->engine, instruments, instrument_count,
                                            spec->parameters, spec->seed, err);
    }
    if (status == TKG_OK) {
        replay->ops = tkg_engine_ops(replay->engine);
        replay->instance = tkg_engine_instance(replay->engine);
    }
    return status;
}

static enum tkg_status open_stream(struct tkg_replay *replay, enum tkg_window_mode mode,
                                   struct tkg_error *err)
{
    const struct tkg_trial_spec *spec = replay->spec;
    enum tkg_status status = tkg_tick_source_open(&replay->source, spec->stream, spec->seed, err);
    if (status != TKG_OK) {
        return status;
    }
    uint64_t available = tkg_tick_source_count(replay->source);
    if (spec->tick_count > available) {
        return tkg_fail(err, TKG_USAGE, "%s has %" PRIu64 " ticks, %" PRIu64 " were asked for",
                        spec->stream, available, spec->tick_count);
    }
    return tkg_tick_window_init(&replay->window, replay->source, spec->tick_count,
                                spec->batch_tick_count, mode, err);
}

static enum tkg_status make_stage_clock(struct tkg_replay *replay, struct tkg_error *err)
{
    replay->stage_clock = malloc(sizeof(*replay->stage_clock));
    if (!replay->stage_clock) {
        return tkg_fail(err, TKG_NO_MEMORY, "out of memory for the stages of pass T");
    }
    return tkg_stage_clock_init(replay->stage_clock, replay->spec->ns_per_cycle, err);
}

enum tkg_status tkg_replay_init(struct tkg_replay *replay, const struct tkg_trial_spec *spec,
                                struct tkg_trial *trial, enum tkg_window_mode mode,
                                struct tkg_error *err)
{
    *replay = (struct tkg_replay){.spec = spec, .trial = trial};
    replay->timer = tkg_timer_make(spec->ns_per_cycle);
    enum tkg_status status = open_stream(replay, mode, err);
    if (status == TKG_OK && spec->pass == TKG_PASS_STAGES) {
        status = make_stage_clock(replay, err);
    }
    if (status == TKG_OK && spec->pass != TKG_PASS_RULER && spec->pass != TKG_PASS_MEMORY &&
        spec->pass != TKG_PASS_THREADS) {
        status = tkg_replay_open_engine(replay, err);
    }
    return status;
}

void tkg_replay_deinit(struct tkg_replay *replay)
{
    tkg_engine_close(replay->engine);
    free(replay->stage_clock);
    tkg_tick_window_deinit(&replay->window);
    tkg_tick_source_close(replay->source);
    tkg_histogram_destroy(replay->histogram);
    *replay = (struct tkg_replay){0};
}

static enum tkg_status feed_batches(struct tkg_replay *replay, const struct tkg_tick *ticks,
                                    size_t count, struct tkg_error *err)
{
    const size_t batch = replay->spec->batch_tick_count;
    enum tkg_status status = TKG_OK;
    for (size_t at = 0; at < count && status == TKG_OK; at += batch) {
        size_t length = count - at < batch ? count - at : batch;
        status = tkg_engine_feed(replay->engine, ticks + at, length, err);
    }
    return status;
}

enum tkg_status tkg_replay_warm_up(struct tkg_replay *replay, struct tkg_error *err)
{
    const int64_t begin_ns = tkg_clock_monotonic_ns();
    enum tkg_status status = TKG_OK;
    while (status == TKG_OK && tkg_clock_monotonic_ns() - begin_ns < warm_up_ns) {
        const struct tkg_tick *ticks;
        size_t count = tkg_tick_window_next(&replay->window, &ticks);
        if (count == 0 || replay->window.next_index == count) { /* first part, or past the last */
            tkg_engine_reset(replay->engine);
        }
        if (count == 0) {
            tkg_tick_window_rewind(&replay->window);
        }
        status = feed_batches(replay, ticks, count, err);
    }
    return status;
}

static int compare_times(const void *left, const void *right)
{
    int64_t a = *(const int64_t *)left;
    int64_t b = *(const int64_t *)right;
    return (a > b) - (a < b);
}

/* The median CPU time that an empty span seems to take, with the caches as a real span finds them:
 * the window has just been filled. */
static void measure_span_cost(struct tkg_replay *replay)
{
    const struct tkg_tick *ticks;
    int64_t costs[COST_SPAN_COUNT];
    replay->span_cpu_cost_ns = 0;
    for (size_t i = 0; i < COST_SPAN_COUNT; i++) {
        if (tkg_tick_window_next(&replay->window, &ticks) == 0) {
            tkg_tick_window_rewind(&replay->window);
        }
        replay->total = (struct tkg_span_total){0};
        tkg_span_begin(replay);
        tkg_span_end(replay);
        costs[i] = replay->total.cpu_ns;
    }
    qsort(costs, COST_SPAN_COUNT, sizeof(costs[0]), compare_times);
    replay->span_cpu_cost_ns = costs[COST_SPAN_COUNT / 2];
    replay->total = (struct tkg_span_total){0};
}

void tkg_replay_observe_begin(struct tkg_replay *replay)
{
    if (replay->trial->pass != TKG_PASS_MEMORY) { /* which times nothing */
        measure_span_cost(replay);
    }
    replay->trial->cpu = tkg_cpu_current();
    replay->trial->start_unix_ns = tkg_clock_unix_ns();
    tkg_machine_usage_read(&replay->machine_begin);
    tkg_process_usage_read(&replay->usage_begin);
    if (replay->trial->pass != TKG_PASS_MEMORY) { /* of which the account would be a part */
        tkg_cpu_account_read(&replay->cpu_begin, replay->sampler_thread_id);
    }
    tkg_thread_account_read(&replay->account_begin);
    tkg_continue_count_begin();
    replay->continued_begin = tkg_continue_count_read();
    replay->observed_begin_ns = tkg_clock_monotonic_ns();
}

static double steal_share(const struct tkg_machine_usage *begin,
                          const struct tkg_machine_usage *end)
{
    int64_t ticks = end->total_ticks - begin->total_ticks;
    if (begin->total_ticks < 0 || end->total_ticks < 0 || ticks < steal_ticks_min) {
        return NAN;
    }
    return (double)(end->steal_ticks - begin->steal_ticks) / (double)ticks;
}

static void record_usage(struct tkg_trial *trial, const struct tkg_process_usage *begin,
                         const struct tkg_process_usage *end)
{
    trial->cpu_user_ns = end->cpu_user_ns - begin->cpu_user_ns;
    trial->cpu_system_ns = end->cpu_system_ns - begin->cpu_system_ns;
    trial->run_queue_wait_ns =
        begin->run_queue_wait_ns < 0 ? -1 : end->run_queue_wait_ns - begin->run_queue_wait_ns;
    trial->voluntary_switches = (uint64_t)(end->voluntary_switches - begin->voluntary_switches);
    trial->involuntary_switches =
        (uint64_t)(end->involuntary_switches - begin->involuntary_switches);
    trial->minor_faults = (uint64_t)(end->minor_faults - begin->minor_faults);
    trial->major_faults = (uint64_t)(end->major_faults - begin->major_faults);
}

/* Does the pass keep its core busy all the time? Only then is a missing share a theft. */
static bool is_flat_out(enum tkg_pass pass)
{
    return pass == TKG_PASS_THROUGHPUT || pass == TKG_PASS_BLOCK || pass == TKG_PASS_TICK ||
           pass == TKG_PASS_EVERY_TICK || pass == TKG_PASS_RULER;
}

double tkg_replay_clock_tolerance_ns(const struct tkg_replay *replay)
{
    const struct tkg_span_total *total = &replay->total;
    return clock_drift_max * (double)total->wall_ns + clock_read_ns_max * (double)total->span_count;
}

/* How long the thread was off its CPU because it wanted to be: neither on it nor waiting for it.
 * What the hypervisor stole looks the same, so that where any was counted, or where the kernel does
 * not tell, nothing is excused (docs/decisions/0119). */
static double slept_ns(const struct tkg_replay *replay, int64_t steal_ticks)
{
    const struct tkg_thread_account *begin = &replay->account_begin;
    struct tkg_thread_account end;
    tkg_thread_account_read(&end);
    if (end.voluntary_switches == begin->voluntary_switches ||
        replay->trial->run_queue_wait_ns < 0 || steal_ticks != 0) {
        return 0.0;
    }
    int64_t busy_ns = end.cpu_ns - begin->cpu_ns + replay->trial->run_queue_wait_ns;
    return fmax(0.0, (double)(end.wall_ns - begin->wall_ns - busy_ns));
}

/* How long the trial was without a processor that it wanted. The thread that replays speaks for an
 * engine that has no other; where there are more, they may have waited for each other, and the work
 * may be that of another thread (docs/decisions/0150). */
static double robbed_ns(const struct tkg_replay *replay)
{
    struct tkg_cpu_account end;
    tkg_cpu_account_read(&end, replay->sampler_thread_id);
    return tkg_cpu_account_has_threads(&replay->cpu_begin, &end)
               ? (double)tkg_cpu_theft_ns(&replay->cpu_begin, &end)
               : (double)replay->trial->run_queue_wait_ns;
}

static uint32_t find_invalidity(const struct tkg_replay *replay, int64_t observed_ns,
                                int64_t steal_ticks)
{
    const struct tkg_trial *trial = replay->trial;
    const struct tkg_span_total *total = &replay->total;
    double wall_ns = (double)total->wall_ns;
    uint32_t invalid = 0;
    if (trial->pass == TKG_PASS_MEMORY) {
        return 0; /* who had the CPU meanwhile does not change how much memory was needed */
    }
    double own_ns = (double)total->cpu_ns + slept_ns(replay, steal_ticks);
    if (is_flat_out(trial->pass) && own_ns < cpu_share_min * wall_ns) {
        invalid |= TKG_INVALID_CPU_SHARE;
    }
    double timer_ns = (double)total->timer_units * replay->timer.ns_per_unit;
    if (is_flat_out(trial->pass) &&
        fabs(timer_ns - wall_ns) > tkg_replay_clock_tolerance_ns(replay)) {
        invalid |= TKG_INVALID_CLOCK_DRIFT;
    }
    if (replay->spec->cpu >= 0 && tkg_cpu_current() != replay->spec->cpu) {
        invalid |= TKG_INVALID_MIGRATED;
    }
    if (trial->pass != TKG_PASS_THREADS && /* it asks each of its threads for itself */
        robbed_ns(replay) > waited_share_max * (double)observed_ns) {
        invalid |= TKG_INVALID_WAITED;
    }
    if (trial->steal_share_0to1 > steal_share_max) { /* false for NaN */
        invalid |= TKG_INVALID_STEAL;
    }
    if (tkg_continue_count_read() != replay->continued_begin) {
        invalid |= TKG_INVALID_STOPPED;
    }
    return invalid;
}

void tkg_replay_observe_end(struct tkg_replay *replay)
{
    int64_t observed_ns = tkg_clock_monotonic_ns() - replay->observed_begin_ns;
    struct tkg_process_usage usage;
    struct tkg_machine_usage machine;
    tkg_process_usage_read(&usage);
    tkg_machine_usage_read(&machine);
    struct tkg_trial *trial = replay->trial;
    record_usage(trial, &replay->usage_begin, &usage);
    trial->steal_share_0to1 = steal_share(&replay->machine_begin, &machine);
    trial->load_1min = machine.load_1min;
    trial->wall_ns = replay->total.wall_ns;
    trial->replay_count = replay->replay_count;
    trial->invalid |= find_invalidity(replay, observed_ns,
                                      machine.steal_ticks - replay->machine_begin.steal_ticks);
}

/* CPU time of the process without that of the sampler beside it. */
static int64_t read_cpu_ns(const struct tkg_replay *replay)
{
    int64_t process_ns = tkg_clock_process_cpu_ns();
    return replay->sampler_thread_id > 0 ? process_ns - tkg_thread_cpu_ns(replay->sampler_thread_id)
                                         : process_ns;
}

void tkg_span_begin(struct tkg_replay *replay)
{
    replay->span_cpu_begin_ns = read_cpu_ns(replay);
    replay->span_wall_begin_ns = tkg_clock_monotonic_ns();
    replay->span_timer_begin = tkg_timer_read(&replay->timer);
}

void tkg_span_end(struct tkg_replay *replay)
{
    uint64_t timer_end = tkg_timer_read(&replay->timer);
    int64_t wall_end_ns = tkg_clock_monotonic_ns();
    int64_t cpu_end_ns = read_cpu_ns(replay);
    replay->total.timer_units += timer_end - replay->span_timer_begin;
    replay->total.wall_ns += wall_end_ns - replay->span_wall_begin_ns;
    replay->total.cpu_ns += cpu_end_ns - replay->span_cpu_begin_ns - replay->span_cpu_cost_ns;
    replay->total.span_count++;
}

static void record_report(struct tkg_trial *trial, const struct tkg_engine_report *report)
{
    trial->processed_tick_count = report->processed_tick_count;
    trial->rejected_tick_count = report->rejected_tick_count;
    trial->order_count = report->order_count;
    trial->fill_count = report->fill_count;
    trial->final_equity = report->final_equity;
    trial->digest = report->digest;
}

static enum tkg_status record_portfolio(struct tkg_replay *replay, struct tkg_error *err)
{
    struct tkg_engine_portfolio from;
    if (!tkg_engine_has_portfolio(replay->engine)) {
        return TKG_OK;
    }
    enum tkg_status status = tkg_engine_read_portfolio(replay->engine, &from, err);
    replay->trial->portfolio = (struct tkg_portfolio){.known = status == TKG_OK,
                                                      .return_count = from.return_count,
                                                      .round_trip_count = from.round_trip_count,
                                                      .winning_trip_count = from.winning_trip_count,
#define PORTFOLIO_RATIO(member, label) .member = from.member,
                                                      TKG_PORTFOLIO_RATIOS(PORTFOLIO_RATIO)
#undef PORTFOLIO_RATIO
    };
    return status;
}

/* A later report that differs shows an engine whose reset leaks state. */
enum tkg_status tkg_replay_keep_report(struct tkg_replay *replay,
                                       const struct tkg_engine_report *report,
                                       struct tkg_error *err)
{
    if (replay->replay_count++ == 0) {
        record_report(replay->trial, report);
        return record_portfolio(replay, err);
    }
    if (report->digest != replay->trial->digest) {
        return tkg_fail(err, TKG_ENGINE_DIGEST,
                        "engine %s: digest 0x%016" PRIx64 " in replay %" PRIu64 ", 0x%016" PRIx64
                        " in the first of the same process; reset must restore the first state",
                        replay->spec->engine, report->digest, replay->replay_count,
                        replay->trial->digest);
    }
    return TKG_OK;
}

enum tkg_status tkg_replay_once(struct tkg_replay *replay, tkg_part_function part, void *context,
                                struct tkg_error *err)
{
    const struct tkg_tick *ticks;
    size_t count;
    tkg_engine_reset(replay->engine);
    tkg_tick_window_rewind(&replay->window);
    while ((count = tkg_tick_window_next(&replay->window, &ticks)) > 0) {
        tkg_span_begin(replay);
        enum tkg_status status = part(replay, context, ticks, count, err);
        tkg_span_end(replay);
        if (status != TKG_OK) {
            return status;
        }
    }
    struct tkg_engine_report report;
    uint64_t units_before = replay->total.timer_units;
    tkg_span_begin(replay);
    enum tkg_status status =
        tkg_engine_finish(replay->engine, replay->spec->tick_count, &report, err);
    tkg_span_end(replay);
    replay->total.finish_units += replay->total.timer_units - units_before;
    return status == TKG_OK ? tkg_replay_keep_report(replay, &report, err) : status;
}

enum tkg_status tkg_replay_for_min_time(struct tkg_replay *replay, tkg_part_function part,
                                        void *context, uint64_t minimum_count,
                                        struct tkg_error *err)
{
    while (replay->replay_count < minimum_count ||
           replay->total.wall_ns < replay->spec->min_time_ns) {
        enum tkg_status status = tkg_replay_once(replay, part, context, err);
        if (status != TKG_OK) {
            return status;
        }
    }
    return TKG_OK;
}

void tkg_trial_set_quantiles(struct tkg_trial *trial, const struct tkg_histogram *histogram,
                             enum tkg_metric first_metric, double unit_ns)
{
    static const double shares[] = {0.50, 0.90, 0.95, 0.99, 0.995, 0.999, 1.0};
    for (size_t i = 0; i < sizeof(shares) / sizeof(shares[0]); i++) {
        trial->values[(size_t)first_metric + i] =
            tkg_histogram_quantile(histogram, shares[i]) * unit_ns;
    }
}
