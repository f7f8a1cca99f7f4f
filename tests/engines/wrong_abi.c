/* SPDX-License-Identifier: Apache-2.0
 *
 * Built against another version of the ABI.
 */
#define MISBEHAVE_TABLE .abi_version = TKG_ENGINE_ABI_VERSION + 1,
#include "misbehaving.h"
