/* SPDX-License-Identifier: Apache-2.0 */
#include "measure/trial.h"

#include <string.h>

#include "base/quantity.h"
#include "host/child.h"
#include "measure/trial_reply.h"
#include "sample/histogram.h"

/* "pass A over 1M ticks of synthetic:futures": where a failure happened. */
static const char *describe(const struct tkg_trial_spec *spec, char *out, size_t out_bytes)
{
    char count[TKG_QUANTITY_BYTES];
    (void)snprintf(out, out_bytes, "pass %c over %s ticks of %.120s",
                   tkg_pass_letter((enum tkg_pass)spec->pass),
                   tkg_count_format(spec->tick_count, count), spec->stream);
    return out;
}

/* ": last output: ..." when the child said something, else "". */
static const char *last_words(const struct tkg_child_outcome *child, char *out, size_t out_bytes)
{
    enum { WORDS_MAX = 300 }; /* what fits behind the message in one error text */
    size_t length = strlen(child->tail);
    const char *tail = child->tail + (length > WORDS_MAX ? length - WORDS_MAX : 0);
    (void)snprintf(out, out_bytes, "%s%.300s", length ? "; its last output: " : "", tail);
    return out;
}

static enum tkg_status report_bad_end(const struct tkg_trial_spec *spec,
                                      const struct tkg_child_outcome *child, struct tkg_error *err)
{
    char where[256];
    char words[400];
    char limit[TKG_QUANTITY_BYTES];
    (void)describe(spec, where, sizeof(where));
    (void)last_words(child, words, sizeof(words));
    switch (child->end) {
    case TKG_CHILD_SIGNALED:
        return tkg_fail(err, TKG_ENGINE_CRASH, "engine %s crashed with %s in %s%s", spec->engine,
                        tkg_signal_name(child->signal_number), where, words);
    case TKG_CHILD_TIMED_OUT:
        return tkg_fail(err, TKG_ENGINE_TIMEOUT,
                        "engine %s did not finish within %s in %s; raise --timeout if it is only "
                        "slow%s",
                        spec->engine,
                        tkg_quantity_format((double)spec->timeout_ns, TKG_DIMENSION_TIME, limit),
                        where, words);
    case TKG_CHILD_INTERRUPTED:
        return tkg_fail(err, TKG_INTERRUPTED, "interrupted in %s", where);
    case TKG_CHILD_EXITED:
    default:
        return tkg_fail(
            err, TKG_ENGINE_CRASH,
            "engine %s ended the process (exit code %d) in %s before the replay was over%s",
            spec->engine, child->exit_code, where, words);
    }
}

static enum tkg_status decode(const struct tkg_trial_spec *spec,
                              const struct tkg_child_outcome *child,
                              struct tkg_trial_outcome *outcome, struct tkg_error *err)
{
    if (child->end != TKG_CHILD_EXITED || child->exit_code != 0 || child->result_bytes == 0) {
        return report_bad_end(spec, child, err);
    }
    struct tkg_error inner = {0};
    enum tkg_status status =
        tkg_trial_reply_decode(child->result, child->result_bytes, outcome, &inner);
    if (status != TKG_OK) {
        char where[256];
        return tkg_fail(err, status, "%s (in %s)", inner.text,
                        describe(spec, where, sizeof(where)));
    }
    return TKG_OK;
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
    outcome->histogram = NULL;
}
