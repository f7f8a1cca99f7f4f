/* SPDX-License-Identifier: Apache-2.0
 *
 * How long messages take between the strategy and the exchange. Pure functions of integers.
 *
 * A latency is a fixed part plus what the model adds: nothing (constant), a draw from
 * [0, jitter_ns] (jitter), or a line between the two nearest rows of a table (table).
 */
#ifndef TKG_REFERENCE_ORDER_LATENCY_H
#define TKG_REFERENCE_ORDER_LATENCY_H

#include <stdint.h>

enum tkg_latency_kind { TKG_LATENCY_CONSTANT = 0, TKG_LATENCY_JITTER = 1, TKG_LATENCY_TABLE = 2 };

/* 16 rows: a day in 90-minute steps. */
enum { TKG_LATENCY_ROWS_MAX = 16 };

struct tkg_latency_row {
    int64_t elapsed_ns; /* since the first tick of the run; rising from row to row */
    int64_t latency_ns;
};

struct tkg_latency_table {
    uint32_t row_count;
    struct tkg_latency_row rows[TKG_LATENCY_ROWS_MAX];
};

struct tkg_latency_model {
    enum tkg_latency_kind kind;
    int64_t jitter_ns;
    uint64_t seed;
    struct tkg_latency_table table;
};

/* What the model adds to a message sent elapsed_ns after the first tick of the run. Message number
 * draw of a stream of messages always draws the same jitter. cost: 2 ns; a table: its rows. */
int64_t tkg_latency_extra(const struct tkg_latency_model *model, int64_t elapsed_ns, uint64_t draw);

/* time_ns + latency_ns, at most INT64_MAX - 1, for INT64_MAX means never. latency_ns >= 0. */
static inline int64_t tkg_latency_due(int64_t time_ns, int64_t latency_ns)
{
    const int64_t last_ns = INT64_MAX - 1;
    return time_ns > last_ns - latency_ns ? last_ns : time_ns + latency_ns;
}

#endif
