/* SPDX-License-Identifier: Apache-2.0 */
#include "cmocka_all.h"
#include "measure/launch_plan.h"

static void add_files(struct tkg_side *side, const char *word, int count)
{
    for (int i = 0; i < count; i++) {
        struct tkg_error err = {0};
        char path[32];
        (void)snprintf(path, sizeof path, "./%s%d.so", word, i);
        assert_status(tkg_side_add(side, path, &err), TKG_OK, &err);
    }
}

static void make_record(struct tkg_comparison_record *record, int base_count, int head_count)
{
    tkg_comparison_record_init(record);
    add_files(&record->base, "base", base_count);
    add_files(&record->head, "head", head_count);
    (void)snprintf(record->stream, sizeof record->stream, "synthetic:randomwalk");
    (void)snprintf(record->parameters, sizeof record->parameters, "a=b");
    record->seed = 5;
    record->plant = 0.01;
    record->slice_tick_count = 10000;
    record->lead_in_tick_count = 400;
    record->round_count = 48;
}

static void no_two_arms_are_one_file(void **state)
{
    (void)state;
    struct tkg_comparison_record record;
    make_record(&record, TKG_BASE_FILES_MIN, TKG_HEAD_FILES_MIN);
    for (uint64_t index = 0; index < 500; index++) {
        struct tkg_launch_spec spec;
        struct tkg_launch_record launch;
        tkg_launch_plan_draw(&record, index, &spec, &launch);
        for (size_t arm = 1; arm < TKG_ARM_COUNT; arm++) {
            for (size_t other = 0; other < arm; other++) {
                assert_string_not_equal(spec.arms[arm].engine, spec.arms[other].engine);
            }
        }
    }
    tkg_comparison_record_deinit(&record);
}

/* A plant of 1 %, in every other launch. */
static void plant_and_second_head_take_turns(void **state)
{
    (void)state;
    struct tkg_comparison_record record;
    struct tkg_launch_spec spec;
    struct tkg_launch_record launch;
    make_record(&record, 8, 8);
    tkg_launch_plan_draw(&record, 6, &spec, &launch);
    assert_int_equal(launch.roles[3], TKG_ARM_HEAD_AGAIN);
    assert_near(spec.arms[3].hold_share, 0.0, 0.0);
    tkg_launch_plan_draw(&record, 7, &spec, &launch);
    assert_int_equal(launch.roles[3], TKG_ARM_PLANT);
    assert_near(spec.arms[3].hold_share, 0.01, 0.0);
    assert_near(spec.arms[0].hold_share, 0.0, 0.0);
    assert_string_equal(spec.arms[3].parameters, "a=b");
    assert_int_equal(strncmp(spec.arms[3].engine, "./base", 6), 0);
    assert_int_equal(strncmp(spec.arms[2].engine, "./head", 6), 0);
    tkg_comparison_record_deinit(&record);
}

/* On every arm of head and on no other. */
static void head_of_known_slowness_takes_longer(void **state)
{
    (void)state;
    struct tkg_comparison_record record;
    struct tkg_launch_spec spec;
    struct tkg_launch_record launch;
    make_record(&record, 8, 8);
    record.head_extra = 0.005;
    tkg_launch_plan_draw(&record, 6, &spec, &launch);
    assert_near(spec.arms[0].hold_share, 0.0, 0.0);
    assert_near(spec.arms[1].hold_share, 0.0, 0.0);
    assert_near(spec.arms[2].hold_share, 0.005, 0.0);
    assert_near(spec.arms[3].hold_share, 0.005, 0.0);
    tkg_launch_plan_draw(&record, 7, &spec, &launch);
    assert_near(spec.arms[2].hold_share, 0.005, 0.0);
    assert_near(spec.arms[3].hold_share, 0.01, 0.0);
    tkg_comparison_record_deinit(&record);
}

/* The same plant, whatever is timed. */
static void plant_of_blocks_holds_as_that_of_slices(void **state)
{
    (void)state;
    struct tkg_comparison_record record;
    struct tkg_launch_spec spec;
    struct tkg_launch_record launch;
    make_record(&record, 8, 8);
    record.metric = TKG_COMPARE_P99;
    record.block_tick_count = 100;
    tkg_launch_plan_draw(&record, 7, &spec, &launch);
    assert_int_equal(spec.block_tick_count, 100);
    assert_near(spec.arms[3].hold_share, 0.01, 0.0);
    assert_near(spec.arms[0].hold_share, 0.0, 0.0);
    record.head_extra = 0.05;
    tkg_launch_plan_draw(&record, 7, &spec, &launch);
    assert_near(spec.arms[2].hold_share, 0.05, 0.0);
    tkg_comparison_record_deinit(&record);
}

/* 4,000 launches of 8 files: each is A 500 times, give or take four times sqrt(4000/8 x 7/8) = 84.
 */
static void every_layout_is_drawn_equally_often(void **state)
{
    (void)state;
    struct tkg_comparison_record record;
    int counts[8] = {0};
    make_record(&record, 8, 8);
    for (uint64_t index = 0; index < 4000; index++) {
        struct tkg_launch_spec spec;
        struct tkg_launch_record launch;
        tkg_launch_plan_draw(&record, index, &spec, &launch);
        counts[launch.layouts[0]]++;
    }
    for (size_t i = 0; i < 8; i++) {
        assert_in_range(counts[i], 416, 584);
    }
    tkg_comparison_record_deinit(&record);
}

static void same_number_draws_the_same_launch(void **state)
{
    (void)state;
    struct tkg_comparison_record record;
    struct tkg_launch_spec specs[2];
    struct tkg_launch_record launches[2];
    make_record(&record, 8, 8);
    tkg_launch_plan_draw(&record, 11, &specs[0], &launches[0]);
    tkg_launch_plan_draw(&record, 11, &specs[1], &launches[1]);
    assert_memory_equal(&specs[0], &specs[1], sizeof specs[0]);
    record.seed++;
    tkg_launch_plan_draw(&record, 11, &specs[1], &launches[1]);
    assert_true(launches[0].seed != launches[1].seed);
    tkg_comparison_record_deinit(&record);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_two_arms_are_one_file),
        cmocka_unit_test(plant_and_second_head_take_turns),
        cmocka_unit_test(head_of_known_slowness_takes_longer),
        cmocka_unit_test(plant_of_blocks_holds_as_that_of_slices),
        cmocka_unit_test(every_layout_is_drawn_equally_often),
        cmocka_unit_test(same_number_draws_the_same_launch),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
