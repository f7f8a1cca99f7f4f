/* SPDX-License-Identifier: Apache-2.0 */
#include "stats/ratio.h"

#include <math.h>
#include <stdlib.h>

#include "stats/estimate.h"
#include "stats/rounds.h"

struct rounds {
    struct tkg_round_value *values;
    size_t count;
};

/* Walks both sides by round; the quotients overwrite the front of out, which has room for the
 * shorter side. */
static struct tkg_estimate merge(const struct rounds *above, const struct rounds *below,
                                 double *out)
{
    size_t count = 0;
    size_t invalid_count = 0;
    size_t j = 0;
    for (size_t i = 0; i < above->count; i++) {
        const struct tkg_round_value *a = &above->values[i];
        while (j < below->count && below->values[j].round < a->round) {
            j++;
        }
        if (j == below->count || below->values[j].round != a->round) {
            continue;
        }
        const struct tkg_round_value *b = &below->values[j];
        /* A divisor of zero is no measurement of anything; such a round counts as flagged. */
        if (a->valid && b->valid && b->value > 0.0) {
            /* NOLINTNEXTLINE(clang-analyzer-core.NullDereference): NULL only without values */
            out[count++] = a->value / b->value;
        } else {
            invalid_count++;
        }
    }
    return tkg_estimate_from_values(out, count, invalid_count);
}

enum tkg_status tkg_ratio_estimate(struct tkg_ratio_side above, struct tkg_ratio_side below,
                                   struct tkg_estimate *estimate, struct tkg_error *err)
{
    struct rounds top = {NULL, 0};
    struct rounds bottom = {NULL, 0};
    double *quotients = NULL;
    enum tkg_status status =
        tkg_rounds_create(above.the_case, above.metric, &top.values, &top.count, err);
    if (status == TKG_OK) {
        status =
            tkg_rounds_create(below.the_case, below.metric, &bottom.values, &bottom.count, err);
    }
    if (status == TKG_OK) {
        quotients = calloc(top.count + 1, sizeof(*quotients));
        if (!quotients) {
            status = tkg_fail(err, TKG_NO_MEMORY, "no memory for %zu quotients", top.count);
        }
    }
    if (status == TKG_OK) {
        *estimate = merge(&top, &bottom, quotients);
    }
    free(top.values);
    free(bottom.values);
    free(quotients);
    return status;
}

struct tkg_estimate tkg_summary_ratio(const struct tkg_case *measured, enum tkg_metric metric,
                                      const struct tkg_case *ruler, enum tkg_metric ruler_metric)
{
    struct tkg_ratio_side above = {measured, metric};
    struct tkg_ratio_side below = {ruler, ruler_metric};
    struct tkg_estimate estimate;
    if (tkg_ratio_estimate(above, below, &estimate, NULL) != TKG_OK) {
        return tkg_estimate_none();
    }
    return estimate;
}
