/* SPDX-License-Identifier: Apache-2.0 */
#include "leaderboard.h"
#include "raw_fixture.h"

static enum tkg_rival_answer slower_when_twice(const struct tkg_rival_times *times)
{
    for (size_t i = 0; i < times->count; i++) {
        if (times->head[i] < 2.0 * times->base[i]) {
            return TKG_RIVAL_SAME;
        }
    }
    return TKG_RIVAL_SLOWER;
}

/* Two runs of six launches; in the second base doubles after the third one. */
static const char log_text[] = "0\t0\tjudged\thead\t1\t1\t1\t1\n0\t1\tjudged\tplant\t1\t1\t1\t1\n"
                               "0\t2\tslow\thead\t1\t1\t1\t1\n1\t0\tjudged\thead\t1\t1\t1\t1\n"
                               "0\t3\tjudged\thead\t1\t1\t1\t1\n1\t1\tjudged\thead\t1\t1\t1\t1\n"
                               "1\t2\tjudged\thead\t2\t2\t2\t2\n1\t3\tjudged\thead\t2\t2\t2\t2\n"
                               "2\t0\tjudged\thead\t1\t1\t1\t1\n2\t1\tjudged";

static void read_log(struct raw_fixture *fixture, struct tkg_launch_log *log)
{
    struct tkg_error err = {0};
    const char *path = raw_write(fixture, "a.launches.tsv", log_text);
    assert_status(tkg_launch_log_read(path, log, &err), TKG_OK, &err);
    tkg_launch_log_sort(log);
}

static void launches_are_read_and_sorted_by_run(void **state)
{
    struct tkg_launch_log log;
    read_log(*state, &log);
    assert_int_equal(log.count, 9); /* the last line was cut off */
    assert_int_equal(log.lines[3].run, 0);
    assert_int_equal(log.lines[3].number, 3);
    assert_true(log.lines[1].is_plant && !log.lines[0].is_plant);
    assert_true(log.lines[2].is_slow && !log.lines[3].is_slow);
    assert_near(log.lines[6].ns[2], 2.0, 0.0);
    tkg_launch_log_deinit(&log);
}

/* Base block, then head block: the machine's change between them is taken for head's. In turn: not.
 */
static void blocks_mistake_drift_for_a_slowdown(void **state)
{
    const struct tkg_rival_rule blocks = {.repetitions = 2, .judge = slower_when_twice};
    const struct tkg_rival_rule in_turn = {
        .repetitions = 4, .is_interleaved = 1, .judge = slower_when_twice};
    struct tkg_launch_log log;
    read_log(*state, &log);
    const struct tkg_rival_score of_blocks = tkg_rival_score_of(&blocks, &log);
    const struct tkg_rival_score of_turns = tkg_rival_score_of(&in_turn, &log);
    assert_int_equal(of_blocks.run_count, 2); /* the third run is too short */
    assert_int_equal(of_blocks.slower, 1);
    assert_int_equal(of_turns.run_count, 2);
    assert_int_equal(of_turns.slower, 0);
    tkg_launch_log_deinit(&log);
}

static void damaged_launch_is_refused_with_its_line(void **state)
{
    struct raw_fixture *fixture = *state;
    struct tkg_error err = {0};
    struct tkg_launch_log log;
    const char *path =
        raw_write(fixture, "a", "0\t0\tjudged\thead\t1\t1\t1\t1\n0\t0\tx\thead\t1\t1\t1\t1\n");
    assert_status(tkg_launch_log_read(path, &log, &err), TKG_INPUT, &err);
    assert_contains(err.text, ":2: no launch");
    assert_status(tkg_launch_log_read(raw_path(fixture, "none"), &log, &err), TKG_OK, &err);
    assert_int_equal(log.count, 0);
}

#define RAW_TEST(function) cmocka_unit_test_setup_teardown(function, raw_setup, raw_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        RAW_TEST(launches_are_read_and_sorted_by_run),
        RAW_TEST(blocks_mistake_drift_for_a_slowdown),
        RAW_TEST(damaged_launch_is_refused_with_its_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
