/* SPDX-License-Identifier: Apache-2.0 */
#include "profile/time_fold.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

static const int64_t ample_ns = INT64_C(1) << 55; /* a year: differences cannot overflow */

/* Replays come one after the other, and end after they began. */
static bool is_sane(const struct tkg_replay_log *log)
{
    int64_t last_ns = 0;
    bool is_good = log->count <= TKG_REPLAY_SPAN_MAX;
    for (uint64_t i = 0; is_good && i < log->count; i++) {
        const struct tkg_replay_span *span = &log->spans[i];
        is_good = span->begin_ns >= last_ns && span->end_ns > span->begin_ns &&
                  span->end_ns <= ample_ns && span->begin_queued_ns >= -1 &&
                  span->begin_queued_ns <= ample_ns && span->end_queued_ns >= -1 &&
                  span->end_queued_ns <= ample_ns;
        last_ns = span->end_ns;
    }
    return is_good;
}

/* Looks and replays side by side, both in the order of time. */
struct fold {
    const struct tkg_look *looks;
    size_t count;
    size_t next; /* the first look at or after the time in question */
};

/* The clock that stands still with the replayer, and while others have its processor. Between two
 * looks nobody stops it, so the next look knows how long it stood; after the last one it is not
 * known, and what that one says is near enough. */
static int64_t running_ns(struct fold *fold, int64_t at_ns, int64_t queued_ns)
{
    while (fold->next < fold->count && fold->looks[fold->next].begin_ns < at_ns) {
        fold->next++;
    }
    const size_t known = fold->next < fold->count ? fold->next : fold->count - 1;
    return at_ns - fold->looks[known].stopped_before_ns - queued_ns;
}

/* Each look's place in its replay, from 0 to 1; -1: between two replays, or not in the engine.
 * Returns how many have one. */
static uint64_t place_looks(const struct tkg_look *looks, size_t count,
                            const struct tkg_replay_log *log, double *places,
                            struct tkg_time_map *map)
{
    struct fold fold = {looks, count, 0};
    uint64_t total_ns = 0;
    size_t look = 0;
    for (uint64_t i = 0; i < log->count; i++) {
        const struct tkg_replay_span *span = &log->spans[i];
        const int64_t begin_ns = running_ns(&fold, span->begin_ns, span->begin_queued_ns);
        const size_t first = fold.next;
        const int64_t length_ns = running_ns(&fold, span->end_ns, span->end_queued_ns) - begin_ns;
        uint64_t found = 0;
        for (; look < first; look++) {
            places[look] = -1.0;
        }
        for (; look < fold.next; look++) {
            const int64_t at_ns = looks[look].begin_ns - looks[look].stopped_before_ns -
                                  looks[look].queued_before_ns - begin_ns;
            const bool is_inside = looks[look].function != TKG_LOOK_ELSEWHERE && length_ns > 0 &&
                                   at_ns >= 0 && at_ns < length_ns;
            places[look] = is_inside ? (double)at_ns / (double)length_ns : -1.0;
            found += is_inside;
        }
        map->look_count += found;
        map->replay_count += found > 0;
        total_ns += found > 0 ? (uint64_t)length_ns : 0;
    }
    for (; look < count; look++) {
        places[look] = -1.0;
    }
    map->replay_ns = map->replay_count ? total_ns / map->replay_count : 0;
    return map->look_count;
}

/* A function's own time, in all looks that have a place. */
struct own {
    uint32_t function;
    uint64_t wall_ns;
};

static int by_time(const void *left, const void *right)
{
    const struct own *a = left, *b = right;
    if (a->wall_ns != b->wall_ns) {
        return a->wall_ns > b->wall_ns ? -1 : 1;
    }
    return a->function < b->function ? -1 : a->function > b->function;
}

/* Names the rows; row_of then says which row each function has, TKG_TIME_MAP_ROWS_MAX for none. */
static void choose_rows(struct own *own, const struct tkg_function_table *table, uint8_t *row_of,
                        struct tkg_time_map *map)
{
    qsort(own, table->count, sizeof *own, by_time);
    memset(row_of, TKG_TIME_MAP_ROWS_MAX, table->count);
    for (size_t i = 0; i < table->count && i < TKG_TIME_MAP_ROWS_MAX && own[i].wall_ns > 0; i++) {
        struct tkg_time_map_row *row = &map->rows[map->row_count];
        (void)tkg_string_copy(row->name, sizeof row->name, table->functions[own[i].function].name);
        row_of[own[i].function] = (uint8_t)map->row_count++;
    }
}

/* What a look stands for, without what others did with the processor since the one before. */
static uint64_t weight_of(const struct tkg_look *looks, size_t at)
{
    const int64_t queued_ns =
        at > 0 ? looks[at].queued_before_ns - looks[at - 1].queued_before_ns : 0;
    const uint64_t lost_ns = queued_ns > 0 ? (uint64_t)queued_ns : 0;
    return looks[at].wall_ns > lost_ns ? looks[at].wall_ns - lost_ns : 0;
}

static void fill_cells(const struct tkg_look *looks, size_t count, const double *places,
                       const uint8_t *row_of, struct tkg_time_map *map)
{
    for (size_t i = 0; i < count; i++) {
        if (places[i] < 0.0) {
            continue;
        }
        const uint32_t column = (uint32_t)(places[i] * (double)map->column_count);
        const uint8_t row = row_of[looks[i].function];
        map->wall_ns[column] += weight_of(looks, i);
        if (row < TKG_TIME_MAP_ROWS_MAX) {
            map->rows[row].wall_ns[column] += weight_of(looks, i);
        }
    }
}

static uint32_t column_count_of(uint64_t look_count)
{
    const uint64_t wanted = look_count / TKG_FOLD_LOOKS_PER_COLUMN;
    if (look_count < TKG_FOLD_LOOKS_MIN) {
        return 0;
    }
    return wanted < 2                          ? 2
           : wanted > TKG_TIME_MAP_COLUMNS_MAX ? TKG_TIME_MAP_COLUMNS_MAX
                                               : (uint32_t)wanted;
}

void tkg_time_fold(const struct tkg_look *looks, size_t count, const struct tkg_replay_log *log,
                   const struct tkg_function_table *table, struct tkg_time_map *map)
{
    memset(map, 0, sizeof *map);
    if (count == 0 || table->count == 0 || !is_sane(log)) {
        return;
    }
    double *places = calloc(count, sizeof *places);
    struct own *own = calloc(table->count, sizeof *own);
    uint8_t *row_of = calloc(table->count, sizeof *row_of);
    if (places && own && row_of) {
        map->column_count = column_count_of(place_looks(looks, count, log, places, map));
        for (uint32_t i = 0; i < table->count; i++) {
            own[i].function = i;
        }
        for (size_t i = 0; i < count; i++) {
            if (places[i] >= 0.0) {
                own[looks[i].function].wall_ns += weight_of(looks, i);
            }
        }
        if (map->column_count > 0) {
            choose_rows(own, table, row_of, map);
            fill_cells(looks, count, places, row_of, map);
        }
    }
    free(places);
    free(own);
    free(row_of);
}
