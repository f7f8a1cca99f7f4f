/* SPDX-License-Identifier: Apache-2.0 */
#include "layout_pool.h"
#include "raw_fixture.h"

enum { FILE_COUNT = 10, DRAWN = 5 };

static void make_pool(struct raw_fixture *fixture, struct tkg_layout_pool *pool)
{
    struct tkg_error err = {0};
    for (int i = 0; i < FILE_COUNT; i++) {
        char name[16];
        (void)snprintf(name, sizeof name, "e-%d.so", i);
        (void)raw_write(fixture, name, "");
    }
    (void)raw_write(fixture, "notes.txt", "");
    assert_status(tkg_layout_pool_read(pool, fixture->scratch.path, &err), TKG_OK, &err);
    assert_int_equal(pool->count, FILE_COUNT);
}

static int count_path(const struct tkg_side *side, const char *path)
{
    int count = 0;
    for (uint32_t i = 0; i < side->path_count; i++) {
        count += strcmp(side->paths[i], path) == 0;
    }
    return count;
}

static void one_pool_is_shared_out_between_the_sides(void **state)
{
    struct tkg_layout_pool pool;
    make_pool(*state, &pool);
    for (uint64_t seed = 0; seed < 20; seed++) {
        struct tkg_error err = {0};
        struct tkg_comparison_record record;
        tkg_comparison_record_init(&record);
        assert_status(tkg_layout_pool_draw(&pool, &pool, DRAWN, seed, &record, &err), TKG_OK, &err);
        assert_int_equal(record.base.layout_count, DRAWN);
        for (uint32_t i = 0; i < FILE_COUNT; i++) {
            assert_int_equal(count_path(&record.base, pool.paths[i]) +
                                 count_path(&record.head, pool.paths[i]),
                             1);
        }
        tkg_comparison_record_deinit(&record);
    }
    tkg_layout_pool_deinit(&pool);
}

static void runs_draw_different_layouts(void **state)
{
    struct tkg_layout_pool pool;
    int on_base[FILE_COUNT] = {0};
    make_pool(*state, &pool);
    for (uint64_t seed = 0; seed < 400; seed++) {
        struct tkg_error err = {0};
        struct tkg_comparison_record record;
        tkg_comparison_record_init(&record);
        assert_status(tkg_layout_pool_draw(&pool, &pool, DRAWN, seed, &record, &err), TKG_OK, &err);
        for (uint32_t i = 0; i < FILE_COUNT; i++) {
            on_base[i] += count_path(&record.base, pool.paths[i]);
        }
        tkg_comparison_record_deinit(&record);
    }
    for (int i = 0; i < FILE_COUNT; i++) { /* half of 400, give or take four times ten */
        assert_in_range(on_base[i], 160, 240);
    }
    tkg_layout_pool_deinit(&pool);
}

static void too_small_pool_is_refused(void **state)
{
    struct tkg_layout_pool pool;
    struct tkg_error err = {0};
    struct tkg_comparison_record record;
    make_pool(*state, &pool);
    tkg_comparison_record_init(&record);
    assert_status(tkg_layout_pool_draw(&pool, &pool, DRAWN + 1, 1, &record, &err), TKG_USAGE, &err);
    assert_contains(err.text, "pools of 10 and 10 layouts, 6 a side are asked for");
    tkg_comparison_record_deinit(&record);
    tkg_layout_pool_deinit(&pool);
}

static void folder_without_layouts_is_refused(void **state)
{
    struct raw_fixture *fixture = *state;
    struct tkg_error err = {0};
    struct tkg_layout_pool pool;
    assert_status(tkg_layout_pool_read(&pool, fixture->scratch.path, &err), TKG_INPUT, &err);
    assert_contains(err.text, "build them first");
    assert_status(tkg_layout_pool_read(&pool, raw_path(fixture, "none"), &err), TKG_INPUT, &err);
}

#define RAW_TEST(function) cmocka_unit_test_setup_teardown(function, raw_setup, raw_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        RAW_TEST(one_pool_is_shared_out_between_the_sides),
        RAW_TEST(runs_draw_different_layouts),
        RAW_TEST(too_small_pool_is_refused),
        RAW_TEST(folder_without_layouts_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
