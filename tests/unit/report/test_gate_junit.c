/* SPDX-License-Identifier: Apache-2.0 */
#include "cmocka_all.h"
#include "gate_sample.h"

static void each_fate_has_its_element(void **state)
{
    struct gate_fixture fixture;
    (void)state;
    gate_sample_make(&fixture);
    struct tkg_text text = gate_sample_write(&fixture, "junit");
    assert_has(&text, "tests=\"5\" failures=\"2\" errors=\"1\" skipped=\"0\"");
    assert_has(&text, "<testcase classname=\"a&lt;b&gt;\" name=\"time\" file=\"ci/gate.yaml\" "
                      "line=\"10\">\n      <failure type=\"regression\"");
    assert_has(&text, "name=\"instructions\" file=\"ci/gate.yaml\" line=\"11\"/>");
    assert_has(&text, "<error type=\"absent\"");
    assert_has(&text, "<failure type=\"target missed\"");
    tkg_text_deinit(&text);
    gate_fixture_end(&fixture);
}

static void what_could_not_be_told_is_skipped_with_its_reason(void **state)
{
    struct gate_fixture fixture;
    (void)state;
    gate_fixture_begin(&fixture, "a");
    tkg_gate_row_close(gate_fixture_row(&fixture, TKG_GATE_TIME, 3), TKG_GATE_CLASS_CANNOT_TELL,
                       TKG_GATE_SIDE_NONE, "no proof");
    gate_fixture_judge(&fixture);
    struct tkg_text text = gate_sample_write(&fixture, "junit");
    assert_has(&text, "skipped=\"1\"");
    assert_has(&text, "<skipped message=\"time of a: cannot tell: no proof\"/>");
    tkg_text_deinit(&text);
    gate_fixture_end(&fixture);
}

static void an_interrupted_gate_is_an_error(void **state)
{
    struct gate_fixture fixture;
    (void)state;
    gate_fixture_begin(&fixture, "a");
    fixture.record.is_complete = false;
    gate_fixture_judge(&fixture);
    struct tkg_text text = gate_sample_write(&fixture, "junit");
    assert_has(&text, "tests=\"1\" failures=\"0\" errors=\"1\"");
    assert_has(&text, "<error type=\"incomplete\"");
    tkg_text_deinit(&text);
    gate_fixture_end(&fixture);
}

/* The gate fails with 5, and no row of it says so. */
static void a_gate_that_measured_nothing_is_an_error(void **state)
{
    struct gate_fixture fixture;
    (void)state;
    gate_fixture_begin(&fixture, "a");
    tkg_gate_row_close(gate_fixture_row(&fixture, TKG_GATE_INSTRUCTIONS, 3), TKG_GATE_CLASS_SKIPPED,
                       TKG_GATE_SIDE_NONE, "no valgrind");
    gate_fixture_judge(&fixture);
    assert_int_equal(fixture.result.exit_code, 5);
    struct tkg_text text = gate_sample_write(&fixture, "junit");
    assert_has(&text, "tests=\"2\" failures=\"0\" errors=\"1\" skipped=\"1\"");
    assert_has(&text, "<error type=\"nothing measured\"");
    tkg_text_deinit(&text);
    gate_fixture_end(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_fate_has_its_element),
        cmocka_unit_test(what_could_not_be_told_is_skipped_with_its_reason),
        cmocka_unit_test(an_interrupted_gate_is_an_error),
        cmocka_unit_test(a_gate_that_measured_nothing_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
