/* SPDX-License-Identifier: Apache-2.0
 *
 * The pictures of a comparison and of a gate: the forest of effects, and the launches in their
 * order.
 */
#ifndef TKG_PLOT_PLOT_COMPARISON_H
#define TKG_PLOT_PLOT_COMPARISON_H

#include "base/status.h"
#include "sample/comparison_record.h"
#include "verdict/comparison.h"
#include "verdict/gate.h"

struct tkg_plot_change {
    const char *tool_version;
    const char *script_folder;
    const char *output_folder; /* made when missing */
};

/* Draws forest.png, .svg and launches.png, .svg. As tkg_plot_sheet_draw(); TKG_NOTHING: no launch.
 */
enum tkg_status tkg_plot_comparison_draw(const struct tkg_plot_change *input,
                                         const struct tkg_comparison_record *record,
                                         const struct tkg_comparison *comparison,
                                         struct tkg_error *err) TKG_MUST_CHECK;

/* Draws forest.png, .svg: every row, with its own proof where it was judged from launches.
 * TKG_NOTHING: the gate has no row. */
enum tkg_status tkg_plot_gate_draw(const struct tkg_plot_change *input,
                                   const struct tkg_gate_result *result,
                                   struct tkg_error *err) TKG_MUST_CHECK;

#endif
