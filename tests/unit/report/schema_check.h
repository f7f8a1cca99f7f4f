/* SPDX-License-Identifier: Apache-2.0
 *
 * Enough of JSON Schema (draft-07, 2020-12) to hold our writers to docs/schema: type, const, enum,
 * required, properties, additionalProperties, propertyNames, items, minimum, maximum, minLength,
 * maxLength, pattern and $ref. Any other keyword fails the test: nothing is silently not checked.
 */
#ifndef TKG_TEST_SCHEMA_CHECK_H
#define TKG_TEST_SCHEMA_CHECK_H

#include "cmocka_all.h"

#include <jansson.h>
#include <regex.h>
#include <stdbool.h>

struct schema_check {
    json_t *root; /* of the schema */
    char where[512];
};

static inline void check_value(struct schema_check *check, const json_t *schema, json_t *value);

/* docs/schema/<name> of the source tree that this header lies in. */
static inline json_t *load_schema(const char *name)
{
    static const char here[] = "tests/unit/report/schema_check.h";
    char path[4096];
    json_error_t error;
    int root_length = (int)(strlen(__FILE__) - strlen(here));
    (void)snprintf(path, sizeof(path), "%.*sdocs/schema/%s", root_length, __FILE__, name);
    json_t *root = json_load_file(path, JSON_REJECT_DUPLICATES, &error);
    if (!root) {
        fail_msg("%s:%d: %s", path, error.line, error.text);
    }
    return root;
}

static inline bool has_type(const json_t *value, const char *type)
{
    return (strcmp(type, "object") == 0 && json_is_object(value)) ||
           (strcmp(type, "array") == 0 && json_is_array(value)) ||
           (strcmp(type, "string") == 0 && json_is_string(value)) ||
           (strcmp(type, "integer") == 0 && json_is_integer(value)) ||
           (strcmp(type, "number") == 0 && json_is_number(value)) ||
           (strcmp(type, "boolean") == 0 && json_is_boolean(value)) ||
           (strcmp(type, "null") == 0 && json_is_null(value));
}

static inline bool holds_type(const json_t *types, const json_t *value)
{
    if (json_is_string(types)) {
        return has_type(value, json_string_value(types));
    }
    for (size_t i = 0; i < json_array_size(types); i++) {
        if (has_type(value, json_string_value(json_array_get(types, i)))) {
            return true;
        }
    }
    return false;
}

static inline bool holds_enum(const json_t *choices, const json_t *value)
{
    for (size_t i = 0; i < json_array_size(choices); i++) {
        if (json_equal(json_array_get(choices, i), value)) {
            return true;
        }
    }
    return false;
}

static inline bool holds_pattern(const char *pattern, const json_t *value)
{
    regex_t compiled;
    assert_int_equal(regcomp(&compiled, pattern, REG_EXTENDED | REG_NOSUB), 0);
    bool matches =
        json_is_string(value) && regexec(&compiled, json_string_value(value), 0, NULL, 0) == 0;
    regfree(&compiled);
    return matches;
}

/* Length in characters, as the standard counts. */
static inline double string_length(const json_t *value)
{
    double count = 0;
    for (const char *at = json_string_value(value); at && *at; at++) {
        count += ((unsigned char)*at & 0xC0u) != 0x80u;
    }
    return count;
}

static inline bool holds_bound(const char *keyword, double bound, const json_t *value)
{
    double number = json_number_value(value);
    return (strcmp(keyword, "minimum") == 0 && (!json_is_number(value) || number >= bound)) ||
           (strcmp(keyword, "maximum") == 0 && (!json_is_number(value) || number <= bound)) ||
           (strcmp(keyword, "minLength") == 0 && string_length(value) >= bound) ||
           (strcmp(keyword, "maxLength") == 0 && string_length(value) <= bound);
}

/* Speaks about objects only (draft-07 validation, section 6.5.3). */
static inline bool holds_required(const json_t *names, const json_t *value)
{
    for (size_t i = 0; json_is_object(value) && i < json_array_size(names); i++) {
        if (!json_object_get(value, json_string_value(json_array_get(names, i)))) {
            return false;
        }
    }
    return true;
}

static inline void check_at(struct schema_check *check, const char *step, const json_t *schema,
                            json_t *value)
{
    size_t mark = strlen(check->where);
    (void)snprintf(check->where + mark, sizeof(check->where) - mark, "/%s", step);
    check_value(check, schema, value);
    check->where[mark] = '\0';
}

static inline void check_members(struct schema_check *check, const json_t *schema, json_t *value)
{
    const json_t *known = json_object_get(schema, "properties");
    const json_t *others = json_object_get(schema, "additionalProperties");
    const json_t *names = json_object_get(schema, "propertyNames");
    const char *key;
    json_t *member;
    json_object_foreach(value, key, member)
    {
        const json_t *member_schema = json_object_get(known, key);
        if (json_is_false(member_schema) || (!member_schema && json_is_false(others))) {
            fail_msg("%s: member '%s' is not in the schema, or false there", check->where, key);
        }
        if (names) {
            json_t *name = json_string(key);
            check_at(check, key, names, name);
            json_decref(name);
        }
        member_schema = member_schema ? member_schema : others;
        if (json_is_object(member_schema)) {
            check_at(check, key, member_schema, member);
        }
    }
}

static inline const json_t *resolve(const struct schema_check *check, const json_t *schema)
{
    const char *reference = json_string_value(json_object_get(schema, "$ref"));
    if (!reference) {
        return schema;
    }
    assert_int_equal(strncmp(reference, "#/definitions/", 14), 0);
    const json_t *found =
        json_object_get(json_object_get(check->root, "definitions"), reference + 14);
    assert_non_null(found);
    return found;
}

/* False when the value breaks the keyword; keywords of the structure are handled elsewhere. */
static inline bool holds_keyword(const char *keyword, const json_t *operand, const json_t *value)
{
    static const char *const elsewhere[] = {
        "properties", "additionalProperties", "propertyNames", "items",   "definitions",
        "title",      "description",          "$ref",          "$schema",
    };
    if (strcmp(keyword, "type") == 0) {
        return holds_type(operand, value);
    }
    if (strcmp(keyword, "const") == 0) {
        return json_equal(operand, value);
    }
    if (strcmp(keyword, "enum") == 0) {
        return holds_enum(operand, value);
    }
    if (strcmp(keyword, "required") == 0) {
        return holds_required(operand, value);
    }
    if (strcmp(keyword, "pattern") == 0) {
        return holds_pattern(json_string_value(operand), value);
    }
    if (json_is_number(operand)) {
        return holds_bound(keyword, json_number_value(operand), value);
    }
    for (size_t i = 0; i < sizeof(elsewhere) / sizeof(elsewhere[0]); i++) {
        if (strcmp(keyword, elsewhere[i]) == 0) {
            return true;
        }
    }
    fail_msg("keyword '%s' is not supported", keyword);
    return false;
}

static inline void check_value(struct schema_check *check, const json_t *schema, json_t *value)
{
    schema = resolve(check, schema);
    for (void *at = json_object_iter((json_t *)(uintptr_t)schema); at;
         at = json_object_iter_next((json_t *)(uintptr_t)schema, at)) {
        if (!holds_keyword(json_object_iter_key(at), json_object_iter_value(at), value)) {
            char *shown = json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT);
            fail_msg("%s: '%s' does not hold for %.200s", check->where, json_object_iter_key(at),
                     shown);
        }
    }
    check_members(check, schema, value);
    const json_t *items = json_object_get(schema, "items");
    for (size_t i = 0; items && i < json_array_size(value); i++) {
        char step[32];
        (void)snprintf(step, sizeof(step), "%zu", i);
        check_at(check, step, items, json_array_get(value, i));
    }
}

/* Fails the test unless text is valid under docs/schema/<name>. */
static inline void assert_valid(const char *text, const char *name)
{
    json_error_t error;
    struct schema_check check = {.root = load_schema(name)};
    json_t *value = json_loads(text, JSON_REJECT_DUPLICATES, &error);
    assert_non_null(value);
    check_value(&check, check.root, value);
    json_decref(value);
    json_decref(check.root);
}

#endif
