/* SPDX-License-Identifier: Apache-2.0
 *
 * Alerts into a history, and old runs out of it.
 */
#ifndef TKG_STORE_HISTORY_UPKEEP_H
#define TKG_STORE_HISTORY_UPKEEP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "store/history.h"

/* A limit that was passed, or kept again. */
struct tkg_history_alert {
    int64_t run_id; /* 0: outside of a run */
    int64_t time_unix_ns;
    const char *source; /* "engine", a host, a process */
    const char *metric;
    double value;
    double threshold;
    bool is_raised; /* false: cleared */
};
enum tkg_status tkg_history_add_alert(struct tkg_history *history,
                                      const struct tkg_history_alert *alert,
                                      struct tkg_error *err) TKG_MUST_CHECK;

/* Removes runs that began before a time, and all that belongs to them; alerts as well.
 * before_unix_ns  UTC
 * removed         number of runs */
enum tkg_status tkg_history_prune(struct tkg_history *history, int64_t before_unix_ns,
                                  size_t *removed, struct tkg_error *err) TKG_MUST_CHECK;

#endif
