/* SPDX-License-Identifier: Apache-2.0 */
#include "plot/plot_comparison.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plot/plot_forest.h"
#include "plot/plot_launches.h"
#include "plot/plot_sheet.h"

enum { TEXT_BYTES = 1024, TITLE_COLUMNS = 70, LINE_COLUMNS = 130, FOOTER_COLUMNS = 120 };

static const char *const forest_texts[] = {"change of head against base, %", NULL};
static const char *const launch_texts[] = {"Change of head against base", "Speed of the base",
                                           NULL};
static const struct tkg_gnuplot_picture pictures[] = {{"forest", forest_texts},
                                                      {"launches", launch_texts}};

static const char footer[] =
    "Whiskers: intervals of the verdict. A launch is a fresh process that plays base and head.";

static int colour_of(enum tkg_comparison_outcome outcome)
{
    switch (outcome) {
    case TKG_COMPARISON_PASS:
    case TKG_COMPARISON_IMPROVEMENT:
        return TKG_INK_GREEN;
    case TKG_COMPARISON_REGRESSION:
        return TKG_INK_RED;
    default:
        return TKG_INK_AMBER;
    }
}

static struct tkg_forest_row row_of(const struct tkg_shift *shift, enum tkg_forest_kind kind)
{
    return (struct tkg_forest_row){
        .kind = kind,
        .change = expm1(shift->estimate),
        .low = expm1(shift->low),
        .high = isfinite(shift->high) ? expm1(shift->high) : NAN,
        .tolerance = NAN,
        .margin = NAN,
        .colour = TKG_INK_GREY,
    };
}

/* What shows that the run could have seen an effect; returns how many rows. */
static size_t add_proof(struct tkg_forest_row *rows, const struct tkg_comparison *comparison,
                        double plant)
{
    size_t count = 0;
    rows[count] = row_of(&comparison->null, TKG_FOREST_NULL);
    (void)snprintf(rows[count].name, sizeof rows[count].name, "base against itself");
    (void)snprintf(rows[count].word, sizeof rows[count].word, "%s",
                   comparison->null_holds ? "holds 0" : "does not hold 0");
    rows[count].colour = comparison->null_holds ? TKG_INK_GREY : TKG_INK_AMBER;
    count++;
    if (plant > 0.0) {
        rows[count] = row_of(&comparison->plant, TKG_FOREST_PLANT);
        (void)snprintf(rows[count].name, sizeof rows[count].name, "planted %+.2f %%",
                       100.0 * plant);
        (void)snprintf(rows[count].word, sizeof rows[count].word, "%s",
                       comparison->plant_holds ? "seen" : "not seen");
        rows[count].colour = comparison->plant_holds ? TKG_INK_GREY : TKG_INK_AMBER;
        count++;
    }
    return count;
}

static void add_right_footer(const struct tkg_plot_change *input, uint64_t seed,
                             struct tkg_text *page)
{
    char text[TEXT_BYTES];
    (void)snprintf(text, sizeof text, "seed %" PRIu64 " \xc2\xb7 tickgate %.40s", seed,
                   input->tool_version);
    tkg_plot_page_add(page, TKG_PAGE_RIGHT, 0, text, FOOTER_COLUMNS);
}

static void write_page(const struct tkg_plot_change *input,
                       const struct tkg_comparison_record *record,
                       const struct tkg_comparison *comparison, struct tkg_text *page)
{
    char text[TEXT_BYTES];
    (void)snprintf(text, sizeof text, "%.60s against %.60s", record->head.name, record->base.name);
    tkg_plot_page_add(page, TKG_PAGE_TITLE, 0, text, TITLE_COLUMNS);
    (void)snprintf(text, sizeof text,
                   "%zu launches judged of %zu \xc2\xb7 %u and %u layouts \xc2\xb7 %.60s \xc2\xb7 "
                   "%.1f s",
                   comparison->launch_count, record->launch_count,
                   (unsigned)record->base.layout_count, (unsigned)record->head.layout_count,
                   record->stream, (double)record->elapsed_ns * 1e-9);
    tkg_plot_page_add(page, TKG_PAGE_SUBTITLE, 0, text, LINE_COLUMNS);
    tkg_plot_page_add(page, TKG_PAGE_VERDICT, colour_of(comparison->outcome),
                      tkg_comparison_word(comparison->outcome), TITLE_COLUMNS);
    tkg_plot_page_add(page, TKG_PAGE_LEFT, 0, footer, FOOTER_COLUMNS);
    add_right_footer(input, record->seed, page);
}

static size_t make_rows(const struct tkg_comparison_record *record,
                        const struct tkg_comparison *comparison, struct tkg_forest_row *rows)
{
    rows[0] = row_of(&comparison->head, TKG_FOREST_HEAD);
    rows[0].tolerance = record->tolerance;
    rows[0].margin = record->margin;
    rows[0].colour = colour_of(comparison->outcome);
    (void)snprintf(rows[0].name, sizeof rows[0].name, "head");
    (void)snprintf(rows[0].word, sizeof rows[0].word, "%s",
                   tkg_comparison_word(comparison->outcome));
    return 1 + add_proof(rows + 1, comparison, record->plant);
}

enum tkg_status tkg_plot_comparison_draw(const struct tkg_plot_change *input,
                                         const struct tkg_comparison_record *record,
                                         const struct tkg_comparison *comparison,
                                         struct tkg_error *err)
{
    struct tkg_text page = {0}, forest = {0}, forest_frame = {0}, launches = {0};
    struct tkg_text launches_frame = {0}, speed_frame = {0};
    struct tkg_forest_row rows[3];
    const struct tkg_plot_file files[] = {
        {"page.dat", &page},
        {"forest.dat", &forest},
        {"forest_frame.dat", &forest_frame},
        {"launches.dat", &launches},
        {"launches_frame.dat", &launches_frame},
        {"speed_frame.dat", &speed_frame},
    };
    const struct tkg_plot_sheet sheet = {
        input->script_folder, input->output_folder, files, 6, pictures, 2};
    if (record->launch_count == 0) {
        return tkg_fail(err, TKG_NOTHING, "the receipt holds no launch; there is nothing to draw");
    }
    write_page(input, record, comparison, &page);
    const size_t row_count = make_rows(record, comparison, rows);
    const bool is_good = tkg_plot_forest_write(rows, row_count, &forest, &forest_frame) &&
                         tkg_plot_launches_write(record, &launches, &launches_frame, &speed_frame);
    enum tkg_status status = is_good ? tkg_plot_sheet_draw(&sheet, err)
                                     : tkg_fail(err, TKG_NO_MEMORY, "plot: out of memory");
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        tkg_text_deinit((struct tkg_text *[]){&page, &forest, &forest_frame, &launches,
                                              &launches_frame, &speed_frame}[i]);
    }
    return status;
}

static int colour_of_class(enum tkg_gate_class outcome)
{
    switch (tkg_gate_class_exit_code(outcome)) {
    case 0:
        return outcome == TKG_GATE_CLASS_SKIPPED ? TKG_INK_GREY : TKG_INK_GREEN;
    case 3:
        return TKG_INK_AMBER;
    default:
        return TKG_INK_RED;
    }
}

static struct tkg_forest_row gate_row(const struct tkg_gate_record *record,
                                      const struct tkg_gate_verdict *verdict)
{
    const struct tkg_gate_question *question = &verdict->row->question;
    struct tkg_forest_row row = {
        .kind = TKG_FOREST_HEAD,
        .change = verdict->change,
        .low = verdict->change_low,
        .high = verdict->change_high,
        .tolerance = question->tolerance,
        .margin = question->margin,
        .is_worse_down = question->better == TKG_BETTER_MORE,
        .colour = colour_of_class(verdict->outcome),
    };
    (void)snprintf(row.name, sizeof row.name, "%.40s %.40s", tkg_gate_row_metric(verdict->row),
                   tkg_gate_row_case(record, verdict->row));
    (void)snprintf(row.word, sizeof row.word, "%s", tkg_gate_class_word(verdict->outcome));
    return row;
}

/* Proofs are drawn as long as there is room for all rows as well. */
static size_t make_gate_rows(const struct tkg_gate_result *result, struct tkg_forest_row *rows)
{
    const bool has_room = 3 * result->verdict_count <= TKG_FOREST_ROWS_MAX;
    size_t count = 0;
    for (size_t i = 0; i < result->verdict_count && count < TKG_FOREST_ROWS_MAX; i++) {
        const struct tkg_gate_verdict *verdict = &result->verdicts[i];
        rows[count++] = gate_row(result->record, verdict);
        if (has_room && verdict->row->evidence == TKG_GATE_EVIDENCE_COMPARISON &&
            verdict->comparison.launch_count > 0) {
            count += add_proof(rows + count, &verdict->comparison, verdict->row->comparison.plant);
        }
    }
    return count;
}

static void write_gate_page(const struct tkg_plot_change *input,
                            const struct tkg_gate_result *result, struct tkg_text *page)
{
    char text[TEXT_BYTES];
    const struct tkg_gate_record *record = result->record;
    (void)snprintf(text, sizeof text, "Gate %.60s: %.60s against %.60s", record->name, record->head,
                   record->base);
    tkg_plot_page_add(page, TKG_PAGE_TITLE, 0, text, TITLE_COLUMNS);
    (void)snprintf(text, sizeof text,
                   "%zu rows, %zu of them share the error of %.2g %% \xc2\xb7 "
                   "%.1f s",
                   result->verdict_count, result->tested_count, 100.0 * record->error_0to1,
                   (double)record->elapsed_ns * 1e-9);
    tkg_plot_page_add(page, TKG_PAGE_SUBTITLE, 0, text, LINE_COLUMNS);
    tkg_plot_page_add(page, TKG_PAGE_VERDICT, colour_of_class(result->worst),
                      tkg_gate_result_word(result), TITLE_COLUMNS);
    tkg_plot_page_add(page, TKG_PAGE_LEFT, 0, footer, FOOTER_COLUMNS);
    add_right_footer(input, record->seed, page);
}

enum tkg_status tkg_plot_gate_draw(const struct tkg_plot_change *input,
                                   const struct tkg_gate_result *result, struct tkg_error *err)
{
    struct tkg_text page = {0}, forest = {0}, frame = {0};
    const struct tkg_plot_file files[] = {
        {"page.dat", &page}, {"forest.dat", &forest}, {"forest_frame.dat", &frame}};
    const struct tkg_plot_sheet sheet = {
        input->script_folder, input->output_folder, files, 3, pictures, 1};
    struct tkg_forest_row *rows = calloc(TKG_FOREST_ROWS_MAX, sizeof *rows);
    if (!rows) {
        return tkg_fail(err, TKG_NO_MEMORY, "plot: out of memory");
    }
    const size_t row_count = make_gate_rows(result, rows);
    enum tkg_status status =
        row_count == 0 ? tkg_fail(err, TKG_NOTHING, "the gate has no row; there is nothing to draw")
        : tkg_plot_forest_write(rows, row_count, &forest, &frame)
            ? TKG_OK
            : tkg_fail(err, TKG_NO_MEMORY, "plot: out of memory");
    write_gate_page(input, result, &page);
    status = status == TKG_OK ? tkg_plot_sheet_draw(&sheet, err) : status;
    free(rows);
    tkg_text_deinit(&page);
    tkg_text_deinit(&forest);
    tkg_text_deinit(&frame);
    return status;
}
