/* SPDX-License-Identifier: Apache-2.0 */
#include "report/histogram_list.h"

#include "cmocka_all.h"

static void add_trial(struct tkg_case *the_case, enum tkg_pass pass, uint32_t invalid)
{
    struct tkg_error err = {0};
    struct tkg_trial trial = tkg_trial_empty(pass);
    trial.invalid = invalid;
    assert_status(tkg_case_add_trial(the_case, &trial, &err), TKG_OK, &err);
}

static void what_is_missing_says_why(void **state)
{
    (void)state;
    struct tkg_run_record record;
    tkg_run_record_init(&record);
    struct tkg_case *the_case = tkg_run_record_add_case(&record, "replay/10K", 10000);
    add_trial(the_case, TKG_PASS_THROUGHPUT, 0);
    add_trial(the_case, TKG_PASS_BLOCK, TKG_INVALID_STEAL);
    assert_null(tkg_case_histogram(the_case, 1).missing); /* no pass C at all */
    assert_string_equal(tkg_case_histogram(the_case, 0).missing, "every trial was flagged");
    add_trial(the_case, TKG_PASS_BLOCK, 0);
    assert_contains(tkg_case_histogram(the_case, 0).missing, "a result file holds no histograms");
    tkg_run_record_deinit(&record);
}

static void what_is_there_has_its_unit(void **state)
{
    (void)state;
    struct tkg_run_record record;
    tkg_run_record_init(&record);
    struct tkg_case *the_case = tkg_run_record_add_case(&record, "paced/1K", 1000);
    add_trial(the_case, TKG_PASS_PACED, 0);
    the_case->response_ns = tkg_histogram_create();
    the_case->tick_ns_x1000 = tkg_histogram_create();
    struct tkg_case_histogram response = tkg_case_histogram(the_case, 2);
    struct tkg_case_histogram tick = tkg_case_histogram(the_case, 1);
    assert_ptr_equal(response.histogram, the_case->response_ns);
    assert_null(response.missing);
    assert_string_equal(response.unit, "ns");
    assert_string_equal(response.name, "response");
    assert_ptr_equal(tick.histogram, the_case->tick_ns_x1000);
    assert_string_equal(tick.unit, "ps");
    assert_true(tick.unit_ns == 0.001 && response.unit_ns == 1.0);
    tkg_run_record_deinit(&record);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_missing_says_why),
        cmocka_unit_test(what_is_there_has_its_unit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
