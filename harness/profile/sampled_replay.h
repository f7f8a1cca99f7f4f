/* SPDX-License-Identifier: Apache-2.0
 *
 * Private to profile: the process that replays again and again until its time is up, and the one
 * that watches it. The watcher forks the replayer, so that one kill of the group ends both.
 */
#ifndef TKG_PROFILE_SAMPLED_REPLAY_H
#define TKG_PROFILE_SAMPLED_REPLAY_H

#include <stdint.h>
#include <sys/types.h>

#include "base/status.h"
#include "profile/time_fold.h"
#include "profile/time_sample.h"

/* What the replayer tells before it begins and when it is over. */
struct tkg_replayer_word {
    uint32_t status; /* enum tkg_status */
    uint32_t reserved;
    uint64_t tick_count;
    uint64_t replay_count;
    struct tkg_hardware_totals hardware; /* of these replays */
    char text[TKG_ERROR_TEXT_BYTES];
};

struct tkg_replayer {
    pid_t pid;
    int word_fd;                /* its words come out here */
    int go_fd;                  /* one byte in here lets it begin, another one end */
    struct tkg_replay_log *log; /* of both: filled by the replays, to be read when they are over */
};

/* Forks a replayer: it opens the engine, replays once untimed, and says its first word.
 * TKG_SYSTEM */
enum tkg_status tkg_replayer_start(struct tkg_replayer *replayer,
                                   const struct tkg_sample_spec *spec,
                                   struct tkg_error *err) TKG_MUST_CHECK;

/* Waits for the next word. Its failure comes back as its status; TKG_ENGINE_CRASH: it ended. */
enum tkg_status tkg_replayer_hear(const struct tkg_replayer *replayer,
                                  struct tkg_replayer_word *word,
                                  struct tkg_error *err) TKG_MUST_CHECK;

/* Lets it begin, or end. */
void tkg_replayer_tell(const struct tkg_replayer *replayer);

/* Kills it if it still runs, waits for it, closes the pipes, gives the log back. */
void tkg_replayer_end(struct tkg_replayer *replayer);

#endif
