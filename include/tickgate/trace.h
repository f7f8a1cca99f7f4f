/* SPDX-License-Identifier: Apache-2.0
 *
 * The instrumentation API: how an engine says what it is busy with.
 *
 * Stages: a thread is in exactly one stage at a time. Entering a stage closes the one before with
 * the same reading of the clock that opens the new one, so that the exclusive times of all stages
 * plus the residual (TKG_STAGE_OTHER: in no named stage) add up to the wall time by construction.
 *
 *     const uint32_t before = tkg_stage_enter(recorder, TKG_STAGE_RISK_CHECK);
 *     ...
 *     tkg_stage_leave(recorder, before);
 *
 * Nested stages work: the inner one's time is not the outer one's. A NULL recorder costs one
 * predicted branch. A switch costs one reading of the cycle counter (about 10 ns on x86-64), so a
 * stage run is for shares, never for speed: the host measures speed with stages off.
 *
 * Threads: one recorder belongs to one thread.
 */
#ifndef TICKGATE_TRACE_H
#define TICKGATE_TRACE_H

#include <stddef.h>
#include <stdint.h>
#if !defined(__x86_64__) && !defined(__aarch64__)
#include <time.h>
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* The stages that tickgate itself and the reference core use: name, constant, what happens there.
 */
#define TKG_STAGES(X)                                                                              \
    X("other", TKG_STAGE_OTHER, "in no named stage: the residual")                                 \
    X("data.load", TKG_STAGE_DATA_LOAD, "bringing bytes into memory, or generating ticks")         \
    X("data.parse", TKG_STAGE_DATA_PARSE, "bytes to ticks")                                        \
    X("data.clean", TKG_STAGE_DATA_CLEAN, "refusing bad and late ticks; duplicates if asked")      \
    X("data.split", TKG_STAGE_DATA_SPLIT, "cutting into train, validation and test windows")       \
    X("md.handle", TKG_STAGE_MD_HANDLE, "market data into quote or book")                          \
    X("data.features", TKG_STAGE_DATA_FEATURES, "indicators and bars")                             \
    X("strategy.signal", TKG_STAGE_STRATEGY_SIGNAL, "what the strategy wants")                     \
    X("risk.check", TKG_STAGE_RISK_CHECK, "position, notional and rate limits")                    \
    X("order.generate", TKG_STAGE_ORDER_GENERATE, "wishes to order messages")                      \
    X("order.execute", TKG_STAGE_ORDER_EXECUTE, "latency, queue and matching")                     \
    X("sim.slippage", TKG_STAGE_SIM_SLIPPAGE, "slippage of a fill")                                \
    X("sim.impact", TKG_STAGE_SIM_IMPACT, "market impact of a fill")                               \
    X("settle", TKG_STAGE_SETTLE, "fees, cash and position of a fill")                             \
    X("account", TKG_STAGE_ACCOUNT, "equity, drawdown and digest at each tick")                    \
    X("result", TKG_STAGE_RESULT, "statistics at the end")

enum tkg_stage {
#define TKG_STAGE_CONSTANT(name, constant, meaning) constant,
    TKG_STAGES(TKG_STAGE_CONSTANT)
#undef TKG_STAGE_CONSTANT
        TKG_STAGE_STANDARD_COUNT
};

enum { TKG_STAGE_MAX = 64, TKG_STAGE_NAME_BYTES = 32 };

/* The host zeroes it, sets struct_bytes, current and since, and reads it after the run. */
struct tkg_stage_recorder {
    uint32_t struct_bytes;
    uint32_t current;                              /* the stage that the thread is in */
    uint64_t since;                                /* counter at the last switch */
    uint64_t exclusive[TKG_STAGE_MAX];             /* counter units spent in each stage */
    uint64_t entries[TKG_STAGE_MAX];               /* how often each was entered */
    char own[TKG_STAGE_MAX][TKG_STAGE_NAME_BYTES]; /* names from TKG_STAGE_STANDARD_COUNT on */
};

/* The counter behind the stages: cycles where the machine has a cheap one, else nanoseconds. Not
 * serialising: work may move across a switch by a few dozen instructions. */
static inline uint64_t tkg_stage_counter(void)
{
#if defined(__x86_64__)
    return __builtin_ia32_rdtsc();
#elif defined(__aarch64__)
    uint64_t value;
    __asm__ volatile("mrs %0, cntvct_el0" : "=r"(value));
    return value;
#else
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * UINT64_C(1000000000) + (uint64_t)now.tv_nsec;
#endif
}

/* Enters a stage; returns the one before, for tkg_stage_leave(). recorder may be NULL. */
static inline uint32_t tkg_stage_enter(struct tkg_stage_recorder *recorder, uint32_t stage)
{
    if (!recorder) {
        return TKG_STAGE_OTHER;
    }
    const uint32_t before = recorder->current;
    const uint64_t now = tkg_stage_counter();
    recorder->exclusive[before] += now - recorder->since;
    recorder->since = now;
    recorder->entries[stage]++;
    recorder->current = stage;
    return before;
}

/* Back to the stage before. Not an entry. recorder may be NULL. */
static inline void tkg_stage_leave(struct tkg_stage_recorder *recorder, uint32_t before)
{
    if (recorder) {
        const uint64_t now = tkg_stage_counter();
        recorder->exclusive[recorder->current] += now - recorder->since;
        recorder->since = now;
        recorder->current = before;
    }
}

/* An engine's own stage: its number, or TKG_STAGE_OTHER when there is no recorder or no room. The
 * same name gives the same number. Names are cut to TKG_STAGE_NAME_BYTES - 1. Call it in create().
 */
static inline uint32_t tkg_stage_register(struct tkg_stage_recorder *recorder, const char *name)
{
    for (uint32_t stage = TKG_STAGE_STANDARD_COUNT; recorder && stage < TKG_STAGE_MAX; stage++) {
        char *own = recorder->own[stage];
        size_t i = 0;
        if (own[0] == '\0') {
            for (; i < TKG_STAGE_NAME_BYTES - 1 && name[i] != '\0'; i++) {
                own[i] = name[i];
            }
            return stage;
        }
        while (i < TKG_STAGE_NAME_BYTES - 1 && own[i] == name[i] && name[i] != '\0') {
            i++;
        }
        if (i == TKG_STAGE_NAME_BYTES - 1 || own[i] == name[i]) {
            return stage;
        }
    }
    return TKG_STAGE_OTHER;
}

#ifdef __cplusplus
}
#endif

#endif
