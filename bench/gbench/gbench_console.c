/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gbench_display.h"
#include "gbench_json_file.h"

/* ECMA-48 colours, as the library uses them. */
#define GREEN "\033[32m"
#define YELLOW "\033[33m"
#define BLUE "\033[34m"
#define CYAN "\033[36m"
#define RED "\033[31m"
#define PLAIN "\033[m"

enum { NAME_WIDTH_MIN = 10, HEADER_MAX = 4096 };

struct console {
    struct tkg_gbench_file file;
    char *path; /* NULL: standard output */
    bool colour;
    bool tabular;
    bool has_header;
    int name_width;
    char header[HEADER_MAX]; /* the counter columns that the last header named */
};

const char *tkg_benchmark_unit_text(enum tkg_benchmark_unit unit)
{
    switch (unit) {
    case TKG_BENCHMARK_US:
        return "us";
    case TKG_BENCHMARK_MS:
        return "ms";
    case TKG_BENCHMARK_S:
        return "s";
    default:
        return "ns";
    }
}

static const char *paint(const struct console *console, const char *colour)
{
    return console->colour ? colour : "";
}

static const char *on_or_off(enum tkg_benchmark_switch state)
{
    return state == TKG_BENCHMARK_ON ? "on" : state == TKG_BENCHMARK_OFF ? "off" : "unknown";
}

static void print_machine(const struct tkg_benchmark_context *context)
{
    (void)fprintf(stderr, "%s\nRunning %s\nRun on (%d X %g MHz CPU%s)\n", context->date,
                  context->executable, context->num_cpus, context->mhz_per_cpu,
                  context->num_cpus == 1 ? "" : "s");
    for (size_t i = 0; i < context->cache_count; i++) {
        const struct tkg_benchmark_cache *cache = &context->caches[i];
        (void)fprintf(stderr, "%s  L%d %s %lld KiB", i == 0 ? "CPU Caches:\n" : "", cache->level,
                      cache->type, (long long)(cache->size_bytes / 1024));
        if (cache->num_sharing > 0) {
            (void)fprintf(stderr, " (x%d)", context->num_cpus / cache->num_sharing);
        }
        (void)fputc('\n', stderr);
    }
    for (size_t i = 0; i < context->load_avg_count; i++) {
        (void)fprintf(stderr, "%s%.2f%s", i == 0 ? "Load Average: " : ", ", context->load_avg[i],
                      i + 1 == context->load_avg_count ? "\n" : "");
    }
}

static void print_notes(const struct tkg_benchmark_context *context)
{
    for (size_t i = 0; i < context->custom_count; i++) {
        (void)fprintf(stderr, "%s: %s\n", context->custom[i].key, context->custom[i].value);
    }
    (void)fprintf(stderr, "libbenchmark %s, %s build; frequency scaling %s, clock floor %g ns\n",
                  *context->library_version ? context->library_version : "(no version)",
                  context->library_build_type, on_or_off(context->cpu_scaling),
                  context->clock_floor_ns);
    if (context->cpu_scaling == TKG_BENCHMARK_ON) {
        (void)fputs("***WARNING*** CPU scaling is enabled: times vary with the frequency.\n",
                    stderr);
    }
    if (strcmp(context->library_build_type, "debug") == 0) {
        (void)fputs("note: libbenchmark was built with assertions (Debian does); that costs time "
                    "outside the loop only\n",
                    stderr);
    }
    if (strcmp(context->shim_build_type, "debug") == 0) {
        (void)fputs("***WARNING*** these benchmarks were built without NDEBUG: timings may be "
                    "affected; build with -O2 -DNDEBUG\n",
                    stderr);
    }
}

static bool begin(void *user, const struct tkg_benchmark_context *context)
{
    struct console *console = user;
    console->name_width =
        context->name_width_max > NAME_WIDTH_MIN ? (int)context->name_width_max : NAME_WIDTH_MIN;
    print_machine(context);
    print_notes(context);
    return tkg_gbench_file_open(&console->file, console->path);
}

/* 12345678 as 12.3457M: at least 1 and below 1000 (1024) before the letter. */
static void print_scaled(char *text, size_t bytes, double value, bool binary)
{
    static const char large[] = "kMGTPEZY";
    static const char small[] = "munpfazy";
    double step = binary ? 1024 : 1000;
    double size = fabs(value);
    int power = 0;
    while (isfinite(size) && size >= 1.1 * step && power < 8) {
        size /= step;
        power++;
    }
    while (size > 0 && size < 0.1 && power > -8) {
        size *= step;
        power--;
    }
    char letter[2] = "";
    if (power > 0) {
        letter[0] = large[power - 1];
    } else if (power < 0) {
        letter[0] = small[-power - 1];
    }
    (void)snprintf(text, bytes, "%.6g%s%s", copysign(size, value), letter,
                   binary && power != 0 ? "i" : "");
}

static void format_counter(char *text, size_t bytes, const struct tkg_benchmark_run *run,
                           const struct tkg_benchmark_counter *counter)
{
    char scaled[40];
    const char *unit = "";
    if (isnan(counter->value) || isinf(counter->value)) {
        (void)snprintf(text, bytes, "%s",
                       isnan(counter->value) ? "not-a-number"
                       : counter->value < 0  ? "minus-infinite"
                                             : "infinite");
        return;
    }
    if (run->aggregate_percentage) {
        (void)snprintf(text, bytes, "%.2f%%", 100 * counter->value);
        return;
    }
    if (counter->flags & TKG_COUNTER_RATE) {
        unit = counter->flags & TKG_COUNTER_INVERT ? "s" : "/s";
    }
    print_scaled(scaled, sizeof(scaled), counter->value, counter->flags & TKG_COUNTER_1024);
    (void)snprintf(text, bytes, "%s%s", scaled, unit);
}

/* The counter part of a header line: names in columns, or a word. */
static void counter_header(const struct console *console, const struct tkg_benchmark_run *run,
                           char *text, size_t bytes)
{
    size_t length = 0;
    text[0] = '\0';
    if (!console->tabular && run->counter_count > 0) {
        (void)snprintf(text, bytes, " UserCounters...");
    }
    for (size_t i = 0; console->tabular && i < run->counter_count && length < bytes; i++) {
        length += (size_t)snprintf(text + length, bytes - length, " %10s", run->counters[i].name);
    }
}

static void print_header(struct console *console, const struct tkg_benchmark_run *run)
{
    char counters[HEADER_MAX];
    counter_header(console, run, counters, sizeof(counters));
    bool same = strcmp(counters, console->header) == 0;
    if (console->has_header && (same || !console->tabular)) {
        return;
    }
    console->has_header = true;
    memcpy(console->header, counters, sizeof(counters));
    int width = console->name_width + 43 + (int)strlen(counters);
    char *line = malloc((size_t)width + 1);
    if (line != NULL) {
        memset(line, '-', (size_t)width);
        line[width] = '\0';
    }
    (void)fprintf(console->file.stream, "%s\n%-*s %13s %15s %12s%s\n%s\n", line ? line : "",
                  console->name_width, "Benchmark", "Time", "CPU", "Iterations", counters,
                  line ? line : "");
    free(line);
}

/* Ten columns, as many digits as fit. */
static void format_time(char *text, size_t bytes, double time)
{
    int decimals = time < 1 ? 3 : time < 10 ? 2 : time < 100 ? 1 : 0;
    if (!isfinite(time)) {
        (void)snprintf(text, bytes, "%10s", "-");
    } else if (time > 9999999999.0) {
        (void)snprintf(text, bytes, "%10.4e", time);
    } else {
        (void)snprintf(text, bytes, "%10.*f", decimals, time);
    }
}

static void print_times(struct console *console, const struct tkg_benchmark_run *run)
{
    char real[32];
    char cpu[32];
    const char *unit = tkg_benchmark_unit_text(run->time_unit);
    format_time(real, sizeof(real), run->real_time);
    format_time(cpu, sizeof(cpu), run->cpu_time);
    if (run->row == TKG_BENCHMARK_BIG_O) {
        (void)snprintf(real, sizeof(real), "%10.2f", run->real_time);
        (void)snprintf(cpu, sizeof(cpu), "%10.2f", run->cpu_time);
        unit = run->big_o_text;
    } else if (run->aggregate_percentage) {
        int decimals = run->row == TKG_BENCHMARK_RMS ? 0 : 2;
        (void)snprintf(real, sizeof(real), "%10.*f", decimals, 100 * run->real_time);
        (void)snprintf(cpu, sizeof(cpu), "%10.*f", decimals, 100 * run->cpu_time);
        unit = "%";
    }
    (void)fprintf(console->file.stream, "%s%s %-4s %s %-4s %s", paint(console, YELLOW), real, unit,
                  cpu, unit, paint(console, PLAIN));
}

static void print_counters(struct console *console, const struct tkg_benchmark_run *run)
{
    for (size_t i = 0; i < run->counter_count; i++) {
        char text[64];
        format_counter(text, sizeof(text), run, &run->counters[i]);
        if (console->tabular) {
            int width = (int)strlen(run->counters[i].name);
            (void)fprintf(console->file.stream, " %*s", width > 10 ? width : 10, text);
        } else {
            (void)fprintf(console->file.stream, " %s=%s", run->counters[i].name, text);
        }
    }
}

/* What the library does not have. */
static void print_extras(struct console *console, const struct tkg_benchmark_run *run)
{
    FILE *out = console->file.stream;
    const struct tkg_benchmark_percentiles *times = &run->percentiles;
    const struct tkg_benchmark_memory *memory = &run->memory;
    if (times->count > 0 && !run->aggregate_percentage) {
        (void)fprintf(out,
                      " p50=%.0fns p90=%.0fns p99=%.0fns p99.9=%.0fns max=%.0fns (floor %.0fns)",
                      times->p50_ns, times->p90_ns, times->p99_ns, times->p99_9_ns, times->max_ns,
                      times->clock_floor_ns);
    }
    if (memory->allocations >= 0) {
        (void)fprintf(out, " allocs/iter=%g heap_peak=%lldB", memory->allocations_per_iteration,
                      (long long)memory->max_bytes_used);
    }
    if (memory->resident_bytes_peak >= 0) {
        (void)fprintf(out, " rss_growth=%lldB", (long long)memory->resident_bytes_peak);
    }
    if (isfinite(run->precision_target) && run->row == TKG_BENCHMARK_AGGREGATE &&
        strcmp(run->aggregate_name, "median") == 0) {
        char known[32] = " not known yet";
        if (!isnan(run->precision)) {
            (void)snprintf(known, sizeof(known), "%.2f%%", 100 * run->precision);
        }
        (void)fprintf(out, " +-%s (asked: %.2f%%)", known, 100 * run->precision_target);
    }
    if (*run->label != '\0') {
        (void)fprintf(out, " %s", run->label);
    }
}

static void print_row(struct console *console, const struct tkg_benchmark_run *run)
{
    FILE *out = console->file.stream;
    bool fitted = run->row == TKG_BENCHMARK_BIG_O || run->row == TKG_BENCHMARK_RMS;
    (void)fprintf(out, "%s%-*s %s", paint(console, fitted ? BLUE : GREEN), console->name_width,
                  run->name, paint(console, PLAIN));
    if (run->outcome != TKG_BENCHMARK_MEASURED) {
        bool error = run->outcome == TKG_BENCHMARK_ERROR;
        (void)fprintf(out, "%s%s: '%s'%s\n", paint(console, error ? RED : CYAN),
                      error ? "ERROR OCCURRED" : "SKIPPED", run->message, paint(console, PLAIN));
        return;
    }
    print_times(console, run);
    if (!fitted) {
        (void)fprintf(out, "%s%10lld%s", paint(console, CYAN), (long long)run->iterations,
                      paint(console, PLAIN));
    }
    print_counters(console, run);
    print_extras(console, run);
    (void)fputs(run->dry_run ? " (dry run)\n" : "\n", out);
}

static void runs(void *user, const struct tkg_benchmark_run *rows, size_t run_count)
{
    struct console *console = user;
    for (size_t i = 0; i < run_count && console->file.stream != NULL; i++) {
        struct tkg_gbench_pool pool = {0};
        const struct tkg_benchmark_run shown = tkg_gbench_shown(&pool, &rows[i]);
        print_header(console, &shown);
        print_row(console, &shown);
        (void)fflush(console->file.stream);
        tkg_gbench_pool_release(&pool);
    }
}

static bool end(void *user, int exit_status)
{
    struct console *console = user;
    (void)exit_status;
    return console->file.stream == NULL || tkg_gbench_file_commit(&console->file);
}

bool tkg_gbench_console_create(const char *path, bool colour, bool tabular,
                               struct tkg_benchmark_reporter *reporter)
{
    struct console *console = calloc(1, sizeof(*console));
    char *copy = path == NULL ? NULL : strdup(path);
    if (console == NULL || (path != NULL && copy == NULL)) {
        free(console);
        free(copy);
        return false;
    }
    console->path = copy;
    console->colour = colour;
    console->tabular = tabular;
    *reporter = (struct tkg_benchmark_reporter){sizeof(*reporter), console, begin, runs, end};
    return true;
}

void tkg_gbench_console_destroy(struct tkg_benchmark_reporter *reporter)
{
    struct console *console = reporter->user;
    if (console != NULL) {
        tkg_gbench_file_discard(&console->file);
        free(console->path);
        free(console);
    }
    reporter->user = NULL;
}
