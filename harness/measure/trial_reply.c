/* SPDX-License-Identifier: Apache-2.0 */
#include "measure/trial_reply.h"

#include <stdlib.h>
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

static enum tkg_status decode_telemetry(const uint8_t *bytes, size_t byte_count,
                                        struct tkg_trial_outcome *outcome, struct tkg_error *err)
{
    outcome->telemetry = malloc(byte_count);
    if (!outcome->telemetry) {
        return tkg_fail(err, TKG_NO_MEMORY, "out of memory for a trial's telemetry");
    }
    memcpy(outcome->telemetry, bytes, byte_count);
    return tkg_telemetry_is_sane(outcome->telemetry, byte_count) ? TKG_OK
                                                                 : damaged("telemetry", err);
}

/* What follows the head; both parts may be absent. */
static enum tkg_status decode_parts(const uint8_t *bytes, const struct tkg_trial_reply *reply,
                                    struct tkg_trial_outcome *outcome, struct tkg_error *err)
{
    enum tkg_status status = TKG_OK;
    if (reply->histogram_bytes > 0) {
        status = decode_histogram(bytes, reply->histogram_bytes, outcome, err);
    }
    if (status == TKG_OK && reply->telemetry_bytes > 0) {
        status =
            decode_telemetry(bytes + reply->histogram_bytes, reply->telemetry_bytes, outcome, err);
    }
    return status;
}

/* Do the two parts fill the rest exactly? Their sum may overflow. */
static bool parts_fit(const struct tkg_trial_reply *reply, size_t rest_bytes)
{
    return reply->histogram_bytes <= rest_bytes &&
           reply->telemetry_bytes == rest_bytes - reply->histogram_bytes;
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
        !parts_fit(&reply, byte_count - sizeof(reply)) || !tkg_stage_table_is_sane(&reply.stages)) {
        return damaged("head", err);
    }
    if (reply.status != TKG_OK) {
        reply.text[sizeof(reply.text) - 1] = '\0';
        return tkg_fail(err, (enum tkg_status)reply.status, "%s", reply.text);
    }
    outcome->trial = reply.trial;
    outcome->trial.stages = NULL; /* an address of the other process, if anything */
    outcome->trial.telemetry = NULL;
    outcome->stages = reply.stages;
    copy_names(&reply, outcome);
    return decode_parts(bytes + sizeof(reply), &reply, outcome, err);
}

int tkg_trial_reply_write(int descriptor, const struct tkg_trial_reply *reply,
                          const uint8_t *histogram, const struct tkg_telemetry *telemetry)
{
    return tkg_pipe_write(descriptor, reply, sizeof(*reply)) &&
           tkg_pipe_write(descriptor, histogram, reply->histogram_bytes) &&
           tkg_pipe_write(descriptor, telemetry, reply->telemetry_bytes);
}
