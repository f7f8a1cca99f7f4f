/* SPDX-License-Identifier: Apache-2.0 */
#include "strategy/entry_filter.h"

#include "signal/contract.h"

void tkg_entry_filter_init(struct tkg_entry_filter *filter,
                           const struct tkg_entry_filter_options *options)
{
    const bool needs_bars = options->rsi_limit_e3 > 0 || options->atr_min_e3 > 0;
    TKG_REFERENCE_MUST(options->has_bars || !needs_bars);
    *filter = (struct tkg_entry_filter){.options = options};
    if (options->has_bars) {
        tkg_bar_init(&filter->bars, options->bar_kind, options->bar_size);
        tkg_indicator_rsi_init(&filter->rsi, options->rsi_length);
        tkg_indicator_atr_init(&filter->atr, options->atr_length);
    }
}

/* Only what somebody asks about is kept up. */
static void take_bar(struct tkg_entry_filter *filter, const struct tkg_bar *bar)
{
    if (filter->options->rsi_limit_e3 > 0) {
        tkg_indicator_rsi_update(&filter->rsi, bar->close);
    }
    if (filter->options->atr_min_e3 > 0) {
        tkg_indicator_atr_update(&filter->atr, bar->high, bar->low, bar->close);
    }
}

static void update_bars(struct tkg_entry_filter *filter, const struct tkg_entry_filter_tick *tick)
{
    struct tkg_bar bar;
    if (tick->is_session_start && tkg_bar_close(&filter->bars, &bar)) {
        take_bar(filter, &bar);
    }
    if (tkg_bar_update(&filter->bars, tick->time_ns, tick->mid, tick->lots, &bar)) {
        take_bar(filter, &bar);
    }
}

/* Twice the price: half ticks, as the mid that it is compared with. */
static void update_vwap(struct tkg_indicator_vwap *vwap, const struct tkg_entry_filter_tick *tick)
{
    if (tick->is_session_start) {
        tkg_indicator_vwap_reset(vwap);
    }
    tkg_indicator_vwap_update(vwap, 2 * (int64_t)tick->price, tick->lots);
}

void tkg_entry_filter_update(struct tkg_entry_filter *filter,
                             const struct tkg_entry_filter_tick *tick)
{
    if (filter->options->has_bars) {
        update_bars(filter, tick);
    }
    if (filter->options->has_vwap_side) {
        update_vwap(&filter->vwap, tick);
    }
}

static bool rsi_allows(const struct tkg_entry_filter *filter, bool is_buy)
{
    const int32_t limit_e3 = filter->options->rsi_limit_e3;
    if (limit_e3 == 0) {
        return true;
    }
    return is_buy ? tkg_indicator_rsi_is_below(&filter->rsi, limit_e3)
                  : tkg_indicator_rsi_is_above(&filter->rsi, 100000 - limit_e3);
}

/* value / 2^28 half ticks >= min / 1000 ticks, multiplied out. */
static bool atr_allows(const struct tkg_entry_filter *filter)
{
    const int64_t least_e3 = filter->options->atr_min_e3;
    if (least_e3 == 0) {
        return true;
    }
    return tkg_indicator_atr_is_ready(&filter->atr) &&
           (tkg_wide)filter->atr.value * 1000 >= (tkg_wide)tkg_indicator_value(2) * least_e3;
}

static bool vwap_allows(const struct tkg_entry_filter *filter, bool is_buy, int64_t mid)
{
    const int wanted_side = is_buy ? -1 : 1;
    return !filter->options->has_vwap_side ||
           tkg_indicator_vwap_compare(&filter->vwap, mid) == wanted_side;
}

bool tkg_entry_filter_allows(const struct tkg_entry_filter *filter, bool is_buy, int64_t mid)
{
    return rsi_allows(filter, is_buy) && atr_allows(filter) && vwap_allows(filter, is_buy, mid);
}
