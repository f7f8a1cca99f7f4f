/* SPDX-License-Identifier: Apache-2.0
 *
 * Pass T: where the time of a whole replay goes, from the first byte of the stream to the last
 * figure of the result. The host enters its own stages (data.load, data.parse, result), the engine
 * those it says through the recorder it was created with. Every replay loads and parses anew, and
 * is one stretch of the stage clock; reset, which only repeating needs, lies between stretches.
 */
#include "measure/pass.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sample/stage_table.h"
#include "trace/stage_clock.h"

struct stages_run {
    struct tkg_stage_clock *clock; /* borrowed */
    struct tkg_tick_source *file;  /* the stream of this replay; NULL when it is synthetic */
};

/* Brings every byte of the file into memory, as far as the machine keeps it there. */
static enum tkg_status load_file(const char *path, struct tkg_error *err)
{
    enum { READ_BYTES = 1 << 16 }; /* as many as a pipe holds: more did not read faster */
    static char bytes[READ_BYTES];
    ssize_t count = -1;
    int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    if (descriptor >= 0) {
        do {
            count = read(descriptor, bytes, sizeof(bytes));
        } while (count > 0 || (count < 0 && errno == EINTR));
    }
    enum tkg_status status =
        count < 0 ? tkg_fail(err, TKG_INPUT, "%s: cannot be read: %s", path, strerror(errno))
                  : TKG_OK;
    if (descriptor >= 0) {
        (void)close(descriptor);
    }
    return status;
}

/* Ticks of a file: its bytes, then the ticks in them. Synthetic ones are made as they are needed.
 */
static enum tkg_status open_stream(struct tkg_replay *replay, struct stages_run *run,
                                   struct tkg_error *err)
{
    struct tkg_stage_recorder *recorder = &run->clock->recorder;
    const struct tkg_trial_spec *spec = replay->spec;
    replay->window.source = replay->source;
    if (tkg_tick_source_count(replay->source) == UINT64_MAX) {
        return TKG_OK;
    }
    uint32_t before = tkg_stage_enter(recorder, TKG_STAGE_DATA_LOAD);
    enum tkg_status status = load_file(spec->stream, err);
    (void)tkg_stage_enter(recorder, TKG_STAGE_DATA_PARSE);
    if (status == TKG_OK) {
        status = tkg_tick_source_open(&run->file, spec->stream, spec->seed, err);
    }
    tkg_stage_leave(recorder, before);
    if (status == TKG_OK) {
        replay->window.source = run->file;
    }
    return status;
}

/* Between replays: the next one opens the file anew. */
static void close_stream(struct tkg_replay *replay, struct stages_run *run)
{
    replay->window.source = replay->source;
    tkg_tick_source_close(run->file);
    run->file = NULL;
}

static size_t load_part(struct tkg_replay *replay, struct stages_run *run,
                        const struct tkg_tick **ticks)
{
    uint32_t before = tkg_stage_enter(&run->clock->recorder, TKG_STAGE_DATA_LOAD);
    size_t count = tkg_tick_window_next(&replay->window, ticks);
    tkg_stage_leave(&run->clock->recorder, before);
    return count;
}

static enum tkg_status feed_part(struct tkg_replay *replay, const struct tkg_tick *ticks,
                                 size_t tick_count, struct tkg_error *err)
{
    const size_t batch = replay->spec->batch_tick_count;
    enum tkg_status status = TKG_OK;
    for (size_t at = 0; at < tick_count && status == TKG_OK; at += batch) {
        size_t count = tick_count - at < batch ? tick_count - at : batch;
        status = tkg_engine_feed(replay->engine, ticks + at, count, err);
    }
    return status;
}

static enum tkg_status conclude(struct tkg_replay *replay, struct stages_run *run,
                                struct tkg_engine_report *report, struct tkg_error *err)
{
    struct tkg_engine_portfolio portfolio;
    uint32_t before = tkg_stage_enter(&run->clock->recorder, TKG_STAGE_RESULT);
    enum tkg_status status =
        tkg_engine_finish(replay->engine, replay->spec->tick_count, report, err);
    if (status == TKG_OK && tkg_engine_has_portfolio(replay->engine)) {
        status = tkg_engine_read_portfolio(replay->engine, &portfolio, err);
    }
    tkg_stage_leave(&run->clock->recorder, before);
    return status;
}

/* What lies between begin and end of the stage clock. */
static enum tkg_status run_stretch(struct tkg_replay *replay, struct stages_run *run,
                                   struct tkg_engine_report *report, struct tkg_error *err)
{
    const struct tkg_tick *ticks;
    enum tkg_status status = open_stream(replay, run, err);
    while (status == TKG_OK && replay->window.next_index < replay->window.tick_count) {
        size_t count = load_part(replay, run, &ticks);
        status = feed_part(replay, ticks, count, err);
    }
    return status == TKG_OK ? conclude(replay, run, report, err) : status;
}

static enum tkg_status run_replay(struct tkg_replay *replay, struct stages_run *run,
                                  struct tkg_error *err)
{
    struct tkg_engine_report report = {0};
    tkg_engine_reset(replay->engine);
    tkg_tick_window_rewind(&replay->window);
    tkg_span_begin(replay);
    tkg_stage_clock_begin(run->clock);
    enum tkg_status status = run_stretch(replay, run, &report, err);
    tkg_stage_clock_end(run->clock);
    tkg_span_end(replay);
    close_stream(replay, run);
    return status == TKG_OK ? tkg_replay_keep_report(replay, &report, err) : status;
}

/* Only stages that were entered, and the residual. */
static void record_stages(struct tkg_replay *replay, struct tkg_stage_clock *clock)
{
    double replays = (double)replay->replay_count;
    replay->stages->wall_ns = (double)clock->wall_ns / replays;
    for (uint32_t stage = 0; stage < TKG_STAGE_MAX; stage++) {
        if (stage == TKG_STAGE_OTHER || clock->entries[stage] > 0) {
            (void)tkg_stage_table_add(replay->stages, tkg_stage_clock_name(clock, stage),
                                      clock->entries[stage] / replay->replay_count,
                                      tkg_stage_clock_time_ns(clock, stage) / replays);
        }
    }
    replay->trial->values[TKG_METRIC_STAGE_GAP] = tkg_stage_clock_gap_0to1(clock);
    replay->trial->values[TKG_METRIC_STAGE_OVERHEAD] = tkg_stage_clock_overhead_0to1(clock);
    if (!tkg_stage_clock_closes(clock)) {
        replay->trial->invalid |= TKG_INVALID_STAGE_GAP;
    }
}

enum tkg_status tkg_pass_stages(struct tkg_replay *replay, struct tkg_error *err)
{
    struct stages_run run = {.clock = replay->stage_clock};
    enum tkg_status status = TKG_OK;
    while (status == TKG_OK &&
           (replay->replay_count == 0 || replay->total.wall_ns < replay->spec->min_time_ns)) {
        status = run_replay(replay, &run, err);
    }
    if (status == TKG_OK) {
        record_stages(replay, run.clock);
    }
    return status;
}
