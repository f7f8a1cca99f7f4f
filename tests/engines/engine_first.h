/* SPDX-License-Identifier: Apache-2.0
 *
 * The engine ABI: what a backtest engine offers so that tickgate can replay ticks through it.
 *
 * An engine is a shared object (or a file linked into tickgate) that exports one function,
 * tkg_engine_entry(), which returns a table of five operations. tickgate owns the loop:
 *
 *     create -> [ reset -> on_ticks, on_ticks, ... -> finish ]* -> destroy
 *
 * Versioning: the ABI only grows. Every struct starts with (or carries) struct_bytes, the size the
 * writer knew; a reader looks at a field only when struct_bytes covers it. A table whose
 * abi_version differs from TKG_ENGINE_ABI_VERSION is refused with a message naming both.
 *
 * Threads: tickgate calls one engine from one thread at a time, never concurrently.
 * Integer state: prices are in ticks of the instrument, sizes in lots, money in ticks x lots unless
 * the engine says otherwise. Nothing floating point may enter the digest.
 */
#ifndef TICKGATE_ENGINE_H
#define TICKGATE_ENGINE_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define TKG_ENGINE_ABI_VERSION 1u

/* What a tick record says. */
enum tkg_tick_kind {
    TKG_TICK_QUOTE = 0, /* best bid and ask, with the sizes at both */
    TKG_TICK_TRADE = 1, /* one trade; see struct tkg_tick */
};

/* Bits of tkg_tick.flags. */
enum tkg_tick_flag {
    TKG_TICK_SESSION_START = 1u << 0, /* first tick of the instrument after a session gap */
};

/* One L1 event: 32 bytes, little-endian on disk, no padding.
 *
 * Quote: bid_price < ask_price in a sane market; equal is locked, greater is crossed.
 * Trade: bid_price == ask_price == the traded price; the traded lots stand in ask_size when the
 *        buyer was the aggressor (lifted the ask) and in bid_size when the seller was; the other is
 * 0.
 */
struct tkg_tick {
    int64_t time_ns;   /* nanoseconds since 1970-01-01 UTC, never decreasing in a clean stream */
    int32_t bid_price; /* in price ticks of the instrument */
    int32_t ask_price; /* in price ticks of the instrument */
    uint32_t bid_size; /* in lots */
    uint32_t ask_size; /* in lots */
    uint32_t instrument_id; /* index into the instrument table, 0-based */
    uint16_t kind;          /* enum tkg_tick_kind */
    uint16_t flags;         /* enum tkg_tick_flag, or-ed; unknown bits are to be ignored */
};

/* One row of the instrument table. */
struct tkg_instrument {
    char name[16];         /* zero-terminated, printable ASCII */
    int64_t price_tick_e9; /* size of one price tick in quote currency, times 1e9; > 0 */
    int64_t lot_e9;        /* size of one lot in base units, times 1e9; > 0 */
};

/* The host's allocator. An engine should take all its state from here in create(), so that the
 * instrument chooses where the state lies and can count it; memory taken elsewhere still shows in
 * the process's peak. allocate returns zeroed memory or NULL; alignment is a power of two <= 4096.
 */
struct tkg_allocator {
    void *context;
    void *(*allocate)(void *context, size_t bytes, size_t alignment);
    void (*release)(void *context, void *memory, size_t bytes);
};

/* What create() receives. Valid only during the call, except the allocator, which outlives the
 * engine. */
struct tkg_engine_config {
    uint32_t struct_bytes;                    /* sizeof(struct tkg_engine_config) of the host */
    uint32_t instrument_count;                /* >= 1 */
    const struct tkg_instrument *instruments; /* instrument_count rows */
    const struct tkg_allocator *allocator;    /* never NULL */
    const char *parameters;                   /* "key=value,key=value"; never NULL, may be empty */
    uint64_t seed;                            /* for engines that draw random numbers */
    char *message;                            /* where a failing create() may say why */
    size_t message_bytes;                     /* room in message, terminator included */
};

/* What finish() fills in. The host zeroes it and sets struct_bytes before the call. */
struct tkg_engine_report {
    uint32_t struct_bytes;
    uint32_t reserved;
    uint64_t processed_tick_count; /* every tick handed in since reset, rejected ones included */
    uint64_t rejected_tick_count;  /* ticks seen and refused (crossed, out of order, bad price) */
    uint64_t order_count;          /* orders sent to the market */
    uint64_t fill_count;           /* fills, partial ones included */
    int64_t final_equity;          /* cash + position value at the end, in ticks x lots x 1e4 */
    int64_t max_drawdown;          /* greatest fall of equity from its peak, same unit, >= 0 */
    uint64_t digest; /* hash over fills, equity and processed_tick_count; equal for equal
                        ticks whatever the batch sizes, compiler or machine */
};

/* Return value of operations that can fail. Anything else counts as failed, too. */
enum tkg_engine_result {
    TKG_ENGINE_OK = 0,
    TKG_ENGINE_FAILED = 1,
};

/* The table of operations. All pointers but the last group's are required. */
struct tkg_engine_ops {
    uint32_t abi_version;  /* TKG_ENGINE_ABI_VERSION the engine was built with */
    uint32_t struct_bytes; /* sizeof(struct tkg_engine_ops) the engine was built with */
    const char *name;      /* short, printable; shown in every report */
    const char *version;   /* free text, e.g. a commit id; may be NULL */

    /* Makes one engine in its first state. On failure *engine is untouched and config->message may
     * hold one line for the user. */
    int (*create)(const struct tkg_engine_config *config, void **engine);

    /* Back to the exact state after create(), cheaply: no allocation; called thousands of times. */
    void (*reset)(void *engine);

    /* Consumes tick_count ticks in order. Batches are 1 to 1,048,576 ticks long; how a stream is
     * cut into batches must not change any result. The memory of ticks is the host's, read only,
     * and not valid after the call. */
    int (*on_ticks)(void *engine, const struct tkg_tick *ticks, size_t tick_count);

    /* Reports on everything since reset. Must not change the state: called twice it says the same.
     */
    int (*finish)(void *engine, struct tkg_engine_report *report);

    /* Gives all memory back. engine may not be used afterwards. */
    void (*destroy)(void *engine);
};

/* The one exported symbol. host_abi_version is what the host was built with; an engine that cannot
 * serve it returns NULL. The table is static: valid as long as the object is loaded. */
typedef const struct tkg_engine_ops *(*tkg_engine_entry_function)(uint32_t host_abi_version);
#define TKG_ENGINE_ENTRY_SYMBOL "tkg_engine_entry"

#if defined(__GNUC__)
#define TKG_ENGINE_EXPORT __attribute__((visibility("default")))
#else
#define TKG_ENGINE_EXPORT
#endif
TKG_ENGINE_EXPORT const struct tkg_engine_ops *tkg_engine_entry(uint32_t host_abi_version);

#ifdef __cplusplus
}
#endif

#endif
