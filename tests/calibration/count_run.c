/* SPDX-License-Identifier: Apache-2.0 */
#include "count_run.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#include "host/clock.h"
#include "profile/instruction_count.h"
#include "verdict/instruction_check.h"

enum { BATCH_TICKS = 1000 }; /* as tickgate gate */

static const int64_t count_timeout_ns = INT64_C(600000000000);

static struct tkg_count_spec spec_of(const struct tkg_gate_run *run,
                                     const struct tkg_layout_pool *pool, uint64_t seed)
{
    struct tkg_count_spec spec = {
        .struct_bytes = sizeof spec,
        .stream_seed = seed,
        .tick_count = run->experiment->count_ticks,
        .batch_tick_count = BATCH_TICKS,
        .timeout_ns = count_timeout_ns,
    };
    (void)snprintf(spec.engine, sizeof spec.engine, "%s", pool->paths[0]);
    (void)snprintf(spec.stream, sizeof spec.stream, "synthetic:futures");
    return spec;
}

static enum tkg_status count_side(const struct tkg_gate_run *run,
                                  const struct tkg_layout_pool *pool, uint64_t seed,
                                  struct tkg_instruction_pair *pair, struct tkg_error *err)
{
    const struct tkg_count_spec spec = spec_of(run, pool, seed);
    struct tkg_instruction_count first, second;
    enum tkg_status status = tkg_instruction_count_run(run->program_path, &spec, &first, NULL, err);
    status = status == TKG_OK
                 ? tkg_instruction_count_run(run->program_path, &spec, &second, NULL, err)
                 : status;
    if (status == TKG_OK) {
        *pair = (struct tkg_instruction_pair){first.instructions, second.instructions};
    }
    return status;
}

/* In the words of the other experiments. */
static const char *word_of(enum tkg_instruction_outcome outcome)
{
    switch (outcome) {
    case TKG_INSTRUCTION_EQUAL:
        return "pass";
    case TKG_INSTRUCTION_MORE:
        return "regression";
    case TKG_INSTRUCTION_FEWER:
        return "improvement";
    case TKG_INSTRUCTION_NOT_REPEATABLE:
        return "cannot tell";
    case TKG_INSTRUCTION_WARN:
    case TKG_INSTRUCTION_WAIVED:
    case TKG_INSTRUCTION_NOTHING:
    case TKG_INSTRUCTION_OUTCOME_COUNT:
        break;
    }
    return tkg_instruction_outcome_name(outcome);
}

static void judge(const struct tkg_experiment *experiment, const struct tkg_instruction_pair *base,
                  const struct tkg_instruction_pair *head, struct tkg_run_row *row)
{
    const struct tkg_instruction_question question = {
        .tolerance = experiment->tolerance,
        .limit = experiment->tolerance,
        .waived_to_day = -1,
    };
    const struct tkg_instruction_check check = tkg_instruction_check(&question, base, head);
    const double differ = (double)base->second - (double)base->first;
    (void)snprintf(row->outcome, sizeof row->outcome, "%s", word_of(check.outcome));
    row->launches = TKG_COUNTS_PER_RUN;
    row->head = row->head_low = row->head_high = 100.0 * check.growth;
    row->null = row->null_low = row->null_high = 100.0 * differ / (double)base->first;
}

static enum tkg_status count(const struct tkg_gate_run *run, struct tkg_run_row *row,
                             struct tkg_text *receipt, struct tkg_error *err)
{
    struct tkg_instruction_pair base = {0, 0}, head = {0, 0};
    row->start_s = tkg_clock_unix_ns() / 1000000000;
    const int64_t begin_ns = tkg_clock_monotonic_ns();
    enum tkg_status status = count_side(run, run->base, row->seed, &base, err);
    status = status == TKG_OK ? count_side(run, run->head, row->seed, &head, err) : status;
    row->seconds = (double)(tkg_clock_monotonic_ns() - begin_ns) * 1e-9;
    if (status == TKG_OK) {
        judge(run->experiment, &base, &head, row);
        tkg_text_addf(receipt,
                      "{\"base\": [%" PRIu64 ", %" PRIu64 "], \"head\": [%" PRIu64 ", %" PRIu64
                      "]}\n",
                      base.first, base.second, head.first, head.second);
    }
    return status;
}

static bool is_engines(enum tkg_status status)
{
    return status == TKG_ENGINE_CRASH || status == TKG_ENGINE_TIMEOUT || status == TKG_ENGINE_ERROR;
}

enum tkg_status tkg_count_run(const struct tkg_gate_run *run, struct tkg_run_row *row,
                              struct tkg_text *receipt, struct tkg_error *err)
{
    tkg_run_row_clear(row);
    enum tkg_status status = count(run, row, receipt, err);
    if (is_engines(status)) { /* data, too */
        (void)snprintf(row->outcome, sizeof row->outcome, "%s", tkg_status_name(status));
        tkg_text_addf(receipt, "%s\n", err->text);
        *err = (struct tkg_error){0};
        status = TKG_OK;
    }
    return status;
}
