/* SPDX-License-Identifier: Apache-2.0
 *
 * All reporters of a run, told the same things: the display, --benchmark_out, the user's.
 */
#ifndef TKG_GBENCH_REPORTERS_H
#define TKG_GBENCH_REPORTERS_H

#include <stdbool.h>

#include "gbench_family.h"
#include "gbench_flags.h"

/* Makes the display and the file that the flags ask for. */
void tkg_gbench_reporters_open(const struct tkg_gbench_flags *flags);

/* false: one of them refuses; *status is what to exit with. */
bool tkg_gbench_reporters_begin(const struct tkg_benchmark_context *context, int *status);

/* The rows of a case, with the repetitions left out where aggregates suffice. */
void tkg_gbench_reporters_runs(const struct tkg_benchmark *family,
                               const struct tkg_benchmark_run *rows, size_t count);

/* Ends all that have begun, once, and closes them. Returns status, or TKG_BENCHMARK_USAGE when an
 * output is not complete. */
int tkg_gbench_reporters_end(int status);

#endif
