/* SPDX-License-Identifier: Apache-2.0
 *
 * Really measures: a handful of runs of the branchy engine. Nothing is said about their outcomes.
 */
#include <dirent.h>

#include "experiment.h"
#include "measure/launch.h"
#include "measure/trial.h"
#include "noisy_neighbour.h"
#include "raw_fixture.h"
#include "run_row.h"
#include "run_stream.h"

static const struct tkg_experiment short_equal = {
    .name = "short_equal",
    .about = "a test",
    .base_pool = "branchy",
    .head_pool = "branchy",
    .metric = "time",
    .layout_count = 3,
    .tolerance = 0.1,
    .budget_s = 20,
    .launch_max = 12,
    .load = TKG_LOAD_NEVER,
    .keeps_launches = true,
    .run_goal = 5,
    .weight = 1,
};

static const struct tkg_experiment short_slower = {
    .name = "short_slower",
    .about = "a test",
    .base_pool = "branchy",
    .head_pool = "branchy",
    .metric = "time",
    .layout_count = 3,
    .tolerance = 0.1,
    .head_extra = 0.5,
    .budget_s = 20,
    .launch_max = 12,
    .load = TKG_LOAD_ALWAYS,
    .run_goal = 1,
    .weight = 1,
};

static const struct tkg_experiment short_gate = {
    .name = "short_gate",
    .about = "a test",
    .base_pool = "branchy",
    .head_pool = "branchy",
    .gate_file = TKG_TEST_LAYOUTS "/one_case.yaml",
    .metric = "time",
    .layout_count = 3,
    .load = TKG_LOAD_ALWAYS,
    .run_goal = 1,
    .weight = 1,
};

static struct tkg_run_stream stream_in(const struct raw_fixture *fixture)
{
    return (struct tkg_run_stream){
        .program_path = "/proc/self/exe",
        .layout_folder = TKG_TEST_LAYOUTS,
        .data_folder = fixture->scratch.path,
        .commit = "test",
        .seed = 5,
        .seconds = 100,
        .run_max = 1,
        .count = 1,
        .cpu = -1,
        .experiments = {&short_equal},
        .experiment_count = 1,
    };
}

static void play(const struct tkg_run_stream *stream)
{
    struct tkg_error err = {0};
    assert_status(tkg_run_stream(stream, &err), TKG_OK, &err);
}

static void read_rows(struct raw_fixture *fixture, const char *name, struct tkg_run_rows *rows)
{
    struct tkg_error err = {0};
    assert_status(tkg_run_rows_read(raw_path(fixture, name), rows, &err), TKG_OK, &err);
}

static void assert_a_run(const struct tkg_run_row *row, const struct tkg_experiment *experiment,
                         uint32_t run)
{
    assert_int_equal(row->run, run);
    assert_true(row->seed == tkg_experiment_seed(experiment, 5, run));
    assert_true(row->outcome[0] != '\0');
    assert_true(row->seconds > 0.0 && row->start_s > 1700000000);
    assert_int_equal(row->launches, 12);
    assert_true(row->base_ns > 0.0);
    assert_true(isfinite(row->head) && isfinite(row->null) && isfinite(row->plant));
}

static void empty_folder(struct raw_fixture *fixture)
{
    DIR *folder = opendir(raw_path(fixture, "receipts"));
    struct dirent *entry = NULL;
    assert_non_null(folder);
    while ((entry = readdir(folder)) != NULL) {
        char path[sizeof fixture->path + sizeof entry->d_name + 1];
        (void)snprintf(path, sizeof path, "%s/%s", fixture->path, entry->d_name);
        (void)remove(path);
    }
    (void)closedir(folder);
    (void)remove(fixture->path);
}

/* The second call goes on with run 1, after a line that was cut off in the middle. */
static void stopped_calibration_goes_on(void **state)
{
    struct raw_fixture *fixture = *state;
    struct tkg_error err = {0};
    struct tkg_run_rows rows;
    struct tkg_text text;
    const struct tkg_run_stream stream = stream_in(fixture);
    play(&stream);
    tkg_text_init(&text);
    tkg_text_add(&text, "1\t0\tqui");
    assert_status(tkg_raw_append(raw_path(fixture, "short_equal.tsv"), &text, &err), TKG_OK, &err);
    play(&stream);
    read_rows(fixture, "short_equal.tsv", &rows);
    assert_int_equal(rows.count, 2);
    assert_a_run(&rows.rows[0], &short_equal, 0);
    assert_a_run(&rows.rows[1], &short_equal, 1);
    assert_string_equal(rows.header.experiment, "short_equal");
    assert_contains(rows.header.method, "tolerance 10 %, margin 20 %");
    tkg_run_rows_deinit(&rows);
    tkg_text_deinit(&text);
    empty_folder(fixture);
}

static void streams_share_the_runs_of_a_file(void **state)
{
    struct raw_fixture *fixture = *state;
    struct tkg_run_rows rows;
    struct tkg_run_stream stream = stream_in(fixture);
    stream.count = 2;
    stream.number = 1;
    play(&stream);
    stream.number = 0;
    play(&stream);
    read_rows(fixture, "short_equal.tsv", &rows);
    assert_int_equal(rows.count, 2);
    assert_a_run(&rows.rows[0], &short_equal, 1);
    assert_a_run(&rows.rows[1], &short_equal, 0);
    tkg_run_rows_deinit(&rows);
    empty_folder(fixture);
}

static void other_commit_is_refused(void **state)
{
    struct raw_fixture *fixture = *state;
    struct tkg_error err = {0};
    struct tkg_run_stream stream = stream_in(fixture);
    stream.seconds = 0; /* the header only */
    play(&stream);
    stream.commit = "another";
    assert_status(tkg_run_stream(&stream, &err), TKG_USAGE, &err);
    assert_contains(err.text, "have commit 'test', new ones would have 'another'");
    empty_folder(fixture);
}

/* Beside neighbours; half as slow again, so its row holds a large change, and it is complete then.
 */
static void slower_head_is_read_as_slower(void **state)
{
    struct raw_fixture *fixture = *state;
    struct tkg_run_rows rows;
    struct tkg_run_stream stream = stream_in(fixture);
    stream.experiments[0] = &short_slower;
    stream.run_max = 0;
    play(&stream);
    read_rows(fixture, "short_slower.tsv", &rows);
    assert_int_equal(rows.count, 1);
    assert_a_run(&rows.rows[0], &short_slower, 0);
    assert_true(rows.rows[0].is_loaded);
    assert_true(rows.rows[0].head > 10.0);
    tkg_run_rows_deinit(&rows);
    empty_folder(fixture);
}

/* The program itself, over a file of one case; its exit status is the outcome. */
static void gate_file_is_given_to_the_program(void **state)
{
    struct raw_fixture *fixture = *state;
    struct tkg_error err = {0};
    struct tkg_run_rows rows;
    struct tkg_run_stream stream = stream_in(fixture);
    const char gate[] = "schema: tickgate.gate/1\nname: one\nbudget: 20 s\ncases:\n"
                        "  - name: a\n    engine: branchy\n    metrics:\n"
                        "      - {metric: time, tolerance: 20 %, margin: 40 %}\n";
    assert_status(tkg_file_write(short_gate.gate_file, gate, sizeof gate - 1, &err), TKG_OK, &err);
    stream.experiments[0] = &short_gate;
    play(&stream); /* without the program it is left out */
    read_rows(fixture, "short_gate.tsv", &rows);
    assert_int_equal(rows.count, 0);
    tkg_run_rows_deinit(&rows);
    stream.tickgate_path = TKG_TEST_TICKGATE;
    play(&stream);
    read_rows(fixture, "short_gate.tsv", &rows);
    assert_int_equal(rows.count, 1);
    assert_true(rows.rows[0].seconds > 0.0 && rows.rows[0].is_loaded);
    assert_true(strcmp(rows.rows[0].outcome, "pass") == 0 ||
                strcmp(rows.rows[0].outcome, "inconclusive") == 0);
    assert_nan(rows.rows[0].head);
    tkg_run_rows_deinit(&rows);
    empty_folder(fixture);
}

static void seeds_differ_by_run_and_experiment(void **state)
{
    (void)state;
    assert_true(tkg_experiment_seed(&short_equal, 5, 0) != tkg_experiment_seed(&short_equal, 5, 1));
    assert_true(tkg_experiment_seed(&short_equal, 5, 0) !=
                tkg_experiment_seed(&short_slower, 5, 0));
    assert_true(tkg_experiment_seed(&short_equal, 5, 0) != tkg_experiment_seed(&short_equal, 6, 0));
}

/* One in eight, in both of two streams. */
static void an_eighth_of_the_runs_has_neighbours(void **state)
{
    (void)state;
    const struct tkg_experiment *experiment = tkg_experiment_find("branchy_equal");
    int loaded[2] = {0, 0};
    for (uint32_t run = 0; run < 1600; run++) {
        loaded[run % 2] += tkg_experiment_is_loaded(experiment, run);
    }
    assert_int_equal(loaded[0], 100);
    assert_int_equal(loaded[1], 100);
    assert_null(tkg_experiment_find("no such"));
}

#define RAW_TEST(function) cmocka_unit_test_setup_teardown(function, raw_setup, raw_teardown)

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        RAW_TEST(stopped_calibration_goes_on),
        RAW_TEST(streams_share_the_runs_of_a_file),
        RAW_TEST(other_commit_is_refused),
        RAW_TEST(slower_head_is_read_as_slower),
        RAW_TEST(gate_file_is_given_to_the_program),
        cmocka_unit_test(seeds_differ_by_run_and_experiment),
        cmocka_unit_test(an_eighth_of_the_runs_has_neighbours),
    };
    if (argc == 2 && strcmp(argv[1], TKG_TRIAL_ARGUMENT) == 0) {
        return tkg_trial_child_main();
    }
    if (argc == 2 && strcmp(argv[1], TKG_LAUNCH_ARGUMENT) == 0) {
        return tkg_launch_child_main();
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
