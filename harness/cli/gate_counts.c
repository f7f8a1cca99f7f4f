/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "cli/gate_collect.h"
#include "profile/instruction_count.h"

enum { BATCH_TICKS = 1000 };

static const int64_t count_timeout_ns = INT64_C(600000000000);

static struct tkg_count_spec spec_of(const struct tkg_gate_bench *bench,
                                     const struct tkg_gate_engine *engine)
{
    struct tkg_count_spec spec = {
        .struct_bytes = sizeof spec,
        .stream_seed = bench->the_case->stream_seed,
        .tick_count = bench->the_case->tick_count < TKG_COUNT_TICK_MAX ? bench->the_case->tick_count
                                                                       : TKG_COUNT_TICK_MAX,
        .batch_tick_count = BATCH_TICKS,
        .timeout_ns = bench->means->timeout_ns > 0 ? bench->means->timeout_ns : count_timeout_ns,
    };
    (void)snprintf(spec.engine, sizeof spec.engine, "%s", engine->side.paths[0]);
    (void)snprintf(spec.parameters, sizeof spec.parameters, "%s", bench->the_case->parameters);
    (void)snprintf(spec.stream, sizeof spec.stream, "%s", bench->the_case->stream);
    return spec;
}

/* Both runs of a side; the first one with the simulated caches, which count the same instructions.
 */
static enum tkg_status count_side(const struct tkg_gate_bench *bench,
                                  const struct tkg_gate_engine *engine,
                                  uint64_t runs[TKG_GATE_COUNT_RUNS],
                                  struct tkg_instruction_count *first, struct tkg_error *err)
{
    enum tkg_status status = TKG_OK;
    for (uint32_t run = 0; run < TKG_GATE_COUNT_RUNS && status == TKG_OK; run++) {
        struct tkg_instruction_count count;
        struct tkg_count_spec spec = spec_of(bench, engine);
        spec.with_misses = run == 0;
        status = tkg_instruction_count_run(bench->means->program_path, &spec, &count, NULL, err);
        runs[run] = count.instructions;
        *first = run == 0 ? count : *first;
    }
    return status;
}

static enum tkg_status count_sides(const struct tkg_gate_bench *bench,
                                   struct tkg_gate_counts *counts, enum tkg_gate_side *failing,
                                   struct tkg_error *err)
{
    struct tkg_instruction_count base = {0}, head = {0};
    *failing = TKG_GATE_SIDE_BASE;
    enum tkg_status status = count_side(bench, &bench->base, counts->base, &base, err);
    if (status == TKG_OK) {
        *failing = TKG_GATE_SIDE_HEAD;
        status = count_side(bench, &bench->head, counts->head, &head, err);
    }
    counts->tick_count = base.tick_count;
    counts->has_misses = base.has_misses && head.has_misses;
    counts->base_d1_misses = base.d1_misses;
    counts->base_ll_misses = base.ll_misses;
    counts->head_d1_misses = head.d1_misses;
    counts->head_ll_misses = head.ll_misses;
    return status;
}

enum tkg_status tkg_gate_collect_counts(struct tkg_gate_bench *bench, struct tkg_gate_row *row,
                                        struct tkg_error *err)
{
    char reason[256];
    enum tkg_gate_side failing = TKG_GATE_SIDE_NONE;
    if (!tkg_instruction_count_is_available(reason, sizeof reason)) {
        tkg_gate_row_close(row, TKG_GATE_CLASS_SKIPPED, TKG_GATE_SIDE_NONE, reason);
        return TKG_OK;
    }
    const enum tkg_status status = count_sides(bench, &row->counts, &failing, err);
    if (tkg_gate_is_fatal(status)) {
        return status;
    }
    row->evidence = TKG_GATE_EVIDENCE_COUNTS;
    if (status == TKG_OK) {
        return TKG_OK;
    }
    tkg_gate_row_fail(row, failing, err);
    return TKG_OK;
}
