/* SPDX-License-Identifier: Apache-2.0 */
#include "plot/plot_functions.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/quantity.h"
#include "base/text.h"
#include "plot/plot_history.h"

enum {
    ROWS = TKG_PLOT_FUNCTIONS_MAX + 1,
    NAME_COLUMNS = 26,
    NAME_HEAD_COLUMNS = 10,
    TEXT_BYTES = 1024
};
static const double least_share = 0.005;

/* What tkg_plot_heat points to. */
struct sheet {
    char names[ROWS][TKG_HEAT_NAME_BYTES];
    char columns[TKG_TIME_MAP_COLUMNS_MAX][TKG_HEAT_NAME_BYTES];
    double values[ROWS * TKG_TIME_MAP_COLUMNS_MAX];
    char x_title[TKG_HEAT_NAME_BYTES];
};

/* Rows are sorted: the first below the least ends them. */
static uint32_t shown_rows(const struct tkg_time_map *map)
{
    const double all_ns = (double)tkg_time_map_all_ns(map);
    uint32_t count = 0;
    while (count < map->row_count && count < TKG_PLOT_FUNCTIONS_MAX &&
           (double)tkg_time_map_row_ns(map, count) >= least_share * all_ns) {
        count++;
    }
    return count;
}

/* "match_orders  34.2 %"; of a long name both ends are kept, for names of one file often begin
 * alike.
 */
static void name_row(char out[TKG_HEAT_NAME_BYTES], const char *name, double share_0to1)
{
    const size_t length = strlen(name);
    if (length <= NAME_COLUMNS) {
        (void)snprintf(out, TKG_HEAT_NAME_BYTES, "%s  %.1f %%", name, 100.0 * share_0to1);
    } else {
        (void)snprintf(out, TKG_HEAT_NAME_BYTES, "%.*s...%s  %.1f %%", NAME_HEAD_COLUMNS, name,
                       name + length - (NAME_COLUMNS - NAME_HEAD_COLUMNS - 3), 100.0 * share_0to1);
    }
}

/* In per cent of the column; the others are what is left of it. */
static void fill_values(struct sheet *sheet, const struct tkg_time_map *map, uint32_t row_count)
{
    for (uint32_t column = 0; column < map->column_count; column++) {
        double left = map->wall_ns[column] > 0 ? 1.0 : NAN;
        for (uint32_t row = 0; row < row_count; row++) {
            const double share = tkg_time_map_share(map, row, column);
            sheet->values[row * map->column_count + column] = 100.0 * share;
            left -= share;
        }
        sheet->values[row_count * map->column_count + column] = 100.0 * fmax(left, 0.0);
        if (map->wall_ns[column] == 0) {
            sheet->values[row_count * map->column_count + column] = NAN;
        }
    }
}

static void name_rows(struct sheet *sheet, const struct tkg_time_map *map, uint32_t row_count)
{
    const double all_ns = (double)tkg_time_map_all_ns(map);
    double left = 1.0;
    for (uint32_t row = 0; row < row_count; row++) {
        const double share = (double)tkg_time_map_row_ns(map, row) / all_ns;
        name_row(sheet->names[row], map->rows[row].name, share);
        left -= share;
    }
    name_row(sheet->names[row_count], "all others", fmax(left, 0.0));
}

/* Numbers stand for where a bucket begins, in one unit for all. */
static void name_columns(struct sheet *sheet, const struct tkg_time_map *map)
{
    static const struct {
        double ns;
        const char *name;
    } units[] = {{1e9, "s"}, {1e6, "ms"}, {1e3, "us"}, {1.0, "ns"}};
    size_t unit = 0;
    while (unit < 3 && (double)map->replay_ns < units[unit].ns) {
        unit++;
    }
    for (uint32_t column = 0; column < map->column_count; column++) {
        (void)snprintf(sheet->columns[column], sizeof sheet->columns[column], "%.3g",
                       (double)map->replay_ns * column / map->column_count / units[unit].ns);
    }
    (void)snprintf(sheet->x_title, sizeof sheet->x_title, "time since the replay began, %s",
                   units[unit].name);
}

static void write_texts(const struct tkg_plot_functions *input, char *subtitle, char *footer)
{
    char time[TKG_QUANTITY_BYTES];
    const struct tkg_time_map *map = input->map;
    (void)snprintf(subtitle, TEXT_BYTES, "%.300s \xc2\xb7 %.300s \xc2\xb7 %" PRIu64 " ticks",
                   input->engine, input->stream, map->tick_count);
    (void)snprintf(footer, TEXT_BYTES,
                   "%" PRIu64 " looks at %" PRIu64 " replays of %s on average, each stretched to "
                   "that length; own time, without what a function calls",
                   map->look_count, map->replay_count,
                   tkg_quantity_format((double)map->replay_ns, TKG_DIMENSION_TIME, time));
}

enum tkg_status tkg_plot_functions_draw(const struct tkg_plot_functions *input,
                                        struct tkg_error *err)
{
    struct sheet sheet;
    char subtitle[TEXT_BYTES], footer[TEXT_BYTES];
    const struct tkg_time_map *map = input->map;
    if (map->column_count == 0) {
        return tkg_fail(err, TKG_NOTHING,
                        "no map of functions over time: too few looks fell into replays (%" PRIu64
                        "); give more ticks",
                        map->look_count);
    }
    const uint32_t row_count = shown_rows(map);
    name_rows(&sheet, map, row_count);
    name_columns(&sheet, map);
    fill_values(&sheet, map, row_count);
    write_texts(input, subtitle, footer);
    const struct tkg_plot_heat heat = {
        .names = sheet.names,
        .row_count = row_count + 1,
        .columns = sheet.columns,
        .column_count = map->column_count,
        .values = sheet.values,
        .meaning = "own time of the function, % of the bucket",
        .x_title = sheet.x_title,
        .labels_begin = true,
    };
    const struct tkg_plot_heat_page page = {"Which function is hot when in a replay",
                                            subtitle,
                                            footer,
                                            &heat,
                                            input->script_folder,
                                            input->output_folder};
    return tkg_plot_heat_draw(&page, err);
}
