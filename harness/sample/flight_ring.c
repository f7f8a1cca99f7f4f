/* SPDX-License-Identifier: Apache-2.0 */
#include "sample/flight_ring.h"

#include "base/check.h"

void tkg_flight_ring_init(struct tkg_flight_ring *ring)
{
    *ring = (struct tkg_flight_ring){.seen_count = 0};
}

void tkg_flight_ring_add(struct tkg_flight_ring *ring, const struct tkg_flight_sample *sample)
{
    ring->samples[ring->seen_count % TKG_FLIGHT_SAMPLE_MAX] = *sample;
    ring->seen_count++;
}

size_t tkg_flight_ring_count(const struct tkg_flight_ring *ring)
{
    return ring->seen_count < TKG_FLIGHT_SAMPLE_MAX ? (size_t)ring->seen_count
                                                    : TKG_FLIGHT_SAMPLE_MAX;
}

const struct tkg_flight_sample *tkg_flight_ring_at(const struct tkg_flight_ring *ring, size_t index)
{
    const size_t count = tkg_flight_ring_count(ring);
    TKG_ASSERT(index < count);
    return &ring->samples[(ring->seen_count - count + index) % TKG_FLIGHT_SAMPLE_MAX];
}
