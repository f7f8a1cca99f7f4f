/* SPDX-License-Identifier: Apache-2.0 */
#include <zlib.h>

#include "raw_fixture.h"
#include "run_row.h"

static const struct tkg_run_row a_row = {
    .run = 7,
    .stream = 1,
    .is_loaded = true,
    .variant = 3,
    .seed = UINT64_C(18446744073709551615),
    .start_s = 1700000000,
    .outcome = "cannot tell",
    .launches = 40,
    .slow = 2,
    .seconds = 1.25,
    .head = 0.5,
    .head_low = -INFINITY,
    .head_high = 1.5,
    .null = NAN,
    .null_low = -0.25,
    .null_high = 0.25,
    .plant = 1.0,
    .plant_low = 0.75,
    .plant_high = 1.25,
    .tolerance_min = 0.42,
    .base_ns = 26.125,
};

static const struct tkg_run_header a_header = {
    .experiment = "test",
    .about = "a test",
    .machine = "a machine",
    .commit = "abc",
    .method = "a method",
    .seed = "1",
    .begun = "2026-11-01T00:00:00Z",
};

static void write_file(struct raw_fixture *fixture, const char *name, const char *end)
{
    struct tkg_text text;
    tkg_text_init(&text);
    tkg_run_header_write(&a_header, &text);
    tkg_run_row_write(&a_row, &text);
    tkg_text_add(&text, end);
    (void)raw_write(fixture, name, tkg_text_borrow(&text));
    tkg_text_deinit(&text);
}

static void assert_a_row(const struct tkg_run_row *row)
{
    assert_int_equal(row->run, 7);
    assert_int_equal(row->stream, 1);
    assert_true(row->is_loaded);
    assert_int_equal(row->variant, 3);
    assert_true(row->seed == UINT64_MAX);
    assert_true(row->start_s == 1700000000);
    assert_string_equal(row->outcome, "cannot tell");
    assert_int_equal(row->launches, 40);
    assert_int_equal(row->slow, 2);
    assert_near(row->seconds, 1.25, 0.0);
    assert_near(row->head, 0.5, 0.0);
    assert_true(isinf(row->head_low) && row->head_low < 0);
    assert_nan(row->null);
    assert_near(row->plant_high, 1.25, 0.0);
    assert_near(row->base_ns, 26.125, 0.0);
}

static void written_row_is_read_again(void **state)
{
    struct raw_fixture *fixture = *state;
    struct tkg_error err = {0};
    struct tkg_run_rows rows;
    write_file(fixture, "a.tsv", "");
    assert_status(tkg_run_rows_read(fixture->path, &rows, &err), TKG_OK, &err);
    assert_int_equal(rows.count, 1);
    assert_a_row(&rows.rows[0]);
    assert_string_equal(rows.header.experiment, "test");
    assert_string_equal(rows.header.method, "a method");
    tkg_run_rows_deinit(&rows);
}

static void compressed_file_is_read_as_well(void **state)
{
    struct raw_fixture *fixture = *state;
    struct tkg_error err = {0};
    struct tkg_run_rows rows;
    struct tkg_text text;
    tkg_text_init(&text);
    tkg_run_row_write(&a_row, &text);
    gzFile file = gzopen(raw_path(fixture, "a.tsv.gz"), "wb");
    assert_int_equal(gzwrite(file, tkg_text_borrow(&text), (unsigned)text.length), text.length);
    assert_int_equal(gzclose(file), Z_OK);
    assert_status(tkg_run_rows_read(fixture->path, &rows, &err), TKG_OK, &err);
    assert_int_equal(rows.count, 1);
    assert_a_row(&rows.rows[0]);
    tkg_run_rows_deinit(&rows);
    tkg_text_deinit(&text);
}

static void cut_off_line_is_left_out_and_cut_off(void **state)
{
    struct raw_fixture *fixture = *state;
    struct tkg_error err = {0};
    struct tkg_run_rows rows;
    struct tkg_text text;
    write_file(fixture, "a.tsv", "8\t0\tquiet\t0\t12");
    assert_status(tkg_run_rows_read(fixture->path, &rows, &err), TKG_OK, &err);
    assert_int_equal(rows.count, 1);
    tkg_run_rows_deinit(&rows);
    assert_status(tkg_raw_repair(fixture->path, &err), TKG_OK, &err);
    tkg_text_init(&text);
    tkg_run_row_write(&a_row, &text);
    assert_status(tkg_raw_append(fixture->path, &text, &err), TKG_OK, &err);
    assert_status(tkg_run_rows_read(fixture->path, &rows, &err), TKG_OK, &err);
    assert_int_equal(rows.count, 2);
    assert_a_row(&rows.rows[1]);
    tkg_run_rows_deinit(&rows);
    tkg_text_deinit(&text);
}

static void damaged_line_is_refused_with_its_number(void **state)
{
    struct raw_fixture *fixture = *state;
    const char *const damaged[] = {
        "8\t0\tquiet\n",
        "x\n",
        "# no colon\n",
        "\n",
        "8\t0\tloud\t0\t1\t1\tpass\t1\t0\t1\t1\t1\t1\t1\t1\t1\t1\t1\t1\t1\t1\n",
        "-8\t0\tquiet\t0\t1\t1\tpass\t1\t0\t1\t1\t1\t1\t1\t1\t1\t1\t1\t1\t1\t1\n",
        "8\t0\tquiet\t0\t1\t1\tpass\t1\t0\t1\t1\t1\t1\t1\t1\t1\t1\t1\t1\t1\t1\t1\n"};
    for (size_t i = 0; i < sizeof damaged / sizeof damaged[0]; i++) {
        struct tkg_error err = {0};
        struct tkg_run_rows rows;
        write_file(fixture, "a.tsv", damaged[i]);
        assert_status(tkg_run_rows_read(fixture->path, &rows, &err), TKG_INPUT, &err);
        assert_contains(err.text, "a.tsv:10: neither a header nor a run of 21 columns");
        assert_null(rows.rows);
    }
}

static void no_file_is_no_rows(void **state)
{
    struct raw_fixture *fixture = *state;
    struct tkg_error err = {0};
    struct tkg_run_rows rows;
    assert_status(tkg_run_rows_read(raw_path(fixture, "none"), &rows, &err), TKG_OK, &err);
    assert_int_equal(rows.count, 0);
    assert_status(tkg_raw_repair(fixture->path, &err), TKG_OK, &err);
}

static void rows_of_another_method_are_not_mixed(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    struct tkg_run_header other = a_header;
    (void)snprintf(other.begun, sizeof other.begun, "later");
    assert_status(tkg_run_header_check("a.tsv", &a_header, &other, &err), TKG_OK, &err);
    (void)snprintf(other.commit, sizeof other.commit, "abd");
    assert_status(tkg_run_header_check("a.tsv", &a_header, &other, &err), TKG_USAGE, &err);
    assert_contains(err.text, "a.tsv: its runs have commit 'abc', new ones would have 'abd'");
}

static void unwritable_file_is_told(void **state)
{
    struct raw_fixture *fixture = *state;
    struct tkg_error err = {0};
    struct tkg_text text;
    tkg_text_init(&text);
    tkg_text_add(&text, "x\n");
    assert_status(tkg_raw_append(raw_path(fixture, "no/such/folder"), &text, &err), TKG_OUTPUT,
                  &err);
    assert_contains(err.text, "No such file or directory");
    tkg_text_deinit(&text);
}

#define RAW_TEST(function) cmocka_unit_test_setup_teardown(function, raw_setup, raw_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        RAW_TEST(written_row_is_read_again),
        RAW_TEST(compressed_file_is_read_as_well),
        RAW_TEST(cut_off_line_is_left_out_and_cut_off),
        RAW_TEST(damaged_line_is_refused_with_its_number),
        RAW_TEST(no_file_is_no_rows),
        RAW_TEST(rows_of_another_method_are_not_mixed),
        RAW_TEST(unwritable_file_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
