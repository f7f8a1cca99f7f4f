/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "report/comparison_fields.h"
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

static bool find_role(const char *word, uint32_t *role)
{
    static const char *const words[] = {
#define ROLE_WORD(id, word) word,
        TKG_ARM_ROLES(ROLE_WORD)
#undef ROLE_WORD
    };
    for (uint32_t i = 0; i < TKG_ARM_ROLE_COUNT; i++) {
        if (strcmp(words[i], word) == 0) {
            *role = i;
            return true;
        }
    }
    return false;
}

static enum tkg_status read_arm(struct tkg_json_reader *reader, const json_t *object, size_t arm,
                                struct tkg_launch_record *launch)
{
    const char *word;
    enum tkg_status status = tkg_json_need_text(reader, object, "role", &word);
    if (status == TKG_OK && !find_role(word, &launch->roles[arm])) {
        status = tkg_json_refuse_member(reader, "role", "the role of an arm", word);
    }
    const json_t *file = json_object_get(object, "file");
    if (status == TKG_OK && (!json_is_integer(file) || json_integer_value(file) < 0 ||
                             json_integer_value(file) >= TKG_LAYOUT_MAX)) {
        status =
            tkg_json_refuse_member(reader, "file", "the number of a file", tkg_json_found(file));
    }
    if (status == TKG_OK) {
        launch->layouts[arm] = (uint32_t)json_integer_value(file);
        reader->leaf = "ns_per_tick";
        status = tkg_json_real_in(reader, json_object_get(object, "ns_per_tick"), 0, arm_ns_max,
                                  &launch->arm_ns[arm]);
        reader->leaf = NULL;
    }
    return status;
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

/* Null where a number must be: only the contrasts may lack. */
static enum tkg_status check_question(struct tkg_json_reader *reader,
                                      const struct tkg_comparison_record *record)
{
    if (record->tolerance >= 0 && record->margin > record->tolerance && record->plant > 0 &&
        record->error_0to1 > 0) {
        return TKG_OK;
    }
    (void)tkg_json_enter(reader, "comparison");
    return tkg_json_refuse(reader, "0 <= tolerance < margin, plant > 0 and error_0to1 > 0",
                           "something else");
}

static enum tkg_status read_root(struct tkg_json_reader *reader, const json_t *root,
                                 struct tkg_comparison_record *record)
{
    enum tkg_status status = read_schema(reader, root);
    if (status == TKG_OK) {
        status = read_object(reader, root, "comparison", tkg_comparison_question_fields, record);
    }
    status = status == TKG_OK ? check_question(reader, record) : status;
    if (status == TKG_OK) {
        status = read_object(reader, root, "base", tkg_comparison_side_fields, &record->base);
    }
    if (status == TKG_OK) {
        status = read_object(reader, root, "head", tkg_comparison_side_fields, &record->head);
    }
    return status == TKG_OK ? read_launches(reader, root, record) : status;
}

enum tkg_status tkg_comparison_json_read(const char *path, const char *json, size_t json_bytes,
                                         struct tkg_comparison_record *record,
                                         struct tkg_error *err)
{
    struct tkg_json_reader reader = {.path = path, .err = err};
    json_t *root = NULL;
    tkg_comparison_record_init(record);
    enum tkg_status status = tkg_json_parse(&reader, json, json_bytes, &root);
    status = status == TKG_OK ? read_root(&reader, root, record) : status;
    json_decref(root);
    if (status != TKG_OK) {
        tkg_comparison_record_deinit(record);
    }
    return status;
}
