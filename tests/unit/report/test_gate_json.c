/* SPDX-License-Identifier: Apache-2.0 */
#include "schema_check.h"

#include "gate_sample.h"

static void receipt_keeps_to_its_schema(void **state)
{
    struct gate_fixture fixture;
    (void)state;
    gate_sample_make(&fixture);
    struct tkg_text text = gate_sample_write(&fixture, "json");
    assert_valid(tkg_text_borrow(&text), "gate-receipt.schema.json");
    tkg_text_deinit(&text);
    gate_fixture_end(&fixture);
}

static void conclusion_stands_in_the_receipt(void **state)
{
    struct gate_fixture fixture;
    (void)state;
    gate_sample_make(&fixture);
    struct tkg_text text = gate_sample_write(&fixture, "json");
    json_t *root = json_loads(tkg_text_borrow(&text), 0, NULL);
    const json_t *conclusion = json_object_get(root, "conclusion");
    assert_int_equal(json_integer_value(json_object_get(conclusion, "exit_code")), 5);
    assert_string_equal(json_string_value(json_object_get(conclusion, "verdict")), "absent");
    const json_t *counts = json_object_get(conclusion, "counts");
    assert_int_equal(json_integer_value(json_object_get(counts, "pass")), 2);
    assert_int_equal(json_integer_value(json_object_get(counts, "target missed")), 1);
    json_decref(root);
    tkg_text_deinit(&text);
    gate_fixture_end(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(receipt_keeps_to_its_schema),
        cmocka_unit_test(conclusion_stands_in_the_receipt),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
