/* SPDX-License-Identifier: Apache-2.0
 *
 * One launch of a comparison: a fresh process in which four arms, each an engine file of its own,
 * play the same slices of ticks in turn. What was seen, before anybody judged it.
 */
#ifndef TKG_SAMPLE_LAUNCH_SLICES_H
#define TKG_SAMPLE_LAUNCH_SLICES_H

#include <stddef.h>
#include <stdint.h>

enum {
    TKG_ARM_COUNT = 4, /* six crowd each other: measured worse (gate-endtoend, section 4) */
    TKG_LAUNCH_ROUND_MAX = 256, /* slices of each arm */
    TKG_LAUNCH_ROUND_MIN = 32,  /* eight times through the rows and their reversals */
};

/* id, word */
#define TKG_ARM_ROLES(X)                                                                           \
    X(BASE, "base")             /* A */                                                            \
    X(BASE_AGAIN, "base again") /* A': the base in another layout, the null control */             \
    X(HEAD, "head")             /* B */                                                            \
    X(HEAD_AGAIN, "head again") /* B': the head in another layout */                               \
    X(PLANT, "plant")           /* X: the base, made slower by a known share */

enum tkg_arm_role {
#define TKG_ARM_ROLE_ENUM(id, word) TKG_ARM_##id,
    TKG_ARM_ROLES(TKG_ARM_ROLE_ENUM)
#undef TKG_ARM_ROLE_ENUM
        TKG_ARM_ROLE_COUNT
};

/* What every slice took. */
struct tkg_launch_slices {
    uint32_t roles[TKG_ARM_COUNT]; /* enum tkg_arm_role, each at most once */
    uint32_t round_count;          /* 1 .. TKG_LAUNCH_ROUND_MAX */
    uint32_t slice_tick_count;     /* as reported: a plant plays more and says this many */
    double cpu_ns[TKG_LAUNCH_ROUND_MAX][TKG_ARM_COUNT];
    double wall_ns[TKG_LAUNCH_ROUND_MAX][TKG_ARM_COUNT];
    /* Nearest-rank 99th percentile of the arm's blocks, ns per tick; NaN where no blocks were
     * timed, or too few rounds were quiet. */
    double p99_ns[TKG_ARM_COUNT];
    uint32_t quiet_round_count;      /* rounds in which nobody disturbed any arm: of these blocks */
    uint64_t digests[TKG_ARM_COUNT]; /* of one replay of the whole window */
};

#endif
