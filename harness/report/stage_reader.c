/* SPDX-License-Identifier: Apache-2.0 */
#include "report/stage_reader.h"

#include <math.h>

#include "report/field_reader.h"

/* Above any time; what result_fields.c calls ample. */
static const double WALL_NS_MAX = 1e18;

static enum tkg_status read_row(struct tkg_json_reader *reader, const json_t *object,
                                struct tkg_stage_table *table)
{
    struct tkg_stage_row row = {.name = ""};
    if (!json_is_object(object)) {
        return tkg_json_refuse(reader, "an object", tkg_json_found(object));
    }
    enum tkg_status status = tkg_json_read_fields(reader, object, tkg_stage_fields, &row);
    if (status != TKG_OK) {
        return status;
    }
    if (isnan(row.time_ns)) {
        return tkg_json_refuse_member(reader, "time_ns", "a number", "null");
    }
    if (tkg_stage_table_find(table, row.name) ||
        !tkg_stage_table_add(table, row.name, row.entry_count, row.time_ns)) {
        return tkg_json_refuse_member(reader, "name", "a name that no other stage has", row.name);
    }
    return TKG_OK;
}

static enum tkg_status read_rows(struct tkg_json_reader *reader, const json_t *object,
                                 struct tkg_stage_table *table)
{
    json_t *rows;
    enum tkg_status status = tkg_json_need_array(reader, object, "rows", TKG_STAGE_ROW_MAX, &rows);
    if (status != TKG_OK) {
        return status;
    }
    size_t outer = tkg_json_enter(reader, "rows");
    for (size_t i = 0; i < json_array_size(rows) && status == TKG_OK; i++) {
        size_t mark = tkg_json_enter_index(reader, i);
        status = read_row(reader, json_array_get(rows, i), table);
        tkg_json_leave(reader, mark);
    }
    tkg_json_leave(reader, outer);
    return status;
}

static enum tkg_status read_wall(struct tkg_json_reader *reader, const json_t *object,
                                 double *wall_ns)
{
    reader->leaf = "wall_ns";
    enum tkg_status status =
        tkg_json_real_in(reader, json_object_get(object, "wall_ns"), 0.0, WALL_NS_MAX, wall_ns);
    reader->leaf = NULL;
    return status == TKG_OK && isnan(*wall_ns)
               ? tkg_json_refuse_member(reader, "wall_ns", "a number", "null")
               : status;
}

enum tkg_status tkg_stages_read(struct tkg_json_reader *reader, const json_t *object,
                                struct tkg_stage_table *table, bool *found)
{
    const json_t *stages = json_object_get(object, "stages");
    *table = (struct tkg_stage_table){.row_count = 0};
    *found = stages != NULL;
    if (!stages) {
        return TKG_OK;
    }
    if (!json_is_object(stages)) {
        return tkg_json_refuse_member(reader, "stages", "an object", tkg_json_found(stages));
    }
    size_t mark = tkg_json_enter(reader, "stages");
    enum tkg_status status = read_wall(reader, stages, &table->wall_ns);
    if (status == TKG_OK) {
        status = read_rows(reader, stages, table);
    }
    tkg_json_leave(reader, mark);
    return status;
}
