/* SPDX-License-Identifier: Apache-2.0
 *
 * Pass B: short blocks, one timer read each; a histogram of the per-tick time averaged over a
 * block.
 */
#include "measure/pass.h"

/* 250 ticks: the read (10 to 20 ns, measurement-overhead section 1) costs under 0.1 ns a tick, and
 * a burst of 250 ticks still shows in the tail. */
enum { BLOCK_TICKS = 250 };

static enum tkg_status run_part(struct tkg_replay *replay, void *context,
                                const struct tkg_tick *ticks, size_t tick_count,
                                struct tkg_error *err)
{
    (void)context;
    uint64_t last = tkg_timer_read(&replay->timer);
    for (size_t at = 0; at < tick_count; at += BLOCK_TICKS) {
        size_t length = tick_count - at < BLOCK_TICKS ? tick_count - at : BLOCK_TICKS;
        if (replay->ops->on_ticks(replay->instance, ticks + at, length) != TKG_ENGINE_OK) {
            return tkg_engine_feed(replay->engine, ticks + at, length, err);
        }
        uint64_t now = tkg_timer_read(&replay->timer);
        tkg_histogram_record(replay->histogram,
                             tkg_picoseconds(&replay->timer, now - last, length));
        last = now;
    }
    return TKG_OK;
}

enum tkg_status tkg_pass_block(struct tkg_replay *replay, struct tkg_error *err)
{
    enum tkg_status status = tkg_replay_for_min_time(replay, run_part, NULL, 1, err);
    if (status == TKG_OK) {
        tkg_trial_set_quantiles(replay->trial, replay->histogram, TKG_METRIC_BLOCK_P50, 1e-3);
    }
    return status;
}
