/* SPDX-License-Identifier: Apache-2.0 */
#include "stats/creep.h"

#include <math.h>

#include "base/check.h"

/* With these an alarm without cause comes once in 4,000 values, and ten commits of one standard
 * deviation each are told by the sixth in 99 % of series that had 20 values before
 * (docs/decisions/0137). */
static const double ALLOWANCE = 0.5, LIMIT = 7.0;
/* A single wild run counts no more than this: it must not be an alarm by itself. */
static const double SCORE_MAX = 3.0;

/* Mean and sum of squares of what is normal so far (Welford). */
struct normal {
    double mean;
    double squares;
    size_t count;
};

static void learn(struct normal *normal, double value)
{
    const double delta = value - normal->mean;
    normal->count++;
    normal->mean += delta / (double)normal->count;
    normal->squares += delta * (value - normal->mean);
}

/* The value against those before it: t with count - 1 degrees of freedom, as a standard normal
 * score by Wallace's transform (Ann. Math. Stat. 30, 1959), within 0.02 here. */
static double score_of(const struct normal *normal, double value)
{
    const double n = (double)normal->count, degrees = n - 1.0;
    const double spread = sqrt(normal->squares / degrees * (1.0 + 1.0 / n));
    const double delta = value - normal->mean;
    if (!(spread > 0.0)) {
        return delta > 0.0 ? SCORE_MAX : delta < 0.0 ? -SCORE_MAX : 0.0;
    }
    const double t = delta / spread;
    const double score =
        (8.0 * degrees + 1.0) / (8.0 * degrees + 3.0) * sqrt(degrees * log1p(t * t / degrees));
    return copysign(fmin(score, SCORE_MAX), t);
}

/* One direction of Page's sum. */
struct sum {
    double value;
    size_t from; /* where it last left zero */
};

static void add(struct sum *sum, double score, size_t at)
{
    if (sum->value <= 0.0) {
        sum->from = at;
    }
    sum->value = fmax(0.0, sum->value + score - ALLOWANCE);
}

static double mean_between(const double *values, size_t from, size_t end)
{
    double total = 0.0;
    for (size_t i = from; i < end; i++) {
        total += values[i];
    }
    return total / (double)(end - from);
}

static void raise_alarm(struct tkg_creep *found, const double *values, size_t begin, size_t from,
                        size_t at)
{
    if (found->count < TKG_CREEP_ALARM_MAX) {
        const size_t last = at - from >= 2 ? at - 2 : from;
        found->alarms[found->count++] = (struct tkg_creep_alarm){
            .from = from,
            .at = at,
            .before = mean_between(values, begin, from),
            .now = mean_between(values, last, at + 1),
        };
    }
}

/* From begin to the first alarm; the index behind it, or count. */
static size_t watch(const double *values, size_t begin, size_t count, struct tkg_creep *found)
{
    struct normal normal = {0};
    struct sum up = {0}, down = {0};
    for (size_t i = begin; i < count; i++) {
        TKG_ASSERT(isfinite(values[i]));
        if (normal.count >= TKG_CREEP_START) {
            const double score = score_of(&normal, values[i]);
            add(&up, score, i);
            add(&down, -score, i);
            if (up.value > LIMIT || down.value > LIMIT) {
                raise_alarm(found, values, begin, up.value > LIMIT ? up.from : down.from, i);
                return i + 1;
            }
        }
        learn(&normal, values[i]);
    }
    return count;
}

void tkg_creep_find(const double *values, size_t count, struct tkg_creep *found)
{
    found->count = 0;
    for (size_t begin = 0; begin < count;) {
        begin = watch(values, begin, count, found);
    }
}
