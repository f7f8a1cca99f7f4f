/* SPDX-License-Identifier: Apache-2.0
 *
 * Private to the tick room: when the messages of the book streams arrive.
 *
 * A multiplicative cascade like that of cascade.h, but for time alone: message m = odd * 2^level is
 * placed between messages m - 2^level and m + 2^level by a hash of m. Stretches of 2^23 messages
 * last equally long. Apart from cascade.h so that neither stream's digest depends on the other's
 * rules, and because a book stream needs nothing else from a tree over single messages.
 */
#ifndef TKG_TICK_BOOK_STREAM_CLOCK_H
#define TKG_TICK_BOOK_STREAM_CLOCK_H

#include <stdint.h>

enum {
    TKG_BOOK_CLOCK_BLOCK_LEVEL = 9,
    TKG_BOOK_CLOCK_BLOCK = 1 << TKG_BOOK_CLOCK_BLOCK_LEVEL,
};

struct tkg_book_clock {
    uint64_t key;
    uint64_t ready_region; /* which 65,536 messages the ends below are of; UINT64_MAX none */
    int64_t region_ns[2];
};

void tkg_book_clock_init(struct tkg_book_clock *clock, uint64_t seed);

/* The times of messages [block * 512, block * 512 + 512) in nanoseconds since 1970, never
 * decreasing within a block or from one to the next. The same whatever was asked before.
 * cost: about 2 ns a message */
void tkg_book_clock_read(struct tkg_book_clock *clock, uint64_t block,
                         int64_t times_ns[TKG_BOOK_CLOCK_BLOCK]);

#endif
