/* SPDX-License-Identifier: Apache-2.0
 *
 * Every check on a good machine and on one that has its fault; limits by hand from machine_check.c.
 */
#include "cmocka_all.h"

#include <errno.h>

#include "host/machine_check.h"

static struct tkg_machine_check checks[TKG_CHECK_COUNT_MAX];
static size_t check_count;

/* Nothing to complain about. */
static struct tkg_machine_state good_machine(void)
{
    struct tkg_machine_state state = {
        .clock_source = "tsc",
        .clock_sources = "tsc hpet",
        .governor = "performance",
        .huge_pages = "madvise",
        .counter_invariant = true,
        .boost = 0,
        .address_random = 2,
        .pointer_hiding = 0,
        .perf_level_known = true,
        .perf_level = 1,
        .has_hardware_counters = true,
        .cgroup_version = 2,
        .cgroup_cpu_quota = NAN,
        .cgroup_memory_bytes_max = -1,
        .total_ticks = 1000000,
        .steal_ticks = 100,
        .load_1min = 0.5,
        .cpu_pressure_percent = 0.5,
        .memory_bytes = INT64_C(8000000000),
        .memory_available_bytes = INT64_C(4000000000),
        .has_fonts = true,
        .nvml = "libnvidia-ml.so.1",
        .has_nvml = true,
        .counter_ghz = 2.3,
        .counter_read_ns = 10.2,
        .cpu_online_count = 4,
        .cpu_usable_count = 4,
        .can_pin = true,
        .temporary_bytes_free = INT64_C(1000000000),
        .build_type = "Release",
    };
    for (size_t i = 0; i < TKG_PROGRAM_COUNT; i++) {
        state.has_program[i] = true;
    }
    return state;
}

static const struct tkg_machine_check *check_of(const struct tkg_machine_state *state,
                                                const char *id)
{
    check_count = tkg_machine_checks(state, checks);
    for (size_t i = 0; i < check_count; i++) {
        if (strcmp(checks[i].id, id) == 0) {
            return &checks[i];
        }
    }
    fail_msg("no check is called %s", id);
    return NULL;
}

static void assert_check(const struct tkg_machine_state *state, const char *id,
                         enum tkg_check_state expected, const char *found)
{
    const struct tkg_machine_check *check = check_of(state, id);
    if (check->state != expected) {
        fail_msg("%s is %s: %s", id, tkg_check_word(check->state), check->found);
    }
    assert_contains(check->found, found);
}

static void good_machine_passes_every_check(void **unused)
{
    const struct tkg_machine_state state = good_machine();
    (void)unused;
    check_count = tkg_machine_checks(&state, checks);
    assert_int_equal(check_count, 22 + TKG_PROGRAM_COUNT);
    for (size_t i = 0; i < check_count; i++) {
        if (checks[i].state != TKG_CHECK_OK || checks[i].spoils || *checks[i].cost ||
            *checks[i].next) {
            fail_msg("%s: %s", checks[i].id, checks[i].found);
        }
        assert_true(strlen(checks[i].found) > 0);
        for (size_t other = 0; other < i; other++) {
            assert_string_not_equal(checks[i].id, checks[other].id);
        }
    }
}

/* row: A19 */
static void what_is_not_ok_says_its_cost_and_the_next_step(void **unused)
{
    /* Nothing known, nothing there. */
    const struct tkg_machine_state state = {
        .boost = -1,
        .pointer_hiding = -1,
        .cgroup_cpu_quota = 0.5,
        .cgroup_memory_bytes_max = 1000,
        .total_ticks = -1,
        .steal_ticks = -1,
        .load_1min = 9.0,
        .cpu_pressure_percent = NAN,
        .memory_available_bytes = 1000,
        .memory_bytes = 2000,
        .counter_ghz = NAN,
        .counter_read_ns = NAN,
        .cpu_usable_count = 1,
        .cpu_online_count = 1,
        .perf_open_errno = EACCES,
        .temporary_bytes_free = -1,
        .hypervisor = "KVM",
        .huge_pages = "always",
    };
    static const char *const wanted[] = {"perf-events", "hardware-counters", "nvml", "pressure",
                                         "cpu-quota",   "kernel-symbols",    "fonts"};
    (void)unused;
    check_count = tkg_machine_checks(&state, checks);
    for (size_t i = 0; i < check_count; i++) {
        if (checks[i].state == TKG_CHECK_OK || !*checks[i].cost || !*checks[i].next) {
            fail_msg("%s: %s", checks[i].id, checks[i].found);
        }
    }
    for (size_t i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++) {
        (void)check_of(&state, wanted[i]);
    }
}

static void counter_that_is_not_invariant_is_missing(void **unused)
{
    struct tkg_machine_state state = good_machine();
    (void)unused;
    assert_check(&state, "counter", TKG_CHECK_OK, "invariant, 2.300 GHz, 10.2 ns a read");
    state.counter_invariant = false;
    assert_check(&state, "counter", TKG_CHECK_MISSING, "not invariant");
    state.counter_invariant = true;
    state.counter_ghz = NAN;
    assert_check(&state, "counter", TKG_CHECK_MISSING, "does not count");
}

static void slow_clock_source_is_limited(void **unused)
{
    struct tkg_machine_state state = good_machine();
    (void)unused;
    (void)snprintf(state.clock_source, sizeof(state.clock_source), "hpet");
    assert_check(&state, "clock-source", TKG_CHECK_LIMITED, "hpet of: tsc hpet");
    (void)snprintf(state.clock_source, sizeof(state.clock_source), "kvm-clock");
    assert_check(&state, "clock-source", TKG_CHECK_OK, "kvm-clock");
}

static void perf_events_are_judged_by_level_and_by_trying(void **unused)
{
    struct tkg_machine_state state = good_machine();
    (void)unused;
    assert_check(&state, "perf-events", TKG_CHECK_OK, "level 1, opening one: allowed");
    state.perf_level = 2;
    assert_check(&state, "perf-events", TKG_CHECK_LIMITED, "level 2");
    state.perf_open_errno = EPERM;
    assert_check(&state, "perf-events", TKG_CHECK_MISSING, strerror(EPERM));
    state = good_machine();
    state.perf_level_known = false;
    assert_check(&state, "perf-events", TKG_CHECK_MISSING, "has none");
}

static void quota_and_memory_limit_of_a_container_are_shown(void **unused)
{
    struct tkg_machine_state state = good_machine();
    (void)unused;
    assert_check(&state, "cpu-quota", TKG_CHECK_OK, "none (cgroup v2)");
    state.cgroup_cpu_quota = 1.5;
    state.cgroup_version = 1;
    assert_check(&state, "cpu-quota", TKG_CHECK_LIMITED, "1.5 CPUs (cgroup v1)");
    state.cgroup_memory_bytes_max = INT64_C(2000000000);
    assert_check(&state, "memory-limit", TKG_CHECK_OK, "2.00 GB");
    state.cgroup_memory_bytes_max = INT64_C(256000000);
    assert_check(&state, "memory-limit", TKG_CHECK_LIMITED, "256 MB");
}

static void settings_that_make_noise_are_limited(void **unused)
{
    struct tkg_machine_state state = good_machine();
    (void)unused;
    state.governor[0] = '\0';
    state.boost = 1;
    (void)snprintf(state.huge_pages, sizeof(state.huge_pages), "always");
    state.address_random = 0;
    state.can_pin = false;
    state.cpu_usable_count = 1;
    (void)snprintf(state.hypervisor, sizeof(state.hypervisor), "KVM");
    assert_check(&state, "governor", TKG_CHECK_LIMITED, "not readable");
    assert_check(&state, "boost", TKG_CHECK_LIMITED, "on");
    assert_check(&state, "huge-pages", TKG_CHECK_LIMITED, "always");
    assert_check(&state, "address-random", TKG_CHECK_LIMITED, "off");
    assert_check(&state, "pinning", TKG_CHECK_LIMITED, "refused");
    assert_check(&state, "cpus", TKG_CHECK_LIMITED, "1 usable of 4 online");
    assert_check(&state, "hypervisor", TKG_CHECK_LIMITED, "KVM");
}

/* A container that hides parts of /proc: what nobody can read is nowhere called ok. */
static void what_cannot_be_read_is_not_ok(void **unused)
{
    struct tkg_machine_state state = good_machine();
    (void)unused;
    state.address_random = -1;
    state.total_ticks = -1;
    state.load_1min = NAN;
    state.memory_available_bytes = -1;
    assert_check(&state, "address-random", TKG_CHECK_MISSING, "not readable");
    assert_check(&state, "steal", TKG_CHECK_MISSING, "not readable");
    assert_check(&state, "load", TKG_CHECK_MISSING, "not readable");
    assert_check(&state, "memory", TKG_CHECK_MISSING, "not readable");
}

/* 1 % and 5 % are the limits: 10,000 of 1,000,000 is not above the first. */
static void steal_is_a_share_of_all_cpu_time(void **unused)
{
    struct tkg_machine_state state = good_machine();
    struct tkg_machine_check now;
    (void)unused;
    state.steal_ticks = 10000;
    assert_check(&state, "steal", TKG_CHECK_OK, "1.00 % of the CPU time since boot");
    state.steal_ticks = 60000;
    assert_check(&state, "steal", TKG_CHECK_LIMITED, "6.00 %");
    assert_false(check_of(&state, "steal")->spoils); /* long ago, perhaps */
    tkg_machine_check_steal(0.06, &now);
    assert_int_equal(now.state, TKG_CHECK_LIMITED);
    assert_true(now.spoils);
    tkg_machine_check_steal(0.02, &now);
    assert_int_equal(now.state, TKG_CHECK_LIMITED);
    assert_false(now.spoils);
    tkg_machine_check_steal(NAN, &now);
    assert_int_equal(now.state, TKG_CHECK_MISSING); /* unknown is not well */
    assert_string_equal(now.found, "not readable");
    assert_false(now.spoils);
}

/* Of four CPUs: 2.5 is 0.62 a CPU, 9 is 2.25. */
static void load_and_pressure_are_limited_and_much_of_it_spoils(void **unused)
{
    struct tkg_machine_state state = good_machine();
    (void)unused;
    assert_check(&state, "load", TKG_CHECK_OK, "0.50 in the last minute, 0.12 a CPU");
    state.load_1min = 2.5;
    assert_check(&state, "load", TKG_CHECK_LIMITED, "0.62 a CPU");
    assert_false(check_of(&state, "load")->spoils);
    state.load_1min = 9.0;
    assert_true(check_of(&state, "load")->spoils);
    state.cpu_pressure_percent = 11.0;
    assert_check(&state, "pressure", TKG_CHECK_LIMITED, "11.0 %");
    state.cpu_pressure_percent = NAN;
    assert_check(&state, "pressure", TKG_CHECK_MISSING, "does not tell");
}

static void little_memory_and_room_are_limited(void **unused)
{
    struct tkg_machine_state state = good_machine();
    (void)unused;
    state.memory_available_bytes = INT64_C(300000000);
    assert_check(&state, "memory", TKG_CHECK_LIMITED, "300 MB of 8.00 GB available");
    assert_false(check_of(&state, "memory")->spoils);
    state.memory_available_bytes = INT64_C(100000000);
    assert_true(check_of(&state, "memory")->spoils);
    state.temporary_bytes_free = INT64_C(10000000);
    assert_check(&state, "temporary-room", TKG_CHECK_LIMITED, "10.0 MB free");
}

static void absent_programs_name_the_package_that_brings_them(void **unused)
{
    struct tkg_machine_state state = good_machine();
    (void)unused;
    state.has_program[TKG_PROGRAM_VALGRIND] = false;
    state.has_program[TKG_PROGRAM_LLD] = false;
    state.has_fonts = false;
    state.has_nvml = false;
    assert_check(&state, "valgrind", TKG_CHECK_MISSING, "not on PATH");
    assert_contains(check_of(&state, "valgrind")->next, "apt-get install -y valgrind");
    assert_contains(check_of(&state, "ld.lld")->next, "install -y lld");
    assert_check(&state, "gnuplot", TKG_CHECK_OK, "found");
    assert_check(&state, "fonts", TKG_CHECK_MISSING, "none");
    assert_check(&state, "nvml", TKG_CHECK_MISSING, "not installed");
}

static void build_without_optimisation_spoils(void **unused)
{
    struct tkg_machine_state state = good_machine();
    (void)unused;
    (void)snprintf(state.build_type, sizeof(state.build_type), "Debug");
    assert_check(&state, "build", TKG_CHECK_LIMITED, "Debug");
    assert_true(check_of(&state, "build")->spoils);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(good_machine_passes_every_check),
        cmocka_unit_test(what_is_not_ok_says_its_cost_and_the_next_step),
        cmocka_unit_test(counter_that_is_not_invariant_is_missing),
        cmocka_unit_test(slow_clock_source_is_limited),
        cmocka_unit_test(perf_events_are_judged_by_level_and_by_trying),
        cmocka_unit_test(quota_and_memory_limit_of_a_container_are_shown),
        cmocka_unit_test(settings_that_make_noise_are_limited),
        cmocka_unit_test(what_cannot_be_read_is_not_ok),
        cmocka_unit_test(steal_is_a_share_of_all_cpu_time),
        cmocka_unit_test(load_and_pressure_are_limited_and_much_of_it_spoils),
        cmocka_unit_test(little_memory_and_room_are_limited),
        cmocka_unit_test(absent_programs_name_the_package_that_brings_them),
        cmocka_unit_test(build_without_optimisation_spoils),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
