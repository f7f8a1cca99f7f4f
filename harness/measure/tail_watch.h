/* SPDX-License-Identifier: Apache-2.0
 *
 * What the thread met during its slowest blocks: was it off its CPU, by its own will or not, and
 * did it fault? Only a block above a running threshold is looked into, so that the ordinary path
 * pays one comparison. The accounts of the kernel are running totals: what they grew by since the
 * last reading belongs to the slow block, because the ordinary ones in between are, by being
 * ordinary, known to have lost next to nothing (docs/decisions/0118).
 *
 * Values only; the caller reads clocks and accounts.
 */
#ifndef TKG_MEASURE_TAIL_WATCH_H
#define TKG_MEASURE_TAIL_WATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "host/usage.h"
#include "sample/histogram.h"
#include "sample/run_record.h"

/* Sums over the slow blocks. */
struct tkg_tail_watch {
    uint64_t threshold;  /* a block above it is slow; picoseconds per tick */
    uint64_t seen_count; /* blocks so far; the caller adds to it */
    uint64_t next_look;  /* of them: when the threshold is set anew */
    uint64_t left_units; /* of the caller's timer: when the last part ended; 0: there was none */
    double away_ns_per_tick; /* the least that lay between two parts; 0: not known yet */
    struct tkg_thread_account last;

    uint64_t block_count;
    double wall_ns;
    double off_cpu_ns;
    double sleeps;      /* voluntary switches */
    double preemptions; /* involuntary ones */
    double faults;      /* of pages, minor and major */
};

/* Nothing is slow until 128 blocks have said what is ordinary. */
void tkg_tail_watch_init(struct tkg_tail_watch *watch);

/* Outside timed blocks: sets the threshold anew when seen_count is twice what it was the last time,
 * from the histogram, of picoseconds per tick: twice the median, and at least 4 ns above it. cost:
 * 1 ns, or the quantile's 20 us at 128, 256, 512, ... values */
void tkg_tail_watch_adapt(struct tkg_tail_watch *watch, const struct tkg_histogram *histogram);

/* Did a part of tick_count ticks (>= 1) begin as soon behind the last one as parts do? The window
 * is filled in between, in a time that goes with the ticks. What took at least 4 us longer than the
 * quickest so far was something else, too, and the watch must be rebased, as before the first part.
 */
bool tkg_tail_watch_follows(struct tkg_tail_watch *watch, double away_ns, size_t tick_count);

/* Begins to count anew, without a slow block: where a part does not follow. */
static inline void tkg_tail_watch_rebase(struct tkg_tail_watch *watch,
                                         const struct tkg_thread_account *now)
{
    watch->last = *now;
}

/* A block of block_ns was slow; now was read behind it. */
void tkg_tail_watch_note(struct tkg_tail_watch *watch, double block_ns,
                         const struct tkg_thread_account *now);

/* Writes tail_blocks (all_count: blocks, slow or not), tail_off_cpu and, per slow block,
 * tail_sleeps, tail_preemptions and tail_faults; 0 without a slow block, which is a tail that needs
 * no excuse. */
void tkg_tail_watch_report(const struct tkg_tail_watch *watch, uint64_t all_count,
                           struct tkg_trial *trial);

#endif
