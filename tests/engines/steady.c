/* SPDX-License-Identifier: Apache-2.0
 *
 * The engine of steady_engine.h: 100 steps a tick.
 */
#define STEADY_STEPS 100
#include "steady_engine.h"
