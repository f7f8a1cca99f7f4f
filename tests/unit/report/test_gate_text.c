/* SPDX-License-Identifier: Apache-2.0 */
#include "cmocka_all.h"

#include "gate_fixture.h"
#include "report/gate_text.h"

static void assert_text(struct tkg_text *text, const char *expected)
{
    assert_string_equal(tkg_text_borrow(text), expected);
    tkg_text_deinit(text);
}

static void sentence_names_metric_case_change_and_what_is_allowed(void **state)
{
    (void)state;
    struct gate_fixture fixture;
    struct tkg_text text = {0};
    gate_fixture_begin(&fixture, "taker");
    gate_fixture_count(&fixture, 9, 1000000, 1021000); /* 2.1 % by hand */
    gate_fixture_judge(&fixture);
    tkg_gate_add_change(&text, &fixture.result, &fixture.result.verdicts[0]);
    assert_text(&text, "+2.10 %");
    tkg_gate_add_sentence(&text, &fixture.result, &fixture.result.verdicts[0]);
    assert_int_equal(strncmp(tkg_text_borrow(&text),
                             "instructions of taker: regression, +2.10 %, allowed is 0.5 %",
                             strlen("instructions of taker: regression, +2.10 %, allowed is 0.5 "
                                    "%")),
                     0);
    tkg_text_deinit(&text);
    tkg_gate_add_place(&text, &fixture.result, &fixture.result.verdicts[0]);
    assert_text(&text, "ci/gate.yaml:9");
    gate_fixture_end(&fixture);
}

static void guilty_function_is_named_beside_a_regression_only(void **state)
{
    (void)state;
    struct gate_fixture fixture;
    struct tkg_text text = {0};
    gate_fixture_begin(&fixture, "taker");
    gate_fixture_count(&fixture, 9, 1000000, 1021000);
    gate_fixture_count(&fixture, 10, 1000000, 1000000);
    for (size_t i = 0; i < 2; i++) {
        (void)tkg_string_copy(fixture.record.rows[i].guilty, TKG_RECORD_TEXT_BYTES,
                              "audit (a.c:7) executes more");
    }
    gate_fixture_judge(&fixture);
    tkg_gate_add_sentence(&text, &fixture.result, &fixture.result.verdicts[0]);
    assert_non_null(strstr(tkg_text_borrow(&text), "; guilty: audit (a.c:7) executes more"));
    tkg_text_deinit(&text);
    tkg_gate_add_sentence(&text, &fixture.result, &fixture.result.verdicts[1]);
    assert_null(strstr(tkg_text_borrow(&text), "guilty"));
    tkg_text_deinit(&text);
    gate_fixture_end(&fixture);
}

static void headline_is_of_the_worst_row(void **state)
{
    (void)state;
    struct gate_fixture fixture;
    struct tkg_text text = {0};
    gate_fixture_begin(&fixture, "maker");
    gate_fixture_count(&fixture, 9, 1000000, 1021000);
    tkg_gate_row_close(gate_fixture_row(&fixture, TKG_GATE_TIME, 10), TKG_GATE_CLASS_CRASHED,
                       TKG_GATE_SIDE_HEAD, "head.so died from signal 11");
    gate_fixture_judge(&fixture);
    assert_int_equal(fixture.result.exit_code, 4);
    tkg_gate_add_headline(&text, &fixture.result);
    assert_text(&text, "time of maker: crashed: head.so died from signal 11");
    tkg_gate_add_counts(&text, &fixture.result);
    assert_text(&text, "regression 1   crashed 1");
    gate_fixture_end(&fixture);
}

static void headline_of_a_pass_counts_its_rows(void **state)
{
    (void)state;
    struct gate_fixture fixture;
    struct tkg_text text = {0};
    gate_fixture_begin(&fixture, "maker");
    gate_fixture_count(&fixture, 9, 1000000, 1000000);
    gate_fixture_judge(&fixture);
    tkg_gate_add_headline(&text, &fixture.result);
    assert_text(&text, "pass: none of 1 rows got worse");
    gate_fixture_end(&fixture);
}

static void name_of_a_case_is_one_visible_line(void **state)
{
    (void)state;
    struct gate_fixture fixture;
    struct tkg_text text = {0};
    gate_fixture_begin(&fixture, "a\n::error::b");
    gate_fixture_count(&fixture, 9, 1, 1);
    gate_fixture_judge(&fixture);
    tkg_gate_add_case(&text, &fixture.result, &fixture.result.verdicts[0]);
    assert_null(strchr(tkg_text_borrow(&text), '\n'));
    tkg_text_deinit(&text);
    gate_fixture_end(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sentence_names_metric_case_change_and_what_is_allowed),
        cmocka_unit_test(guilty_function_is_named_beside_a_regression_only),
        cmocka_unit_test(headline_is_of_the_worst_row),
        cmocka_unit_test(headline_of_a_pass_counts_its_rows),
        cmocka_unit_test(name_of_a_case_is_one_visible_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
