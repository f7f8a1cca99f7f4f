/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>

#include "cmocka_all.h"
#include "host/clock.h"
#include "measure/launch_blocks.h"
#include "trial_main.h"

enum { ROUNDS = 40, BLOCKS = 25 };

static void make_blocks(struct tkg_launch_blocks *blocks)
{
    const struct tkg_launch_spec spec = {
        .slice_tick_count = 100 * BLOCKS, .block_tick_count = 100, .round_count = ROUNDS};
    struct tkg_error err = {0};
    assert_status(tkg_launch_blocks_init(blocks, &spec, &err), TKG_OK, &err);
    assert_int_equal(blocks->block_count, BLOCKS);
}

static uint64_t *block_at(struct tkg_launch_blocks *blocks, size_t round, size_t arm, size_t block)
{
    return &blocks->cycles[(round * TKG_ARM_COUNT + arm) * BLOCKS + block];
}

/* Arm a: blocks of 1000 a, 1001 a, ... 1999 a cycles over its 40 x 25 blocks, and half a nanosecond
 * a cycle. Nearest rank: of 1,000 values the 990th. */
static void make_times(struct tkg_launch_blocks *blocks, struct tkg_launch_slices *slices)
{
    make_blocks(blocks);
    *slices = (struct tkg_launch_slices){.round_count = ROUNDS, .slice_tick_count = 100 * BLOCKS};
    for (size_t round = 0; round < ROUNDS; round++) {
        for (size_t arm = 0; arm < TKG_ARM_COUNT; arm++) {
            for (size_t block = 0; block < BLOCKS; block++) {
                const uint64_t cycles = (1000 + round * BLOCKS + block) * (arm + 1);
                *block_at(blocks, round, arm, block) = cycles;
                slices->wall_ns[round][arm] += 0.5 * (double)cycles;
            }
            slices->cpu_ns[round][arm] = slices->wall_ns[round][arm];
        }
    }
}

static void percentile_is_that_of_nearest_rank(void **state)
{
    (void)state;
    struct tkg_launch_blocks blocks;
    struct tkg_launch_slices slices;
    make_times(&blocks, &slices);
    tkg_launch_blocks_summarise(&blocks, &slices);
    assert_int_equal(slices.quiet_round_count, ROUNDS);
    /* 1989 cycles of half a nanosecond over 100 ticks */
    assert_near(slices.p99_ns[0], 9.945, 1e-9);
    assert_near(slices.p99_ns[3], 4 * 9.945, 1e-9);
    tkg_launch_blocks_deinit(&blocks);
}

/* Somebody else ran for 5 us while arm 2 played its last round: that round counts for no arm. */
static void disturbed_round_is_left_out_of_every_arm(void **state)
{
    (void)state;
    struct tkg_launch_blocks blocks;
    struct tkg_launch_slices slices;
    make_times(&blocks, &slices);
    slices.cpu_ns[ROUNDS - 1][2] -= 5000;
    tkg_launch_blocks_summarise(&blocks, &slices);
    assert_int_equal(slices.quiet_round_count, ROUNDS - 1);
    /* 975 values are left, the 966th is 1965 */
    assert_near(slices.p99_ns[0], 9.825, 1e-9);
    tkg_launch_blocks_deinit(&blocks);
}

static void too_few_quiet_rounds_have_no_percentile(void **state)
{
    (void)state;
    struct tkg_launch_blocks blocks;
    struct tkg_launch_slices slices;
    make_times(&blocks, &slices);
    for (size_t round = 0; round < 25; round++) {
        slices.cpu_ns[round][0] -= 5000; /* 15 x 25 = 375 blocks are left, of 400 */
    }
    tkg_launch_blocks_summarise(&blocks, &slices);
    for (size_t arm = 0; arm < TKG_ARM_COUNT; arm++) {
        assert_true(isnan(slices.p99_ns[arm]));
    }
    tkg_launch_blocks_deinit(&blocks);
}

static struct tkg_engine *open_counter(void)
{
    static const struct tkg_instrument instrument = {0};
    struct tkg_engine *engine = NULL;
    struct tkg_error err = {0};
    assert_status(tkg_engine_open(&engine, "counter", &err), TKG_OK, &err);
    assert_status(tkg_engine_create_instance(engine, &instrument, 1, "", 1, &err), TKG_OK, &err);
    return engine;
}

/* Blocks follow each other without a gap, so their sum is at most the time around them; a plant
 * owes nothing at the end, and holds back no more than it should. */
static void slice_is_played_block_by_block(void **state)
{
    (void)state;
    struct tkg_launch_hold hold = {.share = 0.5};
    static struct tkg_tick ticks[100 * BLOCKS];
    struct tkg_launch_blocks blocks;
    struct tkg_engine *engine = open_counter();
    struct tkg_engine_report report;
    struct tkg_error err = {0};
    make_blocks(&blocks);
    tkg_engine_reset(engine);
    const uint64_t begin = tkg_cycles();
    assert_status(tkg_launch_blocks_play(&blocks, engine, ticks, &hold,
                                         tkg_launch_blocks_slice(&blocks, 3, 1), &err),
                  TKG_OK, &err);
    const uint64_t end = tkg_cycles();
    uint64_t sum = 0;
    for (size_t block = 0; block < BLOCKS; block++) {
        sum += *block_at(&blocks, 3, 1, block);
    }
    assert_true(sum > 0 && sum <= end - begin);
    assert_true(hold.waited_cycles >= hold.due_cycles);
    assert_status(tkg_engine_finish(engine, (uint64_t)100 * BLOCKS, &report, &err), TKG_OK, &err);
    tkg_engine_close(engine);
    tkg_launch_blocks_deinit(&blocks);
}

int main(int argc, char **argv)
{
    int exit_code = 0;
    if (is_trial_process(argc, argv, &exit_code)) {
        return exit_code;
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(percentile_is_that_of_nearest_rank),
        cmocka_unit_test(disturbed_round_is_left_out_of_every_arm),
        cmocka_unit_test(too_few_quiet_rounds_have_no_percentile),
        cmocka_unit_test(slice_is_played_block_by_block),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
