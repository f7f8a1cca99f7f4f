/* SPDX-License-Identifier: Apache-2.0 */
#include "report/explanation_report.h"
#include "report/json_writer.h"
#include "verdict/explanation.h"

static void put_function(struct tkg_json_writer *writer, json_t *functions,
                         const struct tkg_function_growth *growth, enum tkg_cost cost)
{
    json_t *object = tkg_json_append_object(writer, functions);
    tkg_json_put(writer, object, "name", tkg_json_text(growth->head->name));
    tkg_json_put(writer, object, "file", tkg_json_text(growth->head->file));
    tkg_json_put(writer, object, "line", tkg_json_count(growth->head->line));
    tkg_json_put(writer, object, "object", tkg_json_text(growth->head->object));
    tkg_json_put(writer, object, "base_per_tick", tkg_json_real(growth->before));
    tkg_json_put(writer, object, "head_per_tick", tkg_json_real(growth->after));
    tkg_json_put(writer, object, "error_per_tick", tkg_json_real(growth->error));
    tkg_json_put(writer, object, "growth", tkg_json_real(growth->growth));
    tkg_json_put(writer, object, "share_of_growth", tkg_json_real(growth->share_0to1));
    tkg_json_put(writer, object, "named", json_boolean(growth->is_named));
    tkg_json_put(writer, object, "base_self",
                 tkg_json_count(growth->base ? growth->base->self[cost] : 0));
    tkg_json_put(writer, object, "head_self", tkg_json_count(growth->head->self[cost]));
    tkg_json_put(writer, object, "base_inclusive",
                 tkg_json_count(growth->base ? growth->base->inclusive[cost] : 0));
    tkg_json_put(writer, object, "head_inclusive", tkg_json_count(growth->head->inclusive[cost]));
    tkg_json_put(writer, object, "base_calls",
                 tkg_json_count(growth->base ? growth->base->calls : 0));
    tkg_json_put(writer, object, "head_calls", tkg_json_count(growth->head->calls));
}

static void put_cost(struct tkg_json_writer *writer, json_t *costs,
                     const struct tkg_explanation *explanation)
{
    if (!explanation->is_known) {
        return;
    }
    json_t *object = tkg_json_put_object(writer, costs, tkg_cost_name(explanation->cost));
    tkg_json_put(writer, object, "base_per_tick", tkg_json_real(explanation->before));
    tkg_json_put(writer, object, "head_per_tick", tkg_json_real(explanation->after));
    tkg_json_put(writer, object, "growth", tkg_json_real(explanation->growth));
    json_t *functions = tkg_json_put_array(writer, object, "functions");
    for (size_t i = 0; i < explanation->count; i++) {
        put_function(writer, functions, &explanation->functions[i], explanation->cost);
    }
}

/* null: the machine has no such counter for us. */
static void put_hardware(struct tkg_json_writer *writer, json_t *side,
                         const struct tkg_function_table *table)
{
    const struct tkg_hardware_totals *totals = &table->hardware;
    const bool is_taken = table->has[TKG_COST_CPU];
    const struct {
        const char *key;
        int64_t count;
    } rows[] = {{"instructions", totals->instructions},
                {"cycles", totals->cycles},
                {"cache_misses", totals->cache_misses},
                {"branch_misses", totals->branch_misses}};
    json_t *object = tkg_json_put_object(writer, side, "hardware");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        tkg_json_put(writer, object, rows[i].key,
                     is_taken && rows[i].count >= 0 ? tkg_json_count((uint64_t)rows[i].count)
                                                    : json_null());
    }
}

static void put_side(struct tkg_json_writer *writer, const char *key, const char *name,
                     const struct tkg_function_table *table, uint64_t digest)
{
    json_t *object = tkg_json_put_object(writer, writer->root, key);
    tkg_json_put(writer, object, "engine", tkg_json_text(name));
    tkg_json_put(writer, object, "digest", tkg_json_hex(digest));
    tkg_json_put(writer, object, "tick_count", tkg_json_count(table->tick_count));
    tkg_json_put(writer, object, "sampled_replay_count", tkg_json_count(table->replay_count));
    tkg_json_put(writer, object, "sample_count", tkg_json_count(table->sample_count));
    put_hardware(writer, object, table);
}

static void put_guilty(struct tkg_json_writer *writer, const struct tkg_explanation *explanations)
{
    static const char *const words[] = {"none", "instructions", "time"};
    const struct tkg_function_growth *guilty = NULL;
    const enum tkg_guilt guilt = tkg_explanation_guilt(&explanations[TKG_COST_INSTRUCTIONS],
                                                       &explanations[TKG_COST_CPU], &guilty);
    tkg_json_put(writer, writer->root, "guilt", tkg_json_text(words[guilt]));
    tkg_json_put(writer, writer->root, "guilty_function",
                 guilty ? tkg_json_text(guilty->head->name) : json_null());
}

enum tkg_status tkg_explanation_write_json(const struct tkg_explanation_record *record,
                                           struct tkg_text *out, struct tkg_error *err)
{
    struct tkg_explanation explanations[TKG_COST_COUNT];
    struct tkg_json_writer writer = tkg_json_begin();
    for (int cost = 0; cost < TKG_COST_COUNT; cost++) {
        explanations[cost] =
            tkg_explanation_make(&record->base, &record->head, (enum tkg_cost)cost);
    }
    tkg_json_put(&writer, writer.root, "schema", tkg_json_text(TKG_EXPLANATION_SCHEMA));
    put_guilty(&writer, explanations);
    tkg_json_put(&writer, writer.root, "stream", tkg_json_text(record->stream));
    put_side(&writer, "base", record->base_name, &record->base, record->base_digest);
    put_side(&writer, "head", record->head_name, &record->head, record->head_digest);
    tkg_json_put(&writer, writer.root, "no_counts_because", tkg_json_text(record->count_reason));
    tkg_json_put(&writer, writer.root, "no_times_because", tkg_json_text(record->sample_reason));
    json_t *costs = tkg_json_put_object(&writer, writer.root, "costs");
    for (int cost = 0; cost < TKG_COST_COUNT; cost++) {
        put_cost(&writer, costs, &explanations[cost]);
    }
    return tkg_json_finish(&writer, out, err);
}
