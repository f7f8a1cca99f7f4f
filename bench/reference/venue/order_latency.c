/* SPDX-License-Identifier: Apache-2.0 */
#include "venue/order_latency.h"

#include "signal/wide.h"

/* The finaliser of SplitMix64 (Steele, Lea, Flood 2014) of a counter: any draw by its number. */
static uint64_t hash_at(uint64_t seed, uint64_t draw)
{
    uint64_t value = seed + (draw + 1) * UINT64_C(0x9e3779b97f4a7c15);
    value = (value ^ value >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    value = (value ^ value >> 27) * UINT64_C(0x94d049bb133111eb);
    return value ^ value >> 31;
}

/* On the line between two rows, rounded toward the first. 128 bits, for the product of a time and a
 * latency does not fit 64. */
static int64_t between(const struct tkg_latency_row *from, const struct tkg_latency_row *to,
                       int64_t elapsed_ns)
{
    const tkg_wide rise = to->latency_ns - from->latency_ns;
    const tkg_wide part = elapsed_ns - from->elapsed_ns;
    return from->latency_ns + (int64_t)(rise * part / (to->elapsed_ns - from->elapsed_ns));
}

/* Flat before the first row and after the last. */
static int64_t look_up(const struct tkg_latency_table *table, int64_t elapsed_ns)
{
    const struct tkg_latency_row *rows = table->rows;
    if (table->row_count == 0) {
        return 0;
    }
    if (elapsed_ns <= rows[0].elapsed_ns) {
        return rows[0].latency_ns;
    }
    for (uint32_t i = 1; i < table->row_count; i++) {
        if (elapsed_ns < rows[i].elapsed_ns) {
            return between(&rows[i - 1], &rows[i], elapsed_ns);
        }
    }
    return rows[table->row_count - 1].latency_ns;
}

int64_t tkg_latency_extra(const struct tkg_latency_model *model, int64_t elapsed_ns, uint64_t draw)
{
    switch (model->kind) {
    case TKG_LATENCY_JITTER:
        return (int64_t)(hash_at(model->seed, draw) % ((uint64_t)model->jitter_ns + 1));
    case TKG_LATENCY_TABLE:
        return look_up(&model->table, elapsed_ns);
    case TKG_LATENCY_CONSTANT:
    default:
        return 0;
    }
}
