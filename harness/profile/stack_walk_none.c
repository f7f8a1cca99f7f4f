/* SPDX-License-Identifier: Apache-2.0
 *
 * Without libdw there are no stacks.
 */
#include <stdio.h>

#include "profile/stack_walk.h"

static const char why[] = "tickgate was built without libdw, no time is sampled (Debian: apt-get "
                          "install libdw-dev, then build again)";

bool tkg_stack_walk_is_available(char *reason, size_t reason_bytes)
{
    (void)snprintf(reason, reason_bytes, "%s", why);
    return false;
}

enum tkg_status tkg_stack_walk_open(struct tkg_stack_walk **walk, pid_t pid, struct tkg_error *err)
{
    (void)walk;
    (void)pid;
    return tkg_fail(err, TKG_ENVIRONMENT, "%s", why);
}

void tkg_stack_walk_close(struct tkg_stack_walk *walk)
{
    (void)walk;
}

size_t tkg_stack_walk_read(struct tkg_stack_walk *walk, uint64_t addresses[TKG_STACK_DEPTH_MAX])
{
    (void)walk;
    (void)addresses;
    return 0;
}

struct tkg_stack_function tkg_stack_walk_resolve(struct tkg_stack_walk *walk, uint64_t address)
{
    (void)walk;
    (void)address;
    return (struct tkg_stack_function){"", "", "", 0};
}
