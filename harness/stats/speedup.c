/* SPDX-License-Identifier: Apache-2.0 */
#include "stats/speedup.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/check.h"
#include "stats/estimate.h"
#include "stats/ratio.h"
#include "stats/rounds.h"
#include "stats/usl.h"

/* The throughput of one thread count by round. */
struct column {
    double threads;
    struct tkg_round_value *values; /* owned */
    size_t count;
    size_t at; /* of the walk over all columns */
};

struct table {
    struct column columns[TKG_USL_COUNT_MAX];
    size_t column_count;
    size_t row_max; /* rounds of the first column */
};

static bool is_thread_case(const struct tkg_case_summary *one)
{
    return one->source->threads.count > 0;
}

static size_t find_one_thread(const struct tkg_summary *summary)
{
    for (size_t i = 0; i < summary->case_count; i++) {
        if (summary->cases[i].source->threads.count == 1) {
            return i;
        }
    }
    return SIZE_MAX;
}

/* The same estimate in a unit that is `factor` times as small. */
static struct tkg_estimate scaled(const struct tkg_estimate *from, double factor)
{
    struct tkg_estimate to = *from;
    to.value *= factor;
    to.low *= factor;
    to.high *= factor;
    to.mean *= factor;
    to.stddev *= factor;
    to.mad *= factor;
    to.min *= factor;
    to.max *= factor;
    return to;
}

static enum tkg_status fill_case(struct tkg_case_summary *filled,
                                 const struct tkg_case_summary *one_thread, struct tkg_error *err)
{
    struct tkg_estimate *speedup = &filled->estimates[TKG_METRIC_SPEEDUP];
    struct tkg_ratio_side above = {filled->source, TKG_METRIC_THROUGHPUT};
    struct tkg_ratio_side below = {one_thread->source, TKG_METRIC_THROUGHPUT};
    enum tkg_status status = tkg_ratio_estimate(above, below, speedup, err);
    if (status == TKG_OK) {
        filled->estimates[TKG_METRIC_EFFICIENCY] =
            scaled(speedup, 1.0 / (double)filled->source->threads.count);
    }
    return status;
}

static enum tkg_status fill_cases(struct tkg_summary *summary, struct tkg_error *err)
{
    size_t one_thread = summary->threads.one_thread;
    enum tkg_status status = TKG_OK;
    for (size_t i = 0; i < summary->case_count && one_thread != SIZE_MAX && status == TKG_OK; i++) {
        if (is_thread_case(&summary->cases[i])) {
            status = fill_case(&summary->cases[i], &summary->cases[one_thread], err);
        }
        double low = summary->cases[i].estimates[TKG_METRIC_EFFICIENCY].low;
        if (is_thread_case(&summary->cases[i]) && low > TKG_EFFICIENCY_MAX &&
            summary->threads.impossible == SIZE_MAX) { /* false for NaN */
            summary->threads.impossible = i;
        }
    }
    return status;
}

/* Threads that took turns tell of the machine, not of how the engine scales. */
static bool belongs_to_curve(const struct tkg_case_summary *one)
{
    return is_thread_case(one) && !one->source->threads.oversubscribed;
}

static enum tkg_status fill_table(struct table *table, const struct tkg_summary *summary,
                                  struct tkg_error *err)
{
    enum tkg_status status = TKG_OK;
    for (size_t i = 0; i < summary->case_count && status == TKG_OK; i++) {
        const struct tkg_case_summary *one = &summary->cases[i];
        if (belongs_to_curve(one) && table->column_count < TKG_USL_COUNT_MAX) {
            struct column *column = &table->columns[table->column_count];
            column->threads = (double)one->source->threads.count;
            status = tkg_rounds_create(one->source, TKG_METRIC_THROUGHPUT, &column->values,
                                       &column->count, err);
            table->column_count += status == TKG_OK;
        }
    }
    table->row_max = table->column_count > 0 ? table->columns[0].count : 0;
    return status;
}

static void deinit_table(struct table *table)
{
    for (size_t i = 0; i < table->column_count; i++) {
        free(table->columns[i].values);
    }
}

/* The throughput of every column in a round of the first; false when one of them lacks it. */
static bool take_row(struct table *table, uint32_t round, double *throughputs)
{
    bool is_whole = true;
    for (size_t i = 0; i < table->column_count; i++) {
        struct column *column = &table->columns[i];
        while (column->at < column->count && column->values[column->at].round < round) {
            column->at++;
        }
        bool is_there = column->at < column->count && column->values[column->at].round == round &&
                        column->values[column->at].valid;
        throughputs[i] = is_there ? column->values[column->at].value : NAN;
        is_whole = is_whole && is_there;
    }
    return is_whole;
}

/* One curve per whole round: what slowed a round slows all of its points. coefficients has room for
 * three lists of row_max. */
static size_t fit_rows(struct table *table, double *lambdas, double *sigmas, double *kappas)
{
    double threads[TKG_USL_COUNT_MAX];
    double throughputs[TKG_USL_COUNT_MAX];
    size_t fitted = 0;
    for (size_t i = 0; i < table->column_count; i++) {
        threads[i] = table->columns[i].threads;
    }
    for (size_t row = 0; row < table->row_max; row++) {
        struct tkg_usl usl;
        if (take_row(table, table->columns[0].values[row].round, throughputs) &&
            tkg_usl_fit(threads, throughputs, table->column_count, &usl)) {
            lambdas[fitted] = usl.lambda;
            sigmas[fitted] = usl.sigma;
            kappas[fitted++] = usl.kappa;
        }
    }
    return fitted;
}

static enum tkg_status fit_curve(struct tkg_thread_scaling *scaling, struct table *table,
                                 struct tkg_error *err)
{
    double *lists = calloc(3 * table->row_max + 1, sizeof(*lists));
    if (!lists) {
        return tkg_fail(err, TKG_NO_MEMORY, "no memory for %zu rounds", table->row_max);
    }
    double *sigmas = lists + table->row_max;
    double *kappas = sigmas + table->row_max;
    size_t fitted = fit_rows(table, lists, sigmas, kappas);
    scaling->lambda = tkg_estimate_from_values(lists, fitted, 0);
    scaling->sigma = tkg_estimate_from_values(sigmas, fitted, 0);
    scaling->kappa = tkg_estimate_from_values(kappas, fitted, 0);
    free(lists);
    if (fitted >= TKG_SAMPLES_MIN) {
        const struct tkg_usl usl = {scaling->lambda.value, scaling->sigma.value,
                                    scaling->kappa.value};
        scaling->peak_threads = tkg_usl_peak_threads(&usl);
        scaling->peak_throughput = tkg_usl_peak_throughput(&usl);
    }
    return TKG_OK;
}

enum tkg_status tkg_speedup_fill(struct tkg_summary *summary, struct tkg_error *err)
{
    struct table table = {.column_count = 0};
    summary->threads = (struct tkg_thread_scaling){
        .one_thread = find_one_thread(summary),
        .lambda = tkg_estimate_none(),
        .sigma = tkg_estimate_none(),
        .kappa = tkg_estimate_none(),
        .peak_threads = NAN,
        .peak_throughput = NAN,
        .impossible = SIZE_MAX,
    };
    enum tkg_status status = fill_cases(summary, err);
    if (status == TKG_OK) {
        status = fill_table(&table, summary, err);
    }
    summary->threads.fitted_count = (uint32_t)table.column_count;
    if (status == TKG_OK && table.column_count >= TKG_USL_COUNT_MIN) {
        status = fit_curve(&summary->threads, &table, err);
    }
    deinit_table(&table);
    return status;
}
