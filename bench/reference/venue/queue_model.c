/* SPDX-License-Identifier: Apache-2.0 */
#include "venue/queue_model.h"

#include "signal/wide.h"

static tkg_unsigned_wide power_of(uint32_t lots, uint32_t power)
{
    tkg_unsigned_wide result = lots;
    for (uint32_t i = 1; i < power; i++) {
        result *= lots;
    }
    return result;
}

/* In 128 bits: a third power has at most 96, times the lots gone 128; their sum is below that, for
 * gone_lots <= ahead + behind is given up only by damaged data, and then the result is cut. */
uint32_t tkg_queue_power_share(uint32_t gone_lots, uint32_t ahead_lots, uint32_t behind_lots,
                               uint32_t power)
{
    const tkg_unsigned_wide ahead = power_of(ahead_lots, power);
    const tkg_unsigned_wide behind = power_of(behind_lots, power);
    if (ahead == 0) {
        return 0;
    }
    return (uint32_t)(gone_lots * ahead / (ahead + behind));
}

/* Lots that left the level without a trade since it was last told. */
static uint32_t lots_gone(const struct tkg_order *order, uint32_t level_lots)
{
    const uint64_t explained = (uint64_t)level_lots + order->traded_lots;
    return order->level_lots > explained ? (uint32_t)(order->level_lots - explained) : 0;
}

static void share_cancels(const struct tkg_queue_model *model, struct tkg_order *order,
                          uint32_t level_lots)
{
    const uint32_t gone = lots_gone(order, level_lots);
    if (gone > 0) {
        const uint32_t before = order->level_lots - order->traded_lots;
        const uint32_t behind = before > order->ahead_lots ? before - order->ahead_lots : 0;
        order->ahead_lots -= tkg_queue_power_share(gone, order->ahead_lots, behind, model->power);
    }
}

void tkg_queue_set_level(const struct tkg_queue_model *model, struct tkg_order *order,
                         uint32_t level_lots)
{
    if (model->kind == TKG_QUEUE_POWER) {
        if (order->level_lots != TKG_QUEUE_UNKNOWN) {
            share_cancels(model, order, level_lots);
        }
        order->level_lots = level_lots;
        order->traded_lots = 0;
    }
    if (order->ahead_lots > level_lots) {
        order->ahead_lots = level_lots;
    }
}

uint32_t tkg_queue_trade(struct tkg_order *order, uint32_t traded_lots)
{
    const uint32_t ahead = order->ahead_lots;
    const uint32_t seen = order->traded_lots + traded_lots;
    order->traded_lots = seen < traded_lots ? UINT32_MAX : seen; /* no more than there can be */
    if (traded_lots <= ahead) {
        order->ahead_lots = ahead - traded_lots;
        return 0;
    }
    order->ahead_lots = 0;
    return traded_lots - ahead;
}
