/* SPDX-License-Identifier: Apache-2.0 */
#include "reference_account.h"

#include "portfolio/statistics.h"

/* Cash beyond this fails the run. With positions below 2^60 (TKG_REFERENCE_LOTS_MAX) equity stays
 * within 2^61 + 2^60, and the distance of peak and equity within int64. */
#define CASH_MAX (INT64_C(1) << 61)

int64_t tkg_reference_fee(int64_t price, int64_t lots, int64_t fee_e6)
{
    /* price x lots x 1e4 x fee / 1e6. At most 2^31 x 1e5 x 1e4 < 2^61 before the division. */
    const int64_t hundredfold = price * lots * fee_e6;
    const int64_t toward_zero = hundredfold / 100;
    return toward_zero + (hundredfold % 100 > 0);
}

uint64_t tkg_reference_mix(uint64_t digest, uint64_t value)
{
    /* 2^64 / golden ratio, as in SplitMix64; the shift brings high bits back down. */
    const uint64_t product = (digest ^ value) * UINT64_C(0x9e3779b97f4a7c15);
    return product ^ (product >> 32);
}

/* Everything a fill is made of, its fee included: two runs with equal digests traded alike. */
static void mix_fill(struct tkg_reference *core, const struct tkg_reference_fill *fill, int64_t fee)
{
    const uint64_t who = (uint64_t)fill->instrument_id << 1 | fill->is_maker;
    const uint64_t what = (uint64_t)(uint32_t)fill->lots << 32 | (uint32_t)fill->price;
    uint64_t digest = core->fill_digest;
    digest = tkg_reference_mix(digest, (uint64_t)fill->time_ns);
    digest = tkg_reference_mix(digest, who);
    digest = tkg_reference_mix(digest, what);
    core->fill_digest = tkg_reference_mix(digest, (uint64_t)fee);
}

void tkg_reference_book_fill(struct tkg_reference *core, struct tkg_reference_market *market,
                             const struct tkg_reference_fill *fill)
{
    const int64_t lots = fill->lots;
    const int64_t fee_e6 =
        fill->is_maker ? core->parameters.maker_fee_e6 : core->parameters.taker_fee_e6;
    const int64_t fee_lot_e3 =
        fill->is_maker ? core->parameters.maker_fee_lot_e3 : core->parameters.taker_fee_lot_e3;
    const int64_t size = lots < 0 ? -lots : lots;
    /* A thousandth of a tick is ten units of money: exact. */
    const int64_t fee = tkg_reference_fee(fill->price, size, fee_e6) + size * fee_lot_e3 * 10;
    const int64_t paid = lots * fill->price * TKG_REFERENCE_MONEY_PER_TICK_LOT + fee;
    const int64_t cash = core->cash - paid;
    /* No operation so far can overflow: cash and paid are both below 2^62. */
    if (core->has_overflowed || cash > CASH_MAX || cash < -CASH_MAX) {
        core->has_overflowed = true;
        return;
    }
    core->cash = cash;
    core->fill_count++;
    core->run.equity +=
        lots * TKG_REFERENCE_MONEY_PER_HALF_TICK_LOT * tkg_reference_mid(market) - paid;
    market->position_lots += fill->lots;
    market->half_tick_value = market->position_lots * TKG_REFERENCE_MONEY_PER_HALF_TICK_LOT;
    mix_fill(core, fill, fee);
    if (core->portfolio) {
        tkg_portfolio_fill(core->portfolio, fill->instrument_id, lots, fill->price, fee);
    }
}

/* On a copy, so that finish() can be asked in the middle of a run. */
uint64_t tkg_reference_digest(const struct tkg_reference *core)
{
    uint64_t digest = core->fill_digest;
    digest = tkg_reference_mix(digest, core->run.equity_chain);
    digest = tkg_reference_mix(digest, (uint64_t)core->run.equity);
    digest = tkg_reference_mix(digest, (uint64_t)core->run.drawdown_max);
    digest = tkg_reference_mix(digest, core->processed_count);
    digest = tkg_reference_mix(digest, core->rejected_count);
    digest = tkg_reference_mix(digest, core->order_count);
    return tkg_reference_mix(digest, core->fill_count);
}
