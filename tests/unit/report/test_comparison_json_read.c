/* SPDX-License-Identifier: Apache-2.0 */
#include "cmocka_all.h"
#include "sample_comparison.h"
#include "verdict/comparison_replay.h"

static void write_receipt(const struct tkg_comparison_record *record, struct tkg_text *out)
{
    struct tkg_comparison comparison;
    const struct tkg_comparison_question question = tkg_comparison_question_of(record);
    const struct tkg_comparison_input input = {.record = record, .comparison = &comparison};
    struct tkg_error err = {0};
    tkg_text_init(out);
    assert_status(tkg_comparison_judge_record(record, &question, &comparison, &err), TKG_OK, &err);
    assert_status(tkg_comparison_write_json(&input, out, &err), TKG_OK, &err);
}

static void launches_survive_the_round_trip(void **state)
{
    (void)state;
    struct tkg_comparison_record record;
    struct tkg_comparison_record again;
    struct tkg_error err = {0};
    struct tkg_text out;
    make_sample_comparison(&record);
    write_receipt(&record, &out);
    assert_status(
        tkg_comparison_json_read("r.json", tkg_text_borrow(&out), out.length, &again, &err), TKG_OK,
        &err);
    assert_int_equal(again.launch_count, SAMPLE_LAUNCH_COUNT);
    assert_near(again.tolerance, 0.01, 0.0);
    assert_int_equal(again.seed, 42);
    assert_string_equal(again.head.name, "head.so");
    for (size_t i = 0; i < SAMPLE_LAUNCH_COUNT; i++) {
        const struct tkg_launch_record *before = &record.launches[i];
        const struct tkg_launch_record *after = &again.launches[i];
        assert_int_equal(after->seed, before->seed);
        assert_int_equal(after->is_slow, before->is_slow);
        assert_near(after->head, before->head,
                    0.0); /* every bit: the verdict must come out alike */
        assert_int_equal(isnan(after->plant), isnan(before->plant));
        assert_memory_equal(after->roles, before->roles, sizeof after->roles);
        assert_memory_equal(after->layouts, before->layouts, sizeof after->layouts);
        assert_near(after->arm_ns[3], before->arm_ns[3], 0.0);
    }
    tkg_text_deinit(&out);
    tkg_comparison_record_deinit(&again);
    tkg_comparison_record_deinit(&record);
}

/* A receipt with its first `wanted` replaced must be refused with `part` in the text. */
static void expect_refusal(const char *wanted, const char *instead, const char *part)
{
    struct tkg_comparison_record record;
    struct tkg_error err = {0};
    struct tkg_text good;
    struct tkg_text bad = {0};
    make_sample_comparison(&record);
    write_receipt(&record, &good);
    const char *text = tkg_text_borrow(&good);
    const char *at = strstr(text, wanted);
    assert_non_null(at);
    tkg_text_add_bytes(&bad, text, (size_t)(at - text));
    tkg_text_add(&bad, instead);
    tkg_text_add(&bad, at + strlen(wanted));
    tkg_comparison_record_deinit(&record);
    assert_status(
        tkg_comparison_json_read("r.json", tkg_text_borrow(&bad), bad.length, &record, &err),
        TKG_INPUT, &err);
    assert_contains(err.text, "r.json");
    assert_contains(err.text, part);
    assert_null(record.launches);
    tkg_text_deinit(&good);
    tkg_text_deinit(&bad);
}

static void every_wrong_member_is_named(void **state)
{
    (void)state;
    expect_refusal("tickgate.comparison/1", "tickgate.result/1", "schema");
    expect_refusal("\"head again\"", "\"tail\"", "launches[0].arms[3].role");
    expect_refusal("\"file\": 0", "\"file\": 512", "launches[0].arms[0].file");
    expect_refusal("\"file\": 0", "\"file\": -1", "launches[0].arms[0].file");
    expect_refusal("\"margin\": 0.02", "\"margin\": 0.001", "tolerance < margin");
    expect_refusal("\"tolerance\": 0.01", "\"tolerance\": null", "comparison");
    expect_refusal("\"is_slow\": false", "\"is_slow\": 1", "launches[0].is_slow");
    expect_refusal("\"head_wall\"", "\"head_mall\"", "head_wall");
    expect_refusal("\"ns_per_tick\": 5.0", "\"ns_per_tick\": \"five\"",
                   "launches[0].arms[0].ns_per_tick");
    expect_refusal("\"metric\": \"time\"", "\"metric\": \"p50\"", "comparison.metric");
    expect_refusal("\"sides\": \"engines\"", "\"sides\": 1", "comparison.sides");
    expect_refusal("\"plant\": 0.02", "\"plant\": 0", "commands may have none");
    expect_refusal("\"error_pass_0to1\": ", "\"error_pass_0to1\": null, \"x\": ", "errors > 0");
    expect_refusal("\"launches\": [", "\"lunches\": [", "launches");
}

static void receipt_cut_off_is_refused_with_its_place(void **state)
{
    (void)state;
    static const char cut[] = "{\"schema\": \"tickgate.comparison/1\",\n \"launches\": [";
    struct tkg_comparison_record record;
    struct tkg_error err = {0};
    assert_status(tkg_comparison_json_read("r.json", cut, sizeof cut - 1, &record, &err), TKG_INPUT,
                  &err);
    assert_contains(err.text, "r.json:2:");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(launches_survive_the_round_trip),
        cmocka_unit_test(every_wrong_member_is_named),
        cmocka_unit_test(receipt_cut_off_is_refused_with_its_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
