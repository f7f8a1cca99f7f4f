/* SPDX-License-Identifier: Apache-2.0 */
#include "report_check.h"

#include "report/safe_text.h"

/* row: B08 */
static void the_block_is_as_expected(void **state)
{
    struct report_case *one = *state;
    const char *text = render(one, "text");
    assert_expected(text, "text.txt");
    assert_contains(text, "\nPerformance Metrics: scalability_1000000\n");
}

/* row: B08 */
static void every_line_fits_80_columns_and_rules_fill_them(void **state)
{
    struct report_case *one = *state;
    const char *text = render(one, "text");
    size_t rules = 0;
    while (*text) {
        size_t length = strcspn(text, "\n");
        assert_true(length <= 80);
        rules += length == 80 && strspn(text, "=") == 80;
        text += length + 1;
    }
    assert_int_equal(rules, 9); /* three a block */
}

/* row: B05 B06 */
static void every_result_field_has_a_line(void **state)
{
    struct report_case *one = *state;
    static const char *const labels[] = {
        "Total ticks:", "Total time:",   "Ticks per second:",
        "Mean:",        "Median (p50):", "p90:",
        "p95:",         "p99:",          "p99.9:",
        "Max:",         "Clock floor:",  "CPU of one core:",
        "Peak memory:", "Processed:",    "Digest:",
    };
    const char *text = render(one, "text");
    for (size_t i = 0; i < sizeof(labels) / sizeof(labels[0]); i++) {
        assert_int_equal(count_of(text, labels[i]), 3);
    }
}

/* row: B07 */
static void too_few_samples_print_no_number(void **state)
{
    struct report_case *one = *state;
    make_too_few(one);
    const char *text = render(one, "text");
    assert_int_equal(count_of(text, "insufficient samples"), 3 * 13);
    assert_int_equal(count_of(text, "n 4\n"), 3 * 11);
    assert_lacks(text, " ns");
    assert_lacks(text, " %");
    assert_lacks(text, " MB");
}

static void hostile_names_neither_act_nor_break_the_width(void **state)
{
    struct report_case *one = *state;
    make_hostile(one);
    const char *text = render(one, "text");
    assert_no_active_bytes(text, false);
    assert_lacks(text, "\n<script>");
}

static void a_run_of_rulers_says_that_nothing_was_replayed(void **state)
{
    struct report_case *one = *state;
    one->run.summary.cases += 3;
    one->run.summary.case_count -= 3;
    assert_string_equal(render(one, "text"), "no replay case was measured\n");
    one->run.summary.cases -= 3;
    one->run.summary.case_count += 3;
}

static void a_failed_run_says_so_above_the_blocks(void **state)
{
    struct report_case *one = *state;
    make_failed(one);
    assert_int_equal(strncmp(render(one, "text"), "FAILED  " FAILURE_TEXT "\n\n====", 78), 0);
    one->run.record.failure = TKG_INTERRUPTED;
    one->run.record.failure_text[0] = '\0';
    assert_int_equal(strncmp(render(one, "text"), "Partial results: interrupted\n\n=", 31), 0);
}

static void differing_digests_are_told(void **state)
{
    struct report_case *one = *state;
    one->run.summary.cases[0].digests_equal = false;
    assert_contains(render(one, "text"),
                    "Digest:             0xf00dfeed00002710, NOT equal in all 80 trials\n");
}

#define REPORT_TEST(function)                                                                      \
    cmocka_unit_test_setup_teardown(function, report_setup, report_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        REPORT_TEST(the_block_is_as_expected),
        REPORT_TEST(every_line_fits_80_columns_and_rules_fill_them),
        REPORT_TEST(every_result_field_has_a_line),
        REPORT_TEST(too_few_samples_print_no_number),
        REPORT_TEST(hostile_names_neither_act_nor_break_the_width),
        REPORT_TEST(a_failed_run_says_so_above_the_blocks),
        REPORT_TEST(differing_digests_are_told),
        REPORT_TEST(a_run_of_rulers_says_that_nothing_was_replayed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
