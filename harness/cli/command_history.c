/* SPDX-License-Identifier: Apache-2.0
 *
 * tickgate history: what was measured before, and where it changed. Informs, never blocks.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "cli/command.h"
#include "cli/history_options.h"
#include "cli/history_trend.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "host/file.h"
#include "report/history_export.h"
#include "report/history_text.h"
#include "report/iso_time.h"
#include "store/history_upkeep.h"

struct history_settings {
    struct tkg_history_choice choice;
    struct tkg_history_question question;
    struct tkg_history_page page;
    const char *format;
    const char *output;
    const char *plot_folder;
    const char *before;
    struct tkg_history *history;
};

/* words[0] is the action. */
typedef enum tkg_status (*history_action)(struct history_settings *settings,
                                          const char *const *words, struct tkg_text *out,
                                          struct tkg_error *err);

#define TEXT_SETTER(name, member)                                                                  \
    static enum tkg_status name(void *context, const char *value, struct tkg_error *err)           \
    {                                                                                              \
        (void)err;                                                                                 \
        ((struct history_settings *)context)->member = value;                                      \
        return TKG_OK;                                                                             \
    }
TEXT_SETTER(set_history, choice.path)
TEXT_SETTER(set_engine, question.engine)
TEXT_SETTER(set_output, output)
TEXT_SETTER(set_plots, plot_folder)
TEXT_SETTER(set_before, before)
#undef TEXT_SETTER

static enum tkg_status set_branch(void *context, const char *value, struct tkg_error *err)
{
    struct history_settings *settings = context;
    (void)err;
    settings->question.branch = value;
    settings->page.branch = value;
    return TKG_OK;
}

static enum tkg_status set_absolute(void *context, const char *value, struct tkg_error *err)
{
    (void)value;
    (void)err;
    ((struct history_settings *)context)->question.is_absolute = true;
    return TKG_OK;
}

static enum tkg_status set_last(void *context, const char *value, struct tkg_error *err)
{
    uint64_t count;
    if (!tkg_u64_parse(value, &count) || count < 1 || count > 1000000) {
        return tkg_fail(err, TKG_USAGE, "'%.40s' is not a whole number from 1 to 1000000", value);
    }
    ((struct history_settings *)context)->page.newest = (size_t)count;
    return TKG_OK;
}

static enum tkg_status set_format(void *context, const char *value, struct tkg_error *err)
{
    ((struct history_settings *)context)->format = value;
    return strcmp(value, "csv") == 0 || strcmp(value, "json") == 0
               ? TKG_OK
               : tkg_fail(err, TKG_USAGE, "no format '%.40s'; known: csv json", value);
}

static enum tkg_status act_list(struct history_settings *settings, const char *const *words,
                                struct tkg_text *out, struct tkg_error *err)
{
    (void)words;
    return tkg_history_text_list(settings->history, &settings->page, out, err);
}

static enum tkg_status act_show(struct history_settings *settings, const char *const *words,
                                struct tkg_text *out, struct tkg_error *err)
{
    uint64_t run_id;
    if (!tkg_u64_parse(words[1], &run_id) || run_id > INT64_MAX) {
        return tkg_fail(err, TKG_USAGE, "'%.40s' is not the number of a run", words[1]);
    }
    return tkg_history_text_run(settings->history, (int64_t)run_id, settings->page.utf8, out, err);
}

static enum tkg_status act_trend(struct history_settings *settings, const char *const *words,
                                 struct tkg_text *out, struct tkg_error *err)
{
    settings->question.metric = words[1];
    settings->question.case_name = words[2];
    const struct tkg_history_view view = {&settings->question, &settings->page,
                                          settings->plot_folder};
    return tkg_history_trend_show(settings->history, &view, out, err);
}

static enum tkg_status act_changes(struct history_settings *settings, const char *const *words,
                                   struct tkg_text *out, struct tkg_error *err)
{
    (void)words;
    const struct tkg_history_view view = {&settings->question, &settings->page, NULL};
    return tkg_history_changes_show(settings->history, &view, out, err);
}

static enum tkg_status act_export(struct history_settings *settings, const char *const *words,
                                  struct tkg_text *out, struct tkg_error *err)
{
    (void)words;
    return strcmp(settings->format, "json") == 0
               ? tkg_history_write_json(settings->history, out, err)
               : tkg_history_write_csv(settings->history, out, err);
}

/* A day in UTC, "2026-03-04". */
static enum tkg_status parse_day(const char *day, int64_t *unix_ns, struct tkg_error *err)
{
    char time[TKG_ISO_TIME_BYTES];
    (void)snprintf(time, sizeof time, "%.12sT00:00:00.000000000Z", day);
    return tkg_iso_time_parse(time, unix_ns)
               ? TKG_OK
               : tkg_fail(err, TKG_USAGE, "--before: '%.40s' is no day like 2026-03-04", day);
}

static enum tkg_status act_prune(struct history_settings *settings, const char *const *words,
                                 struct tkg_text *out, struct tkg_error *err)
{
    int64_t before_unix_ns = 0;
    size_t removed = 0;
    (void)words;
    if (!settings->before) {
        return tkg_fail(err, TKG_USAGE,
                        "history prune removes runs for good: say which with --before 2026-03-04");
    }
    enum tkg_status status = parse_day(settings->before, &before_unix_ns, err);
    if (status == TKG_OK) {
        status = tkg_history_prune(settings->history, before_unix_ns, &removed, err);
    }
    if (status == TKG_OK) {
        tkg_text_addf(out, "%zu run%s removed\n", removed, removed == 1 ? "" : "s");
    }
    return status;
}

static enum tkg_status act_check(struct history_settings *settings, const char *const *words,
                                 struct tkg_text *out, struct tkg_error *err)
{
    (void)words;
    enum tkg_status status = tkg_history_check(settings->history, err);
    if (status == TKG_OK) {
        tkg_text_add(out, "ok\n");
    }
    return status;
}

static const struct {
    const char *name;
    size_t word_count; /* the name included */
    const char *usage;
    history_action act;
    bool writes;
} actions[] = {
    {"list", 1, "list", act_list, false},
    {"show", 2, "show RUN", act_show, false},
    {"trend", 3, "trend METRIC CASE", act_trend, false},
    {"changes", 1, "changes", act_changes, false},
    {"export", 1, "export", act_export, false},
    {"prune", 1, "prune --before DAY", act_prune, true},
    {"check", 1, "check", act_check, false},
};

static enum tkg_status find_action(const struct tkg_option_uses *uses, history_action *act,
                                   bool *writes, struct tkg_error *err)
{
    for (size_t i = 0; i < sizeof actions / sizeof actions[0]; i++) {
        if (strcmp(uses->positionals[0], actions[i].name) == 0) {
            *act = actions[i].act;
            *writes = actions[i].writes;
            return uses->positional_count == actions[i].word_count
                       ? TKG_OK
                       : tkg_fail(err, TKG_USAGE, "usage: tickgate history %s", actions[i].usage);
        }
    }
    return tkg_fail(err, TKG_USAGE,
                    "history does not know '%.40s'; known: list show trend changes export prune "
                    "check",
                    uses->positionals[0]);
}

static enum tkg_status open_history(struct history_settings *settings, bool writes,
                                    struct tkg_error *err)
{
    tkg_history_choice_resolve(&settings->choice);
    const char *path = settings->choice.path;
    if (!path) {
        return tkg_fail(err, TKG_USAGE, "which history? give --history FILE or TICKGATE_HISTORY");
    }
    return writes ? tkg_history_open_existing(path, &settings->history, err)
                  : tkg_history_open_reading(path, &settings->history, err);
}

static enum tkg_status write_out(const struct tkg_text *out, const char *path,
                                 struct tkg_error *err)
{
    return tkg_text_failed(out) ? tkg_fail(err, TKG_NO_MEMORY, "no memory for the answer")
                                : tkg_file_write(path, tkg_text_borrow(out), out->length, err);
}

static enum tkg_status command_history(const struct tkg_option_uses *uses, int *exit_code,
                                       struct tkg_error *err)
{
    struct history_settings settings = {
        .page = {.newest = 30, .utf8 = tkg_terminal_has_utf8()},
        .format = "csv",
        .output = "-",
    };
    struct tkg_text out = {0};
    history_action act = NULL;
    bool writes = false;
    (void)exit_code; /* a history informs, it never blocks */
    enum tkg_status status = tkg_options_apply(uses, &settings, err);
    status = status == TKG_OK ? find_action(uses, &act, &writes, err) : status;
    status = status == TKG_OK ? open_history(&settings, writes, err) : status;
    status = status == TKG_OK ? act(&settings, uses->positionals, &out, err) : status;
    status = status == TKG_OK ? write_out(&out, settings.output, err) : status;
    tkg_history_close(settings.history);
    tkg_text_deinit(&out);
    return status;
}

#define NOTHING TKG_COMPLETE_NOTHING

static const struct tkg_option history_options[] = {
    {"history", 0, "FILE", TKG_COMPLETE_FILE, "the history; default: TICKGATE_HISTORY",
     set_history},
    {"branch", 0, "NAME", NOTHING, "only runs of this branch", set_branch},
    {"engine", 0, "NAME", NOTHING, "trend, changes: only runs of this engine", set_engine},
    {"last", 0, "N", NOTHING, "list, trend: show the newest N runs, default 30", set_last},
    {"absolute", 0, NULL, NOTHING, "trend, changes: plain values, not ratios to the ruler",
     set_absolute},
    {"plots", 0, "DIR", TKG_COMPLETE_FOLDER, "trend: draw trend.png, .svg and heat.png, .svg there",
     set_plots},
    {"before", 0, "DAY", NOTHING, "prune: remove runs that began before this day, UTC", set_before},
    {"format", 0, "NAME", NOTHING, "export: csv or json, default csv", set_format},
    {"output", 'o', "FILE", TKG_COMPLETE_FILE, "write there instead of to standard output",
     set_output},
    {"help", 'h', NULL, NOTHING, "this text", NULL},
    {NULL, 0, NULL, NOTHING, NULL, NULL},
};

const struct tkg_command tkg_command_history = {
    .name = "history",
    .summary = "what was measured before, and where it changed",
    .arguments = "[OPTIONS] list|show|trend|changes|export|prune|check [...]",
    .details = "Runs, comparisons and gates get there by --history FILE of tickgate run, compare\n"
               "and gate. Only runs of one machine, one engine and the same work are compared.\n"
               "Examples:\n"
               "  tickgate history list --history h.db\n"
               "  tickgate history show 12 --history h.db\n"
               "  tickgate history trend throughput replay/1M --history h.db --plots out/trend\n"
               "  tickgate history changes --history h.db\n"
               "  tickgate history export --format json -o all.json --history h.db\n"
               "  tickgate history prune --before 2026-01-01 --history h.db\n",
    .options = history_options,
    .positional_min = 1,
    .positional_max = 3,
    .run = command_history,
};
