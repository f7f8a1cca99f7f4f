/* SPDX-License-Identifier: Apache-2.0
 *
 * Executes an instruction that no processor knows: what an engine built for AVX-512 does under
 * valgrind.
 */
#define MISBEHAVE_TICKS __builtin_trap()
#include "misbehaving.h"
