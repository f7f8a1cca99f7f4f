/* SPDX-License-Identifier: Apache-2.0
 *
 * Fails in on_ticks(), saying so.
 */
#define MISBEHAVE_TICKS return TKG_ENGINE_FAILED
#include "misbehaving.h"
