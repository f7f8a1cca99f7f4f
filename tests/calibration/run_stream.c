/* SPDX-License-Identifier: Apache-2.0 */
#include "run_stream.h"

#include <fcntl.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#include "count_run.h"
#include "gate_run.h"
#include "host/child.h"
#include "host/clock.h"
#include "host/cpu.h"
#include "host/file.h"
#include "host/fingerprint.h"
#include "layout_pool.h"
#include "profile/instruction_count.h"
#include "run_row.h"
#include "whole_gate.h"

enum { VARIANT_MAX = 32, POOL_MAX = 4 };

/* One experiment on its way. */
struct course {
    const struct tkg_experiment *experiment;
    char names[POOL_MAX][NAME_MAX]; /* of base */
    const char *name_list[POOL_MAX];
    size_t base_count;
    struct tkg_layout_pool base[POOL_MAX];
    struct tkg_layout_pool heads[VARIANT_MAX]; /* none where head's pool is base's */
    bool is_shared;
    bool is_left_out; /* for want of a program */
    uint32_t next_run;
    uint32_t new_run_count;
    double spent_s; /* by this stream, stored runs included */
};

void tkg_raw_path(char *path, size_t path_bytes, const char *folder, const char *experiment,
                  const char *kind)
{
    (void)snprintf(path, path_bytes, "%s/%s%s", folder, experiment, kind);
}

static enum tkg_status read_pool(const struct tkg_run_stream *stream, const char *name,
                                 struct tkg_layout_pool *pool, struct tkg_error *err)
{
    char folder[PATH_MAX];
    (void)snprintf(folder, sizeof folder, "%s/%s", stream->layout_folder, name);
    return tkg_layout_pool_read(pool, folder, err);
}

/* "a,b": one pool after the other. */
static enum tkg_status read_base_pools(const struct tkg_run_stream *stream, struct course *course,
                                       struct tkg_error *err)
{
    const char *next = course->experiment->base_pool;
    enum tkg_status status = TKG_OK;
    while (*next && course->base_count < POOL_MAX && status == TKG_OK) {
        const size_t number = course->base_count++;
        const size_t length = strcspn(next, ",");
        (void)snprintf(course->names[number], NAME_MAX, "%.*s", (int)length, next);
        course->name_list[number] = course->names[number];
        status = read_pool(stream, course->names[number], &course->base[number], err);
        next += length + (next[length] == ',');
    }
    return status;
}

static enum tkg_status read_pools(const struct tkg_run_stream *stream, struct course *course,
                                  struct tkg_error *err)
{
    const struct tkg_experiment *experiment = course->experiment;
    enum tkg_status status = read_base_pools(stream, course, err);
    course->is_shared = strcmp(experiment->base_pool, experiment->head_pool) == 0;
    if (experiment->variant_count == 0 && !course->is_shared && status == TKG_OK) {
        status = read_pool(stream, experiment->head_pool, &course->heads[0], err);
    }
    for (uint32_t v = 0; v < experiment->variant_count && status == TKG_OK; v++) {
        char name[NAME_MAX];
        (void)snprintf(name, sizeof name, "%s-%u", experiment->head_pool, (unsigned)v);
        status = read_pool(stream, name, &course->heads[v], err);
    }
    return status;
}

static void describe_machine(char *out, size_t out_bytes)
{
    struct tkg_fingerprint fingerprint;
    tkg_fingerprint_read(&fingerprint);
    (void)snprintf(out, out_bytes, "%.100s, %d CPUs, %.40s, %.60s, %.40s %.20s",
                   fingerprint.cpu_model, fingerprint.cpu_online_count,
                   fingerprint.hypervisor[0] ? fingerprint.hypervisor : "no hypervisor",
                   fingerprint.kernel, fingerprint.compiler, fingerprint.build_type);
}

static void describe_counts(const struct tkg_experiment *experiment, uint32_t stream_count,
                            char *out, size_t out_bytes)
{
    (void)snprintf(
        out, out_bytes,
        "the instruction check of tickgate gate: %u ticks counted twice on each side, a "
        "fresh process under callgrind each; tolerance and limit %g %%; layout 0 of %s "
        "and of %s, ticks drawn for each run, %u streams at once, each on a CPU of its own",
        (unsigned)experiment->count_ticks, 100.0 * experiment->tolerance, experiment->base_pool,
        experiment->head_pool, (unsigned)stream_count);
}

static void describe_method(const struct tkg_experiment *experiment, uint32_t stream_count,
                            char *out, size_t out_bytes)
{
    if (experiment->count_ticks > 0) {
        describe_counts(experiment, stream_count, out, out_bytes);
        return;
    }
    (void)snprintf(
        out, out_bytes,
        "tickgate compare: metric %s, tolerance %g %%, margin %g %%, head waits %g %% "
        "more, %u layouts a side drawn for each run from %s and %s, budget %g s, at most "
        "%u launches, %u streams at once, each on a CPU of its own",
        experiment->metric, 100.0 * experiment->tolerance, 200.0 * experiment->tolerance,
        100.0 * experiment->head_extra, (unsigned)experiment->layout_count, experiment->base_pool,
        experiment->head_pool, experiment->budget_s, (unsigned)experiment->launch_max,
        (unsigned)stream_count);
}

static void fill_header(const struct tkg_run_stream *stream,
                        const struct tkg_experiment *experiment, struct tkg_run_header *header)
{
    const time_t now = time(NULL);
    struct tm utc;
    memset(header, 0, sizeof *header);
    (void)snprintf(header->experiment, sizeof header->experiment, "%s", experiment->name);
    (void)snprintf(header->about, sizeof header->about, "%s", experiment->about);
    (void)snprintf(header->commit, sizeof header->commit, "%s", stream->commit);
    (void)snprintf(header->seed, sizeof header->seed, "%llu", (unsigned long long)stream->seed);
    describe_machine(header->machine, sizeof header->machine);
    describe_method(experiment, stream->count, header->method, sizeof header->method);
    (void)strftime(header->begun, sizeof header->begun, "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&now, &utc));
}

/* The header is written by whoever comes first; the lock keeps two streams from both being it. */
static enum tkg_status begin_file(const char *path, const struct tkg_run_header *header,
                                  struct tkg_run_rows *rows, struct tkg_error *err)
{
    struct tkg_text text;
    enum tkg_status status = tkg_raw_repair(path, err);
    status = status == TKG_OK ? tkg_run_rows_read(path, rows, err) : status;
    if (status != TKG_OK) {
        return status;
    }
    if (rows->header.experiment[0] != '\0') {
        return tkg_run_header_check(path, &rows->header, header, err);
    }
    tkg_text_init(&text);
    tkg_run_header_write(header, &text);
    status = tkg_raw_append(path, &text, err);
    tkg_text_deinit(&text);
    return status;
}

static void count_rows(const struct tkg_run_stream *stream, const struct tkg_run_rows *rows,
                       struct course *course)
{
    course->next_run = stream->number;
    for (size_t i = 0; i < rows->count; i++) {
        const struct tkg_run_row *row = &rows->rows[i];
        if (row->run % stream->count == stream->number) {
            course->spent_s += row->seconds;
            course->next_run =
                row->run >= course->next_run ? row->run + stream->count : course->next_run;
        }
    }
}

/* valgrind is not on every machine, and tickgate is not given to every call. */
static bool lacks_program(const struct tkg_run_stream *stream,
                          const struct tkg_experiment *experiment)
{
    char reason[256];
    if (experiment->count_ticks == 0) {
        return experiment->gate_file && !stream->tickgate_path;
    }
    if (tkg_instruction_count_is_available(reason, sizeof reason)) {
        return false;
    }
    (void)fprintf(stderr, "calibrate: %s is left out: %s\n", experiment->name, reason);
    return true;
}

static enum tkg_status begin_course(const struct tkg_run_stream *stream, struct course *course,
                                    struct tkg_error *err)
{
    char path[PATH_MAX];
    struct tkg_run_header header;
    struct tkg_run_rows rows = {.rows = NULL};
    course->is_left_out = lacks_program(stream, course->experiment);
    fill_header(stream, course->experiment, &header);
    tkg_raw_path(path, sizeof path, stream->data_folder, course->experiment->name, ".tsv");
    enum tkg_status status = begin_file(path, &header, &rows, err);
    if (status == TKG_OK) {
        count_rows(stream, &rows, course);
        status = read_pools(stream, course, err);
    }
    tkg_run_rows_deinit(&rows);
    return status;
}

static bool is_complete(const struct tkg_run_stream *stream, const struct course *course)
{
    return course->next_run >= course->experiment->run_goal || course->is_left_out ||
           (stream->run_max > 0 && course->new_run_count >= stream->run_max);
}

/* The one that had the least of its share; NULL when all are complete. */
static struct course *choose(const struct tkg_run_stream *stream, struct course *courses)
{
    struct course *chosen = NULL;
    double least = INFINITY;
    for (size_t i = 0; i < stream->experiment_count; i++) {
        const double share = courses[i].spent_s / courses[i].experiment->weight;
        if (!is_complete(stream, &courses[i]) && share < least) {
            least = share;
            chosen = &courses[i];
        }
    }
    return chosen;
}

static bool is_worth_a_receipt(const struct tkg_experiment *experiment, const char *outcome)
{
    const bool is_equal = experiment->head_extra == 0.0 && !experiment->head_is_slower;
    return strcmp(outcome, is_equal ? "pass" : "regression") != 0;
}

static enum tkg_status keep(const struct tkg_run_stream *stream, const struct course *course,
                            const struct tkg_run_row *row, const struct tkg_text *launches,
                            const struct tkg_text *receipt, struct tkg_error *err)
{
    char path[PATH_MAX];
    struct tkg_text text;
    const char *name = course->experiment->name;
    enum tkg_status status = TKG_OK;
    tkg_text_init(&text);
    tkg_run_row_write(row, &text);
    if (launches->length > 0) { /* before the row: a row without its launches cannot be */
        tkg_raw_path(path, sizeof path, stream->data_folder, name, ".launches.tsv");
        status = tkg_raw_append(path, launches, err);
    }
    if (status == TKG_OK && is_worth_a_receipt(course->experiment, row->outcome)) {
        (void)snprintf(path, sizeof path, "%s/receipts/%s-%u.json", stream->data_folder, name,
                       (unsigned)row->run);
        status = tkg_file_write(path, tkg_text_borrow(receipt), receipt->length, err);
    }
    if (status == TKG_OK) {
        tkg_raw_path(path, sizeof path, stream->data_folder, name, ".tsv");
        status = tkg_raw_append(path, &text, err);
    }
    tkg_text_deinit(&text);
    return status;
}

static uint32_t variant_of(const struct tkg_experiment *experiment, uint32_t run)
{
    return experiment->variant_count > 0 ? run % experiment->variant_count : 0;
}

/* By what the experiment judges: a whole gate, instructions, or time. */
static enum tkg_status run_by_kind(const struct tkg_gate_run *run, struct tkg_run_row *row,
                                   struct tkg_text *launches, struct tkg_text *receipt,
                                   struct tkg_error *err)
{
    if (run->experiment->gate_file) {
        return tkg_whole_gate_run(run, row, receipt, err);
    }
    return run->experiment->count_ticks > 0 ? tkg_count_run(run, row, receipt, err)
                                            : tkg_gate_run(run, row, launches, receipt, err);
}

static enum tkg_status play(const struct tkg_run_stream *stream, struct course *course,
                            struct tkg_error *err)
{
    const struct tkg_experiment *experiment = course->experiment;
    struct tkg_text launches;
    struct tkg_text receipt;
    struct tkg_run_row row = {
        .run = course->next_run,
        .stream = stream->number,
        .is_loaded = tkg_experiment_is_loaded(experiment, course->next_run),
        .variant = variant_of(experiment, course->next_run),
        .seed = tkg_experiment_seed(experiment, stream->seed, course->next_run),
    };
    const struct tkg_gate_run run = {
        .experiment = experiment,
        .base = course->base,
        .pool_names = course->name_list,
        .pool_count = course->base_count,
        .head = course->is_shared ? course->base : &course->heads[row.variant],
        .program_path = stream->program_path,
        .tickgate_path = stream->tickgate_path,
        .cpu = stream->cpu,
    };
    tkg_text_init(&launches);
    tkg_text_init(&receipt);
    enum tkg_status status = run_by_kind(&run, &row, &launches, &receipt, err);
    status = status == TKG_OK ? keep(stream, course, &row, &launches, &receipt, err) : status;
    tkg_text_deinit(&launches);
    tkg_text_deinit(&receipt);
    course->spent_s += row.seconds;
    course->next_run += stream->count;
    course->new_run_count++;
    return status;
}

static enum tkg_status begin(const struct tkg_run_stream *stream, struct course *courses,
                             struct tkg_error *err)
{
    char path[PATH_MAX];
    tkg_raw_path(path, sizeof path, stream->data_folder, "receipts", "");
    enum tkg_status status = tkg_folder_make(path, err);
    tkg_raw_path(path, sizeof path, stream->data_folder, "lock", "");
    const int lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (status == TKG_OK && (lock < 0 || flock(lock, LOCK_EX) != 0)) {
        status = tkg_fail(err, TKG_OUTPUT, "%s cannot be locked", path);
    }
    for (size_t i = 0; i < stream->experiment_count && status == TKG_OK; i++) {
        courses[i].experiment = stream->experiments[i];
        status = begin_course(stream, &courses[i], err);
    }
    if (lock >= 0) {
        (void)close(lock);
    }
    return status;
}

static void end(const struct tkg_run_stream *stream, struct course *courses)
{
    for (size_t i = 0; i < stream->experiment_count; i++) {
        for (size_t pool = 0; pool < POOL_MAX; pool++) {
            tkg_layout_pool_deinit(&courses[i].base[pool]);
        }
        for (size_t v = 0; v < VARIANT_MAX; v++) {
            tkg_layout_pool_deinit(&courses[i].heads[v]);
        }
    }
    free(courses);
}

enum tkg_status tkg_run_stream(const struct tkg_run_stream *stream, struct tkg_error *err)
{
    const int64_t end_ns = tkg_clock_monotonic_ns() + (int64_t)(stream->seconds * 1e9);
    struct course *courses = calloc(TKG_STREAM_EXPERIMENT_MAX, sizeof *courses);
    if (!courses) {
        return tkg_fail(err, TKG_NO_MEMORY, "out of memory for the experiments");
    }
    enum tkg_status status = begin(stream, courses, err);
    struct course *course = NULL;
    while (status == TKG_OK && tkg_clock_monotonic_ns() < end_ns && !tkg_interrupt_requested() &&
           (course = choose(stream, courses)) != NULL) {
        status = play(stream, course, err);
    }
    end(stream, courses);
    if (status == TKG_OK && tkg_interrupt_requested()) {
        status = tkg_fail(err, TKG_INTERRUPTED, "stopped by a signal; the same command goes on");
    }
    return status;
}
