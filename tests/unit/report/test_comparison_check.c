/* SPDX-License-Identifier: Apache-2.0 */
#include "cmocka_all.h"
#include "json_edit.h"
#include "sample_comparison.h"
#include "verdict/comparison_replay.h"

/* A receipt of the sample, as it was judged. */
static void write_receipt(struct tkg_comparison_record *record, struct tkg_text *out)
{
    struct tkg_comparison comparison;
    const struct tkg_comparison_question question = tkg_comparison_question_of(record);
    const struct tkg_comparison_input input = {.record = record, .comparison = &comparison};
    struct tkg_error err = {0};
    assert_status(tkg_comparison_judge_record(record, &question, &comparison, &err), TKG_OK, &err);
    *out = (struct tkg_text){0};
    assert_status(tkg_comparison_write_json(&input, out, &err), TKG_OK, &err);
}

static enum tkg_status read_again(const struct tkg_text *json, struct tkg_error *err)
{
    struct tkg_comparison_record record;
    const enum tkg_status status =
        tkg_comparison_json_read("r.json", tkg_text_borrow(json), json->length, &record, err);
    tkg_comparison_record_deinit(&record);
    return status;
}

static void expect_refusal(const char *place, const char *value, const char *text)
{
    struct tkg_comparison_record record;
    struct tkg_text json;
    struct tkg_error err = {0};
    make_sample_comparison(&record);
    write_receipt(&record, &json);
    assert_status(read_again(&json, &err), TKG_OK, &err);
    json_edit(&json, place, value);
    assert_status(read_again(&json, &err), TKG_INPUT, &err);
    assert_contains(err.text, text);
    tkg_text_deinit(&json);
    tkg_comparison_record_deinit(&record);
}

static void sides_without_their_files_are_refused(void **state)
{
    (void)state;
    expect_refusal("base.files", "[]", "r.json: base.files: expected at least one file");
    expect_refusal("head.layout_count", "4", "r.json: head.layout_count: expected at most one");
    expect_refusal("launches.2.arms.1.file", "3", "r.json: launches[2].arms[1].file: expected");
}

static void arms_of_other_roles_are_refused(void **state)
{
    (void)state;
    expect_refusal("launches.*.arms.*.role", "\"base\"", "r.json: launches[0].arms: expected base");
    expect_refusal("launches.3.arms.3.role", "\"base again\"",
                   "r.json: launches[3].arms: expected");
}

static void other_work_is_refused_unless_it_was_allowed(void **state)
{
    (void)state;
    expect_refusal("comparison.head_digest", "\"0x0000000000000001\"",
                   "r.json: comparison.head_digest: expected that of the base");
    struct tkg_comparison_record record;
    struct tkg_text json;
    struct tkg_error err = {0};
    make_sample_comparison(&record);
    record.head_digest++;
    record.allows_other_digest = true;
    write_receipt(&record, &json);
    assert_status(read_again(&json, &err), TKG_OK, &err);
    tkg_text_deinit(&json);
    tkg_comparison_record_deinit(&record);
}

static void contrasts_that_their_arms_do_not_say_are_refused(void **state)
{
    (void)state;
    expect_refusal("launches.*.head", "0.0",
                   "r.json: launches[].head: expected what the times of "
                   "its arms say, +");
    expect_refusal("launches.*.arms.2.ns_per_tick", "5.0", "r.json: launches[].head: expected");
    expect_refusal("launches.7.head", "2.0", "r.json: launches[7].head: expected");
    expect_refusal("launches.*.null", "null", "r.json: launches[0].null: expected a number");
    expect_refusal("launches.1.plant", "null", "r.json: launches[1].plant: expected a number");
    expect_refusal("launches.0.plant", "0.02", "r.json: launches[0].plant: expected null");
}

/* Of which nothing is averaged: its contrasts follow from the arms to the digit. */
static void one_percentile_that_differs_is_refused(void **state)
{
    struct tkg_comparison_record record;
    struct tkg_text json;
    struct tkg_error err = {0};
    (void)state;
    make_sample_comparison(&record);
    record.metric = TKG_COMPARE_P99;
    record.block_tick_count = 100;
    for (size_t i = 0; i < record.launch_count; i++) {
        struct tkg_launch_record *launch = &record.launches[i];
        const double ns[] = {8.0, 8.0, 8.16, i % 2 == 0 ? 8.16 : 8.24};
        memcpy(launch->arm_p99_ns, ns, sizeof ns);
        launch->null = 0.0;
        launch->head = log(8.16 / 8.0);
        launch->plant = i % 2 == 0 ? NAN : log(8.24 / 8.0);
    }
    write_receipt(&record, &json);
    assert_status(read_again(&json, &err), TKG_OK, &err);
    json_edit(&json, "launches.5.head", "0.0198");
    assert_status(read_again(&json, &err), TKG_INPUT, &err);
    assert_contains(err.text, "r.json: launches[5].head: expected what the times of its arms say");
    tkg_text_deinit(&json);
    tkg_comparison_record_deinit(&record);
}

static void conclusions_of_other_launches_are_refused(void **state)
{
    (void)state;
    expect_refusal("launches.0.head", "0.0199", "r.json: conclusion.head.estimate: expected that");
    expect_refusal("conclusion.null.estimate", "0.001", "r.json: conclusion.null.estimate:");
    expect_refusal("launches.*.is_slow", "true", "r.json: conclusion.launch_count: expected");
    expect_refusal("conclusion.launch_count", "0", "r.json: conclusion.launch_count: expected");
    expect_refusal("conclusion", "{}", "r.json: conclusion.launch_count: expected");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sides_without_their_files_are_refused),
        cmocka_unit_test(arms_of_other_roles_are_refused),
        cmocka_unit_test(other_work_is_refused_unless_it_was_allowed),
        cmocka_unit_test(contrasts_that_their_arms_do_not_say_are_refused),
        cmocka_unit_test(one_percentile_that_differs_is_refused),
        cmocka_unit_test(conclusions_of_other_launches_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
