/* SPDX-License-Identifier: Apache-2.0 */
#include "measure/tail_watch.h"

#include <math.h>

/* Enough for a median that is near what it stays at. */
enum { FIRST_LOOK = 128 };
/* Slow is a block of twice the usual time that also takes 1 us (4 ns for each of its 250 ticks)
 * more: no switch of threads and no fault takes less. What is just above the usual would also be
 * the block behind a look, whose caches the look has disturbed. */
static const double slow_factor = 2.0;
static const double slow_picoseconds = 4000.0;
/* A switch of threads there and back takes longer, and what takes less is next to nothing beside
 * what a sleep or a theft takes from a block. */
static const double away_excess_ns = 4000.0;

void tkg_tail_watch_init(struct tkg_tail_watch *watch)
{
    *watch = (struct tkg_tail_watch){.threshold = UINT64_MAX, .next_look = FIRST_LOOK};
}

void tkg_tail_watch_adapt(struct tkg_tail_watch *watch, const struct tkg_histogram *histogram)
{
    if (watch->seen_count >= watch->next_look) {
        double usual = tkg_histogram_quantile(histogram, 0.5);
        watch->threshold = (uint64_t)fmax(slow_factor * usual, usual + slow_picoseconds);
        watch->next_look = 2 * watch->seen_count;
    }
}

bool tkg_tail_watch_follows(struct tkg_tail_watch *watch, double away_ns, size_t tick_count)
{
    double ns_per_tick = away_ns / (double)tick_count;
    if (watch->left_units == 0) {
        return false;
    }
    bool follows = away_ns < watch->away_ns_per_tick * (double)tick_count + away_excess_ns;
    if (watch->away_ns_per_tick == 0.0 || ns_per_tick < watch->away_ns_per_tick) {
        watch->away_ns_per_tick = ns_per_tick;
    }
    return follows;
}

/* Clocks are read one after the other, so that a thread that lost nothing can seem to have lost or
 * won some 100 ns; and no block can have lost more than it took. */
static double lost_ns(double block_ns, double wall_ns, double cpu_ns)
{
    return fmin(fmax(wall_ns - cpu_ns, 0.0), block_ns);
}

void tkg_tail_watch_note(struct tkg_tail_watch *watch, double block_ns,
                         const struct tkg_thread_account *now)
{
    const struct tkg_thread_account *last = &watch->last;
    watch->block_count++;
    watch->wall_ns += block_ns;
    watch->off_cpu_ns += lost_ns(block_ns, (double)(now->wall_ns - last->wall_ns),
                                 (double)(now->cpu_ns - last->cpu_ns));
    watch->sleeps += (double)(now->voluntary_switches - last->voluntary_switches);
    watch->preemptions += (double)(now->involuntary_switches - last->involuntary_switches);
    watch->faults += (double)(now->faults - last->faults);
    watch->last = *now;
}

void tkg_tail_watch_report(const struct tkg_tail_watch *watch, uint64_t all_count,
                           struct tkg_trial *trial)
{
    double blocks = fmax((double)watch->block_count, 1.0); /* of none, all sums are 0 */
    trial->values[TKG_METRIC_TAIL_BLOCKS] =
        (double)watch->block_count / fmax((double)all_count, 1.0);
    trial->values[TKG_METRIC_TAIL_OFF_CPU] = watch->off_cpu_ns / fmax(watch->wall_ns, 1.0);
    trial->values[TKG_METRIC_TAIL_SLEEPS] = watch->sleeps / blocks;
    trial->values[TKG_METRIC_TAIL_PREEMPTIONS] = watch->preemptions / blocks;
    trial->values[TKG_METRIC_TAIL_FAULTS] = watch->faults / blocks;
}
