/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <string.h>

#include "report/explanation_report.h"
#include "report/safe_text.h"
#include "report/text_table.h"
#include "verdict/explanation.h"

enum { NAME_COLUMNS = 48, PLACE_COLUMNS = 60 };

static const char *unit_of(enum tkg_cost cost)
{
    return cost == TKG_COST_CPU || cost == TKG_COST_WALL ? "ns a tick" : "a tick";
}

static const char *label_of(enum tkg_cost cost)
{
    static const char *const labels[TKG_COST_COUNT] = {"instructions", "D1 misses", "LL misses",
                                                       "CPU time", "wall time"};
    return labels[cost];
}

static const char *last_part(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

/* "file.c:12", else the object it lies in. */
static void add_place(struct tkg_text *out, const struct tkg_function *function)
{
    tkg_safe_add_line(out, last_part(*function->file ? function->file : function->object),
                      PLACE_COLUMNS, false);
    if (*function->file && function->line > 0) {
        tkg_text_addf(out, ":%u", (unsigned)function->line);
    }
}

static void add_guilty(struct tkg_text *out, enum tkg_guilt guilt,
                       const struct tkg_function_growth *guilty)
{
    tkg_safe_add_line(out, guilty->head->name, NAME_COLUMNS, false);
    tkg_text_add(out, " (");
    add_place(out, guilty->head);
    tkg_text_addf(out,
                  guilt == TKG_GUILT_INSTRUCTIONS
                      ? ") executes %.2f %% of all instructions more than in the base"
                      : ") executes no more and takes %.0f %% of the whole time longer: "
                        "memory, branches or waiting",
                  100.0 * guilty->growth);
}

void tkg_explanation_add_guilty(struct tkg_text *out, const struct tkg_explanation_record *record)
{
    const struct tkg_explanation instructions =
        tkg_explanation_make(&record->base, &record->head, TKG_COST_INSTRUCTIONS);
    const struct tkg_explanation times =
        tkg_explanation_make(&record->base, &record->head, TKG_COST_CPU);
    const struct tkg_function_growth *guilty = NULL;
    const enum tkg_guilt guilt = tkg_explanation_guilt(&instructions, &times, &guilty);
    if (guilt != TKG_GUILT_NONE) {
        add_guilty(out, guilt, guilty);
    }
}

static void add_headline(struct tkg_text *out, enum tkg_guilt guilt,
                         const struct tkg_function_growth *guilty)
{
    if (guilt == TKG_GUILT_NONE) {
        tkg_text_add(out, "no function of the head costs surely more than in the base\n");
        return;
    }
    tkg_text_add(out, "GUILTY: ");
    add_guilty(out, guilt, guilty);
    tkg_text_add(out, "\n");
}

static void add_total(struct tkg_text *out, const struct tkg_explanation *explanation)
{
    if (explanation->is_known) {
        tkg_text_addf(out, "  %-13s %+.2f %%  %.4g -> %.4g %s\n", label_of(explanation->cost),
                      100.0 * explanation->growth, explanation->before, explanation->after,
                      unit_of(explanation->cost));
    }
}

static void add_hardware_count(struct tkg_text *out, const char *word, int64_t base,
                               double base_ticks, int64_t head, double head_ticks)
{
    if (base >= 0 && head >= 0) {
        tkg_text_addf(out, "  %-13s %.4g -> %.4g a tick, by the processor's own counter\n", word,
                      (double)base / base_ticks, (double)head / head_ticks);
    }
}

/* A second opinion where the machine has one; reset and finish are in it. */
static void add_hardware(struct tkg_text *out, const struct tkg_explanation_record *record)
{
    const struct tkg_function_table *base = &record->base, *head = &record->head;
    const double base_ticks = (double)base->tick_count * (double)base->replay_count;
    const double head_ticks = (double)head->tick_count * (double)head->replay_count;
    if (!base->has[TKG_COST_CPU] || !head->has[TKG_COST_CPU]) {
        return;
    }
    if (base->hardware.instructions < 0 || head->hardware.instructions < 0) {
        tkg_text_add(out,
                     "  hardware      counters unavailable on this machine (tickgate doctor)\n");
    }
    add_hardware_count(out, "instructions", base->hardware.instructions, base_ticks,
                       head->hardware.instructions, head_ticks);
    add_hardware_count(out, "cycles", base->hardware.cycles, base_ticks, head->hardware.cycles,
                       head_ticks);
    add_hardware_count(out, "cache misses", base->hardware.cache_misses, base_ticks,
                       head->hardware.cache_misses, head_ticks);
    add_hardware_count(out, "branch misses", base->hardware.branch_misses, base_ticks,
                       head->hardware.branch_misses, head_ticks);
}

static void add_cell(struct tkg_table *table, const char *format, double value)
{
    struct tkg_text text;
    tkg_text_init(&text);
    if (strcmp(format, "+%") == 0) {
        tkg_text_addf(&text, "%+.2f %%", value);
    } else if (strcmp(format, "%") == 0) {
        tkg_text_addf(&text, "%.0f %%", value);
    } else {
        tkg_text_addf(&text, "%.4g", value);
    }
    tkg_table_add(table, TKG_STYLE_PLAIN, tkg_text_borrow(&text));
    tkg_text_deinit(&text);
}

static void add_row(struct tkg_table *table, const struct tkg_function_growth *growth)
{
    struct tkg_text text;
    tkg_text_init(&text);
    tkg_text_add(&text, growth->is_named ? "  * " : "    ");
    tkg_safe_add_line(&text, growth->head->name, NAME_COLUMNS, false);
    tkg_table_add(table, TKG_STYLE_PLAIN, tkg_text_borrow(&text));
    add_cell(table, "", growth->before);
    add_cell(table, "", growth->after);
    add_cell(table, "+%", 100.0 * growth->growth);
    add_cell(table, "%", 100.0 * growth->share_0to1);
    tkg_text_reset(&text);
    add_place(&text, growth->head);
    tkg_table_add(table, TKG_STYLE_PLAIN, tkg_text_borrow(&text));
    tkg_text_deinit(&text);
}

static void add_functions(struct tkg_text *out, const struct tkg_explanation *explanation)
{
    struct tkg_table table;
    struct tkg_text head;
    if (!explanation->is_known || explanation->count == 0) {
        return;
    }
    tkg_table_init(&table, "lrrrrl");
    tkg_text_init(&head);
    tkg_text_addf(&head, "  more %s, %s", label_of(explanation->cost), unit_of(explanation->cost));
    tkg_table_add(&table, TKG_STYLE_STRONG, tkg_text_borrow(&head));
    static const char *const words[] = {"base", "head", "of base", "of growth", "where"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        tkg_table_add(&table, TKG_STYLE_STRONG, words[i]);
    }
    for (size_t i = 0; i < explanation->count; i++) {
        add_row(&table, &explanation->functions[i]);
    }
    tkg_text_add(out, "\n");
    tkg_table_print(&table, false, out);
    tkg_text_deinit(&head);
    tkg_table_deinit(&table);
}

static void add_notes(struct tkg_text *out, const struct tkg_explanation_record *record)
{
    if (*record->count_reason) {
        tkg_text_addf(out, "  note   no counts: %s\n", record->count_reason);
    }
    if (*record->sample_reason) {
        tkg_text_addf(out, "  note   no times: %s\n", record->sample_reason);
    }
    if (record->base_digest != record->head_digest) {
        tkg_text_add(out, "  note   the digests differ: base and head do not do the same work\n");
    }
    if (record->head.sample_count > 0) {
        tkg_text_addf(out, "  times  from %llu looks at the base and %llu at the head, in turns\n",
                      (unsigned long long)record->base.sample_count,
                      (unsigned long long)record->head.sample_count);
    }
}

enum tkg_status tkg_explanation_write_human(const struct tkg_explanation_record *record,
                                            struct tkg_text *out, struct tkg_error *err)
{
    struct tkg_explanation explanations[TKG_COST_COUNT];
    const struct tkg_function_growth *guilty = NULL;
    for (int cost = 0; cost < TKG_COST_COUNT; cost++) {
        explanations[cost] =
            tkg_explanation_make(&record->base, &record->head, (enum tkg_cost)cost);
    }
    const enum tkg_guilt guilt = tkg_explanation_guilt(&explanations[TKG_COST_INSTRUCTIONS],
                                                       &explanations[TKG_COST_CPU], &guilty);
    add_headline(out, guilt, guilty);
    for (int cost = 0; cost < TKG_COST_COUNT; cost++) {
        add_total(out, &explanations[cost]);
    }
    add_hardware(out, record);
    add_notes(out, record);
    add_functions(out, &explanations[TKG_COST_INSTRUCTIONS]);
    add_functions(out, &explanations[TKG_COST_CPU]);
    return tkg_text_failed(out) ? tkg_fail(err, TKG_NO_MEMORY, "out of memory for a report")
                                : TKG_OK;
}
