/* SPDX-License-Identifier: Apache-2.0
 *
 * One row of a google-benchmark file and what it is. Every version's way of saying it is known here
 * and nowhere else: 1.4 and older have no run_type, 1.8 and newer say `skipped`.
 */
#ifndef TKG_REPORT_GBENCH_ROW_H
#define TKG_REPORT_GBENCH_ROW_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "report/json_reader.h"
#include "sample/metric.h"

enum tkg_gbench_kind {
    TKG_GBENCH_ITERATION, /* one repetition */
    TKG_GBENCH_MEDIAN,    /* an aggregate over repetitions that stands for one of them */
    TKG_GBENCH_MEAN,      /* the same, where there is no median */
    TKG_GBENCH_FAILED,    /* error_occurred */
    TKG_GBENCH_SKIPPED,   /* skipped without being an error */
    TKG_GBENCH_OTHER,     /* spread, big-O, RMS, custom statistics: no measurement of its own */
};

struct tkg_gbench_row {
    enum tkg_gbench_kind kind;
    const char *case_name; /* without the name of an aggregate; borrowed; not terminated there */
    size_t case_name_bytes;
    const char *message;             /* of FAILED; "" without one; borrowed */
    uint64_t iteration_count;        /* of ITERATION; 0 when the row does not say */
    double values[TKG_METRIC_COUNT]; /* base units; NaN where the row says nothing */
};

/* What a whole file says about its rows. */
struct tkg_gbench_dialect {
    const json_t *names; /* an object with the name of every row as key: to tell aggregates in files
                            without run_type; borrowed */
    bool own_metrics;    /* counters bear names of struct tkg_metric_info, in base units */
};

/* Reads the object at the reader's place. TKG_INPUT for a name, unit or number that is none. */
enum tkg_status tkg_gbench_row_read(struct tkg_json_reader *reader, const json_t *object,
                                    const struct tkg_gbench_dialect *dialect,
                                    struct tkg_gbench_row *row) TKG_MUST_CHECK;

/* True when name is that of a row `X/p50` or `X/p99` beside a row `X`: what profile `single` says
 * twice. */
bool tkg_gbench_row_is_percentile(const json_t *names, const char *name);

#endif
