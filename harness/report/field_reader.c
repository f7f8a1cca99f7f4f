/* SPDX-License-Identifier: Apache-2.0
 *
 * The mirror of tkg_json_put_fields(): one reader per kind of field, each with its own words for
 * what it expected.
 */
#include "report/field_reader.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/check.h"
#include "base/number.h"
#include "base/text.h"
#include "report/iso_time.h"

/* Jansson already refuses numbers beyond a double; isfinite guards against a later version. */
enum tkg_status tkg_json_real_in(struct tkg_json_reader *reader, const json_t *value, double low,
                                 double high, double *out)
{
    char expected[96];
    char found[48];
    if (json_is_null(value)) {
        *out = NAN;
        return TKG_OK;
    }
    if (!json_is_number(value)) {
        return tkg_json_refuse(reader, "a number or null", tkg_json_found(value));
    }
    double number = json_number_value(value);
    if (!isfinite(number) || number < low || number > high) {
        (void)snprintf(expected, sizeof(expected), "a number from %g to %g", low, high);
        (void)snprintf(found, sizeof(found), "%.17g", number);
        return tkg_json_refuse(reader, expected, found);
    }
    *out = number;
    return TKG_OK;
}

/* Each of the following stores into member, a struct member of the row's kind. */

static enum tkg_status read_text(struct tkg_json_reader *reader, const json_t *value,
                                 const struct tkg_result_field *field, void *member)
{
    char expected[64];
    const char *text = json_string_value(value);
    if (!text) {
        return tkg_json_refuse(reader, "a string", tkg_json_found(value));
    }
    if (strlen(text) >= field->bytes) {
        (void)snprintf(expected, sizeof(expected), "a string of at most %zu bytes",
                       field->bytes - 1);
        return tkg_json_refuse(reader, expected, text);
    }
    (void)tkg_string_copy(member, field->bytes, text);
    return TKG_OK;
}

/* Strictly true or false; 0 and 1 were not written by us. */
static enum tkg_status read_bool(struct tkg_json_reader *reader, const json_t *value, void *member)
{
    if (!json_is_boolean(value)) {
        return tkg_json_refuse(reader, "true or false", tkg_json_found(value));
    }
    bool truth = json_is_true(value);
    memcpy(member, &truth, sizeof(truth));
    return TKG_OK;
}

/* iso_time.c accepts one spelling only, or writing again would change the file. */
static enum tkg_status read_time(struct tkg_json_reader *reader, const json_t *value, void *member)
{
    int64_t unix_ns;
    const char *text = json_string_value(value);
    if (!text || !tkg_iso_time_parse(text, &unix_ns)) {
        return tkg_json_refuse(reader, "a UTC time like 2026-03-04T05:06:07.123456789Z",
                               text ? text : tkg_json_found(value));
    }
    memcpy(member, &unix_ns, sizeof(unix_ns));
    return TKG_OK;
}

/* Exactly "0x" and 16 lower-case digits. */
static bool parse_hex(const char *text, uint64_t *value)
{
    static const char digits[] = "0123456789abcdef";
    uint64_t result = 0;
    if (strlen(text) != 18 || strncmp(text, "0x", 2) != 0) {
        return false;
    }
    for (text += 2; *text; text++) {
        const char *digit = strchr(digits, *text);
        if (!digit) {
            return false;
        }
        result = result << 4 | (uint64_t)(digit - digits);
    }
    *value = result;
    return true;
}

/* 64 bits do not fit a JSON number that other readers keep exactly; hence strings. */
static enum tkg_status read_hex_or_seed(struct tkg_json_reader *reader, const json_t *value,
                                        enum tkg_field_kind kind, void *member)
{
    uint64_t number;
    bool hex = kind == TKG_FIELD_HEX64;
    const char *text = json_string_value(value);
    if (!text || !(hex ? parse_hex(text, &number) : tkg_u64_parse(text, &number))) {
        return tkg_json_refuse(reader,
                               hex ? "a string of 0x and 16 hexadecimal digits"
                                   : "a string holding an unsigned 64-bit number",
                               text ? text : tkg_json_found(value));
    }
    memcpy(member, &number, sizeof(number));
    return TKG_OK;
}

/* The range that the member's type can hold, narrowed by what the row says. */
static void integer_range(const struct tkg_result_field *field, double *low, double *high)
{
    bool is_signed = field->kind == TKG_FIELD_I32 || field->kind == TKG_FIELD_I64;
    double top = field->kind == TKG_FIELD_U32   ? (double)UINT32_MAX
                 : field->kind == TKG_FIELD_I32 ? (double)INT32_MAX
                                                : (double)INT64_MAX;
    *high = top;
    *low = is_signed ? -top - 1.0 : 0.0;
    if (field->low < field->high) {
        *low = fmax(*low, field->low);
        *high = fmin(*high, field->high);
    }
}

static enum tkg_status read_integer(struct tkg_json_reader *reader, const json_t *value,
                                    const struct tkg_result_field *field, void *member)
{
    char expected[96];
    char found[32];
    double low;
    double high;
    if (!json_is_integer(value)) {
        return tkg_json_refuse(reader, "an integer", tkg_json_found(value));
    }
    int64_t number = json_integer_value(value);
    integer_range(field, &low, &high);
    if ((double)number < low || (double)number > high) {
        (void)snprintf(expected, sizeof(expected), "an integer from %.0f to %.0f", low, high);
        (void)snprintf(found, sizeof(found), "%lld", (long long)number);
        return tkg_json_refuse(reader, expected, found);
    }
    if (field->kind == TKG_FIELD_U32 || field->kind == TKG_FIELD_I32) {
        uint32_t narrow = (uint32_t)number; /* in range: the low half has the same bits */
        memcpy(member, &narrow, sizeof(narrow));
    } else {
        memcpy(member, &number, sizeof(number));
    }
    return TKG_OK;
}

/* Rows of this kind always have a range; result_fields.c has a test for it. */
static enum tkg_status read_real(struct tkg_json_reader *reader, const json_t *value,
                                 const struct tkg_result_field *field, void *member)
{
    double number;
    enum tkg_status status = tkg_json_real_in(reader, value, field->low, field->high, &number);
    if (status == TKG_OK) {
        memcpy(member, &number, sizeof(number));
    }
    return status;
}

/* No default, so that the compiler names a kind that is not handled. */
static enum tkg_status read_field(struct tkg_json_reader *reader, const json_t *value,
                                  const struct tkg_result_field *field, void *member)
{
    switch (field->kind) {
    case TKG_FIELD_TEXT:
        return read_text(reader, value, field, member);
    case TKG_FIELD_BOOL:
        return read_bool(reader, value, member);
    case TKG_FIELD_TIME:
        return read_time(reader, value, member);
    case TKG_FIELD_REAL:
        return read_real(reader, value, field, member);
    case TKG_FIELD_HEX64:
    case TKG_FIELD_SEED:
        return read_hex_or_seed(reader, value, field->kind, member);
    case TKG_FIELD_U32:
    case TKG_FIELD_U64:
    case TKG_FIELD_I32:
    case TKG_FIELD_I64:
        return read_integer(reader, value, field, member);
    }
    TKG_ASSERT(false); /* every kind is handled above */
    return TKG_INTERNAL;
}

/* What is_unknown() of json_writer.c takes for unknown. */
static void leave_unknown(const struct tkg_result_field *field, void *member)
{
    const double nothing = NAN;
    memset(member, 0, field->bytes);
    if (field->kind == TKG_FIELD_REAL) {
        memcpy(member, &nothing, sizeof(nothing));
    }
}

enum tkg_status tkg_json_read_fields(struct tkg_json_reader *reader, const json_t *object,
                                     const struct tkg_result_field *fields, void *base)
{
    enum tkg_status status = TKG_OK;
    for (; fields->name && status == TKG_OK; fields++) {
        const json_t *value = json_object_get(object, fields->name);
        if (!value &&
            (fields->may_be_absent || (reader->absent_is_unknown && fields->unknown_in_foreign))) {
            leave_unknown(fields, (char *)base + fields->offset);
            continue;
        }
        reader->leaf = fields->name;
        status = read_field(reader, value, fields, (char *)base + fields->offset);
    }
    reader->leaf = NULL;
    return status;
}
