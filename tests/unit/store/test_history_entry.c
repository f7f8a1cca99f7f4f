/* SPDX-License-Identifier: Apache-2.0 */
#include "store/history_entry.h"

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

static const struct tkg_entry_row row = {.kind = "run",
                                         .engine = "e",
                                         .baseline = "",
                                         .work = "w",
                                         .is_complete = true,
                                         .steal_share = NAN,
                                         .load_1min = NAN};

static void entry_that_fails_leaves_nothing(void **state)
{
    (void)state;
    struct tkg_error err = {.text = ""};
    struct tkg_history *history = history_file_open(&file);
    const struct tkg_history_origin origin = origin_of("c");
    int64_t run_id = 0;
    const struct tkg_verdict_row verdict = {
        .case_name = "a", .metric = "m", .unit = "", .outcome = "pass"};
    assert_status(tkg_entry_begin(history, &origin, &row, &sample.fingerprint, &run_id, &err),
                  TKG_OK, &err);
    assert_status(tkg_entry_add_verdict(history, run_id, &verdict, &err), TKG_OK, &err);
    enum tkg_status status = tkg_entry_add_verdict(history, run_id, &verdict, &err);
    assert_int_equal(status, TKG_INPUT); /* the position is taken */
    assert_int_equal(tkg_entry_end(history, status, &err), TKG_INPUT);
    assert_contains(err.text, "UNIQUE");
    assert_int_equal(list_entries(history)->count, 0);
    tkg_history_close(history);
}

static void entry_is_kept_when_it_ends_well(void **state)
{
    (void)state;
    struct tkg_error err = {.text = ""};
    struct tkg_history *history = history_file_open(&file);
    const struct tkg_history_origin origin = origin_of("c");
    const struct tkg_sample_row one = {.case_name = "a", .metric = "m", .unit = "", .ruler = ""};
    int64_t run_id = 0;
    assert_status(tkg_entry_begin(history, &origin, &row, &sample.fingerprint, &run_id, &err),
                  TKG_OK, &err);
    assert_status(tkg_entry_add_sample(history, run_id, &one, &err), TKG_OK, &err);
    assert_status(tkg_entry_end(history, TKG_OK, &err), TKG_OK, &err);
    const struct entry_list *list = list_entries(history);
    assert_int_equal(list->count, 1);
    assert_int_equal(list->entries[0].sample_count, 1);
    assert_nan(list->entries[0].load_1min);
    tkg_history_close(history);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(entry_that_fails_leaves_nothing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(entry_is_kept_when_it_ends_well, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
