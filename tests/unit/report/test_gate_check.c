/* SPDX-License-Identifier: Apache-2.0 */
#include "cmocka_all.h"
#include "gate_sample.h"
#include "json_edit.h"

static const char launches[] = "rows.0.launches.launches.";

struct damage {
    const char *place;
    const char *value;
    const char *text; /* of the refusal */
};

static void expect_refusal(const struct damage *damages, size_t count)
{
    struct gate_fixture fixture;
    struct tkg_gate_record record;
    struct tkg_fingerprint fingerprint;
    struct tkg_error err = {0};
    gate_sample_make(&fixture);
    struct tkg_text json = gate_sample_write(&fixture, "json");
    for (size_t i = 0; i < count; i++) {
        json_edit(&json, damages[i].place, damages[i].value);
    }
    const enum tkg_status status = tkg_gate_json_read("r.json", tkg_text_borrow(&json), json.length,
                                                      &record, &fingerprint, &err);
    if (status != TKG_INPUT || !strstr(err.text, damages[0].text)) {
        fail_msg("%s = %s: status %d, '%s'", damages[0].place, damages[0].value, (int)status,
                 err.text);
    }
    assert_null(record.rows);
    tkg_text_deinit(&json);
    gate_fixture_end(&fixture);
}

static void a_verdict_is_nothing_that_was_found(void **state)
{
    static const char *const verdicts[] = {
        "\"pass\"",    "\"waived\"",       "\"improvement\"",   "\"regression\"", "\"cannot tell\"",
        "\"refused\"", "\"not a number\"", "\"target missed\"", "\"skipped\""};
    (void)state;
    for (size_t i = 0; i < sizeof verdicts / sizeof verdicts[0]; i++) {
        const struct damage damages[] = {
            {"rows.0.found", verdicts[i], "r.json: rows[0].found: expected open, or why"},
            {"rows.0.text", "\"because\"", ""},
            {"rows.0.evidence", "\"none\"", ""},
        };
        expect_refusal(damages, 1);
        expect_refusal(damages, 3);
    }
}

static void evidence_of_another_metric_is_refused(void **state)
{
    static const struct damage damages[] = {
        {"rows.0.evidence", "\"samples\"", "r.json: rows[0].evidence: expected launches"},
        {"rows.0.samples",
         "{\"ruler\": \"\", \"is_extrapolated\": false, \"base\": [1, 1], "
         "\"head\": [1, 1]}",
         ""},
    };
    static const struct damage metric = {"rows.1.metric", "\"peak_memory\"",
                                         "r.json: rows[1].evidence: expected samples"};
    static const struct damage mode = {"gate.mode", "\"stored baseline\"",
                                       "r.json: rows[0].evidence: expected stored results"};
    (void)state;
    expect_refusal(damages, 2);
    expect_refusal(&metric, 1);
    expect_refusal(&mode, 1);
}

static void what_is_stored_twice_must_agree(void **state)
{
    static const struct damage damages[] = {
        {"rows.0.launches.comparison.tolerance", "0.005",
         "r.json: rows[0].launches.comparison.tolerance: expected what the row"},
        {"rows.0.launches.comparison.margin", "0.5",
         "r.json: rows[0].launches.comparison.margin: expected what the row"},
        {"rows.0.launches.comparison.plant", "0.03",
         "r.json: rows[0].launches.comparison.plant: expected what the row"},
        {"rows.0.launches.comparison.stream_seed", "\"43\"",
         "rows[0].launches.comparison.stream_seed: expected"},
        {"rows.0.launches.comparison.error_regression_0to1", "0.01",
         "rows[0].launches.comparison.error_regression_0to1: expected"},
        {"rows.0.metric", "\"p99\"", "rows[0].launches.comparison.metric: expected"},
        {"rows.0.case", "\"another\"", "rows[0].case: expected the name of the question's case"},
        {"rows.0.better", "\"more\"", "rows[0].better: expected that of the metric"},
        {"rows.0.question.waived_to_day", "9999999",
         "rows[0].question.waived_to_day: expected -1, the day of waived_until"},
        {"rows.1.instructions.tick_count", "100001", "rows[1].instructions.tick_count: expected"},
    };
    static const struct damage waiver[] = {
        {"rows.0.question.waived_to_day", "20820", "waived_to_day: expected 18262, the day of"},
        {"rows.0.question.waived_until", "\"2020-01-01\"", ""},
    };
    (void)state;
    for (size_t i = 0; i < sizeof damages / sizeof damages[0]; i++) {
        expect_refusal(&damages[i], 1);
    }
    expect_refusal(waiver, 2);
}

static void a_target_whose_interval_runs_backwards_is_refused(void **state)
{
    static const struct damage damages[] = {{"targets.0.low", "9", "r.json: targets[0].low:"},
                                            {"targets.0.high", "1", ""}};
    (void)state;
    expect_refusal(damages, 2);
}

static void a_case_without_rows_is_refused_unless_it_was_left_out(void **state)
{
    static const struct damage damages[] = {
        {"rows.*.question.case_index", "1", "r.json: rows: expected a row of each case"},
        {"rows.*.case", "\"b\"", ""},
        {"cases",
         "[{\"name\": \"a\", \"engine\": \"\", \"parameters\": \"\", \"stream\": "
         "\"synthetic:futures\", \"stream_seed\": \"42\", \"tick_count\": 100000, \"budget_ns\": "
         "1, \"allows_other_digest\": false, \"line\": 1, \"column\": 1}, {\"name\": \"b\", "
         "\"engine\": \"\", \"parameters\": \"\", \"stream\": \"synthetic:futures\", "
         "\"stream_seed\": \"42\", \"tick_count\": 100000, \"budget_ns\": 1, "
         "\"allows_other_digest\": false, \"line\": 1, \"column\": 1}]",
         ""},
    };
    (void)state;
    expect_refusal(damages, 3);
}

static void the_day_of_the_waivers_is_that_of_the_start(void **state)
{
    static const struct damage today = {"gate.today", "20000", "r.json: gate: expected a today"};
    (void)state;
    expect_refusal(&today, 1);
}

static void damage_within_launches_is_named_with_the_row(void **state)
{
    char place[64];
    struct damage head = {place, "0.0", "r.json: rows[0].launches.launches[].head: expected what"};
    (void)state;
    (void)snprintf(place, sizeof place, "%s*.head", launches);
    expect_refusal(&head, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_verdict_is_nothing_that_was_found),
        cmocka_unit_test(evidence_of_another_metric_is_refused),
        cmocka_unit_test(what_is_stored_twice_must_agree),
        cmocka_unit_test(a_target_whose_interval_runs_backwards_is_refused),
        cmocka_unit_test(a_case_without_rows_is_refused_unless_it_was_left_out),
        cmocka_unit_test(the_day_of_the_waivers_is_that_of_the_start),
        cmocka_unit_test(damage_within_launches_is_named_with_the_row),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
