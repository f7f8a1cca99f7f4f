/* SPDX-License-Identifier: Apache-2.0
 *
 * What a program says and asks between tkg_benchmark_initialize() and the run. Included by
 * <tickgate/benchmark.h>. All of it from one thread; functions that return int return
 * TKG_BENCHMARK_OK or TKG_BENCHMARK_USAGE as those of <tickgate/benchmark_registration.h> do.
 */
#ifndef TICKGATE_BENCHMARK_PROGRAM_H
#define TICKGATE_BENCHMARK_PROGRAM_H

#include <stddef.h>
#include <stdint.h>

#include <tickgate/benchmark_types.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- flags, read and set; what is said last counts ---- */

/* As --benchmark_filter: a regular expression, a leading - negates, "" picks all. It is copied. */
int tkg_benchmark_set_filter(const char *filter);
const char *tkg_benchmark_filter(void);

/* As --benchmark_time_unit: of benchmarks without a unit of their own; ns to s. */
int tkg_benchmark_set_default_unit(enum tkg_benchmark_unit unit);
enum tkg_benchmark_unit tkg_benchmark_default_unit(void);

/* For reporters: "ns", "us", "ms" or "s", and how many of it are a second: 1e9 for ns. */
const char *tkg_benchmark_unit_text(enum tkg_benchmark_unit unit);
double tkg_benchmark_unit_per_second(enum tkg_benchmark_unit unit);

int tkg_benchmark_verbosity(void); /* --v, 0 without it */

void tkg_benchmark_print_help(void); /* what --help prints, on stdout */

/* The installed library's version, e.g. "v1.9.1"; "" when it does not say, as 1.7.1. */
const char *tkg_benchmark_library_version(void);

/* ---- running ---- */

/* tkg_benchmark_run_all() with this filter instead of the flag's; NULL is refused. *matched: how
 * many cases it picked, 0 when the run was refused; may be NULL. */
int tkg_benchmark_run(const char *filter, size_t *matched);

/* Called around one more run of every case (at most 16 iterations, one thread), after its setup and
 * before its teardown: what is collected between them is no part of any timed run. Not together
 * with a memory manager. NULL: none. The table must outlive the run; nothing in it may throw. */
struct tkg_benchmark_profiler {
    uint32_t struct_bytes; /* sizeof(struct tkg_benchmark_profiler) */
    void *user;
    void (*start)(void *user);
    void (*stop)(void *user);
};
int tkg_benchmark_set_profiler(const struct tkg_benchmark_profiler *table);

#ifdef __cplusplus
}
#endif

#endif
