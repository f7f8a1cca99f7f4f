/* SPDX-License-Identifier: Apache-2.0 */
#include "portfolio/risk.h"

#include "signal/contract.h"

#define LOTS_MAX (INT64_C(1) << 31)
/* Interval x burst then stays below 2^60, and credit plus one interval within int64. */
#define INTERVAL_NS_MAX (INT64_C(1) << 40)
#define BURST_MAX (UINT32_C(1) << 20)

const char *tkg_risk_reason_text(enum tkg_risk_reason reason)
{
    static const char *const texts[] = {
#define TKG_RISK_TEXT(name, text) text,
        TKG_RISK_REASONS(TKG_RISK_TEXT)
#undef TKG_RISK_TEXT
    };
    return reason < TKG_RISK_REASON_COUNT ? texts[reason] : "unknown reason";
}

static int64_t credit_max(const struct tkg_risk *risk)
{
    return risk->limits.order_interval_ns * risk->limits.order_burst;
}

void tkg_risk_init(struct tkg_risk *risk, const struct tkg_risk_limits *limits)
{
    TKG_REFERENCE_MUST(limits->position_lots_max >= 0 && limits->position_lots_max <= LOTS_MAX);
    TKG_REFERENCE_MUST(limits->notional_max >= 0);
    TKG_REFERENCE_MUST(limits->order_interval_ns >= 0 &&
                       limits->order_interval_ns <= INTERVAL_NS_MAX);
    TKG_REFERENCE_MUST(limits->order_interval_ns == 0 ||
                       (limits->order_burst >= 1 && limits->order_burst <= BURST_MAX));
    *risk = (struct tkg_risk){.limits = *limits, .last_ns = INT64_MIN};
    risk->credit_ns = credit_max(risk);
}

/* Fills the bucket by the time gone since; it never holds more than a burst. */
static void earn(struct tkg_risk *risk, int64_t time_ns)
{
    if (time_ns <= risk->last_ns) {
        return;
    }
    const uint64_t elapsed_ns = (uint64_t)time_ns - (uint64_t)risk->last_ns;
    const uint64_t room_ns = (uint64_t)(credit_max(risk) - risk->credit_ns);
    risk->credit_ns += (int64_t)(elapsed_ns < room_ns ? elapsed_ns : room_ns);
    risk->last_ns = time_ns;
}

bool tkg_risk_take_message(struct tkg_risk *risk, int64_t time_ns)
{
    const int64_t interval_ns = risk->limits.order_interval_ns;
    if (interval_ns == 0) {
        return true;
    }
    earn(risk, time_ns);
    if (risk->credit_ns < interval_ns) {
        return false;
    }
    risk->credit_ns -= interval_ns;
    return true;
}

/* Whether the position ends where it was or nearer to zero, without changing sides. */
static bool only_reduces(int64_t before, int64_t after)
{
    return before >= 0 ? after >= 0 && after <= before : after <= 0 && after >= before;
}

static enum tkg_risk_reason reason_of(struct tkg_risk *risk, const struct tkg_risk_order *order)
{
    const struct tkg_risk_limits *limits = &risk->limits;
    /* Three terms of at most 2^31: below 2^33; times a price of 31 bits: below 2^64. */
    const int64_t after = order->position_lots + order->working_lots + order->lots;
    const uint64_t after_lots = (uint64_t)(after < 0 ? -after : after);
    if (!only_reduces(order->position_lots, after)) {
        if (limits->position_lots_max > 0 && after_lots > (uint64_t)limits->position_lots_max) {
            return TKG_RISK_POSITION;
        }
        const uint64_t notional = after_lots * (uint64_t)order->price;
        if (limits->notional_max > 0 && notional > (uint64_t)limits->notional_max) {
            return TKG_RISK_NOTIONAL;
        }
    }
    return tkg_risk_take_message(risk, order->time_ns) ? TKG_RISK_ACCEPTED : TKG_RISK_RATE;
}

enum tkg_risk_reason tkg_risk_check(struct tkg_risk *risk, const struct tkg_risk_order *order)
{
    const enum tkg_risk_reason reason = reason_of(risk, order);
    risk->counts[reason]++;
    return reason;
}
