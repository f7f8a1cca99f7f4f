/* SPDX-License-Identifier: Apache-2.0 */
#include "report/telemetry_json.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "report/field_reader.h"
#include "report/figure_text.h"

/* Above any size, time or count; what sample/telemetry.c calls ample. */
#define AMPLE 1152921504606846976.0

#define FIELD(type, member, kind, low, high)                                                       \
    {                                                                                              \
#member, TKG_FIELD_##kind, offsetof(struct type, member),                                  \
            sizeof(((struct type *)0)->member), low, high, false, false                            \
    }

static const struct tkg_result_field head_fields[] = {
    FIELD(tkg_telemetry, interval_wanted_ns, I64, 1.0, AMPLE),
    FIELD(tkg_telemetry, interval_ns, I64, 1.0, AMPLE),
    FIELD(tkg_telemetry, wall_ns, I64, 0.0, AMPLE),
    FIELD(tkg_telemetry, sampler_cpu_ns, I64, 0.0, AMPLE),
    FIELD(tkg_telemetry, sampler_cpu, I32, -1.0, 65536.0),
    FIELD(tkg_telemetry, shares_cpu, U32, 0.0, 1.0),
    FIELD(tkg_telemetry, sample_count, U32, 0.0, 0.0),
    FIELD(tkg_telemetry, gpu_reason, TEXT, 0.0, 0.0),
    {0},
};

static const struct tkg_result_field thread_fields[] = {
    FIELD(tkg_telemetry_thread, id, I32, 0.0, 4194304.0), /* PID_MAX_LIMIT */
    FIELD(tkg_telemetry_thread, name, TEXT, 0.0, 0.0),
    FIELD(tkg_telemetry_thread, cpu_ns, I64, -1.0, AMPLE),
    FIELD(tkg_telemetry_thread, wait_ns, I64, -1.0, AMPLE),
    FIELD(tkg_telemetry_thread, voluntary_switches, I64, -1.0, AMPLE),
    FIELD(tkg_telemetry_thread, involuntary_switches, I64, -1.0, AMPLE),
    {0},
};

static const struct tkg_result_field gpu_fields[] = {
    FIELD(tkg_telemetry_gpu, name, TEXT, 0.0, 0.0),
    FIELD(tkg_telemetry_gpu, sample_count, U32, 0.0, 0.0),
    FIELD(tkg_telemetry_gpu, busy_mean_0to1, REAL, 0.0, 1.0),
    FIELD(tkg_telemetry_gpu, busy_max_0to1, REAL, 0.0, 1.0),
    FIELD(tkg_telemetry_gpu, used_bytes_max, I64, -1.0, AMPLE),
    FIELD(tkg_telemetry_gpu, total_bytes, I64, -1.0, AMPLE),
    FIELD(tkg_telemetry_gpu, process_bytes_max, I64, -1.0, AMPLE),
    {0},
};

/* Columns of the series; every one is an int64_t. Those that older files lack are unknown there. */
static const struct {
    const char *name;
    size_t offset;
    bool may_be_absent;
} columns[] = {
    {"wall_ns", offsetof(struct tkg_telemetry_point, wall_ns), false},
    {"cpu_ns", offsetof(struct tkg_telemetry_point, cpu_ns), false},
    {"system_ns", offsetof(struct tkg_telemetry_point, system_ns), false},
    {"wait_ns", offsetof(struct tkg_telemetry_point, wait_ns), false},
    {"steal_ns", offsetof(struct tkg_telemetry_point, steal_ns), false},
    {"stall_ns", offsetof(struct tkg_telemetry_point, stall_ns), false},
    {"rss_bytes", offsetof(struct tkg_telemetry_point, rss_bytes), false},
    {"io_calls", offsetof(struct tkg_telemetry_point, io_calls), true},
    {"io_bytes", offsetof(struct tkg_telemetry_point, io_bytes), true},
    {"vms_bytes", offsetof(struct tkg_telemetry_point, vms_bytes), true},
};

enum { COLUMN_COUNT = sizeof(columns) / sizeof(columns[0]) };

static void put_values(struct tkg_json_writer *writer, json_t *object, const double *values)
{
    json_t *into = tkg_json_put_object(writer, object, "values");
    for (int i = 0; i < TKG_TELEMETRY_VALUE_COUNT; i++) {
        tkg_json_put(writer, into, tkg_telemetry_value_name((enum tkg_telemetry_value)i),
                     tkg_json_real(values[i]));
    }
}

static void put_column(struct tkg_json_writer *writer, json_t *series, size_t column,
                       const struct tkg_telemetry *telemetry)
{
    json_t *array = tkg_json_put_array(writer, series, columns[column].name);
    for (uint32_t i = 0; i < telemetry->point_count; i++) {
        int64_t value;
        memcpy(&value, (const char *)&telemetry->points[i] + columns[column].offset, sizeof(value));
        tkg_json_append(writer, array, json_integer(value));
    }
}

/* Too few intervals give null, never a number. */
static void put_series_figures(struct tkg_json_writer *writer, json_t *object, const char *key,
                               const struct tkg_series_figures *figures)
{
    json_t *one = tkg_json_put_object(writer, object, key);
    tkg_json_put(writer, one, "status",
                 tkg_json_text(isfinite(figures->mean) ? "ok" : TKG_INSUFFICIENT_SAMPLES));
    tkg_json_put(writer, one, "count", tkg_json_count(figures->count));
    tkg_json_put(writer, one, "mean", tkg_json_real(figures->mean));
    tkg_json_put(writer, one, "min", tkg_json_real(figures->min));
    tkg_json_put(writer, one, "p50", tkg_json_real(figures->p50));
    tkg_json_put(writer, one, "p90", tkg_json_real(figures->p90));
    tkg_json_put(writer, one, "p99", tkg_json_real(figures->p99));
    tkg_json_put(writer, one, "max", tkg_json_real(figures->max));
}

static void put_spikes(struct tkg_json_writer *writer, json_t *object,
                       const struct tkg_cpu_spikes *spikes)
{
    json_t *one = tkg_json_put_object(writer, object, "spikes");
    tkg_json_put(writer, one, "limit_0to1", tkg_json_real(spikes->limit_0to1));
    tkg_json_put(writer, one, "count", tkg_json_count(spikes->count));
    tkg_json_put(writer, one, "external_count", tkg_json_count(spikes->external_count));
    tkg_json_put(writer, one, "user_0to1", tkg_json_real(spikes->user_0to1));
    tkg_json_put(writer, one, "system_0to1", tkg_json_real(spikes->system_0to1));
    tkg_json_put(writer, one, "waited_0to1", tkg_json_real(spikes->waited_0to1));
    tkg_json_put(writer, one, "stolen_0to1", tkg_json_real(spikes->stolen_0to1));
    tkg_json_put(writer, one, "stalled_0to1", tkg_json_real(spikes->stalled_0to1));
}

static void put_load(struct tkg_json_writer *writer, json_t *object,
                     const struct tkg_parallel_load *load)
{
    json_t *one = tkg_json_put_object(writer, object, "threads");
    tkg_json_put(writer, one, "busy_0to1", tkg_json_real(load->busy_0to1));
    tkg_json_put(writer, one, "waiting_0to1", tkg_json_real(load->waiting_0to1));
    tkg_json_put(writer, one, "idle_0to1", tkg_json_real(load->idle_0to1));
}

static void put_figures(struct tkg_json_writer *writer, json_t *object,
                        const struct tkg_telemetry_figures *figures)
{
    json_t *one = tkg_json_put_object(writer, object, "figures");
    put_series_figures(writer, one, "cpu_0to1", &figures->cpu_0to1);
    put_series_figures(writer, one, "user_0to1", &figures->user_0to1);
    put_series_figures(writer, one, "system_0to1", &figures->system_0to1);
    put_series_figures(writer, one, "waited_0to1", &figures->waited_0to1);
    put_series_figures(writer, one, "stolen_0to1", &figures->stolen_0to1);
    put_series_figures(writer, one, "stalled_0to1", &figures->stalled_0to1);
    put_series_figures(writer, one, "rss_bytes", &figures->rss_bytes);
    put_spikes(writer, one, &figures->spikes);
    put_load(writer, one, &figures->load);
}

void tkg_telemetry_put_trial(struct tkg_json_writer *writer, json_t *trial,
                             const struct tkg_telemetry *telemetry,
                             const struct tkg_telemetry_figures *figures)
{
    json_t *one = tkg_json_put_object(writer, trial, "telemetry");
    tkg_json_put_fields(writer, one, head_fields, telemetry);
    put_values(writer, one, telemetry->values);
    put_figures(writer, one, figures);
    json_t *threads = tkg_json_put_array(writer, one, "threads");
    for (uint32_t i = 0; i < telemetry->thread_count; i++) {
        tkg_json_put_fields(writer, tkg_json_append_object(writer, threads), thread_fields,
                            &telemetry->threads[i]);
    }
    json_t *gpus = tkg_json_put_array(writer, one, "gpus");
    for (uint32_t i = 0; i < telemetry->gpu_count; i++) {
        struct tkg_telemetry_gpu gpu = tkg_telemetry_gpu_figures(&telemetry->gpus[i]);
        tkg_json_put_fields(writer, tkg_json_append_object(writer, gpus), gpu_fields, &gpu);
    }
    json_t *series = tkg_json_put_object(writer, one, "series");
    for (size_t column = 0; column < COLUMN_COUNT; column++) {
        put_column(writer, series, column, telemetry);
    }
}

void tkg_telemetry_put_summary(struct tkg_json_writer *writer, json_t *summary,
                               const struct tkg_case_summary *from)
{
    if (from->telemetry_count == 0) {
        return;
    }
    json_t *rows = tkg_json_put_array(writer, summary, "telemetry");
    for (size_t i = 0; i < from->telemetry_count; i++) {
        const struct tkg_telemetry_row *row = &from->telemetry[i];
        json_t *one = tkg_json_append_object(writer, rows);
        tkg_json_put(writer, one, "pass", tkg_json_text(tkg_pass_name(row->pass)));
        tkg_json_put(writer, one, "trial_count", tkg_json_count(row->trial_count));
        tkg_json_put(writer, one, "thread_count_max", tkg_json_count(row->thread_count_max));
        tkg_json_put(writer, one, "peak_bytes", tkg_json_real(row->peak_bytes));
        tkg_json_put(writer, one, "sampler_share_0to1", tkg_json_real(row->sampler_share_0to1));
        put_values(writer, one, row->values);
        put_figures(writer, one, &row->figures);
    }
}

/* An array of structs, and how many are in it. */
struct row_array {
    void *rows;
    size_t row_bytes;
    uint32_t *count;
    uint32_t count_max;
};

/* Rows of an array of objects, into an array of structs. */
static enum tkg_status read_rows(struct tkg_json_reader *reader, const json_t *object,
                                 const char *key, const struct tkg_result_field *fields,
                                 const struct row_array *into)
{
    json_t *array;
    enum tkg_status status = tkg_json_need_array(reader, object, key, into->count_max, &array);
    if (status != TKG_OK) {
        return status;
    }
    size_t outer = tkg_json_enter(reader, key);
    *into->count = (uint32_t)json_array_size(array);
    for (size_t i = 0; i < *into->count && status == TKG_OK; i++) {
        size_t mark = tkg_json_enter_index(reader, i);
        const json_t *row = json_array_get(array, i);
        status = json_is_object(row)
                     ? tkg_json_read_fields(reader, row, fields,
                                            (char *)into->rows + i * into->row_bytes)
                     : tkg_json_refuse(reader, "an object", tkg_json_found(row));
        tkg_json_leave(reader, mark);
    }
    tkg_json_leave(reader, outer);
    return status;
}

static enum tkg_status read_values(struct tkg_json_reader *reader, const json_t *object,
                                   double *values)
{
    json_t *from;
    enum tkg_status status = tkg_json_need_object(reader, object, "values", &from);
    if (status != TKG_OK) {
        return status;
    }
    size_t mark = tkg_json_enter(reader, "values");
    for (int i = 0; i < TKG_TELEMETRY_VALUE_COUNT && status == TKG_OK; i++) {
        reader->leaf = tkg_telemetry_value_name((enum tkg_telemetry_value)i);
        status =
            tkg_json_real_in(reader, json_object_get(from, reader->leaf), 0.0, AMPLE, &values[i]);
    }
    reader->leaf = NULL;
    tkg_json_leave(reader, mark);
    return status;
}

static void set_unknown(struct tkg_telemetry *telemetry, size_t offset)
{
    static const int64_t unknown = -1;
    for (uint32_t i = 0; i < telemetry->point_count; i++) {
        memcpy((char *)&telemetry->points[i] + offset, &unknown, sizeof(unknown));
    }
}

/* A column has as many numbers as the first. */
static enum tkg_status read_column(struct tkg_json_reader *reader, const json_t *series,
                                   size_t column, struct tkg_telemetry *telemetry)
{
    json_t *array;
    if (columns[column].may_be_absent && !json_object_get(series, columns[column].name)) {
        set_unknown(telemetry, columns[column].offset);
        return TKG_OK;
    }
    enum tkg_status status =
        tkg_json_need_array(reader, series, columns[column].name, TKG_TELEMETRY_POINT_MAX, &array);
    if (status == TKG_OK && json_array_size(array) != telemetry->point_count) {
        status = tkg_json_refuse_member(reader, columns[column].name,
                                        "as many numbers as in wall_ns", "more or fewer");
    }
    for (uint32_t i = 0; status == TKG_OK && i < telemetry->point_count; i++) {
        const json_t *number = json_array_get(array, i);
        int64_t value = json_integer_value(number);
        if (!json_is_integer(number)) {
            return tkg_json_refuse_member(reader, columns[column].name, "whole numbers",
                                          tkg_json_found(number));
        }
        memcpy((char *)&telemetry->points[i] + columns[column].offset, &value, sizeof(value));
    }
    return status;
}

static enum tkg_status read_series(struct tkg_json_reader *reader, const json_t *series,
                                   struct tkg_telemetry *telemetry)
{
    enum tkg_status status = TKG_OK;
    size_t mark = tkg_json_enter(reader, "series");
    for (size_t column = 0; column < COLUMN_COUNT && status == TKG_OK; column++) {
        status = read_column(reader, series, column, telemetry);
    }
    tkg_json_leave(reader, mark);
    return status;
}

static enum tkg_status read_parts(struct tkg_json_reader *reader, const json_t *object,
                                  const json_t *series, struct tkg_telemetry *telemetry)
{
    enum tkg_status status = tkg_json_read_fields(reader, object, head_fields, telemetry);
    if (status == TKG_OK) {
        status = read_values(reader, object, telemetry->values);
    }
    if (status == TKG_OK) {
        status = read_rows(reader, object, "threads", thread_fields,
                           &(struct row_array){telemetry->threads, sizeof(telemetry->threads[0]),
                                               &telemetry->thread_count, TKG_TELEMETRY_THREAD_MAX});
    }
    if (status == TKG_OK) {
        status = read_rows(reader, object, "gpus", gpu_fields,
                           &(struct row_array){telemetry->gpus, sizeof(telemetry->gpus[0]),
                                               &telemetry->gpu_count, TKG_TELEMETRY_GPU_MAX});
    }
    if (status == TKG_OK) {
        status = read_series(reader, series, telemetry);
    }
    if (status == TKG_OK &&
        !tkg_telemetry_is_sane(telemetry, tkg_telemetry_bytes(telemetry->point_count))) {
        status =
            tkg_json_refuse(reader, "times and sizes from 0 (-1 where unknown) to 2^60", "others");
    }
    return status;
}

static enum tkg_status read_inside(struct tkg_json_reader *reader, const json_t *object,
                                   struct tkg_telemetry **telemetry)
{
    json_t *series;
    enum tkg_status status = tkg_json_need_object(reader, object, "series", &series);
    if (status != TKG_OK) {
        return status;
    }
    size_t count = json_array_size(json_object_get(series, "wall_ns"));
    count = count < TKG_TELEMETRY_POINT_MAX ? count : TKG_TELEMETRY_POINT_MAX;
    struct tkg_telemetry *made = calloc(1, tkg_telemetry_bytes((uint32_t)count));
    if (!made) {
        return tkg_fail(reader->err, TKG_NO_MEMORY, "%s: no memory left to read it", reader->path);
    }
    made->point_count = (uint32_t)count;
    status = read_parts(reader, object, series, made);
    if (status != TKG_OK) {
        free(made);
        return status;
    }
    *telemetry = made;
    return TKG_OK;
}

enum tkg_status tkg_telemetry_read(struct tkg_json_reader *reader, const json_t *trial,
                                   struct tkg_telemetry **telemetry)
{
    const json_t *object = json_object_get(trial, "telemetry");
    *telemetry = NULL;
    if (!object) {
        return TKG_OK;
    }
    if (!json_is_object(object)) {
        return tkg_json_refuse_member(reader, "telemetry", "an object", tkg_json_found(object));
    }
    size_t mark = tkg_json_enter(reader, "telemetry");
    enum tkg_status status = read_inside(reader, object, telemetry);
    tkg_json_leave(reader, mark);
    return status;
}
