/* SPDX-License-Identifier: Apache-2.0
 *
 * tkg_machine_files_read() on made-up machines below a temporary folder.
 */
#include "cmocka_all.h"

#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

#include "host/child.h"
#include "host/file.h"
#include "host/machine_state.h"

static char root[64];

static int make_root(void **state)
{
    (void)state;
    (void)snprintf(root, sizeof(root), "/tmp/tickgate-test-machine-XXXXXX");
    return mkdtemp(root) ? 0 : -1;
}

static int remove_root(void **state)
{
    (void)state;
    const char *const argv[] = {"rm", "-rf", root, NULL};
    const struct tkg_child_request request = {
        .argv = argv, .timeout_ns = INT64_C(10000000000), .cpu = -1};
    struct tkg_child_outcome outcome;
    struct tkg_error err = {.text = ""};
    const bool removed = tkg_child_run(&request, &outcome, &err) == TKG_OK;
    if (removed) {
        tkg_child_outcome_deinit(&outcome);
    }
    return removed ? 0 : -1;
}

static void put(const char *path, const char *text)
{
    char whole[512];
    char folder[512];
    struct tkg_error err = {.text = ""};
    (void)snprintf(whole, sizeof(whole), "%s%s", root, path);
    (void)snprintf(folder, sizeof(folder), "%s", whole);
    *strrchr(folder, '/') = '\0';
    assert_status(tkg_folder_make(folder, &err), TKG_OK, &err);
    assert_status(tkg_file_write(whole, text, strlen(text), &err), TKG_OK, &err);
}

static void put_program(const char *path)
{
    char whole[512];
    put(path, "#!/bin/sh\n");
    (void)snprintf(whole, sizeof(whole), "%s%s", root, path);
    assert_int_equal(chmod(whole, 0755), 0);
}

static struct tkg_machine_state read_it(void)
{
    struct tkg_machine_state state = {.boost = -7};
    tkg_machine_files_read(&state, root, "/opt/bin::/usr/bin");
    return state;
}

/* A machine without any of the files says that nothing is known, never 0. */
static void empty_machine_leaves_everything_unknown(void **unused)
{
    (void)unused;
    const struct tkg_machine_state state = read_it();
    assert_string_equal(state.clock_source, "");
    assert_string_equal(state.governor, "");
    assert_string_equal(state.huge_pages, "");
    assert_int_equal(state.boost, -1);
    assert_int_equal(state.address_random, -1);
    assert_int_equal(state.pointer_hiding, -1);
    assert_false(state.perf_level_known);
    assert_false(state.has_hardware_counters);
    assert_int_equal(state.cgroup_version, 0);
    assert_nan(state.cgroup_cpu_quota);
    assert_int_equal(state.cgroup_memory_bytes_max, -1);
    assert_int_equal(state.total_ticks, -1);
    assert_int_equal(state.steal_ticks, -1);
    assert_nan(state.load_1min);
    assert_nan(state.cpu_pressure_percent);
    assert_int_equal(state.memory_available_bytes, -1);
    assert_false(state.has_fonts);
    assert_false(state.has_nvml);
    for (size_t i = 0; i < TKG_PROGRAM_COUNT; i++) {
        assert_false(state.has_program[i]);
    }
}

static void files_of_the_kernel_are_read_below_the_root(void **unused)
{
    (void)unused;
    put("/sys/devices/system/clocksource/clocksource0/current_clocksource", "tsc\n");
    put("/sys/devices/system/clocksource/clocksource0/available_clocksource", "kvm-clock tsc \n");
    put("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", "powersave\n");
    put("/sys/devices/system/cpu/cpufreq/boost", "1\n");
    put("/sys/kernel/mm/transparent_hugepage/enabled", "always [madvise] never\n");
    put("/proc/sys/kernel/randomize_va_space", "2\n");
    put("/proc/sys/kernel/kptr_restrict", "1\n");
    put("/proc/sys/kernel/perf_event_paranoid", "-1\n");
    put("/proc/stat", "cpu  700 0 100 150 0 0 0 50 0 0\ncpu0 700 0 100 150 0 0 0 50 0 0\n");
    put("/proc/loadavg", "0.75 0.50 0.25 1/100 4242\n");
    put("/proc/pressure/cpu", "some avg10=12.50 avg60=1.00 avg300=0.10 total=1\n");
    put("/proc/meminfo", "MemTotal:        2000000 kB\nMemFree: 1 kB\nMemAvailable: 1000000 kB\n");
    const struct tkg_machine_state state = read_it();
    assert_string_equal(state.clock_source, "tsc");
    assert_string_equal(state.clock_sources, "kvm-clock tsc ");
    assert_string_equal(state.governor, "powersave");
    assert_int_equal(state.boost, 1);
    assert_string_equal(state.huge_pages, "madvise");
    assert_int_equal(state.address_random, 2);
    assert_int_equal(state.pointer_hiding, 1);
    assert_true(state.perf_level_known);
    assert_int_equal(state.perf_level, -1);
    assert_int_equal(state.total_ticks, 1000); /* 700 + 100 + 150 + 50 */
    assert_int_equal(state.steal_ticks, 50);
    assert_near(state.load_1min, 0.75, 1e-12);
    assert_near(state.cpu_pressure_percent, 12.5, 1e-12);
    assert_int_equal(state.memory_bytes, INT64_C(2048000000));
    assert_int_equal(state.memory_available_bytes, INT64_C(1024000000));
}

/* intel_pstate says it the other way round. */
static void boost_of_intel_pstate_is_turned_round(void **unused)
{
    (void)unused;
    put("/sys/devices/system/cpu/intel_pstate/no_turbo", "1\n");
    assert_int_equal(read_it().boost, 0);
    put("/sys/devices/system/cpu/intel_pstate/no_turbo", "0\n");
    assert_int_equal(read_it().boost, 1);
}

static void counters_of_any_kind_of_core_are_seen(void **unused)
{
    static const char *const names[] = {"cpu", "cpu_core", "armv8_pmuv3_0"};
    (void)unused;
    put("/sys/bus/event_source/devices/software/type", "1\n");
    assert_false(read_it().has_hardware_counters);
    for (size_t i = 0; i < 3; i++) {
        char path[128];
        (void)snprintf(path, sizeof(path), "/sys/bus/event_source/devices/%s/type", names[i]);
        put(path, "4\n");
        assert_true(read_it().has_hardware_counters);
        (void)snprintf(path, sizeof(path), "%s/sys/bus/event_source/devices/%s/type", root,
                       names[i]);
        assert_int_equal(unlink(path), 0);
        *strrchr(path, '/') = '\0';
        assert_int_equal(rmdir(path), 0);
        assert_false(read_it().has_hardware_counters);
    }
}

static void limits_of_both_versions_of_cgroups_are_found(void **unused)
{
    (void)unused;
    put("/proc/self/mountinfo", "35 24 0:29 / /cg rw - cgroup2 cgroup2 rw\n");
    put("/proc/self/cgroup", "0::/job\n");
    put("/cg/job/cpu.max", "150000 100000\n");
    put("/cg/job/memory.max", "1000000\n");
    struct tkg_machine_state state = read_it();
    assert_int_equal(state.cgroup_version, 2);
    assert_near(state.cgroup_cpu_quota, 1.5, 1e-12);
    assert_int_equal(state.cgroup_memory_bytes_max, 1000000);
    put("/proc/self/mountinfo", "32 31 0:29 / /cg rw - cgroup cgroup rw,cpu\n");
    put("/proc/self/cgroup", "4:cpu:/job\n");
    put("/cg/job/cpu.cfs_quota_us", "50000\n");
    put("/cg/job/cpu.cfs_period_us", "100000\n");
    state = read_it();
    assert_int_equal(state.cgroup_version, 1);
    assert_near(state.cgroup_cpu_quota, 0.5, 1e-12);
}

/* An empty part of PATH means the working folder, which is no place to look. */
static void programs_are_looked_for_on_the_path_and_must_be_runnable(void **unused)
{
    (void)unused;
    put_program("/opt/bin/valgrind");
    put_program("/usr/bin/ld.lld");
    put_program("/elsewhere/clang");
    put("/usr/bin/gnuplot", "not runnable");
    const struct tkg_machine_state state = read_it();
    assert_true(state.has_program[TKG_PROGRAM_VALGRIND]);
    assert_true(state.has_program[TKG_PROGRAM_LLD]);
    assert_false(state.has_program[TKG_PROGRAM_CLANG]);
    /* For root everything is runnable that has any x bit; this file has none. */
    assert_false(state.has_program[TKG_PROGRAM_GNUPLOT]);
}

static void font_is_found_below_folders_and_by_its_ending(void **unused)
{
    (void)unused;
    put("/usr/share/fonts/truetype/readme.txt", "");
    assert_false(read_it().has_fonts);
    put("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf", "");
    assert_true(read_it().has_fonts);
}

static void library_of_graphics_processors_is_found(void **unused)
{
    (void)unused;
    put("/usr/lib64/libnvidia-ml.so.1", "");
    assert_true(read_it().has_nvml);
    assert_string_equal(read_it().nvml, "libnvidia-ml.so.1");
}

/* gpu_nvml.c opens what it names and nothing else; so a library elsewhere does not count. */
static void library_that_the_environment_names_is_the_one_looked_for(void **unused)
{
    char path[PATH_MAX];
    (void)unused;
    put("/usr/lib64/libnvidia-ml.so.1", "");
    put("/opt/fake.so", "");
    (void)snprintf(path, sizeof(path), "%s/opt/fake.so", root);
    assert_int_equal(setenv("TICKGATE_NVML", path, 1), 0);
    assert_true(read_it().has_nvml);
    assert_string_equal(read_it().nvml, path);
    assert_int_equal(setenv("TICKGATE_NVML", "/nonexistent.so", 1), 0);
    assert_false(read_it().has_nvml);
    assert_int_equal(setenv("TICKGATE_NVML", "", 1), 0);
    assert_true(read_it().has_nvml);
    (void)unsetenv("TICKGATE_NVML");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(empty_machine_leaves_everything_unknown, make_root,
                                        remove_root),
        cmocka_unit_test_setup_teardown(files_of_the_kernel_are_read_below_the_root, make_root,
                                        remove_root),
        cmocka_unit_test_setup_teardown(boost_of_intel_pstate_is_turned_round, make_root,
                                        remove_root),
        cmocka_unit_test_setup_teardown(counters_of_any_kind_of_core_are_seen, make_root,
                                        remove_root),
        cmocka_unit_test_setup_teardown(limits_of_both_versions_of_cgroups_are_found, make_root,
                                        remove_root),
        cmocka_unit_test_setup_teardown(programs_are_looked_for_on_the_path_and_must_be_runnable,
                                        make_root, remove_root),
        cmocka_unit_test_setup_teardown(font_is_found_below_folders_and_by_its_ending, make_root,
                                        remove_root),
        cmocka_unit_test_setup_teardown(library_that_the_environment_names_is_the_one_looked_for,
                                        make_root, remove_root),
        cmocka_unit_test_setup_teardown(library_of_graphics_processors_is_found, make_root,
                                        remove_root),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
