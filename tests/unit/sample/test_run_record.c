/* SPDX-License-Identifier: Apache-2.0 */
#include "sample/run_record.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "sample/histogram.h"
#include "sample/stage_table.h"

static void pass_letters_and_names_are_those_of_the_table(void **state)
{
    (void)state;
    assert_int_equal(tkg_pass_letter(TKG_PASS_THROUGHPUT), 'A');
    assert_int_equal(tkg_pass_letter(TKG_PASS_BLOCK), 'B');
    assert_int_equal(tkg_pass_letter(TKG_PASS_TICK), 'C');
    assert_int_equal(tkg_pass_letter(TKG_PASS_PACED), 'P');
    assert_int_equal(tkg_pass_letter(TKG_PASS_MEMORY), 'M');
    assert_int_equal(tkg_pass_letter(TKG_PASS_RULER), 'R');
    assert_int_equal(tkg_pass_letter(TKG_PASS_STAGES), 'T');
    assert_string_equal(tkg_pass_name(TKG_PASS_PACED), "paced");
}

static void invalidity_names_the_lowest_bit(void **state)
{
    (void)state;
    uint32_t both = TKG_INVALID_STEAL | TKG_INVALID_CLOCK_DRIFT;
    assert_string_equal(tkg_invalidity_name(both), "CLOCK_DRIFT");
    assert_string_equal(tkg_invalidity_text(both),
                        "the cycle counter and the monotonic clock disagree");
    assert_string_equal(tkg_invalidity_name(TKG_INVALID_CPU_SHARE), "CPU_SHARE");
}

static void valid_and_unknown_bits_have_no_text(void **state)
{
    (void)state;
    assert_string_equal(tkg_invalidity_name(0), "");
    assert_string_equal(tkg_invalidity_text(0), "");
    assert_string_equal(tkg_invalidity_text(1u << 31), "");
}

static void an_empty_trial_holds_no_number(void **state)
{
    (void)state;
    struct tkg_trial trial = tkg_trial_empty(TKG_PASS_MEMORY);
    assert_int_equal(trial.pass, TKG_PASS_MEMORY);
    assert_int_equal(trial.cpu, -1);
    assert_int_equal(trial.invalid, 0);
    assert_int_equal(trial.digest, 0);
    assert_true(isnan(trial.steal_share_0to1));
    for (int i = 0; i < TKG_METRIC_COUNT; i++) {
        assert_true(isnan(trial.values[i]));
    }
}

static void a_trial_s_stages_are_copied_and_freed_with_the_case(void **state)
{
    (void)state;
    struct tkg_run_record record;
    struct tkg_stage_table table = {.wall_ns = 3.0};
    struct tkg_trial trial = tkg_trial_empty(TKG_PASS_STAGES);
    assert_null(trial.stages);
    assert_false(trial.portfolio.known);
    tkg_run_record_init(&record);
    struct tkg_case *the_case = tkg_run_record_add_case(&record, "replay/1K", 1000);
    trial.stages = &table;
    assert_int_equal(tkg_case_add_trial(the_case, &trial, NULL), TKG_OK);
    table.wall_ns = 4.0;
    assert_ptr_not_equal(the_case->trials[0].stages, &table);
    assert_true(the_case->trials[0].stages->wall_ns == 3.0);
    tkg_run_record_deinit(&record); /* the address sanitizer sees what is left */
}

static void cases_are_found_by_name_in_order(void **state)
{
    (void)state;
    struct tkg_run_record record;
    tkg_run_record_init(&record);
    for (unsigned i = 0; i < 100; i++) {
        char name[TKG_CASE_NAME_BYTES];
        (void)snprintf(name, sizeof(name), "replay/%u", i);
        assert_non_null(tkg_run_record_add_case(&record, name, i));
    }
    assert_int_equal(record.case_count, 100);
    assert_ptr_equal(tkg_run_record_find_case(&record, "replay/57"), &record.cases[57]);
    assert_int_equal(record.cases[57].tick_count, 57);
    assert_string_equal(record.cases[99].name, "replay/99");
    assert_null(tkg_run_record_find_case(&record, "replay/100"));
    tkg_run_record_deinit(&record);
}

static void a_case_name_fills_its_field_to_the_last_byte(void **state)
{
    (void)state;
    struct tkg_run_record record;
    tkg_run_record_init(&record);
    char name[TKG_CASE_NAME_BYTES];
    memset(name, 'x', sizeof(name) - 1);
    name[sizeof(name) - 1] = '\0';
    assert_non_null(tkg_run_record_add_case(&record, name, 1));
    assert_string_equal(record.cases[0].name, name);
    tkg_run_record_deinit(&record);
}

static void trials_keep_their_order_and_values(void **state)
{
    (void)state;
    struct tkg_run_record record;
    tkg_run_record_init(&record);
    struct tkg_case *the_case = tkg_run_record_add_case(&record, "replay/1M", 1000000);
    for (uint32_t i = 0; i < 1000; i++) {
        struct tkg_trial trial = tkg_trial_empty(TKG_PASS_THROUGHPUT);
        trial.order_index = i;
        trial.values[TKG_METRIC_THROUGHPUT] = 1e8 + i;
        assert_int_equal(tkg_case_add_trial(the_case, &trial, NULL), TKG_OK);
    }
    assert_int_equal(the_case->trial_count, 1000);
    for (uint32_t i = 0; i < 1000; i++) {
        assert_int_equal(the_case->trials[i].order_index, i);
        assert_true(the_case->trials[i].values[TKG_METRIC_THROUGHPUT] == 1e8 + i);
    }
    tkg_run_record_deinit(&record);
}

/* The address sanitizer proves that nothing of it leaks. */
static void deinit_frees_histograms_and_leaves_an_empty_record(void **state)
{
    (void)state;
    struct tkg_run_record record;
    tkg_run_record_init(&record);
    struct tkg_case *the_case = tkg_run_record_add_case(&record, "replay/10K", 10000);
    the_case->block_ns_x1000 = tkg_histogram_create();
    the_case->response_ns = tkg_histogram_create();
    tkg_run_record_deinit(&record);
    assert_int_equal(record.case_count, 0);
    assert_null(record.cases);
    tkg_run_record_deinit(&record);
}

/* A capacity that cannot be doubled stands for memory that ran out. */
static void a_trial_that_finds_no_memory_says_which_case(void **state)
{
    (void)state;
    struct tkg_case full = {.name = "replay/1G"};
    full.trial_count = full.trial_capacity = SIZE_MAX / 2;
    struct tkg_trial trial = tkg_trial_empty(TKG_PASS_TICK);
    struct tkg_error err;
    assert_int_equal(tkg_case_add_trial(&full, &trial, &err), TKG_NO_MEMORY);
    assert_non_null(strstr(err.text, "case \"replay/1G\": no memory for trial"));
    assert_int_equal(full.trial_count, SIZE_MAX / 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pass_letters_and_names_are_those_of_the_table),
        cmocka_unit_test(invalidity_names_the_lowest_bit),
        cmocka_unit_test(valid_and_unknown_bits_have_no_text),
        cmocka_unit_test(an_empty_trial_holds_no_number),
        cmocka_unit_test(a_trial_s_stages_are_copied_and_freed_with_the_case),
        cmocka_unit_test(cases_are_found_by_name_in_order),
        cmocka_unit_test(a_case_name_fills_its_field_to_the_last_byte),
        cmocka_unit_test(trials_keep_their_order_and_values),
        cmocka_unit_test(deinit_frees_histograms_and_leaves_an_empty_record),
        cmocka_unit_test(a_trial_that_finds_no_memory_says_which_case),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
