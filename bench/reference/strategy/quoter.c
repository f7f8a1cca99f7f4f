/* SPDX-License-Identifier: Apache-2.0 */
#include "strategy/quoter.h"

#include <stdbool.h>

enum {
    FRACTION_BITS = 16,             /* as TKG_REFERENCE_FRACTION_BITS: 33 + 16 bits fit int64 */
    TICK_SHIFT = FRACTION_BITS + 1, /* fixed-point half ticks to ticks */
};

static int64_t fixed_half_ticks(int64_t ticks_e3)
{
    return ticks_e3 * (INT64_C(2) << FRACTION_BITS) / 1000;
}

struct tkg_quoter tkg_quoter_make(const struct tkg_reference_parameters *parameters)
{
    return (struct tkg_quoter){
        .half_spread = fixed_half_ticks(parameters->half_spread_e3),
        .skew_per_lot = fixed_half_ticks(parameters->skew_e3) / parameters->size_lots,
        .size_lots = parameters->size_lots,
        .max_position_lots = parameters->max_position_lots,
    };
}

static int32_t clamp_price(int64_t price, int32_t least)
{
    const int64_t raised = price < least ? least : price;
    return (int32_t)(raised > INT32_MAX ? INT32_MAX : raised);
}

struct tkg_quoter_prices tkg_quoter_wanted(const struct tkg_quoter *quoter,
                                           const struct tkg_book_top *top, int64_t position_lots)
{
    const bool has_mid = top->bid_price != TKG_BOOK_NO_BID && top->ask_price != TKG_BOOK_NO_ASK;
    const bool may_buy = position_lots + quoter->size_lots <= quoter->max_position_lots;
    const bool may_sell = position_lots - quoter->size_lots >= -quoter->max_position_lots;
    const int64_t half_ticks = (int64_t)top->bid_price + top->ask_price;
    const int64_t centre =
        half_ticks * (INT64_C(1) << FRACTION_BITS) - position_lots * quoter->skew_per_lot;
    const int64_t round_up = (INT64_C(1) << TICK_SHIFT) - 1;
    /* Shifts of negative numbers round down with every compiler that builds this. */
    const int64_t bid = (centre - quoter->half_spread) >> TICK_SHIFT;
    const int64_t ask = (centre + quoter->half_spread + round_up) >> TICK_SHIFT;
    return (struct tkg_quoter_prices){
        .bid_price = has_mid && may_buy ? clamp_price(bid, TKG_BOOK_NO_BID) : TKG_BOOK_NO_BID,
        .ask_price = has_mid && may_sell ? clamp_price(ask, 1) : TKG_BOOK_NO_ASK,
    };
}
