/* SPDX-License-Identifier: Apache-2.0 */
#include "reference_fixture.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "cmocka_support.h"
#include "reference.h"

static const struct tkg_instrument instruments[64];

static void *allocate(void *context, size_t bytes, size_t alignment)
{
    struct reference_fixture *fixture = context;
    void *memory = NULL;
    if (fixture->refuses || posix_memalign(&memory, alignment, bytes) != 0) {
        return NULL;
    }
    memset(memory, 0, bytes);
    fixture->allocation_count++;
    fixture->live_bytes += bytes;
    return memory;
}

static void release(void *context, void *memory, size_t bytes)
{
    struct reference_fixture *fixture = context;
    fixture->live_bytes -= bytes;
    free(memory);
}

bool reference_fixture_open(struct reference_fixture *fixture, const char *parameters,
                            uint32_t instrument_count)
{
    return reference_fixture_open_ops(fixture, tkg_reference_entry(TKG_ENGINE_ABI_VERSION),
                                      parameters, instrument_count);
}

bool reference_fixture_open_ops(struct reference_fixture *fixture, const struct tkg_engine_ops *ops,
                                const char *parameters, uint32_t instrument_count)
{
    *fixture = (struct reference_fixture){
        .ops = ops, .refuses = fixture->refuses, .seed = fixture->seed, .stages = fixture->stages};
    fixture->allocator = (struct tkg_allocator){fixture, allocate, release};
    const struct tkg_engine_config config = {.struct_bytes = sizeof config,
                                             .instrument_count = instrument_count,
                                             .instruments = instruments,
                                             .allocator = &fixture->allocator,
                                             .parameters = parameters,
                                             .seed = fixture->seed,
                                             .stages = fixture->stages,
                                             .message = fixture->message,
                                             .message_bytes = sizeof fixture->message};
    return fixture->ops->create(&config, &fixture->engine) == TKG_ENGINE_OK;
}

void reference_fixture_close(struct reference_fixture *fixture)
{
    if (fixture->engine) {
        fixture->ops->destroy(fixture->engine);
    }
    assert_int_equal(fixture->live_bytes, 0);
}

void reference_fixture_feed(const struct reference_fixture *fixture, const struct tkg_tick *ticks,
                            size_t count, size_t batch)
{
    for (size_t i = 0; i < count; i += batch) {
        const size_t length = count - i < batch ? count - i : batch;
        assert_int_equal(fixture->ops->on_ticks(fixture->engine, ticks + i, length), TKG_ENGINE_OK);
    }
}

struct tkg_engine_report reference_fixture_report(const struct reference_fixture *fixture)
{
    struct tkg_engine_report report = {.struct_bytes = sizeof report};
    assert_int_equal(fixture->ops->finish(fixture->engine, &report), TKG_ENGINE_OK);
    return report;
}

void reference_fixture_assert_equal(const struct tkg_engine_report *a,
                                    const struct tkg_engine_report *b)
{
    assert_int_equal(a->processed_tick_count, b->processed_tick_count);
    assert_int_equal(a->rejected_tick_count, b->rejected_tick_count);
    assert_int_equal(a->order_count, b->order_count);
    assert_int_equal(a->fill_count, b->fill_count);
    assert_int_equal(a->final_equity, b->final_equity);
    assert_int_equal(a->max_drawdown, b->max_drawdown);
    assert_int_equal(a->digest, b->digest);
}

struct tkg_tick reference_quote(int64_t time_ns, int32_t bid, int32_t ask, uint32_t bid_size,
                                uint32_t ask_size)
{
    return (struct tkg_tick){.time_ns = time_ns,
                             .bid_price = bid,
                             .ask_price = ask,
                             .bid_size = bid_size,
                             .ask_size = ask_size,
                             .kind = TKG_TICK_QUOTE};
}

struct tkg_tick reference_trade(int64_t time_ns, int32_t price, int32_t lots)
{
    return (struct tkg_tick){.time_ns = time_ns,
                             .bid_price = price,
                             .ask_price = price,
                             .bid_size = lots < 0 ? (uint32_t)-lots : 0,
                             .ask_size = lots > 0 ? (uint32_t)lots : 0,
                             .kind = TKG_TICK_TRADE};
}
