/* SPDX-License-Identifier: Apache-2.0
 *
 * Well-behaved alone, but all its instances in a process share one running count, which goes into
 * their digests: what an instance says depends on which other ticks came before its own.
 */
#include <stdatomic.h>
#include <stdint.h>

static _Atomic uint64_t ticks_of_all; /* atomic: the race is in the logic, not in the language */

#define MISBEHAVE_TICKS                                                                            \
    engine->digest ^= atomic_fetch_add_explicit(&ticks_of_all, tick_count, memory_order_relaxed)
#include "misbehaving.h"
