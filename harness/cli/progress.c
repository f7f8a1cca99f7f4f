/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/progress.h"

#include <langinfo.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/quantity.h"

static const int64_t bar_interval_ns = INT64_C(100000000);
static const int64_t line_interval_ns = INT64_C(10) * 1000 * 1000 * 1000;
enum { BAR_WIDTH = 20 };

static bool is_dumb_terminal(void)
{
    const char *term = getenv("TERM");
    return !term || !*term || strcmp(term, "dumb") == 0;
}

bool tkg_terminal_has_color(int descriptor)
{
    const char *no_color = getenv("NO_COLOR");
    return isatty(descriptor) && !is_dumb_terminal() && !(no_color && *no_color);
}

bool tkg_terminal_has_utf8(void)
{
    return setlocale(LC_CTYPE, "") && strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

void tkg_progress_view_init(struct tkg_progress_view *view, bool quiet, bool verbose)
{
    *view = (struct tkg_progress_view){
        .is_terminal = isatty(STDERR_FILENO) && !is_dumb_terminal(),
        .verbose = verbose,
        .quiet = quiet,
        .utf8 = tkg_terminal_has_utf8(),
    };
}

static void note_throughput(struct tkg_progress_view *view, const struct tkg_trial *trial)
{
    double value = trial->values[TKG_METRIC_THROUGHPUT];
    if (trial->pass != TKG_PASS_THROUGHPUT || isnan(value)) {
        return;
    }
    if (view->throughput_count == TKG_SPARK_COUNT) {
        memmove(view->throughputs, view->throughputs + 1,
                (TKG_SPARK_COUNT - 1) * sizeof(view->throughputs[0]));
        view->throughput_count--;
    }
    view->throughputs[view->throughput_count++] = value;
}

/* The last throughputs as eight heights between their least and greatest. */
static void draw_spark(const struct tkg_progress_view *view)
{
    static const char *const levels[] = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
    double low = INFINITY;
    double high = -INFINITY;
    for (int i = 0; i < view->throughput_count; i++) {
        low = fmin(low, view->throughputs[i]);
        high = fmax(high, view->throughputs[i]);
    }
    for (int i = 0; i < view->throughput_count && view->utf8; i++) {
        double height = high > low ? (view->throughputs[i] - low) / (high - low) : 0.5;
        (void)fputs(levels[(int)(height * 7.0 + 0.5)], stderr);
    }
}

static int64_t remaining_ns(const struct tkg_progress *progress)
{
    double share = (double)progress->done_count / (double)progress->total_count;
    return (int64_t)((double)progress->elapsed_ns * (1.0 - share) / share);
}

static void print_clock(int64_t time_ns)
{
    long long seconds = (time_ns + 500000000) / 1000000000;
    (void)fprintf(stderr, "%lld:%02lld", seconds / 60, seconds % 60);
}

static void show_bar(struct tkg_progress_view *view, const struct tkg_progress *progress)
{
    size_t filled = BAR_WIDTH * progress->done_count / progress->total_count;
    (void)fprintf(stderr, "\r\033[K%-14s round %u/%u  ", progress->item->case_name,
                  progress->round + 1, progress->round_count);
    for (size_t i = 0; i < BAR_WIDTH; i++) {
        (void)fputc(i < filled ? '#' : '.', stderr);
    }
    (void)fprintf(stderr, " %3zu %%  ETA ", 100 * progress->done_count / progress->total_count);
    print_clock(remaining_ns(progress));
    if (view->throughput_count > 0) {
        char rate[TKG_QUANTITY_BYTES];
        (void)fprintf(stderr, "  %s ",
                      tkg_quantity_format(view->throughputs[view->throughput_count - 1],
                                          TKG_DIMENSION_RATE, rate));
        draw_spark(view);
    }
    view->line_open = true;
}

static void show_line(const struct tkg_progress *progress)
{
    (void)fprintf(stderr, "tickgate: %zu of %zu trials, round %u of %u, ", progress->done_count,
                  progress->total_count, progress->round + 1, progress->round_count);
    print_clock(remaining_ns(progress));
    (void)fputs(" left\n", stderr);
}

static void show_trial(const struct tkg_progress *progress)
{
    const struct tkg_trial *trial = progress->trial;
    char mean[TKG_QUANTITY_BYTES];
    (void)fprintf(
        stderr, "%4zu/%zu  round %-3u %-14s pass %c  mean %-10s %s\n", progress->done_count,
        progress->total_count, trial->round + 1, progress->item->case_name,
        tkg_pass_letter(trial->pass),
        tkg_quantity_format(trial->values[TKG_METRIC_LATENCY_MEAN], TKG_DIMENSION_TIME, mean),
        tkg_invalidity_text(trial->invalid));
}

void tkg_progress_view_show(void *context, const struct tkg_progress *progress)
{
    struct tkg_progress_view *view = context;
    note_throughput(view, progress->trial);
    if (view->verbose) {
        show_trial(progress);
        return;
    }
    int64_t interval_ns = view->is_terminal ? bar_interval_ns : line_interval_ns;
    if (view->quiet || progress->elapsed_ns - view->last_shown_ns < interval_ns) {
        return;
    }
    view->last_shown_ns = progress->elapsed_ns;
    if (view->is_terminal) {
        show_bar(view, progress);
    } else {
        show_line(progress);
    }
}

void tkg_progress_view_end(struct tkg_progress_view *view)
{
    if (view->line_open) {
        (void)fputs("\r\033[K", stderr);
        view->line_open = false;
    }
}
