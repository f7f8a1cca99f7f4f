/* SPDX-License-Identifier: Apache-2.0 */
#include "staged_run.h"

#include "report/run_notes.h"
#include "report/stage_text.h"

static const char *add_table(struct report_case *one)
{
    tkg_text_reset(&one->out);
    tkg_stages_add_table(&one->out, &one->input);
    return tkg_text_borrow(&one->out);
}

/* Medians of 5e6 + 0 .. 19e3 and 1e6 - 0 .. 19e3 ns: 5.0095 and 0.9905 ms; of a wall of 8 ms 62.6
 * and 12.4 %. The interval of 20 values has the ranks 6 and 15. */
static void the_table_has_a_row_per_stage_and_the_check_below(void **state)
{
    struct report_case *one = *state;
    make_staged(one, "md.handle");
    assert_string_equal(
        add_table(one),
        "\n"
        "STAGES       entries  exclusive  95 % interval    per tick   share\n"
        "replay/1M\n"
        "  data.load      125    5.01 ms  [5.00, 5.01] ms   5.01 ns  62.6 %\n"
        "  md.handle  1000000    2.00 ms  [2.00, 2.00] ms   2.00 ns  25.0 %\n"
        "  other            0     990 us  [986, 995] us    0.990 ns  12.4 %\n"
        "  sum and wall (8.00 ms) differ by 0.0200 %; switching stages took 5.00 %\n");
    free_staged(one);
}

static void without_stages_nothing_is_said(void **state)
{
    struct report_case *one = *state;
    assert_string_equal(add_table(one), "");
    tkg_stages_add_markdown(&one->out, &one->input);
    assert_string_equal(tkg_text_borrow(&one->out), "");
    assert_false(tkg_stages_engine_is_silent(&one->run.summary.cases[0]));
}

static void too_few_trials_give_no_number(void **state)
{
    struct report_case *one = *state;
    make_staged(one, "md.handle");
    struct tkg_case_summary *summary = &one->run.summary.cases[STAGED_CASE];
    for (size_t i = 0; i < summary->stage_count; i++) {
        summary->stages[i].time.count = TKG_SAMPLES_MIN - 1;
        summary->stages[i].per_tick.count = TKG_SAMPLES_MIN - 1;
        summary->stages[i].share_0to1.count = TKG_SAMPLES_MIN - 1;
    }
    summary->stage_wall.count = TKG_SAMPLES_MIN - 1;
    const char *text = add_table(one);
    assert_contains(text, "insufficient samples");
    assert_lacks(text, "ms");
    assert_lacks(text, "sum and wall");
    free_staged(one);
}

static void an_engine_s_own_name_reaches_no_terminal_raw(void **state)
{
    struct report_case *one = *state;
    make_staged(one, "\033[31m|<b>");
    assert_no_active_bytes(add_table(one), false);
    tkg_text_reset(&one->out);
    tkg_stages_add_markdown(&one->out, &one->input);
    assert_no_active_bytes(tkg_text_borrow(&one->out), false);
    assert_lacks(tkg_text_borrow(&one->out), "<b>");
    free_staged(one);
}

static void markdown_has_the_same_rows(void **state)
{
    struct report_case *one = *state;
    make_staged(one, "model.infer");
    const char *text = render(one, "markdown");
    assert_contains(text, "<details><summary>Stages</summary>");
    assert_contains(text, " | 5.01 ms | [5.00, 5.01] ms | 5.01 ns | 62.6 % |\n");
    assert_int_equal(count_of(text, "25.0 % |\n"), 1);
    free_staged(one);
}

static void the_human_report_holds_the_table(void **state)
{
    struct report_case *one = *state;
    make_staged(one, "md.handle");
    assert_contains(render(one, "human"), "\nSTAGES  ");
    free_staged(one);
}

static void csv_has_three_figures_a_stage(void **state)
{
    struct report_case *one = *state;
    make_staged(one, "md.handle");
    const char *text = render(one, "csv");
    assert_contains(text, "replay/1M,1000000,stage_time:md.handle,ns,2000000,2000000,2000000,");
    assert_contains(text, "replay/1M,1000000,stage_per_tick:md.handle,ns,2,2,2,");
    assert_contains(text, "replay/1M,1000000,stage_share:md.handle,share,0.25,0.25,0.25,");
    assert_int_equal(count_of(text, "stage_time:"), 3);
    free_staged(one);
}

static void a_silent_engine_is_told_how_to_speak(void **state)
{
    struct report_case *one = *state;
    make_staged(one, "");
    assert_true(tkg_stages_engine_is_silent(&one->run.summary.cases[STAGED_CASE]));
    assert_contains(render(one, "json"), "\"W10\"");
    free_staged(one);
}

static void an_engine_that_speaks_is_told_nothing(void **state)
{
    struct report_case *one = *state;
    make_staged(one, "md.handle");
    assert_false(tkg_stages_engine_is_silent(&one->run.summary.cases[STAGED_CASE]));
    assert_lacks(render(one, "json"), "\"W10\"");
    free_staged(one);
}

#define STAGE_TEST(name) cmocka_unit_test_setup_teardown(name, report_setup, report_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        STAGE_TEST(the_table_has_a_row_per_stage_and_the_check_below),
        STAGE_TEST(without_stages_nothing_is_said),
        STAGE_TEST(too_few_trials_give_no_number),
        STAGE_TEST(an_engine_s_own_name_reaches_no_terminal_raw),
        STAGE_TEST(markdown_has_the_same_rows),
        STAGE_TEST(the_human_report_holds_the_table),
        STAGE_TEST(csv_has_three_figures_a_stage),
        STAGE_TEST(a_silent_engine_is_told_how_to_speak),
        STAGE_TEST(an_engine_that_speaks_is_told_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
