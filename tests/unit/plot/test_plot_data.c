/* SPDX-License-Identifier: Apache-2.0 */
#include "plot_run.h"

#include "plot/plot_data.h"

static const char *const files[] = {
    "page.dat",       "throughput.dat",   "throughput_frame.dat", "latency.dat",
    "time.dat",       "time_frame.dat",   "latency_frame.dat",    "memory.dat",
    "efficiency.dat", "memory_frame.dat", "efficiency_frame.dat",
};

static void every_file_that_the_scripts_read_is_written(void **state)
{
    (void)state;
    struct plot_run run;
    struct tkg_error err = {.text = ""};
    plot_run_init(&run);
    assert_status(tkg_plot_data_write(&run.input, &err), TKG_OK, &err);
    for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
        char *bytes = plot_read(run.folder, files[i]);
        assert_memory_equal(bytes, "# ", 2); /* each begins with the names of its columns */
        assert_int_equal(bytes[strlen(bytes) - 1], '\n');
        free(bytes);
    }
    plot_run_deinit(&run);
}

static void lines_hold_as_many_tabs_as_their_columns(void **state)
{
    (void)state;
    struct plot_run run;
    plot_run_init(&run);
    assert_status(tkg_plot_data_write(&run.input, NULL), TKG_OK, NULL);
    char *bytes = plot_read(run.folder, "latency.dat");
    assert_int_equal(plot_count(bytes, "\n"), 4);
    assert_int_equal(plot_count(bytes, "\t"), 17 + 3 * 16); /* four series of four columns */
    free(bytes);
    bytes = plot_read(run.folder, "page.dat");
    assert_int_equal(plot_count(bytes, "\t"), 5 * 2);
    free(bytes);
    plot_run_deinit(&run);
}

static void a_folder_that_cannot_be_made_is_an_output_error_that_names_it(void **state)
{
    (void)state;
    struct plot_run run;
    struct tkg_error err = {.text = ""};
    plot_run_init(&run);
    run.input.output_folder = "/proc/nowhere";
    assert_status(tkg_plot_data_write(&run.input, &err), TKG_OUTPUT, &err);
    assert_contains(err.text, "/proc/nowhere");
    plot_run_deinit(&run);
}

static void without_anything_to_plot_nothing_is_made(void **state)
{
    (void)state;
    struct plot_run run;
    struct tkg_error err = {.text = ""};
    char folder[128];
    plot_run_init(&run);
    (void)snprintf(folder, sizeof(folder), "%s/new", run.folder);
    run.input.output_folder = folder;
    run.sample.summary.case_count = 0;
    assert_status(tkg_plot_data_write(&run.input, &err), TKG_NOTHING, &err);
    assert_int_not_equal(access(folder, F_OK), 0);
    plot_run_deinit(&run);
}

static void a_path_joins_folder_and_name(void **state)
{
    (void)state;
    char *path = tkg_plot_path("out/plots", "page.dat", NULL);
    assert_string_equal(path, "out/plots/page.dat");
    free(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_file_that_the_scripts_read_is_written),
        cmocka_unit_test(lines_hold_as_many_tabs_as_their_columns),
        cmocka_unit_test(a_folder_that_cannot_be_made_is_an_output_error_that_names_it),
        cmocka_unit_test(without_anything_to_plot_nothing_is_made),
        cmocka_unit_test(a_path_joins_folder_and_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
