/* SPDX-License-Identifier: Apache-2.0
 *
 * Every fact here comes from outside the program and is cut on its own, so that one long name
 * cannot push the others off the line.
 */
#include "report/human_head.h"

#include <inttypes.h>

#include "report/iso_time.h"
#include "report/line_wrap.h"
#include "report/result_fields.h"
#include "report/run_notes.h"
#include "report/run_words.h"
#include "report/safe_text.h"
#include "report/text_table.h"

/* Columns that one fact may take: four of them fit a line. */
enum { NAME_COLUMNS = 40, SHORT_COLUMNS = 18 };

/* Moves line to out as one safe line of at most 110 columns, and releases it. */
static void move_line(struct tkg_text *out, struct tkg_text *line, bool utf8)
{
    tkg_safe_add_line(out, tkg_text_borrow(line), TKG_LINE_COLUMNS, utf8);
    tkg_text_add(out, "\n");
    out->failed = out->failed || tkg_text_failed(line);
    tkg_text_deinit(line);
}

/* Appends ", text" when text says anything. */
static void add_part(struct tkg_text *out, const char *text)
{
    if (*text) {
        tkg_text_add(out, ", ");
        tkg_safe_add_line(out, text, NAME_COLUMNS, true);
    }
}

/* The stream stands last: it may be a path, and the line is cut at its end. */
static void add_run_line(struct tkg_text *out, const struct tkg_report_input *input)
{
    const struct tkg_run_record *record = input->record;
    struct tkg_text line = {0};
    tkg_text_add(&line, "tickgate ");
    tkg_safe_add_line(&line, input->tool_version, SHORT_COLUMNS, true);
    tkg_text_add(&line, "   engine ");
    tkg_safe_add_line(&line, record->engine_name, SHORT_COLUMNS, true);
    if (*record->engine_version) {
        tkg_text_add(&line, "@");
        tkg_safe_add_line(&line, record->engine_version, SHORT_COLUMNS, true);
    }
    if (tkg_words_has_seed(record)) {
        tkg_text_addf(&line, "   seed %" PRIu64, record->seed);
    }
    if (*record->stream) {
        tkg_text_addf(&line, "   stream %s", record->stream);
    }
    move_line(out, &line, input->utf8);
}

/* What decides speed, in the order of how much: CPU, its share, kernel, compiler, build. */
static void add_host_line(struct tkg_text *out, const struct tkg_report_input *input)
{
    const struct tkg_fingerprint *host = input->fingerprint;
    struct tkg_text line = {0};
    tkg_text_add(&line, "host  ");
    tkg_safe_add_line(&line, *host->cpu_model ? host->cpu_model : "unknown CPU", NAME_COLUMNS,
                      true);
    /* A foreign run does not know how many of the processors it could use. */
    int cpu_count = host->cpu_usable_count > 0 ? host->cpu_usable_count : host->cpu_online_count;
    if (cpu_count > 0) {
        tkg_text_addf(&line, ", %d %s", cpu_count, *host->hypervisor ? "vCPU" : "CPU");
    }
    if (*host->hypervisor) {
        tkg_text_add(&line, " (");
        tkg_safe_add_line(&line, host->hypervisor, SHORT_COLUMNS, true);
        tkg_text_add(&line, ")");
    }
    add_part(&line, host->kernel);
    add_part(&line, host->compiler);
    tkg_text_addf(&line, "%s%s", *host->build_type ? " " : "", host->build_type);
    move_line(out, &line, input->utf8);
}

/* UTC, to the second: the run is a measurement somewhere, not an event here. */
static void add_when_line(struct tkg_text *out, const struct tkg_report_input *input)
{
    char start[TKG_ISO_TIME_BYTES];
    const struct tkg_run_record *record = input->record;
    struct tkg_text line = {0};
    bool foreign = tkg_record_is_foreign(record);
    tkg_text_add(&line, "run   ");
    if (!foreign || record->start_unix_ns != 0) {
        tkg_text_addf(&line, "%sZ, ", tkg_iso_second_format(record->start_unix_ns, start));
    }
    tkg_words_add_count(&line, record->round_count, "round");
    if (!foreign) {
        tkg_text_add(&line, ", ");
        tkg_words_add_count(&line, record->batch_tick_count, "tick");
        tkg_text_add(&line, " a batch");
    }
    tkg_text_add(&line, tkg_words_ending(record));
    tkg_text_addf(&line, "%s%s", *record->suite ? ", suite " : "", record->suite);
    move_line(out, &line, input->utf8);
}

/* Ends the line whose first indent columns are written with the words of text, and goes on below
 * them. */
static void add_wrapped(struct tkg_text *out, size_t indent, const char *text, bool utf8)
{
    struct tkg_text safe = {0};
    tkg_safe_add_line(&safe, text, 0, utf8);
    tkg_wrap_add_words(&(struct tkg_wrap){out, indent, indent}, tkg_text_borrow(&safe));
    tkg_text_add(out, "\n");
    tkg_text_deinit(&safe);
}

/* "FAILED  text": before the notes, because all that follows is only a part. */
static void add_failure(struct tkg_text *out, const struct tkg_report_input *input)
{
    struct tkg_text reason = {0};
    if (!tkg_words_failed(input->record)) {
        return;
    }
    tkg_words_add_reason(&reason, input->record);
    tkg_style_add(out, input->color, TKG_STYLE_BAD, "FAILED");
    tkg_text_add(out, "  ");
    add_wrapped(out, sizeof("FAILED  ") - 1, tkg_text_borrow(&reason), input->utf8);
    tkg_text_deinit(&reason);
}

/* "note  W03 text" */
static void add_note(struct tkg_text *out, const struct tkg_report_input *input,
                     const struct tkg_note *note)
{
    tkg_text_add(out, "note  ");
    tkg_style_add(out, input->color, TKG_STYLE_WARN, note->id);
    tkg_text_add(out, " ");
    add_wrapped(out, sizeof("note  W03 ") - 1, note->text, input->utf8);
}

/* Above the results, because a reader must know them before the numbers. */
static void add_notes(struct tkg_text *out, const struct tkg_report_input *input)
{
    struct tkg_note notes[TKG_NOTES_MAX];
    size_t count = tkg_run_notes(input, notes);
    for (size_t i = 0; i < count; i++) {
        add_note(out, input, &notes[i]);
    }
}

void tkg_human_add_head(struct tkg_text *out, const struct tkg_report_input *input)
{
    add_run_line(out, input);
    add_host_line(out, input);
    add_when_line(out, input);
    add_failure(out, input);
    add_notes(out, input);
}
