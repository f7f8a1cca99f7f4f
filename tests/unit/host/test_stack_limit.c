/* SPDX-License-Identifier: Apache-2.0
 *
 * Limits are set in forked children: a hard limit that was lowered stays low.
 */
#include "host/stack_limit.h"

#include <stdbool.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cmocka_all.h"

enum { KIB = 1024, ENOUGH_KIB = 1024, HELD = 40, FAILED = 41 };

struct attempt {
    rlim_t soft_bytes, hard_bytes; /* that the child begins with */
    enum tkg_status status;        /* of the call there */
    rlim_t soft_bytes_after;
    struct tkg_error err;
};

/* Answers through a pipe: what a forked child writes into memory is its own. */
static struct attempt try_with(rlim_t soft_bytes, rlim_t hard_bytes)
{
    struct attempt attempt = {.soft_bytes = soft_bytes, .hard_bytes = hard_bytes};
    int ends[2];
    int wait_status = 0;
    assert_int_equal(pipe(ends), 0);
    const pid_t child = fork();
    if (child == 0) {
        struct rlimit limit = {.rlim_cur = soft_bytes, .rlim_max = hard_bytes};
        bool is_set = setrlimit(RLIMIT_STACK, &limit) == 0;
        attempt.status = tkg_stack_limit_ensure(&attempt.err);
        is_set = is_set && getrlimit(RLIMIT_STACK, &limit) == 0;
        attempt.soft_bytes_after = limit.rlim_cur;
        is_set = is_set && write(ends[1], &attempt, sizeof attempt) == (ssize_t)sizeof attempt;
        _exit(is_set ? HELD : FAILED);
    }
    assert_true(child > 0);
    assert_int_equal(read(ends[0], &attempt, sizeof attempt), (ssize_t)sizeof attempt);
    assert_int_equal(waitpid(child, &wait_status, 0), child);
    assert_true(WIFEXITED(wait_status) && WEXITSTATUS(wait_status) == HELD);
    (void)close(ends[0]);
    (void)close(ends[1]);
    return attempt;
}

static void low_soft_limit_is_raised(void **state)
{
    (void)state;
    const struct attempt attempt = try_with(256 * KIB, 8192 * KIB);
    assert_int_equal(attempt.status, TKG_OK);
    assert_int_equal(attempt.soft_bytes_after, ENOUGH_KIB * KIB);
}

static void limit_that_is_enough_is_left_as_it_is(void **state)
{
    (void)state;
    const struct attempt equal = try_with(ENOUGH_KIB * KIB, 8192 * KIB);
    assert_int_equal(equal.status, TKG_OK);
    assert_int_equal(equal.soft_bytes_after, ENOUGH_KIB * KIB);
    const struct attempt above = try_with(2048 * KIB, 8192 * KIB);
    assert_int_equal(above.status, TKG_OK);
    assert_int_equal(above.soft_bytes_after, 2048 * KIB);
}

static void low_hard_limit_is_refused_with_advice(void **state)
{
    (void)state;
    const struct attempt attempt = try_with(256 * KIB, 256 * KIB);
    assert_int_equal(attempt.status, TKG_ENVIRONMENT);
    assert_string_equal(attempt.err.text,
                        "the stack may take 256 KiB here, tickgate needs 1024 KiB; raise the "
                        "limit: ulimit -s 1024 (by root where the hard limit is lower, too)");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(low_soft_limit_is_raised),
        cmocka_unit_test(limit_that_is_enough_is_left_as_it_is),
        cmocka_unit_test(low_hard_limit_is_refused_with_advice),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
