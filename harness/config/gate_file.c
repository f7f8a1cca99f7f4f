/* SPDX-License-Identifier: Apache-2.0 */
/* The file as a whole: what holds for all of it, then its cases, then waivers, which point into
 * them. Nothing is left behind by a failure. */
#include "config/gate_file.h"

#include <stdlib.h>
#include <string.h>

#include "base/day.h"
#include "base/suggest.h"
#include "base/text.h"
#include "config/gate_case.h"
#include "config/setting.h"
#include "config/yaml_keys.h"
#include "host/file.h"

#define FILE_VALUE(a_kind, member, least, most)                                                    \
    .kind = TKG_SETTING_##a_kind, .offset = offsetof(struct tkg_gate_file, member),                \
    .min = (least), .max = (most)

enum file_key {
    KEY_NAME,
    KEY_ERROR,
    KEY_BUDGET,
    KEY_BUDGET_ALL,
    KEY_AGE,
    SETTING_COUNT,
    KEY_SCHEMA = SETTING_COUNT,
    KEY_DESCRIPTION,
    KEY_TARGETS,
    KEY_DEFAULTS,
    KEY_CASES,
    KEY_WAIVERS,
    KEY_COUNT,
};

/* Ranges: docs/decisions/0126-gate-file.md. */
static const struct tkg_setting settings[SETTING_COUNT] = {
    [KEY_NAME] = {.key = "name",
                  .kind = TKG_SETTING_TEXT,
                  .offset = offsetof(struct tkg_gate_file, name),
                  .bytes = sizeof(((struct tkg_gate_file *)0)->name),
                  .min = 1},
    [KEY_ERROR] = {.key = "error", FILE_VALUE(SHARE, error_0to1, 1e-5, 0.1)},
    [KEY_BUDGET] = {.key = "budget", FILE_VALUE(TIME, budget_ns, 1e8, 86400e9)},
    [KEY_BUDGET_ALL] = {.key = "budget_all", FILE_VALUE(TIME, budget_all_ns, 1e8, 86400e9)},
    [KEY_AGE] = {.key = "baseline_age_days", FILE_VALUE(U32, baseline_age_days, 1, 3650)},
};

enum waiver_key { WAIVER_CASE, WAIVER_METRIC, WAIVER_UNTIL, WAIVER_REASON, WAIVER_KEY_COUNT };

static const struct tkg_yaml_key waiver_keys[WAIVER_KEY_COUNT] = {
    [WAIVER_CASE] = {"case", TKG_YAML_LINE},
    [WAIVER_METRIC] = {"metric", TKG_YAML_LINE},
    [WAIVER_UNTIL] = {"until", TKG_YAML_LINE},
    [WAIVER_REASON] = {"reason", TKG_YAML_LINE},
};

void tkg_gate_file_init(struct tkg_gate_file *file)
{
    *file = (struct tkg_gate_file){
        .error_0to1 = TKG_COMPARISON_ERROR_0TO1,
        .budget_ns = INT64_C(60000000000),
        .budget_all_ns = INT64_C(3600000000000),
        .baseline_age_days = 30,
    };
}

void tkg_gate_file_deinit(struct tkg_gate_file *file)
{
    free(file->cases);
    free(file->questions);
    *file = (struct tkg_gate_file){0};
}

static enum tkg_status read_settings(const struct tkg_yaml_document *document,
                                     const struct tkg_yaml_node *const *values,
                                     struct tkg_gate_file *file, struct tkg_error *err)
{
    if (!values[KEY_NAME]) {
        return tkg_yaml_fail(document, tkg_yaml_root(document), err,
                             "no name; add the line 'name: ...', reports print it");
    }
    for (size_t i = 0; i < SETTING_COUNT; i++) {
        if (values[i] && tkg_setting_apply(&settings[i], file, values[i]->text, err) != TKG_OK) {
            return tkg_yaml_locate(document, values[i], err);
        }
    }
    return TKG_OK;
}

/* A path in the file is relative to the file. */
static enum tkg_status add_target_path(const struct tkg_yaml_document *document,
                                       const struct tkg_yaml_node *item, struct tkg_gate_file *file,
                                       struct tkg_error *err)
{
    if (item->kind != TKG_YAML_SCALAR || item->text[0] == '\0' || strchr(item->text, '\n')) {
        return tkg_yaml_fail(document, item, err, "targets: each item must be the path of a file");
    }
    if (file->target_path_count == TKG_GATE_TARGET_FILE_MAX) {
        return tkg_yaml_fail(document, item, err, "targets: more than %d files",
                             TKG_GATE_TARGET_FILE_MAX);
    }
    const char *slash = strrchr(document->path, '/');
    const size_t folder_length =
        slash && item->text[0] != '/' ? (size_t)(slash - document->path) + 1 : 0;
    char *out = file->target_paths[file->target_path_count++];
    if (folder_length + strlen(item->text) >= TKG_RECORD_TEXT_BYTES) {
        return tkg_yaml_fail(document, item, err, "targets: the path has more than %d bytes",
                             TKG_RECORD_TEXT_BYTES - 1);
    }
    memcpy(out, document->path, folder_length);
    memcpy(out + folder_length, item->text, strlen(item->text) + 1);
    return TKG_OK;
}

static enum tkg_status read_target_paths(const struct tkg_yaml_document *document,
                                         const struct tkg_yaml_node *list,
                                         struct tkg_gate_file *file, struct tkg_error *err)
{
    enum tkg_status status = TKG_OK;
    for (const struct tkg_yaml_node *item = list ? tkg_yaml_first(document, list) : NULL;
         item && status == TKG_OK; item = tkg_yaml_next(document, item)) {
        status = add_target_path(document, item, file, err);
    }
    return status;
}

static enum tkg_status make_room(struct tkg_gate_file *file, struct tkg_error *err)
{
    file->cases = calloc(TKG_GATE_CASE_MAX, sizeof *file->cases);
    file->questions = calloc(TKG_GATE_ROW_MAX, sizeof *file->questions);
    return file->cases && file->questions
               ? TKG_OK
               : tkg_fail(err, TKG_NO_MEMORY, "out of memory for the rows of a gate file");
}

/* A gate without cases would always be green. */
static enum tkg_status read_cases(const struct tkg_yaml_document *document,
                                  const struct tkg_yaml_node *const *values,
                                  struct tkg_gate_file *file, struct tkg_error *err)
{
    struct tkg_gate_case defaults = {
        .stream = "synthetic:futures",
        .stream_seed = 42,
        .tick_count = 100000,
        .budget_ns = file->budget_ns,
    };
    const struct tkg_yaml_node *list = values[KEY_CASES];
    enum tkg_status status = make_room(file, err);
    if (status == TKG_OK && values[KEY_DEFAULTS]) {
        status = tkg_gate_defaults_read(document, values[KEY_DEFAULTS], &defaults, err);
    }
    const struct tkg_yaml_node *item = list ? tkg_yaml_first(document, list) : NULL;
    if (status == TKG_OK && !item) {
        return tkg_yaml_fail(document, list ? list : tkg_yaml_root(document), err,
                             "no cases; add 'cases:' and a list of them");
    }
    for (; item && status == TKG_OK; item = tkg_yaml_next(document, item)) {
        status = file->case_count == TKG_GATE_CASE_MAX
                     ? tkg_yaml_fail(document, item, err, "more than %d cases", TKG_GATE_CASE_MAX)
                     : tkg_gate_case_read(document, item, &defaults, file, err);
    }
    return status;
}

/* A waiver for a row that is not there is a slip, or is left over. */
static enum tkg_status find_case(const struct tkg_yaml_document *document,
                                 const struct tkg_yaml_node *value,
                                 const struct tkg_gate_file *file, uint32_t *index,
                                 struct tkg_error *err)
{
    const char *names[TKG_GATE_CASE_MAX];
    for (size_t i = 0; i < file->case_count; i++) {
        names[i] = file->cases[i].name;
        if (strcmp(names[i], value->text) == 0) {
            *index = (uint32_t)i;
            return TKG_OK;
        }
    }
    const char *near = tkg_suggest(value->text, names, file->case_count);
    return tkg_yaml_fail(document, value, err, "no case '%.60s' in this file%s%s%s", value->text,
                         near ? "; did you mean '" : "; remove the waiver", near ? near : "",
                         near ? "'?" : "");
}

static struct tkg_gate_question *find_question(struct tkg_gate_file *file, uint32_t case_index,
                                               const char *metric)
{
    uint32_t kind;
    uint32_t stored;
    for (size_t i = 0; tkg_gate_metric_find(metric, &kind, &stored) && i < file->question_count;
         i++) {
        struct tkg_gate_question *question = &file->questions[i];
        if (question->case_index == case_index && question->kind == kind &&
            question->stored_metric == stored) {
            return question;
        }
    }
    return NULL;
}

static enum tkg_status check_waiver(const struct tkg_yaml_document *document,
                                    const struct tkg_yaml_node *node,
                                    const struct tkg_yaml_node *const *values,
                                    struct tkg_error *err)
{
    for (size_t i = 0; i < WAIVER_KEY_COUNT; i++) {
        if (!values[i]) {
            return tkg_yaml_fail(document, node, err, "this waiver has no %s; add it",
                                 waiver_keys[i].name);
        }
    }
    if (tkg_day_parse(values[WAIVER_UNTIL]->text) < 0) {
        return tkg_yaml_fail(document, values[WAIVER_UNTIL], err,
                             "until: '%.40s' is no day; write one as 2026-12-31",
                             values[WAIVER_UNTIL]->text);
    }
    return TKG_OK;
}

static enum tkg_status read_waiver(const struct tkg_yaml_document *document,
                                   const struct tkg_yaml_node *node, struct tkg_gate_file *file,
                                   struct tkg_error *err)
{
    const struct tkg_yaml_node *values[WAIVER_KEY_COUNT];
    uint32_t case_index = 0;
    enum tkg_status status =
        tkg_yaml_take_keys(document, node, waiver_keys, WAIVER_KEY_COUNT, values, err);
    status = status == TKG_OK ? check_waiver(document, node, values, err) : status;
    status = status == TKG_OK ? find_case(document, values[WAIVER_CASE], file, &case_index, err)
                              : status;
    if (status != TKG_OK) {
        return status;
    }
    struct tkg_gate_question *question =
        find_question(file, case_index, values[WAIVER_METRIC]->text);
    if (!question || question->waived_to_day >= 0) {
        return tkg_yaml_fail(document, values[WAIVER_METRIC], err,
                             question ? "'%.60s' has a waiver for '%.40s' already"
                                      : "the case '%.60s' has no row '%.40s'; remove the waiver",
                             values[WAIVER_CASE]->text, values[WAIVER_METRIC]->text);
    }
    question->waived_to_day = tkg_day_parse(values[WAIVER_UNTIL]->text);
    (void)tkg_string_copy(question->waived_until, sizeof question->waived_until,
                          values[WAIVER_UNTIL]->text);
    status = tkg_config_text(question->waiver_reason, sizeof question->waiver_reason, 1, "reason",
                             values[WAIVER_REASON]->text, err);
    return status == TKG_OK ? TKG_OK : tkg_yaml_locate(document, values[WAIVER_REASON], err);
}

static enum tkg_status read_waivers(const struct tkg_yaml_document *document,
                                    const struct tkg_yaml_node *list, struct tkg_gate_file *file,
                                    struct tkg_error *err)
{
    enum tkg_status status = TKG_OK;
    for (const struct tkg_yaml_node *node = list ? tkg_yaml_first(document, list) : NULL;
         node && status == TKG_OK; node = tkg_yaml_next(document, node)) {
        status = read_waiver(document, node, file, err);
    }
    return status;
}

static void list_keys(struct tkg_yaml_key *keys)
{
    for (size_t i = 0; i < SETTING_COUNT; i++) {
        keys[i] = (struct tkg_yaml_key){settings[i].key, TKG_YAML_LINE};
    }
    keys[KEY_SCHEMA] = (struct tkg_yaml_key){"schema", TKG_YAML_LINE};
    keys[KEY_DESCRIPTION] = (struct tkg_yaml_key){"description", TKG_YAML_TEXT};
    keys[KEY_TARGETS] = (struct tkg_yaml_key){"targets", TKG_YAML_ITEMS};
    keys[KEY_DEFAULTS] = (struct tkg_yaml_key){"defaults", TKG_YAML_KEYS};
    keys[KEY_CASES] = (struct tkg_yaml_key){"cases", TKG_YAML_ITEMS};
    keys[KEY_WAIVERS] = (struct tkg_yaml_key){"waivers", TKG_YAML_ITEMS};
}

static enum tkg_status read_file(const struct tkg_yaml_document *document,
                                 struct tkg_gate_file *file, struct tkg_error *err)
{
    struct tkg_yaml_key keys[KEY_COUNT];
    const struct tkg_yaml_node *values[KEY_COUNT];
    list_keys(keys);
    enum tkg_status status = tkg_yaml_check_schema(document, "tickgate.gate/1", err);
    if (status == TKG_OK) {
        status =
            tkg_yaml_take_keys(document, tkg_yaml_root(document), keys, KEY_COUNT, values, err);
    }
    status = status == TKG_OK ? read_settings(document, values, file, err) : status;
    status =
        status == TKG_OK ? read_target_paths(document, values[KEY_TARGETS], file, err) : status;
    status = status == TKG_OK ? read_cases(document, values, file, err) : status;
    return status == TKG_OK ? read_waivers(document, values[KEY_WAIVERS], file, err) : status;
}

enum tkg_status tkg_gate_file_parse(struct tkg_gate_file *file, const char *path, const char *yaml,
                                    size_t yaml_bytes, struct tkg_error *err)
{
    struct tkg_yaml_document document;
    struct tkg_error unseen;
    struct tkg_error *seen = err ? err : &unseen; /* places are put before texts: one is needed */
    tkg_gate_file_init(file);
    if (!tkg_string_copy(file->path, sizeof file->path, path)) {
        return tkg_fail(err, TKG_CONFIG, "%.80s...: the path has more than %zu bytes", path,
                        sizeof file->path - 1);
    }
    enum tkg_status status = tkg_yaml_document_parse(&document, path, yaml, yaml_bytes, seen);
    if (status == TKG_OK) {
        status = read_file(&document, file, seen);
        tkg_yaml_document_deinit(&document);
    }
    if (status != TKG_OK) {
        tkg_gate_file_deinit(file);
    }
    return status;
}

enum tkg_status tkg_gate_file_load(struct tkg_gate_file *file, const char *path,
                                   struct tkg_error *err)
{
    char *yaml = NULL;
    size_t yaml_bytes = 0;
    *file = (struct tkg_gate_file){0};
    enum tkg_status status = tkg_file_read(path, TKG_YAML_BYTES_MAX, &yaml, &yaml_bytes, err);
    if (status == TKG_OK) {
        status = tkg_gate_file_parse(file, path, yaml, yaml_bytes, err);
    }
    free(yaml);
    return status;
}
