/* SPDX-License-Identifier: Apache-2.0 */
#include <jansson.h>

#include "explained.h"
#include "schema_check.h"

static json_t *write_json(const struct tkg_explanation_record *record)
{
    struct tkg_text text;
    struct tkg_error err = {0};
    tkg_text_init(&text);
    assert_status(tkg_explanation_write_json(record, &text, &err), TKG_OK, &err);
    assert_valid(tkg_text_borrow(&text), "explanation.schema.json");
    json_t *root = json_loads(tkg_text_borrow(&text), 0, NULL);
    assert_non_null(root);
    tkg_text_deinit(&text);
    return root;
}

static void guilt_and_growth_are_told(void **state)
{
    (void)state;
    struct tkg_explanation_record record;
    make_explained(&record);
    json_t *root = write_json(&record);
    const char *schema = NULL, *guilt = NULL, *guilty = NULL, *name = NULL, *file = NULL;
    double growth = 0, before = -1, after = 0;
    int line = 0;
    assert_int_equal(
        json_unpack(root, "{s:s, s:s, s:s, s:{s:{s:f, s:[{s:s, s:s, s:i, s:F, s:f}]}}}", "schema",
                    &schema, "guilt", &guilt, "guilty_function", &guilty, "costs", "instructions",
                    "growth", &growth, "functions", "name", &name, "file", &file, "line", &line,
                    "base_per_tick", &before, "head_per_tick", &after),
        0);
    assert_string_equal(schema, TKG_EXPLANATION_SCHEMA);
    assert_string_equal(guilt, "instructions");
    assert_string_equal(guilty, "audit");
    assert_string_equal(name, "audit");
    assert_string_equal(file, "src/core.c");
    assert_int_equal(line, 30);
    assert_near(growth, 0.02, 1e-12);
    assert_near(before, 0.0, 0.0);
    assert_near(after, 2.0, 1e-12);
    json_decref(root);
    deinit_explained(&record);
}

static void cost_that_was_not_taken_is_absent(void **state)
{
    (void)state;
    struct tkg_explanation_record record;
    make_explained(&record);
    json_t *root = write_json(&record);
    assert_non_null(json_object_get(json_object_get(root, "costs"), "cpu_ns"));
    assert_null(json_object_get(json_object_get(root, "costs"), "d1_misses"));
    json_decref(root);
    deinit_explained(&record);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(guilt_and_growth_are_told),
        cmocka_unit_test(cost_that_was_not_taken_is_absent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
