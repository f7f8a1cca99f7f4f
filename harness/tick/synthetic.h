/* SPDX-License-Identifier: Apache-2.0
 *
 * Synthetic tick streams: counter-based, so every tick is a pure function of (preset, seed, index):
 * seekable in O(1), the same on every machine and thread, integers only.
 *
 * Time, prices and moods (signs, spreads, sizes) come from a binary tree over the tick indexes:
 * each tick is drawn between its two neighbours in the tree by a hash of its index. The splits of
 * time and of variance multiply down the tree, so arrivals and moves cluster at every scale. Ticks
 * are made in blocks of 512, walking once from the root to the block. The facts aimed at and
 * reached: docs/decisions/0021-facts-of-the-synthetic-streams.md.
 */
#ifndef TKG_TICK_SYNTHETIC_H
#define TKG_TICK_SYNTHETIC_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include <tickgate/engine.h>

/* Ticks beyond this index do not exist (2^40: at 1,864 ticks/s about 22 years of sessions). */
#define TKG_SYNTHETIC_TICK_MAX (UINT64_C(1) << 40)

struct tkg_synthetic;

/* stream  "futures" (four instruments, quotes and trades, clustered arrivals, spread one tick most
 *         of the time, sessions of 75 minutes with gaps of 15), "fx" (two currency pairs, quotes
 *         only, spreads of many widths in fine ticks) or "randomwalk" (one instrument, Poisson
 *         arrivals, no memory: the plain null model); with "+faults" behind it one tick in 1,000 is
 *         a planted fault (fault.h counts them); or, of eight books, "depth" (price levels and
 *         trades) or "orders" (single orders), see book_stream.h
 * seed    any number; every one gives another stream
 * returns TKG_USAGE naming the known streams */
enum tkg_status tkg_synthetic_create(struct tkg_synthetic **synthetic, const char *stream,
                                     uint64_t seed, struct tkg_error *err) TKG_MUST_CHECK;
void tkg_synthetic_destroy(struct tkg_synthetic *synthetic);

const struct tkg_instrument *tkg_synthetic_instruments(const struct tkg_synthetic *synthetic,
                                                       uint32_t *instrument_count);

/* Ticks [first, first + count); asserts first + count <= TKG_SYNTHETIC_TICK_MAX.
 * threads: one tkg_synthetic per thread. cost: 9 ns/tick in order; a jump makes a block, 5 us.
 */
void tkg_synthetic_read(struct tkg_synthetic *synthetic, uint64_t first, struct tkg_tick *out,
                        size_t count);

/* "futures, fx, ...": for messages and help. */
const char *tkg_synthetic_preset_list(void);

#endif
