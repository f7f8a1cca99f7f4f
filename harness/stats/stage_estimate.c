/* SPDX-License-Identifier: Apache-2.0 */
#include "stats/stage_estimate.h"

#include <stdlib.h>
#include <string.h>

#include "sample/stage_table.h"
#include "stats/estimate.h"

/* Three figures are made of the same time. */
enum figure { TIME, PER_TICK, SHARE };

static double divisor_of(const struct tkg_case *the_case, const struct tkg_stage_table *table,
                         enum figure figure)
{
    switch (figure) {
    case PER_TICK:
        return (double)the_case->tick_count;
    case SHARE:
        return table->wall_ns;
    case TIME:
        break;
    }
    return 1.0;
}

/* name  NULL: the wall time of the whole replay */
static struct tkg_estimate estimate(const struct tkg_case *the_case, const char *name,
                                    enum figure figure, double *scratch)
{
    size_t count = 0;
    size_t invalid_count = 0;
    for (size_t i = 0; i < the_case->trial_count; i++) {
        const struct tkg_stage_table *table = the_case->trials[i].stages;
        if (!table) {
            continue;
        }
        if (the_case->trials[i].invalid != 0) {
            invalid_count++;
            continue;
        }
        const struct tkg_stage_row *row = name ? tkg_stage_table_find(table, name) : NULL;
        double divisor = divisor_of(the_case, table, figure);
        double time_ns = !name ? table->wall_ns : row ? row->time_ns : 0.0;
        scratch[count++] = divisor > 0.0 ? time_ns / divisor : 0.0;
    }
    return tkg_estimate_from_values(scratch, count, invalid_count);
}

static bool has_stage(const struct tkg_case_summary *summary, const char *name)
{
    for (size_t i = 0; i < summary->stage_count; i++) {
        /* NOLINTNEXTLINE(clang-analyzer-core.NonNullParamChecker): stage_count counts them */
        if (strcmp(summary->stages[i].name, name) == 0) {
            return true;
        }
    }
    return false;
}

static void add_stage(struct tkg_case_summary *summary, const struct tkg_stage_row *row,
                      double *scratch)
{
    const struct tkg_case *source = summary->source;
    summary->stages[summary->stage_count++] = (struct tkg_stage_estimate){
        .name = row->name,
        .entry_count = row->entry_count,
        .time = estimate(source, row->name, TIME, scratch),
        .per_tick = estimate(source, row->name, PER_TICK, scratch),
        .share_0to1 = estimate(source, row->name, SHARE, scratch),
    };
}

/* Every stage that a trial has and that is not there yet, the residual or all but the residual. */
static void add_stages(struct tkg_case_summary *summary, bool residual, double *scratch)
{
    for (size_t i = 0; i < summary->source->trial_count; i++) {
        const struct tkg_stage_table *table = summary->source->trials[i].stages;
        for (uint32_t row = 0; table && row < table->row_count; row++) {
            const char *name = table->rows[row].name;
            if ((strcmp(name, TKG_STAGE_RESIDUAL_NAME) == 0) == residual &&
                !has_stage(summary, name)) {
                add_stage(summary, &table->rows[row], scratch);
            }
        }
    }
}

/* At most: as if no two trials had a stage in common. */
static size_t count_rows(const struct tkg_case *the_case)
{
    size_t count = 0;
    for (size_t i = 0; i < the_case->trial_count; i++) {
        count += the_case->trials[i].stages ? the_case->trials[i].stages->row_count : 0;
    }
    return count;
}

enum tkg_status tkg_stages_fill(struct tkg_case_summary *summary, double *scratch,
                                struct tkg_error *err)
{
    size_t row_count = count_rows(summary->source);
    summary->stage_wall = tkg_estimate_none();
    if (row_count == 0) {
        return TKG_OK;
    }
    summary->stages = calloc(row_count, sizeof(*summary->stages));
    if (!summary->stages) {
        return tkg_fail(err, TKG_NO_MEMORY, "case \"%s\": no memory for its stages; free some",
                        summary->source->name);
    }
    add_stages(summary, false, scratch);
    add_stages(summary, true, scratch);
    summary->stage_wall = estimate(summary->source, NULL, TIME, scratch);
    return TKG_OK;
}
