/* SPDX-License-Identifier: Apache-2.0
 *
 * Runs gnuplot once as a child and believes nothing: its exit status, its pictures and the text in
 * them are all checked, because gnuplot without fonts draws no text and exits with 0.
 */
#ifndef TKG_PLOT_GNUPLOT_H
#define TKG_PLOT_GNUPLOT_H

#include <stddef.h>

#include "base/status.h"

/* A picture is made as <name>.png and <name>.svg. */
struct tkg_gnuplot_picture {
    const char *name;
    const char *const *texts; /* what the SVG must hold, NULL-terminated */
};

struct tkg_gnuplot_job {
    const char *folder;         /* working directory: scripts and data lie here, pictures go here */
    const char *shown;          /* the folder that messages name; NULL: folder */
    const char *const *scripts; /* file names, run in order by one gnuplot; NULL-terminated */
    const struct tkg_gnuplot_picture *pictures;
    size_t picture_count;
    const char *font_probe; /* a picture of one word on white, judged and removed; or NULL */
};

/* Removes the job's old pictures, runs the scripts (time limit 60 s), checks the new pictures.
 * TKG_ENVIRONMENT: no gnuplot in PATH, or no fonts (text names the package). TKG_SYSTEM: gnuplot
 * failed, was killed or took too long, with its last words; or a picture is missing or incomplete.
 * TKG_OUTPUT: the disk is full, or a picture larger than the limit of file sizes allows.
 * TKG_INTERRUPTED: Ctrl-C. On failure none of the job's pictures is left. */
enum tkg_status tkg_gnuplot_run(const struct tkg_gnuplot_job *job,
                                struct tkg_error *err) TKG_MUST_CHECK;

#endif
