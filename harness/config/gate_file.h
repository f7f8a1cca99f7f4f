/* SPDX-License-Identifier: Apache-2.0
 *
 * Gate files: YAML that lists every (case, metric) that must not get worse
 * (thresholds/README.md describes every field).
 *
 *   schema: tickgate.gate/1
 *   name: my-engine
 *   description: for readers
 *   error: 0.5 %            # of a false regression in the whole gate
 *   budget: 60 s            # for each row
 *   budget_all: 600 s       # for all of them
 *   baseline_age_days: 30   # stored baselines older than that are stale
 *   targets: [floors.yaml]  # absolute limits beside, relative to this file
 *   defaults: {stream: synthetic:futures, seed: 42, ticks: 100K, tolerance: 1 %}
 *   cases:
 *     - name: taker
 *       engine: layouts/my_engine   # below --base and --head; may be left out
 *       params: strategy=taker
 *       metrics:
 *         - time                    # a name, or a mapping
 *         - {metric: p99, tolerance: 5 %, margin: 10 %}
 *         - {metric: peak_memory, maximum: 64 MiB}
 *   waivers:
 *     - {case: taker, metric: instructions, until: 2026-12-31, reason: new fee model}
 *
 * Every error carries file:line:column and what to do.
 */
#ifndef TKG_CONFIG_GATE_FILE_H
#define TKG_CONFIG_GATE_FILE_H

#include "base/status.h"
#include "sample/gate_record.h"

enum { TKG_GATE_TARGET_FILE_MAX = 16 };

struct tkg_gate_file {
    char path[TKG_RECORD_TEXT_BYTES];
    char name[TKG_CASE_NAME_BYTES];
    double error_0to1;
    int64_t budget_ns;     /* for each row */
    int64_t budget_all_ns; /* for all rows together */
    uint32_t baseline_age_days;
    char target_paths[TKG_GATE_TARGET_FILE_MAX][TKG_RECORD_TEXT_BYTES]; /* ready to be opened */
    size_t target_path_count;
    struct tkg_gate_case *cases; /* owned */
    size_t case_count;
    struct tkg_gate_question *questions; /* owned; one per row, in the file's order, waivers in
                                            them; a tolerance of 0: the default of its metric and
                                            of how it is measured */
    size_t question_count;
};

void tkg_gate_file_init(struct tkg_gate_file *file);
void tkg_gate_file_deinit(struct tkg_gate_file *file);

/* Reads path; *file is initialised here and empty after a failure.
 * TKG_INPUT: not readable; TKG_CONFIG: unknown key, metric or case ("did you mean"), wrong unit, a
 * row or a case twice, a waiver for no row or without a date or a reason, no case, no metric, wrong
 * schema, not YAML. */
enum tkg_status tkg_gate_file_load(struct tkg_gate_file *file, const char *path,
                                   struct tkg_error *err) TKG_MUST_CHECK;

/* The same from memory; path is named in errors and is what target files are relative to. */
enum tkg_status tkg_gate_file_parse(struct tkg_gate_file *file, const char *path, const char *yaml,
                                    size_t yaml_bytes, struct tkg_error *err) TKG_MUST_CHECK;

#endif
