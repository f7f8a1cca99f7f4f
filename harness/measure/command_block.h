/* SPDX-License-Identifier: Apache-2.0
 *
 * One launch of a comparison of commands: engines that own their loop. Four processes one after the
 * other, one for each arm, in a row of the Williams square (arm_order.h); the CPU time of each is
 * what wait4(2) says, of itself and of what it waited for. Start-up is part of it.
 *
 * {ticks} in a command stands for how much work it is given. Only with it is there a plant: the
 * base's command with N(1+x). Words are split as word_list.h says; there is no shell.
 */
#ifndef TKG_MEASURE_COMMAND_BLOCK_H
#define TKG_MEASURE_COMMAND_BLOCK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/status.h"
#include "sample/comparison_record.h"

#define TKG_COMMAND_TICKS "{ticks}"

struct tkg_command_means {
    int64_t timeout_ns; /* of one process */
    int32_t cpu;        /* -1: not pinned */
};

/* What one process took. */
struct tkg_command_time {
    int64_t cpu_ns;
    int64_t wall_ns;
};

bool tkg_command_takes_ticks(const char *command);

/* Can it be split, and is there such a program? TKG_USAGE, TKG_INPUT, TKG_NO_MEMORY */
enum tkg_status tkg_command_check(const char *command, struct tkg_error *err) TKG_MUST_CHECK;

/* Runs the command once; its standard input is empty, what it prints is only used in messages.
 * returns  TKG_ENGINE_ERROR: it exits with another status than 0. TKG_ENGINE_CRASH: a signal.
 *          TKG_ENGINE_TIMEOUT, TKG_INTERRUPTED, TKG_SYSTEM; as tkg_command_check() */
enum tkg_status tkg_command_play(const char *command, uint32_t tick_count,
                                 const struct tkg_command_means *means,
                                 struct tkg_command_time *time,
                                 struct tkg_error *err) TKG_MUST_CHECK;

/* How many ticks a process needs for its start to be no more than some 5 % of its time: doubled
 * until doubling all but doubles the time of both commands, or they take 0.1 s. cost: some 30
 * processes */
enum tkg_status tkg_command_choose_ticks(const char *base, const char *head,
                                         const struct tkg_command_means *means,
                                         uint32_t *tick_count,
                                         struct tkg_error *err) TKG_MUST_CHECK;

/* Block `index` of a comparison. Order and roles are a pure function of the record's seed and the
 * index, as in launch_plan.h.
 * record  side_kind commands; slice_tick_count and plant set (plant 0: every block has B')
 * slices  one round; no digests
 * launch  seed and roles filled, the rest 0 */
enum tkg_status tkg_command_block_run(const struct tkg_comparison_record *record, uint64_t index,
                                      const struct tkg_command_means *means,
                                      struct tkg_launch_slices *slices,
                                      struct tkg_launch_record *launch,
                                      struct tkg_error *err) TKG_MUST_CHECK;

#endif
