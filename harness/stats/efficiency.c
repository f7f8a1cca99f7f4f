/* SPDX-License-Identifier: Apache-2.0 */
#include "stats/efficiency.h"

#include <inttypes.h>
#include <math.h>
#include <stdbool.h>

#include "stats/estimate.h"
#include "stats/ratio.h"
#include "stats/scaling.h"

static bool is_narrow(const struct tkg_estimate *estimate)
{
    double width = TKG_EFFICIENCY_REFERENCE_WIDTH * estimate->value;
    return estimate->high - estimate->value <= width && estimate->value - estimate->low <= width;
}

/* The largest replay case with a throughput (and, when asked for, a narrow interval); SIZE_MAX when
 * there is none. The first of equally large ones wins. */
static size_t find_reference(const struct tkg_summary *summary, bool must_be_narrow)
{
    size_t best = SIZE_MAX;
    for (size_t i = 0; i < summary->case_count; i++) {
        const struct tkg_case_summary *candidate = &summary->cases[i];
        const struct tkg_estimate *throughput = &candidate->estimates[TKG_METRIC_THROUGHPUT];
        if (!tkg_is_replay_case(candidate->source) || isnan(throughput->value) ||
            (must_be_narrow && !is_narrow(throughput))) {
            continue;
        }
        if (best == SIZE_MAX ||
            candidate->source->tick_count > summary->cases[best].source->tick_count) {
            best = i;
        }
    }
    return best;
}

/* Relative to itself a case is 1 in every round: no spread, and certain. */
static struct tkg_estimate exactly_one(const struct tkg_estimate *throughput)
{
    struct tkg_estimate one = {1.0, 1.0, 1.0, 1.0, 1.0, 0.0, 0.0, 1.0, 1.0, 0, 0};
    one.count = throughput->count;
    one.invalid_count = throughput->invalid_count;
    return one;
}

/* Nothing to compare with: no number, but the counts that say why. */
static struct tkg_estimate unknown(const struct tkg_estimate *throughput)
{
    struct tkg_estimate estimate = tkg_estimate_none();
    estimate.count = throughput->count;
    estimate.invalid_count = throughput->invalid_count;
    return estimate;
}

/* reference is NULL when there is none. */
static enum tkg_status fill_case(struct tkg_case_summary *filled,
                                 const struct tkg_case_summary *reference, struct tkg_error *err)
{
    struct tkg_estimate *efficiency = &filled->estimates[TKG_METRIC_EFFICIENCY];
    const struct tkg_estimate *throughput = &filled->estimates[TKG_METRIC_THROUGHPUT];
    if (!reference || filled == reference) {
        *efficiency = reference ? exactly_one(throughput) : unknown(throughput);
        return TKG_OK;
    }
    struct tkg_ratio_side above = {filled->source, TKG_METRIC_THROUGHPUT};
    struct tkg_ratio_side below = {reference->source, TKG_METRIC_THROUGHPUT};
    return tkg_ratio_estimate(above, below, efficiency, err);
}

/* index SIZE_MAX: there is no reference. */
static enum tkg_status fill_cases(struct tkg_summary *summary, size_t index, struct tkg_error *err)
{
    const struct tkg_case_summary *reference = index == SIZE_MAX ? NULL : &summary->cases[index];
    summary->efficiency_reference = index;
    enum tkg_status status = TKG_OK;
    for (size_t i = 0; i < summary->case_count && status == TKG_OK; i++) {
        if (tkg_is_replay_case(summary->cases[i].source)) {
            status = fill_case(&summary->cases[i], reference, err);
        }
    }
    return status;
}

enum tkg_status tkg_efficiency_fill(struct tkg_summary *summary, struct tkg_error *err)
{
    const size_t steady = find_reference(summary, true);
    return fill_cases(summary, steady == SIZE_MAX ? find_reference(summary, false) : steady, err);
}

enum tkg_status tkg_efficiency_refer_to(struct tkg_summary *summary, uint64_t tick_count,
                                        struct tkg_error *err)
{
    for (size_t i = 0; i < summary->case_count; i++) {
        const struct tkg_case_summary *one = &summary->cases[i];
        if (tkg_is_replay_case(one->source) && one->source->tick_count == tick_count) {
            const bool is_known = !isnan(one->estimates[TKG_METRIC_THROUGHPUT].value);
            return fill_cases(summary, is_known ? i : SIZE_MAX, err);
        }
    }
    return tkg_fail(err, TKG_NOTHING,
                    "no replay of %" PRIu64 " ticks to refer efficiency to; name one of the sizes",
                    tick_count);
}
