/* SPDX-License-Identifier: Apache-2.0
 *
 * What a comparison cannot get below, however many launches it has: where the code of the few
 * layouts of a side came to lie. Estimated from the run's own launches.
 *
 * Model: the logarithm of an arm's time is a launch's effect plus a layout's effect plus a rest.
 * Arms of one side in one launch are compared with each other only, so that the launch's effect
 * falls out. The layouts' effects are random; their variance is what least squares gains by fitting
 * them, less what it would gain on pure rest, over the number of comparisons (method 3 of
 * Henderson, "Estimation of variance and covariance components", Biometrics 9, 1953). Both sides
 * are taken to have the same variance and are pooled.
 */
#ifndef TKG_STATS_LAYOUT_FLOOR_H
#define TKG_STATS_LAYOUT_FLOOR_H

#include <stddef.h>

#include "base/status.h"
#include "sample/comparison_record.h"

enum tkg_layout_floor_kind {
    /* Nothing to compare: single layouts, or no launch with two arms of a side. */
    TKG_LAYOUT_FLOOR_UNKNOWN,
    /* Too few launches to tell layouts from the rest: everything is counted as layout. Above the
     * truth, and falls to it as launches come in. */
    TKG_LAYOUT_FLOOR_BOUND,
    TKG_LAYOUT_FLOOR_FITTED,
};

enum {
    /* Of freedom. At ten a variance is known within a factor of two (chi-square, 90 %); two sides
     * of 32 layouts get there with about 36 launches, two of 16 with 20. */
    TKG_LAYOUT_DEGREES_MIN = 10,
};

/* Shares: logarithms of ratios of times, 0.005 is 0.5 %. NaN where it cannot be said. */
struct tkg_layout_floor {
    enum tkg_layout_floor_kind kind;
    double layout_sd;       /* over the layouts of a side; 0 when they differ less than the rest */
    double layout_sd_error; /* its standard error; NaN unless fitted and above 0 */
    double rest_sd;         /* of one arm in one launch, layout and launch known */
    double floor;           /* layout_sd * sqrt(1/base layouts + 1/head layouts): the standard
                               error of head against base that launches do not average away */
    size_t contrast_count;  /* arms less one, over launches and sides */
    size_t layout_degrees;  /* layouts that are connected by launches, less one for each group */
    size_t rest_degrees;
};

/* Of the launches that are not slow, in the record's metric.
 * record   layouts of launches are indexes into its sides' paths; copies of a file are one layout
 * returns  TKG_NO_MEMORY. cost: below 1 ms at 64 layouts a side, some 50 ms at 512 that all met */
enum tkg_status tkg_layout_floor_of(const struct tkg_comparison_record *record,
                                    struct tkg_layout_floor *floor,
                                    struct tkg_error *err) TKG_MUST_CHECK;

#endif
