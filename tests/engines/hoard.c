/* SPDX-License-Identifier: Apache-2.0
 *
 * Touches 600 MB in create().
 */
#define MISBEHAVE_CREATE                                                                           \
    if (!hoard()) {                                                                                \
        return TKG_ENGINE_FAILED;                                                                  \
    }
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#define HOARD_BYTES ((size_t)600 * 1000 * 1000) /* above the 500 MB of the default target */

static void *volatile hoarded;

static bool hoard(void)
{
    void *memory = malloc(HOARD_BYTES);
    if (memory) {
        memset(memory, 1, HOARD_BYTES);
    }
    hoarded = memory;
    return memory != NULL;
}
#include "misbehaving.h"
