/* SPDX-License-Identifier: Apache-2.0 */
#include <signal.h>
#include <stdio.h>

#include "host/child.h"

static volatile sig_atomic_t interrupt_signal;

/* The signals that end a process by default (signal(7)), and those that stop it. */
#define SIGNAL_NAMES(X)                                                                            \
    X(SIGHUP)                                                                                      \
    X(SIGINT)                                                                                      \
    X(SIGQUIT)                                                                                     \
    X(SIGILL)                                                                                      \
    X(SIGTRAP)                                                                                     \
    X(SIGABRT)                                                                                     \
    X(SIGBUS)                                                                                      \
    X(SIGFPE)                                                                                      \
    X(SIGKILL)                                                                                     \
    X(SIGUSR1)                                                                                     \
    X(SIGSEGV)                                                                                     \
    X(SIGUSR2)                                                                                     \
    X(SIGPIPE)                                                                                     \
    X(SIGALRM)                                                                                     \
    X(SIGTERM)                                                                                     \
    X(SIGCHLD)                                                                                     \
    X(SIGCONT)                                                                                     \
    X(SIGSTOP)                                                                                     \
    X(SIGTSTP)                                                                                     \
    X(SIGTTIN)                                                                                     \
    X(SIGTTOU)                                                                                     \
    X(SIGXCPU)                                                                                     \
    X(SIGXFSZ)                                                                                     \
    X(SIGVTALRM)                                                                                   \
    X(SIGPROF)                                                                                     \
    X(SIGIO)                                                                                       \
    X(SIGPWR)                                                                                      \
    X(SIGSYS)

const char *tkg_signal_name(int signal_number)
{
    static _Thread_local char unknown[32];
    switch (signal_number) {
#define SIGNAL_CASE(name)                                                                          \
    case name:                                                                                     \
        return #name;
        SIGNAL_NAMES(SIGNAL_CASE)
#undef SIGNAL_CASE
    default:
        (void)snprintf(unknown, sizeof(unknown), "signal %d", signal_number);
        return unknown;
    }
}

/* The second one ends the program as if there were no handler, so that the shell sees 128 + n. */
static void on_interrupt(int signal_number)
{
    if (interrupt_signal != 0) {
        (void)signal(signal_number, SIG_DFL);
        (void)raise(signal_number);
        return;
    }
    interrupt_signal = signal_number;
}

/* A program that was started with the signal ignored (shells do that to background jobs, so that
 * Ctrl-C in the foreground does not reach them) keeps ignoring it. */
static void install_one(int signal_number)
{
    struct sigaction current;
    struct sigaction ours = {.sa_handler = on_interrupt, .sa_flags = SA_RESTART};
    (void)sigemptyset(&ours.sa_mask);
    (void)sigaddset(&ours.sa_mask, SIGHUP);
    (void)sigaddset(&ours.sa_mask, SIGINT);
    (void)sigaddset(&ours.sa_mask, SIGTERM);
    if (sigaction(signal_number, NULL, &current) == 0 && current.sa_handler != SIG_IGN) {
        (void)sigaction(signal_number, &ours, NULL);
    }
}

void tkg_interrupt_install(void)
{
    install_one(SIGHUP);
    install_one(SIGINT);
    install_one(SIGTERM);
}

int tkg_interrupt_requested(void)
{
    return interrupt_signal;
}
