/* SPDX-License-Identifier: Apache-2.0
 *
 * The percentile text of HdrHistogram (outputPercentileDistribution of its version 2.1.12), one
 * section per histogram of the run, in nanoseconds. Lines in #[...] are its comments.
 */
#include <inttypes.h>

#include "report/histogram_list.h"
#include "report/report_format.h"
#include "report/safe_text.h"
#include "sample/percentile_ladder.h"

/* The head is that of the original, column by column; the last step has no odds. Four decimals: a
 * midpoint may be half a picosecond. */
static void add_steps(struct tkg_text *out, const struct tkg_percentile_ladder *ladder,
                      double unit_ns)
{
    tkg_text_addf(out, "%12s %14s %10s %14s\n\n", "Value", "Percentile", "TotalCount",
                  "1/(1-Percentile)");
    for (size_t i = 0; i < ladder->step_count; i++) {
        const struct tkg_ladder_step *step = &ladder->steps[i];
        tkg_text_addf(out, "%12.4f %2.12f %10" PRIu64, step->value * unit_ns, step->share_0to1,
                      step->up_to_here);
        if (step->share_0to1 < 1.0) {
            tkg_text_addf(out, " %14.2f", 1.0 / (1.0 - step->share_0to1));
        }
        tkg_text_add(out, "\n");
    }
}

static void add_feet(struct tkg_text *out, const struct tkg_case_histogram *one)
{
    const struct tkg_histogram *histogram = one->histogram;
    uint64_t count = tkg_histogram_count(histogram);
    double mean = count > 0 ? tkg_histogram_mean(histogram) * one->unit_ns : 0.0;
    double stddev = count > 0 ? tkg_histogram_stddev(histogram) * one->unit_ns : 0.0;
    tkg_text_addf(out, "#[Mean    = %12.4f, StdDeviation   = %12.4f]\n", mean, stddev);
    tkg_text_addf(out, "#[Max     = %12.4f, Total count    = %12" PRIu64 "]\n",
                  (double)tkg_histogram_max(histogram) * one->unit_ns, count);
    tkg_text_addf(out, "#[Buckets = %12d, SubBuckets     = %12d]\n",
                  TKG_HISTOGRAM_TOP_OCTAVE_END - TKG_HISTOGRAM_FINE_BITS,
                  1 << TKG_HISTOGRAM_FINE_BITS);
}

static void add_section(struct tkg_text *out, const char *label,
                        const struct tkg_case_histogram *one)
{
    struct tkg_percentile_ladder ladder;
    tkg_text_add(out, out->length > 0 ? "\n#[" : "#[");
    tkg_safe_add_line(out, label, 0, true);
    if (one->missing) {
        tkg_text_addf(out, " %s: missing: %s]\n", one->name, one->missing);
        return;
    }
    tkg_text_addf(out, " %s, ns]\n", one->name);
    tkg_percentile_ladder(one->histogram, &ladder);
    add_steps(out, &ladder, one->unit_ns);
    add_feet(out, one);
}

enum tkg_status tkg_report_write_hgrm(const struct tkg_report_input *input, struct tkg_text *out,
                                      struct tkg_error *err)
{
    const struct tkg_run_record *record = input->record;
    bool any = false;
    for (size_t i = 0; i < record->case_count; i++) {
        char label[TKG_CASE_NAME_BYTES];
        tkg_safe_case_label(record, &record->cases[i], label);
        for (int which = 0; which < TKG_CASE_HISTOGRAMS; which++) {
            struct tkg_case_histogram one = tkg_case_histogram(&record->cases[i], which);
            if (one.histogram || one.missing) {
                add_section(out, label, &one);
                any = true;
            }
        }
    }
    tkg_text_add(out, any ? "" : "#[No pass with a histogram (B, C, P) was run]\n");
    return tkg_report_written(out, err);
}
