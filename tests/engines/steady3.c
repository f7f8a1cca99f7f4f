/* SPDX-License-Identifier: Apache-2.0
 *
 * The engine of steady_engine.h with 3 % more steps.
 */
#define STEADY_STEPS 103
#include "steady_engine.h"
