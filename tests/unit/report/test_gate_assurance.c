/* SPDX-License-Identifier: Apache-2.0 */
#include "report/gate_assurance.h"

#include "cmocka_all.h"
#include "gate_sample.h"

static struct tkg_text all_of(const struct gate_fixture *fixture)
{
    const struct tkg_gate_report_input input = {.record = &fixture->record,
                                                .result = &fixture->result};
    struct tkg_text text = {0};
    for (size_t i = 0; tkg_gate_add_assurance(&text, &input, i); i++) {
        tkg_text_add(&text, "\n");
    }
    return text;
}

static void launches_proof_layouts_and_errors_are_told(void **state)
{
    struct gate_fixture fixture;
    (void)state;
    gate_sample_make(&fixture);
    struct tkg_text text = all_of(&fixture);
    assert_has(&text, "21 launches for 1 rows, 1 slow ones left out");
    assert_has(&text, "1 of 1 rows proved themselves");
    assert_has(&text, "a planted +2.00 % read +2.00 %");
    assert_has(&text, "1 layout a side: code placement alone");
    assert_has(&text, "at most 0.5 %, shared by 3 rows (Holm)");
    tkg_text_deinit(&text);
    gate_fixture_end(&fixture);
}

static void what_was_left_out_is_told(void **state)
{
    struct gate_fixture fixture;
    (void)state;
    gate_fixture_begin(&fixture, "a");
    fixture.record.mode = TKG_GATE_MODE_STORED;
    fixture.record.is_filtered = true;
    fixture.record.unjudged_target_count = 4;
    fixture.record.allows_other_machine = true;
    (void)tkg_string_copy(fixture.record.base, sizeof fixture.record.base, "main.json");
    (void)tkg_string_copy(fixture.record.base_machine, sizeof fixture.record.base_machine, "1");
    gate_fixture_judge(&fixture);
    struct tkg_text text = all_of(&fixture);
    assert_has(&text, "stored baseline: measured at another time");
    assert_has(&text, "OTHER MACHINE allowed: base 1, head ");
    assert_has(&text, "4 targets not judged");
    assert_has(&text, "--filter left cases out");
    tkg_text_deinit(&text);
    gate_fixture_end(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(launches_proof_layouts_and_errors_are_told),
        cmocka_unit_test(what_was_left_out_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
