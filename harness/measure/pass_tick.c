/* SPDX-License-Identifier: Apache-2.0
 *
 * Pass C: one tick in about a thousand, at a random place of each stretch, alone between fences;
 * the same fenced call with an empty step beside it, which is the floor that no tick can be
 * measured below.
 */
#include "measure/pass.h"

#include "base/random.h"

enum { STRETCH_TICKS = 1000 };

struct tick_run {
    struct tkg_random random;
    int (*empty_step)(void *, const struct tkg_tick *, size_t);
    struct tkg_histogram *floor;
};

static int empty_step(void *engine, const struct tkg_tick *ticks, size_t tick_count)
{
    (void)engine;
    (void)ticks;
    (void)tick_count;
    return TKG_ENGINE_OK;
}

/* The one fenced call site, shared by the engine's step and the empty one. */
__attribute__((noinline)) static uint64_t
fenced_call(const struct tkg_timer *timer, int (*step)(void *, const struct tkg_tick *, size_t),
            void *instance, const struct tkg_tick *tick, int *result)
{
    uint64_t begin = tkg_timer_begin(timer);
    *result = step(instance, tick, 1);
    return tkg_timer_end(timer) - begin;
}

static enum tkg_status run_stretch(struct tkg_replay *replay, struct tick_run *run,
                                   const struct tkg_tick *ticks, size_t count,
                                   struct tkg_error *err)
{
    size_t sampled = tkg_random_below(&run->random, (uint32_t)count);
    enum tkg_status status = TKG_OK;
    if (sampled > 0) {
        status = tkg_engine_feed(replay->engine, ticks, sampled, err);
    }
    if (status != TKG_OK) {
        return status;
    }
    int result;
    uint64_t units =
        fenced_call(&replay->timer, run->empty_step, replay->instance, ticks + sampled, &result);
    tkg_histogram_record(run->floor, tkg_picoseconds(&replay->timer, units, 1));
    units = fenced_call(&replay->timer, replay->ops->on_ticks, replay->instance, ticks + sampled,
                        &result);
    if (result != TKG_ENGINE_OK) {
        return tkg_fail(err, TKG_ENGINE_ERROR, "engine %s: on_ticks returned %d",
                        replay->spec->engine, result);
    }
    tkg_histogram_record(replay->histogram, tkg_picoseconds(&replay->timer, units, 1));
    size_t done = sampled + 1;
    return done < count ? tkg_engine_feed(replay->engine, ticks + done, count - done, err) : TKG_OK;
}

static enum tkg_status run_part(struct tkg_replay *replay, void *context,
                                const struct tkg_tick *ticks, size_t tick_count,
                                struct tkg_error *err)
{
    enum tkg_status status = TKG_OK;
    for (size_t at = 0; at < tick_count && status == TKG_OK; at += STRETCH_TICKS) {
        size_t left = tick_count - at;
        size_t count = left < STRETCH_TICKS ? left : STRETCH_TICKS;
        status = run_stretch(replay, context, ticks + at, count, err);
    }
    return status;
}

enum tkg_status tkg_pass_tick(struct tkg_replay *replay, struct tkg_error *err)
{
    struct tick_run run = {
        .random = {replay->spec->seed ^ tkg_hash64(replay->spec->round)},
        .empty_step = empty_step,
        .floor = tkg_histogram_create(),
    };
    if (!run.floor) {
        return tkg_fail(err, TKG_NO_MEMORY, "out of memory in pass C");
    }
    enum tkg_status status = tkg_replay_for_min_time(replay, run_part, &run, 1, err);
    if (status == TKG_OK) {
        tkg_trial_set_quantiles(replay->trial, replay->histogram, TKG_METRIC_TICK_P50, 1e-3);
        replay->trial->values[TKG_METRIC_TICK_FLOOR] =
            tkg_histogram_quantile(run.floor, 0.5) * 1e-3;
    }
    tkg_histogram_destroy(run.floor);
    return status;
}
