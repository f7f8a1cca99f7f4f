/* SPDX-License-Identifier: Apache-2.0
 *
 * The table of formats: the only place that knows them all.
 */
#include "report/report_format.h"

#include <string.h>

static const struct tkg_report_format formats[] = {
    {"human", "report.txt", tkg_report_write_human},
    {"text", "summary.txt", tkg_report_write_text},
    {"json", "results.json", tkg_report_write_json},
    {"gbench", "gbench.json", tkg_report_write_gbench},
    {"csv", "results.csv", tkg_report_write_csv},
    {"markdown", "summary.md", tkg_report_write_markdown},
    {"junit", "junit.xml", tkg_report_write_junit},
    {"hgrm", "histograms.hgrm", tkg_report_write_hgrm},
    {"hlog", "histograms.hlog", tkg_report_write_hlog},
    {NULL, NULL, NULL},
};

const struct tkg_report_format *tkg_report_formats(void)
{
    return formats;
}

const struct tkg_report_format *tkg_report_format_find(const char *name)
{
    for (const struct tkg_report_format *format = formats; format->name; format++) {
        if (strcmp(format->name, name) == 0) {
            return format;
        }
    }
    return NULL;
}

enum tkg_status tkg_report_written(const struct tkg_text *out, struct tkg_error *err)
{
    if (tkg_text_failed(out)) {
        return tkg_fail(err, TKG_NO_MEMORY,
                        "no memory left to write the report; nothing of it was printed");
    }
    return TKG_OK;
}
