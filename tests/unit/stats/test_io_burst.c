/* SPDX-License-Identifier: Apache-2.0
 *
 * Expected values by hand: all in the share d of the time has s / m = sqrt((1 - d) / d).
 */
#include "cmocka_all.h"

#include "stats/io_burst.h"
#include "telemetry_series.h"

static const int64_t MB = 1000000;

/* `count` intervals; every `every`-th has that many bytes, the others none. */
static double burstiness(uint32_t count, uint32_t every, int64_t bytes)
{
    struct tkg_telemetry *telemetry = make_series(count, 0.5);
    for (uint32_t i = 0; i < count; i++) {
        telemetry->points[i].io_bytes = i % every == 0 ? bytes : 0;
    }
    const double value = tkg_io_burstiness(telemetry);
    free(telemetry);
    return value;
}

/* row: T12 */
static void same_in_every_interval_is_minus_one(void **state)
{
    (void)state;
    assert_near(burstiness(100, 1, MB), -1.0, 1e-9);
}

/* d = 1/2: s = m. d = 1/5: s = 2 m, (2 - 1) / (2 + 1). d = 1/20: sqrt(19) = 4.3589.
 * row: T12 */
static void fewer_intervals_with_all_of_it_are_burstier(void **state)
{
    (void)state;
    assert_near(burstiness(100, 2, MB), 0.0, 1e-9);
    assert_near(burstiness(100, 5, MB), 1.0 / 3.0, 1e-9);
    assert_near(burstiness(100, 20, MB), 3.358899 / 5.358899, 1e-6);
}

/* An interval of twice the length with twice the bytes is as steady as the others. */
static void bytes_count_by_time(void **state)
{
    (void)state;
    struct tkg_telemetry *telemetry = make_series(20, 0.5);
    for (uint32_t i = 0; i < 20; i++) {
        telemetry->points[i].wall_ns = (i % 3 + 1) * INT64_C(1000000);
        telemetry->points[i].io_bytes = (i % 3 + 1) * MB;
    }
    assert_near(tkg_io_burstiness(telemetry), -1.0, 1e-6);
    free(telemetry);
}

static void little_or_unknown_is_not_judged(void **state)
{
    (void)state;
    assert_nan(burstiness(9, 1, MB));
    assert_near(burstiness(10, 1, MB), -1.0, 1e-9);
    assert_nan(burstiness(100, 100, MB - 1));
    assert_near(burstiness(100, 100, MB), 0.8173495, 1e-6); /* s = sqrt(99) m */
    assert_nan(burstiness(0, 1, MB));
    assert_nan(burstiness(100, 100, -1));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(same_in_every_interval_is_minus_one),
        cmocka_unit_test(fewer_intervals_with_all_of_it_are_burstier),
        cmocka_unit_test(bytes_count_by_time),
        cmocka_unit_test(little_or_unknown_is_not_judged),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
