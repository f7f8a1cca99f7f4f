/* SPDX-License-Identifier: Apache-2.0 */
#include "host/stack_limit.h"

#include <stdbool.h>
#include <sys/resource.h>

/* The deepest calls here hold some 150 KiB (a mount table of 64 KiB is one local buffer), engines
 * want some as well, and half of a small limit may be arguments and environment already. */
static const rlim_t needed_bytes = (rlim_t)1 << 20;

enum tkg_status tkg_stack_limit_ensure(struct tkg_error *err)
{
    struct rlimit limit;
    const bool is_known = getrlimit(RLIMIT_STACK, &limit) == 0;
    if (!is_known || limit.rlim_cur >= needed_bytes) { /* RLIM_INFINITY is the greatest number */
        return TKG_OK;
    }
    const rlim_t found_bytes = limit.rlim_cur;
    limit.rlim_cur = needed_bytes;
    if (limit.rlim_max >= needed_bytes && setrlimit(RLIMIT_STACK, &limit) == 0) {
        return TKG_OK;
    }
    return tkg_fail(err, TKG_ENVIRONMENT,
                    "the stack may take %llu KiB here, tickgate needs %llu KiB; raise the limit: "
                    "ulimit -s %llu (by root where the hard limit is lower, too)",
                    (unsigned long long)(found_bytes / 1024),
                    (unsigned long long)(needed_bytes / 1024),
                    (unsigned long long)(needed_bytes / 1024));
}
