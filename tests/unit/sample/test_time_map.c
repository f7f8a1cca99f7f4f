/* SPDX-License-Identifier: Apache-2.0 */
#include "sample/time_map.h"

#include <math.h>

#include "cmocka_all.h"

static struct tkg_time_map map;

static void make_map(void)
{
    map = (struct tkg_time_map){.column_count = 3, .row_count = 2, .wall_ns = {100, 0, 50}};
    (void)snprintf(map.rows[0].name, sizeof map.rows[0].name, "a");
    (void)snprintf(map.rows[1].name, sizeof map.rows[1].name, "b");
    map.rows[0].wall_ns[0] = 75;
    map.rows[1].wall_ns[0] = 25;
    map.rows[1].wall_ns[2] = 10;
}

static void shares_are_of_the_column(void **state)
{
    (void)state;
    make_map();
    assert_true(tkg_time_map_is_sane(&map));
    assert_true(tkg_time_map_share(&map, 0, 0) == 0.75);
    assert_true(tkg_time_map_share(&map, 0, 2) == 0.0);
    assert_true(tkg_time_map_share(&map, 1, 2) == 0.2);
    assert_int_equal(tkg_time_map_row_ns(&map, 1), 35);
    assert_int_equal(tkg_time_map_all_ns(&map), 150);
}

static void a_column_without_a_look_has_no_share(void **state)
{
    (void)state;
    make_map();
    assert_true(isnan(tkg_time_map_share(&map, 0, 1)));
}

static void nonsense_is_found(void **state)
{
    (void)state;
    make_map();
    map.rows[1].wall_ns[0] = 26; /* more than the column has */
    assert_false(tkg_time_map_is_sane(&map));
    make_map();
    map.rows[0].wall_ns[0] = UINT64_MAX; /* whose sum would be small again */
    map.rows[1].wall_ns[0] = 2;
    assert_false(tkg_time_map_is_sane(&map));
    make_map();
    map.column_count = TKG_TIME_MAP_COLUMNS_MAX + 1;
    assert_false(tkg_time_map_is_sane(&map));
    make_map();
    map.row_count = TKG_TIME_MAP_ROWS_MAX + 1;
    assert_false(tkg_time_map_is_sane(&map));
    make_map();
    memset(map.rows[1].name, 'x', sizeof map.rows[1].name); /* no end */
    assert_false(tkg_time_map_is_sane(&map));
    make_map();
    map.rows[1].name[0] = '\0';
    assert_false(tkg_time_map_is_sane(&map));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shares_are_of_the_column),
        cmocka_unit_test(a_column_without_a_look_has_no_share),
        cmocka_unit_test(nonsense_is_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
