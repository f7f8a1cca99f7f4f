/* SPDX-License-Identifier: Apache-2.0 */
#include <dirent.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "host/file.h"
#include "host/scratch.h"

static char folder[64];
static struct tkg_scratch scratch;
static struct tkg_error err;

static int set_up(void **state)
{
    (void)state;
    (void)snprintf(folder, sizeof(folder), "/tmp/tkg_scratch_XXXXXX");
    return mkdtemp(folder) && tkg_scratch_init(&scratch, folder, &err) == TKG_OK ? 0 : -1;
}

static int entry_count(const char *path)
{
    int count = 0;
    DIR *listing = opendir(path);
    for (struct dirent *entry = listing ? readdir(listing) : NULL; entry;
         entry = readdir(listing)) {
        count += entry->d_name[0] != '.' || strlen(entry->d_name) > 2;
    }
    if (listing) {
        (void)closedir(listing);
    }
    return count;
}

static void remove_from_folder(const char *name)
{
    char path[128];
    (void)snprintf(path, sizeof(path), "%s/%s", folder, name);
    (void)remove(path);
}

/* Whatever a test did, nothing but its own files may be left. */
static int tear_down(void **state)
{
    (void)state;
    tkg_scratch_deinit(&scratch);
    remove_from_folder("a");
    remove_from_folder("b");
    remove_from_folder("taken/in");
    remove_from_folder("taken");
    return rmdir(folder);
}

static void put(const char *where, const char *name, const char *text)
{
    char path[PATH_MAX + 64];
    (void)snprintf(path, sizeof(path), "%s/%s", where, name);
    assert_int_equal(tkg_file_write(path, text, strlen(text), &err), TKG_OK);
}

static void assert_folder_holds(const char *name, const char *expected)
{
    char path[128], *bytes = NULL;
    size_t byte_count = 0;
    (void)snprintf(path, sizeof(path), "%s/%s", folder, name);
    assert_int_equal(tkg_file_read(path, 100, &bytes, &byte_count, &err), TKG_OK);
    assert_string_equal(bytes, expected);
    free(bytes);
}

static void files_come_out_over_old_ones(void **state)
{
    (void)state;
    put(folder, "a", "old");
    put(scratch.path, "a", "new");
    put(scratch.path, "b", "more");
    assert_folder_holds("a", "old");
    assert_int_equal(tkg_scratch_publish(&scratch, &err), TKG_OK);
    assert_folder_holds("a", "new");
    assert_folder_holds("b", "more");
    assert_int_equal(entry_count(scratch.path), 0);
}

static void what_is_not_published_vanishes(void **state)
{
    (void)state;
    put(scratch.path, "a", "half");
    assert_int_equal(entry_count(folder), 1); /* the private folder */
    tkg_scratch_deinit(&scratch);
    assert_int_equal(entry_count(folder), 0);
    tkg_scratch_deinit(&scratch); /* again: nothing to do */
}

static void two_in_one_folder_do_not_meet(void **state)
{
    (void)state;
    struct tkg_scratch other;
    assert_int_equal(tkg_scratch_init(&other, folder, &err), TKG_OK);
    assert_string_not_equal(other.path, scratch.path);
    put(scratch.path, "a", "first");
    put(other.path, "a", "second");
    assert_int_equal(tkg_scratch_publish(&scratch, &err), TKG_OK);
    assert_folder_holds("a", "first");
    assert_int_equal(tkg_scratch_publish(&other, &err), TKG_OK);
    assert_folder_holds("a", "second");
    tkg_scratch_deinit(&other);
}

static void a_folder_of_a_killed_process_is_removed_and_that_of_a_living_one_is_not(void **state)
{
    (void)state;
    struct tkg_scratch later;
    char killed[128];
    (void)snprintf(killed, sizeof(killed), "%s/.tickgate-held-a1B2c3", folder);
    assert_int_equal(mkdir(killed, 0700), 0);
    put(killed, "half", "x");
    assert_int_equal(tkg_scratch_init(&later, folder, &err), TKG_OK);
    assert_int_equal(access(killed, F_OK), -1);
    assert_int_equal(access(scratch.path, F_OK), 0);
    tkg_scratch_deinit(&later);
    assert_int_equal(entry_count(folder), 1);
}

static void what_only_looks_alike_stays(void **state)
{
    (void)state;
    struct tkg_scratch later;
    put(folder, ".tickgate-held-longer.txt", "a user's");
    put(folder, ".tickgate-held-a1B2c3", "a file");
    assert_int_equal(tkg_scratch_init(&later, folder, &err), TKG_OK);
    assert_folder_holds(".tickgate-held-longer.txt", "a user's");
    assert_folder_holds(".tickgate-held-a1B2c3", "a file");
    tkg_scratch_deinit(&later);
    remove_from_folder(".tickgate-held-longer.txt");
    remove_from_folder(".tickgate-held-a1B2c3");
}

static void a_folder_in_the_place_of_a_file_is_named_and_the_rest_moved(void **state)
{
    (void)state;
    char path[128], expected[256];
    (void)snprintf(path, sizeof(path), "%s/taken", folder);
    assert_int_equal(mkdir(path, 0700), 0);
    put(folder, "taken/in", "x");
    put(scratch.path, "a", "moved");
    put(scratch.path, "b", "moved");
    put(scratch.path, "taken", "stays");
    assert_int_equal(tkg_scratch_publish(&scratch, &err), TKG_OUTPUT);
    (void)snprintf(expected, sizeof(expected),
                   "cannot write '%s/taken': Is a directory; remove what is in its place, or "
                   "choose another folder",
                   folder);
    assert_string_equal(err.text, expected);
    assert_folder_holds("a", "moved");
    assert_folder_holds("b", "moved");
}

static void a_folder_that_is_not_there_is_named(void **state)
{
    (void)state;
    struct tkg_scratch none;
    char path[5000];
    assert_int_equal(tkg_scratch_init(&none, "/no/such/folder", &err), TKG_OUTPUT);
    assert_string_equal(err.text, "cannot write into the folder '/no/such/folder': No such file or "
                                  "directory; check its path and permissions");
    tkg_scratch_deinit(&none); /* after a failure, too */
    memset(path, 'p', sizeof(path));
    path[sizeof(path) - 1] = '\0';
    assert_int_equal(tkg_scratch_init(&none, path, &err), TKG_OUTPUT);
    assert_non_null(strstr(err.text, "cannot write into the folder"));
}

/* A limit on the size of files plays the full disk. */
static void a_full_disk_is_noticed_and_no_trace_left(void **state)
{
    (void)state;
    struct rlimit before;
    assert_int_equal(tkg_scratch_check_room(scratch.path, 5000, &err), TKG_OK);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    const struct rlimit low = {1000, before.rlim_max};
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &low), 0);
    enum tkg_status fits = tkg_scratch_check_room(scratch.path, 1000, &err);
    enum tkg_status is_too_large = tkg_scratch_check_room(scratch.path, 1001, &err);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_int_equal(fits, TKG_OK);
    assert_int_equal(is_too_large, TKG_OUTPUT);
    assert_non_null(strstr(err.text, "File too large"));
    assert_int_equal(entry_count(scratch.path), 0);
}

int main(void)
{
#define WITH_FOLDER(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        WITH_FOLDER(files_come_out_over_old_ones),
        WITH_FOLDER(what_is_not_published_vanishes),
        WITH_FOLDER(two_in_one_folder_do_not_meet),
        WITH_FOLDER(a_folder_of_a_killed_process_is_removed_and_that_of_a_living_one_is_not),
        WITH_FOLDER(what_only_looks_alike_stays),
        WITH_FOLDER(a_folder_in_the_place_of_a_file_is_named_and_the_rest_moved),
        WITH_FOLDER(a_folder_that_is_not_there_is_named),
        WITH_FOLDER(a_full_disk_is_noticed_and_no_trace_left),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
