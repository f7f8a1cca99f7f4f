/* SPDX-License-Identifier: Apache-2.0 */
#include "store/history_upkeep.h"

#include "history_file.h"

static struct history_file file;
static struct sample_run sample;

static int set_up(void **state)
{
    (void)state;
    history_file_init(&file);
    sample_run_init(&sample);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    sample_run_deinit(&sample);
    history_file_deinit(&file);
    return 0;
}

static int64_t add(struct tkg_history *history, const char *commit)
{
    struct tkg_error err = {.text = ""};
    int64_t run_id = 0;
    assert_status(add_sample_run(history, &sample, commit, &run_id, &err), TKG_OK, &err);
    return run_id;
}

static void alert_is_kept_raised_and_cleared(void **state)
{
    (void)state;
    struct tkg_error err = {.text = ""};
    struct tkg_history *history = history_file_open(&file);
    struct tkg_history_alert alert = {.time_unix_ns = 1,
                                      .source = "engine",
                                      .metric = "latency_p99",
                                      .value = 61.0,
                                      .threshold = 60.0,
                                      .is_raised = true};
    assert_status(tkg_history_add_alert(history, &alert, &err), TKG_OK, &err);
    alert.is_raised = false;
    alert.run_id = add(history, "a");
    assert_status(tkg_history_add_alert(history, &alert, &err), TKG_OK, &err);
    alert.run_id = 12345; /* no such run: a reference into nothing is refused */
    assert_int_equal(tkg_history_add_alert(history, &alert, &err), TKG_INPUT);
    assert_contains(err.text, "FOREIGN KEY");
    assert_sound(history);
    tkg_history_close(history);
}

static enum tkg_status count_samples(void *context, const struct tkg_history_sample *one,
                                     struct tkg_error *err)
{
    (void)one;
    (void)err;
    ++*(size_t *)context;
    return TKG_OK;
}

static void prune_takes_old_runs_and_all_that_is_theirs(void **state)
{
    (void)state;
    struct tkg_error err = {.text = ""};
    struct tkg_history *history = history_file_open(&file);
    size_t removed = 0;
    int64_t last = 0;
    for (int i = 0; i < 5; i++) {
        sample.record.start_unix_ns = SAMPLE_START_UNIX_NS + i * INT64_C(1000000000);
        last = add(history, "c");
    }
    assert_status(
        tkg_history_prune(history, SAMPLE_START_UNIX_NS + INT64_C(3000000000), &removed, &err),
        TKG_OK, &err);
    assert_int_equal(removed, 3);
    const struct entry_list *list = list_entries(history);
    assert_int_equal(list->count, 2);
    size_t sample_count = 0;
    assert_status(tkg_history_samples(history, 0, count_samples, &sample_count, &err), TKG_OK,
                  &err);
    assert_int_equal(sample_count, 2 * list->entries[0].sample_count);
    assert_status(tkg_history_prune(history, INT64_MAX, &removed, &err), TKG_OK, &err);
    assert_int_equal(removed, 2);
    assert_true(add(history, "c") > last); /* numbers are never given twice */
    assert_sound(history);
    tkg_history_close(history);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(alert_is_kept_raised_and_cleared, set_up, tear_down),
        cmocka_unit_test_setup_teardown(prune_takes_old_runs_and_all_that_is_theirs, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
