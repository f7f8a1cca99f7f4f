/* SPDX-License-Identifier: Apache-2.0
 *
 * Pass R: how fast is this machine right now? Fixed kernels over the ticks of the window, no
 * engine. Targets written as multiples of a ruler hold on other machines.
 *
 * stream: adds up every field of every tick. As fast as loads and vector additions go: the window
 *         lies in a private cache, as it does for an engine.
 *
 * copy: copies the ticks to another buffer: loads and stores alone.
 *
 * walk: two exponential averages, a crossing, a running peak: dependent integer arithmetic and a
 *       data-dependent branch, as in a small engine.
 *
 * generate: makes the ticks anew: what a synthetic stream costs, never inside a timed replay.
 */
#include "measure/pass.h"

#include <stdlib.h>
#include <string.h>

/* What a kernel works on. */
struct ruler_input {
    const struct tkg_tick *ticks;
    size_t tick_count;
    struct tkg_tick *scratch; /* room for tick_count more */
    struct tkg_tick_source *source;
};

typedef uint64_t (*ruler_kernel)(const struct ruler_input *input);

__attribute__((noinline)) static uint64_t stream_kernel(const struct ruler_input *input)
{
    const struct tkg_tick *ticks = input->ticks;
    uint64_t sum = 0;
    for (size_t i = 0; i < input->tick_count; i++) {
        const struct tkg_tick *tick = &ticks[i];
        sum += (uint64_t)tick->time_ns + (uint64_t)(int64_t)tick->bid_price +
               (uint64_t)(int64_t)tick->ask_price + tick->bid_size + tick->ask_size +
               tick->instrument_id + tick->kind + tick->flags;
    }
    return sum;
}

__attribute__((noinline)) static uint64_t walk_kernel(const struct ruler_input *input)
{
    const struct tkg_tick *ticks = input->ticks;
    int64_t fast = 0;
    int64_t slow = 0;
    int64_t cash = 0;
    int64_t peak = 0;
    int64_t position = 1;
    uint64_t digest = 0;
    for (size_t i = 0; i < input->tick_count; i++) {
        int64_t mid = ((int64_t)ticks[i].bid_price + ticks[i].ask_price) * 65536;
        fast += (mid - fast) / 16;
        slow += (mid - slow) / 128;
        if ((fast > slow) != (position > 0)) {
            position = -position;
            cash -= 2 * position * mid;
            digest = (digest ^ (uint64_t)cash) * UINT64_C(0x9e3779b97f4a7c15);
        }
        int64_t equity = cash + position * mid;
        peak = equity > peak ? equity : peak;
    }
    return digest ^ (uint64_t)peak;
}

/* A word of the copy, so that it must be made. */
static uint64_t last_word(const struct tkg_tick *ticks, size_t tick_count)
{
    return tick_count > 0 ? (uint64_t)ticks[tick_count - 1].time_ns : 0;
}

__attribute__((noinline)) static uint64_t copy_kernel(const struct ruler_input *input)
{
    memcpy(input->scratch, input->ticks, input->tick_count * sizeof(struct tkg_tick));
    __asm__ volatile("" : : "r"(input->scratch) : "memory"); /* the copy is used */
    return last_word(input->scratch, input->tick_count);
}

static uint64_t generate_kernel(const struct ruler_input *input)
{
    tkg_tick_source_read(input->source, 0, input->scratch, input->tick_count);
    return last_word(input->scratch, input->tick_count);
}

static const struct {
    const char *name;
    ruler_kernel kernel;
} rulers[] = {{"stream", stream_kernel},
              {"copy", copy_kernel},
              {"walk", walk_kernel},
              {"generate", generate_kernel}};

static ruler_kernel find_ruler(const char *name)
{
    for (size_t i = 0; i < sizeof(rulers) / sizeof(rulers[0]); i++) {
        if (strcmp(rulers[i].name, name) == 0) {
            return rulers[i].kernel;
        }
    }
    return NULL;
}

static void record_metrics(struct tkg_replay *replay, size_t tick_count)
{
    double wall_ns = (double)replay->total.wall_ns;
    double done = (double)tick_count * (double)replay->replay_count;
    replay->trial->values[TKG_METRIC_LATENCY_MEAN] = wall_ns / done;
    replay->trial->values[TKG_METRIC_THROUGHPUT] = done / (wall_ns * 1e-9);
    replay->trial->values[TKG_METRIC_CPU_FLAT_OUT] = (double)replay->total.cpu_ns / wall_ns;
}

static enum tkg_status run_kernel(struct tkg_replay *replay, ruler_kernel kernel,
                                  const struct ruler_input *input, struct tkg_error *err)
{
    uint64_t result = kernel(input); /* warm-up */
    while (replay->total.wall_ns < replay->spec->min_time_ns) {
        tkg_span_begin(replay);
        uint64_t again = kernel(input);
        tkg_span_end(replay);
        replay->replay_count++;
        if (again != result) { /* also keeps the compiler from dropping the call */
            return tkg_fail(err, TKG_INTERNAL, "ruler %s is not deterministic",
                            replay->spec->ruler);
        }
    }
    replay->trial->digest = result;
    return TKG_OK;
}

enum tkg_status tkg_pass_ruler(struct tkg_replay *replay, struct tkg_error *err)
{
    ruler_kernel kernel = find_ruler(replay->spec->ruler);
    if (!kernel) {
        return tkg_fail(err, TKG_USAGE,
                        "no ruler is called '%s'; known: stream, copy, walk, generate",
                        replay->spec->ruler);
    }
    struct ruler_input input = {.source = replay->source};
    /* One window: the ticks lie where those of a replay do. */
    input.tick_count = tkg_tick_window_next(&replay->window, &input.ticks);
    input.scratch = calloc(input.tick_count + 1, sizeof(struct tkg_tick));
    if (!input.scratch) {
        return tkg_fail(err, TKG_NO_MEMORY, "out of memory in pass R");
    }
    enum tkg_status status = run_kernel(replay, kernel, &input, err);
    if (status == TKG_OK) {
        record_metrics(replay, input.tick_count);
    }
    free(input.scratch);
    return status;
}
