/* SPDX-License-Identifier: Apache-2.0
 *
 * Pass M: the peak of the process's resident memory over one replay, streamed through a window of
 * fixed size, so that the ticks themselves do not count. The engine is created here, after the base
 * is read. Beside it, how often the engine asks for memory in on_ticks.
 */
#include "measure/allocation_count.h"
#include "measure/pass.h"

static enum tkg_status run_part(struct tkg_replay *replay, void *context,
                                const struct tkg_tick *ticks, size_t tick_count,
                                struct tkg_error *err)
{
    (void)context;
    size_t batch = replay->spec->batch_tick_count;
    enum tkg_status status = TKG_OK;
    for (size_t at = 0; at < tick_count && status == TKG_OK; at += batch) {
        size_t count = tick_count - at < batch ? tick_count - at : batch;
        tkg_allocation_count_begin(); /* around the engine alone: the window's reads are ours */
        status = tkg_engine_feed(replay->engine, ticks + at, count, err);
        tkg_allocation_count_end();
    }
    return status;
}

/* Where nothing can be counted the metrics stay absent: 0 would be a claim. */
static void record_allocations(struct tkg_replay *replay)
{
    const struct tkg_allocation_count count = tkg_allocation_count_read();
    double ticks = (double)replay->spec->tick_count * (double)replay->replay_count;
    if (tkg_allocation_count_is_available()) {
        double *values = replay->trial->values;
        values[TKG_METRIC_ALLOCATIONS] = (double)count.allocation_count / ticks;
        values[TKG_METRIC_ALLOCATED_BYTES] = (double)count.allocated_bytes / ticks;
        values[TKG_METRIC_RELEASES] = (double)count.release_count / ticks;
    }
}

enum tkg_status tkg_pass_memory(struct tkg_replay *replay, struct tkg_error *err)
{
    const struct tkg_tick *ticks;
    (void)tkg_tick_window_next(&replay->window, &ticks); /* the generator's code and tables, too */
    (void)
        tkg_rss_peak_reset(); /* where forbidden, set-up is part of the peak: it is far below it */
    int64_t base_bytes = tkg_rss_bytes();
    enum tkg_status status = tkg_replay_open_engine(replay, err);
    if (status == TKG_OK) {
        status = tkg_replay_once(replay, run_part, NULL, err);
    }
    int64_t peak_bytes = tkg_rss_bytes_peak();
    if (status != TKG_OK) {
        return status;
    }
    if (base_bytes < 0 || peak_bytes < 0) {
        return tkg_fail(
            err, TKG_SYSTEM,
            "resident memory cannot be read from /proc/self; mount /proc or leave pass M out");
    }
    double *values = replay->trial->values;
    values[TKG_METRIC_BASE_MEMORY] = (double)base_bytes;
    values[TKG_METRIC_PEAK_MEMORY] = (double)peak_bytes;
    values[TKG_METRIC_ENGINE_MEMORY] = (double)(peak_bytes - base_bytes);
    record_allocations(replay);
    return TKG_OK;
}
