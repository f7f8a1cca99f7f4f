/* SPDX-License-Identifier: Apache-2.0
 *
 * Private to config: what every mapping of our files needs. A table of keys gives each value by
 * position in the table; unknown and repeated keys, and values of the wrong shape, are errors.
 */
#ifndef TKG_CONFIG_YAML_KEYS_H
#define TKG_CONFIG_YAML_KEYS_H

#include <stddef.h>

#include "base/status.h"
#include "config/yaml_document.h"

/* What a value may look like. */
enum tkg_yaml_shape {
    TKG_YAML_LINE,         /* one value on one line */
    TKG_YAML_TEXT,         /* one value, may span lines */
    TKG_YAML_ITEMS,        /* a list */
    TKG_YAML_KEYS,         /* a mapping */
    TKG_YAML_LINE_OR_LIST, /* either: each item is judged by the caller */
};

struct tkg_yaml_key {
    const char *name;
    enum tkg_yaml_shape shape;
};

/* values[i] becomes the value of keys[i], NULL where the mapping lacks it.
 * mapping   must be a mapping, otherwise TKG_CONFIG
 * key_count 1 .. 32
 * returns   TKG_OK; TKG_CONFIG with path:line:column of the offending key or value */
enum tkg_status tkg_yaml_take_keys(const struct tkg_yaml_document *document,
                                   const struct tkg_yaml_node *mapping,
                                   const struct tkg_yaml_key *keys, size_t key_count,
                                   const struct tkg_yaml_node **values,
                                   struct tkg_error *err) TKG_MUST_CHECK;

/* The root must be a mapping whose 'schema' is exactly "tickgate.NAME/1". Checked before any other
 * key, so that a file of another kind or version is named as such, not by its first odd key.
 * schema   "tickgate.targets/1" */
enum tkg_status tkg_yaml_check_schema(const struct tkg_yaml_document *document, const char *schema,
                                      struct tkg_error *err) TKG_MUST_CHECK;

/* Copies text into out; TKG_CONFIG (without a place) when it is empty and may not be, holds a
 * newline or does not fit. what: names the value in the text of the error. */
enum tkg_status tkg_config_text(char *out, size_t out_bytes, size_t length_min, const char *what,
                                const char *text, struct tkg_error *err) TKG_MUST_CHECK;

#endif
