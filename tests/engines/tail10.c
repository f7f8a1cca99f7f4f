/* SPDX-License-Identifier: Apache-2.0
 *
 * The engine of tail_engine.h, its slow calls 10 % slower.
 */
#define TAIL_PERMILLE 1100
#include "tail_engine.h"
