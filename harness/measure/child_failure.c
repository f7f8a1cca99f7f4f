/* SPDX-License-Identifier: Apache-2.0 */
#include "measure/child_failure.h"

#include <stdio.h>
#include <string.h>

#include "base/quantity.h"

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

enum tkg_status tkg_child_fail(const struct tkg_child_outcome *child, const char *engine,
                               const char *where, int64_t timeout_ns, struct tkg_error *err)
{
    char words[400];
    char limit[TKG_QUANTITY_BYTES];
    (void)last_words(child, words, sizeof(words));
    switch (child->end) {
    case TKG_CHILD_SIGNALED:
        return tkg_fail(err, TKG_ENGINE_CRASH, "engine %s crashed with %s in %s%s", engine,
                        tkg_signal_name(child->signal_number), where, words);
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
