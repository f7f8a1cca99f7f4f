/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/compare_sides.h"
#include "cmocka_all.h"
#include "host/file.h"

/* A folder of files that are engines by their names only; nothing is loaded here. */
struct folder {
    char path[64];
};

static void add_file(const struct folder *folder, const char *name)
{
    char path[128];
    struct tkg_error err = {0};
    (void)snprintf(path, sizeof path, "%s/%s", folder->path, name);
    assert_status(tkg_file_write(path, name, strlen(name), &err), TKG_OK, &err);
}

static int set_up(void **state)
{
    static struct folder folder;
    (void)snprintf(folder.path, sizeof folder.path, "/tmp/compare-sides-XXXXXX");
    assert_non_null(mkdtemp(folder.path));
    add_file(&folder, "b.so");
    add_file(&folder, "a.so");
    add_file(&folder, "notes.txt");
    add_file(&folder, ".hidden.so");
    *state = &folder;
    return 0;
}

static int tear_down(void **state)
{
    static const char *const names[] = {"b.so", "a.so", "notes.txt", ".hidden.so"};
    const struct folder *folder = *state;
    for (size_t i = 0; i < 4; i++) {
        char path[128];
        (void)snprintf(path, sizeof path, "%s/%s", folder->path, names[i]);
        (void)unlink(path);
    }
    return rmdir(folder->path);
}

static void folder_gives_its_shared_objects_by_name(void **state)
{
    const struct folder *folder = *state;
    struct tkg_comparison_record record;
    struct tkg_error err = {0};
    tkg_comparison_record_init(&record);
    assert_status(tkg_compare_side_read(&record.base, folder->path, &err), TKG_OK, &err);
    assert_int_equal(record.base.path_count, 2);
    assert_int_equal(record.base.layout_count, 2);
    assert_contains(record.base.paths[0], "/a.so");
    assert_contains(record.base.paths[1], "/b.so");
    assert_string_equal(record.base.name, folder->path);
    tkg_comparison_record_deinit(&record);
}

static void list_keeps_its_order(void **state)
{
    const struct folder *folder = *state;
    struct tkg_comparison_record record;
    struct tkg_error err = {0};
    char list[200];
    tkg_comparison_record_init(&record);
    (void)snprintf(list, sizeof list, "%s/b.so,%s/a.so", folder->path, folder->path);
    assert_status(tkg_compare_side_read(&record.head, list, &err), TKG_OK, &err);
    assert_int_equal(record.head.path_count, 2);
    assert_contains(record.head.paths[0], "/b.so");
    tkg_comparison_record_deinit(&record);
}

static void expect_refusal(const char *text, enum tkg_status expected, const char *part)
{
    struct tkg_comparison_record record;
    struct tkg_error err = {0};
    tkg_comparison_record_init(&record);
    assert_status(tkg_compare_side_read(&record.base, text, &err), expected, &err);
    assert_contains(err.text, part);
    tkg_comparison_record_deinit(&record);
}

static void what_is_no_engine_is_refused(void **state)
{
    (void)state;
    char list[600];
    expect_refusal("./there-is-no-such.so", TKG_INPUT, "there-is-no-such.so");
    expect_refusal("", TKG_USAGE, "names no shared object");
    expect_refusal("/proc/self/fdinfo", TKG_USAGE, "no shared object (*.so) in the folder");
    memset(list, 'x', sizeof list);
    list[sizeof list - 1] = '\0';
    expect_refusal(list, TKG_USAGE, "longer than 255 bytes");
}

/* One file a side becomes three, of which two are copies with the same bytes and other names. */
static void missing_files_are_copied(void **state)
{
    const struct folder *folder = *state;
    struct tkg_comparison_record record;
    struct tkg_scratch scratch;
    struct tkg_error err = {0};
    char path[128];
    tkg_comparison_record_init(&record);
    (void)snprintf(path, sizeof path, "%s/a.so", folder->path);
    assert_status(tkg_compare_side_read(&record.base, path, &err), TKG_OK, &err);
    assert_status(tkg_scratch_init(&scratch, folder->path, &err), TKG_OK, &err);
    assert_status(tkg_compare_side_complete(&record.base, "base", 3, &scratch, &err), TKG_OK, &err);
    assert_int_equal(record.base.path_count, 3);
    assert_int_equal(record.base.layout_count, 1);
    for (size_t i = 1; i < 3; i++) {
        char *bytes = NULL;
        size_t byte_count = 0;
        assert_status(tkg_file_read(record.base.paths[i], 100, &bytes, &byte_count, &err), TKG_OK,
                      &err);
        assert_string_equal(bytes, "a.so");
        free(bytes);
    }
    assert_string_not_equal(record.base.paths[1], record.base.paths[2]);
    tkg_scratch_deinit(&scratch);
    assert_int_not_equal(access(record.base.paths[1], F_OK), 0);
    tkg_comparison_record_deinit(&record);
}

/* a.so and b.so hold their names, so they differ; a.so is itself. */
static void same_files_are_told_with_both_names(void **state)
{
    const struct folder *folder = *state;
    struct tkg_comparison_record record;
    struct tkg_error err = {0};
    char a[128];
    char b[128];
    (void)snprintf(a, sizeof a, "%s/a.so", folder->path);
    (void)snprintf(b, sizeof b, "%s/b.so", folder->path);
    tkg_comparison_record_init(&record);
    assert_status(tkg_compare_side_read(&record.base, a, &err), TKG_OK, &err);
    assert_status(tkg_compare_side_read(&record.head, b, &err), TKG_OK, &err);
    assert_status(tkg_compare_sides_check_apart(&record.base, &record.head, &err), TKG_OK, &err);
    assert_status(tkg_side_add(&record.head, a, &err), TKG_OK, &err);
    assert_status(tkg_compare_sides_check_apart(&record.base, &record.head, &err), TKG_USAGE, &err);
    assert_contains(err.text, "a.so are the same file, byte for byte: nothing is compared");
    record.head.path_count = 1;
    assert_status(tkg_side_add(&record.head, b, &err), TKG_OK, &err);
    assert_status(tkg_compare_sides_check_apart(&record.base, &record.head, &err), TKG_USAGE, &err);
    assert_contains(err.text, "one layout, not two");
    record.head.path_count = 1;
    assert_status(tkg_side_add(&record.head, "/no/such.so", &err), TKG_OK, &err);
    assert_status(tkg_compare_sides_check_apart(&record.base, &record.head, &err), TKG_INPUT, &err);
    tkg_comparison_record_deinit(&record);
}

static void command_is_looked_for_and_not_run(void **state)
{
    (void)state;
    struct tkg_comparison_record record;
    struct tkg_error err = {0};
    char longer[TKG_RECORD_TEXT_BYTES + 8];
    tkg_comparison_record_init(&record);
    assert_status(tkg_compare_command_read(&record.base, "sh -c 'exit 3'", &err), TKG_OK, &err);
    assert_string_equal(record.base.name, "sh -c 'exit 3'");
    assert_int_equal(record.base.layout_count, 1);
    assert_int_equal(record.base.path_count, 0);
    assert_status(tkg_compare_command_read(&record.head, "no-such-program", &err), TKG_INPUT, &err);
    memset(longer, 'x', sizeof longer);
    longer[sizeof longer - 1] = '\0';
    assert_status(tkg_compare_command_read(&record.head, longer, &err), TKG_USAGE, &err);
    assert_contains(err.text, "put the command into a script");
    tkg_comparison_record_deinit(&record);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(folder_gives_its_shared_objects_by_name),
        cmocka_unit_test(list_keeps_its_order),
        cmocka_unit_test(what_is_no_engine_is_refused),
        cmocka_unit_test(missing_files_are_copied),
        cmocka_unit_test(same_files_are_told_with_both_names),
        cmocka_unit_test(command_is_looked_for_and_not_run),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
