/* SPDX-License-Identifier: Apache-2.0 */
#include "instrument_probe.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "measure/pass.h"
#include "measure/tail_watch.h"

enum {
    BATCH_TICKS = 1000,
    PAIR_COUNT_MAX = 4096,
};

static const uint64_t stream_ticks = 1000000;
/* Some 4,000 parts of 40 us: the median over 2,000 pairs. */
static const int64_t probe_ns = INT64_C(160000000);
static const int64_t calibration_ns = INT64_C(160000000); /* good to 1e-6: docs/decisions/0010 */

/* What the pass took over the bare step, in ns per tick, for pairs of neighbouring parts. */
struct pair_list {
    double values[PAIR_COUNT_MAX];
    size_t count;
};

struct pass_probe {
    struct tkg_cycle_clock clock;
    struct tkg_trial_spec spec;
    struct tkg_trial trial;
    struct tkg_replay replay;
    tkg_part_function part;
    void *context;
    /* Pass B's, or NULL: it asks the kernel when a part does not follow upon the one before, as it
     * does in a replay. Here a bare part lies between, which is told as nothing. */
    uint64_t *left_units;
    /* By which part of a pair the pass had: what differs in their ticks cancels. */
    struct pair_list pairs[2];
};

static struct pass_probe probe; /* 64 KiB, once in a process */

static enum tkg_status run_bare_part(struct tkg_replay *replay, const struct tkg_tick *ticks,
                                     size_t tick_count, struct tkg_error *err)
{
    for (size_t at = 0; at < tick_count; at += BATCH_TICKS) {
        const size_t length = tick_count - at < BATCH_TICKS ? tick_count - at : BATCH_TICKS;
        if (replay->ops->on_ticks(replay->instance, ticks + at, length) != TKG_ENGINE_OK) {
            return tkg_fail(err, TKG_ENGINE_ERROR, "on_ticks failed");
        }
    }
    return TKG_OK;
}

static enum tkg_status time_part(bool is_bare, const struct tkg_tick *ticks, size_t tick_count,
                                 double *ns, struct tkg_error *err)
{
    struct tkg_replay *replay = &probe.replay;
    const uint64_t begin = tkg_timer_read(&replay->timer);
    const enum tkg_status status = is_bare
                                       ? run_bare_part(replay, ticks, tick_count, err)
                                       : probe.part(replay, probe.context, ticks, tick_count, err);
    const uint64_t units = tkg_timer_read(&replay->timer) - begin;
    *ns = (double)units * replay->timer.ns_per_unit / (double)tick_count;
    if (probe.left_units) {
        *probe.left_units = begin + units;
    }
    return status;
}

static enum tkg_status run_replay(size_t phase, struct tkg_error *err)
{
    struct tkg_replay *replay = &probe.replay;
    struct pair_list *list = &probe.pairs[phase];
    const struct tkg_tick *ticks;
    enum tkg_status status = TKG_OK;
    double ns[2] = {0, 0};
    size_t count;
    tkg_engine_reset(replay->engine);
    tkg_tick_window_rewind(&replay->window);
    for (size_t i = 0;
         status == TKG_OK && (count = tkg_tick_window_next(&replay->window, &ticks)) > 0; i++) {
        const bool is_bare = (i & 1) != phase;
        status = time_part(is_bare, ticks, count, &ns[is_bare], err);
        if ((i & 1) == 1 && list->count < PAIR_COUNT_MAX) {
            list->values[list->count++] = ns[0] - ns[1];
        }
    }
    return status;
}

static enum tkg_status open_probe(uint32_t round, struct tkg_error *err)
{
    enum tkg_status status = tkg_cycle_clock_calibrate(&probe.clock, calibration_ns, err);
    if (status != TKG_OK) {
        return status;
    }
    probe.spec = (struct tkg_trial_spec){
        .engine = "reference",
        .parameters = "strategy=taker",
        .stream = "synthetic:futures",
        .seed = 42,
        .tick_count = stream_ticks,
        .batch_tick_count = BATCH_TICKS,
        .round = round,
        .min_time_ns = 1, /* pass A: a pair of replays */
        .ns_per_cycle = probe.clock.invariant ? probe.clock.ns_per_cycle : 0.0,
        .cpu = -1, /* pinned by whoever started this process */
    };
    probe.trial = tkg_trial_empty(TKG_PASS_THROUGHPUT);
    status = tkg_replay_init(&probe.replay, &probe.spec, &probe.trial, TKG_WINDOW_CACHED, err);
    probe.replay.histogram = tkg_histogram_create();
    if (status == TKG_OK && !probe.replay.histogram) {
        status = tkg_fail(err, TKG_NO_MEMORY, "out of memory for a histogram");
    }
    return status == TKG_OK ? tkg_replay_warm_up(&probe.replay, err) : status;
}

/* Pairs of replays, so that every part was in both roles equally often. */
static enum tkg_status run_probe(double *value, struct tkg_error *err)
{
    const int64_t begin_ns = tkg_clock_monotonic_ns();
    enum tkg_status status = TKG_OK;
    while (status == TKG_OK && tkg_clock_monotonic_ns() - begin_ns < probe_ns) {
        status = run_replay(0, err);
        status = status == TKG_OK ? run_replay(1, err) : status;
    }
    *value = (tkg_probe_median(probe.pairs[0].values, probe.pairs[0].count) +
              tkg_probe_median(probe.pairs[1].values, probe.pairs[1].count)) /
             2.0;
    return status;
}

static enum tkg_status probe_part(tkg_part_function part, void *context, double *value,
                                  struct tkg_error *err)
{
    probe.part = part;
    probe.context = context;
    const enum tkg_status status = run_probe(value, err);
    tkg_replay_deinit(&probe.replay);
    return status;
}

enum tkg_status tkg_probe_pass_b(uint32_t round, double *value, struct tkg_error *err)
{
    struct tkg_tail_watch watch;
    tkg_tail_watch_init(&watch);
    probe.left_units = &watch.left_units;
    const enum tkg_status status = open_probe(round, err);
    return status == TKG_OK ? probe_part(tkg_part_block, &watch, value, err) : status;
}

enum tkg_status tkg_probe_pass_c(uint32_t round, double *value, struct tkg_error *err)
{
    struct tkg_tick_sampler sampler;
    enum tkg_status status = open_probe(round, err);
    status = status == TKG_OK ? tkg_tick_sampler_init(&sampler, &probe.spec, err) : status;
    if (status == TKG_OK) {
        status = probe_part(tkg_part_tick, &sampler, value, err);
        tkg_tick_sampler_deinit(&sampler);
    }
    return status;
}

enum tkg_status tkg_probe_pass_d(uint32_t round, double *value, struct tkg_error *err)
{
    uint64_t all_units = 0;
    const enum tkg_status status = open_probe(round, err);
    return status == TKG_OK ? probe_part(tkg_part_every_tick, &all_units, value, err) : status;
}

/* Linked with --wrap=clock_gettime: every read of the clock by any part of this program. */
int tkg_probe_real_clock(clockid_t id, struct timespec *now) __asm__("__real_clock_gettime");
int tkg_probe_counting_clock(clockid_t id, struct timespec *now) __asm__("__wrap_clock_gettime");
static uint64_t read_count;

int tkg_probe_counting_clock(clockid_t id, struct timespec *now)
{
    read_count += id == CLOCK_MONOTONIC;
    return tkg_probe_real_clock(id, now);
}

/* Pass A itself, with the timer of machines that have no cycle counter: the same reads at the same
 * places, and these can be counted. Both kinds of parts, the timed and the shadow ones, make the
 * figure of a trial. */
enum tkg_status tkg_probe_pass_a_reads(uint32_t round, double *value, struct tkg_error *err)
{
    enum tkg_status status = open_probe(round, err);
    if (status != TKG_OK) {
        return status;
    }
    probe.spec.ns_per_cycle = 0.0;
    probe.replay.timer = tkg_timer_make(0.0);
    const uint64_t before = read_count;
    status = tkg_pass_throughput(&probe.replay, err);
    const double reads = (double)(read_count - before);
    *value = reads / ((double)stream_ticks * (double)probe.replay.replay_count);
    tkg_replay_deinit(&probe.replay);
    return status;
}

enum tkg_status tkg_probe_pass_a_by_count(uint32_t round, double *value, struct tkg_error *err)
{
    const enum tkg_status status = tkg_probe_pass_a_reads(round, value, err);
    *value *= probe.clock.read_cost_ns;
    return status;
}
