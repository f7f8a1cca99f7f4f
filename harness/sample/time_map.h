/* SPDX-License-Identifier: Apache-2.0
 *
 * When, within a replay, the time of each function was spent: functions by buckets of a replay's
 * time. Plain data of fixed size, sampled; many replays are laid over each other.
 */
#ifndef TKG_SAMPLE_TIME_MAP_H
#define TKG_SAMPLE_TIME_MAP_H

#include <stdbool.h>
#include <stdint.h>

/* 40 columns and 24 rows can be read in one picture, and are below the 2,000 cells that it may hold
 * (decision 0070). */
enum { TKG_TIME_MAP_COLUMNS_MAX = 40, TKG_TIME_MAP_ROWS_MAX = 24, TKG_TIME_MAP_NAME_BYTES = 160 };

/* Own time only: a caller is not charged with what it calls. */
struct tkg_time_map_row {
    char name[TKG_TIME_MAP_NAME_BYTES];
    uint64_t wall_ns[TKG_TIME_MAP_COLUMNS_MAX];
};

struct tkg_time_map {
    uint32_t column_count; /* equal parts of a replay's time; 0: nothing is known */
    uint32_t row_count;    /* functions with the most own time first; the rest has no row */
    uint64_t replay_ns;    /* mean time of the replays that were looked at; looks take none of it */
    uint64_t replay_count; /* that were looked at */
    uint64_t look_count;   /* at the engine */
    uint64_t tick_count;   /* of one replay */
    uint64_t wall_ns[TKG_TIME_MAP_COLUMNS_MAX]; /* of all functions; 0: nobody looked then */
    struct tkg_time_map_row rows[TKG_TIME_MAP_ROWS_MAX];
};

/* Is a map from outside whole? No column of functions has more than the column of all. */
bool tkg_time_map_is_sane(const struct tkg_time_map *map);

/* Own time of a row over all columns; of all functions. */
uint64_t tkg_time_map_row_ns(const struct tkg_time_map *map, uint32_t row);
uint64_t tkg_time_map_all_ns(const struct tkg_time_map *map);

/* The share of a column's time that a function took; NaN where nobody looked. */
double tkg_time_map_share(const struct tkg_time_map *map, uint32_t row, uint32_t column);

#endif
