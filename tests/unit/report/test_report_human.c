/* SPDX-License-Identifier: Apache-2.0 */
#include "staged_run.h"

#include "report/safe_text.h"

enum { LINE_COLUMNS = 110 };

static void assert_lines_fit(const char *text)
{
    while (*text) {
        char line[4096];
        size_t length = strcspn(text, "\n");
        assert_true(length < sizeof(line));
        memcpy(line, text, length);
        line[length] = '\0';
        if (tkg_safe_columns(line) > LINE_COLUMNS) {
            fail_msg("%zu columns: %s", tkg_safe_columns(line), line);
        }
        assert_true(length == 0 || line[length - 1] != ' ');
        text += length + (text[length] == '\n');
    }
}

static void the_whole_report_is_as_expected(void **state)
{
    struct report_case *one = *state;
    assert_expected(render(one, "human"), "human.txt");
}

static void the_report_fits_110_columns(void **state)
{
    struct report_case *one = *state;
    assert_lines_fit(render(one, "human"));
}

/* row: T05 */
static void a_missed_target_shows_limit_interval_margin_and_line(void **state)
{
    struct report_case *one = *state;
    const char *text = render(one, "human");
    const char *row = strstr(text, "  p99          replay/1M");
    assert_non_null(row);
    assert_contains(row, "<= 10 ns");
    assert_contains(row, "12.0 [11.9, 12.1] ns");
    assert_contains(row, "-20 %  FAIL\n      thresholds/reference.yaml:8  the interval excludes");
    assert_contains(text, "FAIL 1   unsure 1   few 1   ok 4   report out/latest/results.json");
}

static void portfolio_and_stages_fit_110_columns(void **state)
{
    struct report_case *one = *state;
    make_staged(one, "a-name-of-31-characters-like-me");
    make_earning(one);
    one->run.record.cases[STAGED_CASE].trials[0].portfolio.sharpe = -1.23456e-5;
    const char *text = render(one, "human");
    assert_lines_fit(text);
    assert_contains(text, "  portfolio Sharpe -1.23e-05, Sortino -, Calmar -0.5,");
    free_staged(one);
}

static void colour_only_adds_codes(void **state)
{
    struct report_case *one = *state;
    struct tkg_text stripped = {0};
    one->input.color = true;
    const char *text = render(one, "human");
    assert_true(count_of(text, "\033[") > 20);
    for (; *text; text++) {
        if (*text == '\033') {
            text += strcspn(text, "m");
        } else {
            tkg_text_add_bytes(&stripped, text, 1);
        }
    }
    one->input.color = false;
    assert_string_equal(render(one, "human"), tkg_text_borrow(&stripped));
    tkg_text_deinit(&stripped);
}

/* row: B07 */
static void too_few_samples_print_no_number(void **state)
{
    struct report_case *one = *state;
    make_too_few(one);
    const char *text = render(one, "human");
    assert_lacks(text, "182 M ticks/s");
    assert_lacks(text, "12.0");
    assert_lacks(text, "5.10");
    /* 3 * 14 rows of replays, 5 paced, 2 * 2 rulers, 3 efficiencies, the overhead, 7 targets */
    assert_int_equal(count_of(text, "insufficient samples"), 42 + 5 + 4 + 3 + 1 + 7);
}

static void without_targets_nothing_is_judged(void **state)
{
    struct report_case *one = *state;
    const struct tkg_verdict_list none = {0};
    one->input.verdicts = &none;
    one->input.result_path = "";
    one->input.plot_folder = "";
    const char *text = render(one, "human");
    assert_contains(text, "no targets were given");
    assert_contains(text, "no verdict\n");
    assert_lacks(text, "next:");
    assert_lacks(text, "TARGETS");
}

static void only_measured_metrics_have_rows(void **state)
{
    struct report_case *one = *state;
    const char *text = render(one, "human");
    const char *ruler = strstr(text, "ruler/walk");
    assert_non_null(ruler);
    assert_lacks(strstr(text, "\nruler/walk"), "p99.9   ");
    assert_int_equal(count_of(text, "response p99"), 1);
}

static void hostile_names_cannot_act_on_the_terminal(void **state)
{
    struct report_case *one = *state;
    make_hostile(one);
    one->input.result_path = "out/\033]0;x\a.json"; /* paths are never cut: a short one here */
    const char *text = render(one, "human");
    assert_no_active_bytes(text, false);
    assert_lines_fit(text);
    one->input.utf8 = false;
    for (text = render(one, "human"); *text; text++) {
        assert_true((unsigned char)*text < 0x80);
    }
}

static void an_interrupted_run_says_so(void **state)
{
    struct report_case *one = *state;
    one->run.record.complete = false;
    one->run.record.failure = TKG_INTERRUPTED;
    assert_contains(render(one, "human"),
                    "interrupted, suite default\nnote  W01 the run was interrupted: these");
    assert_lacks(render(one, "human"), "FAILED");
}

static void every_replay_tells_its_counts_and_digest(void **state)
{
    struct report_case *one = *state;
    /* 20 rounds of 4 passes; 1000000 / 5000 rejected; 0xf4240 = 1000000 */
    assert_contains(render(one, "human"),
                    "replay/1M   1000000 ticks\n  processed 1000000 ticks, 200 rejected, digest "
                    "0xf00dfeed000f4240, equal in all 80 trials\n  throughput");
    assert_int_equal(count_of(render(one, "human"), "  processed "), 3);
    one->run.summary.cases[2].digests_equal = false;
    assert_contains(render(one, "human"), "f4240, NOT equal in all 80 trials\n");
    assert_lines_fit(render(one, "human"));
}

/* row: T05 */
static void a_limit_too_long_for_its_column_is_told_whole_below(void **state)
{
    struct report_case *one = *state;
    (void)tkg_string_copy(one->run.targets.targets[5].limit_text,
                          sizeof(one->run.targets.targets[5].limit_text), "4.8 x ruler/walk");
    one->run.verdicts.verdicts[5].limit_absolute = 16.4;
    const char *text = render(one, "human");
    assert_contains(text, "<= 4.8 x ruler/walk  ");
    assert_contains(text, "  ok\n      limit <= 4.8 x ruler/walk (16.4 ns)\n");
    assert_lines_fit(text);
}

static void an_unknown_scaling_prints_no_numbers(void **state)
{
    struct report_case *one = *state;
    one->run.summary.scaling = TKG_SCALING_UNKNOWN;
    one->run.summary.time_exponent.slope = NAN;
    one->run.summary.memory.slope = NAN;
    one->run.summary.memory.intercept = NAN;
    const char *text = render(one, "human");
    assert_contains(text, "scaling     unknown\nmemory      n/a\n");
}

/* 30 sizes of 18 columns make a line of several hundred. */
static void many_sizes_wrap_into_lines_that_fit(void **state)
{
    struct report_case *one = *state;
    enum { SIZES = 30 };
    struct tkg_case_summary *many = calloc(SIZES, sizeof(*many));
    assert_non_null(many);
    for (size_t i = 0; i < SIZES; i++) {
        many[i] = one->run.summary.cases[2];
    }
    const struct tkg_summary summary = {
        .cases = many, .case_count = SIZES, .efficiency_reference = SIZES - 1};
    one->input.summary = &summary;
    const char *text = render(one, "human");
    assert_lines_fit(text);
    assert_int_equal(count_of(text, "100 % at"), SIZES);
    free(many);
}

static void an_empty_run_still_prints(void **state)
{
    struct report_case *one = *state;
    const struct tkg_run_record record = {.complete = true};
    const struct tkg_summary summary = {.efficiency_reference = SIZE_MAX};
    const struct tkg_fingerprint host = {0};
    const struct tkg_verdict_list none = {0};
    one->input.record = &record;
    one->input.summary = &summary;
    one->input.fingerprint = &host;
    one->input.verdicts = &none;
    assert_contains(render(one, "human"), "unknown CPU");
}

static void memory_running_out_is_reported(void **state)
{
    struct report_case *one = *state;
    one->out.failed = true;
    assert_int_equal(tkg_report_format_find("human")->write(&one->input, &one->out, &one->err),
                     TKG_NO_MEMORY);
}

#define REPORT_TEST(function)                                                                      \
    cmocka_unit_test_setup_teardown(function, report_setup, report_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        REPORT_TEST(the_whole_report_is_as_expected),
        REPORT_TEST(the_report_fits_110_columns),
        REPORT_TEST(a_missed_target_shows_limit_interval_margin_and_line),
        REPORT_TEST(portfolio_and_stages_fit_110_columns),
        REPORT_TEST(colour_only_adds_codes),
        REPORT_TEST(too_few_samples_print_no_number),
        REPORT_TEST(without_targets_nothing_is_judged),
        REPORT_TEST(only_measured_metrics_have_rows),
        REPORT_TEST(hostile_names_cannot_act_on_the_terminal),
        REPORT_TEST(an_interrupted_run_says_so),
        REPORT_TEST(every_replay_tells_its_counts_and_digest),
        REPORT_TEST(a_limit_too_long_for_its_column_is_told_whole_below),
        REPORT_TEST(an_unknown_scaling_prints_no_numbers),
        REPORT_TEST(many_sizes_wrap_into_lines_that_fit),
        REPORT_TEST(an_empty_run_still_prints),
        REPORT_TEST(memory_running_out_is_reported),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
