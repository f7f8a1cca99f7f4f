/* SPDX-License-Identifier: Apache-2.0
 *
 * Writes the .dat files of the scalability pictures: page.dat, and for each panel its points and
 * its frame. Equal inputs give equal bytes.
 */
#ifndef TKG_PLOT_PLOT_DATA_H
#define TKG_PLOT_PLOT_DATA_H

#include "plot/plot.h"

/* Into input->output_folder, made when missing, but not when there is nothing to plot.
 * TKG_NOTHING: see plot.h; TKG_OUTPUT: cannot write. */
enum tkg_status tkg_plot_data_write(const struct tkg_plot_input *input,
                                    struct tkg_error *err) TKG_MUST_CHECK;

/* folder + "/" + name into a fresh string (caller frees); NULL with TKG_NO_MEMORY in *err. */
char *tkg_plot_path(const char *folder, const char *name, struct tkg_error *err);

#endif
