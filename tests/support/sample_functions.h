/* SPDX-License-Identifier: Apache-2.0
 *
 * Two small profiles: 1,000 ticks a replay; counts of one, times of ten replays in 1,000 looks.
 */
#ifndef TKG_TEST_SAMPLE_FUNCTIONS_H
#define TKG_TEST_SAMPLE_FUNCTIONS_H

#include "sample/function_table.h"

/* Each row adds to the totals. */
static inline void add_function(struct tkg_function_table *table, const char *name,
                                uint64_t instructions, uint64_t cpu_ns)
{
    struct tkg_function *row = tkg_function_table_row(table, name, "src/core.c", "core.so");
    row->line = 10 * (uint32_t)table->count;
    row->calls = 1000;
    row->self[TKG_COST_INSTRUCTIONS] += instructions;
    row->inclusive[TKG_COST_INSTRUCTIONS] += instructions;
    row->self[TKG_COST_CPU] += cpu_ns;
    row->inclusive[TKG_COST_CPU] += cpu_ns;
    row->self[TKG_COST_WALL] += cpu_ns;
    row->inclusive[TKG_COST_WALL] += cpu_ns;
    table->totals[TKG_COST_INSTRUCTIONS] += instructions;
    table->totals[TKG_COST_CPU] += cpu_ns;
    table->totals[TKG_COST_WALL] += cpu_ns;
}

static inline void init_functions(struct tkg_function_table *table)
{
    tkg_function_table_init(table);
    table->has[TKG_COST_INSTRUCTIONS] = true;
    table->has[TKG_COST_CPU] = true;
    table->has[TKG_COST_WALL] = true;
    table->tick_count = 1000;
    table->replay_count = 10;
    table->sample_count = 1000;
}

/* run: 80,000 instructions, 800,000 ns; fill: 20,000 and 200,000. */
static inline void make_base_functions(struct tkg_function_table *table)
{
    init_functions(table);
    add_function(table, "run", 80000, 800000);
    add_function(table, "fill", 20000, 200000);
}

#endif
