/* SPDX-License-Identifier: Apache-2.0 */
#include "stats/noise_floor.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/random.h"
#include "stats/estimate.h"
#include "stats/interval.h"

/* Runs drawn with replacement from the pairs: the 90th percentile of 4,000 is known to a rank of
 * +-38 (two standard deviations of a binomial), a percentage point of it. */
enum { DRAWN_RUN_COUNT = 4000 };

/* A median absolute deviation times this is a standard deviation where noise is normal:
 * 1 / qnorm(0.75) (Rousseeuw, Croux 1993). */
static const double mad_scale = 1.4826;

static double median_of(double *values, size_t count)
{
    tkg_sort_values(values, count);
    return tkg_median_of_sorted(values, count);
}

/* Of the logarithms of all trials. scratch: room for 2 * pair_count. */
static double trial_noise(const double *first, const double *second, size_t pair_count,
                          double *scratch)
{
    for (size_t i = 0; i < pair_count; i++) {
        scratch[2 * i] = log(first[i]);
        scratch[2 * i + 1] = log(second[i]);
    }
    const double median = median_of(scratch, 2 * pair_count);
    for (size_t i = 0; i < 2 * pair_count; i++) {
        scratch[i] = fabs(scratch[i] - median);
    }
    return mad_scale * median_of(scratch, 2 * pair_count);
}

/* The lower end of the interval that one run of pairs gives, drawn with replacement. */
static double draw_low_end(const double *differences, size_t pair_count, struct tkg_random *random)
{
    const struct tkg_median_interval interval = tkg_median_interval(TKG_NOISE_ROUND_COUNT);
    double drawn[TKG_NOISE_ROUND_COUNT];
    for (size_t i = 0; i < TKG_NOISE_ROUND_COUNT; i++) {
        drawn[i] = differences[tkg_random_below(random, (uint32_t)pair_count)];
    }
    tkg_sort_values(drawn, TKG_NOISE_ROUND_COUNT);
    return drawn[interval.low_rank - 1];
}

/* An effect moves every difference by as much, so it is seen when it exceeds how far the interval
 * reaches below the truth. */
static double effect_min(const double *differences, size_t pair_count, double truth, uint64_t seed,
                         double *scratch)
{
    struct tkg_random random = {seed};
    for (size_t i = 0; i < DRAWN_RUN_COUNT; i++) {
        scratch[i] = truth - draw_low_end(differences, pair_count, &random);
    }
    tkg_sort_values(scratch, DRAWN_RUN_COUNT);
    const size_t rank = (size_t)ceil(TKG_NOISE_SURE_0TO1 * DRAWN_RUN_COUNT);
    return fmax(scratch[rank - 1], 0.0);
}

/* Room to work in: scratch for trials and drawn runs, differences for the pairs. */
struct room {
    double *scratch;
    double *differences;
};

static void fill(const double *first, const double *second, size_t pair_count, uint64_t seed,
                 const struct room *room, struct tkg_noise_floor *floor)
{
    double *scratch = room->scratch;
    double *differences = room->differences;
    const struct tkg_median_interval interval = tkg_median_interval(pair_count);
    floor->trial_noise = trial_noise(first, second, pair_count, scratch);
    for (size_t i = 0; i < pair_count; i++) {
        differences[i] = log(second[i] / first[i]);
    }
    tkg_sort_values(differences, pair_count);
    const double median = tkg_median_of_sorted(differences, pair_count);
    floor->shift = expm1(median);
    floor->shift_low = expm1(differences[interval.low_rank - 1]);
    floor->shift_high = expm1(differences[interval.high_rank - 1]);
    floor->effect_min = expm1(effect_min(differences, pair_count, median, seed, scratch));
    floor->pair_count = (uint32_t)pair_count;
}

enum tkg_status tkg_noise_floor_of(const double *first, const double *second, size_t pair_count,
                                   uint64_t seed, struct tkg_noise_floor *floor,
                                   struct tkg_error *err)
{
    *floor = (struct tkg_noise_floor){NAN, NAN, NAN, NAN, NAN, (uint32_t)pair_count};
    if (pair_count < TKG_NOISE_PAIR_MIN) {
        return tkg_fail(err, TKG_TOO_FEW, "%zu pairs of trials; a noise floor needs %d", pair_count,
                        TKG_NOISE_PAIR_MIN);
    }
    const size_t scratch_count =
        2 * pair_count > DRAWN_RUN_COUNT ? 2 * pair_count : (size_t)DRAWN_RUN_COUNT;
    double *scratch = calloc(scratch_count, sizeof(*scratch));
    double *differences = calloc(pair_count, sizeof(*differences));
    enum tkg_status status = TKG_OK;
    if (scratch && differences) {
        fill(first, second, pair_count, seed, &(struct room){scratch, differences}, floor);
    } else {
        status = tkg_fail(err, TKG_NO_MEMORY, "no memory for %zu pairs of trials", pair_count);
    }
    free(scratch);
    free(differences);
    return status;
}
