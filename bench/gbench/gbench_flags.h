/* SPDX-License-Identifier: Apache-2.0
 *
 * Command-line flags and BENCHMARK_* variables: all of google-benchmark 1.7.1, the newer ones, our
 * own. The library never parses the user's: it is given an argument list made from these.
 */
#ifndef TKG_GBENCH_FLAGS_H
#define TKG_GBENCH_FLAGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tickgate/benchmark.h>

#include "gbench_json.h"

#ifdef __cplusplus
extern "C" {
#endif

enum tkg_gbench_format { TKG_GBENCH_CONSOLE, TKG_GBENCH_JSON, TKG_GBENCH_CSV };

enum { TKG_GBENCH_CONTEXT_MAX = 64 };

struct tkg_gbench_flags {
    bool help;
    bool list_tests;
    bool random_interleaving;
    bool report_aggregates_only;
    bool display_aggregates_only;
    bool counters_tabular;
    bool dry_run;
    bool memory;
    const char *executable;
    const char *filter; /* "": all */
    const char *out;    /* "": none */
    const char *perf_counters;
    const char *color; /* "auto", or a word for yes or no */
    enum tkg_gbench_format format;
    enum tkg_gbench_format out_format;
    enum tkg_benchmark_json_profile json_profile;
    enum tkg_benchmark_unit time_unit;
    double min_time_s;
    int64_t iterations; /* of --benchmark_min_time=<n>x; 0: by time */
    double min_warmup_time_s;
    int repetitions;
    int verbosity;
    double precision; /* 0: off */
    double precision_max_time_s;
    size_t context_count;
    struct tkg_benchmark_key_value context[TKG_GBENCH_CONTEXT_MAX];
};

/* The flags as they stand. */
const struct tkg_gbench_flags *tkg_gbench_current_flags(void);

/* "true", "1", "yes", "" and the like, as the library reads them. */
bool tkg_gbench_word_is_true(const char *word);

#ifdef __cplusplus
}
#endif

#endif
