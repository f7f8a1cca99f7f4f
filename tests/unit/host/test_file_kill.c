/* SPDX-License-Identifier: Apache-2.0
 *
 * kill -9 in the middle of writing a file: the old content or the new one, never half of either.
 */
#include "host/file.h"

#include <dirent.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/random.h"
#include "cmocka_all.h"

enum { KILLS = 200, FILE_BYTES = 300000 };

static char folder[64], path[96];

static int set_up(void **state)
{
    (void)state;
    (void)snprintf(folder, sizeof folder, "/tmp/tkg_file_kill_XXXXXX");
    assert_non_null(mkdtemp(folder));
    (void)snprintf(path, sizeof path, "%s/results.json", folder);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    DIR *listing = opendir(folder);
    for (struct dirent *entry = readdir(listing); entry; entry = readdir(listing)) {
        char name[384];
        (void)snprintf(name, sizeof name, "%s/%s", folder, entry->d_name);
        (void)unlink(name);
    }
    (void)closedir(listing);
    return rmdir(folder);
}

static _Noreturn void write_for_ever(void)
{
    static char bytes[FILE_BYTES];
    for (char letter = 'a';; letter = letter == 'z' ? 'a' : (char)(letter + 1)) {
        memset(bytes, letter, sizeof bytes);
        if (tkg_file_write(path, bytes, sizeof bytes, NULL) != TKG_OK) {
            _exit(1);
        }
    }
}

static void assert_whole(void)
{
    char *bytes;
    size_t byte_count;
    struct tkg_error err = {.text = ""};
    assert_status(tkg_file_read(path, 1 << 20, &bytes, &byte_count, &err), TKG_OK, &err);
    assert_int_equal(byte_count, FILE_BYTES);
    for (size_t i = 1; i < byte_count; i++) {
        if (bytes[i] != bytes[0]) {
            fail_msg("byte %zu is '%c', the first is '%c'", i, bytes[i], bytes[0]);
        }
    }
    free(bytes);
}

static int count_entries(void)
{
    int count = 0;
    DIR *listing = opendir(folder);
    assert_non_null(listing);
    for (struct dirent *entry = readdir(listing); entry; entry = readdir(listing)) {
        count += strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
    }
    (void)closedir(listing);
    return count;
}

/* Seeded moments of 0 to 6 ms after the start. */
static void killed_writer_leaves_a_whole_file(void **state)
{
    (void)state;
    struct tkg_random random = {9};
    static char first[FILE_BYTES];
    memset(first, 'A', sizeof first);
    assert_int_equal(tkg_file_write(path, first, sizeof first, NULL), TKG_OK);
    for (int i = 0; i < KILLS; i++) {
        const pid_t writer = fork();
        assert_true(writer >= 0);
        if (writer == 0) {
            write_for_ever();
        }
        const struct timespec time = {.tv_nsec = (long)tkg_random_below(&random, 6000000)};
        (void)nanosleep(&time, NULL);
        assert_int_equal(kill(writer, SIGKILL), 0);
        assert_int_equal(waitpid(writer, NULL, 0), writer);
        assert_whole();
    }
    char *bytes;
    size_t byte_count;
    assert_int_equal(tkg_file_read(path, 1 << 20, &bytes, &byte_count, NULL), TKG_OK);
    assert_true(bytes[0] != 'A'); /* else nobody came to write, and nothing was shown */
    free(bytes);
    assert_status(tkg_file_write(path, first, sizeof first, NULL), TKG_OK, NULL);
    assert_int_equal(count_entries(), 1); /* what the killed ones left is gone */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(killed_writer_leaves_a_whole_file, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
