/* SPDX-License-Identifier: Apache-2.0
 *
 * Targets: YAML files that say what is good enough (thresholds/README.md describes every field).
 *
 *   schema: tickgate.targets/1
 *   name: floors
 *   description: what every engine must reach
 *   targets:
 *     - metric: throughput
 *       case: "replay/?*"        # a name or a shell pattern; default "replay/?*"
 *       min: 100 K ticks/s
 *     - metric: latency_p99
 *       case: replay/1M
 *       max: 6.5 x ruler/walk   # a multiple of a ruler kernel measured in the same run
 *
 * Exactly one of min, max, equals (with tolerance). Every error carries file:line:column and what
 * to do.
 */
#ifndef TKG_CONFIG_TARGET_H
#define TKG_CONFIG_TARGET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "sample/metric.h"
#include "sample/run_record.h"

enum tkg_target_kind {
    TKG_TARGET_MIN,    /* measured >= limit */
    TKG_TARGET_MAX,    /* measured <= limit */
    TKG_TARGET_EQUALS, /* |measured - limit| <= tolerance */
};

enum { TKG_TARGET_COUNT_MAX = 1000 };

struct tkg_target {
    enum tkg_metric metric;
    enum tkg_target_kind kind;
    char case_pattern[TKG_CASE_NAME_BYTES];
    double limit;                            /* base unit, or a plain multiple when ruler is set */
    double tolerance;                        /* EQUALS only, base unit */
    char ruler[TKG_CASE_NAME_BYTES];         /* "" or the ruler case the limit is a multiple of */
    char limit_text[TKG_QUANTITY_BYTES * 2]; /* as written */
    uint32_t line;                           /* 1-based, of the target's first key */
    uint32_t column;
    uint32_t file_index; /* into tkg_target_set.files */
};

struct tkg_target_file {
    char path[TKG_RECORD_TEXT_BYTES];
    char name[TKG_CASE_NAME_BYTES];
};

/* All targets of one run, from one or several files. */
struct tkg_target_set {
    struct tkg_target *targets; /* owned */
    size_t target_count;
    struct tkg_target_file *files; /* owned */
    size_t file_count;
};

void tkg_target_set_init(struct tkg_target_set *set);
void tkg_target_set_deinit(struct tkg_target_set *set);

/* Reads path and appends to *set; on failure *set is unchanged.
 * TKG_INPUT: not readable; TKG_CONFIG: unknown key or metric ("did you mean"), wrong unit,
 * duplicate rule (same metric, pattern, kind and ruler, in any file), missing limit, wrong schema,
 * not YAML, a case that starts with none of replay/ paced/ ruler/ ticks/. */
enum tkg_status tkg_target_set_load(struct tkg_target_set *set, const char *path,
                                    struct tkg_error *err) TKG_MUST_CHECK;

/* The same from memory; path is only named in errors. For tests and the fuzzer. */
enum tkg_status tkg_target_set_parse(struct tkg_target_set *set, const char *path, const char *yaml,
                                     size_t yaml_bytes, struct tkg_error *err) TKG_MUST_CHECK;

/* Does the target speak about this case? (fnmatch of case_pattern) */
bool tkg_target_matches(const struct tkg_target *target, const char *case_name);

#endif
