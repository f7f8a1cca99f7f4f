/* SPDX-License-Identifier: Apache-2.0 */
#include "calibration_figures.h"
#include "calibration_report.h"
#include "experiment.h"
#include "raw_fixture.h"
#include "run_row.h"

/* `count` runs of one outcome, half of them beside neighbours, taking 1, 2, 3, ... s. */
static void add_runs(struct tkg_text *text, const char *outcome, uint32_t count, double head)
{
    for (uint32_t i = 0; i < count; i++) {
        struct tkg_run_row row = {.run = i,
                                  .is_loaded = i % 2 == 1,
                                  .variant = i % 2,
                                  .start_s = 1793000000 + i,
                                  .launches = 20,
                                  .slow = 1,
                                  .seconds = 1.0 + i,
                                  .head = head,
                                  .plant = 9.5,
                                  .base_ns = 26.0};
        (void)snprintf(row.outcome, sizeof row.outcome, "%s", outcome);
        tkg_run_row_write(&row, text);
    }
}

static void write_runs(struct raw_fixture *fixture, const char *experiment, struct tkg_text *rows)
{
    char name[NAME_MAX];
    struct tkg_text text;
    const struct tkg_run_header header = {.experiment = "x",
                                          .machine = "a test machine",
                                          .commit = "abc",
                                          .method = "by hand",
                                          .seed = "1"};
    tkg_text_init(&text);
    tkg_run_header_write(&header, &text);
    tkg_text_add(&text, tkg_text_borrow(rows));
    (void)snprintf(name, sizeof name, "%s.tsv", experiment);
    (void)raw_write(fixture, name, tkg_text_borrow(&text));
    tkg_text_deinit(&text);
    tkg_text_reset(rows);
}

static void report(struct raw_fixture *fixture, struct tkg_text *text)
{
    struct tkg_error err = {0};
    tkg_text_init(text);
    assert_status(tkg_calibration_report(fixture->scratch.path, text, &err), TKG_OK, &err);
}

/* Bounds: 1 - 0.05^(1/100) = 2.95 %; 1 of 5: R's binom.test(1, 5, alternative = "l") gives 0.6574;
 * 0.05^(1/4) = 47.3 %. */
static void page_holds_every_goal_with_its_bound(void **state)
{
    struct raw_fixture *fixture = *state;
    struct tkg_text rows;
    struct tkg_text text;
    tkg_text_init(&rows);
    add_runs(&rows, "pass", 100, 0.0);
    write_runs(fixture, "branchy_equal", &rows);
    add_runs(&rows, "pass", 4, 0.0);
    add_runs(&rows, "improvement", 1, -1.0);
    write_runs(fixture, "latency_equal", &rows);
    add_runs(&rows, "regression", 4, 1.0);
    write_runs(fixture, "branchy_1", &rows);
    report(fixture, &text);
    const char *page = tkg_text_borrow(&text);
    assert_contains(page, "| machine | a test machine |");
    assert_contains(page, "| gate runs | 109, ");
    assert_contains(page, "| 0 in 10,000 | 0 of 100 | 100 | <= 3 % | branchy_equal |");
    assert_contains(page,
                    "| 1 of 5 (0 regressions, 1 improvements) | 5 | <= 65.7 % | latency_equal |");
    assert_contains(page,
                    "| 4 of 4; median 2.5 s, 99th percentile 4 s, worst 4 s | 4 | >= 47.3 % |");
    assert_contains(page, "| not measured | 0 | - | p99_5 |");
    assert_contains(page, "by hand");
    tkg_text_deinit(&text);
    tkg_text_deinit(&rows);
}

/* log(1.095) / log(1.1) = 0.952. */
static void gain_is_read_over_planted(void **state)
{
    struct raw_fixture *fixture = *state;
    struct tkg_text rows;
    struct tkg_text text;
    tkg_text_init(&rows);
    add_runs(&rows, "pass", 3, 0.0);
    write_runs(fixture, "gain_10", &rows);
    report(fixture, &text);
    assert_contains(tkg_text_borrow(&text),
                    "| median 0.952; nine of ten runs 0.952 to 0.952 | 3 | - | gain_10 |");
    tkg_text_deinit(&text);
    tkg_text_deinit(&rows);
}

/* Runs of 1, 2 and 3 s with 20 counts each: 0.1 s a count in the median. */
static void time_of_a_count_is_a_share_of_its_run(void **state)
{
    struct raw_fixture *fixture = *state;
    struct tkg_text rows;
    struct tkg_text text;
    tkg_text_init(&rows);
    add_runs(&rows, "pass", 3, 0.0);
    write_runs(fixture, "count_long", &rows);
    report(fixture, &text);
    assert_contains(tkg_text_borrow(&text),
                    "| median 0.1 s, 99th percentile 0.15 s, worst 0.15 s; each the mean of a "
                    "run's 20 counts | 3 | - | count_long |");
    tkg_text_deinit(&text);
    tkg_text_deinit(&rows);
}

/* Sixty readings of 0 are two series of creep; the drawn ones are always there. */
static void creep_is_tried_on_drawn_and_on_real_noise(void **state)
{
    struct raw_fixture *fixture = *state;
    struct tkg_text rows;
    struct tkg_text text;
    tkg_text_init(&rows);
    add_runs(&rows, "pass", 60, 0.0);
    write_runs(fixture, "branchy_equal", &rows);
    report(fixture, &text);
    const char *page = tkg_text_borrow(&text);
    assert_contains(page, "| creep: ten commits of +0.3 %, drawn noise of 0.3 % |");
    assert_contains(page, "| 2 of 2 by the 6th, 2 by the 7th | 2 | >= 22.4 % | branchy_equal |");
    assert_contains(page,
                    "| creep: false alarms, real noise | one value in 4,000 | 0 of 52 values");
    assert_contains(page, "| real | 0 % | 2 | 100 %");
    tkg_text_deinit(&text);
    tkg_text_deinit(&rows);
}

static void slow_launch_that_was_judged_is_shown(void **state)
{
    struct raw_fixture *fixture = *state;
    struct tkg_text text;
    (void)raw_write(fixture, "page.launches.tsv",
                    "0\t0\tslow\thead\t7\t21\t7\t7\n0\t1\tjudged\thead\t7\t7\t7\t7\n"
                    "0\t2\tjudged\thead\t7\t7\t14\t14\n");
    report(fixture, &text);
    assert_contains(tkg_text_borrow(&text), "| page | 3 | 2 | 1 | 1 |");
    tkg_text_deinit(&text);
}

static void empty_folder_makes_a_page_without_figures(void **state)
{
    struct raw_fixture *fixture = *state;
    struct tkg_text text;
    report(fixture, &text);
    assert_contains(tkg_text_borrow(&text), "Nothing is measured yet.");
    tkg_text_deinit(&text);
}

static void damaged_data_makes_no_page(void **state)
{
    struct raw_fixture *fixture = *state;
    struct tkg_error err = {0};
    struct tkg_text text;
    (void)raw_write(fixture, "branchy_equal.tsv", "nonsense\n");
    tkg_text_init(&text);
    assert_status(tkg_calibration_report(fixture->scratch.path, &text, &err), TKG_INPUT, &err);
    assert_contains(err.text, "branchy_equal.tsv:1:");
    tkg_text_deinit(&text);
}

static void figures_are_counted_by_load_and_variant(void **state)
{
    (void)state;
    struct tkg_run_row all[3] = {
        {.outcome = "pass", .seconds = 1, .head = 0.1, .variant = 0},
        {.outcome = "ENGINE_CRASH", .is_loaded = true, .seconds = 5, .head = NAN, .variant = 1},
        {.outcome = "too fine", .seconds = 3, .head = 0.3, .variant = 1}};
    const struct tkg_run_rows rows = {.rows = all, .count = 3};
    const struct tkg_figures everything = tkg_figures_of(&rows, TKG_ROWS_ALL);
    assert_int_equal(everything.failed, 1);
    assert_int_equal(everything.too_fine, 1);
    assert_near(everything.seconds_median, 3.0, 0.0);
    assert_near(everything.head_mean, 0.2, 1e-12);
    assert_near(everything.head_error, 0.1, 1e-12); /* SD 0.1414 over the root of two */
    assert_int_equal(tkg_figures_of(&rows, TKG_ROWS_QUIET).run_count, 2);
    assert_int_equal(tkg_figures_of(&rows, TKG_ROWS_BURSTY).failed, 1);
    assert_int_equal(tkg_figures_of_variant(&rows, 1).run_count, 2);
    assert_nan(tkg_figures_of_variant(&rows, 2).head_mean);
}

#define RAW_TEST(function) cmocka_unit_test_setup_teardown(function, raw_setup, raw_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        RAW_TEST(page_holds_every_goal_with_its_bound),
        RAW_TEST(gain_is_read_over_planted),
        RAW_TEST(time_of_a_count_is_a_share_of_its_run),
        RAW_TEST(creep_is_tried_on_drawn_and_on_real_noise),
        RAW_TEST(slow_launch_that_was_judged_is_shown),
        RAW_TEST(empty_folder_makes_a_page_without_figures),
        RAW_TEST(damaged_data_makes_no_page),
        cmocka_unit_test(figures_are_counted_by_load_and_variant),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
