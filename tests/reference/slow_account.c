/* SPDX-License-Identifier: Apache-2.0 */
#include "slow_account.h"

#include <stdlib.h>

#include "base/check.h"

static void *grown(void *items, size_t count, size_t *room, size_t item_bytes)
{
    if (count < *room) {
        return items;
    }
    *room = *room ? *room * 2 : 16;
    void *more = realloc(items, *room * item_bytes);
    TKG_ASSERT(more);
    return more;
}

slow_wide slow_floor_divide(slow_wide a, slow_wide b)
{
    const slow_wide quotient = a / b;
    return quotient - (a % b != 0 && (a < 0) != (b < 0));
}

int64_t slow_position(const struct slow_reference *slow, uint32_t instrument_id)
{
    int64_t lots = 0;
    for (size_t i = 0; i < slow->fill_count; i++) {
        lots += slow->fills[i].instrument_id == instrument_id ? slow->fills[i].lots : 0;
    }
    return lots;
}

int64_t slow_reference_equity(const struct slow_reference *slow)
{
    slow_wide equity = 0;
    for (size_t i = 0; i < slow->fill_count; i++) {
        const struct slow_fill *fill = &slow->fills[i];
        const struct tkg_tick *quote = &slow->instruments[fill->instrument_id].quote;
        equity -= (slow_wide)fill->lots * fill->price * 10000 + fill->fee;
        equity += (slow_wide)fill->lots * ((slow_wide)quote->bid_price + quote->ask_price) * 5000;
    }
    return (int64_t)equity;
}

void slow_add_fill(struct slow_reference *slow, struct slow_order *order,
                   const struct tkg_tick *tick, int64_t lots, int64_t price)
{
    const bool is_maker = !order->is_market && !order->is_new;
    const int64_t fee_e6 = is_maker ? slow->parameters.maker_fee_e6 : slow->parameters.taker_fee_e6;
    /* Up, against the strategy: -floor(-x). */
    const slow_wide fee = -slow_floor_divide(-(slow_wide)lots * price * 10000 * fee_e6, 1000000);
    slow->fills = grown(slow->fills, slow->fill_count, &slow->fill_room, sizeof *slow->fills);
    slow->fills[slow->fill_count++] = (struct slow_fill){.time_ns = tick->time_ns,
                                                         .instrument_id = order->instrument_id,
                                                         .lots = order->is_buy ? lots : -lots,
                                                         .price = price,
                                                         .fee = (int64_t)fee,
                                                         .is_maker = is_maker};
    order->lots -= lots;
}

void slow_note_equity(struct slow_reference *slow)
{
    slow->equities =
        grown(slow->equities, slow->equity_count, &slow->equity_room, sizeof *slow->equities);
    slow->equities[slow->equity_count++] = slow_reference_equity(slow);
}

static uint64_t mix(uint64_t digest, int64_t value)
{
    digest = (digest ^ (uint64_t)value) * UINT64_C(11400714819323198485);
    return digest ^ digest >> 32;
}

static uint64_t digest_of_fills(const struct slow_reference *slow)
{
    uint64_t digest = 0;
    for (size_t i = 0; i < slow->fill_count; i++) {
        const struct slow_fill *fill = &slow->fills[i];
        digest = mix(digest, fill->time_ns);
        digest = mix(digest, (int64_t)fill->instrument_id * 2 + fill->is_maker);
        digest = mix(digest, (int64_t)((uint64_t)fill->lots * (UINT64_C(1) << 32)) + fill->price);
        digest = mix(digest, fill->fee);
    }
    return digest;
}

struct tkg_engine_report slow_reference_report(const struct slow_reference *slow)
{
    struct tkg_engine_report report = {.struct_bytes = sizeof report,
                                       .processed_tick_count = slow->tick_count,
                                       .rejected_tick_count = slow->rejected_count,
                                       .order_count = slow->order_count,
                                       .fill_count = slow->fill_count};
    int64_t peak = 0;
    uint64_t chain = 0;
    for (size_t i = 0; i < slow->equity_count; i++) {
        const int64_t equity = slow->equities[i];
        chain = chain * UINT64_C(15074714826142052245) + (uint64_t)equity;
        peak = equity > peak ? equity : peak;
        report.max_drawdown =
            peak - equity > report.max_drawdown ? peak - equity : report.max_drawdown;
        report.final_equity = equity;
    }
    uint64_t digest = mix(digest_of_fills(slow), (int64_t)chain);
    digest = mix(digest, report.final_equity);
    digest = mix(digest, report.max_drawdown);
    digest = mix(digest, (int64_t)report.processed_tick_count);
    digest = mix(digest, (int64_t)report.rejected_tick_count);
    digest = mix(digest, (int64_t)report.order_count);
    report.digest = mix(digest, (int64_t)report.fill_count);
    return report;
}
