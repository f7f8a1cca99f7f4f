/* SPDX-License-Identifier: Apache-2.0
 *
 * Included last by an engine of the calibration: the operations around its `struct engine_state`,
 * engine_reset(), engine_play() and engine_report(). A header and no file of its own, so that an
 * engine is one source: it is built in hundreds of layouts.
 *
 * Parameters, one at a time:
 *   page=1   the state lies at the beginning of a page: then, on some machines, one process in some
 *            hundred runs several times slower
 *   moody=1  one instance in fifty does everything twice, by a draw from its process and address:
 * the accident of a slow page frame, on any machine
 */
#include <stddef.h>
#include <string.h>
#include <unistd.h>

struct engine {
    struct tkg_allocator allocator;
    struct engine_state *state;
    struct engine_state *second; /* of a slow instance: plays the same; else NULL */
    uint64_t tick_count;
};

enum { MOODY_ONE_IN = 50 };

static void reset(void *self)
{
    struct engine *engine = self;
    engine->tick_count = 0;
    engine_reset(engine->state);
    if (engine->second) {
        engine_reset(engine->second);
    }
}

static struct engine_state *make_state(const struct tkg_allocator *host, size_t alignment)
{
    return host->allocate(host->context, sizeof(struct engine_state), alignment);
}

/* Splitmix64's finaliser (Steele, Lea, Flood 2014) of what differs between two processes. */
static int is_moody(const struct tkg_engine_config *config, const void *address)
{
    uint64_t drawn = (uint64_t)getpid() * UINT64_C(0x9e3779b97f4a7c15) ^ (uintptr_t)address;
    drawn = (drawn ^ (drawn >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    drawn = (drawn ^ (drawn >> 27)) * UINT64_C(0x94d049bb133111eb);
    return strcmp(config->parameters, "moody=1") == 0 && (drawn >> 32) % MOODY_ONE_IN == 0;
}

static void destroy(void *self)
{
    struct engine *engine = self;
    const struct tkg_allocator host = engine->allocator;
    if (engine->second) {
        host.release(host.context, engine->second, sizeof *engine->second);
    }
    if (engine->state) {
        host.release(host.context, engine->state, sizeof *engine->state);
    }
    host.release(host.context, engine, sizeof *engine);
}

static int create(const struct tkg_engine_config *config, void **made)
{
    const struct tkg_allocator *host = config->allocator;
    const size_t alignment = strcmp(config->parameters, "page=1") == 0 ? 4096 : 64;
    struct engine *engine = host->allocate(host->context, sizeof *engine, _Alignof(struct engine));
    if (!engine) {
        return TKG_ENGINE_FAILED;
    }
    const int is_slow = is_moody(config, engine);
    engine->allocator = *host;
    engine->state = make_state(host, alignment);
    engine->second = is_slow ? make_state(host, alignment) : NULL;
    if (!engine->state || (is_slow && !engine->second)) {
        destroy(engine);
        return TKG_ENGINE_FAILED;
    }
    reset(engine);
    *made = engine;
    return TKG_ENGINE_OK;
}

static int on_ticks(void *self, const struct tkg_tick *ticks, size_t tick_count)
{
    struct engine *engine = self;
    for (size_t i = 0; i < tick_count; i++) {
        engine_play(engine->state, &ticks[i]);
    }
    for (size_t i = 0; engine->second && i < tick_count; i++) {
        engine_play(engine->second, &ticks[i]);
    }
    engine->tick_count += tick_count;
    return TKG_ENGINE_OK;
}

static int finish(void *self, struct tkg_engine_report *report)
{
    const struct engine *engine = self;
    report->processed_tick_count = engine->tick_count;
    engine_report(engine->state, report);
    report->digest ^= engine->tick_count;
    return TKG_ENGINE_OK;
}

const struct tkg_engine_ops *tkg_engine_entry(uint32_t host_abi_version)
{
    static const struct tkg_engine_ops ops = {
        .abi_version = TKG_ENGINE_ABI_VERSION,
        .struct_bytes = sizeof(struct tkg_engine_ops),
        .name = CALIBRATION_NAME,
        .version = "1",
        .create = create,
        .reset = reset,
        .on_ticks = on_ticks,
        .finish = finish,
        .destroy = destroy,
    };
    return host_abi_version == TKG_ENGINE_ABI_VERSION ? &ops : NULL;
}
