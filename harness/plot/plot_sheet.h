/* SPDX-License-Identifier: Apache-2.0
 *
 * From data to pictures in a folder: writes the files, puts the scripts beside them, runs gnuplot,
 * and lets all of it come out at once. What a picture shows is made elsewhere.
 */
#ifndef TKG_PLOT_PLOT_SHEET_H
#define TKG_PLOT_PLOT_SHEET_H

#include <stddef.h>

#include "base/status.h"
#include "base/text.h"
#include "plot/gnuplot.h"

struct tkg_plot_file {
    const char *name; /* "trend.dat" */
    const struct tkg_text *text;
};

struct tkg_plot_sheet {
    const char *script_folder; /* where plots/ of this project is installed */
    const char *output_folder; /* made when missing */
    const struct tkg_plot_file *files;
    size_t file_count;
    const struct tkg_gnuplot_picture *pictures; /* <name>.gp makes <name>.png and <name>.svg */
    size_t picture_count;                       /* at most 8 */
};

/* Draws them. Old pictures of these names are gone after a failure.
 * TKG_ENVIRONMENT, TKG_SYSTEM: as tkg_gnuplot_run(). TKG_OUTPUT, TKG_NO_MEMORY */
enum tkg_status tkg_plot_sheet_draw(const struct tkg_plot_sheet *sheet,
                                    struct tkg_error *err) TKG_MUST_CHECK;

/* One row of page.dat (plots/README.md). Roles: */
enum { TKG_PAGE_TITLE, TKG_PAGE_SUBTITLE, TKG_PAGE_VERDICT, TKG_PAGE_LEFT, TKG_PAGE_RIGHT };
/* Readable on white, and told apart without colour by the words beside them. */
enum {
    TKG_INK_RED = 0xC1272D,
    TKG_INK_AMBER = 0x8A5F00,
    TKG_INK_GREEN = 0x00704F,
    TKG_INK_GREY = 0x6B7280,
    TKG_INK_BLUE = 0x00598C
};

/* colour  used for the verdict only
 * text    made safe and cut here to columns_max widths of a character */
void tkg_plot_page_add(struct tkg_text *page, int role, int colour, const char *text,
                       size_t columns_max);

/* Adds a tab and a number; "NaN" for what is not finite. */
void tkg_plot_add_number(struct tkg_text *out, double number);

#endif
