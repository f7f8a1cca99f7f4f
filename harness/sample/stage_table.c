/* SPDX-License-Identifier: Apache-2.0 */
#include "sample/stage_table.h"

#include <math.h>
#include <string.h>

static bool is_time(double time_ns)
{
    return isfinite(time_ns) && time_ns >= 0.0;
}

/* row_count when there is none. */
static uint32_t index_of(const struct tkg_stage_table *table, const char *name)
{
    uint32_t i = 0;
    while (i < table->row_count && strcmp(table->rows[i].name, name) != 0) {
        i++;
    }
    return i;
}

bool tkg_stage_table_add(struct tkg_stage_table *table, const char *name, uint64_t entry_count,
                         double time_ns)
{
    struct tkg_stage_row fresh = {.name = ""};
    memcpy(fresh.name, name, strnlen(name, sizeof(fresh.name) - 1));
    uint32_t index = index_of(table, fresh.name);
    if (*fresh.name == '\0' || index == TKG_STAGE_ROW_MAX) {
        return false;
    }
    if (index == table->row_count) {
        table->rows[table->row_count++] = fresh;
    }
    table->rows[index].entry_count += entry_count;
    table->rows[index].time_ns += time_ns;
    return true;
}

const struct tkg_stage_row *tkg_stage_table_find(const struct tkg_stage_table *table,
                                                 const char *name)
{
    uint32_t index = index_of(table, name);
    return index < table->row_count ? &table->rows[index] : NULL;
}

bool tkg_stage_table_is_sane(const struct tkg_stage_table *table)
{
    if (table->row_count > TKG_STAGE_ROW_MAX || !is_time(table->wall_ns)) {
        return false;
    }
    for (uint32_t i = 0; i < table->row_count; i++) {
        const struct tkg_stage_row *row = &table->rows[i];
        size_t length = strnlen(row->name, sizeof(row->name));
        if (length == 0 || length == sizeof(row->name) || !is_time(row->time_ns) ||
            tkg_stage_table_find(table, row->name) != row) {
            return false;
        }
    }
    return true;
}
