/* SPDX-License-Identifier: Apache-2.0
 *
 * Private to the tick room: the synthetic streams of order books, eight instruments each.
 *
 *   orders  L3: TKG_TICK_ORDER_*, about 16,900 live orders
 *   depth   L2: TKG_TICK_DEPTH and TKG_TICK_TRADE, the same order flow added up by price
 *
 * Valid by construction, from index 0 on: no unknown or duplicate order, nothing beyond what is
 * left, never a locked or crossed book, every execution at the front of the best price. Books start
 * empty: every second block of 512 messages adds orders that the flow takes for old ones, until all
 * are there (33,280 messages for orders, 1,024 for depth). No sessions, no gaps.
 *
 * How: book_stream_flow.h. What the streams look like: docs/decisions/0025 and 0026.
 */
#ifndef TKG_TICK_BOOK_STREAM_H
#define TKG_TICK_BOOK_STREAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include <tickgate/engine.h>

struct tkg_book_stream;

bool tkg_book_stream_knows(const char *preset);

/* preset  one that tkg_book_stream_knows()
 * TKG_NO_MEMORY */
enum tkg_status tkg_book_stream_create(struct tkg_book_stream **stream, const char *preset,
                                       uint64_t seed, struct tkg_error *err) TKG_MUST_CHECK;
void tkg_book_stream_destroy(struct tkg_book_stream *stream); /* NULL is fine */

/* The eight instruments, the same for both; static. */
const struct tkg_instrument *tkg_book_stream_instruments(uint32_t *instrument_count);

/* Messages [first, first + count), both at most TKG_SYNTHETIC_TICK_MAX. Any order works and gives
 * the same messages. threads: one stream per thread. cost: about 20 ns a message in order; a jump
 * costs some 60 us. */
void tkg_book_stream_read(struct tkg_book_stream *stream, uint64_t first, struct tkg_tick *out,
                          size_t count);

#endif
