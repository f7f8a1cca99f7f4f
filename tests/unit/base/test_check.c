/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/check.h"
#include "base/status.h"
#include "base/text.h"

/* Runs body in a process of its own with standard error in a pipe; returns the wait status. */
static int run_apart(void (*body)(void), char *message, size_t message_bytes)
{
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        (void)dup2(ends[1], STDERR_FILENO);
        (void)signal(SIGABRT, SIG_DFL); /* the test runner catches it */
        body();
        _exit(0);
    }
    (void)close(ends[1]);
    ssize_t count = read(ends[0], message, message_bytes - 1);
    message[count > 0 ? count : 0] = '\0';
    (void)close(ends[0]);
    int status = 0;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    return status;
}

static void break_a_contract(void)
{
    int tick_count = -1;
    TKG_ASSERT(tick_count >= 0);
}

static void keep_a_contract(void)
{
    TKG_ASSERT(1 + 1 == 2);
}

static void name_an_unknown_status(void)
{
    (void)tkg_status_name(TKG_STATUS_COUNT);
}

static void fail_with_ok(void)
{
    (void)tkg_fail(NULL, TKG_OK, "nothing failed");
}

static void copy_into_nothing(void)
{
    char out[1];
    (void)tkg_string_copy(out, 0, "x");
}

static void a_false_condition_names_itself_and_aborts(void **state)
{
    (void)state;
    char message[512];
    int status = run_apart(break_a_contract, message, sizeof(message));
    assert_true(WIFSIGNALED(status));
    assert_int_equal(WTERMSIG(status), SIGABRT);
    assert_non_null(strstr(message, "test_check.c:"));
    assert_non_null(strstr(message, "tick_count >= 0 is false"));
    assert_non_null(strstr(message, "please report this"));
}

static void a_true_condition_is_silent(void **state)
{
    (void)state;
    char message[512];
    int status = run_apart(keep_a_contract, message, sizeof(message));
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
    assert_string_equal(message, "");
}

static void a_condition_is_evaluated_once(void **state)
{
    (void)state;
    int evaluations = 0;
    TKG_ASSERT(++evaluations == 1);
    assert_int_equal(evaluations, 1);
}

static void contracts_of_this_room_abort_when_broken(void **state)
{
    (void)state;
    void (*const bodies[])(void) = {name_an_unknown_status, fail_with_ok, copy_into_nothing};
    for (size_t i = 0; i < sizeof(bodies) / sizeof(bodies[0]); i++) {
        char message[512];
        int status = run_apart(bodies[i], message, sizeof(message));
        assert_true(WIFSIGNALED(status));
        assert_int_equal(WTERMSIG(status), SIGABRT);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_false_condition_names_itself_and_aborts),
        cmocka_unit_test(a_true_condition_is_silent),
        cmocka_unit_test(a_condition_is_evaluated_once),
        cmocka_unit_test(contracts_of_this_room_abort_when_broken),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
