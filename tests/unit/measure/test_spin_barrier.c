/* SPDX-License-Identifier: Apache-2.0 */
#include "measure/spin_barrier.h"

#include <pthread.h>

#include "cmocka_all.h"

enum { THREADS = 4, ROUNDS = 200 };

/* Plain numbers on purpose: the barrier is all that keeps threads from reading them too early, and
 * the thread sanitizer sees when it does not. */
struct party {
    struct tkg_spin_barrier barrier;
    unsigned written[THREADS];
    unsigned sum; /* made by the action from what all have written */
    unsigned action_count;
    unsigned wrong[THREADS];
};

struct guest {
    struct party *party;
    unsigned index;
};

static void add_up(void *context)
{
    struct party *party = context;
    party->sum = 0;
    for (unsigned i = 0; i < THREADS; i++) {
        party->sum += party->written[i];
    }
    party->action_count++;
}

static void *visit(void *context)
{
    struct guest *guest = context;
    struct party *party = guest->party;
    for (unsigned round = 1; round <= ROUNDS; round++) {
        party->written[guest->index] = round;
        tkg_spin_barrier_wait(&party->barrier, add_up, party);
        party->wrong[guest->index] += party->sum != THREADS * round;
        tkg_spin_barrier_wait(&party->barrier, NULL, NULL);
    }
    return NULL;
}

static void hold(bool yields)
{
    struct party party = {.sum = 0};
    struct guest guests[THREADS];
    pthread_t threads[THREADS];
    tkg_spin_barrier_init(&party.barrier, THREADS, yields);
    for (unsigned i = 0; i < THREADS; i++) {
        guests[i] = (struct guest){&party, i};
        assert_int_equal(pthread_create(&threads[i], NULL, visit, &guests[i]), 0);
    }
    for (unsigned i = 0; i < THREADS; i++) {
        assert_int_equal(pthread_join(threads[i], NULL), 0);
        assert_int_equal(party.wrong[i], 0);
    }
    assert_int_equal(party.action_count, ROUNDS);
}

static void nobody_goes_on_before_all_are_there_and_the_action_is_done(void **state)
{
    (void)state;
    hold(true); /* this machine may have fewer CPUs than threads */
}

static void a_thread_alone_never_waits(void **state)
{
    (void)state;
    struct party party = {.written = {5, 5, 5, 5}};
    tkg_spin_barrier_init(&party.barrier, 1, false);
    for (unsigned round = 1; round <= ROUNDS; round++) {
        tkg_spin_barrier_wait(&party.barrier, add_up, &party);
        assert_int_equal(party.action_count, round);
    }
    assert_int_equal(party.sum, 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nobody_goes_on_before_all_are_there_and_the_action_is_done),
        cmocka_unit_test(a_thread_alone_never_waits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
