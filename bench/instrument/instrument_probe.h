/* SPDX-License-Identifier: Apache-2.0
 *
 * What one part of the instrument costs, measured once, in a process of its own.
 */
#ifndef TKG_BENCH_INSTRUMENT_PROBE_H
#define TKG_BENCH_INSTRUMENT_PROBE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

/* Prints one number; every process draws its values from another seed. */
typedef enum tkg_status (*tkg_probe_function)(uint32_t round, double *value, struct tkg_error *err);

struct tkg_probe {
    const char *name;
    tkg_probe_function run;
};

/* Ends with a row whose name is NULL. Times are ns; an error is a share, memory bytes. */
extern const struct tkg_probe tkg_probes[];

/* The passes, on the reference engine: parts of the stream with the pass's own loop and parts with
 * the bare step take turns, 40 us apart, so that both meet the same machine and call the same
 * on_ticks at the same address. ns per tick. */
enum tkg_status tkg_probe_pass_b(uint32_t round, double *value, struct tkg_error *err);
enum tkg_status tkg_probe_pass_c(uint32_t round, double *value, struct tkg_error *err);
enum tkg_status tkg_probe_pass_d(uint32_t round, double *value, struct tkg_error *err);
/* Clock reads per tick in pass A, counted; and that times what one takes, in ns. */
enum tkg_status tkg_probe_pass_a_reads(uint32_t round, double *value, struct tkg_error *err);
enum tkg_status tkg_probe_pass_a_by_count(uint32_t round, double *value, struct tkg_error *err);

/* Nanoseconds of a loop: the median of many sweeps of it. */
typedef void (*tkg_sweep_function)(void *context);
double tkg_probe_sweep_ns(tkg_sweep_function sweep, void *context);

/* Median; sorts. NaN without values. */
double tkg_probe_median(double *values, size_t count);

#endif
