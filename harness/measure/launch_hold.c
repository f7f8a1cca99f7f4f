/* SPDX-License-Identifier: Apache-2.0 */
#include "measure/launch_hold.h"

#include "host/clock.h"

uint64_t tkg_launch_hold(struct tkg_launch_hold *hold, uint64_t cycles)
{
    const uint64_t start = tkg_cycles();
    uint64_t now = start;
    hold->due_cycles += hold->share * (double)cycles;
    while (hold->waited_cycles + (double)(now - start) < hold->due_cycles) {
        now = tkg_cycles();
    }
    hold->waited_cycles += (double)(now - start);
    return now;
}
