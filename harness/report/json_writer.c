/* SPDX-License-Identifier: Apache-2.0
 *
 * Jansson makes the tree, its escapes and its numbers. This file adds what it lacks: one sticky
 * failure instead of a check per call, repaired text, and output that is safe inside a web page.
 */
#include "report/json_writer.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/check.h"
#include "report/iso_time.h"
#include "report/safe_text.h"

struct tkg_json_writer tkg_json_begin(void)
{
    json_t *root = json_object();
    return (struct tkg_json_writer){.root = root, .failed = root == NULL};
}

void tkg_json_put(struct tkg_json_writer *writer, json_t *object, const char *key, json_t *value)
{
    /* Takes value over in every case, also when object or value is NULL. */
    if (json_object_set_new(object, key, value) != 0) {
        writer->failed = true;
    }
}

/* The child is looked up again, because putting it may have failed and released it. */
json_t *tkg_json_put_object(struct tkg_json_writer *writer, json_t *object, const char *key)
{
    tkg_json_put(writer, object, key, json_object());
    return json_object_get(object, key);
}

json_t *tkg_json_put_array(struct tkg_json_writer *writer, json_t *object, const char *key)
{
    tkg_json_put(writer, object, key, json_array());
    return json_object_get(object, key);
}

void tkg_json_append(struct tkg_json_writer *writer, json_t *array, json_t *value)
{
    if (json_array_append_new(array, value) != 0) {
        writer->failed = true;
    }
}

json_t *tkg_json_append_object(struct tkg_json_writer *writer, json_t *array)
{
    json_t *object = json_object();
    if (json_array_append_new(array, object) != 0) {
        writer->failed = true;
        return NULL;
    }
    return object;
}

/* At most bytes_max bytes, so that text still fits its field when it is read back: a replacement
 * character is longer than the byte it stands for. */
static json_t *bounded_text(const char *text, size_t bytes_max)
{
    struct tkg_text clean = {0};
    tkg_safe_add_utf8(&clean, text, bytes_max);
    json_t *value = tkg_text_failed(&clean) ? NULL : json_string(tkg_text_borrow(&clean));
    tkg_text_deinit(&clean);
    return value;
}

json_t *tkg_json_text(const char *text)
{
    return bounded_text(text, SIZE_MAX);
}

/* JSON has no word for not-a-number; json_real() would return NULL and fail the document. */
json_t *tkg_json_real(double value)
{
    return isfinite(value) ? json_real(value) : json_null();
}

/* Engines report their own counts: an absurd one must not cost the whole report. */
json_t *tkg_json_count(uint64_t count)
{
    return json_integer(count > INT64_MAX ? INT64_MAX : (json_int_t)count);
}

/* Always 16 digits, so that digests can be compared as text. */
json_t *tkg_json_hex(uint64_t value)
{
    char text[24];
    (void)snprintf(text, sizeof(text), "0x%016" PRIx64, value);
    return json_string(text);
}

json_t *tkg_json_seed(uint64_t seed)
{
    char text[24];
    (void)snprintf(text, sizeof(text), "%" PRIu64, seed);
    return json_string(text);
}

json_t *tkg_json_time(int64_t unix_ns)
{
    char text[TKG_ISO_TIME_BYTES];
    return json_string(tkg_iso_time_format(unix_ns, text));
}

/* Members are read through memcpy: no assumption about what type the compiler thinks they have. */
#define MEMBER(type, member)                                                                       \
    type value;                                                                                    \
    memcpy(&value, member, sizeof(value))

static json_t *from_bool(const void *member)
{
    MEMBER(bool, member);
    return json_boolean(value);
}

static json_t *from_u32(const void *member)
{
    MEMBER(uint32_t, member);
    return json_integer((json_int_t)value);
}

static json_t *from_i32(const void *member)
{
    MEMBER(int32_t, member);
    return json_integer((json_int_t)value);
}

static json_t *from_i64(const void *member)
{
    MEMBER(int64_t, member);
    return json_integer((json_int_t)value);
}

static json_t *from_real(const void *member)
{
    MEMBER(double, member);
    return tkg_json_real(value);
}

static json_t *from_time(const void *member)
{
    MEMBER(int64_t, member);
    return tkg_json_time(value);
}

/* Three spellings of one type; result_fields.h says which is for what. */
static json_t *from_u64(const void *member, enum tkg_field_kind kind)
{
    MEMBER(uint64_t, member);
    return kind == TKG_FIELD_HEX64  ? tkg_json_hex(value)
           : kind == TKG_FIELD_SEED ? tkg_json_seed(value)
                                    : tkg_json_count(value);
}

static json_t *field_value(const struct tkg_result_field *field, const void *member)
{
    switch (field->kind) {
    case TKG_FIELD_TEXT:
        return bounded_text(member, field->bytes - 1);
    case TKG_FIELD_BOOL:
        return from_bool(member);
    case TKG_FIELD_U32:
        return from_u32(member);
    case TKG_FIELD_I32:
        return from_i32(member);
    case TKG_FIELD_I64:
        return from_i64(member);
    case TKG_FIELD_REAL:
        return from_real(member);
    case TKG_FIELD_TIME:
        return from_time(member);
    case TKG_FIELD_U64:
    case TKG_FIELD_HEX64:
    case TKG_FIELD_SEED:
        return from_u64(member, field->kind);
    }
    TKG_ASSERT(false); /* every kind is handled above */
    return NULL;
}

/* Zero, or a number that is none. */
static bool is_unknown(const struct tkg_result_field *field, const char *member)
{
    if (field->kind == TKG_FIELD_REAL) {
        MEMBER(double, member);
        return !isfinite(value);
    }
    for (size_t i = 0; i < field->bytes; i++) {
        if (member[i] != 0) {
            return false;
        }
    }
    return true;
}

/* The mirror of tkg_json_read_fields(). */
void tkg_json_put_fields(struct tkg_json_writer *writer, json_t *object,
                         const struct tkg_result_field *fields, const void *base)
{
    for (; fields->name; fields++) {
        const char *member = (const char *)base + fields->offset;
        if (writer->foreign && fields->unknown_in_foreign && is_unknown(fields, member)) {
            continue;
        }
        tkg_json_put(writer, object, fields->name, field_value(fields, member));
    }
}

/* Jansson has escaped all but ASCII. '<', '>' and '&' occur only inside strings here, and escaped
 * they cannot end a <script> element that a page embeds the document in; neither may DEL stay. */
static int add_escaped(const char *buffer, size_t size, void *data)
{
    struct tkg_text *out = data;
    for (size_t i = 0; i < size; i++) {
        if (buffer[i] == '<' || buffer[i] == '>' || buffer[i] == '&' || buffer[i] == 0x7F) {
            tkg_text_addf(out, "\\u%04x", (unsigned)buffer[i]);
        } else {
            tkg_text_add_bytes(out, &buffer[i], 1);
        }
    }
    return tkg_text_failed(out) ? -1 : 0;
}

enum tkg_status tkg_json_finish(struct tkg_json_writer *writer, struct tkg_text *out,
                                struct tkg_error *err)
{
    /* 17 digits carry every double over exactly (IEEE 754-2008, table 5.12.2). */
    size_t flags = JSON_INDENT(1) | JSON_ENSURE_ASCII | JSON_REAL_PRECISION(17);
    if (!writer->failed && json_dump_callback(writer->root, add_escaped, out, flags) != 0) {
        writer->failed = true;
    }
    tkg_text_add(out, "\n");
    json_decref(writer->root);
    writer->root = NULL;
    if (writer->failed || tkg_text_failed(out)) {
        return tkg_fail(err, TKG_NO_MEMORY, "no memory left to write the results as JSON");
    }
    return TKG_OK;
}
