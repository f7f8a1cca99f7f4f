/* SPDX-License-Identifier: Apache-2.0
 *
 * Leaks 8 bytes for each tick.
 */
#define MISBEHAVE_TICKS leak(tick_count)
#include <stddef.h>
#include <stdlib.h>

/* Written through a volatile pointer, or the compiler leaves the allocation out. malloc rounds up,
 * so the process grows by more than 8 bytes a tick; it asks for 8. */
static void *volatile latest;

static void leak(size_t count)
{
    for (size_t i = 0; i < count; i++) {
        latest = malloc(8);
    }
}
#include "misbehaving.h"
