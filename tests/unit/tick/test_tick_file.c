/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
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
#include <dirent.h>

#include "tick/tick_file.h"
#include "tick_image.h"

static const struct tkg_instrument small_instruments[2] = {
    {"WHEAT", 250000000, 5000000000000},
    {"CORN", 250000000, 5000000000000},
};
static const struct tkg_tick small_ticks[SMALL_TICKS] = {
    {0x0102030405060708, 100, 101, 5, 6, 0, TKG_TICK_QUOTE, TKG_TICK_SESSION_START},
    {0x0102030405060709, 101, 101, 0, 4, 1, TKG_TICK_TRADE, 0},
    {0x010203040506070a, -3, -4, 7, 8, 1, TKG_TICK_QUOTE, 0}, /* crossed: not the file's matter */
};

struct folder {
    char path[64];
    char file[96];
};

static int make_folder(void **state)
{
    struct folder *folder = calloc(1, sizeof(*folder));
    assert_non_null(folder);
    (void)snprintf(folder->path, sizeof(folder->path), "%s/tkg_tick_file_XXXXXX", P_tmpdir);
    assert_non_null(mkdtemp(folder->path));
    (void)snprintf(folder->file, sizeof(folder->file), "%s/x.tkt", folder->path);
    *state = folder;
    return 0;
}

/* How many files there are, and the removal of them all. */
static int count_files(const struct folder *folder, int remove_them)
{
    DIR *stream = opendir(folder->path);
    assert_non_null(stream);
    int count = 0;
    for (struct dirent *entry = readdir(stream); entry != NULL; entry = readdir(stream)) {
        if (entry->d_name[0] != '.') {
            count++;
            if (remove_them) {
                char path[400];
                (void)snprintf(path, sizeof(path), "%s/%s", folder->path, entry->d_name);
                assert_int_equal(remove(path), 0);
            }
        }
    }
    (void)closedir(stream);
    return count;
}

static int remove_folder(void **state)
{
    struct folder *folder = *state;
    (void)count_files(folder, 1);
    assert_int_equal(rmdir(folder->path), 0);
    free(folder);
    return 0;
}

static void write_small(const char *path)
{
    struct tkg_tick_writer *writer = NULL;
    assert_int_equal(tkg_tick_writer_open(&writer, path, small_instruments, 2, NULL), TKG_OK);
    assert_int_equal(tkg_tick_writer_append(writer, small_ticks, 2, NULL), TKG_OK);
    assert_int_equal(tkg_tick_writer_append(writer, small_ticks, 0, NULL), TKG_OK);
    assert_int_equal(tkg_tick_writer_append(writer, small_ticks + 2, 1, NULL), TKG_OK);
    assert_int_equal(tkg_tick_writer_finish(writer, NULL), TKG_OK);
}

static void write_bytes(const char *path, const void *bytes, size_t byte_count)
{
    FILE *stream = fopen(path, "wb");
    assert_non_null(stream);
    assert_int_equal(fwrite(bytes, 1, byte_count, stream), byte_count);
    assert_int_equal(fclose(stream), 0);
}

static size_t read_bytes(const char *path, unsigned char *bytes, size_t room)
{
    FILE *stream = fopen(path, "rb");
    assert_non_null(stream);
    size_t byte_count = fread(bytes, 1, room, stream);
    (void)fclose(stream);
    return byte_count;
}

static void assert_open_fails(const char *path, const char *message)
{
    struct tkg_tick_file *file = NULL;
    struct tkg_error err = {0};
    assert_int_equal(tkg_tick_file_open(&file, path, &err), TKG_INPUT);
    assert_null(file);
    char whole[1024];
    (void)snprintf(whole, sizeof(whole), "%s%s", path, message);
    assert_string_equal(err.text, whole);
}

static void the_writer_writes_the_documented_bytes(void **state)
{
    const struct folder *folder = *state;
    write_small(folder->file);
    unsigned char bytes[SMALL_BYTES + 1];
    assert_int_equal(read_bytes(folder->file, bytes, sizeof(bytes)), SMALL_BYTES);
    struct image expected = small_image();
    assert_memory_equal(bytes, expected.words, SMALL_BYTES);
    assert_int_equal(count_files(folder, 0), 1); /* no temporary file is left */
}

static void what_was_written_can_be_read(void **state)
{
    const struct folder *folder = *state;
    write_small(folder->file);
    struct tkg_tick_file *file = NULL;
    assert_int_equal(tkg_tick_file_open(&file, folder->file, NULL), TKG_OK);
    assert_int_equal(tkg_tick_file_count(file), SMALL_TICKS);
    assert_memory_equal(tkg_tick_file_borrow_ticks(file), small_ticks, sizeof(small_ticks));
    uint32_t count = 0;
    const struct tkg_instrument *instruments = tkg_tick_file_instruments(file, &count);
    assert_int_equal(count, 2);
    assert_memory_equal(instruments, small_instruments, sizeof(small_instruments));
    tkg_tick_file_close(file);
    tkg_tick_file_close(NULL);
}

static void files_larger_than_any_buffer_round_trip(void **state)
{
    const struct folder *folder = *state;
    enum { COUNT = 100000 };
    struct tkg_tick *ticks = calloc(COUNT, sizeof(*ticks));
    assert_non_null(ticks);
    for (size_t i = 0; i < COUNT; i++) {
        ticks[i].time_ns = (int64_t)i * 17;
        ticks[i].instrument_id = i % 2;
    }
    struct tkg_tick_writer *writer = NULL;
    assert_int_equal(tkg_tick_writer_open(&writer, folder->file, small_instruments, 2, NULL),
                     TKG_OK);
    for (size_t at = 0; at < COUNT; at += 777) {
        size_t count = COUNT - at < 777 ? COUNT - at : 777;
        assert_int_equal(tkg_tick_writer_append(writer, ticks + at, count, NULL), TKG_OK);
    }
    assert_int_equal(tkg_tick_writer_finish(writer, NULL), TKG_OK);
    struct tkg_tick_file *file = NULL;
    assert_int_equal(tkg_tick_file_open(&file, folder->file, NULL), TKG_OK);
    assert_int_equal(tkg_tick_file_count(file), COUNT);
    assert_memory_equal(tkg_tick_file_borrow_ticks(file), ticks, COUNT * sizeof(*ticks));
    tkg_tick_file_close(file);
    free(ticks);
}

static void files_that_are_not_there_or_empty_are_refused(void **state)
{
    const struct folder *folder = *state;
    assert_open_fails(folder->file, ": cannot be opened: No such file or directory");
    assert_open_fails(folder->path, ": not a regular file; give the path of a file of ticks");
    write_bytes(folder->file, "", 0);
    assert_open_fails(folder->file,
                      ": cut off at byte 0: a tick file starts with a header of 48 bytes");
    assert_int_equal(unlink(folder->file), 0);
    assert_int_equal(mkfifo(folder->file, 0600), 0); /* must not hang */
    assert_open_fails(folder->file, ": not a regular file; give the path of a file of ticks");
}

static void a_damaged_file_is_refused_by_open(void **state)
{
    const struct folder *folder = *state;
    struct image image = small_image();
    write_bytes(folder->file, image.words, SMALL_BYTES - 5);
    assert_open_fails(folder->file, ": cut off at byte 203: the header promises 208; copy or write "
                                    "the file again");
}

static void abandoning_leaves_the_old_file_and_nothing_else(void **state)
{
    const struct folder *folder = *state;
    write_bytes(folder->file, "old", 3);
    struct tkg_tick_writer *writer = NULL;
    assert_int_equal(tkg_tick_writer_open(&writer, folder->file, small_instruments, 2, NULL),
                     TKG_OK);
    assert_int_equal(tkg_tick_writer_append(writer, small_ticks, 3, NULL), TKG_OK);
    assert_int_equal(count_files(folder, 0), 2);
    tkg_tick_writer_abandon(writer);
    tkg_tick_writer_abandon(NULL);
    char bytes[8] = {0};
    assert_int_equal(read_bytes(folder->file, (unsigned char *)bytes, sizeof(bytes)), 3);
    assert_string_equal(bytes, "old");
    assert_int_equal(count_files(folder, 0), 1);
}

static void two_writers_of_one_path_do_not_mix(void **state)
{
    const struct folder *folder = *state;
    struct tkg_tick_writer *first = NULL;
    struct tkg_tick_writer *second = NULL;
    assert_int_equal(tkg_tick_writer_open(&first, folder->file, small_instruments, 2, NULL),
                     TKG_OK);
    assert_int_equal(tkg_tick_writer_open(&second, folder->file, small_instruments, 2, NULL),
                     TKG_OK);
    assert_int_equal(tkg_tick_writer_append(first, small_ticks, 1, NULL), TKG_OK);
    assert_int_equal(tkg_tick_writer_append(second, small_ticks, 3, NULL), TKG_OK);
    assert_int_equal(tkg_tick_writer_finish(first, NULL), TKG_OK);
    assert_int_equal(tkg_tick_writer_finish(second, NULL), TKG_OK); /* the later one wins */
    struct tkg_tick_file *file = NULL;
    assert_int_equal(tkg_tick_file_open(&file, folder->file, NULL), TKG_OK);
    assert_int_equal(tkg_tick_file_count(file), 3);
    tkg_tick_file_close(file);
}

static void a_file_without_ticks_is_not_written(void **state)
{
    const struct folder *folder = *state;
    struct tkg_tick_writer *writer = NULL;
    struct tkg_error err = {0};
    assert_int_equal(tkg_tick_writer_open(&writer, folder->file, small_instruments, 2, NULL),
                     TKG_OK);
    assert_int_equal(tkg_tick_writer_finish(writer, &err), TKG_OUTPUT);
    assert_non_null(strstr(err.text, "x.tkt: not written: there are no ticks for it"));
    assert_int_equal(count_files(folder, 0), 0);
}

static void the_writer_refuses_what_open_would_refuse(void **state)
{
    const struct folder *folder = *state;
    struct tkg_tick_writer *writer = NULL;
    struct tkg_error err = {0};
    struct tkg_instrument nameless = {"", 1, 1};
    assert_int_equal(tkg_tick_writer_open(&writer, folder->file, &nameless, 1, &err), TKG_INPUT);
    assert_non_null(strstr(err.text, "x.tkt: instrument 0: the name must be"));
    assert_int_equal(tkg_tick_writer_open(&writer, folder->file, &nameless, 0, &err), TKG_INPUT);
    assert_non_null(strstr(err.text, "x.tkt: 0 instruments, expected 1 to 4096"));
    assert_int_equal(tkg_tick_writer_open(&writer, folder->file, &nameless, 4097, &err), TKG_INPUT);
    assert_non_null(strstr(err.text, "x.tkt: 4097 instruments, expected 1 to 4096"));
    assert_int_equal(tkg_tick_writer_open(&writer, folder->file, small_instruments, 1, NULL),
                     TKG_OK);
    assert_int_equal(tkg_tick_writer_append(writer, small_ticks, 1, NULL), TKG_OK);
    assert_int_equal(tkg_tick_writer_append(writer, small_ticks + 1, 1, &err), TKG_INPUT);
    assert_non_null(
        strstr(err.text, "x.tkt: tick 1: instrument id 1, but the table has 1 instruments"));
    tkg_tick_writer_abandon(writer);
    assert_int_equal(count_files(folder, 0), 0);
}

static void a_folder_that_is_not_there_cannot_be_written_to(void **state)
{
    const struct folder *folder = *state;
    char path[128];
    (void)snprintf(path, sizeof(path), "%s/none/x.tkt", folder->path);
    struct tkg_tick_writer *writer = NULL;
    struct tkg_error err = {0};
    assert_int_equal(tkg_tick_writer_open(&writer, path, small_instruments, 2, &err), TKG_OUTPUT);
    assert_null(writer);
    assert_non_null(strstr(err.text, "/none/x.tkt: cannot be written: No such file or directory; "
                                     "the file there is as it was"));
}

static void a_folder_in_the_place_of_the_file_stays(void **state)
{
    const struct folder *folder = *state;
    assert_int_equal(mkdir(folder->file, 0700), 0);
    struct tkg_tick_writer *writer = NULL;
    struct tkg_error err = {0};
    assert_int_equal(tkg_tick_writer_open(&writer, folder->file, small_instruments, 2, NULL),
                     TKG_OK);
    assert_int_equal(tkg_tick_writer_append(writer, small_ticks, 3, NULL), TKG_OK);
    assert_int_equal(tkg_tick_writer_finish(writer, &err), TKG_OUTPUT);
    assert_non_null(strstr(err.text, "x.tkt: cannot be written: "));
    assert_int_equal(count_files(folder, 0), 1);
}

/* A full disk, played by a limit on the size of files. */
static void a_full_disk_leaves_the_old_file_and_nothing_else(void **state)
{
    const struct folder *folder = *state;
    enum { LIMIT_BYTES = 150 }; /* the header and the table fit, the records do not */
    write_bytes(folder->file, "old", 3);
    struct tkg_tick_writer *writer = NULL;
    struct tkg_error err = {0};
    struct rlimit before;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    struct rlimit tight = {LIMIT_BYTES, before.rlim_max};
    (void)signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(tkg_tick_writer_open(&writer, folder->file, small_instruments, 2, NULL),
                     TKG_OK);
    assert_int_equal(tkg_tick_writer_append(writer, small_ticks, 3, NULL), TKG_OK); /* buffered */
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &tight), 0);
    enum tkg_status status = tkg_tick_writer_finish(writer, &err);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    (void)signal(SIGXFSZ, SIG_DFL);
    assert_int_equal(status, TKG_OUTPUT);
    assert_non_null(strstr(err.text, "x.tkt: cannot be written: File too large; the file there is "
                                     "as it was"));
    char bytes[8] = {0};
    assert_int_equal(read_bytes(folder->file, (unsigned char *)bytes, sizeof(bytes)), 3);
    assert_string_equal(bytes, "old");
    assert_int_equal(count_files(folder, 0), 1);
}

#define in_folder(test) cmocka_unit_test_setup_teardown(test, make_folder, remove_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        in_folder(the_writer_writes_the_documented_bytes),
        in_folder(what_was_written_can_be_read),
        in_folder(files_larger_than_any_buffer_round_trip),
        in_folder(files_that_are_not_there_or_empty_are_refused),
        in_folder(a_damaged_file_is_refused_by_open),
        in_folder(abandoning_leaves_the_old_file_and_nothing_else),
        in_folder(two_writers_of_one_path_do_not_mix),
        in_folder(a_file_without_ticks_is_not_written),
        in_folder(the_writer_refuses_what_open_would_refuse),
        in_folder(a_folder_that_is_not_there_cannot_be_written_to),
        in_folder(a_folder_in_the_place_of_the_file_stays),
        in_folder(a_full_disk_leaves_the_old_file_and_nothing_else),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
