/* SPDX-License-Identifier: Apache-2.0
 *
 * The child's side of a launch.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/random.h"
#include "engine/engine_handle.h"
#include "host/child.h"
#include "host/clock.h"
#include "host/pipe_io.h"
#include "measure/arm_order.h"
#include "measure/launch.h"
#include "measure/launch_blocks.h"
#include "measure/launch_hold.h"
#include "measure/launch_reply.h"
#include "tick/tick_source.h"

enum {
    /* Where a slice begins moves within so many ticks, so that no predictor learns one stretch. */
    BEGIN_RANGE = 4096,
};

struct launch {
    const struct tkg_launch_spec *spec;
    struct tkg_launch_slices *slices;
    struct tkg_engine *engines[TKG_ARM_COUNT];
    struct tkg_tick *window;
    size_t window_tick_count;
    uint32_t labels[TKG_ARM_COUNT]; /* which arm stands for number i of the square */
    struct tkg_random random;
    struct tkg_launch_hold holds[TKG_ARM_COUNT];
    struct tkg_launch_blocks blocks; /* empty where only slices are timed */
};

static enum tkg_status feed(struct tkg_engine *engine, const struct tkg_tick *ticks, size_t count,
                            size_t batch, struct tkg_error *err)
{
    enum tkg_status status = TKG_OK;
    for (size_t at = 0; at < count && status == TKG_OK; at += batch) {
        status = tkg_engine_feed(engine, ticks + at, count - at < batch ? count - at : batch, err);
    }
    return status;
}

/* A stretch of the stream that every slice is cut from. */
static enum tkg_status fill_window(struct launch *launch, struct tkg_tick_source *source,
                                   struct tkg_error *err)
{
    const struct tkg_launch_spec *spec = launch->spec;
    const uint64_t wanted =
        (uint64_t)spec->lead_in_tick_count + spec->slice_tick_count + BEGIN_RANGE;
    if (tkg_tick_source_count(source) < wanted) {
        return tkg_fail(err, TKG_USAGE, "%s has fewer ticks than a slice needs; take a longer one",
                        spec->stream);
    }
    launch->window_tick_count = wanted;
    launch->window = malloc(wanted * sizeof(struct tkg_tick));
    if (!launch->window) {
        return tkg_fail(err, TKG_NO_MEMORY, "out of memory for the ticks of a launch");
    }
    tkg_tick_source_read(source, 0, launch->window, wanted);
    return TKG_OK;
}

static enum tkg_status open_arm(struct launch *launch, uint32_t arm,
                                const struct tkg_tick_source *source, struct tkg_error *err)
{
    const struct tkg_arm_spec *spec = &launch->spec->arms[arm];
    uint32_t instrument_count = 0;
    const struct tkg_instrument *instruments =
        tkg_tick_source_instruments(source, &instrument_count);
    enum tkg_status status = tkg_engine_open(&launch->engines[arm], spec->engine, err);
    return status == TKG_OK
               ? tkg_engine_create_instance(launch->engines[arm], instruments, instrument_count,
                                            spec->parameters, launch->spec->stream_seed, err)
               : status;
}

/* In random order, so that no role always has the same place in memory. */
static enum tkg_status open_arms(struct launch *launch, const struct tkg_tick_source *source,
                                 struct tkg_error *err)
{
    uint32_t order[TKG_ARM_COUNT] = {0, 1, 2, 3};
    enum tkg_status status = TKG_OK;
    tkg_random_shuffle(&launch->random, order, TKG_ARM_COUNT);
    for (size_t i = 0; i < TKG_ARM_COUNT && status == TKG_OK; i++) {
        status = open_arm(launch, order[i], source, err);
    }
    return status;
}

/* Once through the whole window: warm, and what the arm makes of it. */
static enum tkg_status warm_up(struct launch *launch, uint32_t arm, struct tkg_error *err)
{
    struct tkg_engine *engine = launch->engines[arm];
    struct tkg_engine_report report;
    tkg_engine_reset(engine);
    enum tkg_status status = feed(engine, launch->window, launch->window_tick_count,
                                  launch->spec->batch_tick_count, err);
    if (status == TKG_OK) {
        status = tkg_engine_finish(engine, launch->window_tick_count, &report, err);
    }
    if (status == TKG_OK) {
        launch->slices->digests[arm] = report.digest;
    }
    return status;
}

static enum tkg_status play_slice(struct launch *launch, uint32_t round, uint32_t arm, size_t begin,
                                  struct tkg_error *err)
{
    const struct tkg_launch_spec *spec = launch->spec;
    struct tkg_engine *engine = launch->engines[arm];
    const struct tkg_tick *ticks = launch->window + begin;
    tkg_engine_reset(engine);
    enum tkg_status status =
        feed(engine, ticks, spec->lead_in_tick_count, spec->batch_tick_count, err);
    if (status != TKG_OK) {
        return status;
    }
    /* The plant is held for its share of all that lies between the readings of the CPU's clock, and
     * half of each of those two: together one of them. */
    const uint64_t begin_cycles = tkg_cycles_begin();
    const int64_t cpu_begin_ns = tkg_clock_thread_cpu_ns();
    const int64_t wall_begin_ns = tkg_clock_monotonic_ns();
    ticks += spec->lead_in_tick_count;
    if (spec->block_tick_count > 0) {
        status = tkg_launch_blocks_play(&launch->blocks, engine, ticks, &launch->holds[arm],
                                        tkg_launch_blocks_slice(&launch->blocks, round, arm), err);
    } else {
        status = feed(engine, ticks, spec->slice_tick_count, spec->batch_tick_count, err);
        (void)tkg_launch_hold(&launch->holds[arm], tkg_cycles_end() - begin_cycles);
    }
    const int64_t wall_end_ns = tkg_clock_monotonic_ns();
    const int64_t cpu_end_ns = tkg_clock_thread_cpu_ns();
    launch->slices->cpu_ns[round][arm] = (double)(cpu_end_ns - cpu_begin_ns);
    launch->slices->wall_ns[round][arm] = (double)(wall_end_ns - wall_begin_ns);
    return status;
}

/* Room for the blocks, where there are any. */
static enum tkg_status begin_blocks(struct launch *launch, struct tkg_error *err)
{
    for (size_t arm = 0; arm < TKG_ARM_COUNT; arm++) {
        launch->slices->p99_ns[arm] = NAN;
    }
    return launch->spec->block_tick_count > 0
               ? tkg_launch_blocks_init(&launch->blocks, launch->spec, err)
               : TKG_OK;
}

static enum tkg_status play_round(struct launch *launch, uint32_t round, struct tkg_error *err)
{
    const size_t begin = tkg_random_below(&launch->random, BEGIN_RANGE);
    enum tkg_status status = TKG_OK;
    for (size_t place = 0; place < TKG_ARM_COUNT && status == TKG_OK; place++) {
        status = play_slice(launch, round, launch->labels[tkg_arm_order(round, place)], begin, err);
    }
    return status;
}

static enum tkg_status play(struct launch *launch, struct tkg_error *err)
{
    const struct tkg_launch_spec *spec = launch->spec;
    enum tkg_status status = TKG_OK;
    for (uint32_t arm = 0; arm < TKG_ARM_COUNT && status == TKG_OK; arm++) {
        launch->slices->roles[arm] = spec->arms[arm].role;
        launch->holds[arm].share = spec->arms[arm].hold_share;
        launch->labels[arm] = arm;
        status = warm_up(launch, arm, err);
    }
    tkg_random_shuffle(&launch->random, launch->labels, TKG_ARM_COUNT);
    for (uint32_t round = 0; round < spec->round_count && status == TKG_OK; round++) {
        status = play_round(launch, round, err);
    }
    launch->slices->round_count = spec->round_count;
    launch->slices->slice_tick_count = spec->slice_tick_count;
    return status;
}

static enum tkg_status run_spec(const struct tkg_launch_spec *spec,
                                struct tkg_launch_slices *slices, struct tkg_error *err)
{
    struct launch launch = {.spec = spec, .slices = slices, .random = {spec->launch_seed}};
    struct tkg_tick_source *source = NULL;
    enum tkg_status status = tkg_tick_source_open(&source, spec->stream, spec->stream_seed, err);
    status = status == TKG_OK ? fill_window(&launch, source, err) : status;
    status = status == TKG_OK ? open_arms(&launch, source, err) : status;
    status = status == TKG_OK ? begin_blocks(&launch, err) : status;
    status = status == TKG_OK ? play(&launch, err) : status;
    if (status == TKG_OK && spec->block_tick_count > 0) {
        tkg_launch_blocks_summarise(&launch.blocks, slices);
    }
    tkg_launch_blocks_deinit(&launch.blocks);
    for (size_t arm = 0; arm < TKG_ARM_COUNT; arm++) {
        tkg_engine_close(launch.engines[arm]);
    }
    free(launch.window);
    tkg_tick_source_close(source);
    return status;
}

/* A slice is a whole number of blocks. */
static bool has_sane_blocks(const struct tkg_launch_spec *spec)
{
    const uint32_t block = spec->block_tick_count;
    return block == 0 ||
           (spec->slice_tick_count % block == 0 && spec->slice_tick_count / block >= 1 &&
            spec->slice_tick_count / block <= TKG_LAUNCH_BLOCK_MAX);
}

static bool is_sane(const struct tkg_launch_spec *spec)
{
    return has_sane_blocks(spec) && spec->struct_bytes == sizeof(*spec) &&
           spec->slice_tick_count >= 1 && spec->slice_tick_count <= TKG_LAUNCH_SLICE_TICK_MAX &&
           spec->batch_tick_count >= 1 && spec->round_count >= 1 &&
           spec->round_count <= TKG_LAUNCH_ROUND_MAX;
}

int tkg_launch_child_main(void)
{
    struct tkg_launch_spec spec;
    struct tkg_error err = {0};
    struct tkg_launch_reply *reply = calloc(1, sizeof(*reply));
    if (!reply) {
        return tkg_status_exit_code(TKG_NO_MEMORY);
    }
    const bool is_asked = tkg_pipe_read(STDIN_FILENO, &spec, sizeof(spec)) && is_sane(&spec);
    enum tkg_status status = is_asked ? run_spec(&spec, &reply->slices, &err)
                                      : tkg_fail(&err, TKG_INTERNAL, "%s is for tickgate's own use",
                                                 TKG_LAUNCH_ARGUMENT);
    reply->magic = TKG_LAUNCH_REPLY_MAGIC;
    reply->struct_bytes = sizeof(*reply);
    reply->status = (uint32_t)status;
    memcpy(reply->text, err.text, sizeof(reply->text));
    const bool is_written = tkg_pipe_write(TKG_CHILD_RESULT_FD, reply, sizeof(*reply));
    free(reply);
    return is_written ? 0 : tkg_status_exit_code(TKG_INTERNAL);
}
