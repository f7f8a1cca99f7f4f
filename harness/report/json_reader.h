/* SPDX-License-Identifier: Apache-2.0
 *
 * Walks a JSON document and refuses what is not as it must be. Every refusal names the file and the
 * place in it, such as cases[2].trials[5].values.throughput.
 */
#ifndef TKG_REPORT_JSON_READER_H
#define TKG_REPORT_JSON_READER_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

enum { TKG_JSON_WHERE_BYTES = 256 };

struct tkg_json_reader {
    const char *path; /* of the file, for messages; borrowed */
    struct tkg_error *err;
    const char *wanted; /* "a receipt of tickgate gate": what to give instead of what is no JSON;
                           NULL: results */
    bool absent_is_unknown;           /* the run is foreign: see struct tkg_result_field */
    const char *leaf;                 /* member being read in that place, or NULL; borrowed */
    char where[TKG_JSON_WHERE_BYTES]; /* the object or array being read; "" at the root */
    size_t where_length;
};

/* The document of json_bytes bytes at json: *root is the caller's to json_decref.
 * TKG_INPUT with path:line:column when it is no JSON object; duplicate keys are refused. */
enum tkg_status tkg_json_parse(struct tkg_json_reader *reader, const char *json, size_t json_bytes,
                               json_t **root) TKG_MUST_CHECK;

/* Steps to a member (a name of ours) or an element and back; the mark that enter returns goes to
 * leave. */
size_t tkg_json_enter(struct tkg_json_reader *reader, const char *name);
size_t tkg_json_enter_index(struct tkg_json_reader *reader, size_t index);
void tkg_json_leave(struct tkg_json_reader *reader, size_t mark);

/* Fails with TKG_INPUT: "path: where.leaf: expected <expected>, found <found>; <what to do>". Leaf
 * and found may come from the file: they are made printable. */
enum tkg_status tkg_json_refuse(struct tkg_json_reader *reader, const char *expected,
                                const char *found);
/* The same for a member of the place being read. */
enum tkg_status tkg_json_refuse_member(struct tkg_json_reader *reader, const char *key,
                                       const char *expected, const char *found);
/* "a string", "null", "nothing" (for NULL) and so on. */
const char *tkg_json_found(const json_t *value);

/* Members that must be there; *value is borrowed. */
enum tkg_status tkg_json_need_object(struct tkg_json_reader *reader, const json_t *object,
                                     const char *key, json_t **value) TKG_MUST_CHECK;
/* At most count_max elements. */
enum tkg_status tkg_json_need_array(struct tkg_json_reader *reader, const json_t *object,
                                    const char *key, size_t count_max,
                                    json_t **value) TKG_MUST_CHECK;
/* *text is borrowed from value's document. */
enum tkg_status tkg_json_need_text(struct tkg_json_reader *reader, const json_t *object,
                                   const char *key, const char **text) TKG_MUST_CHECK;

#endif
