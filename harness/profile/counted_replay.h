/* SPDX-License-Identifier: Apache-2.0
 *
 * Private to profile: the two processes of a counted replay, and what the second one answers.
 */
#ifndef TKG_PROFILE_COUNTED_REPLAY_H
#define TKG_PROFILE_COUNTED_REPLAY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/status.h"

#define TKG_COUNT_REPLY_MAGIC UINT64_C(0x31544e4347524b54) /* "TKRGCNT1" */

/* On descriptor 3. */
struct tkg_count_reply {
    uint64_t magic;
    uint32_t struct_bytes;
    uint32_t status; /* enum tkg_status */
    uint64_t tick_count;
    uint64_t digest;
    char text[TKG_ERROR_TEXT_BYTES];
};

/* Fixes addresses and environment and becomes valgrind; returns an exit code when that fails.
 * out_path     where callgrind writes
 * with_misses  simulate the caches */
int tkg_count_start(const char *out_path, bool with_misses);

/* Reads a struct tkg_count_spec, replays, answers; returns the exit code. */
int tkg_counted_replay_main(void);

#endif
