/* SPDX-License-Identifier: Apache-2.0
 *
 * Which files play which part in launch number n of a comparison. A pure function of the
 * comparison's seed and n: a receipt need not tell more to draw the same launch again.
 */
#ifndef TKG_MEASURE_LAUNCH_PLAN_H
#define TKG_MEASURE_LAUNCH_PLAN_H

#include <stdbool.h>

#include "measure/launch.h"
#include "sample/comparison_record.h"

enum {
    /* Files that a side must have, for no two arms of a launch may be one file: A, A' and X; B and
     * B'. */
    TKG_BASE_FILES_MIN = 3,
    TKG_HEAD_FILES_MIN = 2,
};

/* Is it B or B'? */
bool tkg_arm_role_is_of_head(uint32_t role);

/* The roles of launch `index`: A, A', B and, in even launches B', in odd ones the plant; B' in all
 * where there is no plant.
 * roles  TKG_ARM_COUNT of them, enum tkg_arm_role */
void tkg_launch_plan_roles(const struct tkg_comparison_record *record, uint64_t index,
                           uint32_t *roles);

/* Launch `index`: A, A', B and, in even launches B', in odd ones the plant; layouts drawn afresh,
 * none twice.
 * record  both sides with enough files (asserted), and everything up to round_count set
 * spec    filled but for timeout_ns and cpu
 * launch  seed, roles and layouts filled, the rest 0 */
void tkg_launch_plan_draw(const struct tkg_comparison_record *record, uint64_t index,
                          struct tkg_launch_spec *spec, struct tkg_launch_record *launch);

#endif
