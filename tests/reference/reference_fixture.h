/* SPDX-License-Identifier: Apache-2.0
 *
 * A reference core under test: created through the public ABI, with an allocator that counts.
 */
#ifndef TKG_TESTS_REFERENCE_FIXTURE_H
#define TKG_TESTS_REFERENCE_FIXTURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tickgate/engine.h>

struct reference_fixture {
    const struct tkg_engine_ops *ops;
    void *engine;
    struct tkg_allocator allocator;
    bool refuses;                      /* set before open: the allocator returns NULL, */
    uint64_t seed;                     /* config's seed, */
    struct tkg_stage_recorder *stages; /* and its recorder */
    size_t allocation_count;
    size_t live_bytes;
    char message[1024];
};

/* False when create() fails; message then holds why. */
bool reference_fixture_open(struct reference_fixture *fixture, const char *parameters,
                            uint32_t instrument_count);
/* The same with the table of another engine. */
bool reference_fixture_open_ops(struct reference_fixture *fixture, const struct tkg_engine_ops *ops,
                                const char *parameters, uint32_t instrument_count);
/* Destroys the engine (when there is one) and asserts that all memory came back. */
void reference_fixture_close(struct reference_fixture *fixture);

/* Feeds everything in batches of batch ticks; asserts success. */
void reference_fixture_feed(const struct reference_fixture *fixture, const struct tkg_tick *ticks,
                            size_t count, size_t batch);
/* finish(), asserted to succeed. */
struct tkg_engine_report reference_fixture_report(const struct reference_fixture *fixture);
/* Every field, by assertion. */
void reference_fixture_assert_equal(const struct tkg_engine_report *a,
                                    const struct tkg_engine_report *b);

/* Ticks by hand. */
struct tkg_tick reference_quote(int64_t time_ns, int32_t bid, int32_t ask, uint32_t bid_size,
                                uint32_t ask_size);
/* lots > 0: the buyer was the aggressor; < 0: the seller. */
struct tkg_tick reference_trade(int64_t time_ns, int32_t price, int32_t lots);

#endif
