/* SPDX-License-Identifier: Apache-2.0 */
#include "cmocka_all.h"
#include "gate_sample.h"

/* Replaces the first old by new of the same length. */
static void edit(struct tkg_text *text, const char *old, const char *new)
{
    char *at = strstr(text->bytes, old);
    assert_non_null(at);
    assert_int_equal(strlen(old), strlen(new));
    memcpy(at, new, strlen(new));
}

static void a_receipt_is_judged_to_the_same_report(void **state)
{
    struct gate_fixture fixture;
    struct gate_fixture again = {0};
    struct tkg_fingerprint fingerprint;
    (void)state;
    gate_sample_make(&fixture);
    struct tkg_text json = gate_sample_write(&fixture, "json");
    struct tkg_text human = gate_sample_write(&fixture, "human");
    assert_int_equal(tkg_gate_json_read("r.json", tkg_text_borrow(&json), json.length,
                                        &again.record, &fingerprint, &again.err),
                     TKG_OK);
    assert_string_equal(fingerprint.cpu_model, "a CPU");
    gate_fixture_judge(&again);
    struct tkg_text json_again = gate_sample_write(&again, "json");
    struct tkg_text human_again = gate_sample_write(&again, "human");
    assert_string_equal(tkg_text_borrow(&json_again), tkg_text_borrow(&json));
    assert_string_equal(tkg_text_borrow(&human_again), tkg_text_borrow(&human));
    assert_int_equal(again.result.exit_code, fixture.result.exit_code);
    tkg_text_deinit(&json);
    tkg_text_deinit(&human);
    tkg_text_deinit(&json_again);
    tkg_text_deinit(&human_again);
    gate_fixture_end(&again);
    gate_fixture_end(&fixture);
}

static void damage_is_refused_with_its_place(void **state)
{
    static const struct {
        const char *old;
        const char *new;
        const char *text;
    } rows[] = {
        {"tickgate.gate-receipt/1", "tickgate.gate-receipt/9", "r.json: schema: expected"},
        {"\"case_index\": 0", "\"case_index\": 7", "r.json: rows[0].question: expected the index"},
        {"\"evidence\": \"launches\"", "\"evidence\": \"launched\"",
         "r.json: rows[0].evidence: expected a known word"},
        {"\"mode\": \"paired A/B\"", "\"mode\": \"paired A/C\"", "expected a known word"},
        {"\"case_index\": 0", "\"case_index\": 1", "r.json: rows[0].question: expected the index"},
        {"\"error_0to1\": 0.0050000000000000001", "\"error_0to1\": null                 ",
         "r.json: gate: expected an error_0to1 above 0"},
        {"\"error_0to1\": 0.0050000000000000001", "\"error_0to1\": 0.0000000000000000001",
         "r.json: gate.error_0to1: expected a number"},
        {"\"margin\": 0.02", "\"margin\": 0.00", "0 <= tolerance <= margin"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct gate_fixture fixture;
        struct tkg_gate_record record;
        struct tkg_fingerprint fingerprint;
        struct tkg_error err = {0};
        gate_sample_make(&fixture);
        struct tkg_text json = gate_sample_write(&fixture, "json");
        edit(&json, rows[i].old, rows[i].new);
        assert_int_equal(tkg_gate_json_read("r.json", tkg_text_borrow(&json), json.length, &record,
                                            &fingerprint, &err),
                         TKG_INPUT);
        if (!strstr(err.text, rows[i].text)) {
            fail_msg("%s", err.text);
        }
        assert_null(record.rows);
        tkg_text_deinit(&json);
        gate_fixture_end(&fixture);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_receipt_is_judged_to_the_same_report),
        cmocka_unit_test(damage_is_refused_with_its_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
