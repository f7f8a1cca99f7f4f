/* SPDX-License-Identifier: Apache-2.0
 *
 * When a strategy may enter: three filters over what an instrument has shown so far. Pure, all
 * integers, one state for each instrument; leaving a position is never filtered.
 *
 * - RSI of the bars' closes: buys below the limit, sells above 100 less the limit.
 * - ATR of the bars: nothing while it is below a minimum.
 * - VWAP of the session's trades: buys while the mid is below it, sells while it is above.
 *
 * What is not known yet (too few bars, a session without trades) lets nothing in. A new session
 * closes the open bar, which counts as a bar, and forgets the VWAP; RSI and ATR go on.
 */
#ifndef TKG_REFERENCE_ENTRY_FILTER_H
#define TKG_REFERENCE_ENTRY_FILTER_H

#include <stdbool.h>
#include <stdint.h>

#include "signal/bar.h"
#include "signal/indicator.h"

struct tkg_entry_filter_options {
    bool has_bars; /* RSI and ATR need them */
    enum tkg_bar_kind bar_kind;
    uint64_t bar_size;    /* nanoseconds, ticks or lots, >= 1 */
    uint32_t rsi_length;  /* in changes of close, 1 to TKG_INDICATOR_LENGTH_MAX */
    int32_t rsi_limit_e3; /* thousandths of a point, up to 100,000; 0: no such filter */
    uint32_t atr_length;  /* in bars, as rsi_length */
    int64_t atr_min_e3;   /* thousandths of a price tick, up to 2^40; 0: no such filter */
    bool has_vwap_side;
};

struct tkg_entry_filter {
    struct tkg_bar_builder bars; /* of the mid in half ticks */
    struct tkg_indicator_rsi rsi;
    struct tkg_indicator_atr atr;   /* in half ticks */
    struct tkg_indicator_vwap vwap; /* in half ticks, too */
    const struct tkg_entry_filter_options *options;
};

/* One accepted tick. */
struct tkg_entry_filter_tick {
    int64_t time_ns; /* of the exchange; never less than before */
    int64_t mid;     /* in half ticks, 0 to TKG_INDICATOR_PRICE_MAX */
    int32_t price;   /* of the trade, in ticks */
    uint32_t lots;   /* traded; 0: no trade */
    bool is_session_start;
};

/* options are borrowed, and may not change meanwhile. Also the reset. Options out of range are a
 * bug. */
void tkg_entry_filter_init(struct tkg_entry_filter *filter,
                           const struct tkg_entry_filter_options *options);

/* Takes a tick in, before it is asked about. cost: a few comparisons, and two averages when a bar
 * ends. */
void tkg_entry_filter_update(struct tkg_entry_filter *filter,
                             const struct tkg_entry_filter_tick *tick);

/* Whether every filter lets a buy, or a sell, in at this mid. */
bool tkg_entry_filter_allows(const struct tkg_entry_filter *filter, bool is_buy, int64_t mid);

#endif
