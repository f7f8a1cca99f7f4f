/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/plot_receipt.h"

#include <string.h>

#include "cli/output.h"
#include "plot/plot_comparison.h"
#include "report/comparison_report.h"
#include "report/gate_report.h"
#include "verdict/comparison_replay.h"

enum { PATH_BYTES = 4096, HEAD_BYTES = 4096 };

/* Writers put the schema first. */
static bool names_schema(const char *bytes, size_t byte_count, const char *schema)
{
    return memmem(bytes, byte_count < HEAD_BYTES ? byte_count : HEAD_BYTES, schema,
                  strlen(schema)) != NULL;
}

static bool is_gate(const char *bytes, size_t byte_count)
{
    return names_schema(bytes, byte_count, "\"" TKG_GATE_RECEIPT_SCHEMA "\"");
}

bool tkg_plot_is_receipt(const char *bytes, size_t byte_count)
{
    return is_gate(bytes, byte_count) || names_schema(bytes, byte_count, "\"tickgate.comparison/");
}

static enum tkg_status draw_comparison(const struct tkg_plot_change *input, const char *path,
                                       const char *bytes, size_t byte_count, struct tkg_error *err)
{
    struct tkg_comparison_record record;
    struct tkg_comparison comparison;
    enum tkg_status status = tkg_comparison_json_read(path, bytes, byte_count, &record, err);
    if (status != TKG_OK) {
        return status;
    }
    const struct tkg_comparison_question question = tkg_comparison_question_of(&record);
    status = tkg_comparison_judge_record(&record, &question, &comparison, err);
    if (status == TKG_OK) {
        status = tkg_plot_comparison_draw(input, &record, &comparison, err);
    }
    tkg_comparison_record_deinit(&record);
    return status;
}

static enum tkg_status draw_gate(const struct tkg_plot_change *input, const char *path,
                                 const char *bytes, size_t byte_count, struct tkg_error *err)
{
    struct tkg_gate_record record;
    struct tkg_gate_result result;
    struct tkg_fingerprint fingerprint;
    enum tkg_status status =
        tkg_gate_json_read(path, bytes, byte_count, &record, &fingerprint, err);
    if (status != TKG_OK) {
        return status;
    }
    status = tkg_gate_judge(&record, &result, err);
    if (status == TKG_OK) {
        status = tkg_plot_gate_draw(input, &result, err);
        tkg_gate_result_deinit(&result);
    }
    tkg_gate_record_deinit(&record);
    return status;
}

enum tkg_status tkg_plot_receipt_draw(const char *path, const char *bytes, size_t byte_count,
                                      const char *folder, struct tkg_error *err)
{
    char scripts[PATH_BYTES];
    enum tkg_status status = tkg_data_folder("plots", scripts, sizeof scripts, err);
    const struct tkg_plot_change input = {TKG_VERSION, scripts, folder};
    if (status != TKG_OK) {
        return status;
    }
    return is_gate(bytes, byte_count) ? draw_gate(&input, path, bytes, byte_count, err)
                                      : draw_comparison(&input, path, bytes, byte_count, err);
}
