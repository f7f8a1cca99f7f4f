/* SPDX-License-Identifier: Apache-2.0 */
#include "schema_check.h"

#include "sample_comparison.h"

static void receipt_holds_every_launch_and_the_conclusion(void **state)
{
    (void)state;
    struct tkg_comparison_record record;
    const struct tkg_comparison comparison = sample_conclusion();
    const struct tkg_fingerprint fingerprint = {.cpu_model = "a processor"};
    struct tkg_error err = {0};
    struct tkg_text out;
    make_sample_comparison(&record);
    const struct tkg_comparison_input input = {&record, &comparison, &fingerprint};
    tkg_text_init(&out);
    assert_status(tkg_comparison_write_json(&input, &out, &err), TKG_OK, &err);
    json_t *root = json_loads(tkg_text_borrow(&out), JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(root);
    assert_string_equal(json_string_value(json_object_get(root, "schema")),
                        "tickgate.comparison/1");
    const json_t *conclusion = json_object_get(root, "conclusion");
    assert_string_equal(json_string_value(json_object_get(conclusion, "outcome")), "regression");
    const json_t *launches = json_object_get(root, "launches");
    assert_int_equal(json_array_size(launches), SAMPLE_LAUNCH_COUNT);
    const json_t *first = json_array_get(launches, 0);
    assert_true(json_is_null(json_object_get(first, "plant"))); /* no plant in even launches */
    const json_t *arm = json_array_get(json_object_get(first, "arms"), 3);
    assert_string_equal(json_string_value(json_object_get(arm, "role")), "head again");
    assert_near(json_real_value(json_object_get(arm, "ns_per_tick")), 5.11, 1e-12);
    json_decref(root);
    tkg_text_deinit(&out);
    tkg_comparison_record_deinit(&record);
}

/* With what an arm may lack, and with nothing known. */
static void receipt_keeps_to_its_schema(void **state)
{
    (void)state;
    struct tkg_comparison_record record;
    const struct tkg_comparison conclusions[] = {sample_conclusion(),
                                                 {.head = {NAN, -INFINITY, INFINITY, 0.0}}};
    const struct tkg_fingerprint fingerprint = {.cpu_model = "a processor"};
    struct tkg_error err = {0};
    make_sample_comparison(&record);
    for (size_t i = 0; i < 2; i++) {
        struct tkg_text out;
        const struct tkg_comparison_input input = {&record, &conclusions[i],
                                                   i == 0 ? &fingerprint : NULL};
        tkg_text_init(&out);
        assert_status(tkg_comparison_write_json(&input, &out, &err), TKG_OK, &err);
        assert_valid(tkg_text_borrow(&out), "comparison.schema.json");
        tkg_text_deinit(&out);
    }
    tkg_comparison_record_deinit(&record);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(receipt_holds_every_launch_and_the_conclusion),
        cmocka_unit_test(receipt_keeps_to_its_schema),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
