/* SPDX-License-Identifier: Apache-2.0 */
#include "tick/book_stream_depth.h"

#include <stdbool.h>

#include "base/check.h"

/* Adds the message's lots to its level, or takes them off. */
static uint32_t change_level(struct tkg_book_depth *depth, const struct tkg_tick *tick)
{
    const unsigned side = (tick->flags & TKG_TICK_ASK_SIDE) != 0;
    uint32_t *lots =
        &depth->lots[tick->instrument_id][side][(uint32_t)tick->bid_price % TKG_DEPTH_RING];
    *lots += tick->kind == TKG_TICK_ORDER_ADD ? tick->bid_size : -tick->bid_size;
    return *lots;
}

static void become_level(struct tkg_tick *tick, uint32_t lots)
{
    tick->kind = TKG_TICK_DEPTH;
    tick->bid_size = lots;
    tkg_tick_set_order_id(tick, 0);
}

/* A resting bid trades with a seller, a resting ask with a buyer. */
static void become_trade(struct tkg_tick *tick, uint32_t lots)
{
    const bool buyer = (tick->flags & TKG_TICK_ASK_SIDE) != 0;
    tick->kind = TKG_TICK_TRADE;
    tick->flags = 0;
    tick->ask_price = tick->bid_price;
    tick->bid_size = buyer ? 0 : lots;
    tick->ask_size = buyer ? lots : 0;
}

void tkg_book_depth_apply(struct tkg_book_depth *depth, struct tkg_tick *ticks, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct tkg_tick *tick = &ticks[i];
        uint32_t left = change_level(depth, tick);
        if (tick->kind != TKG_TICK_ORDER_EXECUTE) {
            become_level(tick, left);
            continue;
        }
        TKG_ASSERT(i + 1 < count);
        struct tkg_tick *rest = &ticks[++i];
        uint32_t traded = tick->bid_size;
        traded += rest->kind == TKG_TICK_ORDER_EXECUTE ? rest->bid_size : 0;
        become_trade(tick, traded);
        become_level(rest, change_level(depth, rest));
    }
}
