/* SPDX-License-Identifier: Apache-2.0 */
#include "trace/stage_clock.h"

#include <math.h>
#include <string.h>

#include "base/check.h"
#include "host/clock.h"

/* 20 ms calibrate to 1e-5 (docs/decisions/0010): far below the 1 % that is checked. */
static const int64_t calibration_ns = INT64_C(20000000);
/* The design's promise: stages and residual add up to the wall time within 1 %. */
static const double gap_share_max = 0.01;
/* Wall time outside the counter's readings: two clock reads of 20 to 100 ns each on a cold cache.
 * Matters only for stretches of a few microseconds. */
static const double gap_read_ns_max = 200.0;

static const char *const standard_names[TKG_STAGE_STANDARD_COUNT] = {
#define STAGE_NAME(name, constant, meaning) name,
    TKG_STAGES(STAGE_NAME)
#undef STAGE_NAME
};

/* The cheapest of a few series: what disturbs one of them only adds. */
static double measure_switch_ns(double ns_per_unit)
{
    enum { SERIES_COUNT = 21, PAIR_COUNT = 1000 };
    struct tkg_stage_recorder recorder = {.since = tkg_stage_counter()};
    uint64_t best = UINT64_MAX;
    for (int series = 0; series < SERIES_COUNT; series++) {
        uint64_t begin = tkg_stage_counter();
        for (int i = 0; i < PAIR_COUNT; i++) {
            tkg_stage_leave(&recorder, tkg_stage_enter(&recorder, TKG_STAGE_RESULT));
        }
        uint64_t units = tkg_stage_counter() - begin;
        best = units < best ? units : best;
    }
    return (double)best * ns_per_unit / PAIR_COUNT;
}

enum tkg_status tkg_stage_clock_init(struct tkg_stage_clock *clock, double ns_per_unit,
                                     struct tkg_error *err)
{
    struct tkg_cycle_clock cycles = {.ns_per_cycle = ns_per_unit};
    enum tkg_status status = TKG_OK;
    *clock = (struct tkg_stage_clock){.recorder = {.struct_bytes = sizeof(clock->recorder)}};
    if (!(ns_per_unit > 0.0)) { /* tkg_cycles() and tkg_stage_counter() read the same counter */
        status = tkg_cycle_clock_calibrate(&cycles, calibration_ns, err);
    }
    clock->ns_per_unit = cycles.ns_per_cycle;
    clock->switch_ns = measure_switch_ns(clock->ns_per_unit);
    return status;
}

void tkg_stage_clock_begin(struct tkg_stage_clock *clock)
{
    struct tkg_stage_recorder *recorder = &clock->recorder;
    memset(recorder->exclusive, 0, sizeof(recorder->exclusive));
    memset(recorder->entries, 0, sizeof(recorder->entries));
    recorder->current = TKG_STAGE_OTHER;
    clock->wall_begin_ns = tkg_clock_monotonic_ns();
    recorder->since = tkg_stage_counter();
}

void tkg_stage_clock_end(struct tkg_stage_clock *clock)
{
    struct tkg_stage_recorder *recorder = &clock->recorder;
    uint64_t now = tkg_stage_counter();
    clock->wall_ns += tkg_clock_monotonic_ns() - clock->wall_begin_ns;
    clock->stretch_count++;
    /* An engine may have left any number there. */
    uint32_t current = recorder->current < TKG_STAGE_MAX ? recorder->current : TKG_STAGE_OTHER;
    recorder->exclusive[current] += now - recorder->since;
    for (uint32_t stage = 0; stage < TKG_STAGE_MAX; stage++) {
        clock->units[stage] += recorder->exclusive[stage];
        clock->entries[stage] += recorder->entries[stage];
    }
}

double tkg_stage_clock_time_ns(const struct tkg_stage_clock *clock, uint32_t stage)
{
    TKG_ASSERT(stage < TKG_STAGE_MAX);
    return (double)clock->units[stage] * clock->ns_per_unit;
}

double tkg_stage_clock_sum_ns(const struct tkg_stage_clock *clock)
{
    double sum_ns = 0.0;
    for (uint32_t stage = 0; stage < TKG_STAGE_MAX; stage++) {
        sum_ns += tkg_stage_clock_time_ns(clock, stage);
    }
    return sum_ns;
}

double tkg_stage_clock_gap_0to1(const struct tkg_stage_clock *clock)
{
    double wall_ns = (double)clock->wall_ns;
    return clock->wall_ns > 0 ? fabs(tkg_stage_clock_sum_ns(clock) - wall_ns) / wall_ns : NAN;
}

bool tkg_stage_clock_closes(const struct tkg_stage_clock *clock)
{
    double wall_ns = (double)clock->wall_ns;
    double allowed_ns = gap_share_max * wall_ns + gap_read_ns_max * (double)clock->stretch_count;
    return fabs(tkg_stage_clock_sum_ns(clock) - wall_ns) <= allowed_ns;
}

double tkg_stage_clock_overhead_0to1(const struct tkg_stage_clock *clock)
{
    double entry_count = 0.0;
    for (uint32_t stage = 0; stage < TKG_STAGE_MAX; stage++) {
        entry_count += (double)clock->entries[stage];
    }
    return clock->wall_ns > 0 ? entry_count * clock->switch_ns / (double)clock->wall_ns : NAN;
}

const char *tkg_stage_clock_name(struct tkg_stage_clock *clock, uint32_t stage)
{
    TKG_ASSERT(stage < TKG_STAGE_MAX);
    if (stage < TKG_STAGE_STANDARD_COUNT) {
        return standard_names[stage];
    }
    char *own = clock->recorder.own[stage];
    own[TKG_STAGE_NAME_BYTES - 1] = '\0';
    for (char *at = own; *at; at++) {
        *at = (char)(*at >= ' ' && *at <= '~' ? *at : '?');
    }
    return own;
}
