/* SPDX-License-Identifier: Apache-2.0
 *
 * The sentences of a picture: the texts around the panels (page.dat) and the notes under their
 * titles. Every number comes from the summary; nothing is computed here but spans and shares.
 */
#ifndef TKG_PLOT_PLOT_WORDS_H
#define TKG_PLOT_PLOT_WORDS_H

#include "base/text.h"
#include "plot/plot.h"
#include "plot/plot_series.h"

/* Appends page.dat: title, subtitle, verdict, two footers; user text is made safe. */
void tkg_plot_page_write(const struct tkg_plot_input *input, const struct tkg_plot_sweep *sweep,
                         struct tkg_text *out);

/* Append one line without newline; user text is not yet made safe (plot_frame.h does that). */
void tkg_plot_note_throughput(const struct tkg_summary *summary, const struct tkg_plot_sweep *sweep,
                              struct tkg_text *out);
void tkg_plot_note_latency(const struct tkg_summary *summary, const struct tkg_plot_sweep *sweep,
                           struct tkg_text *out);
void tkg_plot_note_time(const struct tkg_summary *summary, const struct tkg_plot_sweep *sweep,
                        struct tkg_text *out);
void tkg_plot_note_memory(const struct tkg_summary *summary, const struct tkg_plot_sweep *sweep,
                          struct tkg_text *out);
void tkg_plot_note_efficiency(const struct tkg_summary *summary, const struct tkg_plot_sweep *sweep,
                              struct tkg_text *out);

#endif
