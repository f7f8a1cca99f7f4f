/* SPDX-License-Identifier: Apache-2.0 */
#include "measure/trial_reply.h"

#include <string.h>

#include "host/pipe_io.h"
#include "sample/histogram.h"

static enum tkg_status damaged(const char *what, struct tkg_error *err)
{
    return tkg_fail(
        err, TKG_ENGINE_CRASH,
        "the trial's reply is damaged (%s): the engine wrote over memory that is not its "
        "own, or closed descriptor 3",
        what);
}

static enum tkg_status decode_histogram(const uint8_t *bytes, size_t byte_count,
                                        struct tkg_trial_outcome *outcome, struct tkg_error *err)
{
    outcome->histogram = tkg_histogram_create();
    if (!outcome->histogram) {
        return tkg_fail(err, TKG_NO_MEMORY, "out of memory for a trial's histogram");
    }
    return tkg_histogram_decode(outcome->histogram, bytes, byte_count, err) == TKG_OK
               ? TKG_OK
               : damaged("histogram", err);
}

static void copy_names(const struct tkg_trial_reply *reply, struct tkg_trial_outcome *outcome)
{
    memcpy(outcome->engine_name, reply->engine_name, sizeof(outcome->engine_name));
    memcpy(outcome->engine_version, reply->engine_version, sizeof(outcome->engine_version));
    outcome->engine_name[sizeof(outcome->engine_name) - 1] = '\0';
    outcome->engine_version[sizeof(outcome->engine_version) - 1] = '\0';
}

enum tkg_status tkg_trial_reply_decode(const uint8_t *bytes, size_t byte_count,
                                       struct tkg_trial_outcome *outcome, struct tkg_error *err)
{
    struct tkg_trial_reply reply;
    if (byte_count < sizeof(reply)) {
        return damaged("too short", err);
    }
    memcpy(&reply, bytes, sizeof(reply));
    if (reply.magic != TKG_TRIAL_REPLY_MAGIC || reply.struct_bytes != sizeof(reply) ||
        reply.status >= TKG_STATUS_COUNT || (unsigned)reply.trial.pass >= TKG_PASS_COUNT ||
        reply.histogram_bytes != byte_count - sizeof(reply) ||
        !tkg_stage_table_is_sane(&reply.stages)) {
        return damaged("head", err);
    }
    if (reply.status != TKG_OK) {
        reply.text[sizeof(reply.text) - 1] = '\0';
        return tkg_fail(err, (enum tkg_status)reply.status, "%s", reply.text);
    }
    outcome->trial = reply.trial;
    outcome->trial.stages = NULL; /* an address of the other process, if anything */
    outcome->stages = reply.stages;
    copy_names(&reply, outcome);
    return reply.histogram_bytes > 0
               ? decode_histogram(bytes + sizeof(reply), reply.histogram_bytes, outcome, err)
               : TKG_OK;
}

int tkg_trial_reply_write(int descriptor, const struct tkg_trial_reply *reply,
                          const uint8_t *histogram)
{
    return tkg_pipe_write(descriptor, reply, sizeof(*reply)) &&
           tkg_pipe_write(descriptor, histogram, reply->histogram_bytes);
}
