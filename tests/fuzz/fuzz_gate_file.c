/* SPDX-License-Identifier: Apache-2.0
 *
 * Any bytes as a gate file. What is refused must leave nothing behind and say where in one
 * printable line; what is accepted must keep the promises of config/gate_file.h.
 */
#include "config/gate_file.h"

#include <math.h>
#include <string.h>

#include "base/check.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t byte_count);

static void check_error(const struct tkg_error *err, const struct tkg_gate_file *file)
{
    TKG_ASSERT(err->status == TKG_CONFIG || err->status == TKG_NO_MEMORY);
    TKG_ASSERT(file->cases == NULL && file->questions == NULL && file->question_count == 0);
    for (const char *at = err->text; *at; at++) {
        TKG_ASSERT((unsigned char)*at >= ' ' && *at != 0x7f);
    }
}

static void check_question(const struct tkg_gate_question *question,
                           const struct tkg_gate_file *file)
{
    TKG_ASSERT(question->case_index < file->case_count);
    TKG_ASSERT(question->kind < TKG_GATE_METRIC_COUNT);
    TKG_ASSERT(question->stored_metric <= TKG_METRIC_COUNT);
    TKG_ASSERT(question->better == TKG_BETTER_LESS || question->better == TKG_BETTER_MORE);
    TKG_ASSERT(isnan(question->tolerance) ||
               (question->tolerance >= 0.0 && question->tolerance <= 1.0));
    TKG_ASSERT(isnan(question->margin) || question->margin >= question->tolerance);
    TKG_ASSERT(isnan(question->maximum) || question->maximum >= 0.0);
    TKG_ASSERT((question->waived_to_day >= 0) == (question->waiver_reason[0] != '\0'));
    TKG_ASSERT(question->line >= 1 && question->column >= 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t byte_count)
{
    struct tkg_gate_file file;
    struct tkg_error err = {0};
    if (tkg_gate_file_parse(&file, "fuzz/gate.yaml", (const char *)bytes, byte_count, &err) !=
        TKG_OK) {
        check_error(&err, &file);
        return 0;
    }
    TKG_ASSERT(file.case_count >= 1 && file.question_count >= file.case_count);
    TKG_ASSERT(file.error_0to1 > 0.0 && file.budget_ns > 0 && file.name[0] != '\0');
    for (size_t i = 0; i < file.question_count; i++) {
        check_question(&file.questions[i], &file);
    }
    tkg_gate_file_deinit(&file);
    return 0;
}
