/* SPDX-License-Identifier: Apache-2.0 */
#include "report/gate_fields.h"

#include <string.h>

#include "base/status.h"
#include "cmocka_all.h"
#include "sample/gate_record.h"

static void words_are_as_many_as_what_they_stand_for(void **state)
{
    (void)state;
    assert_int_equal(tkg_gate_mode_words.count, TKG_GATE_MODE_COUNT);
    assert_int_equal(tkg_gate_found_words.count, TKG_GATE_CLASS_COUNT + 1);
    assert_int_equal(tkg_gate_evidence_words.count, TKG_GATE_EVIDENCE_COUNT);
    assert_int_equal(tkg_gate_failure_words.count, TKG_STATUS_COUNT);
    assert_string_equal(tkg_gate_found_words.words[TKG_GATE_CLASS_OPEN], "open");
    assert_string_equal(tkg_gate_failure_words.words[TKG_ENGINE_CRASH], "ENGINE_CRASH");
    assert_string_equal(tkg_gate_side_words.words[TKG_GATE_SIDE_HEAD], "head");
    assert_string_equal(tkg_gate_better_words.words[TKG_BETTER_MORE], "more");
}

static void no_field_is_named_twice(void **state)
{
    static const struct tkg_result_field *const tables[] = {
        tkg_gate_fields,     tkg_gate_case_fields,  tkg_gate_question_fields,
        tkg_gate_row_fields, tkg_gate_count_fields, tkg_gate_sample_fields,
        tkg_gate_rail_fields};
    (void)state;
    for (size_t t = 0; t < sizeof tables / sizeof tables[0]; t++) {
        for (const struct tkg_result_field *a = tables[t]; a->name; a++) {
            for (const struct tkg_result_field *b = a + 1; b->name; b++) {
                assert_string_not_equal(a->name, b->name);
            }
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_as_many_as_what_they_stand_for),
        cmocka_unit_test(no_field_is_named_twice),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
