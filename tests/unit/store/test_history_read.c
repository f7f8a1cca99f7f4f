/* SPDX-License-Identifier: Apache-2.0 */
#include "store/history_read.h"

#include "history_file.h"

static struct history_file file;
static struct sample_run sample;
static struct tkg_history *history;

/* Five runs c0 to c4, a second apart; the odd ones on another branch. */
static int set_up(void **state)
{
    (void)state;
    struct tkg_error err = {.text = ""};
    history_file_init(&file);
    history = history_file_open(&file);
    sample_run_init(&sample);
    for (int i = 0; i < 5; i++) {
        char commit[8];
        int64_t run_id;
        (void)snprintf(commit, sizeof commit, "c%d", i);
        struct tkg_history_origin origin = origin_of(commit);
        origin.branch = i % 2 ? "topic" : "main";
        sample.record.start_unix_ns = SAMPLE_START_UNIX_NS + i * INT64_C(1000000000);
        const struct tkg_history_run run = {&sample.record, &sample.summary, &sample.verdicts,
                                            &sample.fingerprint};
        assert_status(tkg_history_add_run(history, &origin, &run, &run_id, &err), TKG_OK, &err);
    }
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

static void newest_runs_come_oldest_first(void **state)
{
    (void)state;
    static struct entry_list list;
    struct tkg_error err = {.text = ""};
    list.count = 0;
    assert_status(tkg_history_entries(history, NULL, 3, keep_entry, &list, &err), TKG_OK, &err);
    assert_int_equal(list.count, 3);
    assert_string_equal(list.entries[0].commit, "c2");
    assert_string_equal(list.entries[2].commit, "c4");
}

static void branch_is_chosen_before_the_newest(void **state)
{
    (void)state;
    static struct entry_list list;
    struct tkg_error err = {.text = ""};
    list.count = 0;
    assert_status(tkg_history_entries(history, "topic", 10, keep_entry, &list, &err), TKG_OK, &err);
    assert_int_equal(list.count, 2);
    assert_string_equal(list.entries[0].commit, "c1");
    assert_string_equal(list.entries[1].commit, "c3");
}

static enum tkg_status stop(void *context, const struct tkg_history_entry *entry,
                            struct tkg_error *err)
{
    (void)entry;
    ++*(int *)context;
    return tkg_fail(err, TKG_INTERRUPTED, "enough");
}

static void visitor_ends_the_visit(void **state)
{
    (void)state;
    struct tkg_error err;
    int calls = 0;
    assert_int_equal(tkg_history_entries(history, NULL, 10, stop, &calls, &err), TKG_INTERRUPTED);
    assert_int_equal(calls, 1);
    assert_string_equal(err.text, "enough");
}

static void unknown_run_is_told(void **state)
{
    (void)state;
    struct tkg_error err;
    struct tkg_history_entry entry;
    assert_int_equal(tkg_history_entry(history, 77, &entry, &err), TKG_INPUT);
    assert_contains(err.text, "has no run 77; tickgate history list");
}

static enum tkg_status count_outcomes(void *context, const struct tkg_history_verdict *verdict,
                                      struct tkg_error *err)
{
    size_t *counts = context;
    (void)err;
    for (int outcome = 0; outcome < TKG_OUTCOME_COUNT; outcome++) {
        counts[outcome] +=
            strcmp(verdict->outcome, tkg_outcome_name((enum tkg_outcome)outcome)) == 0;
    }
    return TKG_OK;
}

static void verdicts_are_those_of_the_run(void **state)
{
    (void)state;
    struct tkg_error err = {.text = ""};
    size_t counts[TKG_OUTCOME_COUNT] = {0};
    assert_status(tkg_history_verdicts(history, 3, count_outcomes, counts, &err), TKG_OK, &err);
    for (int outcome = 0; outcome < TKG_OUTCOME_COUNT; outcome++) {
        assert_int_equal(counts[outcome], sample.verdicts.counts[outcome]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(newest_runs_come_oldest_first),
        cmocka_unit_test(branch_is_chosen_before_the_newest),
        cmocka_unit_test(visitor_ends_the_visit),
        cmocka_unit_test(unknown_run_is_told),
        cmocka_unit_test(verdicts_are_those_of_the_run),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
