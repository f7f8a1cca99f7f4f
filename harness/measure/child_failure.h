/* SPDX-License-Identifier: Apache-2.0
 *
 * For the rooms that run engines in processes of their own: what to say of a child that ended
 * without an answer.
 */
#ifndef TKG_MEASURE_CHILD_FAILURE_H
#define TKG_MEASURE_CHILD_FAILURE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/status.h"
#include "host/child.h"

/* Did it exit with 0 and leave bytes on its result descriptor? */
bool tkg_child_answered(const struct tkg_child_outcome *child);

enum { TKG_KILL_REASON_BYTES = 192 };

/* Why somebody may have sent SIGKILL, to stand behind the message: ", probably for lack of memory:
 * ..." where the control group has a limit and the kernel has ended processes of it; else "".
 * prefix  before every path; "" outside tests
 * out     TKG_KILL_REASON_BYTES bytes; returned. cost: about 0.5 ms */
const char *tkg_child_kill_reason(const char *prefix, char *out);

/* engine      whose fault it may be: a name, or "a or b"
 * where       "pass A over 1M ticks of ...": ends the sentence
 * returns     TKG_ENGINE_CRASH, TKG_ENGINE_TIMEOUT or TKG_INTERRUPTED, with the child's last words
 */
enum tkg_status tkg_child_fail(const struct tkg_child_outcome *child, const char *engine,
                               const char *where, int64_t timeout_ns, struct tkg_error *err);

#endif
