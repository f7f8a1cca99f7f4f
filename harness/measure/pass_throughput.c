/* SPDX-License-Identifier: Apache-2.0
 *
 * Pass A: flat out, one timer read per block. Parts of the window are alternately timed (a read
 * after every block) and shadow (a read only at the part's ends). Neighbours, 40 us apart, meet the
 * same machine, so the median of their ratios is the instrument's own cost with the noise
 * cancelled; roles change from replay to replay, which cancels what differs in their ticks.
 */
#include "measure/pass.h"

#include <math.h>
#include <stdlib.h>

#include "base/check.h"
#include "measure/drift.h"

enum {
    /* A part needs this many blocks, or a shadow part saves hardly a read. */
    SHADOW_BLOCK_MIN = 4,
    RATIO_COUNT_MAX = 8192,
};

/* Timed over shadow time of neighbouring parts. */
struct ratio_list {
    double values[RATIO_COUNT_MAX];
    size_t count;
};

struct throughput_run {
    uint64_t all_units; /* sum of all blocks: must equal what the parts took */
    uint64_t part_index;
    uint64_t part_units[2]; /* of the current pair of neighbours */
    uint64_t phase;         /* 0: even parts are timed, 1: odd ones; flips from replay to replay */
    struct ratio_list ratios[2];
    struct tkg_drift drift;
};

/* Feeds [ticks, ticks + count) in blocks; reads the timer after each. Returns the time of the last
 * read. */
static enum tkg_status run_timed_part(struct tkg_replay *replay, const struct tkg_tick *ticks,
                                      size_t count, uint64_t *units, struct tkg_error *err)
{
    const size_t block = replay->spec->batch_tick_count;
    uint64_t begin = tkg_timer_read(&replay->timer);
    uint64_t last = begin;
    uint64_t sum = 0;
    for (size_t at = 0; at < count; at += block) {
        size_t length = count - at < block ? count - at : block;
        if (replay->ops->on_ticks(replay->instance, ticks + at, length) != TKG_ENGINE_OK) {
            return tkg_engine_feed(replay->engine, ticks + at, length, err);
        }
        uint64_t now = tkg_timer_read(&replay->timer);
        sum += now - last;
        last = now;
    }
    TKG_ASSERT(sum == last - begin);
    *units = sum;
    return TKG_OK;
}

static enum tkg_status run_shadow_part(struct tkg_replay *replay, const struct tkg_tick *ticks,
                                       size_t count, uint64_t *units, struct tkg_error *err)
{
    const size_t block = replay->spec->batch_tick_count;
    uint64_t begin = tkg_timer_read(&replay->timer);
    for (size_t at = 0; at < count; at += block) {
        size_t length = count - at < block ? count - at : block;
        if (replay->ops->on_ticks(replay->instance, ticks + at, length) != TKG_ENGINE_OK) {
            return tkg_engine_feed(replay->engine, ticks + at, length, err);
        }
    }
    *units = tkg_timer_read(&replay->timer) - begin;
    return TKG_OK;
}

/* Called after the second part of a pair; both were full windows. */
static void note_ratio(struct throughput_run *run)
{
    struct ratio_list *list = &run->ratios[run->phase];
    double timed = (double)run->part_units[run->phase];
    double shadow = (double)run->part_units[1 - run->phase];
    if (list->count < RATIO_COUNT_MAX && timed > 0.0 && shadow > 0.0) {
        list->values[list->count++] = timed / shadow;
    }
}

static enum tkg_status run_part(struct tkg_replay *replay, void *context,
                                const struct tkg_tick *ticks, size_t tick_count,
                                struct tkg_error *err)
{
    struct throughput_run *run = context;
    uint64_t place = run->part_index++ & 1;
    uint64_t *units = &run->part_units[place];
    enum tkg_status status = place == run->phase
                                 ? run_timed_part(replay, ticks, tick_count, units, err)
                                 : run_shadow_part(replay, ticks, tick_count, units, err);
    if (status != TKG_OK) {
        return status;
    }
    run->all_units += *units;
    tkg_drift_add(&run->drift, *units);
    if (place == 1 && tick_count == replay->window.capacity) {
        note_ratio(run);
    }
    return TKG_OK;
}

static int compare_doubles(const void *left, const void *right)
{
    double a = *(const double *)left;
    double b = *(const double *)right;
    return (a > b) - (a < b);
}

static double median_of(double *values, size_t count)
{
    if (count == 0) {
        return NAN;
    }
    qsort(values, count, sizeof(values[0]), compare_doubles);
    return (values[(count - 1) / 2] + values[count / 2]) / 2.0;
}

static double shadow_overhead(const struct tkg_replay *replay, struct throughput_run *run)
{
    uint64_t blocks = replay->window.capacity / replay->spec->batch_tick_count;
    if (blocks < SHADOW_BLOCK_MIN || run->ratios[0].count == 0 || run->ratios[1].count == 0) {
        return NAN;
    }
    double even = median_of(run->ratios[0].values, run->ratios[0].count);
    double odd = median_of(run->ratios[1].values, run->ratios[1].count);
    return sqrt(even * odd) - 1.0;
}

static void record_metrics(struct tkg_replay *replay, struct throughput_run *run)
{
    double *values = replay->trial->values;
    double ticks = (double)replay->spec->tick_count * (double)replay->replay_count;
    double wall_ns = (double)replay->total.wall_ns;
    uint64_t part_units = replay->total.timer_units - replay->total.finish_units;
    double gap_ns = (double)(part_units - run->all_units) * replay->timer.ns_per_unit;
    double cpu_share = (double)replay->total.cpu_ns / wall_ns;
    values[TKG_METRIC_THROUGHPUT] = ticks / (wall_ns * 1e-9);
    values[TKG_METRIC_LATENCY_MEAN] = wall_ns / ticks;
    values[TKG_METRIC_TOTAL_TIME] = wall_ns / (double)replay->replay_count;
    values[TKG_METRIC_CPU_FLAT_OUT] = cpu_share;
    values[TKG_METRIC_CPU_PER_TICK] = (double)replay->total.cpu_ns / ticks;
    values[TKG_METRIC_SHADOW_OVERHEAD] = shadow_overhead(replay, run);
    values[TKG_METRIC_THROUGHPUT_KEPT] = tkg_drift_kept_0to1(&run->drift);
    if (gap_ns > tkg_replay_clock_tolerance_ns(replay)) {
        replay->trial->invalid |= TKG_INVALID_WALL_GAP;
    }
}

/* Every page is touched here: a first touch between two blocks would be a gap of 4 to 13 us. */
static struct throughput_run *create_run(void)
{
    struct throughput_run *run = calloc(1, sizeof(*run));
    for (size_t i = 0; run && i < RATIO_COUNT_MAX; i++) {
        run->ratios[0].values[i] = NAN;
        run->ratios[1].values[i] = NAN;
    }
    return run;
}

enum tkg_status tkg_pass_throughput(struct tkg_replay *replay, struct tkg_error *err)
{
    struct throughput_run *run = create_run();
    if (!run) {
        return tkg_fail(err, TKG_NO_MEMORY, "out of memory in pass A");
    }
    tkg_drift_init(&run->drift, replay->spec->tick_count, replay->window.capacity);
    enum tkg_status status = TKG_OK;
    /* Pairs of replays, so that every part was in both roles equally often. */
    while (status == TKG_OK &&
           (run->phase != 0 || replay->total.wall_ns < replay->spec->min_time_ns)) {
        status = tkg_replay_once(replay, run_part, run, err);
        run->phase ^= 1;
        run->part_index = 0;
        tkg_drift_rewind(&run->drift);
    }
    if (status == TKG_OK) {
        record_metrics(replay, run);
    }
    free(run);
    return status;
}
