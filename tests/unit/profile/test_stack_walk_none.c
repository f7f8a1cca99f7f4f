/* SPDX-License-Identifier: Apache-2.0 */
#include <unistd.h>

#include "cmocka_all.h"
#include "profile/stack_walk.h"

static void nothing_is_read_and_the_reason_told(void **state)
{
    (void)state;
    char reason[512];
    struct tkg_error err = {0};
    struct tkg_stack_walk *walk = NULL;
    uint64_t addresses[TKG_STACK_DEPTH_MAX];
    assert_false(tkg_stack_walk_is_available(reason, sizeof reason));
    assert_contains(reason, "libdw");
    assert_status(tkg_stack_walk_open(&walk, getpid(), &err), TKG_ENVIRONMENT, &err);
    assert_int_equal(tkg_stack_walk_read(walk, addresses), 0);
    assert_string_equal(tkg_stack_walk_resolve(walk, 1).name, "");
    tkg_stack_walk_close(walk);
}

int main(void)
{
    char reason[512];
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_read_and_the_reason_told),
    };
    if (tkg_stack_walk_is_available(reason, sizeof reason)) {
        (void)printf("unavailable here: this build reads stacks\n");
        return 77;
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
