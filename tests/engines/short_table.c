/* SPDX-License-Identifier: Apache-2.0
 *
 * Its table ends before destroy, as an unfinished engine's might.
 */
#define MISBEHAVE_TABLE .struct_bytes = offsetof(struct tkg_engine_ops, destroy),
#include "misbehaving.h"
