/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "host/child.h"
#include "host/pipe_io.h"
#include "measure/pass.h"
#include "measure/replay.h"
#include "measure/trial.h"
#include "measure/trial_reply.h"

typedef enum tkg_status (*pass_function)(struct tkg_replay *replay, struct tkg_error *err);

/* To add a pass: a row in TKG_PASSES, a file pass_<name>.c, a row here. */
static const struct {
    pass_function run;
    enum tkg_window_mode mode;
    bool has_histogram;
    bool warms_up;
} passes[TKG_PASS_COUNT] = {
    [TKG_PASS_THROUGHPUT] = {tkg_pass_throughput, TKG_WINDOW_CACHED, false, true},
    [TKG_PASS_BLOCK] = {tkg_pass_block, TKG_WINDOW_CACHED, true, true},
    [TKG_PASS_TICK] = {tkg_pass_tick, TKG_WINDOW_CACHED, true, true},
    [TKG_PASS_PACED] = {tkg_pass_paced, TKG_WINDOW_CACHED, true, true},
    [TKG_PASS_MEMORY] = {tkg_pass_memory, TKG_WINDOW_STREAMED, false, false},
    [TKG_PASS_RULER] = {tkg_pass_ruler, TKG_WINDOW_CACHED, false, false},
    [TKG_PASS_STAGES] = {tkg_pass_stages, TKG_WINDOW_STREAMED, false, true},
};

static bool spec_is_sane(const struct tkg_trial_spec *spec)
{
    return spec->struct_bytes == sizeof(*spec) && spec->pass < TKG_PASS_COUNT &&
           spec->tick_count >= 1 && spec->batch_tick_count >= 1;
}

static enum tkg_status measure(struct tkg_replay *replay, struct tkg_error *err)
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
    if (status != TKG_OK) {
        return status;
    }
    tkg_replay_observe_begin(replay);
    status = passes[pass].run(replay, err);
    tkg_replay_observe_end(replay);
    return status;
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

static enum tkg_status run_spec(const struct tkg_trial_spec *spec, struct tkg_trial_reply *reply,
                                uint8_t **histogram, struct tkg_error *err)
{
    struct tkg_replay replay;
    size_t histogram_bytes = 0;
    reply->trial = tkg_trial_empty((enum tkg_pass)spec->pass);
    reply->trial.round = spec->round;
    enum tkg_status status =
        tkg_replay_init(&replay, spec, &reply->trial, passes[spec->pass].mode, err);
    replay.stages = &reply->stages;
    if (status == TKG_OK) {
        status = measure(&replay, err);
    }
    if (status == TKG_OK && replay.histogram) {
        status = tkg_histogram_encode(replay.histogram, histogram, &histogram_bytes, err);
    }
    reply->histogram_bytes = status == TKG_OK ? histogram_bytes : 0;
    name_engine(&replay, reply);
    tkg_replay_deinit(&replay);
    return status;
}

int tkg_trial_child_main(void)
{
    struct tkg_trial_spec spec;
    struct tkg_error err = {0};
    uint8_t *histogram = NULL;
    struct tkg_trial_reply *reply = calloc(1, sizeof(*reply));
    if (!reply) {
        return tkg_status_exit_code(TKG_NO_MEMORY);
    }
    enum tkg_status status =
        tkg_pipe_read(STDIN_FILENO, &spec, sizeof(spec)) && spec_is_sane(&spec)
            ? run_spec(&spec, reply, &histogram, &err)
            : tkg_fail(&err, TKG_INTERNAL, "%s is for tickgate's own use", TKG_TRIAL_ARGUMENT);
    reply->magic = TKG_TRIAL_REPLY_MAGIC;
    reply->struct_bytes = sizeof(*reply);
    reply->status = (uint32_t)status;
    memcpy(reply->text, err.text, sizeof(reply->text));
    int written = tkg_trial_reply_write(TKG_CHILD_RESULT_FD, reply, histogram);
    free(histogram);
    free(reply);
    return written ? 0 : tkg_status_exit_code(TKG_INTERNAL);
}
