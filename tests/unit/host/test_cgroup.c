/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

#include <cmocka.h>

#include "host/cgroup.h"
#include "made_up_root.h"

/* /proc/self/cgroup of a systemd machine with version 2 only. */
static const char CGROUP_V2[] = "0::/user.slice/job.scope\n";
/* ... of a container host with version 1 (cpu and cpuacct mounted together). */
static const char CGROUP_V1[] = "12:pids:/docker/ab12\n"
                                "4:cpu,cpuacct:/docker/ab12\n"
                                "3:memory:/docker/ab12\n"
                                "1:name=systemd:/docker/ab12\n"
                                "0::/system.slice/containerd.service\n";
static const char MOUNTS_V2[] =
    "22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw\n"
    "35 24 0:29 / /sys/fs/cgroup rw,nosuid,nodev,noexec,relatime shared:9 - cgroup2 cgroup2 rw\n";
/* On the host of the container: everything is seen from the root group. */
static const char MOUNTS_V1[] =
    "31 23 0:28 / /sys/fs/cgroup rw,relatime - tmpfs tmpfs rw,mode=755\n"
    "33 31 0:30 / /sys/fs/cgroup/cpuset rw,relatime - cgroup cgroup rw,cpuset\n"
    "32 31 0:29 / /sys/fs/cgroup/cpu,cpuacct rw,relatime shared:7 - cgroup cgroup rw,cpu,cpuacct\n"
    "35 31 0:32 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory\n";
/* Inside the container: the mount point shows the container's own group. */
static const char MOUNTS_V1_INSIDE[] =
    "32 31 0:29 /docker/ab12 /sys/fs/cgroup/cpu ro,nosuid master:8 - cgroup cgroup rw,cpu\n"
    "35 31 0:32 /docker/ab12 /sys/fs/cgroup/memory ro,nosuid - cgroup cgroup rw,memory\n";

static void put_process(const char *mountinfo, const char *cgroup_text)
{
    put("/proc/self/mountinfo", mountinfo);
    put("/proc/self/cgroup", cgroup_text);
}

static void the_group_is_found_for_each_controller(void **state)
{
    (void)state;
    char path[TKG_CGROUP_PATH_BYTES];
    assert_true(tkg_cgroup_path(CGROUP_V1, "cpu", path, sizeof(path)));
    assert_string_equal(path, "/docker/ab12");
    assert_true(tkg_cgroup_path(CGROUP_V1, "", path, sizeof(path)));
    assert_string_equal(path, "/system.slice/containerd.service");
    assert_true(tkg_cgroup_path(CGROUP_V2, "", path, sizeof(path)));
    assert_string_equal(path, "/user.slice/job.scope");
    assert_false(tkg_cgroup_path(CGROUP_V2, "cpu", path, sizeof(path)));
    assert_false(tkg_cgroup_path(CGROUP_V1, "cpus", path, sizeof(path)));
    assert_false(tkg_cgroup_path("", "", path, sizeof(path)));
    assert_false(tkg_cgroup_path("no colons here\n", "", path, sizeof(path)));
    assert_false(tkg_cgroup_path(CGROUP_V1, "cpu", path, 5)); /* does not fit */
}

static void the_mount_is_found_for_each_controller(void **state)
{
    (void)state;
    char base[TKG_CGROUP_PATH_BYTES], mount_point[TKG_CGROUP_PATH_BYTES];
    assert_true(tkg_cgroup_mount(MOUNTS_V2, "", base, mount_point));
    assert_string_equal(base, "/");
    assert_string_equal(mount_point, "/sys/fs/cgroup");
    assert_true(tkg_cgroup_mount(MOUNTS_V1, "cpu", base, mount_point));
    assert_string_equal(mount_point, "/sys/fs/cgroup/cpu,cpuacct");
    assert_true(tkg_cgroup_mount(MOUNTS_V1_INSIDE, "memory", base, mount_point));
    assert_string_equal(base, "/docker/ab12");
    assert_string_equal(mount_point, "/sys/fs/cgroup/memory");
    assert_false(tkg_cgroup_mount(MOUNTS_V1, "", base, mount_point));
    assert_false(tkg_cgroup_mount(MOUNTS_V2, "cpu", base, mount_point));
    assert_false(tkg_cgroup_mount("", "cpu", base, mount_point));
    assert_false(tkg_cgroup_mount("1 2 3\n4 5 -", "cpu", base, mount_point));
}

static void cpu_max_is_a_share_of_its_period(void **state)
{
    (void)state;
    assert_true(tkg_cgroup_cpu_max("150000 100000\n") == 1.5);
    assert_true(tkg_cgroup_cpu_max("50000 100000") == 0.5);
    assert_true(isnan(tkg_cgroup_cpu_max("max 100000")));
    assert_true(isnan(tkg_cgroup_cpu_max("-1 100000")));
    assert_true(isnan(tkg_cgroup_cpu_max("100000 0")));
    assert_true(isnan(tkg_cgroup_cpu_max("100000")));
    assert_true(isnan(tkg_cgroup_cpu_max("")));
}

static void version_2_takes_the_tightest_limit_of_all_groups_above(void **state)
{
    (void)state;
    put_process(MOUNTS_V2, CGROUP_V2);
    put("/sys/fs/cgroup/user.slice/job.scope/cpu.max", "400000 100000\n");
    put("/sys/fs/cgroup/user.slice/cpu.max", "250000 100000\n");
    put("/sys/fs/cgroup/user.slice/job.scope/memory.max", "max\n");
    put("/sys/fs/cgroup/user.slice/memory.max", "536870912\n");
    assert_true(tkg_cgroup_cpu_quota(root) == 2.5);
    assert_int_equal(tkg_cgroup_memory_max_bytes(root), 536870912);
}

static void version_1_reads_quota_and_period(void **state)
{
    (void)state;
    put_process(MOUNTS_V1, CGROUP_V1);
    put("/sys/fs/cgroup/cpu,cpuacct/docker/ab12/cpu.cfs_quota_us", "75000\n");
    put("/sys/fs/cgroup/cpu,cpuacct/docker/ab12/cpu.cfs_period_us", "50000\n");
    put("/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us", "-1\n");
    put("/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us", "100000\n");
    put("/sys/fs/cgroup/memory/docker/ab12/memory.limit_in_bytes", "1073741824\n");
    put("/sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n"); /* none */
    assert_true(tkg_cgroup_cpu_quota(root) == 1.5);
    assert_int_equal(tkg_cgroup_memory_max_bytes(root), 1073741824);
}

static void inside_a_container_the_mount_point_is_our_group(void **state)
{
    (void)state;
    put_process(MOUNTS_V1_INSIDE, CGROUP_V1);
    put("/sys/fs/cgroup/cpu/cpu.cfs_quota_us", "300000\n");
    put("/sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000\n");
    put("/sys/fs/cgroup/memory/memory.limit_in_bytes", "4096\n");
    assert_true(tkg_cgroup_cpu_quota(root) == 3.0);
    assert_int_equal(tkg_cgroup_memory_max_bytes(root), 4096);
}

static void a_mixed_machine_takes_the_tighter_version(void **state)
{
    (void)state;
    char mounts[2048];
    (void)snprintf(mounts, sizeof(mounts), "%s%s", MOUNTS_V1,
                   "41 31 0:38 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw\n");
    put_process(mounts, CGROUP_V1);
    put("/sys/fs/cgroup/cpu,cpuacct/docker/ab12/cpu.cfs_quota_us", "200000\n");
    put("/sys/fs/cgroup/cpu,cpuacct/docker/ab12/cpu.cfs_period_us", "100000\n");
    put("/sys/fs/cgroup/unified/system.slice/cpu.max", "100000 100000\n");
    assert_true(tkg_cgroup_cpu_quota(root) == 1.0);
    assert_int_equal(tkg_cgroup_memory_max_bytes(root), -1);
}

static void no_limit_is_said_as_such(void **state)
{
    (void)state;
    assert_true(isnan(tkg_cgroup_cpu_quota(root))); /* not even /proc */
    assert_int_equal(tkg_cgroup_memory_max_bytes(root), -1);
    put_process(MOUNTS_V1, CGROUP_V1);
    put("/sys/fs/cgroup/cpu,cpuacct/docker/ab12/cpu.cfs_quota_us", "-1\n");
    put("/sys/fs/cgroup/cpu,cpuacct/docker/ab12/cpu.cfs_period_us", "100000\n");
    put("/sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
    assert_true(isnan(tkg_cgroup_cpu_quota(root)));
    assert_int_equal(tkg_cgroup_memory_max_bytes(root), -1);
}

static void a_mount_of_a_sibling_group_is_no_prefix(void **state)
{
    (void)state;
    /* "/docker/ab" begins like "/docker/ab12" but is another group: nothing is cut off. */
    put_process("32 31 0:29 /docker/ab /mnt rw - cgroup cgroup rw,cpu\n", CGROUP_V1);
    put("/mnt12/cpu.cfs_quota_us", "100000\n");
    put("/mnt12/cpu.cfs_period_us", "100000\n");
    assert_true(isnan(tkg_cgroup_cpu_quota(root)));
}

int main(void)
{
#define WITH_ROOT(test) cmocka_unit_test_setup_teardown(test, make_root, remove_root)
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_group_is_found_for_each_controller),
        cmocka_unit_test(the_mount_is_found_for_each_controller),
        cmocka_unit_test(cpu_max_is_a_share_of_its_period),
        WITH_ROOT(version_2_takes_the_tightest_limit_of_all_groups_above),
        WITH_ROOT(version_1_reads_quota_and_period),
        WITH_ROOT(inside_a_container_the_mount_point_is_our_group),
        WITH_ROOT(a_mixed_machine_takes_the_tighter_version),
        WITH_ROOT(no_limit_is_said_as_such),
        WITH_ROOT(a_mount_of_a_sibling_group_is_no_prefix),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
