/* SPDX-License-Identifier: Apache-2.0
 *
 * Profiles two engines on the same ticks: exact counts where valgrind is there, sampled times where
 * stacks can be read; the two sides are sampled in turn, so that the machine's moods meet both.
 */
#ifndef TKG_CLI_EXPLAIN_RUN_H
#define TKG_CLI_EXPLAIN_RUN_H

#include <stdbool.h>

#include "base/status.h"
#include "profile/instruction_count.h"
#include "report/explanation_report.h"

struct tkg_explain_means {
    const char *program_path;
    struct tkg_count_spec replay; /* but for engine */
    int64_t sample_ns;            /* for each side; 0: take no times */
    bool without_counts;
};

/* record  initialised; filled but for what its caller knows (engines, stream)
 * returns TKG_ENVIRONMENT: neither counts nor times can be had here, both reasons told; what only
 *         one of them lacks stands in the record. Failures of the engines, TKG_INTERRUPTED */
enum tkg_status tkg_explain_run(const struct tkg_explain_means *means, const char *base_path,
                                const char *head_path, struct tkg_explanation_record *record,
                                struct tkg_error *err) TKG_MUST_CHECK;

#endif
