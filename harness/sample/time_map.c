/* SPDX-License-Identifier: Apache-2.0 */
#include "sample/time_map.h"

#include <math.h>
#include <string.h>

#include "base/check.h"

/* Above a year of looks: sums cannot overflow. */
static const uint64_t ample_ns = UINT64_C(1) << 55;

static bool is_column_sane(const struct tkg_time_map *map, uint32_t column)
{
    uint64_t sum = 0;
    for (uint32_t row = 0; row < map->row_count; row++) {
        const uint64_t part = map->rows[row].wall_ns[column];
        if (part > ample_ns) {
            return false;
        }
        sum += part;
    }
    return map->wall_ns[column] <= ample_ns && sum <= map->wall_ns[column];
}

bool tkg_time_map_is_sane(const struct tkg_time_map *map)
{
    if (map->column_count > TKG_TIME_MAP_COLUMNS_MAX || map->row_count > TKG_TIME_MAP_ROWS_MAX) {
        return false;
    }
    for (uint32_t row = 0; row < map->row_count; row++) {
        const char *name = map->rows[row].name;
        if (!*name || !memchr(name, '\0', sizeof map->rows[row].name)) {
            return false;
        }
    }
    for (uint32_t column = 0; column < map->column_count; column++) {
        if (!is_column_sane(map, column)) {
            return false;
        }
    }
    return true;
}

static uint64_t sum_of(const uint64_t *columns, uint32_t count)
{
    uint64_t sum = 0;
    for (uint32_t i = 0; i < count; i++) {
        sum += columns[i];
    }
    return sum;
}

uint64_t tkg_time_map_row_ns(const struct tkg_time_map *map, uint32_t row)
{
    TKG_ASSERT(row < map->row_count);
    return sum_of(map->rows[row].wall_ns, map->column_count);
}

uint64_t tkg_time_map_all_ns(const struct tkg_time_map *map)
{
    return sum_of(map->wall_ns, map->column_count);
}

double tkg_time_map_share(const struct tkg_time_map *map, uint32_t row, uint32_t column)
{
    TKG_ASSERT(row < map->row_count && column < map->column_count);
    const uint64_t all_ns = map->wall_ns[column];
    return all_ns > 0 ? (double)map->rows[row].wall_ns[column] / (double)all_ns : NAN;
}
