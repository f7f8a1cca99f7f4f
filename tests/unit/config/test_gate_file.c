/* SPDX-License-Identifier: Apache-2.0 */
#include "config/gate_file.h"

#include <math.h>

#include "base/day.h"
#include "config_check.h"

#define HEAD "schema: tickgate.gate/1\nname: mine\n"
#define CASE "cases:\n  - name: a\n    metrics: [time]\n" /* lines 3 to 5 */

static void accepts(struct tkg_gate_file *file, const char *path, const char *yaml)
{
    struct tkg_error err = {.text = ""};
    enum tkg_status status = tkg_gate_file_parse(file, path, yaml, strlen(yaml), &err);
    assert_string_equal(err.text, "");
    assert_int_equal(status, TKG_OK);
}

/* Refused with exactly this text, and nothing is left behind. */
static void refuses(const char *yaml, const char *text)
{
    struct tkg_gate_file file;
    struct tkg_error err = {.text = ""};
    assert_int_equal(tkg_gate_file_parse(&file, "f", yaml, strlen(yaml), &err), TKG_CONFIG);
    assert_string_equal(err.text, text);
    assert_null(file.cases);
    assert_null(file.questions);
    assert_int_equal(file.question_count, 0);
}

static void a_short_file_gets_the_defaults(void **state)
{
    struct tkg_gate_file file;
    (void)state;
    accepts(&file, "f", HEAD CASE);
    assert_string_equal(file.name, "mine");
    assert_true(file.error_0to1 == 0.005);
    assert_int_equal(file.budget_ns, INT64_C(60000000000));
    assert_int_equal(file.baseline_age_days, 30);
    assert_int_equal(file.case_count, 1);
    assert_string_equal(file.cases[0].stream, "synthetic:futures");
    assert_int_equal(file.cases[0].stream_seed, 42);
    assert_int_equal(file.cases[0].budget_ns, INT64_C(60000000000));
    assert_int_equal(file.question_count, 1);
    assert_int_equal(file.questions[0].kind, TKG_GATE_TIME);
    assert_int_equal(file.questions[0].stored_metric, TKG_METRIC_LATENCY_MEAN);
    assert_true(isnan(file.questions[0].tolerance));
    assert_true(isnan(file.questions[0].maximum));
    assert_int_equal(file.questions[0].waived_to_day, -1);
    assert_int_equal(file.questions[0].line, 5);
    tkg_gate_file_deinit(&file);
}

static void every_field_is_read(void **state)
{
    struct tkg_gate_file file;
    (void)state;
    accepts(&file, "dir/f.yaml",
            HEAD "description: d\nerror: 1 %\nbudget: 5 s\nbudget_all: 50 s\n"
                 "baseline_age_days: 7\ntargets: [floors.yaml, /abs/t.yaml]\n"
                 "defaults: {stream: synthetic:depth, seed: 7, ticks: 50K, params: x=1}\n"
                 "cases:\n"
                 "  - name: a\n"
                 "    engine: libs/a.so\n"
                 "    budget: 9 s\n"
                 "    allow_digest_change: true\n"
                 "    metrics:\n"
                 "      - {metric: time, tolerance: 2 %, margin: 3 %, maximum: 40 ns}\n"
                 "      - {metric: throughput, stored_tolerance: 5 %, better: more}\n");
    assert_true(file.error_0to1 == 0.01);
    assert_int_equal(file.budget_all_ns, INT64_C(50000000000));
    assert_int_equal(file.baseline_age_days, 7);
    assert_int_equal(file.target_path_count, 2);
    assert_string_equal(file.target_paths[0], "dir/floors.yaml");
    assert_string_equal(file.target_paths[1], "/abs/t.yaml");
    const struct tkg_gate_case *a = &file.cases[0];
    assert_string_equal(a->stream, "synthetic:depth");
    assert_string_equal(a->parameters, "x=1");
    assert_string_equal(a->engine, "libs/a.so");
    assert_int_equal(a->stream_seed, 7);
    assert_int_equal(a->tick_count, 50000);
    assert_int_equal(a->budget_ns, INT64_C(9000000000));
    assert_true(a->allows_other_digest);
    assert_true(file.questions[0].tolerance == 0.02 && file.questions[0].margin == 0.03);
    assert_true(file.questions[0].maximum == 40.0);
    assert_int_equal(file.questions[1].kind, TKG_GATE_STORED);
    assert_int_equal(file.questions[1].stored_metric, TKG_METRIC_THROUGHPUT);
    assert_int_equal(file.questions[1].better, TKG_BETTER_MORE);
    assert_true(file.questions[1].stored_tolerance == 0.05);
    tkg_gate_file_deinit(&file);
}

static void a_waiver_reaches_its_row(void **state)
{
    struct tkg_gate_file file;
    (void)state;
    accepts(&file, "f",
            HEAD CASE "waivers:\n"
                      "  - {case: a, metric: time, until: 2026-12-31, reason: new fees}\n");
    assert_int_equal(file.questions[0].waived_to_day, tkg_day_parse("2026-12-31"));
    assert_string_equal(file.questions[0].waived_until, "2026-12-31");
    assert_string_equal(file.questions[0].waiver_reason, "new fees");
    tkg_gate_file_deinit(&file);
}

static void a_gate_that_lists_nothing_is_refused(void **state)
{
    (void)state;
    refuses(HEAD, "f:1:1: no cases; add 'cases:' and a list of them");
    refuses(HEAD "cases: []\n", "f:3:8: no cases; add 'cases:' and a list of them");
    refuses(HEAD "cases:\n  - name: a\n", "f:4:5: this case has no metrics; add 'metrics: [time]'");
    refuses(HEAD "cases:\n  - name: a\n    metrics: []\n",
            "f:5:14: this case has no metrics; add 'metrics: [time]'");
}

static void mistakes_are_told_with_their_place(void **state)
{
    (void)state;
    refuses("schema: tickgate.gate/1\n" CASE,
            "f:1:1: no name; add the line 'name: ...', reports print it");
    refuses(HEAD "cases:\n  - metrics: [time]\n", "f:4:5: this case has no name; add 'name: ...'");
    refuses(HEAD CASE "  - name: a\n    metrics: [p99]\n",
            "f:6:11: a case 'a' is already given at line 4; rename one");
    refuses(HEAD "cases:\n  - name: a\n    metrics: [time, time]\n",
            "f:5:21: this case has that metric already at line 5; remove one");
    refuses(HEAD "bugdet: 5 s\n" CASE, "f:3:1: unknown key 'bugdet'; did you mean 'budget'?");
    refuses(HEAD "error: 20 %\n" CASE,
            "f:3:8: error: '20 %' is out of range; it may be from 0.00100 % to 10.0 %");
    refuses(HEAD "cases:\n  - name: a\n    metrics:\n      - {metric: time, tolerance: 60 %}\n",
            "f:6:35: tolerance: of time and p99 it is from 0.1 % to 50 %");
    refuses(HEAD "cases:\n  - name: a\n    metrics:\n      - {metric: time, tolerance: 0.5}\n",
            "f:6:35: tolerance: '0.5' has no unit, and may be meant in percent; write 0.5 % or "
            "0.005, or 50 % for that");
    refuses(HEAD "cases:\n  - name: a\n    metrics:\n"
                 "      - {metric: peak_memory, tolerance: 5 %, margin: 5 %}\n",
            "f:6:55: margin: it goes with a tolerance, and is above it");
    refuses(HEAD "cases:\n  - name: a\n    metrics:\n      - {metric: time, margin: 1 %}\n",
            "f:6:32: margin: it goes with a tolerance, and is above it");
    refuses(
        HEAD "cases:\n  - name: a\n    metrics:\n      - {metric: throughput, better: less}\n",
        "f:6:38: better: of this metric more is better, not 'less'; correct it or leave it out");
    refuses(HEAD "cases:\n  - name: a\n    metrics:\n      - {metric: time, maximum: 3 MB}\n",
            "f:6:33: maximum: '3 MB' has the unit 'MB'; expected ns, us, ms or s");
}

static void diagnosis_is_no_metric_of_a_gate(void **state)
{
    struct tkg_gate_file file;
    struct tkg_error err;
    static const char yaml[] = HEAD "cases:\n  - name: a\n    metrics: [every_p99]\n";
    (void)state;
    assert_int_equal(tkg_gate_file_parse(&file, "f", yaml, strlen(yaml), &err), TKG_CONFIG);
    assert_non_null(strstr(err.text, "f:5:15: unknown metric 'every_p99'"));
}

static void waivers_without_a_row_a_date_or_a_reason_are_refused(void **state)
{
    (void)state;
    refuses(HEAD CASE "waivers:\n  - {case: b, metric: time, until: 2026-12-31, reason: r}\n",
            "f:7:12: no case 'b' in this file; remove the waiver");
    refuses(HEAD CASE "waivers:\n  - {case: a, metric: p99, until: 2026-12-31, reason: r}\n",
            "f:7:23: the case 'a' has no row 'p99'; remove the waiver");
    refuses(HEAD CASE "waivers:\n  - {case: a, metric: time, until: 2026-02-30, reason: r}\n",
            "f:7:36: until: '2026-02-30' is no day; write one as 2026-12-31");
    refuses(HEAD CASE "waivers:\n  - {case: a, metric: time, until: 2026-12-31}\n",
            "f:7:5: this waiver has no reason; add it");
    refuses(HEAD CASE "waivers:\n  - {case: a, metric: time, until: 2026-12-31, reason: r}\n"
                      "  - {case: a, metric: time, until: 2027-12-31, reason: r}\n",
            "f:8:23: 'a' has a waiver for 'time' already");
}

static void shipped_gates_are_accepted(void **state)
{
    static const char *const names[] = {"thresholds/gate.yaml", "thresholds/bench-gate.yaml"};
    static char yaml[SHIPPED_BYTES_MAX];
    struct tkg_gate_file file;
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        (void)read_shipped(names[i], yaml);
        accepts(&file, names[i], yaml);
        assert_int_equal(file.question_count, i == 0 ? 12 : 11);
        tkg_gate_file_deinit(&file);
    }
}

static void a_file_that_is_not_there_is_input(void **state)
{
    struct tkg_gate_file file;
    struct tkg_error err;
    (void)state;
    assert_int_equal(tkg_gate_file_load(&file, "/nowhere/gate.yaml", &err), TKG_INPUT);
    assert_null(file.cases);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_short_file_gets_the_defaults),
        cmocka_unit_test(every_field_is_read),
        cmocka_unit_test(a_waiver_reaches_its_row),
        cmocka_unit_test(a_gate_that_lists_nothing_is_refused),
        cmocka_unit_test(mistakes_are_told_with_their_place),
        cmocka_unit_test(diagnosis_is_no_metric_of_a_gate),
        cmocka_unit_test(waivers_without_a_row_a_date_or_a_reason_are_refused),
        cmocka_unit_test(shipped_gates_are_accepted),
        cmocka_unit_test(a_file_that_is_not_there_is_input),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
