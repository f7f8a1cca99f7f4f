/* SPDX-License-Identifier: Apache-2.0
 *
 * What pass T saw in one trial: how often each stage was entered and how long the thread was in it,
 * itself and not a stage inside it. Plain data.
 */
#ifndef TKG_SAMPLE_STAGE_TABLE_H
#define TKG_SAMPLE_STAGE_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { TKG_STAGE_ROW_MAX = 64, TKG_STAGE_ROW_NAME_BYTES = 32 };

/* Name of the residual: time in no named stage. */
#define TKG_STAGE_RESIDUAL_NAME "other"

struct tkg_stage_row {
    char name[TKG_STAGE_ROW_NAME_BYTES]; /* "md.handle"; unique in its table, never empty */
    uint64_t entry_count;                /* per replay */
    double time_ns;                      /* exclusive, per replay */
};

struct tkg_stage_table {
    uint32_t row_count;
    double wall_ns; /* per replay, by a clock of its own: what all rows should add up to */
    struct tkg_stage_row rows[TKG_STAGE_ROW_MAX];
};

/* Adds to the row of that name, which is made when there is none; a longer name is cut. False, with
 * nothing done, when the table is full or the name is empty. */
bool tkg_stage_table_add(struct tkg_stage_table *table, const char *name, uint64_t entry_count,
                         double time_ns);

/* NULL when no row has that name. */
const struct tkg_stage_row *tkg_stage_table_find(const struct tkg_stage_table *table,
                                                 const char *name);

/* Is a table from outside whole: counts in range, names terminated, unique and not empty, times
 * finite and not negative? */
bool tkg_stage_table_is_sane(const struct tkg_stage_table *table);

#endif
