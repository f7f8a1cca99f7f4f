/* SPDX-License-Identifier: Apache-2.0
 *
 * Which thread counts pass G runs at: "1,2,4", "1..8", "1..all" or "none".
 */
#ifndef TKG_CONFIG_THREAD_LIST_H
#define TKG_CONFIG_THREAD_LIST_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

/* As many threads as a stream has shards at least (docs/decisions/0112). */
enum { TKG_THREAD_COUNT_MAX = 64, TKG_THREAD_LIST_BYTES = 256 };

enum tkg_thread_list_kind {
    TKG_THREADS_LISTED,       /* each one named: meant, whatever the machine */
    TKG_THREADS_RANGE,        /* "1..8": a machine with fewer CPUs refuses it */
    TKG_THREADS_RANGE_TO_ALL, /* "1..all": to the number of usable CPUs; only the first is known */
};

/* {0} is none. */
struct tkg_thread_list {
    enum tkg_thread_list_kind kind;
    uint32_t counts[TKG_THREAD_COUNT_MAX]; /* rising, 1 to TKG_THREAD_COUNT_MAX */
    size_t count;
};

/* Adds one listed count in its place. TKG_CONFIG, with *list untouched: no number from 1 to 64, or
 * there already. The error, like that of parse, starts with "threads: ". */
enum tkg_status tkg_thread_list_add(struct tkg_thread_list *list, const char *text,
                                    struct tkg_error *err) TKG_MUST_CHECK;

/* Replaces *list, which is untouched on TKG_CONFIG. Blanks around items do not count. */
enum tkg_status tkg_thread_list_parse(struct tkg_thread_list *list, const char *text,
                                      struct tkg_error *err) TKG_MUST_CHECK;

/* Turns "1..all" into the range to usable_count (>= 1; 64 at most); any other list stays. At least
 * the first count is kept. */
void tkg_thread_list_expand(struct tkg_thread_list *list, uint32_t usable_count);

/* The list as parse reads it; returns out, which has TKG_THREAD_LIST_BYTES bytes. */
const char *tkg_thread_list_format(const struct tkg_thread_list *list, char *out);

#endif
