/* SPDX-License-Identifier: Apache-2.0 */
#include "stats/cpu_spike.h"

#include <math.h>
#include <stdbool.h>

#include "stats/estimate.h"

/* Five deviations are the row B19; an even series has none, and 2 % of a processor is what truth
 * tests of the sampler call equal (R01). */
static const double deviation_count = 5.0;
static const double excess_min = 0.02;
/* A trial that waited longer than that altogether was disturbed (as TKG_INVALID_WAITED). */
static const double disturbed_share = 0.05;
/* Steal is counted in ticks of 10 ms: it may be told that much later than it happened. */
static const int64_t late_ns = INT64_C(10000000);

static double share(int64_t ns, int64_t wall_ns)
{
    return ns < 0 ? NAN : (double)ns / (double)wall_ns;
}

static int64_t known(int64_t ns)
{
    return ns < 0 ? 0 : ns;
}

/* What was kept from it by others. */
static int64_t withheld_ns(const struct tkg_telemetry_point *point)
{
    return known(point->wait_ns) + known(point->steal_ns);
}

static double find_limit(const struct tkg_telemetry *telemetry, double *scratch)
{
    const uint32_t count = telemetry->point_count;
    for (uint32_t i = 0; i < count; i++) {
        scratch[i] = share(telemetry->points[i].cpu_ns, telemetry->points[i].wall_ns);
    }
    tkg_sort_values(scratch, count);
    double median = tkg_median_of_sorted(scratch, count);
    for (uint32_t i = 0; i < count; i++) {
        scratch[i] = fabs(scratch[i] - median);
    }
    tkg_sort_values(scratch, count);
    return median + fmax(deviation_count * tkg_median_of_sorted(scratch, count), excess_min);
}

static bool is_disturbed(const struct tkg_telemetry *telemetry)
{
    double withheld = 0.0;
    double wall = 0.0;
    for (uint32_t i = 0; i < telemetry->point_count; i++) {
        withheld += (double)withheld_ns(&telemetry->points[i]);
        wall += (double)telemetry->points[i].wall_ns;
    }
    return withheld > disturbed_share * wall;
}

/* Was at least the excess withheld in the interval, the one before, or as long ago as the kernel
 * may be late to tell? Work that was kept from running is done afterwards. The
 * excess is negative when the interval is above the limit for what was withheld alone. */
static bool is_explained(const struct tkg_telemetry *telemetry, uint32_t index, double excess_ns)
{
    int64_t reach = late_ns / telemetry->interval_ns + 1;
    int64_t first = (int64_t)index - reach;
    int64_t last = (int64_t)index + reach;
    int64_t withheld = 0;
    first = first < 0 ? 0 : first;
    last = last < telemetry->point_count ? last : (int64_t)telemetry->point_count - 1;
    for (int64_t i = first; i <= last; i++) {
        withheld += withheld_ns(&telemetry->points[i]);
    }
    return withheld > 0 && (double)withheld >= excess_ns;
}

static void add_spike(struct tkg_cpu_spikes *spikes, const struct tkg_telemetry_point *point)
{
    int64_t wall_ns = point->wall_ns;
    spikes->count++;
    spikes->user_0to1 += share(point->cpu_ns - point->system_ns, wall_ns);
    spikes->system_0to1 += share(point->system_ns, wall_ns);
    spikes->waited_0to1 += share(point->wait_ns, wall_ns);
    spikes->stolen_0to1 += share(point->steal_ns, wall_ns);
    spikes->stalled_0to1 += share(point->stall_ns, wall_ns);
}

static void make_means(struct tkg_cpu_spikes *spikes)
{
    double count = spikes->count; /* 0 / 0 is NaN: there is nothing to tell */
    spikes->user_0to1 /= count;
    spikes->system_0to1 /= count;
    spikes->waited_0to1 /= count;
    spikes->stolen_0to1 /= count;
    spikes->stalled_0to1 /= count;
}

struct tkg_cpu_spikes tkg_cpu_spikes_find(const struct tkg_telemetry *telemetry, double *scratch)
{
    struct tkg_cpu_spikes spikes = {.limit_0to1 = NAN};
    if (telemetry->point_count >= TKG_SAMPLES_MIN) {
        spikes.limit_0to1 = find_limit(telemetry, scratch);
    }
    bool disturbed = is_disturbed(telemetry);
    for (uint32_t i = 0; i < telemetry->point_count; i++) {
        const struct tkg_telemetry_point *point = &telemetry->points[i];
        double limit_ns = spikes.limit_0to1 * (double)point->wall_ns;
        double wanted_ns = (double)(point->cpu_ns + withheld_ns(point));
        if (!(wanted_ns > limit_ns)) { /* also for NaN */
            continue;
        }
        add_spike(&spikes, point);
        spikes.external_count +=
            disturbed || is_explained(telemetry, i, (double)point->cpu_ns - limit_ns);
    }
    make_means(&spikes);
    return spikes;
}
