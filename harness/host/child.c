/* SPDX-License-Identifier: Apache-2.0 */
#include "host/child.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/check.h"
#include "host/child_start.h"
#include "host/clock.h"
#include "host/printable.h"

/* What a pipe holds by default (pipe(7)): one read empties it. */
enum { CHUNK_BYTES = 65536 };

/* Without a pidfd (kernels before 5.3) the end of the child is looked for this often. */
static const int64_t END_CHECK_NS = 10000000;

static const int64_t NS_PER_S = 1000000000;

/* One call of tkg_child_run. */
struct child_run {
    const struct tkg_child_request *request;
    struct tkg_child_outcome *outcome;
    struct tkg_error *err;
    struct tkg_child_process process;
    sigset_t poll_mask; /* while waiting: the caller's mask, with SIGPIPE blocked */
    int64_t started_ns;
    size_t input_sent_bytes;
    size_t result_capacity_bytes;
    char tail[TKG_CHILD_TAIL_BYTES - 1]; /* raw; the printable copy is never longer */
    size_t tail_bytes;
    enum tkg_status status;        /* a failure seen on the way */
    enum tkg_child_end killed_for; /* when killed */
    bool killed;
    bool ended;
    bool input_refused; /* the child closed its standard input before the end of ours */
};

/* Bytes read; 0 when nothing is there now, or ever (then *fd is closed). */
static size_t read_some(int *fd, char *out)
{
    ssize_t count = read(*fd, out, CHUNK_BYTES);
    if (count > 0) {
        return (size_t)count;
    }
    if (count == 0 || (errno != EAGAIN && errno != EINTR)) {
        tkg_child_close(fd);
    }
    return 0;
}

/* Makes room for extra more result bytes; false (and run->status set) when there can be none. */
static bool reserve_result(struct child_run *run, size_t extra)
{
    const struct tkg_child_request *request = run->request;
    struct tkg_child_outcome *outcome = run->outcome;
    if (extra > request->result_bytes_max - outcome->result_bytes) {
        run->status = tkg_fail(run->err, TKG_ENGINE_ERROR,
                               "'%s' wrote more than %zu bytes to descriptor %d; only the result "
                               "of a run belongs there",
                               request->argv[0], request->result_bytes_max, TKG_CHILD_RESULT_FD);
        return false;
    }
    size_t needed = outcome->result_bytes + extra;
    if (needed <= run->result_capacity_bytes) {
        return true;
    }
    size_t capacity = needed < SIZE_MAX / 2 ? needed * 2 : needed;
    uint8_t *grown = realloc(outcome->result, capacity);
    if (!grown) {
        run->status = tkg_fail(run->err, TKG_NO_MEMORY, "no memory for %zu result bytes of '%s'",
                               needed, request->argv[0]);
        return false;
    }
    outcome->result = grown;
    run->result_capacity_bytes = capacity;
    return true;
}

/* Takes one chunk from the result pipe; returns its bytes. After a failure it is thrown away, so
 * that the child never blocks on a pipe that nobody reads. */
static size_t take_result(struct child_run *run)
{
    char chunk[CHUNK_BYTES];
    size_t count = read_some(&run->process.result_fd, chunk);
    if (count > 0 && run->status == TKG_OK && reserve_result(run, count)) {
        memcpy(run->outcome->result + run->outcome->result_bytes, chunk, count);
        run->outcome->result_bytes += count;
    }
    return count;
}

/* Takes one chunk of standard output and error and keeps the last bytes. */
static size_t take_tail(struct child_run *run)
{
    char chunk[CHUNK_BYTES];
    size_t count = read_some(&run->process.tail_fd, chunk);
    size_t added = count < sizeof(run->tail) ? count : sizeof(run->tail);
    size_t room = sizeof(run->tail) - added;
    size_t kept = run->tail_bytes < room ? run->tail_bytes : room;
    memmove(run->tail, run->tail + run->tail_bytes - kept, kept);
    memcpy(run->tail + kept, chunk + count - added, added);
    run->tail_bytes = kept + added;
    return count;
}

static void feed_input(struct child_run *run)
{
    const struct tkg_child_request *request = run->request;
    ssize_t count =
        write(run->process.input_fd, (const char *)request->input + run->input_sent_bytes,
              request->input_bytes - run->input_sent_bytes);
    if (count > 0) {
        run->input_sent_bytes += (size_t)count;
    } else if (count < 0 && (errno == EAGAIN || errno == EINTR)) {
        return;
    } else {
        run->input_refused = true; /* its own business: it may have read all it needs */
    }
    if (run->input_refused || run->input_sent_bytes == request->input_bytes) {
        tkg_child_close(&run->process.input_fd);
    }
}

static void kill_group(const struct child_run *run)
{
    TKG_ASSERT(run->process.pid > 1);       /* kill(-1) would mean everybody */
    (void)kill(-run->process.pid, SIGKILL); /* fails only when nobody is left */
}

static void kill_when_due(struct child_run *run)
{
    int64_t elapsed_ns = tkg_clock_monotonic_ns() - run->started_ns;
    if (run->killed) {
        return;
    }
    if (tkg_interrupt_requested()) {
        run->killed_for = TKG_CHILD_INTERRUPTED;
    } else if (elapsed_ns >= run->request->timeout_ns) {
        run->killed_for = TKG_CHILD_TIMED_OUT;
    } else if (run->status == TKG_OK) {
        return;
    }
    run->killed = true;
    kill_group(run);
}

/* How long to wait for news at most. */
static struct timespec longest_wait(const struct child_run *run)
{
    int64_t elapsed_ns = tkg_clock_monotonic_ns() - run->started_ns;
    int64_t wait_ns = run->killed ? NS_PER_S : run->request->timeout_ns - elapsed_ns;
    if (run->process.exit_fd < 0 && wait_ns > END_CHECK_NS) {
        wait_ns = END_CHECK_NS;
    }
    if (wait_ns < 0) {
        wait_ns = 0;
    }
    return (struct timespec){.tv_sec = wait_ns / NS_PER_S, .tv_nsec = wait_ns % NS_PER_S};
}

/* Without reaping: the number of the process (group) must stay ours until the group is killed. */
static bool has_ended(pid_t pid)
{
    siginfo_t info = {0};
    int result = waitid(P_PID, (id_t)pid, &info, WEXITED | WNOHANG | WNOWAIT);
    return (result == 0 && info.si_pid == pid) || (result != 0 && errno == ECHILD);
}

/* Waits for one event and serves it. A time-out or signal is for the caller's loop to see. */
static void serve_once(struct child_run *run)
{
    enum { EXIT, INPUT, RESULT, TAIL, COUNT };
    struct pollfd fds[COUNT] = {
        [EXIT] = {.fd = run->process.exit_fd, .events = POLLIN},
        [INPUT] = {.fd = run->process.input_fd, .events = POLLOUT},
        [RESULT] = {.fd = run->process.result_fd, .events = POLLIN},
        [TAIL] = {.fd = run->process.tail_fd, .events = POLLIN},
    };
    struct timespec wait = longest_wait(run);
    if (ppoll(fds, COUNT, &wait, &run->poll_mask) > 0) {
        if (fds[INPUT].revents) {
            feed_input(run);
        }
        if (fds[RESULT].revents) {
            (void)take_result(run);
        }
        if (fds[TAIL].revents) {
            (void)take_tail(run);
        }
    }
    run->ended = has_ended(run->process.pid);
}

/* Takes what lies in a pipe now and no more: a process that escaped from the group (setsid) may
 * hold the other end open, or even write, for ever. */
static void drain(struct child_run *run, const int *fd, size_t (*take)(struct child_run *))
{
    int waiting_bytes = 0;
    if (*fd < 0 || ioctl(*fd, FIONREAD, &waiting_bytes) != 0) {
        return;
    }
    for (size_t left = (size_t)waiting_bytes; left > 0 && *fd >= 0;) {
        size_t count = take(run);
        left = count > 0 && count < left ? left - count : 0;
    }
}

static void close_channels(struct tkg_child_process *process)
{
    tkg_child_close(&process->input_fd);
    tkg_child_close(&process->result_fd);
    tkg_child_close(&process->tail_fd);
    tkg_child_close(&process->exit_fd);
}

static int64_t ns_of(const struct timeval *time)
{
    return (int64_t)time->tv_sec * 1000000000 + (int64_t)time->tv_usec * 1000;
}

/* Collects the exit status of a child that has ended. */
static void reap(struct child_run *run)
{
    struct tkg_child_outcome *outcome = run->outcome;
    struct rusage usage = {0};
    int wait_status = 0;
    pid_t reaped;
    do {
        reaped = wait4(run->process.pid, &wait_status, 0, &usage);
    } while (reaped < 0 && errno == EINTR);
    if (reaped < 0) {
        run->status = tkg_fail(run->err, TKG_SYSTEM,
                               "the exit status of '%s' is lost: %s; is SIGCHLD ignored?",
                               run->request->argv[0], strerror(errno));
        return;
    }
    outcome->cpu_ns = ns_of(&usage.ru_utime) + ns_of(&usage.ru_stime);
    outcome->max_rss_bytes = (int64_t)usage.ru_maxrss * 1024; /* kibibytes (getrusage(2)) */
    if (WIFEXITED(wait_status)) {
        outcome->end = TKG_CHILD_EXITED;
        outcome->exit_code = WEXITSTATUS(wait_status);
        return;
    }
    /* A child that ended by itself just before our SIGKILL keeps its own end. */
    outcome->signal_number = WTERMSIG(wait_status);
    bool by_us = run->killed && outcome->signal_number == SIGKILL;
    outcome->end = by_us ? run->killed_for : TKG_CHILD_SIGNALED;
}

/* From a started child to a reaped one. */
static void run_to_the_end(struct child_run *run)
{
    while (!run->ended) {
        kill_when_due(run);
        serve_once(run);
    }
    run->outcome->wall_ns = tkg_clock_monotonic_ns() - run->started_ns;
    kill_group(run); /* whom it left behind would disturb whatever is measured next */
    drain(run, &run->process.result_fd, take_result);
    drain(run, &run->process.tail_fd, take_tail);
    close_channels(&run->process);
    reap(run);
    tkg_printable_copy(run->outcome->tail, sizeof(run->outcome->tail), run->tail, run->tail_bytes);
}

/* Starts and runs with the signal mask that each part needs. SIGPIPE is kept from ever being
 * delivered by blocking it in this thread, not by a handler, which other threads would share. */
static void run_with_masks(struct child_run *run)
{
    const struct timespec now = {0};
    sigset_t all, caller, inside, broken_pipe, pending;
    (void)sigfillset(&all);
    (void)pthread_sigmask(SIG_SETMASK, &all, &caller); /* no handler may run in the vfork child */
    run->started_ns = tkg_clock_monotonic_ns();
    run->status = tkg_child_start(run->request, &run->process, run->err);
    (void)sigemptyset(&broken_pipe);
    (void)sigaddset(&broken_pipe, SIGPIPE);
    (void)sigpending(&pending);
    run->poll_mask = caller;
    (void)sigaddset(&run->poll_mask, SIGPIPE);
    /* Ctrl-C between a look at the flag and the wait would be slept over: it is let in only while
     * ppoll waits. */
    inside = run->poll_mask;
    (void)sigaddset(&inside, SIGHUP);
    (void)sigaddset(&inside, SIGINT);
    (void)sigaddset(&inside, SIGTERM);
    (void)pthread_sigmask(SIG_SETMASK, &inside, NULL);
    if (run->status == TKG_OK) {
        run_to_the_end(run);
    }
    if (run->input_refused && !sigismember(&pending, SIGPIPE)) {
        (void)sigtimedwait(&broken_pipe, NULL, &now); /* take back the one that we caused */
    }
    (void)pthread_sigmask(SIG_SETMASK, &caller, NULL);
}

enum tkg_status tkg_child_run(const struct tkg_child_request *request,
                              struct tkg_child_outcome *outcome, struct tkg_error *err)
{
    TKG_ASSERT(request->argv && request->argv[0] && request->timeout_ns > 0);
    TKG_ASSERT(request->input || request->input_bytes == 0);
    struct child_run run = {.request = request, .outcome = outcome, .err = err};
    *outcome = (struct tkg_child_outcome){.end = TKG_CHILD_INTERRUPTED};
    if (tkg_interrupt_requested()) {
        return TKG_OK;
    }
    run_with_masks(&run);
    if (run.status != TKG_OK) {
        tkg_child_outcome_deinit(outcome);
    }
    return run.status;
}

void tkg_child_outcome_deinit(struct tkg_child_outcome *outcome)
{
    free(outcome->result);
    outcome->result = NULL;
    outcome->result_bytes = 0;
}
