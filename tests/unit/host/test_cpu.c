/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

#include <cmocka.h>

#include "host/cgroup.h"
#include "host/cpu.h"

static cpu_set_t first_mask;

static int remember_mask(void **state)
{
    (void)state;
    return sched_getaffinity(0, sizeof(first_mask), &first_mask);
}

static int restore_mask(void **state)
{
    (void)state;
    return sched_setaffinity(0, sizeof(first_mask), &first_mask);
}

static int lowest_cpu(void)
{
    int cpu = 0;
    while (!CPU_ISSET((size_t)cpu, &first_mask)) {
        cpu++;
    }
    return cpu;
}

static void the_machine_has_at_least_the_usable_cpus(void **state)
{
    (void)state;
    assert_in_range(tkg_cpu_usable_count(), 1, CPU_COUNT(&first_mask));
    assert_int_equal(tkg_cpu_online_count(), sysconf(_SC_NPROCESSORS_ONLN));
}

/* row: R05 */
static void pinned_to_one_cpu_one_is_usable(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    assert_int_equal(tkg_cpu_pin(lowest_cpu(), &err), TKG_OK);
    assert_int_equal(tkg_cpu_usable_count(), 1);
    assert_int_equal(tkg_cpu_preferred(), lowest_cpu());
    assert_int_equal(tkg_cpu_current(), lowest_cpu());
}

static void the_last_cpu_of_the_mask_is_preferred(void **state)
{
    (void)state;
    int preferred = tkg_cpu_preferred();
    assert_true(CPU_ISSET((size_t)preferred, &first_mask));
    for (int cpu = preferred + 1; cpu < CPU_SETSIZE; cpu++) {
        assert_false(CPU_ISSET((size_t)cpu, &first_mask));
    }
}

static void pinning_moves_us_to_each_cpu_in_turn(void **state)
{
    (void)state;
    for (int cpu = 0; cpu < CPU_SETSIZE; cpu++) {
        struct tkg_error err = {0};
        if (!CPU_ISSET((size_t)cpu, &first_mask)) {
            continue;
        }
        assert_int_equal(tkg_cpu_pin(cpu, &err), TKG_OK);
        assert_int_equal(tkg_cpu_current(), cpu);
        assert_int_equal(sched_setaffinity(0, sizeof(first_mask), &first_mask), 0);
    }
}

static void a_cpu_outside_the_mask_is_refused_with_the_choices(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    char expected[128];
    int cpu = lowest_cpu();
    assert_int_equal(tkg_cpu_pin(cpu, &err), TKG_OK);
    assert_int_equal(tkg_cpu_pin(cpu + 1, &err), TKG_USAGE);
    (void)snprintf(expected, sizeof(expected),
                   "cannot pin to CPU %d: this thread may use only CPU %d; choose one of them",
                   cpu + 1, cpu);
    assert_string_equal(err.text, expected);
    assert_int_equal(tkg_cpu_current(), cpu);
}

static void numbers_that_are_no_cpu_are_refused(void **state)
{
    (void)state;
    static const int wrong[] = {-1, 8191, 8192, 1 << 30, INT32_MIN, INT32_MAX};
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        struct tkg_error err = {0};
        assert_int_equal(tkg_cpu_pin(wrong[i], &err), TKG_USAGE);
        assert_non_null(strstr(err.text, "choose one of them"));
        assert_int_equal(tkg_cpu_pin(wrong[i], NULL), TKG_USAGE);
    }
}

static void choices_are_written_as_ranges(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    if (CPU_COUNT(&first_mask) < 2 || !CPU_ISSET(0, &first_mask) || !CPU_ISSET(1, &first_mask)) {
        print_message("needs CPU 0 and 1\n");
        skip();
    }
    cpu_set_t two;
    CPU_ZERO(&two);
    CPU_SET(0, &two);
    CPU_SET(1, &two);
    assert_int_equal(sched_setaffinity(0, sizeof(two), &two), 0);
    assert_int_equal(tkg_cpu_pin(5000, &err), TKG_USAGE);
    assert_non_null(strstr(err.text, "may use only CPU 0-1;"));
}

static void the_first_other_cpu_of_the_mask_lies_beside(void **state)
{
    (void)state;
    cpu_set_t mask;
    assert_int_equal(sched_getaffinity(0, sizeof(mask), &mask), 0);
    int first = 0;
    while (!CPU_ISSET((size_t)first, &mask)) {
        first++;
    }
    int second = first + 1;
    while (second < CPU_SETSIZE && !CPU_ISSET((size_t)second, &mask)) {
        second++;
    }
    int other = second < CPU_SETSIZE ? second : -1;
    assert_int_equal(tkg_cpu_beside(first), other);
    assert_int_equal(tkg_cpu_beside(8191), first);
    assert_int_equal(tkg_cpu_beside(-1), -1); /* not pinned: nothing to keep off */
}

static void a_pinned_thread_can_be_moved_back_beside(void **state)
{
    (void)state;
    int measured = tkg_cpu_preferred();
    int beside = tkg_cpu_beside(measured);
    assert_int_equal(tkg_cpu_pin(measured, NULL), TKG_OK);
    assert_int_equal(tkg_cpu_beside(measured), -1); /* its own mask has no other any more */
    if (beside >= 0) {
        assert_int_equal(tkg_cpu_move(beside), 0);
        assert_int_equal(tkg_cpu_current(), beside);
    }
    assert_int_equal(tkg_cpu_move(-1), EINVAL);
    assert_int_equal(tkg_cpu_move(8192), EINVAL);
}

int main(void)
{
#define WITH_MASK(test) cmocka_unit_test_setup_teardown(test, remember_mask, restore_mask)
    const struct CMUnitTest tests[] = {
        WITH_MASK(the_machine_has_at_least_the_usable_cpus),
        WITH_MASK(pinned_to_one_cpu_one_is_usable),
        WITH_MASK(the_last_cpu_of_the_mask_is_preferred),
        WITH_MASK(pinning_moves_us_to_each_cpu_in_turn),
        WITH_MASK(a_cpu_outside_the_mask_is_refused_with_the_choices),
        WITH_MASK(numbers_that_are_no_cpu_are_refused),
        WITH_MASK(choices_are_written_as_ranges),
        WITH_MASK(the_first_other_cpu_of_the_mask_lies_beside),
        WITH_MASK(a_pinned_thread_can_be_moved_back_beside),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
