/* SPDX-License-Identifier: Apache-2.0
 *
 * The rows of one case: its repetitions and their aggregates; and those of a family's complexity.
 */
#ifndef TKG_GBENCH_ROWS_H
#define TKG_GBENCH_ROWS_H

#include "gbench_call.h"
#include "gbench_library.h"

struct tkg_gbench_rows {
    struct tkg_gbench_pool pool; /* all texts and counters of the rows */
    struct tkg_benchmark_run *rows;
    size_t count;
    size_t capacity;
};

/* Adds one repetition. call is NULL when the library failed by itself. */
void tkg_gbench_rows_add(struct tkg_gbench_rows *rows, const struct tkg_gbench_result *result,
                         const struct tkg_gbench_call *call, enum tkg_benchmark_unit unit,
                         bool dry_run);

/* After the last repetition: numbers them, and adds the aggregates of the good ones when there are
 * two or more. */
void tkg_gbench_rows_aggregate(struct tkg_gbench_rows *rows, const struct tkg_benchmark *family);

/* How well the median of the time that the benchmark is judged by is known; see
 * tkg_gbench_precision(). */
double tkg_gbench_rows_precision(const struct tkg_gbench_rows *rows,
                                 const struct tkg_benchmark *family);

/* Adds the two rows of a fitted complexity, named after a row of the family; an error row when it
 * cannot be fitted. samples: the good repetitions of all cases. */
struct tkg_gbench_sample {
    int64_t n;
    double real_s; /* of an iteration */
    double cpu_s;
};
void tkg_gbench_rows_fit(struct tkg_gbench_rows *rows, const struct tkg_benchmark *family,
                         const struct tkg_benchmark_run *named_after,
                         const struct tkg_gbench_sample *samples, size_t sample_count);

/* Gives everything back; rows is empty again. */
void tkg_gbench_rows_clear(struct tkg_gbench_rows *rows);

#endif
