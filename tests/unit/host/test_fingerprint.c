/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

#include <cmocka.h>

#include "host/child.h"
#include "host/cpu.h"
#include "host/fingerprint.h"

static struct tkg_fingerprint fingerprint;

static int read_once(void **state)
{
    (void)state;
    tkg_fingerprint_read(&fingerprint);
    return 0;
}

/* The last line that a shell script writes to standard output, by other programs than ours. */
static void assert_script_says(const char *script, const char *expected)
{
    const char *const argv[] = {"/bin/sh", "-c", script, NULL};
    struct tkg_child_request request = {.argv = argv, .cpu = -1, .timeout_ns = 30000000000};
    struct tkg_child_outcome outcome;
    struct tkg_error err = {0};
    assert_int_equal(tkg_child_run(&request, &outcome, &err), TKG_OK);
    outcome.tail[strcspn(outcome.tail, "\n")] = '\0';
    assert_string_equal(expected, outcome.tail);
}

static void names_equal_those_of_other_programs(void **state)
{
    (void)state;
    assert_script_says("uname -sr", fingerprint.kernel);
    assert_script_says("uname -m", fingerprint.architecture);
    assert_script_says("getconf GNU_LIBC_VERSION 2>/dev/null || echo", fingerprint.libc);
    assert_script_says("cat /sys/devices/system/clocksource/clocksource0/current_clocksource "
                       "2>/dev/null || echo",
                       fingerprint.clocksource);
    assert_script_says("cat /sys/devices/system/cpu/cpu0/cpufreq/scaling_governor 2>/dev/null || "
                       "echo",
                       fingerprint.governor);
    assert_script_says("cat /sys/devices/system/cpu/vulnerabilities/spectre_v2 2>/dev/null || echo",
                       fingerprint.mitigations);
    assert_script_says("sed 's/.*\\[//; s/\\].*//' /sys/kernel/mm/transparent_hugepage/enabled "
                       "2>/dev/null || echo",
                       fingerprint.transparent_huge_pages);
#if defined(__x86_64__)
    assert_script_says("sed -n 's/^model name.*: //p' /proc/cpuinfo", fingerprint.cpu_model);
    assert_script_says("sed -n 's/^microcode.*: //p' /proc/cpuinfo; echo", fingerprint.microcode);
#endif
}

static void sizes_equal_those_of_other_programs(void **state)
{
    (void)state;
    char text[32];
    (void)snprintf(text, sizeof(text), "%lld", (long long)fingerprint.memory_bytes / 1024);
    assert_script_says("awk '/^MemTotal/ { print $2 }' /proc/meminfo", text);
    assert_int_equal(fingerprint.cpu_online_count, sysconf(_SC_NPROCESSORS_ONLN));
    assert_int_equal(fingerprint.cpu_usable_count, tkg_cpu_usable_count());
    assert_true(fingerprint.cgroup_memory_max_bytes == -1 ||
                fingerprint.cgroup_memory_max_bytes > 0);
    assert_true(isnan(fingerprint.cgroup_cpu_quota) || fingerprint.cgroup_cpu_quota > 0.0);
}

static void caches_grow_with_their_level_and_index_0_is_free(void **state)
{
    (void)state;
    assert_int_equal(fingerprint.cache_bytes[0], 0);
    for (int level = 1; level <= 2; level++) {
        if (fingerprint.cache_bytes[level] > 0 && fingerprint.cache_bytes[level + 1] > 0) {
            assert_true(fingerprint.cache_bytes[level] < fingerprint.cache_bytes[level + 1]);
        }
    }
}

static void the_build_is_named(void **state)
{
    (void)state;
    char expected[64];
#if defined(__clang__)
    (void)snprintf(expected, sizeof(expected), "clang %d.", __clang_major__);
#else
    (void)snprintf(expected, sizeof(expected), "gcc %d.", __GNUC__);
#endif
    assert_memory_equal(fingerprint.compiler, expected, strlen(expected));
    assert_true(strlen(fingerprint.build_type) > 0);
}

static void boost_is_said_only_when_known(void **state)
{
    (void)state;
    assert_true(fingerprint.boost_known || !fingerprint.boost_enabled);
}

static void counter_frequency_is_that_of_a_processor_or_unknown(void **state)
{
    (void)state;
    /* No x86-64 processor with an invariant TSC ran it below 0.5 or above 10 GHz. */
    assert_true(isnan(fingerprint.tsc_ghz) ||
                (fingerprint.tsc_ghz > 0.5 && fingerprint.tsc_ghz < 10.0));
}

static void two_readings_of_one_machine_have_one_hash(void **state)
{
    (void)state;
    struct tkg_fingerprint again;
    tkg_fingerprint_read(&again);
    assert_string_equal(again.hash, fingerprint.hash);
    assert_int_equal(strlen(again.hash), 16);
    assert_int_equal(strspn(again.hash, "0123456789abcdef"), 16);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_equal_those_of_other_programs),
        cmocka_unit_test(sizes_equal_those_of_other_programs),
        cmocka_unit_test(caches_grow_with_their_level_and_index_0_is_free),
        cmocka_unit_test(the_build_is_named),
        cmocka_unit_test(boost_is_said_only_when_known),
        cmocka_unit_test(counter_frequency_is_that_of_a_processor_or_unknown),
        cmocka_unit_test(two_readings_of_one_machine_have_one_hash),
    };
    return cmocka_run_group_tests(tests, read_once, NULL);
}
