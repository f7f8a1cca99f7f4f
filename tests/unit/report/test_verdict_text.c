/* SPDX-License-Identifier: Apache-2.0 */
#include "report/verdict_text.h"

#include "report_check.h"

typedef void (*verdict_writer)(struct tkg_text *out, const struct tkg_verdict *verdict);

static void assert_written(struct report_case *one, size_t index, verdict_writer write,
                           const char *expected)
{
    tkg_text_reset(&one->out);
    write(&one->out, &one->run.verdicts.verdicts[index]);
    assert_string_equal(tkg_text_borrow(&one->out), expected);
}

static void limits_read_as_they_were_written(void **state)
{
    struct report_case *one = *state;
    assert_written(one, 0, tkg_verdict_add_limit, ">= 100 K ticks/s");
    assert_written(one, 1, tkg_verdict_add_limit, "<= 10 ns");
    assert_written(one, 5, tkg_verdict_add_limit, "<= 2 x ruler/walk (10.0 ns)");
}

static void the_written_limit_leaves_out_the_ruler(void **state)
{
    struct report_case *one = *state;
    assert_written(one, 5, tkg_verdict_add_written_limit, "<= 2 x ruler/walk");
    assert_written(one, 1, tkg_verdict_add_written_limit, "<= 10 ns");
}

static void one_sample_is_singular(void **state)
{
    struct report_case *one = *state;
    one->run.verdicts.verdicts[6].measured.count = 1;
    assert_written(one, 6, tkg_verdict_add_reason, "1 valid sample, 5 needed; measure more rounds");
}

static void an_exact_target_shows_its_tolerance(void **state)
{
    struct report_case *one = *state;
    one->run.targets.targets[1].kind = TKG_TARGET_EQUALS;
    one->run.targets.targets[1].tolerance = 0.5;
    assert_written(one, 1, tkg_verdict_add_limit, "== 10 ns +- 0.500 ns");
}

static void measured_values_carry_interval_and_unit(void **state)
{
    struct report_case *one = *state;
    assert_written(one, 1, tkg_verdict_add_measured, "12.0 [11.9, 12.1] ns");
    assert_written(one, 5, tkg_verdict_add_measured, "1.10 [1.09, 1.11] x ruler/walk");
    assert_written(one, 6, tkg_verdict_add_measured, "insufficient samples");
}

static void every_outcome_but_a_pass_has_its_reason(void **state)
{
    struct report_case *one = *state;
    assert_written(one, 0, tkg_verdict_add_reason, "");
    assert_written(one, 1, tkg_verdict_add_reason, "the interval excludes the limit");
    assert_written(one, 2, tkg_verdict_add_reason,
                   "the limit lies inside the interval; more rounds narrow it");
    assert_written(one, 6, tkg_verdict_add_reason,
                   "3 valid samples, 5 needed; measure more rounds");
    struct tkg_verdict *verdict = &one->run.verdicts.verdicts[0];
    verdict->outcome = TKG_OUTCOME_INVALID;
    verdict->the_case = &one->run.summary.cases[1];
    verdict->measured.count = 9;
    verdict->measured.invalid_count = 11;
    assert_written(one, 0, tkg_verdict_add_reason,
                   "11 flagged trials, 9 valid (CPU_SHARE); measure on a quiet machine");
}

static void a_sentence_tells_it_all(void **state)
{
    struct report_case *one = *state;
    assert_written(one, 0, tkg_verdict_add_sentence,
                   "throughput of replay/1M is 182 [181, 183] M ticks/s, limit >= 100 K ticks/s "
                   "(x1820)");
    assert_written(
        one, 6, tkg_verdict_add_sentence,
        "efficiency of replay/10K: insufficient samples, limit >= 90 %: 3 valid samples, "
        "5 needed; measure more rounds");
}

static void a_place_is_file_and_line(void **state)
{
    struct report_case *one = *state;
    tkg_verdict_add_place(&one->out, &one->run.targets, &one->run.verdicts.verdicts[1]);
    assert_string_equal(tkg_text_borrow(&one->out), "thresholds/reference.yaml:8");
}

static void a_long_path_keeps_its_line_number(void **state)
{
    struct report_case *one = *state;
    memset(one->run.targets.files[0].path, 'a', TKG_RECORD_TEXT_BYTES - 1);
    tkg_verdict_add_place(&one->out, &one->run.targets, &one->run.verdicts.verdicts[1]);
    assert_true(one->out.length < 110);
    assert_contains(tkg_text_borrow(&one->out), "...:8");
}

static void counts_name_the_worst_first_and_skip_none(void **state)
{
    struct report_case *one = *state;
    tkg_verdict_add_counts(&one->out, &one->run.verdicts);
    assert_string_equal(tkg_text_borrow(&one->out), "FAIL 1   unsure 1   few 1   ok 4");
}

static void the_worst_outcome_decides(void **state)
{
    (void)state;
    struct tkg_verdict_list list = {.verdict_count = 5};
    assert_int_equal(tkg_verdict_worst(&list), TKG_OUTCOME_PASS);
    list.counts[TKG_OUTCOME_PASS] = 1;
    list.counts[TKG_OUTCOME_INSUFFICIENT] = 1;
    assert_int_equal(tkg_verdict_worst(&list), TKG_OUTCOME_INSUFFICIENT);
    list.counts[TKG_OUTCOME_INCONCLUSIVE] = 1;
    assert_int_equal(tkg_verdict_worst(&list), TKG_OUTCOME_INCONCLUSIVE);
    list.counts[TKG_OUTCOME_INVALID] = 1;
    assert_int_equal(tkg_verdict_worst(&list), TKG_OUTCOME_INVALID);
    list.counts[TKG_OUTCOME_FAIL] = 1;
    assert_int_equal(tkg_verdict_worst(&list), TKG_OUTCOME_FAIL);
}

#define REPORT_TEST(function)                                                                      \
    cmocka_unit_test_setup_teardown(function, report_setup, report_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        REPORT_TEST(limits_read_as_they_were_written),
        REPORT_TEST(the_written_limit_leaves_out_the_ruler),
        REPORT_TEST(one_sample_is_singular),
        REPORT_TEST(an_exact_target_shows_its_tolerance),
        REPORT_TEST(measured_values_carry_interval_and_unit),
        REPORT_TEST(every_outcome_but_a_pass_has_its_reason),
        REPORT_TEST(a_sentence_tells_it_all),
        REPORT_TEST(a_place_is_file_and_line),
        REPORT_TEST(a_long_path_keeps_its_line_number),
        REPORT_TEST(counts_name_the_worst_first_and_skip_none),
        cmocka_unit_test(the_worst_outcome_decides),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
