/* SPDX-License-Identifier: Apache-2.0
 *
 * The exchange of the slow simulation.
 */
#include <math.h>

#include "base/check.h"
#include "base/random.h"
#include "signal/wide.h"
#include "slow_account.h"
#include "slow_simulation.h"
#include "venue/queue_model.h"

static const struct tkg_reference_parameters *rules(const struct slow_simulation *slow)
{
    return &slow->account.parameters;
}

static int64_t smaller(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static int64_t larger(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

/* ---- latency ---- */

static int64_t table_latency(const struct tkg_latency_table *table, slow_wide elapsed)
{
    if (table->row_count == 0) {
        return 0;
    }
    int64_t latency = table->rows[0].latency_ns;
    for (uint32_t i = 0; i < table->row_count; i++) {
        if (elapsed < table->rows[i].elapsed_ns) {
            break;
        }
        latency = table->rows[i].latency_ns;
        if (i + 1 < table->row_count && elapsed < table->rows[i + 1].elapsed_ns) {
            const slow_wide span = table->rows[i + 1].elapsed_ns - table->rows[i].elapsed_ns;
            const slow_wide rise = table->rows[i + 1].latency_ns - latency;
            const slow_wide way = elapsed - table->rows[i].elapsed_ns;
            const slow_wide size = (rise < 0 ? -rise : rise) * way / span;
            latency += (int64_t)(rise < 0 ? -size : size);
            break;
        }
    }
    return latency;
}

int64_t slow_arrival(const struct slow_simulation *slow, int64_t time_ns, int64_t fixed_ns,
                     uint64_t draw)
{
    const struct tkg_reference_parameters *p = rules(slow);
    slow_wide arrival = (slow_wide)time_ns + fixed_ns;
    if (p->latency == TKG_LATENCY_JITTER) {
        const uint64_t hash = tkg_hash64(slow->seed + (draw + 1) * UINT64_C(0x9e3779b97f4a7c15));
        arrival += hash % (uint64_t)(p->jitter_ns + 1);
    } else if (p->latency == TKG_LATENCY_TABLE) {
        arrival += table_latency(&p->latency_table, (slow_wide)time_ns - slow->start_ns);
    }
    return arrival > INT64_MAX - 1 ? INT64_MAX - 1 : (int64_t)arrival;
}

/* ---- reports ---- */

size_t slow_answers_of(const struct slow_simulation *slow, uint32_t instrument_id)
{
    size_t count = 0;
    for (size_t i = 0; i < slow->answer_count; i++) {
        count += slow->answers[i].instrument_id == instrument_id;
    }
    return count;
}

static void answer(struct slow_simulation *slow, const struct slow_live *order,
                   enum tkg_order_event event, int64_t lots)
{
    const uint32_t id = slow->tick->instrument_id;
    struct tkg_order_report report = {.order_id = order->order_id,
                                      .lots = (int32_t)(order->is_buy ? lots : -lots),
                                      .lots_left =
                                          event == TKG_ORDER_FILLED ? (uint32_t)order->lots : 0,
                                      .event = (uint8_t)event,
                                      .is_buy = order->is_buy};
    report.due_ns = slow_arrival(slow, slow->tick->time_ns, rules(slow)->response_latency_ns,
                                 ((uint64_t)id << 32) + 2 * slow_answers_of(slow, id) + 1);
    for (size_t i = 0; i < slow->answer_count; i++) {
        if (slow->answers[i].instrument_id == id) {
            report.due_ns = larger(report.due_ns, slow->answers[i].report.due_ns);
        }
    }
    TKG_ASSERT(slow->answer_count < SLOW_LIST_MAX);
    slow->answers[slow->answer_count++] = (struct slow_answer){id, report, false};
}

/* ---- fills ---- */

static int64_t fee_of(const struct slow_simulation *slow, int64_t price, int64_t lots,
                      bool is_maker)
{
    const int64_t share = is_maker ? rules(slow)->maker_fee_e6 : rules(slow)->taker_fee_e6;
    const int64_t each = is_maker ? rules(slow)->maker_fee_lot_e3 : rules(slow)->taker_fee_lot_e3;
    const slow_wide by_value =
        -slow_floor_divide(-(slow_wide)lots * price * 10000 * share, 1000000);
    return (int64_t)(by_value + (slow_wide)lots * each * 10000 / 1000);
}

static void write_fill(struct slow_simulation *slow, struct slow_live *order, int64_t price,
                       int64_t lots, bool is_maker)
{
    struct slow_reference *account = &slow->account;
    TKG_ASSERT(account->fill_count < SLOW_LIST_MAX);
    account->fills[account->fill_count++] =
        (struct slow_fill){.time_ns = slow->tick->time_ns,
                           .instrument_id = slow->tick->instrument_id,
                           .lots = order->is_buy ? lots : -lots,
                           .price = price,
                           .fee = fee_of(slow, price, lots, is_maker),
                           .is_maker = is_maker};
    order->lots -= lots;
}

static int64_t make(struct slow_simulation *slow, struct slow_live *order, int64_t lots)
{
    const int64_t made = smaller(order->lots, lots);
    if (made > 0) {
        write_fill(slow, order, order->price, made, true);
        answer(slow, order, TKG_ORDER_FILLED, made);
    }
    return made;
}

static int64_t round_up(slow_wide value, slow_wide divisor)
{
    return (int64_t)-slow_floor_divide(-value, divisor);
}

/* The least number of ticks t with t >= impact / 1000 x sqrt(lots): by trial, near the estimate. */
static int64_t impact(int64_t impact_e3, int64_t lots)
{
    const slow_wide square = (slow_wide)impact_e3 * impact_e3 * lots;
    int64_t ticks = (int64_t)((double)impact_e3 / 1000 * sqrt((double)lots)) + 2;
    while (ticks > 0 && (slow_wide)(ticks - 1) * (ticks - 1) * 1000000 >= square) {
        ticks--;
    }
    return ticks;
}

static int64_t price_paid(const struct slow_simulation *slow, const struct slow_live *order,
                          int64_t shown, int64_t lots_so_far)
{
    const struct tkg_reference_parameters *p = rules(slow);
    const int64_t bid = slow_best(slow, slow->tick->instrument_id, true);
    const int64_t ask = slow_best(slow, slow->tick->instrument_id, false);
    const int64_t spread = bid == 0 || ask == INT32_MAX || ask < bid ? 0 : ask - bid;
    int64_t worse = impact(p->impact_e3, lots_so_far);
    if (order->type == TKG_ORDER_MARKET) {
        worse += p->slippage_ticks + round_up((slow_wide)spread * p->slippage_spread_e3, 1000);
    }
    int64_t price = order->is_buy ? shown + worse : shown - worse;
    if (order->type == TKG_ORDER_LIMIT) {
        price = order->is_buy ? smaller(price, order->price) : larger(price, order->price);
    }
    return smaller(larger(price, 1), INT32_MAX);
}

static bool reaches(const struct slow_live *order, int64_t opposite_price)
{
    return order->is_buy ? order->price >= opposite_price : order->price <= opposite_price;
}

static bool would_pay(const struct slow_live *order, int64_t price)
{
    return order->type == TKG_ORDER_MARKET || reaches(order, price);
}

static void take(struct slow_simulation *slow, struct slow_live *order)
{
    int64_t taken = 0;
    for (size_t i = 0; i < slow->level_count && would_pay(order, slow->prices[i]); i++) {
        const int64_t lots = smaller(order->lots, slow->lots[i]);
        if (lots > 0) {
            taken += lots;
            slow->lots[i] -= lots;
            write_fill(slow, order, price_paid(slow, order, slow->prices[i], taken), lots, false);
        }
    }
    slow->taken += taken;
    if (taken > 0) {
        answer(slow, order, TKG_ORDER_FILLED, taken);
    }
}

static int64_t take_of_added(struct slow_simulation *slow, struct slow_live *order, int64_t lots)
{
    const int64_t taken = smaller(order->lots, lots);
    if (taken > 0) {
        write_fill(slow, order, price_paid(slow, order, slow->change.price, taken), taken, false);
        answer(slow, order, TKG_ORDER_FILLED, taken);
    }
    return taken;
}

/* ---- coming to the book ---- */

static bool is_l1(const struct slow_simulation *slow)
{
    return rules(slow)->book == TKG_BOOK_L1;
}

static bool is_stop(uint8_t type)
{
    return type == TKG_ORDER_STOP || type == TKG_ORDER_STOP_LIMIT;
}

static bool is_triggered(const struct slow_simulation *slow, const struct slow_live *order)
{
    const int64_t best = slow_best(slow, slow->tick->instrument_id, !order->is_buy);
    const bool has_best = order->is_buy ? best < INT32_MAX : best > 0;
    const bool has_trade = slow->change.event == TKG_BOOK_TRADED;
    const int64_t sign = order->is_buy ? 1 : -1;
    return (has_best && sign * best >= sign * order->trigger) ||
           (has_trade && sign * slow->change.price >= sign * order->trigger);
}

static int64_t others_at(const struct slow_simulation *slow, const struct slow_live *order)
{
    const uint32_t id = slow->tick->instrument_id;
    const int64_t best = slow_best(slow, id, order->is_buy);
    const int64_t better_by = order->is_buy ? order->price - best : best - order->price;
    if (better_by > 0) {
        return 0;
    }
    if (!is_l1(slow)) {
        const enum tkg_book_side side = order->is_buy ? TKG_BOOK_BID : TKG_BOOK_ASK;
        return (int64_t)slow_book_lots(&slow->books[id], side, order->price);
    }
    const struct tkg_tick *quote = &slow->account.instruments[id].quote;
    const int64_t shown = order->is_buy ? quote->bid_size : quote->ask_size;
    return better_by < 0 ? -1 : shown;
}

static void come_to_market(struct slow_simulation *slow, struct slow_live *order)
{
    int64_t offered = 0;
    for (size_t i = 0; i < slow->level_count && would_pay(order, slow->prices[i]); i++) {
        offered += slow->lots[i];
    }
    const int64_t best = slow_best(slow, order->instrument_id, !order->is_buy);
    order->place = SLOW_NOWHERE;
    if ((order->life == TKG_ORDER_POST_ONLY && reaches(order, best)) ||
        (order->life == TKG_ORDER_FILL_OR_KILL && offered < order->lots)) {
        answer(slow, order, TKG_ORDER_CANCELLED, 0);
        return;
    }
    take(slow, order);
    if (order->lots > 0 && order->life == TKG_ORDER_IMMEDIATE_OR_CANCEL) {
        answer(slow, order, TKG_ORDER_CANCELLED, 0);
    } else if (order->lots > 0) {
        order->place = order->type == TKG_ORDER_LIMIT ? SLOW_RESTS : SLOW_WAITS;
        order->ahead = others_at(slow, order);
        order->level = order->ahead;
        order->traded = 0;
        order->priority = slow->books[order->instrument_id].last_priority + 1;
    }
}

static void fire(struct slow_simulation *slow, struct slow_live *order)
{
    order->type = order->type == TKG_ORDER_STOP ? TKG_ORDER_MARKET : TKG_ORDER_LIMIT;
    order->trigger = 0;
    order->was_fired = true;
    order->came_with = slow->accepted_count;
    order->turn = ++slow->turn_count;
    come_to_market(slow, order);
}

static void enter(struct slow_simulation *slow, struct slow_live *order)
{
    order->turn = ++slow->turn_count;
    order->came_with = slow->accepted_count;
    order->was_fired = false;
    if (!is_stop(order->type)) {
        come_to_market(slow, order);
    } else if (is_triggered(slow, order)) {
        fire(slow, order);
    } else {
        order->place = SLOW_WAITS;
    }
}

/* ---- messages ---- */

static bool is_sensible(uint8_t type, uint8_t life, int64_t price, int64_t trigger, int64_t lots)
{
    const bool has_price = type == TKG_ORDER_LIMIT || type == TKG_ORDER_STOP_LIMIT;
    if (lots < 1 || (has_price && price < 1) || (is_stop(type) && trigger < 1)) {
        return false;
    }
    return has_price || life != TKG_ORDER_POST_ONLY;
}

static struct slow_live *alive(struct slow_simulation *slow, uint32_t order_id, bool is_buy)
{
    for (size_t i = 0; i < slow->order_count; i++) {
        struct slow_live *order = &slow->orders[i];
        if (order->place != SLOW_NOWHERE && order->instrument_id == slow->tick->instrument_id &&
            order->is_buy == is_buy && order->order_id == order_id) {
            return order;
        }
    }
    return NULL;
}

static void read_new(struct slow_simulation *slow, const struct tkg_order_request *request)
{
    TKG_ASSERT(slow->order_count < SLOW_LIST_MAX);
    struct slow_live *order = &slow->orders[slow->order_count++];
    *order = (struct slow_live){.instrument_id = slow->tick->instrument_id,
                                .order_id = request->order_id,
                                .is_buy = request->is_buy,
                                .type = request->type,
                                .life = request->life,
                                .price = request->price,
                                .trigger = is_stop(request->type) ? request->trigger_price : 0,
                                .lots = request->lots};
    if (!is_sensible(order->type, order->life, order->price, order->trigger, order->lots)) {
        answer(slow, order, TKG_ORDER_REJECTED, 0);
        return;
    }
    answer(slow, order, TKG_ORDER_ACCEPTED, 0);
    enter(slow, order);
}

static void read_modify(struct slow_simulation *slow, struct slow_live *order,
                        const struct tkg_order_request *request)
{
    const bool keeps_place = order->place == SLOW_RESTS && order->price == request->price &&
                             request->lots <= order->lots;
    answer(slow, order, TKG_ORDER_ACCEPTED, 0);
    order->lots = request->lots;
    order->price = request->price;
    if (is_stop(order->type)) {
        order->trigger = request->trigger_price;
    }
    if (!keeps_place) {
        enter(slow, order);
    }
}

static void drop(struct slow_simulation *slow, struct slow_live *order)
{
    order->place = SLOW_NOWHERE;
    answer(slow, order, TKG_ORDER_CANCELLED, 0);
}

static void read_message(struct slow_simulation *slow, const struct tkg_order_request *request)
{
    const struct slow_live unknown = {.order_id = request->order_id, .is_buy = request->is_buy};
    if (request->action == TKG_ORDER_NEW || request->action == TKG_ORDER_REPLACE) {
        struct slow_live *old = alive(slow, request->replaced_id, request->is_buy);
        if (old) {
            drop(slow, old);
        }
        read_new(slow, request);
        return;
    }
    struct slow_live *order = alive(slow, request->order_id, request->is_buy);
    if (!order) {
        answer(slow, &unknown, TKG_ORDER_REJECTED, 0);
    } else if (request->action == TKG_ORDER_CANCEL) {
        drop(slow, order);
    } else {
        read_modify(slow, order, request);
    }
}

static void read_messages(struct slow_simulation *slow, bool is_buy)
{
    for (size_t i = 0; i < slow->message_count; i++) {
        struct slow_message *message = &slow->messages[i];
        if (!message->is_read && message->instrument_id == slow->tick->instrument_id &&
            message->request.is_buy == is_buy && message->request.due_ns <= slow->tick->time_ns) {
            message->is_read = true;
            read_message(slow, &message->request);
        }
    }
}

/* ---- what the tick does ---- */

/* The order of this side and place with the smallest turn after turn, by price first when it rests:
 * found anew each time. NULL: no more. */
static bool comes_first(const struct slow_live *a, const struct slow_live *b)
{
    if (a->place == SLOW_RESTS && a->price != b->price) {
        return a->is_buy ? a->price > b->price : a->price < b->price;
    }
    return a->turn < b->turn;
}

static struct slow_live *next_order(struct slow_simulation *slow, bool is_buy,
                                    enum slow_place place, const struct slow_live *after)
{
    struct slow_live *next = NULL;
    for (size_t i = 0; i < slow->order_count; i++) {
        struct slow_live *order = &slow->orders[i];
        if (order->place == place && order->instrument_id == slow->tick->instrument_id &&
            order->is_buy == is_buy && (!after || comes_first(after, order)) &&
            (!next || comes_first(order, next))) {
            next = order;
        }
    }
    return next;
}

static bool came_now(const struct slow_simulation *slow, const struct slow_live *order)
{
    return order->came_with == slow->accepted_count;
}

static void work_waiting(struct slow_simulation *slow, struct slow_live *order, int64_t *added)
{
    if (order->trigger > 0) {
        if (is_triggered(slow, order)) {
            fire(slow, order);
        }
        return;
    }
    if (slow->change.event == TKG_BOOK_QUOTED) {
        take(slow, order);
    } else {
        *added -= take_of_added(slow, order, *added);
    }
    if (order->lots == 0) {
        order->place = SLOW_NOWHERE;
    }
}

static void work_all_waiting(struct slow_simulation *slow, bool is_buy, int64_t *added)
{
    struct slow_live copy;
    const struct slow_live *after = NULL;
    struct slow_live *order = next_order(slow, is_buy, SLOW_WAITS, NULL);
    while (order) {
        copy = *order; /* its turn before it fires */
        after = &copy;
        if (!came_now(slow, order)) {
            work_waiting(slow, order, added);
        }
        order = next_order(slow, is_buy, SLOW_WAITS, after);
    }
}

/* n to the power of the model, in 128 bits. */
static slow_wide weight(const struct slow_simulation *slow, int64_t lots)
{
    slow_wide result = 1;
    for (int64_t i = 0; i < rules(slow)->queue_power; i++) {
        result *= lots;
    }
    return result;
}

static void tell_level(const struct slow_simulation *slow, struct slow_live *order, int64_t lots)
{
    if (rules(slow)->queue == TKG_QUEUE_POWER && order->level >= 0) {
        const int64_t before = order->level - order->traded;
        const int64_t gone = before - lots;
        const int64_t behind = larger(before - order->ahead, 0);
        const slow_wide sum = weight(slow, order->ahead) + weight(slow, behind);
        if (gone > 0 && sum > 0) {
            /* Unsigned: 32 bits of lots times their third power fill all 128. */
            const tkg_unsigned_wide share =
                (tkg_unsigned_wide)gone * (tkg_unsigned_wide)weight(slow, order->ahead);
            order->ahead -= (int64_t)(share / (tkg_unsigned_wide)sum);
        }
    }
    order->level = lots;
    order->traded = 0;
    if (order->ahead < 0 || order->ahead > lots) {
        order->ahead = lots;
    }
}

static void meet_quote(struct slow_simulation *slow, struct slow_live *order)
{
    if (reaches(order, slow_best(slow, order->instrument_id, !order->is_buy))) {
        make(slow, order, order->lots);
        return;
    }
    const int64_t lots = others_at(slow, order);
    if (lots >= 0) {
        tell_level(slow, order, lots);
    }
}

/* What of a trade at its very price the order gets. */
static int64_t share(const struct slow_simulation *slow, struct slow_live *order, int64_t lots)
{
    if (rules(slow)->book == TKG_BOOK_L3) {
        return slow->change.priority > order->priority ? lots : 0;
    }
    const int64_t ahead = order->ahead < 0 ? UINT32_MAX : order->ahead;
    const int64_t used = smaller(lots, ahead);
    order->traded += lots;
    order->ahead = ahead - used;
    return lots - used;
}

static void meet_trade(struct slow_simulation *slow, struct slow_live *order, int64_t *lots)
{
    const int64_t through =
        order->is_buy ? order->price - slow->change.price : slow->change.price - order->price;
    const bool is_late =
        came_now(slow, order) && (order->was_fired || rules(slow)->book == TKG_BOOK_L3);
    if (*lots == 0 || through < 0 || is_late) {
        return;
    }
    if (through > 0 && is_l1(slow)) {
        make(slow, order, order->lots);
    } else if (through > 0) {
        *lots -= make(slow, order, *lots);
    } else {
        *lots -= make(slow, order, share(slow, order, *lots));
    }
}

static void meet_level(struct slow_simulation *slow, struct slow_live *order, int64_t *added)
{
    const bool is_own = (slow->change.side == TKG_BOOK_BID) == order->is_buy;
    if (is_own) {
        if (rules(slow)->book == TKG_BOOK_L2 && order->price == slow->change.price) {
            tell_level(slow, order, slow->change.level_lots);
        }
    } else if (slow->change.event == TKG_BOOK_ADDED && reaches(order, slow->change.price)) {
        order->ahead = 0;
        order->level = 0;
        order->traded = 0;
        *added -= make(slow, order, *added);
    }
}

static int64_t traded_from(const struct slow_simulation *slow, bool is_buy)
{
    if (slow->change.event != TKG_BOOK_TRADED) {
        return 0;
    }
    if (is_l1(slow)) {
        return is_buy ? slow->tick->bid_size : slow->tick->ask_size;
    }
    return (slow->change.side == TKG_BOOK_BID) == is_buy ? slow->change.lots : 0;
}

static void work_all_resting(struct slow_simulation *slow, bool is_buy, int64_t added)
{
    int64_t traded = traded_from(slow, is_buy);
    struct slow_live *order = next_order(slow, is_buy, SLOW_RESTS, NULL);
    while (order) {
        struct slow_live *next = next_order(slow, is_buy, SLOW_RESTS, order);
        if (slow->change.event == TKG_BOOK_TRADED) {
            meet_trade(slow, order, &traded);
        } else if (came_now(slow, order)) {
            /* has met the book as it is now */
        } else if (slow->change.event == TKG_BOOK_QUOTED) {
            meet_quote(slow, order);
        } else {
            meet_level(slow, order, &added);
        }
        if (order->lots == 0) {
            order->place = SLOW_NOWHERE;
        }
        order = next;
    }
}

/* Levels of the side that orders of is_buy take from. */
static void lay_out_levels(struct slow_simulation *slow, bool is_buy)
{
    const uint32_t id = slow->tick->instrument_id;
    const enum tkg_book_side side = is_buy ? TKG_BOOK_ASK : TKG_BOOK_BID;
    slow->taken = 0;
    if (is_l1(slow)) {
        const struct tkg_tick *quote = &slow->account.instruments[id].quote;
        slow->level_count = 1;
        slow->prices[0] = is_buy ? quote->ask_price : quote->bid_price;
        slow->lots[0] = is_buy ? quote->ask_size : quote->bid_size;
        return;
    }
    slow->level_count = slow_book_levels(&slow->books[id], side, slow->prices);
    for (size_t i = 0; i < slow->level_count; i++) {
        slow->lots[i] = (int64_t)slow_book_lots(&slow->books[id], side, slow->prices[i]);
    }
}

static void side_tick(struct slow_simulation *slow, bool is_buy)
{
    const bool is_opposite = (slow->change.side == TKG_BOOK_BID) != is_buy;
    lay_out_levels(slow, is_buy);
    read_messages(slow, is_buy);
    int64_t added = slow->change.event == TKG_BOOK_ADDED && is_opposite
                        ? larger(slow->change.lots - slow->taken, 0)
                        : 0;
    work_all_waiting(slow, is_buy, &added);
    work_all_resting(slow, is_buy, added);
}

void slow_venue_tick(struct slow_simulation *slow)
{
    side_tick(slow, true);
    side_tick(slow, false);
}
