/* SPDX-License-Identifier: Apache-2.0
 *
 * Raw data: a file of an experiment has a header that says what it is, and a line for each run.
 * Lines are only ever added, each in one write, so that a killed calibration loses the run it was
 * in and nothing else, and two streams may add to one file.
 *
 *     # experiment: branchy_equal
 *     # machine: ...                      (and so on: key, value)
 *     run  stream  load  variant  ...     (names of the columns, tabs between)
 *     0    0       quiet 0        ...
 */
#ifndef TKG_CALIBRATION_RUN_ROW_H
#define TKG_CALIBRATION_RUN_ROW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "base/text.h"

enum { TKG_OUTCOME_BYTES = 32, TKG_HEADER_BYTES = 512 };

/* Changes in percent of the base: 0.5 is half a percent. NaN where there is none. */
struct tkg_run_row {
    uint32_t run;
    uint32_t stream;
    bool is_loaded;
    uint32_t variant;
    uint64_t seed;
    int64_t start_s;                 /* since 1970 */
    char outcome[TKG_OUTCOME_BYTES]; /* "pass", "regression", ...; a failed run: its status */
    uint32_t launches;               /* judged */
    uint32_t slow;                   /* left out: an arm ran far slower than its twin */
    double seconds;                  /* of the whole run */
    double head, head_low, head_high;
    double null, null_low, null_high;
    double plant, plant_low, plant_high;
    double tolerance_min; /* what the layouts carried */
    double base_ns;       /* per tick, median over launches */
};

/* What must be equal for rows to belong together. Plain text, one line each. */
struct tkg_run_header {
    char experiment[TKG_HEADER_BYTES];
    char about[TKG_HEADER_BYTES];
    char machine[TKG_HEADER_BYTES];
    char commit[TKG_HEADER_BYTES];
    char method[TKG_HEADER_BYTES]; /* tolerance, layouts, budget, ... */
    char seed[TKG_HEADER_BYTES];
    char begun[TKG_HEADER_BYTES]; /* date; not compared */
};

struct tkg_run_rows {
    struct tkg_run_header header;
    struct tkg_run_row *rows; /* owned */
    size_t count;
};

/* Everything that a run measures becomes NaN, its counts 0. */
void tkg_run_row_clear(struct tkg_run_row *row);

void tkg_run_header_write(const struct tkg_run_header *header, struct tkg_text *text);
void tkg_run_row_write(const struct tkg_run_row *row, struct tkg_text *text);

/* Reads a whole file, plain or in gzip's format by its name's end. A last line without its end is a
 * run that was cut off, and is left out; anything else that is not as written above is TKG_INPUT,
 * with path:line. A file that does not exist has no rows. */
enum tkg_status tkg_run_rows_read(const char *path, struct tkg_run_rows *rows,
                                  struct tkg_error *err) TKG_MUST_CHECK;
void tkg_run_rows_deinit(struct tkg_run_rows *rows);

/* TKG_USAGE: rows of `found` must not be mixed with new ones of `wanted`; says in what they differ.
 */
enum tkg_status tkg_run_header_check(const char *path, const struct tkg_run_header *found,
                                     const struct tkg_run_header *wanted,
                                     struct tkg_error *err) TKG_MUST_CHECK;

/* Cuts off a last line without its end, so that lines can be added. No file is no fault. TKG_OUTPUT
 */
enum tkg_status tkg_raw_repair(const char *path, struct tkg_error *err) TKG_MUST_CHECK;

/* Adds text to the end of a file in one write. TKG_OUTPUT */
enum tkg_status tkg_raw_append(const char *path, const struct tkg_text *text,
                               struct tkg_error *err) TKG_MUST_CHECK;

#endif
