/* SPDX-License-Identifier: Apache-2.0 */
#include "cmocka_all.h"

#include "measure/allocation_count.h"

static void *volatile kept;

static void nothing_is_counted_and_said_to_be(void **state)
{
    (void)state;
    tkg_allocation_count_begin();
    kept = malloc(10);
    tkg_allocation_count_end();
    free(kept);
    assert_int_equal(tkg_allocation_count_read().allocation_count, 0);
    assert_int_equal(tkg_allocation_count_read().allocated_bytes, 0);
    assert_int_equal(tkg_allocation_count_read().release_count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_counted_and_said_to_be),
    };
    if (tkg_allocation_count_is_available()) {
        (void)printf("unavailable here: this build counts allocations\n");
        return 77;
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
