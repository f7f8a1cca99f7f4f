/* SPDX-License-Identifier: Apache-2.0
 *
 * Suites: YAML files that say what to run (the .yaml files of bench/suites). A suite is a set of
 * defaults; the command line overrides single values.
 *
 *   schema: tickgate.suite/1
 *   name: default
 *   description: for readers, may span lines
 *   engine: reference
 *   parameters: ""
 *   stream: synthetic:futures
 *   seed: 42
 *   sizes: [10K, 100K, 1M]
 *   rounds: 20
 *   passes: ABCPMR
 *   pace: 100 K ticks/s
 *   pace_time: 250 ms
 *   min_time: 50 ms
 *   timeout: 60 s
 *   batch: 1000
 *   threads: none
 *
 * Only schema is needed. Every range is described in bench/suites/README.md.
 */
#ifndef TKG_CONFIG_SUITE_H
#define TKG_CONFIG_SUITE_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "config/thread_list.h"
#include "sample/run_record.h"

enum { TKG_SUITE_SIZE_MAX = 64, TKG_SUITE_ROUND_MAX = 10000, TKG_BATCH_MAX = 1048576 };

struct tkg_suite {
    char name[TKG_CASE_NAME_BYTES];
    char engine[TKG_RECORD_TEXT_BYTES]; /* built-in name or path of a shared object */
    char parameters[TKG_RECORD_TEXT_BYTES];
    char stream[TKG_RECORD_TEXT_BYTES]; /* "synthetic:PRESET" or a tick file */
    uint64_t seed;
    uint64_t sizes[TKG_SUITE_SIZE_MAX];
    size_t size_count;
    uint32_t round_count;
    uint32_t pass_mask; /* bit 1 << enum tkg_pass */
    double pace_ticks_per_s;
    int64_t pace_time_ns;
    int64_t min_time_ns;
    int64_t timeout_ns;             /* per trial */
    uint32_t batch_tick_count;      /* 1 .. TKG_BATCH_MAX */
    struct tkg_thread_list threads; /* of pass G, which runs when there are any */
};

/* The built-in defaults: the values shown above. */
void tkg_suite_init(struct tkg_suite *suite);

/* Overlays *suite with what the file says; untouched on failure. Errors as in target.h. */
enum tkg_status tkg_suite_load(struct tkg_suite *suite, const char *path,
                               struct tkg_error *err) TKG_MUST_CHECK;
enum tkg_status tkg_suite_parse(struct tkg_suite *suite, const char *path, const char *yaml,
                                size_t yaml_bytes, struct tkg_error *err) TKG_MUST_CHECK;

/* Sets one value by its key in the file ("rounds", "10"), with the file's checks: for command line
 * options. TKG_CONFIG (also for a key that does not exist) with a text that starts with the key and
 * names the range; *suite is untouched then. */
enum tkg_status tkg_suite_set(struct tkg_suite *suite, const char *key, const char *text,
                              struct tkg_error *err) TKG_MUST_CHECK;

/* Single values as text, shared by YAML and the command line. Whole text must be valid, otherwise
 * TKG_CONFIG and *suite is untouched.
 * comma_list "10K, 100K,1M": 1 .. TKG_SUITE_SIZE_MAX different sizes of 1 .. 10^12 ticks, kept in
 *            their order
 * letters    "ABCPMR": each at most once, any order */
enum tkg_status tkg_suite_set_sizes(struct tkg_suite *suite, const char *comma_list,
                                    struct tkg_error *err) TKG_MUST_CHECK;
enum tkg_status tkg_suite_set_passes(struct tkg_suite *suite, const char *letters,
                                     struct tkg_error *err) TKG_MUST_CHECK;

#endif
