/* SPDX-License-Identifier: Apache-2.0
 *
 * How even the periods are is measured in tests/proof/monitor_periods.c.
 */
#include "measure/monitor.h"

#include <semaphore.h>
#include <signal.h>

#include "cmocka_all.h"
#include "host/clock.h"

enum { MILLISECOND = 1000000 };

struct visits {
    sem_t came;
    sem_t may_go; /* waited for when blocks is set */
    bool blocks;
    bool is_slow; /* the first call takes 6 ms */
    int count;
    int64_t at_ns[8];
    bool signals_are_blocked;
};

static void visit(void *context)
{
    struct visits *visits = context;
    sigset_t blocked;
    if (visits->count < 8) {
        visits->at_ns[visits->count] = tkg_clock_monotonic_ns();
    }
    (void)pthread_sigmask(SIG_SETMASK, NULL, &blocked);
    visits->signals_are_blocked = sigismember(&blocked, SIGINT) == 1;
    visits->count++;
    (void)sem_post(&visits->came);
    while (visits->is_slow && visits->count == 1 &&
           tkg_clock_monotonic_ns() - visits->at_ns[0] < 6 * MILLISECOND) {
    }
    if (visits->blocks) {
        (void)sem_wait(&visits->may_go);
    }
}

static struct tkg_monitor *start(struct visits *visits, int64_t interval_ns)
{
    struct tkg_monitor *monitor = NULL;
    struct tkg_error err = {.text = ""};
    assert_int_equal(sem_init(&visits->came, 0, 0), 0);
    assert_int_equal(sem_init(&visits->may_go, 0, 0), 0);
    assert_status(tkg_monitor_start(&monitor, interval_ns, visit, visits, &err), TKG_OK, &err);
    return monitor;
}

/* row: T09 */
static void every_period_is_a_call_or_is_counted_as_missed(void **state)
{
    (void)state;
    struct visits visits = {.count = 0};
    struct tkg_monitor_counts counts;
    struct tkg_error err = {.text = ""};
    const int64_t begin_ns = tkg_clock_monotonic_ns();
    struct tkg_monitor *monitor = start(&visits, MILLISECOND);
    for (int i = 0; i < 5; i++) {
        assert_int_equal(sem_wait(&visits.came), 0);
    }
    assert_status(tkg_monitor_stop(monitor, INT64_MAX, &counts, &err), TKG_OK, &err);
    assert_true(counts.call_count >= 5);
    assert_int_equal(counts.call_count, visits.count);
    assert_true(visits.at_ns[0] - begin_ns >= MILLISECOND);
    assert_true(visits.at_ns[4] - begin_ns >= 5 * MILLISECOND); /* never before its deadline */
    assert_true(visits.signals_are_blocked);
    assert_true(counts.period_mean_ns > 0);
}

/* Six milliseconds in a call at intervals of one: at least four deadlines went by. */
static void periods_that_go_by_during_a_call_are_missed(void **state)
{
    (void)state;
    struct visits visits = {.is_slow = true};
    struct tkg_monitor_counts counts;
    struct tkg_error err = {.text = ""};
    struct tkg_monitor *monitor = start(&visits, MILLISECOND);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(sem_wait(&visits.came), 0);
    }
    assert_status(tkg_monitor_stop(monitor, INT64_MAX, &counts, &err), TKG_OK, &err);
    assert_true(counts.missed_count >= 4);
    assert_true(counts.call_count < counts.missed_count + counts.call_count);
}

/* The thread is left with a call that does not end, and cleans up by itself when it does. */
static void a_call_that_does_not_end_is_left_after_the_time_out(void **state)
{
    (void)state;
    static struct visits visits = {.blocks = true};
    struct tkg_monitor_counts counts = {.call_count = 99};
    struct tkg_error err = {.text = ""};
    struct tkg_monitor *monitor = start(&visits, MILLISECOND);
    assert_int_equal(sem_wait(&visits.came), 0);
    assert_int_equal(tkg_monitor_stop(monitor, MILLISECOND, &counts, &err), TKG_SYSTEM);
    assert_contains(err.text, "did not end within 0.001 s");
    assert_int_equal(counts.call_count, 99);
    assert_int_equal(sem_post(&visits.may_go), 0);
}

static void a_monitor_that_is_stopped_at_once_calls_nothing(void **state)
{
    (void)state;
    struct visits visits = {.count = 0};
    struct tkg_monitor_counts counts;
    struct tkg_monitor *monitor = start(&visits, INT64_C(3600000000000));
    assert_int_equal(tkg_monitor_stop(monitor, INT64_MAX, &counts, NULL), TKG_OK);
    assert_int_equal(counts.call_count, 0);
    assert_int_equal(counts.missed_count, 0);
    assert_true(isnan(counts.period_mean_ns));
    monitor = start(&visits, INT64_C(3600000000000));
    assert_int_equal(tkg_monitor_stop(monitor, INT64_MAX, NULL, NULL), TKG_OK);
}

static void intervals_out_of_range_are_refused(void **state)
{
    (void)state;
    struct tkg_monitor *monitor = NULL;
    struct tkg_error err = {.text = ""};
    assert_int_equal(tkg_monitor_start(&monitor, MILLISECOND - 1, visit, NULL, &err), TKG_USAGE);
    assert_contains(err.text, "1 ms to 1 h");
    assert_int_equal(tkg_monitor_start(&monitor, INT64_C(3600000000001), visit, NULL, NULL),
                     TKG_USAGE);
    assert_null(monitor);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_period_is_a_call_or_is_counted_as_missed),
        cmocka_unit_test(periods_that_go_by_during_a_call_are_missed),
        cmocka_unit_test(a_call_that_does_not_end_is_left_after_the_time_out),
        cmocka_unit_test(a_monitor_that_is_stopped_at_once_calls_nothing),
        cmocka_unit_test(intervals_out_of_range_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
