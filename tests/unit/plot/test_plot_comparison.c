/* SPDX-License-Identifier: Apache-2.0 */
#include "plot/plot_comparison.h"

#include "plot_run.h"
#include "sample_launches.h"

static char folder[64];

static int set_up(void **state)
{
    (void)state;
    (void)snprintf(folder, sizeof folder, "/tmp/tkg_plot_comparison_XXXXXX");
    assert_non_null(mkdtemp(folder));
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    plot_folder_remove(folder);
    return 0;
}

static struct tkg_plot_change input_of(void)
{
    return (struct tkg_plot_change){"0.1.0", plot_script_folder(), folder};
}

static const struct tkg_comparison regression = {
    .outcome = TKG_COMPARISON_REGRESSION,
    .launch_count = 20,
    .head = {0.0198, 0.0190, 0.0206, 0.001},
    .null = {0.0, -0.001, 0.001, 0.0025},
    .plant = {0.0198, 0.0188, 0.0208, 0.0025},
    .null_holds = true,
    .plant_holds = true,
};

static void forest_and_launches_explain_a_verdict(void **state)
{
    plot_need_gnuplot();
    (void)state;
    struct tkg_error err = {.text = ""};
    struct tkg_comparison_record record;
    const struct tkg_plot_change input = input_of();
    make_launches(&record, 21);
    assert_status(tkg_plot_comparison_draw(&input, &record, &regression, &err), TKG_OK, &err);
    char *svg = plot_read(folder, "forest.svg");
    assert_contains(svg, "head_$(id)@{}.so against base`id`.so"); /* names are data */
    assert_contains(svg, ">regression<");
    assert_contains(svg, "base against itself");
    assert_contains(svg, "holds 0");
    assert_contains(svg, "planted +2.00 %");
    assert_contains(svg, "+2.00 [+1.92, +2.08] %  regression"); /* 100 (e^x - 1) of the shift */
    free(svg);
    svg = plot_read(folder, "launches.svg");
    assert_contains(svg, "Speed of the base");
    assert_contains(svg, ">planted<");
    free(svg);
    assert_true(plot_size(folder, "forest.png") > 10000);
    tkg_comparison_record_deinit(&record);
}

static void equal_receipts_give_equal_pictures(void **state)
{
    plot_need_gnuplot();
    (void)state;
    struct tkg_error err = {.text = ""};
    struct tkg_comparison_record record;
    const struct tkg_plot_change input = input_of();
    make_launches(&record, 21);
    assert_status(tkg_plot_comparison_draw(&input, &record, &regression, &err), TKG_OK, &err);
    char *one = plot_read(folder, "forest.svg");
    assert_status(tkg_plot_comparison_draw(&input, &record, &regression, &err), TKG_OK, &err);
    char *two = plot_read(folder, "forest.svg");
    assert_string_equal(one, two);
    free(one);
    free(two);
    tkg_comparison_record_deinit(&record);
}

static void gate_shows_every_row_with_its_word(void **state)
{
    plot_need_gnuplot();
    (void)state;
    struct tkg_error err = {.text = ""};
    struct tkg_gate_record record;
    const struct tkg_plot_change input = input_of();
    static const struct tkg_gate_case one = {.name = "futures"};
    static const struct tkg_gate_question questions[] = {
        {.kind = TKG_GATE_TIME, .tolerance = 0.005, .margin = 0.01},
        {.kind = TKG_GATE_PEAK_MEMORY, .tolerance = 0.02, .margin = 0.04},
    };
    tkg_gate_record_init(&record);
    assert_status(tkg_gate_record_set_cases(&record, &one, 1, &err), TKG_OK, &err);
    for (size_t i = 0; i < 2; i++) {
        assert_non_null(tkg_gate_record_add_row(&record, &questions[i]));
    }
    record.rows[0].evidence = TKG_GATE_EVIDENCE_COMPARISON;
    record.rows[0].comparison.plant = 0.01;
    struct tkg_gate_verdict verdicts[2] = {
        {.row = &record.rows[0],
         .outcome = TKG_GATE_CLASS_PASS,
         .change = 0.001,
         .change_low = -0.001,
         .change_high = 0.003,
         .comparison = regression},
        {.row = &record.rows[1],
         .outcome = TKG_GATE_CLASS_CRASHED,
         .change = NAN,
         .change_low = NAN,
         .change_high = NAN},
    };
    const struct tkg_gate_result result = {.record = &record,
                                           .verdicts = verdicts,
                                           .verdict_count = 2,
                                           .worst = TKG_GATE_CLASS_CRASHED,
                                           .exit_code = 4};
    record.is_complete = true;
    assert_status(tkg_plot_gate_draw(&input, &result, &err), TKG_OK, &err);
    char *svg = plot_read(folder, "forest.svg");
    assert_contains(svg, "time futures");
    assert_contains(svg, "peak_memory futures");
    assert_contains(svg, "+0.10 [-0.10, +0.30] %  pass");
    assert_contains(svg, "planted +1.00 %");
    assert_contains(svg, ">crashed<");
    free(svg);
    tkg_gate_record_deinit(&record);
}

static void empty_receipts_are_told(void **state)
{
    (void)state;
    struct tkg_error err;
    const struct tkg_plot_change input = input_of();
    const struct tkg_comparison_record record = {.launch_count = 0};
    static const struct tkg_gate_record gate = {.row_count = 0};
    const struct tkg_gate_result result = {.record = &gate};
    assert_int_equal(tkg_plot_comparison_draw(&input, &record, &regression, &err), TKG_NOTHING);
    assert_int_equal(tkg_plot_gate_draw(&input, &result, &err), TKG_NOTHING);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(forest_and_launches_explain_a_verdict, set_up, tear_down),
        cmocka_unit_test_setup_teardown(equal_receipts_give_equal_pictures, set_up, tear_down),
        cmocka_unit_test_setup_teardown(gate_shows_every_row_with_its_word, set_up, tear_down),
        cmocka_unit_test_setup_teardown(empty_receipts_are_told, set_up, tear_down),
    };
    return plot_exit_status(cmocka_run_group_tests(tests, NULL, NULL));
}
