/* SPDX-License-Identifier: Apache-2.0 */
#include "cmocka_all.h"

#include <pthread.h>

#include "host/clock.h"
#include "host/cpu_theft.h"
#include "host/thread_usage.h"

enum { MS = 1000000, STEP = 10 * MS };

/* 100 ms on cpu_count processors, told in milliseconds; the rest of each struct is made of them. */
struct story {
    size_t cpu_count;
    int process_ms; /* threads that ended included */
    int idle_ms;    /* of the processors */
    size_t thread_count;
    int cpu_ms[4];
    int wait_ms[4];
};

static void tell(const struct story *story, struct tkg_cpu_account *begin,
                 struct tkg_cpu_account *end)
{
    *begin = (struct tkg_cpu_account){
        .wall_ns = 5, .idle_ns = STEP, .idle_step_ns = STEP, .thread_count = story->thread_count};
    for (size_t i = 0; i < story->cpu_count; i++) {
        CPU_SET(i, &begin->cpus);
    }
    for (size_t i = 0; i < story->thread_count; i++) {
        begin->ids[i] = 1000 + (int32_t)i;
        begin->wait_ns[i] = 7;
        begin->thread_cpu_ns[i] = 9;
    }
    *end = *begin;
    end->wall_ns += INT64_C(100) * MS;
    end->idle_ns += (int64_t)story->idle_ms * MS;
    end->cpu_at_least_ns = end->cpu_at_most_ns = (int64_t)story->process_ms * MS;
    for (size_t i = 0; i < story->thread_count; i++) {
        end->wait_ns[i] += (int64_t)story->wait_ms[i] * MS;
        end->thread_cpu_ns[i] += (int64_t)story->cpu_ms[i] * MS;
    }
}

static void assert_theft(const struct story *story, int expected_ms)
{
    struct tkg_cpu_account begin, end;
    tell(story, &begin, &end);
    assert_true(tkg_cpu_account_has_threads(&begin, &end));
    assert_int_equal(tkg_cpu_theft_ns(&begin, &end), (int64_t)expected_ms * MS);
}

/* row: B15 */
static void a_neighbour_robs_the_thread_that_works(void **state)
{
    (void)state;
    assert_theft(&(const struct story){1, 50, 0, 2, {1, 49}, {1, 49}}, 50);
    /* With both processors wanted, and one of them shared. */
    assert_theft(&(const struct story){2, 150, 0, 2, {100, 50}, {0, 50}}, 50);
}

static void threads_that_wait_for_each_other_are_not_robbed(void **state)
{
    (void)state;
    assert_theft(&(const struct story){1, 100, 0, 2, {50, 50}, {50, 50}}, 0);
    assert_theft(&(const struct story){2, 200, 0, 3, {70, 70, 60}, {30, 30, 40}}, 0);
}

/* Three threads that take turns for 80 ms, and all of them sleep for 20. */
static void sleep_of_a_crowd_is_its_own(void **state)
{
    (void)state;
    assert_theft(&(const struct story){1, 80, 20, 3, {30, 30, 20}, {50, 50, 60}}, 0);
    /* The same with somebody else at work meanwhile. */
    assert_theft(&(const struct story){1, 80, 0, 3, {30, 30, 20}, {50, 50, 60}}, 20);
}

static void a_neighbour_that_nobody_waits_for_is_no_thief(void **state)
{
    (void)state;
    assert_theft(&(const struct story){1, 40, 0, 2, {20, 20}, {0, 1}}, 1);
}

/* The kernel tells idle time in steps: half of one is no finding. */
static void less_than_half_a_step_of_others_is_nothing(void **state)
{
    (void)state;
    assert_theft(&(const struct story){1, 60, 35, 2, {30, 30}, {20, 20}}, 0);
    assert_theft(&(const struct story){1, 60, 34, 2, {30, 30}, {20, 20}}, 6);
}

/* How long they waited died with them: all that is missing may have been taken. */
static void threads_that_ended_may_have_been_robbed(void **state)
{
    (void)state;
    assert_theft(&(const struct story){1, 50, 0, 2, {1, 0}, {0, 0}}, 50);
    assert_theft(&(const struct story){1, 50, 50, 2, {1, 0}, {0, 0}}, 0);
    struct tkg_cpu_account begin, end;
    tell(&(const struct story){1, 50, 0, 1, {1}, {0}}, &begin, &end);
    assert_true(tkg_cpu_account_has_threads(&begin, &end));
    begin.idle_ns = end.idle_ns = -1; /* as it is read for a single thread */
    assert_int_equal(tkg_cpu_theft_ns(&begin, &end), 50 * MS);
}

static void what_is_not_known_excuses_nothing(void **state)
{
    (void)state;
    struct tkg_cpu_account begin, end;
    const struct story helper = {1, 60, 40, 2, {30, 30}, {1, 1}};
    tell(&helper, &begin, &end);
    begin.idle_ns = -1;
    end.wait_ns[1] = -1;
    assert_int_equal(tkg_cpu_theft_ns(&begin, &end), 40 * MS);
    tell(&helper, &begin, &end);
    end.thread_count = TKG_CPU_ACCOUNT_THREAD_MAX + 1; /* nobody adds up so many */
    CPU_SET(1, &end.cpus);                             /* and they spread meanwhile */
    assert_int_equal(tkg_cpu_theft_ns(&begin, &end), 140 * MS);
    CPU_ZERO(&end.cpus); /* a machine of more processors than a set holds */
    assert_true(tkg_cpu_theft_ns(&begin, &end) > INT64_C(1000) * 1000 * MS);
}

static void one_thread_is_no_crowd(void **state)
{
    (void)state;
    struct tkg_cpu_account begin, end;
    tell(&(const struct story){1, 50, 0, 1, {50}, {50}}, &begin, &end);
    assert_false(tkg_cpu_account_has_threads(&begin, &end));
    end.thread_count = 2;
    assert_true(tkg_cpu_account_has_threads(&begin, &end));
    assert_true(tkg_cpu_account_has_threads(&end, &begin));
}

static void *end_at_once(void *context)
{
    const int64_t until_ns = tkg_clock_thread_cpu_ns() + MS;
    while (tkg_clock_thread_cpu_ns() < until_ns) {
    }
    return context;
}

static void a_real_thread_is_seen_when_it_has_ended(void **state)
{
    (void)state;
    pthread_t thread;
    struct tkg_cpu_account begin, middle, end;
    tkg_cpu_account_read(&begin, 0);
    if (begin.thread_count > 1) {
        print_message("unavailable here: a sanitizer keeps a thread of its own\n");
        skip();
    }
    tkg_cpu_account_read(&middle, 0);
    assert_false(tkg_cpu_account_has_threads(&begin, &middle));
    assert_int_equal(begin.ids[0], tkg_thread_id());
    assert_int_equal(begin.idle_ns, -1);
    assert_true(CPU_COUNT(&begin.cpus) >= 1);
    assert_int_equal(pthread_create(&thread, NULL, end_at_once, NULL), 0);
    assert_int_equal(pthread_join(thread, NULL), 0);
    tkg_cpu_account_read(&end, 0);
    assert_true(tkg_cpu_account_has_threads(&middle, &end));
}

static void *stand_still(void *context)
{
    pthread_barrier_t *barrier = context;
    (void)pthread_barrier_wait(barrier);
    (void)pthread_barrier_wait(barrier);
    return NULL;
}

static void living_threads_and_their_processors_are_read(void **state)
{
    (void)state;
    pthread_t thread;
    pthread_barrier_t barrier;
    struct tkg_cpu_account account, without;
    assert_int_equal(pthread_barrier_init(&barrier, NULL, 2), 0);
    assert_int_equal(pthread_create(&thread, NULL, stand_still, &barrier), 0);
    (void)pthread_barrier_wait(&barrier);
    tkg_cpu_account_read(&account, 0);
    tkg_cpu_account_read(&without, account.ids[1]);
    (void)pthread_barrier_wait(&barrier);
    assert_int_equal(pthread_join(thread, NULL), 0);
    (void)pthread_barrier_destroy(&barrier);
    assert_in_range(account.thread_count, 2, 3); /* the thread sanitizer has one of its own */
    assert_int_equal(without.thread_count, account.thread_count - 1);
    assert_true(account.idle_ns >= 0 && account.idle_step_ns > 0);
    assert_true(account.cpu_at_least_ns <= account.cpu_at_most_ns);
    assert_true(account.thread_cpu_ns[0] > 0 && account.thread_cpu_ns[1] >= 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_neighbour_robs_the_thread_that_works),
        cmocka_unit_test(threads_that_wait_for_each_other_are_not_robbed),
        cmocka_unit_test(sleep_of_a_crowd_is_its_own),
        cmocka_unit_test(a_neighbour_that_nobody_waits_for_is_no_thief),
        cmocka_unit_test(less_than_half_a_step_of_others_is_nothing),
        cmocka_unit_test(threads_that_ended_may_have_been_robbed),
        cmocka_unit_test(what_is_not_known_excuses_nothing),
        cmocka_unit_test(one_thread_is_no_crowd),
        cmocka_unit_test(a_real_thread_is_seen_when_it_has_ended),
        cmocka_unit_test(living_threads_and_their_processors_are_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
