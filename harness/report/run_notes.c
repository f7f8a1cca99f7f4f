/* SPDX-License-Identifier: Apache-2.0
 *
 * One function per note: it looks at the run, and either writes one sentence with the figure that
 * triggered it or says that the note does not apply.
 */
#include "report/run_notes.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "report/figure_text.h"
#include "report/result_fields.h"
#include "report/run_words.h"
#include "report/safe_text.h"
#include "report/scalability_reader.h"
#include "report/stage_text.h"
#include "stats/speedup.h"

/* Writes the note into text; false when it does not apply. */
typedef bool (*note_function)(const struct tkg_report_input *input, struct tkg_text *text);

enum { NAME_COLUMNS = 40, ENGINE_COLUMNS = 200 };

static void add_case_name(struct tkg_text *text, const struct tkg_case_summary *one)
{
    tkg_safe_add_line(text, one->source->name, NAME_COLUMNS, true);
}

/* Comparing half a run with a whole one is the commonest way to be wrong. */
static bool note_partial(const struct tkg_report_input *input, struct tkg_text *text)
{
    const struct tkg_run_record *record = input->record;
    bool interrupted = record->failure == TKG_INTERRUPTED;
    if (!*tkg_words_ending(record)) {
        return false;
    }
    tkg_text_add(text, interrupted ? "the run was interrupted" : "the run ended early");
    if (tkg_words_failed(record)) {
        tkg_text_addf(text, " (%s)", tkg_status_text(record->failure));
    }
    tkg_text_add(text, ": these are partial results; measure again before comparing them");
    return true;
}

/* Flagged trials are counted in public: leaving them out quietly would hide a bad machine. */
static bool note_flagged(const struct tkg_report_input *input, struct tkg_text *text)
{
    bool found = false;
    for (size_t i = 0; i < input->summary->case_count; i++) {
        const struct tkg_case_summary *one = &input->summary->cases[i];
        if (one->invalid_trial_count == 0) {
            continue;
        }
        tkg_text_add(text, found ? ", " : "flagged and left out of every figure: ");
        tkg_text_addf(text, "%" PRIu32 " of ", one->invalid_trial_count);
        tkg_words_add_count(text, one->trial_count, "trial");
        tkg_text_add(text, " of ");
        add_case_name(text, one);
        tkg_text_addf(text, " (%s)", tkg_invalidity_name(one->first_invalidity));
        found = true;
    }
    return found;
}

/* On a guest the slowest ticks are those that the hypervisor interrupted. */
static bool note_shared_machine(const struct tkg_report_input *input, struct tkg_text *text)
{
    if (!*input->fingerprint->hypervisor) {
        return false;
    }
    tkg_text_add(text, "virtual machine (");
    tkg_safe_add_line(text, input->fingerprint->hypervisor, NAME_COLUMNS, true);
    tkg_text_add(text, "): p99.9 and max describe the machine as much as the engine; gate on p99");
    return true;
}

/* Said once, for the first such case: the others follow from the same fault. */
static bool note_digests(const struct tkg_report_input *input, struct tkg_text *text)
{
    for (size_t i = 0; i < input->summary->case_count; i++) {
        const struct tkg_case_summary *one = &input->summary->cases[i];
        if (!one->digests_equal) {
            tkg_text_add(text, "replays of ");
            add_case_name(text, one);
            tkg_text_add(text, " gave different digests: the engine is not deterministic, its "
                               "figures compare different work");
            return true;
        }
    }
    return false;
}

static bool note_few_rounds(const struct tkg_report_input *input, struct tkg_text *text)
{
    /* From 6 samples on, order statistics cover a median with 95 %: 1 - 2 / 2^6 = 96.9 %. */
    enum { ROUNDS_FOR_95 = 6 };
    if (input->record->round_count >= ROUNDS_FOR_95) {
        return false;
    }
    tkg_words_add_count(text, input->record->round_count, "round");
    tkg_text_addf(text,
                  ": %d are needed for a figure and %d for a 95 %% interval; raise the rounds",
                  (int)TKG_SAMPLES_MIN, (int)ROUNDS_FOR_95);
    return true;
}

/* Only tickgate's own build is known here; that of the engine is its own affair. */
static bool note_build_type(const struct tkg_report_input *input, struct tkg_text *text)
{
    if (!*input->fingerprint->build_type ||
        strcmp(input->fingerprint->build_type, "Release") == 0) {
        return false;
    }
    tkg_text_add(text, "tickgate itself was built as ");
    tkg_safe_add_line(text, input->fingerprint->build_type, NAME_COLUMNS, true);
    tkg_text_add(text, ": build the release preset before judging figures");
    return true;
}

/* Throughput beyond that of the reference size means that one of the two is mismeasured. */
static bool note_efficiency(const struct tkg_report_input *input, struct tkg_text *text)
{
    for (size_t i = 0; i < input->summary->case_count; i++) {
        const struct tkg_case_summary *one = &input->summary->cases[i];
        double low = one->estimates[TKG_METRIC_EFFICIENCY].low;
        if (isfinite(low) && low > TKG_EFFICIENCY_MAX) {
            tkg_text_addf(text, "efficiency of ");
            add_case_name(text, one);
            tkg_text_addf(text,
                          " is above %.1f %% (limit 105 %%): the measurement is wrong, not "
                          "the engine fast; measure again on a quiet machine%s",
                          100.0 * low,
                          one->source->threads.count > 0 ? "; the run is invalid (exit code 3)"
                                                         : "");
            return true;
        }
    }
    return false;
}

/* A thread at full speed needs one CPU; with less, the kernel stops it in every period. */
static bool note_cpu_quota(const struct tkg_report_input *input, struct tkg_text *text)
{
    double quota = input->fingerprint->cgroup_cpu_quota;
    if (isnan(quota) || quota >= 1.0) {
        return false;
    }
    tkg_text_addf(text,
                  "this control group may use %.2f of a CPU: a flat-out replay will be throttled; "
                  "give it at least 1",
                  quota);
    return true;
}

/* Such a run was made without this program's care; its intervals look better than they are. */
static bool note_foreign(const struct tkg_report_input *input, struct tkg_text *text)
{
    size_t empty_count = 0;
    if (!tkg_record_is_foreign(input->record)) {
        return false;
    }
    for (size_t i = 0; i < input->record->case_count; i++) {
        empty_count += input->record->cases[i].trial_count == 0;
    }
    if (strncmp(input->record->engine_path, TKG_SCALABILITY_PATH, strlen(TKG_SCALABILITY_PATH)) ==
        0) {
        tkg_text_add(text,
                     "read from a report of one size: one sample of each figure, which is too "
                     "few for any; throughput and mean are by the total time");
        return true;
    }
    tkg_text_add(text,
                 "read from google-benchmark: times are per iteration, rates per item and, unless "
                 "the name says real_time, per CPU second; repetitions share one process, so "
                 "intervals are too narrow");
    if (empty_count > 0) {
        tkg_text_add(text, "; ");
        tkg_words_add_count(text, empty_count, "case");
        tkg_text_add(text, " failed or skipped");
    }
    return true;
}

/* A table with all time in the residual answers nothing; say how to get answers. */
static bool note_silent_engine(const struct tkg_report_input *input, struct tkg_text *text)
{
    for (size_t i = 0; i < input->summary->case_count; i++) {
        if (tkg_stages_engine_is_silent(&input->summary->cases[i])) {
            tkg_text_add(text, "the engine entered no stage of its own: its time stands under "
                               "'other'; docs/plugin-abi.md, Stages, shows the two calls to add");
            return true;
        }
    }
    return false;
}

/* The one pass whose reading of the clock changes what it reads. */
static bool note_every_tick(const struct tkg_report_input *input, struct tkg_text *text)
{
    for (size_t i = 0; i < input->summary->case_count; i++) {
        const struct tkg_estimate *p50 = &input->summary->cases[i].estimates[TKG_METRIC_EVERY_P50];
        if (p50->count + p50->invalid_count > 0) {
            tkg_text_add(text, "pass D hands over one tick at a time and reads the clock after "
                               "each, which slows the engine down: every_* figures are for "
                               "diagnosis and are never judged");
            return true;
        }
    }
    return false;
}

/* One kind of growth: the slope, its lower limit within a trial, and how many bytes it must come to
 * over a replay before anybody is told (docs/decisions/0120). */
static const struct {
    enum tkg_metric growth;
    enum tkg_metric low;
    double bytes_min;
    const char *where;
} growth_rows[] = {
    {TKG_METRIC_HEAP_GROWTH, TKG_METRIC_HEAP_GROWTH_LOW, 65536.0, "on the heap"},
    {TKG_METRIC_RESIDENT_GROWTH, TKG_METRIC_RESIDENT_GROWTH_LOW, 1048576.0, "of resident memory"},
};

static bool add_growth(struct tkg_text *text, const struct tkg_case_summary *one)
{
    for (size_t i = 0; i < sizeof(growth_rows) / sizeof(growth_rows[0]); i++) {
        const struct tkg_estimate *growth = &one->estimates[growth_rows[i].growth];
        const struct tkg_estimate *low = &one->estimates[growth_rows[i].low];
        double bytes = growth->low * (double)one->source->tick_count;
        char figure[TKG_FIGURE_BYTES];
        if (low->low > 0.0 && bytes >= growth_rows[i].bytes_min) { /* both false for NaN */
            tkg_text_add(text, "memory of ");
            add_case_name(text, one);
            tkg_text_addf(text,
                          " still grows after the first fifth of a replay: %s a tick %s, a leak or "
                          "state that grows with the ticks",
                          tkg_figure_both(growth, TKG_DIMENSION_BYTES, figure),
                          growth_rows[i].where);
            return true;
        }
    }
    return false;
}

/* Said once, for the longest replay: there it is plainest. */
static bool note_growing_memory(const struct tkg_report_input *input, struct tkg_text *text)
{
    const struct tkg_case_summary *longest = NULL;
    for (size_t i = 0; i < input->summary->case_count; i++) {
        const struct tkg_case_summary *one = &input->summary->cases[i];
        bool measured = tkg_figure_known(&one->estimates[TKG_METRIC_RESIDENT_GROWTH]);
        if (measured && (!longest || one->source->tick_count > longest->source->tick_count)) {
            longest = one;
        }
    }
    return longest && add_growth(text, longest);
}

/* The next step of who reads that the engine grows slower: the command as it can be pasted, but for
 * what a shell would read differently; of another program's result there is no engine. */
static void add_growth_command(struct tkg_text *text, const struct tkg_run_record *record)
{
    static const char builtin[] = "builtin:";
    const char *engine = record->engine_path;
    if (tkg_record_is_foreign(record) || !*engine) {
        return;
    }
    if (strncmp(engine, builtin, strlen(builtin)) == 0) {
        engine += strlen(builtin);
    }
    tkg_text_add(text, "; tickgate analyze ");
    tkg_safe_add_line(text, engine, ENGINE_COLUMNS, true);
    if (*record->engine_parameters) {
        tkg_text_add(text, " --params '");
        tkg_safe_add_line(text, record->engine_parameters, ENGINE_COLUMNS, true);
        tkg_text_add(text, "'");
    }
    tkg_text_add(text, " names the function");
}

/* A stream is not the same everywhere: a tenth less may be its ticks (docs/decisions/0119). */
static bool note_falling_rate(const struct tkg_report_input *input, struct tkg_text *text)
{
    const double border = 0.9;
    for (size_t i = input->summary->case_count; i-- > 0;) {
        const struct tkg_case_summary *one = &input->summary->cases[i];
        const struct tkg_estimate *kept = &one->estimates[TKG_METRIC_THROUGHPUT_KEPT];
        char figure[TKG_FIGURE_BYTES];
        if (kept->high < border) { /* false for NaN */
            tkg_text_add(text, "throughput of ");
            add_case_name(text, one);
            tkg_text_addf(text,
                          " falls within a replay: in its last tenth it is %s of that in its "
                          "first; the work of a tick grows with the ticks before it",
                          tkg_figure_both(kept, TKG_DIMENSION_SHARE, figure));
            add_growth_command(text, input->record);
            return true;
        }
    }
    return false;
}

/* W13 sees growth within one replay, this one across the sizes: a core may show either alone. */
static bool note_superlinear(const struct tkg_report_input *input, struct tkg_text *text)
{
    if (input->summary->scaling != TKG_SCALING_SUPERLINEAR) {
        return false;
    }
    tkg_text_addf(text, "time grows faster than the ticks: exponent %.3f [%.3f, %.3f]",
                  input->summary->time_exponent.slope, input->summary->time_exponent.slope_low,
                  input->summary->time_exponent.slope_high);
    add_growth_command(text, input->record);
    return true;
}

/* What the engine refused of one of the replays: all, or more than half; NULL for less. */
static const char *refused_share(const struct tkg_case *source)
{
    const char *share = NULL;
    for (size_t i = 0; i < source->trial_count; i++) {
        const struct tkg_trial *trial = &source->trials[i];
        const uint64_t taken = trial->processed_tick_count - trial->rejected_tick_count;
        if (trial->rejected_tick_count > 0 && taken == 0) {
            return "every tick was refused";
        }
        share = trial->rejected_tick_count > taken ? "most ticks were refused" : share;
    }
    return share;
}

/* An engine that refuses is fast; the commonest cause is a stream for another book. Trades are part
 * of more than one, so that not all need be refused. */
static bool note_refused(const struct tkg_report_input *input, struct tkg_text *text)
{
    for (size_t i = 0; i < input->summary->case_count; i++) {
        const struct tkg_case_summary *one = &input->summary->cases[i];
        const char *share = refused_share(one->source);
        if (share) {
            tkg_text_addf(text, "%s in ", share);
            add_case_name(text, one);
            tkg_text_add(text, ": does the stream fit the engine's book? The figures are those of "
                               "refusing");
            return true;
        }
    }
    return false;
}

/* Ids are for good: people suppress and search them. */
static const struct {
    const char *id;
    note_function write;
} note_rows[] = {
    {"W01", note_partial},       {"W02", note_flagged},    {"W03", note_shared_machine},
    {"W04", note_digests},       {"W05", note_few_rounds}, {"W06", note_build_type},
    {"W07", note_efficiency},    {"W08", note_cpu_quota},  {"W09", note_foreign},
    {"W10", note_silent_engine}, {"W11", note_every_tick}, {"W12", note_growing_memory},
    {"W13", note_falling_rate},  {"W14", note_refused},    {"W15", note_superlinear},
};

_Static_assert(sizeof(note_rows) / sizeof(note_rows[0]) <= TKG_NOTES_MAX, "room for every note");

size_t tkg_run_notes(const struct tkg_report_input *input, struct tkg_note notes[TKG_NOTES_MAX])
{
    size_t count = 0;
    struct tkg_text text = {0};
    for (size_t i = 0; i < sizeof(note_rows) / sizeof(note_rows[0]); i++) {
        tkg_text_reset(&text);
        if (!note_rows[i].write(input, &text)) {
            continue;
        }
        struct tkg_text line = {0};
        tkg_safe_add_utf8(&line, tkg_text_borrow(&text), TKG_NOTE_TEXT_BYTES - 1);
        notes[count].id = note_rows[i].id;
        (void)tkg_string_copy(notes[count].text, TKG_NOTE_TEXT_BYTES, tkg_text_borrow(&line));
        tkg_text_deinit(&line);
        count++;
    }
    tkg_text_deinit(&text);
    return count;
}
