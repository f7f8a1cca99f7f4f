/* SPDX-License-Identifier: Apache-2.0 */
#include "host/child_start.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "host/cpu.h"

/* In the child: 0 to 3 as child.h says, then the status pipe, which exec closes. */
enum { STATUS_FD = TKG_CHILD_RESULT_FD + 1, FIRST_FREE_FD = STATUS_FD + 1 };

/* Closed one by one before kernel 5.9; no process of ours holds more than a few dozen. */
enum { FALLBACK_FD_COUNT = 4096 };

struct pipe_ends {
    int read_fd;
    int write_fd;
};

/* The first four have their words in fail_start. */
enum start_step { STEP_GROUP, STEP_TIE, STEP_CONNECT, STEP_ENTER, STEP_PIN, STEP_RUN };

/* What a child that never came to exec tells through the status pipe. */
struct start_failure {
    enum start_step step;
    int number; /* errno */
};

/* All that the child needs between vfork and exec, made ready before, since it may neither allocate
 * nor lock there. */
struct launch {
    const struct tkg_child_request *request;
    char *const *argv; /* exec takes it without the inner const */
    char **environment;
    cpu_set_t *cpu_set; /* NULL: do not pin */
    size_t cpu_set_bytes;
    int input_fd, result_fd, tail_fd; /* the child's ends */
    struct pipe_ends status;
    pid_t parent;
};

void tkg_child_close(int *fd)
{
    if (*fd >= 0) {
        (void)close(*fd);
        *fd = -1;
    }
}

/* Moves fd above the numbers that the child's own 0 to 3 will take; -1 on failure. */
static int move_up(int fd)
{
    if (fd < 0 || fd >= FIRST_FREE_FD) {
        return fd;
    }
    int moved = fcntl(fd, F_DUPFD_CLOEXEC, FIRST_FREE_FD);
    (void)close(fd);
    return moved;
}

static bool open_pipe(struct pipe_ends *ends)
{
    int fds[2];
    if (pipe2(fds, O_CLOEXEC) != 0) {
        return false;
    }
    ends->read_fd = move_up(fds[0]);
    ends->write_fd = move_up(fds[1]);
    return ends->read_fd >= 0 && ends->write_fd >= 0;
}

static bool make_nonblocking(int fd)
{
    return fcntl(fd, F_SETFL, O_NONBLOCK) == 0;
}

/* Opens all six ends; the caller closes them on failure as well. */
static bool open_channels(struct launch *launch, struct tkg_child_process *child)
{
    struct pipe_ends input = {-1, -1}, result = {-1, -1}, tail = {-1, -1};
    bool opened = open_pipe(&result) && open_pipe(&tail) && open_pipe(&launch->status);
    if (opened && launch->request->input_bytes > 0) {
        opened = open_pipe(&input);
    } else if (opened) {
        input.read_fd = move_up(open("/dev/null", O_RDONLY | O_CLOEXEC));
        opened = input.read_fd >= 0;
    }
    launch->input_fd = input.read_fd;
    launch->result_fd = result.write_fd;
    launch->tail_fd = tail.write_fd;
    child->input_fd = input.write_fd;
    child->result_fd = result.read_fd;
    child->tail_fd = tail.read_fd;
    return opened && make_nonblocking(child->result_fd) && make_nonblocking(child->tail_fd) &&
           (child->input_fd < 0 || make_nonblocking(child->input_fd));
}

static bool has_name_of(const char *entry, const char *other)
{
    size_t name_length = strcspn(other, "=");
    return strncmp(entry, other, name_length) == 0 && entry[name_length] == '=';
}

static bool is_overridden(const char *entry, const char *const *extra_env)
{
    for (; *extra_env; extra_env++) {
        if (has_name_of(entry, *extra_env)) {
            return true;
        }
    }
    return false;
}

static size_t count_strings(const char *const *strings)
{
    size_t count = 0;
    while (strings[count]) {
        count++;
    }
    return count;
}

/* Our environment with extra_env on top; NULL when memory ran out. Only the array is owned. */
static char **join_environment(const char *const *extra_env)
{
    static const char *const none[] = {NULL};
    size_t used = 0;
    extra_env = extra_env ? extra_env : none;
    size_t own_count = count_strings((const char *const *)environ);
    char **joined = calloc(own_count + count_strings(extra_env) + 1, sizeof(*joined));
    if (!joined) {
        return NULL;
    }
    for (size_t i = 0; i < own_count; i++) {
        if (!is_overridden(environ[i], extra_env)) {
            joined[used++] = environ[i];
        }
    }
    for (; *extra_env; extra_env++) {
        memcpy(&joined[used++], extra_env, sizeof(*extra_env)); /* exec takes char *const[] */
    }
    return joined;
}

static bool make_cpu_set(struct launch *launch, int cpu)
{
    if (cpu < 0) {
        return true;
    }
    launch->cpu_set = CPU_ALLOC((size_t)cpu + 1);
    if (!launch->cpu_set) {
        return false;
    }
    launch->cpu_set_bytes = CPU_ALLOC_SIZE((size_t)cpu + 1);
    CPU_ZERO_S(launch->cpu_set_bytes, launch->cpu_set);
    CPU_SET_S((size_t)cpu, launch->cpu_set_bytes, launch->cpu_set);
    return true;
}

/* Everything below runs in the child between vfork and exec: only async-signal-safe calls. */

static _Noreturn void give_up(int status_fd, enum start_step step)
{
    const struct start_failure failure = {step, errno};
    /* less than PIPE_BUF: whole or not at all */
    (void)!write(status_fd, &failure, sizeof(failure));
    _exit(127);
}

/* Ours are all close-on-exec; those of a library or of whoever started us need not be. */
static void close_foreign_descriptors(void)
{
#ifdef SYS_close_range
    if (syscall(SYS_close_range, (unsigned)FIRST_FREE_FD, ~0u, 0u) == 0) {
        return;
    }
#endif
    for (int fd = FIRST_FREE_FD; fd < FALLBACK_FD_COUNT; fd++) {
        (void)close(fd);
    }
}

/* A program expects to start with default handlers and nothing blocked. Caught signals go back to
 * their default by exec itself; ignored ones would stay ignored. */
static void reset_signals(void)
{
    struct sigaction standard = {.sa_handler = SIG_DFL};
    sigset_t none;
    for (int number = 1; number < NSIG; number++) {
        (void)sigaction(number, &standard, NULL); /* refused for KILL and STOP, rightly */
    }
    (void)sigemptyset(&none);
    (void)sigprocmask(SIG_SETMASK, &none, NULL);
}

static _Noreturn void run_child(const struct launch *launch)
{
    const struct tkg_child_request *request = launch->request;
    int status_fd = launch->status.write_fd;
    if (setpgid(0, 0) != 0) {
        give_up(status_fd, STEP_GROUP);
    }
    /* The child dies with the thread that started it. That may have ended before the call. */
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || getppid() != launch->parent) {
        give_up(status_fd, STEP_TIE);
    }
    if (dup2(launch->input_fd, STDIN_FILENO) < 0 || dup2(launch->tail_fd, STDOUT_FILENO) < 0 ||
        dup2(launch->tail_fd, STDERR_FILENO) < 0 ||
        dup2(launch->result_fd, TKG_CHILD_RESULT_FD) < 0 ||
        dup3(status_fd, STATUS_FD, O_CLOEXEC) < 0) {
        give_up(status_fd, STEP_CONNECT);
    }
    status_fd = STATUS_FD;
    close_foreign_descriptors();
    if (request->directory && chdir(request->directory) != 0) {
        give_up(status_fd, STEP_ENTER);
    }
    if (launch->cpu_set && sched_setaffinity(0, launch->cpu_set_bytes, launch->cpu_set) != 0) {
        give_up(status_fd, STEP_PIN);
    }
    reset_signals();
    (void)execvpe(launch->argv[0], launch->argv, launch->environment);
    give_up(status_fd, STEP_RUN);
}

/* vfork: the child borrows this address space until exec, so that starting it costs the same
 * however much memory we hold (docs/decisions/0011-child-start.md). In a function of its own, for
 * the parent's later code must not share a frame with it. */
static __attribute__((noinline)) pid_t launch_child(const struct launch *launch)
{
    /* NOLINTNEXTLINE(clang-analyzer-security.insecureAPI.vfork): chosen in decision 0011 */
    pid_t pid = vfork();
    if (pid == 0) {
        run_child(launch); /* NOLINT(clang-analyzer-unix.Vfork): async-signal-safe calls only */
    }
    return pid;
}

static int open_exit_fd(pid_t pid)
{
#ifdef SYS_pidfd_open
    return (int)syscall(SYS_pidfd_open, pid, 0u); /* close-on-exec by itself; -1 before 5.3 */
#else
    (void)pid;
    return -1;
#endif
}

static enum tkg_status fail_start(const struct tkg_child_request *request,
                                  const struct start_failure *failure, struct tkg_error *err)
{
    static const char *const doing[] = {"making a process group", "tying it to this process",
                                        "connecting its pipes", "entering the folder"};
    if (failure->step == STEP_PIN) {
        return tkg_cpu_fail_pin(request->cpu, failure->number, err);
    }
    if (failure->step == STEP_RUN) {
        return tkg_fail(err, TKG_SYSTEM,
                        "cannot run '%s': %s; check that the file exists and may be executed",
                        request->argv[0], strerror(failure->number));
    }
    return tkg_fail(err, TKG_SYSTEM, "cannot start '%s' in the folder '%s': %s; %s failed",
                    request->argv[0], request->directory ? request->directory : ".",
                    strerror(failure->number), doing[failure->step]);
}

/* Waits until the child has come to exec (true) or given up. Also where vfork is a plain fork, as
 * under the thread sanitizer. */
static bool has_started(struct launch *launch, struct start_failure *failure)
{
    tkg_child_close(&launch->status.write_fd);
    return read(launch->status.read_fd, failure, sizeof(*failure)) != (ssize_t)sizeof(*failure);
}

static enum tkg_status start_prepared(struct launch *launch, struct tkg_child_process *child,
                                      struct tkg_error *err)
{
    child->pid = launch_child(launch);
    if (child->pid < 0) {
        return tkg_fail(err, TKG_SYSTEM,
                        "cannot start a process for '%s': %s; is the limit of "
                        "processes reached (ulimit -u)?",
                        launch->request->argv[0], strerror(errno));
    }
    struct start_failure failure;
    if (!has_started(launch, &failure)) {
        while (waitpid(child->pid, NULL, 0) < 0 && errno == EINTR) {
        }
        return fail_start(launch->request, &failure, err);
    }
    child->exit_fd = open_exit_fd(child->pid);
    return TKG_OK;
}

static enum tkg_status prepare_and_start(struct launch *launch, struct tkg_child_process *child,
                                         struct tkg_error *err)
{
    memcpy(&launch->argv, &launch->request->argv, sizeof(launch->argv));
    launch->environment = join_environment(launch->request->extra_env);
    if (!launch->environment || !make_cpu_set(launch, launch->request->cpu)) {
        return tkg_fail(err, TKG_NO_MEMORY, "no memory for the environment of '%s'",
                        launch->request->argv[0]);
    }
    if (!open_channels(launch, child)) {
        return tkg_fail(err, TKG_SYSTEM,
                        "cannot open pipes for '%s': %s; is the limit of open "
                        "files reached (ulimit -n)?",
                        launch->request->argv[0], strerror(errno));
    }
    return start_prepared(launch, child, err);
}

enum tkg_status tkg_child_start(const struct tkg_child_request *request,
                                struct tkg_child_process *child, struct tkg_error *err)
{
    struct launch launch = {
        .request = request,
        .input_fd = -1,
        .result_fd = -1,
        .tail_fd = -1,
        .status = {-1, -1},
        .parent = getpid(),
    };
    *child = (struct tkg_child_process){
        .pid = -1, .exit_fd = -1, .input_fd = -1, .result_fd = -1, .tail_fd = -1};
    enum tkg_status status = prepare_and_start(&launch, child, err);
    tkg_child_close(&launch.input_fd);
    tkg_child_close(&launch.result_fd);
    tkg_child_close(&launch.tail_fd);
    tkg_child_close(&launch.status.read_fd);
    tkg_child_close(&launch.status.write_fd);
    CPU_FREE(launch.cpu_set);
    free(launch.environment);
    if (status != TKG_OK) {
        tkg_child_close(&child->input_fd);
        tkg_child_close(&child->result_fd);
        tkg_child_close(&child->tail_fd);
    }
    return status;
}
