/* SPDX-License-Identifier: Apache-2.0
 *
 * Averages, variance and z-score of a window, and rolling VWAP: outside values, cases by hand, and
 * 1,000 random streams against sums over the window made anew at each update.
 */
#include <math.h>
#include <stdlib.h>

#include "base/random.h"
#include "cmocka_support.h"
#include "signal/rolling.h"

enum { STREAMS = 1000, UPDATES_MAX = 250, LENGTH_MAX = 60 };

static int64_t memory[TKG_ROLLING_LENGTH_MAX];
static struct tkg_rolling_trade trade_memory[TKG_ROLLING_LENGTH_MAX];

static double number(int64_t value)
{
    return ldexp((double)value, -TKG_INDICATOR_FRACTION_BITS);
}

static void assert_within(double got, double expected, double tolerance)
{
    if (!(fabs(got - expected) <= tolerance)) {
        fail_msg("%.12g is not %.12g +- %g", got, expected, tolerance);
    }
}

/* Fifteen closes in cents and volumes; sma, var (of the population) and vwma of length 5 with
 * their three decimals: the tests of Tulip Indicators 0.8 (github.com/TulipCharts/tulipindicators,
 * tests/untest.txt). */
static void mean_variance_and_vwap_agree_with_tulip(void **state)
{
    (void)state;
    const int64_t closing[15] = {8159, 8106, 8287, 8300, 8361, 8315, 8284, 8399,
                                 8455, 8436, 8553, 8654, 8689, 8777, 8729};
    const uint32_t volume[15] = {5653100, 6447400, 7690900, 3831400, 4455100,
                                 3798000, 3936200, 4732000, 4841300, 3915300,
                                 6830800, 6694100, 5293600, 7985800, 4807900};
    const double mean[11] = {82.426, 82.738, 83.094, 83.318, 83.628, 83.778,
                             84.254, 84.994, 85.574, 86.218, 86.804};
    const double variance[11] = {0.899, 0.766, 0.079, 0.179, 0.366, 0.451,
                                 0.759, 0.857, 1.038, 1.378, 0.574};
    const double weighted[11] = {82.332, 82.610, 83.070, 83.354, 83.682, 83.822,
                                 84.409, 85.165, 85.698, 86.418, 86.805};
    struct tkg_rolling_moments moments;
    struct tkg_rolling_vwap vwap;
    tkg_rolling_moments_init(&moments, 5, memory);
    tkg_rolling_vwap_init(&vwap, 5, trade_memory);
    for (size_t i = 0; i < 15; i++) {
        tkg_rolling_moments_update(&moments, closing[i]);
        tkg_rolling_vwap_update(&vwap, closing[i], volume[i]);
        assert_int_equal(tkg_rolling_is_ready(&moments.ring), i >= 4);
        if (i >= 4) {
            assert_within(number(tkg_rolling_mean(&moments.ring)) / 100, mean[i - 4], 0.00051);
            assert_within(tkg_rolling_moments_variance(&moments) / 1e4, variance[i - 4], 0.00051);
            assert_within(number(tkg_indicator_vwap_value(&vwap.total)) / 100, weighted[i - 4],
                          0.00051);
        }
    }
}

static void a_window_by_hand(void **state)
{
    (void)state;
    struct tkg_rolling_moments moments;
    tkg_rolling_moments_init(&moments, 4, memory);
    assert_int_equal(tkg_rolling_mean(&moments.ring), 0);
    assert_true(isnan(tkg_rolling_moments_variance(&moments)));
    tkg_rolling_moments_update(&moments, 99);                /* will have fallen out */
    assert_true(isnan(tkg_rolling_moments_z(&moments, 99))); /* one sample has no deviation */
    const int64_t values[] = {2, 4, 4, 6};
    for (size_t i = 0; i < 4; i++) {
        tkg_rolling_moments_update(&moments, values[i]);
    }
    /* Mean 4; squares of distances 4 + 0 + 0 + 4 = 8; variance 2; 4^2 x 2 = 32. */
    assert_int_equal(tkg_rolling_mean(&moments.ring), tkg_indicator_value(4));
    assert_true(tkg_rolling_moments_spread(&moments) == 32);
    assert_within(tkg_rolling_moments_variance(&moments), 2, 0);
    /* 7 is 3 away: 4 x 3 = 12, z = 3 / sqrt 2 = 2.1213. */
    assert_int_equal(tkg_rolling_moments_deviation(&moments, 7), 12);
    assert_within(tkg_rolling_moments_z(&moments, 7), 3 / sqrt(2), 1e-15);
    assert_true(tkg_rolling_is_beyond(12, 32, 2121));
    assert_false(tkg_rolling_is_beyond(12, 32, 2122));
    assert_true(tkg_rolling_is_beyond(-12, 32, 2121));
    tkg_rolling_moments_reset(&moments);
    tkg_rolling_moments_update(&moments, 3);
    assert_int_equal(tkg_rolling_mean(&moments.ring), tkg_indicator_value(3));
}

static void z_at_the_threshold_is_not_beyond_it(void **state)
{
    (void)state;
    /* deviation 6, spread 9: z = 2 exactly. */
    assert_false(tkg_rolling_is_beyond(6, 9, 2000));
    assert_true(tkg_rolling_is_beyond(6, 9, 1999));
    assert_false(tkg_rolling_is_beyond(0, 9, 0));
    assert_true(tkg_rolling_is_beyond(-1, 9, 0));
    assert_false(tkg_rolling_is_beyond(0, 0, 0)); /* constant values: z is not defined */
    assert_true(tkg_rolling_is_beyond(1, 0, 30000));
}

/* Half the window at one end of the range, half at the other: the greatest spread there is. */
static void the_ends_of_the_range_do_not_overflow(void **state)
{
    (void)state;
    struct tkg_rolling_moments moments;
    struct tkg_rolling_vwap vwap;
    tkg_rolling_moments_init(&moments, TKG_ROLLING_LENGTH_MAX, memory);
    tkg_rolling_vwap_init(&vwap, TKG_ROLLING_LENGTH_MAX, trade_memory);
    assert_int_equal(tkg_rolling_bytes(TKG_ROLLING_LENGTH_MAX), sizeof memory);
    assert_int_equal(tkg_rolling_vwap_bytes(TKG_ROLLING_LENGTH_MAX), sizeof trade_memory);
    for (uint32_t i = 0; i < 3 * TKG_ROLLING_LENGTH_MAX; i++) {
        const int64_t value = i % 2 ? TKG_INDICATOR_PRICE_MAX : -TKG_INDICATOR_PRICE_MAX;
        tkg_rolling_moments_update(&moments, value);
        tkg_rolling_vwap_update(&vwap, -TKG_INDICATOR_PRICE_MAX, UINT32_MAX);
    }
    /* Mean 0, variance 2^64, length^2 = 2^32. */
    const tkg_unsigned_wide spread = tkg_rolling_moments_spread(&moments);
    assert_true(spread == (tkg_unsigned_wide)1 << 96);
    const int64_t deviation =
        tkg_rolling_moments_deviation(&moments, TKG_INDICATOR_PRICE_MAX); /* z = 1 */
    assert_true(tkg_rolling_is_beyond(deviation, spread, 999));
    assert_false(tkg_rolling_is_beyond(deviation, spread, 1000));
    assert_false(tkg_rolling_is_beyond(deviation, spread, TKG_ROLLING_Z_E3_MAX));
    assert_int_equal(tkg_indicator_vwap_value(&vwap.total),
                     tkg_indicator_value(-TKG_INDICATOR_PRICE_MAX));
}

/* --- over the window, anew at each update ---------------------------------------------------- */

static int64_t values[UPDATES_MAX];
static uint32_t lots[UPDATES_MAX];

static void compare_moments(const struct tkg_rolling_moments *moments, size_t first, size_t last)
{
    const int64_t count = (int64_t)(last - first) + 1;
    tkg_wide sum = 0;
    long double distances = 0;
    for (size_t i = first; i <= last; i++) {
        sum += values[i];
    }
    for (size_t i = first; i <= last; i++) {
        const long double distance = (long double)values[i] - (long double)sum / (long double)count;
        distances += distance * distance;
    }
    const double deviation = sqrt((double)(distances / (long double)count));
    const long double exact_mean = (long double)sum / (long double)count;
    const double mean = (double)exact_mean;
    assert_int_equal(moments->ring.count, count);
    assert_within(number(tkg_rolling_mean(&moments->ring)), mean, 2e-9 + fabs(mean) * 1e-15);
    assert_within(sqrt(tkg_rolling_moments_variance(moments)), deviation, deviation * 1e-12);
    if (deviation > 0) {
        const double z = (double)((long double)values[last] - exact_mean) / deviation;
        assert_within(tkg_rolling_moments_z(moments, values[last]), z, 1e-9);
        const uint32_t z_e3 = (uint32_t)(fabs(z) * 1000);
        const int64_t moved = tkg_rolling_moments_deviation(moments, values[last]);
        const tkg_unsigned_wide spread = tkg_rolling_moments_spread(moments);
        assert_false(tkg_rolling_is_beyond(moved, spread, z_e3 + 1));
        assert_true(z_e3 < 2 || tkg_rolling_is_beyond(moved, spread, z_e3 - 1));
    }
}

static void compare_vwap(const struct tkg_rolling_vwap *vwap, size_t first, size_t last)
{
    tkg_wide turnover = 0;
    uint64_t volume = 0;
    for (size_t i = first; i <= last; i++) {
        turnover += (tkg_wide)values[i] * lots[i];
        volume += lots[i];
    }
    assert_true(vwap->total.turnover == turnover);
    assert_true(vwap->total.lots == volume);
}

static void random_streams_agree_with_sums_made_anew(void **state)
{
    (void)state;
    struct tkg_random random = {38};
    for (int stream = 0; stream < STREAMS; stream++) {
        const uint32_t length = 1 + tkg_random_below(&random, LENGTH_MAX);
        const size_t count = 1 + tkg_random_below(&random, UPDATES_MAX);
        const uint32_t span = tkg_random_below(&random, 2) ? 4 : UINT32_MAX;
        const int64_t base = tkg_random_below(&random, 2) ? 4000000000 - span : -100;
        struct tkg_rolling_moments moments;
        struct tkg_rolling_vwap vwap;
        tkg_rolling_moments_init(&moments, length, memory);
        tkg_rolling_vwap_init(&vwap, length, trade_memory);
        for (size_t i = 0; i < count; i++) {
            values[i] = base + tkg_random_below(&random, span);
            lots[i] = tkg_random_below(&random, 20);
            tkg_rolling_moments_update(&moments, values[i]);
            tkg_rolling_vwap_update(&vwap, values[i], lots[i]);
            const size_t first = i + 1 > length ? i + 1 - length : 0;
            compare_moments(&moments, first, i);
            compare_vwap(&vwap, first, i);
        }
        tkg_rolling_vwap_reset(&vwap);
        assert_true(vwap.total.lots == 0 && vwap.total.turnover == 0 && vwap.count == 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mean_variance_and_vwap_agree_with_tulip),
        cmocka_unit_test(a_window_by_hand),
        cmocka_unit_test(z_at_the_threshold_is_not_beyond_it),
        cmocka_unit_test(the_ends_of_the_range_do_not_overflow),
        cmocka_unit_test(random_streams_agree_with_sums_made_anew),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
