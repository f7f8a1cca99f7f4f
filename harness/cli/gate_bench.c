/* SPDX-License-Identifier: Apache-2.0 */
/* One case before it is measured: are both sides there, are they two, do they run, do they do the
 * same? */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/check.h"
#include "cli/compare_sides.h"
#include "cli/gate_collect.h"
#include "host/file.h"
#include "measure/launch_plan.h"
#include "measure/trial.h"

enum {
    CHECK_TICKS = 10000, /* 50 us to 1 ms */
    CHECK_BATCH_TICKS = 1000,
};

/* The check of an engine, starting and loading included, takes milliseconds; these are for very
 * busy machines. In between, an engine may take as long as one of its rows. */
static const int64_t check_timeout_ns_min = INT64_C(3000000000);
static const int64_t check_timeout_ns_max = INT64_C(60000000000);

static void close_failed_build(struct tkg_gate_row *row, enum tkg_gate_side side, const char *log)
{
    char text[TKG_ERROR_TEXT_BYTES];
    (void)snprintf(text, sizeof text, "%s does not build; see %.200s",
                   side == TKG_GATE_SIDE_BASE ? "base" : "head", log);
    tkg_gate_row_close(row, TKG_GATE_CLASS_NOT_BUILDABLE, side, text);
}

/* The path of one side of a case: the side itself, or what the case names below it. */
static bool make_path(const char *side, const char *engine, char *out, size_t out_bytes)
{
    const int length = snprintf(out, out_bytes, "%s%s%s", side, *engine ? "/" : "", engine);
    return length > 0 && (size_t)length < out_bytes;
}

static enum tkg_status find_engine(const struct tkg_gate_bench *bench, enum tkg_gate_side side,
                                   struct tkg_gate_engine *engine, struct tkg_gate_row *row,
                                   struct tkg_error *err)
{
    struct stat info;
    const bool is_base = side == TKG_GATE_SIDE_BASE;
    const char *root = is_base ? bench->means->base : bench->means->head;
    char text[TKG_ERROR_TEXT_BYTES];
    if (!make_path(root, bench->the_case->engine, engine->path, sizeof engine->path)) {
        tkg_gate_row_close(row, TKG_GATE_CLASS_ABSENT, side, "the path of the engine is too long");
        return TKG_OK;
    }
    if (strchr(engine->path, ',') == NULL && stat(engine->path, &info) != 0) {
        (void)snprintf(text, sizeof text, "%s has no '%.200s'", is_base ? "base" : "head",
                       engine->path);
        tkg_gate_row_close(row, TKG_GATE_CLASS_ABSENT, side, text);
        return TKG_OK;
    }
    const enum tkg_status status = tkg_compare_side_read(&engine->side, engine->path, err);
    if (status != TKG_OK && !tkg_gate_is_fatal(status)) {
        tkg_gate_row_close(row, TKG_GATE_CLASS_ABSENT, side, err->text);
        return TKG_OK;
    }
    return status;
}

/* Two arms with the same bytes disturb each other: across the sides nothing is compared there, and
 * within a side they are one layout that is counted as two. */
static enum tkg_status check_two_sides(const struct tkg_gate_bench *bench, struct tkg_gate_row *row,
                                       struct tkg_error *err)
{
    struct tkg_same_files same;
    char text[TKG_ERROR_TEXT_BYTES];
    const enum tkg_status status =
        tkg_compare_sides_find_same(&bench->base.side, &bench->head.side, &same, err);
    if (status != TKG_OK || !same.earlier) {
        return status;
    }
    if (same.is_of_one_side) {
        (void)snprintf(text, sizeof text,
                       "%.150s and %.150s are the same bytes: one layout, not two; leave one out",
                       same.earlier, same.later);
    } else {
        (void)snprintf(text, sizeof text,
                       "%.150s of base and %.150s of head are the same bytes, so nothing would be "
                       "compared; check the two paths, and build layouts of the two sides with "
                       "two seeds",
                       same.earlier, same.later);
    }
    tkg_gate_row_close(row, TKG_GATE_CLASS_SAME_BINARY, TKG_GATE_SIDE_NONE, text);
    return TKG_OK;
}

/* A trial takes milliseconds; what is hung may not cost more than a row may. */
static int64_t timeout_of(const struct tkg_gate_bench *bench)
{
    const int64_t budget_ns = bench->the_case->budget_ns;
    if (bench->means->timeout_ns > 0) {
        return bench->means->timeout_ns;
    }
    return budget_ns < check_timeout_ns_min   ? check_timeout_ns_min
           : budget_ns > check_timeout_ns_max ? check_timeout_ns_max
                                              : budget_ns;
}

/* One short trial in a process of its own: what is wrong with an engine is told under its name. */
static enum tkg_status play(const struct tkg_gate_bench *bench, enum tkg_gate_side side,
                            struct tkg_gate_engine *engine, struct tkg_gate_row *row,
                            struct tkg_error *err)
{
    struct tkg_trial_outcome outcome;
    struct tkg_trial_spec spec = {
        .struct_bytes = sizeof spec,
        .pass = TKG_PASS_THROUGHPUT,
        .seed = bench->the_case->stream_seed,
        .tick_count = CHECK_TICKS,
        .batch_tick_count = CHECK_BATCH_TICKS,
        .min_time_ns = 1,
        .timeout_ns = timeout_of(bench),
        .cpu = bench->means->cpu,
    };
    TKG_ASSERT(engine->side.paths != NULL);
    memcpy(spec.engine, engine->side.paths[0], sizeof spec.engine);
    memcpy(spec.parameters, bench->the_case->parameters, sizeof spec.parameters);
    memcpy(spec.stream, bench->the_case->stream, sizeof spec.stream);
    const enum tkg_status status = tkg_trial_run(bench->means->program_path, &spec, &outcome, err);
    if (status == TKG_OK) {
        engine->digest = outcome.trial.digest;
        tkg_trial_outcome_deinit(&outcome);
        return TKG_OK;
    }
    if (tkg_gate_is_fatal(status)) {
        return status;
    }
    (void)tkg_fail_prefix(err, "%s", side == TKG_GATE_SIDE_BASE ? "base" : "head");
    tkg_gate_row_fail(row, side, err);
    return TKG_OK;
}

static void check_digests(const struct tkg_gate_bench *bench, struct tkg_gate_row *row)
{
    char text[TKG_ERROR_TEXT_BYTES];
    if (bench->the_case->allows_other_digest || bench->base.digest == bench->head.digest) {
        return;
    }
    (void)snprintf(text, sizeof text,
                   "head ends with digest 0x%016" PRIx64 ", base with 0x%016" PRIx64
                   ": they do not do the same work; if that is meant, give the case "
                   "'allow_digest_change: true'",
                   bench->head.digest, bench->base.digest);
    tkg_gate_row_close(row, TKG_GATE_CLASS_DIGEST_DIFFERS, TKG_GATE_SIDE_HEAD, text);
}

static enum tkg_status make_copies(struct tkg_gate_bench *bench, struct tkg_error *err)
{
    char word[TKG_CASE_NAME_BYTES];
    const size_t index = (size_t)(bench->the_case - bench->record->cases);
    (void)snprintf(word, sizeof word, "base-%zu", index);
    enum tkg_status status = tkg_compare_side_complete(&bench->base.side, word, TKG_BASE_FILES_MIN,
                                                       &bench->means->scratch, err);
    (void)snprintf(word, sizeof word, "head-%zu", index);
    return status == TKG_OK ? tkg_compare_side_complete(&bench->head.side, word, TKG_HEAD_FILES_MIN,
                                                        &bench->means->scratch, err)
                            : status;
}

typedef enum tkg_status (*bench_step)(struct tkg_gate_bench *bench, struct tkg_gate_row *row,
                                      struct tkg_error *err);

static enum tkg_status find_sides(struct tkg_gate_bench *bench, struct tkg_gate_row *row,
                                  struct tkg_error *err)
{
    if (bench->means->base_failed) {
        close_failed_build(row, TKG_GATE_SIDE_BASE, bench->means->base_failed);
        return TKG_OK;
    }
    if (bench->means->head_failed) {
        close_failed_build(row, TKG_GATE_SIDE_HEAD, bench->means->head_failed);
        return TKG_OK;
    }
    const enum tkg_status status = find_engine(bench, TKG_GATE_SIDE_BASE, &bench->base, row, err);
    return status == TKG_OK && row->found == TKG_GATE_CLASS_OPEN
               ? find_engine(bench, TKG_GATE_SIDE_HEAD, &bench->head, row, err)
               : status;
}

static enum tkg_status check_sides(struct tkg_gate_bench *bench, struct tkg_gate_row *row,
                                   struct tkg_error *err)
{
    return check_two_sides(bench, row, err);
}

static enum tkg_status play_base(struct tkg_gate_bench *bench, struct tkg_gate_row *row,
                                 struct tkg_error *err)
{
    return play(bench, TKG_GATE_SIDE_BASE, &bench->base, row, err);
}

static enum tkg_status play_head(struct tkg_gate_bench *bench, struct tkg_gate_row *row,
                                 struct tkg_error *err)
{
    const enum tkg_status status = play(bench, TKG_GATE_SIDE_HEAD, &bench->head, row, err);
    if (status == TKG_OK && row->found == TKG_GATE_CLASS_OPEN) {
        check_digests(bench, row);
    }
    return status;
}

enum tkg_status tkg_gate_bench_init(struct tkg_gate_bench *bench, struct tkg_gate_row *row,
                                    struct tkg_error *err)
{
    static const bench_step steps[] = {find_sides, check_sides, play_base, play_head};
    enum tkg_status status = TKG_OK;
    bench->base = (struct tkg_gate_engine){0};
    bench->head = (struct tkg_gate_engine){0};
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        status = steps[i](bench, row, err);
        if (status != TKG_OK || row->found != TKG_GATE_CLASS_OPEN) {
            return status;
        }
    }
    return make_copies(bench, err);
}

void tkg_gate_bench_deinit(struct tkg_gate_bench *bench)
{
    free(bench->base.side.paths);
    free(bench->head.side.paths);
    bench->base = (struct tkg_gate_engine){0};
    bench->head = (struct tkg_gate_engine){0};
}
