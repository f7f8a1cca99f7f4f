/* SPDX-License-Identifier: Apache-2.0 */
#include "gbench_family.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gbench_library.h"
#include "gbench_statistics.h"

enum {
    RANGE_MULTIPLIER_DEFAULT = 8, /* google-benchmark's kRangeMultiplier */
    THREADS_MAX = 4096,           /* far above any machine; a typing error ends here */
    LISTS_MAX = 1000000,          /* argument lists of a family, for the same reason */
    ITERATIONS_MAX = 1000000000,  /* what 1.7.1 itself stops at */
};

static struct {
    struct tkg_benchmark **families;
    size_t count;
    size_t capacity;
    size_t refused_count;
    char error[512];
} registry;

struct tkg_benchmark *const *tkg_gbench_families(size_t *count)
{
    *count = registry.count;
    return registry.families;
}

size_t tkg_gbench_refused_count(void)
{
    return registry.refused_count;
}

const char *tkg_benchmark_last_error(void)
{
    return registry.error;
}

int tkg_gbench_refuse(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(registry.error, sizeof(registry.error), format, arguments);
    va_end(arguments);
    registry.refused_count++;
    (void)fprintf(stderr, "benchmark: %s\n", registry.error);
    return TKG_BENCHMARK_USAGE;
}

void tkg_gbench_say(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(registry.error, sizeof(registry.error), format, arguments);
    va_end(arguments);
    (void)fprintf(stderr, "benchmark: %s\n", registry.error);
}

static bool name_is_good(const char *name)
{
    if (name == NULL || *name == '\0') {
        return false;
    }
    for (const char *at = name; *at != '\0'; at++) {
        if ((unsigned char)*at < ' ' || *at == 127) {
            return false;
        }
    }
    return true;
}

static bool seconds_are_good(double seconds)
{
    return isfinite(seconds) && seconds >= 0;
}

/* What is wrong with these options, or NULL. */
static const char *fault_of(const struct tkg_benchmark_options *options)
{
    if ((unsigned)options->unit > TKG_BENCHMARK_S) {
        return "unit is none of enum tkg_benchmark_unit";
    }
    if ((unsigned)options->clock > TKG_BENCHMARK_CLOCK_MANUAL) {
        return "clock is none of enum tkg_benchmark_clock";
    }
    if ((unsigned)options->aggregates > TKG_BENCHMARK_AGGREGATES_ONLY) {
        return "aggregates is none of enum tkg_benchmark_aggregates";
    }
    if ((unsigned)options->complexity > TKG_BIG_O_LAMBDA) {
        return "complexity is none of enum tkg_big_o";
    }
    if (!seconds_are_good(options->min_time_s) || !seconds_are_good(options->min_warmup_time_s) ||
        !seconds_are_good(options->precision_max_time_s)) {
        return "a time is negative or not finite";
    }
    if (options->iterations < 0 || options->iterations > ITERATIONS_MAX) {
        return "iterations must be 0 (choose) to 1000000000";
    }
    if (options->iterations > 0 && (options->min_time_s > 0 || options->min_warmup_time_s > 0)) {
        return "iterations excludes min_time_s and min_warmup_time_s";
    }
    if (options->repetitions < 0) {
        return "repetitions must not be negative";
    }
    if (options->range_multiplier != 0 && options->range_multiplier < 2) {
        return "range_multiplier must be at least 2";
    }
    if (!(options->precision >= 0 && options->precision < 1)) {
        return "precision is a share: 0 (off) to below 1";
    }
    if ((options->complexity == TKG_BIG_O_LAMBDA) != (options->curve != NULL)) {
        return "TKG_BIG_O_LAMBDA and curve go together";
    }
    return NULL;
}

static bool take_options(struct tkg_benchmark *family, const struct tkg_benchmark_options *options)
{
    if (options != NULL) {
        size_t known = options->struct_bytes;
        if (known < sizeof(options->struct_bytes)) {
            (void)tkg_gbench_refuse("%s: set struct_bytes of the options to "
                                    "sizeof(struct tkg_benchmark_options)",
                                    family->name);
            return false;
        }
        memcpy(&family->options, options,
               known < sizeof(*options) ? known : sizeof(*options)); /* the rest stays 0 */
    }
    const char *fault = fault_of(&family->options);
    if (fault != NULL) {
        (void)tkg_gbench_refuse("%s: option %s", family->name, fault);
        return false;
    }
    if (family->options.range_multiplier == 0) {
        family->options.range_multiplier = RANGE_MULTIPLIER_DEFAULT;
    }
    return true;
}

static void destroy(struct tkg_benchmark *family)
{
    tkg_gbench_pool_release(&family->pool);
    free(family->arguments);
    free(family->thread_counts);
    free(family);
}

struct tkg_benchmark *tkg_benchmark_register(const char *name, tkg_benchmark_function function,
                                             void *user,
                                             const struct tkg_benchmark_options *options)
{
    if (!name_is_good(name) || function == NULL) {
        (void)tkg_gbench_refuse("a benchmark needs a function and a name without control "
                                "characters (name: %s)",
                                name == NULL || *name == '\0' ? "none" : "given");
        return NULL;
    }
    struct tkg_benchmark *family = calloc(1, sizeof(*family));
    if (family == NULL) {
        tkg_gbench_out_of_memory();
    }
    family->name = tkg_gbench_pool_copy(&family->pool, name);
    family->function = function;
    family->user = user;
    if (!take_options(family, options)) {
        destroy(family);
        return NULL;
    }
    registry.families = tkg_gbench_grow(registry.families, registry.count, &registry.capacity,
                                        sizeof(struct tkg_benchmark *));
    registry.families[registry.count++] = family;
    if (family->options.apply != NULL) {
        family->options.apply(family, family->options.apply_user);
    }
    return family;
}

void tkg_benchmark_clear(void)
{
    tkg_gbench_library_clear();
    for (size_t i = 0; i < registry.count; i++) {
        destroy(registry.families[i]);
    }
    registry.count = 0;
    registry.refused_count = 0;
    registry.error[0] = '\0';
}

/* What tkg_benchmark_register() gave when it refused; its result may be ignored. */
static int no_family(void)
{
    return tkg_gbench_refuse("there is no benchmark to change: its registration was refused");
}

int tkg_benchmark_set_name(struct tkg_benchmark *benchmark, const char *name)
{
    if (benchmark == NULL) {
        return no_family();
    }
    if (!name_is_good(name)) {
        return tkg_gbench_refuse("%s: a name needs characters, and no control characters",
                                 benchmark->name);
    }
    benchmark->name = tkg_gbench_pool_copy(&benchmark->pool, name);
    return TKG_BENCHMARK_OK;
}

/* Every list of a family has as many arguments as the first, and as there are names. */
static int check_count(const struct tkg_benchmark *benchmark, size_t count)
{
    if (benchmark == NULL) {
        return no_family();
    }
    if (count > TKG_BENCHMARK_ARGUMENT_MAX) {
        return tkg_gbench_refuse("%s: %zu arguments; the limit is %d", benchmark->name, count,
                                 TKG_BENCHMARK_ARGUMENT_MAX);
    }
    if (benchmark->argument_name_count > 0 && count != benchmark->argument_name_count) {
        return tkg_gbench_refuse("%s: %zu arguments for %zu argument names", benchmark->name, count,
                                 benchmark->argument_name_count);
    }
    if (benchmark->arguments_set && count != benchmark->argument_count) {
        return tkg_gbench_refuse("%s: %zu arguments where the family has %zu", benchmark->name,
                                 count, benchmark->argument_count);
    }
    return TKG_BENCHMARK_OK;
}

int tkg_benchmark_args(struct tkg_benchmark *benchmark, const int64_t *values, size_t count)
{
    if (check_count(benchmark, count) != TKG_BENCHMARK_OK) {
        return TKG_BENCHMARK_USAGE;
    }
    if (benchmark->list_count >= LISTS_MAX) {
        return tkg_gbench_refuse("%s: more than %d argument lists", benchmark->name, LISTS_MAX);
    }
    size_t stride = count == 0 ? 1 : count;
    benchmark->arguments = tkg_gbench_grow(benchmark->arguments, benchmark->list_count,
                                           &benchmark->list_capacity, stride * sizeof(int64_t));
    if (count > 0) {
        memcpy(benchmark->arguments + benchmark->list_count * stride, values,
               count * sizeof(int64_t));
    }
    benchmark->arguments_set = true;
    benchmark->argument_count = count;
    benchmark->list_count++;
    return TKG_BENCHMARK_OK;
}

int tkg_benchmark_arg(struct tkg_benchmark *benchmark, int64_t value)
{
    return tkg_benchmark_args(benchmark, &value, 1);
}

int tkg_benchmark_arg_names(struct tkg_benchmark *benchmark, const char *const *names, size_t count)
{
    if (check_count(benchmark, count) != TKG_BENCHMARK_OK) {
        return TKG_BENCHMARK_USAGE;
    }
    const char **copies = tkg_gbench_pool_take(&benchmark->pool, count, sizeof(*copies));
    for (size_t i = 0; i < count; i++) {
        copies[i] = tkg_gbench_pool_copy(&benchmark->pool, names[i] == NULL ? "" : names[i]);
    }
    benchmark->argument_names = copies;
    benchmark->argument_name_count = count;
    return TKG_BENCHMARK_OK;
}

/* A list in a product. values is malloc()ed. */
struct axis {
    const int64_t *values;
    size_t count;
};

/* Adds every combination; the first axis changes fastest, as in the library. */
static int add_product(struct tkg_benchmark *benchmark, const struct axis *axes, size_t count)
{
    size_t total = 1;
    for (size_t i = 0; i < count; i++) {
        if (axes[i].count == 0 || total > LISTS_MAX / axes[i].count) {
            return tkg_gbench_refuse("%s: a product of %s", benchmark->name,
                                     axes[i].count == 0 ? "an empty list" : "too many lists");
        }
        total *= axes[i].count;
    }
    int64_t values[TKG_BENCHMARK_ARGUMENT_MAX];
    for (size_t index = 0; index < total; index++) {
        size_t rest = index;
        for (size_t i = 0; i < count; i++) {
            values[i] = axes[i].values[rest % axes[i].count];
            rest /= axes[i].count;
        }
        if (tkg_benchmark_args(benchmark, values, count) != TKG_BENCHMARK_OK) {
            return TKG_BENCHMARK_USAGE;
        }
    }
    return TKG_BENCHMARK_OK;
}

int tkg_benchmark_args_product(struct tkg_benchmark *benchmark,
                               const struct tkg_benchmark_list *lists, size_t count)
{
    struct axis axes[TKG_BENCHMARK_ARGUMENT_MAX];
    if (check_count(benchmark, count) != TKG_BENCHMARK_OK) {
        return TKG_BENCHMARK_USAGE;
    }
    if (count == 0) {
        return tkg_gbench_refuse("%s: a product of no lists", benchmark->name);
    }
    for (size_t i = 0; i < count; i++) {
        axes[i].values = lists[i].values;
        axes[i].count = lists[i].count;
    }
    return add_product(benchmark, axes, count);
}

int tkg_benchmark_ranges(struct tkg_benchmark *benchmark, const int64_t (*ranges)[2], size_t count)
{
    struct axis axes[TKG_BENCHMARK_ARGUMENT_MAX] = {{NULL, 0}};
    int64_t *made[TKG_BENCHMARK_ARGUMENT_MAX] = {NULL};
    if (check_count(benchmark, count) != TKG_BENCHMARK_OK) {
        return TKG_BENCHMARK_USAGE;
    }
    if (count == 0) {
        return tkg_gbench_refuse("%s: no ranges", benchmark->name);
    }
    for (size_t i = 0; i < count; i++) {
        if (ranges[i][0] > ranges[i][1] || ranges[i][0] == INT64_MIN) {
            return tkg_gbench_refuse("%s: range %lld to %lld; first <= last, above INT64_MIN",
                                     benchmark->name, (long long)ranges[i][0],
                                     (long long)ranges[i][1]);
        }
    }
    for (size_t i = 0; i < count; i++) {
        made[i] = tkg_gbench_library_range(ranges[i][0], ranges[i][1],
                                           benchmark->options.range_multiplier, &axes[i].count);
        axes[i].values = made[i];
    }
    int result = add_product(benchmark, axes, count);
    for (size_t i = 0; i < count; i++) {
        free(made[i]);
    }
    return result;
}

int tkg_benchmark_range(struct tkg_benchmark *benchmark, int64_t first, int64_t last)
{
    const int64_t range[1][2] = {{first, last}};
    return tkg_benchmark_ranges(benchmark, range, 1);
}

int tkg_benchmark_dense_range(struct tkg_benchmark *benchmark, int64_t first, int64_t last,
                              int64_t step)
{
    if (benchmark == NULL) {
        return no_family();
    }
    if (first > last || step < 1 ||
        ((uint64_t)last - (uint64_t)first) / (uint64_t)step >= LISTS_MAX) {
        return tkg_gbench_refuse("%s: dense range %lld to %lld by %lld; first <= last, step >= 1, "
                                 "at most %d values",
                                 benchmark->name, (long long)first, (long long)last,
                                 (long long)step, LISTS_MAX);
    }
    for (int64_t value = first;; value += step) {
        if (tkg_benchmark_arg(benchmark, value) != TKG_BENCHMARK_OK) {
            return TKG_BENCHMARK_USAGE;
        }
        if (last - value < step) {
            return TKG_BENCHMARK_OK;
        }
    }
}

size_t tkg_benchmark_create_range(int64_t first, int64_t last, int multiplier, int64_t *values,
                                  size_t capacity)
{
    if (first > last || first == INT64_MIN || multiplier < 2) {
        (void)tkg_gbench_refuse("range %lld to %lld by %d; first <= last, above INT64_MIN, "
                                "multiplier >= 2",
                                (long long)first, (long long)last, multiplier);
        return 0;
    }
    size_t count = 0;
    int64_t *made = tkg_gbench_library_range(first, last, multiplier, &count);
    memcpy(values, made, (count < capacity ? count : capacity) * sizeof(*values));
    free(made);
    return count;
}

size_t tkg_benchmark_create_dense_range(int64_t first, int64_t last, int64_t step, int64_t *values,
                                        size_t capacity)
{
    uint64_t steps = step < 1 ? 0 : ((uint64_t)last - (uint64_t)first) / (uint64_t)step;
    if (first > last || step < 1 || steps >= LISTS_MAX) {
        (void)tkg_gbench_refuse("dense range %lld to %lld by %lld; first <= last, step >= 1, at "
                                "most %d values",
                                (long long)first, (long long)last, (long long)step, LISTS_MAX);
        return 0;
    }
    for (uint64_t i = 0; i <= steps && i < capacity; i++) {
        values[i] = (int64_t)((uint64_t)first + i * (uint64_t)step);
    }
    return (size_t)steps + 1;
}

int tkg_benchmark_range_multiplier(struct tkg_benchmark *benchmark, int multiplier)
{
    if (benchmark == NULL) {
        return no_family();
    }
    if (multiplier < 2) {
        return tkg_gbench_refuse("%s: range multiplier %d; at least 2", benchmark->name,
                                 multiplier);
    }
    benchmark->options.range_multiplier = multiplier;
    return TKG_BENCHMARK_OK;
}

int tkg_benchmark_threads(struct tkg_benchmark *benchmark, int count)
{
    if (benchmark == NULL) {
        return no_family();
    }
    if (count < 1 || count > THREADS_MAX) {
        return tkg_gbench_refuse("%s: %d threads; 1 to %d", benchmark->name, count, THREADS_MAX);
    }
    benchmark->thread_counts =
        tkg_gbench_grow(benchmark->thread_counts, benchmark->thread_count_count,
                        &benchmark->thread_count_capacity, sizeof(int));
    benchmark->thread_counts[benchmark->thread_count_count++] = count;
    return TKG_BENCHMARK_OK;
}

static int check_threads(const struct tkg_benchmark *benchmark, int first, int last, int step)
{
    if (benchmark == NULL) {
        return no_family();
    }
    if (first >= 1 && first <= last && last <= THREADS_MAX && step >= 1 && step <= THREADS_MAX) {
        return TKG_BENCHMARK_OK;
    }
    return tkg_gbench_refuse("%s: threads %d to %d by %d; 1 <= first <= last <= %d, "
                             "1 <= step <= %d",
                             benchmark->name, first, last, step, THREADS_MAX, THREADS_MAX);
}

int tkg_benchmark_thread_range(struct tkg_benchmark *benchmark, int first, int last)
{
    if (check_threads(benchmark, first, last, 1) != TKG_BENCHMARK_OK) {
        return TKG_BENCHMARK_USAGE;
    }
    size_t count = 0;
    int64_t *counts = tkg_gbench_library_range(first, last, 2, &count);
    for (size_t i = 0; i < count; i++) {
        (void)tkg_benchmark_threads(benchmark, (int)counts[i]); /* within the checked ends */
    }
    free(counts);
    return TKG_BENCHMARK_OK;
}

int tkg_benchmark_dense_thread_range(struct tkg_benchmark *benchmark, int first, int last, int step)
{
    if (check_threads(benchmark, first, last, step) != TKG_BENCHMARK_OK) {
        return TKG_BENCHMARK_USAGE;
    }
    for (int count = first; count < last; count += step) {
        (void)tkg_benchmark_threads(benchmark, count);
    }
    return tkg_benchmark_threads(benchmark, last); /* always among them, as in the library */
}

int tkg_benchmark_thread_per_cpu(struct tkg_benchmark *benchmark)
{
    return tkg_benchmark_threads(benchmark, tkg_gbench_library_cpu_count());
}

/* Two rows of one name could not be told apart. */
static bool statistic_is_built_in(const char *name)
{
    for (size_t i = 0; i < 4; i++) {
        if (strcmp(name, tkg_gbench_standard_statistics[i].name) == 0) {
            return true;
        }
    }
    return false;
}

int tkg_benchmark_compute_statistic(struct tkg_benchmark *benchmark, const char *name,
                                    tkg_benchmark_statistic statistic, void *user, bool percentage)
{
    if (benchmark == NULL) {
        return no_family();
    }
    if (!name_is_good(name) || statistic == NULL) {
        return tkg_gbench_refuse("%s: a statistic needs a name and a function", benchmark->name);
    }
    if (statistic_is_built_in(name)) {
        return tkg_gbench_refuse("%s: statistic %s is a built-in one; take another name",
                                 benchmark->name, name);
    }
    if (benchmark->statistic_count == TKG_BENCHMARK_STATISTIC_MAX) {
        return tkg_gbench_refuse("%s: statistic %s is one too many; the limit is %d",
                                 benchmark->name, name, TKG_BENCHMARK_STATISTIC_MAX);
    }
    struct tkg_gbench_statistic *added = &benchmark->statistics[benchmark->statistic_count++];
    added->name = tkg_gbench_pool_copy(&benchmark->pool, name);
    added->function = statistic;
    added->user = user;
    added->percentage = percentage;
    return TKG_BENCHMARK_OK;
}
