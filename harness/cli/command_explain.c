/* SPDX-License-Identifier: Apache-2.0
 *
 * tickgate explain: which function made the head slower?
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/quantity.h"
#include "base/text.h"
#include "cli/command.h"
#include "cli/compare_sides.h"
#include "cli/explain_run.h"
#include "cli/option_value.h"
#include "cli/output.h"
#include "cli/profile_options.h"
#include "host/child.h"
#include "host/file.h"
#include "sample/comparison_record.h"

enum { PATH_BYTES = 4096 };

struct explain {
    struct tkg_profile_options options; /* first: the setters of that struct are used */
    struct tkg_explanation_record record;
    struct tkg_explain_means means;
    char program_path[PATH_BYTES];
};

static enum tkg_status set_seed(void *context, const char *value, struct tkg_error *err)
{
    struct explain *explain = context;
    return tkg_option_take_seed(value, &explain->options.replay.stream_seed, err);
}

static enum tkg_status set_seconds(void *context, const char *value, struct tkg_error *err)
{
    double seconds = 0;
    struct explain *explain = context;
    enum tkg_status status = tkg_quantity_parse(value, TKG_DIMENSION_PLAIN, &seconds, err);
    if (status == TKG_OK && !(seconds >= 0 && seconds <= 20)) {
        status = tkg_fail(err, TKG_USAGE, "'%.40s' is not from 0 to 20", value);
    }
    explain->means.sample_ns = status == TKG_OK ? (int64_t)(seconds * 1e9) : 0;
    return status;
}

static enum tkg_status set_misses(void *context, const char *value, struct tkg_error *err)
{
    (void)value;
    (void)err;
    ((struct explain *)context)->options.replay.with_misses = 1;
    return TKG_OK;
}

static enum tkg_status set_no_counts(void *context, const char *value, struct tkg_error *err)
{
    (void)value;
    (void)err;
    ((struct explain *)context)->means.without_counts = true;
    return TKG_OK;
}

/* A side may be many layouts of one source: any one of them tells. */
static enum tkg_status read_side(const char *text, char *name, char *path, struct tkg_error *err)
{
    struct tkg_comparison_record record;
    const char *ending = strrchr(text, '.');
    if (ending && strcmp(ending, ".json") == 0) {
        return tkg_fail(err, TKG_USAGE,
                        "'%.300s' is a receipt or a result, and no engine: give the two engines "
                        "that it compared",
                        text);
    }
    tkg_comparison_record_init(&record);
    enum tkg_status status = tkg_compare_side_read(&record.base, text, err);
    if (status == TKG_OK) {
        memcpy(name, record.base.name, TKG_RECORD_TEXT_BYTES);
        memcpy(path, record.base.paths[0], TKG_RECORD_TEXT_BYTES);
    }
    tkg_comparison_record_deinit(&record);
    return status;
}

static enum tkg_status profile(struct explain *explain, const char *const *sides,
                               struct tkg_error *err)
{
    char base[TKG_RECORD_TEXT_BYTES], head[TKG_RECORD_TEXT_BYTES];
    struct tkg_explanation_record *record = &explain->record;
    enum tkg_status status = read_side(sides[0], record->base_name, base, err);
    status = status == TKG_OK ? read_side(sides[1], record->head_name, head, err) : status;
    if (status == TKG_OK) {
        status = tkg_program_path(explain->program_path, sizeof explain->program_path, err);
    }
    explain->means.program_path = explain->program_path;
    explain->means.replay = explain->options.replay;
    memcpy(record->stream, explain->means.replay.stream, sizeof record->stream);
    tkg_interrupt_install();
    return status == TKG_OK ? tkg_explain_run(&explain->means, base, head, record, err) : status;
}

static enum tkg_status tell(const struct explain *explain, struct tkg_error *err)
{
    struct tkg_text text;
    tkg_text_init(&text);
    enum tkg_status status = explain->options.is_json
                                 ? tkg_explanation_write_json(&explain->record, &text, err)
                                 : tkg_explanation_write_human(&explain->record, &text, err);
    if (status == TKG_OK) {
        status = tkg_file_write(explain->options.output, tkg_text_borrow(&text), text.length, err);
    }
    tkg_text_deinit(&text);
    return status;
}

static enum tkg_status command_explain(const struct tkg_option_uses *uses, int *exit_code,
                                       struct tkg_error *err)
{
    struct explain *explain = calloc(1, sizeof *explain);
    if (!explain) {
        return tkg_fail(err, TKG_NO_MEMORY, "out of memory");
    }
    *exit_code = 0;
    tkg_profile_options_init(&explain->options);
    explain->means.sample_ns = INT64_C(2000000000);
    enum tkg_status status = tkg_options_apply(uses, explain, err);
    status = status == TKG_OK ? profile(explain, uses->positionals, err) : status;
    status = status == TKG_OK ? tell(explain, err) : status;
    tkg_function_table_deinit(&explain->record.base);
    tkg_function_table_deinit(&explain->record.head);
    free(explain);
    return status;
}

#define NOTHING TKG_COMPLETE_NOTHING

static const struct tkg_option options[] = {
    {"params", 0, "TEXT", NOTHING, "parameters handed to both engines", tkg_profile_set_params},
    {"stream", 0, "STREAM", TKG_COMPLETE_FILE,
     "synthetic:PRESET or a tick file (default synthetic:futures)", tkg_profile_set_stream},
    {"seed", 0, "N", NOTHING, "seed of the stream (default 42)", set_seed},
    {"ticks", 0, "N", NOTHING, "ticks of a replay (default 100 K)", tkg_profile_set_ticks},
    {"seconds", 0, "N", NOTHING, "seconds of sampling for each side (default 2; 0: no times)",
     set_seconds},
    {"misses", 0, NULL, NOTHING, "count the misses of a simulated cache as well", set_misses},
    {"no-counts", 0, NULL, NOTHING, "do not count instructions, only take times", set_no_counts},
    {"timeout", 0, "TIME", NOTHING, "give up on one replay after this long (default 300 s)",
     tkg_profile_set_timeout},
    {"format", 0, "FORMAT", NOTHING, "human (default) or json", tkg_profile_set_format},
    {"output", 'o', "FILE", TKG_COMPLETE_FILE, "write there instead of to standard output",
     tkg_profile_set_output},
    {"help", 'h', NULL, NOTHING, "this text", NULL},
    {NULL, 0, NULL, NOTHING, NULL, NULL},
};

const struct tkg_command tkg_command_explain = {
    .name = "explain",
    .summary = "name the function that made one engine slower than another",
    .arguments = "[OPTIONS] BASE HEAD",
    .details =
        "BASE and HEAD are engines as of tickgate compare: a shared object, several with commas\n"
        "between them, or a folder; the first one is looked at. Both replay the same ticks, once\n"
        "under valgrind, which counts every function's instructions exactly, and again and again\n"
        "while their stacks are looked at a thousand times a second. What grew is listed; * marks\n"
        "what grew beyond doubt. Symbols are needed (do not strip); with -g the places have "
        "lines.\n"
        "\n"
        "  tickgate explain base/libengine.so head/libengine.so\n",
    .options = options,
    .positional_min = 2,
    .positional_max = 2,
    .run = command_explain,
};
