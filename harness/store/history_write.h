/* SPDX-License-Identifier: Apache-2.0
 *
 * Runs into a history. Each call is one transaction: all of it is kept, or nothing.
 */
#ifndef TKG_STORE_HISTORY_WRITE_H
#define TKG_STORE_HISTORY_WRITE_H

#include <stdint.h>

#include "base/status.h"
#include "host/fingerprint.h"
#include "sample/run_record.h"
#include "stats/summary.h"
#include "store/history.h"
#include "verdict/judge.h"

/* Where the measured source came from. Any text, "" where unknown; none may be NULL. */
struct tkg_history_origin {
    const char *commit;
    const char *branch;
    const char *label; /* anything: "nightly" */
    const char *tool_version;
};

/* All borrowed for the call. */
struct tkg_history_run {
    const struct tkg_run_record *record;
    const struct tkg_summary *summary;
    const struct tkg_verdict_list *verdicts; /* NULL: not judged */
    const struct tkg_fingerprint *fingerprint;
};

/* Keeps a run: one sample per case and metric that gave a value, with its ratio to the run's ruler
 * (ruler/walk, else ruler/stream) for times and rates of replays, one row per judged target, its
 * alerts (source: the case), and of a sampled run the series: one row per interval in each of
 * sys_cpu and sys_mem.
 * run_id   of the new row; rising, never given twice
 * returns  as tkg_history_open(). cost: about 2 ms and one sync of the disk */
enum tkg_status tkg_history_add_run(struct tkg_history *history,
                                    const struct tkg_history_origin *origin,
                                    const struct tkg_history_run *run, int64_t *run_id,
                                    struct tkg_error *err) TKG_MUST_CHECK;

#endif
