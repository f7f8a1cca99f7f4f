/* SPDX-License-Identifier: Apache-2.0
 *
 * The two strategies with their matching: one batch loop each, compiled for that strategy alone.
 */
#ifndef TKG_REFERENCE_STRATEGY_H
#define TKG_REFERENCE_STRATEGY_H

#include <stddef.h>
#include <stdint.h>

#include "reference_state.h"

/* The state of an instrument before its first quote. */
void tkg_reference_taker_init(const struct tkg_reference *core, struct tkg_reference_taker *taker);
void tkg_reference_maker_init(struct tkg_reference_maker *maker);

/* Plays the first tick and those after it up to one at end_ns or later, at most tick_count (>= 1).
 * Returns how many it played. cost: one pass, no allocation. */
size_t tkg_reference_taker_run(struct tkg_reference *core, const struct tkg_tick *ticks,
                               size_t tick_count, int64_t end_ns);
size_t tkg_reference_maker_run(struct tkg_reference *core, const struct tkg_tick *ticks,
                               size_t tick_count, int64_t end_ns);

#endif
