/* SPDX-License-Identifier: Apache-2.0 */
#include "random_stream.h"

#include <stdbool.h>

static int64_t between(struct tkg_random *random, int64_t least, int64_t greatest)
{
    return least + tkg_random_below(random, (uint32_t)(greatest - least + 1));
}

static bool one_in(struct tkg_random *random, uint32_t bound)
{
    return tkg_random_below(random, bound) == 0;
}

/* Ordinary prices mostly; now and then both ends of the range, where clamps and overflow live. */
static int64_t first_price(struct tkg_random *random)
{
    const uint32_t kind = tkg_random_below(random, 10);
    if (kind == 0) {
        return between(random, 1, 4);
    }
    return kind == 1 ? INT32_MAX - between(random, 0, 6) : between(random, 50, 30000);
}

static int64_t first_time(struct tkg_random *random)
{
    const uint32_t kind = tkg_random_below(random, 20);
    if (kind == 0) {
        return INT64_MIN;
    }
    return kind == 1 ? INT64_MAX - between(random, 0, 20000) : INT64_C(1700000000000000000);
}

static int32_t clamp(int64_t price)
{
    return (int32_t)(price < 1 ? 1 : price > INT32_MAX ? INT32_MAX : price);
}

static void make_quote(struct tkg_random *random, struct tkg_tick *tick, int64_t price)
{
    tick->kind = TKG_TICK_QUOTE;
    tick->bid_price = clamp(price);
    tick->ask_price = clamp(price + (one_in(random, 4) ? between(random, 0, 4) : 1));
    tick->bid_size = (uint32_t)between(random, 0, 12);
    tick->ask_size = (uint32_t)between(random, 0, 12);
}

static void make_trade(struct tkg_random *random, struct tkg_tick *tick, int64_t price)
{
    const bool is_buyer = one_in(random, 2);
    tick->kind = TKG_TICK_TRADE;
    tick->bid_price = clamp(price + is_buyer + (one_in(random, 6) ? between(random, -2, 2) : 0));
    tick->ask_price = tick->bid_price;
    tick->bid_size = is_buyer ? 0 : (uint32_t)between(random, 0, 15);
    tick->ask_size = is_buyer ? (uint32_t)between(random, 0, 15) : 0;
}

static void spoil(struct tkg_random *random, struct tkg_tick *tick, uint32_t instrument_count)
{
    switch (tkg_random_below(random, 6)) {
    case 0: /* crossed, or a trade with two prices */
        tick->ask_price = (int32_t)(tick->bid_price - between(random, 1, 3));
        break;
    case 1:
        tick->bid_price = (int32_t)-between(random, 0, 5);
        break;
    case 2:
        tick->kind = (uint16_t)between(random, 2, UINT16_MAX);
        break;
    case 3:
        tick->instrument_id = instrument_count + tkg_random_below(random, 1u << 31);
        break;
    case 4: /* time goes back */
        tick->time_ns = tick->time_ns > INT64_MIN + 10000 ? tick->time_ns - 9999 : INT64_MIN;
        break;
    default: /* a trade that seems to have a spread */
        tick->kind = TKG_TICK_TRADE;
        tick->ask_price = clamp((int64_t)tick->bid_price + 1);
        break;
    }
}

void random_stream_make(struct tkg_random *random, uint32_t instrument_count,
                        struct tkg_tick *ticks, size_t count)
{
    int64_t prices[RANDOM_STREAM_INSTRUMENTS_MAX];
    int64_t time_ns = first_time(random);
    const uint32_t restless = 1 + tkg_random_below(random, 8);
    for (uint32_t i = 0; i < instrument_count; i++) {
        prices[i] = first_price(random);
    }
    for (size_t i = 0; i < count; i++) {
        struct tkg_tick *tick = &ticks[i];
        const uint32_t id = tkg_random_below(random, instrument_count);
        const int64_t step_ns = one_in(random, 3) ? 0 : between(random, 0, 3000);
        time_ns = time_ns > INT64_MAX - step_ns ? INT64_MAX : time_ns + step_ns;
        if (one_in(random, restless)) {
            prices[id] = clamp(prices[id] + between(random, -2, 2));
        }
        *tick = (struct tkg_tick){.time_ns = time_ns, .instrument_id = id};
        if (one_in(random, 3)) {
            make_trade(random, tick, prices[id]);
        } else {
            make_quote(random, tick, prices[id]);
        }
        tick->flags = (uint16_t)tkg_random_below(random, UINT16_MAX); /* to be ignored */
        if (one_in(random, 12)) {
            spoil(random, tick, instrument_count);
        }
    }
}
