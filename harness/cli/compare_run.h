/* SPDX-License-Identifier: Apache-2.0
 *
 * Runs a comparison: launches, look by look, until the judge is sure or the means are used up.
 */
#ifndef TKG_CLI_COMPARE_RUN_H
#define TKG_CLI_COMPARE_RUN_H

#include <stdbool.h>

#include "base/status.h"
#include "sample/comparison_record.h"
#include "verdict/comparison.h"

/* Of a launch that takes some 10 ms; making an engine may take long. */
#define TKG_LAUNCH_TIMEOUT_NS INT64_C(60000000000)

struct tkg_compare_means {
    const char *program_path;
    int64_t budget_ns;  /* no look is begun that would end later, by the pace so far */
    int64_t timeout_ns; /* of one launch or process; 0: TKG_LAUNCH_TIMEOUT_NS */
    size_t launch_max;
    int32_t cpu; /* -1: not pinned */
    bool allow_other_digest;
    bool is_quiet;
};

/* record      both sides complete, everything up to round_count set but slice_tick_count and
 *             block_tick_count, which are chosen here from the engine's speed; launches and digests
 *             are filled in. Commands: slice_tick_count is chosen where it is 0
 * comparison  of the last look
 * returns     engine failures; TKG_ENGINE_DIGEST: head and base do not do the same, and that is not
 *             allowed; TKG_INTERRUPTED */
enum tkg_status tkg_compare_run(struct tkg_comparison_record *record,
                                const struct tkg_compare_means *means,
                                struct tkg_comparison *comparison,
                                struct tkg_error *err) TKG_MUST_CHECK;

#endif
