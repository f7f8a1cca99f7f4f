/* SPDX-License-Identifier: Apache-2.0 */
#include "stats/layout_floor.h"

#include <math.h>
#include <stdlib.h>

#include "stats/estimate.h"

/* A pivot below is rounding: those of connected layouts are at least 1/2 over their number. */
static const double pivot_min = 1e-6;

/* Least squares of one side, each launch's mean taken out. */
struct side_fit {
    double *matrix;                   /* row after row: which layouts met in a launch, how often */
    double totals[TKG_LAYOUT_MAX];    /* of each layout, against those it met */
    uint32_t numbers[TKG_LAYOUT_MAX]; /* of a layout among those seen so far, from 1; 0: not seen */
    uint32_t seen_count;
    uint32_t layout_count; /* the rows' length */
};

/* Both sides together. */
struct sums {
    double square_sum;     /* within launches */
    double fitted_sum;     /* of that, what the layouts' effects take up */
    size_t contrast_count; /* how often both variances are in square_sum */
    size_t layout_degrees;
    bool has_plant;
};

static bool is_of_side(uint32_t role, bool is_head)
{
    return (role == TKG_ARM_HEAD || role == TKG_ARM_HEAD_AGAIN) == is_head;
}

/* Of an arm in the metric that is compared. */
static double value_of(const struct tkg_comparison_record *record,
                       const struct tkg_launch_record *launch, size_t arm)
{
    return record->metric == TKG_COMPARE_P99 ? launch->arm_p99_ns[arm] : launch->arm_ns[arm];
}

/* A slow arm is an accident of its launch, not a property of its layout. */
static bool is_usable(const struct tkg_comparison_record *record,
                      const struct tkg_launch_record *launch)
{
    for (size_t arm = 0; arm < TKG_ARM_COUNT; arm++) {
        const double value = value_of(record, launch, arm);
        if (!isfinite(value) || value <= 0.0) {
            return false;
        }
    }
    return !launch->is_slow;
}

/* How far the plant's arm is above the mean of the base's in one launch; NaN without a plant. */
static double plant_distance(const struct tkg_comparison_record *record,
                             const struct tkg_launch_record *launch)
{
    double plant = NAN;
    double base_sum = 0.0;
    size_t base_count = 0;
    for (size_t arm = 0; arm < TKG_ARM_COUNT; arm++) {
        const double value = log(value_of(record, launch, arm));
        if (launch->roles[arm] == TKG_ARM_PLANT) {
            plant = value;
        } else if (is_of_side(launch->roles[arm], false)) {
            base_sum += value;
            base_count++;
        }
    }
    return base_count > 0 ? plant - base_sum / (double)base_count : NAN;
}

/* What the plant really added: it is only trusted to a tenth of itself. 0 without plants. */
static double plant_shift(const struct tkg_comparison_record *record, bool *has_plant)
{
    double distances[TKG_LAUNCH_RECORD_MAX];
    size_t count = 0;
    for (size_t i = 0; i < record->launch_count && count < TKG_LAUNCH_RECORD_MAX; i++) {
        if (is_usable(record, &record->launches[i])) {
            distances[count] = plant_distance(record, &record->launches[i]);
            count += isnan(distances[count]) ? 0 : 1;
        }
    }
    *has_plant = count > 0;
    if (count == 0) {
        return 0.0;
    }
    tkg_sort_values(distances, count);
    return tkg_median_of_sorted(distances, count);
}

/* The arms of one side in one launch: a block of the incomplete block design. */
struct block {
    uint32_t layouts[TKG_ARM_COUNT];
    double values[TKG_ARM_COUNT];
    size_t count;
};

/* A file and its copy, or one file read as two: alike in layout, and they disturb each other. */
static bool has_layout(const struct block *block, uint32_t layout)
{
    for (size_t i = 0; i < block->count; i++) {
        if (block->layouts[i] == layout) {
            return true;
        }
    }
    return false;
}

static struct block block_of(const struct tkg_comparison_record *record,
                             const struct tkg_launch_record *launch, bool is_head,
                             uint32_t layout_count, double shift)
{
    struct block block = {.count = 0};
    for (size_t arm = 0; arm < TKG_ARM_COUNT; arm++) {
        /* copies follow the layouts, in their order */
        const uint32_t layout = launch->layouts[arm] % layout_count;
        if (is_of_side(launch->roles[arm], is_head) && !has_layout(&block, layout)) {
            const double added = launch->roles[arm] == TKG_ARM_PLANT ? shift : 0.0;
            block.layouts[block.count] = layout;
            block.values[block.count++] = log(value_of(record, launch, arm)) - added;
        }
    }
    return block;
}

/* Few launches see few of many layouts: only those have rows. */
static uint32_t number_of(struct side_fit *fit, uint32_t layout)
{
    if (fit->numbers[layout] == 0) {
        fit->numbers[layout] = ++fit->seen_count;
    }
    return fit->numbers[layout] - 1;
}

static double *cell(struct side_fit *fit, uint32_t row, uint32_t column)
{
    return &fit->matrix[(size_t)row * fit->layout_count + column];
}

/* The launch's own effect goes with the mean; what is left compares its layouts with each other. */
static void add_block(struct side_fit *fit, const struct block *block, struct sums *sums)
{
    double mean = 0.0;
    for (size_t a = 0; a < block->count; a++) {
        mean += block->values[a] / (double)block->count;
    }
    for (size_t a = 0; a < block->count; a++) {
        const double distance = block->values[a] - mean;
        const uint32_t row = number_of(fit, block->layouts[a]);
        fit->totals[row] += distance;
        sums->square_sum += distance * distance;
        for (size_t b = 0; b < block->count; b++) {
            *cell(fit, row, number_of(fit, block->layouts[b])) +=
                (a == b ? 1.0 : 0.0) - 1.0 / (double)block->count;
        }
    }
    sums->contrast_count += block->count > 0 ? block->count - 1 : 0;
}

/* Gaussian elimination: what is left of each total is what its layout adds to the fit. A layout
 * that met none, or whose effect follows from the others', has no pivot. */
static void solve(struct side_fit *fit, struct sums *sums)
{
    for (uint32_t i = 0; i < fit->seen_count; i++) {
        const double pivot = *cell(fit, i, i);
        if (pivot < pivot_min) {
            continue;
        }
        sums->fitted_sum += fit->totals[i] * fit->totals[i] / pivot;
        sums->layout_degrees++;
        for (uint32_t row = i + 1; row < fit->seen_count; row++) {
            const double factor = *cell(fit, row, i) / pivot;
            if (factor == 0.0) {
                continue; /* never met, not even through others */
            }
            fit->totals[row] -= factor * fit->totals[i];
            for (uint32_t column = i; column < fit->seen_count; column++) {
                *cell(fit, row, column) -= factor * *cell(fit, i, column);
            }
        }
    }
}

static enum tkg_status add_side(const struct tkg_comparison_record *record, bool is_head,
                                double shift, struct sums *sums, struct tkg_error *err)
{
    const uint32_t layout_count = is_head ? record->head.layout_count : record->base.layout_count;
    struct side_fit fit = {
        .matrix = calloc((size_t)layout_count * layout_count, sizeof(double)),
        .layout_count = layout_count,
    };
    if (!fit.matrix) {
        return tkg_fail(err, TKG_NO_MEMORY, "out of memory for %u layouts", (unsigned)layout_count);
    }
    for (size_t i = 0; i < record->launch_count; i++) {
        if (is_usable(record, &record->launches[i])) {
            const struct block block =
                block_of(record, &record->launches[i], is_head, layout_count, shift);
            add_block(&fit, &block, sums);
        }
    }
    solve(&fit, sums);
    free(fit.matrix);
    return TKG_OK;
}

/* From sums of squares to variances. */
static struct tkg_layout_floor figures_of(const struct sums *sums)
{
    const size_t plant_degrees = sums->has_plant && sums->contrast_count > 1 ? 1 : 0;
    const size_t used = sums->layout_degrees + plant_degrees;
    struct tkg_layout_floor floor = {
        .layout_sd = sqrt(sums->square_sum / (double)(sums->contrast_count - plant_degrees)),
        .layout_sd_error = NAN,
        .rest_sd = NAN,
        .kind = TKG_LAYOUT_FLOOR_BOUND,
        .contrast_count = sums->contrast_count,
        .layout_degrees = sums->layout_degrees,
        .rest_degrees = sums->contrast_count > used ? sums->contrast_count - used : 0,
    };
    if (floor.rest_degrees < TKG_LAYOUT_DEGREES_MIN ||
        floor.layout_degrees < TKG_LAYOUT_DEGREES_MIN) {
        return floor;
    }
    const double degrees = (double)floor.layout_degrees;
    const double rest = fmax(0.0, sums->square_sum - sums->fitted_sum) / (double)floor.rest_degrees;
    const double variance = (sums->fitted_sum - degrees * rest) / (double)sums->contrast_count;
    /* A mean square of d degrees has variance 2/d of its square: exact when all layouts met equally
     * often. */
    const double variance_error =
        sqrt(2.0 * sums->fitted_sum * sums->fitted_sum / degrees +
             2.0 * degrees * degrees * rest * rest / (double)floor.rest_degrees) /
        (double)sums->contrast_count;
    floor.kind = TKG_LAYOUT_FLOOR_FITTED;
    floor.rest_sd = sqrt(rest);
    floor.layout_sd = sqrt(fmax(0.0, variance));
    floor.layout_sd_error = variance > 0.0 ? variance_error / (2.0 * floor.layout_sd) : NAN;
    return floor;
}

static bool has_layouts(const struct tkg_side *side)
{
    return side->layout_count >= 1 && side->layout_count <= TKG_LAYOUT_MAX;
}

enum tkg_status tkg_layout_floor_of(const struct tkg_comparison_record *record,
                                    struct tkg_layout_floor *floor, struct tkg_error *err)
{
    struct sums sums = {.square_sum = 0.0};
    enum tkg_status status = TKG_OK;
    if (has_layouts(&record->base) && has_layouts(&record->head)) {
        const double shift = plant_shift(record, &sums.has_plant);
        status = add_side(record, false, shift, &sums, err);
        status = status == TKG_OK ? add_side(record, true, shift, &sums, err) : status;
    }
    *floor = (struct tkg_layout_floor){.kind = TKG_LAYOUT_FLOOR_UNKNOWN,
                                       .layout_sd = NAN,
                                       .layout_sd_error = NAN,
                                       .rest_sd = NAN,
                                       .floor = NAN};
    if (status == TKG_OK && sums.layout_degrees > 0) {
        *floor = figures_of(&sums);
        floor->floor = floor->layout_sd * sqrt(1.0 / (double)record->base.layout_count +
                                               1.0 / (double)record->head.layout_count);
    }
    return status;
}
