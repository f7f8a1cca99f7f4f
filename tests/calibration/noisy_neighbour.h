/* SPDX-License-Identifier: Apache-2.0
 *
 * Bursty load of our own: processes that spin and sleep in turn, both for times drawn between 1 and
 * 60 ms, so that each takes half a CPU in bursts. They end with the process that started them,
 * however it ends.
 */
#ifndef TKG_CALIBRATION_NOISY_NEIGHBOUR_H
#define TKG_CALIBRATION_NOISY_NEIGHBOUR_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/status.h"

enum { TKG_NEIGHBOUR_MAX = 16 };

struct tkg_neighbours {
    pid_t processes[TKG_NEIGHBOUR_MAX];
    size_t count;
};

/* Starts `count` of them, free to run on any CPU of the machine. TKG_SYSTEM */
enum tkg_status tkg_neighbours_start(struct tkg_neighbours *neighbours, size_t count, uint64_t seed,
                                     struct tkg_error *err) TKG_MUST_CHECK;

/* Ends those that were started, and waits for each. */
void tkg_neighbours_stop(struct tkg_neighbours *neighbours);

#endif
