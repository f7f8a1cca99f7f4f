/* SPDX-License-Identifier: Apache-2.0
 *
 * Pass M: the peak of the process's resident memory over one replay, streamed through a window of
 * fixed size, so that the ticks themselves do not count. The engine is created here, after the base
 * is read. Beside it, how often the engine asks for memory in on_ticks, and how much more it holds
 * from tick to tick.
 */
#include "host/memory_usage.h"
#include "measure/allocation_count.h"
#include "measure/memory_track.h"
#include "measure/pass.h"

struct memory_run {
    uint64_t done_tick_count;
    struct tkg_memory_track heap;     /* without samples where nothing counts */
    struct tkg_memory_track resident; /* sees what is mapped without malloc, in whole pages */
};

static void take_samples(struct memory_run *run)
{
    if (tkg_memory_track_is_due(&run->resident, run->done_tick_count)) {
        tkg_memory_track_add(&run->resident, run->done_tick_count, (double)tkg_rss_bytes());
        if (tkg_allocation_count_is_available()) {
            tkg_memory_track_add(&run->heap, run->done_tick_count,
                                 (double)tkg_allocation_count_read().live_bytes);
        }
    }
}

static enum tkg_status run_part(struct tkg_replay *replay, void *context,
                                const struct tkg_tick *ticks, size_t tick_count,
                                struct tkg_error *err)
{
    struct memory_run *run = context;
    size_t batch = replay->spec->batch_tick_count;
    enum tkg_status status = TKG_OK;
    for (size_t at = 0; at < tick_count && status == TKG_OK; at += batch) {
        size_t count = tick_count - at < batch ? tick_count - at : batch;
        tkg_allocation_count_begin(); /* around the engine alone: the window's reads are ours */
        status = tkg_engine_feed(replay->engine, ticks + at, count, err);
        tkg_allocation_count_end();
        run->done_tick_count += count;
        take_samples(run);
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

static enum tkg_status record_growth(const struct memory_run *run, double *values,
                                     struct tkg_error *err)
{
    struct tkg_memory_growth heap;
    struct tkg_memory_growth resident;
    enum tkg_status status = tkg_memory_track_growth(&run->heap, &heap, err);
    if (status == TKG_OK) {
        status = tkg_memory_track_growth(&run->resident, &resident, err);
    }
    if (status == TKG_OK) {
        values[TKG_METRIC_HEAP_GROWTH] = heap.slope;
        values[TKG_METRIC_HEAP_GROWTH_LOW] = heap.low;
        values[TKG_METRIC_RESIDENT_GROWTH] = resident.slope;
        values[TKG_METRIC_RESIDENT_GROWTH_LOW] = resident.low;
    }
    return status;
}

enum tkg_status tkg_pass_memory(struct tkg_replay *replay, struct tkg_error *err)
{
    struct memory_run run = {0};
    tkg_memory_track_init(&run.heap, replay->spec->tick_count);
    tkg_memory_track_init(&run.resident, replay->spec->tick_count);
    const struct tkg_tick *ticks;
    (void)tkg_tick_window_next(&replay->window, &ticks); /* the generator's code and tables, too */
    struct tkg_memory_phase phase;
    tkg_memory_phase_begin(&phase); /* where resetting is forbidden set-up counts: far below it */
    enum tkg_status status = tkg_replay_open_engine(replay, err);
    if (status == TKG_OK) {
        status = tkg_replay_once(replay, run_part, &run, err);
    }
    tkg_memory_phase_end(&phase);
    if (status != TKG_OK) {
        return status;
    }
    if (phase.base_bytes < 0 || phase.peak_bytes < 0) {
        return tkg_fail(
            err, TKG_SYSTEM,
            "resident memory cannot be read from /proc/self; mount /proc or leave pass M out");
    }
    double *values = replay->trial->values;
    values[TKG_METRIC_BASE_MEMORY] = (double)phase.base_bytes;
    values[TKG_METRIC_PEAK_MEMORY] = (double)phase.peak_bytes;
    values[TKG_METRIC_ENGINE_MEMORY] = (double)(phase.peak_bytes - phase.base_bytes);
    record_allocations(replay);
    return record_growth(&run, values, err); /* last: it takes memory itself */
}
