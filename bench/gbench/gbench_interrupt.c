/* SPDX-License-Identifier: Apache-2.0 */
#include "gbench_interrupt.h"

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
enum { SIGNAL_COUNT = sizeof(signals) / sizeof(signals[0]) };

static struct sigaction before[SIGNAL_COUNT];
static bool is_ours[SIGNAL_COUNT];
static volatile sig_atomic_t noted;

/* SA_RESETHAND has given the next one its default: the end. */
static void note(int signal_number)
{
    static const char text[] = "benchmark: a signal: what was measured is written when this "
                               "benchmark's loop has ended; once more ends at once\n";
    const int kept = errno;
    noted = signal_number;
    (void)!write(STDERR_FILENO, text, sizeof(text) - 1);
    errno = kept;
}

void tkg_gbench_interrupt_watch(void)
{
    struct sigaction watching;
    memset(&watching, 0, sizeof(watching));
    watching.sa_handler = note;
    watching.sa_flags = SA_RESTART | (int)SA_RESETHAND;
    (void)sigemptyset(&watching.sa_mask);
    noted = 0;
    for (int i = 0; i < SIGNAL_COUNT; i++) {
        is_ours[i] = sigaction(signals[i], NULL, &before[i]) == 0 &&
                     (before[i].sa_flags & SA_SIGINFO) == 0 && before[i].sa_handler == SIG_DFL &&
                     sigaction(signals[i], &watching, NULL) == 0;
    }
}

void tkg_gbench_interrupt_unwatch(void)
{
    for (int i = 0; i < SIGNAL_COUNT; i++) {
        if (is_ours[i]) {
            (void)sigaction(signals[i], &before[i], NULL);
            is_ours[i] = false;
        }
    }
}

int tkg_gbench_interrupt_signal(void)
{
    return noted;
}
