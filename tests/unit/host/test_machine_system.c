/* SPDX-License-Identifier: Apache-2.0
 *
 * What the running system answers, against the same asked another way.
 */
#include "cmocka_all.h"

#include <sched.h>
#include <sys/statvfs.h>

#include "host/clock.h"
#include "host/cpu.h"
#include "host/machine_state.h"

static struct tkg_machine_state state;

static int read_once(void **unused)
{
    (void)unused;
    tkg_machine_system_read(&state);
    return 0;
}

/* Two calibrations of one counter agree to far better than a percent: docs/decisions/0010. */
static void counter_has_the_rate_that_calibration_finds(void **unused)
{
    struct tkg_cycle_clock clock;
    struct tkg_error err = {.text = ""};
    (void)unused;
    assert_status(tkg_cycle_clock_calibrate(&clock, 20000000, &err), TKG_OK, &err);
    assert_near(state.counter_ghz * clock.ns_per_cycle, 1.0, 0.01);
    assert_true(state.counter_read_ns > 0.0);
}

static void cpus_are_those_of_the_mask_and_the_machine(void **unused)
{
    (void)unused;
    assert_int_equal(state.cpu_online_count, tkg_cpu_online_count());
    assert_int_equal(state.cpu_usable_count, tkg_cpu_usable_count());
    assert_true(state.cpu_usable_count >= 1);
}

/* Trying it must not leave the process pinned. */
static void pinning_is_tried_and_taken_back(void **unused)
{
    struct tkg_machine_state again = {.can_pin = false};
    cpu_set_t before;
    cpu_set_t after;
    (void)unused;
    assert_int_equal(sched_getaffinity(0, sizeof(before), &before), 0);
    tkg_machine_system_read(&again);
    assert_int_equal(sched_getaffinity(0, sizeof(after), &after), 0);
    assert_true(CPU_EQUAL(&before, &after));
    assert_int_equal(again.can_pin, tkg_cpu_pin(tkg_cpu_preferred(), NULL) == TKG_OK);
}

static void temporary_room_is_that_of_tmpdir(void **unused)
{
    struct tkg_machine_state here = {.can_pin = false};
    (void)unused;
    assert_int_equal(setenv("TMPDIR", "/no/such/folder", 1), 0);
    tkg_machine_system_read(&here);
    assert_int_equal(here.temporary_bytes_free, -1);
    assert_int_equal(unsetenv("TMPDIR"), 0);
    assert_true(state.temporary_bytes_free >= 0);
}

static void build_type_is_known(void **unused)
{
    (void)unused;
    assert_true(strlen(state.build_type) > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counter_has_the_rate_that_calibration_finds),
        cmocka_unit_test(cpus_are_those_of_the_mask_and_the_machine),
        cmocka_unit_test(pinning_is_tried_and_taken_back),
        cmocka_unit_test(temporary_room_is_that_of_tmpdir),
        cmocka_unit_test(build_type_is_known),
    };
    return cmocka_run_group_tests(tests, read_once, NULL);
}
