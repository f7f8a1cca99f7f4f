/* SPDX-License-Identifier: Apache-2.0
 *
 * The ticks of a replay, part by part, through one small prefaulted window that every size shares:
 * what is compared between sizes is then the engine, not how far its ticks are from the core.
 * Filling the window is never timed. Short synthetic streams are generated once and copied from
 * then on.
 */
#ifndef TKG_MEASURE_TICK_WINDOW_H
#define TKG_MEASURE_TICK_WINDOW_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "tick/tick_source.h"

enum {
    /* A part: 8,000 ticks are 250 KiB, inside the private cache of every current core, and 40 us or
     * more of engine time, long against the clock reads around it (docs/decisions/0001). */
    TKG_WINDOW_TICKS = 8000,
    /* Streams up to this length (128 MiB) are generated once per trial; longer ones as they pass.
     */
    TKG_CACHED_TICK_MAX = 4000000,
};

struct tkg_tick_window {
    struct tkg_tick_source *source; /* borrowed */
    struct tkg_tick *ticks;         /* the window; mapped, prefaulted */
    struct tkg_tick *cache;         /* the whole stream, or NULL */
    uint64_t capacity;              /* ticks that fit into the window */
    uint64_t tick_count;            /* of one replay */
    uint64_t next_index;            /* first tick of the next part */
};

enum tkg_window_mode {
    TKG_WINDOW_CACHED,   /* generate once where the stream is short enough */
    TKG_WINDOW_STREAMED, /* never: memory must not depend on tick_count */
};

/* batch_tick_count  parts are a whole number of batches long, and at least one */
enum tkg_status tkg_tick_window_init(struct tkg_tick_window *window, struct tkg_tick_source *source,
                                     uint64_t tick_count, uint32_t batch_tick_count,
                                     enum tkg_window_mode mode,
                                     struct tkg_error *err) TKG_MUST_CHECK;
void tkg_tick_window_deinit(struct tkg_tick_window *window);

/* Back to the first tick. */
void tkg_tick_window_rewind(struct tkg_tick_window *window);

/* The next part of the replay; returns its length, 0 at the end. *ticks is valid until the next
 * call. */
size_t tkg_tick_window_next(struct tkg_tick_window *window, const struct tkg_tick **ticks);

#endif
