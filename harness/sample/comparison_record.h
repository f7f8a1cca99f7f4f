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
    TKG_LAYOUT_MAX =
        64, /* files of one side: more lower no floor that matters (gate-endtoend, 3) */
    /* Launches of one comparison, the slow ones that were drawn again included. */
    TKG_LAUNCH_RECORD_MAX = 1200,
};

/* One side: the same engine in one or several layouts. */
struct tkg_side {
    char name[TKG_RECORD_TEXT_BYTES];     /* as the user wrote it */
    char (*paths)[TKG_RECORD_TEXT_BYTES]; /* owned; path_count of them */
    uint32_t path_count;
    uint32_t layout_count; /* different layouts among them: copies of one file are one */
};

/* One launch. Contrasts are logarithms of ratios, NaN where it had none. */
struct tkg_launch_record {
    uint64_t seed;
    uint32_t roles[TKG_ARM_COUNT];   /* enum tkg_arm_role */
    uint32_t layouts[TKG_ARM_COUNT]; /* index into the paths of the arm's side */
    bool is_slow;                    /* an arm ran far slower than its twin: counted, not judged */
    double head;                     /* by CPU time of the thread */
    double null;
    double plant;
    double head_wall;
    double arm_ns[TKG_ARM_COUNT]; /* median slice, ns per tick */
};

struct tkg_comparison_record {
    struct tkg_side base;
    struct tkg_side head;
    char parameters[TKG_RECORD_TEXT_BYTES];
    char stream[TKG_RECORD_TEXT_BYTES];
    uint64_t stream_seed;
    uint64_t seed; /* of the launches */
    double tolerance;
    double margin;
    double plant;
    double error_0to1;
    uint32_t slice_tick_count;
    uint32_t lead_in_tick_count;
    uint32_t round_count;
    uint64_t base_digest; /* of one replay of a launch's window */
    uint64_t head_digest;
    int64_t start_unix_ns;
    int64_t elapsed_ns;
    struct tkg_launch_record *launches; /* owned */
    size_t launch_count;
};

void tkg_comparison_record_init(struct tkg_comparison_record *record);
void tkg_comparison_record_deinit(struct tkg_comparison_record *record);

/* Adds a path to a side. TKG_USAGE: more than TKG_LAYOUT_MAX, or a path too long. TKG_NO_MEMORY */
enum tkg_status tkg_side_add(struct tkg_side *side, const char *path,
                             struct tkg_error *err) TKG_MUST_CHECK;

/* Adds a launch (copied). TKG_USAGE: more than TKG_LAUNCH_RECORD_MAX. TKG_NO_MEMORY */
enum tkg_status tkg_comparison_add(struct tkg_comparison_record *record,
                                   const struct tkg_launch_record *launch,
                                   struct tkg_error *err) TKG_MUST_CHECK;

#endif
