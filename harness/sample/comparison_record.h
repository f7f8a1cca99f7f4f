/* SPDX-License-Identifier: Apache-2.0
 *
 * A comparison as it was run: the question, the two sides with their files, and every launch. This
 * is what a receipt holds; judging it again needs nothing else.
 */
#ifndef TKG_SAMPLE_COMPARISON_RECORD_H
#define TKG_SAMPLE_COMPARISON_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "sample/launch_slices.h"
#include "sample/run_record.h"

enum {
    /* With fewer layouts a side, only differences of 1 % and more can be trusted: code placement
     * alone gives 11 % false verdicts at 0.5 % with four (gate-endtoend, section 3). */
    TKG_PROMISE_LAYOUTS = 16,
    TKG_LAYOUT_MAX = 512, /* files of one side: 22 ms a link (decision 0121) */
    /* Launches of one comparison, the slow ones that were drawn again included. */
    TKG_LAUNCH_RECORD_MAX = 1200,
};

/* id, word: what is compared */
#define TKG_COMPARISON_METRICS(X)                                                                  \
    X(TIME, "time") /* of a slice of ticks */                                                      \
    X(P99, "p99")   /* of short blocks of ticks, in rounds that nobody disturbed (decision 0122) */

enum tkg_comparison_metric {
#define TKG_METRIC_ENUM(id, word) TKG_COMPARE_##id,
    TKG_COMPARISON_METRICS(TKG_METRIC_ENUM)
#undef TKG_METRIC_ENUM
        TKG_COMPARISON_METRIC_COUNT
};

/* id, word: what the two sides are */
#define TKG_SIDE_KINDS(X)                                                                          \
    X(ENGINES, "engines")   /* shared objects, four in one process */                              \
    X(COMMANDS, "commands") /* programs with a loop of their own: a process each (decision 0123)   \
                             */

enum tkg_side_kind {
#define TKG_SIDE_KIND_ENUM(id, word) TKG_SIDES_##id,
    TKG_SIDE_KINDS(TKG_SIDE_KIND_ENUM)
#undef TKG_SIDE_KIND_ENUM
        TKG_SIDE_KIND_COUNT
};

/* One side: the same engine in one or several layouts; or a command, which has no files. */
struct tkg_side {
    char name[TKG_RECORD_TEXT_BYTES];     /* as the user wrote it; a command: its words */
    char (*paths)[TKG_RECORD_TEXT_BYTES]; /* owned; path_count of them */
    uint32_t path_count;
    uint32_t layout_count; /* different layouts among them: copies of one file are one */
};

/* One launch, of commands: one block, a process of each arm. Contrasts are of the record's metric:
 * logarithms of ratios, NaN where the launch had none. */
struct tkg_launch_record {
    uint64_t seed;
    uint32_t roles[TKG_ARM_COUNT];   /* enum tkg_arm_role */
    uint32_t layouts[TKG_ARM_COUNT]; /* index into the paths of the arm's side */
    bool is_slow; /* an arm ran far slower than its twin, or the machine disturbed most rounds of
                     blocks: counted, drawn again, not judged */
    double head;  /* by CPU time of the thread */
    double null;
    double plant;
    double head_wall;                 /* of the slices' wall time, whatever the metric */
    double arm_ns[TKG_ARM_COUNT];     /* median slice, ns per tick */
    double arm_p99_ns[TKG_ARM_COUNT]; /* 99th percentile of its blocks, ns per tick; metric time:
                                         NaN */
};

/* A regression is called wrongly at most so often, over all looks; so is a pass. */
#define TKG_COMPARISON_ERROR_0TO1 0.005

struct tkg_comparison_record {
    uint32_t metric;    /* enum tkg_comparison_metric */
    uint32_t side_kind; /* enum tkg_side_kind */
    struct tkg_side base;
    struct tkg_side head;
    char parameters[TKG_RECORD_TEXT_BYTES];
    char stream[TKG_RECORD_TEXT_BYTES];
    uint64_t stream_seed;
    uint64_t seed;                /* of the launches */
    double tolerance;             /* shares: 0.005 is 0.5 % */
    double margin;                /* above the tolerance */
    double plant;                 /* 0: none exists, and the null alone is the proof */
    double head_extra;            /* calibration: a slowdown of known size, the share by which
                                     every piece of head takes longer; 0 in every real one */
    double error_regression_0to1; /* of a false regression and of a false improvement, each over
                                     all looks together */
    double error_pass_0to1;       /* of a false pass */
    uint32_t slice_tick_count;    /* of a command: what {ticks} stands for; 1 without */
    uint32_t block_tick_count;    /* metric p99: ticks that are timed as one; else 0 */
    uint32_t lead_in_tick_count;
    uint32_t round_count;
    uint64_t base_digest; /* of one replay of a launch's window; commands: 0 */
    uint64_t head_digest;
    bool allows_other_digest; /* asked for: the two may do different work */
    uint32_t end_signal;      /* that ended it before its verdict; 0: none */
    int64_t start_unix_ns;
    int64_t elapsed_ns;
    struct tkg_launch_record *launches; /* owned */
    size_t launch_count;
};

void tkg_comparison_record_init(struct tkg_comparison_record *record);
void tkg_comparison_record_deinit(struct tkg_comparison_record *record);

/* "time", "p99". */
const char *tkg_comparison_metric_word(uint32_t metric);
/* "engines", "commands". */
const char *tkg_side_kind_word(uint32_t side_kind);

/* Adds a path to a side. TKG_USAGE: more than TKG_LAYOUT_MAX, or a path too long. TKG_NO_MEMORY */
enum tkg_status tkg_side_add(struct tkg_side *side, const char *path,
                             struct tkg_error *err) TKG_MUST_CHECK;

/* Adds a launch (copied). TKG_USAGE: more than TKG_LAUNCH_RECORD_MAX. TKG_NO_MEMORY */
enum tkg_status tkg_comparison_add(struct tkg_comparison_record *record,
                                   const struct tkg_launch_record *launch,
                                   struct tkg_error *err) TKG_MUST_CHECK;

#endif
