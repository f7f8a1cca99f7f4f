/* SPDX-License-Identifier: Apache-2.0 */
#include "strategy/storm.h"

#include <stddef.h>

/* The finaliser of SplitMix64 (Steele, Lea, Flood 2014) of a counter. */
static uint64_t draw(struct tkg_storm *storm)
{
    uint64_t value = storm->seed + ++storm->draw * UINT64_C(0x9e3779b97f4a7c15);
    value = (value ^ value >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    value = (value ^ value >> 27) * UINT64_C(0x94d049bb133111eb);
    return value ^ value >> 31;
}

/* 0 .. bound - 1, by multiply and shift. */
static uint32_t draw_below(struct tkg_storm *storm, uint32_t bound)
{
    return (uint32_t)(((draw(storm) >> 32) * bound) >> 32);
}

void tkg_storm_init(struct tkg_storm *storm, uint64_t seed)
{
    *storm = (struct tkg_storm){.seed = seed};
}

/* Near the market: from 4 ticks deep in the own side to 4 beyond the opposite best. */
static int32_t draw_price(struct tkg_storm *storm, const struct tkg_storm_view *view, bool is_buy)
{
    const int64_t deep = is_buy ? -4 : 4;
    const int64_t best = is_buy ? view->bid_price : view->ask_price;
    const int64_t toward = is_buy ? 1 : -1;
    const int64_t price = best + deep + toward * (int64_t)draw_below(storm, 9);
    return (int32_t)(price < 1 ? 1 : price > INT32_MAX ? INT32_MAX : price);
}

/* Stops lie mostly on the far side of the market, some are reached already. */
static int32_t draw_trigger(struct tkg_storm *storm, const struct tkg_storm_view *view, bool is_buy)
{
    const int64_t best = is_buy ? view->ask_price : view->bid_price;
    const int64_t away = (int64_t)draw_below(storm, 8) - 1;
    const int64_t trigger = is_buy ? best + away : best - away;
    return (int32_t)(trigger < 1 ? 1 : trigger > INT32_MAX ? INT32_MAX : trigger);
}

int64_t tkg_storm_working_lots(const struct tkg_storm *storm, bool is_buy)
{
    int64_t lots = 0;
    for (uint32_t i = 0; i < storm->counts[is_buy]; i++) {
        lots += storm->orders[is_buy][i].lots_max;
    }
    return lots;
}

/* Position if everything that may fill on this side does, the new lots included. */
static bool fits(const struct tkg_storm *storm, const struct tkg_storm_view *view, bool is_buy,
                 uint32_t lots)
{
    const int64_t position_lots = is_buy ? view->position_lots : -view->position_lots;
    return position_lots + tkg_storm_working_lots(storm, is_buy) + lots <= view->position_lots_max;
}

/* An order with no message under way, or NULL. */
static struct tkg_storm_order *pick(struct tkg_storm *storm, bool is_buy)
{
    const uint32_t count = storm->counts[is_buy];
    if (count == 0) {
        return NULL;
    }
    struct tkg_storm_order *order = &storm->orders[is_buy][draw_below(storm, count)];
    return order->answers_due == 0 ? order : NULL;
}

/* Lots, price and trigger of a new order or a changed one. */
static void fill_in(struct tkg_storm *storm, const struct tkg_storm_view *view,
                    struct tkg_order_request *request)
{
    request->price = draw_price(storm, view, request->is_buy);
    request->trigger_price = draw_trigger(storm, view, request->is_buy);
    request->lots = 1 + draw_below(storm, view->size_lots);
}

static bool wish_new(struct tkg_storm *storm, const struct tkg_storm_view *view,
                     struct tkg_order_request *request)
{
    const bool is_buy = request->is_buy;
    fill_in(storm, view, request);
    request->type = (uint8_t)draw_below(storm, 4);
    request->life = (uint8_t)draw_below(storm, 4);
    if (storm->counts[is_buy] == TKG_STORM_ORDERS_MAX ||
        !fits(storm, view, is_buy, request->lots)) {
        return false;
    }
    request->order_id = ++storm->last_order_id;
    storm->orders[is_buy][storm->counts[is_buy]++] =
        (struct tkg_storm_order){.order_id = request->order_id,
                                 .lots_max = request->lots,
                                 .asked_lots = request->lots,
                                 .type = request->type,
                                 .life = request->life,
                                 .answers_due = 1};
    return true;
}

/* Replacing one order by another, or cancelling or modifying it. */
static bool wish_change(struct tkg_storm *storm, const struct tkg_storm_view *view,
                        struct tkg_order_request *request)
{
    struct tkg_storm_order *order = pick(storm, request->is_buy);
    if (!order) {
        return false;
    }
    if (request->action == TKG_ORDER_REPLACE) {
        request->replaced_id = order->order_id;
        return wish_new(storm, view, request);
    }
    request->order_id = order->order_id;
    request->type = order->type;
    request->life = order->life;
    if (request->action == TKG_ORDER_MODIFY) {
        fill_in(storm, view, request);
        if (!fits(storm, view, request->is_buy, request->lots)) {
            return false;
        }
        order->lots_max += request->lots; /* the old lots may fill before the message arrives */
        order->asked_lots = request->lots;
    }
    order->answers_due = 1;
    return true;
}

bool tkg_storm_wish(struct tkg_storm *storm, const struct tkg_storm_view *view,
                    struct tkg_order_request *request)
{
    if (draw_below(storm, view->every) != 0) {
        return false;
    }
    const uint32_t action = draw_below(storm, 10);
    *request = (struct tkg_order_request){.is_buy = draw_below(storm, 2) != 0};
    if (action < 6) {
        return wish_new(storm, view, request);
    }
    request->action = (uint8_t)(action == 6   ? TKG_ORDER_CANCEL
                                : action == 7 ? TKG_ORDER_REPLACE
                                              : TKG_ORDER_MODIFY);
    return wish_change(storm, view, request);
}

static void forget(struct tkg_storm *storm, bool is_buy, uint32_t i)
{
    struct tkg_storm_order *orders = storm->orders[is_buy];
    storm->counts[is_buy]--;
    orders[i] = orders[storm->counts[is_buy]];
}

/* Rejected: a new order that never lived, or an order that was gone when the message came. */
static void hear_of(struct tkg_storm *storm, const struct tkg_order_report *report, uint32_t i)
{
    struct tkg_storm_order *order = &storm->orders[report->is_buy][i];
    switch (report->event) {
    case TKG_ORDER_ACCEPTED: /* what filled before was heard before */
        order->answers_due = 0;
        order->lots_max = order->asked_lots;
        break;
    case TKG_ORDER_FILLED:
        order->lots_max -= (uint32_t)(report->lots < 0 ? -report->lots : report->lots);
        if (report->lots_left == 0) {
            forget(storm, report->is_buy, i);
        }
        break;
    default:
        forget(storm, report->is_buy, i);
    }
}

/* The index of the order in its side's list, or the list's count. */
static uint32_t find(const struct tkg_storm *storm, bool is_buy, uint32_t order_id)
{
    uint32_t i = 0;
    while (i < storm->counts[is_buy] && storm->orders[is_buy][i].order_id != order_id) {
        i++;
    }
    return i;
}

void tkg_storm_hear(struct tkg_storm *storm, const struct tkg_order_report *report)
{
    const uint32_t i = find(storm, report->is_buy, report->order_id);
    if (i < storm->counts[report->is_buy]) {
        hear_of(storm, report, i);
    }
}

void tkg_storm_take_back(struct tkg_storm *storm, const struct tkg_order_request *request)
{
    const uint32_t i = find(storm, request->is_buy, request->order_id);
    struct tkg_storm_order *order = &storm->orders[request->is_buy][i];
    if (request->action == TKG_ORDER_NEW || request->action == TKG_ORDER_REPLACE) {
        forget(storm, request->is_buy, i);
        return;
    }
    order->answers_due = 0;
    order->lots_max -= request->lots; /* a cancel has none */
}
