/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gbench_display.h"
#include "gbench_json_file.h"
#include "gbench_pool.h"

/* Everything of a row that a line needs, kept until all columns are known. */
struct line {
    const char *name;
    const char *unit; /* "" for shares, the class for a fitted curve */
    const char *label;
    const char *message;
    enum tkg_benchmark_outcome outcome;
    bool fitted;
    int64_t iterations;
    double real_time;
    double cpu_time;
    size_t counter_count;
    const struct tkg_benchmark_counter *counters;
};

struct csv {
    struct tkg_gbench_file file;
    struct tkg_gbench_pool pool;
    char *path; /* NULL: standard output */
    struct line *lines;
    size_t line_count;
    size_t line_capacity;
    const char **columns; /* counters without columns of their own in the library's CSV */
    size_t column_count;
    size_t column_capacity;
};

static bool begin(void *user, const struct tkg_benchmark_context *context)
{
    struct csv *csv = user;
    (void)context;
    return tkg_gbench_file_open(&csv->file, csv->path);
}

static bool has_own_column(const char *name)
{
    return strcmp(name, "bytes_per_second") == 0 || strcmp(name, "items_per_second") == 0;
}

/* Inserts name into the sorted columns, once. */
static void add_column(struct csv *csv, const char *name)
{
    size_t place = 0;
    while (place < csv->column_count && strcmp(csv->columns[place], name) < 0) {
        place++;
    }
    if (has_own_column(name) ||
        (place < csv->column_count && strcmp(csv->columns[place], name) == 0)) {
        return;
    }
    csv->columns = tkg_gbench_grow(csv->columns, csv->column_count, &csv->column_capacity,
                                   sizeof(*csv->columns));
    memmove(csv->columns + place + 1, csv->columns + place,
            (csv->column_count++ - place) * sizeof(*csv->columns));
    csv->columns[place] = name;
}

static const char *unit_of(const struct tkg_benchmark_run *run)
{
    if (run->row == TKG_BENCHMARK_BIG_O) {
        return run->big_o_text;
    }
    return run->row == TKG_BENCHMARK_RMS ? "" : tkg_benchmark_unit_text(run->time_unit);
}

static void keep(struct csv *csv, const struct tkg_benchmark_run *run)
{
    const struct tkg_benchmark_run shown = tkg_gbench_shown(&csv->pool, run);
    csv->lines =
        tkg_gbench_grow(csv->lines, csv->line_count, &csv->line_capacity, sizeof(*csv->lines));
    struct line *line = &csv->lines[csv->line_count++];
    line->name = shown.name;
    line->unit = tkg_gbench_pool_copy(&csv->pool, unit_of(run));
    line->label = shown.label;
    line->message = shown.message;
    line->outcome = run->outcome;
    line->fitted = run->row == TKG_BENCHMARK_BIG_O || run->row == TKG_BENCHMARK_RMS;
    line->iterations = run->iterations;
    line->real_time = run->real_time;
    line->cpu_time = run->cpu_time;
    line->counter_count = run->counter_count;
    line->counters = shown.counters;
    for (size_t i = 0; i < run->counter_count; i++) {
        add_column(csv, line->counters[i].name);
    }
}

static void runs(void *user, const struct tkg_benchmark_run *rows, size_t run_count)
{
    for (size_t i = 0; i < run_count; i++) {
        keep(user, &rows[i]);
    }
}

/* Quoted, with quotes doubled (RFC 4180). */
static void put_text(FILE *out, const char *text)
{
    (void)fputc('"', out);
    for (; *text != '\0'; text++) {
        (void)fputs(*text == '"' ? "\"\"" : (const char[]){*text, '\0'}, out);
    }
    (void)fputc('"', out);
}

/* Nothing where there is no finite figure. */
static void put_number(FILE *out, double value)
{
    if (isfinite(value)) {
        (void)fprintf(out, "%.12g", value);
    }
}

static void put_counter(FILE *out, const struct line *line, const char *name)
{
    (void)fputc(',', out);
    for (size_t i = 0; i < line->counter_count; i++) {
        if (strcmp(line->counters[i].name, name) == 0) {
            put_number(out, line->counters[i].value);
        }
    }
}

static void put_line(const struct csv *csv, FILE *out, const struct line *line)
{
    bool measured = line->outcome == TKG_BENCHMARK_MEASURED;
    put_text(out, line->name);
    (void)fputc(',', out);
    if (measured && !line->fitted) {
        (void)fprintf(out, "%lld", (long long)line->iterations);
    }
    (void)fputc(',', out);
    put_number(out, line->real_time);
    (void)fputc(',', out);
    put_number(out, line->cpu_time);
    (void)fprintf(out, ",%s", measured ? line->unit : "");
    put_counter(out, line, "bytes_per_second");
    put_counter(out, line, "items_per_second");
    (void)fputc(',', out);
    if (*line->label != '\0') {
        put_text(out, line->label);
    }
    (void)fprintf(out, ",%s,", line->outcome == TKG_BENCHMARK_ERROR ? "true" : "");
    if (!measured) {
        put_text(out, line->message);
    }
    for (size_t i = 0; i < csv->column_count; i++) {
        put_counter(out, line, csv->columns[i]);
    }
    (void)fputc('\n', out);
}

static bool end(void *user, int exit_status)
{
    struct csv *csv = user;
    FILE *out = csv->file.stream;
    (void)exit_status;
    if (out == NULL) {
        return true; /* begin has failed, and said so */
    }
    (void)fputs("name,iterations,real_time,cpu_time,time_unit,bytes_per_second,items_per_second,"
                "label,error_occurred,error_message",
                out);
    for (size_t i = 0; i < csv->column_count; i++) {
        (void)fputc(',', out);
        put_text(out, csv->columns[i]);
    }
    (void)fputc('\n', out);
    for (size_t i = 0; i < csv->line_count; i++) {
        put_line(csv, out, &csv->lines[i]);
    }
    return tkg_gbench_file_commit(&csv->file);
}

bool tkg_gbench_csv_create(const char *path, struct tkg_benchmark_reporter *reporter)
{
    struct csv *csv = calloc(1, sizeof(*csv));
    char *copy = path == NULL ? NULL : strdup(path);
    if (csv == NULL || (path != NULL && copy == NULL)) {
        free(csv);
        free(copy);
        return false;
    }
    csv->path = copy;
    *reporter = (struct tkg_benchmark_reporter){sizeof(*reporter), csv, begin, runs, end};
    return true;
}

void tkg_gbench_csv_destroy(struct tkg_benchmark_reporter *reporter)
{
    struct csv *csv = reporter->user;
    if (csv != NULL) {
        tkg_gbench_file_discard(&csv->file);
        tkg_gbench_pool_release(&csv->pool);
        free(csv->lines);
        free(csv->columns);
        free(csv->path);
        free(csv);
    }
    reporter->user = NULL;
}
