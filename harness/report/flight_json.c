/* SPDX-License-Identifier: Apache-2.0 */
#include "report/flight_json.h"

#include "report/json_writer.h"

/* Names are those of the series in a result file. -1 stands for what the machine does not say. */
static const struct {
    const char *name;
    size_t offset;
} figures[] = {
#define FIGURE(member)                                                                             \
    {                                                                                              \
#member, offsetof(struct tkg_telemetry_point, member)                                      \
    }
    FIGURE(wall_ns),  FIGURE(cpu_ns),    FIGURE(system_ns), FIGURE(wait_ns),  FIGURE(steal_ns),
    FIGURE(stall_ns), FIGURE(rss_bytes), FIGURE(vms_bytes), FIGURE(io_calls), FIGURE(io_bytes),
#undef FIGURE
};

static void put_alert(struct tkg_json_writer *writer, const struct tkg_alert_row *row)
{
    json_t *one = tkg_json_put_object(writer, writer->root, "alert");
    tkg_json_put(writer, one, "event", tkg_json_text(row->raised ? "raise" : "clear"));
    tkg_json_put(writer, one, "metric", tkg_json_text(row->metric));
    tkg_json_put(writer, one, "case", tkg_json_text(row->case_name));
    tkg_json_put(writer, one, "rule", tkg_json_count(row->rule));
    tkg_json_put(writer, one, "op", tkg_json_text(tkg_alert_op_name((enum tkg_alert_op)row->op)));
    tkg_json_put(writer, one, "value", tkg_json_real(row->value));
    tkg_json_put(writer, one, "threshold", tkg_json_real(row->threshold));
    tkg_json_put(writer, one, "time", tkg_json_time(row->unix_ns));
}

static void put_trial(struct tkg_json_writer *writer, const struct tkg_flight_trial *trial)
{
    if (!trial) {
        tkg_json_put(writer, writer->root, "trial", json_null());
        return;
    }
    json_t *one = tkg_json_put_object(writer, writer->root, "trial");
    tkg_json_put(writer, one, "case", tkg_json_text(trial->case_name));
    tkg_json_put(writer, one, "pass", tkg_json_text(tkg_pass_name(trial->pass)));
    tkg_json_put(writer, one, "round", tkg_json_count(trial->round));
    tkg_json_put(writer, one, "order_index", tkg_json_count(trial->order_index));
    tkg_json_put(writer, one, "start_time", tkg_json_time(trial->start_unix_ns));
}

static void put_run(struct tkg_json_writer *writer, const struct tkg_flight_run *run)
{
    json_t *one = tkg_json_put_object(writer, writer->root, "run");
    tkg_json_put(writer, one, "engine", tkg_json_text(run->engine));
    tkg_json_put(writer, one, "parameters", tkg_json_text(run->parameters));
    tkg_json_put(writer, one, "stream", tkg_json_text(run->stream));
    tkg_json_put(writer, one, "suite", tkg_json_text(run->suite));
    tkg_json_put(writer, one, "seed", tkg_json_seed(run->seed));
    tkg_json_put(writer, one, "batch_tick_count", tkg_json_count(run->batch_tick_count));
}

static void put_sample(struct tkg_json_writer *writer, json_t *samples,
                       const struct tkg_flight_sample *sample)
{
    json_t *one = tkg_json_append_object(writer, samples);
    tkg_json_put(writer, one, "time", tkg_json_time(sample->end_unix_ns));
    tkg_json_put(writer, one, "case", tkg_json_text(sample->trial.case_name));
    tkg_json_put(writer, one, "pass", tkg_json_text(tkg_pass_name(sample->trial.pass)));
    tkg_json_put(writer, one, "round", tkg_json_count(sample->trial.round));
    tkg_json_put(writer, one, "order_index", tkg_json_count(sample->trial.order_index));
    for (size_t i = 0; i < sizeof figures / sizeof *figures; i++) {
        const int64_t value =
            *(const int64_t *)(const void *)((const char *)&sample->point + figures[i].offset);
        tkg_json_put(writer, one, figures[i].name, value < 0 ? json_null() : json_integer(value));
    }
}

enum tkg_status tkg_flight_write_json(const struct tkg_flight *flight, struct tkg_text *out,
                                      struct tkg_error *err)
{
    struct tkg_json_writer writer = tkg_json_begin();
    tkg_json_put(&writer, writer.root, "schema", tkg_json_text(TKG_FLIGHT_SCHEMA));
    json_t *tool = tkg_json_put_object(&writer, writer.root, "tool");
    tkg_json_put(&writer, tool, "name", tkg_json_text("tickgate"));
    tkg_json_put(&writer, tool, "version", tkg_json_text(flight->tool_version));
    put_alert(&writer, flight->alert);
    put_trial(&writer, flight->trial);
    put_run(&writer, flight->run);
    if (flight->fingerprint) {
        tkg_json_put_fields(&writer, tkg_json_put_object(&writer, writer.root, "environment"),
                            tkg_environment_fields, flight->fingerprint);
    } else {
        tkg_json_put(&writer, writer.root, "environment", json_null());
    }
    const size_t count = tkg_flight_ring_count(flight->ring);
    tkg_json_put(&writer, writer.root, "older_sample_count",
                 tkg_json_count(flight->ring->seen_count - count));
    json_t *samples = tkg_json_put_array(&writer, writer.root, "samples");
    for (size_t i = 0; i < count; i++) {
        put_sample(&writer, samples, tkg_flight_ring_at(flight->ring, i));
    }
    return tkg_json_finish(&writer, out, err);
}
