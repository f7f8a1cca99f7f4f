/* SPDX-License-Identifier: Apache-2.0 */
#include "measure/child_failure.h"

#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "base/quantity.h"
#include "host/cgroup_usage.h"

bool tkg_child_answered(const struct tkg_child_outcome *child)
{
    return child->end == TKG_CHILD_EXITED && child->exit_code == 0 && child->result_bytes > 0;
}

/* "; its last output: ..." when the child said something, else "". */
static const char *last_words(const struct tkg_child_outcome *child, char *out, size_t out_bytes)
{
    enum { WORDS_MAX = 300 }; /* what fits behind the message in one error text */
    size_t length = strlen(child->tail);
    const char *tail = child->tail + (length > WORDS_MAX ? length - WORDS_MAX : 0);
    (void)snprintf(out, out_bytes, "%s%.300s", length ? "; its last output: " : "", tail);
    return out;
}

const char *tkg_child_kill_reason(const char *prefix, char *out)
{
    struct tkg_cgroup_usage usage;
    char limit[TKG_QUANTITY_BYTES];
    int64_t kill_count = tkg_cgroup_oom_kill_count(prefix);
    tkg_cgroup_usage_read(prefix, &usage);
    out[0] = '\0';
    if (kill_count > 0 && usage.memory_max_bytes >= 0) {
        (void)snprintf(
            out, TKG_KILL_REASON_BYTES,
            ", probably for lack of memory: the control group may use %s, and the kernel has ended "
            "%" PRId64 " %s of it for that",
            tkg_quantity_format((double)usage.memory_max_bytes, TKG_DIMENSION_BYTES, limit),
            kill_count, kill_count == 1 ? "process" : "processes");
    }
    return out;
}

enum tkg_status tkg_child_fail(const struct tkg_child_outcome *child, const char *engine,
                               const char *where, int64_t timeout_ns, struct tkg_error *err)
{
    char words[400];
    char limit[TKG_QUANTITY_BYTES];
    char reason[TKG_KILL_REASON_BYTES] = "";
    (void)last_words(child, words, sizeof(words));
    switch (child->end) {
    case TKG_CHILD_SIGNALED:
        return tkg_fail(err, TKG_ENGINE_CRASH, "engine %s crashed with %s in %s%s%s", engine,
                        tkg_signal_name(child->signal_number), where,
                        child->signal_number == SIGKILL ? tkg_child_kill_reason("", reason) : "",
                        words);
    case TKG_CHILD_TIMED_OUT:
        return tkg_fail(err, TKG_ENGINE_TIMEOUT,
                        "engine %s did not finish within %s in %s; raise --timeout if it is only "
                        "slow%s",
                        engine, tkg_quantity_format((double)timeout_ns, TKG_DIMENSION_TIME, limit),
                        where, words);
    case TKG_CHILD_INTERRUPTED:
        return tkg_fail(err, TKG_INTERRUPTED, "interrupted in %s", where);
    case TKG_CHILD_EXITED:
    default:
        return tkg_fail(
            err, TKG_ENGINE_CRASH,
            "engine %s ended the process (exit code %d) in %s before the replay was over%s", engine,
            child->exit_code, where, words);
    }
}
