/* SPDX-License-Identifier: Apache-2.0 */
#include "cmocka_all.h"

#include <unistd.h>

#include "host/cgroup_usage.h"
#include "host/pressure.h"
#include "made_up_root.h"

static void version_2_tells_throttling_memory_and_pressure(void **state)
{
    (void)state;
    struct tkg_cgroup_usage usage;
    struct tkg_pressure pressure;
    put("/proc/self/mountinfo", "35 24 0:29 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n");
    put("/proc/self/cgroup", "0::/job\n");
    put("/sys/fs/cgroup/job/cpu.stat", "usage_usec 900\nuser_usec 600\nsystem_usec 300\n"
                                       "nr_periods 20\nnr_throttled 3\nthrottled_usec 4500\n");
    put("/sys/fs/cgroup/job/cpu.max", "150000 100000\n");
    put("/sys/fs/cgroup/job/memory.current", "123456789\n");
    put("/sys/fs/cgroup/job/memory.max", "200000000\n");
    put("/sys/fs/cgroup/job/cpu.pressure", "some avg10=0.00 avg60=0.00 avg300=0.00 total=77\n");
    tkg_cgroup_usage_read(root, &usage);
    assert_int_equal(usage.period_count, 20);
    assert_int_equal(usage.throttled_count, 3);
    assert_int_equal(usage.throttled_ns, 4500000);
    assert_int_equal(usage.memory_bytes, 123456789);
    assert_int_equal(usage.memory_max_bytes, 200000000);
    assert_near(usage.cpu_quota, 1.5, 0.0);
    tkg_pressure_read_group(root, &pressure);
    assert_int_equal(pressure.cpu.some_us, 77);
    assert_int_equal(pressure.memory.some_us, -1);
}

static void version_1_tells_the_same_in_its_own_words(void **state)
{
    (void)state;
    struct tkg_cgroup_usage usage;
    /* Both are mounted, the controllers sit in version 1: cpu.stat of version 2 counts time only.
     */
    put("/proc/self/mountinfo", "32 31 0:29 / /cg/cpu rw - cgroup cgroup rw,cpu\n"
                                "35 31 0:32 / /cg/memory rw - cgroup cgroup rw,memory\n"
                                "36 31 0:33 / /cg/unified rw - cgroup2 cgroup2 rw\n");
    put("/proc/self/cgroup", "4:cpu,cpuacct:/ab\n3:memory:/ab\n0::/\n");
    put("/cg/unified/cpu.stat", "usage_usec 900\n");
    put("/cg/cpu/ab/cpu.stat", "nr_periods 7\nnr_throttled 2\nthrottled_time 5000\n");
    put("/cg/memory/ab/memory.usage_in_bytes", "4096\n");
    tkg_cgroup_usage_read(root, &usage);
    assert_int_equal(usage.period_count, 7);
    assert_int_equal(usage.throttled_count, 2);
    assert_int_equal(usage.throttled_ns, 5000);
    assert_int_equal(usage.memory_bytes, 4096);
    assert_int_equal(usage.memory_max_bytes, -1);
    assert_nan(usage.cpu_quota);
}

static void processes_ended_for_lack_of_memory_are_counted(void **state)
{
    (void)state;
    put("/proc/self/mountinfo", "35 24 0:29 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n"
                                "36 24 0:30 / /cg/memory rw - cgroup cgroup rw,memory\n");
    put("/proc/self/cgroup", "3:memory:/ab\n0::/job\n");
    put("/cg/memory/ab/memory.oom_control", "oom_kill_disable 0\nunder_oom 0\noom_kill 2\n");
    assert_int_equal(tkg_cgroup_oom_kill_count(root), 2);
    put("/sys/fs/cgroup/job/memory.events",
        "low 0\nhigh 0\nmax 41\noom 5\noom_kill 4\noom_group_kill 0\n");
    assert_int_equal(tkg_cgroup_oom_kill_count(root), 4);
}

static void without_groups_all_is_unknown(void **state)
{
    (void)state;
    struct tkg_cgroup_usage usage;
    tkg_cgroup_usage_read(root, &usage);
    assert_int_equal(usage.period_count, -1);
    assert_int_equal(usage.throttled_ns, -1);
    assert_int_equal(usage.memory_bytes, -1);
    assert_int_equal(tkg_cgroup_oom_kill_count(root), -1);
}

int main(void)
{
#define WITH_ROOT(test) cmocka_unit_test_setup_teardown(test, make_root, remove_root)
    const struct CMUnitTest tests[] = {
        WITH_ROOT(version_2_tells_throttling_memory_and_pressure),
        WITH_ROOT(version_1_tells_the_same_in_its_own_words),
        WITH_ROOT(processes_ended_for_lack_of_memory_are_counted),
        WITH_ROOT(without_groups_all_is_unknown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
