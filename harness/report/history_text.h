/* SPDX-License-Identifier: Apache-2.0
 *
 * A history for people: the list of runs, one run, a trend with its steps and drifts.
 */
#ifndef TKG_REPORT_HISTORY_TEXT_H
#define TKG_REPORT_HISTORY_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"
#include "stats/trend.h"
#include "store/history.h"
#include "store/history_series.h"

struct tkg_history_page {
    const char *branch; /* NULL: all */
    size_t newest;      /* how many runs at most */
    bool utf8;
};

/* One line per run, the newest last. */
enum tkg_status tkg_history_text_list(struct tkg_history *history,
                                      const struct tkg_history_page *page, struct tkg_text *out,
                                      struct tkg_error *err) TKG_MUST_CHECK;

/* Everything about one run. TKG_INPUT: there is none of that number. */
enum tkg_status tkg_history_text_run(struct tkg_history *history, int64_t run_id, bool utf8,
                                     struct tkg_text *out, struct tkg_error *err) TKG_MUST_CHECK;

/* A series: what it is, its newest points, its steps and drifts.
 * metric  its name: tells which direction is worse */
void tkg_history_text_trend(const struct tkg_history_question *question,
                            const struct tkg_history_series *series, const struct tkg_trend *trend,
                            const struct tkg_history_page *page, struct tkg_text *out);

/* The steps and drifts alone, one line each; nothing when there are none. */
void tkg_history_text_changes(const struct tkg_history_question *question,
                              const struct tkg_history_series *series,
                              const struct tkg_trend *trend, bool utf8, struct tkg_text *out);

#endif
