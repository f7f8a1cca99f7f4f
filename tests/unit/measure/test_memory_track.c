/* SPDX-License-Identifier: Apache-2.0 */
#include "cmocka_all.h"
#include "measure/memory_track.h"

enum { TICK_COUNT = 1000000, BATCH = 1000 };

/* A replay in batches; bytes_at says what is held after so many ticks. */
static struct tkg_memory_growth grow(double (*bytes_at)(double ticks))
{
    struct tkg_memory_track track;
    struct tkg_memory_growth growth;
    struct tkg_error err = {0};
    tkg_memory_track_init(&track, TICK_COUNT);
    for (uint64_t done = BATCH; done <= TICK_COUNT; done += BATCH) {
        if (tkg_memory_track_is_due(&track, done)) {
            tkg_memory_track_add(&track, done, bytes_at((double)done));
        }
    }
    assert_int_equal(track.count, TKG_MEMORY_SAMPLE_MAX);
    assert_near(track.ticks[TKG_MEMORY_SAMPLE_MAX - 1], TICK_COUNT, 0.0);
    assert_status(tkg_memory_track_growth(&track, &growth, &err), TKG_OK, &err);
    return growth;
}

static double leak_8(double ticks)
{
    return 5000.0 + 8.0 * ticks;
}

/* row: B18 */
static void leak_of_8_bytes_a_tick_is_read_exactly(void **state)
{
    (void)state;
    struct tkg_memory_growth growth = grow(leak_8);
    assert_near(growth.slope, 8.0, 1e-9);
    assert_near(growth.low, 8.0, 1e-9);
}

/* Fills 64 MB over the first fifth, then holds it. */
static double warm_up(double ticks)
{
    return ticks < 0.2 * TICK_COUNT ? 320.0 * ticks : 64e6;
}

/* row: B18 */
static void filling_up_in_the_first_fifth_is_no_growth(void **state)
{
    (void)state;
    struct tkg_memory_growth growth = grow(warm_up);
    assert_near(growth.slope, 0.0, 0.0);
    assert_near(growth.low, 0.0, 0.0);
}

/* 65,536 bytes whenever 4,096 ticks are full: 16 a tick, in steps of the size of a sample. */
static double chunks_of_16(double ticks)
{
    return 65536.0 * ceil(ticks / 4096.0);
}

static void growth_in_chunks_has_the_slope_of_its_line(void **state)
{
    (void)state;
    struct tkg_memory_growth growth = grow(chunks_of_16);
    assert_near(growth.slope, 16.0, 0.05);
    assert_true(growth.low > 15.8);
}

/* (t / 1e6)^2 MB: between two places a and b, in millions of ticks, it grows by a + b a tick, and
 * the median of that over [0.2, 1] is 1.2 by symmetry; over the whole replay it would be 1.0. */
static double accelerating(double ticks)
{
    return ticks * ticks * 1e-6;
}

static void the_first_fifth_does_not_count(void **state)
{
    (void)state;
    assert_near(grow(accelerating).slope, 1.2, 0.01);
}

static double falling(double ticks)
{
    return 1e9 - 8.0 * ticks;
}

static void shrinking_memory_does_not_grow(void **state)
{
    (void)state;
    struct tkg_memory_growth growth = grow(falling);
    assert_near(growth.slope, 0.0, 0.0);
    assert_near(growth.low, 0.0, 0.0);
}

/* A pool that breathes: up and down by 1 MB with a period of 37,000 ticks, no trend. */
static double breathing(double ticks)
{
    return 8e6 + 1e6 * sin(ticks * 6.283185307179586 / 37000.0);
}

static void memory_that_comes_and_goes_has_no_lower_limit_above_zero(void **state)
{
    (void)state;
    assert_near(grow(breathing).low, 0.0, 0.0);
}

/* Ten batches of a short replay are ten samples; eight lie behind the first fifth. */
static void short_replay_takes_a_sample_for_every_batch(void **state)
{
    (void)state;
    struct tkg_memory_track track;
    struct tkg_memory_growth growth;
    struct tkg_error err = {0};
    tkg_memory_track_init(&track, 10000);
    for (uint64_t done = 1000; done <= 10000; done += 1000) {
        assert_true(tkg_memory_track_is_due(&track, done));
        tkg_memory_track_add(&track, done, 24.0 * (double)done);
    }
    assert_status(tkg_memory_track_growth(&track, &growth, &err), TKG_OK, &err);
    assert_near(growth.slope, 24.0, 1e-12);
}

static void too_few_samples_give_no_number(void **state)
{
    (void)state;
    struct tkg_memory_track track;
    struct tkg_memory_growth growth;
    struct tkg_error err = {0};
    tkg_memory_track_init(&track, 4000);
    for (uint64_t done = 1000; done <= 4000; done += 1000) {
        tkg_memory_track_add(&track, done, 8.0 * (double)done);
    }
    assert_status(tkg_memory_track_growth(&track, &growth, &err), TKG_OK, &err);
    assert_nan(growth.slope);
    assert_nan(growth.low);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(leak_of_8_bytes_a_tick_is_read_exactly),
        cmocka_unit_test(filling_up_in_the_first_fifth_is_no_growth),
        cmocka_unit_test(growth_in_chunks_has_the_slope_of_its_line),
        cmocka_unit_test(the_first_fifth_does_not_count),
        cmocka_unit_test(shrinking_memory_does_not_grow),
        cmocka_unit_test(memory_that_comes_and_goes_has_no_lower_limit_above_zero),
        cmocka_unit_test(short_replay_takes_a_sample_for_every_batch),
        cmocka_unit_test(too_few_samples_give_no_number),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
