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

#include "report/result_fields.h"
#include "report/run_words.h"
#include "report/safe_text.h"
#include "report/stage_text.h"

/* Writes the note into text; false when it does not apply. */
typedef bool (*note_function)(const struct tkg_report_input *input, struct tkg_text *text);

enum { NAME_COLUMNS = 40 };

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
    const double limit = 1.05; /* docs of the measurement: above 105 % is no triumph */
    for (size_t i = 0; i < input->summary->case_count; i++) {
        const struct tkg_case_summary *one = &input->summary->cases[i];
        double low = one->estimates[TKG_METRIC_EFFICIENCY].low;
        if (isfinite(low) && low > limit) {
            tkg_text_addf(text, "efficiency of ");
            add_case_name(text, one);
            tkg_text_addf(text,
                          " is above %.1f %% (limit 105 %%): the measurement is wrong, not "
                          "the engine fast; measure again on a quiet machine",
                          100.0 * low);
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

/* Ids are for good: people suppress and search them. */
static const struct {
    const char *id;
    note_function write;
} note_rows[] = {
    {"W01", note_partial},       {"W02", note_flagged},    {"W03", note_shared_machine},
    {"W04", note_digests},       {"W05", note_few_rounds}, {"W06", note_build_type},
    {"W07", note_efficiency},    {"W08", note_cpu_quota},  {"W09", note_foreign},
    {"W10", note_silent_engine},
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
