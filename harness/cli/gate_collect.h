/* SPDX-License-Identifier: Apache-2.0
 *
 * Brings home what a gate file asks for, row by row: both sides are looked for by the list, never
 * by each other. What is wrong with an engine closes its rows and is no failure of the gate.
 */
#ifndef TKG_CLI_GATE_COLLECT_H
#define TKG_CLI_GATE_COLLECT_H

#include "base/status.h"
#include "config/gate_file.h"
#include "host/scratch.h"
#include "sample/gate_record.h"

struct tkg_gate_means {
    const char *program_path;
    const char *base; /* a shared object, or a folder of them or of what cases name */
    const char *head;
    const char *base_failed; /* the log of its build, which failed; NULL: it did not */
    const char *head_failed;
    struct tkg_scratch scratch; /* for copies of engines */
    int64_t budget_all_ns;
    int64_t timeout_ns; /* of one process; 0: what each kind of them usually has */
    size_t launch_max;  /* of each comparison */
    int32_t cpu;        /* -1: not pinned */
    bool is_quiet;
};

/* One side of one case: where it lies and what a short replay said about it. */
struct tkg_gate_engine {
    char path[TKG_RECORD_TEXT_BYTES];
    struct tkg_side side; /* owned */
    uint64_t digest;
};

/* A case while its rows are collected. */
struct tkg_gate_bench {
    const struct tkg_gate_means *means;
    struct tkg_gate_record *record;
    const struct tkg_gate_case *the_case;
    struct tkg_gate_engine base;
    struct tkg_gate_engine head;
    double error_regression_0to1; /* the row's share of the gate's error */
    int64_t deadline_ns;          /* on the monotonic clock, of the whole gate */
};

/* Adds a row to record (which has its cases) for every question and fills it.
 * returns  TKG_INTERRUPTED, TKG_OUTPUT (no room for copies of engines or for counts),
 * TKG_NO_MEMORY, TKG_SYSTEM: record holds the rows until then, the last of them perhaps without
 * evidence
 */
enum tkg_status tkg_gate_collect(const struct tkg_gate_question *questions, size_t question_count,
                                 const struct tkg_gate_means *means, struct tkg_gate_record *record,
                                 struct tkg_error *err) TKG_MUST_CHECK;

/* Finds both sides of bench->the_case and plays each for a moment. A finding about the case as a
 * whole closes *row, which the caller copies to all its rows.
 * returns  TKG_INTERRUPTED, TKG_NO_MEMORY, TKG_SYSTEM, TKG_OUTPUT; findings are TKG_OK */
enum tkg_status tkg_gate_bench_init(struct tkg_gate_bench *bench, struct tkg_gate_row *row,
                                    struct tkg_error *err) TKG_MUST_CHECK;
void tkg_gate_bench_deinit(struct tkg_gate_bench *bench);

/* Rows of one metric, each: fill the evidence, or close the row. returns as above. */
enum tkg_status tkg_gate_collect_launches(struct tkg_gate_bench *bench, struct tkg_gate_row *row,
                                          struct tkg_error *err) TKG_MUST_CHECK;
enum tkg_status tkg_gate_collect_memory(struct tkg_gate_bench *bench, struct tkg_gate_row *row,
                                        struct tkg_error *err) TKG_MUST_CHECK;
enum tkg_status tkg_gate_collect_counts(struct tkg_gate_bench *bench, struct tkg_gate_row *row,
                                        struct tkg_error *err) TKG_MUST_CHECK;

/* Seeks the function that made a case slower, where one of its rows (row_count, the last of the
 * record) is a regression by itself, and writes it into those rows: once for the case, some
 * seconds. What cannot be profiled here, or fails, leaves them without one.
 * returns  TKG_INTERRUPTED, TKG_NO_MEMORY */
enum tkg_status tkg_gate_seek_guilty(struct tkg_gate_bench *bench, size_t row_count,
                                     struct tkg_error *err) TKG_MUST_CHECK;

/* A failure that ends the gate, not a row: no finding about an engine. */
bool tkg_gate_is_fatal(enum tkg_status status);

/* The tolerance and margin of a question, where the file gave none: by the metric, by where the
 * evidence comes from and by the layouts of the poorer side. */
void tkg_gate_question_settle(struct tkg_gate_question *question, enum tkg_gate_mode mode,
                              uint32_t layout_count);

#endif
