/* SPDX-License-Identifier: Apache-2.0 */
#include "tick/book_stream_flow.h"

#include <string.h>

#include "base/check.h"
#include "base/random.h"

enum {
    BOOK_BITS = 3,
    CLASS_BITS = 3,
    TOKEN_KINDS = TKG_FLOW_ACTIONS << (BOOK_BITS + CLASS_BITS),
    CODE_BITS = 8, /* at most 256 orders are added in a block */
    /* Of 256 front orders at the best price so many trade; 6 % of all messages are then executions,
     * as in Nasdaq's feed (docs/decisions/0025). */
    TRADE_SHARE = 160,
    /* So many more of the side that is in demand, and less of the other. */
    TRADE_TILT = 88,
    DEMAND_BLOCKS = 8,
    /* Sizes: 2 lots and, uniform, up to 8 * 2^k more with probability 2^-k: a Pareto law with index
     * 1, near the 1 to 1.5 of order sizes (Gopikrishnan and others 2000; Maslov and Mills 2001). */
    LOTS_MIN = 2, /* so that any order can trade in part */
    LOTS_UNIT = 8,
    LOTS_DOUBLINGS = 10,
};

/* Shares of the messages: 1/4, five times 1/8, twice 1/16. Powers of two for the deep shuffle. */
static const uint8_t units_log2[TKG_BOOK_COUNT] = {2, 1, 1, 1, 1, 1, 0, 0};

/* Distances: a Pareto law with index 1, between the 0.6 (Bouchaud, Mezard and Potters 2002) and the
 * 1.5 (Zovko and Farmer 2002) measured. */
const struct tkg_flow_plan tkg_flow_plan_orders = {
    .rules =
        {
            [TKG_FLOW_FRONT_BID] = {.orders = 1, .life_blocks = 2},
            [TKG_FLOW_FRONT_ASK] = {.orders = 1, .life_blocks = 2},
            [TKG_FLOW_QUICK] = {.orders = 4, .life_blocks = 1},
            [TKG_FLOW_NEAR] = {2, 1, 4, 1, 4, 3},
            [TKG_FLOW_SLOW] = {2, 1, 8, 1, 6, 4},
            [TKG_FLOW_DEEP] = {4, 0, 0, 1, 8, 8},
        },
};
const struct tkg_flow_plan tkg_flow_plan_depth = {
    .rules =
        {
            [TKG_FLOW_FRONT_BID] = {.orders = 1, .life_blocks = 2},
            [TKG_FLOW_FRONT_ASK] = {.orders = 1, .life_blocks = 2},
            [TKG_FLOW_QUICK] = {.orders = 4, .life_blocks = 1},
            [TKG_FLOW_NEAR] = {2, 1, 4, 1, 4, 1},
            [TKG_FLOW_SLOW] = {6, 1, 8, 1, 8, 1},
        },
    .reduce_only = true,
};

/* Which 64 bits of an order's hash decide what. */
enum {
    DISTANCE_SHIFT = 0,       /* 12 bits: k, by their lowest set bit */
    DISTANCE_PART_SHIFT = 12, /* 8 bits: where in its scale */
    LOTS_SHIFT = 20,          /* 12 bits */
    LOTS_PART_SHIFT = 32,     /* 8 bits */
    FATE_SHIFT = 40,          /* 8 bits: trades or not */
    PART_SHIFT = 48,          /* 8 bits: how much trades, or is taken off, first */
    REST_SHIFT = 56,          /* 2 bits: all zero, the rest of a traded order is cancelled */
    SIDE_SHIFT = 63,
};

struct order {
    uint64_t id;
    uint64_t bits;
    int32_t price;
    uint32_t lots;
    uint32_t book;
    uint16_t flags;
};

static uint32_t scaled(uint64_t bits, uint32_t unit, unsigned doublings, unsigned shift,
                       unsigned part_shift)
{
    unsigned k = (unsigned)__builtin_ctz((unsigned)(bits >> shift) | 1U << doublings);
    return (unit << k) * (uint32_t)(bits >> part_shift & 255) >> 8;
}

static int32_t price_of(const struct order *order, const struct tkg_flow_rule *rule,
                        const struct tkg_book_range *range, uint64_t bits)
{
    int32_t distance =
        rule->distance_min + (int32_t)scaled(bits, rule->distance_unit, rule->distance_doublings,
                                             DISTANCE_SHIFT, DISTANCE_PART_SHIFT);
    const int32_t side = order->flags / TKG_TICK_ASK_SIDE;
    return range->edge[side][order->book] + (2 * side - 1) * distance;
}

static uint32_t lots_of(uint64_t bits)
{
    return LOTS_MIN + scaled(bits, LOTS_UNIT, LOTS_DOUBLINGS, LOTS_SHIFT, LOTS_PART_SHIFT);
}

/* At least one lot, and not all. */
static uint32_t part_of(const struct order *order, uint64_t bits)
{
    return 1 + (uint32_t)((uint64_t)(order->lots - 1) * (bits >> PART_SHIFT & 255) >> 8);
}

/* Order `index` of its book and class that is added in block `birth`, as it is then. */
static inline struct order make_order(const struct tkg_book_flow *flow, unsigned class,
                                      uint32_t book, uint64_t birth, unsigned index,
                                      const struct tkg_book_range *range)
{
    const uint64_t number = birth << CODE_BITS | (flow->code_first[class][book] + index);
    struct order order = {
        .id = number + 1,
        .bits = tkg_hash64(flow->key + number * UINT64_C(0x9e3779b97f4a7c15)),
        .book = book,
    };
    unsigned random_side = (unsigned)(order.bits >> SIDE_SHIFT);
    unsigned side = class <= TKG_FLOW_FRONT_ASK ? class : random_side;
    order.flags = (uint16_t)(side * TKG_TICK_ASK_SIDE);
    order.lots = lots_of(order.bits);
    order.price = price_of(&order, &flow->plan->rules[class], range, order.bits);
    return order;
}

/* The change halfway through an order's life: taken off some lots, or other lots at the same price,
 * or (half of all) other lots and price. Returns the message's kind and size. */
static uint16_t change_order(const struct tkg_book_flow *flow, unsigned class,
                             const struct tkg_book_range *range, struct order *order,
                             uint32_t *size)
{
    uint64_t bits = tkg_hash64(order->bits);
    unsigned choice = (unsigned)(bits >> REST_SHIFT & 3);
    if (flow->plan->reduce_only || choice == 0) {
        *size = part_of(order, bits);
        order->lots -= *size;
        return TKG_TICK_ORDER_REDUCE;
    }
    order->lots = lots_of(bits);
    *size = order->lots;
    if (choice != 1) {
        order->price = price_of(order, &flow->plan->rules[class], range, bits);
    }
    return TKG_TICK_ORDER_MODIFY;
}

static inline void write_tick(struct tkg_tick *tick, const struct order *order, uint16_t kind,
                              uint32_t lots)
{
    tick->time_ns = 0; /* the clock's matter */
    tick->bid_price = order->price;
    tick->bid_size = lots;
    tkg_tick_set_order_id(tick, order->id);
    tick->instrument_id = order->book;
    tick->kind = kind;
    tick->flags = order->flags;
}

/* ---- what stays the same: tokens, codes, counts ---- */

static unsigned count_in_block(const struct tkg_flow_rule *rule, unsigned book)
{
    return (unsigned)rule->orders << units_log2[book];
}

/* So many of them are changed, the first ones. */
static unsigned changed_count(const struct tkg_book_flow *flow, unsigned class, unsigned book)
{
    return (unsigned)flow->plan->rules[class].changed << units_log2[book];
}

static void add_tokens(struct tkg_book_flow *flow, unsigned action, unsigned class, unsigned book,
                       unsigned count)
{
    unsigned token = action << (CLASS_BITS + BOOK_BITS) | class << BOOK_BITS | book;
    if (count > 0) {
        flow->runs[flow->run_count++] =
            (struct tkg_flow_run){(uint8_t)token, (uint8_t)count, (uint16_t)flow->token_count};
        memset(&flow->tokens[flow->token_count], (int)token, count);
        flow->token_count += count;
    }
}

void tkg_book_flow_init(struct tkg_book_flow *flow, const struct tkg_flow_plan *plan, uint64_t seed)
{
    unsigned code = 0;
    unsigned messages = 0;
    memset(flow, 0, sizeof(*flow));
    flow->plan = plan;
    flow->key = tkg_random_at(seed, 2); /* 0 is the walk's, 1 the clock's */
    for (unsigned class = 0; class < TKG_FLOW_CLASSES; class ++) {
        const struct tkg_flow_rule *rule = &plan->rules[class];
        for (unsigned book = 0; book < TKG_BOOK_COUNT; book++) {
            unsigned count = count_in_block(rule, book);
            unsigned changed = (unsigned)rule->changed << units_log2[book];
            flow->code_first[class][book] = (uint8_t)code;
            add_tokens(flow, TKG_FLOW_ADD, class, book, count);
            add_tokens(flow, TKG_FLOW_END, class, book, count);
            add_tokens(flow, TKG_FLOW_CHANGE, class, book, changed);
            code += count;
            messages += (class <= TKG_FLOW_FRONT_ASK ? 3 : 2) * count + changed;
        }
        flow->resting_count += (uint32_t)rule->orders * rule->life_blocks * TKG_FLOW_UNITS;
    }
    flow->opening_count = flow->resting_count + (uint32_t)plan->rules[TKG_FLOW_DEEP].orders *
                                                    TKG_BOOK_ERA_BLOCKS * TKG_FLOW_UNITS;
    TKG_ASSERT(messages == TKG_FLOW_BLOCK && code < 1U << CODE_BITS);
    TKG_ASSERT(flow->opening_count % TKG_FLOW_BLOCK == 0);
    TKG_ASSERT(flow->resting_count % TKG_FLOW_BLOCK == 0);
    TKG_ASSERT(flow->resting_count <= TKG_FLOW_RESTING_MAX);
    tkg_book_walk_init(&flow->walk, seed);
}

/* ---- a block ---- */

static unsigned action_of(uint8_t token)
{
    return token >> (CLASS_BITS + BOOK_BITS);
}

static unsigned class_of(uint8_t token)
{
    return token >> BOOK_BITS & ((1U << CLASS_BITS) - 1);
}

static unsigned book_of(uint8_t token)
{
    return token & ((1U << BOOK_BITS) - 1);
}

static bool is_front_end(uint8_t token)
{
    return action_of(token) == TKG_FLOW_END && class_of(token) <= TKG_FLOW_FRONT_ASK;
}

/* What the tokens of one block need to know. */
struct context {
    struct tkg_book_flow *flow;
    uint64_t block;
    struct tkg_book_range ranges[TKG_FLOW_ACTIONS][TKG_FLOW_CLASSES];
    uint8_t ages[TKG_FLOW_ACTIONS][TKG_FLOW_CLASSES]; /* blocks since the order was added */
    uint64_t deep_keys[TKG_BOOK_COUNT];               /* of the shuffle that ends deep orders */
    uint32_t trade_shares[TKG_BOOK_COUNT][2];         /* of bids and asks at the best price */
    uint16_t places[TKG_FLOW_BLOCK]; /* of the messages of each token, as they are in runs */
};

/* Fisher-Yates from the block's own random numbers, four 16-bit draws a hash. The bias of a draw
 * below 480 out of 65,536 is at most 0.8 %. */
static void shuffle_tokens(const struct tkg_book_flow *flow, uint64_t block,
                           uint8_t tokens[TKG_FLOW_BLOCK])
{
    uint64_t state = tkg_hash64(flow->key ^ ~block);
    memcpy(tokens, flow->tokens, TKG_FLOW_BLOCK);
    for (uint32_t i = flow->token_count; i > 1;) {
        state += UINT64_C(0x9e3779b97f4a7c15);
        uint64_t bits = tkg_hash64(state);
        for (unsigned draw = 0; draw < 4 && i > 1; draw++, bits >>= 16) {
            uint32_t other = (uint32_t)(bits & 65535) * i >> 16;
            i--;
            uint8_t moved = tokens[i];
            tokens[i] = tokens[other];
            tokens[other] = moved;
        }
    }
}

/* Where in the block each token's messages stand. The tokens of a run keep their order. */
static void place_tokens(struct context *context)
{
    const struct tkg_book_flow *flow = context->flow;
    uint8_t tokens[TKG_FLOW_BLOCK];
    uint16_t next[TOKEN_KINDS];
    uint8_t lengths[TOKEN_KINDS];
    for (uint32_t i = 0; i < flow->run_count; i++) {
        const struct tkg_flow_run *run = &flow->runs[i];
        next[run->token] = run->first;
        lengths[run->token] = is_front_end(run->token) ? 2 : 1;
    }
    shuffle_tokens(flow, context->block, tokens);
    for (uint32_t i = 0, made = 0; i < flow->token_count; i++) {
        context->places[next[tokens[i]]++] = (uint16_t)made;
        made += lengths[tokens[i]];
    }
}

/* In demand is the side towards which the middle goes around this block, for order flow and prices
 * go together (Cont, Kukanov and Stoikov 2014); where it goes nowhere, a random one for some time,
 * as signs have a memory of their own (Lillo and Farmer 2004). */
static void set_trade_shares(struct context *context)
{
    const struct tkg_book_walk *walk = &context->flow->walk;
    const int32_t *before = tkg_book_walk_mids(walk, context->block - DEMAND_BLOCKS);
    const int32_t *after = tkg_book_walk_mids(walk, context->block + DEMAND_BLOCKS);
    const uint64_t moods = tkg_hash64(context->flow->key - context->block / DEMAND_BLOCKS);
    for (unsigned book = 0; book < TKG_BOOK_COUNT; book++) {
        const int32_t move = after[book] - before[book];
        const bool up = move > 0 || (move == 0 && (moods >> book & 1) != 0);
        context->trade_shares[book][up ? 0 : 1] = TRADE_SHARE - TRADE_TILT;
        context->trade_shares[book][up ? 1 : 0] = TRADE_SHARE + TRADE_TILT;
    }
}

/* The key of the shuffle of the deep orders of a book that are added in era `era`. */
static uint64_t deep_key(const struct tkg_book_flow *flow, uint64_t era, unsigned book)
{
    return tkg_hash64(~flow->key + (era << BOOK_BITS | book));
}

static void set_context(struct context *context, struct tkg_book_flow *flow, uint64_t block)
{
    const uint64_t era = block >> TKG_BOOK_ERA_LEVEL;
    memset(context, 0, sizeof(*context));
    context->flow = flow;
    context->block = block;
    tkg_book_walk_prepare(&flow->walk, block);
    for (unsigned class = 0; class < TKG_FLOW_DEEP; class ++) {
        const uint64_t life = flow->plan->rules[class].life_blocks;
        const uint64_t ages[TKG_FLOW_ACTIONS] = {0, life, life / 2};
        for (unsigned action = 0; action < TKG_FLOW_ACTIONS; action++) {
            uint64_t birth = block - ages[action];
            context->ages[action][class] = (uint8_t)ages[action];
            tkg_book_walk_range(&flow->walk, birth, birth + life, &context->ranges[action][class]);
        }
    }
    tkg_book_walk_era_range(&flow->walk, era, &context->ranges[TKG_FLOW_ADD][TKG_FLOW_DEEP]);
    tkg_book_walk_era_range(&flow->walk, era - 1, &context->ranges[TKG_FLOW_END][TKG_FLOW_DEEP]);
    for (unsigned book = 0; book < TKG_BOOK_COUNT; book++) {
        context->deep_keys[book] = deep_key(flow, era - 1, book);
    }
    set_trade_shares(context);
}

/* A bijection of [0, 2^bits): every step is one. */
static uint32_t permute(uint32_t value, unsigned bits, uint64_t key)
{
    const uint32_t mask = (1U << bits) - 1;
    const unsigned half = bits / 2;
    value = (value * ((uint32_t)key | 1) + (uint32_t)(key >> 48)) & mask;
    value ^= value >> half;
    value = (value * UINT32_C(0x9e3779b1)) & mask; /* odd: 2^32 over the golden ratio */
    value ^= value >> half;
    return (value * ((uint32_t)(key >> 20) | 1)) & mask;
}

/* The deep order that ends as number `index` of its book in block `block`: of all that the book
 * added in the era before, in shuffled order. */
static struct order deep_order_at(const struct tkg_book_flow *flow, uint64_t block, unsigned book,
                                  unsigned index, uint64_t key, const struct tkg_book_range *range)
{
    const unsigned count = count_in_block(&flow->plan->rules[TKG_FLOW_DEEP], book);
    const unsigned count_log2 = (unsigned)__builtin_ctz(count);
    const uint32_t ended = (uint32_t)(block % TKG_BOOK_ERA_BLOCKS) * count + index;
    const uint32_t added = permute(ended, TKG_BOOK_ERA_LEVEL + count_log2, key);
    const uint64_t era_first = ((block >> TKG_BOOK_ERA_LEVEL) - 1) << TKG_BOOK_ERA_LEVEL;
    return make_order(flow, TKG_FLOW_DEEP, book, era_first + (added >> count_log2), added % count,
                      range);
}

/* Two messages. At the best price an order trades in part and then as a whole, or is cancelled
 * after all; elsewhere, because the middle moved away, it is cancelled. */
static void end_front_order(const struct context *context, const struct order *order,
                            struct tkg_tick ticks[2])
{
    const int32_t mid = tkg_book_walk_mids(&context->flow->walk, context->block)[order->book];
    const unsigned side = order->flags != 0;
    const bool best = order->price == mid - 1 + (int32_t)side;
    const uint32_t share = context->trade_shares[order->book][side];
    const bool trades = best && (order->bits >> FATE_SHIFT & 255) < share;
    const bool rest_trades = trades && (order->bits >> REST_SHIFT & 3) != 0;
    const uint32_t part = part_of(order, order->bits);
    write_tick(&ticks[0], order, trades ? TKG_TICK_ORDER_EXECUTE : TKG_TICK_ORDER_REDUCE, part);
    write_tick(&ticks[1], order, rest_trades ? TKG_TICK_ORDER_EXECUTE : TKG_TICK_ORDER_DELETE,
               order->lots - part);
}

/* Apart from the other runs, because each of these orders was added in another block. */
static void end_deep_orders(const struct context *context, const struct tkg_flow_run *run,
                            struct tkg_tick *ticks)
{
    const unsigned book = book_of(run->token);
    const struct tkg_book_range *range = &context->ranges[TKG_FLOW_END][TKG_FLOW_DEEP];
    for (unsigned i = 0; i < run->count; i++) {
        struct order order =
            deep_order_at(context->flow, context->block, book, i, context->deep_keys[book], range);
        write_tick(&ticks[context->places[run->first + i]], &order, TKG_TICK_ORDER_DELETE,
                   order.lots);
    }
}

/* All tokens of a kind, one after the other. In the order of their messages kinds are random, and
 * branches on them would be mispredicted. */
static void play_run(const struct context *context, const struct tkg_flow_run *run,
                     struct tkg_tick *ticks)
{
    const struct tkg_book_flow *flow = context->flow;
    const unsigned action = action_of(run->token);
    const unsigned class = class_of(run->token);
    const unsigned book = book_of(run->token);
    const struct tkg_book_range *range = &context->ranges[action][class];
    const uint64_t birth = context->block - context->ages[action][class];
    const unsigned changed = action == TKG_FLOW_ADD ? 0 : changed_count(flow, class, book);
    for (unsigned i = 0; i < run->count; i++) {
        struct tkg_tick *tick = &ticks[context->places[run->first + i]];
        struct order order = make_order(flow, class, book, birth, i, range);
        uint16_t kind = action == TKG_FLOW_ADD ? TKG_TICK_ORDER_ADD : TKG_TICK_ORDER_DELETE;
        uint32_t size = order.lots;
        if (i < changed) {
            uint16_t change = change_order(flow, class, range, &order, &size);
            kind = action == TKG_FLOW_CHANGE ? change : kind;
            size = action == TKG_FLOW_CHANGE ? size : order.lots;
        }
        if (is_front_end(run->token)) {
            end_front_order(context, &order, tick);
        } else {
            write_tick(tick, &order, kind, size);
        }
    }
}

void tkg_book_flow_block(struct tkg_book_flow *flow, uint64_t block,
                         struct tkg_tick ticks[TKG_FLOW_BLOCK])
{
    struct context context;
    TKG_ASSERT(block >= TKG_FLOW_BLOCK_FIRST);
    set_context(&context, flow, block);
    place_tokens(&context);
    for (uint32_t i = 0; i < flow->run_count; i++) {
        const struct tkg_flow_run *run = &flow->runs[i];
        if (class_of(run->token) == TKG_FLOW_DEEP && action_of(run->token) == TKG_FLOW_END) {
            end_deep_orders(&context, run, ticks);
        } else {
            play_run(&context, run, ticks);
        }
    }
}

/* ---- the orders before the first block ---- */

/* The orders of one class that were added in block `birth`, as they are just before `block`. */
static uint32_t add_resting(const struct tkg_book_flow *flow, unsigned class, uint64_t birth,
                            uint64_t block, struct tkg_tick *ticks)
{
    const struct tkg_flow_rule *rule = &flow->plan->rules[class];
    const bool past_change = birth + rule->life_blocks / 2 < block;
    struct tkg_book_range range;
    uint32_t made = 0;
    tkg_book_walk_range(&flow->walk, birth, birth + rule->life_blocks, &range);
    for (unsigned book = 0; book < TKG_BOOK_COUNT; book++) {
        const unsigned changed = past_change ? changed_count(flow, class, book) : 0;
        for (unsigned i = 0; i < count_in_block(rule, book); i++) {
            struct order order = make_order(flow, class, book, birth, i, &range);
            uint32_t size;
            if (i < changed) {
                (void)change_order(flow, class, &range, &order, &size);
            }
            write_tick(&ticks[made++], &order, TKG_TICK_ORDER_ADD, order.lots);
        }
    }
    return made;
}

void tkg_book_flow_resting(struct tkg_book_flow *flow, uint64_t block,
                           struct tkg_tick ticks[TKG_FLOW_RESTING_MAX])
{
    uint32_t made = 0;
    tkg_book_walk_prepare(&flow->walk, block);
    for (unsigned class = 0; class < TKG_FLOW_DEEP; class ++) {
        for (uint64_t age = flow->plan->rules[class].life_blocks; age > 0; age--) {
            made += add_resting(flow, class, block - age, block, &ticks[made]);
        }
    }
    TKG_ASSERT(made == flow->resting_count);
}

/* The deep orders of the opening that end in block `block`. */
static uint32_t add_deep(const struct tkg_book_flow *flow, uint64_t block, struct tkg_tick *ticks)
{
    struct tkg_book_range range;
    uint32_t made = 0;
    tkg_book_walk_era_range(&flow->walk, 0, &range);
    for (unsigned book = 0; book < TKG_BOOK_COUNT; book++) {
        const uint64_t key = deep_key(flow, 0, book);
        const unsigned count = count_in_block(&flow->plan->rules[TKG_FLOW_DEEP], book);
        for (unsigned i = 0; i < count; i++) {
            struct order order = deep_order_at(flow, block, book, i, key, &range);
            write_tick(&ticks[made++], &order, TKG_TICK_ORDER_ADD, order.lots);
        }
    }
    return made;
}

void tkg_book_flow_opening(struct tkg_book_flow *flow, uint32_t part,
                           struct tkg_tick ticks[TKG_FLOW_BLOCK])
{
    const uint32_t first = part * TKG_FLOW_BLOCK;
    TKG_ASSERT(first < flow->opening_count);
    tkg_book_walk_prepare(&flow->walk, TKG_FLOW_BLOCK_FIRST);
    if (first < flow->resting_count) {
        struct tkg_tick resting[TKG_FLOW_RESTING_MAX];
        tkg_book_flow_resting(flow, TKG_FLOW_BLOCK_FIRST, resting);
        memcpy(ticks, &resting[first], TKG_FLOW_BLOCK * sizeof(*ticks));
        return;
    }
    const uint32_t deep_in_block =
        (uint32_t)flow->plan->rules[TKG_FLOW_DEEP].orders * TKG_FLOW_UNITS;
    uint64_t block = TKG_FLOW_BLOCK_FIRST + (first - flow->resting_count) / deep_in_block;
    for (uint32_t made = 0; made < TKG_FLOW_BLOCK; block++) {
        made += add_deep(flow, block, &ticks[made]);
    }
}
