/* SPDX-License-Identifier: Apache-2.0
 *
 * The neighbours lie side by side: the chain stays in the first cache.
 */
#define BLIND_STRIDE 1u
#define BLIND_EXTRA 0
#include "blind_spot.h"
