/* SPDX-License-Identifier: Apache-2.0 */
#include "report/run_words.h"

#include "staged_run.h"

static const char *count(struct report_case *one, uint64_t number)
{
    tkg_text_reset(&one->out);
    tkg_words_add_count(&one->out, number, "round");
    return tkg_text_borrow(&one->out);
}

static void only_one_is_singular(void **state)
{
    struct report_case *one = *state;
    assert_string_equal(count(one, 0), "0 rounds");
    assert_string_equal(count(one, 1), "1 round");
    assert_string_equal(count(one, 2), "2 rounds");
    assert_string_equal(count(one, UINT64_MAX), "18446744073709551615 rounds");
}

static void only_made_streams_have_a_seed(void **state)
{
    struct report_case *one = *state;
    struct tkg_run_record *record = &one->run.record;
    assert_true(tkg_words_has_seed(record));
    (void)tkg_string_copy(record->stream, TKG_RECORD_TEXT_BYTES, "./synthetic:futures");
    assert_false(tkg_words_has_seed(record));
    record->stream[0] = '\0';
    assert_false(tkg_words_has_seed(record));
}

static void an_ending_is_told_by_its_cause(void **state)
{
    struct report_case *one = *state;
    struct tkg_run_record *record = &one->run.record;
    assert_string_equal(tkg_words_ending(record), "");
    assert_false(tkg_words_failed(record));
    record->complete = false;
    assert_string_equal(tkg_words_ending(record), ", ended early");
    assert_false(tkg_words_failed(record));
    record->failure = TKG_INTERRUPTED;
    assert_string_equal(tkg_words_ending(record), ", interrupted");
    assert_false(tkg_words_failed(record));
    record->failure = TKG_NO_MEMORY;
    assert_string_equal(tkg_words_ending(record), ", ended early");
    assert_true(tkg_words_failed(record));
}

static const char *reason(struct report_case *one)
{
    tkg_text_reset(&one->out);
    tkg_words_add_reason(&one->out, &one->run.record);
    return tkg_text_borrow(&one->out);
}

static void a_reason_is_the_message_or_else_the_status(void **state)
{
    struct report_case *one = *state;
    assert_string_equal(reason(one), "the run ended early");
    one->run.record.failure = TKG_ENGINE_DIGEST;
    assert_string_equal(reason(one), "engine digest differs");
    (void)tkg_string_copy(one->run.record.failure_text, TKG_ERROR_TEXT_BYTES, "a\nb\033[2J");
    assert_string_equal(reason(one), "a\xEF\xBF\xBD"
                                     "b\xEF\xBF\xBD[2J");
}

static const char *replay(struct report_case *one, size_t index)
{
    tkg_text_reset(&one->out);
    tkg_words_add_replay(&one->out, &one->run.summary.cases[index]);
    return tkg_text_borrow(&one->out);
}

/* 0x2710 = 10000; 4 passes of 20 rounds */
static void a_replay_tells_counts_and_digest(void **state)
{
    struct report_case *one = *state;
    assert_string_equal(replay(one, 0), "processed 10000 ticks, 2 rejected, digest "
                                        "0xf00dfeed00002710, equal in all 80 trials");
    one->run.summary.cases[0].digests_equal = false;
    assert_contains(replay(one, 0), "0xf00dfeed00002710, NOT equal in all 80 trials");
}

/* Such a trial has no digest, and stats/ does not compare it. */
static void trials_that_processed_nothing_do_not_count(void **state)
{
    struct report_case *one = *state;
    struct tkg_case *the_case = &one->run.record.cases[0];
    the_case->trials[0].processed_tick_count = 0;
    the_case->trials[0].digest = 0;
    assert_contains(replay(one, 0), "10000 ticks, 2 rejected, digest 0xf00dfeed00002710, equal in "
                                    "all 79 trials");
    for (size_t i = 0; i < the_case->trial_count; i++) {
        the_case->trials[i].processed_tick_count = 0;
    }
    assert_string_equal(replay(one, 0), "processed 0 ticks, 2 rejected, digest 0x0000000000000000");
}

static void a_single_trial_has_nothing_to_be_equal_to(void **state)
{
    struct report_case *one = *state;
    size_t count_before = one->run.record.cases[0].trial_count;
    one->run.record.cases[0].trial_count = 1;
    assert_string_equal(replay(one, 0),
                        "processed 10000 ticks, 2 rejected, digest 0xf00dfeed00002710");
    one->run.record.cases[0].trial_count = 0;
    assert_string_equal(replay(one, 0), "");
    one->run.record.cases[0].trial_count = count_before;
}

static void a_portfolio_is_one_line_with_a_dash_for_what_is_not_defined(void **state)
{
    struct report_case *one = *state;
    struct tkg_text out = {0};
    tkg_words_add_portfolio(&out, &one->run.record.cases[STAGED_CASE]);
    assert_string_equal(tkg_text_borrow(&out), "");
    make_earning(one);
    tkg_words_add_portfolio(&out, &one->run.record.cases[STAGED_CASE]);
    assert_string_equal(tkg_text_borrow(&out),
                        "portfolio Sharpe 1.25, Sortino -, Calmar -0.5, profit factor 1.75, "
                        "turnover 340, max drawdown 0.125, 12 of 20 trips won");
    tkg_text_deinit(&out);
}

/* row: B17 */
static void a_tail_is_told_by_its_causes(void **state)
{
    struct report_case *one = *state;
    struct tkg_case_summary *summary = &one->run.summary.cases[0];
    static const double figures[] = {0.0012, 0.97, 1.0, 0.0, 0.25};
    struct tkg_text out = {0};
    tkg_words_add_tail(&out, summary);
    assert_string_equal(tkg_text_borrow(&out), "");
    for (int i = 0; i < 5; i++) {
        summary->estimates[TKG_METRIC_TAIL_BLOCKS + i].value = figures[i];
    }
    tkg_words_add_tail(&out, summary);
    assert_string_equal(tkg_text_borrow(&out),
                        "tail: off-CPU 97 %, sleeps 1, preemptions 0, faults 0.25 per slow block "
                        "(0.12 % of blocks)");
    tkg_text_reset(&out);
    summary->estimates[TKG_METRIC_TAIL_BLOCKS].value = 0.0;
    tkg_words_add_tail(&out, summary);
    assert_string_equal(tkg_text_borrow(&out), "");
    tkg_text_deinit(&out);
}

#define REPORT_TEST(function)                                                                      \
    cmocka_unit_test_setup_teardown(function, report_setup, report_teardown)

static void nothing_is_said_of_trials_that_do_not_say_what_they_processed(void **state)
{
    struct report_case *one = *state;
    struct tkg_case *the_case = &one->run.record.cases[0];
    for (size_t i = 0; i < the_case->trial_count; i++) {
        the_case->trials[i].processed_tick_count = 0;
        the_case->trials[i].rejected_tick_count = 0;
    }
    assert_string_equal(replay(one, 0), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        REPORT_TEST(only_one_is_singular),
        REPORT_TEST(only_made_streams_have_a_seed),
        REPORT_TEST(an_ending_is_told_by_its_cause),
        REPORT_TEST(a_reason_is_the_message_or_else_the_status),
        REPORT_TEST(a_replay_tells_counts_and_digest),
        REPORT_TEST(trials_that_processed_nothing_do_not_count),
        REPORT_TEST(nothing_is_said_of_trials_that_do_not_say_what_they_processed),
        REPORT_TEST(a_single_trial_has_nothing_to_be_equal_to),
        REPORT_TEST(a_portfolio_is_one_line_with_a_dash_for_what_is_not_defined),
        REPORT_TEST(a_tail_is_told_by_its_causes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
