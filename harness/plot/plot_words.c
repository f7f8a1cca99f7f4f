/* SPDX-License-Identifier: Apache-2.0 */
#include "plot/plot_words.h"

#include <inttypes.h>
#include <math.h>
#include <stdint.h>

#include "plot/plot_text.h"

/* Together with the fixed words these fill the width of the sheet at the sizes that the scripts
 * use; a longer name is cut and the picture stays whole. */
enum {
    ENGINE_COLUMNS = 28,
    VERSION_COLUMNS = 12,
    STREAM_COLUMNS = 30,
    MACHINE_COLUMNS = 36,
    SOFTWARE_COLUMNS = 24,
    TOOL_COLUMNS = 20,
};

/* Readable on white, and told apart without colour by the words beside them. */
enum { RED = 0xC1272D, AMBER = 0x8A5F00, GREEN = 0x00704F, GREY = 0x6B7280 };

#define MIDDLE_DOT " \xc2\xb7 "      /* U+00B7 */
#define PLUS_MINUS "\xc2\xb1"        /* U+00B1 */
#define AT_LEAST_SIGN "\xe2\x89\xa5" /* U+2265 */

/* What was measured. */
static void write_title(const struct tkg_run_record *record, struct tkg_text *out)
{
    tkg_text_add(out, "0\t0\tScalability of ");
    tkg_plot_text_add(out, *record->engine_name ? record->engine_name : "an engine without a name",
                      ENGINE_COLUMNS);
    if (*record->engine_version) {
        tkg_text_add(out, " ");
        tkg_plot_text_add(out, record->engine_version, VERSION_COLUMNS);
    }
    tkg_text_add(out, " on ");
    tkg_plot_text_add(out, *record->stream ? record->stream : "an unnamed stream", STREAM_COLUMNS);
    tkg_text_add(out, "\n");
}

/* An unknown part leaves no empty place between two dots. */
static void add_part(struct tkg_text *out, const char *text, size_t columns_max)
{
    if (*text) {
        tkg_plot_text_add(out, text, columns_max);
        tkg_text_add(out, MIDDLE_DOT);
    }
}

/* Where it was measured, and how often. */
static void write_subtitle(const struct tkg_run_record *record,
                           const struct tkg_fingerprint *fingerprint, struct tkg_text *out)
{
    tkg_text_add(out, "1\t0\t");
    add_part(out, fingerprint->cpu_model, MACHINE_COLUMNS);
    if (fingerprint->cpu_usable_count > 0) {
        tkg_text_addf(out, "%d CPUs" MIDDLE_DOT, fingerprint->cpu_usable_count);
    }
    add_part(out, fingerprint->hypervisor, SOFTWARE_COLUMNS);
    add_part(out, fingerprint->kernel, SOFTWARE_COLUMNS);
    add_part(out, fingerprint->compiler, SOFTWARE_COLUMNS);
    tkg_text_addf(out, "%" PRIu32 " rounds, each trial a fresh process", record->round_count);
    tkg_text_add(out, record->complete ? "\n" : MIDDLE_DOT "interrupted, partial results\n");
}

/* The worst word first: it gives the colour. */
static void write_verdict(const struct tkg_verdict_list *list, struct tkg_text *out)
{
    static const struct {
        const char *word;
        enum tkg_outcome outcome;
        int colour;
    } words[] = {
        {"FAIL", TKG_OUTCOME_FAIL, RED},
        {"invalid", TKG_OUTCOME_INVALID, AMBER},
        {"unsure", TKG_OUTCOME_INCONCLUSIVE, AMBER},
        {"few", TKG_OUTCOME_INSUFFICIENT, AMBER},
        {"ok", TKG_OUTCOME_PASS, GREEN},
    };
    bool is_first = true;
    for (size_t i = 0; list && i < sizeof(words) / sizeof(words[0]); i++) {
        size_t count = list->counts[words[i].outcome];
        if (count > 0 && is_first) {
            tkg_text_addf(out, "2\t%d\t", words[i].colour);
        }
        if (count > 0) {
            tkg_text_addf(out, "%s%s %zu", is_first ? "" : MIDDLE_DOT, words[i].word, count);
            is_first = false;
        }
    }
    if (is_first) {
        tkg_text_addf(out, "2\t%d\tno targets", GREY);
    }
    tkg_text_add(out, "\n");
}

/* The least coverage of the intervals that the sweep draws; NaN when there is none. */
static double least_coverage(const struct tkg_plot_sweep *sweep)
{
    double least = NAN;
    for (size_t i = 0; i < sweep->case_count; i++) {
        for (int metric = 0; metric < TKG_METRIC_COUNT; metric++) {
            least = fmin(least, sweep->cases[i]->estimates[metric].coverage_0to1);
        }
    }
    return least;
}

/* How to read the picture. */
static void write_left_footer(const struct tkg_plot_sweep *sweep, struct tkg_text *out)
{
    double coverage = least_coverage(sweep);
    tkg_text_add(out, "3\t0\tPoints: medians over processes. Bands and whiskers: intervals of the "
                      "median");
    if (!isnan(coverage)) {
        tkg_text_addf(out, ", coverage " AT_LEAST_SIGN " %.1f %%", floor(coverage * 1000.0) / 10.0);
    }
    tkg_text_add(out, ". Ring: target missed.");
    if (sweep->left_out_count) {
        tkg_text_addf(out, " %zu sizes not drawn.", sweep->left_out_count);
    }
    tkg_text_add(out, "\n");
}

/* What this machine cannot tell apart: the widest interval of the rulers, which run no engine
 * (decision 0071). NaN without rulers. */
static double noise_floor(const struct tkg_summary *summary)
{
    double widest = NAN;
    for (size_t i = 0; i < summary->case_count; i++) {
        const struct tkg_estimate *ruler = &summary->cases[i].estimates[TKG_METRIC_LATENCY_MEAN];
        if (strncmp(summary->cases[i].source->name, "ruler/", 6) == 0 && ruler->value > 0.0) {
            widest = fmax(widest, 0.5 * (ruler->high - ruler->low) / ruler->value);
        }
    }
    return widest;
}

/* What is needed to repeat the run and to believe small differences. */
static void write_right_footer(const struct tkg_plot_input *input, struct tkg_text *out)
{
    double noise = noise_floor(input->summary);
    tkg_text_addf(out, "4\t0\tseed %" PRIu64 MIDDLE_DOT, input->record->seed);
    if (isnan(noise)) {
        tkg_text_add(out, "noise floor not measured");
    } else {
        tkg_text_addf(out, "noise floor " PLUS_MINUS "%.2g %%", noise * 100.0);
    }
    tkg_text_add(out, MIDDLE_DOT "tickgate ");
    tkg_plot_text_add(out, input->tool_version, TOOL_COLUMNS);
    tkg_text_add(out, "\n");
}

void tkg_plot_page_write(const struct tkg_plot_input *input, const struct tkg_plot_sweep *sweep,
                         struct tkg_text *out)
{
    tkg_text_add(out, "# role (0 title, 1 subtitle, 2 verdict, 3 and 4 footers) colour text\n");
    write_title(input->record, out);
    write_subtitle(input->record, input->fingerprint, out);
    write_verdict(input->verdicts, out);
    write_left_footer(sweep, out);
    write_right_footer(input, out);
}

void tkg_plot_note_throughput(const struct tkg_summary *summary, const struct tkg_plot_sweep *sweep,
                              struct tkg_text *out)
{
    uint32_t least = UINT32_MAX, most = 0;
    (void)summary;
    for (size_t i = 0; i < sweep->case_count; i++) {
        uint32_t count = sweep->cases[i]->estimates[TKG_METRIC_THROUGHPUT].count;
        least = count < least ? count : least;
        most = count > most ? count : most;
    }
    tkg_text_addf(out, "n = %" PRIu32, least);
    if (most > least) {
        tkg_text_addf(out, " to %" PRIu32, most);
    }
    tkg_text_add(out, " processes per size");
}

/* Which pass the percentiles come from may change from case to case: then both are named. */
void tkg_plot_note_latency(const struct tkg_summary *summary, const struct tkg_plot_sweep *sweep,
                           struct tkg_text *out)
{
    char quantity[TKG_QUANTITY_BYTES];
    unsigned seen = 0;
    double floor_ns = NAN;
    (void)summary;
    for (size_t i = 0; i < sweep->case_count; i++) {
        seen |= 1u << sweep->cases[i]->headline;
        floor_ns = fmax(floor_ns, sweep->cases[i]->estimates[TKG_METRIC_TICK_FLOOR].value);
    }
    bool has_block = seen & 1u << TKG_HEADLINE_BLOCK, has_tick = seen & 1u << TKG_HEADLINE_TICK;
    if (!has_block && !has_tick) {
        return;
    }
    tkg_text_addf(out, "service time; percentiles of %s%s%s",
                  has_tick ? "single sampled ticks" : "", has_tick && has_block ? " or " : "",
                  has_block ? "block means" : "");
    if (has_tick && !isnan(floor_ns)) {
        tkg_text_addf(out, "; an empty step takes %s",
                      tkg_quantity_format(floor_ns, TKG_DIMENSION_TIME, quantity));
    }
}

/* Growth of the total time; "linear" is the good word here. */
static const char *scaling_word(enum tkg_scaling_class scaling)
{
    switch (scaling) {
    case TKG_SCALING_LINEAR:
        return "linear";
    case TKG_SCALING_SUBLINEAR:
        return "slower than linear growth";
    case TKG_SCALING_SUPERLINEAR:
        return "faster than linear growth";
    case TKG_SCALING_UNKNOWN:
        break;
    }
    return "class not certain";
}

void tkg_plot_note_time(const struct tkg_summary *summary, const struct tkg_plot_sweep *sweep,
                        struct tkg_text *out)
{
    const struct tkg_line_fit *fit = &summary->time_exponent;
    (void)sweep;
    if (!isfinite(fit->slope)) {
        tkg_text_add(out, "exponent not fitted: too few sizes or rounds");
        return;
    }
    tkg_text_addf(out, "grows like ticks^%.3f, 95 %% interval [%.3f, %.3f]: %s", fit->slope,
                  fit->slope_low, fit->slope_high, scaling_word(summary->scaling));
}

void tkg_plot_note_memory(const struct tkg_summary *summary, const struct tkg_plot_sweep *sweep,
                          struct tkg_text *out)
{
    char intercept[TKG_QUANTITY_BYTES];
    const struct tkg_line_fit *fit = &summary->memory;
    (void)sweep;
    if (!isfinite(fit->slope)) {
        tkg_text_add(out, "bytes per tick not fitted: too few sizes or rounds");
        return;
    }
    tkg_text_addf(out, "%.3g bytes/tick, 95 %% interval [%.3g, %.3g], on top of %s", fit->slope,
                  fit->slope_low, fit->slope_high,
                  tkg_quantity_format(fit->intercept, TKG_DIMENSION_BYTES, intercept));
}

void tkg_plot_note_efficiency(const struct tkg_summary *summary, const struct tkg_plot_sweep *sweep,
                              struct tkg_text *out)
{
    (void)sweep;
    if (summary->efficiency_reference < summary->case_count) {
        tkg_text_addf(out, "throughput relative to %s, which is 100 %%",
                      summary->cases[summary->efficiency_reference].source->name);
    }
}
