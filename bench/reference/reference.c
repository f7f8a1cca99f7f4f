/* SPDX-License-Identifier: Apache-2.0
 *
 * The five operations of the reference core.
 */
#include "reference.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "reference_account.h"
#include "reference_ops.h"
#include "reference_state.h"
#include "reference_strategy.h"

/* thousandths of a tick -> fixed-point half ticks */
static int64_t fixed_half_ticks(int64_t ticks_e3)
{
    return ticks_e3 * (INT64_C(2) << TKG_REFERENCE_FRACTION_BITS) / 1000;
}

/* Everything lies in one block: the core, the instruments (each on its own lines), the ids. */
struct layout {
    size_t states_offset;
    size_t ids_offset;
    size_t bytes;
};

static size_t round_to_line(size_t bytes)
{
    const size_t line = TKG_REFERENCE_LINE_BYTES;
    return (bytes + line - 1) / line * line;
}

/* No overflow: 2^32 instruments x (128 + 4) bytes, and TKG_REFERENCE_LOTS_MAX allows 50,000. */
static struct layout lay_out(const struct tkg_reference_parameters *parameters, size_t count)
{
    const size_t state_bytes = parameters->strategy == TKG_REFERENCE_TAKER
                                   ? sizeof(struct tkg_reference_taker)
                                   : sizeof(struct tkg_reference_maker);
    struct layout layout = {.states_offset = round_to_line(sizeof(struct tkg_reference))};
    layout.ids_offset = layout.states_offset + count * state_bytes;
    layout.bytes = layout.ids_offset + count * sizeof(uint32_t);
    return layout;
}

static void init_instrument(struct tkg_reference *core, uint32_t id)
{
    if (core->takers) {
        tkg_reference_taker_init(core, &core->takers[id]);
    } else {
        tkg_reference_maker_init(&core->makers[id]);
    }
}

/* Everything but the instruments. */
static void init_run(struct tkg_reference *core)
{
    core->run = (struct tkg_reference_run){.last_time_ns = INT64_MIN};
    core->touched_count = 0;
    core->processed_count = 0;
    core->rejected_count = 0;
    core->order_count = 0;
    core->fill_count = 0;
    core->cash = 0;
    core->fill_digest = 0;
    core->has_overflowed = false;
}

static void init_core(struct tkg_reference *core, const struct tkg_engine_config *config,
                      const struct tkg_reference_parameters *parameters,
                      const struct layout *layout)
{
    char *block = (char *)core;
    void *states = block + layout->states_offset;
    core->parameters = *parameters;
    core->threshold = fixed_half_ticks(parameters->threshold_e3);
    core->half_spread = fixed_half_ticks(parameters->half_spread_e3);
    core->skew_per_lot = fixed_half_ticks(parameters->skew_e3) / parameters->size_lots;
    core->instrument_count = config->instrument_count;
    core->takers = parameters->strategy == TKG_REFERENCE_TAKER ? states : NULL;
    core->makers = parameters->strategy == TKG_REFERENCE_MAKER ? states : NULL;
    core->touched_ids = (uint32_t *)(void *)(block + layout->ids_offset);
    core->allocator = *config->allocator;
    core->allocated_bytes = layout->bytes;
    init_run(core);
    for (uint32_t id = 0; id < core->instrument_count; id++) {
        init_instrument(core, id);
    }
}

/* config's strings live during this call only: everything kept is copied. */
static int create(const struct tkg_engine_config *config, void **engine)
{
    struct tkg_reference_parameters parameters;
    if (config->struct_bytes < sizeof *config || config->instrument_count == 0) {
        return TKG_ENGINE_FAILED; /* a host that breaks the ABI; message may not even be there */
    }
    if (!tkg_reference_parameters_parse(&parameters, config->parameters, config->instrument_count,
                                        config->message, config->message_bytes)) {
        return TKG_ENGINE_FAILED;
    }
    const struct layout layout = lay_out(&parameters, config->instrument_count);
    struct tkg_reference *core = config->allocator->allocate(
        config->allocator->context, layout.bytes, TKG_REFERENCE_LINE_BYTES);
    if (!core) {
        snprintf(config->message, config->message ? config->message_bytes : 0,
                 "out of memory: %zu bytes for %" PRIu32 " instruments", layout.bytes,
                 config->instrument_count);
        return TKG_ENGINE_FAILED;
    }
    init_core(core, config, &parameters, &layout);
    *engine = core;
    return TKG_ENGINE_OK;
}

/* Only instruments that had a quote differ from their first state. */
static void reset(void *engine)
{
    struct tkg_reference *core = engine;
    for (uint32_t i = 0; i < core->touched_count; i++) {
        init_instrument(core, core->touched_ids[i]);
    }
    init_run(core);
}

/* One strategy for the whole batch: the choice costs a branch a batch, not a tick. */
static int on_ticks(void *engine, const struct tkg_tick *ticks, size_t tick_count)
{
    struct tkg_reference *core = engine;
    if (core->takers) {
        tkg_reference_taker_run(core, ticks, tick_count);
    } else {
        tkg_reference_maker_run(core, ticks, tick_count);
    }
    core->processed_count += tick_count;
    return core->has_overflowed ? TKG_ENGINE_FAILED : TKG_ENGINE_OK;
}

/* The books must close: equity was kept tick by tick, this is cash + position value from scratch.
 */
static bool is_balanced(const struct tkg_reference *core)
{
    int64_t equity = core->cash;
    for (uint32_t i = 0; i < core->touched_count; i++) {
        const uint32_t id = core->touched_ids[i];
        const struct tkg_reference_market *market =
            core->takers ? &core->takers[id].market : &core->makers[id].market;
        equity += tkg_reference_mid(market) * market->half_tick_value;
    }
    return equity == core->run.equity;
}

static int finish(void *engine, struct tkg_engine_report *report)
{
    const struct tkg_reference *core = engine;
    if (core->has_overflowed || !is_balanced(core)) {
        return TKG_ENGINE_FAILED;
    }
    const struct tkg_engine_report full = {
        .struct_bytes = report->struct_bytes,
        .processed_tick_count = core->processed_count,
        .rejected_tick_count = core->rejected_count,
        .order_count = core->order_count,
        .fill_count = core->fill_count,
        .final_equity = core->run.equity,
        .max_drawdown = core->run.drawdown_max,
        .digest = tkg_reference_digest(core),
    };
    /* An older host knows fewer fields. */
    const size_t bytes = report->struct_bytes < sizeof full ? report->struct_bytes : sizeof full;
    memcpy(report, &full, bytes);
    return TKG_ENGINE_OK;
}

static void destroy(void *engine)
{
    struct tkg_reference *core = engine;
    const struct tkg_allocator allocator = core->allocator;
    allocator.release(allocator.context, core, core->allocated_bytes);
}

const struct tkg_engine_ops tkg_reference_ops = {
    .abi_version = TKG_ENGINE_ABI_VERSION,
    .struct_bytes = sizeof(struct tkg_engine_ops),
    .name = "reference",
    .version = "1",
    .create = create,
    .reset = reset,
    .on_ticks = on_ticks,
    .finish = finish,
    .destroy = destroy,
};
