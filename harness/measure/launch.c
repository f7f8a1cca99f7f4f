/* SPDX-License-Identifier: Apache-2.0 */
#include "measure/launch.h"

#include <stdio.h>
#include <string.h>

#include "host/child.h"
#include "measure/child_failure.h"
#include "measure/launch_reply.h"

/* The two sides by the files of the first arm of each; which arm failed, the process cannot say. */
static void describe(const struct tkg_launch_spec *spec, char *who, size_t who_bytes)
{
    size_t used = 0;
    who[0] = '\0';
    for (size_t i = 0; i < TKG_ARM_COUNT && used < who_bytes; i++) {
        const enum tkg_arm_role role = (enum tkg_arm_role)spec->arms[i].role;
        if (role == TKG_ARM_BASE || role == TKG_ARM_HEAD) {
            used += (size_t)snprintf(who + used, who_bytes - used, "%s%.200s", used ? " or " : "",
                                     spec->arms[i].engine);
        }
    }
}

static enum tkg_status decode(const struct tkg_launch_spec *spec,
                              const struct tkg_child_outcome *child,
                              struct tkg_launch_slices *slices, struct tkg_error *err)
{
    char who[512];
    describe(spec, who, sizeof(who));
    if (!tkg_child_answered(child)) {
        return tkg_child_fail(child, who, "a launch of a comparison", spec->timeout_ns, err);
    }
    return tkg_launch_reply_decode(child->result, child->result_bytes, spec, slices, err);
}

enum tkg_status tkg_launch_run(const char *program_path, const struct tkg_launch_spec *spec,
                               struct tkg_launch_slices *slices, struct tkg_error *err)
{
    const char *const argv[] = {program_path, TKG_LAUNCH_ARGUMENT, NULL};
    const struct tkg_child_request request = {
        .argv = argv,
        .input = spec,
        .input_bytes = sizeof(*spec),
        .result_bytes_max = sizeof(struct tkg_launch_reply),
        .timeout_ns = spec->timeout_ns,
        .cpu = spec->cpu,
    };
    struct tkg_child_outcome child;
    enum tkg_status status = tkg_child_run(&request, &child, err);
    if (status != TKG_OK) {
        return status;
    }
    status = decode(spec, &child, slices, err);
    tkg_child_outcome_deinit(&child);
    return status;
}
