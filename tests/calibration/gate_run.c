/* SPDX-License-Identifier: Apache-2.0 */
#include "gate_run.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "cli/compare_run.h"
#include "host/clock.h"
#include "measure/launch.h"
#include "noisy_neighbour.h"
#include "report/comparison_report.h"
#include "stats/estimate.h"

enum {
    ROUND_COUNT = 48,    /* as tickgate compare */
    NEIGHBOUR_COUNT = 2, /* each half a CPU in bursts */
    LAUNCHES_KEPT = 24,  /* of a run: what the rules of others ask for, and no more */
};

static void set_question(const struct tkg_experiment *experiment, uint64_t seed,
                         struct tkg_comparison_record *record)
{
    record->metric = strcmp(experiment->metric, "p99") == 0 ? TKG_COMPARE_P99 : TKG_COMPARE_TIME;
    record->side_kind = TKG_SIDES_ENGINES;
    record->tolerance = experiment->tolerance;
    record->margin = 2.0 * experiment->tolerance;
    record->plant = experiment->plant > 0.0 ? experiment->plant : record->margin;
    record->head_extra = experiment->head_extra;
    record->error_regression_0to1 = TKG_COMPARISON_ERROR_0TO1;
    record->error_pass_0to1 = TKG_COMPARISON_ERROR_0TO1;
    record->lead_in_tick_count = TKG_LAUNCH_LEAD_IN_TICKS;
    record->round_count = ROUND_COUNT;
    record->stream_seed = seed;
    record->seed = seed;
}

static void set_names(const struct tkg_experiment *experiment, const struct tkg_run_row *row,
                      struct tkg_comparison_record *record)
{
    (void)snprintf(record->base.name, sizeof record->base.name, "%s", experiment->base_pool);
    (void)snprintf(record->head.name, sizeof record->head.name, "%s variant %u, +%g %% of time",
                   experiment->head_pool, (unsigned)row->variant, 100.0 * experiment->head_extra);
    (void)snprintf(record->stream, sizeof record->stream, "synthetic:futures");
    (void)snprintf(record->parameters, sizeof record->parameters, "%s",
                   experiment->parameters ? experiment->parameters : "");
}

static double percent(double log_ratio)
{
    return 100.0 * expm1(log_ratio);
}

static void set_shift(const struct tkg_shift *shift, double *estimate, double *low, double *high)
{
    *estimate = percent(shift->estimate);
    *low = percent(shift->low);
    *high = percent(shift->high);
}

static double median_base_ns(const struct tkg_comparison_record *record)
{
    double values[TKG_LAUNCH_RECORD_MAX];
    for (size_t i = 0; i < record->launch_count; i++) {
        values[i] = record->launches[i].arm_ns[0];
    }
    tkg_sort_values(values, record->launch_count);
    return record->launch_count > 0 ? tkg_median_of_sorted(values, record->launch_count) : NAN;
}

static void fill_row(const struct tkg_comparison_record *record,
                     const struct tkg_comparison *comparison, struct tkg_run_row *row)
{
    (void)snprintf(row->outcome, sizeof row->outcome, "%s",
                   tkg_comparison_word(comparison->outcome));
    row->launches = (uint32_t)comparison->launch_count;
    row->tolerance_min = 100.0 * comparison->layouts.tolerance_min;
    row->base_ns = median_base_ns(record);
    for (size_t i = 0; i < record->launch_count; i++) {
        row->slow += record->launches[i].is_slow;
    }
    set_shift(&comparison->head, &row->head, &row->head_low, &row->head_high);
    set_shift(&comparison->null, &row->null, &row->null_low, &row->null_high);
    set_shift(&comparison->plant, &row->plant, &row->plant_low, &row->plant_high);
}

/* The first ones: run, number, is it slow, and the four arms' ns per tick: A, A', B, and B' or X.
 */
static void add_launches(const struct tkg_comparison_record *record, const struct tkg_run_row *row,
                         struct tkg_text *text)
{
    for (size_t i = 0; i < record->launch_count && i < LAUNCHES_KEPT; i++) {
        const struct tkg_launch_record *launch = &record->launches[i];
        tkg_text_addf(text, "%" PRIu32 "\t%zu\t%s\t%s", row->run, i,
                      launch->is_slow ? "slow" : "judged",
                      launch->roles[3] == TKG_ARM_PLANT ? "plant" : "head");
        for (size_t arm = 0; arm < TKG_ARM_COUNT; arm++) {
            tkg_text_addf(text, "\t%.4f", launch->arm_ns[arm]);
        }
        tkg_text_add(text, "\n");
    }
}

static enum tkg_status write_receipt(const struct tkg_comparison_record *record,
                                     const struct tkg_comparison *comparison,
                                     struct tkg_text *receipt, struct tkg_error *err)
{
    const struct tkg_comparison_input input = {.record = record, .comparison = comparison};
    return tkg_comparison_write_json(&input, receipt, err);
}

/* The part that is timed: from two sides to a verdict. */
static enum tkg_status compare(const struct tkg_gate_run *run, struct tkg_run_row *row,
                               struct tkg_comparison_record *record,
                               struct tkg_comparison *comparison, struct tkg_error *err)
{
    const struct tkg_compare_means means = {
        .program_path = run->program_path,
        .budget_ns = (int64_t)(run->experiment->budget_s * 1e9),
        .launch_max = run->experiment->launch_max,
        .cpu = run->cpu,
        .allow_other_digest = run->experiment->allows_other_digest,
        .is_quiet = true,
    };
    struct tkg_neighbours neighbours = {.count = 0};
    enum tkg_status status =
        row->is_loaded ? tkg_neighbours_start(&neighbours, NEIGHBOUR_COUNT, row->seed, err)
                       : TKG_OK;
    row->start_s = tkg_clock_unix_ns() / 1000000000;
    const int64_t begin_ns = tkg_clock_monotonic_ns();
    status = status == TKG_OK ? tkg_compare_run(record, &means, comparison, err) : status;
    row->seconds = (double)(tkg_clock_monotonic_ns() - begin_ns) * 1e-9;
    tkg_neighbours_stop(&neighbours);
    return status;
}

static bool ends_calibration(enum tkg_status status)
{
    return status == TKG_INTERRUPTED || status == TKG_NO_MEMORY || status == TKG_USAGE ||
           status == TKG_SYSTEM;
}

enum tkg_status tkg_gate_run(const struct tkg_gate_run *run, struct tkg_run_row *row,
                             struct tkg_text *launches, struct tkg_text *receipt,
                             struct tkg_error *err)
{
    struct tkg_comparison_record record;
    struct tkg_comparison comparison = {.outcome = TKG_COMPARISON_NOT_YET};
    tkg_comparison_record_init(&record);
    set_question(run->experiment, row->seed, &record);
    set_names(run->experiment, row, &record);
    enum tkg_status status = tkg_layout_pool_draw(
        run->base, run->head, run->experiment->layout_count, row->seed, &record, err);
    status = status == TKG_OK ? compare(run, row, &record, &comparison, err) : status;
    if (status == TKG_OK) {
        fill_row(&record, &comparison, row);
        status = write_receipt(&record, &comparison, receipt, err);
    } else if (!ends_calibration(status)) {
        tkg_run_row_clear(row);
        (void)snprintf(row->outcome, sizeof row->outcome, "%s", tkg_status_name(status));
        tkg_text_addf(receipt, "%s\n", err->text);
        status = TKG_OK;
    }
    if (run->experiment->keeps_launches) {
        add_launches(&record, row, launches);
    }
    tkg_comparison_record_deinit(&record);
    return status;
}
