/* SPDX-License-Identifier: Apache-2.0
 *
 * The series that a run's sampler took, as rows of the tables sys_cpu and sys_mem. Private to this
 * room.
 */
#ifndef TKG_STORE_HISTORY_TELEMETRY_H
#define TKG_STORE_HISTORY_TELEMETRY_H

#include <stdint.h>

#include "base/status.h"
#include "sample/run_record.h"
#include "store/history.h"

/* Adds every sampled trial of a run: one row in each table for every interval; nothing where the
 * run was not sampled. Within the transaction of the run's entry.
 * cost  about 2 us a row */
enum tkg_status tkg_entry_add_telemetry(struct tkg_history *history, int64_t run_id,
                                        const struct tkg_run_record *record,
                                        struct tkg_error *err) TKG_MUST_CHECK;

#endif
