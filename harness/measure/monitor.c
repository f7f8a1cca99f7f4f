/* SPDX-License-Identifier: Apache-2.0 */
#include "measure/monitor.h"

#include <errno.h>
#include <math.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "base/check.h"
#include "host/clock.h"

static const int64_t interval_min_ns = INT64_C(1000000);
static const int64_t interval_max_ns = INT64_C(3600000000000);

struct tkg_monitor {
    int64_t interval_ns;
    tkg_monitor_function function;
    void *context;
    int timer;   /* timerfd */
    int stopper; /* eventfd: readable when the thread is to end */
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    bool has_ended; /* guarded by lock */
    bool is_left;   /* guarded by lock: nobody joins, the thread releases all */
    uint64_t calls; /* of the thread until has_ended */
    uint64_t missed;
    int64_t first_ns;
    int64_t last_ns;
    uint64_t periods; /* between the first call and the last */
};

static void release(struct tkg_monitor *monitor)
{
    (void)close(monitor->timer);
    (void)close(monitor->stopper);
    (void)pthread_cond_destroy(&monitor->changed);
    (void)pthread_mutex_destroy(&monitor->lock);
    free(monitor);
}

/* Periods since the last call; 0: the monitor is stopped. */
static uint64_t wait_for_period(struct tkg_monitor *monitor)
{
    struct pollfd waited[2] = {{monitor->stopper, POLLIN, 0}, {monitor->timer, POLLIN, 0}};
    uint64_t expirations = 0;
    while (poll(waited, 2, -1) < 0) {
        TKG_ASSERT(errno == EINTR);
    }
    if (waited[0].revents != 0) {
        return 0;
    }
    return read(monitor->timer, &expirations, sizeof(expirations)) == sizeof(expirations)
               ? expirations
               : 0;
}

static void call(struct tkg_monitor *monitor, uint64_t expirations)
{
    monitor->last_ns = tkg_clock_monotonic_ns();
    if (monitor->calls++ == 0) {
        monitor->first_ns = monitor->last_ns;
    } else {
        monitor->periods += expirations;
    }
    monitor->missed += expirations - 1;
    monitor->function(monitor->context);
}

static void *run(void *argument)
{
    struct tkg_monitor *monitor = argument;
    uint64_t expirations;
    while ((expirations = wait_for_period(monitor)) > 0) {
        call(monitor, expirations);
    }
    (void)pthread_mutex_lock(&monitor->lock);
    const bool is_left = monitor->is_left;
    monitor->has_ended = true;
    (void)pthread_cond_signal(&monitor->changed);
    (void)pthread_mutex_unlock(&monitor->lock);
    if (is_left) {
        release(monitor);
    }
    return NULL;
}

/* The first deadline is absolute, and the kernel counts the others from it. */
static int set_timer(const struct tkg_monitor *monitor)
{
    const int64_t first_ns = tkg_clock_monotonic_ns() + monitor->interval_ns;
    const struct itimerspec times = {
        .it_value = {first_ns / 1000000000, first_ns % 1000000000},
        .it_interval = {monitor->interval_ns / 1000000000, monitor->interval_ns % 1000000000},
    };
    return timerfd_settime(monitor->timer, TFD_TIMER_ABSTIME, &times, NULL);
}

/* Signals are for the thread that waits for children. */
static int start_thread(struct tkg_monitor *monitor)
{
    sigset_t all, before;
    (void)sigfillset(&all);
    (void)pthread_sigmask(SIG_SETMASK, &all, &before);
    const int result = pthread_create(&monitor->thread, NULL, run, monitor);
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    return result;
}

static int init_condition(pthread_cond_t *condition)
{
    pthread_condattr_t attributes;
    int result = pthread_condattr_init(&attributes);
    if (result == 0) {
        result = pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
        result = result == 0 ? pthread_cond_init(condition, &attributes) : result;
        (void)pthread_condattr_destroy(&attributes);
    }
    return result;
}

enum tkg_status tkg_monitor_start(struct tkg_monitor **monitor, int64_t interval_ns,
                                  tkg_monitor_function function, void *context,
                                  struct tkg_error *err)
{
    if (interval_ns < interval_min_ns || interval_ns > interval_max_ns) {
        return tkg_fail(err, TKG_USAGE, "a monitor's interval is 1 ms to 1 h");
    }
    struct tkg_monitor *made = calloc(1, sizeof(*made));
    if (!made) {
        return tkg_fail(err, TKG_NO_MEMORY, "out of memory for a monitor");
    }
    *made =
        (struct tkg_monitor){.interval_ns = interval_ns, .function = function, .context = context};
    (void)pthread_mutex_init(&made->lock, NULL); /* cannot fail on Linux */
    int result = init_condition(&made->changed);
    TKG_ASSERT(result == 0);
    made->timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC);
    made->stopper = eventfd(0, EFD_CLOEXEC);
    result =
        made->timer < 0 || made->stopper < 0 || set_timer(made) != 0 ? errno : start_thread(made);
    if (result != 0) {
        release(made);
        return tkg_fail(err, TKG_SYSTEM,
                        "no monitor: %s; raise the limits of descriptors and "
                        "threads",
                        strerror(result));
    }
    *monitor = made;
    return TKG_OK;
}

static struct timespec deadline(int64_t timeout_ns)
{
    const int64_t now_ns = tkg_clock_monotonic_ns();
    const int64_t at_ns = timeout_ns < INT64_MAX - now_ns ? now_ns + timeout_ns : INT64_MAX;
    return (struct timespec){at_ns / 1000000000, at_ns % 1000000000};
}

/* True when the thread has ended; else it is left to itself. */
static bool wait_for_end(struct tkg_monitor *monitor, int64_t timeout_ns)
{
    const struct timespec until = deadline(timeout_ns);
    int result = 0;
    (void)pthread_mutex_lock(&monitor->lock);
    while (!monitor->has_ended && result == 0) {
        result = pthread_cond_timedwait(&monitor->changed, &monitor->lock, &until);
    }
    const bool has_ended = monitor->has_ended;
    if (!has_ended) {
        (void)pthread_detach(monitor->thread);
        monitor->is_left = true;
    }
    (void)pthread_mutex_unlock(&monitor->lock);
    return has_ended;
}

enum tkg_status tkg_monitor_stop(struct tkg_monitor *monitor, int64_t timeout_ns,
                                 struct tkg_monitor_counts *counts, struct tkg_error *err)
{
    const uint64_t one = 1;
    const ssize_t written = write(monitor->stopper, &one, sizeof(one));
    TKG_ASSERT(written == sizeof(one)); /* an eventfd of 0 takes 1 */
    if (!wait_for_end(monitor, timeout_ns)) {
        return tkg_fail(err, TKG_SYSTEM,
                        "a monitor's function did not end within %.3g s; it goes "
                        "on by itself",
                        (double)timeout_ns * 1e-9);
    }
    (void)pthread_join(monitor->thread, NULL);
    if (counts) {
        const double span_ns = (double)(monitor->last_ns - monitor->first_ns);
        *counts = (struct tkg_monitor_counts){
            .call_count = monitor->calls,
            .missed_count = monitor->missed,
            .period_mean_ns = monitor->periods > 0 ? span_ns / (double)monitor->periods : NAN,
        };
    }
    release(monitor);
    return TKG_OK;
}
