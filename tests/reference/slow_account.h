/* SPDX-License-Identifier: Apache-2.0
 *
 * The books of the slow implementation: a list of all fills, from which everything is added up anew
 * whenever it is asked for.
 */
#ifndef TKG_TESTS_SLOW_ACCOUNT_H
#define TKG_TESTS_SLOW_ACCOUNT_H

#include "slow_reference.h"

/* Rounds towards minus infinity, as / does not. */
slow_wide slow_floor_divide(slow_wide a, slow_wide b);
int64_t slow_position(const struct slow_reference *slow, uint32_t instrument_id);
/* Writes down that order traded lots at price, and takes them off the order. */
void slow_add_fill(struct slow_reference *slow, struct slow_order *order,
                   const struct tkg_tick *tick, int64_t lots, int64_t price);
/* Writes down the equity after an accepted tick. */
void slow_note_equity(struct slow_reference *slow);

#endif
