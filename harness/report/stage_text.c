/* SPDX-License-Identifier: Apache-2.0 */
#include "report/stage_text.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "report/figure_text.h"
#include "report/markdown_escape.h"
#include "report/safe_text.h"
#include "report/text_table.h"
#include "sample/stage_table.h"

/* A stage's name has at most 31 bytes; a case's may be longer. */
enum { STAGE_COLUMNS = 31, CASE_COLUMNS = 40 };

/* What pass_stages.c enters around the engine, and the residual. */
static const char *const host_stages[] = {"data.load", "data.parse", "result",
                                          TKG_STAGE_RESIDUAL_NAME};

static bool is_host_stage(const char *name)
{
    for (size_t i = 0; i < sizeof(host_stages) / sizeof(host_stages[0]); i++) {
        if (strcmp(host_stages[i], name) == 0) {
            return true;
        }
    }
    return false;
}

bool tkg_stages_engine_is_silent(const struct tkg_case_summary *one)
{
    for (size_t i = 0; i < one->stage_count; i++) {
        if (!is_host_stage(one->stages[i].name)) {
            return false;
        }
    }
    return one->stage_count > 0;
}

/* "-" where there is no number: the column of the time says why. */
static const char *short_value(const struct tkg_estimate *estimate, enum tkg_dimension dimension,
                               char *out)
{
    if (!tkg_figure_known(estimate)) {
        return "-";
    }
    return tkg_figure_value(estimate, dimension, out);
}

static void add_name_cell(struct tkg_table *table, const char *name, bool utf8)
{
    struct tkg_text cell = {0};
    tkg_text_add(&cell, "  ");
    tkg_safe_add_line(&cell, name, STAGE_COLUMNS, utf8);
    tkg_table_add(table, TKG_STYLE_PLAIN, tkg_text_borrow(&cell));
    tkg_text_deinit(&cell);
}

static void add_row(struct tkg_table *table, const struct tkg_stage_estimate *stage, bool utf8)
{
    char text[TKG_FIGURE_BYTES];
    add_name_cell(table, stage->name, utf8);
    (void)snprintf(text, sizeof(text), "%" PRIu64, stage->entry_count);
    tkg_table_add(table, TKG_STYLE_PLAIN, text);
    tkg_table_add(table, TKG_STYLE_STRONG,
                  tkg_figure_value(&stage->time, TKG_DIMENSION_TIME, text));
    tkg_table_add(table, TKG_STYLE_PLAIN,
                  tkg_figure_interval(&stage->time, TKG_DIMENSION_TIME, text));
    tkg_table_add(table, TKG_STYLE_PLAIN, short_value(&stage->per_tick, TKG_DIMENSION_TIME, text));
    tkg_table_add(table, TKG_STYLE_PLAIN,
                  short_value(&stage->share_0to1, TKG_DIMENSION_SHARE, text));
}

/* The check that makes the rows above worth reading. */
static void add_sum_line(struct tkg_table *table, const struct tkg_case_summary *one)
{
    char wall[TKG_FIGURE_BYTES];
    char gap[TKG_FIGURE_BYTES];
    char overhead[TKG_FIGURE_BYTES];
    struct tkg_text line = {0};
    tkg_text_addf(&line, "  sum and wall (%s) differ by %s; switching stages took %s",
                  tkg_figure_value(&one->stage_wall, TKG_DIMENSION_TIME, wall),
                  tkg_figure_value(&one->estimates[TKG_METRIC_STAGE_GAP], TKG_DIMENSION_SHARE, gap),
                  tkg_figure_value(&one->estimates[TKG_METRIC_STAGE_OVERHEAD], TKG_DIMENSION_SHARE,
                                   overhead));
    tkg_table_add_line(table, TKG_STYLE_PLAIN, tkg_text_borrow(&line));
    tkg_text_deinit(&line);
}

static void add_case(struct tkg_table *table, const struct tkg_case_summary *one, bool utf8)
{
    struct tkg_text title = {0};
    tkg_safe_add_line(&title, one->source->name, CASE_COLUMNS, utf8);
    tkg_table_add_line(table, TKG_STYLE_STRONG, tkg_text_borrow(&title));
    tkg_text_deinit(&title);
    for (size_t i = 0; i < one->stage_count; i++) {
        add_row(table, &one->stages[i], utf8);
    }
    if (tkg_figure_known(&one->stage_wall)) {
        add_sum_line(table, one);
    }
}

static bool has_stages(const struct tkg_summary *summary)
{
    for (size_t i = 0; i < summary->case_count; i++) {
        if (summary->cases[i].stage_count > 0) {
            return true;
        }
    }
    return false;
}

void tkg_stages_add_table(struct tkg_text *out, const struct tkg_report_input *input)
{
    static const char *const heads[] = {"STAGES",        "entries",  "exclusive",
                                        "95 % interval", "per tick", "share"};
    struct tkg_table table;
    if (!has_stages(input->summary)) {
        return;
    }
    tkg_table_init(&table, "lrrlrr");
    for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++) {
        tkg_table_add(&table, TKG_STYLE_STRONG, heads[i]);
    }
    for (size_t i = 0; i < input->summary->case_count; i++) {
        if (input->summary->cases[i].stage_count > 0) {
            add_case(&table, &input->summary->cases[i], input->utf8);
        }
    }
    tkg_text_add(out, "\n");
    tkg_table_print(&table, input->color, out);
    tkg_table_deinit(&table);
}

static void add_markdown_row(struct tkg_text *out, const struct tkg_case_summary *one,
                             const struct tkg_stage_estimate *stage)
{
    char text[TKG_FIGURE_BYTES];
    tkg_text_add(out, "| ");
    tkg_markdown_add(out, one->source->name);
    tkg_text_add(out, " | ");
    tkg_markdown_add(out, stage->name);
    tkg_text_addf(out, " | %" PRIu64, stage->entry_count);
    tkg_text_addf(out, " | %s", tkg_figure_value(&stage->time, TKG_DIMENSION_TIME, text));
    tkg_text_addf(out, " | %s", tkg_figure_interval(&stage->time, TKG_DIMENSION_TIME, text));
    tkg_text_addf(out, " | %s", short_value(&stage->per_tick, TKG_DIMENSION_TIME, text));
    tkg_text_addf(out, " | %s |\n", short_value(&stage->share_0to1, TKG_DIMENSION_SHARE, text));
}

void tkg_stages_add_markdown(struct tkg_text *out, const struct tkg_report_input *input)
{
    if (!has_stages(input->summary)) {
        return;
    }
    tkg_text_add(out, "| case | stage | entries | exclusive | 95 % interval | per tick | share |\n"
                      "|---|---|---|---|---|---|---|\n");
    for (size_t i = 0; i < input->summary->case_count; i++) {
        const struct tkg_case_summary *one = &input->summary->cases[i];
        for (size_t stage = 0; stage < one->stage_count; stage++) {
            add_markdown_row(out, one, &one->stages[stage]);
        }
    }
}
