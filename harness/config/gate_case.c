/* SPDX-License-Identifier: Apache-2.0 */
/* A case is a table of settings over the file's defaults, and a list of rows. */
#include "config/gate_case.h"

#include <math.h>
#include <string.h>

#include "base/quantity.h"
#include "config/setting.h"
#include "config/yaml_keys.h"

#define CASE_TEXT(member, length_min)                                                              \
    .kind = TKG_SETTING_TEXT, .offset = offsetof(struct tkg_gate_case, member),                    \
    .bytes = sizeof(((struct tkg_gate_case *)0)->member), .min = (length_min)
#define CASE_VALUE(a_kind, member, least, most)                                                    \
    .kind = TKG_SETTING_##a_kind, .offset = offsetof(struct tkg_gate_case, member),                \
    .min = (least), .max = (most)

enum case_key {
    KEY_ENGINE,
    KEY_PARAMS,
    KEY_STREAM,
    KEY_SEED,
    KEY_TICKS,
    KEY_BUDGET,
    KEY_OTHER_DIGEST,
    DEFAULT_COUNT,
    KEY_NAME = DEFAULT_COUNT,
    SETTING_COUNT,
    KEY_METRICS = SETTING_COUNT,
    KEY_COUNT,
};

/* Ranges: docs/decisions/0126-gate-file.md. */
static const struct tkg_setting settings[SETTING_COUNT] = {
    [KEY_ENGINE] = {.key = "engine", CASE_TEXT(engine, 0)},
    [KEY_PARAMS] = {.key = "params", CASE_TEXT(parameters, 0)},
    [KEY_STREAM] = {.key = "stream", CASE_TEXT(stream, 1)},
    [KEY_SEED] = {.key = "seed", CASE_VALUE(SEED, stream_seed, 0, 0)},
    [KEY_TICKS] = {.key = "ticks", CASE_VALUE(U32, tick_count, 1000, 10e6)},
    [KEY_BUDGET] = {.key = "budget", CASE_VALUE(TIME, budget_ns, 1e8, 86400e9)},
    [KEY_OTHER_DIGEST] = {.key = "allow_digest_change",
                          CASE_VALUE(BOOL, allows_other_digest, 0, 0)},
    [KEY_NAME] = {.key = "name", CASE_TEXT(name, 1)},
};

enum row_key {
    ROW_METRIC,
    ROW_TOLERANCE,
    ROW_MARGIN,
    ROW_STORED_TOLERANCE,
    ROW_DIRECTION,
    ROW_MAXIMUM,
    ROW_KEY_COUNT,
};

static const struct tkg_yaml_key row_keys[ROW_KEY_COUNT] = {
    [ROW_METRIC] = {"metric", TKG_YAML_LINE},
    [ROW_TOLERANCE] = {"tolerance", TKG_YAML_LINE},
    [ROW_MARGIN] = {"margin", TKG_YAML_LINE},
    [ROW_STORED_TOLERANCE] = {"stored_tolerance", TKG_YAML_LINE},
    [ROW_DIRECTION] = {"better", TKG_YAML_LINE},
    [ROW_MAXIMUM] = {"maximum", TKG_YAML_LINE},
};

static enum tkg_status read_settings(const struct tkg_yaml_document *document,
                                     const struct tkg_yaml_node *const *values, size_t count,
                                     struct tkg_gate_case *the_case, struct tkg_error *err)
{
    enum tkg_status status = TKG_OK;
    for (size_t i = 0; i < count && status == TKG_OK; i++) {
        if (values[i] &&
            tkg_setting_apply(&settings[i], the_case, values[i]->text, err) != TKG_OK) {
            status = tkg_yaml_locate(document, values[i], err);
        }
    }
    return status;
}

static void list_keys(struct tkg_yaml_key *keys, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        keys[i] = (struct tkg_yaml_key){settings[i].key, TKG_YAML_LINE};
    }
}

enum tkg_status tkg_gate_defaults_read(const struct tkg_yaml_document *document,
                                       const struct tkg_yaml_node *mapping,
                                       struct tkg_gate_case *values, struct tkg_error *err)
{
    struct tkg_yaml_key keys[DEFAULT_COUNT];
    const struct tkg_yaml_node *found[DEFAULT_COUNT];
    list_keys(keys, DEFAULT_COUNT);
    enum tkg_status status = tkg_yaml_take_keys(document, mapping, keys, DEFAULT_COUNT, found, err);
    return status == TKG_OK ? read_settings(document, found, DEFAULT_COUNT, values, err) : status;
}

/* A row while it is read. */
struct row {
    const struct tkg_yaml_document *document;
    const struct tkg_yaml_node *node;
    const struct tkg_yaml_node *values[ROW_KEY_COUNT];
    struct tkg_gate_question question;
    struct tkg_error *err;
};

static enum tkg_status locate(const struct row *row, enum row_key key)
{
    (void)tkg_fail_prefix(row->err, "%s", row_keys[key].name);
    return tkg_yaml_locate(row->document, row->values[key], row->err);
}

static enum tkg_status read_metric(struct row *row, const struct tkg_yaml_node *value)
{
    struct tkg_gate_question *question = &row->question;
    if (!value) {
        return tkg_yaml_fail(row->document, row->node, row->err,
                             "this row has no metric; add 'metric: time'");
    }
    if (tkg_gate_metric_find(value->text, &question->kind, &question->stored_metric)) {
        return TKG_OK;
    }
    const char *near = tkg_gate_metric_suggest(value->text);
    return tkg_yaml_fail(row->document, value, row->err,
                         "unknown metric '%.40s'; %s%s%stime, p99, peak_memory, "
                         "allocations_per_tick, instructions, or for stored results any metric of "
                         "'tickgate help metrics' that can get worse",
                         value->text, near ? "did you mean '" : "", near ? near : "",
                         near ? "'? Known: " : "known: ");
}

/* From 0, for exact metrics: any difference counts. */
static enum tkg_status read_share(struct row *row, enum row_key key, double *out)
{
    double share = 0.0;
    if (!row->values[key]) {
        return TKG_OK;
    }
    enum tkg_status status = tkg_quantity_parse_change(row->values[key]->text, &share, row->err);
    if (status == TKG_OK && (share < 0.0 || share > 1.0)) {
        status = tkg_fail(row->err, TKG_CONFIG, "'%.40s' is not from 0 %% to 100 %%",
                          row->values[key]->text);
    }
    if (status != TKG_OK) {
        return locate(row, key);
    }
    *out = share;
    return TKG_OK;
}

/* Launches cannot show less than 0.1 %, and pass only with a margin above the tolerance. */
static enum tkg_status check_shares(struct row *row)
{
    const struct tkg_gate_question *question = &row->question;
    const bool is_launches = question->kind == TKG_GATE_TIME || question->kind == TKG_GATE_P99;
    if (is_launches && !isnan(question->tolerance) &&
        (question->tolerance < 0.001 || question->tolerance > 0.5)) {
        return tkg_yaml_fail(row->document, row->values[ROW_TOLERANCE], row->err,
                             "tolerance: of time and p99 it is from 0.1 %% to 50 %%");
    }
    if (isnan(question->margin)) {
        return TKG_OK;
    }
    if (isnan(question->tolerance) || question->margin <= question->tolerance) {
        return tkg_yaml_fail(row->document, row->values[ROW_MARGIN], row->err,
                             "margin: it goes with a tolerance, and is above it");
    }
    return TKG_OK;
}

static enum tkg_status read_shares(struct row *row)
{
    struct tkg_gate_question *question = &row->question;
    enum tkg_status status = read_share(row, ROW_TOLERANCE, &question->tolerance);
    status = status == TKG_OK ? read_share(row, ROW_MARGIN, &question->margin) : status;
    status = status == TKG_OK ? read_share(row, ROW_STORED_TOLERANCE, &question->stored_tolerance)
                              : status;
    return status == TKG_OK ? check_shares(row) : status;
}

/* Which way is better is known of every metric; the key is for those who want to see it. */
static enum tkg_status read_direction(struct row *row)
{
    const struct tkg_yaml_node *value = row->values[ROW_DIRECTION];
    struct tkg_gate_question *question = &row->question;
    const enum tkg_better known =
        question->kind == TKG_GATE_STORED
            ? tkg_metric_info((enum tkg_metric)question->stored_metric)->better
            : TKG_BETTER_LESS;
    question->better = (uint32_t)known;
    const char *word = known == TKG_BETTER_MORE ? "more" : "less";
    if (value && strcmp(value->text, word) != 0) {
        return tkg_yaml_fail(row->document, value, row->err,
                             "better: of this metric %s is better, not '%.40s'; correct it or "
                             "leave it out",
                             word, value->text);
    }
    return TKG_OK;
}

static enum tkg_status read_maximum(struct row *row)
{
    const struct tkg_yaml_node *value = row->values[ROW_MAXIMUM];
    const struct tkg_gate_row as_row = {.question = row->question};
    if (!value) {
        return TKG_OK;
    }
    if (row->question.better == TKG_BETTER_MORE) {
        return tkg_yaml_fail(row->document, value, row->err,
                             "maximum: of this metric more is better; write a target with min");
    }
    enum tkg_status status = tkg_quantity_parse(value->text, tkg_gate_row_dimension(&as_row),
                                                &row->question.maximum, row->err);
    if (status == TKG_OK && row->question.maximum < 0.0) {
        status = tkg_fail(row->err, TKG_CONFIG, "'%.40s' is below zero", value->text);
    }
    return status == TKG_OK ? TKG_OK : locate(row, ROW_MAXIMUM);
}

/* "- time" or "- {metric: time, tolerance: 1 %}". */
static enum tkg_status read_row(struct row *row)
{
    if (row->node->kind == TKG_YAML_SCALAR) {
        const enum tkg_status status = read_metric(row, row->node);
        return status == TKG_OK ? read_direction(row) : status;
    }
    enum tkg_status status = tkg_yaml_take_keys(row->document, row->node, row_keys, ROW_KEY_COUNT,
                                                row->values, row->err);
    status = status == TKG_OK ? read_metric(row, row->values[ROW_METRIC]) : status;
    status = status == TKG_OK ? read_shares(row) : status;
    status = status == TKG_OK ? read_direction(row) : status;
    return status == TKG_OK ? read_maximum(row) : status;
}

static enum tkg_status check_row(const struct row *row, const struct tkg_gate_file *file)
{
    for (size_t i = file->question_count; i-- > 0;) {
        const struct tkg_gate_question *old = &file->questions[i];
        if (old->case_index == row->question.case_index && old->kind == row->question.kind &&
            old->stored_metric == row->question.stored_metric) {
            return tkg_yaml_fail(row->document, row->node, row->err,
                                 "this case has that metric already at line %u; remove one",
                                 (unsigned)old->line);
        }
    }
    return TKG_OK;
}

static enum tkg_status add_row(const struct tkg_yaml_document *document,
                               const struct tkg_yaml_node *node, struct tkg_gate_file *file,
                               struct tkg_error *err)
{
    struct row row = {
        .document = document,
        .node = node,
        .question = {.case_index = (uint32_t)file->case_count,
                     .tolerance = NAN,
                     .margin = NAN,
                     .stored_tolerance = NAN,
                     .maximum = NAN,
                     .waived_to_day = -1},
        .err = err,
    };
    const struct tkg_yaml_node *place =
        node->kind == TKG_YAML_MAPPING ? tkg_yaml_first(document, node) : NULL;
    row.question.line = place ? place->line : node->line;
    row.question.column = place ? place->column : node->column;
    enum tkg_status status = read_row(&row);
    status = status == TKG_OK ? check_row(&row, file) : status;
    if (status == TKG_OK && file->question_count == TKG_GATE_ROW_MAX) {
        status = tkg_yaml_fail(document, node, err, "more than %d rows", TKG_GATE_ROW_MAX);
    }
    if (status == TKG_OK) {
        file->questions[file->question_count++] = row.question;
    }
    return status;
}

/* A case without a row would always be green. */
static enum tkg_status read_rows(const struct tkg_yaml_document *document,
                                 const struct tkg_yaml_node *node, const struct tkg_yaml_node *list,
                                 struct tkg_gate_file *file, struct tkg_error *err)
{
    const struct tkg_yaml_node *item = list ? tkg_yaml_first(document, list) : NULL;
    enum tkg_status status = TKG_OK;
    if (!item) {
        return tkg_yaml_fail(document, list ? list : node, err,
                             "this case has no metrics; add 'metrics: [time]'");
    }
    for (; item && status == TKG_OK; item = tkg_yaml_next(document, item)) {
        status = add_row(document, item, file, err);
    }
    return status;
}

static enum tkg_status check_name(const struct tkg_yaml_document *document,
                                  const struct tkg_yaml_node *node,
                                  const struct tkg_yaml_node *name,
                                  const struct tkg_gate_case *the_case,
                                  const struct tkg_gate_file *file, struct tkg_error *err)
{
    if (!name) {
        return tkg_yaml_fail(document, node, err, "this case has no name; add 'name: ...'");
    }
    for (size_t i = 0; i < file->case_count; i++) {
        if (strcmp(file->cases[i].name, the_case->name) == 0) {
            return tkg_yaml_fail(document, name, err,
                                 "a case '%s' is already given at line %u; rename one",
                                 the_case->name, (unsigned)file->cases[i].line);
        }
    }
    return TKG_OK;
}

enum tkg_status tkg_gate_case_read(const struct tkg_yaml_document *document,
                                   const struct tkg_yaml_node *node,
                                   const struct tkg_gate_case *defaults, struct tkg_gate_file *file,
                                   struct tkg_error *err)
{
    struct tkg_yaml_key keys[KEY_COUNT];
    const struct tkg_yaml_node *values[KEY_COUNT];
    struct tkg_gate_case the_case = *defaults;
    list_keys(keys, SETTING_COUNT);
    keys[KEY_METRICS] = (struct tkg_yaml_key){"metrics", TKG_YAML_ITEMS};
    enum tkg_status status = tkg_yaml_take_keys(document, node, keys, KEY_COUNT, values, err);
    status =
        status == TKG_OK ? read_settings(document, values, SETTING_COUNT, &the_case, err) : status;
    status = status == TKG_OK ? check_name(document, node, values[KEY_NAME], &the_case, file, err)
                              : status;
    status = status == TKG_OK ? read_rows(document, node, values[KEY_METRICS], file, err) : status;
    if (status == TKG_OK) {
        the_case.line = values[KEY_NAME]->line;
        the_case.column = values[KEY_NAME]->column;
        file->cases[file->case_count++] = the_case;
    }
    return status;
}
