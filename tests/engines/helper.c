/* SPDX-License-Identifier: Apache-2.0
 *
 * All work, some 1 us a tick, is done by another thread, for which the replaying one waits: one
 * that lives as long as the process, or, with the parameter "fresh", a new one for each batch. With
 * "crowd" three living ones share the work, and the replaying one sleeps for 1 ms in each batch.
 */
#include <pthread.h>
#include <semaphore.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <time.h>

enum { STEPS_PER_TICK = 800, HELPER_MAX = 3 };

static sem_t go, done;
static uint64_t steps; /* of each helper; written before go is posted */
static size_t helper_count = 1;
static bool is_fresh, is_over;
static pthread_t threads[HELPER_MAX];
static size_t thread_count; /* started so far */

static void work(uint64_t count)
{
    uint64_t value = count;
    for (uint64_t i = 0; i < count; i++) {
        value = value * UINT64_C(6364136223846793005) + 1442695040888963407u;
        __asm__ volatile("" : "+r"(value)); /* one step after the other, none left out */
    }
}

static void *help_once(void *context)
{
    work(steps);
    return context;
}

static bool wait_for(sem_t *semaphore)
{
    while (sem_wait(semaphore) != 0) { /* a signal */
    }
    return true;
}

static void *help(void *context)
{
    while (wait_for(&go) && !is_over) {
        (void)help_once(context);
        (void)sem_post(&done);
    }
    return context;
}

static void start(void)
{
    (void)sem_init(&go, 0, 0);
    (void)sem_init(&done, 0, 0);
    while (thread_count < helper_count &&
           pthread_create(&threads[thread_count], NULL, help, NULL) == 0) {
        thread_count++;
    }
}

static void stop(void)
{
    is_over = true;
    for (size_t i = 0; i < thread_count; i++) {
        (void)sem_post(&go);
    }
    for (size_t i = 0; i < thread_count; i++) {
        (void)pthread_join(threads[i], NULL);
    }
}

static void have_it_done(void)
{
    if (thread_count == 0) {
        start();
    }
    for (size_t i = 0; i < thread_count; i++) {
        (void)sem_post(&go);
    }
    for (size_t i = 0; i < thread_count; i++) {
        (void)wait_for(&done);
    }
    if (helper_count > 1) {
        nanosleep(&(const struct timespec){.tv_nsec = 1000000}, NULL);
    }
}

static void have_it_done_by_a_new_one(void)
{
    pthread_t thread;
    if (pthread_create(&thread, NULL, help_once, NULL) == 0) {
        (void)pthread_join(thread, NULL);
    }
}

static void delegate(uint64_t tick_count)
{
    steps = tick_count * STEPS_PER_TICK / helper_count;
    if (is_fresh) {
        have_it_done_by_a_new_one();
    } else {
        have_it_done();
    }
}

static void read_parameters(const char *parameters)
{
    is_fresh = strcmp(parameters, "fresh") == 0;
    helper_count = strcmp(parameters, "crowd") == 0 ? HELPER_MAX : 1;
}

#define MISBEHAVE_CREATE read_parameters(config->parameters)
#define MISBEHAVE_TICKS delegate(tick_count)
#define MISBEHAVE_TABLE .name = "helper", .destroy = stop_and_destroy
static void stop_and_destroy(void *self);
#include "misbehaving.h"

static void stop_and_destroy(void *self)
{
    stop();
    misbehaving_destroy(self);
}
