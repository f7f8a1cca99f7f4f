/* SPDX-License-Identifier: Apache-2.0 */
#include "verdict/outcome.h"

#include <math.h>
#include <stdbool.h>

#include "base/check.h"

const char *tkg_outcome_name(enum tkg_outcome outcome)
{
    static const char *const names[TKG_OUTCOME_COUNT] = {
#define OUTCOME_NAME(id, name, mark) name,
        TKG_OUTCOMES(OUTCOME_NAME)
#undef OUTCOME_NAME
    };
    TKG_ASSERT((unsigned)outcome < TKG_OUTCOME_COUNT);
    return names[outcome];
}

const char *tkg_outcome_mark(enum tkg_outcome outcome)
{
    static const char *const marks[TKG_OUTCOME_COUNT] = {
#define OUTCOME_MARK(id, name, mark) mark,
        TKG_OUTCOMES(OUTCOME_MARK)
#undef OUTCOME_MARK
    };
    TKG_ASSERT((unsigned)outcome < TKG_OUTCOME_COUNT);
    return marks[outcome];
}

/* Whole interval good, whole interval bad, or neither. */
static enum tkg_outcome outcome_from(bool all_good, bool all_bad)
{
    if (all_good) {
        return TKG_OUTCOME_PASS;
    }
    return all_bad ? TKG_OUTCOME_FAIL : TKG_OUTCOME_INCONCLUSIVE;
}

enum tkg_outcome tkg_outcome_of(const struct tkg_target *target,
                                const struct tkg_estimate *measured)
{
    double low = measured->low;
    double high = measured->high;
    double limit = target->limit;
    double tolerance = target->tolerance;
    if (measured->invalid_count > measured->count) {
        return TKG_OUTCOME_INVALID;
    }
    if (isnan(measured->value)) {
        return TKG_OUTCOME_INSUFFICIENT;
    }
    switch (target->kind) {
    case TKG_TARGET_MIN:
        return outcome_from(low >= limit, high < limit);
    case TKG_TARGET_MAX:
        return outcome_from(high <= limit, low > limit);
    case TKG_TARGET_EQUALS:
        return outcome_from(low >= limit - tolerance && high <= limit + tolerance,
                            high < limit - tolerance || low > limit + tolerance);
    }
    TKG_ASSERT(false); /* a target is one of the three */
    return TKG_OUTCOME_INVALID;
}

static double quotient(double above, double below)
{
    return below == 0.0 ? NAN : above / below;
}

double tkg_outcome_margin(const struct tkg_target *target, double value)
{
    switch (target->kind) {
    case TKG_TARGET_MIN:
        return quotient(value, target->limit);
    case TKG_TARGET_MAX: /* there is no share of nothing */
        return target->limit == 0.0 ? NAN : quotient(target->limit, value);
    case TKG_TARGET_EQUALS:
        return quotient(target->tolerance, fabs(value - target->limit));
    }
    return NAN;
}
