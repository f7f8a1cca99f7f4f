/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <math.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/random.h"
#include "host/clock.h"

/* The clock of the kernel, or a made-up one whose rate is known exactly. These two functions take
 * the place of the C library's for the whole program. */
enum clock_kind {
    CLOCK_OF_KERNEL,
    CLOCK_OF_COUNTER, /* CLOCK_MONOTONIC = tkg_cycles() * made_up_ns_per_cycle */
    CLOCK_STOPPED,
};
static enum clock_kind kind;
static double made_up_ns_per_cycle;
static uint64_t made_up_begin;
static int interrupted_share_percent;
static struct tkg_random random_state = {12};
static int64_t realtime_step_s; /* as if somebody had set the wall clock */

static void burn_cycles(uint64_t count)
{
    uint64_t begin = tkg_cycles();
    while (tkg_cycles() - begin < count) {
    }
}

static int made_up_clock(struct timespec *time)
{
    double ns = 0.0;
    if (kind == CLOCK_OF_COUNTER) {
        ns = (double)(tkg_cycles() - made_up_begin) * made_up_ns_per_cycle;
        /* An interrupt just behind the read makes a bracket wide and lopsided. */
        if ((int)tkg_random_below(&random_state, 100) < interrupted_share_percent) {
            burn_cycles(200000);
        }
    }
    time->tv_sec = (time_t)(ns / 1e9);
    time->tv_nsec = (long)(ns - (double)time->tv_sec * 1e9);
    return 0;
}

int clock_gettime(clockid_t id, struct timespec *time)
{
    if (kind != CLOCK_OF_KERNEL && id == CLOCK_MONOTONIC) {
        return made_up_clock(time);
    }
    int result = (int)syscall(SYS_clock_gettime, id, time);
    time->tv_sec += id == CLOCK_REALTIME ? realtime_step_s : 0;
    return result;
}

int clock_nanosleep(clockid_t id, int flags, const struct timespec *until, struct timespec *left)
{
    struct timespec now = {0, 0};
    if (kind == CLOCK_OF_KERNEL) {
        return syscall(SYS_clock_nanosleep, id, flags, until, left) == 0 ? 0 : errno;
    }
    while (kind == CLOCK_OF_COUNTER &&
           (now.tv_sec < until->tv_sec ||
            (now.tv_sec == until->tv_sec && now.tv_nsec < until->tv_nsec))) {
        (void)made_up_clock(&now);
    }
    return 0;
}

static int back_to_the_kernels_clock(void **state)
{
    (void)state;
    kind = CLOCK_OF_KERNEL;
    realtime_step_s = 0;
    interrupted_share_percent = 0;
    return 0;
}

static void monotonic_time_never_falls(void **state)
{
    (void)state;
    int64_t last_ns = tkg_clock_monotonic_ns();
    for (int i = 0; i < 10000; i++) {
        int64_t now_ns = tkg_clock_monotonic_ns();
        assert_true(now_ns >= last_ns);
        last_ns = now_ns;
    }
}

/* row: R03 */
static void setting_the_wall_clock_does_not_change_a_duration(void **state)
{
    (void)state;
    int64_t unix_before_ns = tkg_clock_unix_ns();
    int64_t begin_ns = tkg_clock_monotonic_ns();
    int64_t cpu_begin_ns = tkg_clock_thread_cpu_ns();
    realtime_step_s = 3600;
    int64_t cpu_span_ns = tkg_clock_thread_cpu_ns() - cpu_begin_ns;
    int64_t span_ns = tkg_clock_monotonic_ns() - begin_ns;
    int64_t unix_span_ns = tkg_clock_unix_ns() - unix_before_ns;
    /* The step reached the wall clock, and no duration is as much as half of it. */
    assert_true(unix_span_ns >= INT64_C(3600000000000));
    assert_true(span_ns >= 0 && span_ns < INT64_C(1800000000000));
    assert_true(cpu_span_ns >= 0 && cpu_span_ns < INT64_C(1800000000000));
}

static void unix_time_lies_between_two_reads_of_the_kernel(void **state)
{
    (void)state;
    struct timespec before, after;
    assert_int_equal(syscall(SYS_clock_gettime, CLOCK_REALTIME, &before), 0);
    int64_t now_ns = tkg_clock_unix_ns();
    assert_int_equal(syscall(SYS_clock_gettime, CLOCK_REALTIME, &after), 0);
    assert_true(now_ns >= (int64_t)before.tv_sec * 1000000000 + before.tv_nsec);
    assert_true(now_ns <= (int64_t)after.tv_sec * 1000000000 + after.tv_nsec);
}

/* Uses at least the given CPU time of its thread. */
static void *use_cpu(void *ns)
{
    int64_t until_ns = tkg_clock_thread_cpu_ns() + *(const int64_t *)ns;
    while (tkg_clock_thread_cpu_ns() < until_ns) {
    }
    return NULL;
}

static void process_time_counts_all_threads_and_thread_time_one(void **state)
{
    (void)state;
    int64_t work_ns = 20000000;
    pthread_t thread;
    int64_t process_ns = tkg_clock_process_cpu_ns();
    int64_t thread_ns = tkg_clock_thread_cpu_ns();
    assert_int_equal(pthread_create(&thread, NULL, use_cpu, &work_ns), 0);
    assert_int_equal(pthread_join(thread, NULL), 0);
    process_ns = tkg_clock_process_cpu_ns() - process_ns;
    thread_ns = tkg_clock_thread_cpu_ns() - thread_ns;
    assert_true(process_ns >= work_ns);
    assert_true(thread_ns < process_ns - work_ns / 2); /* waiting costs next to nothing */
}

static void calibrate_made_up_clock(double ns_per_cycle, struct tkg_cycle_clock *clock)
{
    struct tkg_error err = {0};
    made_up_ns_per_cycle = ns_per_cycle;
    made_up_begin = tkg_cycles();
    kind = CLOCK_OF_COUNTER;
    assert_int_equal(tkg_cycle_clock_calibrate(clock, 10000000, &err), TKG_OK);
    kind = CLOCK_OF_KERNEL;
}

static void calibration_finds_the_rate_of_a_known_clock(void **state)
{
    (void)state;
    static const double rates[] = {0.25, 0.4, 1.0 / 2.445432};
    for (size_t i = 0; i < sizeof(rates) / sizeof(rates[0]); i++) {
        struct tkg_cycle_clock clock;
        calibrate_made_up_clock(rates[i], &clock);
        /* A bracket is below 1 us wide, even emulated: 1 us in 10 ms is 1e-4. */
        assert_true(fabs(clock.ns_per_cycle / rates[i] - 1.0) < 1e-4);
    }
}

static void interrupted_brackets_do_not_bend_the_rate(void **state)
{
    (void)state;
    /* Half of all reads are followed by 200,000 lost cycles (80 us): a single bracket would be off
     * by 40 us in 10 ms, 4e-3. That no bracket of 32 is clean has a probability of 2^-32. */
    for (int round = 0; round < 10; round++) {
        struct tkg_cycle_clock clock;
        interrupted_share_percent = 50;
        calibrate_made_up_clock(0.4, &clock);
        assert_true(fabs(clock.ns_per_cycle / 0.4 - 1.0) < 1e-4);
    }
}

static void a_clock_that_stands_still_is_an_error(void **state)
{
    (void)state;
    struct tkg_cycle_clock clock = {.name = "untouched"};
    struct tkg_error err = {0};
    kind = CLOCK_STOPPED;
    enum tkg_status status = tkg_cycle_clock_calibrate(&clock, 10000000, &err);
    enum tkg_status without_text = tkg_cycle_clock_calibrate(&clock, 10000000, NULL);
    kind = CLOCK_OF_KERNEL;
    assert_int_equal(status, TKG_SYSTEM);
    assert_int_equal(without_text, TKG_SYSTEM);
    assert_non_null(strstr(err.text, "in 0 ns: it does not count; choose another machine"));
    assert_string_equal(clock.name, "untouched");
}

static void the_counter_of_this_machine_has_a_name_and_a_cost(void **state)
{
    (void)state;
    struct tkg_cycle_clock clock;
    struct tkg_error err = {0};
    assert_int_equal(tkg_cycle_clock_calibrate(&clock, 1000000, &err), TKG_OK);
#if defined(__x86_64__)
    assert_string_equal(clock.name, "tsc");
#elif defined(__aarch64__)
    assert_string_equal(clock.name, "cntvct");
    assert_true(clock.invariant);
#else
    assert_string_equal(clock.name, "clock_gettime");
    assert_true(clock.invariant);
#endif
    assert_true(clock.ns_per_cycle > 0.0);
    assert_true(clock.read_cost_ns > 0.0);
    print_message("%s: %.6f ns per cycle, %s, one read %.1f ns\n", clock.name, clock.ns_per_cycle,
                  clock.invariant ? "invariant" : "NOT invariant", clock.read_cost_ns);
}

static void fenced_reads_follow_each_other(void **state)
{
    (void)state;
    for (int i = 0; i < 10000; i++) {
        uint64_t begin = tkg_cycles_begin();
        uint64_t end = tkg_cycles_end();
        assert_true(end >= begin);
    }
}

/* Prints, asserts nothing about time: the evidence of
 * docs/decisions/0010-cycle-clock-calibration.md. */
static void the_error_of_a_calibration_shrinks_with_its_window(void **state)
{
    (void)state;
    enum { COUNT = 5 };
    static const int64_t windows_ns[] = {1000000, 10000000, 40000000, 160000000};
    for (size_t w = 0; w < sizeof(windows_ns) / sizeof(windows_ns[0]); w++) {
        double lowest = INFINITY, highest = 0.0;
        for (int i = 0; i < COUNT; i++) {
            struct tkg_cycle_clock clock;
            assert_int_equal(tkg_cycle_clock_calibrate(&clock, windows_ns[w], NULL), TKG_OK);
            lowest = fmin(lowest, clock.ns_per_cycle);
            highest = fmax(highest, clock.ns_per_cycle);
        }
        print_message("window %3.0f ms: largest / smallest of %d calibrations = 1 + %.1e\n",
                      (double)windows_ns[w] / 1e6, COUNT, highest / lowest - 1.0);
    }
}

int main(void)
{
#define WITH_CLOCK(test) cmocka_unit_test_teardown(test, back_to_the_kernels_clock)
    const struct CMUnitTest tests[] = {
        WITH_CLOCK(monotonic_time_never_falls),
        WITH_CLOCK(setting_the_wall_clock_does_not_change_a_duration),
        WITH_CLOCK(unix_time_lies_between_two_reads_of_the_kernel),
        WITH_CLOCK(process_time_counts_all_threads_and_thread_time_one),
        WITH_CLOCK(calibration_finds_the_rate_of_a_known_clock),
        WITH_CLOCK(interrupted_brackets_do_not_bend_the_rate),
        WITH_CLOCK(a_clock_that_stands_still_is_an_error),
        WITH_CLOCK(the_counter_of_this_machine_has_a_name_and_a_cost),
        WITH_CLOCK(fenced_reads_follow_each_other),
        WITH_CLOCK(the_error_of_a_calibration_shrinks_with_its_window),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
