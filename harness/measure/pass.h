/* SPDX-License-Identifier: Apache-2.0
 *
 * The passes: one function and one file each. A pass receives a replay that is set up, measures,
 * and leaves its metrics in replay->trial->values, its histogram in replay->histogram and its
 * stages in replay->stages.
 */
#ifndef TKG_MEASURE_PASS_H
#define TKG_MEASURE_PASS_H

#include "base/random.h"
#include "base/status.h"
#include "measure/replay.h"

enum tkg_status tkg_pass_throughput(struct tkg_replay *replay,
                                    struct tkg_error *err) TKG_MUST_CHECK;
enum tkg_status tkg_pass_block(struct tkg_replay *replay, struct tkg_error *err) TKG_MUST_CHECK;
enum tkg_status tkg_pass_tick(struct tkg_replay *replay, struct tkg_error *err) TKG_MUST_CHECK;
enum tkg_status tkg_pass_every_tick(struct tkg_replay *replay,
                                    struct tkg_error *err) TKG_MUST_CHECK;
enum tkg_status tkg_pass_paced(struct tkg_replay *replay, struct tkg_error *err) TKG_MUST_CHECK;
enum tkg_status tkg_pass_memory(struct tkg_replay *replay, struct tkg_error *err) TKG_MUST_CHECK;
enum tkg_status tkg_pass_stages(struct tkg_replay *replay, struct tkg_error *err) TKG_MUST_CHECK;
enum tkg_status tkg_pass_threads(struct tkg_replay *replay, struct tkg_error *err) TKG_MUST_CHECK;
enum tkg_status tkg_pass_ruler(struct tkg_replay *replay, struct tkg_error *err) TKG_MUST_CHECK;

/* The loops of passes B, C and D over one part of a replay (tkg_part_function), for whoever
 * measures what they cost: bench/instrument. Pass B's context is a struct tkg_tail_watch, or NULL
 * for none; pass D's is a uint64_t to which the units of all ticks are added. */
enum tkg_status tkg_part_block(struct tkg_replay *replay, void *context,
                               const struct tkg_tick *ticks, size_t tick_count,
                               struct tkg_error *err) TKG_MUST_CHECK;
enum tkg_status tkg_part_every_tick(struct tkg_replay *replay, void *context,
                                    const struct tkg_tick *ticks, size_t tick_count,
                                    struct tkg_error *err) TKG_MUST_CHECK;

/* Pass C's context. Which ticks it samples follows from seed and round alone. */
struct tkg_tick_sampler {
    struct tkg_random random;
    int (*empty_step)(void *, const struct tkg_tick *, size_t);
    uint64_t stretch_count;
    struct tkg_histogram *floor; /* owned: times of the empty step, in picoseconds */
};
enum tkg_status tkg_tick_sampler_init(struct tkg_tick_sampler *sampler,
                                      const struct tkg_trial_spec *spec,
                                      struct tkg_error *err) TKG_MUST_CHECK;
void tkg_tick_sampler_deinit(struct tkg_tick_sampler *sampler);
enum tkg_status tkg_part_tick(struct tkg_replay *replay, void *context,
                              const struct tkg_tick *ticks, size_t tick_count,
                              struct tkg_error *err) TKG_MUST_CHECK;

#endif
