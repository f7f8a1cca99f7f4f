/* SPDX-License-Identifier: Apache-2.0
 *
 * Three walks over the rows: what was measured or failed, then medians and then means for cases
 * that have nothing else, because a file may hold aggregates only.
 */
#include "report/gbench_reader.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "report/gbench_row.h"
#include "report/iso_time.h"
#include "report/result_fields.h"
#include "report/safe_text.h"

enum {
    /* The largest public suites print some 10,000 rows; files of long histories are joined. */
    ROW_COUNT_MAX = 1000000,
    CACHE_COUNT_MAX = 256, /* one per level and type, on machines with many kinds of core */
};

struct gbench_file {
    struct tkg_json_reader *reader;
    struct tkg_run_record *record;
    struct tkg_gbench_dialect dialect;
    json_t *names; /* of all rows, as keys */
    json_t *cases; /* full name -> index in the record */
    bool single;   /* profile `single`: percentiles have rows of their own */
    uint32_t order_index;
    size_t measured_count; /* rows that were a measurement or a failure */
};

bool tkg_gbench_is(const json_t *root)
{
    return json_object_get(root, "benchmarks") && !json_object_get(root, "schema");
}

static enum tkg_status no_memory(const struct tkg_json_reader *reader)
{
    return tkg_fail(reader->err, TKG_NO_MEMORY, "%s: no memory left to read it", reader->path);
}

/* The same name, or, where that is too long for a case or taken, its beginning, "~" and a number.
 */
static void choose_name(const struct tkg_run_record *record, const char *full,
                        char out[TKG_CASE_NAME_BYTES])
{
    enum { SUFFIX_BYTES = 22 }; /* "~" and any 64-bit number */
    size_t number = record->case_count + 1;
    bool whole = tkg_string_copy(out, TKG_CASE_NAME_BYTES, full);
    while (!whole || tkg_run_record_find_case(record, out)) {
        struct tkg_text name = {0};
        tkg_safe_add_utf8(&name, full, TKG_CASE_NAME_BYTES - 1 - SUFFIX_BYTES);
        tkg_text_addf(&name, "~%zu", number++);
        whole = tkg_string_copy(out, TKG_CASE_NAME_BYTES, tkg_text_borrow(&name));
        tkg_text_deinit(&name);
    }
}

static enum tkg_status add_case(struct gbench_file *file, const char *full, struct tkg_case **into)
{
    char name[TKG_CASE_NAME_BYTES];
    size_t index = file->record->case_count;
    if (!*full) {
        return tkg_json_refuse_member(file->reader, "name", "a name", "an empty string");
    }
    if (index >= TKG_RESULT_CASE_COUNT_MAX) {
        return tkg_json_refuse(file->reader, "at most 10000 different names", "more");
    }
    choose_name(file->record, full, name);
    *into = tkg_run_record_add_case(file->record, name, 0);
    if (!*into || json_object_set_new(file->cases, full, json_integer((json_int_t)index)) != 0) {
        return no_memory(file->reader);
    }
    return TKG_OK;
}

/* The case that a row belongs to, made when there is none yet. */
static enum tkg_status need_case(struct gbench_file *file, const struct tkg_gbench_row *row,
                                 struct tkg_case **into)
{
    struct tkg_text full = {0};
    tkg_text_add_bytes(&full, row->case_name, row->case_name_bytes);
    enum tkg_status status = TKG_OK;
    if (tkg_text_failed(&full)) {
        status = no_memory(file->reader);
    } else {
        const json_t *index = json_object_get(file->cases, tkg_text_borrow(&full));
        if (index) {
            *into = &file->record->cases[json_integer_value(index)];
        } else {
            status = add_case(file, tkg_text_borrow(&full), into);
        }
    }
    tkg_text_deinit(&full);
    return status;
}

static bool is_block_percentile(int metric)
{
    return metric >= TKG_METRIC_BLOCK_P50 && metric <= TKG_METRIC_BLOCK_MAX;
}

/* Adds a trial of what the row says in that pass: percentiles are of pass B, all else of pass A.
 * Without any value there is no trial. */
static enum tkg_status add_pass(struct gbench_file *file, const struct tkg_gbench_row *row,
                                enum tkg_pass pass, uint32_t round, struct tkg_case *into)
{
    struct tkg_trial trial = tkg_trial_empty(pass);
    bool any = false;
    for (int i = 0; i < TKG_METRIC_COUNT; i++) {
        if (is_block_percentile(i) == (pass == TKG_PASS_BLOCK) && !isnan(row->values[i])) {
            trial.values[i] = row->values[i];
            any = true;
        }
    }
    if (!any) {
        return TKG_OK;
    }
    if (into->trial_count >= TKG_RESULT_TRIAL_COUNT_MAX) {
        return tkg_json_refuse(file->reader, "at most 120000 repetitions of one name", "more");
    }
    trial.round = round;
    trial.order_index = file->order_index++;
    trial.replay_count = row->iteration_count;
    trial.load_1min = NAN;
    return tkg_case_add_trial(into, &trial, file->reader->err);
}

static enum tkg_status add_trials(struct gbench_file *file, const struct tkg_gbench_row *row,
                                  struct tkg_case *into)
{
    uint32_t round = into->trial_count > 0 ? into->trials[into->trial_count - 1].round + 1 : 0;
    enum tkg_status status = add_pass(file, row, TKG_PASS_THROUGHPUT, round, into);
    if (status == TKG_OK) {
        status = add_pass(file, row, TKG_PASS_BLOCK, round, into);
    }
    if (round >= file->record->round_count) {
        file->record->round_count = round + 1;
    }
    return status;
}

/* The first message stands for all: one fault usually fails every repetition. */
static void note_failure(struct gbench_file *file, const struct tkg_gbench_row *row)
{
    enum { NAME_BYTES_MAX = 200 }; /* leaves most of the text to the message */
    struct tkg_run_record *record = file->record;
    size_t name_bytes = row->case_name_bytes;
    if (record->failure == TKG_OK) {
        (void)snprintf(record->failure_text, sizeof(record->failure_text), "benchmark %.*s: %s",
                       (int)(name_bytes < NAME_BYTES_MAX ? name_bytes : NAME_BYTES_MAX),
                       row->case_name, *row->message ? row->message : "failed without a message");
    }
    record->failure = TKG_ENGINE_ERROR;
    record->complete = false;
}

static enum tkg_status take_row(struct gbench_file *file, const struct tkg_gbench_row *row,
                                bool aggregate)
{
    struct tkg_case *into = NULL;
    enum tkg_status status = need_case(file, row, &into);
    if (status != TKG_OK) {
        return status;
    }
    file->measured_count++;
    if (row->kind == TKG_GBENCH_FAILED) {
        note_failure(file, row);
        return TKG_OK;
    }
    bool wanted = row->kind != TKG_GBENCH_SKIPPED && (!aggregate || into->trial_count == 0);
    return wanted ? add_trials(file, row, into) : TKG_OK;
}

static bool kind_is_of_walk(enum tkg_gbench_kind kind, enum tkg_gbench_kind walk)
{
    bool first =
        kind == TKG_GBENCH_ITERATION || kind == TKG_GBENCH_FAILED || kind == TKG_GBENCH_SKIPPED;
    return walk == TKG_GBENCH_ITERATION ? first : kind == walk;
}

static enum tkg_status read_row(struct gbench_file *file, const json_t *object,
                                enum tkg_gbench_kind walk)
{
    struct tkg_gbench_row row;
    if (!json_is_object(object)) {
        return tkg_json_refuse(file->reader, "an object", tkg_json_found(object));
    }
    enum tkg_status status = tkg_gbench_row_read(file->reader, object, &file->dialect, &row);
    bool percentile = status == TKG_OK && file->single &&
                      tkg_gbench_row_is_percentile(file->names, row.case_name);
    if (status != TKG_OK || percentile || !kind_is_of_walk(row.kind, walk)) {
        return status;
    }
    return take_row(file, &row, walk != TKG_GBENCH_ITERATION);
}

static enum tkg_status walk_rows(struct gbench_file *file, const json_t *rows,
                                 enum tkg_gbench_kind walk)
{
    enum tkg_status status = TKG_OK;
    size_t outer = tkg_json_enter(file->reader, "benchmarks");
    for (size_t i = 0; i < json_array_size(rows) && status == TKG_OK; i++) {
        size_t mark = tkg_json_enter_index(file->reader, i);
        status = read_row(file, json_array_get(rows, i), walk);
        tkg_json_leave(file->reader, mark);
    }
    tkg_json_leave(file->reader, outer);
    return status;
}

static enum tkg_status collect_names(struct gbench_file *file, const json_t *rows)
{
    for (size_t i = 0; i < json_array_size(rows); i++) {
        const char *name = json_string_value(json_object_get(json_array_get(rows, i), "name"));
        if (name && json_object_set_new(file->names, name, json_true()) != 0) {
            return no_memory(file->reader);
        }
    }
    return TKG_OK;
}

/* "2026-11-21T02:27:11+00:00". Older versions print local time without a zone, which is no point in
 * time: 0 is left. */
/* "+02:00" or "-05:30" to minutes; false for anything else. */
static bool parse_zone(const char *text, int *minutes)
{
    for (int i = 0; i < 6; i++) {
        const bool is_right = i == 0   ? text[i] == '+' || text[i] == '-'
                              : i == 3 ? text[i] == ':'
                                       : text[i] >= '0' && text[i] <= '9';
        if (!is_right) {
            return false;
        }
    }
    *minutes = (10 * (text[1] - '0') + text[2] - '0') * 60 + 10 * (text[4] - '0') + text[5] - '0';
    *minutes *= text[0] == '-' ? -1 : 1;
    return true;
}

static int64_t parse_date(const char *date)
{
    static const int64_t minute_ns = INT64_C(60000000000);
    char utc[TKG_ISO_TIME_BYTES];
    int minutes = 0;
    int64_t unix_ns;
    enum { LOCAL_BYTES = sizeof("2026-11-21T02:27:11") - 1 };
    if (strlen(date) < LOCAL_BYTES + 1) {
        return 0;
    }
    (void)snprintf(utc, sizeof(utc), "%.*s.000000000Z", (int)LOCAL_BYTES, date);
    bool zone = strcmp(date + LOCAL_BYTES, "Z") == 0 || parse_zone(date + LOCAL_BYTES, &minutes);
    if (!zone || !tkg_iso_time_parse(utc, &unix_ns)) {
        return 0;
    }
    int64_t offset_ns = minutes * minute_ns;
    return __builtin_sub_overflow(unix_ns, offset_ns, &unix_ns) ? 0 : unix_ns;
}

/* An integer member from 0 to max; 0 when it is absent or none: the context is only shown. */
static int64_t count_at(const json_t *object, const char *key, int64_t max)
{
    const json_t *value = json_object_get(object, key);
    int64_t count = json_is_integer(value) ? json_integer_value(value) : 0;
    return count > 0 && count <= max ? count : 0;
}

static void read_caches(const json_t *caches, struct tkg_fingerprint *fingerprint)
{
    for (size_t i = 0; i < json_array_size(caches) && i < CACHE_COUNT_MAX; i++) {
        const json_t *cache = json_array_get(caches, i);
        const char *type = json_string_value(json_object_get(cache, "type"));
        int64_t level = count_at(cache, "level", 3);
        if (level > 0 && type && strcmp(type, "Instruction") != 0) {
            fingerprint->cache_bytes[level] = count_at(cache, "size", INT64_C(1) << 50);
        }
    }
}

/* Nothing in the context is needed, and nothing in it is believed more than that it is text. */
static void read_context(struct gbench_file *file, const json_t *context,
                         struct tkg_fingerprint *fingerprint)
{
    struct tkg_run_record *record = file->record;
    const char *executable = json_string_value(json_object_get(context, "executable"));
    const char *date = json_string_value(json_object_get(context, "date"));
    const char *profile = json_string_value(json_object_get(context, "json_profile"));
    const char *path = executable ? executable : "";
    const char *slash = strrchr(path, '/');
    (void)tkg_string_copy(record->engine_name, TKG_RECORD_TEXT_BYTES, slash ? slash + 1 : path);
    (void)snprintf(record->engine_path, TKG_RECORD_TEXT_BYTES, TKG_GBENCH_PATH "%s", path);
    record->start_unix_ns = date ? parse_date(date) : 0;
    record->complete = true;
    tkg_environment_forget(fingerprint);
    fingerprint->cpu_online_count = (int)count_at(context, "num_cpus", 1000000);
    read_caches(json_object_get(context, "caches"), fingerprint);
    file->single = profile && strcmp(profile, "single") == 0;
    file->dialect.own_metrics = json_is_string(json_object_get(context, "tickgate_version"));
}

static enum tkg_status read_rows(struct gbench_file *file, const json_t *rows)
{
    static const enum tkg_gbench_kind walks[] = {TKG_GBENCH_ITERATION, TKG_GBENCH_MEDIAN,
                                                 TKG_GBENCH_MEAN};
    enum tkg_status status = collect_names(file, rows);
    file->dialect.names = file->names;
    for (size_t i = 0; i < sizeof(walks) / sizeof(walks[0]) && status == TKG_OK; i++) {
        status = walk_rows(file, rows, walks[i]);
    }
    if (status == TKG_OK && file->measured_count == 0) {
        status = tkg_fail(file->reader->err, TKG_NOTHING,
                          "%s: no benchmark in it: nothing was measured; check the filter that it "
                          "was made with",
                          file->reader->path);
    }
    return status;
}

enum tkg_status tkg_gbench_read(struct tkg_json_reader *reader, const json_t *root,
                                struct tkg_run_record *record, struct tkg_fingerprint *fingerprint)
{
    json_t *rows;
    struct gbench_file file = {.reader = reader, .record = record};
    enum tkg_status status = tkg_json_need_array(reader, root, "benchmarks", ROW_COUNT_MAX, &rows);
    if (status != TKG_OK) {
        return status;
    }
    file.names = json_object();
    file.cases = json_object();
    read_context(&file, json_object_get(root, "context"), fingerprint);
    status = file.names && file.cases ? read_rows(&file, rows) : no_memory(reader);
    json_decref(file.names);
    json_decref(file.cases);
    return status;
}
