/* SPDX-License-Identifier: Apache-2.0 */
#include "report/run_notes.h"

#include "report_check.h"

/* The text of the note with that id, or NULL. */
static const char *note(struct report_case *one, const char *id)
{
    static struct tkg_note notes[TKG_NOTES_MAX];
    size_t count = tkg_run_notes(&one->input, notes);
    for (size_t i = 0; i < count; i++) {
        if (strcmp(notes[i].id, id) == 0) {
            return notes[i].text;
        }
    }
    return NULL;
}

static void the_sample_run_has_two_notes(void **state)
{
    struct report_case *one = *state;
    struct tkg_note notes[TKG_NOTES_MAX];
    assert_int_equal(tkg_run_notes(&one->input, notes), 2);
    assert_string_equal(notes[0].id, "W02");
    assert_string_equal(notes[0].text, "flagged and left out of every figure: 1 of 81 trials of "
                                       "replay/100K (CPU_SHARE)");
    assert_string_equal(notes[1].id, "W03");
    assert_contains(notes[1].text, "virtual machine (KVM)");
}

static void a_clean_run_on_bare_metal_has_none(void **state)
{
    struct report_case *one = *state;
    struct tkg_note notes[TKG_NOTES_MAX];
    one->run.fingerprint.hypervisor[0] = '\0';
    one->run.summary.cases[1].invalid_trial_count = 0;
    assert_int_equal(tkg_run_notes(&one->input, notes), 0);
}

static void partial_results_are_noted(void **state)
{
    struct report_case *one = *state;
    assert_null(note(one, "W01"));
    one->run.record.complete = false;
    assert_contains(note(one, "W01"), "the run ended early: these are partial results");
    one->run.record.failure = TKG_INTERRUPTED;
    assert_contains(note(one, "W01"), "the run was interrupted: these");
    one->run.record.failure = TKG_ENGINE_TIMEOUT;
    assert_contains(note(one, "W01"), "the run ended early (engine timed out): these");
    assert_null(strstr(note(one, "W01"), "interrupted"));
}

static void several_flagged_cases_share_one_note(void **state)
{
    struct report_case *one = *state;
    one->run.summary.cases[4].invalid_trial_count = 3;
    one->run.summary.cases[4].first_invalidity = TKG_INVALID_MIGRATED;
    assert_contains(note(one, "W02"), "(CPU_SHARE), 3 of 20 trials of ruler/stream (MIGRATED)");
}

static void differing_digests_are_noted(void **state)
{
    struct report_case *one = *state;
    assert_null(note(one, "W04"));
    one->run.summary.cases[2].digests_equal = false;
    assert_contains(note(one, "W04"), "replays of replay/1M gave different digests");
}

static void too_few_rounds_for_an_interval_are_noted(void **state)
{
    struct report_case *one = *state;
    one->run.record.round_count = 6;
    assert_null(note(one, "W05"));
    one->run.record.round_count = 5;
    assert_contains(note(one, "W05"), "5 rounds: 5 are needed for a figure and 6 for a 95 %");
}

static void one_round_is_singular(void **state)
{
    struct report_case *one = *state;
    one->run.record.round_count = 1;
    assert_contains(note(one, "W05"), "1 round: 5 are needed");
}

static void an_unoptimised_build_is_noted(void **state)
{
    struct report_case *one = *state;
    assert_null(note(one, "W06"));
    (void)tkg_string_copy(one->run.fingerprint.build_type, TKG_FINGERPRINT_TEXT_BYTES, "Debug");
    assert_contains(note(one, "W06"), "built as Debug");
    one->run.fingerprint.build_type[0] = '\0'; /* unknown is no accusation */
    assert_null(note(one, "W06"));
}

/* The interval must be above 105 %, not only the value. */
static void an_efficiency_above_105_percent_is_called_wrong(void **state)
{
    struct report_case *one = *state;
    struct tkg_estimate *efficiency = &one->run.summary.cases[0].estimates[TKG_METRIC_EFFICIENCY];
    efficiency->value = 1.08;
    efficiency->low = 1.05;
    assert_null(note(one, "W07"));
    efficiency->low = 1.06;
    assert_contains(note(one, "W07"), "replay/10K is above 106.0 % (limit 105 %)");
}

static void a_cpu_quota_below_one_is_noted(void **state)
{
    struct report_case *one = *state;
    one->run.fingerprint.cgroup_cpu_quota = 1.0;
    assert_null(note(one, "W08"));
    one->run.fingerprint.cgroup_cpu_quota = 0.5;
    assert_contains(note(one, "W08"), "0.50 of a CPU");
}

static void a_run_of_another_program_is_noted(void **state)
{
    struct report_case *one = *state;
    assert_null(note(one, "W09"));
    (void)tkg_string_copy(one->run.record.engine_path, TKG_RECORD_TEXT_BYTES,
                          "google-benchmark:./book");
    assert_contains(note(one, "W09"), "repetitions share one process");
    assert_lacks(note(one, "W09"), "failed or skipped");
    one->run.record.cases[0].trial_count = 0;
    assert_contains(note(one, "W09"), "1 case failed or skipped");
}

static struct tkg_estimate exactly(double value)
{
    return (struct tkg_estimate){
        .value = value, .low = value, .high = value, .coverage_0to1 = 0.96, .count = 20};
}

/* Case 2 is replay/1M: 0.0655 bytes a tick are 65,500 bytes, 0.0656 are 65,600; 64 KiB are 65,536.
 */
/* row: B18 */
static void memory_that_grows_after_warm_up_is_noted(void **state)
{
    struct report_case *one = *state;
    struct tkg_estimate *estimates = one->run.summary.cases[2].estimates;
    estimates[TKG_METRIC_RESIDENT_GROWTH] = exactly(0.9);
    estimates[TKG_METRIC_RESIDENT_GROWTH_LOW] = exactly(0.9);
    estimates[TKG_METRIC_HEAP_GROWTH] = exactly(0.0655);
    estimates[TKG_METRIC_HEAP_GROWTH_LOW] = exactly(0.0655);
    assert_null(note(one, "W12"));
    estimates[TKG_METRIC_HEAP_GROWTH] = exactly(0.0656);
    assert_contains(note(one, "W12"), "memory of replay/1M still grows");
    assert_contains(note(one, "W12"), "on the heap");
    estimates[TKG_METRIC_HEAP_GROWTH_LOW] = exactly(0.0);
    assert_null(note(one, "W12"));
    estimates[TKG_METRIC_RESIDENT_GROWTH] = exactly(1.05); /* 1,050,000 bytes; 1 MiB is 1,048,576 */
    assert_contains(note(one, "W12"), "of resident memory");
}

static void falling_throughput_is_noted(void **state)
{
    struct report_case *one = *state;
    struct tkg_estimate *kept = &one->run.summary.cases[2].estimates[TKG_METRIC_THROUGHPUT_KEPT];
    *kept = exactly(0.9);
    assert_null(note(one, "W13"));
    *kept = exactly(0.05);
    assert_contains(note(one, "W13"), "throughput of replay/1M falls within a replay");
    kept->high = 0.91; /* the interval reaches beyond the border */
    assert_null(note(one, "W13"));
}

/* What is printed can be pasted: a built-in engine by its name, a file by its path, and what it was
 * run with.
 * row: B16 */
static void growth_comes_with_the_command_that_names_the_function(void **state)
{
    struct report_case *one = *state;
    one->run.summary.cases[2].estimates[TKG_METRIC_THROUGHPUT_KEPT] = exactly(0.05);
    one->run.record.engine_parameters[0] = '\0';
    (void)tkg_string_copy(one->run.record.engine_path, TKG_RECORD_TEXT_BYTES, "builtin:reference");
    assert_contains(note(one, "W13"), "; tickgate analyze reference names the function");
    (void)tkg_string_copy(one->run.record.engine_path, TKG_RECORD_TEXT_BYTES, "./mine.so");
    (void)tkg_string_copy(one->run.record.engine_parameters, TKG_RECORD_TEXT_BYTES, "book=3");
    assert_contains(note(one, "W13"), "; tickgate analyze ./mine.so --params 'book=3' names the");
    (void)tkg_string_copy(one->run.record.engine_path, TKG_RECORD_TEXT_BYTES,
                          "google-benchmark:./book");
    assert_lacks(note(one, "W13"), "tickgate analyze");
}

/* row: B12 */
static void superlinear_time_is_noted(void **state)
{
    struct report_case *one = *state;
    assert_null(note(one, "W15"));
    one->run.summary.scaling = TKG_SCALING_SUPERLINEAR;
    one->run.summary.time_exponent.slope = 1.95;
    one->run.summary.time_exponent.slope_low = 1.9;
    one->run.summary.time_exponent.slope_high = 2.0;
    assert_contains(note(one, "W15"),
                    "time grows faster than the ticks: exponent 1.950 [1.900, 2.000]; tickgate "
                    "analyze ");
}

static void an_engine_that_refused_most_ticks_is_noted(void **state)
{
    struct report_case *one = *state;
    struct tkg_trial *trial = &one->run.record.cases[2].trials[0];
    assert_null(note(one, "W14"));
    trial->rejected_tick_count = trial->processed_tick_count / 2; /* an even number: half */
    assert_null(note(one, "W14"));
    trial->rejected_tick_count++;
    assert_contains(note(one, "W14"), "most ticks were refused in replay/1M: does the stream fit");
    trial->rejected_tick_count = trial->processed_tick_count;
    assert_contains(note(one, "W14"), "every tick was refused in replay/1M: does the stream fit");
}

/* The rulers of the sample processed none and refused none, which is no refusal. */
static void a_case_without_ticks_refused_none(void **state)
{
    struct report_case *one = *state;
    bool found = false;
    for (size_t i = 0; i < one->run.record.case_count; i++) {
        struct tkg_trial *trial = &one->run.record.cases[i].trials[0];
        found = found || trial->processed_tick_count + trial->rejected_tick_count == 0;
    }
    assert_true(found);
    assert_null(note(one, "W14"));
}

static void notes_are_safe_lines_whatever_the_names(void **state)
{
    struct report_case *one = *state;
    struct tkg_note notes[TKG_NOTES_MAX];
    make_hostile(one);
    one->run.record.complete = false;
    for (size_t i = 0; i < one->run.summary.case_count; i++) {
        one->run.summary.cases[i].invalid_trial_count = 1;
        one->run.summary.cases[i].digests_equal = false;
    }
    size_t count = tkg_run_notes(&one->input, notes);
    assert_true(count >= 4);
    for (size_t i = 0; i < count; i++) {
        assert_true(strlen(notes[i].text) < TKG_NOTE_TEXT_BYTES);
        assert_null(strchr(notes[i].text, '\n'));
        assert_no_active_bytes(notes[i].text, false);
    }
}

#define REPORT_TEST(function)                                                                      \
    cmocka_unit_test_setup_teardown(function, report_setup, report_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        REPORT_TEST(the_sample_run_has_two_notes),
        REPORT_TEST(a_clean_run_on_bare_metal_has_none),
        REPORT_TEST(partial_results_are_noted),
        REPORT_TEST(several_flagged_cases_share_one_note),
        REPORT_TEST(differing_digests_are_noted),
        REPORT_TEST(too_few_rounds_for_an_interval_are_noted),
        REPORT_TEST(one_round_is_singular),
        REPORT_TEST(an_unoptimised_build_is_noted),
        REPORT_TEST(an_efficiency_above_105_percent_is_called_wrong),
        REPORT_TEST(a_cpu_quota_below_one_is_noted),
        REPORT_TEST(a_run_of_another_program_is_noted),
        REPORT_TEST(memory_that_grows_after_warm_up_is_noted),
        REPORT_TEST(falling_throughput_is_noted),
        REPORT_TEST(growth_comes_with_the_command_that_names_the_function),
        REPORT_TEST(superlinear_time_is_noted),
        REPORT_TEST(an_engine_that_refused_most_ticks_is_noted),
        REPORT_TEST(a_case_without_ticks_refused_none),
        REPORT_TEST(notes_are_safe_lines_whatever_the_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
