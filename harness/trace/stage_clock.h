/* SPDX-License-Identifier: Apache-2.0
 *
 * Stage times of one thread: the recorder that an engine writes to, and the wall clock that its sum
 * is checked against. Time is measured in stretches; what the engine enters between two of them
 * (in create(), in reset()) is forgotten.
 */
#ifndef TKG_TRACE_STAGE_CLOCK_H
#define TKG_TRACE_STAGE_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/status.h"
#include <tickgate/trace.h>

struct tkg_stage_clock {
    struct tkg_stage_recorder recorder; /* what the engine gets; of the running stretch only */
    uint64_t units[TKG_STAGE_MAX];      /* counter units in each stage, ended stretches */
    uint64_t entries[TKG_STAGE_MAX];    /* same, how often each was entered */
    double ns_per_unit;
    double switch_ns;      /* what entering and leaving a stage costs, together */
    int64_t wall_begin_ns; /* of the running stretch */
    int64_t wall_ns;       /* CLOCK_MONOTONIC over all ended stretches */
    uint64_t stretch_count;
};

/* Caller's storage; it may not move while an engine holds &clock->recorder.
 * ns_per_unit  of tkg_stage_counter(); 0: calibrated here, which takes 20 ms;
 *              measuring the cost of a switch takes 1 ms more
 * TKG_SYSTEM: the counter does not count */
enum tkg_status tkg_stage_clock_init(struct tkg_stage_clock *clock, double ns_per_unit,
                                     struct tkg_error *err) TKG_MUST_CHECK;

/* Around one stretch; begins in TKG_STAGE_OTHER. cost: two clock reads each, about 50 ns. */
void tkg_stage_clock_begin(struct tkg_stage_clock *clock);
void tkg_stage_clock_end(struct tkg_stage_clock *clock);

/* Exclusive time of a stage over all ended stretches, and of all stages together. */
double tkg_stage_clock_time_ns(const struct tkg_stage_clock *clock, uint32_t stage);
double tkg_stage_clock_sum_ns(const struct tkg_stage_clock *clock);

/* How far sum and wall are apart, as a share of the wall; NaN before the first stretch. */
double tkg_stage_clock_gap_0to1(const struct tkg_stage_clock *clock);
/* Do they agree within 1 % of the wall and what the clock reads of each stretch may cost? False
 * means that the table is not to be trusted: the engine wrote to the recorder from a second thread,
 * or the counter does not run evenly (docs/decisions/0100). */
bool tkg_stage_clock_closes(const struct tkg_stage_clock *clock);

/* What all the entering and leaving took, as a share of the wall; NaN before the first stretch. */
double tkg_stage_clock_overhead_0to1(const struct tkg_stage_clock *clock);

/* "md.handle", or the engine's own, with '?' for all but printable ASCII; "" for a number that
 * nobody named. Valid as long as the clock. */
const char *tkg_stage_clock_name(struct tkg_stage_clock *clock, uint32_t stage);

#endif
