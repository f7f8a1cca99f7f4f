/* SPDX-License-Identifier: Apache-2.0
 *
 * One entry of a history while it is written: a transaction that begins with its row in the table
 * of runs, to which samples and verdicts are added. Private to this room.
 */
#ifndef TKG_STORE_HISTORY_ENTRY_H
#define TKG_STORE_HISTORY_ENTRY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/status.h"
#include "host/fingerprint.h"
#include "store/history_write.h"

struct tkg_entry_row {
    const char *kind; /* run, comparison, gate */
    int64_t start_unix_ns;
    int64_t end_unix_ns;
    const char *engine;
    const char *baseline; /* what it was compared with; "" for a run */
    const char *work;     /* equal for equal work */
    bool is_complete;
    double steal_share; /* NaN: unknown; so is the load */
    double load_1min;
};

struct tkg_sample_row {
    const char *case_name;
    const char *metric;
    const char *unit;
    int64_t count;
    int64_t invalid_count;
    double value, low, high; /* NaN: none, here and below */
    double coverage_0to1;
    double ratio, ratio_low, ratio_high;
    const char *ruler; /* what the ratio is to; "" without one */
};

struct tkg_verdict_row {
    int64_t position; /* 0-based, unique in its entry */
    const char *case_name;
    const char *metric;
    const char *unit;
    double limit, value, low, high;
    const char *outcome;
};

/* Begins the transaction and adds the row. After a failure nothing is open. */
enum tkg_status tkg_entry_begin(struct tkg_history *history,
                                const struct tkg_history_origin *origin,
                                const struct tkg_entry_row *row,
                                const struct tkg_fingerprint *fingerprint, int64_t *run_id,
                                struct tkg_error *err) TKG_MUST_CHECK;

enum tkg_status tkg_entry_add_sample(struct tkg_history *history, int64_t run_id,
                                     const struct tkg_sample_row *row,
                                     struct tkg_error *err) TKG_MUST_CHECK;
enum tkg_status tkg_entry_add_verdict(struct tkg_history *history, int64_t run_id,
                                      const struct tkg_verdict_row *row,
                                      struct tkg_error *err) TKG_MUST_CHECK;

/* Ends the transaction: all is kept when status is TKG_OK, else nothing. Returns what failed first.
 */
enum tkg_status tkg_entry_end(struct tkg_history *history, enum tkg_status status,
                              struct tkg_error *err) TKG_MUST_CHECK;

#endif
