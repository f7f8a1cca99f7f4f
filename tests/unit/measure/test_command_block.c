/* SPDX-License-Identifier: Apache-2.0
 *
 * Commands are this test program itself: --burn N works N steps, others end as they are called.
 */
#include <math.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/number.h"
#include "cmocka_all.h"
#include "measure/command_block.h"
#include "measure/launch_plan.h"

#define SELF "/proc/self/exe "

static const struct tkg_command_means patient = {.timeout_ns = INT64_C(60000000000), .cpu = -1};

static struct tkg_comparison_record make_record(const char *base, const char *head)
{
    struct tkg_comparison_record record = {
        .side_kind = TKG_SIDES_COMMANDS, .plant = 0.1, .seed = 7, .slice_tick_count = 1000};
    (void)snprintf(record.base.name, sizeof record.base.name, "%s", base);
    (void)snprintf(record.head.name, sizeof record.head.name, "%s", head);
    return record;
}

static void commands_say_whether_they_take_ticks(void **state)
{
    (void)state;
    assert_true(tkg_command_takes_ticks("a --n={ticks}k"));
    assert_false(tkg_command_takes_ticks("a {tick} {TICKS}"));
}

static void what_cannot_be_run_is_known_before(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    assert_status(tkg_command_check("/proc/self/exe x", &err), TKG_OK, &err);
    assert_status(tkg_command_check("/no/such x", &err), TKG_INPUT, &err);
    assert_status(tkg_command_check("sh 'x", &err), TKG_USAGE, &err);
}

/* The command exits with the number of ticks it is given, so that what arrives is seen. */
static void every_ticks_becomes_the_number(void **state)
{
    (void)state;
    struct tkg_command_time time;
    struct tkg_error err = {0};
    assert_status(tkg_command_play(SELF "--exit {ticks}", 41, &patient, &time, &err),
                  TKG_ENGINE_ERROR, &err);
    assert_contains(err.text, "exits with status 41; its last output: told to");
    assert_status(tkg_command_play(SELF "--exit 0{ticks}{ticks}", 0, &patient, &time, &err), TKG_OK,
                  &err);
}

static void expect_end(const char *command, const struct tkg_command_means *means,
                       enum tkg_status expected, const char *part)
{
    struct tkg_command_time time;
    struct tkg_error err = {0};
    assert_status(tkg_command_play(command, 1, means, &time, &err), expected, &err);
    assert_contains(err.text, part);
}

static void every_bad_end_has_its_class(void **state)
{
    (void)state;
    const struct tkg_command_means hasty = {.timeout_ns = 100000000, .cpu = -1};
    expect_end(SELF "--abort", &patient, TKG_ENGINE_CRASH, "SIGABRT in a block of a comparison");
    expect_end(SELF "--hang", &hasty, TKG_ENGINE_TIMEOUT, "did not finish within 100 ms");
    expect_end("/no/such/file", &patient, TKG_SYSTEM, "/no/such/file");
}

/* The plant works 10 % more: 1,100 ticks where all others have 1,000. Each tick is 3,000 steps, so
 * that a process takes some 10 ms; only that times are there is asserted, not how long they are. */
static void block_has_a_process_of_each_arm(void **state)
{
    (void)state;
    struct tkg_comparison_record record =
        make_record(SELF "--burn {ticks}", SELF "--burn {ticks} x");
    for (uint64_t index = 0; index < 2; index++) {
        struct tkg_launch_slices slices;
        struct tkg_launch_record launch;
        struct tkg_error err = {0};
        assert_status(tkg_command_block_run(&record, index, &patient, &slices, &launch, &err),
                      TKG_OK, &err);
        assert_int_equal(slices.round_count, 1);
        assert_int_equal(slices.slice_tick_count, 1000);
        assert_int_equal(launch.roles[3], index == 0 ? TKG_ARM_HEAD_AGAIN : TKG_ARM_PLANT);
        for (size_t arm = 0; arm < TKG_ARM_COUNT; arm++) {
            assert_int_equal(slices.roles[arm], launch.roles[arm]);
            assert_true(slices.cpu_ns[0][arm] > 0.0);
            assert_true(slices.wall_ns[0][arm] > 0.0);
            assert_true(isnan(slices.p99_ns[arm]));
        }
    }
}

/* Plants alone get another number: 100 here, and every arm that is one says so by failing. */
static void only_the_plant_gets_more_ticks(void **state)
{
    (void)state;
    struct tkg_comparison_record record =
        make_record(SELF "--fail-above 1000 {ticks}", SELF "--fail-above 1000 {ticks}");
    struct tkg_launch_slices slices;
    struct tkg_launch_record launch;
    struct tkg_error err = {0};
    assert_status(tkg_command_block_run(&record, 0, &patient, &slices, &launch, &err), TKG_OK,
                  &err);
    assert_status(tkg_command_block_run(&record, 1, &patient, &slices, &launch, &err),
                  TKG_ENGINE_ERROR, &err);
    assert_contains(err.text, "1100");
}

static void without_a_plant_every_block_has_two_heads(void **state)
{
    (void)state;
    struct tkg_comparison_record record = make_record("a", "b");
    uint32_t roles[TKG_ARM_COUNT];
    record.plant = 0.0;
    tkg_launch_plan_roles(&record, 1, roles);
    assert_int_equal(roles[3], TKG_ARM_HEAD_AGAIN);
}

/* A start of nothing but exec: the first counts whose work is above 10 ms of CPU time. */
static void ticks_are_raised_until_a_process_is_long_enough(void **state)
{
    (void)state;
    uint32_t tick_count = 0;
    struct tkg_error err = {0};
    assert_status(tkg_command_choose_ticks(SELF "--burn {ticks}", SELF "--burn {ticks}", &patient,
                                           &tick_count, &err),
                  TKG_OK, &err);
    assert_true(tick_count >= 1000);
    assert_status(
        tkg_command_choose_ticks(SELF "--exit 3", SELF "--exit 3", &patient, &tick_count, &err),
        TKG_ENGINE_ERROR, &err);
}

static int burn(uint64_t tick_count)
{
    volatile uint64_t sum = 0;
    for (uint64_t i = 0; i < 3000 * tick_count; i++) {
        sum += i;
    }
    return sum == 1;
}

/* What this program does as a command; -1: it is the test. */
static int act(int argc, char **argv)
{
    uint64_t number = 0;
    const char *what = argc > 1 ? argv[1] : "";
    if (argc > 2 &&
        !tkg_u64_parse(argv[argc > 3 && strcmp(what, "--burn") != 0 ? 3 : 2], &number)) {
        return 99;
    }
    if (strcmp(what, "--burn") == 0) {
        return burn(number);
    }
    if (strcmp(what, "--exit") == 0) {
        (void)printf("told to\n");
        return (int)number;
    }
    if (strcmp(what, "--fail-above") == 0) {
        (void)printf("%d ticks\n", (int)number);
        return number > 1000;
    }
    if (strcmp(what, "--abort") == 0) {
        abort();
    }
    return strcmp(what, "--hang") == 0 ? pause() : -1;
}

int main(int argc, char **argv)
{
    const int acted = act(argc, argv);
    if (acted >= 0) {
        return acted;
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(commands_say_whether_they_take_ticks),
        cmocka_unit_test(what_cannot_be_run_is_known_before),
        cmocka_unit_test(every_ticks_becomes_the_number),
        cmocka_unit_test(every_bad_end_has_its_class),
        cmocka_unit_test(block_has_a_process_of_each_arm),
        cmocka_unit_test(only_the_plant_gets_more_ticks),
        cmocka_unit_test(without_a_plant_every_block_has_two_heads),
        cmocka_unit_test(ticks_are_raised_until_a_process_is_long_enough),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
