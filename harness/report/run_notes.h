/* SPDX-License-Identifier: Apache-2.0
 *
 * What a reader must know before believing a run: notes with stable ids, each with the figure that
 * triggered it and what to do. To add one, add a row in run_notes.c; ids are never reused.
 */
#ifndef TKG_REPORT_RUN_NOTES_H
#define TKG_REPORT_RUN_NOTES_H

#include <stddef.h>

#include "report/report.h"

enum { TKG_NOTE_TEXT_BYTES = 640, TKG_NOTES_MAX = 16 };

struct tkg_note {
    const char *id;                 /* "W03" */
    char text[TKG_NOTE_TEXT_BYTES]; /* one safe line, UTF-8 */
};

/* Fills notes in the order of their ids; returns how many. */
size_t tkg_run_notes(const struct tkg_report_input *input, struct tkg_note notes[TKG_NOTES_MAX]);

#endif
