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
 * Threads: tickgate calls one instance from one thread, never concurrently. With `--threads`
 * several instances run at once, each on a thread of its own (docs/plugin-abi.md).
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

/* What a tick record says. L1 streams hold quotes and trades; L2 streams depth and trades; L3
 * streams the messages of single orders. An engine refuses (counts as rejected) kinds that it does
 * not know. */
enum tkg_tick_kind {
    TKG_TICK_QUOTE = 0,        /* L1: best bid and ask, with the sizes at both */
    TKG_TICK_TRADE = 1,        /* one trade; see struct tkg_tick */
    TKG_TICK_DEPTH = 2,        /* L2: the lots of one price level are now bid_size; 0: none left */
    TKG_TICK_ORDER_ADD = 3,    /* L3: a new order joins the end of the queue at its price */
    TKG_TICK_ORDER_MODIFY = 4, /* L3: new price and lots; keeps its place in the queue only when the
                                  price is the same and the lots do not grow */
    TKG_TICK_ORDER_REDUCE = 5, /* L3: bid_size lots of the order are cancelled; its place stays */
    TKG_TICK_ORDER_DELETE = 6, /* L3: the whole order is cancelled */
    TKG_TICK_ORDER_EXECUTE = 7, /* L3: bid_size lots of the order traded at its price */
};

/* Bits of tkg_tick.flags. */
enum tkg_tick_flag {
    TKG_TICK_SESSION_START = 1u << 0, /* first tick of the instrument after a session gap */
    TKG_TICK_ASK_SIDE = 1u << 1,      /* depth and orders: the ask side; otherwise the bid side */
};

/* One event: 32 bytes, little-endian on disk, no padding.
 *
 * Quote: bid_price < ask_price in a sane market; equal is locked, greater is crossed.
 * Trade: bid_price == ask_price == the traded price; the traded lots stand in ask_size when the
 *        buyer was the aggressor (lifted the ask) and in bid_size when the seller was; the other is
 * 0.
 * Depth and orders: the price stands in bid_price and the lots in bid_size on either side
 * (TKG_TICK_ASK_SIDE tells which). ask_price and ask_size hold the order's id, 0 for depth; use
 * tkg_tick_order_id(). Reduce, delete and execute repeat the order's side and price.
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

/* The id of an L3 order, unique among the live orders of its instrument. */
static inline uint64_t tkg_tick_order_id(const struct tkg_tick *tick)
{
    return (uint64_t)tick->ask_size << 32 | (uint32_t)tick->ask_price;
}

static inline void tkg_tick_set_order_id(struct tkg_tick *tick, uint64_t order_id)
{
    tick->ask_price = (int32_t)(uint32_t)order_id;
    tick->ask_size = (uint32_t)(order_id >> 32);
}

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

struct tkg_stage_recorder; /* <tickgate/trace.h> */

/* What create() receives. Valid only during the call, except the allocator and the recorder, which
 * outlive the engine. Fields from stages on are there only when struct_bytes covers them. */
struct tkg_engine_config {
    uint32_t struct_bytes;                    /* sizeof(struct tkg_engine_config) of the host */
    uint32_t instrument_count;                /* >= 1 */
    const struct tkg_instrument *instruments; /* instrument_count rows */
    const struct tkg_allocator *allocator;    /* never NULL */
    const char *parameters;                   /* "key=value,key=value"; never NULL, may be empty */
    uint64_t seed;                            /* for engines that draw random numbers */
    char *message;                            /* where a failing create() may say why */
    size_t message_bytes;                     /* room in message, terminator included */
    struct tkg_stage_recorder *stages; /* where to say what the engine is busy with; NULL: the
                                          host does not ask. Must not change any result */
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

/* What portfolio() fills in: how well the strategy did. Never part of the digest. The host zeroes
 * it and sets struct_bytes. NaN: not defined for this run (no returns, no loss to divide by).
 * Returns are those of equity over equal stretches of time; ratios are annualised. */
struct tkg_engine_portfolio {
    uint32_t struct_bytes;
    uint32_t reserved;
    uint64_t return_count;       /* stretches of time the ratios rest on */
    uint64_t round_trip_count;   /* positions opened and closed again */
    uint64_t winning_trip_count; /* of these, with a profit after fees */
    double sharpe;               /* mean return over its standard deviation */
    double sortino;              /* mean return over its downside deviation */
    double calmar;               /* annual return over the greatest drawdown */
    double profit_factor;        /* gross profit over gross loss of the round trips */
    double turnover;             /* value traded over the capital */
    double max_drawdown_share;   /* greatest fall from a peak, as a share of the capital */
};

/* Return value of operations that can fail. Anything else counts as failed, too. */
enum tkg_engine_result {
    TKG_ENGINE_OK = 0,
    TKG_ENGINE_FAILED = 1,
};

/* The table of operations. All pointers up to destroy are required; the ones after it are optional,
 * and looked at only when struct_bytes covers them. */
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

    /* Optional, may be NULL: portfolio statistics of everything since reset. Like finish(), it
     * changes nothing. */
    int (*portfolio)(void *engine, struct tkg_engine_portfolio *portfolio);
};

/* The one exported symbol. host_abi_version is what the host was built with; an engine that cannot
 * serve it returns NULL. The table is static: valid as long as the object is loaded. */
typedef const struct tkg_engine_ops *(*tkg_engine_entry_function)(uint32_t host_abi_version);
#define TKG_ENGINE_ENTRY_SYMBOL "tkg_engine_entry"

#define TKG_ENGINE_EXPORT __attribute__((visibility("default"))) /* gcc and clang */
TKG_ENGINE_EXPORT const struct tkg_engine_ops *tkg_engine_entry(uint32_t host_abi_version);

#ifdef __cplusplus
}
#endif

#endif
