/* SPDX-License-Identifier: Apache-2.0
 *
 * The picture of pass G: speed-up over threads with its intervals, the ideal line and the curve of
 * the Universal Scalability Law. Pure but for its input.
 */
#ifndef TKG_PLOT_PLOT_SPEEDUP_H
#define TKG_PLOT_PLOT_SPEEDUP_H

#include <stdbool.h>

#include "base/text.h"
#include "plot/plot_series.h"
#include "stats/summary.h"

/* The cases of pass G with a speed-up, rising by threads, which stand for the sizes of the sweep.
 * False when there are fewer than two: no picture. */
bool tkg_plot_speedup_sweep(struct tkg_plot_sweep *sweep, const struct tkg_summary *summary);

/* Appends speedup.dat (threads, value, low, high, missed, oversubscribed) and its frame. */
void tkg_plot_speedup_write(const struct tkg_plot_sweep *sweep, const struct tkg_summary *summary,
                            const struct tkg_verdict_list *verdicts, struct tkg_text *data,
                            struct tkg_text *frame_text);

#endif
