/* SPDX-License-Identifier: Apache-2.0 */
#include "plot/plot_speedup.h"

#include "plot/plot_data.h"
#include "plot_run.h"

enum { COUNTS = 5 };

/* A run with 1, 2, 4, 8 and 16 threads beside the sizes of the sample run; 16 took turns. */
struct threads_run {
    struct plot_run run;
    struct tkg_case cases[COUNTS];
    struct tkg_case_summary summaries[COUNTS];
    struct tkg_summary summary;
};

static const uint32_t counts[COUNTS] = {8, 1, 2, 16, 4}; /* in no order */
static const double speedups[COUNTS] = {5.6, 1.0, 1.9, 6.0, 3.4};

static void threads_run_init(struct threads_run *run)
{
    plot_run_init(&run->run);
    memset(run->cases, 0, sizeof(run->cases));
    for (size_t i = 0; i < COUNTS; i++) {
        (void)snprintf(run->cases[i].name, sizeof(run->cases[i].name), "threads/%u", counts[i]);
        run->cases[i].threads.count = counts[i];
        run->cases[i].threads.oversubscribed = counts[i] == 16;
        run->summaries[i] = (struct tkg_case_summary){.source = &run->cases[i]};
        for (int metric = 0; metric < TKG_METRIC_COUNT; metric++) {
            run->summaries[i].estimates[metric] = sample_estimate_without_value(0);
        }
        run->summaries[i].estimates[TKG_METRIC_SPEEDUP] =
            sample_estimate(speedups[i], counts[i] == 1 ? 0.0 : 5.0);
    }
    run->summary = run->run.sample.summary;
    run->summary.cases = run->summaries;
    run->summary.case_count = COUNTS;
    run->summary.threads = (struct tkg_thread_scaling){
        .one_thread = 1,
        .fitted_count = 4,
        .lambda = sample_estimate(30e6, 1.0),
        .sigma = sample_estimate(0.04, 1.0),
        .kappa = sample_estimate(0.003, 1.0),
        .peak_threads = 17.888543819998318, /* sqrt(0.96 / 0.003) */
        .peak_throughput = 6.85e7,
        .impossible = SIZE_MAX,
    };
    run->run.input.summary = &run->summary;
}

static int set_up(void **state)
{
    static struct threads_run run;
    threads_run_init(&run);
    *state = &run;
    return 0;
}

static int tear_down(void **state)
{
    struct threads_run *run = *state;
    plot_run_deinit(&run->run);
    return 0;
}

static void write_files(const struct threads_run *run, struct tkg_text *data,
                        struct tkg_text *frame)
{
    struct tkg_plot_sweep sweep;
    assert_true(tkg_plot_speedup_sweep(&sweep, &run->summary));
    tkg_plot_speedup_write(&sweep, &run->summary, run->run.input.verdicts, data, frame);
}

static void points_stand_in_the_order_of_threads(void **state)
{
    struct tkg_text data = {0}, frame = {0};
    write_files(*state, &data, &frame);
    /* the sample's intervals: 0.6 % times the scale of 5 */
    assert_string_equal(tkg_text_borrow(&data),
                        "# threads\tspeedup\tlow\thigh\tmissed\toversubscribed\n"
                        "1\t1\t1\t1\t0\t0\n"
                        "2\t1.9\t1.843\t1.957\t0\t0\n"
                        "4\t3.4\t3.298\t3.502\t0\t0\n"
                        "8\t5.6\t5.432\t5.768\t0\t0\n"
                        "16\t6\t5.82\t6.18\t0\t1\n");
    tkg_text_deinit(&data);
    tkg_text_deinit(&frame);
}

/* The axes hold the ideal line up to 16, which is 15 % below the top; the law at 16 threads is
 * 16 / (1 + 0.04 * 15 + 0.003 * 16 * 15) = 6.896551724; at 1 it is 1. */
static void the_frame_holds_the_ideal_line_and_the_law(void **state)
{
    struct tkg_text data = {0}, frame = {0};
    write_files(*state, &data, &frame);
    const char *text = tkg_text_borrow(&frame);
    assert_contains(text, "0\t16.64\t0\t18.4\t0\t1\tspeed-up\n");
    assert_contains(text, "\n1\t1\n2\t2\n4\t4\n8\t8\n16\t16\n");
    assert_contains(text, "1\tcontention 0.04, coherency 0.003; peak at 17.9 threads; hollow: more "
                          "threads than CPUs\n");
    assert_contains(text, "# 7 fitted curve: x y\n1\t1\n");
    assert_contains(text, "\n16\t6.89655172\n");
    assert_contains(text, "0\t16\t6\t");
    assert_contains(text, "1\t16\t16\t16\tideal\n");
    assert_contains(text, "2\t16\t6.89655172\t");
    tkg_text_deinit(&data);
    tkg_text_deinit(&frame);
}

static void without_a_law_there_is_no_curve_and_a_reason(void **state)
{
    struct threads_run *run = *state;
    struct tkg_text data = {0}, frame = {0};
    run->summary.threads.sigma = sample_estimate_without_value(0);
    write_files(run, &data, &frame);
    const char *text = tkg_text_borrow(&frame);
    assert_contains(text,
                    "1\tno law: too few thread counts or rounds; hollow: more threads than CPUs\n");
    assert_contains(text, "# 7 fitted curve: x y\nNaN\tNaN\n");
    assert_null(strstr(text, "\tlaw\n"));
    tkg_text_deinit(&data);
    tkg_text_deinit(&frame);
}

static void fewer_than_two_counts_make_no_picture(void **state)
{
    struct threads_run *run = *state;
    struct tkg_plot_sweep sweep;
    struct tkg_error err = {.text = ""};
    struct tkg_plot_choice choice;
    for (size_t i = 1; i < COUNTS; i++) {
        run->summaries[i].estimates[TKG_METRIC_SPEEDUP] = sample_estimate_without_value(2);
    }
    assert_false(tkg_plot_speedup_sweep(&sweep, &run->summary));
    assert_int_equal(sweep.case_count, 1);
    assert_int_equal(tkg_plot_choose(&run->run.input, &choice, &err), TKG_NOTHING);
    run->run.input.summary = &run->run.sample.summary; /* sizes, and no threads at all */
    assert_int_equal(tkg_plot_choose(&run->run.input, &choice, &err), TKG_OK);
    assert_true(choice.sizes && !choice.threads);
}

static void many_counts_keep_their_marks_and_lose_numbers_that_touch(void **state)
{
    (void)state;
    static struct tkg_case cases[32];
    static struct tkg_case_summary summaries[32];
    struct tkg_summary summary = {.cases = summaries, .case_count = 32};
    struct tkg_plot_sweep sweep;
    struct tkg_text data = {0}, frame = {0};
    for (uint32_t i = 0; i < 32; i++) {
        cases[i].threads.count = i + 1;
        summaries[i].source = &cases[i];
        summaries[i].estimates[TKG_METRIC_SPEEDUP] = sample_estimate(i + 1.0, 1.0);
    }
    assert_true(tkg_plot_speedup_sweep(&sweep, &summary));
    tkg_plot_speedup_write(&sweep, &summary, NULL, &data, &frame);
    const char *text = tkg_text_borrow(&frame);
    assert_contains(text, "\n1\t1\n2\t\n3\t3\n4\t\n5\t5\n"); /* 2 of 33.28 are more than 5 % */
    assert_contains(text, "\n30\t\n31\t\n32\t32\n");
    tkg_text_deinit(&data);
    tkg_text_deinit(&frame);
}

static char *draw(const struct threads_run *run)
{
    struct tkg_error err = {.text = ""};
    assert_status(tkg_plot_scalability(&run->run.input, &err), TKG_OK, &err);
    return plot_read(run->run.folder, "speedup.svg");
}

static void the_picture_is_drawn_without_the_others(void **state)
{
    plot_need_gnuplot();
    struct threads_run *run = *state;
    const char *texts[] = {
        "Speed-up over threads, higher is better",
        ">speed-up<",
        ">threads<",
        ">ideal<",
        ">law<",
        "contention 0.04, coherency 0.003; peak at 17.9 threads; hollow: more threads than CPUs",
        ">6.00<",
        "Scalability of reference 3f9c1ab on synthetic:futures",
    };
    char *svg = draw(run);
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        assert_contains(svg, texts[i]);
    }
    assert_true(plot_size(run->run.folder, "speedup.png") > 10000);
    assert_int_equal(plot_size(run->run.folder, "throughput.svg"), 0);
    assert_int_equal(plot_size(run->run.folder, "font_probe.png"), 0);
    free(svg);
}

/* Old pictures of sizes would be taken for those of this run. */
static void equal_data_gives_equal_bytes_and_old_pictures_go(void **state)
{
    plot_need_gnuplot();
    struct threads_run *run = *state;
    struct tkg_error err = {.text = ""};
    run->run.input.summary = &run->run.sample.summary;
    assert_status(tkg_plot_scalability(&run->run.input, &err), TKG_OK, &err);
    assert_true(plot_size(run->run.folder, "throughput.svg") > 0);
    assert_int_equal(plot_size(run->run.folder, "speedup.svg"), 0);
    run->run.input.summary = &run->summary;
    char *first = draw(run);
    assert_int_equal(plot_size(run->run.folder, "throughput.svg"), 0);
    char *second = draw(run);
    assert_string_equal(first, second);
    free(first);
    free(second);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(points_stand_in_the_order_of_threads),
        TEST(the_frame_holds_the_ideal_line_and_the_law),
        TEST(without_a_law_there_is_no_curve_and_a_reason),
        TEST(fewer_than_two_counts_make_no_picture),
        TEST(many_counts_keep_their_marks_and_lose_numbers_that_touch),
        TEST(the_picture_is_drawn_without_the_others),
        TEST(equal_data_gives_equal_bytes_and_old_pictures_go),
    };
    return plot_exit_status(cmocka_run_group_tests(tests, NULL, NULL));
}
