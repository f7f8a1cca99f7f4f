/* SPDX-License-Identifier: Apache-2.0
 *
 * The engine of tail_engine.h, its slow calls as they are.
 */
#define TAIL_PERMILLE 1000
#include "tail_engine.h"
