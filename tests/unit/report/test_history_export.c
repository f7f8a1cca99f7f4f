/* SPDX-License-Identifier: Apache-2.0 */
#include "report/history_export.h"

#include <jansson.h>

#include "cmocka_all.h"
#include "sample_history.h"

static struct sample_history made;

static int set_up(void **state)
{
    (void)state;
    sample_history_init(&made);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    sample_history_deinit(&made);
    return 0;
}

static size_t count(const char *text, const char *part)
{
    size_t found = 0;
    for (const char *at = strstr(text, part); at; at = strstr(at + 1, part)) {
        found++;
    }
    return found;
}

static void csv_has_a_row_per_sample(void **state)
{
    (void)state;
    struct tkg_error err = {.text = ""};
    struct tkg_text out = {0};
    assert_status(tkg_history_write_csv(made.history, &out, &err), TKG_OK, &err);
    assert_int_equal(count(tkg_text_borrow(&out), "\r\n"), 1 + 40 * 107);
    assert_contains(tkg_text_borrow(&out),
                    "\r\n1,2026-03-04T05:06:07.123456789Z,run,c000001,main,nightly,reference,,");
    tkg_text_deinit(&out);
}

static void json_holds_the_same_numbers(void **state)
{
    (void)state;
    struct tkg_error err = {.text = ""};
    struct tkg_text out = {0};
    assert_status(tkg_history_write_json(made.history, &out, &err), TKG_OK, &err);
    json_t *root = json_loads(tkg_text_borrow(&out), 0, NULL);
    assert_non_null(root);
    assert_string_equal(json_string_value(json_object_get(root, "schema")), "tickgate.history/1");
    const json_t *runs = json_object_get(root, "runs");
    assert_int_equal(json_array_size(runs), SAMPLE_HISTORY_RUNS);
    const json_t *last = json_array_get(runs, SAMPLE_HISTORY_RUNS - 1);
    assert_string_equal(json_string_value(json_object_get(last, "commit")), "c000040");
    assert_int_equal(json_array_size(json_object_get(last, "samples")), 107);
    assert_int_equal(json_array_size(json_object_get(last, "verdicts")), SAMPLE_TARGETS);
    json_decref(root);
    tkg_text_deinit(&out);
}

/* A branch that a spreadsheet would compute, and one that ends a field. */
static void names_full_of_traps_stay_in_their_fields(void **state)
{
    (void)state;
    struct tkg_error err = {.text = ""};
    struct tkg_text out = {0};
    struct sample_run sample;
    int64_t run_id;
    sample_run_init(&sample);
    const struct tkg_history_origin origin = {"=1+1", "a\",\r\nb", "\x1b[31m", "0.1.0"};
    const struct tkg_history_run run = {&sample.record, &sample.summary, NULL, &sample.fingerprint};
    assert_status(tkg_history_add_run(made.history, &origin, &run, &run_id, &err), TKG_OK, &err);
    assert_status(tkg_history_write_csv(made.history, &out, &err), TKG_OK, &err);
    assert_contains(tkg_text_borrow(&out), ",\"'=1+1\",\"a\"\",");
    assert_null(strstr(tkg_text_borrow(&out), "\x1b"));
    assert_int_equal(count(tkg_text_borrow(&out), "\r\n"), 1 + 41 * 107);
    sample_run_deinit(&sample);
    tkg_text_deinit(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(csv_has_a_row_per_sample),
        cmocka_unit_test(json_holds_the_same_numbers),
        cmocka_unit_test(names_full_of_traps_stay_in_their_fields),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
