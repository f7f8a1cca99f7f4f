/* SPDX-License-Identifier: Apache-2.0 */
#include "gbench_rows.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tickgate/benchmark_program.h>

#include "gbench_memory.h"
#include "gbench_state.h"
#include "gbench_statistics.h"

double tkg_benchmark_unit_per_second(enum tkg_benchmark_unit unit)
{
    switch (unit) {
    case TKG_BENCHMARK_US:
        return 1e6;
    case TKG_BENCHMARK_MS:
        return 1e3;
    case TKG_BENCHMARK_S:
        return 1;
    default:
        return 1e9;
    }
}

void tkg_gbench_rows_clear(struct tkg_gbench_rows *rows)
{
    tkg_gbench_pool_release(&rows->pool);
    free(rows->rows);
    memset(rows, 0, sizeof(*rows));
}

/* A row in which nothing is known yet. */
static struct tkg_benchmark_run *append(struct tkg_gbench_rows *rows)
{
    rows->rows = tkg_gbench_grow(rows->rows, rows->count, &rows->capacity, sizeof(*rows->rows));
    struct tkg_benchmark_run *row = &rows->rows[rows->count++];
    memset(row, 0, sizeof(*row));
    row->struct_bytes = sizeof(*row);
    row->message = row->label = row->aggregate_name = row->big_o_text = "";
    row->real_time = row->cpu_time = row->real_seconds = row->cpu_seconds = NAN;
    row->precision = row->precision_target = NAN;
    row->repetition_index = -1;
    tkg_gbench_memory_clear(&row->memory);
    return row;
}

static struct tkg_benchmark_name copy_parts(struct tkg_gbench_pool *pool,
                                            const struct tkg_benchmark_name *from)
{
    struct tkg_benchmark_name parts = {
        .function_name = tkg_gbench_pool_copy(pool, from->function_name),
        .args = tkg_gbench_pool_copy(pool, from->args),
        .min_time = tkg_gbench_pool_copy(pool, from->min_time),
        .min_warmup_time = tkg_gbench_pool_copy(pool, from->min_warmup_time),
        .iterations = tkg_gbench_pool_copy(pool, from->iterations),
        .repetitions = tkg_gbench_pool_copy(pool, from->repetitions),
        .time_type = tkg_gbench_pool_copy(pool, from->time_type),
        .threads = tkg_gbench_pool_copy(pool, from->threads),
    };
    return parts;
}

/* The parts that are there, joined by '/', as BenchmarkName::str() does. */
static const char *join(struct tkg_gbench_pool *pool, const struct tkg_benchmark_name *parts)
{
    const char *const list[] = {parts->function_name,   parts->args,       parts->min_time,
                                parts->min_warmup_time, parts->iterations, parts->repetitions,
                                parts->time_type,       parts->threads};
    size_t bytes = 1;
    for (size_t i = 0; i < sizeof(list) / sizeof(list[0]); i++) {
        bytes += strlen(list[i]) + 1;
    }
    char *name = tkg_gbench_pool_take(pool, bytes, 1);
    size_t length = 0;
    for (size_t i = 0; i < sizeof(list) / sizeof(list[0]); i++) {
        if (*list[i] != '\0') {
            const char *between = length > 0 ? "/" : "";
            length += (size_t)snprintf(name + length, bytes - length, "%s%s", between, list[i]);
        }
    }
    return name;
}

/* What a counter comes to; the order of steps is the library's. */
static double final_value(double value, uint32_t flags, double seconds,
                          const struct tkg_gbench_call *call)
{
    if (flags & TKG_COUNTER_RATE) {
        value /= seconds;
    }
    if (flags & TKG_COUNTER_AVG_THREADS) {
        value /= call->threads;
    }
    if (flags & TKG_COUNTER_INVARIANT) {
        value *= (double)call->iterations;
    }
    if (flags & TKG_COUNTER_AVG_ITERATIONS) {
        value /= (double)call->iterations;
    }
    return flags & TKG_COUNTER_INVERT ? 1 / value : value;
}

static int compare_counters(const void *left, const void *right)
{
    const struct tkg_benchmark_counter *a = left;
    const struct tkg_benchmark_counter *b = right;
    return strcmp(a->name, b->name);
}

static void add_counters(struct tkg_gbench_pool *pool, struct tkg_benchmark_run *row,
                         const struct tkg_gbench_result *result, const struct tkg_gbench_call *call)
{
    size_t most = call->counters.count + result->perf_counter_count;
    struct tkg_benchmark_counter *list = tkg_gbench_pool_take(pool, most, sizeof(*list));
    for (size_t i = 0; i < call->counters.count; i++) {
        const struct tkg_gbench_counter *counter = &call->counters.list[i];
        list[row->counter_count++] = (struct tkg_benchmark_counter){
            tkg_gbench_pool_copy(pool, counter->name),
            final_value(counter->value, counter->flags, row->real_seconds, call), counter->flags};
    }
    for (size_t i = 0; i < result->perf_counter_count; i++) {
        const struct tkg_benchmark_counter *counter = &result->perf_counters[i];
        if (tkg_gbench_counters_find(&call->counters, counter->name) == NULL) {
            list[row->counter_count++] = (struct tkg_benchmark_counter){
                tkg_gbench_pool_copy(pool, counter->name), counter->value, counter->flags};
        }
    }
    qsort(list, row->counter_count, sizeof(*list), compare_counters);
    row->counters = list;
}

/* Wall time is the mean over the threads, whatever version of the library: all of them loop at the
 * same time, so that this is how long the work took. CPU time is their sum. */
static void add_times(struct tkg_benchmark_run *row, const struct tkg_gbench_result *result,
                      const struct tkg_gbench_call *call)
{
    const struct tkg_benchmark_options *options = &call->family->options;
    double threads = call->threads;
    double scale = tkg_benchmark_unit_per_second(row->time_unit) / (double)call->iterations;
    bool manual = options->clock == TKG_BENCHMARK_CLOCK_MANUAL;
    row->real_seconds = (manual ? call->manual_seconds : call->wall_seconds) / threads;
    row->cpu_seconds = result->cpu_seconds;
    if (call->own_cpu) { /* each thread has seen the CPU time of the whole process */
        row->cpu_seconds = call->cpu_seconds / (options->process_cpu_time ? threads : 1);
    }
    row->real_time = row->real_seconds * threads * scale;
    row->cpu_time = row->cpu_seconds * scale;
}

static void add_call(struct tkg_gbench_rows *rows, struct tkg_benchmark_run *row,
                     const struct tkg_gbench_result *result, const struct tkg_gbench_call *call)
{
    row->outcome = call->outcome;
    row->iterations = call->iterations;
    if (call->label != NULL) {
        row->label = tkg_gbench_pool_copy(&rows->pool, call->label);
    }
    if (call->message != NULL) {
        row->message = tkg_gbench_pool_copy(&rows->pool, call->message);
    }
    if (call->outcome == TKG_BENCHMARK_MEASURED) {
        add_times(row, result, call);
        add_counters(&rows->pool, row, result, call);
        row->complexity_n = call->complexity_n;
        row->memory = call->memory;
        row->percentiles = call->percentiles;
        row->pauses = call->pauses;
    }
}

void tkg_gbench_rows_add(struct tkg_gbench_rows *rows, const struct tkg_gbench_result *result,
                         const struct tkg_gbench_call *call, enum tkg_benchmark_unit unit,
                         bool dry_run)
{
    struct tkg_benchmark_run *row = append(rows);
    row->parts = copy_parts(&rows->pool, &result->parts);
    row->run_name = row->name = join(&rows->pool, &row->parts);
    row->time_unit = unit;
    row->family_index = result->family_index;
    row->per_family_instance_index = result->per_family_instance_index;
    row->threads = result->threads;
    row->repetitions = result->repetitions;
    row->dry_run = dry_run;
    if (call == NULL) {
        row->outcome = TKG_BENCHMARK_ERROR;
        row->message = tkg_gbench_pool_copy(&rows->pool, result->message);
        return;
    }
    add_call(rows, row, result, call);
}

/* ---- aggregates ---- */

/* A statistic over a field of the good repetitions. */
struct statistic_call {
    const struct tkg_gbench_statistic *statistic;
    const double *values;
    size_t count;
    double result;
};

static void call_statistic(void *argument)
{
    struct statistic_call *call = argument;
    call->result = call->statistic->function(call->values, call->count, call->statistic->user);
}

static double compute(const struct tkg_gbench_statistic *statistic, const double *values,
                      size_t count)
{
    char thrown[200];
    struct statistic_call call = {statistic, values, count, NAN};
    if (!tkg_gbench_library_guard(call_statistic, &call, thrown, sizeof(thrown))) {
        tkg_gbench_say("statistic %s threw an exception: %s", statistic->name, thrown);
        return NAN;
    }
    return call.result;
}

/* The good repetitions' values of the double at offset; returns how many. */
static size_t gather(const struct tkg_gbench_rows *rows, size_t row_count, size_t offset,
                     double *values)
{
    size_t count = 0;
    for (size_t i = 0; i < row_count; i++) {
        if (rows->rows[i].outcome == TKG_BENCHMARK_MEASURED) {
            values[count++] = *(const double *)((const char *)&rows->rows[i] + offset);
        }
    }
    return count;
}

static const struct tkg_benchmark_counter *find_counter(const struct tkg_benchmark_run *row,
                                                        const char *name)
{
    for (size_t i = 0; i < row->counter_count; i++) {
        if (strcmp(row->counters[i].name, name) == 0) {
            return &row->counters[i];
        }
    }
    return NULL;
}

static double compute_counter(const struct tkg_gbench_rows *rows, size_t row_count,
                              const struct tkg_gbench_statistic *statistic, const char *name,
                              double *values)
{
    size_t count = 0;
    for (size_t i = 0; i < row_count; i++) {
        const struct tkg_benchmark_counter *counter = find_counter(&rows->rows[i], name);
        if (rows->rows[i].outcome == TKG_BENCHMARK_MEASURED && counter != NULL) {
            values[count++] = counter->value;
        }
    }
    return compute(statistic, values, count);
}

/* The counters of the first good repetition, each made into the statistic over all. */
static void aggregate_counters(struct tkg_gbench_rows *rows, size_t row_count,
                               const struct tkg_benchmark_run *model,
                               const struct tkg_gbench_statistic *statistic, double *values)
{
    struct tkg_benchmark_run *row = &rows->rows[rows->count - 1];
    struct tkg_benchmark_counter *list =
        tkg_gbench_pool_take(&rows->pool, model->counter_count, sizeof(*list));
    for (size_t i = 0; i < model->counter_count; i++) {
        list[i] = model->counters[i];
        list[i].value = compute_counter(rows, row_count, statistic, list[i].name, values);
    }
    row->counters = list;
    row->counter_count = model->counter_count;
}

static void aggregate_percentiles(const struct tkg_gbench_rows *rows, size_t row_count,
                                  const struct tkg_gbench_statistic *statistic, double *values)
{
    static const size_t offsets[] = {
        offsetof(struct tkg_benchmark_run, percentiles.p50_ns),
        offsetof(struct tkg_benchmark_run, percentiles.p90_ns),
        offsetof(struct tkg_benchmark_run, percentiles.p99_ns),
        offsetof(struct tkg_benchmark_run, percentiles.p99_9_ns),
        offsetof(struct tkg_benchmark_run, percentiles.max_ns),
    };
    struct tkg_benchmark_run *row = &rows->rows[rows->count - 1];
    for (size_t i = 0; i < sizeof(offsets) / sizeof(offsets[0]); i++) {
        size_t count = gather(rows, row_count, offsets[i], values);
        *(double *)((char *)row + offsets[i]) = compute(statistic, values, count);
    }
    for (size_t i = 0; i < row_count; i++) {
        row->percentiles.count += rows->rows[i].percentiles.count;
    }
}

/* The label when all repetitions agree, else none. */
static const char *common_label(const struct tkg_gbench_rows *rows, size_t row_count)
{
    for (size_t i = 1; i < row_count; i++) {
        if (strcmp(rows->rows[i].label, rows->rows[0].label) != 0) {
            return "";
        }
    }
    return rows->rows[0].label;
}

static void name_aggregate(struct tkg_gbench_rows *rows, struct tkg_benchmark_run *row,
                           const struct tkg_benchmark_run *model, const char *aggregate_name)
{
    row->parts = model->parts;
    row->run_name = model->run_name;
    row->aggregate_name = tkg_gbench_pool_copy(&rows->pool, aggregate_name);
    row->name = tkg_gbench_pool_print(&rows->pool, "%s_%s", row->run_name, aggregate_name);
    row->time_unit = model->time_unit;
    row->family_index = model->family_index;
    row->per_family_instance_index = model->per_family_instance_index;
    row->repetitions = model->repetitions;
    row->threads = model->threads;
    row->precision = model->precision;
    row->precision_target = model->precision_target;
    row->dry_run = model->dry_run;
}

static void add_aggregate(struct tkg_gbench_rows *rows, size_t row_count, size_t model_index,
                          const struct tkg_gbench_statistic *statistic, double *values)
{
    struct tkg_benchmark_run *row = append(rows);
    const struct tkg_benchmark_run *model = &rows->rows[model_index];
    double unit = statistic->percentage ? 1 : tkg_benchmark_unit_per_second(model->time_unit);
    double per_second = 1 / tkg_benchmark_unit_per_second(model->time_unit);
    name_aggregate(rows, row, model, statistic->name);
    row->row = TKG_BENCHMARK_AGGREGATE;
    row->aggregate_percentage = statistic->percentage;
    row->label = common_label(rows, row_count);
    for (int cpu = 0; cpu < 2; cpu++) {
        size_t offset = cpu ? offsetof(struct tkg_benchmark_run, cpu_time)
                            : offsetof(struct tkg_benchmark_run, real_time);
        size_t count = gather(rows, row_count, offset, values);
        for (size_t i = 0; i < count; i++) {
            values[i] *= per_second; /* statistics see seconds */
        }
        *(cpu ? &row->cpu_time : &row->real_time) = compute(statistic, values, count) * unit;
        row->iterations = (int64_t)count;
    }
    aggregate_counters(rows, row_count, model, statistic, values);
    if (model->percentiles.count > 0) {
        aggregate_percentiles(rows, row_count, statistic, values);
        row->percentiles.clock_floor_ns = model->percentiles.clock_floor_ns;
    }
}

double tkg_gbench_rows_precision(const struct tkg_gbench_rows *rows,
                                 const struct tkg_benchmark *family)
{
    size_t offset = family->options.clock == TKG_BENCHMARK_CLOCK_CPU
                        ? offsetof(struct tkg_benchmark_run, cpu_time)
                        : offsetof(struct tkg_benchmark_run, real_time);
    struct tkg_gbench_pool pool = {NULL};
    double *values = tkg_gbench_pool_take(&pool, rows->count, sizeof(*values));
    double precision = tkg_gbench_precision(values, gather(rows, rows->count, offset, values));
    tkg_gbench_pool_release(&pool);
    return precision;
}

void tkg_gbench_rows_aggregate(struct tkg_gbench_rows *rows, const struct tkg_benchmark *family)
{
    size_t row_count = rows->count;
    size_t good_count = 0;
    size_t model = 0; /* the last good one is as good as any */
    double precision = tkg_gbench_rows_precision(rows, family);
    for (size_t i = 0; i < row_count; i++) {
        struct tkg_benchmark_run *row = &rows->rows[i];
        row->repetitions = (int64_t)row_count;
        row->repetition_index = (int64_t)i;
        row->precision = precision;
        if (row->outcome == TKG_BENCHMARK_MEASURED) {
            good_count++;
            model = i;
        }
    }
    if (good_count < 2) {
        return;
    }
    double *values = tkg_gbench_pool_take(&rows->pool, row_count, sizeof(*values));
    for (size_t i = 0; i < 4; i++) {
        add_aggregate(rows, row_count, model, &tkg_gbench_standard_statistics[i], values);
    }
    for (size_t i = 0; i < family->statistic_count; i++) {
        add_aggregate(rows, row_count, model, &family->statistics[i], values);
    }
}

/* ---- complexity ---- */

struct fit_call {
    const struct tkg_benchmark *family;
    const int64_t *sizes;
    const double *times[2]; /* CPU first: its class is taken for both, as in the library */
    size_t count;
    struct tkg_gbench_fit fits[2];
};

static void call_fit(void *argument)
{
    struct fit_call *call = argument;
    const struct tkg_benchmark_options *options = &call->family->options;
    enum tkg_big_o big_o = options->complexity;
    for (int i = 0; i < 2; i++) {
        call->fits[i] = tkg_gbench_fit_curve(big_o, options->curve, options->curve_user,
                                             call->sizes, call->times[i], call->count);
        big_o = call->fits[i].big_o;
    }
}

static struct tkg_benchmark_run *append_fit(struct tkg_gbench_rows *rows,
                                            const struct tkg_benchmark_run *named_after,
                                            enum tkg_benchmark_row kind)
{
    struct tkg_benchmark_run model = *named_after;
    struct tkg_benchmark_run *row = append(rows);
    model.parts = copy_parts(&rows->pool, &named_after->parts);
    model.parts.args = ""; /* the rows are about all sizes */
    model.run_name = join(&rows->pool, &model.parts);
    model.precision = model.precision_target = NAN;
    name_aggregate(rows, row, &model, kind == TKG_BENCHMARK_BIG_O ? "BigO" : "RMS");
    row->row = kind;
    return row;
}

static void add_fit_error(struct tkg_gbench_rows *rows, const struct tkg_benchmark_run *named_after,
                          const char *message)
{
    struct tkg_benchmark_run *row = append_fit(rows, named_after, TKG_BENCHMARK_BIG_O);
    row->outcome = TKG_BENCHMARK_ERROR;
    row->message = tkg_gbench_pool_copy(&rows->pool, message);
}

static void add_fit_rows(struct tkg_gbench_rows *rows, const struct tkg_benchmark_run *named_after,
                         const struct fit_call *call)
{
    const char *text = tkg_gbench_big_o_text(call->fits[0].big_o);
    double scale = tkg_benchmark_unit_per_second(named_after->time_unit);
    for (int i = 0; i < 2; i++) {
        struct tkg_benchmark_run *row =
            append_fit(rows, named_after, i == 0 ? TKG_BENCHMARK_BIG_O : TKG_BENCHMARK_RMS);
        row->big_o = call->fits[0].big_o;
        row->big_o_text = text;
        row->aggregate_percentage = i == 1;
        row->cpu_time = i == 0 ? call->fits[0].coefficient * scale : call->fits[0].rms;
        row->real_time = i == 0 ? call->fits[1].coefficient * scale : call->fits[1].rms;
    }
}

void tkg_gbench_rows_fit(struct tkg_gbench_rows *rows, const struct tkg_benchmark *family,
                         const struct tkg_benchmark_run *named_after,
                         const struct tkg_gbench_sample *samples, size_t sample_count)
{
    if (sample_count < 2) {
        return; /* a curve through one point says nothing; the library is silent, too */
    }
    struct tkg_gbench_pool pool = {NULL};
    int64_t *sizes = tkg_gbench_pool_take(&pool, sample_count, sizeof(*sizes));
    double *real = tkg_gbench_pool_take(&pool, sample_count, sizeof(*real));
    double *cpu = tkg_gbench_pool_take(&pool, sample_count, sizeof(*cpu));
    bool sized = true;
    for (size_t i = 0; i < sample_count; i++) {
        sizes[i] = samples[i].n;
        real[i] = samples[i].real_s;
        cpu[i] = samples[i].cpu_s;
        sized = sized && samples[i].n > 0;
    }
    char thrown[200];
    struct fit_call call = {
        .family = family, .sizes = sizes, .times = {cpu, real}, .count = sample_count};
    if (!sized) {
        add_fit_error(rows, named_after,
                      "no size for the complexity: call tkg_state_set_complexity_n() with n > 0");
    } else if (!tkg_gbench_library_guard(call_fit, &call, thrown, sizeof(thrown))) {
        add_fit_error(rows, named_after, thrown);
    } else {
        add_fit_rows(rows, named_after, &call);
    }
    tkg_gbench_pool_release(&pool);
}
