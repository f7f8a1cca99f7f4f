/* SPDX-License-Identifier: Apache-2.0 */
#include "report/histogram_list.h"

#include "base/check.h"

/* Result files hold figures and trials only: docs/decisions/0060-result-file.md. */
static const char *why_missing(const struct tkg_case *the_case, enum tkg_pass pass)
{
    const char *why = NULL;
    for (size_t i = 0; i < the_case->trial_count; i++) {
        const struct tkg_trial *trial = &the_case->trials[i];
        if (trial->pass == pass && !trial->invalid) {
            return "a result file holds no histograms; ask for this format when measuring";
        }
        why = trial->pass == pass ? "every trial was flagged" : why;
    }
    return why;
}

struct tkg_case_histogram tkg_case_histogram(const struct tkg_case *the_case, int index)
{
    TKG_ASSERT(index >= 0 && index < TKG_CASE_HISTOGRAMS);
    static const enum tkg_pass passes[TKG_CASE_HISTOGRAMS] = {TKG_PASS_BLOCK, TKG_PASS_TICK,
                                                              TKG_PASS_PACED};
    const struct tkg_case_histogram all[TKG_CASE_HISTOGRAMS] = {
        {"block", "ps", 0.001, the_case->block_ns_x1000, NULL},
        {"tick", "ps", 0.001, the_case->tick_ns_x1000, NULL},
        {"response", "ns", 1.0, the_case->response_ns, NULL},
    };
    struct tkg_case_histogram one = all[index];
    /* Valid trials without a single value leave an empty one. */
    one.missing = one.histogram ? NULL : why_missing(the_case, passes[index]);
    return one;
}
