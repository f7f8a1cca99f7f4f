/* SPDX-License-Identifier: Apache-2.0 */
#include "cmocka_all.h"
#include "host/hardware_counters.h"

static volatile uint64_t sum;

static void work(uint64_t count)
{
    for (uint64_t i = 0; i < count; i++) {
        sum += i;
    }
}

static int64_t instructions_of(uint64_t count)
{
    struct tkg_hardware_counters counters;
    int64_t counts[TKG_HARDWARE_EVENT_COUNT];
    (void)tkg_hardware_counters_open(&counters);
    work(count);
    tkg_hardware_counters_read(&counters, counts);
    tkg_hardware_counters_close(&counters);
    return counts[TKG_HARDWARE_INSTRUCTIONS];
}

static void twice_the_work_is_twice_the_instructions(void **state)
{
    (void)state;
    const int64_t one = instructions_of(1000000);
    if (one < 0) {
        print_message("unavailable here: the machine counts no instructions for us\n");
        skip();
    }
    const int64_t two = instructions_of(2000000);
    assert_true(one > 2000000); /* add, compare or jump, each at least */
    assert_near((double)two / (double)one, 2.0, 0.02);
}

/* Whatever the machine has: a counter is a count or -1. */
static void absent_counters_are_minus_one(void **state)
{
    (void)state;
    struct tkg_hardware_counters counters;
    int64_t counts[TKG_HARDWARE_EVENT_COUNT];
    const bool is_any = tkg_hardware_counters_open(&counters);
    bool is_read = false;
    work(1000);
    tkg_hardware_counters_read(&counters, counts);
    for (size_t event = 0; event < TKG_HARDWARE_EVENT_COUNT; event++) {
        assert_true(counters.fds[event] >= 0 ? counts[event] >= -1 : counts[event] == -1);
        is_read = is_read || counts[event] >= 0;
    }
    assert_true(is_any || !is_read);
    tkg_hardware_counters_close(&counters);
    tkg_hardware_counters_read(&counters, counts);
    assert_int_equal(counts[TKG_HARDWARE_CYCLES], -1);
}

/* 1,000 in a quarter of the time are 4,000 in the whole. */
static void counters_that_took_turns_are_scaled(void **state)
{
    (void)state;
    assert_int_equal(tkg_hardware_count_scaled(1000, 400, 100), 4000);
    assert_int_equal(tkg_hardware_count_scaled(1000, 400, 400), 1000);
    assert_int_equal(tkg_hardware_count_scaled(0, 400, 0), -1);
}

static void events_have_names(void **state)
{
    (void)state;
    assert_string_equal(tkg_hardware_event_name(TKG_HARDWARE_INSTRUCTIONS), "instructions");
    assert_string_equal(tkg_hardware_event_name(TKG_HARDWARE_BRANCH_MISSES), "branch misses");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(twice_the_work_is_twice_the_instructions),
        cmocka_unit_test(absent_counters_are_minus_one),
        cmocka_unit_test(counters_that_took_turns_are_scaled),
        cmocka_unit_test(events_have_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
