/* SPDX-License-Identifier: Apache-2.0
 *
 * tickgate engine: list the built-in engines, or check one against the ABI's promises.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/quantity.h"
#include "cli/command.h"
#include "cli/output.h"
#include "config/suite.h"
#include "engine/engine_handle.h"
#include "measure/trial.h"

enum { PATH_BYTES = 4096 };

/* Batch sizes that meet the edges: one tick, odd, a power of two, larger than a page of ticks. */
static const uint32_t checked_batches[] = {1, 7, 256, 4096};
static const uint64_t checked_ticks = 20000;

static enum tkg_status set_params(void *context, const char *value, struct tkg_error *err)
{
    struct tkg_trial_spec *spec = context;
    return tkg_string_copy(spec->parameters, sizeof(spec->parameters), value)
               ? TKG_OK
               : tkg_fail(err, TKG_USAGE, "longer than %zu bytes", sizeof(spec->parameters) - 1);
}

static enum tkg_status set_timeout(void *context, const char *value, struct tkg_error *err)
{
    struct tkg_trial_spec *spec = context;
    double time_ns;
    if (tkg_quantity_parse(value, TKG_DIMENSION_TIME, &time_ns, err) != TKG_OK) {
        return err->status;
    }
    if (time_ns < 1e6 || time_ns > 86400e9) {
        return tkg_fail(err, TKG_USAGE, "'%.40s' is outside 1 ms to 86400 s", value);
    }
    spec->timeout_ns = (int64_t)time_ns;
    return TKG_OK;
}

static void list_engines(void)
{
    for (const struct tkg_builtin_engine *row = tkg_engine_builtins(); row->name; row++) {
        (void)printf("%s\n", row->name);
    }
}

static void print_outcome(const struct tkg_trial_spec *spec,
                          const struct tkg_trial_outcome *outcome)
{
    const struct tkg_trial *trial = &outcome->trial;
    (void)printf("  batches of %-5" PRIu32 " digest 0x%016" PRIx64 "  processed %" PRIu64
                 "  rejected %" PRIu64 "  orders %" PRIu64 "  fills %" PRIu64 "\n",
                 spec->batch_tick_count, trial->digest, trial->processed_tick_count,
                 trial->rejected_tick_count, trial->order_count, trial->fill_count);
}

static enum tkg_status check_batch(const char *program, struct tkg_trial_spec *spec,
                                   uint64_t *digest, struct tkg_error *err)
{
    struct tkg_trial_outcome outcome;
    enum tkg_status status = tkg_trial_run(program, spec, &outcome, err);
    if (status != TKG_OK) {
        return status;
    }
    if (spec->batch_tick_count == checked_batches[0]) {
        *digest = outcome.trial.digest;
        (void)printf("%s %s: ABI version %u\n", outcome.engine_name, outcome.engine_version,
                     TKG_ENGINE_ABI_VERSION);
    }
    print_outcome(spec, &outcome);
    if (outcome.trial.digest != *digest) {
        status =
            tkg_fail(err, TKG_ENGINE_DIGEST,
                     "engine %s: the digest differs from process to process, or depends on how "
                     "ticks are cut into batches",
                     spec->engine);
    }
    tkg_trial_outcome_deinit(&outcome);
    return status;
}

static enum tkg_status check_engine(struct tkg_trial_spec *spec, struct tkg_error *err)
{
    char program[PATH_BYTES];
    uint64_t digest = 0;
    enum tkg_status status = tkg_program_path(program, sizeof(program), err);
    for (size_t i = 0; i < sizeof(checked_batches) / sizeof(checked_batches[0]); i++) {
        if (status == TKG_OK) {
            spec->batch_tick_count = checked_batches[i];
            status = check_batch(program, spec, &digest, err);
        }
    }
    if (status == TKG_OK) {
        (void)printf("ok: digest equal at every batch size, after reset, and in every process\n");
    }
    return status;
}

static enum tkg_status command_engine(const struct tkg_option_uses *uses, int *exit_code,
                                      struct tkg_error *err)
{
    struct tkg_suite suite;
    (void)exit_code;
    if (uses->positional_count == 0) {
        list_engines();
        return TKG_OK;
    }
    tkg_suite_init(&suite);
    struct tkg_trial_spec spec = {
        .struct_bytes = sizeof(spec),
        .pass = TKG_PASS_THROUGHPUT,
        .seed = suite.seed,
        .tick_count = checked_ticks,
        .timeout_ns = INT64_C(10000000000),
        .min_time_ns = 1,
        .cpu = -1,
    };
    (void)tkg_string_copy(spec.stream, sizeof(spec.stream), "synthetic:futures");
    if (!tkg_string_copy(spec.engine, sizeof(spec.engine), uses->positionals[0])) {
        return tkg_fail(err, TKG_USAGE, "engine name is longer than %zu bytes",
                        sizeof(spec.engine) - 1);
    }
    enum tkg_status status = tkg_engine_check_name(spec.engine, err);
    status = status == TKG_OK ? tkg_options_apply(uses, &spec, err) : status;
    return status == TKG_OK ? check_engine(&spec, err) : status;
}

static const struct tkg_option engine_options[] = {
    {"params", 0, "TEXT", TKG_COMPLETE_NOTHING, "parameters of the engine: key=value,key=value",
     set_params},
    {"timeout", 0, "TIME", TKG_COMPLETE_NOTHING,
     "give up on one check after this long; default 10 s", set_timeout},
    {"help", 'h', NULL, TKG_COMPLETE_NOTHING, "this text", NULL},
    {NULL, 0, NULL, TKG_COMPLETE_NOTHING, NULL, NULL},
};

const struct tkg_command tkg_command_engine = {
    .name = "engine",
    .summary = "list the built-in engines, or check one against the ABI's promises",
    .arguments = "[OPTIONS] [NAME]",
    .details = "Example:\n  tickgate engine ./mine.so\n",
    .options = engine_options,
    .positional_max = 1,
    .run = command_engine,
};
