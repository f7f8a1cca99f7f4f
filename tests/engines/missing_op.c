/* SPDX-License-Identifier: Apache-2.0
 *
 * Its table has no on_ticks.
 */
#define MISBEHAVE_TABLE .on_ticks = NULL,
#include "misbehaving.h"
