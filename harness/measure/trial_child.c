/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "host/child.h"
#include "host/pipe_io.h"
#include "measure/pass.h"
#include "measure/replay.h"
#include "measure/sampler.h"
#include "measure/shards.h"
#include "measure/trial.h"
#include "measure/trial_reply.h"

typedef enum tkg_status (*pass_function)(struct tkg_replay *replay, struct tkg_error *err);

/* To add a pass: a row in TKG_PASSES, a file pass_<name>.c, a row here. Passes A, which the gate
 * judges, and R, its yardstick, run as they always do; in pass M the driver's library would be part
 * of the memory that is measured. */
static const struct {
    pass_function run;
    enum tkg_window_mode mode;
    bool has_histogram;
    bool warms_up;
    bool samples; /* with a sampler beside it, when the run asks for one */
    bool wants_gpus;
} passes[TKG_PASS_COUNT] = {
    [TKG_PASS_THROUGHPUT] = {tkg_pass_throughput, TKG_WINDOW_CACHED, false, true, false, false},
    [TKG_PASS_BLOCK] = {tkg_pass_block, TKG_WINDOW_CACHED, true, true, true, true},
    [TKG_PASS_TICK] = {tkg_pass_tick, TKG_WINDOW_CACHED, true, true, true, true},
    [TKG_PASS_EVERY_TICK] = {tkg_pass_every_tick, TKG_WINDOW_CACHED, true, true, false, false},
    [TKG_PASS_PACED] = {tkg_pass_paced, TKG_WINDOW_CACHED, true, true, true, true},
    [TKG_PASS_MEMORY] = {tkg_pass_memory, TKG_WINDOW_STREAMED, false, false, true, false},
    [TKG_PASS_RULER] = {tkg_pass_ruler, TKG_WINDOW_CACHED, false, false, false, false},
    [TKG_PASS_THREADS] = {tkg_pass_threads, TKG_WINDOW_STREAMED, false, false, false, false},
    [TKG_PASS_STAGES] = {tkg_pass_stages, TKG_WINDOW_STREAMED, false, true, true, true},
};

static bool spec_is_sane(const struct tkg_trial_spec *spec)
{
    return spec->struct_bytes == sizeof(*spec) && spec->pass < TKG_PASS_COUNT &&
           spec->tick_count >= 1 && spec->batch_tick_count >= 1 &&
           (spec->pass != TKG_PASS_THREADS ||
            (spec->thread_count >= 1 && spec->thread_count <= TKG_SHARD_COUNT_MIN &&
             spec->tick_count <= UINT32_MAX));
}

/* NULL in *sampler when nothing is to be sampled. */
static enum tkg_status start_sampler(struct tkg_replay *replay, struct tkg_sampler **sampler,
                                     struct tkg_error *err)
{
    const struct tkg_trial_spec *spec = replay->spec;
    const struct tkg_sampler_request request = {
        .interval_ns = spec->sample_interval_ns,
        .measured_cpu = spec->cpu,
        .sampler_cpu = spec->sampler_cpu,
        .wants_gpus = passes[spec->pass].wants_gpus,
        .gpu_refusal = spec->gpu_refusal,
    };
    *sampler = NULL;
    if (spec->sample_interval_ns <= 0 || !passes[spec->pass].samples) {
        return TKG_OK;
    }
    enum tkg_status status = tkg_sampler_start(sampler, &request, err);
    if (status == TKG_OK) {
        replay->sampler_thread_id = tkg_sampler_thread_id(*sampler);
    }
    return status;
}

/* The pass itself, observed, with the sampler around it. */
static enum tkg_status run_observed(struct tkg_replay *replay, struct tkg_telemetry **telemetry,
                                    struct tkg_error *err)
{
    struct tkg_sampler *sampler;
    enum tkg_status status = start_sampler(replay, &sampler, err);
    if (status != TKG_OK) {
        return status;
    }
    tkg_replay_observe_begin(replay);
    status = passes[replay->trial->pass].run(replay, err);
    tkg_replay_observe_end(replay);
    if (sampler) {
        tkg_sampler_stop(sampler);
        *telemetry = tkg_sampler_take(sampler);
    }
    tkg_sampler_destroy(sampler);
    return status;
}

static enum tkg_status measure(struct tkg_replay *replay, struct tkg_telemetry **telemetry,
                               struct tkg_error *err)
{
    enum tkg_pass pass = replay->trial->pass;
    enum tkg_status status = TKG_OK;
    if (passes[pass].has_histogram) {
        replay->histogram = tkg_histogram_create();
        if (!replay->histogram) {
            return tkg_fail(err, TKG_NO_MEMORY, "out of memory for a histogram");
        }
    }
    if (passes[pass].warms_up) {
        status = tkg_replay_warm_up(replay, err);
    }
    return status == TKG_OK ? run_observed(replay, telemetry, err) : status;
}

static void name_engine(const struct tkg_replay *replay, struct tkg_trial_reply *reply)
{
    if (!replay->engine) {
        return;
    }
    const struct tkg_engine_ops *ops = tkg_engine_ops(replay->engine);
    (void)tkg_string_copy(reply->engine_name, sizeof(reply->engine_name), ops->name);
    (void)tkg_string_copy(reply->engine_version, sizeof(reply->engine_version),
                          ops->version ? ops->version : "");
}

/* What goes out behind the head of the reply. Both owned. */
struct reply_parts {
    uint8_t *histogram;
    struct tkg_telemetry *telemetry;
};

static enum tkg_status run_spec(const struct tkg_trial_spec *spec, struct tkg_trial_reply *reply,
                                struct reply_parts *parts, struct tkg_error *err)
{
    struct tkg_replay replay;
    size_t histogram_bytes = 0;
    reply->trial = tkg_trial_empty((enum tkg_pass)spec->pass);
    reply->trial.round = spec->round;
    enum tkg_status status =
        tkg_replay_init(&replay, spec, &reply->trial, passes[spec->pass].mode, err);
    replay.stages = &reply->stages;
    if (status == TKG_OK) {
        status = measure(&replay, &parts->telemetry, err);
    }
    if (status == TKG_OK && replay.histogram) {
        status = tkg_histogram_encode(replay.histogram, &parts->histogram, &histogram_bytes, err);
    }
    reply->telemetry_bytes = status == TKG_OK && parts->telemetry
                                 ? tkg_telemetry_bytes(parts->telemetry->point_count)
                                 : 0;
    reply->histogram_bytes = status == TKG_OK ? histogram_bytes : 0;
    name_engine(&replay, reply);
    tkg_replay_deinit(&replay);
    return status;
}

int tkg_trial_child_main(void)
{
    struct tkg_trial_spec spec;
    struct tkg_error err = {0};
    struct reply_parts parts = {0};
    struct tkg_trial_reply *reply = calloc(1, sizeof(*reply));
    if (!reply) {
        return tkg_status_exit_code(TKG_NO_MEMORY);
    }
    enum tkg_status status =
        tkg_pipe_read(STDIN_FILENO, &spec, sizeof(spec)) && spec_is_sane(&spec)
            ? run_spec(&spec, reply, &parts, &err)
            : tkg_fail(&err, TKG_INTERNAL, "%s is for tickgate's own use", TKG_TRIAL_ARGUMENT);
    reply->magic = TKG_TRIAL_REPLY_MAGIC;
    reply->struct_bytes = sizeof(*reply);
    reply->status = (uint32_t)status;
    memcpy(reply->text, err.text, sizeof(reply->text));
    int written =
        tkg_trial_reply_write(TKG_CHILD_RESULT_FD, reply, parts.histogram, parts.telemetry);
    free(parts.histogram);
    free(parts.telemetry);
    free(reply);
    return written ? 0 : tkg_status_exit_code(TKG_INTERNAL);
}
