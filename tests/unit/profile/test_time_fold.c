/* SPDX-License-Identifier: Apache-2.0
 *
 * Made-up looks at made-up replays: where each falls is worked out by hand.
 */
#include "profile/time_fold.h"

#include <math.h>

#include "cmocka_all.h"

enum { EARLY, LATE, LOOKS_MAX = 400 };

static struct tkg_function_table table;
static struct tkg_replay_log replays;
static struct tkg_look looks[LOOKS_MAX];
static size_t look_count;
static struct tkg_time_map map;

static int set_up(void **state)
{
    (void)state;
    tkg_function_table_init(&table);
    assert_non_null(tkg_function_table_row(&table, "price_early", "", "e.so"));
    assert_non_null(tkg_function_table_row(&table, "settle_late", "", "e.so"));
    replays.count = 0;
    look_count = 0;
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    tkg_function_table_deinit(&table);
    return 0;
}

static void add_replay(int64_t begin_ns, int64_t end_ns)
{
    replays.spans[replays.count++] = (struct tkg_replay_span){begin_ns, end_ns, 0, 0};
}

static void add_look(int64_t at_ns, int64_t stopped_before_ns, uint32_t function)
{
    looks[look_count++] = (struct tkg_look){.wall_ns = 10,
                                            .begin_ns = at_ns,
                                            .stopped_before_ns = stopped_before_ns,
                                            .function = function};
}

static void fold(void)
{
    tkg_time_fold(looks, look_count, &replays, &table, &map);
    assert_true(tkg_time_map_is_sane(&map));
}

/* 40 looks, evenly over a replay: early in its first half, late in its second. */
static void add_phases(int64_t begin_ns, int64_t length_ns)
{
    add_replay(begin_ns, begin_ns + length_ns);
    for (int64_t i = 0; i < 40; i++) {
        add_look(begin_ns + length_ns * i / 40, 0, i < 20 ? EARLY : LATE);
    }
}

/* Four fast replays and one that took twenty times as long: the phases lie on each other.
 * row: V10 */
static void phases_of_unequal_replays_lie_on_each_other(void **state)
{
    (void)state;
    add_phases(1000, 400);
    add_phases(5000, 8000);
    add_phases(20000, 400);
    add_phases(21000, 400);
    add_phases(22000, 400);
    fold();
    assert_int_equal(map.column_count, 4); /* 200 looks, 50 each */
    assert_int_equal(map.row_count, 2);
    assert_int_equal(map.replay_count, 5);
    assert_int_equal(map.look_count, 200);
    assert_int_equal(map.replay_ns, 1920);
    assert_string_equal(map.rows[0].name, "price_early"); /* equal times: in the table's order */
    for (uint32_t column = 0; column < 4; column++) {
        assert_int_equal(map.wall_ns[column], 500);
        assert_true(tkg_time_map_share(&map, EARLY, column) == (column < 2 ? 1.0 : 0.0));
        assert_true(tkg_time_map_share(&map, LATE, column) == (column < 2 ? 0.0 : 1.0));
    }
}

/* The replayer stands still for 100 ns before each further look: 40 looks, one each 10 ns of its
 * own time, which the clock on the wall sees 110 ns apart. */
static void time_that_looks_take_is_no_time_of_the_replay(void **state)
{
    (void)state;
    add_replay(1000, 1000 + INT64_C(40) * 110);
    for (int64_t i = 0; i < 40; i++) {
        add_look(1000 + i * 110, i * 100, i < 10 ? EARLY : LATE);
    }
    add_look(1000 + INT64_C(40) * 110, 4000, TKG_LOOK_ELSEWHERE);
    fold();
    assert_int_equal(map.replay_ns, 400);
    assert_int_equal(map.column_count, 2);
    assert_int_equal(map.rows[0].wall_ns[0], 100); /* settle_late has more, so it is first */
    assert_int_equal(map.rows[0].wall_ns[1], 200);
    assert_int_equal(map.rows[1].wall_ns[0], 100);
    assert_int_equal(map.rows[1].wall_ns[1], 0);
}

/* For 1,000 ns in its first quarter another process has the processor; the look that follows stands
 * for all of them. */
static void time_of_other_processes_is_no_time_of_the_replay(void **state)
{
    (void)state;
    add_phases(1000, 400);
    for (size_t i = 8; i < 40; i++) {
        looks[i].begin_ns += 1000;
        looks[i].queued_before_ns = 1000;
    }
    looks[8].wall_ns += 1000;
    replays.spans[0].end_ns += 1000;
    replays.spans[0].end_queued_ns = 1000;
    fold();
    assert_int_equal(map.replay_ns, 400);
    assert_int_equal(map.column_count, 2);
    assert_int_equal(map.rows[0].wall_ns[0], 200);
    assert_int_equal(map.rows[0].wall_ns[1], 0);
    assert_int_equal(map.rows[1].wall_ns[0], 0);
    assert_int_equal(map.rows[1].wall_ns[1], 200);
}

static void looks_between_replays_and_outside_the_engine_do_not_count(void **state)
{
    (void)state;
    add_look(500, 0, EARLY);
    add_phases(1000, 400);
    add_look(1400, 0, EARLY);
    add_look(1900, 0, EARLY);
    add_replay(2000, 2400);
    add_look(2100, 0, TKG_LOOK_ELSEWHERE);
    add_look(3000, 0, EARLY);
    fold();
    assert_int_equal(map.look_count, 40);
    assert_int_equal(map.replay_count, 1);
    assert_int_equal(tkg_time_map_all_ns(&map), 400);
}

/* 39 looks are no map, 40 are one of two columns. */
static void too_few_looks_are_no_map(void **state)
{
    (void)state;
    add_phases(1000, 400);
    look_count = TKG_FOLD_LOOKS_MIN - 1;
    fold();
    assert_int_equal(map.column_count, 0);
    assert_int_equal(map.look_count, 39);
    look_count = TKG_FOLD_LOOKS_MIN;
    fold();
    assert_int_equal(map.column_count, 2);
    look_count = 0;
    fold();
    assert_int_equal(map.column_count, 0);
}

/* An engine can write into the log: whatever stands there, nothing breaks. */
static void a_log_that_makes_no_sense_gives_no_map(void **state)
{
    (void)state;
    add_phases(1000, 400);
    replays.spans[0].end_ns = 1000; /* no time */
    fold();
    assert_int_equal(map.column_count, 0);
    replays.spans[0] = (struct tkg_replay_span){1000, 1400, 0, 0};
    add_replay(1300, 1500); /* begins before the one before ended */
    fold();
    assert_int_equal(map.column_count, 0);
    replays.count = 1;
    replays.spans[0].end_queued_ns = INT64_MIN;
    fold();
    assert_int_equal(map.column_count, 0);
    replays.count = UINT64_MAX;
    fold();
    assert_int_equal(map.column_count, 0);
}

static void a_bucket_that_nobody_looked_into_is_not_zero(void **state)
{
    (void)state;
    add_replay(1000, 1400);
    for (int64_t i = 0; i < 40; i++) {
        add_look(1000 + i, 0, EARLY);
    }
    fold();
    assert_int_equal(map.column_count, 2);
    assert_true(tkg_time_map_share(&map, 0, 0) == 1.0);
    assert_true(isnan(tkg_time_map_share(&map, 0, 1)));
}

/* 30 functions, the later the more looks: the 24 with the most have rows. */
static void functions_with_the_most_time_have_rows(void **state)
{
    (void)state;
    char name[16];
    add_replay(0, 400);
    for (uint32_t function = 2; function < 30; function++) {
        (void)snprintf(name, sizeof name, "f%u", function);
        assert_non_null(tkg_function_table_row(&table, name, "", "e.so"));
    }
    uint32_t function = 0;
    for (int64_t i = 0; i < 400; i++) { /* two looks for f0, four for f1, ... until all are used */
        add_look(i, 0, function);
        function = i % 20 == 19 ? function + 1 : function;
    }
    fold();
    assert_int_equal(map.row_count, 20);
    for (int i = 0; i < 10; i++) {
        looks[i].function = 20 + (uint32_t)i; /* ten more, with one look each */
    }
    fold();
    assert_int_equal(map.row_count, TKG_TIME_MAP_ROWS_MAX);
    assert_int_equal(tkg_time_map_row_ns(&map, 0), 200);
    assert_int_equal(tkg_time_map_row_ns(&map, 23), 10);
    assert_int_equal(tkg_time_map_all_ns(&map), 4000); /* those without a row are in it */
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(phases_of_unequal_replays_lie_on_each_other),
        TEST(time_that_looks_take_is_no_time_of_the_replay),
        TEST(time_of_other_processes_is_no_time_of_the_replay),
        TEST(looks_between_replays_and_outside_the_engine_do_not_count),
        TEST(too_few_looks_are_no_map),
        TEST(a_log_that_makes_no_sense_gives_no_map),
        TEST(a_bucket_that_nobody_looked_into_is_not_zero),
        TEST(functions_with_the_most_time_have_rows),
    };
#undef TEST
    return cmocka_run_group_tests(tests, NULL, NULL);
}
