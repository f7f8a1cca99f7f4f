/* SPDX-License-Identifier: Apache-2.0 */
#include "measure/launch_hold.h"

#include "host/clock.h"

uint64_t tkg_launch_hold(struct tkg_launch_hold *hold, uint64_t begin, uint64_t end)
{
    uint64_t now = end;
    hold->owed_cycles += hold->share * (double)(end - begin);
    while ((double)(now - end) < hold->owed_cycles) {
        now = tkg_cycles();
    }
    hold->owed_cycles -= (double)(now - end);
    return now;
}
