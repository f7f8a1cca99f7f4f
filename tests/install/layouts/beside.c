/* SPDX-License-Identifier: Apache-2.0
 *
 * More functions for the linker to put in order; nobody calls them.
 */
#include "beside.h"

int beside_first(int value)
{
    return value * TKG_BESIDE;
}

int beside_second(int value)
{
    return beside_first(value) + 1;
}

int beside_third(int value)
{
    return beside_second(value) - TKG_BESIDE;
}
