/* SPDX-License-Identifier: Apache-2.0
 *
 * The stack of a child that waits in a function of this file.
 */
#include <signal.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cmocka_all.h"
#include "profile/stack_walk.h"

static __attribute__((noinline)) void inner_function(void)
{
    (void)raise(SIGSTOP);
    __asm__ volatile("" : : : "memory"); /* not the last call: its frame stays */
}

static __attribute__((noinline)) void outer_function(void)
{
    inner_function();
    __asm__ volatile("" : : : "memory");
}

static pid_t start_traced_child(void)
{
    int status = 0;
    const pid_t pid = fork();
    if (pid == 0) {
        (void)ptrace(PTRACE_TRACEME, 0, NULL, NULL);
        outer_function();
        _exit(0);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFSTOPPED(status));
    return pid;
}

static void end_child(pid_t pid)
{
    (void)kill(pid, SIGKILL);
    (void)waitpid(pid, NULL, 0);
}

static void callers_stand_in_order(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    struct tkg_stack_walk *walk = NULL;
    uint64_t addresses[TKG_STACK_DEPTH_MAX];
    size_t inner = 0, outer = 0;
    const pid_t pid = start_traced_child();
    assert_status(tkg_stack_walk_open(&walk, pid, &err), TKG_OK, &err);
    const size_t count = tkg_stack_walk_read(walk, addresses);
    for (size_t i = 0; i < count; i++) {
        const struct tkg_stack_function function = tkg_stack_walk_resolve(walk, addresses[i]);
        inner = strcmp(function.name, "inner_function") == 0 ? i : inner;
        outer = strcmp(function.name, "outer_function") == 0 ? i : outer;
    }
    const struct tkg_stack_function found = tkg_stack_walk_resolve(walk, addresses[inner]);
    assert_contains(found.object, "test_stack_walk_libdw");
    end_child(pid);
    tkg_stack_walk_close(walk);
    assert_true(inner > 0); /* raise() is above it */
    assert_int_equal(outer, inner + 1);
}

static void address_of_nothing_has_no_name(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    struct tkg_stack_walk *walk = NULL;
    const pid_t pid = start_traced_child();
    assert_status(tkg_stack_walk_open(&walk, pid, &err), TKG_OK, &err);
    const struct tkg_stack_function nothing = tkg_stack_walk_resolve(walk, 16);
    assert_string_equal(nothing.name, "");
    assert_string_equal(nothing.object, "");
    end_child(pid);
    tkg_stack_walk_close(walk);
}

static void process_that_is_gone_is_told(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    struct tkg_stack_walk *walk = NULL;
    const pid_t pid = start_traced_child();
    end_child(pid);
    assert_status(tkg_stack_walk_open(&walk, pid, &err), TKG_SYSTEM, &err);
    assert_contains(err.text, "cannot look into process");
}

int main(void)
{
    char reason[512];
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(callers_stand_in_order),
        cmocka_unit_test(address_of_nothing_has_no_name),
        cmocka_unit_test(process_that_is_gone_is_told),
    };
    if (!tkg_stack_walk_is_available(reason, sizeof reason)) {
        (void)printf("unavailable here: %s\n", reason);
        return 77;
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
