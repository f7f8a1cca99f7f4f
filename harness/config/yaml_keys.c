/* SPDX-License-Identifier: Apache-2.0 */
#include "config/yaml_keys.h"

#include <stdbool.h>
#include <string.h>

#include "base/check.h"
#include "base/suggest.h"
#include "base/text.h"

enum { KEY_COUNT_MAX = 32 }; /* promised in the header; a suite has 15 */

/* The nearest key when one is near, otherwise all keys: either way the next try can be right. */
static enum tkg_status fail_unknown(const struct tkg_yaml_document *document,
                                    const struct tkg_yaml_node *key,
                                    const struct tkg_yaml_key *keys, size_t key_count,
                                    struct tkg_error *err)
{
    const char *names[KEY_COUNT_MAX];
    struct tkg_text known;
    tkg_text_init(&known);
    for (size_t i = 0; i < key_count; i++) {
        names[i] = keys[i].name;
        tkg_text_addf(&known, "%s%s", i ? ", " : "", keys[i].name);
    }
    const char *near = tkg_suggest(key->text, names, key_count);
    enum tkg_status status =
        near ? tkg_yaml_fail(document, key, err, "unknown key '%.40s'; did you mean '%s'?",
                             key->text, near)
             : tkg_yaml_fail(document, key, err, "unknown key '%.40s'; the keys here are %s",
                             key->text, tkg_text_borrow(&known));
    tkg_text_deinit(&known);
    return status;
}

/* Texts say what the value is and what it should be; a list where one value belongs is the usual
 * slip ("min: [1 ns]"). */
static enum tkg_status check_shape(const struct tkg_yaml_document *document,
                                   const struct tkg_yaml_key *key,
                                   const struct tkg_yaml_node *value, struct tkg_error *err)
{
    bool scalar = value->kind == TKG_YAML_SCALAR;
    if (key->shape == TKG_YAML_ITEMS && value->kind != TKG_YAML_LIST) {
        return tkg_yaml_fail(document, value, err, "'%s' must be a list ('- ' lines)", key->name);
    }
    if (key->shape == TKG_YAML_KEYS && value->kind != TKG_YAML_MAPPING) {
        return tkg_yaml_fail(document, value, err, "'%s' must be 'key: value' lines", key->name);
    }
    if (key->shape == TKG_YAML_LINE_OR_LIST && value->kind == TKG_YAML_MAPPING) {
        return tkg_yaml_fail(document, value, err, "'%s' must be a value or a list, not a mapping",
                             key->name);
    }
    if ((key->shape == TKG_YAML_LINE || key->shape == TKG_YAML_TEXT) && !scalar) {
        return tkg_yaml_fail(document, value, err, "'%s' must be a single value, not a %s",
                             key->name, value->kind == TKG_YAML_LIST ? "list" : "mapping");
    }
    if (key->shape != TKG_YAML_TEXT && scalar && strchr(value->text, '\n')) {
        return tkg_yaml_fail(document, value, err, "'%s' must be a single line", key->name);
    }
    return TKG_OK;
}

/* Puts one key's value into its slot. A repeated key is refused because YAML readers differ in
 * which one wins. */
static enum tkg_status take_key(const struct tkg_yaml_document *document,
                                const struct tkg_yaml_node *key, const struct tkg_yaml_key *keys,
                                size_t key_count, const struct tkg_yaml_node **slots,
                                struct tkg_error *err)
{
    const struct tkg_yaml_node *value = tkg_yaml_next(document, key);
    if (key->kind != TKG_YAML_SCALAR || strchr(key->text, '\n')) {
        return tkg_yaml_fail(document, key, err, "a key must be a single word");
    }
    size_t i = 0;
    while (i < key_count && strcmp(keys[i].name, key->text) != 0) {
        i++;
    }
    if (i == key_count) {
        return fail_unknown(document, key, keys, key_count, err);
    }
    if (slots[i]) {
        return tkg_yaml_fail(document, key, err,
                             "key '%s' is given twice (first value at %u:%u); remove one",
                             keys[i].name, slots[i]->line, slots[i]->column);
    }
    slots[i] = value;
    return check_shape(document, &keys[i], value, err);
}

enum tkg_status tkg_yaml_take_keys(const struct tkg_yaml_document *document,
                                   const struct tkg_yaml_node *mapping,
                                   const struct tkg_yaml_key *keys, size_t key_count,
                                   const struct tkg_yaml_node **values, struct tkg_error *err)
{
    enum tkg_status status = TKG_OK;
    TKG_ASSERT(key_count >= 1 && key_count <= KEY_COUNT_MAX);
    for (size_t i = 0; i < key_count; i++) {
        values[i] = NULL;
    }
    if (mapping->kind != TKG_YAML_MAPPING) {
        return tkg_yaml_fail(document, mapping, err,
                             "expected 'key: value' lines such as '%s: ...'", keys[0].name);
    }
    /* Keys and values alternate: a mapping always has an even number of children. */
    for (const struct tkg_yaml_node *key = tkg_yaml_first(document, mapping);
         key && status == TKG_OK; key = tkg_yaml_next(document, tkg_yaml_next(document, key))) {
        status = take_key(document, key, keys, key_count, values, err);
    }
    return status;
}

/* The one-line value of a key of the root, NULL when it has none. */
static const struct tkg_yaml_node *find_scalar(const struct tkg_yaml_document *document,
                                               const char *name)
{
    const struct tkg_yaml_node *key = tkg_yaml_first(document, tkg_yaml_root(document));
    while (key) {
        const struct tkg_yaml_node *value = tkg_yaml_next(document, key);
        if (key->kind == TKG_YAML_SCALAR && strcmp(key->text, name) == 0 &&
            value->kind == TKG_YAML_SCALAR && !strchr(value->text, '\n')) {
            return value;
        }
        key = tkg_yaml_next(document, value);
    }
    return NULL;
}

enum tkg_status tkg_yaml_check_schema(const struct tkg_yaml_document *document, const char *schema,
                                      struct tkg_error *err)
{
    const struct tkg_yaml_node *root = tkg_yaml_root(document);
    size_t family_length = strcspn(schema, "/") + 1;
    if (root->kind != TKG_YAML_MAPPING) {
        return tkg_yaml_fail(document, root, err,
                             "expected 'key: value' lines, the first one 'schema: %s'", schema);
    }
    const struct tkg_yaml_node *found = find_scalar(document, "schema");
    if (!found) {
        return tkg_yaml_fail(document, root, err, "no schema; add the line 'schema: %s'", schema);
    }
    if (strcmp(found->text, schema) == 0) {
        return TKG_OK;
    }
    if (strncmp(found->text, schema, family_length) == 0) {
        return tkg_yaml_fail(document, found, err,
                             "schema '%.40s' is of another version; this tickgate reads '%s'",
                             found->text, schema);
    }
    return tkg_yaml_fail(document, found, err,
                         "schema '%.40s' is not '%s'; is this the right kind of file?", found->text,
                         schema);
}

enum tkg_status tkg_config_text(char *out, size_t out_bytes, size_t length_min, const char *what,
                                const char *text, struct tkg_error *err)
{
    size_t length = strlen(text);
    if (length < length_min) {
        return tkg_fail(err, TKG_CONFIG, "%s is empty; write a value", what);
    }
    if (length >= out_bytes) {
        return tkg_fail(err, TKG_CONFIG, "%s has %zu bytes; at most %zu are allowed", what, length,
                        out_bytes - 1);
    }
    if (strchr(text, '\n')) {
        return tkg_fail(err, TKG_CONFIG, "%s must be a single line", what);
    }
    (void)tkg_string_copy(out, out_bytes, text);
    return TKG_OK;
}
