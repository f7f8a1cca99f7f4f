/* SPDX-License-Identifier: Apache-2.0
 *
 * The picture of a profile: which function was hot when in a replay.
 */
#ifndef TKG_PLOT_PLOT_FUNCTIONS_H
#define TKG_PLOT_PLOT_FUNCTIONS_H

#include "base/status.h"
#include "sample/time_map.h"

/* Rows of functions; what the others took is one row more. */
enum { TKG_PLOT_FUNCTIONS_MAX = 16 };

/* All borrowed for the call; texts are data. */
struct tkg_plot_functions {
    const char *engine;
    const char *stream;
    const struct tkg_time_map *map;
    const char *script_folder;
    const char *output_folder; /* made when missing */
};

/* Draws heat.png, .svg: the share that each function's own time has of each bucket of the replay's
 * time. Functions below 0.5 % of the whole have no row. As tkg_plot_sheet_draw(); TKG_NOTHING: too
 * few looks for a map. */
enum tkg_status tkg_plot_functions_draw(const struct tkg_plot_functions *input,
                                        struct tkg_error *err) TKG_MUST_CHECK;

#endif
