/* SPDX-License-Identifier: Apache-2.0 */
#include "measure/memory_track.h"

#include <math.h>

#include "base/check.h"
#include "stats/theil_sen.h"

/* Indicators and books fill up first; the share is that of docs/decisions/0120. */
static const double warm_up_share = 0.2;

_Static_assert((int)TKG_MEMORY_SAMPLE_MAX <= (int)TKG_THEIL_SEN_POINTS_MAX, "all samples fit");

void tkg_memory_track_init(struct tkg_memory_track *track, uint64_t tick_count)
{
    track->count = 0;
    track->tick_count = tick_count;
}

/* Where sample number index belongs: evenly over the replay, the last at its end. */
static double place_of(const struct tkg_memory_track *track, size_t index)
{
    return (double)track->tick_count * (double)(index + 1) / TKG_MEMORY_SAMPLE_MAX;
}

bool tkg_memory_track_is_due(const struct tkg_memory_track *track, uint64_t done)
{
    return track->count < TKG_MEMORY_SAMPLE_MAX && (double)done >= place_of(track, track->count);
}

void tkg_memory_track_add(struct tkg_memory_track *track, uint64_t done, double bytes)
{
    TKG_ASSERT(track->count < TKG_MEMORY_SAMPLE_MAX);
    track->ticks[track->count] = (double)done;
    track->bytes[track->count++] = bytes;
}

enum tkg_status tkg_memory_track_growth(const struct tkg_memory_track *track,
                                        struct tkg_memory_growth *growth, struct tkg_error *err)
{
    struct tkg_theil_sen fit;
    size_t first = 0;
    while (first < track->count &&
           track->ticks[first] < warm_up_share * (double)track->tick_count) {
        first++;
    }
    enum tkg_status status =
        tkg_theil_sen(&track->ticks[first], &track->bytes[first], track->count - first, &fit, err);
    *growth = (struct tkg_memory_growth){NAN, NAN};
    if (status == TKG_OK && !isnan(fit.slope)) {
        growth->slope = fmax(fit.slope, 0.0);
        growth->low = fmax(fit.low, 0.0);
    }
    return status;
}
