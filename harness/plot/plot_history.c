/* SPDX-License-Identifier: Apache-2.0 */
#include "plot/plot_history.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plot/plot_sheet.h"
#include "plot/plot_trend.h"
#include "stats/estimate.h"

enum { TEXT_BYTES = 1024, TITLE_COLUMNS = 70, LINE_COLUMNS = 130, FOOTER_COLUMNS = 110 };

static const char *const trend_texts[] = {"run", NULL};
static const char *const heat_texts[] = {"run", NULL};
static const struct tkg_gnuplot_picture pictures[] = {{"trend", trend_texts}, {"heat", heat_texts}};
static const char *const alone_texts[] = {NULL};
static const struct tkg_gnuplot_picture alone[] = {{"heat", alone_texts}};

static void write_verdict(const struct tkg_plot_history *input, struct tkg_text *page)
{
    char text[TEXT_BYTES];
    const size_t steps = input->trend->steps.count, drifts = input->trend->drifts.count;
    (void)snprintf(text, sizeof text, "%zu step%s, %zu drift%s", steps, steps == 1 ? "" : "s",
                   drifts, drifts == 1 ? "" : "s");
    tkg_plot_page_add(page, TKG_PAGE_VERDICT, steps + drifts ? TKG_INK_AMBER : TKG_INK_GREY,
                      steps + drifts ? text : "no step, no drift", TITLE_COLUMNS);
}

static void write_page(const struct tkg_plot_history *input, struct tkg_text *page)
{
    char text[TEXT_BYTES];
    const struct tkg_history_series *series = input->series;
    tkg_text_add(page, "# role (0 title, 1 subtitle, 2 verdict, 3 and 4 footers) colour text\n");
    (void)snprintf(text, sizeof text, "%.60s over %zu runs", input->metric, series->point_count);
    tkg_plot_page_add(page, TKG_PAGE_TITLE, 0, text, TITLE_COLUMNS);
    (void)snprintf(text, sizeof text, "%.60s%s%.300s \xc2\xb7 machine %.8s", series->engine,
                   *series->engine ? " \xc2\xb7 " : "", series->work, series->environment);
    tkg_plot_page_add(page, TKG_PAGE_SUBTITLE, 0, text, LINE_COLUMNS);
    write_verdict(input, page);
    tkg_plot_page_add(page, TKG_PAGE_LEFT, 0,
                      "Only runs of one machine, one engine and the same work are compared.",
                      FOOTER_COLUMNS);
    (void)snprintf(text, sizeof text, "tickgate %.40s", input->tool_version);
    tkg_plot_page_add(page, TKG_PAGE_RIGHT, 0, text, FOOTER_COLUMNS);
}

static int compare_numbers(const void *left, const void *right)
{
    const double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

static double median_of_points(const struct tkg_history_series *series, double *scratch)
{
    for (size_t i = 0; i < series->point_count; i++) {
        scratch[i] = series->points[i].value;
    }
    qsort(scratch, series->point_count, sizeof *scratch, compare_numbers);
    return tkg_median_of_sorted(scratch, series->point_count);
}

/* How much worse than the row's median each run is, as a share. */
static void fill_row(const struct tkg_plot_history *input, const struct tkg_history_series *row,
                     double *scratch, double *out)
{
    const bool is_worse_up = tkg_plot_more_is_worse(input->metric);
    const double median = median_of_points(row, scratch);
    size_t at = 0;
    for (size_t column = 0; column < input->series->point_count; column++) {
        const int64_t run_id = input->series->points[column].run_id;
        while (at < row->point_count && row->points[at].run_id != run_id &&
               row->points[at].start_unix_ns <= input->series->points[column].start_unix_ns) {
            at++;
        }
        const bool is_here = at < row->point_count && row->points[at].run_id == run_id;
        const double ratio = is_here ? row->points[at].value / median : NAN;
        out[column] =
            isfinite(ratio) && ratio > 0.0 ? (is_worse_up ? ratio : 1.0 / ratio) - 1.0 : NAN;
    }
}

static size_t most_points(const struct tkg_plot_history *input)
{
    size_t most = input->series->point_count;
    for (size_t i = 0; i < input->row_count; i++) {
        most =
            input->rows[i].series->point_count > most ? input->rows[i].series->point_count : most;
    }
    return most;
}

static void name_column(const struct tkg_history_point *point, char *out)
{
    if (*point->commit) {
        (void)snprintf(out, TKG_HEAT_NAME_BYTES, "%.10s", point->commit);
    } else {
        (void)snprintf(out, TKG_HEAT_NAME_BYTES, "#%lld", (long long)point->run_id);
    }
}

static bool write_heat(const struct tkg_plot_history *input, struct tkg_text *data,
                       struct tkg_text *frame)
{
    const size_t count = input->series->point_count;
    double *scratch = calloc(most_points(input), sizeof *scratch);
    struct tkg_plot_heat heat = {
        .names = calloc(input->row_count, sizeof *heat.names),
        .row_count = input->row_count,
        .columns = calloc(count, sizeof *heat.columns),
        .column_count = count,
        .values = calloc(input->row_count * count, sizeof *heat.values),
        .is_diverging = true,
        .meaning = "worse than the row's median, %",
        .x_title = "run",
    };
    bool is_good = scratch && heat.names && heat.columns && heat.values;
    for (size_t row = 0; is_good && row < input->row_count; row++) {
        (void)snprintf(heat.names[row], sizeof heat.names[row], "%.63s",
                       input->rows[row].case_name);
        fill_row(input, input->rows[row].series, scratch, heat.values + row * count);
    }
    for (size_t column = 0; is_good && column < count; column++) {
        name_column(&input->series->points[column], heat.columns[column]);
    }
    is_good = is_good && tkg_plot_heat_write(&heat, data, frame);
    free(scratch);
    free(heat.names);
    free(heat.columns);
    free(heat.values);
    return is_good;
}

enum tkg_status tkg_plot_history_draw(const struct tkg_plot_history *input, struct tkg_error *err)
{
    struct tkg_text page = {0}, trend = {0}, trend_frame = {0}, heat = {0}, heat_frame = {0};
    const struct tkg_plot_file files[] = {
        {"page.dat", &page}, {"trend.dat", &trend},           {"trend_frame.dat", &trend_frame},
        {"heat.dat", &heat}, {"heat_frame.dat", &heat_frame},
    };
    const struct tkg_plot_sheet sheet = {
        input->script_folder, input->output_folder, files, 5, pictures, 2};
    if (input->series->point_count == 0 || input->row_count == 0) {
        return tkg_fail(err, TKG_NOTHING, "no run to draw");
    }
    write_page(input, &page);
    enum tkg_status status =
        tkg_plot_trend_write(input->series, input->trend, input->metric, input->case_name, &trend,
                             &trend_frame) &&
                write_heat(input, &heat, &heat_frame)
            ? tkg_plot_sheet_draw(&sheet, err)
            : tkg_fail(err, TKG_NO_MEMORY, "plot: out of memory for the history");
    tkg_text_deinit(&page);
    tkg_text_deinit(&trend);
    tkg_text_deinit(&trend_frame);
    tkg_text_deinit(&heat);
    tkg_text_deinit(&heat_frame);
    return status;
}

enum tkg_status tkg_plot_heat_draw(const struct tkg_plot_heat_page *input, struct tkg_error *err)
{
    struct tkg_text page = {0}, data = {0}, frame = {0};
    const struct tkg_plot_file files[] = {
        {"page.dat", &page}, {"heat.dat", &data}, {"heat_frame.dat", &frame}};
    const struct tkg_plot_sheet sheet = {
        input->script_folder, input->output_folder, files, 3, alone, 1};
    tkg_plot_page_add(&page, TKG_PAGE_TITLE, 0, input->title, TITLE_COLUMNS);
    tkg_plot_page_add(&page, TKG_PAGE_SUBTITLE, 0, input->subtitle, LINE_COLUMNS);
    tkg_plot_page_add(&page, TKG_PAGE_LEFT, 0, input->footer, FOOTER_COLUMNS);
    enum tkg_status status = tkg_plot_heat_write(input->heat, &data, &frame)
                                 ? tkg_plot_sheet_draw(&sheet, err)
                                 : tkg_fail(err, TKG_NO_MEMORY, "plot: out of memory");
    tkg_text_deinit(&page);
    tkg_text_deinit(&data);
    tkg_text_deinit(&frame);
    return status;
}
