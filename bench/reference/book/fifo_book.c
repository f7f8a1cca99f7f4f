/* SPDX-License-Identifier: Apache-2.0 */
#include "book/fifo_book.h"

#include <string.h>

enum {
    BOOK_BYTES = (sizeof(struct tkg_fifo_book) + 63) / 64 * 64,
    SLOTS_AT_FIRST = 256, /* 2 KiB: cheap to clear, and any real book soon passes it */
    SLOTS_PER_ORDER = 4,  /* linear probing at most a quarter full: 1.2 looks to find (Knuth) */
};

static uint32_t slot_count_for(uint32_t order_max)
{
    uint32_t count = SLOTS_AT_FIRST;
    while (count < order_max * SLOTS_PER_ORDER) {
        count *= 2;
    }
    return count;
}

static size_t slot_bytes(uint32_t order_max)
{
    return slot_count_for(order_max) * sizeof(struct tkg_fifo_slot);
}

static size_t order_bytes(uint32_t order_max)
{
    const size_t bytes = ((size_t)order_max + 1) * sizeof(struct tkg_fifo_order);
    return (bytes + 63) / 64 * 64;
}

size_t tkg_fifo_book_bytes(const struct tkg_fifo_book_limits *limits)
{
    const size_t side_bytes = tkg_price_ladder_bytes(limits->level_max);
    if (side_bytes == 0 || limits->order_max < 1 || limits->order_max > TKG_FIFO_BOOK_ORDERS_MAX) {
        return 0;
    }
    return BOOK_BYTES + slot_bytes(limits->order_max) + order_bytes(limits->order_max) +
           2 * side_bytes;
}

static void set_slot_count(struct tkg_fifo_book *book, uint32_t count)
{
    book->slot_mask = count - 1;
    book->slot_shift = 32 - (uint32_t)__builtin_ctz(count);
}

struct tkg_fifo_book *tkg_fifo_book_init(void *memory, const struct tkg_fifo_book_limits *limits)
{
    struct tkg_fifo_book *book = memory;
    char *rest = (char *)memory + BOOK_BYTES;
    *book = (struct tkg_fifo_book){.slots = (void *)rest, .order_max = limits->order_max};
    rest += slot_bytes(limits->order_max);
    book->orders = (void *)rest;
    rest += order_bytes(limits->order_max);
    tkg_price_ladder_init(&book->sides[TKG_BOOK_BID], rest, limits->level_max);
    rest += tkg_price_ladder_bytes(limits->level_max);
    tkg_price_ladder_init(&book->sides[TKG_BOOK_ASK], rest, limits->level_max);
    set_slot_count(book, SLOTS_AT_FIRST);
    return book;
}

void tkg_fifo_book_reset(struct tkg_fifo_book *book)
{
    memset(book->slots, 0, ((size_t)book->slot_mask + 1) * sizeof *book->slots);
    set_slot_count(book, SLOTS_AT_FIRST);
    book->order_count = 0;
    book->unused = 0;
    book->touched_count = 0;
    book->last_priority = 0;
    tkg_price_ladder_reset(&book->sides[TKG_BOOK_BID]);
    tkg_price_ladder_reset(&book->sides[TKG_BOOK_ASK]);
}

/* Multiplicative hashing (Knuth; 2^64 over the golden ratio): spreads ids that count up evenly. The
 * upper half is folded in first, for some exchanges number there. */
static uint32_t hash_of(uint64_t id)
{
    return (uint32_t)((id ^ id >> 32) * UINT64_C(0x9e3779b97f4a7c15) >> 32);
}

/* The slot of id, or the free one where the search for it ends. */
static uint32_t find_slot(const struct tkg_fifo_book *book, uint64_t id, uint32_t hash)
{
    uint32_t index = hash >> book->slot_shift;
    for (;;) {
        const struct tkg_fifo_slot slot = book->slots[index];
        /* One branch for both ends of a search, mostly taken at the first look. */
        if ((slot.order == 0) | (slot.hash == hash)) {
            if (slot.order == 0 || book->orders[slot.order].id == id) {
                return index;
            }
        }
        index = (index + 1) & book->slot_mask;
    }
}

/* Frees a slot. Those behind it that could have stood there move up, so that no search ends early
 * (Knuth, algorithm 6.4R). */
static void free_slot(struct tkg_fifo_book *book, uint32_t index)
{
    struct tkg_fifo_slot *slots = book->slots;
    const uint32_t mask = book->slot_mask;
    uint32_t hole = index;
    for (uint32_t i = (index + 1) & mask; slots[i].order; i = (i + 1) & mask) {
        const uint32_t home = slots[i].hash >> book->slot_shift;
        if (((i - home) & mask) >= ((i - hole) & mask)) {
            slots[hole] = slots[i];
            hole = i;
        }
    }
    slots[hole] = (struct tkg_fifo_slot){0};
}

/* Twice the slots: all ids are entered anew. There were never more orders than now, so that all
 * that were ever in use are. */
__attribute__((noinline)) static void grow_slots(struct tkg_fifo_book *book)
{
    const uint32_t count = 2 * (book->slot_mask + 1);
    memset(book->slots, 0, count * sizeof *book->slots);
    set_slot_count(book, count);
    for (uint32_t i = 1; i <= book->touched_count; i++) {
        const uint64_t id = book->orders[i].id;
        const uint32_t hash = hash_of(id);
        book->slots[find_slot(book, id, hash)] = (struct tkg_fifo_slot){.hash = hash, .order = i};
    }
}

static enum tkg_book_side side_of(const struct tkg_fifo_order *order)
{
    return order->key_and_side >> 31 ? TKG_BOOK_ASK : TKG_BOOK_BID;
}

static uint32_t key_of(const struct tkg_fifo_order *order)
{
    return order->key_and_side & INT32_MAX;
}

/* An order joins the end of a level's queue; it gets its priority there. */
static void push_back(struct tkg_fifo_book *book, struct tkg_price_level *level, uint32_t index)
{
    struct tkg_fifo_order *order = &book->orders[index];
    book->last_priority += 2;
    order->priority = book->last_priority;
    order->previous = level->last;
    order->next = 0;
    book->orders[level->last].next = index; /* of none: order 0 takes it */
    level->first = level->first ? level->first : index;
    level->last = index;
    level->lots += order->lots;
}

/* chosen when condition is not 0, otherwise other. Arithmetic, for which orders of a queue leave is
 * a matter of chance: no branch predicts it. */
static uint32_t choose(uint32_t condition, uint32_t chosen, uint32_t other)
{
    return other ^ ((chosen ^ other) & (0u - (uint32_t)(condition != 0)));
}

/* Takes an order out of its queue, and the level with its last order out of the book. Returns the
 * lots left at the level. */
static uint32_t pull_out(struct tkg_fifo_book *book, const struct tkg_fifo_order *order)
{
    struct tkg_price_ladder *side = &book->sides[side_of(order)];
    struct tkg_price_level *level = tkg_price_ladder_find(side, key_of(order));
    const uint32_t left = level->lots - order->lots;
    if (left == 0) {
        tkg_price_ladder_remove(side, key_of(order));
        return 0;
    }
    book->orders[order->previous].next = order->next;
    book->orders[order->next].previous = order->previous;
    level->first = choose(order->previous, level->first, order->next);
    level->last = choose(order->next, level->last, order->previous);
    level->lots = left;
    return left;
}

static void reject(struct tkg_book_change *change)
{
    *change = (struct tkg_book_change){.event = TKG_BOOK_REJECTED};
}

static uint32_t key_and_side_of(const struct tkg_tick *tick)
{
    const enum tkg_book_side side = tick->flags & TKG_TICK_ASK_SIDE ? TKG_BOOK_ASK : TKG_BOOK_BID;
    return tkg_price_key(side, tick->bid_price) | (uint32_t)side << 31;
}

/* An order of the tick's price and lots may not stand there: price, lots, or the other side. */
static bool is_misplaced(const struct tkg_fifo_book *book, const struct tkg_tick *tick)
{
    const bool is_ask = tick->flags & TKG_TICK_ASK_SIDE;
    const uint32_t key = key_and_side_of(tick) & INT32_MAX;
    return !tkg_price_is_valid(tick->bid_price) || tick->bid_size == 0 ||
           tkg_price_keys_cross(key, book->sides[!is_ask].best_key);
}

/* An order that was not in the book yet, with all but its queue filled in. */
static uint32_t take_unused(struct tkg_fifo_book *book, const struct tkg_tick *tick)
{
    const bool is_used_again = book->unused != 0;
    const uint32_t index = is_used_again ? book->unused : ++book->touched_count;
    struct tkg_fifo_order *order = &book->orders[index];
    book->unused = is_used_again ? order->next : 0;
    book->order_count++;
    order->id = tkg_tick_order_id(tick);
    order->key_and_side = key_and_side_of(tick);
    order->lots = tick->bid_size;
    return index;
}

/* Fills change for an order that has just joined a queue. */
static void tell_added(struct tkg_book_change *change, const struct tkg_fifo_order *order,
                       const struct tkg_price_level *level)
{
    const enum tkg_book_side side = side_of(order);
    *change = (struct tkg_book_change){.event = TKG_BOOK_ADDED,
                                       .side = side,
                                       .price = tkg_price_of_key(side, key_of(order)),
                                       .lots = order->lots,
                                       .level_lots = level->lots,
                                       .priority = order->priority};
}

static void apply_add(struct tkg_fifo_book *book, const struct tkg_tick *tick,
                      struct tkg_book_change *change)
{
    if (is_misplaced(book, tick) || book->order_count == book->order_max) {
        reject(change);
        return;
    }
    if (book->order_count * SLOTS_PER_ORDER > book->slot_mask) {
        grow_slots(book);
    }
    const uint64_t id = tkg_tick_order_id(tick);
    const uint32_t hash = hash_of(id);
    const uint32_t slot = find_slot(book, id, hash);
    const uint32_t key_and_side = key_and_side_of(tick);
    if (book->slots[slot].order) {
        reject(change);
        return;
    }
    struct tkg_price_level *level =
        tkg_price_ladder_obtain(&book->sides[key_and_side >> 31], key_and_side & INT32_MAX);
    if (!level || tick->bid_size > UINT32_MAX - level->lots) {
        reject(change);
        return;
    }
    const uint32_t index = take_unused(book, tick);
    book->slots[slot] = (struct tkg_fifo_slot){.hash = hash, .order = index};
    push_back(book, level, index);
    tell_added(change, &book->orders[index], level);
}

/* The order leaves the book; its slot in the id table is given. Returns the lots at its level. */
static uint32_t drop(struct tkg_fifo_book *book, uint32_t slot)
{
    const uint32_t index = book->slots[slot].order;
    struct tkg_fifo_order *order = &book->orders[index];
    const uint32_t left = pull_out(book, order);
    free_slot(book, slot);
    order->next = book->unused;
    book->unused = index;
    book->order_count--;
    return left;
}

/* Lots leave an order that keeps its place. Returns the lots at its level. */
static uint32_t shrink(struct tkg_fifo_book *book, struct tkg_fifo_order *order, uint32_t lots)
{
    struct tkg_price_level *level =
        tkg_price_ladder_find(&book->sides[side_of(order)], key_of(order));
    order->lots -= lots;
    level->lots -= lots;
    return level->lots;
}

/* Reduce, delete, execute: lots leave an order. */
static void apply_less(struct tkg_fifo_book *book, const struct tkg_tick *tick,
                       enum tkg_book_event event, struct tkg_book_change *change)
{
    const uint64_t id = tkg_tick_order_id(tick);
    const uint32_t slot = find_slot(book, id, hash_of(id));
    struct tkg_fifo_order *order = &book->orders[book->slots[slot].order];
    const uint32_t lots = tick->kind == TKG_TICK_ORDER_DELETE ? order->lots : tick->bid_size;
    if (book->slots[slot].order == 0 || !tkg_price_is_valid(tick->bid_price) ||
        order->key_and_side != key_and_side_of(tick) || lots == 0 || lots > order->lots) {
        reject(change);
        return;
    }
    *change = (struct tkg_book_change){.event = event,
                                       .side = side_of(order),
                                       .price = tick->bid_price,
                                       .lots = lots,
                                       .priority = order->priority};
    change->level_lots = lots == order->lots ? drop(book, slot) : shrink(book, order, lots);
}

/* Whether an order may move to the level of key with new lots: neither limit passed, counting the
 * order as gone from where it is. */
static bool has_room(const struct tkg_fifo_book *book, const struct tkg_fifo_order *order,
                     uint32_t key, uint32_t lots)
{
    const struct tkg_price_ladder *side = &book->sides[side_of(order)];
    const struct tkg_price_level *from = tkg_price_ladder_find(side, key_of(order));
    const struct tkg_price_level *to = tkg_price_ladder_find(side, key);
    if (!to) {
        return side->level_count - (from->lots == order->lots) < side->level_max;
    }
    const uint32_t others = to->lots - (to == from ? order->lots : 0);
    return lots <= UINT32_MAX - others;
}

/* Loses its place: out of one queue, to the end of another or the same. */
static void requeue(struct tkg_fifo_book *book, const struct tkg_tick *tick, uint32_t index,
                    struct tkg_book_change *change)
{
    struct tkg_fifo_order *order = &book->orders[index];
    const struct tkg_fifo_order before = *order;
    pull_out(book, order);
    order->key_and_side = key_and_side_of(tick);
    order->lots = tick->bid_size;
    struct tkg_price_level *level =
        tkg_price_ladder_obtain(&book->sides[side_of(order)], key_of(order));
    push_back(book, level, index);
    tell_added(change, order, level);
    change->removed_price = tkg_price_of_key(side_of(&before), key_of(&before));
    change->removed_lots = before.lots;
    change->removed_priority = before.priority;
}

static void apply_modify(struct tkg_fifo_book *book, const struct tkg_tick *tick,
                         struct tkg_book_change *change)
{
    const uint64_t id = tkg_tick_order_id(tick);
    const uint32_t slot = find_slot(book, id, hash_of(id));
    const uint32_t index = book->slots[slot].order;
    struct tkg_fifo_order *order = &book->orders[index];
    const uint32_t key_and_side = key_and_side_of(tick);
    const bool is_other_side = (key_and_side ^ order->key_and_side) >> 31;
    if (index == 0 || is_other_side || is_misplaced(book, tick)) {
        reject(change);
        return;
    }
    if (key_and_side == order->key_and_side && tick->bid_size <= order->lots) {
        *change = (struct tkg_book_change){.event = TKG_BOOK_REMOVED,
                                           .side = side_of(order),
                                           .price = tick->bid_price,
                                           .lots = order->lots - tick->bid_size,
                                           .priority = order->priority};
        change->level_lots = shrink(book, order, change->lots);
    } else if (has_room(book, order, key_and_side & INT32_MAX, tick->bid_size)) {
        requeue(book, tick, index, change);
    } else {
        reject(change);
    }
}

void tkg_fifo_book_apply(struct tkg_fifo_book *book, const struct tkg_tick *tick,
                         struct tkg_book_change *change)
{
    switch (tick->kind) {
    case TKG_TICK_ORDER_ADD:
        apply_add(book, tick, change);
        break;
    case TKG_TICK_ORDER_MODIFY:
        apply_modify(book, tick, change);
        break;
    case TKG_TICK_ORDER_REDUCE:
    case TKG_TICK_ORDER_DELETE:
        apply_less(book, tick, TKG_BOOK_REMOVED, change);
        break;
    case TKG_TICK_ORDER_EXECUTE:
        apply_less(book, tick, TKG_BOOK_TRADED, change);
        break;
    default:
        reject(change);
        break;
    }
}

void tkg_fifo_book_prefetch_slot(const struct tkg_fifo_book *book, const struct tkg_tick *tick)
{
    __builtin_prefetch(&book->slots[hash_of(tkg_tick_order_id(tick)) >> book->slot_shift], 1);
}

void tkg_fifo_book_prefetch_order(const struct tkg_fifo_book *book, const struct tkg_tick *tick)
{
    const uint32_t slot = hash_of(tkg_tick_order_id(tick)) >> book->slot_shift;
    __builtin_prefetch(&book->orders[book->slots[slot].order], 1);
}

static const struct tkg_price_level *level_at(const struct tkg_fifo_book *book,
                                              enum tkg_book_side side, int32_t price)
{
    return tkg_price_is_valid(price)
               ? tkg_price_ladder_find(&book->sides[side], tkg_price_key(side, price))
               : NULL;
}

uint64_t tkg_fifo_book_lots_ahead(const struct tkg_fifo_book *book, enum tkg_book_side side,
                                  int32_t price, uint64_t priority)
{
    const struct tkg_price_level *level = level_at(book, side, price);
    if (level && book->orders[level->last].priority < priority) {
        return level->lots;
    }
    uint64_t lots = 0;
    for (uint32_t i = level ? level->first : 0; i && book->orders[i].priority < priority;
         i = book->orders[i].next) {
        lots += book->orders[i].lots;
    }
    return lots;
}

size_t tkg_fifo_book_queue(const struct tkg_fifo_book *book, enum tkg_book_side side, int32_t price,
                           struct tkg_fifo_order *orders, size_t room)
{
    const struct tkg_price_level *level = level_at(book, side, price);
    size_t count = 0;
    for (uint32_t i = level ? level->first : 0; i; i = book->orders[i].next) {
        if (count < room) {
            orders[count] = book->orders[i];
        }
        count++;
    }
    return count;
}
