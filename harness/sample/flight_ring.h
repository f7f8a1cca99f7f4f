/* SPDX-License-Identifier: Apache-2.0
 *
 * What a run remembers of its last moments, for the file that an alert leaves: the latest samples
 * of its trials, in the order of time, whatever trial they come from. Bounded: a new sample takes
 * the place of the oldest.
 */
#ifndef TKG_SAMPLE_FLIGHT_RING_H
#define TKG_SAMPLE_FLIGHT_RING_H

#include <stddef.h>
#include <stdint.h>

#include "sample/run_record.h"
#include "sample/telemetry.h"

/* A trial has 50 to 100 samples where its length allows (sample/telemetry.h): a few trials, or 25 s
 * at the default interval. */
enum { TKG_FLIGHT_SAMPLE_MAX = 256 };

/* Which trial it was. */
struct tkg_flight_trial {
    char case_name[TKG_CASE_NAME_BYTES];
    enum tkg_pass pass;
    uint32_t round;       /* 0-based, as in struct tkg_trial */
    uint32_t order_index; /* 0-based */
    int64_t start_unix_ns;
};

/* One interval of a sampler, with its trial. */
struct tkg_flight_sample {
    struct tkg_flight_trial trial;
    int64_t end_unix_ns; /* of the interval */
    struct tkg_telemetry_point point;
};

struct tkg_flight_ring {
    struct tkg_flight_sample samples[TKG_FLIGHT_SAMPLE_MAX];
    uint64_t seen_count; /* all that were ever added */
};

/* {0} is a valid empty ring, too. */
void tkg_flight_ring_init(struct tkg_flight_ring *ring);

/* Copies it; the oldest gives way when there are TKG_FLIGHT_SAMPLE_MAX. cost: some 170 bytes */
void tkg_flight_ring_add(struct tkg_flight_ring *ring, const struct tkg_flight_sample *sample);

/* How many there are now. */
size_t tkg_flight_ring_count(const struct tkg_flight_ring *ring);

/* index  0 is the oldest, below tkg_flight_ring_count(); valid until the next add */
const struct tkg_flight_sample *tkg_flight_ring_at(const struct tkg_flight_ring *ring,
                                                   size_t index);

#endif
