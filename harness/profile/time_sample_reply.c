/* SPDX-License-Identifier: Apache-2.0 */
#include "profile/time_sample_reply.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static bool is_text(const char *text)
{
    return memchr(text, '\0', TKG_SAMPLE_NAME_BYTES) != NULL;
}

static bool is_row(const struct tkg_sample_row *row, const struct tkg_sample_reply *reply)
{
    return is_text(row->name) && is_text(row->file) && is_text(row->object) && *row->name &&
           row->self_cpu_ns <= row->inclusive_cpu_ns && row->inclusive_cpu_ns <= reply->cpu_ns &&
           row->self_wall_ns <= row->inclusive_wall_ns && row->inclusive_wall_ns <= reply->wall_ns;
}

static bool is_sane(const struct tkg_sample_reply *reply)
{
    bool is_good = reply->row_count <= TKG_SAMPLE_ROW_MAX && reply->replay_count > 0 &&
                   tkg_time_map_is_sane(&reply->map) &&
                   tkg_time_map_all_ns(&reply->map) <= reply->wall_ns;
    for (uint32_t i = 0; is_good && i < reply->row_count; i++) {
        is_good = is_row(&reply->rows[i], reply);
    }
    return is_good;
}

static enum tkg_status add_row(struct tkg_function_table *table, const struct tkg_sample_row *row,
                               struct tkg_error *err)
{
    struct tkg_function *function =
        tkg_function_table_row(table, row->name, row->file, row->object);
    if (!function) {
        return tkg_fail(err, TKG_NO_MEMORY, "out of memory for the functions of a replay");
    }
    function->line = function->line ? function->line : row->line;
    function->self[TKG_COST_CPU] += row->self_cpu_ns;
    function->self[TKG_COST_WALL] += row->self_wall_ns;
    function->inclusive[TKG_COST_CPU] += row->inclusive_cpu_ns;
    function->inclusive[TKG_COST_WALL] += row->inclusive_wall_ns;
    return TKG_OK;
}

static enum tkg_status add_rows(struct tkg_function_table *table,
                                const struct tkg_sample_reply *reply, struct tkg_error *err)
{
    enum tkg_status status = TKG_OK;
    for (uint32_t i = 0; i < reply->row_count && status == TKG_OK; i++) {
        status = add_row(table, &reply->rows[i], err);
    }
    table->has[TKG_COST_CPU] = true;
    table->has[TKG_COST_WALL] = true;
    table->totals[TKG_COST_CPU] += reply->cpu_ns;
    table->totals[TKG_COST_WALL] += reply->wall_ns;
    if (table->replay_count == 0) {
        table->hardware = reply->hardware;
    } else {
        tkg_hardware_totals_add(&table->hardware, &reply->hardware);
    }
    table->tick_count = reply->tick_count;
    table->replay_count += reply->replay_count;
    table->sample_count += reply->sample_count;
    return status;
}

static enum tkg_status check(const struct tkg_sample_reply *reply, struct tkg_error *err)
{
    if (reply->magic != TKG_SAMPLE_REPLY_MAGIC || reply->struct_bytes != sizeof *reply ||
        reply->status >= TKG_STATUS_COUNT || !memchr(reply->text, '\0', sizeof reply->text)) {
        return tkg_fail(err, TKG_ENGINE_CRASH, "the answer of a sampled replay makes no sense");
    }
    if (reply->status != TKG_OK) {
        return tkg_fail(err, (enum tkg_status)reply->status, "%s", reply->text);
    }
    return is_sane(reply) ? TKG_OK
                          : tkg_fail(err, TKG_ENGINE_CRASH,
                                     "the answer of a sampled replay contradicts itself");
}

enum tkg_status tkg_sample_reply_decode(const uint8_t *bytes, size_t byte_count,
                                        struct tkg_function_table *table, struct tkg_time_map *map,
                                        struct tkg_error *err)
{
    if (byte_count != sizeof(struct tkg_sample_reply)) {
        return tkg_fail(err, TKG_ENGINE_CRASH, "a sampled replay answered with %zu bytes, not %zu",
                        byte_count, sizeof(struct tkg_sample_reply));
    }
    struct tkg_sample_reply *reply = malloc(sizeof *reply);
    if (!reply) {
        return tkg_fail(err, TKG_NO_MEMORY, "out of memory for the functions of a replay");
    }
    memcpy(reply, bytes, sizeof *reply);
    enum tkg_status status = check(reply, err);
    status = status == TKG_OK ? add_rows(table, reply, err) : status;
    if (status == TKG_OK && map) {
        *map = reply->map;
        map->tick_count = reply->tick_count;
    }
    free(reply);
    return status;
}
