/* SPDX-License-Identifier: Apache-2.0
 *
 * A skeleton engine: copy this file, rename it, and put your backtest where it says YOURS. It
 * already keeps every promise of <tickgate/engine.h>. What it computes: it marks one lot of the
 * first instrument, held from the first quote on, to the mid.
 */
#include <stdio.h>
#include <string.h>

#include <tickgate/engine.h>

/* All state in one struct, so that reset is one assignment. */
struct skeleton_state {
    uint64_t tick_count;
    uint64_t rejected_count;
    int64_t last_time_ns;
    int64_t entry_half_ticks; /* mid at the first quote, bid + ask; 0 before */
    int64_t equity;           /* ticks x lots x 1e4 */
    int64_t equity_peak;
    int64_t drawdown_max;
    uint64_t digest;
};

struct skeleton_engine {
    struct tkg_allocator allocator; /* a copy: config is gone after create */
    uint32_t instrument_count;
    struct skeleton_state state;
};

static void reset(void *self)
{
    struct skeleton_engine *engine = self;
    engine->state = (struct skeleton_state){.last_time_ns = INT64_MIN};
}

static int create(const struct tkg_engine_config *config, void **made)
{
    const struct tkg_allocator *allocator = config->allocator;
    if (config->parameters[0] != '\0') { /* YOURS: parse "key=value,key=value" */
        snprintf(config->message, config->message_bytes,
                 "this engine takes no parameters, but was given '%s'", config->parameters);
        return TKG_ENGINE_FAILED;
    }
    struct skeleton_engine *engine =
        allocator->allocate(allocator->context, sizeof *engine, _Alignof(struct skeleton_engine));
    if (!engine) {
        snprintf(config->message, config->message_bytes, "out of memory");
        return TKG_ENGINE_FAILED;
    }
    engine->allocator = *allocator;
    engine->instrument_count = config->instrument_count;
    reset(engine);
    *made = engine;
    return TKG_ENGINE_OK;
}

static int is_bad(const struct skeleton_engine *engine, const struct tkg_tick *tick)
{
    return tick->instrument_id >= engine->instrument_count || tick->kind > TKG_TICK_TRADE ||
           tick->time_ns < engine->state.last_time_ns || tick->bid_price <= 0 ||
           tick->bid_price > tick->ask_price;
}

/* YOURS: market state, strategy, orders, fills. Integers only, or the digest differs between
 * machines. */
static void play(struct skeleton_state *state, const struct tkg_tick *tick)
{
    if (tick->instrument_id != 0 || tick->kind != TKG_TICK_QUOTE) {
        return;
    }
    const int64_t half_ticks = (int64_t)tick->bid_price + tick->ask_price;
    if (state->entry_half_ticks == 0) {
        state->entry_half_ticks = half_ticks;
    }
    state->equity = (half_ticks - state->entry_half_ticks) * 5000; /* 1e4 money for a tick */
}

static void account(struct skeleton_state *state)
{
    if (state->equity > state->equity_peak) {
        state->equity_peak = state->equity;
    }
    if (state->equity_peak - state->equity > state->drawdown_max) {
        state->drawdown_max = state->equity_peak - state->equity;
    }
    /* Anything that mixes well and depends on the order; multiplier: Knuth's MMIX. */
    state->digest = state->digest * UINT64_C(6364136223846793005) + (uint64_t)state->equity;
}

static int on_ticks(void *self, const struct tkg_tick *ticks, size_t tick_count)
{
    struct skeleton_engine *engine = self;
    for (size_t i = 0; i < tick_count; i++) {
        engine->state.tick_count++; /* bad ticks count as processed, too */
        if (is_bad(engine, &ticks[i])) {
            engine->state.rejected_count++;
            continue;
        }
        engine->state.last_time_ns = ticks[i].time_ns;
        play(&engine->state, &ticks[i]);
        account(&engine->state);
    }
    return TKG_ENGINE_OK;
}

static int finish(void *self, struct tkg_engine_report *report)
{
    const struct skeleton_engine *engine = self;
    const struct tkg_engine_report full = {
        .struct_bytes = report->struct_bytes,
        .processed_tick_count = engine->state.tick_count,
        .rejected_tick_count = engine->state.rejected_count,
        .final_equity = engine->state.equity,
        .max_drawdown = engine->state.drawdown_max,
        .digest = engine->state.digest ^ engine->state.tick_count,
    };
    /* An older host knows fewer fields: never write beyond its struct_bytes. */
    const size_t bytes = report->struct_bytes < sizeof full ? report->struct_bytes : sizeof full;
    memcpy(report, &full, bytes);
    return TKG_ENGINE_OK;
}

static void destroy(void *self)
{
    struct skeleton_engine *engine = self;
    const struct tkg_allocator allocator = engine->allocator;
    allocator.release(allocator.context, engine, sizeof *engine);
}

const struct tkg_engine_ops *tkg_engine_entry(uint32_t host_abi_version)
{
    static const struct tkg_engine_ops ops = {
        .abi_version = TKG_ENGINE_ABI_VERSION,
        .struct_bytes = sizeof(struct tkg_engine_ops),
        .name = "skeleton", /* YOURS */
        .version = "1",
        .create = create,
        .reset = reset,
        .on_ticks = on_ticks,
        .finish = finish,
        .destroy = destroy,
    };
    return host_abi_version == TKG_ENGINE_ABI_VERSION ? &ops : NULL;
}
