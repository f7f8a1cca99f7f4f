/* SPDX-License-Identifier: Apache-2.0
 *
 * What a history holds. Rows are shown one by one to a visitor; texts are cut to the room that the
 * structs have, whatever the file says.
 */
#ifndef TKG_STORE_HISTORY_READ_H
#define TKG_STORE_HISTORY_READ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "store/history.h"

enum { TKG_HISTORY_NAME_BYTES = 128, TKG_HISTORY_WORD_BYTES = 32, TKG_HISTORY_WORK_BYTES = 512 };

struct tkg_history_entry {
    int64_t id;
    char kind[TKG_HISTORY_WORD_BYTES]; /* run, comparison, gate */
    int64_t start_unix_ns;
    char commit[TKG_HISTORY_NAME_BYTES];
    char branch[TKG_HISTORY_NAME_BYTES];
    char label[TKG_HISTORY_NAME_BYTES];
    char engine[TKG_HISTORY_NAME_BYTES];
    char baseline[TKG_HISTORY_NAME_BYTES];
    char work[TKG_HISTORY_WORK_BYTES];
    char tool_version[TKG_HISTORY_WORD_BYTES];
    char environment[TKG_HISTORY_WORD_BYTES]; /* hash */
    bool is_complete;
    double steal_share; /* NaN: unknown, as the two below */
    double load_1min;
    double cpu_pressure_percent;
    size_t sample_count;
    size_t verdict_count;
    size_t failed_count; /* verdicts fail or regression */
};

struct tkg_history_sample {
    int64_t run_id;
    char case_name[TKG_HISTORY_NAME_BYTES];
    char metric[TKG_HISTORY_NAME_BYTES];
    char unit[TKG_HISTORY_WORD_BYTES];
    int64_t count;
    double value, low, high;
    double ratio, ratio_low, ratio_high; /* NaN: none */
    char ruler[TKG_HISTORY_NAME_BYTES];
};

struct tkg_history_verdict {
    char case_name[TKG_HISTORY_NAME_BYTES];
    char metric[TKG_HISTORY_NAME_BYTES];
    char unit[TKG_HISTORY_WORD_BYTES];
    double limit, value, low, high;
    char outcome[TKG_HISTORY_WORD_BYTES];
};

/* A visitor that does not return TKG_OK ends the visit with what it returned. */
typedef enum tkg_status (*tkg_history_visit_entry)(void *context,
                                                   const struct tkg_history_entry *entry,
                                                   struct tkg_error *err);
typedef enum tkg_status (*tkg_history_visit_sample)(void *context,
                                                    const struct tkg_history_sample *sample,
                                                    struct tkg_error *err);
typedef enum tkg_status (*tkg_history_visit_verdict)(void *context,
                                                     const struct tkg_history_verdict *verdict,
                                                     struct tkg_error *err);

/* Runs from the oldest to the newest.
 * branch  only of this branch; NULL: of all
 * newest  at most so many, the newest; > 0 */
enum tkg_status tkg_history_entries(struct tkg_history *history, const char *branch, size_t newest,
                                    tkg_history_visit_entry visit, void *context,
                                    struct tkg_error *err) TKG_MUST_CHECK;

/* One run. TKG_INPUT: there is none of that number. */
enum tkg_status tkg_history_entry(struct tkg_history *history, int64_t run_id,
                                  struct tkg_history_entry *entry,
                                  struct tkg_error *err) TKG_MUST_CHECK;

/* Samples of a run, by case and metric; run_id 0: of all runs. */
enum tkg_status tkg_history_samples(struct tkg_history *history, int64_t run_id,
                                    tkg_history_visit_sample visit, void *context,
                                    struct tkg_error *err) TKG_MUST_CHECK;

/* Verdicts of a run, in the order in which they were judged. */
enum tkg_status tkg_history_verdicts(struct tkg_history *history, int64_t run_id,
                                     tkg_history_visit_verdict visit, void *context,
                                     struct tkg_error *err) TKG_MUST_CHECK;

/* How many rows of sys_cpu and of sys_mem belong to a run: what its sampler saw, intervals of all
 * sampled trials together. */
struct tkg_history_sampled {
    int64_t trial_count;
    int64_t cpu_count;
    int64_t memory_count;
};
enum tkg_status tkg_history_sampled(struct tkg_history *history, int64_t run_id,
                                    struct tkg_history_sampled *sampled,
                                    struct tkg_error *err) TKG_MUST_CHECK;

/* The facts of a run's environment, "name: value" lines, appended to out. */
struct tkg_text;
enum tkg_status tkg_history_facts(struct tkg_history *history, int64_t run_id, struct tkg_text *out,
                                  struct tkg_error *err) TKG_MUST_CHECK;

#endif
