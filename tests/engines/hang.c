/* SPDX-License-Identifier: Apache-2.0
 *
 * Never returns from on_ticks().
 */
#define MISBEHAVE_TICKS                                                                            \
    for (volatile int forever = 1; forever;) {                                                     \
    }
#include "misbehaving.h"
