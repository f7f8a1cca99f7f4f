/* SPDX-License-Identifier: Apache-2.0
 *
 * One metric of one case over the runs of a history, split into series whose values may be
 * compared: equal environment, equal work, equal engine name, equal baseline or ruler, all of them
 * or none.
 */
#ifndef TKG_STORE_HISTORY_SERIES_H
#define TKG_STORE_HISTORY_SERIES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "store/history_read.h"

struct tkg_history_point {
    int64_t run_id;
    int64_t start_unix_ns;
    char commit[TKG_HISTORY_NAME_BYTES];
    double value, low, high; /* finite; ratios when the series is one of ratios */
};

struct tkg_history_series {
    char environment[TKG_HISTORY_WORD_BYTES];
    char engine[TKG_HISTORY_NAME_BYTES];
    char work[TKG_HISTORY_WORK_BYTES];
    char unit[TKG_HISTORY_WORD_BYTES];      /* "ratio" for ratios */
    char reference[TKG_HISTORY_NAME_BYTES]; /* baseline or ruler of a ratio; "" for plain values */
    struct tkg_history_point *points;       /* owned; from the oldest to the newest */
    size_t point_count;
    size_t point_capacity;
};

struct tkg_history_series_list {
    struct tkg_history_series *series; /* owned; in the order of their first points */
    size_t series_count;
    size_t left_out_count; /* complete runs that gave the metric no value */
};

struct tkg_history_question {
    const char *metric;
    const char *case_name;
    const char *branch; /* NULL: all branches */
    const char *engine; /* NULL: all engines */
    bool is_absolute;   /* plain values, also where there are ratios */
};

/* Reads the series of a metric and a case. Incomplete runs take no part.
 * returns  TKG_NOTHING: no run has such a value; text names the metrics and cases that there are */
enum tkg_status tkg_history_series_read(struct tkg_history *history,
                                        const struct tkg_history_question *question,
                                        struct tkg_history_series_list *list,
                                        struct tkg_error *err) TKG_MUST_CHECK;
void tkg_history_series_deinit(struct tkg_history_series_list *list);

typedef enum tkg_status (*tkg_history_visit_key)(void *context, const char *metric,
                                                 const char *case_name, struct tkg_error *err);

/* Every metric and case that complete runs have, by case and metric. */
enum tkg_status tkg_history_series_keys(struct tkg_history *history, tkg_history_visit_key visit,
                                        void *context, struct tkg_error *err) TKG_MUST_CHECK;

#endif
