/* SPDX-License-Identifier: Apache-2.0
 *
 * replay_benchmark: the scalability benchmark as a google-benchmark program.
 *
 *     replay_benchmark [SIZE...] [--benchmark_filter=...] [--benchmark_repetitions=...] ...
 *
 * Benchmarks are called replay/<strategy>/<ticks>/manual_time: 10K, 100K and 1M ticks, or the SIZEs
 * given ("5M", "100M"). One iteration is one whole replay through the reference core, in the way of
 * pass B (harness/measure): parts of the stream come into one small window untimed, and are played
 * in blocks of 250 ticks, one reading of the timer each. Manual time is the timed part.
 *
 * Columns: items_per_second (ticks), ns_per_tick, tick_p50_ns .. tick_max_ns (of the time per tick
 * averaged over a block), cpu_share of one core, peak_memory_bytes of this process.
 *
 * google-benchmark runs all cases in one process, one after the other: good for a look, not for a
 * verdict. `tickgate run` takes a fresh process for every trial.
 */
#include <stdio.h>
#include <string.h>

#include <tickgate/benchmark.h>

#include "base/quantity.h"
#include "config/size_list.h"
#include "engine/engine_handle.h"
#include "host/clock.h"
#include "measure/replay.h"
#include "reference.h"

/* As pass B: docs/decisions/0002. */
enum { BLOCK_TICKS = 250, BATCH_TICKS = 1000, NAME_BYTES = 64, CASE_COUNT_MAX = 256 };

/* What one benchmark replays. */
struct replay_case {
    const char *strategy;
    const char *stream;
    const char *parameters;
    uint64_t tick_count;
};

static const struct replay_case kinds[] = {
    {"taker", "synthetic:futures", "strategy=taker", 0},
    {"maker", "synthetic:futures", "strategy=maker", 0},
    {"reversion", "synthetic:futures", "strategy=reversion", 0},
    {"l2-maker", "synthetic:depth", "book=l2,strategy=maker", 0},
    {"l3-maker", "synthetic:orders", "book=l3,strategy=maker", 0},
};

static double ns_per_cycle; /* 0: the cycle counter cannot be trusted */

static struct tkg_trial_spec make_spec(const struct replay_case *the_case)
{
    struct tkg_trial_spec spec = {
        .struct_bytes = sizeof spec,
        .pass = TKG_PASS_BLOCK,
        .engine = "reference",
        .seed = 42,
        .tick_count = the_case->tick_count,
        .batch_tick_count = BATCH_TICKS,
        .ns_per_cycle = ns_per_cycle,
        .cpu = -1,
    };
    (void)snprintf(spec.parameters, sizeof spec.parameters, "%s", the_case->parameters);
    (void)snprintf(spec.stream, sizeof spec.stream, "%s", the_case->stream);
    return spec;
}

static enum tkg_status play_part(struct tkg_replay *replay, void *context,
                                 const struct tkg_tick *ticks, size_t tick_count,
                                 struct tkg_error *err)
{
    (void)context;
    uint64_t last = tkg_timer_read(&replay->timer);
    for (size_t at = 0; at < tick_count; at += BLOCK_TICKS) {
        const size_t length = tick_count - at < BLOCK_TICKS ? tick_count - at : BLOCK_TICKS;
        if (replay->ops->on_ticks(replay->instance, ticks + at, length) != TKG_ENGINE_OK) {
            return tkg_engine_feed(replay->engine, ticks + at, length, err);
        }
        const uint64_t now = tkg_timer_read(&replay->timer);
        tkg_histogram_record(replay->histogram,
                             tkg_picoseconds(&replay->timer, now - last, length));
        last = now;
    }
    return TKG_OK;
}

static void set_columns(struct tkg_state *state, const struct tkg_replay *replay,
                        uint64_t tick_count)
{
    static const struct {
        const char *name;
        double share_0to1;
    } percentiles[] = {{"tick_p50_ns", 0.5},
                       {"tick_p90_ns", 0.9},
                       {"tick_p99_ns", 0.99},
                       {"tick_p99_9_ns", 0.999},
                       {"tick_max_ns", 1.0}};
    const double wall_ns = (double)replay->total.wall_ns;
    const double cpu_share = (double)replay->total.cpu_ns / wall_ns;
    const double ticks = (double)tick_count * (double)tkg_state_iterations(state);
    tkg_state_set_items_processed(state, (int64_t)ticks);
    tkg_state_set_counter(state, "ns_per_tick", wall_ns / ticks, TKG_COUNTER_PLAIN);
    for (size_t i = 0; i < sizeof percentiles / sizeof percentiles[0]; i++) {
        const double picoseconds =
            tkg_histogram_quantile(replay->histogram, percentiles[i].share_0to1);
        tkg_state_set_counter(state, percentiles[i].name, picoseconds * 1e-3, TKG_COUNTER_PLAIN);
    }
    tkg_state_set_counter(state, "cpu_share", cpu_share, TKG_COUNTER_PLAIN);
    tkg_state_set_counter(state, "peak_memory_bytes", (double)tkg_rss_bytes_peak(),
                          TKG_COUNTER_1024);
}

static void play(struct tkg_state *state, struct tkg_replay *replay, uint64_t tick_count)
{
    struct tkg_error err = {0};
    TKG_LOOP(state) {
        const int64_t before_ns = replay->total.wall_ns;
        if (tkg_replay_once(replay, play_part, NULL, &err) != TKG_OK) {
            tkg_state_skip_with_error(state, err.text);
            break;
        }
        tkg_state_set_iteration_time(state, (double)(replay->total.wall_ns - before_ns) * 1e-9);
    }
    if (!tkg_state_skipped(state)) {
        set_columns(state, replay, tick_count);
    }
}

static void replay_ticks(struct tkg_state *state, void *user)
{
    const struct replay_case *the_case = user;
    const struct tkg_trial_spec spec = make_spec(the_case);
    struct tkg_trial trial = tkg_trial_empty(TKG_PASS_BLOCK);
    struct tkg_replay replay;
    struct tkg_error err = {0};
    /* The peak of this case alone; where the kernel forbids that, the highest so far. */
    (void)tkg_rss_peak_reset();
    if (tkg_replay_init(&replay, &spec, &trial, TKG_WINDOW_CACHED, &err) != TKG_OK) {
        tkg_state_skip_with_error(state, err.text);
        return;
    }
    replay.histogram = tkg_histogram_create();
    if (!replay.histogram) {
        tkg_state_skip_with_error(state, "out of memory for the histogram");
    } else {
        play(state, &replay, the_case->tick_count);
    }
    tkg_replay_deinit(&replay);
}

static bool register_size(uint64_t tick_count)
{
    static struct replay_case cases[CASE_COUNT_MAX];
    static size_t case_count;
    const struct tkg_benchmark_options options = {.struct_bytes = sizeof options,
                                                  .unit = TKG_BENCHMARK_US,
                                                  .clock = TKG_BENCHMARK_CLOCK_MANUAL};
    char size[TKG_QUANTITY_BYTES];
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        char name[NAME_BYTES];
        if (case_count == CASE_COUNT_MAX) {
            return false;
        }
        cases[case_count] = kinds[i];
        cases[case_count].tick_count = tick_count;
        (void)snprintf(name, sizeof name, "replay/%s/%s", kinds[i].strategy,
                       tkg_count_format(tick_count, size));
        (void)tkg_benchmark_register(name, replay_ticks, &cases[case_count++], &options);
    }
    return true;
}

/* The sizes of the command line, or else the usual three. */
static enum tkg_status register_all(int argument_count, char **arguments, struct tkg_error *err)
{
    struct tkg_size_list list = {.count = 0};
    enum tkg_status status = TKG_OK;
    for (int i = 1; i < argument_count && status == TKG_OK; i++) {
        status = tkg_size_list_add(&list, arguments[i], err);
    }
    if (argument_count <= 1) {
        status = tkg_size_list_add_all(&list, "10K,100K,1M", err);
    }
    for (size_t i = 0; i < list.count && status == TKG_OK; i++) {
        if (!register_size(list.sizes[i])) {
            status = tkg_fail(err, TKG_USAGE, "more sizes than there is room for (%d benchmarks)",
                              CASE_COUNT_MAX);
        }
    }
    return status;
}

static void calibrate(void)
{
    struct tkg_cycle_clock clock;
    struct tkg_error err = {0};
    if (tkg_cycle_clock_calibrate(&clock, INT64_C(160000000), &err) == TKG_OK && clock.invariant) {
        ns_per_cycle = clock.ns_per_cycle;
    }
}

int main(int argument_count, char **arguments)
{
    static const struct tkg_builtin_engine builtins[] = {{"reference", tkg_reference_entry},
                                                         {NULL, NULL}};
    struct tkg_error err = {0};
    tkg_engine_set_builtins(builtins);
    if (tkg_benchmark_initialize(&argument_count, arguments) != TKG_BENCHMARK_OK) {
        return TKG_BENCHMARK_USAGE;
    }
    if (register_all(argument_count, arguments, &err) != TKG_OK) {
        (void)fprintf(stderr, "replay_benchmark: %s\n", err.text);
        return TKG_BENCHMARK_USAGE;
    }
    calibrate();
    return tkg_benchmark_run_all();
}
