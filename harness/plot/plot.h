/* SPDX-License-Identifier: Apache-2.0
 *
 * The scalability plots: writes .dat and .gp files and runs gnuplot as a child. The four panels:
 * (a) throughput, (b) latency percentiles, (c) total time and memory with fits, (d) efficiency; as
 * one 2x2 sheet (scalability_metrics.png, .svg) and each alone (throughput, latency, time_memory,
 * efficiency). A run with thread counts has the speed-up over them beside these (speedup). gnuplot
 * is a shell: no text of a user ever reaches a script; it travels as data.
 */
#ifndef TKG_PLOT_PLOT_H
#define TKG_PLOT_PLOT_H

#include "base/status.h"
#include "host/fingerprint.h"
#include "sample/run_record.h"
#include "stats/summary.h"
#include "verdict/judge.h"

struct tkg_plot_input {
    const char *tool_version;
    const struct tkg_run_record *record;
    const struct tkg_summary *summary;
    const struct tkg_fingerprint *fingerprint;
    const struct tkg_verdict_list *verdicts; /* for limit lines and ringed failures; may be empty */
    const char *script_folder; /* where plots/ of this project is installed (the .gp files) */
    const char *output_folder; /* made when missing */
};

/* Draws what there are figures for.
 * TKG_NOTHING: no replay case has a throughput estimate, and no two thread counts a speed-up.
 * TKG_ENVIRONMENT: gnuplot is missing (says which package) or drew no text (fonts missing).
 * TKG_SYSTEM: gnuplot failed, with its last words.
 */
enum tkg_status tkg_plot_scalability(const struct tkg_plot_input *input,
                                     struct tkg_error *err) TKG_MUST_CHECK;

#endif
