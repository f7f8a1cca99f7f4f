/* SPDX-License-Identifier: Apache-2.0 */
#include "gbench_reporters.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "gbench_display.h"
#include "gbench_text.h"

enum { REPORTER_MAX = 16 };

enum sink_kind { SINK_DISPLAY, SINK_FILE, SINK_OTHER };

struct sink {
    struct tkg_benchmark_reporter reporter;
    enum sink_kind kind;
    void (*destroy)(struct tkg_benchmark_reporter *reporter); /* NULL: the user's */
    bool has_begun;
};

static struct sink sinks[REPORTER_MAX];
static size_t sink_count;
static struct tkg_benchmark_reporter added[REPORTER_MAX - 2];
static size_t added_count;
static struct tkg_benchmark_reporter replaced_display;
static bool display_is_replaced;

static bool take_table(struct tkg_benchmark_reporter *table,
                       const struct tkg_benchmark_reporter *from)
{
    if (from == NULL || from->struct_bytes < sizeof(from->struct_bytes)) {
        (void)tkg_gbench_refuse("set struct_bytes of the reporter to "
                                "sizeof(struct tkg_benchmark_reporter)");
        return false;
    }
    memset(table, 0, sizeof(*table));
    memcpy(table, from, from->struct_bytes < sizeof(*table) ? from->struct_bytes : sizeof(*table));
    return true;
}

int tkg_benchmark_add_reporter(const struct tkg_benchmark_reporter *reporter)
{
    if (added_count == REPORTER_MAX - 2) {
        return tkg_gbench_refuse("more than %d reporters", REPORTER_MAX - 2);
    }
    if (!take_table(&added[added_count], reporter)) {
        return TKG_BENCHMARK_USAGE;
    }
    added_count++;
    return TKG_BENCHMARK_OK;
}

int tkg_benchmark_set_display_reporter(const struct tkg_benchmark_reporter *reporter)
{
    display_is_replaced = false;
    if (reporter != NULL && !take_table(&replaced_display, reporter)) {
        return TKG_BENCHMARK_USAGE;
    }
    display_is_replaced = reporter != NULL;
    return TKG_BENCHMARK_OK;
}

static bool wants_colour(const struct tkg_gbench_flags *flags)
{
    if (strcmp(flags->color, "auto") != 0) {
        return tkg_gbench_word_is_true(flags->color);
    }
    const char *terminal = getenv("TERM");
    return isatty(STDOUT_FILENO) && terminal != NULL && strcmp(terminal, "dumb") != 0;
}

/* Makes a built-in reporter; path NULL is standard output. */
static bool create(struct sink *sink, enum tkg_gbench_format format, const char *path,
                   const struct tkg_gbench_flags *flags)
{
    switch (format) {
    case TKG_GBENCH_JSON:
        sink->destroy = tkg_benchmark_json_destroy;
        return tkg_benchmark_json_create(flags->json_profile, path, &sink->reporter);
    case TKG_GBENCH_CSV:
        sink->destroy = tkg_gbench_csv_destroy;
        return tkg_gbench_csv_create(path, &sink->reporter);
    case TKG_GBENCH_CONSOLE:
        break;
    }
    sink->destroy = tkg_gbench_console_destroy;
    return tkg_gbench_console_create(path, path == NULL && wants_colour(flags),
                                     flags->counters_tabular, &sink->reporter);
}

void tkg_gbench_reporters_open(const struct tkg_gbench_flags *flags)
{
    memset(sinks, 0, sizeof(sinks));
    sink_count = 0;
    sinks[0].kind = SINK_DISPLAY;
    sinks[0].reporter = replaced_display;
    if (!display_is_replaced && !create(&sinks[0], flags->format, NULL, flags)) {
        tkg_gbench_out_of_memory();
    }
    sink_count = 1;
    if (*flags->out != '\0') {
        struct sink *file = &sinks[sink_count++];
        file->kind = SINK_FILE;
        if (!create(file, flags->out_format, flags->out, flags)) {
            tkg_gbench_out_of_memory();
        }
    }
    for (size_t i = 0; i < added_count; i++) {
        struct sink *sink = &sinks[sink_count++];
        sink->kind = SINK_OTHER;
        sink->reporter = added[i];
    }
}

/* Built-in reporters write points; one of the user's finds the locale that the program chose. */
static locale_t enter(const struct sink *sink)
{
    return sink->destroy != NULL ? tkg_gbench_points_on() : uselocale((locale_t)0);
}

static bool begin_one(struct sink *sink, const struct tkg_benchmark_context *context)
{
    const locale_t before = enter(sink);
    sink->has_begun = true;
    const bool begun =
        sink->reporter.begin == NULL || sink->reporter.begin(sink->reporter.user, context);
    tkg_gbench_points_off(before);
    return begun;
}

bool tkg_gbench_reporters_begin(const struct tkg_benchmark_context *context, int *status)
{
    bool all = true;
    for (size_t i = 0; i < sink_count; i++) {
        struct sink *sink = &sinks[i];
        if (!begin_one(sink, context)) {
            all = false;
            *status = sink->destroy != NULL ? TKG_BENCHMARK_USAGE : TKG_BENCHMARK_FAILED;
        }
    }
    return all;
}

static bool leaves_repetitions_out(enum sink_kind kind, const struct tkg_benchmark *family)
{
    const struct tkg_gbench_flags *flags = tkg_gbench_current_flags();
    bool only = flags->report_aggregates_only;
    bool display = flags->display_aggregates_only;
    if (family != NULL && family->options.aggregates != TKG_BENCHMARK_AGGREGATES_DEFAULT) {
        only = family->options.aggregates == TKG_BENCHMARK_AGGREGATES_ONLY;
        display = family->options.aggregates == TKG_BENCHMARK_AGGREGATES_DISPLAY;
    }
    return kind != SINK_OTHER && (only || (display && kind == SINK_DISPLAY));
}

void tkg_gbench_reporters_runs(const struct tkg_benchmark *family,
                               const struct tkg_benchmark_run *rows, size_t count)
{
    size_t repetition_count = 0;
    while (repetition_count < count && rows[repetition_count].row == TKG_BENCHMARK_ITERATION) {
        repetition_count++;
    }
    for (size_t i = 0; i < sink_count; i++) {
        const struct tkg_benchmark_reporter *reporter = &sinks[i].reporter;
        bool has_aggregates = repetition_count < count;
        size_t left_out =
            has_aggregates && leaves_repetitions_out(sinks[i].kind, family) ? repetition_count : 0;
        if (reporter->runs != NULL) {
            const locale_t before = enter(&sinks[i]);
            reporter->runs(reporter->user, rows + left_out, count - left_out);
            tkg_gbench_points_off(before);
        }
    }
}

int tkg_gbench_reporters_end(int status)
{
    int result = status;
    for (size_t i = 0; i < sink_count; i++) {
        struct sink *sink = &sinks[i];
        const locale_t before = enter(sink);
        if (sink->has_begun && sink->reporter.end != NULL &&
            !sink->reporter.end(sink->reporter.user, status)) {
            result = result == TKG_BENCHMARK_OK ? TKG_BENCHMARK_USAGE : result;
        }
        tkg_gbench_points_off(before);
        if (sink->destroy != NULL) {
            sink->destroy(&sink->reporter);
        }
    }
    sink_count = 0;
    return result;
}
