/* SPDX-License-Identifier: Apache-2.0 */
#include "profile/profile_child.h"

#include <string.h>

#include "profile/counted_replay.h"
#include "profile/stack_watch.h"

bool tkg_profile_child_run(int argc, char **argv, int *exit_code)
{
    if (argc == 4 && strcmp(argv[1], TKG_COUNT_ARGUMENT) == 0) {
        *exit_code = tkg_count_start(argv[2], strcmp(argv[3], "1") == 0);
        return true;
    }
    if (argc == 2 && strcmp(argv[1], TKG_COUNTED_REPLAY_ARGUMENT) == 0) {
        *exit_code = tkg_counted_replay_main();
        return true;
    }
    if (argc == 2 && strcmp(argv[1], TKG_SAMPLE_ARGUMENT) == 0) {
        *exit_code = tkg_stack_watch_main();
        return true;
    }
    return false;
}
