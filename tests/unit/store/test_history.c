/* SPDX-License-Identifier: Apache-2.0 */
#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>

#include "base/random.h"
#include "history_file.h"
#include "host/file.h"

static struct history_file file;

static int set_up(void **state)
{
    (void)state;
    history_file_init(&file);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    history_file_deinit(&file);
    return 0;
}

static void put(const char *bytes, size_t byte_count)
{
    struct tkg_error err = {.text = ""};
    assert_status(tkg_file_write(file.path, bytes, byte_count, &err), TKG_OK, &err);
}

static void assert_refused(enum tkg_status expected, const char *part)
{
    struct tkg_error err = {.text = ""};
    struct tkg_history *history = (struct tkg_history *)&err;
    assert_status(tkg_history_open(file.path, &history, &err), expected, &err);
    assert_null(history);
    assert_contains(err.text, part);
    assert_contains(err.text, file.path);
}

static void new_file_is_made_and_is_sound(void **state)
{
    (void)state;
    struct tkg_history *history = history_file_open(&file);
    assert_int_equal(list_entries(history)->count, 0);
    assert_sound(history);
    tkg_history_close(history);
    tkg_history_close(NULL);
}

static void file_to_be_read_must_be_there(void **state)
{
    (void)state;
    struct tkg_error err;
    struct tkg_history *history;
    assert_int_equal(tkg_history_open_existing(file.path, &history, &err), TKG_INPUT);
    assert_contains(err.text, "tickgate run --history FILE");
    assert_int_equal(access(file.path, F_OK), -1);
}

static void empty_path_is_refused(void **state)
{
    (void)state;
    struct tkg_error err;
    struct tkg_history *history;
    assert_int_equal(tkg_history_open("", &history, &err), TKG_USAGE);
    assert_string_equal(err.text, "the path of the history is empty; name a file");
}

/* SQLite would make a data base in memory of it, and lose what is written. */
static void memory_is_the_name_of_a_file_like_any_other(void **state)
{
    (void)state;
    struct tkg_error err = {.text = ""};
    struct tkg_history *history;
    char before[512];
    assert_non_null(getcwd(before, sizeof before));
    assert_int_equal(chdir(file.folder), 0);
    assert_status(tkg_history_open(":memory:", &history, &err), TKG_OK, &err);
    tkg_history_close(history);
    assert_int_equal(access("./:memory:", F_OK), 0);
    assert_int_equal(chdir(before), 0);
}

/* Neither is a URI, whose mode may say that nothing is kept. */
static void a_uri_is_the_name_of_a_file_like_any_other(void **state)
{
    (void)state;
    struct tkg_error err = {.text = ""};
    struct tkg_history *history;
    char before[512];
    assert_non_null(getcwd(before, sizeof before));
    assert_int_equal(chdir(file.folder), 0);
    assert_status(tkg_history_open("file:x?mode=memory", &history, &err), TKG_OK, &err);
    tkg_history_close(history);
    assert_int_equal(access("./file:x?mode=memory", F_OK), 0);
    assert_status(tkg_history_open("file:zz.db", &history, &err), TKG_OK, &err);
    tkg_history_close(history);
    assert_int_equal(access("./file:zz.db", F_OK), 0);
    assert_int_equal(access("./zz.db", F_OK), -1);
    assert_int_equal(chdir(before), 0);
}

/* Opens path for reading as somebody who may write neither the file nor its folder (root may
 * everything, and becomes nobody), and counts its runs. 100: refused, its text holds "log". */
static int read_without_rights(const char *folder, const char *path)
{
    int ended;
    const pid_t child = fork();
    if (child == 0) {
        struct tkg_history *history;
        struct tkg_error err = {.text = ""};
        if (chmod(folder, 0555) != 0 || (geteuid() == 0 && seteuid(65534) != 0)) {
            _exit(101);
        }
        if (tkg_history_open_reading(path, &history, &err) != TKG_OK) {
            _exit(strstr(err.text, "left a log beside it") ? 100 : 102);
        }
        const int count = (int)list_entries(history)->count;
        tkg_history_close(history);
        _exit(count);
    }
    assert_int_equal(waitpid(child, &ended, 0), child);
    assert_int_equal(chmod(folder, 0755), 0);
    return WIFEXITED(ended) ? WEXITSTATUS(ended) : -1;
}

static int count_files(const char *folder)
{
    int count = 0;
    DIR *listing = opendir(folder);
    assert_non_null(listing);
    while (readdir(listing)) {
        count++;
    }
    (void)closedir(listing);
    return count - 2;
}

static void reading_needs_no_right_to_write(void **state)
{
    (void)state;
    struct tkg_error err = {.text = ""};
    struct sample_run sample;
    int64_t run_id;
    char strange[128];
    sample_run_init(&sample);
    struct tkg_history *history = history_file_open(&file);
    assert_status(add_sample_run(history, &sample, "a", &run_id, &err), TKG_OK, &err);
    assert_int_equal(chmod(file.folder, 0755), 0);
    assert_int_equal(read_without_rights(file.folder, file.path), 1); /* beside a writer */
    tkg_history_close(history);
    assert_int_equal(count_files(file.folder), 1);
    assert_int_equal(read_without_rights(file.folder, file.path), 1); /* alone, without its log */
    assert_int_equal(count_files(file.folder), 1);
    (void)snprintf(strange, sizeof strange, "%s/100%% #1?mode=memory", file.folder);
    assert_int_equal(rename(file.path, strange), 0);
    assert_int_equal(read_without_rights(file.folder, strange), 1);
    sample_run_deinit(&sample);
}

/* What is in the log alone cannot be read, and without it the file is of another time. */
static void a_log_without_its_index_is_told(void **state)
{
    (void)state;
    int ended;
    char index[128];
    struct sample_run sample;
    sample_run_init(&sample);
    const pid_t child = fork();
    if (child == 0) { /* a writer that is killed */
        struct tkg_history *history;
        int64_t run_id;
        if (tkg_history_open(file.path, &history, NULL) == TKG_OK) {
            (void)add_sample_run(history, &sample, "a", &run_id, NULL);
        }
        _exit(0);
    }
    assert_int_equal(waitpid(child, &ended, 0), child);
    (void)snprintf(index, sizeof index, "%s-shm", file.path);
    assert_int_equal(unlink(index), 0);
    assert_int_equal(chmod(file.folder, 0755), 0);
    assert_int_equal(read_without_rights(file.folder, file.path), 100);
    sample_run_deinit(&sample);
}

static void text_file_is_refused_and_left_as_it_is(void **state)
{
    (void)state;
    char *bytes;
    size_t byte_count;
    static const char text[] =
        "schema: tickgate.targets/1\nname: mine, and some more text to read\n";
    put(text, sizeof text - 1);
    assert_refused(TKG_INPUT, "is no history (not a SQLite file)");
    assert_int_equal(tkg_file_read(file.path, 1000, &bytes, &byte_count, NULL), TKG_OK);
    assert_string_equal(bytes, text);
    free(bytes);
}

static void sqlite_file_of_another_program_is_refused_and_left_as_it_is(void **state)
{
    (void)state;
    char *before, *after;
    size_t before_count, after_count;
    sqlite3 *other;
    assert_int_equal(sqlite3_open(file.path, &other), SQLITE_OK);
    assert_int_equal(sqlite3_exec(other, "CREATE TABLE bookmarks (url)", NULL, NULL, NULL),
                     SQLITE_OK);
    assert_int_equal(sqlite3_close(other), SQLITE_OK);
    assert_int_equal(tkg_file_read(file.path, 1 << 20, &before, &before_count, NULL), TKG_OK);
    assert_refused(TKG_INPUT, "is a SQLite file of another program");
    assert_int_equal(tkg_file_read(file.path, 1 << 20, &after, &after_count, NULL), TKG_OK);
    assert_int_equal(before_count, after_count);
    assert_memory_equal(before, after, before_count);
    free(before);
    free(after);
}

static void file_of_a_newer_tickgate_is_refused(void **state)
{
    (void)state;
    sqlite3 *newer;
    tkg_history_close(history_file_open(&file));
    assert_int_equal(sqlite3_open(file.path, &newer), SQLITE_OK);
    assert_int_equal(sqlite3_exec(newer, "PRAGMA user_version = 99", NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_close(newer), SQLITE_OK);
    assert_refused(TKG_INPUT, "has version 99, this tickgate knows versions up to 3");
}

/* Twenty runs, then random bytes over the second half of the file. */
static void damaged_file_is_told_with_what_to_do(void **state)
{
    (void)state;
    struct tkg_error err = {.text = ""};
    struct sample_run sample;
    struct tkg_history *history = history_file_open(&file);
    struct tkg_random random = {1};
    int64_t run_id;
    sample_run_init(&sample);
    for (int i = 0; i < 20; i++) {
        assert_status(add_sample_run(history, &sample, "c", &run_id, &err), TKG_OK, &err);
    }
    tkg_history_close(history);
    sample_run_deinit(&sample);
    struct stat info;
    assert_int_equal(stat(file.path, &info), 0);
    const int fd = open(file.path, O_WRONLY);
    assert_true(fd >= 0);
    for (off_t at = info.st_size / 2; at + 8 <= info.st_size; at += 8) {
        const uint64_t noise = tkg_random_next(&random);
        assert_int_equal(pwrite(fd, &noise, 8, at), 8);
    }
    assert_int_equal(close(fd), 0);
    history = history_file_open(&file); /* the head is sound */
    assert_int_equal(tkg_history_check(history, &err), TKG_INPUT);
    assert_contains(err.text, "is damaged: ");
    assert_contains(err.text, "sqlite3 FILE .recover | sqlite3 NEW");
    tkg_history_close(history);
}

static void tables_that_are_missing_are_told_as_damage(void **state)
{
    (void)state;
    struct tkg_error err;
    static struct entry_list list;
    sqlite3 *other;
    tkg_history_close(history_file_open(&file));
    assert_int_equal(sqlite3_open(file.path, &other), SQLITE_OK);
    assert_int_equal(sqlite3_exec(other, "DROP TABLE samples", NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_close(other), SQLITE_OK);
    struct tkg_history *history = history_file_open(&file);
    assert_int_equal(tkg_history_entries(history, NULL, 10, keep_entry, &list, &err), TKG_INPUT);
    assert_contains(err.text, "is damaged: no such table: samples");
    tkg_history_close(history);
}

static void folder_that_does_not_exist_is_told(void **state)
{
    (void)state;
    struct tkg_error err;
    struct tkg_history *history;
    assert_int_equal(tkg_history_open("/nonexistent/history.db", &history, &err), TKG_OUTPUT);
    assert_contains(err.text, "check that its folder exists");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(new_file_is_made_and_is_sound, set_up, tear_down),
        cmocka_unit_test_setup_teardown(file_to_be_read_must_be_there, set_up, tear_down),
        cmocka_unit_test(empty_path_is_refused),
        cmocka_unit_test_setup_teardown(a_uri_is_the_name_of_a_file_like_any_other, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(reading_needs_no_right_to_write, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_log_without_its_index_is_told, set_up, tear_down),
        cmocka_unit_test_setup_teardown(memory_is_the_name_of_a_file_like_any_other, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(text_file_is_refused_and_left_as_it_is, set_up, tear_down),
        cmocka_unit_test_setup_teardown(sqlite_file_of_another_program_is_refused_and_left_as_it_is,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(file_of_a_newer_tickgate_is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(damaged_file_is_told_with_what_to_do, set_up, tear_down),
        cmocka_unit_test_setup_teardown(tables_that_are_missing_are_told_as_damage, set_up,
                                        tear_down),
        cmocka_unit_test(folder_that_does_not_exist_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
