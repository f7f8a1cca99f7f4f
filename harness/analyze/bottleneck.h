/* SPDX-License-Identifier: Apache-2.0
 *
 * Bottlenecks: what a profile or a run brought home, held against the rules. Each finding has its
 * evidence. Pure.
 */
#ifndef TKG_ANALYZE_BOTTLENECK_H
#define TKG_ANALYZE_BOTTLENECK_H

#include <stddef.h>

#include "config/bottleneck_rules.h"
#include "sample/function_table.h"
#include "sample/run_record.h"

enum { TKG_BOTTLENECK_MAX = 64, TKG_BOTTLENECK_TEXT_BYTES = 200 };

struct tkg_bottleneck {
    enum tkg_rule rule;
    enum tkg_severity severity;
    char subject[TKG_BOTTLENECK_TEXT_BYTES]; /* a function with its file, or a case and its pass */
    double value;                            /* measured, base unit */
    double limit;                            /* that it is above */
    double share_0to1;                       /* of the whole replay; NaN where that says nothing */
    char evidence[TKG_BOTTLENECK_TEXT_BYTES];
};

/* Sorted: the most severe first, then by how far above its limit. */
struct tkg_bottleneck_list {
    struct tkg_bottleneck items[TKG_BOTTLENECK_MAX];
    size_t count;
    size_t left_out; /* found, but milder than all that fit */
};

/* Adds the functions that take long: CPU_FUNCTION from sampled CPU time, SLOW_FUNCTION from sampled
 * wall time over counted calls. Without counts the calls, and without times both, are unknown: the
 * rule is silent. Functions that only call the greatest one are listed, too: their time is its. */
void tkg_bottlenecks_of_functions(const struct tkg_bottleneck_rules *rules,
                                  const struct tkg_function_table *table,
                                  struct tkg_bottleneck_list *list);

/* Adds the functions whose own instructions for each tick grow with the ticks (GROWING_FUNCTION).
 * quarter, whole  counts of the first quarter of a replay and of all of it; silent without counts
 */
void tkg_bottlenecks_of_growth(const struct tkg_bottleneck_rules *rules,
                               const struct tkg_function_table *quarter,
                               const struct tkg_function_table *whole,
                               struct tkg_bottleneck_list *list);

/* Adds what the telemetry and the memory figures of a run say, by case and pass: the trial that
 * shows most stands for all. */
void tkg_bottlenecks_of_run(const struct tkg_bottleneck_rules *rules,
                            const struct tkg_run_record *record, struct tkg_bottleneck_list *list);

#endif
