/* SPDX-License-Identifier: Apache-2.0 */
#include "report/comparison_check.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "report/field_reader.h"
#include "stats/estimate.h"
#include "stats/signed_rank.h"
#include "verdict/comparison.h"

enum { SYSTEMATIC_MIN = 6 }; /* launches: the plants of a first look */

/* A neighbour that comes in half way through a launch moved it by 0.27 at most. */
static const double one_launch_max = 1.0;
static const double share_of_change = 0.25;
static const double share_least = 0.002;
static const double deviations_max = 5.0;
/* What is computed from the same numbers again, in another order. */
static const double rounding = 1e-9;

static const struct {
    const char *name;
    size_t offset; /* of the member of a launch */
} contrasts[] = {
    {"head", offsetof(struct tkg_launch_record, head)},
    {"null", offsetof(struct tkg_launch_record, null)},
    {"plant", offsetof(struct tkg_launch_record, plant)},
};
enum { CONTRAST_COUNT = sizeof contrasts / sizeof contrasts[0] };

static double contrast_of(const struct tkg_launch_record *launch, size_t contrast)
{
    return *(const double *)((const char *)launch + contrasts[contrast].offset);
}

/* Logarithm of the judged time of the arm with this role; NaN: there is none. */
static double log_of(const struct tkg_comparison_record *record,
                     const struct tkg_launch_record *launch, enum tkg_arm_role role)
{
    const double *times = record->metric == TKG_COMPARE_P99 ? launch->arm_p99_ns : launch->arm_ns;
    for (size_t arm = 0; arm < TKG_ARM_COUNT; arm++) {
        if (launch->roles[arm] == (uint32_t)role) {
            return times[arm] > 0.0 ? log(times[arm]) : NAN;
        }
    }
    return NAN;
}

/* The contrasts that the arms' times give: stats/contrast.c, of one round. */
static double told_by_arms(const struct tkg_comparison_record *record,
                           const struct tkg_launch_record *launch, size_t contrast)
{
    const double base = log_of(record, launch, TKG_ARM_BASE);
    const double base_again = log_of(record, launch, TKG_ARM_BASE_AGAIN);
    const double head = log_of(record, launch, TKG_ARM_HEAD);
    const double fourth = log_of(record, launch, TKG_ARM_HEAD_AGAIN);
    const bool has_plant = launch->roles[TKG_ARM_COUNT - 1] == TKG_ARM_PLANT;
    switch (contrast) {
    case 0:
        return has_plant ? head - base : (head - base + fourth - base_again) / 2.0;
    case 1:
        return base_again - base;
    default:
        return log_of(record, launch, TKG_ARM_PLANT) - base_again;
    }
}

static bool is_exact(const struct tkg_comparison_record *record)
{
    return record->metric == TKG_COMPARE_P99 || record->side_kind == TKG_SIDES_COMMANDS;
}

static enum tkg_status refuse_change(struct tkg_json_reader *reader, const char *member,
                                     double told, double found)
{
    char expected[96];
    char shown[48];
    (void)snprintf(expected, sizeof expected, "what the times of its arms say, %+.3f %%",
                   100.0 * expm1(told));
    (void)snprintf(shown, sizeof shown, "%+.3f %%", 100.0 * expm1(found));
    return tkg_json_refuse_member(reader, member, expected, shown);
}

static enum tkg_status check_contrast(struct tkg_json_reader *reader,
                                      const struct tkg_comparison_record *record,
                                      const struct tkg_launch_record *launch, size_t contrast)
{
    const char *name = contrasts[contrast].name;
    const double found = contrast_of(launch, contrast);
    const double told = told_by_arms(record, launch, contrast);
    const double most = is_exact(record) ? rounding : one_launch_max;
    if (isnan(found) && isnan(told)) {
        return TKG_OK;
    }
    if (isnan(told)) {
        return tkg_json_refuse_member(reader, name, "null, for its arms have no such times",
                                      "a number");
    }
    if (isnan(found)) {
        return launch->is_slow ? TKG_OK
                               : tkg_json_refuse_member(
                                     reader, name, "a number, for its arms have times", "null");
    }
    return fabs(found - told) <= most ? TKG_OK : refuse_change(reader, name, told, found);
}

/* The plan's first three, and one more. */
static enum tkg_status check_arms(struct tkg_json_reader *reader,
                                  const struct tkg_comparison_record *record,
                                  const struct tkg_launch_record *launch)
{
    static const uint32_t planned[] = {TKG_ARM_BASE, TKG_ARM_BASE_AGAIN, TKG_ARM_HEAD};
    bool is_planned = launch->roles[3] == TKG_ARM_HEAD_AGAIN ||
                      (launch->roles[3] == TKG_ARM_PLANT && record->plant > 0.0);
    for (size_t arm = 0; arm < TKG_ARM_COUNT; arm++) {
        const bool is_head =
            launch->roles[arm] == TKG_ARM_HEAD || launch->roles[arm] == TKG_ARM_HEAD_AGAIN;
        const struct tkg_side *side = is_head ? &record->head : &record->base;
        const uint32_t file_count = side->path_count > 0 ? side->path_count : 1;
        is_planned = is_planned && (arm == 3 || launch->roles[arm] == planned[arm]);
        if (launch->layouts[arm] >= file_count) {
            const size_t mark = tkg_json_enter(reader, "arms");
            (void)tkg_json_enter_index(reader, arm);
            const enum tkg_status status = tkg_json_refuse_member(
                reader, "file", "the number of one of the side's files", "a larger one");
            tkg_json_leave(reader, mark);
            return status;
        }
    }
    return is_planned ? TKG_OK
                      : tkg_json_refuse_member(reader, "arms",
                                               "base, base again, head, and head again or plant",
                                               "other roles");
}

static enum tkg_status check_launch(struct tkg_json_reader *reader,
                                    const struct tkg_comparison_record *record,
                                    const struct tkg_launch_record *launch)
{
    enum tkg_status status = check_arms(reader, record, launch);
    for (size_t contrast = 0; contrast < CONTRAST_COUNT && status == TKG_OK; contrast++) {
        status = check_contrast(reader, record, launch, contrast);
    }
    return status == TKG_OK && !launch->is_slow && isnan(launch->head)
               ? tkg_json_refuse_member(reader, "head", "a number unless is_slow", "null")
               : status;
}

static enum tkg_status check_launches(struct tkg_json_reader *reader,
                                      const struct tkg_comparison_record *record)
{
    enum tkg_status status = TKG_OK;
    const size_t mark = tkg_json_enter(reader, "launches");
    for (size_t i = 0; i < record->launch_count && status == TKG_OK; i++) {
        const size_t inner = tkg_json_enter_index(reader, i);
        status = check_launch(reader, record, &record->launches[i]);
        tkg_json_leave(reader, inner);
    }
    tkg_json_leave(reader, mark);
    return status;
}

static double median_of(double *values, size_t count)
{
    tkg_sort_values(values, count);
    return tkg_median_of_sorted(values, count);
}

/* Both have room for all launches and are overwritten. */
static enum tkg_status check_systematic(struct tkg_json_reader *reader,
                                        const struct tkg_comparison_record *record, size_t contrast,
                                        double *differences, double *values)
{
    size_t count = 0;
    for (size_t i = 0; i < record->launch_count; i++) {
        const struct tkg_launch_record *launch = &record->launches[i];
        const double found = contrast_of(launch, contrast);
        if (!launch->is_slow && !isnan(found)) {
            differences[count] = found - told_by_arms(record, launch, contrast);
            values[count++] = found;
        }
    }
    if (count < SYSTEMATIC_MIN) {
        return TKG_OK;
    }
    const double value = median_of(values, count);
    const double difference = median_of(differences, count);
    for (size_t i = 0; i < count; i++) {
        differences[i] = fabs(differences[i] - difference);
    }
    const double change = fmax(fabs(value), fabs(value - difference));
    const double most = share_least + share_of_change * change +
                        deviations_max * median_of(differences, count) / sqrt((double)count);
    if (fabs(difference) <= most) {
        return TKG_OK;
    }
    const size_t mark = tkg_json_enter(reader, "launches[]");
    const enum tkg_status status =
        refuse_change(reader, contrasts[contrast].name, value - difference, value);
    tkg_json_leave(reader, mark);
    return status;
}

/* Of the first launches that are not slow; NaN: none has this contrast. */
static enum tkg_status estimate_again(const struct tkg_comparison_record *record, size_t contrast,
                                      size_t wanted, double *values, double *estimate,
                                      struct tkg_error *err)
{
    struct tkg_shift shift = {.estimate = NAN};
    size_t count = 0;
    size_t seen = 0;
    for (size_t i = 0; i < record->launch_count && seen < wanted; i++) {
        const double value = contrast_of(&record->launches[i], contrast);
        if (!record->launches[i].is_slow) {
            seen++;
            if (!isnan(value)) {
                values[count++] = value;
            }
        }
    }
    const enum tkg_status status =
        count > 0 ? tkg_shift_estimate(values, count, 0.005, &shift, err) : TKG_OK;
    *estimate = shift.estimate;
    return status;
}

/* The reader stands at the conclusion. */
static enum tkg_status check_estimate(struct tkg_json_reader *reader, const json_t *conclusion,
                                      const struct tkg_comparison_record *record, size_t contrast,
                                      size_t wanted, double *values)
{
    json_t *shift;
    double told = NAN;
    double again = NAN;
    enum tkg_status status =
        tkg_json_need_object(reader, conclusion, contrasts[contrast].name, &shift);
    const size_t mark = tkg_json_enter(reader, contrasts[contrast].name);
    if (status == TKG_OK) {
        reader->leaf = "estimate";
        status = tkg_json_real_in(reader, json_object_get(shift, "estimate"), -20, 20, &told);
        reader->leaf = NULL;
    }
    status = status == TKG_OK
                 ? estimate_again(record, contrast, wanted, values, &again, reader->err)
                 : status;
    if (status == TKG_OK && isnan(told) != isnan(again)) {
        status = tkg_json_refuse_member(reader, "estimate", "that of the launches",
                                        "one of other values");
    } else if (status == TKG_OK && fabs(told - again) > rounding) {
        char expected[64];
        char found[48];
        (void)snprintf(expected, sizeof expected, "that of the launches, %.9g", again);
        (void)snprintf(found, sizeof found, "%.9g", told);
        status = tkg_json_refuse_member(reader, "estimate", expected, found);
    }
    tkg_json_leave(reader, mark);
    return status;
}

static size_t judged_count(const struct tkg_comparison_record *record)
{
    size_t count = 0;
    for (size_t i = 0; i < record->launch_count; i++) {
        count += !record->launches[i].is_slow;
    }
    return count;
}

/* Nothing is concluded from fewer launches than the first look has. */
static bool is_count_possible(const struct tkg_comparison_record *record, json_int_t count)
{
    const size_t judged = judged_count(record);
    return count == 0 ? judged < tkg_look_launch_count(0)
                      : count > 0 && (uint64_t)count <= judged && count <= TKG_SIGNED_RANK_MAX;
}

/* What was concluded from is what is there. */
static enum tkg_status check_conclusion(struct tkg_json_reader *reader, const json_t *object,
                                        const struct tkg_comparison_record *record, double *values)
{
    json_t *conclusion;
    enum tkg_status status = tkg_json_need_object(reader, object, "conclusion", &conclusion);
    if (status != TKG_OK) {
        return status;
    }
    const size_t mark = tkg_json_enter(reader, "conclusion");
    const json_t *number = json_object_get(conclusion, "launch_count");
    const json_int_t wanted = json_is_integer(number) ? json_integer_value(number) : -1;
    if (!is_count_possible(record, wanted)) {
        status = tkg_json_refuse_member(
            reader, "launch_count", "a number of the launches that are not slow", "another number");
    }
    for (size_t i = 0; i < CONTRAST_COUNT && status == TKG_OK && wanted > 0; i++) {
        status = check_estimate(reader, conclusion, record, i, (size_t)wanted, values);
    }
    tkg_json_leave(reader, mark);
    return status;
}

static enum tkg_status check_side(struct tkg_json_reader *reader,
                                  const struct tkg_comparison_record *record,
                                  const struct tkg_side *side, const char *name)
{
    enum tkg_status status = TKG_OK;
    const size_t mark = tkg_json_enter(reader, name);
    if (record->side_kind == TKG_SIDES_ENGINES && side->path_count == 0) {
        status = tkg_json_refuse_member(reader, "files", "at least one file", "none");
    } else if (record->side_kind == TKG_SIDES_ENGINES && side->layout_count > side->path_count) {
        status = tkg_json_refuse_member(reader, "layout_count", "at most one for each file",
                                        "a larger number");
    }
    tkg_json_leave(reader, mark);
    return status;
}

static enum tkg_status check_work(struct tkg_json_reader *reader,
                                  const struct tkg_comparison_record *record)
{
    enum tkg_status status = TKG_OK;
    const size_t mark = tkg_json_enter(reader, "comparison");
    if (record->base_digest != record->head_digest && !record->allows_other_digest) {
        status = tkg_json_refuse_member(reader, "head_digest", "that of the base", "another one");
    } else if ((record->metric == TKG_COMPARE_P99) != (record->block_tick_count > 0)) {
        status = tkg_json_refuse_member(reader, "block_tick_count",
                                        "above 0 for p99, and 0 for time", "the other");
    }
    tkg_json_leave(reader, mark);
    return status;
}

enum tkg_status tkg_comparison_check(struct tkg_json_reader *reader, const json_t *object,
                                     const struct tkg_comparison_record *record)
{
    double *values = calloc(2 * (record->launch_count + 1), sizeof *values);
    if (!values) {
        return tkg_fail(reader->err, TKG_NO_MEMORY, "out of memory for the launches");
    }
    enum tkg_status status = check_work(reader, record);
    status = status == TKG_OK ? check_side(reader, record, &record->base, "base") : status;
    status = status == TKG_OK ? check_side(reader, record, &record->head, "head") : status;
    status = status == TKG_OK ? check_launches(reader, record) : status;
    for (size_t i = 0; i < CONTRAST_COUNT && status == TKG_OK && !is_exact(record); i++) {
        status = check_systematic(reader, record, i, values, values + record->launch_count);
    }
    status = status == TKG_OK ? check_conclusion(reader, object, record, values) : status;
    free(values);
    return status;
}
