/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/pidfd.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/random.h"
#include "base/text.h"
#include "host/child.h"
#include "host/clock.h"
#include "host/cpu.h"

/* Long enough for the slowest machine: a test that runs into it fails by its outcome. */
static const int64_t PATIENCE_NS = 30000000000;

/* The most that a pipe holds without privileges (pipe-max-size of pipe(7)). */
enum { PIPE_BYTES = 1 << 20 };

static const char *own_path;
static struct tkg_child_outcome outcome;
static struct tkg_error err;

static enum tkg_status run(struct tkg_child_request *request)
{
    request->timeout_ns = request->timeout_ns ? request->timeout_ns : PATIENCE_NS;
    request->result_bytes_max = request->result_bytes_max ? request->result_bytes_max : 65536;
    err = (struct tkg_error){0};
    return tkg_child_run(request, &outcome, &err);
}

/* Runs a shell script with the settings of *request. */
static enum tkg_status run_script(const char *script, struct tkg_child_request request)
{
    const char *const argv[] = {"/bin/sh", "-c", script, NULL};
    request.argv = argv;
    return run(&request);
}

static struct tkg_child_request plain(void)
{
    return (struct tkg_child_request){.cpu = -1};
}

static void assert_result(const char *expected)
{
    if (outcome.result_bytes != strlen(expected) ||
        memcmp(outcome.result ? outcome.result : (const uint8_t *)"", expected, strlen(expected)) !=
            0) {
        fail_msg("'%.*s' is not '%s'; %s", (int)outcome.result_bytes,
                 outcome.result ? (const char *)outcome.result : "", expected, outcome.tail);
    }
    tkg_child_outcome_deinit(&outcome);
}

static void assert_exited(int exit_code)
{
    if (outcome.end != TKG_CHILD_EXITED || outcome.exit_code != exit_code) {
        fail_msg("end %d, exit code %d, signal %d: %s", outcome.end, outcome.exit_code,
                 outcome.signal_number, outcome.tail);
    }
}

/* The process number that the script wrote as its result. */
static pid_t result_pid(void)
{
    char digits[32] = {0};
    assert_in_range(outcome.result_bytes, 1, sizeof(digits) - 1);
    memcpy(digits, outcome.result, outcome.result_bytes);
    tkg_child_outcome_deinit(&outcome);
    return (pid_t)strtol(digits, NULL, 10);
}

/* Waits until the process is gone or a zombie; false when it still lives after our patience. */
static bool dies(pid_t pid)
{
    int64_t begin_ns = tkg_clock_monotonic_ns();
    while (tkg_clock_monotonic_ns() - begin_ns < PATIENCE_NS) {
        char path[64], text[512] = {0};
        (void)snprintf(path, sizeof(path), "/proc/%ld/stat", (long)pid);
        int fd = open(path, O_RDONLY | O_CLOEXEC);
        if (fd < 0) {
            return true;
        }
        ssize_t count = read(fd, text, sizeof(text) - 1);
        (void)close(fd);
        const char *after_name = strrchr(text, ')');
        if (count <= 0 || !after_name || after_name[2] == 'Z' || after_name[2] == 'X') {
            return true;
        }
        (void)poll(NULL, 0, 1);
    }
    return false;
}

static int open_descriptor_count(void)
{
    int count = 0;
    for (int fd = 0; fd < 1024; fd++) {
        count += fcntl(fd, F_GETFD) >= 0;
    }
    return count;
}

/* Runs body in a process of its own, for what cannot be undone; returns the wait status. */
static int run_apart(void (*body)(void))
{
    int status = 0;
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        body();
        _exit(0);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    return status;
}

static void expect(bool condition, int exit_code)
{
    if (!condition) {
        _exit(exit_code);
    }
}

/* Old kernels are played by these two: only child_start.c calls syscall() in this program. */
static bool kernel_is_old;

/* NOLINTNEXTLINE: takes the place of the C library's function */
long syscall(long number, ...)
{
    (void)number;
    if (!kernel_is_old) {
        va_list arguments;
        va_start(arguments, number);
        long first = va_arg(arguments, long);
        va_end(arguments);
        return number == SYS_pidfd_open ? pidfd_open((pid_t)first, 0)
                                        : close_range((unsigned)first, ~0u, 0);
    }
    errno = ENOSYS;
    return -1;
}

static void result_exit_code_and_output_come_back(void **state)
{
    (void)state;
    assert_int_equal(run_script("echo out; echo err >&2; printf result >&3; exit 7", plain()),
                     TKG_OK);
    assert_exited(7);
    assert_string_equal(outcome.tail, "out\nerr\n");
    assert_true(outcome.wall_ns > 0);
    assert_true(outcome.max_rss_bytes > 4096);
    assert_result("result");
}

static void a_silent_child_has_no_result(void **state)
{
    (void)state;
    assert_int_equal(run_script("exit 0", plain()), TKG_OK);
    assert_exited(0);
    assert_null(outcome.result);
    assert_int_equal(outcome.result_bytes, 0);
    assert_string_equal(outcome.tail, "");
}

static void megabytes_pass_in_all_directions_at_once(void **state)
{
    (void)state;
    enum { BYTES = 4 << 20 };
    struct tkg_random random = {1};
    uint8_t *input = malloc(BYTES);
    assert_non_null(input);
    for (size_t i = 0; i < BYTES; i++) {
        input[i] = (uint8_t)tkg_random_next(&random);
    }
    struct tkg_child_request request = plain();
    request.input = input;
    request.input_bytes = BYTES;
    request.result_bytes_max = BYTES; /* exactly as many as come: allowed */
    assert_int_equal(
        run_script("yes 0123456789 | head -c 3000000 & tee /dev/fd/3 | wc -c >&2; wait", request),
        TKG_OK);
    assert_exited(0);
    assert_int_equal(outcome.result_bytes, BYTES);
    assert_memory_equal(outcome.result, input, BYTES);
    assert_int_equal(strlen(outcome.tail), TKG_CHILD_TAIL_BYTES - 1);
    tkg_child_outcome_deinit(&outcome);
    free(input);
}

static void one_byte_above_the_limit_is_an_error(void **state)
{
    (void)state;
    struct tkg_child_request request = plain();
    request.result_bytes_max = 10;
    assert_int_equal(run_script("printf 01234567890 >&3; sleep 60", request), TKG_ENGINE_ERROR);
    assert_string_equal(err.text, "'/bin/sh' wrote more than 10 bytes to descriptor 3; only the "
                                  "result of a run belongs there");
    assert_null(outcome.result);
    assert_int_equal(run_script("printf 0123456789 >&3", request), TKG_OK);
    assert_result("0123456789");
}

static void a_flood_is_stopped_at_the_limit(void **state)
{
    (void)state;
    assert_int_equal(run_script("yes >&3", plain()), TKG_ENGINE_ERROR);
}

static void a_child_may_refuse_its_input(void **state)
{
    (void)state;
    static char input[1 << 20];
    sigset_t before, after, pending;
    struct tkg_child_request request = plain();
    request.input = input;
    request.input_bytes = sizeof(input);
    (void)pthread_sigmask(SIG_SETMASK, NULL, &before);
    assert_int_equal(run_script("head -c 10 >/dev/null; exec <&-; printf ok >&3", request), TKG_OK);
    assert_exited(0);
    assert_result("ok");
    /* The broken pipe was neither delivered (it would have killed us) nor left behind. */
    (void)sigpending(&pending);
    (void)pthread_sigmask(SIG_SETMASK, NULL, &after);
    assert_int_equal(sigismember(&pending, SIGPIPE), 0);
    for (int number = 1; number < NSIG; number++) {
        assert_int_equal(sigismember(&before, number), sigismember(&after, number));
    }
}

static void without_input_the_child_reads_nothing(void **state)
{
    (void)state;
    assert_int_equal(run_script("readlink /proc/self/fd/0 >&3; cat >&3", plain()), TKG_OK);
    assert_result("/dev/null\n");
}

static void a_child_that_takes_too_long_is_killed_with_its_children(void **state)
{
    (void)state;
    struct tkg_child_request request = plain();
    request.timeout_ns = 200000000;
    assert_int_equal(run_script("sleep 61 & echo $! >&3; wait", request), TKG_OK);
    assert_int_equal(outcome.end, TKG_CHILD_TIMED_OUT);
    assert_true(dies(result_pid()));
}

static void a_grandchild_that_holds_the_pipes_does_not_hold_us(void **state)
{
    (void)state;
    assert_int_equal(run_script("sleep 62 & echo $! >&3; exit 3", plain()), TKG_OK);
    assert_exited(3);
    assert_true(dies(result_pid())); /* and is not left to disturb the next measurement */
}

static void a_grandchild_that_left_the_group_does_not_hold_us_either(void **state)
{
    (void)state;
    assert_int_equal(run_script("trap 'exit 4' USR1; "
                                "setsid sh -c 'echo $$ >&3; kill -USR1 $PPID; exec yes' & "
                                "wait; exit 5",
                                plain()),
                     TKG_OK);
    assert_exited(4);
    pid_t pid = result_pid();
    (void)kill(pid, SIGKILL);
    assert_true(dies(pid));
}

static void a_crash_is_told_with_its_signal(void **state)
{
    (void)state;
    assert_int_equal(run_script("ulimit -c 0; echo last words; kill -SEGV $$", plain()), TKG_OK);
    assert_int_equal(outcome.end, TKG_CHILD_SIGNALED);
    assert_string_equal(tkg_signal_name(outcome.signal_number), "SIGSEGV");
    assert_string_equal(outcome.tail, "last words\n");
}

static void a_kill_by_somebody_else_is_no_time_out(void **state)
{
    (void)state;
    assert_int_equal(run_script("kill -KILL $$", plain()), TKG_OK);
    assert_int_equal(outcome.end, TKG_CHILD_SIGNALED);
    assert_int_equal(outcome.signal_number, SIGKILL);
}

static void what_cannot_be_run_is_named(void **state)
{
    (void)state;
    const char *const missing[] = {"/no/such/program", NULL};
    const char *const folder[] = {"/tmp", NULL};
    struct tkg_child_request request = plain();
    request.argv = missing;
    assert_int_equal(run(&request), TKG_SYSTEM);
    assert_string_equal(err.text, "cannot run '/no/such/program': No such file or directory; check "
                                  "that the file exists and may be executed");
    request.argv = folder;
    assert_int_equal(run(&request), TKG_SYSTEM);
    assert_non_null(strstr(err.text, "cannot run '/tmp': Permission denied"));
    assert_int_equal(tkg_child_run(&request, &outcome, NULL), TKG_SYSTEM);
    assert_null(outcome.result);
}

static void a_wrong_folder_or_cpu_is_named(void **state)
{
    (void)state;
    struct tkg_child_request request = plain();
    request.directory = "/no/such/folder";
    assert_int_equal(run_script("true", request), TKG_SYSTEM);
    assert_string_equal(err.text, "cannot start '/bin/sh' in the folder '/no/such/folder': No such "
                                  "file or directory; entering the folder failed");
    request = plain();
    request.cpu = 8000;
    assert_int_equal(run_script("true", request), TKG_USAGE);
    assert_non_null(strstr(err.text, "cannot pin to CPU 8000: this thread may use only CPU "));
    assert_non_null(strstr(err.text, "; choose one of them"));
}

static void a_name_without_a_slash_is_looked_up(void **state)
{
    (void)state;
    const char *const argv[] = {"true", NULL};
    struct tkg_child_request request = plain();
    request.argv = argv;
    assert_int_equal(run(&request), TKG_OK);
    assert_exited(0);
}

static void the_environment_is_ours_with_the_extras_on_top(void **state)
{
    (void)state;
    const char *const extra[] = {"TKG_TEST_B=new", "TKG_TEST_C=added", NULL};
    /* Not by a shell: it would quietly drop one of two entries of the same name. */
    const char *const argv[] = {own_path, "--list-environment", NULL};
    struct tkg_child_request request = plain();
    request.argv = argv;
    assert_int_equal(setenv("TKG_TEST_A", "kept", 1), 0);
    assert_int_equal(setenv("TKG_TEST_B", "old", 1), 0);
    assert_int_equal(setenv("TKG_TEST_BB", "not the same name", 1), 0);
    request.extra_env = extra;
    assert_int_equal(run(&request), TKG_OK);
    assert_result("TKG_TEST_A=kept TKG_TEST_BB=not the same name TKG_TEST_B=new TKG_TEST_C=added ");
}

static void the_child_works_in_the_folder_asked_for(void **state)
{
    (void)state;
    struct tkg_child_request request = plain();
    request.directory = "/usr/bin";
    assert_int_equal(run_script("pwd -P >&3", request), TKG_OK);
    assert_result("/usr/bin\n");
}

static void the_child_is_pinned_and_we_are_not(void **state)
{
    (void)state;
    char expected[16];
    struct tkg_child_request request = plain();
    int usable = tkg_cpu_usable_count();
    request.cpu = tkg_cpu_preferred();
    assert_true(request.cpu >= 0);
    (void)snprintf(expected, sizeof(expected), "%d\n", request.cpu);
    assert_int_equal(run_script("grep Cpus_allowed_list /proc/self/status | cut -f 2 >&3", request),
                     TKG_OK);
    assert_result(expected);
    assert_int_equal(tkg_cpu_usable_count(), usable);
}

static void the_child_starts_with_clean_signals(void **state)
{
    (void)state;
    sigset_t blocked, before;
    (void)sigemptyset(&blocked);
    (void)sigaddset(&blocked, SIGUSR1);
    (void)pthread_sigmask(SIG_BLOCK, &blocked, &before);
    void (*old_handler)(int) = signal(SIGPIPE, SIG_IGN);
    enum tkg_status status =
        run_script("grep -E 'SigBlk|SigIgn' /proc/self/status | cut -f 2 >&3", plain());
    (void)signal(SIGPIPE, old_handler);
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    assert_int_equal(status, TKG_OK);
    uint64_t blocked_mask = 1, ignored_mask = 1;
    assert_int_equal(outcome.result_bytes, 34); /* two masks of 16 digits, a line each */
    char text[35] = "";
    memcpy(text, outcome.result, 34);
    assert_int_equal(sscanf(text, "%" SCNx64 "%" SCNx64, &blocked_mask, &ignored_mask), 2);
    tkg_child_outcome_deinit(&outcome);
    /* Signals 32 and 33 belong to the C library, which lets nobody set them. Who was started with
     * them ignored, as by GNU make, hands that on. */
    const uint64_t library_signals = UINT64_C(3) << 31;
    assert_int_equal(blocked_mask, 0);
    assert_int_equal(ignored_mask & ~library_signals, 0);
}

static void no_descriptor_but_four_reaches_the_child(void **state)
{
    (void)state;
    /* One that is not close-on-exec, as a careless library would leave it. */
    int careless = fcntl(open("/dev/null", O_RDONLY | O_CLOEXEC), F_DUPFD, 50);
    const char *const argv[] = {own_path, "--list-descriptors", NULL};
    struct tkg_child_request request = plain();
    request.argv = argv;
    assert_true(careless >= 50);
    assert_int_equal(run(&request), TKG_OK);
    assert_result("0 1 2 3 ");
    (void)close(careless);
}

static void we_keep_no_descriptor_whatever_happens(void **state)
{
    (void)state;
    int before = open_descriptor_count();
    struct tkg_child_request request = plain();
    const char *const missing[] = {"/no/such/program", NULL};
    request.argv = missing;
    for (int i = 0; i < 3; i++) {
        assert_int_equal(run_script("exit 1", plain()), TKG_OK);
        assert_int_equal(run(&request), TKG_SYSTEM);
        assert_int_equal(run_script("yes >&3", plain()), TKG_ENGINE_ERROR);
    }
    assert_int_equal(open_descriptor_count(), before);
}

/* The limit of descriptor numbers below which free_count are not in use. */
static rlim_t limit_with_free_descriptors(int free_count)
{
    rlim_t limit = 0;
    while (free_count > 0 || fcntl((int)limit, F_GETFD) >= 0) {
        free_count -= fcntl((int)limit, F_GETFD) < 0;
        limit++;
    }
    return limit;
}

static void the_limit_of_open_files_is_an_error_without_leaks(void **state)
{
    (void)state;
    struct rlimit old, tight;
    int before = open_descriptor_count();
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &old), 0);
    /* Five descriptors are needed: each limit fails at another of them. */
    for (int free_count = 0; free_count < 5; free_count++) {
        tight = old;
        tight.rlim_cur = limit_with_free_descriptors(free_count);
        assert_int_equal(setrlimit(RLIMIT_NOFILE, &tight), 0);
        enum tkg_status status = run_script("exit 0", plain());
        assert_int_equal(setrlimit(RLIMIT_NOFILE, &old), 0);
        assert_int_equal(status, TKG_SYSTEM);
        assert_string_equal(err.text, "cannot open pipes for '/bin/sh': Too many open files; is "
                                      "the limit of open files reached (ulimit -n)?");
        assert_int_equal(open_descriptor_count(), before);
    }
}

static void run_while_stopped(void)
{
    const char *const argv[] = {own_path, "--fill-pipes", NULL};
    struct tkg_child_request request = plain();
    request.argv = argv;
    request.result_bytes_max = PIPE_BYTES;
    expect(run(&request) == TKG_OK, 1);
    expect(outcome.end == TKG_CHILD_EXITED && outcome.exit_code == 0, 2);
    expect(outcome.result_bytes == PIPE_BYTES, 3);
    expect(strcmp(outcome.tail + strlen(outcome.tail) - 5, "#end\n") == 0, 4);
}

static void what_lies_in_the_pipes_after_the_end_is_read(void **state)
{
    (void)state;
    assert_int_equal(run_apart(run_while_stopped), 0);
}

static void run_with_low_descriptors_closed(void)
{
    for (int fd = 0; fd <= 3; fd++) {
        (void)close(fd);
    }
    struct tkg_child_request request = plain();
    request.input = "in";
    request.input_bytes = 2;
    expect(run_script("cat >&3; echo out; echo err >&2", request) == TKG_OK, 1);
    expect(outcome.result_bytes == 2 && memcmp(outcome.result, "in", 2) == 0, 2);
    expect(strcmp(outcome.tail, "out\nerr\n") == 0, 3);
}

static void closed_standard_descriptors_do_not_confuse_the_pipes(void **state)
{
    (void)state;
    assert_int_equal(run_apart(run_with_low_descriptors_closed), 0);
}

static void only_the_last_printable_output_is_kept(void **state)
{
    (void)state;
    assert_int_equal(run_script("seq 100000; printf '\\033[31mthe \\007end\\033[0m\\n'", plain()),
                     TKG_OK);
    size_t length = strlen(outcome.tail);
    assert_true(length > TKG_CHILD_TAIL_BYTES - 30);
    assert_string_equal(outcome.tail + length - 21, "99999\n100000\nthe end\n");
}

static void run_with_a_signal_from_the_child(void)
{
    (void)signal(SIGTERM, SIG_DFL);
    tkg_interrupt_install();
    expect(run_script("kill -TERM $PPID; sleep 63", plain()) == TKG_OK, 1);
    expect(outcome.end == TKG_CHILD_INTERRUPTED, 2);
    expect(tkg_interrupt_requested() == SIGTERM, 3);
    /* From now on nothing is started at all. */
    expect(run_script("touch /no/such/folder/x; printf started >&3", plain()) == TKG_OK, 4);
    expect(outcome.end == TKG_CHILD_INTERRUPTED && outcome.result == NULL, 5);
}

static void ctrl_c_kills_the_child_and_starts_no_other(void **state)
{
    (void)state;
    assert_int_equal(run_apart(run_with_a_signal_from_the_child), 0);
}

static void run_with_children_reaped_by_the_kernel(void)
{
    (void)signal(SIGCHLD, SIG_IGN);
    expect(run_script("exit 0", plain()) == TKG_SYSTEM, 1);
    expect(strcmp(err.text, "the exit status of '/bin/sh' is lost: No child processes; is SIGCHLD "
                            "ignored?") == 0,
           2);
}

static void a_lost_exit_status_is_an_error_and_no_hang(void **state)
{
    (void)state;
    assert_int_equal(run_apart(run_with_children_reaped_by_the_kernel), 0);
}

static void the_child_dies_with_us(void **state)
{
    (void)state;
    char fifo[] = "/tmp/tkg-child-XXXXXX";
    char script[128], digits[32] = {0};
    int placeholder = mkstemp(fifo);
    assert_true(placeholder >= 0);
    (void)close(placeholder);
    (void)unlink(fifo);
    assert_int_equal(mkfifo(fifo, 0600), 0);
    (void)snprintf(script, sizeof(script), "echo $$ >%s; exec sleep 64", fifo);
    pid_t parent = fork();
    assert_true(parent >= 0);
    if (parent == 0) {
        (void)run_script(script, plain());
        _exit(0);
    }
    int fd = open(fifo, O_RDONLY | O_CLOEXEC); /* waits for the child to open it */
    assert_true(read(fd, digits, sizeof(digits) - 1) > 0);
    (void)close(fd);
    (void)unlink(fifo);
    assert_int_equal(kill(parent, SIGKILL), 0);
    assert_int_equal(waitpid(parent, NULL, 0), parent);
    assert_true(dies((pid_t)strtol(digits, NULL, 10)));
}

static void an_old_kernel_without_pidfd_does_as_well(void **state)
{
    (void)state;
    int careless = fcntl(open("/dev/null", O_RDONLY | O_CLOEXEC), F_DUPFD, 50);
    const char *const argv[] = {own_path, "--list-descriptors", NULL};
    struct tkg_child_request request = plain();
    request.argv = argv;
    kernel_is_old = true;
    enum tkg_status listed = run(&request);
    assert_result("0 1 2 3 ");
    enum tkg_status held = run_script("sleep 65 & echo $! >&3; exit 3", plain());
    kernel_is_old = false;
    assert_int_equal(listed, TKG_OK);
    assert_int_equal(held, TKG_OK);
    assert_exited(3);
    assert_true(dies(result_pid()));
    (void)close(careless);
}

static int compare_int64(const void *left, const void *right)
{
    int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;
    return (a > b) - (a < b);
}

/* Prints, asserts nothing about time: the evidence of docs/decisions/0011-child-start.md. */
static void the_cost_of_a_child_does_not_depend_on_our_memory(void **state)
{
    (void)state;
    enum { COUNT = 100, BALLAST_BYTES = 256 << 20 };
    const char *const argv[] = {"/bin/true", NULL};
    char *ballast = NULL;
    for (int with_ballast = 0; with_ballast <= 1; with_ballast++) {
        int64_t wall_ns[COUNT];
        if (with_ballast) {
            ballast = malloc(BALLAST_BYTES);
            assert_non_null(ballast);
            memset(ballast, 1, BALLAST_BYTES);
        }
        for (int i = 0; i < COUNT; i++) {
            struct tkg_child_request request = plain();
            request.argv = argv;
            assert_int_equal(run(&request), TKG_OK);
            assert_exited(0);
            wall_ns[i] = outcome.wall_ns;
        }
        qsort(wall_ns, COUNT, sizeof(wall_ns[0]), compare_int64);
        print_message("/bin/true with %3d MiB of ours resident: median %.0f us, p90 %.0f us, n=%d; "
                      "its ru_maxrss %.1f MiB\n",
                      with_ballast ? BALLAST_BYTES >> 20 : 0, (double)wall_ns[COUNT / 2] / 1e3,
                      (double)wall_ns[COUNT * 9 / 10] / 1e3, COUNT,
                      (double)outcome.max_rss_bytes / 1048576.0);
    }
    free(ballast);
}

/* What this program does as a child of itself. */
static int write_result(struct tkg_text *text)
{
    bool written = write(3, tkg_text_borrow(text), text->length) == (ssize_t)text->length;
    tkg_text_deinit(text);
    return written ? 0 : 1;
}

static int list_descriptors(void)
{
    struct tkg_text text = {0};
    for (int fd = 0; fd < 1024; fd++) {
        if (fcntl(fd, F_GETFD) >= 0) {
            tkg_text_addf(&text, "%d ", fd);
        }
    }
    return write_result(&text);
}

static int list_environment(void)
{
    struct tkg_text text = {0};
    for (char **entry = environ; *entry; entry++) {
        if (strncmp(*entry, "TKG_TEST_", 9) == 0) {
            tkg_text_addf(&text, "%s ", *entry);
        }
    }
    return write_result(&text);
}

/* Stops the parent, fills both pipes with a megabyte, ends, and only then lets the parent go on. */
static int fill_pipes(void)
{
    static char bytes[PIPE_BYTES];
    pid_t parent = getppid(), self = getpid();
    memset(bytes, '#', sizeof(bytes));
    memcpy(bytes + sizeof(bytes) - 4, "end\n", 4);
    expect(kill(parent, SIGSTOP) == 0, 1);
    if (fork() == 0) {
        (void)setsid(); /* out of the group that is killed */
        while (getppid() == self) {
            (void)poll(NULL, 0, 1);
        }
        _exit(kill(parent, SIGCONT));
    }
    for (int fd = 1; fd <= 3; fd += 2) {
        expect(fcntl(fd, F_SETPIPE_SZ, PIPE_BYTES) >= PIPE_BYTES, 2);
        expect(write(fd, bytes, PIPE_BYTES) == PIPE_BYTES, 3);
    }
    return 0;
}

static int run_as_child(const char *task)
{
    if (strcmp(task, "--list-descriptors") == 0) {
        return list_descriptors();
    }
    return strcmp(task, "--list-environment") == 0 ? list_environment() : fill_pipes();
}

int main(int argc, char **argv)
{
    if (argc == 2 && strncmp(argv[1], "--", 2) == 0) {
        return run_as_child(argv[1]);
    }
    own_path = "/proc/self/exe";
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(result_exit_code_and_output_come_back),
        cmocka_unit_test(a_silent_child_has_no_result),
        cmocka_unit_test(megabytes_pass_in_all_directions_at_once),
        cmocka_unit_test(one_byte_above_the_limit_is_an_error),
        cmocka_unit_test(a_flood_is_stopped_at_the_limit),
        cmocka_unit_test(a_child_may_refuse_its_input),
        cmocka_unit_test(without_input_the_child_reads_nothing),
        cmocka_unit_test(a_child_that_takes_too_long_is_killed_with_its_children),
        cmocka_unit_test(a_grandchild_that_holds_the_pipes_does_not_hold_us),
        cmocka_unit_test(a_grandchild_that_left_the_group_does_not_hold_us_either),
        cmocka_unit_test(a_crash_is_told_with_its_signal),
        cmocka_unit_test(a_kill_by_somebody_else_is_no_time_out),
        cmocka_unit_test(what_cannot_be_run_is_named),
        cmocka_unit_test(a_wrong_folder_or_cpu_is_named),
        cmocka_unit_test(a_name_without_a_slash_is_looked_up),
        cmocka_unit_test(the_environment_is_ours_with_the_extras_on_top),
        cmocka_unit_test(the_child_works_in_the_folder_asked_for),
        cmocka_unit_test(the_child_is_pinned_and_we_are_not),
        cmocka_unit_test(the_child_starts_with_clean_signals),
        cmocka_unit_test(no_descriptor_but_four_reaches_the_child),
        cmocka_unit_test(we_keep_no_descriptor_whatever_happens),
        cmocka_unit_test(the_limit_of_open_files_is_an_error_without_leaks),
        cmocka_unit_test(what_lies_in_the_pipes_after_the_end_is_read),
        cmocka_unit_test(closed_standard_descriptors_do_not_confuse_the_pipes),
        cmocka_unit_test(only_the_last_printable_output_is_kept),
        cmocka_unit_test(ctrl_c_kills_the_child_and_starts_no_other),
        cmocka_unit_test(a_lost_exit_status_is_an_error_and_no_hang),
        cmocka_unit_test(the_child_dies_with_us),
        cmocka_unit_test(an_old_kernel_without_pidfd_does_as_well),
        cmocka_unit_test(the_cost_of_a_child_does_not_depend_on_our_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
