/* SPDX-License-Identifier: Apache-2.0 */
#include "cmocka_all.h"
#include "engine/host_allocator.h"

static void memory_is_zeroed_aligned_and_counted(void **state)
{
    (void)state;
    struct tkg_host_allocator host;
    tkg_host_allocator_init(&host);
    const struct tkg_allocator *allocator = &host.interface;
    static const size_t alignments[] = {1, 8, 64, 4096};
    for (size_t i = 0; i < 4; i++) {
        unsigned char *memory = allocator->allocate(allocator->context, 1000, alignments[i]);
        assert_non_null(memory);
        assert_int_equal((uintptr_t)memory % alignments[i], 0);
        for (size_t byte = 0; byte < 1000; byte++) {
            assert_int_equal(memory[byte], 0);
        }
        assert_int_equal(host.live_bytes, 1000);
        allocator->release(allocator->context, memory, 1000);
    }
    assert_int_equal(host.allocation_count, 4);
    assert_int_equal(host.live_bytes, 0);
    assert_int_equal(host.peak_bytes, 1000);
}

static void peak_is_the_greatest_live_amount(void **state)
{
    (void)state;
    struct tkg_host_allocator host;
    tkg_host_allocator_init(&host);
    const struct tkg_allocator *allocator = &host.interface;
    void *first = allocator->allocate(allocator->context, 300, 8);
    void *second = allocator->allocate(allocator->context, 500, 8);
    allocator->release(allocator->context, first, 300);
    void *third = allocator->allocate(allocator->context, 100, 8);
    assert_int_equal(host.live_bytes, 600);
    assert_int_equal(host.peak_bytes, 800);
    allocator->release(allocator->context, second, 500);
    allocator->release(allocator->context, third, 100);
}

static void senseless_requests_get_null_and_count_nothing(void **state)
{
    (void)state;
    struct tkg_host_allocator host;
    tkg_host_allocator_init(&host);
    const struct tkg_allocator *allocator = &host.interface;
    assert_null(allocator->allocate(allocator->context, 0, 8));
    assert_null(allocator->allocate(allocator->context, 10, 8192));
    assert_null(allocator->allocate(allocator->context, 10, 48));
/* The sanitizers end the program instead. */
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
    assert_null(allocator->allocate(allocator->context, SIZE_MAX / 2, 64));
#endif
    assert_int_equal(host.allocation_count, 0);
    assert_int_equal(host.live_bytes, 0);
}

static void release_of_null_is_nothing(void **state)
{
    (void)state;
    struct tkg_host_allocator host;
    tkg_host_allocator_init(&host);
    host.interface.release(host.interface.context, NULL, 100);
    assert_int_equal(host.live_bytes, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_is_zeroed_aligned_and_counted),
        cmocka_unit_test(peak_is_the_greatest_live_amount),
        cmocka_unit_test(senseless_requests_get_null_and_count_nothing),
        cmocka_unit_test(release_of_null_is_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
