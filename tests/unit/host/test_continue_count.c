/* SPDX-License-Identifier: Apache-2.0 */
#include "cmocka_all.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "host/continue_count.h"

enum { PATIENCE_S = 60 };

/* Exit code: how often it was continued, as soon as that is not 0; ended by SIGALRM if never. */
static void count_until_continued(void)
{
    (void)alarm(PATIENCE_S);
    tkg_continue_count_begin();
    (void)raise(SIGSTOP); /* after the handler is there; the parent sees it and continues us */
    while (tkg_continue_count_read() == 0) {
    }
    _exit((int)tkg_continue_count_read());
}

static void a_process_that_is_stopped_and_continued_counts_it(void **state)
{
    (void)state;
    int status = 0;
    const pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        count_until_continued();
    }
    assert_int_equal(waitpid(child, &status, WUNTRACED), child);
    assert_true(WIFSTOPPED(status));
    assert_int_equal(kill(child, SIGCONT), 0);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 1);
}

static void nothing_is_counted_without_a_stop(void **state)
{
    (void)state;
    tkg_continue_count_begin();
    assert_int_equal(tkg_continue_count_read(), 0);
    tkg_continue_count_begin();
    assert_int_equal(tkg_continue_count_read(), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_process_that_is_stopped_and_continued_counts_it),
        cmocka_unit_test(nothing_is_counted_without_a_stop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
