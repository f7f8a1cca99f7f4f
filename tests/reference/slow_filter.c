/* SPDX-License-Identifier: Apache-2.0 */
#include "slow_filter.h"

#include "base/check.h"
#include "slow_account.h"

/* The closed bars, in order. */
struct bars {
    int64_t highs[SLOW_FILTER_TICKS_MAX];
    int64_t lows[SLOW_FILTER_TICKS_MAX];
    int64_t closes[SLOW_FILTER_TICKS_MAX];
    size_t count;
};

void slow_filter_add(struct slow_filter *filter, struct slow_filter_tick tick)
{
    TKG_ASSERT(filter->count < SLOW_FILTER_TICKS_MAX);
    filter->ticks[filter->count++] = tick;
}

/* Whether the bar of ticks first to last is closed by what came with and after its last one. */
static bool is_closed(const struct slow_filter *filter, const struct tkg_reference_parameters *p,
                      size_t first, size_t last)
{
    const struct slow_filter_tick *ticks = filter->ticks;
    const bool has_next = last + 1 < filter->count;
    slow_wide lots = 0;
    for (size_t i = first; i <= last; i++) {
        lots += ticks[i].lots;
    }
    if (has_next && ticks[last + 1].is_session_start) {
        return true;
    }
    if (p->bar == TKG_REFERENCE_BAR_TIME) {
        return has_next && slow_floor_divide(ticks[last].time_ns, p->bar_size) !=
                               slow_floor_divide(ticks[last + 1].time_ns, p->bar_size);
    }
    return p->bar == TKG_REFERENCE_BAR_TICK ? last - first + 1 == (size_t)p->bar_size
                                            : lots >= p->bar_size;
}

static void add_bar(struct bars *bars, const struct slow_filter *filter, size_t first, size_t last)
{
    int64_t high = filter->ticks[first].mid;
    int64_t low = high;
    for (size_t i = first; i <= last; i++) {
        const int64_t mid = filter->ticks[i].mid;
        high = mid > high ? mid : high;
        low = mid < low ? mid : low;
    }
    bars->highs[bars->count] = high;
    bars->lows[bars->count] = low;
    bars->closes[bars->count++] = filter->ticks[last].mid;
}

static void cut(struct bars *bars, const struct slow_filter *filter,
                const struct tkg_reference_parameters *p)
{
    size_t first = 0;
    bars->count = 0;
    for (size_t last = 0; last < filter->count; last++) {
        if (is_closed(filter, p, first, last)) {
            add_bar(bars, filter, first, last);
            first = last + 1;
        }
    }
}

/* Wilder's average in 2^-28, each step rounded to the nearest, with a weight in 2^-60; -1: fewer
 * than length values. */
static slow_wide wilder(const int64_t *values, size_t count, int64_t length)
{
    const slow_wide one = (slow_wide)1 << 28;
    const slow_wide whole = (slow_wide)1 << 60;
    const slow_wide weight = slow_floor_divide(2 * whole + length, 2 * length);
    slow_wide sum = 0;
    if (count < (size_t)length) {
        return -1;
    }
    for (int64_t i = 0; i < length; i++) {
        sum += values[i];
    }
    slow_wide mean = slow_floor_divide(2 * sum * one + length, 2 * length);
    for (size_t i = (size_t)length; i < count; i++) {
        mean += slow_floor_divide((values[i] * one - mean) * weight + whole / 2, whole);
    }
    return mean;
}

/* RSI = 100 x rise / (rise + fall). */
static bool rsi_allows(const struct bars *bars, const struct tkg_reference_parameters *p,
                       bool is_buy)
{
    int64_t rises[SLOW_FILTER_TICKS_MAX];
    int64_t falls[SLOW_FILTER_TICKS_MAX];
    const size_t count = bars->count > 0 ? bars->count - 1 : 0;
    for (size_t i = 0; i < count; i++) {
        const int64_t change = bars->closes[i + 1] - bars->closes[i];
        rises[i] = change > 0 ? change : 0;
        falls[i] = change < 0 ? -change : 0;
    }
    const slow_wide rise = wilder(rises, count, p->rsi_length);
    const slow_wide moved = rise + wilder(falls, count, p->rsi_length);
    if (moved <= 0) {
        return false; /* too few changes, or none that moved */
    }
    return is_buy ? rise * 100000 < moved * p->rsi_limit_e3
                  : rise * 100000 > moved * (100000 - p->rsi_limit_e3);
}

static bool atr_allows(const struct bars *bars, const struct tkg_reference_parameters *p)
{
    int64_t ranges[SLOW_FILTER_TICKS_MAX];
    for (size_t i = 0; i < bars->count; i++) {
        const int64_t before = i > 0 ? bars->closes[i - 1] : bars->highs[i];
        const int64_t top = before > bars->highs[i] ? before : bars->highs[i];
        ranges[i] = top - (before < bars->lows[i] ? before : bars->lows[i]);
    }
    /* From 2^-28 half ticks to thousandths of a tick: x 1000 / 2^29. */
    return wilder(ranges, bars->count, p->atr_length) * 1000 >=
           (slow_wide)p->atr_min_e3 * ((slow_wide)1 << 29);
}

/* All trades since the last start of a session. */
static bool vwap_allows(const struct slow_filter *filter, bool is_buy)
{
    slow_wide money = 0;
    slow_wide lots = 0;
    for (size_t i = filter->count; i > 0; i--) {
        const struct slow_filter_tick *tick = &filter->ticks[i - 1];
        money += (slow_wide)2 * tick->price * tick->lots;
        lots += tick->lots;
        if (tick->is_session_start) {
            break;
        }
    }
    const slow_wide held = lots * filter->ticks[filter->count - 1].mid;
    return is_buy ? held < money : held > money;
}

bool slow_filter_allows(const struct slow_filter *filter,
                        const struct tkg_reference_parameters *parameters, bool is_buy)
{
    struct bars bars = {.count = 0};
    if (parameters->bar != TKG_REFERENCE_BAR_NONE) {
        cut(&bars, filter, parameters);
    }
    return (parameters->rsi_limit_e3 == 0 || rsi_allows(&bars, parameters, is_buy)) &&
           (parameters->atr_min_e3 == 0 || atr_allows(&bars, parameters)) &&
           (parameters->vwap_side == 0 || vwap_allows(filter, is_buy));
}
