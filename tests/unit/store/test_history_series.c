/* SPDX-License-Identifier: Apache-2.0 */
#include "store/history_series.h"

#include "history_file.h"

static struct history_file file;
static struct sample_run sample;
static struct tkg_history *history;

static int set_up(void **state)
{
    (void)state;
    history_file_init(&file);
    history = history_file_open(&file);
    sample_run_init(&sample);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    tkg_history_close(history);
    sample_run_deinit(&sample);
    history_file_deinit(&file);
    return 0;
}

static void add(int second, const char *commit)
{
    struct tkg_error err = {.text = ""};
    int64_t run_id;
    sample.record.start_unix_ns = SAMPLE_START_UNIX_NS + second * INT64_C(1000000000);
    assert_status(add_sample_run(history, &sample, commit, &run_id, &err), TKG_OK, &err);
}

static struct tkg_history_series_list read_series(const struct tkg_history_question *question)
{
    struct tkg_error err = {.text = ""};
    struct tkg_history_series_list list;
    assert_status(tkg_history_series_read(history, question, &list, &err), TKG_OK, &err);
    return list;
}

static const struct tkg_history_question throughput = {.metric = "throughput",
                                                       .case_name = "replay/1M"};

static void series_is_in_order_of_time_and_of_ratios(void **state)
{
    (void)state;
    add(2, "c2");
    add(1, "c1");
    struct tkg_history_series_list list = read_series(&throughput);
    assert_int_equal(list.series_count, 1);
    assert_int_equal(list.series[0].point_count, 2);
    assert_string_equal(list.series[0].points[0].commit, "c1");
    assert_string_equal(list.series[0].points[1].commit, "c2");
    assert_string_equal(list.series[0].unit, "ratio");
    assert_string_equal(list.series[0].reference, "ruler/walk");
    tkg_history_series_deinit(&list);
}

static void plain_values_are_given_when_asked_for(void **state)
{
    (void)state;
    add(1, "c1");
    struct tkg_history_question question = throughput;
    question.is_absolute = true;
    struct tkg_history_series_list list = read_series(&question);
    assert_string_equal(list.series[0].unit, "ticks/s");
    assert_string_equal(list.series[0].reference, "");
    assert_true(list.series[0].points[0].value ==
                sample.summary.cases[2].estimates[TKG_METRIC_THROUGHPUT].value);
    tkg_history_series_deinit(&list);
}

/* row: T15 */
static void unlike_environments_are_never_in_one_series(void **state)
{
    (void)state;
    add(1, "c1");
    (void)snprintf(sample.fingerprint.hash, sizeof sample.fingerprint.hash, "fedcba9876543210");
    (void)snprintf(sample.fingerprint.cpu_model, sizeof sample.fingerprint.cpu_model, "another");
    add(2, "c2");
    add(3, "c3");
    struct tkg_history_series_list list = read_series(&throughput);
    assert_int_equal(list.series_count, 2);
    assert_int_equal(list.series[0].point_count, 1);
    assert_int_equal(list.series[1].point_count, 2);
    assert_string_equal(list.series[1].environment, "fedcba9876543210");
    tkg_history_series_deinit(&list);
}

static void other_work_is_another_series(void **state)
{
    (void)state;
    add(1, "c1");
    sample.record.seed = 43;
    add(2, "c2");
    (void)snprintf(sample.record.engine_name, sizeof sample.record.engine_name, "mine");
    add(3, "c3");
    struct tkg_history_series_list list = read_series(&throughput);
    assert_int_equal(list.series_count, 3);
    assert_contains(list.series[0].work, "seed 42");
    assert_contains(list.series[1].work, "seed 43");
    assert_string_equal(list.series[2].engine, "mine");
    tkg_history_series_deinit(&list);
    struct tkg_history_question question = throughput;
    question.engine = "mine";
    list = read_series(&question);
    assert_int_equal(list.series_count, 1);
    tkg_history_series_deinit(&list);
}

static void incomplete_runs_take_no_part(void **state)
{
    (void)state;
    add(1, "c1");
    sample.record.complete = false;
    add(2, "c2");
    struct tkg_history_series_list list = read_series(&throughput);
    assert_int_equal(list.series[0].point_count, 1);
    tkg_history_series_deinit(&list);
}

/* There, and of no use: not listed as if it could be had. */
static void runs_that_were_not_taken_are_told(void **state)
{
    (void)state;
    struct tkg_error err;
    struct tkg_history_series_list list;
    sample.record.complete = false;
    add(1, "c1");
    assert_int_equal(tkg_history_series_read(history, &throughput, &list, &err), TKG_NOTHING);
    assert_contains(err.text, "(1 run with it: incomplete, without a value); others are: none");
}

static void what_is_not_there_is_told_with_what_is(void **state)
{
    (void)state;
    struct tkg_error err;
    struct tkg_history_series_list list;
    struct tkg_history_question question = {.metric = "throughput", .case_name = "replay/5M"};
    add(1, "c1");
    assert_int_equal(tkg_history_series_read(history, &question, &list, &err), TKG_NOTHING);
    assert_contains(err.text, "has throughput of replay/5M; it has: replay/100K replay/10K");
    question.metric = "through'put";
    assert_int_equal(tkg_history_series_read(history, &question, &list, &err), TKG_NOTHING);
    assert_contains(err.text, "it has: ");
    assert_contains(err.text, " block_p50 ");
    assert_int_equal(list.series_count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(series_is_in_order_of_time_and_of_ratios, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(plain_values_are_given_when_asked_for, set_up, tear_down),
        cmocka_unit_test_setup_teardown(unlike_environments_are_never_in_one_series, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(other_work_is_another_series, set_up, tear_down),
        cmocka_unit_test_setup_teardown(incomplete_runs_take_no_part, set_up, tear_down),
        cmocka_unit_test_setup_teardown(runs_that_were_not_taken_are_told, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_not_there_is_told_with_what_is, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
