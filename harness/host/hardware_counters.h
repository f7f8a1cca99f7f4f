/* SPDX-License-Identifier: Apache-2.0
 *
 * What the processor itself counted for this thread, in user mode: instructions, cycles, misses of
 * the last cache, branches it guessed wrong. Virtual machines and containers mostly have none; what
 * is absent is -1, never 0.
 */
#ifndef TKG_HOST_HARDWARE_COUNTERS_H
#define TKG_HOST_HARDWARE_COUNTERS_H

#include <stdbool.h>
#include <stdint.h>

/* id, name */
#define TKG_HARDWARE_EVENTS(X)                                                                     \
    X(INSTRUCTIONS, "instructions")                                                                \
    X(CYCLES, "cycles")                                                                            \
    X(CACHE_MISSES, "cache misses")                                                                \
    X(BRANCH_MISSES, "branch misses")

enum tkg_hardware_event {
#define TKG_HARDWARE_ENUM(id, name) TKG_HARDWARE_##id,
    TKG_HARDWARE_EVENTS(TKG_HARDWARE_ENUM)
#undef TKG_HARDWARE_ENUM
        TKG_HARDWARE_EVENT_COUNT
};

const char *tkg_hardware_event_name(enum tkg_hardware_event event);

struct tkg_hardware_counters {
    int fds[TKG_HARDWARE_EVENT_COUNT]; /* -1: the machine has no such counter for us */
};

/* Starts counting the calling thread. Returns whether any counter is there; *counters may be read
 * and closed either way. cost: about 10 us */
bool tkg_hardware_counters_open(struct tkg_hardware_counters *counters);
void tkg_hardware_counters_close(struct tkg_hardware_counters *counters);

/* Counts since open; where counters had to take turns, scaled up to the whole time. -1: absent, or
 * it never had its turn. */
void tkg_hardware_counters_read(const struct tkg_hardware_counters *counters,
                                int64_t counts[TKG_HARDWARE_EVENT_COUNT]);

/* What one counter read: value, how long it was wanted and how long it ran. -1 when it never ran.
 */
int64_t tkg_hardware_count_scaled(uint64_t value, uint64_t enabled_ns, uint64_t running_ns);

#endif
