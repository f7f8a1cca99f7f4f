/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "host/child_start.h"

/* How children behave in full is in test_child.c; here is what the parent holds after a start. */
static struct tkg_child_process child;
static struct tkg_error err;

static enum tkg_status start_script(const char *script, const char *input)
{
    const char *const argv[] = {"/bin/sh", "-c", script, NULL};
    struct tkg_child_request request = {
        .argv = argv, .input = input, .input_bytes = input ? strlen(input) : 0, .cpu = -1};
    return tkg_child_start(&request, &child, &err);
}

/* Reaps the child and closes what belongs to it; returns the exit code. */
static int finish(void)
{
    int status = 0;
    tkg_child_close(&child.input_fd); /* a reader of it sees the end */
    assert_int_equal(waitpid(child.pid, &status, 0), child.pid);
    tkg_child_close(&child.result_fd);
    tkg_child_close(&child.tail_fd);
    tkg_child_close(&child.exit_fd);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static int open_descriptor_count(void)
{
    int count = 0;
    for (int fd = 0; fd < 1024; fd++) {
        count += fcntl(fd, F_GETFD) >= 0;
    }
    return count;
}

static void assert_parents_end(int fd, int access_mode)
{
    assert_true(fd > TKG_CHILD_RESULT_FD);
    assert_int_equal(fcntl(fd, F_GETFD) & FD_CLOEXEC, FD_CLOEXEC);
    assert_int_equal(fcntl(fd, F_GETFL) & O_ACCMODE, access_mode);
    assert_int_equal(fcntl(fd, F_GETFL) & O_NONBLOCK, O_NONBLOCK);
}

static void our_ends_never_block_and_reach_no_other_child(void **state)
{
    (void)state;
    assert_int_equal(start_script("cat", "x"), TKG_OK);
    assert_parents_end(child.input_fd, O_WRONLY);
    assert_parents_end(child.result_fd, O_RDONLY);
    assert_parents_end(child.tail_fd, O_RDONLY);
    assert_int_equal(finish(), 0);
}

static void the_ends_of_the_child_block_as_programs_expect(void **state)
{
    (void)state;
    /* The flags are octal in fdinfo (proc(5)); 04000 is O_NONBLOCK. */
    assert_int_equal(start_script("for fd in 0 1 2 3; do "
                                  "flags=$(sed -n 's/^flags:[^0-9]*//p' /proc/$$/fdinfo/$fd); "
                                  "[ $((flags & 04000)) -eq 0 ] || exit 1; done",
                                  "x"),
                     TKG_OK);
    assert_int_equal(finish(), 0);
}

static void without_input_there_is_no_input_pipe(void **state)
{
    (void)state;
    assert_int_equal(start_script("exit 5", NULL), TKG_OK);
    assert_int_equal(child.input_fd, -1);
    assert_int_equal(finish(), 5);
}

static void the_child_leads_a_group_of_its_own_at_once(void **state)
{
    (void)state;
    assert_int_equal(start_script("cat", "x"), TKG_OK);
    assert_int_equal(getpgid(child.pid), child.pid);
    assert_true(getpgrp() != child.pid);
    assert_int_equal(finish(), 0);
}

static void the_exit_descriptor_tells_the_end(void **state)
{
    (void)state;
    assert_int_equal(start_script("cat", "x"), TKG_OK);
    if (child.exit_fd < 0) {
        print_message("this kernel has no pidfd\n");
        assert_int_equal(finish(), 0);
        skip();
    }
    struct pollfd exit_poll = {.fd = child.exit_fd, .events = POLLIN};
    assert_int_equal(poll(&exit_poll, 1, 0), 0); /* cat still reads */
    tkg_child_close(&child.input_fd);
    assert_int_equal(poll(&exit_poll, 1, 30000), 1);
    assert_int_equal(finish(), 0);
}

static void a_failed_start_leaves_no_process_and_no_descriptor(void **state)
{
    (void)state;
    const char *const argv[] = {"/no/such/program", NULL};
    const struct tkg_child_request request = {
        .argv = argv, .input = "x", .input_bytes = 1, .cpu = -1};
    int before = open_descriptor_count();
    assert_int_equal(tkg_child_start(&request, &child, &err), TKG_SYSTEM);
    assert_non_null(strstr(err.text, "cannot run '/no/such/program'"));
    assert_int_equal(open_descriptor_count(), before);
    assert_int_equal(child.input_fd, -1);
    assert_int_equal(child.result_fd, -1);
    assert_int_equal(child.tail_fd, -1);
    assert_int_equal(child.exit_fd, -1);
    errno = 0;
    assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
    assert_int_equal(errno, ECHILD);
}

static void closing_is_done_once(void **state)
{
    (void)state;
    int fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
    int old = fd;
    tkg_child_close(&fd);
    assert_int_equal(fd, -1);
    assert_int_equal(fcntl(old, F_GETFD), -1);
    tkg_child_close(&fd);
    assert_int_equal(fd, -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(our_ends_never_block_and_reach_no_other_child),
        cmocka_unit_test(the_ends_of_the_child_block_as_programs_expect),
        cmocka_unit_test(without_input_there_is_no_input_pipe),
        cmocka_unit_test(the_child_leads_a_group_of_its_own_at_once),
        cmocka_unit_test(the_exit_descriptor_tells_the_end),
        cmocka_unit_test(a_failed_start_leaves_no_process_and_no_descriptor),
        cmocka_unit_test(closing_is_done_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
