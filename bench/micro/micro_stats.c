/* SPDX-License-Identifier: Apache-2.0 */
#include "micro.h"

#include <stdlib.h>

#include "base/random.h"
#include "stats/estimate.h"
#include "stats/fit.h"
#include "stats/interval.h"
#include "stats/signed_rank.h"

static double *make_values(struct tkg_state *state, size_t count)
{
    double *values = calloc(count, sizeof *values);
    struct tkg_random random = {42};
    if (!values) {
        tkg_state_skip_with_error(state, "out of memory for the values");
        return NULL;
    }
    for (size_t i = 0; i < count; i++) {
        values[i] = tkg_random_unit(&random);
    }
    return values;
}

/* Median, its interval, mean, spread. Sorts, so each iteration begins with a copy. */
static void estimate(struct tkg_state *state, void *user)
{
    const size_t count = (size_t)tkg_state_range(state, 0);
    double *values = make_values(state, count);
    double *scratch = values ? calloc(count, sizeof *scratch) : NULL;
    (void)user;
    if (scratch) {
        TKG_TIMED_LOOP(state) {
            for (size_t i = 0; i < count; i++) {
                scratch[i] = values[i];
            }
            struct tkg_estimate found = tkg_estimate_from_values(scratch, count, 0);
            TKG_DO_NOT_OPTIMIZE(found);
        }
        tkg_state_set_complexity_n(state, (int64_t)count);
    }
    free(scratch);
    free(values);
}

static void median_interval(struct tkg_state *state, void *user)
{
    const size_t count = (size_t)tkg_state_range(state, 0);
    (void)user;
    TKG_TIMED_LOOP(state) {
        struct tkg_median_interval interval = tkg_median_interval(count);
        TKG_DO_NOT_OPTIMIZE(interval);
    }
}

static void signed_rank_limit(struct tkg_state *state, void *user)
{
    const size_t count = (size_t)tkg_state_range(state, 0);
    (void)user;
    TKG_TIMED_LOOP(state) {
        uint64_t limit = 0;
        double reached = 0;
        struct tkg_error err;
        if (tkg_signed_rank_limit(count, 0.0005, &limit, &reached, &err) != TKG_OK) {
            tkg_state_skip_with_error(state, err.text);
            break;
        }
        TKG_DO_NOT_OPTIMIZE(limit);
    }
}

static void shift_estimate(struct tkg_state *state, void *user)
{
    const size_t count = (size_t)tkg_state_range(state, 0);
    double *values = make_values(state, count);
    (void)user;
    if (!values) {
        return;
    }
    TKG_TIMED_LOOP(state) {
        struct tkg_shift shift;
        struct tkg_error err;
        if (tkg_shift_estimate(values, count, 0.0005, &shift, &err) != TKG_OK) {
            tkg_state_skip_with_error(state, err.text);
            break;
        }
        TKG_DO_NOT_OPTIMIZE(shift);
    }
    free(values);
}

static void line_fit(struct tkg_state *state, void *user)
{
    const size_t count = (size_t)tkg_state_range(state, 0);
    double *values = make_values(state, 2 * count);
    (void)user;
    if (!values) {
        return;
    }
    TKG_TIMED_LOOP(state) {
        struct tkg_line_fit fit = tkg_line_fit(values, values + count, count);
        TKG_DO_NOT_OPTIMIZE(fit);
    }
    free(values);
}

/* The sizes in use: 20 rounds of a run; looks of a comparison from 12 to 960 launches. */
static void add_sizes(const char *name, tkg_benchmark_function function, int64_t largest)
{
    static const int64_t sizes[] = {20, 60, 240, 960};
    const struct tkg_benchmark_options options = {.struct_bytes = sizeof options, .memory = true};
    struct tkg_benchmark *benchmark = tkg_benchmark_register(name, function, NULL, &options);
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0] && sizes[i] <= largest; i++) {
        (void)tkg_benchmark_arg(benchmark, sizes[i]);
    }
}

void tkg_micro_register_stats(void)
{
    add_sizes("stats/estimate", estimate, 960);
    add_sizes("stats/median_interval", median_interval, 960);
    add_sizes("stats/signed_rank_limit", signed_rank_limit, 960);
    add_sizes("stats/shift_estimate", shift_estimate, 240);
    add_sizes("stats/line_fit", line_fit, 60);
}
