/* SPDX-License-Identifier: Apache-2.0
 *
 * The run of a benchmark program as google-benchmark JSON, strict and always whole: a reporter that
 * gathers rows and writes the document when the run ends. docs/output-formats.md describes both
 * profiles, docs/schema holds their schemas.
 */
#ifndef TKG_GBENCH_JSON_H
#define TKG_GBENCH_JSON_H

#include <stdbool.h>

#include <tickgate/benchmark_reporter.h>

#ifdef __cplusplus
extern "C" {
#endif

enum tkg_benchmark_json_profile {
    /* Every repetition, aggregate, error and fitted curve, as google-benchmark writes them. What is
     * not finite is null. */
    TKG_BENCHMARK_JSON_FULL,
    /* One finite row per case, the median over its repetitions, with unique names: for trackers
     * that take each row for a result. Times of single iterations add `case/p50` and `case/p99`.
     * What failed or was left out is listed in `context`. */
    TKG_BENCHMARK_JSON_SINGLE,
};

/* "full" or "single"; false (and *profile untouched) for all else. */
bool tkg_benchmark_json_profile_find(const char *name, enum tkg_benchmark_json_profile *profile);

/* Fills in *reporter, whose user data is the caller's to tkg_benchmark_json_destroy.
 * path  a file, which appears only when it is whole (a name of its own beside it, then a rename),
 * or is written in place when it is no regular file; NULL or "-" for standard output. Copied. begin
 * of the reporter is false when the file cannot be made, end when the document could not be
 * written; the reason goes to standard error.
 * returns false without memory
 * cost  the whole document is held in memory until the end, about 2 KB a row */
bool tkg_benchmark_json_create(enum tkg_benchmark_json_profile profile, const char *path,
                               struct tkg_benchmark_reporter *reporter);
/* Without an end before, nothing is left of the file. */
void tkg_benchmark_json_destroy(struct tkg_benchmark_reporter *reporter);

#ifdef __cplusplus
}
#endif

#endif
