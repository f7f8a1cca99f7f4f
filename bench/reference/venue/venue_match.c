/* SPDX-License-Identifier: Apache-2.0
 *
 * What a tick does to the orders of one side that wait and rest.
 */
#include "venue/venue_side.h"

/* Fires stops and lets market orders have what the tick brings. Returns what it took of lots that
 * joined the opposite side. */
static uint32_t match_waiting(struct tkg_venue_desk desk, uint32_t added_lots)
{
    struct tkg_venue_side *side = tkg_venue_orders(desk);
    const bool is_quote = desk.moment->change.event == TKG_BOOK_QUOTED;
    uint32_t used = 0;
    for (uint32_t i = 0; i < side->waiting_count;) {
        struct tkg_order *order = &side->waiting[i];
        if (order->fresh != TKG_ORDER_STANDING) {
            i++;
            continue;
        }
        if (order->trigger_price == 0) {
            if (is_quote) {
                tkg_venue_take(desk, order);
            } else {
                used += tkg_venue_take_added(desk, order, added_lots - used);
            }
            if (order->lots == 0) {
                tkg_venue_remove(side->waiting, &side->waiting_count, i);
            } else {
                i++;
            }
        } else if (tkg_venue_is_triggered(desk, order->trigger_price)) {
            const struct tkg_order fired = *order;
            tkg_venue_remove(side->waiting, &side->waiting_count, i);
            tkg_venue_fire(desk, fired);
        } else {
            i++;
        }
    }
    return used;
}

/* Filled orders leave, in one pass. */
static void sweep(struct tkg_venue_side *side)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < side->limit_count; i++) {
        if (side->limits[i].lots > 0) {
            if (kept != i) {
                side->limits[kept] = side->limits[i];
            }
            kept++;
        }
    }
    side->limit_count = kept;
}

/* L1: a quote at our price or beyond has consumed the order; otherwise it tells the level. */
static void match_quote(struct tkg_venue_desk desk)
{
    const struct tkg_venue_book *book = &desk.moment->book;
    const int32_t opposite = tkg_venue_book_best(book, tkg_venue_opposite(desk.side));
    const int32_t best = tkg_venue_book_best(book, desk.side);
    for (uint32_t i = 0; i < tkg_venue_orders(desk)->limit_count; i++) {
        struct tkg_order *order = &tkg_venue_orders(desk)->limits[i];
        if (order->fresh != TKG_ORDER_STANDING) {
            continue;
        }
        if (tkg_venue_crosses(desk, order->price, opposite)) {
            tkg_venue_make(desk, order, order->lots);
        } else if (order->price == best) {
            tkg_queue_set_level(&desk.moment->rules->queue, order,
                                tkg_venue_book_best_lots(book, desk.side));
        } else if (tkg_venue_is_better(desk, order->price, best)) {
            tkg_queue_set_level(&desk.moment->rules->queue, order, 0);
        } /* deeper: not shown, so nothing is known to have changed */
    }
}

static uint32_t less(uint32_t lots, uint32_t by)
{
    return lots > by ? lots - by : 0;
}

/* What of a trade at the order's very price comes to the order. */
static uint32_t share_of_trade(struct tkg_venue_desk desk, struct tkg_order *order, uint32_t lots)
{
    const struct tkg_book_change *change = &desk.moment->change;
    if (desk.moment->book.kind != TKG_BOOK_L3) {
        return tkg_queue_trade(order, lots);
    }
    /* An order ahead traded: its turn. One behind us: in our market it would have been ours. */
    return change->priority < order->priority ? 0 : lots;
}

/* An order that a message brought at this very tick met the book before the trade, unless the book
 * shows the trade already. */
static bool misses_trade(struct tkg_venue_desk desk, const struct tkg_order *order)
{
    return order->fresh == TKG_ORDER_FIRED ||
           (order->fresh == TKG_ORDER_ARRIVED && desk.moment->book.kind == TKG_BOOK_L3);
}

static void match_trade(struct tkg_venue_desk desk)
{
    const int32_t price = desk.moment->change.price;
    const bool is_l1 = desk.moment->book.kind == TKG_BOOK_L1;
    uint32_t left = desk.moment->traded_lots[desk.side];
    if (left == 0) {
        return;
    }
    for (uint32_t i = 0; i < tkg_venue_orders(desk)->limit_count; i++) {
        struct tkg_order *order = &tkg_venue_orders(desk)->limits[i];
        if (tkg_venue_is_better(desk, price, order->price)) {
            return; /* this order and all that follow are worse than the trade */
        }
        if (misses_trade(desk, order)) {
            continue;
        }
        if (order->price == price) {
            left -= tkg_venue_make(desk, order, share_of_trade(desk, order, left));
        } else if (is_l1) {
            tkg_venue_make(desk, order, order->lots); /* through: decision 0031 */
        } else {
            left -= tkg_venue_make(desk, order, left);
        }
    }
}

/* L2 and L3: an order of others that joins the opposite side where ours would have stood in its way
 * would have traded with ours, for its lots. Nobody stands ahead of ours any more. */
static void match_added(struct tkg_venue_desk desk, uint32_t lots)
{
    for (uint32_t i = 0; i < tkg_venue_orders(desk)->limit_count; i++) {
        struct tkg_order *order = &tkg_venue_orders(desk)->limits[i];
        if (!tkg_venue_crosses(desk, order->price, desk.moment->change.price)) {
            return;
        }
        if (order->fresh == TKG_ORDER_STANDING) {
            order->ahead_lots = 0;
            order->level_lots = 0;
            order->traded_lots = 0;
            lots -= tkg_venue_make(desk, order, lots);
        }
    }
}

/* L2: the level of others at our price changed. L3 needs no count of what is ahead: the priority of
 * the order that trades tells. */
static void match_level(struct tkg_venue_desk desk)
{
    const struct tkg_book_change *change = &desk.moment->change;
    for (uint32_t i = 0; i < tkg_venue_orders(desk)->limit_count; i++) {
        struct tkg_order *order = &tkg_venue_orders(desk)->limits[i];
        if (order->fresh == TKG_ORDER_STANDING && order->price == change->price) {
            tkg_queue_set_level(&desk.moment->rules->queue, order, change->level_lots);
        }
    }
}

/* Lots that joined the opposite side at this tick and are still to be had. */
static uint32_t added_lots(struct tkg_venue_desk desk)
{
    const struct tkg_book_change *change = &desk.moment->change;
    const bool is_opposite = change->side != desk.side;
    return change->event == TKG_BOOK_ADDED && is_opposite
               ? less(change->lots, tkg_venue_orders(desk)->taken_lots)
               : 0;
}

static void match_limits(struct tkg_venue_desk desk, uint32_t added)
{
    switch (desk.moment->change.event) {
    case TKG_BOOK_QUOTED:
        match_quote(desk);
        break;
    case TKG_BOOK_TRADED:
        match_trade(desk);
        break;
    case TKG_BOOK_ADDED:
    case TKG_BOOK_REMOVED:
        if (desk.moment->change.side == desk.side) {
            if (desk.moment->book.kind == TKG_BOOK_L2) {
                match_level(desk);
            }
        } else if (desk.moment->change.event == TKG_BOOK_ADDED) {
            match_added(desk, added);
        }
        break;
    case TKG_BOOK_REJECTED:
    default:
        break;
    }
}

void tkg_venue_match(struct tkg_venue_desk desk)
{
    const uint32_t added = added_lots(desk);
    const uint32_t used =
        tkg_venue_orders(desk)->waiting_count > 0 ? match_waiting(desk, added) : 0;
    match_limits(desk, added - used);
    sweep(tkg_venue_orders(desk));
}
