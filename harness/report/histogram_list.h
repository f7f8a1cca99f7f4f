/* SPDX-License-Identifier: Apache-2.0
 *
 * The histograms of a case, as the formats of HdrHistogram print them: blocks, single ticks,
 * responses. One that is not there says why.
 */
#ifndef TKG_REPORT_HISTOGRAM_LIST_H
#define TKG_REPORT_HISTOGRAM_LIST_H

#include "sample/histogram.h"
#include "sample/run_record.h"

enum { TKG_CASE_HISTOGRAMS = 3 };

struct tkg_case_histogram {
    const char *name;                      /* "block", "tick", "response" */
    const char *unit;                      /* of the counted values: "ps", "ns" */
    double unit_ns;                        /* 0.001, 1 */
    const struct tkg_histogram *histogram; /* borrowed from the case; NULL when missing */
    const char *missing; /* why; NULL when it is there, or the case has no such pass */
};

/* index 0 .. TKG_CASE_HISTOGRAMS - 1 */
struct tkg_case_histogram tkg_case_histogram(const struct tkg_case *the_case, int index);

#endif
