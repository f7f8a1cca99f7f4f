/* SPDX-License-Identifier: Apache-2.0
 *
 * Builds JSON documents with jansson and prints them. Failure (memory) is remembered and told once,
 * by tkg_json_finish; every call after it does nothing. Keys are always literals of ours.
 */
#ifndef TKG_REPORT_JSON_WRITER_H
#define TKG_REPORT_JSON_WRITER_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"
#include "report/result_fields.h"

struct tkg_json_writer {
    json_t *root; /* an object; owned until tkg_json_finish */
    bool failed;
    bool foreign; /* tkg_json_put_fields leaves out what a foreign run does not know */
};

/* Begins a document whose root is an object. */
struct tkg_json_writer tkg_json_begin(void);

/* Sets a member; value is taken over, and NULL is a failure. */
void tkg_json_put(struct tkg_json_writer *writer, json_t *object, const char *key, json_t *value);
/* The same for a new, empty object or array, which is returned: borrowed, NULL after a failure. */
json_t *tkg_json_put_object(struct tkg_json_writer *writer, json_t *object, const char *key);
json_t *tkg_json_put_array(struct tkg_json_writer *writer, json_t *object, const char *key);
/* Appends to an array; value is taken over. */
void tkg_json_append(struct tkg_json_writer *writer, json_t *array, json_t *value);
json_t *tkg_json_append_object(struct tkg_json_writer *writer, json_t *array);

/* New values: text made valid UTF-8; null for numbers that are not finite; counts above INT64_MAX
 * as INT64_MAX. */
json_t *tkg_json_text(const char *text);
json_t *tkg_json_real(double value);
json_t *tkg_json_count(uint64_t count);
json_t *tkg_json_hex(uint64_t value);
json_t *tkg_json_seed(uint64_t seed);
json_t *tkg_json_time(int64_t unix_ns);

/* Sets one member per row of fields, read from the struct at base. */
void tkg_json_put_fields(struct tkg_json_writer *writer, json_t *object,
                         const struct tkg_result_field *fields, const void *base);

/* Prints the document (ASCII only, one blank of indent, a newline at the end) behind out and
 * releases it. TKG_NO_MEMORY when anything failed before. */
enum tkg_status tkg_json_finish(struct tkg_json_writer *writer, struct tkg_text *out,
                                struct tkg_error *err) TKG_MUST_CHECK;

#endif
