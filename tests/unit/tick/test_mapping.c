/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "tick/mapping.h"

static int make_path(void **state)
{
    char *path = strdup(P_tmpdir "/tkg_mapping_XXXXXX");
    assert_non_null(path);
    int descriptor = mkstemp(path);
    assert_true(descriptor >= 0);
    (void)close(descriptor);
    *state = path;
    return 0;
}

static int remove_path(void **state)
{
    (void)unlink(*state);
    free(*state);
    return 0;
}

static void a_mapping_shows_the_bytes_of_the_file(void **state)
{
    FILE *stream = fopen(*state, "wb");
    assert_non_null(stream);
    (void)fputs("twelve bytes", stream);
    assert_int_equal(fclose(stream), 0);
    struct tkg_mapping mapping = {0};
    assert_int_equal(tkg_mapping_open(&mapping, *state, NULL), TKG_OK);
    assert_int_equal(mapping.byte_count, 12);
    assert_memory_equal(mapping.bytes, "twelve bytes", 12);
    tkg_mapping_close(&mapping);
    assert_null(mapping.bytes);
    tkg_mapping_close(&mapping); /* nothing happens */
}

static void an_empty_file_maps_to_no_bytes_but_a_pointer(void **state)
{
    struct tkg_mapping mapping = {0};
    assert_int_equal(tkg_mapping_open(&mapping, *state, NULL), TKG_OK);
    assert_int_equal(mapping.byte_count, 0);
    assert_non_null(mapping.bytes);
    tkg_mapping_close(&mapping);
}

static void what_is_not_a_readable_file_is_refused(void **state)
{
    struct tkg_mapping mapping = {0};
    struct tkg_error err = {0};
    assert_int_equal(unlink(*state), 0);
    assert_int_equal(tkg_mapping_open(&mapping, *state, &err), TKG_INPUT);
    assert_non_null(strstr(err.text, ": cannot be opened: No such file or directory"));
    assert_int_equal(mkfifo(*state, 0600), 0); /* must not wait for a writer */
    assert_int_equal(tkg_mapping_open(&mapping, *state, &err), TKG_INPUT);
    assert_non_null(strstr(err.text, ": not a regular file; give the path of a file of ticks"));
    assert_int_equal(tkg_mapping_open(&mapping, "/", &err), TKG_INPUT);
    assert_string_equal(err.text, "/: not a regular file; give the path of a file of ticks");
    assert_null(mapping.bytes);
}

#define with_path(test) cmocka_unit_test_setup_teardown(test, make_path, remove_path)

int main(void)
{
    const struct CMUnitTest tests[] = {
        with_path(a_mapping_shows_the_bytes_of_the_file),
        with_path(an_empty_file_maps_to_no_bytes_but_a_pointer),
        with_path(what_is_not_a_readable_file_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
