/* SPDX-License-Identifier: Apache-2.0 */
#include "tick/fault.h"

#include <string.h>

#include "base/random.h"

/* The kinds of ten slots in a row: 4, 2, 2 and 2 of them. */
enum { TURN_SLOTS = 10 };
static const uint8_t turns[TURN_SLOTS] = {
    TKG_FAULT_DUPLICATE, TKG_FAULT_OUT_OF_ORDER, TKG_FAULT_CROSSED,      TKG_FAULT_DUPLICATE,
    TKG_FAULT_BAD_PRICE, TKG_FAULT_DUPLICATE,    TKG_FAULT_OUT_OF_ORDER, TKG_FAULT_CROSSED,
    TKG_FAULT_DUPLICATE, TKG_FAULT_BAD_PRICE,
};

/* Late by 1 ns to 1 ms: what a second feed line or a slow hop may lag behind. */
enum { LATE_NS_MAX = 1000000 };

/* Streams are seeded with the seed itself; its complement gives draws apart from theirs. */
static uint64_t draw_of(uint64_t seed, uint64_t slot)
{
    return tkg_random_at(~seed, slot);
}

uint32_t tkg_fault_offset(uint64_t seed, uint64_t slot)
{
    /* 32 random bits scaled down: a bias of 2^-22. */
    uint64_t random32 = draw_of(seed, slot) >> 32;
    return 1 + (uint32_t)((random32 * (TKG_FAULT_SLOT_TICKS - 1)) >> 32);
}

enum tkg_fault_kind tkg_fault_kind_of(uint64_t slot)
{
    return (enum tkg_fault_kind)turns[slot % TURN_SLOTS];
}

/* Also from a trade, which has one price and lots on one side only. */
static void cross(struct tkg_tick *tick)
{
    int32_t bid_price = tick->bid_price;
    uint32_t lots = tick->bid_size + tick->ask_size;
    tick->kind = TKG_TICK_QUOTE;
    tick->bid_price = tick->ask_price + 1;
    tick->ask_price = bid_price;
    tick->bid_size = lots;
    tick->ask_size = lots;
}

/* Zero or negated; of a trade both prices, since they are one. */
static void spoil_price(struct tkg_tick *tick, uint64_t draw)
{
    tick->bid_price = (draw & 1) != 0 ? 0 : -tick->bid_price;
    if (tick->kind == TKG_TICK_TRADE) {
        tick->ask_price = tick->bid_price;
    }
}

struct tkg_tick tkg_fault_make(uint64_t seed, uint64_t slot, const struct tkg_tick *before)
{
    uint64_t draw = draw_of(seed, slot);
    enum tkg_fault_kind kind = tkg_fault_kind_of(slot);
    struct tkg_tick tick = *before;
    if (kind == TKG_FAULT_DUPLICATE) {
        return tick;
    }
    tick.flags = 0; /* a session does not start twice */
    if (kind == TKG_FAULT_OUT_OF_ORDER) {
        tick.time_ns -= 1 + (int64_t)((uint32_t)draw % LATE_NS_MAX);
    } else if (kind == TKG_FAULT_CROSSED) {
        cross(&tick);
    } else {
        spoil_price(&tick, draw);
    }
    return tick;
}

void tkg_fault_count(uint64_t seed, uint64_t tick_count, uint64_t counts[TKG_FAULT_KINDS])
{
    uint64_t slots = tick_count / TKG_FAULT_SLOT_TICKS;
    uint64_t rest = tick_count % TKG_FAULT_SLOT_TICKS;
    memset(counts, 0, TKG_FAULT_KINDS * sizeof(counts[0]));
    if (tkg_fault_offset(seed, slots) < rest) {
        slots++; /* the last one is cut, but not before its fault */
    }
    for (unsigned i = 0; i < TURN_SLOTS; i++) {
        counts[turns[i]] += slots / TURN_SLOTS + (i < slots % TURN_SLOTS);
    }
}
