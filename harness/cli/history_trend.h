/* SPDX-License-Identifier: Apache-2.0
 *
 * From a history to its trends: read the series, look for steps and drifts, print, draw.
 */
#ifndef TKG_CLI_HISTORY_TREND_H
#define TKG_CLI_HISTORY_TREND_H

#include "base/status.h"
#include "base/text.h"
#include "report/history_text.h"
#include "store/history_series.h"

struct tkg_history_view {
    const struct tkg_history_question *question;
    const struct tkg_history_page *page;
    const char *plot_folder; /* NULL: no pictures */
};

/* Every series of the question's metric and case, one after the other. Pictures are drawn of the
 * series with the newest run. TKG_NOTHING as tkg_history_series_read(). */
enum tkg_status tkg_history_trend_show(struct tkg_history *history,
                                       const struct tkg_history_view *view, struct tkg_text *out,
                                       struct tkg_error *err) TKG_MUST_CHECK;

/* All metrics of all cases that can be better or worse: the steps and drifts that there are. The
 * question's metric and case are not looked at. */
enum tkg_status tkg_history_changes_show(struct tkg_history *history,
                                         const struct tkg_history_view *view, struct tkg_text *out,
                                         struct tkg_error *err) TKG_MUST_CHECK;

#endif
