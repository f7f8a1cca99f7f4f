/* SPDX-License-Identifier: Apache-2.0 */
#include "report/history_export.h"

#include <inttypes.h>

#include "report/csv_field.h"
#include "report/iso_time.h"
#include "report/json_writer.h"
#include "store/history_read.h"

static const char header[] = "run,start,kind,commit,branch,label,engine,baseline,work,environment,"
                             "case,metric,unit,count,value,low,high,ratio,ratio_low,ratio_high,"
                             "ruler\r\n";

struct csv {
    struct tkg_history *history;
    struct tkg_text *out;
    const struct tkg_history_entry *entry;
};

static void add_texts(struct tkg_text *out, const char *const *texts)
{
    for (; *texts; texts++) {
        tkg_text_add(out, ",");
        tkg_csv_add_text(out, *texts);
    }
}

static enum tkg_status csv_sample(void *context, const struct tkg_history_sample *sample,
                                  struct tkg_error *err)
{
    const struct csv *csv = context;
    const struct tkg_history_entry *entry = csv->entry;
    char time[TKG_ISO_TIME_BYTES];
    (void)err;
    tkg_text_addf(csv->out, "%" PRId64 ",%s", entry->id,
                  tkg_iso_time_format(entry->start_unix_ns, time));
    add_texts(csv->out,
              (const char *const[]){entry->kind, entry->commit, entry->branch, entry->label,
                                    entry->engine, entry->baseline, entry->work, entry->environment,
                                    sample->case_name, sample->metric, sample->unit, NULL});
    tkg_text_addf(csv->out, ",%" PRId64, sample->count);
    tkg_csv_add_number(csv->out, sample->value);
    tkg_csv_add_number(csv->out, sample->low);
    tkg_csv_add_number(csv->out, sample->high);
    tkg_csv_add_number(csv->out, sample->ratio);
    tkg_csv_add_number(csv->out, sample->ratio_low);
    tkg_csv_add_number(csv->out, sample->ratio_high);
    add_texts(csv->out, (const char *const[]){sample->ruler, NULL});
    tkg_text_add(csv->out, "\r\n");
    return TKG_OK;
}

static enum tkg_status csv_entry(void *context, const struct tkg_history_entry *entry,
                                 struct tkg_error *err)
{
    struct csv *csv = context;
    csv->entry = entry;
    return tkg_history_samples(csv->history, entry->id, csv_sample, csv, err);
}

static enum tkg_status check_memory(const struct tkg_text *out, struct tkg_error *err)
{
    return tkg_text_failed(out) ? tkg_fail(err, TKG_NO_MEMORY, "no memory for the history")
                                : TKG_OK;
}

enum tkg_status tkg_history_write_csv(struct tkg_history *history, struct tkg_text *out,
                                      struct tkg_error *err)
{
    struct csv csv = {.history = history, .out = out};
    tkg_text_add(out, header);
    enum tkg_status status = tkg_history_entries(history, NULL, SIZE_MAX, csv_entry, &csv, err);
    return status == TKG_OK ? check_memory(out, err) : status;
}

struct json {
    struct tkg_history *history;
    struct tkg_json_writer writer;
    json_t *runs;
    json_t *rows; /* of the run at hand: samples, then verdicts */
};

static enum tkg_status json_sample(void *context, const struct tkg_history_sample *sample,
                                   struct tkg_error *err)
{
    struct json *json = context;
    json_t *row = tkg_json_append_object(&json->writer, json->rows);
    (void)err;
    tkg_json_put(&json->writer, row, "case", tkg_json_text(sample->case_name));
    tkg_json_put(&json->writer, row, "metric", tkg_json_text(sample->metric));
    tkg_json_put(&json->writer, row, "unit", tkg_json_text(sample->unit));
    tkg_json_put(&json->writer, row, "count", json_integer(sample->count));
    tkg_json_put(&json->writer, row, "value", tkg_json_real(sample->value));
    tkg_json_put(&json->writer, row, "low", tkg_json_real(sample->low));
    tkg_json_put(&json->writer, row, "high", tkg_json_real(sample->high));
    tkg_json_put(&json->writer, row, "ratio", tkg_json_real(sample->ratio));
    tkg_json_put(&json->writer, row, "ratio_low", tkg_json_real(sample->ratio_low));
    tkg_json_put(&json->writer, row, "ratio_high", tkg_json_real(sample->ratio_high));
    tkg_json_put(&json->writer, row, "ruler", tkg_json_text(sample->ruler));
    return TKG_OK;
}

static enum tkg_status json_verdict(void *context, const struct tkg_history_verdict *verdict,
                                    struct tkg_error *err)
{
    struct json *json = context;
    json_t *row = tkg_json_append_object(&json->writer, json->rows);
    (void)err;
    tkg_json_put(&json->writer, row, "case", tkg_json_text(verdict->case_name));
    tkg_json_put(&json->writer, row, "metric", tkg_json_text(verdict->metric));
    tkg_json_put(&json->writer, row, "unit", tkg_json_text(verdict->unit));
    tkg_json_put(&json->writer, row, "limit", tkg_json_real(verdict->limit));
    tkg_json_put(&json->writer, row, "value", tkg_json_real(verdict->value));
    tkg_json_put(&json->writer, row, "low", tkg_json_real(verdict->low));
    tkg_json_put(&json->writer, row, "high", tkg_json_real(verdict->high));
    tkg_json_put(&json->writer, row, "outcome", tkg_json_text(verdict->outcome));
    return TKG_OK;
}

static void put_entry(struct tkg_json_writer *writer, json_t *run,
                      const struct tkg_history_entry *entry)
{
    tkg_json_put(writer, run, "run", json_integer(entry->id));
    tkg_json_put(writer, run, "start", tkg_json_time(entry->start_unix_ns));
    tkg_json_put(writer, run, "kind", tkg_json_text(entry->kind));
    tkg_json_put(writer, run, "commit", tkg_json_text(entry->commit));
    tkg_json_put(writer, run, "branch", tkg_json_text(entry->branch));
    tkg_json_put(writer, run, "label", tkg_json_text(entry->label));
    tkg_json_put(writer, run, "engine", tkg_json_text(entry->engine));
    tkg_json_put(writer, run, "baseline", tkg_json_text(entry->baseline));
    tkg_json_put(writer, run, "work", tkg_json_text(entry->work));
    tkg_json_put(writer, run, "environment", tkg_json_text(entry->environment));
    tkg_json_put(writer, run, "complete", json_boolean(entry->is_complete));
    tkg_json_put(writer, run, "steal_share_0to1", tkg_json_real(entry->steal_share));
    tkg_json_put(writer, run, "load_1min", tkg_json_real(entry->load_1min));
    tkg_json_put(writer, run, "cpu_pressure_percent", tkg_json_real(entry->cpu_pressure_percent));
}

static enum tkg_status json_entry(void *context, const struct tkg_history_entry *entry,
                                  struct tkg_error *err)
{
    struct json *json = context;
    json_t *run = tkg_json_append_object(&json->writer, json->runs);
    put_entry(&json->writer, run, entry);
    json->rows = tkg_json_put_array(&json->writer, run, "samples");
    enum tkg_status status = tkg_history_samples(json->history, entry->id, json_sample, json, err);
    json->rows = tkg_json_put_array(&json->writer, run, "verdicts");
    return status == TKG_OK
               ? tkg_history_verdicts(json->history, entry->id, json_verdict, json, err)
               : status;
}

enum tkg_status tkg_history_write_json(struct tkg_history *history, struct tkg_text *out,
                                       struct tkg_error *err)
{
    struct json json = {.history = history, .writer = tkg_json_begin()};
    tkg_json_put(&json.writer, json.writer.root, "schema", tkg_json_text(TKG_HISTORY_SCHEMA));
    tkg_json_put(&json.writer, json.writer.root, "schema_version", json_integer(1));
    json.runs = tkg_json_put_array(&json.writer, json.writer.root, "runs");
    enum tkg_status status = tkg_history_entries(history, NULL, SIZE_MAX, json_entry, &json, err);
    enum tkg_status finished = tkg_json_finish(&json.writer, out, status == TKG_OK ? err : NULL);
    return status == TKG_OK ? finished : status;
}
