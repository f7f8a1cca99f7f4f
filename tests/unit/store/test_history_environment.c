/* SPDX-License-Identifier: Apache-2.0 */
#include "store/history_environment.h"

#include "cmocka_all.h"
#include "sample_run.h"

/* row: T15 */
static void every_fact_of_the_machine_is_a_line(void **state)
{
    (void)state;
    static const char *const lines[] = {
        "cpu_model: AMD EPYC 7B13\n",  "topology: 1 socket, 8 cores, 16 threads, nodes 0\n",
        "governor: performance\n",     "turbo: on\n",
        "microcode: 0xa0011d1\n",      "kernel: Linux 6.8.0-45-generic\n",
        "mitigations: vulnerable\n",   "cgroup_memory_max_bytes: 4294967296\n",
        "cgroup_cpu_quota: 1.5\n",     "compiler: gcc 12.2.0\n",
        "build_flags: -O3 -DNDEBUG\n", "libc: glibc 2.36\n",
    };
    struct tkg_text out = {0};
    const struct tkg_fingerprint fingerprint = {
        .cpu_model = "AMD EPYC 7B13",
        .topology = "1 socket, 8 cores, 16 threads, nodes 0",
        .governor = "performance",
        .boost_known = true,
        .boost_enabled = true,
        .microcode = "0xa0011d1",
        .kernel = "Linux 6.8.0-45-generic",
        .mitigations = "vulnerable",
        .cgroup_memory_max_bytes = INT64_C(4294967296),
        .cgroup_cpu_quota = 1.5,
        .compiler = "gcc 12.2.0",
        .build_flags = "-O3 -DNDEBUG",
        .libc = "glibc 2.36",
    };
    tkg_history_environment_write(&fingerprint, &out);
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        assert_contains(tkg_text_borrow(&out), lines[i]);
    }
    tkg_text_deinit(&out);
}

static void what_is_unknown_has_no_line(void **state)
{
    (void)state;
    struct tkg_text out = {0};
    const struct tkg_fingerprint fingerprint = {.cgroup_memory_max_bytes = -1,
                                                .cgroup_cpu_quota = NAN};
    tkg_history_environment_write(&fingerprint, &out);
    assert_string_equal(tkg_text_borrow(&out), "");
}

static void a_fact_is_one_line_whatever_it_holds(void **state)
{
    (void)state;
    struct tkg_text out = {0};
    const struct tkg_fingerprint fingerprint = {.cpu_model = "a\nkernel: b\x1b[2J\x7f",
                                                .cgroup_memory_max_bytes = -1,
                                                .cgroup_cpu_quota = NAN};
    tkg_history_environment_write(&fingerprint, &out);
    assert_string_equal(tkg_text_borrow(&out), "cpu_model: a?kernel: b?[2J?\n");
    tkg_text_deinit(&out);
}

/* What changes from minute to minute must not make an environment of its own. */
static void pressure_of_the_moment_changes_nothing(void **state)
{
    (void)state;
    struct tkg_text calm = {0}, busy = {0};
    struct sample_run sample;
    sample_run_init(&sample);
    tkg_history_environment_write(&sample.fingerprint, &calm);
    sample.fingerprint.cpu_pressure_percent = 90.0;
    sample.fingerprint.tsc_ghz += 1e-6; /* calibrated anew each time */
    tkg_history_environment_write(&sample.fingerprint, &busy);
    assert_string_equal(tkg_text_borrow(&calm), tkg_text_borrow(&busy));
    tkg_text_deinit(&calm);
    tkg_text_deinit(&busy);
    sample_run_deinit(&sample);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_fact_of_the_machine_is_a_line),
        cmocka_unit_test(what_is_unknown_has_no_line),
        cmocka_unit_test(a_fact_is_one_line_whatever_it_holds),
        cmocka_unit_test(pressure_of_the_moment_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
