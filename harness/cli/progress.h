/* SPDX-License-Identifier: Apache-2.0
 *
 * What a person sees while a run goes on: a bar with the time left and the last throughputs on a
 * terminal, a plain line every ten seconds elsewhere, one line per trial with --verbose. Always to
 * stderr.
 */
#ifndef TKG_CLI_PROGRESS_H
#define TKG_CLI_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

#include "measure/session.h"

enum { TKG_SPARK_COUNT = 16 };

struct tkg_progress_view {
    bool is_terminal;
    bool verbose;
    bool quiet;
    bool utf8;
    bool line_open; /* a bar stands on the terminal without a newline */
    int64_t last_shown_ns;
    double throughputs[TKG_SPARK_COUNT]; /* the last ones of pass A, oldest first */
    int throughput_count;
};

void tkg_progress_view_init(struct tkg_progress_view *view, bool quiet, bool verbose);

/* A tkg_progress_function; context is the view. */
void tkg_progress_view_show(void *context, const struct tkg_progress *progress);

/* Clears the bar. */
void tkg_progress_view_end(struct tkg_progress_view *view);

/* Does standard output (descriptor 1) or error (2) take colours and UTF-8? */
bool tkg_terminal_has_color(int descriptor);
bool tkg_terminal_has_utf8(void);

#endif
