/* SPDX-License-Identifier: Apache-2.0 */
#include "report/human_head.h"

#include "report_check.h"

static const char *head(struct report_case *one)
{
    tkg_text_reset(&one->out);
    tkg_human_add_head(&one->out, &one->input);
    return tkg_text_borrow(&one->out);
}

static void run_host_and_date_have_a_line_each(void **state)
{
    struct report_case *one = *state;
    const char *expected =
        "tickgate 0.1.0   engine reference@3f9c1ab   seed 42   stream synthetic:futures\n"
        "host  AMD EPYC 7B13, 16 vCPU (KVM), Linux 6.8.0, gcc 12.2.0 Release\n"
        "run   2026-03-04T05:06:07Z, 20 rounds, 1000 ticks a batch, suite default\n"
        "note  W02 ";
    assert_int_equal(strncmp(head(one), expected, strlen(expected)), 0);
}

static void unknown_facts_leave_no_empty_commas(void **state)
{
    struct report_case *one = *state;
    one->run.fingerprint = (struct tkg_fingerprint){.cgroup_cpu_quota = NAN};
    one->run.record.suite[0] = '\0';
    one->run.record.engine_version[0] = '\0';
    const char *text = head(one);
    assert_contains(text, "host  unknown CPU\n");
    assert_contains(text, "ticks a batch\n");
    assert_contains(text, "engine reference   seed");
}

static void a_long_note_goes_on_below_its_text(void **state)
{
    struct report_case *one = *state;
    for (size_t i = 0; i < one->run.summary.case_count; i++) {
        one->run.summary.cases[i].invalid_trial_count = 1;
        one->run.summary.cases[i].first_invalidity = TKG_INVALID_CLOCK_DRIFT;
    }
    const char *note = strstr(head(one), "note  W02 flagged");
    assert_non_null(note);
    const char *second = strchr(note, '\n') + 1;
    assert_int_equal(strspn(second, " "), 10);
}

static void only_note_ids_are_coloured(void **state)
{
    struct report_case *one = *state;
    one->input.color = true;
    assert_contains(head(one), "note  \033[33mW03\033[0m virtual");
}

static void text_beyond_the_terminal_is_replaced_in_ascii(void **state)
{
    struct report_case *one = *state;
    (void)tkg_string_copy(one->run.record.stream, TKG_RECORD_TEXT_BYTES, "ticks/caf\xC3\xA9");
    assert_contains(head(one), "stream ticks/caf\xC3\xA9\n");
    one->input.utf8 = false;
    assert_contains(head(one), "stream ticks/caf?\n");
}

/* The first line under run, host and date. */
static void a_failed_run_says_why_before_the_notes(void **state)
{
    struct report_case *one = *state;
    make_failed(one);
    const char *text = head(one);
    assert_contains(text,
                    "ticks a batch, ended early, suite default\n"
                    "FAILED  " FAILURE_TEXT "\nnote  W01 the run ended early (engine crashed)");
    assert_lacks(text, "interrupted");
    one->input.color = true;
    assert_contains(head(one), "\n\033[1;31mFAILED\033[0m  engine");
}

static void a_long_failure_goes_on_below_its_text(void **state)
{
    struct report_case *one = *state;
    make_failed(one);
    for (size_t i = 0; i + 1 < TKG_ERROR_TEXT_BYTES; i++) {
        one->run.record.failure_text[i] = i % 8 ? 'x' : ' ';
    }
    const char *failed = strstr(head(one), "FAILED  xxx");
    assert_non_null(failed);
    assert_int_equal(strspn(strchr(failed, '\n') + 1, " "), 8);
    assert_true(strcspn(failed, "\n") <= 110);
}

static void a_failure_without_a_message_is_told_by_its_status(void **state)
{
    struct report_case *one = *state;
    make_failed(one);
    one->run.record.failure_text[0] = '\0';
    assert_contains(head(one), "\nFAILED  engine crashed\n");
}

/* The seed did not make a file. */
static void a_file_stream_has_no_seed(void **state)
{
    struct report_case *one = *state;
    (void)tkg_string_copy(one->run.record.stream, TKG_RECORD_TEXT_BYTES, "ticks/eur.csv");
    assert_contains(head(one), "engine reference@3f9c1ab   stream ticks/eur.csv\n");
}

static void one_round_and_one_tick_are_singular(void **state)
{
    struct report_case *one = *state;
    one->run.record.round_count = 1;
    one->run.record.batch_tick_count = 1;
    assert_contains(head(one), "Z, 1 round, 1 tick a batch, suite");
}

#define REPORT_TEST(function)                                                                      \
    cmocka_unit_test_setup_teardown(function, report_setup, report_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        REPORT_TEST(run_host_and_date_have_a_line_each),
        REPORT_TEST(unknown_facts_leave_no_empty_commas),
        REPORT_TEST(a_long_note_goes_on_below_its_text),
        REPORT_TEST(only_note_ids_are_coloured),
        REPORT_TEST(text_beyond_the_terminal_is_replaced_in_ascii),
        REPORT_TEST(a_failed_run_says_why_before_the_notes),
        REPORT_TEST(a_long_failure_goes_on_below_its_text),
        REPORT_TEST(a_failure_without_a_message_is_told_by_its_status),
        REPORT_TEST(a_file_stream_has_no_seed),
        REPORT_TEST(one_round_and_one_tick_are_singular),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
