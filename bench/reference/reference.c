/* SPDX-License-Identifier: Apache-2.0
 *
 * The operations of the reference core.
 */
#include "reference.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "portfolio/statistics.h"
#include "reference_account.h"
#include "reference_ops.h"
#include "reference_state.h"
#include "reference_strategy.h"
#include "simulation.h"

/* thousandths of a tick -> fixed-point half ticks */
static int64_t fixed_half_ticks(int64_t ticks_e3)
{
    return ticks_e3 * (INT64_C(2) << TKG_REFERENCE_FRACTION_BITS) / 1000;
}

/* Everything lies in one block: the core, the instruments (each on its own lines), the statistics,
 * the ids. */
struct layout {
    size_t states_offset;
    size_t portfolio_offset;
    size_t positions_offset;
    size_t ids_offset;
    size_t bytes;
};

static size_t round_to_line(size_t bytes)
{
    const size_t line = TKG_REFERENCE_LINE_BYTES;
    return (bytes + line - 1) / line * line;
}

/* No overflow: 2^32 instruments x (128 + 4) bytes, and TKG_REFERENCE_LOTS_MAX allows 50,000. */
static size_t fast_bytes(const struct tkg_reference_parameters *parameters, size_t count)
{
    return count * (parameters->strategy == TKG_REFERENCE_TAKER
                        ? sizeof(struct tkg_reference_taker)
                        : sizeof(struct tkg_reference_maker));
}

static struct layout lay_out(const struct tkg_reference_parameters *parameters, uint32_t count,
                             bool is_general)
{
    struct layout layout = {.states_offset = round_to_line(sizeof(struct tkg_reference))};
    layout.portfolio_offset =
        layout.states_offset + round_to_line(is_general ? tkg_simulation_bytes(parameters, count)
                                                        : fast_bytes(parameters, count));
    layout.positions_offset = layout.portfolio_offset + round_to_line(sizeof(struct tkg_portfolio));
    layout.ids_offset = layout.positions_offset + tkg_portfolio_bytes(count);
    layout.bytes = layout.ids_offset + count * sizeof(uint32_t);
    return layout;
}

/* The recorder of a host that knows of stages, or NULL. */
static struct tkg_stage_recorder *stages_of(const struct tkg_engine_config *config)
{
    const size_t known = offsetof(struct tkg_engine_config, stages) + sizeof config->stages;
    return config->struct_bytes >= known ? config->stages : NULL;
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

static void init_states(struct tkg_reference *core, void *states)
{
    core->takers = core->parameters.strategy == TKG_REFERENCE_TAKER ? states : NULL;
    core->makers = core->parameters.strategy == TKG_REFERENCE_MAKER ? states : NULL;
    for (uint32_t id = 0; id < core->instrument_count; id++) {
        init_instrument(core, id);
    }
}

static void init_portfolio(struct tkg_reference *core, const struct layout *layout)
{
    char *block = (char *)core;
    const struct tkg_portfolio_options options = {.stretch_ns = core->parameters.stretch_ns,
                                                  .year_ns = TKG_PORTFOLIO_YEAR_NS,
                                                  .pause_ns = core->parameters.pause_ns,
                                                  .capital = core->parameters.capital};
    if (core->parameters.statistics) {
        core->portfolio = (struct tkg_portfolio *)(void *)(block + layout->portfolio_offset);
        tkg_portfolio_init(core->portfolio, &options, core->instrument_count,
                           block + layout->positions_offset);
    }
}

static void init_core(struct tkg_reference *core, const struct tkg_engine_config *config,
                      const struct tkg_reference_parameters *parameters,
                      const struct layout *layout, bool is_general)
{
    char *block = (char *)core;
    void *states = block + layout->states_offset;
    core->parameters = *parameters;
    core->threshold = fixed_half_ticks(parameters->threshold_e3);
    core->half_spread = fixed_half_ticks(parameters->half_spread_e3);
    core->skew_per_lot = fixed_half_ticks(parameters->skew_e3) / parameters->size_lots;
    core->instrument_count = config->instrument_count;
    core->touched_ids = (uint32_t *)(void *)(block + layout->ids_offset);
    core->allocator = *config->allocator;
    core->allocated_bytes = layout->bytes;
    init_run(core);
    init_portfolio(core, layout);
    if (is_general) {
        core->simulation = tkg_simulation_init(core, states, config->seed, stages_of(config));
    } else {
        init_states(core, states);
    }
}

/* config's strings live during this call only: everything kept is copied. A host that wants stages
 * gets the general loop, which has them, by the same rules. */
static int create(const struct tkg_engine_config *config, void **engine)
{
    struct tkg_reference_parameters parameters;
    if (config->struct_bytes < offsetof(struct tkg_engine_config, stages) ||
        config->instrument_count == 0) {
        return TKG_ENGINE_FAILED; /* a host that breaks the ABI; message may not even be there */
    }
    if (!tkg_reference_parameters_parse(&parameters, config->parameters, config->instrument_count,
                                        config->message, config->message_bytes)) {
        return TKG_ENGINE_FAILED;
    }
    const bool is_general = !tkg_reference_parameters_are_plain(&parameters) || stages_of(config);
    const struct layout layout = lay_out(&parameters, config->instrument_count, is_general);
    struct tkg_reference *core = config->allocator->allocate(
        config->allocator->context, layout.bytes, TKG_REFERENCE_LINE_BYTES);
    if (!core) {
        snprintf(config->message, config->message ? config->message_bytes : 0,
                 "out of memory: %zu bytes for %" PRIu32 " instruments", layout.bytes,
                 config->instrument_count);
        return TKG_ENGINE_FAILED;
    }
    init_core(core, config, &parameters, &layout, is_general);
    *engine = core;
    return TKG_ENGINE_OK;
}

/* Only instruments that had a quote differ from their first state. */
static void reset(void *engine)
{
    struct tkg_reference *core = engine;
    if (core->simulation) {
        tkg_simulation_reset(core);
    }
    for (uint32_t i = 0; i < core->touched_count && !core->simulation; i++) {
        init_instrument(core, core->touched_ids[i]);
    }
    init_run(core);
    if (core->portfolio) {
        tkg_portfolio_reset(core->portfolio);
    }
}

/* The first tick and those before end_ns. One choice for all of them: it costs a branch a batch,
 * not a tick. Returns how many were played. */
static size_t play(struct tkg_reference *core, const struct tkg_tick *ticks, size_t tick_count,
                   int64_t end_ns)
{
    if (core->simulation) {
        return tkg_simulation_run(core, ticks, tick_count, end_ns);
    }
    return core->takers ? tkg_reference_taker_run(core, ticks, tick_count, end_ns)
                        : tkg_reference_maker_run(core, ticks, tick_count, end_ns);
}

/* A tick that ends a stretch, unless it is rejected: what counts is the equity before it. */
static void play_end(struct tkg_reference *core, const struct tkg_tick *tick)
{
    const struct tkg_reference_run before = core->run;
    const uint64_t rejected_count = core->rejected_count;
    play(core, tick, 1, INT64_MAX);
    if (core->rejected_count == rejected_count) {
        core->portfolio->equity = before.equity;
        core->portfolio->last_ns = before.last_time_ns;
        tkg_portfolio_end_stretches(core->portfolio, tick->time_ns);
    }
}

/* The loops know nothing of statistics: they stop where a stretch may end. A bad time may be any,
 * so every tick is asked. Returns how many ticks were played, at least one. */
static size_t play_stretch(struct tkg_reference *core, const struct tkg_tick *ticks,
                           size_t tick_count)
{
    const int64_t end_ns = core->portfolio ? core->portfolio->stretch_end_ns : INT64_MAX;
    if (core->portfolio && ticks->time_ns >= end_ns) {
        play_end(core, ticks);
        return 1;
    }
    return play(core, ticks, tick_count, end_ns);
}

static int on_ticks(void *engine, const struct tkg_tick *ticks, size_t tick_count)
{
    struct tkg_reference *core = engine;
    for (size_t done = 0; done < tick_count;) {
        done += play_stretch(core, ticks + done, tick_count - done);
    }
    core->processed_count += tick_count;
    return core->has_overflowed ? TKG_ENGINE_FAILED : TKG_ENGINE_OK;
}

static const struct tkg_reference_market *market_of(const struct tkg_reference *core, uint32_t id)
{
    if (core->simulation) {
        return &core->simulation->instruments[id].market;
    }
    return core->takers ? &core->takers[id].market : &core->makers[id].market;
}

/* The books must close: equity was kept tick by tick, this is cash + position value from scratch.
 */
static bool is_balanced(const struct tkg_reference *core)
{
    int64_t equity = core->cash;
    for (uint32_t i = 0; i < core->touched_count; i++) {
        const struct tkg_reference_market *market = market_of(core, core->touched_ids[i]);
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

/* Equity, peak and drawdown are the run's own; the stretch that is not over yet does not count. */
static void fill_in_statistics(const struct tkg_reference *core, struct tkg_engine_portfolio *full)
{
    struct tkg_portfolio whole = *core->portfolio;
    whole.equity = core->run.equity;
    whole.equity_peak = core->run.equity_peak;
    whole.drawdown_max = core->run.drawdown_max;
    whole.last_ns = core->run.last_time_ns;
    tkg_portfolio_result(&whole, full);
}

/* statistics=0 is no failure: no counts, and no ratio is defined. */
static int portfolio(void *engine, struct tkg_engine_portfolio *portfolio)
{
    const struct tkg_reference *core = engine;
    if (core->has_overflowed) {
        return TKG_ENGINE_FAILED;
    }
    struct tkg_stage_recorder *stages = core->simulation ? core->simulation->stages : NULL;
    const uint32_t before = tkg_stage_enter(stages, TKG_STAGE_RESULT);
    struct tkg_engine_portfolio full = {.struct_bytes = portfolio->struct_bytes,
                                        .sharpe = NAN,
                                        .sortino = NAN,
                                        .calmar = NAN,
                                        .profit_factor = NAN,
                                        .turnover = NAN,
                                        .max_drawdown_share = NAN};
    if (core->portfolio) {
        fill_in_statistics(core, &full);
    }
    const size_t bytes =
        portfolio->struct_bytes < sizeof full ? portfolio->struct_bytes : sizeof full;
    memcpy(portfolio, &full, bytes);
    tkg_stage_leave(stages, before);
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
    .portfolio = portfolio,
};
