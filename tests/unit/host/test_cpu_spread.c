/* SPDX-License-Identifier: Apache-2.0 */
#include "host/cpu_spread.h"

#include "cmocka_all.h"
#include "host/cpu.h"

/* Four cores with two hardware threads each, numbered as Linux does on most servers: CPU 4 shares a
 * core with 0, 5 with 1, and so on. */
static void cores_come_before_their_second_threads(void **state)
{
    (void)state;
    int cpus[] = {0, 1, 2, 3, 4, 5, 6, 7};
    int cores[] = {0, 1, 2, 3, 0, 1, 2, 3};
    const int expected[] = {3, 2, 1, 0, 7, 6, 5, 4};
    tkg_cpu_spread_order(cpus, cores, 8);
    assert_memory_equal(cpus, expected, sizeof(expected));
}

/* As in many virtual machines: 0 and 1 are one core. CPU 3 is not ours, so 2 is alone. */
static void neighbours_may_share_a_core(void **state)
{
    (void)state;
    int cpus[] = {0, 1, 2, 4, 5};
    int cores[] = {0, 0, 2, 4, 4};
    const int expected[] = {4, 2, 0, 5, 1};
    tkg_cpu_spread_order(cpus, cores, 5);
    assert_memory_equal(cpus, expected, sizeof(expected));
    assert_int_equal(cores[3], 4); /* reordered with them */
}

static void nothing_to_order_is_fine(void **state)
{
    (void)state;
    int cpu = 7, core = 7;
    tkg_cpu_spread_order(&cpu, &core, 0);
    tkg_cpu_spread_order(&cpu, &core, 1);
    assert_int_equal(cpu, 7);
}

/* Whatever the machine: the CPUs of the affinity mask, each once. */
static void this_machine_s_cpus_are_all_there(void **state)
{
    (void)state;
    int all[TKG_CPU_SPREAD_MAX];
    int spread[TKG_CPU_SPREAD_MAX];
    size_t count = tkg_cpu_list(all, TKG_CPU_SPREAD_MAX);
    assert_true(count >= 1);
    assert_int_equal(tkg_cpu_spread(spread, TKG_CPU_SPREAD_MAX), count);
    for (size_t i = 0; i < count; i++) {
        size_t found = 0;
        for (size_t j = 0; j < count; j++) {
            found += spread[j] == all[i];
        }
        assert_int_equal(found, 1);
        assert_true(i == 0 || all[i] > all[i - 1]);
    }
    assert_int_equal(tkg_cpu_spread(spread, 1), 1);
    assert_int_equal(tkg_cpu_list(all, 1), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cores_come_before_their_second_threads),
        cmocka_unit_test(neighbours_may_share_a_core),
        cmocka_unit_test(nothing_to_order_is_fine),
        cmocka_unit_test(this_machine_s_cpus_are_all_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
