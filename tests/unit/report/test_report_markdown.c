/* SPDX-License-Identifier: Apache-2.0 */
#include "report_check.h"

static void the_summary_is_as_expected(void **state)
{
    struct report_case *one = *state;
    assert_expected(render(one, "markdown"), "summary.md");
}

static void the_headline_is_the_worst_verdict_in_one_sentence(void **state)
{
    struct report_case *one = *state;
    const char *text = render(one, "markdown");
    const char *expected = "## Failed: p99 of replay/1M is 12.0 &#91;11.9, 12.1&#93; ns, "
                           "limit &#60;= 10 ns (-20 %): the interval excludes the limit\n\n";
    assert_int_equal(strncmp(text, expected, strlen(expected)), 0);
}

/* row: T05 */
static void rows_that_are_not_met_come_before_everything_else(void **state)
{
    struct report_case *one = *state;
    const char *text = render(one, "markdown");
    const char *failed = strstr(text, "| Failed | p99 |");
    const char *unsure = strstr(text, "| Inconclusive | p50 |");
    const char *few = strstr(text, "| Insufficient samples | efficiency |");
    const char *details = strstr(text, "<details>");
    const char *passed = strstr(text, "| Passed | throughput |");
    assert_true(failed && unsure && few && details && passed);
    assert_true(failed < unsure && unsure < few && few < details && details < passed);
    assert_contains(text, "thresholds/reference.yaml:8 |");
    assert_int_equal(count_of(text, "<details>"), count_of(text, "</details>"));
}

/* Every row of a table has as many bars as its head. */
static void tables_have_equal_columns(const char *text)
{
    size_t columns = 0;
    while (*text) {
        size_t length = strcspn(text, "\n");
        size_t bars = 0;
        for (size_t i = 0; i < length; i++) {
            bars += text[i] == '|';
        }
        assert_true(*text != '|' || columns == 0 || bars == columns);
        assert_true(*text == '|' || bars == 0);
        columns = *text == '|' ? bars : 0;
        text += length + 1;
    }
}

static void every_table_row_has_its_columns(void **state)
{
    struct report_case *one = *state;
    tables_have_equal_columns(render(one, "markdown"));
}

static void a_run_that_meets_all_says_so(void **state)
{
    struct report_case *one = *state;
    struct tkg_verdict_list *list = &one->run.verdicts;
    memset(list->counts, 0, sizeof(list->counts));
    list->verdict_count = 1;
    list->counts[TKG_OUTCOME_PASS] = 1;
    const char *text = render(one, "markdown");
    assert_int_equal(strncmp(text, "## Passed: the one target is met\n", 33), 0);
    assert_lacks(text, "| Failed |");
}

static void a_run_without_targets_is_not_called_passed(void **state)
{
    struct report_case *one = *state;
    const struct tkg_verdict_list none = {0};
    one->input.verdicts = &none;
    const char *text = render(one, "markdown");
    assert_int_equal(strncmp(text, "## tickgate: measured, no targets given\n", 40), 0);
    assert_lacks(text, "Passed");
}

static void an_interrupted_run_is_marked(void **state)
{
    struct report_case *one = *state;
    one->run.record.complete = false;
    one->run.record.failure = TKG_INTERRUPTED;
    const char *text = render(one, "markdown");
    assert_int_equal(strncmp(text, "## Partial results: interrupted\n", 32), 0);
    assert_contains(text, "20 rounds, interrupted\n");
}

static void a_failed_run_says_why_in_its_headline(void **state)
{
    struct report_case *one = *state;
    make_failed(one);
    const char *expected = "## Run failed: engine &#60;x&#62; crashed (signal 11) in replay/1M; ";
    const char *text = render(one, "markdown");
    assert_int_equal(strncmp(text, expected, strlen(expected)), 0);
    assert_lacks(text, "interrupted");
    assert_lacks(text, "no targets given");
}

static void details_tell_counts_and_digest_of_every_replay(void **state)
{
    struct report_case *one = *state;
    const char *text = strstr(render(one, "markdown"), "All results");
    assert_contains(text, "\n- replay/1M: processed 1000000 ticks, 200 rejected, digest "
                          "0xf00dfeed000f4240, equal in all 80 trials\n");
    assert_int_equal(count_of(text, ": processed "), 3);
}

static void a_file_stream_has_no_seed_and_one_round_is_singular(void **state)
{
    struct report_case *one = *state;
    (void)tkg_string_copy(one->run.record.stream, TKG_RECORD_TEXT_BYTES, "ticks/eur.csv");
    one->run.record.round_count = 1;
    assert_contains(render(one, "markdown"), ", stream ticks/eur.csv, 1 round\n");
}

/* row: B07 */
static void too_few_samples_print_no_number(void **state)
{
    struct report_case *one = *state;
    make_too_few(one);
    const char *text = render(one, "markdown");
    assert_lacks(text, "182 M");
    assert_lacks(text, "5.10");
    assert_int_equal(count_of(strstr(text, "All results"), "insufficient samples"),
                     3 * 32 + 5 + 2 * 3);
}

static void hostile_names_are_neither_markup_nor_links(void **state)
{
    struct report_case *one = *state;
    make_hostile(one);
    const char *text = render(one, "markdown");
    assert_no_active_bytes(text, false);
    tables_have_equal_columns(text);
    assert_lacks(text, "<script");
    assert_lacks(text, "**b**");
    assert_lacks(text, "`");
    assert_lacks(text, "[a](");
    assert_lacks(text, "@all");
    assert_lacks(text, "http://");
    assert_lacks(text, "www.");
    assert_lacks(text, "&amp;"); /* an entity in a name stays the five characters it is */
    assert_contains(text, "&#60;script&#62;");
}

/* 20,000 missed targets would be 3 MB; the summary stays below GitHub's limit and says so. */
static void a_flood_of_failures_is_cut_below_the_limit(void **state)
{
    struct report_case *one = *state;
    enum { FLOOD = 20000 };
    struct tkg_verdict *flood = calloc(FLOOD, sizeof(*flood));
    assert_non_null(flood);
    for (size_t i = 0; i < FLOOD; i++) {
        flood[i] = one->run.verdicts.verdicts[1];
    }
    struct tkg_verdict_list list = {.verdicts = flood, .verdict_count = FLOOD};
    list.counts[TKG_OUTCOME_FAIL] = FLOOD;
    one->input.verdicts = &list;
    const char *text = render(one, "markdown");
    assert_true(strlen(text) < 256 * 1024);
    assert_contains(text, "more rows left out here; the JSON report has all.");
    assert_contains(text, "Environment");
    free(flood);
}

#define REPORT_TEST(function)                                                                      \
    cmocka_unit_test_setup_teardown(function, report_setup, report_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        REPORT_TEST(the_summary_is_as_expected),
        REPORT_TEST(the_headline_is_the_worst_verdict_in_one_sentence),
        REPORT_TEST(rows_that_are_not_met_come_before_everything_else),
        REPORT_TEST(every_table_row_has_its_columns),
        REPORT_TEST(a_run_that_meets_all_says_so),
        REPORT_TEST(a_run_without_targets_is_not_called_passed),
        REPORT_TEST(an_interrupted_run_is_marked),
        REPORT_TEST(a_failed_run_says_why_in_its_headline),
        REPORT_TEST(details_tell_counts_and_digest_of_every_replay),
        REPORT_TEST(a_file_stream_has_no_seed_and_one_round_is_singular),
        REPORT_TEST(too_few_samples_print_no_number),
        REPORT_TEST(hostile_names_are_neither_markup_nor_links),
        REPORT_TEST(a_flood_of_failures_is_cut_below_the_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
