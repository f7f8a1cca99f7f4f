/* SPDX-License-Identifier: Apache-2.0
 *
 * Any bytes as the receipt of a gate. What is refused must leave an empty record and say where in
 * one printable line; what is accepted must be judged, printed in every format, and be the same
 * again when it is written and read again.
 */
#include <stdint.h>
#include <string.h>

#include "base/check.h"
#include "report/gate_report.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t byte_count);

enum { INPUT_BYTES_MAX = 65536 };

static void check_error(const struct tkg_error *err, const struct tkg_gate_record *record)
{
    TKG_ASSERT(err->status == TKG_INPUT || err->status == TKG_USAGE ||
               err->status == TKG_NO_MEMORY);
    TKG_ASSERT(record->rows == NULL && record->row_count == 0 && record->cases == NULL);
    for (const char *at = err->text; *at; at++) {
        TKG_ASSERT((unsigned char)*at >= ' ' && *at != 0x7F);
    }
}

static void write_all(const struct tkg_gate_report_input *input)
{
    static const char *const formats[] = {"human",          "markdown",           "junit",
                                          "github-summary", "github-annotations", "github-outputs"};
    struct tkg_text out = {0};
    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++) {
        TKG_ASSERT(tkg_gate_format_find(formats[i])->write(input, &out, NULL) == TKG_OK);
        tkg_text_reset(&out);
    }
    tkg_text_deinit(&out);
}

/* Written, read and written again. */
static void write_again(const struct tkg_gate_report_input *input)
{
    struct tkg_gate_record record;
    struct tkg_gate_result result;
    struct tkg_fingerprint fingerprint;
    struct tkg_text first = {0};
    struct tkg_text second = {0};
    TKG_ASSERT(tkg_gate_write_json(input, &first, NULL) == TKG_OK);
    TKG_ASSERT(tkg_gate_json_read("again", tkg_text_borrow(&first), first.length, &record,
                                  &fingerprint, NULL) == TKG_OK);
    TKG_ASSERT(tkg_gate_judge(&record, &result, NULL) == TKG_OK);
    struct tkg_gate_report_input again = *input;
    again.record = &record;
    again.result = &result;
    again.fingerprint = &fingerprint;
    TKG_ASSERT(tkg_gate_write_json(&again, &second, NULL) == TKG_OK);
    TKG_ASSERT(strcmp(tkg_text_borrow(&first), tkg_text_borrow(&second)) == 0);
    tkg_gate_result_deinit(&result);
    tkg_gate_record_deinit(&record);
    tkg_text_deinit(&first);
    tkg_text_deinit(&second);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t byte_count)
{
    struct tkg_gate_record record;
    struct tkg_gate_result result;
    struct tkg_fingerprint fingerprint;
    struct tkg_error err = {0};
    if (byte_count > INPUT_BYTES_MAX) {
        return 0;
    }
    if (tkg_gate_json_read("fuzz.json", (const char *)bytes, byte_count, &record, &fingerprint,
                           &err) != TKG_OK) {
        check_error(&err, &record);
        return 0;
    }
    TKG_ASSERT(tkg_gate_judge(&record, &result, NULL) == TKG_OK);
    const struct tkg_gate_report_input input = {
        .tool_version = "0",
        .record = &record,
        .result = &result,
        .fingerprint = &fingerprint,
        .receipt = "",
    };
    write_all(&input);
    write_again(&input);
    tkg_gate_result_deinit(&result);
    tkg_gate_record_deinit(&record);
    return 0;
}
