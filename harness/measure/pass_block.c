/* SPDX-License-Identifier: Apache-2.0
 *
 * Pass B: short blocks, one timer read each; a histogram of the per-tick time averaged over a
 * block. A block in the tail is asked what the thread met (tail_watch.h).
 */
#include "measure/pass.h"
#include "measure/tail_watch.h"

/* 250 ticks: the read (10 to 20 ns, measurement-overhead section 1) costs under 0.1 ns a tick, and
 * a burst of 250 ticks still shows in the tail. */
enum { BLOCK_TICKS = 250 };

/* Returns the time at which the first block begins. To ask the kernel before every part would cost
 * more than all the rest of the pass (docs/decisions/0116). */
static uint64_t begin_part(const struct tkg_replay *replay, struct tkg_tail_watch *watch,
                           size_t tick_count)
{
    struct tkg_thread_account account;
    tkg_tail_watch_adapt(watch, replay->histogram);
    uint64_t now = tkg_timer_read(&replay->timer);
    double away_ns = (double)(now - watch->left_units) * replay->timer.ns_per_unit;
    if (tkg_tail_watch_follows(watch, away_ns, tick_count)) {
        return now;
    }
    tkg_thread_account_read(&account);
    tkg_tail_watch_rebase(watch, &account);
    return tkg_timer_read(&replay->timer);
}

/* Returns the time at which the next block begins: looking is not its cost. */
__attribute__((noinline)) static uint64_t look_at_tail(const struct tkg_replay *replay,
                                                       struct tkg_tail_watch *watch, uint64_t units)
{
    struct tkg_thread_account now;
    tkg_thread_account_read(&now);
    tkg_tail_watch_note(watch, (double)units * replay->timer.ns_per_unit, &now);
    return tkg_timer_read(&replay->timer);
}

enum tkg_status tkg_part_block(struct tkg_replay *replay, void *context,
                               const struct tkg_tick *ticks, size_t tick_count,
                               struct tkg_error *err)
{
    struct tkg_tail_watch unwatched;
    struct tkg_tail_watch *watch = context ? context : &unwatched;
    if (!context) {
        tkg_tail_watch_init(watch);
    }
    uint64_t last = begin_part(replay, watch, tick_count);
    for (size_t at = 0; at < tick_count; at += BLOCK_TICKS) {
        size_t length = tick_count - at < BLOCK_TICKS ? tick_count - at : BLOCK_TICKS;
        if (replay->ops->on_ticks(replay->instance, ticks + at, length) != TKG_ENGINE_OK) {
            return tkg_engine_feed(replay->engine, ticks + at, length, err);
        }
        uint64_t now = tkg_timer_read(&replay->timer);
        uint64_t picoseconds = tkg_picoseconds(&replay->timer, now - last, length);
        tkg_histogram_record(replay->histogram, picoseconds);
        last = picoseconds > watch->threshold ? look_at_tail(replay, watch, now - last) : now;
    }
    watch->seen_count += (tick_count + BLOCK_TICKS - 1) / BLOCK_TICKS;
    watch->left_units = last;
    return TKG_OK;
}

enum tkg_status tkg_pass_block(struct tkg_replay *replay, struct tkg_error *err)
{
    struct tkg_tail_watch watch;
    tkg_tail_watch_init(&watch);
    enum tkg_status status = tkg_replay_for_min_time(replay, tkg_part_block, &watch, 1, err);
    if (status == TKG_OK) {
        tkg_trial_set_quantiles(replay->trial, replay->histogram, TKG_METRIC_BLOCK_P50, 1e-3);
        tkg_tail_watch_report(&watch, tkg_histogram_count(replay->histogram), replay->trial);
    }
    return status;
}
