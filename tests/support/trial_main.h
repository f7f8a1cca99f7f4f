/* SPDX-License-Identifier: Apache-2.0
 *
 * For tests that start trials: the test program is its own trial program, with the counter engine
 * built in.
 */
#ifndef TKG_TEST_TRIAL_MAIN_H
#define TKG_TEST_TRIAL_MAIN_H

#include "counter_engine.h"
#include "engine/engine_handle.h"
#include "measure/launch.h"
#include "measure/trial.h"

static const struct tkg_builtin_engine trial_builtins[] = {{"counter", counter_entry},
                                                           {NULL, NULL}};

/* First line of main: true when this process is a trial; *exit_code is then what main returns. */
static inline int is_trial_process(int argc, char **argv, int *exit_code)
{
    tkg_engine_set_builtins(trial_builtins);
    if (argc == 2 && strcmp(argv[1], TKG_TRIAL_ARGUMENT) == 0) {
        *exit_code = tkg_trial_child_main();
        return 1;
    }
    if (argc == 2 && strcmp(argv[1], TKG_LAUNCH_ARGUMENT) == 0) {
        *exit_code = tkg_launch_child_main();
        return 1;
    }
    return 0;
}

/* A small, quick trial of the counter engine. */
static inline struct tkg_trial_spec make_trial_spec(enum tkg_pass pass, const char *parameters)
{
    struct tkg_trial_spec spec = {
        .struct_bytes = sizeof(spec),
        .pass = pass,
        .engine = "counter",
        .stream = "synthetic:randomwalk",
        .seed = 7,
        .tick_count = 20000,
        .batch_tick_count = 1000,
        .pace_ticks_per_s = 1e6,
        .pace_time_ns = 20000000,
        .min_time_ns = 1000000,
        .timeout_ns = INT64_C(20000000000),
        .cpu = -1,
    };
    (void)snprintf(spec.parameters, sizeof(spec.parameters), "%s", parameters);
    return spec;
}

#endif
