/* SPDX-License-Identifier: Apache-2.0
 *
 * Books under test: ticks by hand, memory, and comparison with the slow book.
 */
#ifndef TKG_TESTS_BOOK_FIXTURE_H
#define TKG_TESTS_BOOK_FIXTURE_H

#include <stddef.h>
#include <stdint.h>

#include "book/price_ladder.h"
#include "slow_book.h"
#include <tickgate/engine.h>

/* Zeroed and 64-aligned, as an engine's allocator gives it; free() takes it back. */
void *book_fixture_memory(size_t bytes);

struct tkg_tick book_fixture_depth(enum tkg_book_side side, int32_t price, uint32_t lots);
struct tkg_tick book_fixture_order(enum tkg_tick_kind kind, uint64_t id, enum tkg_book_side side,
                                   int32_t price, uint32_t lots);

/* Every field, by assertion. */
void book_fixture_assert_change(const struct tkg_book_change *change,
                                const struct tkg_book_change *expected);

/* Top, every level of both sides with its lots, and that there is none besides. */
void book_fixture_assert_levels(const struct tkg_price_ladder sides[2],
                                const struct slow_book *expected);

/* lots() and next_level() asked from any price at all. */
void book_fixture_assert_price(const struct tkg_price_ladder sides[2],
                               const struct slow_book *expected, int32_t price);

#endif
