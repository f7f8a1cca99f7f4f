/* SPDX-License-Identifier: Apache-2.0
 *
 * Memory and first states of the general simulation.
 */
#include "simulation.h"

/* Live orders on each side: a maker's quote and the one that replaces it; the storm says its own.
 */
static uint32_t order_max(const struct tkg_reference_parameters *parameters)
{
    return parameters->strategy == TKG_REFERENCE_STORM ? TKG_STORM_ORDERS_MAX : 2;
}

static struct tkg_fifo_book_limits fifo_limits(const struct tkg_reference_parameters *parameters)
{
    return (struct tkg_fifo_book_limits){.order_max = (uint32_t)parameters->orders_max,
                                         .level_max = (uint32_t)parameters->levels_max};
}

static struct tkg_reversion_options
reversion_options(const struct tkg_reference_parameters *parameters)
{
    return (struct tkg_reversion_options){.sample_ns = parameters->sample_ns,
                                          .length = (uint32_t)parameters->window_samples,
                                          .entry_e3 = (uint32_t)parameters->entry_e3,
                                          .exit_e3 = (uint32_t)parameters->exit_e3,
                                          .levels = (uint32_t)parameters->levels,
                                          .size_lots = (int32_t)parameters->size_lots};
}

static struct tkg_entry_filter_options
filter_options(const struct tkg_reference_parameters *parameters)
{
    const bool has_bars = parameters->bar != TKG_REFERENCE_BAR_NONE;
    const int64_t kind = has_bars ? parameters->bar - TKG_REFERENCE_BAR_TIME : TKG_BAR_TIME;
    return (struct tkg_entry_filter_options){.has_bars = has_bars,
                                             .bar_kind = (enum tkg_bar_kind)kind,
                                             .bar_size = (uint64_t)parameters->bar_size,
                                             .rsi_length = (uint32_t)parameters->rsi_length,
                                             .rsi_limit_e3 = (int32_t)parameters->rsi_limit_e3,
                                             .atr_length = (uint32_t)parameters->atr_length,
                                             .atr_min_e3 = parameters->atr_min_e3,
                                             .has_vwap_side = parameters->vwap_side != 0};
}

/* Bars are a feature even where no filter looks at them: somebody asked for them. */
static bool has_filter(const struct tkg_reference_parameters *parameters)
{
    return parameters->strategy == TKG_REFERENCE_REVERSION &&
           (parameters->bar != TKG_REFERENCE_BAR_NONE || parameters->vwap_side != 0);
}

/* Offsets inside the memory; each part begins on its own line. */
struct layout {
    size_t instruments;
    size_t venues;
    size_t venue_bytes; /* of each instrument, like those below */
    size_t storms;
    size_t storm_bytes;
    size_t windows;
    size_t window_bytes;
    size_t books;
    size_t book_bytes;
    size_t bytes;
};

static size_t round_to_line(size_t bytes)
{
    const size_t line = TKG_REFERENCE_LINE_BYTES;
    return (bytes + line - 1) / line * line;
}

static size_t book_bytes(const struct tkg_reference_parameters *parameters)
{
    const struct tkg_fifo_book_limits limits = fifo_limits(parameters);
    switch (parameters->book) {
    case TKG_BOOK_L2:
        return tkg_depth_book_bytes((uint32_t)parameters->levels_max);
    case TKG_BOOK_L3:
        return tkg_fifo_book_bytes(&limits);
    default:
        return 0;
    }
}

/* No overflow: at most 50,000 instruments (TKG_REFERENCE_LOTS_MAX) of at most 300 MiB. */
static struct layout lay_out(const struct tkg_reference_parameters *parameters, size_t count)
{
    const struct tkg_reversion_options options = reversion_options(parameters);
    struct layout layout = {.instruments = round_to_line(sizeof(struct tkg_simulation))};
    layout.venues =
        layout.instruments + count * round_to_line(sizeof(struct tkg_simulation_instrument));
    layout.venue_bytes = round_to_line(tkg_venue_bytes(order_max(parameters)));
    layout.storms = layout.venues + count * layout.venue_bytes;
    layout.storm_bytes =
        parameters->strategy == TKG_REFERENCE_STORM ? round_to_line(sizeof(struct tkg_storm)) : 0;
    layout.windows = layout.storms + count * layout.storm_bytes;
    layout.window_bytes = parameters->strategy == TKG_REFERENCE_REVERSION
                              ? round_to_line(tkg_reversion_bytes(&options))
                              : 0;
    layout.books = layout.windows + count * layout.window_bytes;
    layout.book_bytes = round_to_line(book_bytes(parameters));
    layout.bytes = layout.books + count * layout.book_bytes;
    return layout;
}

size_t tkg_simulation_bytes(const struct tkg_reference_parameters *parameters,
                            uint32_t instrument_count)
{
    return lay_out(parameters, instrument_count).bytes;
}

/* Everything that a run changes, but for the book. */
static void start_instrument(struct tkg_simulation *simulation,
                             const struct tkg_reference_parameters *parameters, uint32_t id)
{
    struct tkg_simulation_instrument *instrument = &simulation->instruments[id];
    instrument->market = (struct tkg_reference_market){0};
    instrument->maker = (struct tkg_simulation_maker){0};
    instrument->taker = (struct tkg_simulation_taker){0};
    instrument->known_lots = 0;
    instrument->last_order_id = 0;
    instrument->is_touched = false;
    instrument->has_begun = false;
    if (parameters->strategy == TKG_REFERENCE_STORM) {
        tkg_storm_init(instrument->storm, simulation->seed + id);
    }
    if (simulation->has_filter) {
        tkg_entry_filter_init(&instrument->filter, &simulation->filter);
    }
}

static void init_book(struct tkg_simulation_instrument *instrument,
                      const struct tkg_reference_parameters *parameters, void *memory)
{
    const struct tkg_fifo_book_limits limits = fifo_limits(parameters);
    if (parameters->book == TKG_BOOK_L2) {
        instrument->depth = tkg_depth_book_init(memory, (uint32_t)parameters->levels_max);
    } else if (parameters->book == TKG_BOOK_L3) {
        instrument->fifo = tkg_fifo_book_init(memory, &limits);
    }
}

static void init_instrument(const struct tkg_reference *core, struct tkg_simulation *simulation,
                            const struct layout *layout, uint32_t id)
{
    struct tkg_simulation_instrument *instrument = &simulation->instruments[id];
    char *memory = (char *)simulation;
    tkg_venue_init(&instrument->venue, memory + layout->venues + id * layout->venue_bytes,
                   order_max(&core->parameters), id);
    instrument->storm =
        (struct tkg_storm *)(void *)(memory + layout->storms + id * layout->storm_bytes);
    init_book(instrument, &core->parameters, memory + layout->books + id * layout->book_bytes);
    if (core->parameters.strategy == TKG_REFERENCE_REVERSION) {
        tkg_reversion_init(&instrument->reversion, &simulation->reversion,
                           memory + layout->windows + id * layout->window_bytes);
    }
    start_instrument(simulation, &core->parameters, id);
}

static struct tkg_venue_rules rules_of(const struct tkg_reference_parameters *parameters,
                                       uint64_t seed)
{
    return (struct tkg_venue_rules){
        .queue = {(enum tkg_queue_kind)parameters->queue, (uint32_t)parameters->queue_power},
        .latency = {(enum tkg_latency_kind)parameters->latency, parameters->jitter_ns, seed,
                    parameters->latency_table},
        .entry_ns = parameters->latency_ns,
        .response_ns = parameters->response_latency_ns,
        .slippage_ticks = parameters->slippage_ticks,
        .slippage_spread_e3 = parameters->slippage_spread_e3,
        .impact_e3 = parameters->impact_e3};
}

static void start_risk(struct tkg_simulation *simulation,
                       const struct tkg_reference_parameters *parameters)
{
    const struct tkg_risk_limits limits = {.position_lots_max = parameters->risk_position_lots,
                                           .notional_max = parameters->risk_notional,
                                           .order_interval_ns = parameters->risk_interval_ns,
                                           .order_burst = (uint32_t)parameters->risk_burst};
    simulation->has_risk =
        limits.position_lots_max > 0 || limits.notional_max > 0 || limits.order_interval_ns > 0;
    tkg_risk_init(&simulation->risk, &limits);
}

struct tkg_simulation *tkg_simulation_init(struct tkg_reference *core, void *memory, uint64_t seed,
                                           struct tkg_stage_recorder *stages)
{
    const struct layout layout = lay_out(&core->parameters, core->instrument_count);
    struct tkg_simulation *simulation = memory;
    *simulation = (struct tkg_simulation){
        .instruments =
            (struct tkg_simulation_instrument *)(void *)((char *)memory + layout.instruments),
        .rules = rules_of(&core->parameters, seed),
        .reversion = reversion_options(&core->parameters),
        .filter = filter_options(&core->parameters),
        .has_filter = has_filter(&core->parameters),
        .quoter = tkg_quoter_make(&core->parameters),
        .book_kind = (enum tkg_book_kind)core->parameters.book,
        .seed = seed,
        .refuses_duplicates = core->parameters.duplicates == TKG_REFERENCE_DUPLICATES_REFUSE,
        .feed_ns = core->parameters.feed_latency_ns,
        .stages = stages};
    simulation->moment = (struct tkg_venue_moment){.core = core,
                                                   .rules = &simulation->rules,
                                                   .book = {.kind = simulation->book_kind},
                                                   .stages = stages};
    start_risk(simulation, &core->parameters);
    for (uint32_t id = 0; id < core->instrument_count; id++) {
        init_instrument(core, simulation, &layout, id);
    }
    return simulation;
}

static void reset_instrument(struct tkg_reference *core, uint32_t id)
{
    struct tkg_simulation_instrument *instrument = &core->simulation->instruments[id];
    tkg_venue_reset(&instrument->venue);
    if (instrument->depth) {
        tkg_depth_book_reset(instrument->depth);
    }
    if (instrument->fifo) {
        tkg_fifo_book_reset(instrument->fifo);
    }
    if (core->parameters.strategy == TKG_REFERENCE_REVERSION) {
        tkg_reversion_reset(&instrument->reversion);
    }
    start_instrument(core->simulation, &core->parameters, id);
}

void tkg_simulation_reset(struct tkg_reference *core)
{
    for (uint32_t i = 0; i < core->touched_count; i++) {
        reset_instrument(core, core->touched_ids[i]);
    }
    start_risk(core->simulation, &core->parameters);
    core->simulation->has_started = false;
    core->simulation->has_last_tick = false;
}
