/* SPDX-License-Identifier: Apache-2.0
 *
 * The reference core by itself: whole strategies in batches, and the books' operations. Units are
 * ticks (L1), events (L2) and messages (L3); they do not compare with one another.
 */
#include "micro.h"

#include <stdlib.h>
#include <string.h>

#include "book/depth_book.h"
#include "book/fifo_book.h"
#include "reference.h"
#include "tick/tick_source.h"

enum {
    BATCH_TICKS = 1000,
    STREAM_TICKS = 256000, /* 8 MiB: replayed from the start, after a reset, when it is used up */
    ALIGNMENT = 64,
    INSTRUMENT_COUNT_MAX = 16,
    LEVEL_MAX = 4096,
    ORDER_MAX = 65536,
};

static void *allocate(void *context, size_t bytes, size_t alignment)
{
    const size_t aligned = alignment < ALIGNMENT ? ALIGNMENT : alignment;
    const size_t rounded = (bytes + aligned - 1) / aligned * aligned;
    void *memory = aligned_alloc(aligned, rounded);
    (void)context;
    return memory ? memset(memory, 0, rounded) : NULL;
}

static void release(void *context, void *memory, size_t bytes)
{
    (void)context;
    (void)bytes;
    free(memory);
}

/* What a strategy is run with. */
struct strategy {
    const char *title;
    const char *stream;
    const char *parameters;
};

static void *create_core(struct tkg_state *state, const struct strategy *strategy)
{
    static const struct tkg_allocator allocator = {NULL, allocate, release};
    struct tkg_tick_source *source = NULL;
    struct tkg_error err = {0};
    void *core = NULL;
    char message[256] = "";
    if (tkg_tick_source_open(&source, strategy->stream, 42, &err) != TKG_OK) {
        tkg_state_skip_with_error(state, err.text);
        return NULL;
    }
    struct tkg_engine_config config = {
        .struct_bytes = sizeof config,
        .allocator = &allocator,
        .parameters = strategy->parameters,
        .seed = 42,
        .message = message,
        .message_bytes = sizeof message,
    };
    config.instruments = tkg_tick_source_instruments(source, &config.instrument_count);
    if (tkg_reference_entry(TKG_ENGINE_ABI_VERSION)->create(&config, &core) != TKG_ENGINE_OK) {
        tkg_state_skip_with_error(state, message);
    }
    tkg_tick_source_close(source);
    return core;
}

static void play_batches(struct tkg_state *state, void *core, const struct tkg_tick *ticks)
{
    const struct tkg_engine_ops *ops = tkg_reference_entry(TKG_ENGINE_ABI_VERSION);
    size_t at = 0;
    ops->reset(core);
    TKG_TIMED_LOOP(state) {
        if (at == STREAM_TICKS) {
            ops->reset(core);
            at = 0;
        }
        if (ops->on_ticks(core, ticks + at, BATCH_TICKS) != TKG_ENGINE_OK) {
            tkg_state_skip_with_error(state, "the core failed");
            break;
        }
        at += BATCH_TICKS;
    }
    tkg_state_set_items_processed(state, tkg_state_iterations(state) * BATCH_TICKS);
}

static void play_strategy(struct tkg_state *state, void *user)
{
    const struct strategy *strategy = user;
    struct tkg_tick *ticks = tkg_micro_ticks(state, strategy->stream, STREAM_TICKS);
    void *core = ticks ? create_core(state, strategy) : NULL;
    if (core) {
        play_batches(state, core, ticks);
        tkg_reference_entry(TKG_ENGINE_ABI_VERSION)->destroy(core);
    }
    free(ticks);
}

/* One book for each instrument; the functions that differ between the kinds. */
struct book_kind {
    const char *title;
    const char *stream;
    void *(*create)(void);
    void (*reset)(void *book);
    void (*apply)(void *book, const struct tkg_tick *tick, struct tkg_book_change *change);
};

static void *create_depth(void)
{
    const size_t bytes = tkg_depth_book_bytes(LEVEL_MAX);
    void *memory = allocate(NULL, bytes, ALIGNMENT);
    return memory ? tkg_depth_book_init(memory, LEVEL_MAX) : NULL;
}

static void reset_depth(void *book)
{
    tkg_depth_book_reset(book);
}

static void apply_depth(void *book, const struct tkg_tick *tick, struct tkg_book_change *change)
{
    tkg_depth_book_apply(book, tick, change);
}

static void *create_fifo(void)
{
    static const struct tkg_fifo_book_limits limits = {ORDER_MAX, LEVEL_MAX};
    void *memory = allocate(NULL, tkg_fifo_book_bytes(&limits), ALIGNMENT);
    return memory ? tkg_fifo_book_init(memory, &limits) : NULL;
}

static void reset_fifo(void *book)
{
    tkg_fifo_book_reset(book);
}

static void apply_fifo(void *book, const struct tkg_tick *tick, struct tkg_book_change *change)
{
    tkg_fifo_book_apply(book, tick, change);
}

static void reset_books(const struct book_kind *kind, void *const *books)
{
    for (size_t i = 0; i < INSTRUMENT_COUNT_MAX; i++) {
        kind->reset(books[i]);
    }
}

static void apply_batches(struct tkg_state *state, const struct book_kind *kind, void *const *books,
                          const struct tkg_tick *ticks)
{
    size_t at = 0;
    uint64_t rejected_count = 0;
    TKG_TIMED_LOOP(state) {
        if (at == STREAM_TICKS) {
            reset_books(kind, books);
            at = 0;
        }
        for (const struct tkg_tick *tick = ticks + at; tick != ticks + at + BATCH_TICKS; tick++) {
            struct tkg_book_change change;
            kind->apply(books[tick->instrument_id % INSTRUMENT_COUNT_MAX], tick, &change);
            rejected_count += change.event == TKG_BOOK_REJECTED;
        }
        at += BATCH_TICKS;
    }
    tkg_state_set_items_processed(state, tkg_state_iterations(state) * BATCH_TICKS);
    tkg_state_set_counter(state, "rejected", (double)rejected_count, TKG_COUNTER_PLAIN);
}

static void apply_book(struct tkg_state *state, void *user)
{
    const struct book_kind *kind = user;
    void *books[INSTRUMENT_COUNT_MAX] = {NULL};
    struct tkg_tick *ticks = tkg_micro_ticks(state, kind->stream, STREAM_TICKS);
    size_t created = 0;
    while (ticks && created < INSTRUMENT_COUNT_MAX && (books[created] = kind->create()) != NULL) {
        created++;
    }
    if (created == INSTRUMENT_COUNT_MAX) {
        apply_batches(state, kind, books, ticks);
    } else if (ticks) {
        tkg_state_skip_with_error(state, "out of memory for the books");
    }
    for (size_t i = 0; i < created; i++) {
        free(books[i]);
    }
    free(ticks);
}

void tkg_micro_register_reference(void)
{
    static struct strategy strategies[] = {
        {"reference/l1_taker", "synthetic:futures", "strategy=taker"},
        {"reference/l1_maker", "synthetic:futures", "strategy=maker"},
        {"reference/l1_reversion", "synthetic:futures", "strategy=reversion"},
        {"reference/l2_maker", "synthetic:depth", "book=l2,strategy=maker"},
        {"reference/l3_maker", "synthetic:orders", "book=l3,strategy=maker"},
    };
    static struct book_kind books[] = {
        {"reference/depth_book", "synthetic:depth", create_depth, reset_depth, apply_depth},
        {"reference/fifo_book", "synthetic:orders", create_fifo, reset_fifo, apply_fifo},
    };
    for (size_t i = 0; i < sizeof strategies / sizeof strategies[0]; i++) {
        (void)tkg_benchmark_register(strategies[i].title, play_strategy, &strategies[i], NULL);
    }
    for (size_t i = 0; i < sizeof books / sizeof books[0]; i++) {
        (void)tkg_benchmark_register(books[i].title, apply_book, &books[i], NULL);
    }
}
