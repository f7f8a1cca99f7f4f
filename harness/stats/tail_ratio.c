/* SPDX-License-Identifier: Apache-2.0 */
#include "stats/tail_ratio.h"

#include "stats/headline.h"
#include "stats/ratio.h"

enum tkg_status tkg_tail_ratio_fill(struct tkg_case_summary *summary, struct tkg_error *err)
{
    static const struct {
        enum tkg_metric ratio;
        enum tkg_metric percentile;
    } rows[] = {
        {TKG_METRIC_TAIL_RATIO_P99, TKG_METRIC_LATENCY_P99},
        {TKG_METRIC_TAIL_RATIO_P999, TKG_METRIC_LATENCY_P999},
    };
    enum tkg_status status = TKG_OK;
    if (summary->headline == TKG_HEADLINE_NONE) {
        return TKG_OK;
    }
    struct tkg_ratio_side usual = {summary->source,
                                   tkg_headline_source(summary->headline, TKG_METRIC_LATENCY_P50)};
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]) && status == TKG_OK; i++) {
        struct tkg_ratio_side slow = {summary->source,
                                      tkg_headline_source(summary->headline, rows[i].percentile)};
        status = tkg_ratio_estimate(slow, usual, &summary->estimates[rows[i].ratio], err);
    }
    return status;
}
