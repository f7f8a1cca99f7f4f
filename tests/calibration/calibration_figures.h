/* SPDX-License-Identifier: Apache-2.0
 *
 * What the rows of one experiment add up to.
 */
#ifndef TKG_CALIBRATION_FIGURES_H
#define TKG_CALIBRATION_FIGURES_H

#include <stddef.h>

#include "run_row.h"

enum tkg_load_choice { TKG_ROWS_ALL, TKG_ROWS_QUIET, TKG_ROWS_BURSTY };

/* Counts of runs by outcome; times in seconds, changes in percent. NaN without runs. */
struct tkg_figures {
    size_t run_count;
    size_t regression, improvement, pass, inconclusive, cannot_tell, too_fine;
    size_t failed; /* anything else: an engine or the machine */
    double seconds_median, seconds_p99, seconds_worst, seconds_mean, seconds_sum;
    double head_mean; /* of the runs' estimates, and the standard error of that mean */
    double head_error;
    double head_least, head_most;
    double plant_median, plant_p05, plant_p95;
    size_t launch_sum, slow_sum; /* launches judged, and left out for a slow arm */
    double base_ns_median;
};

struct tkg_figures tkg_figures_of(const struct tkg_run_rows *rows, enum tkg_load_choice load);

/* The same of one variant's rows. */
struct tkg_figures tkg_figures_of_variant(const struct tkg_run_rows *rows, uint32_t variant);

#endif
