/* SPDX-License-Identifier: Apache-2.0
 *
 * A small run with rulers, and targets by hand, for the tests of verdict/.
 */
#ifndef TKG_TESTS_RUN_BUILDER_H
#define TKG_TESTS_RUN_BUILDER_H

#include <string.h>

#include "../stats/record_builder.h"
#include "base/text.h"
#include "config/target.h"

enum { RUN_ROUND_COUNT = 8, RUN_TARGET_MAX = 8 };

struct run {
    struct tkg_run_record record;
    struct tkg_summary summary;
    struct tkg_target targets[RUN_TARGET_MAX];
    struct tkg_target_file file;
    struct tkg_target_set set; /* borrows targets and file */
    struct tkg_error err;
};

static inline void run_init(struct run *run)
{
    memset(run, 0, sizeof(*run));
    tkg_run_record_init(&run->record);
    (void)tkg_string_copy(run->file.path, sizeof(run->file.path), "limits.yaml");
    run->set.targets = run->targets;
    run->set.files = &run->file;
    run->set.file_count = 1;
}

static inline void run_deinit(struct run *run)
{
    tkg_summary_deinit(&run->summary);
    tkg_run_record_deinit(&run->record);
}

/* One value per round; `spread` widens the interval to value * (1 +- spread). */
static inline void run_add(struct run *run, const char *name, enum tkg_pass pass,
                           enum tkg_metric metric, double value, double spread)
{
    struct tkg_case *the_case = tkg_run_record_find_case(&run->record, name);
    if (!the_case) {
        the_case = tkg_run_record_add_case(&run->record, name, 10000);
    }
    assert_non_null(the_case);
    for (uint32_t round = 0; round < RUN_ROUND_COUNT; round++) {
        double factor = round % 2 ? 1.0 + spread : 1.0 - spread;
        add_value(the_case, pass, round, metric, value * factor);
    }
}

static inline void run_summarise(struct run *run)
{
    tkg_summary_deinit(&run->summary);
    run->summary = summarise(&run->record);
}

/* The next target stands in line 4, 5, ... at column 5. */
static inline struct tkg_target *run_target(struct run *run, enum tkg_metric metric,
                                            enum tkg_target_kind kind, const char *pattern,
                                            double limit)
{
    struct tkg_target *target = &run->targets[run->set.target_count];
    target->metric = metric;
    target->kind = kind;
    target->limit = limit;
    target->line = 4 + (uint32_t)run->set.target_count++;
    target->column = 5;
    (void)tkg_string_copy(target->case_pattern, sizeof(target->case_pattern), pattern);
    return target;
}

#endif
