/* SPDX-License-Identifier: Apache-2.0
 *
 * How an engine scales over threads, as people read it: one row per thread count of pass G, and the
 * Universal Scalability Law through them.
 */
#ifndef TKG_REPORT_THREAD_TEXT_H
#define TKG_REPORT_THREAD_TEXT_H

#include <stdbool.h>

#include "report/report.h"

/* True when a case of the run is one of pass G. */
bool tkg_threads_measured(const struct tkg_summary *summary);

/* Both append nothing when none is. */
/* For the terminal, within TKG_LINE_COLUMNS. */
void tkg_threads_add_table(struct tkg_text *out, const struct tkg_report_input *input);
/* For Markdown: a table, then the law as a sentence. */
void tkg_threads_add_markdown(struct tkg_text *out, const struct tkg_report_input *input);

/* "contention sigma 0.0123 [0.011, 0.014], ..." or why there is no law; one line, no end of line.
 */
void tkg_threads_add_law(struct tkg_text *out, const struct tkg_thread_scaling *scaling);

#endif
