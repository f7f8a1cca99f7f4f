/* SPDX-License-Identifier: Apache-2.0 */
#include "cmocka_all.h"

#include <unistd.h>

#include "cli/progress.h"

/* What show() writes to stderr for one call. */
static const char *captured(struct tkg_progress_view *view, const struct tkg_progress *progress)
{
    static char text[1024];
    int ends[2];
    int saved = dup(STDERR_FILENO);
    assert_int_equal(pipe(ends), 0);
    assert_true(dup2(ends[1], STDERR_FILENO) >= 0);
    tkg_progress_view_show(view, progress);
    tkg_progress_view_end(view);
    (void)fflush(stderr);
    assert_true(dup2(saved, STDERR_FILENO) >= 0);
    (void)close(ends[1]);
    ssize_t length = read(ends[0], text, sizeof(text) - 1);
    text[length > 0 ? length : 0] = '\0';
    (void)close(ends[0]);
    (void)close(saved);
    return text;
}

static struct tkg_plan_item item = {.case_name = "replay/1M"};
static struct tkg_trial trial;

/* Half done after 30 s, so 30 s are left. */
static struct tkg_progress make_progress(void)
{
    trial = tkg_trial_empty(TKG_PASS_THROUGHPUT);
    trial.values[TKG_METRIC_THROUGHPUT] = 182e6;
    trial.values[TKG_METRIC_LATENCY_MEAN] = 5.49;
    trial.round = 11;
    struct tkg_progress progress = {
        .item = &item,
        .trial = &trial,
        .round = 11,
        .round_count = 20,
        .done_count = 50,
        .total_count = 100,
        .elapsed_ns = INT64_C(30000000000),
    };
    return progress;
}

static void pipe_gets_a_plain_line_every_ten_seconds(void **state)
{
    (void)state;
    struct tkg_progress_view view = {0};
    struct tkg_progress progress = make_progress();
    assert_string_equal(captured(&view, &progress),
                        "tickgate: 50 of 100 trials, round 12 of 20, 0:30 left\n");
    progress.elapsed_ns += INT64_C(9000000000);
    assert_string_equal(captured(&view, &progress), "");
    progress.elapsed_ns += INT64_C(1000000000);
    assert_contains(captured(&view, &progress), "50 of 100");
}

static void terminal_gets_a_bar(void **state)
{
    (void)state;
    struct tkg_progress_view view = {.is_terminal = true, .utf8 = true};
    struct tkg_progress progress = make_progress();
    const char *text = captured(&view, &progress);
    assert_contains(text, "replay/1M");
    assert_contains(text, "round 12/20");
    assert_contains(text, "##########..........");
    assert_contains(text, " 50 %  ETA 0:30");
    assert_contains(text, "182 M ticks/s");
    assert_contains(text, "▅"); /* one value only: the middle height, 0.5 of 7 rounds to 4 */
}

static void quiet_shows_nothing(void **state)
{
    (void)state;
    struct tkg_progress_view view = {.quiet = true, .is_terminal = true};
    struct tkg_progress progress = make_progress();
    assert_string_equal(captured(&view, &progress), "");
}

static void verbose_shows_every_trial_with_its_flaw(void **state)
{
    (void)state;
    struct tkg_progress_view view = {.verbose = true};
    struct tkg_progress progress = make_progress();
    trial.invalid = TKG_INVALID_CPU_SHARE;
    const char *text = captured(&view, &progress);
    assert_contains(text, "50/100  round 12  replay/1M");
    assert_contains(text, "pass A  mean 5.49 ns");
    assert_contains(text, "less than 95 % of its core");
}

static void spark_keeps_the_last_sixteen(void **state)
{
    (void)state;
    struct tkg_progress_view view = {.quiet = true};
    struct tkg_progress progress = make_progress();
    for (int i = 0; i < 20; i++) {
        trial.values[TKG_METRIC_THROUGHPUT] = i;
        tkg_progress_view_show(&view, &progress);
    }
    assert_int_equal(view.throughput_count, TKG_SPARK_COUNT);
    assert_near(view.throughputs[0], 4.0, 0.0);
    assert_near(view.throughputs[TKG_SPARK_COUNT - 1], 19.0, 0.0);
}

static void no_color_is_obeyed(void **state)
{
    (void)state;
    (void)setenv("NO_COLOR", "1", 1);
    assert_false(tkg_terminal_has_color(STDOUT_FILENO));
    (void)unsetenv("NO_COLOR");
    (void)setenv("TERM", "dumb", 1);
    assert_false(tkg_terminal_has_color(STDOUT_FILENO));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pipe_gets_a_plain_line_every_ten_seconds),
        cmocka_unit_test(terminal_gets_a_bar),
        cmocka_unit_test(quiet_shows_nothing),
        cmocka_unit_test(verbose_shows_every_trial_with_its_flaw),
        cmocka_unit_test(spark_keeps_the_last_sixteen),
        cmocka_unit_test(no_color_is_obeyed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
