/* SPDX-License-Identifier: Apache-2.0
 *
 * A histogram log of HdrHistogram, format version 1.3: one line per histogram of the run, told
 * apart by tags. Values are integers in the unit that the tag ends in.
 */
#include <inttypes.h>
#include <string.h>

#include "report/hdr_encoding.h"
#include "report/histogram_list.h"
#include "report/iso_time.h"
#include "report/report_format.h"
#include "report/safe_text.h"

/* Readers cut lines at commas and blanks; everything that is not plain becomes '_'. */
static void add_tag(struct tkg_text *out, const char *label, const struct tkg_case_histogram *one)
{
    static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
                                "/.:+-~_";
    for (const char *at = label; *at; at++) {
        tkg_text_add_bytes(out, strchr(plain, *at) ? at : "_", 1);
    }
    tkg_text_addf(out, "/%s_%s", one->name, one->unit);
}

static enum tkg_status add_line(struct tkg_text *out, const struct tkg_run_record *record,
                                const char *label, const struct tkg_case_histogram *one,
                                struct tkg_error *err)
{
    double seconds = (double)(record->end_unix_ns - record->start_unix_ns) * 1e-9;
    double max_ms = (double)tkg_histogram_max(one->histogram) * one->unit_ns * 1e-6;
    tkg_text_add(out, "Tag=");
    add_tag(out, label, one);
    tkg_text_addf(out, ",0.000,%.3f,%.6f,", seconds, max_ms);
    enum tkg_status status = tkg_hdr_add_histogram(out, one->histogram, err);
    tkg_text_add(out, "\n");
    return status;
}

static void add_missing(struct tkg_text *out, const char *label,
                        const struct tkg_case_histogram *one)
{
    tkg_text_add(out, "#[");
    add_tag(out, label, one);
    tkg_text_addf(out, ": missing: %s]\n", one->missing);
}

/* Seconds with three digits, by integers: a double of nanoseconds since 1970 is off by more. */
static void add_head(struct tkg_text *out, const struct tkg_report_input *input)
{
    int64_t start_unix_ns = input->record->start_unix_ns;
    char time[TKG_ISO_TIME_BYTES];
    tkg_text_addf(out, "#[Logged with tickgate %s]\n", input->tool_version);
    tkg_text_add(out, "#[Histogram log format version 1.3]\n");
    tkg_text_addf(out, "#[StartTime: %" PRId64 ".%03" PRId64 " (seconds since epoch), %s]\n",
                  start_unix_ns / 1000000000, start_unix_ns / 1000000 % 1000,
                  tkg_iso_time_format(start_unix_ns, time));
    tkg_text_add(out, "#[Values are in the unit that the tag ends in, Interval_Max in ms]\n");
    tkg_text_add(out, "\"StartTimestamp\",\"Interval_Length\",\"Interval_Max\","
                      "\"Interval_Compressed_Histogram\"\n");
}

enum tkg_status tkg_report_write_hlog(const struct tkg_report_input *input, struct tkg_text *out,
                                      struct tkg_error *err)
{
    const struct tkg_run_record *record = input->record;
    enum tkg_status status = TKG_OK;
    add_head(out, input);
    for (size_t i = 0; i < record->case_count && status == TKG_OK; i++) {
        char label[TKG_CASE_NAME_BYTES];
        tkg_safe_case_label(record, &record->cases[i], label);
        for (int which = 0; which < TKG_CASE_HISTOGRAMS && status == TKG_OK; which++) {
            struct tkg_case_histogram one = tkg_case_histogram(&record->cases[i], which);
            if (one.histogram) {
                status = add_line(out, record, label, &one, err);
            } else if (one.missing) {
                add_missing(out, label, &one);
            }
        }
    }
    return status == TKG_OK ? tkg_report_written(out, err) : status;
}
