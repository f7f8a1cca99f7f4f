/* SPDX-License-Identifier: Apache-2.0
 *
 * Faults planted into a clean stream, for engines and cleaning stages that must refuse them.
 *
 * Every slot of 1,000 ticks holds one fault more than clean ticks: at a random place of the slot,
 * but never its first, so that a clean tick stands before each fault in its slot. Nothing clean is
 * lost. The kinds take turns by a fixed table, so each index knows its fault, and each range its
 * counts, in O(1). Rates: docs/decisions/0022-planted-faults.md.
 */
#ifndef TKG_TICK_FAULT_H
#define TKG_TICK_FAULT_H

#include <stdint.h>

#include <tickgate/engine.h>

enum tkg_fault_kind {
    TKG_FAULT_DUPLICATE,    /* bit for bit the tick before it: 400 in a million ticks */
    TKG_FAULT_OUT_OF_ORDER, /* up to a millisecond older than the tick before it: 200 */
    TKG_FAULT_CROSSED,      /* a quote whose bid is above its ask: 200 */
    TKG_FAULT_BAD_PRICE,    /* bid at or below zero: 200 */
    TKG_FAULT_KINDS,
};

enum { TKG_FAULT_SLOT_TICKS = 1000 };

/* Where slot `slot` (ticks [slot * 1000, slot * 1000 + 1000)) has its fault: 1 to 999. */
uint32_t tkg_fault_offset(uint64_t seed, uint64_t slot);

enum tkg_fault_kind tkg_fault_kind_of(uint64_t slot);

/* Makes the fault of a slot from the clean tick before it, whose prices are above 0. */
struct tkg_tick tkg_fault_make(uint64_t seed, uint64_t slot, const struct tkg_tick *before);

/* How many faults of each kind there are in ticks [0, tick_count) of a stream with this seed.
 * cost: O(1). */
void tkg_fault_count(uint64_t seed, uint64_t tick_count, uint64_t counts[TKG_FAULT_KINDS]);

#endif
