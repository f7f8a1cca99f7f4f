/* SPDX-License-Identifier: Apache-2.0 */
#include "cmocka_all.h"

#include <unistd.h>

#include "host/pressure.h"

static void pressure_of_the_machine_never_falls(void **state)
{
    (void)state;
    struct tkg_pressure before, after;
    tkg_pressure_read(&before);
    if (access("/proc/pressure/cpu", R_OK) != 0) {
        assert_int_equal(before.cpu.some_us, -1);
        assert_int_equal(tkg_pressure_cpu_us(), -1);
        print_message("unavailable here: the kernel counts no pressure\n");
        skip();
    }
    tkg_pressure_read(&after);
    assert_true(before.cpu.some_us >= 0 && after.cpu.some_us >= before.cpu.some_us);
    assert_true(before.memory.some_us >= before.memory.full_us);
    assert_true(before.io.some_us >= before.io.full_us);
    assert_true(tkg_pressure_cpu_us() >= after.cpu.some_us);
}

static void a_group_without_files_is_unknown(void **state)
{
    (void)state;
    struct tkg_pressure group;
    tkg_pressure_read_group("/nonexistent", &group);
    assert_true(group.cpu.some_us == -1 && group.memory.some_us == -1 && group.io.full_us == -1);
}

static void steal_of_one_processor_is_part_of_that_of_all(void **state)
{
    (void)state;
    int64_t one = tkg_steal_ns(0);
    int64_t all = tkg_steal_ns(-1);
    if (one < 0) {
        print_message("unavailable here: no line for processor 0 in /proc/stat\n");
        skip();
    }
    /* The kernel rounds the sum and the parts apart, each to 10 ms. */
    assert_true(all + 10000000 >= one);
    assert_int_equal(one % 1000000, 0); /* whole ticks, 10 ms in nanoseconds */
    assert_int_equal(tkg_steal_ns(100000), -1);
}

static void load_averages_are_known_and_not_negative(void **state)
{
    (void)state;
    double load[3];
    double libc[3];
    tkg_load_read(load);
    assert_int_equal(getloadavg(libc, 3), 3);
    for (int i = 0; i < 3; i++) {
        assert_near(load[i], libc[i], 1.0); /* another reader of the same figures, a moment later */
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pressure_of_the_machine_never_falls),
        cmocka_unit_test(a_group_without_files_is_unknown),
        cmocka_unit_test(steal_of_one_processor_is_part_of_that_of_all),
        cmocka_unit_test(load_averages_are_known_and_not_negative),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
