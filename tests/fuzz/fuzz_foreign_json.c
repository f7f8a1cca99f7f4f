/* SPDX-License-Identifier: Apache-2.0
 *
 * Any bytes as JSON of other programs: google-benchmark's and that of one size. What is refused
 * must leave an empty record and say where in one printable line; what is accepted must hold only
 * times and rates, under unique names, print in every format, and come back from the result file to
 * the very same bytes.
 */
#include <math.h>
#include <stdint.h>

#include "base/check.h"
#include "report/report.h"
#include "report/result_fields.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t byte_count);

/* Big enough for every file of the corpus; longer ones only make the fuzzer slow. */
enum { INPUT_BYTES_MAX = 65536 };

static void check_error(const struct tkg_error *err, const struct tkg_run_record *record)
{
    TKG_ASSERT(err->status == TKG_INPUT || err->status == TKG_NOTHING ||
               err->status == TKG_NO_MEMORY);
    TKG_ASSERT(strncmp(err->text, "fuzz.json:", 10) == 0);
    TKG_ASSERT(record->cases == NULL && record->case_count == 0);
    for (const char *at = err->text; *at; at++) {
        TKG_ASSERT((unsigned char)*at >= ' ' && *at != 0x7F);
    }
}

static void check_trial(const struct tkg_trial *trial)
{
    for (int i = 0; i < TKG_METRIC_COUNT; i++) {
        double value = trial->values[i];
        bool share = tkg_metric_info((enum tkg_metric)i)->dimension == TKG_DIMENSION_SHARE;
        TKG_ASSERT(isnan(value) || (isfinite(value) && (share || value >= 0.0)));
    }
}

static void check_record(const struct tkg_run_record *record)
{
    TKG_ASSERT(record->case_count > 0 && record->case_count <= TKG_RESULT_CASE_COUNT_MAX);
    TKG_ASSERT((record->failure == TKG_OK) == record->complete);
    for (size_t i = 0; i < record->case_count; i++) {
        const struct tkg_case *one = &record->cases[i];
        TKG_ASSERT(tkg_run_record_find_case(record, one->name) == one);
        for (size_t j = 0; j < one->trial_count; j++) {
            check_trial(&one->trials[j]);
        }
    }
}

/* Every format must take the record; behind *out stands the json one. */
static void write_record(const struct tkg_run_record *record,
                         const struct tkg_fingerprint *fingerprint, struct tkg_text *out)
{
    struct tkg_summary summary;
    const struct tkg_target_set no_targets = {0};
    const struct tkg_verdict_list no_verdicts = {0};
    TKG_ASSERT(tkg_summary_create(record, &summary, NULL) == TKG_OK);
    const struct tkg_report_input input = {.tool_version = "fuzz",
                                           .record = record,
                                           .summary = &summary,
                                           .fingerprint = fingerprint,
                                           .targets = &no_targets,
                                           .verdicts = &no_verdicts,
                                           .result_path = "",
                                           .plot_folder = ""};
    for (const struct tkg_report_format *row = tkg_report_formats(); row->name; row++) {
        tkg_text_reset(out);
        TKG_ASSERT(row->write(&input, out, NULL) == TKG_OK);
    }
    tkg_text_reset(out);
    TKG_ASSERT(tkg_report_format_find("json")->write(&input, out, NULL) == TKG_OK);
    tkg_summary_deinit(&summary);
}

static void check_round_trip(const struct tkg_run_record *record,
                             const struct tkg_fingerprint *fingerprint)
{
    struct tkg_run_record again;
    struct tkg_fingerprint host;
    struct tkg_error err;
    struct tkg_text first = {0};
    struct tkg_text second = {0};
    write_record(record, fingerprint, &first);
    TKG_ASSERT(tkg_report_json_read("fuzz.json", first.bytes, first.length, &again, &host, &err) ==
               TKG_OK);
    write_record(&again, &host, &second);
    TKG_ASSERT(first.length == second.length &&
               memcmp(first.bytes, second.bytes, first.length) == 0);
    tkg_run_record_deinit(&again);
    tkg_text_deinit(&first);
    tkg_text_deinit(&second);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t byte_count)
{
    struct tkg_run_record record;
    struct tkg_fingerprint fingerprint;
    struct tkg_error err;
    const char *json = byte_count > 0 ? (const char *)bytes : "";
    if (byte_count > INPUT_BYTES_MAX) {
        return 0;
    }
    if (tkg_report_json_read("fuzz.json", json, byte_count, &record, &fingerprint, &err) !=
        TKG_OK) {
        check_error(&err, &record);
        return 0;
    }
    if (tkg_record_is_foreign(&record)) {
        if (record.case_count > 0) {
            check_record(&record);
        }
        check_round_trip(&record, &fingerprint);
    }
    tkg_run_record_deinit(&record);
    return 0;
}
