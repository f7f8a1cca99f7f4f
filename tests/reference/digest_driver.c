/* SPDX-License-Identifier: Apache-2.0
 *
 * digest_driver: plays every kind of stream through every strategy and prints one digest a line,
 * for digest_matrix, which compiles the core in many ways and compares. How a stream is cut into
 * batches and whether stages are recorded must not change a digest: that is checked here.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "reference.h"
#include "tick/tick_source.h"
#include <tickgate/trace.h>

enum { TICK_COUNT = 60000, MESSAGE_BYTES = 256 };

static const struct {
    const char *stream;
    const char *parameters;
} plays[] = {
    {"synthetic:futures", "strategy=taker"},
    {"synthetic:futures", "strategy=maker"},
    {"synthetic:futures", "strategy=taker,loop=general"},
    {"synthetic:futures", "strategy=maker,loop=general"},
    {"synthetic:fx", "strategy=reversion,window_samples=64"},
    {"synthetic:futures+faults", "strategy=reversion,sample_ns=1000000,window_samples=64"},
    {"synthetic:futures",
     "strategy=reversion,sample_ns=1000000,window_samples=64,entry_e3=1000,bar=time,"
     "bar_size=100000000,rsi_limit_e3=45000,atr_min_e3=500,vwap_side=1"},
    {"synthetic:futures", "strategy=storm,latency=jitter,queue=power,impact_e3=300,storm_every=3"},
    {"synthetic:depth", "book=l2,strategy=maker"},
    {"synthetic:depth", "book=l2,strategy=storm,latency=jitter,queue=power,slippage_spread_e3=200"},
    {"synthetic:orders", "book=l3,strategy=maker"},
    {"synthetic:orders", "book=l3,strategy=storm,feed_latency_ns=5000,response_latency_ns=70000"},
};

static const size_t batches[] = {1, 7, 256, 4096};

static void *allocate(void *context, size_t bytes, size_t alignment)
{
    const size_t rounded = (bytes + alignment - 1) / alignment * alignment;
    void *memory = aligned_alloc(alignment < 64 ? 64 : alignment, (rounded + 63) / 64 * 64);
    (void)context;
    return memory ? memset(memory, 0, bytes) : NULL;
}

static void release(void *context, void *memory, size_t bytes)
{
    (void)context;
    (void)bytes;
    free(memory);
}

static void stop(const char *what, const char *why)
{
    (void)fprintf(stderr, "digest_driver: %s: %s\n", what, why);
    exit(1);
}

static uint64_t play(const struct tkg_engine_config *config, const struct tkg_tick *ticks,
                     size_t batch)
{
    const struct tkg_engine_ops *ops = tkg_reference_entry(TKG_ENGINE_ABI_VERSION);
    struct tkg_engine_report report = {.struct_bytes = sizeof report};
    void *engine = NULL;
    if (ops->create(config, &engine) != TKG_ENGINE_OK) {
        stop(config->parameters, config->message);
    }
    for (size_t at = 0; at < TICK_COUNT; at += batch) {
        const size_t count = TICK_COUNT - at < batch ? TICK_COUNT - at : batch;
        if (ops->on_ticks(engine, ticks + at, count) != TKG_ENGINE_OK) {
            stop(config->parameters, "on_ticks failed");
        }
    }
    if (ops->finish(engine, &report) != TKG_ENGINE_OK) {
        stop(config->parameters, "finish failed");
    }
    ops->destroy(engine);
    if (report.fill_count == 0) {
        stop(config->parameters, "no fill: the digest would say nothing");
    }
    return report.digest;
}

/* Every batch size, with and without stages: one digest. */
static uint64_t play_all_ways(struct tkg_engine_config *config, const struct tkg_tick *ticks)
{
    uint64_t digest = 0;
    for (size_t way = 0; way < 2 * sizeof batches / sizeof batches[0]; way++) {
        struct tkg_stage_recorder recorder = {.struct_bytes = sizeof recorder};
        config->stages = way % 2 == 1 ? &recorder : NULL;
        const uint64_t found = play(config, ticks, batches[way / 2]);
        if (way > 0 && found != digest) {
            stop(config->parameters, "the digest depends on batches or stages");
        }
        digest = found;
    }
    return digest;
}

static void play_row(size_t row)
{
    static const struct tkg_allocator allocator = {NULL, allocate, release};
    struct tkg_tick_source *source = NULL;
    struct tkg_error err = {0};
    char message[MESSAGE_BYTES] = "";
    struct tkg_tick *ticks = calloc(TICK_COUNT, sizeof *ticks);
    if (!ticks || tkg_tick_source_open(&source, plays[row].stream, 42, &err) != TKG_OK) {
        stop(plays[row].stream, err.text);
    }
    tkg_tick_source_read(source, 0, ticks, TICK_COUNT);
    struct tkg_engine_config config = {
        .struct_bytes = sizeof config,
        .allocator = &allocator,
        .parameters = plays[row].parameters,
        .seed = 42,
        .message = message,
        .message_bytes = sizeof message,
    };
    config.instruments = tkg_tick_source_instruments(source, &config.instrument_count);
    (void)printf("0x%016" PRIx64 "  %s  %s\n", play_all_ways(&config, ticks), plays[row].stream,
                 plays[row].parameters);
    tkg_tick_source_close(source);
    free(ticks);
}

int main(void)
{
    for (size_t row = 0; row < sizeof plays / sizeof plays[0]; row++) {
        play_row(row);
    }
    return 0;
}
