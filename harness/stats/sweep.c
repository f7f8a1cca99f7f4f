/* SPDX-License-Identifier: Apache-2.0 */
#include "stats/sweep.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "stats/rounds.h"
#include "stats/scaling.h"

enum {
    /* Below this a replay is its fixed cost, and log(log(n)), which tells n log n from n, is near
     * its pole. */
    TICK_COUNT_MIN = 100,
};

/* The cases of the sweep, by size. */
struct size_list {
    const struct tkg_case **cases;
    size_t count;
};

static int compare_sizes(const void *a, const void *b)
{
    uint64_t x = (*(const struct tkg_case *const *)a)->tick_count;
    uint64_t y = (*(const struct tkg_case *const *)b)->tick_count;
    return (x > y) - (x < y);
}

static bool has_size(const struct size_list *list, uint64_t tick_count)
{
    for (size_t i = 0; i < list->count; i++) {
        if (list->cases[i]->tick_count == tick_count) {
            return true;
        }
    }
    return false;
}

static void choose_sizes(const struct tkg_summary *summary, struct size_list *list)
{
    for (size_t i = 0; i < summary->case_count; i++) {
        const struct tkg_case_summary *candidate = &summary->cases[i];
        const struct tkg_case *source = candidate->source;
        /* A total time of zero has no logarithm; it can only come from a damaged file. */
        bool usable = candidate->estimates[TKG_METRIC_TOTAL_TIME].min > 0.0;
        if (usable && tkg_is_replay_case(source) && source->tick_count >= TICK_COUNT_MIN &&
            !has_size(list, source->tick_count)) {
            list->cases[list->count++] = source;
        }
    }
    qsort(list->cases, list->count, sizeof(list->cases[0]), compare_sizes);
}

/* Takes over the rounds of the first size: one row each, valid or not. */
static void start_rows(struct tkg_sweep *sweep, uint32_t *rounds,
                       const struct tkg_round_value *values, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (values[i].valid) {
            /* NOLINTNEXTLINE(clang-analyzer-core.NullDereference): NULL only without values */
            rounds[sweep->row_count] = values[i].round;
            sweep->log_times[sweep->row_count * sweep->size_count] = log(values[i].value);
            sweep->row_count++;
        }
    }
}

/* Adds one more size; rows whose round it lacks are closed up. */
static void join_rows(struct tkg_sweep *sweep, uint32_t *rounds, size_t column,
                      const struct tkg_round_value *values, size_t count)
{
    size_t kept = 0;
    size_t at = 0;
    for (size_t row = 0; row < sweep->row_count; row++) {
        while (at < count && values[at].round < rounds[row]) {
            at++;
        }
        if (at == count || values[at].round != rounds[row] || !values[at].valid) {
            continue;
        }
        double *to = &sweep->log_times[kept * sweep->size_count];
        memmove(to, &sweep->log_times[row * sweep->size_count], column * sizeof(*to));
        to[column] = log(values[at].value);
        rounds[kept++] = rounds[row];
    }
    sweep->row_count = kept;
}

static enum tkg_status fill_column(struct tkg_sweep *sweep, uint32_t *rounds, size_t column,
                                   const struct tkg_case *the_case, struct tkg_error *err)
{
    struct tkg_round_value *values;
    size_t count;
    enum tkg_status status =
        tkg_rounds_create(the_case, TKG_METRIC_TOTAL_TIME, &values, &count, err);
    if (status != TKG_OK) {
        return status;
    }
    /* NOLINTNEXTLINE(clang-analyzer-core.NullDereference): NULL only without cases */
    sweep->log_ticks[column] = log((double)the_case->tick_count);
    if (column == 0) {
        start_rows(sweep, rounds, values, count);
    } else {
        join_rows(sweep, rounds, column, values, count);
    }
    free(values);
    return TKG_OK;
}

/* No table has more rows than the first size has trials. */
static enum tkg_status fill_table(struct tkg_sweep *sweep, const struct size_list *list,
                                  struct tkg_error *err)
{
    size_t row_max = list->count > 0 ? list->cases[0]->trial_count : 0;
    size_t cell_count;
    bool fits = tkg_size_multiply(row_max, list->count, &cell_count);
    uint32_t *rounds = calloc(row_max + 1, sizeof(*rounds));
    sweep->size_count = list->count;
    sweep->log_ticks = calloc(list->count + 1, sizeof(double));
    sweep->log_times = fits ? calloc(cell_count + 1, sizeof(double)) : NULL;
    enum tkg_status status = TKG_OK;
    if (!rounds || !sweep->log_ticks || !sweep->log_times) {
        status = tkg_fail(err, TKG_NO_MEMORY, "no memory for a sweep of %zu sizes and %zu rounds",
                          list->count, row_max);
    }
    for (size_t i = 0; i < list->count && status == TKG_OK; i++) {
        status = fill_column(sweep, rounds, i, list->cases[i], err);
    }
    free(rounds);
    return status;
}

enum tkg_status tkg_sweep_init(struct tkg_sweep *sweep, const struct tkg_summary *summary,
                               struct tkg_error *err)
{
    *sweep = (struct tkg_sweep){0};
    struct size_list list = {calloc(summary->case_count + 1, sizeof(list.cases[0])), 0};
    if (!list.cases) {
        return tkg_fail(err, TKG_NO_MEMORY, "no memory for a sweep of %zu cases",
                        summary->case_count);
    }
    choose_sizes(summary, &list);
    enum tkg_status status = fill_table(sweep, &list, err);
    free(list.cases);
    if (status != TKG_OK) {
        tkg_sweep_deinit(sweep);
    }
    return status;
}

void tkg_sweep_deinit(struct tkg_sweep *sweep)
{
    free(sweep->log_ticks);
    free(sweep->log_times);
    *sweep = (struct tkg_sweep){0};
}
