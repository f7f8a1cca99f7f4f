/* SPDX-License-Identifier: Apache-2.0
 *
 * Damages a JSON text at a place, for tests of what must notice it.
 */
#ifndef TKG_TESTS_JSON_EDIT_H
#define TKG_TESTS_JSON_EDIT_H

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

static inline void json_edit_one(json_t *at, const char *place, json_t *value)
{
    char name[64];
    const size_t length = strcspn(place, ".");
    assert_true(length < sizeof name);
    memcpy(name, place, length);
    name[length] = '\0';
    assert_non_null(at);
    const bool is_last = place[length] == '\0';
    if (json_is_array(at) && strcmp(name, "*") == 0) { /* every element */
        for (size_t i = 0; i < json_array_size(at); i++) {
            json_edit_one(json_array_get(at, i), place + length + 1, value);
        }
    } else if (json_is_array(at)) {
        const size_t index = strtoul(name, NULL, 10);
        if (is_last) {
            assert_int_equal(json_array_set(at, index, value), 0);
        } else {
            json_edit_one(json_array_get(at, index), place + length + 1, value);
        }
    } else if (is_last) {
        assert_int_equal(json_object_set(at, name, value), 0);
    } else {
        json_edit_one(json_object_get(at, name), place + length + 1, value);
    }
}

/* Sets the member at "rows.0.launches.launches.*.head" to a JSON value; text is replaced. */
static inline void json_edit(struct tkg_text *text, const char *place, const char *value)
{
    json_t *root = json_loadb(text->bytes, text->length, 0, NULL);
    json_t *new_value = json_loads(value, JSON_DECODE_ANY, NULL);
    assert_non_null(root);
    assert_non_null(new_value);
    json_edit_one(root, place, new_value);
    char *edited = json_dumps(root, JSON_REAL_PRECISION(17));
    assert_non_null(edited);
    tkg_text_reset(text);
    tkg_text_add(text, edited);
    free(edited);
    json_decref(new_value);
    json_decref(root);
}

#endif
