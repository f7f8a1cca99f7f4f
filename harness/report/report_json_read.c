/* SPDX-License-Identifier: Apache-2.0
 *
 * Reads the measured part of a result file back; google-benchmark's files go to gbench_reader.c,
 * those of one size to scalability_reader.c.
 * What was concluded (summaries, fits, verdicts) is not read but made again by stats/ and verdict/,
 * so that one version of them judges all runs.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "report/alert_json.h"
#include "report/field_reader.h"
#include "report/gbench_reader.h"
#include "report/gbench_token.h"
#include "report/report.h"
#include "report/scalability_reader.h"
#include "report/stage_reader.h"
#include "report/telemetry_json.h"

enum { INVALIDITIES_MAX = 32 /* bits of tkg_trial.invalid */ };

/* Above any time, size or rate: what result_fields.c calls ample. */
static const double METRIC_MAX = 1e18;

/* First of all, so that a file of another kind is refused by its name and not by what it lacks. */
static enum tkg_status read_schema(struct tkg_json_reader *reader, const json_t *root)
{
    const char *schema;
    enum tkg_status status = tkg_json_need_text(reader, root, "schema", &schema);
    if (status != TKG_OK || strcmp(schema, TKG_RESULT_SCHEMA) == 0) {
        return status;
    }
    return tkg_json_refuse_member(reader, "schema",
                                  "\"" TKG_RESULT_SCHEMA "\" (what this version of tickgate reads)",
                                  schema);
}

/* By name: the order of the enumeration is ours to change. */
static enum tkg_status read_pass(struct tkg_json_reader *reader, const json_t *object,
                                 enum tkg_pass *pass)
{
    const char *name;
    enum tkg_status status = tkg_json_need_text(reader, object, "pass", &name);
    if (status != TKG_OK) {
        return status;
    }
    for (int i = 0; i < TKG_PASS_COUNT; i++) {
        if (strcmp(tkg_pass_name((enum tkg_pass)i), name) == 0) {
            *pass = (enum tkg_pass)i;
            return TKG_OK;
        }
    }
    return tkg_json_refuse_member(reader, "pass", "the name of a pass", name);
}

/* The bit that is called name, 0 when none is. */
static uint32_t invalidity_bit(const char *name)
{
    for (uint32_t bit = 1; bit != 0; bit <<= 1) {
        const char *known = tkg_invalidity_name(bit);
        if (*known && strcmp(known, name) == 0) {
            return bit;
        }
    }
    return 0;
}

/* An unknown reason is refused: the trial would count as valid without it. */
static enum tkg_status read_invalidities(struct tkg_json_reader *reader, const json_t *object,
                                         uint32_t *bits)
{
    json_t *names;
    enum tkg_status status =
        tkg_json_need_array(reader, object, "invalid", INVALIDITIES_MAX, &names);
    if (status != TKG_OK) {
        return status;
    }
    size_t mark = tkg_json_enter(reader, "invalid");
    for (size_t i = 0; i < json_array_size(names) && status == TKG_OK; i++) {
        const json_t *name = json_array_get(names, i);
        uint32_t bit = json_is_string(name) ? invalidity_bit(json_string_value(name)) : 0;
        *bits |= bit;
        if (bit == 0) {
            status = tkg_json_refuse(reader, "names of reasons such as CPU_SHARE",
                                     json_is_string(name) ? json_string_value(name)
                                                          : tkg_json_found(name));
        }
    }
    tkg_json_leave(reader, mark);
    return status;
}

/* Times, sizes and rates are never negative; shares may be, as differences of two measurements. */
static enum tkg_status read_value(struct tkg_json_reader *reader, const char *name,
                                  const json_t *value, struct tkg_trial *trial)
{
    enum tkg_metric metric;
    if (!tkg_metric_find(name, &metric)) {
        return tkg_json_refuse(reader, "the name of a metric", name);
    }
    bool share = tkg_metric_info(metric)->dimension == TKG_DIMENSION_SHARE;
    return tkg_json_real_in(reader, value, share ? -METRIC_MAX : 0.0, METRIC_MAX,
                            &trial->values[metric]);
}

/* A metric that is absent stays NaN, as tkg_trial_empty() left it. */
static enum tkg_status read_values(struct tkg_json_reader *reader, json_t *object,
                                   struct tkg_trial *trial)
{
    json_t *values;
    enum tkg_status status = tkg_json_need_object(reader, object, "values", &values);
    if (status != TKG_OK) {
        return status;
    }
    size_t outer = tkg_json_enter(reader, "values");
    for (void *at = json_object_iter(values); at && status == TKG_OK;
         at = json_object_iter_next(values, at)) {
        const char *name = json_object_iter_key(at);
        reader->leaf = name;
        status = read_value(reader, name, json_object_iter_value(at), trial);
    }
    reader->leaf = NULL;
    tkg_json_leave(reader, outer);
    return status;
}

/* Only engines that offer them have portfolio figures. */
static enum tkg_status read_portfolio(struct tkg_json_reader *reader, const json_t *object,
                                      struct tkg_portfolio *portfolio)
{
    const json_t *from = json_object_get(object, "portfolio");
    if (!from) {
        return TKG_OK;
    }
    if (!json_is_object(from)) {
        return tkg_json_refuse_member(reader, "portfolio", "an object", tkg_json_found(from));
    }
    size_t mark = tkg_json_enter(reader, "portfolio");
    enum tkg_status status = tkg_json_read_fields(reader, from, tkg_portfolio_fields, portfolio);
    portfolio->known = status == TKG_OK;
    tkg_json_leave(reader, mark);
    return status;
}

/* What only some trials have; then all of it was good, and the trial is copied into its case. */
static enum tkg_status read_extras(struct tkg_json_reader *reader, const json_t *object,
                                   struct tkg_trial *trial, struct tkg_case *into)
{
    struct tkg_stage_table stages;
    struct tkg_telemetry *telemetry = NULL;
    bool has_stages = false;
    enum tkg_status status = read_portfolio(reader, object, &trial->portfolio);
    if (status == TKG_OK) {
        status = tkg_stages_read(reader, object, &stages, &has_stages);
    }
    if (status == TKG_OK) {
        status = tkg_telemetry_read(reader, object, &telemetry);
    }
    trial->stages = has_stages ? &stages : NULL;
    trial->telemetry = telemetry;
    status = status == TKG_OK ? tkg_case_add_trial(into, trial, reader->err) : status;
    trial->stages = NULL; /* what it pointed to ends here; the case has copies */
    trial->telemetry = NULL;
    free(telemetry);
    return status;
}

static enum tkg_status read_trial(struct tkg_json_reader *reader, json_t *object,
                                  struct tkg_case *into)
{
    enum tkg_pass pass = TKG_PASS_THROUGHPUT;
    if (!json_is_object(object)) {
        return tkg_json_refuse(reader, "an object", tkg_json_found(object));
    }
    enum tkg_status status = read_pass(reader, object, &pass);
    if (status != TKG_OK) {
        return status;
    }
    struct tkg_trial trial = tkg_trial_empty(pass);
    status = read_invalidities(reader, object, &trial.invalid);
    if (status == TKG_OK) {
        status = read_values(reader, object, &trial);
    }
    if (status == TKG_OK) {
        status = tkg_json_read_fields(reader, object, tkg_trial_fields, &trial);
    }
    return status == TKG_OK ? read_extras(reader, object, &trial, into) : status;
}

/* In the order of the file, which is the order they ran in. */
static enum tkg_status read_trials(struct tkg_json_reader *reader, const json_t *object,
                                   struct tkg_case *into)
{
    json_t *trials;
    enum tkg_status status =
        tkg_json_need_array(reader, object, "trials", TKG_RESULT_TRIAL_COUNT_MAX, &trials);
    if (status != TKG_OK) {
        return status;
    }
    size_t outer = tkg_json_enter(reader, "trials");
    for (size_t i = 0; i < json_array_size(trials) && status == TKG_OK; i++) {
        size_t mark = tkg_json_enter_index(reader, i);
        status = read_trial(reader, json_array_get(trials, i), into);
        tkg_json_leave(reader, mark);
    }
    tkg_json_leave(reader, outer);
    return status;
}

/* A case's own figures, before it joins the record. */
struct case_head {
    char name[TKG_CASE_NAME_BYTES];
    uint64_t tick_count;
    double pace_ticks_per_s;
};

static const struct tkg_result_field case_fields[] = {
    {"name", TKG_FIELD_TEXT, offsetof(struct case_head, name), TKG_CASE_NAME_BYTES, 0.0, 0.0, false,
     false},
    {"tick_count", TKG_FIELD_U64, offsetof(struct case_head, tick_count), sizeof(uint64_t), 0.0,
     0.0, true, false},
    {"pace_ticks_per_s", TKG_FIELD_REAL, offsetof(struct case_head, pace_ticks_per_s),
     sizeof(double), 0.0, 1e18, true, false},
    {0},
};

/* Only cases of pass G have it. */
static enum tkg_status read_case_threads(struct tkg_json_reader *reader, const json_t *object,
                                         struct tkg_case_threads *threads)
{
    const json_t *from = json_object_get(object, "threads");
    if (!from) {
        return TKG_OK;
    }
    if (!json_is_object(from)) {
        return tkg_json_refuse_member(reader, "threads", "an object", tkg_json_found(from));
    }
    size_t mark = tkg_json_enter(reader, "threads");
    enum tkg_status status = tkg_json_read_fields(reader, from, tkg_thread_fields, threads);
    tkg_json_leave(reader, mark);
    return status;
}

/* The name is checked before the case is made: adding one twice is a bug, not an input error. */
static enum tkg_status read_case(struct tkg_json_reader *reader, const json_t *object,
                                 struct tkg_run_record *record)
{
    struct case_head head = {0};
    if (!json_is_object(object)) {
        return tkg_json_refuse(reader, "an object", tkg_json_found(object));
    }
    enum tkg_status status = tkg_json_read_fields(reader, object, case_fields, &head);
    if (status != TKG_OK) {
        return status;
    }
    if (!*head.name || tkg_run_record_find_case(record, head.name)) {
        return tkg_json_refuse(reader, "a name that no other case has", head.name);
    }
    struct tkg_case *into = tkg_run_record_add_case(record, head.name, head.tick_count);
    if (!into) {
        return tkg_fail(reader->err, TKG_NO_MEMORY, "%s: no memory left to read it", reader->path);
    }
    into->pace_ticks_per_s = head.pace_ticks_per_s;
    status = read_case_threads(reader, object, &into->threads);
    return status == TKG_OK ? read_trials(reader, object, into) : status;
}

static enum tkg_status read_cases(struct tkg_json_reader *reader, const json_t *root,
                                  struct tkg_run_record *record)
{
    json_t *cases;
    enum tkg_status status =
        tkg_json_need_array(reader, root, "cases", TKG_RESULT_CASE_COUNT_MAX, &cases);
    if (status != TKG_OK) {
        return status;
    }
    size_t outer = tkg_json_enter(reader, "cases");
    for (size_t i = 0; i < json_array_size(cases) && status == TKG_OK; i++) {
        size_t mark = tkg_json_enter_index(reader, i);
        status = read_case(reader, json_array_get(cases, i), record);
        tkg_json_leave(reader, mark);
    }
    tkg_json_leave(reader, outer);
    return status;
}

/* Reads the fields of the object under key. */
static enum tkg_status read_group(struct tkg_json_reader *reader, const json_t *root,
                                  const char *key, const struct tkg_result_field *fields,
                                  void *base)
{
    json_t *object;
    enum tkg_status status = tkg_json_need_object(reader, root, key, &object);
    if (status != TKG_OK) {
        return status;
    }
    size_t mark = tkg_json_enter(reader, key);
    status = tkg_json_read_fields(reader, object, fields, base);
    tkg_json_leave(reader, mark);
    return status;
}

/* By its stable id; TKG_OK is no failure. */
static enum tkg_status read_failure_status(struct tkg_json_reader *reader, const json_t *object,
                                           enum tkg_status *failure)
{
    const char *name;
    enum tkg_status status = tkg_json_need_text(reader, object, "status", &name);
    if (status != TKG_OK) {
        return status;
    }
    for (int i = TKG_OK + 1; i < TKG_STATUS_COUNT; i++) {
        if (strcmp(tkg_status_name((enum tkg_status)i), name) == 0) {
            *failure = (enum tkg_status)i;
            return TKG_OK;
        }
    }
    return tkg_json_refuse_member(reader, "status", "the name of a failure such as ENGINE_CRASH",
                                  name);
}

/* null: the run had none. */
static enum tkg_status read_failure(struct tkg_json_reader *reader, const json_t *root,
                                    struct tkg_run_record *record)
{
    const json_t *failure = json_object_get(root, "failure");
    if (json_is_null(failure)) {
        return TKG_OK;
    }
    if (!json_is_object(failure)) {
        return tkg_json_refuse_member(reader, "failure", "an object or null",
                                      tkg_json_found(failure));
    }
    size_t mark = tkg_json_enter(reader, "failure");
    enum tkg_status status = read_failure_status(reader, failure, &record->failure);
    if (status == TKG_OK) {
        status = tkg_json_read_fields(reader, failure, tkg_failure_fields, record);
    }
    tkg_json_leave(reader, mark);
    return status;
}

/* Small parts first: a wrong file fails before its trials are read. */
static enum tkg_status read_root(struct tkg_json_reader *reader, const json_t *root,
                                 struct tkg_run_record *record, struct tkg_fingerprint *fingerprint)
{
    enum tkg_status status = read_schema(reader, root);
    if (status == TKG_OK) {
        status = read_group(reader, root, "engine", tkg_engine_fields, record);
    }
    reader->absent_is_unknown = tkg_record_is_foreign(record);
    if (status == TKG_OK) {
        status = tkg_json_read_fields(reader, root, tkg_run_fields, record);
    }
    if (status == TKG_OK) {
        status = read_failure(reader, root, record);
    }
    if (status == TKG_OK) {
        status = read_group(reader, root, "environment", tkg_environment_fields, fingerprint);
    }
    if (status == TKG_OK) {
        status = read_cases(reader, root, record);
    }
    return status == TKG_OK ? tkg_alerts_read(reader, root, record) : status;
}

/* Once more, with the numbers that google-benchmark prints bare taken out. What is none of its
 * files keeps the message that it already has. */
static enum tkg_status parse_mended(struct tkg_json_reader *reader, const char *json,
                                    size_t json_bytes, json_t **root)
{
    enum tkg_status status = TKG_INPUT;
    char *copy = malloc(json_bytes + 1);
    *root = NULL;
    if (copy) {
        memcpy(copy, json, json_bytes);
        if (tkg_gbench_mend(copy, json_bytes)) {
            status = tkg_json_parse(reader, copy, json_bytes, root);
        }
    }
    free(copy);
    if (status == TKG_OK && !tkg_gbench_is(*root)) {
        json_decref(*root);
        *root = NULL;
        status = TKG_INPUT;
    }
    return status;
}

static enum tkg_status read_document(struct tkg_json_reader *reader, const json_t *root,
                                     struct tkg_run_record *record,
                                     struct tkg_fingerprint *fingerprint)
{
    if (tkg_gbench_is(root)) {
        return tkg_gbench_read(reader, root, record, fingerprint);
    }
    return tkg_scalability_is(root) ? tkg_scalability_read(reader, root, record, fingerprint)
                                    : read_root(reader, root, record, fingerprint);
}

enum tkg_status tkg_report_json_read(const char *path, const char *json, size_t json_bytes,
                                     struct tkg_run_record *record,
                                     struct tkg_fingerprint *fingerprint, struct tkg_error *err)
{
    struct tkg_error own_err;
    struct tkg_json_reader reader = {.path = path, .err = err ? err : &own_err};
    json_t *root;
    tkg_run_record_init(record);
    memset(fingerprint, 0, sizeof(*fingerprint));
    enum tkg_status status = tkg_json_parse(&reader, json, json_bytes, &root);
    if (status != TKG_OK) {
        status = parse_mended(&reader, json, json_bytes, &root);
    }
    if (status != TKG_OK) {
        return status;
    }
    status = read_document(&reader, root, record, fingerprint);
    json_decref(root);
    if (status != TKG_OK) {
        tkg_run_record_deinit(record);
    }
    return status;
}
