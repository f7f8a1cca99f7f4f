/* SPDX-License-Identifier: Apache-2.0
 *
 * tickgate gen and tickgate convert: any tick stream into a tickgate tick file.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "cli/command.h"
#include "host/child.h"
#include "tick/synthetic.h"
#include "tick/tick_file.h"
#include "tick/tick_source.h"

/* Copied at a time: 512 KiB, a fraction of a second of any stream. */
enum { CHUNK_TICKS = 16384 };

struct gen_settings {
    const char *stream;
    uint64_t seed;
    uint64_t tick_count;
    uint64_t first_index;
    const char *output;
};

static enum tkg_status set_stream(void *context, const char *value, struct tkg_error *err)
{
    struct gen_settings *settings = context;
    (void)err;
    settings->stream = value;
    return TKG_OK;
}

static enum tkg_status set_seed(void *context, const char *value, struct tkg_error *err)
{
    struct gen_settings *settings = context;
    return tkg_u64_parse(value, &settings->seed)
               ? TKG_OK
               : tkg_fail(err, TKG_USAGE, "'%.40s' is not a whole number from 0 to 2^64-1", value);
}

static enum tkg_status set_count(void *context, const char *value, struct tkg_error *err)
{
    struct gen_settings *settings = context;
    return tkg_count_parse(value, &settings->tick_count)
               ? TKG_OK
               : tkg_fail(err, TKG_USAGE, "'%.40s' is not a count such as 10k or 1M", value);
}

static enum tkg_status set_first(void *context, const char *value, struct tkg_error *err)
{
    struct gen_settings *settings = context;
    return tkg_u64_parse(value, &settings->first_index)
               ? TKG_OK
               : tkg_fail(err, TKG_USAGE, "'%.40s' is not a whole number", value);
}

static enum tkg_status set_output(void *context, const char *value, struct tkg_error *err)
{
    struct gen_settings *settings = context;
    (void)err;
    settings->output = value;
    return TKG_OK;
}

static enum tkg_status copy_ticks(struct tkg_tick_source *source, struct tkg_tick_writer *writer,
                                  uint64_t first, uint64_t count, struct tkg_error *err)
{
    struct tkg_tick *chunk = malloc(CHUNK_TICKS * sizeof(*chunk));
    enum tkg_status status =
        chunk ? TKG_OK : tkg_fail(err, TKG_NO_MEMORY, "out of memory for a chunk of ticks");
    for (uint64_t done = 0; done < count && status == TKG_OK;) {
        size_t part = count - done < CHUNK_TICKS ? (size_t)(count - done) : CHUNK_TICKS;
        tkg_tick_source_read(source, first + done, chunk, part);
        status = tkg_tick_writer_append(writer, chunk, part, err);
        done += part;
        if (status == TKG_OK && tkg_interrupt_requested()) {
            status = tkg_fail(err, TKG_INTERRUPTED, "interrupted; nothing was written");
        }
    }
    free(chunk);
    return status;
}

/* Ticks [first, first + count) of an open stream into a new file; the file appears whole or not at
 * all. */
static enum tkg_status write_stream(struct tkg_tick_source *source, uint64_t first, uint64_t count,
                                    const char *path, struct tkg_error *err)
{
    struct tkg_tick_writer *writer = NULL;
    uint32_t instrument_count = 0;
    const struct tkg_instrument *instruments =
        tkg_tick_source_instruments(source, &instrument_count);
    tkg_interrupt_install();
    enum tkg_status status =
        tkg_tick_writer_open(&writer, path, instruments, instrument_count, err);
    if (status != TKG_OK) {
        return status;
    }
    status = copy_ticks(source, writer, first, count, err);
    if (status != TKG_OK) {
        tkg_tick_writer_abandon(writer);
        return status;
    }
    status = tkg_tick_writer_finish(writer, err);
    if (status == TKG_OK) {
        (void)printf("%s: %" PRIu64 " ticks, %" PRIu32 " instrument%s\n", path, count,
                     instrument_count, instrument_count == 1 ? "" : "s");
    }
    return status;
}

static enum tkg_status check_range(const struct gen_settings *settings, uint64_t available,
                                   struct tkg_error *err)
{
    uint64_t limit = available < TKG_SYNTHETIC_TICK_MAX ? available : TKG_SYNTHETIC_TICK_MAX;
    if (settings->first_index >= limit || settings->tick_count > limit - settings->first_index) {
        return tkg_fail(err, TKG_USAGE,
                        "ticks %" PRIu64 " to %" PRIu64 " lie beyond the stream's %" PRIu64,
                        settings->first_index, settings->first_index + settings->tick_count, limit);
    }
    return TKG_OK;
}

static enum tkg_status command_gen(const struct tkg_option_uses *uses, int *exit_code,
                                   struct tkg_error *err)
{
    struct gen_settings settings = {
        .stream = "synthetic:futures", .seed = 42, .tick_count = 1000000};
    struct tkg_tick_source *source = NULL;
    (void)exit_code;
    enum tkg_status status = tkg_options_apply(uses, &settings, err);
    if (status == TKG_OK && !settings.output) {
        status = tkg_fail(err, TKG_USAGE, "no output file; usage: tickgate gen -o FILE.tkt");
    }
    if (status == TKG_OK) {
        status = tkg_tick_source_open(&source, settings.stream, settings.seed, err);
    }
    if (status == TKG_OK) {
        status = check_range(&settings, tkg_tick_source_count(source), err);
    }
    if (status == TKG_OK) {
        status =
            write_stream(source, settings.first_index, settings.tick_count, settings.output, err);
    }
    tkg_tick_source_close(source);
    return status;
}

static enum tkg_status command_convert(const struct tkg_option_uses *uses, int *exit_code,
                                       struct tkg_error *err)
{
    struct tkg_tick_source *source = NULL;
    (void)exit_code;
    enum tkg_status status = tkg_tick_source_open(&source, uses->positionals[0], 0, err);
    if (status == TKG_OK && tkg_tick_source_count(source) == UINT64_MAX) {
        status = tkg_fail(err, TKG_USAGE, "%s has no end; use tickgate gen", uses->positionals[0]);
    }
    if (status == TKG_OK) {
        status = write_stream(source, 0, tkg_tick_source_count(source), uses->positionals[1], err);
    }
    tkg_tick_source_close(source);
    return status;
}

static const struct tkg_option gen_options[] = {
    {"stream", 0, "NAME", TKG_COMPLETE_NOTHING,
     "synthetic:futures, fx, randomwalk (these also +faults), depth or orders", set_stream},
    {"seed", 0, "N", TKG_COMPLETE_NOTHING, "seed of the stream, default 42", set_seed},
    {"count", 0, "N", TKG_COMPLETE_NOTHING, "how many ticks, default 1M", set_count},
    {"first", 0, "INDEX", TKG_COMPLETE_NOTHING, "index of the first tick, default 0", set_first},
    {"output", 'o', "FILE", TKG_COMPLETE_FILE, "the tick file to write", set_output},
    {"help", 'h', NULL, TKG_COMPLETE_NOTHING, "this text", NULL},
    {NULL, 0, NULL, TKG_COMPLETE_NOTHING, NULL, NULL},
};

static const struct tkg_option convert_options[] = {
    {"help", 'h', NULL, TKG_COMPLETE_NOTHING, "this text", NULL},
    {NULL, 0, NULL, TKG_COMPLETE_NOTHING, NULL, NULL},
};

const struct tkg_command tkg_command_gen = {
    .name = "gen",
    .summary = "write a synthetic tick stream to a tick file",
    .arguments = "[OPTIONS] -o FILE.tkt",
    .details =
        "Books of depth and orders begin empty: with --first, some messages concern orders or\n"
        "levels that are not in the file.\n\n"
        "Example:\n  tickgate gen --count 10M --seed 7 -o ticks.tkt\n",
    .options = gen_options,
    .run = command_gen,
};

const struct tkg_command tkg_command_convert = {
    .name = "convert",
    .summary = "convert a tick file (HistData .csv) to tickgate's own form",
    .arguments = "INPUT.csv OUTPUT.tkt",
    .details = "Example:\n  tickgate convert DAT_ASCII_EURUSD_T_202001.csv eurusd.tkt\n",
    .options = convert_options,
    .positional_min = 2,
    .positional_max = 2,
    .run = command_convert,
};
