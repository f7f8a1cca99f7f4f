/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "host/child.h"

/* The request flag lives as long as the process: each case gets a process of its own. Returns the
 * wait status. */
static int run_apart(void (*body)(void))
{
    int status = 0;
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        (void)signal(SIGINT, SIG_DFL);
        (void)signal(SIGTERM, SIG_DFL);
        body();
        _exit(0);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    return status;
}

static void expect(int condition)
{
    if (!condition) {
        _exit(1);
    }
}

static void interrupt_once(void)
{
    tkg_interrupt_install();
    expect(tkg_interrupt_requested() == 0);
    expect(raise(SIGINT) == 0);
    expect(tkg_interrupt_requested() == SIGINT);
}

static void terminate_once(void)
{
    tkg_interrupt_install();
    expect(raise(SIGTERM) == 0);
    expect(tkg_interrupt_requested() == SIGTERM);
}

static void interrupt_twice(void)
{
    tkg_interrupt_install();
    (void)raise(SIGINT);
    (void)raise(SIGINT);
}

static void interrupt_then_terminate(void)
{
    tkg_interrupt_install();
    (void)raise(SIGINT);
    (void)raise(SIGTERM);
}

static void interrupt_while_ignored(void)
{
    (void)signal(SIGINT, SIG_IGN);
    tkg_interrupt_install();
    (void)raise(SIGINT);
    (void)raise(SIGINT);
    expect(tkg_interrupt_requested() == 0);
}

static void signals_have_their_names(void **state)
{
    (void)state;
    assert_string_equal(tkg_signal_name(SIGSEGV), "SIGSEGV");
    assert_string_equal(tkg_signal_name(SIGKILL), "SIGKILL");
    assert_string_equal(tkg_signal_name(SIGSYS), "SIGSYS");
    assert_string_equal(tkg_signal_name(11), "SIGSEGV");
    assert_string_equal(tkg_signal_name(77), "signal 77");
    assert_string_equal(tkg_signal_name(-1), "signal -1");
}

static void every_name_is_the_one_of_the_c_library(void **state)
{
    (void)state;
#if defined(__GLIBC__) && __GLIBC_PREREQ(2, 32)
    for (int number = 1; number < 32; number++) {
        const char *name = tkg_signal_name(number);
        if (strncmp(name, "SIG", 3) == 0) { /* glibc calls SIGIO "POLL" */
            assert_string_equal(number == SIGIO ? "POLL" : name + 3, sigabbrev_np(number));
        }
    }
#else
    skip();
#endif
}

static void the_first_signal_is_only_remembered(void **state)
{
    (void)state;
    assert_int_equal(run_apart(interrupt_once), 0);
    assert_int_equal(run_apart(terminate_once), 0);
}

static void the_second_signal_ends_the_program(void **state)
{
    (void)state;
    int status = run_apart(interrupt_twice);
    assert_true(WIFSIGNALED(status));
    assert_int_equal(WTERMSIG(status), SIGINT);
    status = run_apart(interrupt_then_terminate);
    assert_true(WIFSIGNALED(status));
    assert_int_equal(WTERMSIG(status), SIGTERM);
}

static void an_ignored_signal_stays_ignored(void **state)
{
    (void)state;
    assert_int_equal(run_apart(interrupt_while_ignored), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(signals_have_their_names),
        cmocka_unit_test(every_name_is_the_one_of_the_c_library),
        cmocka_unit_test(the_first_signal_is_only_remembered),
        cmocka_unit_test(the_second_signal_ends_the_program),
        cmocka_unit_test(an_ignored_signal_stays_ignored),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
