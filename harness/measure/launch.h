/* SPDX-License-Identifier: Apache-2.0
 *
 * One launch of a comparison: four engine files, the arms, in one fresh, pinned process.
 *
 * The process loads the arms in random order, each state in a mapping of its own, makes one window
 * of ticks and plays it once through every arm (warm-up; the digests). Then come rounds: in each
 * every arm plays the same slice, in the order of a row of a Williams square or its reversal, so
 * that each arm runs equally often and follows each other arm equally often; which arm has which
 * label is drawn anew for every launch. Before a slice the arm is reset and plays a lead-in
 * untimed: all arms enter it in the same state. CPU time of the thread and wall time are both read.
 * With block_tick_count the slice is timed block by block, too (launch_blocks.h).
 *
 * Why so, measured: docs/decisions/0110.
 */
#ifndef TKG_MEASURE_LAUNCH_H
#define TKG_MEASURE_LAUNCH_H

#include <stdint.h>

#include "base/status.h"
#include "sample/launch_slices.h"
#include "sample/run_record.h"

/* A program whose main sees this as argv[1] must return tkg_launch_child_main(). */
#define TKG_LAUNCH_ARGUMENT "--tickgate-launch"

enum {
    TKG_LAUNCH_LEAD_IN_TICKS = 400, /* below, an arm still pays for its predecessor's caches */
    TKG_LAUNCH_SLICE_TICK_MAX = 1000000,
    TKG_LAUNCH_BLOCK_MAX = 1024, /* blocks of one slice */
};

struct tkg_arm_spec {
    char engine[TKG_RECORD_TEXT_BYTES]; /* a file; no two arms of a launch the same */
    char parameters[TKG_RECORD_TEXT_BYTES];
    uint32_t role;     /* enum tkg_arm_role */
    double hold_share; /* of a plant: each slice or block takes so much of itself more; else 0 */
};

/* What the child is to do. Fixed-size plain data: parent and child are the same program. */
struct tkg_launch_spec {
    uint32_t struct_bytes;
    struct tkg_arm_spec arms[TKG_ARM_COUNT];
    char stream[TKG_RECORD_TEXT_BYTES];
    uint64_t stream_seed;
    uint64_t launch_seed;      /* draws orders, labels and where slices begin */
    uint32_t slice_tick_count; /* 1 .. TKG_LAUNCH_SLICE_TICK_MAX */
    uint32_t lead_in_tick_count;
    uint32_t batch_tick_count; /* per on_ticks call */
    uint32_t round_count;      /* 1 .. TKG_LAUNCH_ROUND_MAX */
    uint32_t block_tick_count; /* 0: only slices are timed; else a slice is a whole number of
                                  blocks, each timed by the cycle counter */
    int64_t timeout_ns;
    int32_t cpu; /* -1: not pinned */
};

/* Runs one launch in a fresh child of program_path. Engine failures (crash, time-out, error, wrong
 * count, arms of one side that disagree on their digest) come back as their own status. */
enum tkg_status tkg_launch_run(const char *program_path, const struct tkg_launch_spec *spec,
                               struct tkg_launch_slices *slices,
                               struct tkg_error *err) TKG_MUST_CHECK;

/* The child's side: reads the spec, runs it, writes the slices; returns the process exit code. */
int tkg_launch_child_main(void);

#endif
