/* SPDX-License-Identifier: Apache-2.0
 *
 * Messages that reach the exchange, and orders that come to the book.
 */
#include "venue/venue_side.h"

/* The order with this id, in which array; NULL: not alive. */
static struct tkg_order *find(struct tkg_venue_desk desk, uint32_t order_id, bool *is_limit)
{
    struct tkg_venue_side *side = tkg_venue_orders(desk);
    for (uint32_t i = 0; i < side->limit_count; i++) {
        if (side->limits[i].order_id == order_id) {
            *is_limit = true;
            return &side->limits[i];
        }
    }
    for (uint32_t i = 0; i < side->waiting_count; i++) {
        if (side->waiting[i].order_id == order_id) {
            *is_limit = false;
            return &side->waiting[i];
        }
    }
    return NULL;
}

/* Takes the order out. */
static void drop(struct tkg_venue_desk desk, const struct tkg_order *order, bool is_limit)
{
    struct tkg_venue_side *side = tkg_venue_orders(desk);
    if (is_limit) {
        tkg_venue_remove(side->limits, &side->limit_count, (uint32_t)(order - side->limits));
    } else {
        tkg_venue_remove(side->waiting, &side->waiting_count, (uint32_t)(order - side->waiting));
    }
}

static void cancel(struct tkg_venue_desk desk, uint32_t order_id)
{
    bool is_limit = false;
    const struct tkg_order *order = find(desk, order_id, &is_limit);
    if (order) {
        drop(desk, order, is_limit);
    }
    tkg_venue_tell(desk, order_id, order ? TKG_ORDER_CANCELLED : TKG_ORDER_REJECTED);
}

static bool is_stop(uint8_t type)
{
    return type == TKG_ORDER_STOP || type == TKG_ORDER_STOP_LIMIT;
}

static bool is_limit_type(uint8_t type)
{
    return type == TKG_ORDER_LIMIT || type == TKG_ORDER_STOP_LIMIT;
}

static bool is_valid(const struct tkg_order *order)
{
    return order->lots > 0 && (!is_limit_type(order->type) || order->price > 0) &&
           (!is_stop(order->type) || order->trigger_price > 0) &&
           (order->life != TKG_ORDER_POST_ONLY || is_limit_type(order->type));
}

static uint32_t queue_on_arrival(struct tkg_venue_desk desk, int32_t price)
{
    const struct tkg_venue_book *book = &desk.moment->book;
    const int32_t best = tkg_venue_book_best(book, desk.side);
    if (tkg_venue_is_better(desk, price, best)) {
        return 0;
    }
    if (book->kind == TKG_BOOK_L1 && price != best) {
        return TKG_QUEUE_UNKNOWN; /* deeper than what is shown */
    }
    return tkg_venue_book_lots(book, desk.side, price);
}

/* Behind all orders of ours at the same price or a better one, and behind all of others there. */
static void rest(struct tkg_venue_desk desk, struct tkg_order order)
{
    struct tkg_venue_side *side = tkg_venue_orders(desk);
    uint32_t place = side->limit_count++;
    while (place > 0 && tkg_venue_is_better(desk, order.price, side->limits[place - 1].price)) {
        side->limits[place] = side->limits[place - 1];
        place--;
    }
    if (desk.moment->book.kind == TKG_BOOK_L3) {
        order.priority = tkg_fifo_book_next_priority(desk.moment->book.fifo);
    } else {
        order.ahead_lots = queue_on_arrival(desk, order.price);
        order.level_lots = order.ahead_lots;
        order.traded_lots = 0;
    }
    side->limits[place] = order;
}

static bool has_to_go(struct tkg_venue_desk desk, const struct tkg_order *order)
{
    const int32_t opposite = tkg_venue_book_best(&desk.moment->book, tkg_venue_opposite(desk.side));
    switch (order->life) {
    case TKG_ORDER_POST_ONLY:
        return tkg_venue_crosses(desk, order->price, opposite);
    case TKG_ORDER_FILL_OR_KILL:
        return !tkg_venue_can_take_all(desk, order);
    default:
        return false;
    }
}

/* A market or limit order, by now. */
static void enter_book(struct tkg_venue_desk desk, struct tkg_order order)
{
    if (has_to_go(desk, &order)) {
        tkg_venue_tell(desk, order.order_id, TKG_ORDER_CANCELLED);
        return;
    }
    tkg_venue_take(desk, &order);
    if (order.lots == 0) {
        return;
    }
    if (order.life == TKG_ORDER_IMMEDIATE_OR_CANCEL) {
        tkg_venue_tell(desk, order.order_id, TKG_ORDER_CANCELLED);
    } else if (order.type == TKG_ORDER_LIMIT) {
        rest(desk, order);
    } else {
        tkg_venue_orders(desk)->waiting[tkg_venue_orders(desk)->waiting_count++] = order;
    }
}

/* The opposite best, or a trade of this tick, at the trigger or beyond. */
bool tkg_venue_is_triggered(struct tkg_venue_desk desk, int32_t trigger_price)
{
    const struct tkg_venue_moment *moment = desk.moment;
    const enum tkg_book_side opposite = tkg_venue_opposite(desk.side);
    const int32_t best = tkg_venue_book_best(&moment->book, opposite);
    const bool has_traded = moment->change.event == TKG_BOOK_TRADED;
    const int32_t traded = moment->change.price;
    if (desk.side == TKG_BOOK_BID) {
        return (best != TKG_BOOK_NO_ASK && best >= trigger_price) ||
               (has_traded && traded >= trigger_price);
    }
    return (best != TKG_BOOK_NO_BID && best <= trigger_price) ||
           (has_traded && traded <= trigger_price);
}

void tkg_venue_fire(struct tkg_venue_desk desk, struct tkg_order order)
{
    order.type = order.type == TKG_ORDER_STOP ? TKG_ORDER_MARKET : TKG_ORDER_LIMIT;
    order.trigger_price = 0;
    order.fresh = TKG_ORDER_FIRED;
    enter_book(desk, order);
}

static void enter(struct tkg_venue_desk desk, struct tkg_order order)
{
    order.fresh = TKG_ORDER_ARRIVED;
    if (!is_stop(order.type)) {
        enter_book(desk, order);
    } else if (tkg_venue_is_triggered(desk, order.trigger_price)) {
        tkg_venue_fire(desk, order);
    } else {
        tkg_venue_orders(desk)->waiting[tkg_venue_orders(desk)->waiting_count++] = order;
    }
}

static void receive_new(struct tkg_venue_desk desk, const struct tkg_order_request *request)
{
    const bool is_stop_order = is_stop(request->type);
    const struct tkg_order order = {.price = request->price,
                                    .trigger_price = is_stop_order ? request->trigger_price : 0,
                                    .lots = request->lots,
                                    .order_id = request->order_id,
                                    .type = request->type,
                                    .life = request->life};
    const uint32_t alive =
        tkg_venue_orders(desk)->limit_count + tkg_venue_orders(desk)->waiting_count;
    if (!is_valid(&order) || alive == desk.moment->venue->order_max) {
        tkg_venue_tell(desk, order.order_id, TKG_ORDER_REJECTED);
        return;
    }
    tkg_venue_tell(desk, order.order_id, TKG_ORDER_ACCEPTED);
    enter(desk, order);
}

/* A resting limit order that only shrinks keeps its place; anything else is entered anew. */
static void modify(struct tkg_venue_desk desk, const struct tkg_order_request *request)
{
    bool is_limit = false;
    struct tkg_order *order = find(desk, request->order_id, &is_limit);
    if (!order) {
        tkg_venue_tell(desk, request->order_id, TKG_ORDER_REJECTED);
        return;
    }
    struct tkg_order changed = *order;
    changed.price = request->price;
    changed.trigger_price = is_stop(order->type) ? request->trigger_price : 0;
    changed.lots = request->lots;
    if (!is_valid(&changed)) {
        tkg_venue_tell(desk, request->order_id, TKG_ORDER_REJECTED);
        return;
    }
    tkg_venue_tell(desk, request->order_id, TKG_ORDER_ACCEPTED);
    if (is_limit && order->price == changed.price && changed.lots <= order->lots) {
        order->lots = changed.lots;
        return;
    }
    drop(desk, order, is_limit);
    enter(desk, changed);
}

void tkg_venue_receive(struct tkg_venue_desk desk, const struct tkg_order_request *request)
{
    bool is_limit = false;
    switch (request->action) {
    case TKG_ORDER_CANCEL:
        cancel(desk, request->order_id);
        return;
    case TKG_ORDER_MODIFY:
        modify(desk, request);
        return;
    case TKG_ORDER_REPLACE:
        if (find(desk, request->replaced_id, &is_limit)) {
            cancel(desk, request->replaced_id);
        }
        receive_new(desk, request);
        return;
    default:
        receive_new(desk, request);
    }
}
