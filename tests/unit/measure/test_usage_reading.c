/* SPDX-License-Identifier: Apache-2.0 */
#include "cmocka_all.h"

#include <unistd.h>

#include "measure/usage_reading.h"

static void counters_are_subtracted_and_levels_are_not(void **state)
{
    (void)state;
    struct tkg_usage_reading before = {{0}}, after = {{0}};
    double values[TKG_TELEMETRY_VALUE_COUNT];
    before.values[TKG_TELEMETRY_WRITE_CALLS] = 10.0;
    after.values[TKG_TELEMETRY_WRITE_CALLS] = 14.0;
    before.values[TKG_TELEMETRY_RSS] = 100.0;
    after.values[TKG_TELEMETRY_RSS] = 90.0;
    before.values[TKG_TELEMETRY_NET_SENT] = 5.0; /* fell: the counter is not the same one */
    before.values[TKG_TELEMETRY_IO_STALL] = (double)NAN;
    after.values[TKG_TELEMETRY_IO_STALL] = 7.0;
    tkg_usage_reading_compare(&before, &after, values);
    assert_near(values[TKG_TELEMETRY_WRITE_CALLS], 4.0, 0.0);
    assert_near(values[TKG_TELEMETRY_RSS], 90.0, 0.0);
    assert_nan(values[TKG_TELEMETRY_NET_SENT]);
    assert_nan(values[TKG_TELEMETRY_IO_STALL]);
}

static void a_reading_sees_what_was_written_between(void **state)
{
    (void)state;
    enum { COUNT = 4096 };
    static const char bytes[COUNT];
    struct tkg_usage_reading before, after;
    double values[TKG_TELEMETRY_VALUE_COUNT];
    FILE *file = tmpfile();
    assert_non_null(file);
    tkg_usage_reading_take(&before);
    assert_int_equal(write(fileno(file), bytes, COUNT), COUNT);
    tkg_usage_reading_take(&after);
    (void)fclose(file);
    tkg_usage_reading_compare(&before, &after, values);
    if (isnan(before.values[TKG_TELEMETRY_WRITTEN_CHARS])) {
        print_message("unavailable here: the kernel keeps no I/O accounts\n");
        skip();
    }
    assert_near(values[TKG_TELEMETRY_WRITTEN_CHARS], COUNT, 0.0);
    assert_near(values[TKG_TELEMETRY_WRITE_CALLS], 1.0, 0.0);
    assert_true(values[TKG_TELEMETRY_RSS] > 0.0);
    assert_true(values[TKG_TELEMETRY_PEAK] >= values[TKG_TELEMETRY_RSS] / 2);
    assert_true(values[TKG_TELEMETRY_CPU_USABLE] >= 1.0);
    assert_true(values[TKG_TELEMETRY_MINOR_FAULTS] >= 0.0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counters_are_subtracted_and_levels_are_not),
        cmocka_unit_test(a_reading_sees_what_was_written_between),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
