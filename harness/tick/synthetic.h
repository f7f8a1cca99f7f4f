/* SPDX-License-Identifier: Apache-2.0
 *
 * Synthetic tick streams: counter-based, so every tick is a pure function of (preset, seed, index):
 * seekable in O(1), the same on every machine and thread, integers only.
 *
 * Time and price come from multiplicative cascades over a binary tree of tick indexes: each node
 * splits its span of time (and displaces its midpoint price) by a hash of its position. Walking
 * from the root to a leaf gives one tick; walking on from a leaf re-uses the path, so sequential
 * reading costs two node visits a tick. The cascade makes arrivals and volatility cluster at every
 * scale.
 */
#ifndef TKG_TICK_SYNTHETIC_H
#define TKG_TICK_SYNTHETIC_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include <tickgate/engine.h>

/* Ticks beyond this index do not exist (2^40: about a year of a very busy market). */
#define TKG_SYNTHETIC_TICK_MAX (UINT64_C(1) << 40)

struct tkg_synthetic;

/* preset  "futures" (several instruments, quotes and trades, clustered arrivals, spread one tick
 *         most of the time) or "randomwalk" (one instrument, Poisson-like arrivals: the plain null
 * model) TKG_USAGE names the known presets. */
enum tkg_status tkg_synthetic_create(struct tkg_synthetic **synthetic, const char *preset,
                                     uint64_t seed, struct tkg_error *err) TKG_MUST_CHECK;
void tkg_synthetic_destroy(struct tkg_synthetic *synthetic);

const struct tkg_instrument *tkg_synthetic_instruments(const struct tkg_synthetic *synthetic,
                                                       uint32_t *instrument_count);

/* Ticks [first, first + count); asserts first + count <= TKG_SYNTHETIC_TICK_MAX. */
void tkg_synthetic_read(struct tkg_synthetic *synthetic, uint64_t first, struct tkg_tick *out,
                        size_t count);

/* "futures, randomwalk": for messages and help. */
const char *tkg_synthetic_preset_list(void);

#endif
