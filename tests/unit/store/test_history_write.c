/* SPDX-License-Identifier: Apache-2.0 */
#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>

#include "history_file.h"
#include "sample/alert_row.h"
#include "store/history_statement.h"

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

/* Samples of the made-up run: counted from its summary, not from the store. */
static size_t count_estimates(void)
{
    size_t count = 0;
    for (size_t i = 0; i < sample.summary.case_count; i++) {
        for (int metric = 0; metric < TKG_METRIC_COUNT; metric++) {
            count += sample.summary.cases[i].estimates[metric].count > 0;
        }
    }
    return count;
}

struct found {
    struct tkg_history_sample throughput, paced;
    size_t count;
};

static enum tkg_status look_at(void *context, const struct tkg_history_sample *one,
                               struct tkg_error *err)
{
    struct found *found = context;
    (void)err;
    found->count++;
    if (strcmp(one->case_name, "replay/1M") == 0 && strcmp(one->metric, "throughput") == 0) {
        found->throughput = *one;
    }
    if (strcmp(one->case_name, "paced/100K") == 0 && strcmp(one->metric, "response_p50") == 0) {
        found->paced = *one;
    }
    return TKG_OK;
}

static void run_comes_back_as_it_went_in(void **state)
{
    (void)state;
    struct tkg_error err = {.text = ""};
    struct tkg_history *history = history_file_open(&file);
    struct found found = {.count = 0};
    const int64_t run_id = add(history, "3f9c1ab");
    const struct entry_list *list = list_entries(history);
    assert_int_equal(list->count, 1);
    const struct tkg_history_entry *entry = &list->entries[0];
    assert_int_equal(entry->id, run_id);
    assert_string_equal(entry->kind, "run");
    assert_string_equal(entry->commit, "3f9c1ab");
    assert_string_equal(entry->branch, "main");
    assert_string_equal(entry->label, "nightly");
    assert_string_equal(entry->engine, "reference");
    assert_string_equal(entry->environment, sample.fingerprint.hash);
    assert_true(entry->start_unix_ns == SAMPLE_START_UNIX_NS);
    assert_int_equal(entry->sample_count, count_estimates());
    assert_int_equal(entry->verdict_count, SAMPLE_TARGETS);
    assert_int_equal(entry->failed_count, 1);
    assert_status(tkg_history_samples(history, run_id, look_at, &found, &err), TKG_OK, &err);
    assert_int_equal(found.count, count_estimates());
    const struct tkg_estimate *estimate = &sample.summary.cases[2].estimates[TKG_METRIC_THROUGHPUT];
    assert_true(found.throughput.value == estimate->value);
    assert_true(found.throughput.low == estimate->low);
    assert_true(found.throughput.high == estimate->high);
    assert_int_equal(found.throughput.count, estimate->count);
    assert_string_equal(found.throughput.unit, "ticks/s");
    tkg_history_close(history);
}

/* Throughput of 1M over that of ruler/walk, both from the table of sample_run.h. */
static void rate_has_its_ratio_to_the_ruler_of_the_run(void **state)
{
    (void)state;
    struct tkg_error err = {.text = ""};
    struct tkg_history *history = history_file_open(&file);
    struct found found = {.count = 0};
    const int64_t run_id = add(history, "c");
    assert_status(tkg_history_samples(history, run_id, look_at, &found, &err), TKG_OK, &err);
    const struct tkg_estimate expected = tkg_summary_ratio(
        sample.summary.cases[2].source, TKG_METRIC_THROUGHPUT,
        tkg_run_record_find_case(&sample.record, "ruler/walk"), TKG_METRIC_THROUGHPUT);
    assert_number(expected.value);
    assert_true(found.throughput.ratio == expected.value);
    assert_string_equal(found.throughput.ruler, "ruler/walk");
    assert_nan(found.paced.ratio); /* a paced replay waits for the clock, not for the machine */
    assert_string_equal(found.paced.ruler, "");
    tkg_history_close(history);
}

/* All that was measured was disturbed: that is kept, without a value, and is not a metric that was
 * never measured. */
static void samples_that_were_all_flagged_are_kept(void **state)
{
    (void)state;
    struct tkg_error err = {.text = ""};
    struct tkg_history *history = history_file_open(&file);
    struct tkg_statement statement;
    bool has_row = false;
    const size_t before = count_estimates();
    sample.summary.cases[3].estimates[TKG_METRIC_RESPONSE_P50] = sample_estimate_without_value(0);
    sample.summary.cases[3].estimates[TKG_METRIC_RESPONSE_P50].invalid_count = SAMPLE_ROUNDS;
    (void)add(history, "c");
    assert_int_equal(list_entries(history)->entries[0].sample_count, before);
    assert_status(tkg_statement_open(&statement, history,
                                     "SELECT count, invalid_count, value IS NULL FROM samples"
                                     " WHERE case_name = 'paced/100K' AND metric = 'response_p50'",
                                     &err),
                  TKG_OK, &err);
    assert_status(tkg_statement_next(&statement, &has_row, &err), TKG_OK, &err);
    assert_true(has_row);
    assert_int_equal(tkg_statement_get_whole(&statement, 0), 0);
    assert_int_equal(tkg_statement_get_whole(&statement, 1), SAMPLE_ROUNDS);
    assert_int_equal(tkg_statement_get_whole(&statement, 2), 1);
    tkg_statement_close(&statement);
    tkg_history_close(history);
}

static void equal_environments_are_kept_once(void **state)
{
    (void)state;
    struct tkg_error err = {.text = ""};
    struct tkg_history *history = history_file_open(&file);
    struct tkg_text one = {0}, other = {0};
    const int64_t first = add(history, "a");
    (void)add(history, "b");
    (void)snprintf(sample.fingerprint.microcode, sizeof sample.fingerprint.microcode, "0xb000");
    const int64_t third = add(history, "c");
    assert_status(tkg_history_facts(history, first, &one, &err), TKG_OK, &err);
    assert_status(tkg_history_facts(history, third, &other, &err), TKG_OK, &err);
    assert_contains(tkg_text_borrow(&one), "cpu_model: AMD EPYC 7B13\n");
    assert_null(strstr(tkg_text_borrow(&one), "microcode: 0xb000"));
    assert_contains(tkg_text_borrow(&other), "microcode: 0xb000\n");
    tkg_text_deinit(&one);
    tkg_text_deinit(&other);
    tkg_history_close(history);
}

static void alerts_of_a_run_are_kept_with_it(void **state)
{
    (void)state;
    struct tkg_error err = {.text = ""};
    struct tkg_history *history = history_file_open(&file);
    struct tkg_statement statement;
    bool has_row = false;
    const struct tkg_alert_row row = {.metric = "rss",
                                      .case_name = "replay/1M",
                                      .raised = true,
                                      .value = 6e8,
                                      .threshold = 5e8,
                                      .unix_ns = 7};
    assert_true(tkg_run_record_add_alert(&sample.record, &row));
    const int64_t run_id = add(history, "c");
    assert_status(tkg_statement_open(&statement, history,
                                     "SELECT run_id, source, threshold, raised FROM alerts", &err),
                  TKG_OK, &err);
    assert_status(tkg_statement_next(&statement, &has_row, &err), TKG_OK, &err);
    assert_true(has_row);
    assert_true(tkg_statement_get_whole(&statement, 0) == run_id);
    char source[32];
    tkg_statement_get_text(&statement, 1, source, sizeof source);
    assert_string_equal(source, "replay/1M");
    assert_true(tkg_statement_get_real(&statement, 2) == 5e8);
    assert_int_equal(tkg_statement_get_whole(&statement, 3), 1);
    tkg_statement_close(&statement);
    tkg_history_close(history);
}

static void names_full_of_traps_are_data(void **state)
{
    (void)state;
    struct tkg_history *history = history_file_open(&file);
    static const char *const names[] = {
        "'); DROP TABLE runs; --",
        "\"; DELETE FROM samples; --",
        "`id`$(id)",
        "a\tb\nc\x1b[31m",
        "%s%n%d",
        "\xff\xfe not UTF-8",
        "ünïcödé \xe2\x80\xae",
    };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        (void)snprintf(sample.record.cases[0].name, sizeof sample.record.cases[0].name, "%s",
                       names[i]);
        (void)snprintf(sample.record.engine_name, sizeof sample.record.engine_name, "%s", names[i]);
        (void)add(history, names[i]);
    }
    const struct entry_list *list = list_entries(history);
    assert_int_equal(list->count, sizeof names / sizeof names[0]);
    for (size_t i = 0; i < list->count; i++) {
        assert_string_equal(list->entries[i].commit, names[i]);
        assert_string_equal(list->entries[i].engine, names[i]);
        assert_int_equal(list->entries[i].sample_count, count_estimates());
    }
    assert_sound(history);
    tkg_history_close(history);
}

/* Eight processes open a file that is not there yet and write twenty runs each, all at once. */
static void processes_that_write_at_once_lose_nothing(void **state)
{
    (void)state;
    enum { WRITERS = 8, RUNS = 20 };
    pid_t writers[WRITERS];
    for (int w = 0; w < WRITERS; w++) {
        writers[w] = fork();
        assert_true(writers[w] >= 0);
        if (writers[w] == 0) {
            struct tkg_history *history;
            int64_t run_id;
            bool is_good = tkg_history_open(file.path, &history, NULL) == TKG_OK;
            for (int i = 0; i < RUNS && is_good; i++) {
                char commit[32];
                (void)snprintf(commit, sizeof commit, "%d.%d", w, i);
                is_good = add_sample_run(history, &sample, commit, &run_id, NULL) == TKG_OK;
            }
            tkg_history_close(is_good ? history : NULL);
            _exit(is_good ? 0 : 1);
        }
    }
    for (int w = 0; w < WRITERS; w++) {
        int status = -1;
        assert_int_equal(waitpid(writers[w], &status, 0), writers[w]);
        assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    }
    struct tkg_history *history = history_file_open(&file);
    const struct entry_list *list = list_entries(history);
    assert_int_equal(list->count, WRITERS * RUNS);
    for (size_t i = 0; i < list->count; i++) {
        assert_int_equal(list->entries[i].sample_count, count_estimates());
        for (size_t k = 0; k < i; k++) {
            assert_string_not_equal(list->entries[i].commit, list->entries[k].commit);
        }
    }
    assert_sound(history);
    tkg_history_close(history);
}

/* Writes until the limit of file sizes of this process is met; what was kept before must stay. */
static _Noreturn void write_into_limit(size_t limit_bytes)
{
    struct tkg_error err = {.text = ""};
    struct tkg_history *history;
    int64_t run_id;
    const struct rlimit limit = {limit_bytes, limit_bytes};
    bool is_good = tkg_history_open(file.path, &history, &err) == TKG_OK &&
                   setrlimit(RLIMIT_FSIZE, &limit) == 0;
    enum tkg_status status = TKG_OK;
    for (int i = 0; i < 1000 && is_good && status == TKG_OK; i++) {
        status = add_sample_run(history, &sample, "full", &run_id, &err);
    }
    is_good = is_good && status == TKG_OUTPUT && strstr(err.text, "what it held is unchanged") &&
              strstr(err.text, "the limit of file sizes (ulimit -f)");
    _exit(is_good ? 0 : 1);
}

static void limit_of_file_sizes_gives_an_error_and_keeps_the_old_runs(void **state)
{
    (void)state;
    struct tkg_history *history = history_file_open(&file);
    for (int i = 0; i < 3; i++) {
        (void)add(history, "before");
    }
    tkg_history_close(history);
    const pid_t writer = fork();
    assert_true(writer >= 0);
    if (writer == 0) {
        write_into_limit(400000);
    }
    int status = -1;
    assert_int_equal(waitpid(writer, &status, 0), writer);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
    history = history_file_open(&file);
    const struct entry_list *list = list_entries(history);
    assert_true(list->count >= 3);
    for (size_t i = 0; i < list->count; i++) {
        assert_string_equal(list->entries[i].commit, i < 3 ? "before" : "full");
        assert_int_equal(list->entries[i].sample_count, count_estimates());
    }
    assert_sound(history);
    (void)add(history, "after");
    tkg_history_close(history);
}

enum { UNAVAILABLE = 77 };

/* In a mount name space of its own: a file system of 400 KB. */
static _Noreturn void write_into_small_disk(void)
{
    struct tkg_error err = {.text = ""};
    struct tkg_history *history = NULL;
    int64_t run_id;
    if (unshare(CLONE_NEWNS) != 0 || mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0 ||
        mount("tmpfs", file.folder, "tmpfs", 0, "size=400k") != 0) {
        _exit(UNAVAILABLE);
    }
    enum tkg_status status = tkg_history_open(file.path, &history, &err);
    size_t kept = 0;
    while (kept < 1000 && status == TKG_OK) {
        status = add_sample_run(history, &sample, "full", &run_id, &err);
        kept += status == TKG_OK;
    }
    bool is_good = history && kept > 0 && status == TKG_OUTPUT &&
                   strstr(err.text, "what it held is unchanged") != NULL &&
                   strstr(err.text, "free some space") != NULL;
    tkg_history_close(is_good ? history : NULL);
    is_good = is_good && tkg_history_open(file.path, &history, &err) == TKG_OK &&
              list_entries(history)->count == kept && tkg_history_check(history, &err) == TKG_OK;
    _exit(is_good ? 0 : 1);
}

static void full_disk_gives_an_error_and_keeps_the_old_runs(void **state)
{
    (void)state;
    int status = -1;
    const pid_t writer = fork();
    assert_true(writer >= 0);
    if (writer == 0) {
        write_into_small_disk();
    }
    assert_int_equal(waitpid(writer, &status, 0), writer);
    assert_true(WIFEXITED(status));
    if (WEXITSTATUS(status) == UNAVAILABLE) {
        print_message("unavailable here: mounting needs root\n");
        skip();
    }
    assert_int_equal(WEXITSTATUS(status), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(run_comes_back_as_it_went_in, set_up, tear_down),
        cmocka_unit_test_setup_teardown(rate_has_its_ratio_to_the_ruler_of_the_run, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(samples_that_were_all_flagged_are_kept, set_up, tear_down),
        cmocka_unit_test_setup_teardown(equal_environments_are_kept_once, set_up, tear_down),
        cmocka_unit_test_setup_teardown(alerts_of_a_run_are_kept_with_it, set_up, tear_down),
        cmocka_unit_test_setup_teardown(names_full_of_traps_are_data, set_up, tear_down),
        cmocka_unit_test_setup_teardown(processes_that_write_at_once_lose_nothing, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(full_disk_gives_an_error_and_keeps_the_old_runs, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(limit_of_file_sizes_gives_an_error_and_keeps_the_old_runs,
                                        set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
