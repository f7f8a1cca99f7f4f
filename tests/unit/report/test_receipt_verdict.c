/* SPDX-License-Identifier: Apache-2.0 */
#include "cmocka_all.h"
#include "gate_sample.h"
#include "json_edit.h"

/* Place NULL: as it was written. */
static void expect(const char *place, const char *value, enum tkg_status expected, const char *part)
{
    struct gate_fixture fixture;
    struct tkg_error err = {0};
    gate_sample_make(&fixture);
    struct tkg_text json = gate_sample_write(&fixture, "json");
    if (place) {
        json_edit(&json, place, value);
    }
    assert_status(
        tkg_gate_json_confirm("r.json", tkg_text_borrow(&json), json.length, &fixture.result, &err),
        expected, &err);
    assert_contains(err.text, part);
    tkg_text_deinit(&json);
    gate_fixture_end(&fixture);
}

static void the_verdict_it_was_judged_to_is_confirmed(void **state)
{
    (void)state;
    expect(NULL, NULL, TKG_OK, "");
}

static void another_verdict_is_refused_with_its_place(void **state)
{
    (void)state;
    expect("rows.0.verdict.class", "\"pass\"", TKG_INPUT,
           "r.json: rows[0].verdict.class: expected \"regression\"");
    expect("rows.3.verdict", "{}", TKG_INPUT, "r.json: rows[3].verdict.class: expected a string");
    expect("targets.0.class", "\"pass\"", TKG_INPUT,
           "r.json: targets[0].class: expected \"target missed\"");
    expect("conclusion.counts", "{\"pass\": 4}", TKG_INPUT, "r.json: conclusion.counts.pass:");
    expect("rows.0.verdict.change", "0.001", TKG_INPUT, "r.json: rows[0].verdict.change: expected");
    expect("rows.1.verdict.head", "null", TKG_INPUT, "r.json: rows[1].verdict.head: expected 1000");
    expect("conclusion.exit_code", "0", TKG_INPUT, "r.json: conclusion.exit_code: expected 5");
    expect("conclusion.verdict", "\"pass\"", TKG_INPUT, "r.json: conclusion.verdict: expected");
}

static void a_comparison_keeps_its_outcome(void **state)
{
    static const char json[] = "{\"conclusion\": {\"outcome\": \"pass\"}}";
    const struct tkg_comparison pass = {.outcome = TKG_COMPARISON_PASS};
    const struct tkg_comparison regression = {.outcome = TKG_COMPARISON_REGRESSION};
    struct tkg_error err = {0};
    (void)state;
    assert_status(tkg_comparison_json_confirm("r.json", json, sizeof json - 1, &pass, &err), TKG_OK,
                  &err);
    assert_status(tkg_comparison_json_confirm("r.json", json, sizeof json - 1, &regression, &err),
                  TKG_INPUT, &err);
    assert_contains(err.text, "r.json: conclusion.outcome: expected \"regression\"");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_verdict_it_was_judged_to_is_confirmed),
        cmocka_unit_test(another_verdict_is_refused_with_its_place),
        cmocka_unit_test(a_comparison_keeps_its_outcome),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
