/* SPDX-License-Identifier: Apache-2.0 */
#include "verdict/layout_check.h"

#include <math.h>

static const double one_layout_tolerance = 0.05;
static const double usual_tolerance = 0.005;

double tkg_layout_usual_tolerance(uint32_t layout_count)
{
    if (layout_count >= TKG_PROMISE_LAYOUTS) {
        return usual_tolerance;
    }
    return one_layout_tolerance / sqrt(fmax(1.0, (double)layout_count));
}

/* A file at a time brings one layout, and one cannot tell its own spread: what holds then is the
 * promise for few layouts, not the floor. */
static bool has_few_layouts(const struct tkg_comparison_record *record)
{
    return record->base.layout_count < TKG_PROMISE_LAYOUTS ||
           record->head.layout_count < TKG_PROMISE_LAYOUTS;
}

static bool has_fresh_layouts(const struct tkg_comparison_record *record)
{
    const uint32_t fewest = record->base.layout_count < record->head.layout_count
                                ? record->base.layout_count
                                : record->head.layout_count;
    return record->launch_count * TKG_FRESH_LAYOUTS_PER_LAUNCH <= fewest;
}

struct tkg_layout_check tkg_layout_check(const struct tkg_comparison_record *record,
                                         const struct tkg_layout_floor *floor)
{
    struct tkg_layout_check check = {
        .tolerance_min = expm1(TKG_LAYOUT_FLOORS_MIN * floor->floor),
        .limit = TKG_LAYOUT_LIMIT_FLOOR,
    };
    if (record->side_kind == TKG_SIDES_COMMANDS && record->plant == 0.0) {
        check.tolerance_min = TKG_NO_PLANT_TOLERANCE_MIN;
        check.limit = TKG_LAYOUT_LIMIT_NO_PLANT;
    } else if (has_few_layouts(record)) {
        check.tolerance_min = TKG_FEW_LAYOUTS_TOLERANCE_MIN;
        check.limit = TKG_LAYOUT_LIMIT_FEW;
    } else if (has_fresh_layouts(record)) {
        check.tolerance_min = 0.0;
        check.limit = TKG_LAYOUT_LIMIT_FRESH;
    } else if (floor->kind == TKG_LAYOUT_FLOOR_UNKNOWN) {
        check.tolerance_min = HUGE_VAL;
        check.limit = TKG_LAYOUT_LIMIT_UNKNOWN;
    }
    check.is_carried = record->tolerance >= check.tolerance_min;
    return check;
}
