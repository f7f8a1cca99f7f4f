/* SPDX-License-Identifier: Apache-2.0
 *
 * A second implementation of the entry filter: bars are cut from the list of all ticks, and both
 * averages added up from their first bar, each time that somebody asks. It follows the rules of
 * docs/decisions/0034, 0037 and 0039 and shares no code with signal/ or entry_filter.c.
 */
#ifndef TKG_TESTS_SLOW_FILTER_H
#define TKG_TESTS_SLOW_FILTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "reference_parameters.h"

enum { SLOW_FILTER_TICKS_MAX = 1024 };

struct slow_filter_tick {
    int64_t time_ns;
    int64_t mid;   /* in half ticks */
    int64_t price; /* of a trade */
    int64_t lots;  /* traded; 0: none */
    bool is_session_start;
};

/* All accepted ticks of one instrument since it had a bid and an ask. */
struct slow_filter {
    struct slow_filter_tick ticks[SLOW_FILTER_TICKS_MAX];
    size_t count;
};

/* Aborts when the list is full. */
void slow_filter_add(struct slow_filter *filter, struct slow_filter_tick tick);

/* Whether a buy, or a sell, may be entered at the last tick. */
bool slow_filter_allows(const struct slow_filter *filter,
                        const struct tkg_reference_parameters *parameters, bool is_buy);

#endif
