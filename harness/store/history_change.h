/* SPDX-License-Identifier: Apache-2.0
 *
 * Comparisons and gates into a history. Each call is one transaction.
 */
#ifndef TKG_STORE_HISTORY_CHANGE_H
#define TKG_STORE_HISTORY_CHANGE_H

#include "sample/comparison_record.h"
#include "store/history_write.h"
#include "verdict/comparison.h"
#include "verdict/gate.h"

struct tkg_history_comparison {
    const struct tkg_comparison_record *record;
    const struct tkg_comparison *comparison;
    const struct tkg_fingerprint *fingerprint;
};

/* Keeps a comparison: time of head over time of base, as a ratio, as metric "time" of case
 * "compare", and the verdict. The base's name tells which comparisons form one series: keep a
 * pinned reference build under one path. */
enum tkg_status tkg_history_add_comparison(struct tkg_history *history,
                                           const struct tkg_history_origin *origin,
                                           const struct tkg_history_comparison *compared,
                                           int64_t *run_id, struct tkg_error *err) TKG_MUST_CHECK;

/* Keeps a gate: one sample and one verdict per row, as the ratio of head to base, and one verdict
 * per guard rail. A row without a value has its verdict only. */
enum tkg_status tkg_history_add_gate(struct tkg_history *history,
                                     const struct tkg_history_origin *origin,
                                     const struct tkg_gate_result *result,
                                     const struct tkg_fingerprint *fingerprint, int64_t *run_id,
                                     struct tkg_error *err) TKG_MUST_CHECK;

#endif
