/* SPDX-License-Identifier: Apache-2.0
 *
 * Any bytes as a receipt. What is refused must leave an empty record and say where in one printable
 * line; what is accepted must be printable, and written and read again it must be the same.
 */
#include <stdint.h>
#include <string.h>

#include "base/check.h"
#include "report/comparison_report.h"
#include "verdict/comparison_replay.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t byte_count);

enum { INPUT_BYTES_MAX = 65536 };

static void check_error(const struct tkg_error *err, const struct tkg_comparison_record *record)
{
    TKG_ASSERT(err->status == TKG_INPUT || err->status == TKG_USAGE ||
               err->status == TKG_NO_MEMORY);
    TKG_ASSERT(record->launches == NULL && record->launch_count == 0);
    for (const char *at = err->text; *at; at++) {
        TKG_ASSERT((unsigned char)*at >= ' ' && *at != 0x7F);
    }
}

static void write_again(const struct tkg_comparison_record *record)
{
    struct tkg_comparison conclusion = {.outcome = TKG_COMPARISON_NOT_YET};
    const struct tkg_comparison_question question = tkg_comparison_question_of(record);
    if (tkg_comparison_judged_count(record) >= tkg_look_launch_count(0)) {
        TKG_ASSERT(tkg_comparison_judge_record(record, &question, &conclusion, NULL) == TKG_OK);
    }
    const struct tkg_comparison_input input = {.record = record, .comparison = &conclusion};
    struct tkg_comparison_record again;
    struct tkg_text out;
    tkg_text_init(&out);
    TKG_ASSERT(tkg_comparison_write_human(&input, &out, NULL) == TKG_OK);
    tkg_text_reset(&out);
    TKG_ASSERT(tkg_comparison_write_json(&input, &out, NULL) == TKG_OK);
    TKG_ASSERT(tkg_comparison_json_read("again", tkg_text_borrow(&out), out.length, &again, NULL) ==
               TKG_OK);
    TKG_ASSERT(again.launch_count == record->launch_count);
    tkg_comparison_record_deinit(&again);
    tkg_text_deinit(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t byte_count)
{
    struct tkg_comparison_record record;
    struct tkg_error err = {0};
    if (byte_count > INPUT_BYTES_MAX) {
        return 0;
    }
    if (tkg_comparison_json_read("fuzz.json", (const char *)bytes, byte_count, &record, &err) !=
        TKG_OK) {
        check_error(&err, &record);
        return 0;
    }
    write_again(&record);
    tkg_comparison_record_deinit(&record);
    return 0;
}
