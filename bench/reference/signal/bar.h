/* SPDX-License-Identifier: Apache-2.0
 *
 * Bars: open, high, low, close and volume of a stretch of time, of a number of updates, or of a
 * number of lots. One builder for each instrument; an update costs a few comparisons.
 *
 * Where a bar ends (docs/decisions/0039):
 * - time: at multiples of the stretch since 1970-01-01 UTC. The first update at or after the end
 *   closes the bar and opens the next one. A stretch without updates makes no bar; the next bar
 *   says how many were left out, so that a weekend costs nothing.
 * - updates: with the update that makes the number full.
 * - volume: with the update whose lots reach the number. That update stays whole: a bar may hold
 *   more lots than asked for, and all bars together hold exactly what traded.
 * - a new session closes every bar, marked as cut; so does the end of the stream.
 */
#ifndef TKG_REFERENCE_BAR_H
#define TKG_REFERENCE_BAR_H

#include <stdbool.h>
#include <stdint.h>

struct tkg_bar {
    int64_t start_ns; /* time bars: start of the stretch; others: time of the first update */
    int64_t last_ns;  /* time of the last update */
    int64_t open;     /* prices in the unit of the updates */
    int64_t high;
    int64_t low;
    int64_t close;
    uint64_t lots;
    uint64_t update_count;  /* >= 1 */
    uint64_t skipped_count; /* time bars: empty stretches since the bar before, within a session */
    bool is_cut; /* ended by tkg_bar_close(), not by being full; more may be missing at its end */
};

enum tkg_bar_kind { TKG_BAR_TIME = 0, TKG_BAR_UPDATES = 1, TKG_BAR_LOTS = 2 };

struct tkg_bar_builder {
    struct tkg_bar bar; /* being built; update_count 0: none */
    int64_t end_ns;     /* time bars: last nanosecond of the open bar's stretch */
    uint64_t size;      /* nanoseconds, updates or lots */
    enum tkg_bar_kind kind;
    bool has_last;      /* time bars: there was a bar in this session, and */
    int64_t last_index; /* this was the number of its stretch since 1970 */
};

/* size: nanoseconds (at most INT64_MAX), updates or lots that make a bar; 0 is a bug. Also the
 * reset. */
void tkg_bar_init(struct tkg_bar_builder *builder, enum tkg_bar_kind kind, uint64_t size);

/* Takes one price with its lots (0 for a quote) in. True: a bar has ended, and *ended holds it.
 * At most one bar ends with an update. time_ns: never less than in the update before. */
bool tkg_bar_update(struct tkg_bar_builder *builder, int64_t time_ns, int64_t price, uint32_t lots,
                    struct tkg_bar *ended);

/* A session ends, or the stream: closes the open bar. False when there is none. To be called before
 * the first update of a session. */
bool tkg_bar_close(struct tkg_bar_builder *builder, struct tkg_bar *ended);

#endif
