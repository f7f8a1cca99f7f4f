/* SPDX-License-Identifier: Apache-2.0
 *
 * The console and CSV reporters: google-benchmark's layout, with what it lacks at the end of the
 * line. User data is the caller's to destroy. path: NULL for standard output. false: out of memory.
 */
#ifndef TKG_GBENCH_DISPLAY_H
#define TKG_GBENCH_DISPLAY_H

#include <stdbool.h>

#include <tickgate/benchmark_program.h>
#include <tickgate/benchmark_reporter.h>

#include "gbench_pool.h"

/* tabular: counters in columns of their own, with a new header where their names change. */
bool tkg_gbench_console_create(const char *path, bool colour, bool tabular,
                               struct tkg_benchmark_reporter *reporter);
void tkg_gbench_console_destroy(struct tkg_benchmark_reporter *reporter);

/* All rows have the columns of all counters, so that they are held until the end. */
bool tkg_gbench_csv_create(const char *path, struct tkg_benchmark_reporter *reporter);
void tkg_gbench_csv_destroy(struct tkg_benchmark_reporter *reporter);

/* The row with its name, label, message and counters' names as visible text, all in the pool. */
struct tkg_benchmark_run tkg_gbench_shown(struct tkg_gbench_pool *pool,
                                          const struct tkg_benchmark_run *run);

#endif
