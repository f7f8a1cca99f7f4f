/* SPDX-License-Identifier: Apache-2.0
 *
 * Messages and reports on their way, and the order of events at one tick.
 */
#include "venue/venue.h"

#include "venue/venue_side.h"

enum { REPORT_MASK = TKG_VENUE_REPORTS_MAX - 1 };

/* Messages about orders that have filled meanwhile may still be under way, beside one about each
 * order that may be alive. */
static uint32_t message_max(uint32_t order_max)
{
    return 2 * order_max;
}

static size_t side_bytes(uint32_t order_max)
{
    return 2 * (size_t)order_max * sizeof(struct tkg_order) +
           message_max(order_max) * sizeof(struct tkg_order_request);
}

size_t tkg_venue_bytes(uint32_t order_max)
{
    return TKG_VENUE_REPORTS_MAX * sizeof(struct tkg_order_report) + 2 * side_bytes(order_max);
}

static void init_side(struct tkg_venue_side *side, char *memory, uint32_t order_max)
{
    struct tkg_order *orders = (struct tkg_order *)(void *)memory;
    *side = (struct tkg_venue_side){
        .limits = orders,
        .waiting = orders + order_max,
        .messages = (struct tkg_order_request *)(void *)(orders + 2 * (size_t)order_max)};
}

void tkg_venue_init(struct tkg_venue *venue, void *memory, uint32_t order_max,
                    uint32_t instrument_id)
{
    char *rest = (char *)memory + TKG_VENUE_REPORTS_MAX * sizeof(struct tkg_order_report);
    *venue = (struct tkg_venue){
        .reports = memory, .order_max = order_max, .instrument_id = instrument_id};
    init_side(&venue->sides[TKG_BOOK_BID], rest, order_max);
    init_side(&venue->sides[TKG_BOOK_ASK], rest + side_bytes(order_max), order_max);
    tkg_venue_reset(venue);
}

static void reset_side(struct tkg_venue_side *side)
{
    side->limit_count = 0;
    side->waiting_count = 0;
    side->message_count = 0;
    side->taken_lots = 0;
}

void tkg_venue_reset(struct tkg_venue *venue)
{
    reset_side(&venue->sides[TKG_BOOK_BID]);
    reset_side(&venue->sides[TKG_BOOK_ASK]);
    venue->watch = (struct tkg_venue_watch){.due_ns = INT64_MAX, .buy_trigger = INT32_MAX};
    venue->report_due_ns = INT64_MAX;
    venue->report_first = 0;
    venue->report_end = 0;
    /* Even draws for messages, odd ones for reports; 2^31 of each before instruments meet. */
    venue->message_draw = (uint64_t)venue->instrument_id << 32;
    venue->report_draw = venue->message_draw + 1;
    venue->has_overflowed = false;
}

/* Differences of any two times, cut at the greatest. */
static int64_t elapsed(int64_t time_ns, int64_t start_ns)
{
    const uint64_t difference = (uint64_t)time_ns - (uint64_t)start_ns;
    return difference > INT64_MAX ? INT64_MAX : (int64_t)difference;
}

static int64_t due_of(const struct tkg_latency_model *model, int64_t time_ns, int64_t start_ns,
                      int64_t fixed_ns, uint64_t draw)
{
    const int64_t extra_ns = model->kind == TKG_LATENCY_CONSTANT
                                 ? 0
                                 : tkg_latency_extra(model, elapsed(time_ns, start_ns), draw);
    return tkg_latency_due(time_ns, fixed_ns + extra_ns);
}

bool tkg_venue_send(struct tkg_venue *venue, const struct tkg_venue_rules *rules,
                    struct tkg_order_request request, int64_t local_ns, int64_t start_ns)
{
    struct tkg_venue_side *side = &venue->sides[request.is_buy ? TKG_BOOK_BID : TKG_BOOK_ASK];
    const uint32_t count = side->message_count;
    if (count == message_max(venue->order_max)) {
        return false;
    }
    request.due_ns =
        due_of(&rules->latency, local_ns, start_ns, rules->entry_ns, venue->message_draw);
    venue->message_draw += 2;
    side->messages[count] = request; /* one connection: none overtakes the one before it */
    side->message_count = count + 1;
    if (count == 0 && request.due_ns < venue->watch.due_ns) {
        venue->watch.due_ns = request.due_ns;
    }
    return true;
}

static void push_report(struct tkg_venue_moment *moment, struct tkg_order_report report)
{
    struct tkg_venue *venue = moment->venue;
    const uint32_t count = venue->report_end - venue->report_first;
    if (count == TKG_VENUE_REPORTS_MAX) {
        venue->has_overflowed = true;
        moment->core->has_overflowed = true;
        return;
    }
    report.due_ns = due_of(&moment->rules->latency, moment->time_ns, moment->start_ns,
                           moment->rules->response_ns, venue->report_draw);
    venue->report_draw += 2;
    if (count == 0) {
        venue->report_first = 0; /* the same few lines of memory over and over */
        venue->report_end = 0;
        venue->report_due_ns = report.due_ns;
    }
    venue->reports[venue->report_end++ & REPORT_MASK] = report;
}

void tkg_venue_tell(struct tkg_venue_desk desk, uint32_t order_id, enum tkg_order_event event)
{
    push_report(desk.moment, (struct tkg_order_report){.order_id = order_id,
                                                       .event = (uint8_t)event,
                                                       .is_buy = tkg_venue_is_buy(desk)});
}

void tkg_venue_tell_fill(struct tkg_venue_desk desk, const struct tkg_order *order, uint32_t lots)
{
    const bool is_buy = tkg_venue_is_buy(desk);
    push_report(desk.moment,
                (struct tkg_order_report){.order_id = order->order_id,
                                          .lots = is_buy ? (int32_t)lots : -(int32_t)lots,
                                          .lots_left = order->lots,
                                          .event = TKG_ORDER_FILLED,
                                          .is_buy = is_buy});
}

const struct tkg_order_report *tkg_venue_hear(struct tkg_venue *venue, int64_t local_ns)
{
    if (venue->report_due_ns > local_ns || venue->report_first == venue->report_end) {
        return NULL;
    }
    const struct tkg_order_report *report = &venue->reports[venue->report_first++ & REPORT_MASK];
    venue->report_due_ns = venue->report_first == venue->report_end
                               ? INT64_MAX
                               : venue->reports[venue->report_first & REPORT_MASK].due_ns;
    return report;
}

static void receive_all(struct tkg_venue_desk desk)
{
    struct tkg_venue_side *side = tkg_venue_orders(desk);
    uint32_t count = 0;
    while (count < side->message_count && side->messages[count].due_ns <= desk.moment->time_ns) {
        tkg_venue_receive(desk, &side->messages[count++]);
    }
    if (count > 0) {
        side->message_count -= count;
        for (uint32_t i = 0; i < side->message_count; i++) {
            side->messages[i] = side->messages[i + count];
        }
    }
}

static void let_stand(struct tkg_order *orders, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        orders[i].fresh = TKG_ORDER_STANDING;
    }
}

static void attend_side(struct tkg_venue_moment *moment, enum tkg_book_side which)
{
    struct tkg_venue_side *side = &moment->venue->sides[which];
    const struct tkg_venue_desk desk = {moment, which};
    if (side->message_count + side->limit_count + side->waiting_count == 0) {
        return;
    }
    side->taken_lots = 0;
    receive_all(desk);
    tkg_venue_match(desk);
    let_stand(side->limits, side->limit_count);
    let_stand(side->waiting, side->waiting_count);
}

/* The trigger next to fire: the lowest of buys, the highest of sells. */
static int32_t next_trigger(const struct tkg_venue_side *side, enum tkg_book_side which)
{
    int32_t next = which == TKG_BOOK_BID ? INT32_MAX : 0;
    for (uint32_t i = 0; i < side->waiting_count; i++) {
        const int32_t trigger = side->waiting[i].trigger_price;
        if (trigger != 0 && (which == TKG_BOOK_BID ? trigger < next : trigger > next)) {
            next = trigger;
        }
    }
    return next;
}

static int64_t side_due_ns(const struct tkg_venue_side *side)
{
    for (uint32_t i = 0; i < side->waiting_count; i++) {
        if (side->waiting[i].trigger_price == 0) {
            return INT64_MIN;
        }
    }
    return side->message_count > 0 ? side->messages[0].due_ns : INT64_MAX;
}

static void set_watch(struct tkg_venue *venue)
{
    const struct tkg_venue_side *bids = &venue->sides[TKG_BOOK_BID];
    const struct tkg_venue_side *asks = &venue->sides[TKG_BOOK_ASK];
    const int64_t bid_ns = side_due_ns(bids);
    const int64_t ask_ns = side_due_ns(asks);
    venue->watch.due_ns = bid_ns < ask_ns ? bid_ns : ask_ns;
    venue->watch.buy_trigger = next_trigger(bids, TKG_BOOK_BID);
    venue->watch.sell_trigger = next_trigger(asks, TKG_BOOK_ASK);
    for (uint32_t side = 0; side < 2; side++) {
        const struct tkg_venue_side *orders = &venue->sides[side];
        const uint32_t count = orders->limit_count;
        venue->watch.best_keys[side] =
            count > 0 ? tkg_price_key((enum tkg_book_side)side, orders->limits[0].price) : 0;
        venue->watch.worst_keys[side] =
            count > 0 ? tkg_price_key((enum tkg_book_side)side, orders->limits[count - 1].price)
                      : 0;
    }
}

void tkg_venue_tell_level(struct tkg_venue *venue, const struct tkg_venue_rules *rules,
                          enum tkg_book_side side, int32_t price, uint32_t level_lots)
{
    struct tkg_venue_side *orders = &venue->sides[side];
    for (uint32_t i = 0; i < orders->limit_count; i++) {
        if (orders->limits[i].price == price) {
            tkg_queue_set_level(&rules->queue, &orders->limits[i], level_lots);
        }
    }
}

void tkg_venue_attend(struct tkg_venue_moment *moment)
{
    attend_side(moment, TKG_BOOK_BID);
    attend_side(moment, TKG_BOOK_ASK);
    set_watch(moment->venue);
}
