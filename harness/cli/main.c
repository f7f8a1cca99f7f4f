/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>

#include "cli/command.h"
#include "engine/engine_handle.h"
#include "host/stack_limit.h"
#include "measure/launch.h"
#include "measure/trial.h"
#include "profile/profile_child.h"

const struct tkg_engine_ops *tkg_reference_entry(uint32_t host_abi_version);

/* Engines linked into the tool. */
static const struct tkg_builtin_engine builtins[] = {
    {"reference", tkg_reference_entry},
    {NULL, NULL},
};

int main(int argc, char **argv)
{
    struct tkg_error err = {0};
    if (tkg_stack_limit_ensure(&err) != TKG_OK) {
        (void)fprintf(stderr, "tickgate: %s\n", err.text);
        return tkg_status_exit_code(err.status);
    }
    tkg_engine_set_builtins(builtins);
    int exit_code = 0;
    if (tkg_profile_child_run(argc, argv, &exit_code)) {
        return exit_code;
    }
    if (argc == 2 && strcmp(argv[1], TKG_TRIAL_ARGUMENT) == 0) {
        return tkg_trial_child_main();
    }
    if (argc == 2 && strcmp(argv[1], TKG_LAUNCH_ARGUMENT) == 0) {
        return tkg_launch_child_main();
    }
    return tkg_commands_dispatch(argc, argv);
}
