/* SPDX-License-Identifier: Apache-2.0 */
#include "report/comparison_fields.h"
#include "report/comparison_object.h"
#include "report/comparison_report.h"

static void put_shift(struct tkg_json_writer *writer, json_t *object, const char *key,
                      const struct tkg_shift *shift)
{
    json_t *member = tkg_json_put_object(writer, object, key);
    tkg_json_put(writer, member, "estimate", tkg_json_real(shift->estimate));
    tkg_json_put(writer, member, "low", tkg_json_real(shift->low));
    tkg_json_put(writer, member, "high", tkg_json_real(shift->high));
    tkg_json_put(writer, member, "error_0to1", tkg_json_real(shift->error_0to1));
}

/* What launches do not average away, and the least tolerance that it carries. */
static void put_layouts(struct tkg_json_writer *writer, json_t *object,
                        const struct tkg_comparison *comparison)
{
    static const char *const kinds[] = {"unknown", "bound", "fitted"};
    json_t *member = tkg_json_put_object(writer, object, "layouts");
    tkg_json_put(writer, member, "floor", tkg_json_real(comparison->floor.floor));
    tkg_json_put(writer, member, "kind", tkg_json_text(kinds[comparison->floor.kind]));
    tkg_json_put(writer, member, "layout_sd", tkg_json_real(comparison->floor.layout_sd));
    tkg_json_put(writer, member, "rest_sd", tkg_json_real(comparison->floor.rest_sd));
    tkg_json_put(writer, member, "tolerance_min", tkg_json_real(comparison->layouts.tolerance_min));
    tkg_json_put(writer, member, "carried", json_boolean(comparison->layouts.is_carried));
}

static void put_conclusion(struct tkg_json_writer *writer, json_t *root,
                           const struct tkg_comparison *comparison)
{
    json_t *object = tkg_json_put_object(writer, root, "conclusion");
    tkg_json_put(writer, object, "outcome",
                 tkg_json_text(tkg_comparison_word(comparison->outcome)));
    tkg_json_put(writer, object, "launch_count", tkg_json_count(comparison->launch_count));
    tkg_json_put(writer, object, "null_holds", json_boolean(comparison->null_holds));
    tkg_json_put(writer, object, "plant_holds", json_boolean(comparison->plant_holds));
    put_shift(writer, object, "head", &comparison->head);
    put_shift(writer, object, "null", &comparison->null);
    put_shift(writer, object, "plant", &comparison->plant);
    tkg_json_put(writer, object, "head_high_pass", tkg_json_real(comparison->head_high_pass));
    put_layouts(writer, object, comparison);
}

static void put_side(struct tkg_json_writer *writer, json_t *root, const char *key,
                     const struct tkg_side *side)
{
    json_t *object = tkg_json_put_object(writer, root, key);
    tkg_json_put_fields(writer, object, tkg_comparison_side_fields, side);
    json_t *files = tkg_json_put_array(writer, object, "files");
    for (uint32_t i = 0; i < side->path_count; i++) {
        tkg_json_append(writer, files, tkg_json_text(side->paths[i]));
    }
}

static void put_launch(struct tkg_json_writer *writer, json_t *launches,
                       const struct tkg_launch_record *launch)
{
    static const char *const role_words[] = {
#define ROLE_WORD(id, word) word,
        TKG_ARM_ROLES(ROLE_WORD)
#undef ROLE_WORD
    };
    json_t *object = tkg_json_append_object(writer, launches);
    tkg_json_put_fields(writer, object, tkg_comparison_launch_fields, launch);
    json_t *arms = tkg_json_put_array(writer, object, "arms");
    for (size_t arm = 0; arm < TKG_ARM_COUNT; arm++) {
        json_t *member = tkg_json_append_object(writer, arms);
        tkg_json_put(writer, member, "role", tkg_json_text(role_words[launch->roles[arm]]));
        tkg_json_put(writer, member, "file", tkg_json_count(launch->layouts[arm]));
        tkg_json_put(writer, member, "ns_per_tick", tkg_json_real(launch->arm_ns[arm]));
        tkg_json_put(writer, member, "p99_ns_per_tick", tkg_json_real(launch->arm_p99_ns[arm]));
    }
}

void tkg_comparison_put(struct tkg_json_writer *writer, json_t *object,
                        const struct tkg_comparison_record *record,
                        const struct tkg_comparison *comparison)
{
    put_conclusion(writer, object, comparison);
    json_t *question = tkg_json_put_object(writer, object, "comparison");
    tkg_json_put(writer, question, "metric",
                 tkg_json_text(tkg_comparison_metric_word(record->metric)));
    tkg_json_put(writer, question, "sides", tkg_json_text(tkg_side_kind_word(record->side_kind)));
    tkg_json_put_fields(writer, question, tkg_comparison_question_fields, record);
    put_side(writer, object, "base", &record->base);
    put_side(writer, object, "head", &record->head);
    json_t *launches = tkg_json_put_array(writer, object, "launches");
    for (size_t i = 0; i < record->launch_count; i++) {
        put_launch(writer, launches, &record->launches[i]);
    }
}

enum tkg_status tkg_comparison_write_json(const struct tkg_comparison_input *input,
                                          struct tkg_text *out, struct tkg_error *err)
{
    struct tkg_json_writer writer = tkg_json_begin();
    tkg_json_put(&writer, writer.root, "schema", tkg_json_text(TKG_COMPARISON_SCHEMA));
    tkg_comparison_put(&writer, writer.root, input->record, input->comparison);
    if (input->fingerprint) {
        json_t *environment = tkg_json_put_object(&writer, writer.root, "environment");
        tkg_json_put_fields(&writer, environment, tkg_environment_fields, input->fingerprint);
    }
    return tkg_json_finish(&writer, out, err);
}
