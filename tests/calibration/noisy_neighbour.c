/* SPDX-License-Identifier: Apache-2.0 */
#include "noisy_neighbour.h"

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/check.h"
#include "base/random.h"
#include "host/clock.h"

enum { BURST_NS_MIN = 1000000, BURST_NS_MAX = 60000000 };

static void leave_cpu(void)
{
    cpu_set_t all;
    memset(&all, 0xff, sizeof all);
    (void)sched_setaffinity(0, sizeof all, &all); /* fails only where it is not allowed */
}

static int64_t draw_ns(struct tkg_random *random)
{
    return BURST_NS_MIN + (int64_t)tkg_random_below(random, BURST_NS_MAX - BURST_NS_MIN);
}

static _Noreturn void disturb(uint64_t seed, pid_t parent)
{
    struct tkg_random random = {seed};
    (void)signal(SIGINT, SIG_DFL);
    (void)signal(SIGTERM, SIG_DFL);
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
    leave_cpu();
    while (getppid() == parent) {
        const int64_t end_ns = tkg_clock_monotonic_ns() + draw_ns(&random);
        while (tkg_clock_monotonic_ns() < end_ns) {
        }
        const struct timespec pause = {.tv_nsec = draw_ns(&random)};
        (void)nanosleep(&pause, NULL);
    }
    _exit(0);
}

enum tkg_status tkg_neighbours_start(struct tkg_neighbours *neighbours, size_t count, uint64_t seed,
                                     struct tkg_error *err)
{
    const pid_t parent = getpid();
    TKG_ASSERT(count <= TKG_NEIGHBOUR_MAX);
    neighbours->count = 0;
    for (size_t i = 0; i < count; i++) {
        const pid_t process = fork();
        if (process < 0) {
            const int number = errno;
            tkg_neighbours_stop(neighbours);
            return tkg_fail(err, TKG_SYSTEM, "cannot start a noisy neighbour: %s",
                            strerror(number));
        }
        if (process == 0) {
            disturb(tkg_random_at(seed, i), parent);
        }
        neighbours->processes[neighbours->count++] = process;
    }
    return TKG_OK;
}

void tkg_neighbours_stop(struct tkg_neighbours *neighbours)
{
    for (size_t i = 0; i < neighbours->count; i++) {
        (void)kill(neighbours->processes[i], SIGKILL);
    }
    for (size_t i = 0; i < neighbours->count; i++) {
        while (waitpid(neighbours->processes[i], NULL, 0) < 0 && errno == EINTR) {
        }
    }
    neighbours->count = 0;
}
