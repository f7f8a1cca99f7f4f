/* SPDX-License-Identifier: Apache-2.0
 *
 * Pass D: every tick. Ticks are handed over one by one and the timer is read after each; the end of
 * one is the start of the next, so that nothing lies between two ticks and the times must add up to
 * the wall. For diagnosis only: a read at every tick breaks the overlap between ticks, and the
 * engine never sees a batch (docs/decisions/0115).
 */
#include <math.h>

#include "measure/pass.h"

enum tkg_status tkg_part_every_tick(struct tkg_replay *replay, void *context,
                                    const struct tkg_tick *ticks, size_t tick_count,
                                    struct tkg_error *err)
{
    uint64_t *all_units = context;
    uint64_t sum = 0;
    uint64_t last = tkg_timer_read(&replay->timer);
    for (size_t i = 0; i < tick_count; i++) {
        if (replay->ops->on_ticks(replay->instance, ticks + i, 1) != TKG_ENGINE_OK) {
            return tkg_engine_feed(replay->engine, ticks + i, 1, err);
        }
        const uint64_t now = tkg_timer_read(&replay->timer);
        /* In units of the timer: turning each into a time would cost more than recording it. */
        tkg_histogram_record(replay->histogram, now - last);
        sum += now - last;
        last = now;
    }
    *all_units += sum;
    return TKG_OK;
}

/* The recorded times and the engine's finish() against CLOCK_MONOTONIC, another clock. */
static void check_sum(struct tkg_replay *replay, uint64_t all_units)
{
    const double wall_ns = (double)replay->total.wall_ns;
    const double seen_ns =
        (double)(all_units + replay->total.finish_units) * replay->timer.ns_per_unit;
    replay->trial->values[TKG_METRIC_EVERY_GAP] = fabs(wall_ns - seen_ns) / wall_ns;
    if (fabs(wall_ns - seen_ns) > tkg_replay_clock_tolerance_ns(replay)) {
        replay->trial->invalid |= TKG_INVALID_WALL_GAP;
    }
}

enum tkg_status tkg_pass_every_tick(struct tkg_replay *replay, struct tkg_error *err)
{
    uint64_t all_units = 0;
    enum tkg_status status =
        tkg_replay_for_min_time(replay, tkg_part_every_tick, &all_units, 1, err);
    if (status == TKG_OK) {
        tkg_trial_set_quantiles(replay->trial, replay->histogram, TKG_METRIC_EVERY_P50,
                                replay->timer.ns_per_unit);
        check_sum(replay, all_units);
    }
    return status;
}
