/* SPDX-License-Identifier: Apache-2.0
 *
 * A result file may have been edited, cut, or made by someone who means harm: nothing in it is
 * believed before it was checked, and whatever of it is shown in a message is made visible text
 * first.
 */
#include "report/json_reader.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "report/safe_text.h"

/* Enough to recognise a wrong value, short enough for an error of one line. */
enum { FOUND_COLUMNS = 60, REASON_COLUMNS = 120 };

enum tkg_status tkg_json_parse(struct tkg_json_reader *reader, const char *json, size_t json_bytes,
                               json_t **root)
{
    json_error_t error;
    static const char mark[] = "\xEF\xBB\xBF"; /* of byte order; RFC 8259, 8.1 lets it be ignored */
    size_t mark_bytes = sizeof(mark) - 1;
    if (json_bytes >= mark_bytes && memcmp(json, mark, mark_bytes) == 0) {
        json += mark_bytes;
        json_bytes -= mark_bytes;
    }
    *root = json_loadb(json, json_bytes, JSON_REJECT_DUPLICATES, &error);
    if (*root && json_is_object(*root)) {
        return TKG_OK;
    }
    if (*root) {
        json_decref(*root);
        *root = NULL;
        return tkg_json_refuse(reader, "a JSON object", "something else");
    }
    /* Jansson counts columns from 0 at the start of a line, and has -1 for "nowhere". */
    int line = error.line > 0 ? error.line : 1;
    int column = error.column > 0 ? error.column : 1;
    struct tkg_text reason = {0};
    tkg_safe_add_line(&reason, error.text, REASON_COLUMNS, true);
    enum tkg_status status =
        tkg_fail(reader->err, TKG_INPUT, "%s:%d:%d: not JSON: %s; give %s, whole", reader->path,
                 line, column, tkg_text_borrow(&reason),
                 reader->wanted ? reader->wanted
                                : "a results.json of tickgate or the JSON of google-benchmark");
    tkg_text_deinit(&reason);
    return status;
}

/* A place too long for its buffer is cut: it is for people, and the cut is harmless. */
static size_t append_where(struct tkg_json_reader *reader, const char *text)
{
    size_t mark = reader->where_length;
    (void)tkg_string_copy(reader->where + mark, TKG_JSON_WHERE_BYTES - mark, text);
    reader->where_length += strlen(reader->where + mark);
    return mark;
}

size_t tkg_json_enter(struct tkg_json_reader *reader, const char *name)
{
    size_t mark = reader->where_length;
    if (mark > 0) {
        (void)append_where(reader, ".");
    }
    (void)append_where(reader, name);
    return mark;
}

size_t tkg_json_enter_index(struct tkg_json_reader *reader, size_t index)
{
    char step[32];
    (void)snprintf(step, sizeof(step), "[%zu]", index);
    return append_where(reader, step);
}

void tkg_json_leave(struct tkg_json_reader *reader, size_t mark)
{
    reader->where_length = mark;
    reader->where[mark] = '\0';
}

/* "cases[2].trials[5].values.throughput: ", or nothing at the root. */
static void add_place(struct tkg_text *out, const struct tkg_json_reader *reader)
{
    tkg_text_add(out, reader->where);
    if (reader->leaf) {
        tkg_text_add(out, reader->where_length ? "." : "");
        tkg_safe_add_line(out, reader->leaf, FOUND_COLUMNS, true);
    }
    tkg_text_add(out, out->length ? ": " : "");
}

enum tkg_status tkg_json_refuse(struct tkg_json_reader *reader, const char *expected,
                                const char *found)
{
    struct tkg_text place = {0};
    struct tkg_text shown = {0};
    add_place(&place, reader);
    tkg_safe_add_line(&shown, found, FOUND_COLUMNS, true);
    enum tkg_status status =
        tkg_fail(reader->err, TKG_INPUT,
                 "%s: %sexpected %s, found %s; the file is damaged or was edited: measure again",
                 reader->path, tkg_text_borrow(&place), expected, tkg_text_borrow(&shown));
    tkg_text_deinit(&place);
    tkg_text_deinit(&shown);
    return status;
}

/* Jansson tells integers from other numbers, and so do messages: 1.5 is no count. */
const char *tkg_json_found(const json_t *value)
{
    if (!value) {
        return "nothing";
    }
    switch (json_typeof(value)) {
    case JSON_OBJECT:
        return "an object";
    case JSON_ARRAY:
        return "an array";
    case JSON_STRING:
        return "a string";
    case JSON_INTEGER:
        return "an integer";
    case JSON_REAL:
        return "a number";
    case JSON_TRUE:
    case JSON_FALSE:
        return "a boolean";
    case JSON_NULL:
        break;
    }
    return "null";
}

enum tkg_status tkg_json_refuse_member(struct tkg_json_reader *reader, const char *key,
                                       const char *expected, const char *found)
{
    reader->leaf = key;
    enum tkg_status status = tkg_json_refuse(reader, expected, found);
    reader->leaf = NULL;
    return status;
}

enum tkg_status tkg_json_need_object(struct tkg_json_reader *reader, const json_t *object,
                                     const char *key, json_t **value)
{
    *value = json_object_get(object, key);
    return json_is_object(*value)
               ? TKG_OK
               : tkg_json_refuse_member(reader, key, "an object", tkg_json_found(*value));
}

enum tkg_status tkg_json_need_array(struct tkg_json_reader *reader, const json_t *object,
                                    const char *key, size_t count_max, json_t **value)
{
    char expected[64];
    *value = json_object_get(object, key);
    if (!json_is_array(*value)) {
        return tkg_json_refuse_member(reader, key, "an array", tkg_json_found(*value));
    }
    if (json_array_size(*value) > count_max) {
        (void)snprintf(expected, sizeof(expected), "an array of at most %zu", count_max);
        return tkg_json_refuse_member(reader, key, expected, "more");
    }
    return TKG_OK;
}

enum tkg_status tkg_json_need_text(struct tkg_json_reader *reader, const json_t *object,
                                   const char *key, const char **text)
{
    const json_t *value = json_object_get(object, key);
    *text = json_string_value(value);
    return *text ? TKG_OK : tkg_json_refuse_member(reader, key, "a string", tkg_json_found(value));
}
