/* SPDX-License-Identifier: Apache-2.0 */
#include "measure/trial.h"

#include <stdlib.h>
#include <string.h>

#include "base/quantity.h"
#include "host/child.h"
#include "measure/child_failure.h"
#include "measure/trial_reply.h"
#include "sample/histogram.h"

/* "pass A over 1M ticks of synthetic:futures": where a failure happened. */
static void describe(const struct tkg_trial_spec *spec, char *out, size_t out_bytes)
{
    char count[TKG_QUANTITY_BYTES];
    (void)snprintf(out, out_bytes, "pass %c over %s ticks of %.120s",
                   tkg_pass_letter((enum tkg_pass)spec->pass),
                   tkg_count_format(spec->tick_count, count), spec->stream);
}

static enum tkg_status decode(const struct tkg_trial_spec *spec,
                              const struct tkg_child_outcome *child,
                              struct tkg_trial_outcome *outcome, struct tkg_error *err)
{
    char where[256];
    struct tkg_error inner = {0};
    describe(spec, where, sizeof(where));
    if (!tkg_child_answered(child)) {
        return tkg_child_fail(child, spec->engine, where, spec->timeout_ns, err);
    }
    enum tkg_status status =
        tkg_trial_reply_decode(child->result, child->result_bytes, outcome, &inner);
    return status == TKG_OK ? TKG_OK : tkg_fail(err, status, "%s (in %s)", inner.text, where);
}

enum tkg_status tkg_trial_run(const char *program_path, const struct tkg_trial_spec *spec,
                              struct tkg_trial_outcome *outcome, struct tkg_error *err)
{
    const char *const argv[] = {program_path, TKG_TRIAL_ARGUMENT, NULL};
    const struct tkg_child_request request = {
        .argv = argv,
        .input = spec,
        .input_bytes = sizeof(*spec),
        .result_bytes_max = TKG_TRIAL_REPLY_BYTES_MAX,
        .timeout_ns = spec->timeout_ns,
        .cpu = spec->cpu,
    };
    struct tkg_child_outcome child;
    *outcome = (struct tkg_trial_outcome){0};
    enum tkg_status status = tkg_child_run(&request, &child, err);
    if (status != TKG_OK) {
        return status;
    }
    status = decode(spec, &child, outcome, err);
    tkg_child_outcome_deinit(&child);
    if (status != TKG_OK) {
        tkg_trial_outcome_deinit(outcome);
    }
    return status;
}

void tkg_trial_outcome_deinit(struct tkg_trial_outcome *outcome)
{
    tkg_histogram_destroy(outcome->histogram);
    free(outcome->telemetry);
    outcome->histogram = NULL;
    outcome->telemetry = NULL;
}
