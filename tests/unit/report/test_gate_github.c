/* SPDX-License-Identifier: Apache-2.0 */
#include "cmocka_all.h"

#include "gate_sample.h"
#include "report/gate_github.h"

static const struct tkg_fingerprint fingerprint = {
    .cpu_model = "a <fast> CPU", .kernel = "Linux 6.1.0", .compiler = "gcc 12.2.0"};

static struct tkg_gate_report_input input_of(const struct gate_fixture *fixture)
{
    return (struct tkg_gate_report_input){.record = &fixture->record,
                                          .result = &fixture->result,
                                          .fingerprint = &fingerprint,
                                          .receipt = "out/receipt.json"};
}

static void write_summary(struct gate_fixture *fixture, struct tkg_text *text)
{
    gate_fixture_judge(fixture);
    const struct tkg_gate_report_input input = input_of(fixture);
    assert_int_equal(tkg_gate_write_github_summary(&input, text, &fixture->err), TKG_OK);
}

static void says(const struct tkg_text *text, const char *part)
{
    if (!strstr(tkg_text_borrow(text), part)) {
        fail_msg("'%s' is not in:\n%s", part, tkg_text_borrow(text));
    }
}

static void summary_begins_with_the_worst_row_and_its_line(void **state)
{
    (void)state;
    struct gate_fixture fixture;
    struct tkg_text text = {0};
    gate_fixture_begin(&fixture, "taker");
    gate_fixture_count(&fixture, 9, 1000000, 1021000);
    gate_fixture_count(&fixture, 10, 1000000, 1000000);
    write_summary(&fixture, &text);
    assert_int_equal(strncmp(tkg_text_borrow(&text), "## tickgate: instructions of taker", 34), 0);
    says(&text, "| regression | taker | instructions | +2.10 % |");
    says(&text, "ci/gate.yaml:9 |");
    says(&text, "- base: 1111111\n- head: 2222222\n");
    says(&text, "tickgate gate --replay out/receipt.json");
    /* what passed is folded away, behind what did not */
    assert_true(strstr(tkg_text_borrow(&text), "Rows that passed") <
                strstr(tkg_text_borrow(&text), "ci/gate.yaml:10"));
    tkg_text_deinit(&text);
    gate_fixture_end(&fixture);
}

static void names_never_act_as_markup(void **state)
{
    (void)state;
    struct gate_fixture fixture;
    struct tkg_text text = {0};
    gate_fixture_begin(&fixture, "<img src=x>|`rm`@all");
    (void)tkg_string_copy(fixture.record.path, sizeof fixture.record.path, "a`;rm -rf b`.yaml");
    gate_fixture_count(&fixture, 9, 1000000, 1021000);
    write_summary(&fixture, &text);
    assert_null(strstr(tkg_text_borrow(&text), "<img"));
    assert_null(strstr(tkg_text_borrow(&text), "`rm`"));
    assert_null(strstr(tkg_text_borrow(&text), "@all"));
    assert_null(strstr(tkg_text_borrow(&text), ";rm -rf b`"));
    tkg_text_deinit(&text);
    gate_fixture_end(&fixture);
}

static void summary_stays_below_its_limit_and_counts_what_is_left_out(void **state)
{
    (void)state;
    struct gate_fixture fixture;
    struct tkg_text text = {0};
    char reason[TKG_ERROR_TEXT_BYTES];
    memset(reason, '*', sizeof reason - 1); /* five bytes each once escaped */
    reason[sizeof reason - 1] = '\0';
    gate_fixture_begin(&fixture, "taker");
    for (uint32_t i = 0; i < TKG_GATE_ROW_MAX; i++) {
        tkg_gate_row_close(gate_fixture_row(&fixture, TKG_GATE_TIME, i + 1), TKG_GATE_CLASS_ABSENT,
                           TKG_GATE_SIDE_BASE, reason);
    }
    write_summary(&fixture, &text);
    assert_true(text.length <= TKG_GITHUB_SUMMARY_BYTES_MAX);
    says(&text, "more rows are left out here; the receipt has all.");
    says(&text, "tickgate gate --replay");
    tkg_text_deinit(&text);
    gate_fixture_end(&fixture);
}

static void summary_names_cpu_kernel_and_compiler(void **state)
{
    (void)state;
    struct gate_fixture fixture;
    struct tkg_text text = {0};
    gate_fixture_begin(&fixture, "taker");
    gate_fixture_count(&fixture, 9, 1000000, 1000000);
    write_summary(&fixture, &text);
    says(&text, "- CPU: a &#60;fast&#62; CPU\n");
    says(&text, "- kernel: Linux 6.1.0\n");
    says(&text, "- compiler of tickgate: gcc 12.2.0\n");
    assert_null(strstr(tkg_text_borrow(&text), "- hypervisor:")); /* not known: not said */
    tkg_text_deinit(&text);
    gate_fixture_end(&fixture);
}

static void summary_says_what_the_run_itself_had(void **state)
{
    (void)state;
    struct gate_fixture fixture;
    gate_sample_make(&fixture);
    struct tkg_text text = gate_sample_write(&fixture, "github-summary");
    says(&text, "- this run: ");
    says(&text, "base against itself read at most");
    says(&text, "1 of 1 rows proved themselves");
    assert_null(strstr(tkg_text_borrow(&text), "errors asked")); /* said once, in a sentence */
    tkg_text_deinit(&text);
    gate_fixture_end(&fixture);
}

static void outputs_are(struct gate_fixture *fixture, const char *expected)
{
    struct tkg_text text = {0};
    gate_fixture_judge(fixture);
    const struct tkg_gate_report_input input = input_of(fixture);
    assert_int_equal(tkg_gate_write_github_outputs(&input, &text, &fixture->err), TKG_OK);
    assert_string_equal(tkg_text_borrow(&text), expected);
    tkg_text_deinit(&text);
    gate_fixture_end(fixture);
}

static void outputs_of_a_pass_are_three_lines(void **state)
{
    (void)state;
    struct gate_fixture fixture;
    gate_fixture_begin(&fixture, "taker");
    gate_fixture_count(&fixture, 9, 1000000, 1000000);
    outputs_are(&fixture, "verdict=pass\nexit-code=0\ncounts={\"pass\":1}\n");
}

static void outputs_tell_the_word_of_the_exit_code_and_count_the_classes(void **state)
{
    (void)state;
    struct gate_fixture fixture;
    gate_fixture_begin(&fixture, "taker");
    gate_fixture_count(&fixture, 9, 1000000, 1000000);
    gate_fixture_count(&fixture, 10, 1000000, 1021000);
    tkg_gate_row_close(gate_fixture_row(&fixture, TKG_GATE_TIME, 11), TKG_GATE_CLASS_NOT_BUILDABLE,
                       TKG_GATE_SIDE_HEAD, "head does not build");
    outputs_are(&fixture, "verdict=absent\nexit-code=5\n"
                          "counts={\"pass\":1,\"regression\":1,\"not buildable\":1}\n");
}

static void outputs_of_an_interrupted_gate_are_no_verdict(void **state)
{
    (void)state;
    struct gate_fixture fixture;
    gate_fixture_begin(&fixture, "taker");
    gate_fixture_count(&fixture, 9, 1000000, 1000000);
    fixture.record.is_complete = false;
    outputs_are(&fixture, "verdict=error\nexit-code=130\ncounts={\"pass\":1}\n");
}

/* Of a gate whose base does not build nothing was measured, on whatever side. */
static void summary_claims_no_measurement_that_was_not_made(void **state)
{
    (void)state;
    struct gate_fixture fixture;
    struct tkg_text text = {0};
    gate_fixture_begin(&fixture, "taker");
    tkg_gate_row_close(gate_fixture_row(&fixture, TKG_GATE_TIME, 3), TKG_GATE_CLASS_NOT_BUILDABLE,
                       TKG_GATE_SIDE_BASE, "the base does not build");
    write_summary(&fixture, &text);
    says(&text, "no row was measured");
    assert_null(strstr(tkg_text_borrow(&text), "side by side"));
    tkg_text_deinit(&text);
    gate_fixture_end(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(summary_begins_with_the_worst_row_and_its_line),
        cmocka_unit_test(names_never_act_as_markup),
        cmocka_unit_test(summary_claims_no_measurement_that_was_not_made),
        cmocka_unit_test(summary_stays_below_its_limit_and_counts_what_is_left_out),
        cmocka_unit_test(summary_names_cpu_kernel_and_compiler),
        cmocka_unit_test(summary_says_what_the_run_itself_had),
        cmocka_unit_test(outputs_of_a_pass_are_three_lines),
        cmocka_unit_test(outputs_tell_the_word_of_the_exit_code_and_count_the_classes),
        cmocka_unit_test(outputs_of_an_interrupted_gate_are_no_verdict),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
