/* SPDX-License-Identifier: Apache-2.0
 *
 * When is something a bottleneck? Limits by severity, from a YAML file (thresholds/rules.yaml;
 * thresholds/README.md describes every field).
 *
 *   schema: tickgate.rules/1
 *   name: default
 *   rules:
 *     - {rule: cpu_intensive_function, medium: 100 ms, high: 1 s}
 */
#ifndef TKG_CONFIG_BOTTLENECK_RULES_H
#define TKG_CONFIG_BOTTLENECK_RULES_H

#include <stddef.h>

#include "base/quantity.h"
#include "base/status.h"

/* id, name, dimension, what is measured, what to do about it */
#define TKG_RULES(X)                                                                               \
    X(CPU_FUNCTION, "cpu_intensive_function", TIME,                                                \
      "CPU time of a function in one replay, with all it called",                                  \
      "look at what it computes: can it be done once, less often, or on less data?")               \
    X(SLOW_FUNCTION, "slow_function", TIME, "mean wall time of one call of a function",            \
      "find out what it waits for or computes; move it out of the ticks' path")                    \
    X(GROWING_FUNCTION, "growing_function", SHARE,                                                 \
      "instructions of a tick that a quarter of the replay did not need, of one function's own",   \
      "it does more for every tick that went before: look for a scan, and keep an index instead")  \
    X(MEMORY_GROWTH, "memory_growth", BYTES, "growth of resident memory while it was timed",       \
      "give memory back or reuse it; reset() should leave nothing behind")                         \
    X(MEMORY_GROWTH_PER_TICK, "memory_growth_per_tick", BYTES, "the same, for each tick played",   \
      "what is kept for each tick ends every long run: keep a window or a summary")                \
    X(HIGH_MEMORY, "high_memory_usage", BYTES, "highest resident memory",                          \
      "load less at a time; use smaller records")                                                  \
    X(IO_OPERATIONS, "high_io_operations", PLAIN, "read and write calls while it was timed",       \
      "buffer: fewer and larger reads and writes")                                                 \
    X(IO_OPERATIONS_PER_TICK, "high_io_operations_per_tick", PLAIN, "the same, for each tick",     \
      "no tick should have to read or write; collect, and write in batches")                       \
    X(IO_THROUGHPUT, "high_io_throughput", BYTES,                                                  \
      "bytes read and written a second, where the thread also waited",                             \
      "read and write on another thread, or less; keep what is read again")                        \
    X(IO_BURSTS, "bursty_io", PLAIN,                                                               \
      "burstiness of input and output: -1 steady, 0 random, towards 1 in few bursts",              \
      "spread it: smaller batches more often, or on a thread of its own")

enum tkg_rule {
#define TKG_RULE_ENUM(id, name, dimension, what, advice) TKG_RULE_##id,
    TKG_RULES(TKG_RULE_ENUM)
#undef TKG_RULE_ENUM
        TKG_RULE_COUNT
};

enum tkg_severity { TKG_SEVERITY_LOW, TKG_SEVERITY_MEDIUM, TKG_SEVERITY_HIGH, TKG_SEVERITY_COUNT };

struct tkg_rule_info {
    const char *name;
    enum tkg_dimension dimension;
    const char *what;
    const char *advice;
};

const struct tkg_rule_info *tkg_rule_info(enum tkg_rule rule);
/* "low", "medium", "high". */
const char *tkg_severity_name(enum tkg_severity severity);

struct tkg_bottleneck_rules {
    /* Base units; a value above it is of that severity. HUGE_VAL: no such limit. */
    double limits[TKG_RULE_COUNT][TKG_SEVERITY_COUNT];
    double io_wait_0to1; /* of HIGH_IO_THROUGHPUT: it counts from this share of waiting on */
};

/* Reads path; *rules is untouched on failure. A rule that the file does not name never fires.
 * TKG_INPUT: not readable; TKG_CONFIG with file:line:column: unknown rule or key, wrong unit, no
 * limit, limits that do not rise with severity, a rule given twice. */
enum tkg_status tkg_bottleneck_rules_load(struct tkg_bottleneck_rules *rules, const char *path,
                                          struct tkg_error *err) TKG_MUST_CHECK;

/* The same from memory; path is only named in errors. */
enum tkg_status tkg_bottleneck_rules_parse(struct tkg_bottleneck_rules *rules, const char *path,
                                           const char *yaml, size_t yaml_bytes,
                                           struct tkg_error *err) TKG_MUST_CHECK;

#endif
