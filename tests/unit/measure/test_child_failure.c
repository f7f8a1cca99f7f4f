/* SPDX-License-Identifier: Apache-2.0 */
#include "cmocka_all.h"

#include <unistd.h>

#include "made_up_root.h"
#include "measure/child_failure.h"

static void expect(const struct tkg_child_outcome *child, enum tkg_status expected,
                   const char *text)
{
    struct tkg_error err = {0};
    assert_false(tkg_child_answered(child));
    assert_int_equal(tkg_child_fail(child, "e.so", "pass Z", INT64_C(2000000000), &err), expected);
    assert_string_equal(err.text, text);
}

static void every_bad_end_says_how(void **state)
{
    (void)state;
    struct tkg_child_outcome child = {.end = TKG_CHILD_SIGNALED, .signal_number = 11};
    expect(&child, TKG_ENGINE_CRASH, "engine e.so crashed with SIGSEGV in pass Z");
    child = (struct tkg_child_outcome){.end = TKG_CHILD_TIMED_OUT};
    expect(&child, TKG_ENGINE_TIMEOUT,
           "engine e.so did not finish within 2.00 s in pass Z; raise --timeout if it is only "
           "slow");
    child = (struct tkg_child_outcome){.end = TKG_CHILD_INTERRUPTED};
    expect(&child, TKG_INTERRUPTED, "interrupted in pass Z");
    child = (struct tkg_child_outcome){.end = TKG_CHILD_EXITED, .exit_code = 9};
    expect(&child, TKG_ENGINE_CRASH,
           "engine e.so ended the process (exit code 9) in pass Z before the replay was over");
}

static void silence_with_exit_code_0_is_no_answer(void **state)
{
    (void)state;
    const struct tkg_child_outcome child = {.end = TKG_CHILD_EXITED};
    assert_false(tkg_child_answered(&child));
}

static void last_words_are_passed_on(void **state)
{
    (void)state;
    struct tkg_child_outcome child = {.end = TKG_CHILD_SIGNALED, .signal_number = 6};
    (void)snprintf(child.tail, sizeof child.tail, "assertion failed: book is crossed");
    expect(&child, TKG_ENGINE_CRASH,
           "engine e.so crashed with SIGABRT in pass Z; its last output: assertion failed: book "
           "is crossed");
}

static void expect_reason(const char *limit, const char *events, const char *text)
{
    char reason[TKG_KILL_REASON_BYTES];
    put("/proc/self/mountinfo", "35 24 0:29 / /cg rw - cgroup2 cgroup2 rw\n");
    put("/proc/self/cgroup", "0::/job\n");
    put("/cg/job/memory.max", limit);
    put("/cg/job/memory.events", events);
    assert_string_equal(tkg_child_kill_reason(root, reason), text);
}

static void a_kill_below_a_memory_limit_has_a_likely_reason(void **state)
{
    (void)state;
    expect_reason("64000000\n", "oom 3\noom_kill 1\n",
                  ", probably for lack of memory: the control group may use 64.0 MB, and the "
                  "kernel has ended 1 process of it for that");
    expect_reason("2000000000\n", "oom_kill 12\n",
                  ", probably for lack of memory: the control group may use 2.00 GB, and the "
                  "kernel has ended 12 processes of it for that");
}

static void without_a_limit_or_without_a_kill_nothing_is_guessed(void **state)
{
    (void)state;
    expect_reason("64000000\n", "oom 3\noom_kill 0\n", "");
    expect_reason("max\n", "oom_kill 1\n", "");
    expect_reason("64000000\n", "", "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_bad_end_says_how),
        cmocka_unit_test(silence_with_exit_code_0_is_no_answer),
        cmocka_unit_test(last_words_are_passed_on),
        cmocka_unit_test_setup_teardown(a_kill_below_a_memory_limit_has_a_likely_reason, make_root,
                                        remove_root),
        cmocka_unit_test_setup_teardown(without_a_limit_or_without_a_kill_nothing_is_guessed,
                                        make_root, remove_root),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
