/* SPDX-License-Identifier: Apache-2.0
 *
 * Ends the process, successfully, in on_ticks().
 */
#define MISBEHAVE_TICKS exit(0)
#include "misbehaving.h"
