/* SPDX-License-Identifier: Apache-2.0
 *
 * Reports one tick more than it got.
 */
#define MISBEHAVE_REPORT report->processed_tick_count += 1
#include "misbehaving.h"
