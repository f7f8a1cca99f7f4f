/* SPDX-License-Identifier: Apache-2.0
 *
 * Writes the .dat files of the pictures: page.dat, and for each panel its points and its frame.
 * Equal inputs give equal bytes.
 */
#ifndef TKG_PLOT_PLOT_DATA_H
#define TKG_PLOT_PLOT_DATA_H

#include <stdbool.h>

#include "plot/plot.h"

/* What there are figures of, and hence pictures. */
struct tkg_plot_choice {
    bool sizes;   /* the sheet and its four panels: throughput over sizes */
    bool threads; /* speed-up over threads */
};

/* TKG_NOTHING: neither; see plot.h. TKG_NO_MEMORY */
enum tkg_status tkg_plot_choose(const struct tkg_plot_input *input, struct tkg_plot_choice *choice,
                                struct tkg_error *err) TKG_MUST_CHECK;

/* Into input->output_folder, made when missing, but not when there is nothing to plot.
 * TKG_NOTHING: see plot.h; TKG_OUTPUT: cannot write. */
enum tkg_status tkg_plot_data_write(const struct tkg_plot_input *input,
                                    struct tkg_error *err) TKG_MUST_CHECK;

/* folder + "/" + name into a fresh string (caller frees); NULL with TKG_NO_MEMORY in *err. */
char *tkg_plot_path(const char *folder, const char *name, struct tkg_error *err);

#endif
