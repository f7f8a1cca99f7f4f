/* SPDX-License-Identifier: Apache-2.0
 *
 * Its entry function returns no table.
 */
#define MISBEHAVE_ENTRY return NULL
#include "misbehaving.h"
