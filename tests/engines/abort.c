/* SPDX-License-Identifier: Apache-2.0
 *
 * Aborts in the first batch.
 */
#define MISBEHAVE_TICKS abort()
#include "misbehaving.h"
