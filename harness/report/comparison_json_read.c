/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "report/comparison_check.h"
#include "report/comparison_fields.h"
#include "report/comparison_object.h"
#include "report/comparison_report.h"
#include "report/field_reader.h"

/* Above any time of a tick. */
static const double arm_ns_max = 1e12;

static enum tkg_status read_schema(struct tkg_json_reader *reader, const json_t *root)
{
    const char *schema;
    enum tkg_status status = tkg_json_need_text(reader, root, "schema", &schema);
    if (status != TKG_OK || strcmp(schema, TKG_COMPARISON_SCHEMA) == 0) {
        return status;
    }
    return tkg_json_refuse_member(
        reader, "schema", "\"" TKG_COMPARISON_SCHEMA "\" (a receipt of tickgate compare)", schema);
}

static enum tkg_status read_object(struct tkg_json_reader *reader, const json_t *root,
                                   const char *key, const struct tkg_result_field *fields,
                                   void *base)
{
    json_t *object;
    enum tkg_status status = tkg_json_need_object(reader, root, key, &object);
    if (status == TKG_OK) {
        const size_t mark = tkg_json_enter(reader, key);
        status = tkg_json_read_fields(reader, object, fields, base);
        tkg_json_leave(reader, mark);
    }
    return status;
}

#define WORD(id, word) word,
static const char *const role_words[] = {TKG_ARM_ROLES(WORD)};
static const char *const metric_words[] = {TKG_COMPARISON_METRICS(WORD)};
static const char *const side_kind_words[] = {TKG_SIDE_KINDS(WORD)};
#undef WORD

/* One of a list of words, as its number. */
static enum tkg_status read_word(struct tkg_json_reader *reader, const json_t *object,
                                 const char *key, const char *const *words, uint32_t word_count,
                                 uint32_t *out)
{
    const char *found;
    enum tkg_status status = tkg_json_need_text(reader, object, key, &found);
    for (uint32_t i = 0; i < word_count && status == TKG_OK; i++) {
        if (strcmp(words[i], found) == 0) {
            *out = i;
            return TKG_OK;
        }
    }
    return status == TKG_OK ? tkg_json_refuse_member(reader, key, "a known word", found) : status;
}

static enum tkg_status read_time(struct tkg_json_reader *reader, const json_t *object,
                                 const char *key, double *out)
{
    reader->leaf = key;
    const enum tkg_status status =
        tkg_json_real_in(reader, json_object_get(object, key), 0, arm_ns_max, out);
    reader->leaf = NULL;
    return status;
}

static enum tkg_status read_arm(struct tkg_json_reader *reader, const json_t *object, size_t arm,
                                struct tkg_launch_record *launch)
{
    enum tkg_status status =
        read_word(reader, object, "role", role_words, TKG_ARM_ROLE_COUNT, &launch->roles[arm]);
    const json_t *file = json_object_get(object, "file");
    if (status == TKG_OK && (!json_is_integer(file) || json_integer_value(file) < 0 ||
                             json_integer_value(file) >= TKG_LAYOUT_MAX)) {
        status =
            tkg_json_refuse_member(reader, "file", "the number of a file", tkg_json_found(file));
    }
    if (status == TKG_OK) {
        launch->layouts[arm] = (uint32_t)json_integer_value(file);
        status = read_time(reader, object, "ns_per_tick", &launch->arm_ns[arm]);
    }
    return status == TKG_OK ? read_time(reader, object, "p99_ns_per_tick", &launch->arm_p99_ns[arm])
                            : status;
}

static enum tkg_status read_arms(struct tkg_json_reader *reader, const json_t *object,
                                 struct tkg_launch_record *launch)
{
    json_t *arms;
    enum tkg_status status = tkg_json_need_array(reader, object, "arms", TKG_ARM_COUNT, &arms);
    if (status == TKG_OK && json_array_size(arms) != TKG_ARM_COUNT) {
        return tkg_json_refuse_member(reader, "arms", "four arms", "fewer");
    }
    const size_t mark = tkg_json_enter(reader, "arms");
    for (size_t arm = 0; arm < TKG_ARM_COUNT && status == TKG_OK; arm++) {
        const size_t inner = tkg_json_enter_index(reader, arm);
        const json_t *member = json_array_get(arms, arm);
        status = json_is_object(member)
                     ? read_arm(reader, member, arm, launch)
                     : tkg_json_refuse(reader, "an object", tkg_json_found(member));
        tkg_json_leave(reader, inner);
    }
    tkg_json_leave(reader, mark);
    return status;
}

static enum tkg_status read_launch(struct tkg_json_reader *reader, const json_t *object,
                                   struct tkg_comparison_record *record)
{
    struct tkg_launch_record launch = {0};
    if (!json_is_object(object)) {
        return tkg_json_refuse(reader, "an object", tkg_json_found(object));
    }
    enum tkg_status status =
        tkg_json_read_fields(reader, object, tkg_comparison_launch_fields, &launch);
    status = status == TKG_OK ? read_arms(reader, object, &launch) : status;
    return status == TKG_OK ? tkg_comparison_add(record, &launch, reader->err) : status;
}

static enum tkg_status read_launches(struct tkg_json_reader *reader, const json_t *root,
                                     struct tkg_comparison_record *record)
{
    json_t *launches;
    enum tkg_status status =
        tkg_json_need_array(reader, root, "launches", TKG_LAUNCH_RECORD_MAX, &launches);
    const size_t mark = tkg_json_enter(reader, "launches");
    for (size_t i = 0; status == TKG_OK && i < json_array_size(launches); i++) {
        const size_t inner = tkg_json_enter_index(reader, i);
        status = read_launch(reader, json_array_get(launches, i), record);
        tkg_json_leave(reader, inner);
    }
    tkg_json_leave(reader, mark);
    return status;
}

/* Null where a number must be: only the contrasts may lack. Only commands may lack a plant. */
static enum tkg_status check_question(struct tkg_json_reader *reader,
                                      const struct tkg_comparison_record *record)
{
    const bool has_plant =
        record->plant > 0 || (record->plant == 0 && record->side_kind == TKG_SIDES_COMMANDS);
    if (record->tolerance >= 0 && record->margin > record->tolerance && has_plant &&
        record->error_regression_0to1 > 0 && record->error_pass_0to1 > 0) {
        return TKG_OK;
    }
    return tkg_json_refuse(reader,
                           "0 <= tolerance < margin, plant > 0 (commands may have none) and "
                           "errors > 0",
                           "something else");
}

static enum tkg_status read_question(struct tkg_json_reader *reader, const json_t *root,
                                     struct tkg_comparison_record *record)
{
    json_t *object;
    enum tkg_status status = tkg_json_need_object(reader, root, "comparison", &object);
    if (status != TKG_OK) {
        return status;
    }
    const size_t mark = tkg_json_enter(reader, "comparison");
    status = read_word(reader, object, "metric", metric_words, TKG_COMPARISON_METRIC_COUNT,
                       &record->metric);
    if (status == TKG_OK) {
        status = read_word(reader, object, "sides", side_kind_words, TKG_SIDE_KIND_COUNT,
                           &record->side_kind);
    }
    if (status == TKG_OK) {
        status = tkg_json_read_fields(reader, object, tkg_comparison_question_fields, record);
    }
    status = status == TKG_OK ? check_question(reader, record) : status;
    tkg_json_leave(reader, mark);
    return status;
}

static enum tkg_status read_files(struct tkg_json_reader *reader, const json_t *object,
                                  struct tkg_side *side)
{
    json_t *files;
    enum tkg_status status = tkg_json_need_array(reader, object, "files", TKG_LAYOUT_MAX, &files);
    for (size_t i = 0; status == TKG_OK && i < json_array_size(files); i++) {
        const char *path = json_string_value(json_array_get(files, i));
        status = path ? tkg_side_add(side, path, reader->err)
                      : tkg_json_refuse_member(reader, "files", "paths", "something else");
    }
    return status;
}

static enum tkg_status read_side(struct tkg_json_reader *reader, const json_t *root,
                                 const char *key, struct tkg_side *side)
{
    enum tkg_status status = read_object(reader, root, key, tkg_comparison_side_fields, side);
    if (status == TKG_OK) {
        const size_t mark = tkg_json_enter(reader, key);
        status = read_files(reader, json_object_get(root, key), side);
        tkg_json_leave(reader, mark);
    }
    return status;
}

enum tkg_status tkg_comparison_take(struct tkg_json_reader *reader, const json_t *object,
                                    struct tkg_comparison_record *record)
{
    enum tkg_status status = read_question(reader, object, record);
    status = status == TKG_OK ? read_side(reader, object, "base", &record->base) : status;
    status = status == TKG_OK ? read_side(reader, object, "head", &record->head) : status;
    status = status == TKG_OK ? read_launches(reader, object, record) : status;
    return status == TKG_OK ? tkg_comparison_check(reader, object, record) : status;
}

enum tkg_status tkg_comparison_json_read(const char *path, const char *json, size_t json_bytes,
                                         struct tkg_comparison_record *record,
                                         struct tkg_error *err)
{
    struct tkg_json_reader reader = {
        .path = path, .err = err, .wanted = "a receipt of tickgate compare"};
    json_t *root = NULL;
    tkg_comparison_record_init(record);
    enum tkg_status status = tkg_json_parse(&reader, json, json_bytes, &root);
    status = status == TKG_OK ? read_schema(&reader, root) : status;
    status = status == TKG_OK ? tkg_comparison_take(&reader, root, record) : status;
    json_decref(root);
    if (status != TKG_OK) {
        tkg_comparison_record_deinit(record);
    }
    return status;
}
