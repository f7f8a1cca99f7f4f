/* SPDX-License-Identifier: Apache-2.0
 *
 * Pass P: open loop. Packets of ticks fall due on a fixed schedule; the harness sleeps until a
 * packet is due, then hands its ticks in one by one. Response time is the end of a tick minus the
 * time its packet was due, so a stall is charged to every tick that waited behind it (no
 * coordinated omission). CPU use is that of the whole process, the sleeping included: an upper
 * bound for the engine.
 */
#include "measure/pass.h"

#include <math.h>
#include <time.h>

/* Waking for each of 100,000 ticks a second would cost more CPU than any engine: a wake-up was
 * measured at 30 us of process CPU time here, so 250 a second are 0.75 % of a core. */
static const double packets_per_s = 250.0;

struct paced_run {
    int64_t begin_ns;
    double ns_per_tick;
    uint64_t packet_tick_count;
    uint64_t done_tick_count;
};

static void sleep_until(int64_t when_ns)
{
    struct timespec when = {.tv_sec = when_ns / 1000000000, .tv_nsec = when_ns % 1000000000};
    while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &when, NULL) != 0) {
    }
}

static enum tkg_status run_packet(struct tkg_replay *replay, struct paced_run *run,
                                  const struct tkg_tick *ticks, size_t count, struct tkg_error *err)
{
    if (run->done_tick_count == 0) {
        run->begin_ns = tkg_clock_monotonic_ns();
    }
    int64_t due_ns = run->begin_ns + (int64_t)((double)run->done_tick_count * run->ns_per_tick);
    sleep_until(due_ns);
    double late_ns = (double)(tkg_clock_monotonic_ns() - due_ns);
    uint64_t begin = tkg_timer_read(&replay->timer);
    for (size_t i = 0; i < count; i++) {
        enum tkg_status status = tkg_engine_feed(replay->engine, ticks + i, 1, err);
        if (status != TKG_OK) {
            return status;
        }
        uint64_t units = tkg_timer_read(&replay->timer) - begin;
        double response_ns = late_ns + (double)units * replay->timer.ns_per_unit;
        tkg_histogram_record(replay->histogram, response_ns > 0.0 ? (uint64_t)response_ns : 0);
    }
    return TKG_OK;
}

static enum tkg_status run_part(struct tkg_replay *replay, void *context,
                                const struct tkg_tick *ticks, size_t tick_count,
                                struct tkg_error *err)
{
    struct paced_run *run = context;
    enum tkg_status status = TKG_OK;
    for (size_t at = 0; at < tick_count && status == TKG_OK; at += run->packet_tick_count) {
        size_t left = tick_count - at;
        size_t count = left < run->packet_tick_count ? left : run->packet_tick_count;
        status = run_packet(replay, run, ticks + at, count, err);
        run->done_tick_count += count;
    }
    return status;
}

enum tkg_status tkg_pass_paced(struct tkg_replay *replay, struct tkg_error *err)
{
    double rate = replay->spec->pace_ticks_per_s;
    struct paced_run run = {
        .ns_per_tick = 1e9 / rate,
        .packet_tick_count = (uint64_t)fmax(1.0, rate / packets_per_s),
    };
    enum tkg_status status = tkg_replay_once(replay, run_part, &run, err);
    if (status != TKG_OK) {
        return status;
    }
    double *values = replay->trial->values;
    values[TKG_METRIC_CPU_PACED] = (double)replay->total.cpu_ns / (double)replay->total.wall_ns;
    values[TKG_METRIC_RESPONSE_P50] = tkg_histogram_quantile(replay->histogram, 0.50);
    values[TKG_METRIC_RESPONSE_P90] = tkg_histogram_quantile(replay->histogram, 0.90);
    values[TKG_METRIC_RESPONSE_P99] = tkg_histogram_quantile(replay->histogram, 0.99);
    values[TKG_METRIC_RESPONSE_MAX] = (double)tkg_histogram_max(replay->histogram);
    return TKG_OK;
}
