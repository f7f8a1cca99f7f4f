/* SPDX-License-Identifier: Apache-2.0
 *
 * Private to profile: a replay through one engine, whose on_ticks calls all pass through one
 * function with a name that profilers can be told.
 */
#ifndef TKG_PROFILE_PROFILE_REPLAY_H
#define TKG_PROFILE_PROFILE_REPLAY_H

#include "base/status.h"
#include "engine/engine_handle.h"
#include "measure/tick_window.h"
#include "profile/instruction_count.h"

/* What lies below this function is the engine's. It is exported, so that a stripped program still
 * has its name. */
#define TKG_PROFILED_FUNCTION "tkg_profiled_on_ticks"

struct tkg_profile_replay {
    const struct tkg_count_spec *spec; /* borrowed */
    struct tkg_tick_source *source;
    struct tkg_tick_window window;
    struct tkg_engine *engine;
    uint64_t tick_count; /* of one replay */
};

bool tkg_count_spec_is_sane(const struct tkg_count_spec *spec);

/* Caller's storage; deinit after a failure, too. TKG_USAGE, TKG_INPUT, TKG_ENGINE_*. */
enum tkg_status tkg_profile_replay_init(struct tkg_profile_replay *replay,
                                        const struct tkg_count_spec *spec,
                                        enum tkg_window_mode mode,
                                        struct tkg_error *err) TKG_MUST_CHECK;
void tkg_profile_replay_deinit(struct tkg_profile_replay *replay);

/* Reset, every tick, finish. */
enum tkg_status tkg_profile_replay_once(struct tkg_profile_replay *replay, uint64_t *digest,
                                        struct tkg_error *err) TKG_MUST_CHECK;

/* The function itself: calls ops->on_ticks. */
__attribute__((visibility("default"))) int tkg_profiled_on_ticks(const struct tkg_engine_ops *ops,
                                                                 void *instance,
                                                                 const struct tkg_tick *ticks,
                                                                 size_t tick_count);

#endif
