/* SPDX-License-Identifier: Apache-2.0
 *
 * The processes that a profile is taken in. All are started from the same program with an argument
 * of their own; its main asks tkg_profile_child_run() first.
 *
 *   --tickgate-count FILE MISSES   fixes addresses and environment, then becomes valgrind, which
 * runs
 *   --tickgate-counted-replay      one replay, counted
 *   --tickgate-sample              watches a child of its own that replays again and again
 */
#ifndef TKG_PROFILE_PROFILE_CHILD_H
#define TKG_PROFILE_PROFILE_CHILD_H

#include <stdbool.h>

#define TKG_COUNT_ARGUMENT "--tickgate-count"
#define TKG_COUNTED_REPLAY_ARGUMENT "--tickgate-counted-replay"
#define TKG_SAMPLE_ARGUMENT "--tickgate-sample"

/* True when argv is one of the above: it was done, and *exit_code is what main returns. */
bool tkg_profile_child_run(int argc, char **argv, int *exit_code);

#endif
