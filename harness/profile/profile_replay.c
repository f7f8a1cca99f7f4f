/* SPDX-License-Identifier: Apache-2.0 */
#include "profile/profile_replay.h"

/* Not inlined: callgrind knows it by name. */
__attribute__((noinline, used)) int tkg_profiled_on_ticks(const struct tkg_engine_ops *ops,
                                                          void *instance,
                                                          const struct tkg_tick *ticks,
                                                          size_t tick_count)
{
    const int result = ops->on_ticks(instance, ticks, tick_count);
    __asm__ volatile("" ::: "memory"); /* no tail call: leaving ends the collection */
    return result;
}

bool tkg_count_spec_is_sane(const struct tkg_count_spec *spec)
{
    return spec->struct_bytes == sizeof *spec && spec->tick_count >= 1 &&
           spec->tick_count <= TKG_COUNT_TICK_MAX && spec->batch_tick_count >= 1;
}

static enum tkg_status open_ticks(struct tkg_profile_replay *replay, enum tkg_window_mode mode,
                                  struct tkg_error *err)
{
    const struct tkg_count_spec *spec = replay->spec;
    enum tkg_status status =
        tkg_tick_source_open(&replay->source, spec->stream, spec->stream_seed, err);
    if (status != TKG_OK) {
        return status;
    }
    const uint64_t there = tkg_tick_source_count(replay->source);
    replay->tick_count = spec->tick_count < there ? spec->tick_count : there;
    return tkg_tick_window_init(&replay->window, replay->source, replay->tick_count,
                                spec->batch_tick_count, mode, err);
}

enum tkg_status tkg_profile_replay_init(struct tkg_profile_replay *replay,
                                        const struct tkg_count_spec *spec,
                                        enum tkg_window_mode mode, struct tkg_error *err)
{
    uint32_t instrument_count = 0;
    *replay = (struct tkg_profile_replay){.spec = spec};
    enum tkg_status status = open_ticks(replay, mode, err);
    status = status == TKG_OK ? tkg_engine_open(&replay->engine, spec->engine, err) : status;
    if (status != TKG_OK) {
        return status;
    }
    const struct tkg_instrument *instruments =
        tkg_tick_source_instruments(replay->source, &instrument_count);
    return tkg_engine_create_instance(replay->engine, instruments, instrument_count,
                                      spec->parameters, spec->stream_seed, err);
}

void tkg_profile_replay_deinit(struct tkg_profile_replay *replay)
{
    tkg_engine_close(replay->engine);
    tkg_tick_window_deinit(&replay->window);
    tkg_tick_source_close(replay->source);
}

static enum tkg_status feed_part(const struct tkg_profile_replay *replay,
                                 const struct tkg_tick *ticks, size_t count, struct tkg_error *err)
{
    const struct tkg_engine_ops *ops = tkg_engine_ops(replay->engine);
    void *instance = tkg_engine_instance(replay->engine);
    const size_t batch = replay->spec->batch_tick_count;
    for (size_t at = 0; at < count; at += batch) {
        const size_t length = count - at < batch ? count - at : batch;
        if (tkg_profiled_on_ticks(ops, instance, ticks + at, length) != TKG_ENGINE_OK) {
            return tkg_fail(err, TKG_ENGINE_ERROR,
                            "engine %s failed in on_ticks of a profiled replay",
                            replay->spec->engine);
        }
    }
    return TKG_OK;
}

enum tkg_status tkg_profile_replay_once(struct tkg_profile_replay *replay, uint64_t *digest,
                                        struct tkg_error *err)
{
    struct tkg_engine_report report;
    const struct tkg_tick *ticks = NULL;
    enum tkg_status status = TKG_OK;
    tkg_engine_reset(replay->engine);
    tkg_tick_window_rewind(&replay->window);
    for (size_t count = 1; status == TKG_OK && count > 0;) {
        count = tkg_tick_window_next(&replay->window, &ticks);
        status = feed_part(replay, ticks, count, err);
    }
    if (status == TKG_OK) {
        status = tkg_engine_finish(replay->engine, replay->tick_count, &report, err);
    }
    *digest = status == TKG_OK ? report.digest : 0;
    return status;
}
