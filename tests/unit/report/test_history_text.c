/* SPDX-License-Identifier: Apache-2.0 */
#include "report/history_text.h"

#include "cmocka_all.h"
#include "sample_history.h"

static struct sample_history made;
static const struct tkg_history_page page = {.newest = 3, .utf8 = false};
static const struct tkg_history_question question = {.metric = "throughput",
                                                     .case_name = "replay/1M"};

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

static void list_shows_the_newest_runs_last(void **state)
{
    (void)state;
    struct tkg_error err = {.text = ""};
    struct tkg_text out = {0};
    assert_status(tkg_history_text_list(made.history, &page, &out, &err), TKG_OK, &err);
    assert_string_equal(
        tkg_text_borrow(&out),
        "RUN  START (UTC)          KIND  COMMIT   BRANCH  ENGINE     MACHINE   SAMPLES  VERDICTS\n"
        " 38  2026-03-22T17:06:07  run   c000038  main    reference  01234567      107  1 of 7 "
        "failed\n"
        " 39  2026-03-23T05:06:07  run   c000039  main    reference  01234567      107  1 of 7 "
        "failed\n"
        " 40  2026-03-23T17:06:07  run   c000040  main    reference  01234567      107  1 of 7 "
        "failed\n");
    tkg_text_deinit(&out);
}

static void run_shows_its_machine_its_verdicts_and_its_samples(void **state)
{
    (void)state;
    struct tkg_error err = {.text = ""};
    struct tkg_text out = {0};
    assert_status(tkg_history_text_run(made.history, 7, false, &out, &err), TKG_OK, &err);
    assert_contains(tkg_text_borrow(&out), "run 7, a run, 2026-03-07T05:06:07 UTC\n");
    assert_contains(tkg_text_borrow(&out), "commit       c000007\n");
    assert_contains(tkg_text_borrow(&out), "cpu_model: AMD EPYC 7B13\n");
    assert_contains(tkg_text_borrow(&out), "verdicts: metric, case, limit, value, outcome\n");
    assert_contains(tkg_text_borrow(&out), "x ruler/walk");
    assert_int_equal(tkg_history_text_run(made.history, 41, false, &out, &err), TKG_INPUT);
    tkg_text_deinit(&out);
}

/* row: T14 */
static void trend_names_the_commit_of_the_step(void **state)
{
    (void)state;
    struct tkg_error err = {.text = ""};
    struct tkg_text out = {0};
    struct tkg_history_series_list list;
    struct tkg_trend trend;
    double values[SAMPLE_HISTORY_RUNS];
    assert_status(tkg_history_series_read(made.history, &question, &list, &err), TKG_OK, &err);
    assert_int_equal(list.series[0].point_count, SAMPLE_HISTORY_RUNS);
    for (size_t i = 0; i < SAMPLE_HISTORY_RUNS; i++) {
        values[i] = list.series[0].points[i].value;
    }
    assert_status(tkg_trend_find(values, SAMPLE_HISTORY_RUNS, &trend, &err), TKG_OK, &err);
    tkg_history_text_trend(&question, &list.series[0], &trend, &page, &out);
    assert_contains(tkg_text_borrow(&out), "throughput of replay/1M, ratio to ruler/walk\n");
    assert_contains(tkg_text_borrow(&out), "machine 01234567, 40 runs\n");
    assert_contains(tkg_text_borrow(&out), "step at run 26 (c000026): -");
    assert_contains(tkg_text_borrow(&out), " % (worse), p ");
    assert_null(strstr(tkg_text_borrow(&out), "better"));
    tkg_history_series_deinit(&list);
    tkg_text_deinit(&out);
}

static void quiet_series_says_so(void **state)
{
    (void)state;
    struct tkg_text out = {0};
    struct tkg_history_point points[10] = {{.value = 1.0}};
    const struct tkg_history_series few = {.points = points, .point_count = 5};
    const struct tkg_history_series enough = {.points = points, .point_count = 10};
    const struct tkg_trend trend = {.is_log = true};
    tkg_history_text_trend(&question, &few, &trend, &page, &out);
    assert_contains(tkg_text_borrow(&out), "too few runs to see a step: 8 are needed\n");
    tkg_history_text_trend(&question, &enough, &trend, &page, &out);
    assert_contains(tkg_text_borrow(&out), "no step, no drift\n");
    tkg_text_deinit(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(list_shows_the_newest_runs_last),
        cmocka_unit_test(run_shows_its_machine_its_verdicts_and_its_samples),
        cmocka_unit_test(trend_names_the_commit_of_the_step),
        cmocka_unit_test(quiet_series_says_so),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
