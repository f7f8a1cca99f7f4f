/* SPDX-License-Identifier: Apache-2.0 */
#include "cmocka_all.h"

#include <pthread.h>
#include <sched.h>
#include <sys/resource.h>
#include <unistd.h>

#include "host/clock.h"
#include "host/thread_usage.h"

enum { ID_MAX = 16 };

/* A thread that stands still until it is let go. */
struct waiting_thread {
    pthread_barrier_t barrier;
    int32_t id;
};

static void *stand_still(void *context)
{
    struct waiting_thread *thread = context;
    thread->id = tkg_thread_id();
    (void)pthread_setname_np(pthread_self(), "waits");
    (void)pthread_barrier_wait(&thread->barrier);
    (void)pthread_barrier_wait(&thread->barrier);
    return NULL;
}

static bool holds(const int32_t *ids, size_t count, int32_t id)
{
    for (size_t i = 0; i < count; i++) {
        if (ids[i] == id) {
            return true;
        }
    }
    return false;
}

static void threads_are_listed_while_they_live(void **state)
{
    (void)state;
    struct waiting_thread other;
    struct tkg_thread_usage usage;
    pthread_t thread;
    int32_t ids[ID_MAX];
    assert_int_equal(pthread_barrier_init(&other.barrier, NULL, 2), 0);
    size_t alone = tkg_thread_ids(ids, ID_MAX);
    assert_int_equal(pthread_create(&thread, NULL, stand_still, &other), 0);
    (void)pthread_barrier_wait(&other.barrier);
    size_t count = tkg_thread_ids(ids, ID_MAX);
    /* The thread sanitizer starts one of its own beside the first. */
    assert_in_range(count, alone + 1, alone + 2);
    assert_true(holds(ids, count, tkg_thread_id()) && holds(ids, count, other.id));
    assert_int_equal(tkg_thread_ids(ids, 1), count); /* says how many there are, writes one */
    tkg_thread_usage_read(other.id, &usage);
    assert_string_equal(usage.name, "waits");
    assert_true(usage.cpu_ns > 0 && usage.voluntary_switches >= 0); /* it may not wait yet */
    (void)pthread_barrier_wait(&other.barrier);
    assert_int_equal(pthread_join(thread, NULL), 0);
    (void)pthread_barrier_destroy(&other.barrier);
    tkg_thread_usage_read(other.id, &usage);
    assert_true(usage.cpu_ns == -1 && usage.wait_ns == -1 && usage.voluntary_switches == -1);
    assert_string_equal(usage.name, "");
}

static void time_of_a_thread_is_that_of_its_own_clock(void **state)
{
    (void)state;
    int64_t before = tkg_clock_thread_cpu_ns();
    int64_t read = tkg_thread_cpu_ns(tkg_thread_id());
    int64_t after = tkg_clock_thread_cpu_ns();
    assert_true(before <= read && read <= after);
}

static int64_t switches_by_rusage(void)
{
    struct rusage usage;
    assert_int_equal(getrusage(RUSAGE_THREAD, &usage), 0);
    return usage.ru_nvcsw + usage.ru_nivcsw;
}

/* Beside a count from another place. A sleep that is over before the thread left its CPU is no
 * switch, so that how many there are is the kernel's to say. */
static void yields_and_waits_are_counted_by_thread(void **state)
{
    (void)state;
    struct tkg_thread_usage before, after;
    const struct timespec moment = {0, 100000};
    tkg_thread_usage_read(tkg_thread_id(), &before);
    const int64_t inner_begin = switches_by_rusage();
    for (int i = 0; i < 200; i++) {
        (void)clock_nanosleep(CLOCK_MONOTONIC, 0, &moment, NULL);
    }
    const int64_t inner = switches_by_rusage() - inner_begin;
    tkg_thread_usage_read(tkg_thread_id(), &after);
    const int64_t switches = after.voluntary_switches - before.voluntary_switches +
                             after.involuntary_switches - before.involuntary_switches;
    assert_true(inner >= 100);
    assert_true(switches >= inner && switches <= inner + 100);
    assert_true(after.wait_ns >= before.wait_ns);
    assert_true(after.cpu_ns > before.cpu_ns);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(threads_are_listed_while_they_live),
        cmocka_unit_test(time_of_a_thread_is_that_of_its_own_clock),
        cmocka_unit_test(yields_and_waits_are_counted_by_thread),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
