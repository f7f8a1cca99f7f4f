/* SPDX-License-Identifier: Apache-2.0 */
#include "profile/time_sample.h"

#include "host/child.h"
#include "measure/child_failure.h"
#include "profile/profile_child.h"
#include "profile/stack_walk.h"
#include "profile/time_sample_reply.h"

bool tkg_time_sample_is_available(char *reason, size_t reason_bytes)
{
    return tkg_stack_walk_is_available(reason, reason_bytes);
}

/* The limit is of one replay; the others are begun for duration_ns. */
static int64_t time_allowed_ns(const struct tkg_sample_spec *spec)
{
    return spec->replay.timeout_ns + spec->duration_ns;
}

static enum tkg_status decode(const struct tkg_sample_spec *spec,
                              const struct tkg_child_outcome *child,
                              struct tkg_function_table *table, struct tkg_time_map *map,
                              struct tkg_error *err)
{
    if (!tkg_child_answered(child)) {
        return tkg_child_fail(child, spec->replay.engine, "a sampled replay", time_allowed_ns(spec),
                              err);
    }
    return tkg_sample_reply_decode(child->result, child->result_bytes, table, map, err);
}

enum tkg_status tkg_time_sample_run(const char *program_path, const struct tkg_sample_spec *spec,
                                    struct tkg_function_table *table, struct tkg_time_map *map,
                                    struct tkg_error *err)
{
    const char *const argv[] = {program_path, TKG_SAMPLE_ARGUMENT, NULL};
    const struct tkg_child_request request = {
        .argv = argv,
        .input = spec,
        .input_bytes = sizeof *spec,
        .result_bytes_max = sizeof(struct tkg_sample_reply),
        .timeout_ns = time_allowed_ns(spec),
        .cpu = -1,
    };
    struct tkg_child_outcome child;
    char reason[TKG_ERROR_TEXT_BYTES / 2];
    if (!tkg_time_sample_is_available(reason, sizeof reason)) {
        return tkg_fail(err, TKG_ENVIRONMENT, "%s", reason);
    }
    enum tkg_status status = tkg_child_run(&request, &child, err);
    if (status != TKG_OK) {
        return status;
    }
    status = decode(spec, &child, table, map, err);
    tkg_child_outcome_deinit(&child);
    return status;
}
