/* SPDX-License-Identifier: Apache-2.0
 *
 * What each function of a replay cost: exact counts, sampled times, or both side by side. The
 * profile room fills it; verdict compares two of them; report prints them.
 *
 * A function is its symbol: what the compiler inlined counts for the function around it. The copies
 * a compiler makes of one function (f.constprop.0, f.part.0, f.cold) are one.
 */
#ifndef TKG_SAMPLE_FUNCTION_TABLE_H
#define TKG_SAMPLE_FUNCTION_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

/* id, name, meaning */
#define TKG_COSTS(X)                                                                               \
    X(INSTRUCTIONS, "instructions", "executed, counted exactly")                                   \
    X(D1_MISSES, "d1_misses", "data misses of a simulated first-level cache")                      \
    X(LL_MISSES, "ll_misses", "misses of a simulated last-level cache")                            \
    X(CPU, "cpu_ns", "CPU time, sampled")                                                          \
    X(WALL, "wall_ns", "wall time, waiting included, sampled")

enum tkg_cost {
#define TKG_COST_ENUM(id, name, meaning) TKG_COST_##id,
    TKG_COSTS(TKG_COST_ENUM)
#undef TKG_COST_ENUM
        TKG_COST_COUNT
};

const char *tkg_cost_name(enum tkg_cost cost);

enum { TKG_FUNCTION_MAX = 65536 };

struct tkg_function {
    const char *name;   /* without the suffixes of compilers; owned by the table */
    const char *file;   /* of its source, "" when unknown; owned by the table */
    const char *object; /* the program or library it lies in, "" when unknown; owned by the table */
    uint32_t line;      /* 1-based, about where it begins; 0: unknown */
    uint64_t calls;     /* 0: not counted */
    uint64_t self[TKG_COST_COUNT];      /* of its own instructions */
    uint64_t inclusive[TKG_COST_COUNT]; /* with everything it called */
};

/* What the processor's own counters said, in user mode; each -1 where the machine has none. */
struct tkg_hardware_totals {
    int64_t instructions;
    int64_t cycles;
    int64_t cache_misses;
    int64_t branch_misses;
};

struct tkg_function_table {
    struct tkg_function *functions; /* owned */
    size_t count;
    size_t capacity;
    char **strings; /* owned: what the names point to */
    size_t string_count;
    size_t string_capacity;
    bool has[TKG_COST_COUNT];            /* was this cost taken at all? */
    uint64_t totals[TKG_COST_COUNT];     /* of the whole replay */
    uint64_t tick_count;                 /* of one replay */
    uint64_t replay_count;               /* how many the times were taken over; counts are of one */
    uint64_t sample_count;               /* stacks the times rest on */
    struct tkg_hardware_totals hardware; /* of all sampled replays, reset and finish included */
};

/* Adds one to the other: unknown and anything is unknown. */
void tkg_hardware_totals_add(struct tkg_hardware_totals *totals,
                             const struct tkg_hardware_totals *more);

/* Caller's storage. */
void tkg_function_table_init(struct tkg_function_table *table);
void tkg_function_table_deinit(struct tkg_function_table *table);

/* The row of a function, added when it is new: valid until the next call. A name without a file and
 * one with a file are one function when there is no other of that name.
 * name  as the symbol reads; clone suffixes are cut
 * returns  NULL: memory ran out, or more than TKG_FUNCTION_MAX functions
 * cost     linear in the number of functions */
struct tkg_function *tkg_function_table_row(struct tkg_function_table *table, const char *name,
                                            const char *file, const char *object);

/* NULL when there is none. file may be "": any. Only the last part of a path is compared. */
const struct tkg_function *tkg_function_table_find(const struct tkg_function_table *table,
                                                   const char *name, const char *file);

/* "f" for "f.constprop.0" and the like: how many bytes of name count. */
size_t tkg_function_name_length(const char *name);

#endif
