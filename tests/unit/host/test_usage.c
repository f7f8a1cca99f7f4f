/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "host/child.h"
#include "host/clock.h"
#include "host/cpu.h"
#include "host/usage.h"

enum { MIB = 1 << 20 };

/* Maps, touches and gives back. */
static void touch_for_a_moment(size_t bytes)
{
    char *memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    assert_true(memory != MAP_FAILED);
    memset(memory, 1, bytes);
    assert_int_equal(munmap(memory, bytes), 0);
}

/* row: R02 */
static void the_peak_shows_what_was_resident_for_a_moment(void **state)
{
    (void)state;
    if (tkg_rss_peak_reset() != 0) {
        print_message("unavailable here: clear_refs is forbidden\n");
        skip();
    }
#if defined(__SANITIZE_THREAD__)
    print_message(
        "unavailable here: the thread sanitizer keeps four bytes of its own for each byte\n");
    skip();
#endif
    int64_t before = tkg_rss_bytes_peak();
    touch_for_a_moment(100 * MIB);
    int64_t peak = tkg_rss_bytes_peak();
    assert_in_range(peak - before, 95 * MIB, 105 * MIB);
    /* Now nothing of it is resident any more: samples would have missed it. */
    assert_true(tkg_rss_bytes() < before + 50 * MIB);
    /* The next phase starts from what is resident, not from the old peak. */
    assert_int_equal(tkg_rss_peak_reset(), 0);
    assert_true(tkg_rss_bytes_peak() < before + 50 * MIB);
}

static void resident_bytes_equal_those_of_the_kernel(void **state)
{
    (void)state;
    /* ps(1) reads /proc/<pid>/stat: another file and another program. Both move by a few pages
     * between the reads (the kernel batches its counts: up to 64 pages per thread and kind). */
    char script[64], digits[32] = {0};
    /* Address space that is not resident must not count. */
    void *reserved = mmap(NULL, 64 * MIB, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    assert_true(reserved != MAP_FAILED);
    (void)snprintf(script, sizeof(script), "cut -d ' ' -f 24 /proc/%ld/stat >&3", (long)getpid());
    const char *const argv[] = {"/bin/sh", "-c", script, NULL};
    struct tkg_child_request request = {
        .argv = argv, .cpu = -1, .timeout_ns = 30000000000, .result_bytes_max = 31};
    struct tkg_child_outcome outcome;
    assert_int_equal(tkg_child_run(&request, &outcome, NULL), TKG_OK);
    assert_true(outcome.result_bytes > 0);
    memcpy(digits, outcome.result, outcome.result_bytes);
    tkg_child_outcome_deinit(&outcome);
    int64_t expected = strtoll(digits, NULL, 10) * sysconf(_SC_PAGESIZE);
    assert_true(llabs(tkg_rss_bytes() - expected) <= 256 * sysconf(_SC_PAGESIZE));
    (void)munmap(reserved, 64 * MIB);
    assert_true(tkg_rss_bytes_peak() >= expected - 256 * sysconf(_SC_PAGESIZE));
}

/* The kernel's own text about this process: another place than getrusage. */
static int64_t voluntary_switches_in_status(void)
{
    char line[128];
    long long count = -1;
    FILE *status = fopen("/proc/self/status", "r");
    assert_non_null(status);
    while (fgets(line, sizeof(line), status)) {
        if (strncmp(line, "voluntary_ctxt_switches:", 24) == 0) {
            count = strtoll(line + 24, NULL, 10);
        }
    }
    assert_int_equal(fclose(status), 0);
    assert_true(count >= 0);
    return count;
}

/* row: R13 */
static void a_thousand_voluntary_switches_are_counted(void **state)
{
    (void)state;
    struct tkg_process_usage before, after;
    const struct timespec moment = {0, 1000};
    tkg_process_usage_read(&before);
    int64_t begin = voluntary_switches_in_status();
    int64_t end = begin;
    /* Not every wait is one switch: a thread that is preempted on its way to sleep counts as
     * switched against its will. */
    for (int i = 0; i < 100000 && end < begin + 1000; i++) {
        (void)clock_nanosleep(CLOCK_MONOTONIC, 0, &moment, NULL);
        end = voluntary_switches_in_status();
    }
    tkg_process_usage_read(&after);
    assert_true(end >= begin + 1000);
    assert_true(before.voluntary_switches <= begin && after.voluntary_switches >= end);
    assert_true(after.voluntary_switches - before.voluntary_switches >= 1000);
    assert_true(after.involuntary_switches >= before.involuntary_switches);
}

static void burn_cpu(int64_t ns)
{
    int64_t until_ns = tkg_clock_thread_cpu_ns() + ns;
    while (tkg_clock_thread_cpu_ns() < until_ns) {
    }
}

static void used_cpu_time_is_counted(void **state)
{
    (void)state;
    struct tkg_process_usage before, after;
    tkg_process_usage_read(&before);
    burn_cpu(50000000);
    tkg_process_usage_read(&after);
    int64_t used_ns =
        after.cpu_user_ns - before.cpu_user_ns + after.cpu_system_ns - before.cpu_system_ns;
    /* The kernel may be late by its tick: 10 ms where it has the longest. */
    assert_true(used_ns >= 40000000);
    assert_true(after.minor_faults >= before.minor_faults);
    assert_true(after.major_faults >= before.major_faults);
}

static void touched_pages_are_minor_faults(void **state)
{
    (void)state;
    struct tkg_process_usage before, after;
    tkg_process_usage_read(&before);
    char *memory = mmap(NULL, 4 * MIB, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    assert_true(memory != MAP_FAILED);
    assert_int_equal(madvise(memory, 4 * MIB, MADV_NOHUGEPAGE), 0);
    memset(memory, 1, 4 * MIB);
    tkg_process_usage_read(&after);
    (void)munmap(memory, 4 * MIB);
    assert_true(after.minor_faults - before.minor_faults >= 4 * MIB / sysconf(_SC_PAGESIZE));
}

/* The main thread and a rival on one CPU: one of them waits whenever the other runs. */
static void compete_for_a_cpu(void)
{
    struct tkg_process_usage before, after;
    if (tkg_cpu_pin(tkg_cpu_preferred(), NULL) != TKG_OK) {
        _exit(3);
    }
    pid_t rival = fork();
    if (rival == 0) {
        burn_cpu(INT64_C(60000000000)); /* killed long before */
        _exit(0);
    }
    tkg_process_usage_read(&before);
    burn_cpu(50000000);
    tkg_process_usage_read(&after);
    (void)kill(rival, SIGKILL);
    (void)waitpid(rival, NULL, 0);
    if (access("/proc/self/schedstat", R_OK) != 0) {
        _exit(before.run_queue_wait_ns == -1 ? 2 : 1);
    }
    _exit(after.run_queue_wait_ns > before.run_queue_wait_ns ? 0 : 1);
}

/* Its own two sources, one after the other: the figure only grows. */
static void waiting_of_a_process_is_that_of_its_main_thread(void **state)
{
    (void)state;
    const int64_t before_ns = tkg_thread_run_queue_wait_ns();
    const int64_t seen_ns = tkg_process_run_queue_wait_ns(getpid());
    const int64_t after_ns = tkg_thread_run_queue_wait_ns();
    assert_true(before_ns <= seen_ns && seen_ns <= after_ns);
    assert_int_equal(tkg_process_run_queue_wait_ns(-1), -1); /* nobody has that number */
}

static void waiting_for_a_cpu_is_counted(void **state)
{
    (void)state;
    int status = 0;
    pid_t pid = fork(); /* in a process of its own: the pinning stays there */
    assert_true(pid >= 0);
    if (pid == 0) {
        compete_for_a_cpu();
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status));
    if (WEXITSTATUS(status) == 2) {
        print_message("this kernel keeps no run-queue wait\n");
        skip();
    }
    assert_int_equal(WEXITSTATUS(status), 0);
}

static void the_machine_counts_ticks_and_no_made_up_zeros(void **state)
{
    (void)state;
    struct tkg_machine_usage before, after;
    tkg_machine_usage_read(&before);
    burn_cpu(30000000); /* three ticks of the slowest USER_HZ, 100 */
    tkg_machine_usage_read(&after);
    assert_true(before.total_ticks > 0);
    assert_true(after.total_ticks > before.total_ticks);
    assert_true(after.steal_ticks >= before.steal_ticks && before.steal_ticks >= 0);
    assert_true(isnan(after.load_1min) || after.load_1min >= 0.0);
    assert_true(isnan(after.cpu_pressure_10s) ||
                (after.cpu_pressure_10s >= 0.0 && after.cpu_pressure_10s <= 100.0));
}

/* Prints, asserts nothing about time: the costs that usage.h states. */
static void the_cost_of_a_reading_is_printed(void **state)
{
    (void)state;
    enum { COUNT = 2000 };
    struct tkg_process_usage usage;
    int64_t begin_ns = tkg_clock_monotonic_ns();
    for (int i = 0; i < COUNT; i++) {
        tkg_process_usage_read(&usage);
    }
    int64_t middle_ns = tkg_clock_monotonic_ns();
    for (int i = 0; i < COUNT; i++) {
        (void)tkg_rss_bytes_peak();
    }
    int64_t end_ns = tkg_clock_monotonic_ns();
    print_message("process usage %.1f us, peak %.1f us a reading (mean of %d)\n",
                  (double)(middle_ns - begin_ns) / COUNT / 1e3,
                  (double)(end_ns - middle_ns) / COUNT / 1e3, COUNT);
}

/* One sleep is one voluntary switch and no CPU time; the rest is what the kernel did meanwhile. */
static void a_thread_s_sleep_shows_in_its_account(void **state)
{
    (void)state;
    struct tkg_thread_account before, after;
    const struct timespec moment = {0, 2000000};
    tkg_thread_account_read(&before);
    (void)clock_nanosleep(CLOCK_MONOTONIC, 0, &moment, NULL);
    tkg_thread_account_read(&after);
    int64_t off_cpu_ns = after.wall_ns - before.wall_ns - (after.cpu_ns - before.cpu_ns);
    assert_true(off_cpu_ns >= 1900000);
    assert_true(after.voluntary_switches >= before.voluntary_switches);
    assert_true(after.voluntary_switches + after.involuntary_switches >
                before.voluntary_switches + before.involuntary_switches);
    assert_true(after.faults >= before.faults);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_peak_shows_what_was_resident_for_a_moment),
        cmocka_unit_test(resident_bytes_equal_those_of_the_kernel),
        cmocka_unit_test(a_thousand_voluntary_switches_are_counted),
        cmocka_unit_test(used_cpu_time_is_counted),
        cmocka_unit_test(touched_pages_are_minor_faults),
        cmocka_unit_test(a_thread_s_sleep_shows_in_its_account),
        cmocka_unit_test(waiting_of_a_process_is_that_of_its_main_thread),
        cmocka_unit_test(waiting_for_a_cpu_is_counted),
        cmocka_unit_test(the_machine_counts_ticks_and_no_made_up_zeros),
        cmocka_unit_test(the_cost_of_a_reading_is_printed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
