/* SPDX-License-Identifier: Apache-2.0
 *
 * Pass C: one tick in about a thousand, at a random place of each stretch, alone between fences;
 * now and then the same fenced call with an empty step before it, which is the floor that no tick
 * can be measured below.
 */
#include "measure/pass.h"

enum {
    STRETCH_TICKS = 1000,
    /* Only a median is made of the floor: with one at every sampled tick the pass cost a third
     * more (docs/decisions/0116). */
    FLOOR_EVERY = 16,
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

static void sample_floor(struct tkg_replay *replay, struct tkg_tick_sampler *run,
                         const struct tkg_tick *tick)
{
    int result;
    const uint64_t units =
        fenced_call(&replay->timer, run->empty_step, replay->instance, tick, &result);
    tkg_histogram_record(run->floor, tkg_picoseconds(&replay->timer, units, 1));
}

static enum tkg_status sample_tick(struct tkg_replay *replay, struct tkg_tick_sampler *run,
                                   const struct tkg_tick *tick, struct tkg_error *err)
{
    int result;
    if (run->stretch_count++ % FLOOR_EVERY == 0) {
        sample_floor(replay, run, tick);
    }
    const uint64_t units =
        fenced_call(&replay->timer, replay->ops->on_ticks, replay->instance, tick, &result);
    if (result != TKG_ENGINE_OK) {
        return tkg_fail(err, TKG_ENGINE_ERROR, "engine %s: on_ticks returned %d",
                        replay->spec->engine, result);
    }
    tkg_histogram_record(replay->histogram, tkg_picoseconds(&replay->timer, units, 1));
    return TKG_OK;
}

/* What lies between two sampled ticks is one batch: a call less in each stretch. */
enum tkg_status tkg_part_tick(struct tkg_replay *replay, void *context,
                              const struct tkg_tick *ticks, size_t tick_count,
                              struct tkg_error *err)
{
    struct tkg_tick_sampler *run = context;
    enum tkg_status status = TKG_OK;
    size_t done = 0;
    for (size_t at = 0; at < tick_count && status == TKG_OK; at += STRETCH_TICKS) {
        size_t left = tick_count - at;
        size_t count = left < STRETCH_TICKS ? left : STRETCH_TICKS;
        size_t sampled = at + tkg_random_below(&run->random, (uint32_t)count);
        if (sampled > done) {
            status = tkg_engine_feed(replay->engine, ticks + done, sampled - done, err);
        }
        if (status == TKG_OK) {
            status = sample_tick(replay, run, ticks + sampled, err);
        }
        done = sampled + 1;
    }
    return status == TKG_OK && done < tick_count
               ? tkg_engine_feed(replay->engine, ticks + done, tick_count - done, err)
               : status;
}

enum tkg_status tkg_tick_sampler_init(struct tkg_tick_sampler *sampler,
                                      const struct tkg_trial_spec *spec, struct tkg_error *err)
{
    *sampler = (struct tkg_tick_sampler){
        .random = {spec->seed ^ tkg_hash64(spec->round)},
        .empty_step = empty_step,
        .floor = tkg_histogram_create(),
    };
    return sampler->floor ? TKG_OK : tkg_fail(err, TKG_NO_MEMORY, "out of memory in pass C");
}

void tkg_tick_sampler_deinit(struct tkg_tick_sampler *sampler)
{
    tkg_histogram_destroy(sampler->floor);
    sampler->floor = NULL;
}

enum tkg_status tkg_pass_tick(struct tkg_replay *replay, struct tkg_error *err)
{
    struct tkg_tick_sampler sampler;
    enum tkg_status status = tkg_tick_sampler_init(&sampler, replay->spec, err);
    if (status == TKG_OK) {
        status = tkg_replay_for_min_time(replay, tkg_part_tick, &sampler, 1, err);
    }
    if (status == TKG_OK) {
        tkg_trial_set_quantiles(replay->trial, replay->histogram, TKG_METRIC_TICK_P50, 1e-3);
        replay->trial->values[TKG_METRIC_TICK_FLOOR] =
            tkg_histogram_quantile(sampler.floor, 0.5) * 1e-3;
    }
    tkg_tick_sampler_deinit(&sampler);
    return status;
}
