/* SPDX-License-Identifier: Apache-2.0
 *
 * EMA, RSI, ATR and the session's VWAP: published examples, cases by hand, and 1,000 random streams
 * against formulas over the whole history.
 */
#include <math.h>
#include <stdlib.h>

#include "base/random.h"
#include "cmocka_support.h"
#include "signal/indicator.h"

enum { STREAMS = 1000, UPDATES_MAX = 300, LENGTH_MAX = 40 };

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

/* Fifteen days of a share in cents, with EMA, ATR, RSI of length 5 and their three decimals: the
 * tests of Tulip Indicators 0.8 (github.com/TulipCharts/tulipindicators, tests/untest.txt). */
static const int64_t high[15] = {8215, 8189, 8303, 8330, 8385, 8390, 8333, 8430,
                                 8484, 8500, 8590, 8658, 8698, 8800, 8787};
static const int64_t low[15] = {8129, 8064, 8131, 8265, 8307, 8311, 8249, 8230,
                                8415, 8411, 8403, 8539, 8576, 8717, 8701};
static const int64_t closing[15] = {8159, 8106, 8287, 8300, 8361, 8315, 8284, 8399,
                                    8455, 8436, 8553, 8654, 8689, 8777, 8729};

static void ema_agrees_with_tulip(void **state)
{
    (void)state;
    const double expected[15] = {81.590, 81.413, 81.899, 82.266, 82.714, 82.859, 82.853, 83.232,
                                 83.671, 83.901, 84.444, 85.143, 85.725, 86.407, 86.701};
    struct tkg_indicator_ema ema;
    tkg_indicator_ema_init(&ema, 5);
    for (size_t i = 0; i < 15; i++) {
        assert_int_equal(tkg_indicator_ema_is_ready(&ema), i >= 5);
        tkg_indicator_ema_update(&ema, closing[i]);
        assert_within(number(ema.value) / 100, expected[i], 0.00051);
    }
}

static void atr_agrees_with_tulip(void **state)
{
    (void)state;
    const double expected[11] = {1.116, 1.051, 1.009, 1.207, 1.136, 1.086,
                                 1.243, 1.233, 1.230, 1.206, 1.137};
    struct tkg_indicator_atr atr;
    tkg_indicator_atr_init(&atr, 5);
    for (size_t i = 0; i < 15; i++) {
        tkg_indicator_atr_update(&atr, high[i], low[i], closing[i]);
        assert_int_equal(tkg_indicator_atr_is_ready(&atr), i >= 4);
        if (i >= 4) {
            assert_within(number(atr.value) / 100, expected[i - 4], 0.00051);
        }
    }
}

static void rsi_agrees_with_tulip(void **state)
{
    (void)state;
    const double expected[10] = {72.034, 64.927, 75.936, 79.796, 74.713,
                                 83.033, 87.478, 88.755, 91.483, 78.498};
    struct tkg_indicator_rsi rsi;
    tkg_indicator_rsi_init(&rsi, 5);
    for (size_t i = 0; i < 15; i++) {
        tkg_indicator_rsi_update(&rsi, closing[i]);
        assert_int_equal(tkg_indicator_rsi_is_ready(&rsi), i >= 5);
        if (i >= 5) {
            assert_within(tkg_indicator_rsi_e6(&rsi) / 1e6, expected[i - 5], 0.00051);
        }
    }
}

/* The worked example of StockCharts ChartSchool, "Relative Strength Index": QQQQ from 2009-12-14
 * on, length 14, printed with two decimals. Prices in 1/10,000. */
static void rsi_agrees_with_the_example_of_stockcharts(void **state)
{
    (void)state;
    const int64_t prices[33] = {
        443389, 440902, 441497, 436124, 443278, 448264, 450955, 454245, 458433, 460826, 458931,
        460328, 456140, 462820, 462820, 460028, 460328, 464116, 462222, 456439, 462122, 462521,
        457137, 464515, 457835, 453548, 440288, 441783, 442181, 445672, 434205, 426628, 431314};
    const double expected[19] = {70.53, 66.32, 66.55, 69.41, 66.36, 57.97, 62.93,
                                 63.26, 56.06, 62.38, 54.71, 50.42, 39.99, 41.46,
                                 41.87, 45.46, 37.30, 33.08, 37.77};
    struct tkg_indicator_rsi rsi;
    tkg_indicator_rsi_init(&rsi, 14);
    for (size_t i = 0; i < 33; i++) {
        tkg_indicator_rsi_update(&rsi, prices[i]);
        if (i >= 14) {
            assert_within(tkg_indicator_rsi_e6(&rsi) / 1e6, expected[i - 14], 0.0051);
        }
    }
}

static void ema_by_hand(void **state)
{
    (void)state;
    struct tkg_indicator_ema ema;
    tkg_indicator_ema_init(&ema, 3); /* weight 1/2 */
    tkg_indicator_ema_update(&ema, 100);
    tkg_indicator_ema_update(&ema, 104);
    assert_int_equal(ema.value, tkg_indicator_value(102));
    tkg_indicator_ema_update(&ema, -101); /* (102 - 101) / 2 */
    assert_int_equal(ema.value, tkg_indicator_value(1) / 2);
    assert_int_equal(tkg_indicator_price(ema.value), 1); /* halves away from zero */
    assert_int_equal(tkg_indicator_price(-ema.value), -1);
    tkg_indicator_ema_init(&ema, 1); /* weight 1: the price itself */
    tkg_indicator_ema_update(&ema, 5);
    tkg_indicator_ema_update(&ema, 77);
    assert_int_equal(ema.value, tkg_indicator_value(77));
}

static void rsi_by_hand(void **state)
{
    (void)state;
    struct tkg_indicator_rsi rsi;
    tkg_indicator_rsi_init(&rsi, 2);
    tkg_indicator_rsi_update(&rsi, 10);
    tkg_indicator_rsi_update(&rsi, 13);
    assert_int_equal(tkg_indicator_rsi_e6(&rsi), 50000000); /* not ready */
    assert_false(tkg_indicator_rsi_is_above(&rsi, 0));
    assert_false(tkg_indicator_rsi_is_below(&rsi, 100000));
    tkg_indicator_rsi_update(&rsi, 12); /* rises (3 + 0) / 2, falls (0 + 1) / 2: 75 */
    assert_int_equal(tkg_indicator_rsi_e6(&rsi), 75000000);
    assert_true(tkg_indicator_rsi_is_above(&rsi, 74999));
    assert_false(tkg_indicator_rsi_is_above(&rsi, 75000));
    assert_true(tkg_indicator_rsi_is_below(&rsi, 75001));
    assert_false(tkg_indicator_rsi_is_below(&rsi, 75000));
    tkg_indicator_rsi_update(&rsi, 17); /* rises (1.5 + 5) / 2, falls 0.5 / 2: 3.25 of 3.5 */
    assert_int_equal(tkg_indicator_rsi_e6(&rsi), 92857143);
}

static void rsi_of_one_direction_is_0_or_100_and_of_none_the_middle(void **state)
{
    (void)state;
    const int32_t expected[3] = {0, 50000000, 100000000};
    for (int64_t step = -1; step <= 1; step++) {
        struct tkg_indicator_rsi rsi;
        tkg_indicator_rsi_init(&rsi, 5);
        for (int64_t i = 0; i < 20; i++) {
            tkg_indicator_rsi_update(&rsi, 1000 + step * i);
        }
        assert_int_equal(tkg_indicator_rsi_e6(&rsi), expected[step + 1]);
        assert_int_equal(tkg_indicator_rsi_is_above(&rsi, 99999), step == 1);
        assert_int_equal(tkg_indicator_rsi_is_below(&rsi, 1), step == -1);
    }
}

static void atr_by_hand(void **state)
{
    (void)state;
    struct tkg_indicator_atr atr;
    tkg_indicator_atr_init(&atr, 2);
    tkg_indicator_atr_update(&atr, 12, 10, 11); /* 2 */
    tkg_indicator_atr_update(&atr, 20, 19, 19); /* up from 11: 9; mean 5.5 */
    assert_int_equal(atr.value, tkg_indicator_value(11) / 2);
    tkg_indicator_atr_update(&atr, 15, 14, 15); /* down from 19: 5; (5.5 + 5) / 2 */
    assert_int_equal(atr.value, tkg_indicator_value(21) / 4);
}

static void vwap_by_hand(void **state)
{
    (void)state;
    struct tkg_indicator_vwap vwap = {0};
    assert_int_equal(tkg_indicator_vwap_value(&vwap), 0);
    assert_int_equal(tkg_indicator_vwap_compare(&vwap, 5), 0);
    tkg_indicator_vwap_update(&vwap, 100, 1);
    tkg_indicator_vwap_update(&vwap, 104, 3); /* (100 + 312) / 4 = 103 */
    tkg_indicator_vwap_update(&vwap, 9999, 0);
    assert_int_equal(tkg_indicator_vwap_value(&vwap), tkg_indicator_value(103));
    assert_int_equal(tkg_indicator_vwap_compare(&vwap, 104), 1);
    assert_int_equal(tkg_indicator_vwap_compare(&vwap, 103), 0);
    assert_int_equal(tkg_indicator_vwap_compare(&vwap, 102), -1);
    tkg_indicator_vwap_reset(&vwap);
    tkg_indicator_vwap_update(&vwap, 7, 2);
    assert_int_equal(tkg_indicator_vwap_value(&vwap), tkg_indicator_value(7));
}

static void constant_prices_leave_every_value_exact(void **state)
{
    (void)state;
    const int64_t prices[] = {0, 1, 12345, TKG_INDICATOR_PRICE_MAX, -TKG_INDICATOR_PRICE_MAX};
    for (size_t p = 0; p < sizeof prices / sizeof prices[0]; p++) {
        struct tkg_indicator_ema ema;
        struct tkg_indicator_atr atr;
        tkg_indicator_ema_init(&ema, TKG_INDICATOR_LENGTH_MAX);
        tkg_indicator_atr_init(&atr, 3);
        for (int i = 0; i < 50; i++) {
            tkg_indicator_ema_update(&ema, prices[p]);
            tkg_indicator_atr_update(&atr, prices[p], prices[p], prices[p]);
        }
        assert_int_equal(ema.value, tkg_indicator_value(prices[p]));
        assert_int_equal(atr.value, 0);
    }
}

/* Between both ends of the range at every update: the greatest of all differences. */
static void the_ends_of_the_range_do_not_overflow(void **state)
{
    (void)state;
    const uint32_t lengths[] = {1, 2, TKG_INDICATOR_LENGTH_MAX};
    for (size_t l = 0; l < 3; l++) {
        struct tkg_indicator_ema ema;
        struct tkg_indicator_rsi rsi;
        struct tkg_indicator_atr atr;
        struct tkg_indicator_vwap vwap = {0};
        tkg_indicator_ema_init(&ema, lengths[l]);
        tkg_indicator_rsi_init(&rsi, lengths[l]);
        tkg_indicator_atr_init(&atr, lengths[l]);
        for (uint32_t i = 0; i < lengths[l] + 10; i++) {
            const int64_t price = i % 2 ? TKG_INDICATOR_PRICE_MAX : -TKG_INDICATOR_PRICE_MAX;
            tkg_indicator_ema_update(&ema, price);
            tkg_indicator_rsi_update(&rsi, price);
            tkg_indicator_atr_update(&atr, TKG_INDICATOR_PRICE_MAX, -TKG_INDICATOR_PRICE_MAX,
                                     price);
            tkg_indicator_vwap_update(&vwap, TKG_INDICATOR_PRICE_MAX, UINT32_MAX);
        }
        assert_true(llabs(ema.value) <= tkg_indicator_value(TKG_INDICATOR_PRICE_MAX));
        assert_in_range(tkg_indicator_rsi_e6(&rsi), 0, 100000000);
        assert_int_equal(atr.value, tkg_indicator_value(2 * TKG_INDICATOR_PRICE_MAX));
        assert_int_equal(tkg_indicator_vwap_value(&vwap),
                         tkg_indicator_value(TKG_INDICATOR_PRICE_MAX));
    }
}

/* --- over the whole history, in long double -------------------------------------------------- */

static int64_t prices[UPDATES_MAX];
static int64_t highs[UPDATES_MAX];
static int64_t lows[UPDATES_MAX];
static uint32_t lots[UPDATES_MAX];
static long double price_size; /* no price is greater */

static void make_stream(struct tkg_random *random, size_t count)
{
    const uint32_t kind = tkg_random_below(random, 3);
    const uint32_t span = kind == 0 ? 3 : kind == 1 ? 2000 : UINT32_MAX;
    price_size = kind == 2 ? 4294967296.0L : 60000;
    for (size_t i = 0; i < count; i++) {
        prices[i] = (kind == 2 ? 0 : 50000) + (int64_t)tkg_random_below(random, span);
        highs[i] = prices[i] + tkg_random_below(random, 9);
        lows[i] = prices[i] - tkg_random_below(random, 9);
        lots[i] = tkg_random_below(random, kind == 2 ? UINT32_MAX : 10);
    }
}

/* The sum of all prices with their weights, newest first. */
static long double slow_ema(size_t last, uint32_t length)
{
    const long double weight = 2.0L / (length + 1);
    long double sum = 0;
    long double left = 1;
    for (size_t i = last; i > 0; i--) {
        sum += left * weight * (long double)prices[i];
        left *= 1 - weight;
    }
    return sum + left * (long double)prices[0];
}

/* Wilder's mean of values[first .. last]: the plain mean of the first length, then weights. */
static long double slow_wilder(const long double *values, size_t first, size_t last,
                               uint32_t length)
{
    const long double weight = 1.0L / length;
    const size_t seed = first + length - 1;
    long double sum = 0;
    long double left = 1;
    for (size_t i = last; i > seed; i--) {
        sum += left * weight * values[i];
        left *= 1 - weight;
    }
    for (size_t i = first; i <= seed; i++) {
        sum += left * weight * values[i];
    }
    return sum;
}

static long double greatest(long double a, long double b, long double c)
{
    return fmaxl(a, fmaxl(b, c));
}

static void fill_changes(size_t count, long double *rises, long double *falls, long double *ranges)
{
    for (size_t i = 0; i < count; i++) {
        const long double range = (long double)(highs[i] - lows[i]);
        const long double change = i > 0 ? (long double)(prices[i] - prices[i - 1]) : 0;
        rises[i] = fmaxl(change, 0);
        falls[i] = fmaxl(-change, 0);
        ranges[i] = i == 0 ? range
                           : greatest(range, fabsl((long double)(highs[i] - prices[i - 1])),
                                      fabsl((long double)(lows[i] - prices[i - 1])));
    }
}

/* Rounding of docs/decisions/0037: half a unit at most at each update, which then fades; and what
 * weights in 2^-60 and the doubles of this test cost. */
static double tolerance(uint32_t length, long double size)
{
    return (double)ldexpl((long double)length + 2, -TKG_INDICATOR_FRACTION_BITS - 1) +
           (double)size * 4e-16;
}

/* All four indicators, and the history's part of what they are compared with. */
struct indicators {
    uint32_t length;
    struct tkg_indicator_ema ema;
    struct tkg_indicator_rsi rsi;
    struct tkg_indicator_atr atr;
    struct tkg_indicator_vwap vwap;
    long double turnover;
    long double volume;
    long double rises[UPDATES_MAX];
    long double falls[UPDATES_MAX];
    long double ranges[UPDATES_MAX];
};

static struct indicators under_test;

static void update_all(struct indicators *all, size_t i)
{
    tkg_indicator_ema_update(&all->ema, prices[i]);
    tkg_indicator_rsi_update(&all->rsi, prices[i]);
    tkg_indicator_atr_update(&all->atr, highs[i], lows[i], prices[i]);
    tkg_indicator_vwap_update(&all->vwap, prices[i], lots[i]);
    all->turnover += (long double)prices[i] * lots[i];
    all->volume += lots[i];
}

static void compare_rsi(const struct indicators *all, size_t i)
{
    const long double rise = slow_wilder(all->rises, 1, i, all->length);
    const long double fall = slow_wilder(all->falls, 1, i, all->length);
    if (rise + fall < 1e-3L) {
        return; /* fixed point and real numbers may fade to different zeros */
    }
    const double index = (double)(100 * rise / (rise + fall));
    const double doubt = tolerance(all->length, price_size) / (double)(rise + fall) * 200;
    assert_within(tkg_indicator_rsi_e6(&all->rsi) / 1e6, index, 0.5001e-6 + doubt);
    assert_int_equal(tkg_indicator_rsi_is_above(&all->rsi, (int32_t)((index + doubt) * 1000) + 1),
                     false);
    assert_int_equal(index - doubt > 1 && !tkg_indicator_rsi_is_above(
                                              &all->rsi, (int32_t)((index - doubt) * 1000) - 1),
                     false);
}

static void compare_all(const struct indicators *all, size_t i)
{
    const double allowed = tolerance(all->length, price_size);
    assert_within(number(all->ema.value), (double)slow_ema(i, all->length), allowed);
    assert_int_equal(tkg_indicator_ema_is_ready(&all->ema), i + 1 >= all->length);
    assert_int_equal(tkg_indicator_rsi_is_ready(&all->rsi), i >= all->length);
    assert_int_equal(tkg_indicator_atr_is_ready(&all->atr), i + 1 >= all->length);
    if (i >= all->length) {
        compare_rsi(all, i);
    }
    if (i + 1 >= all->length) {
        assert_within(number(all->atr.value), (double)slow_wilder(all->ranges, 0, i, all->length),
                      allowed);
    }
    if (all->volume > 0) {
        assert_within(number(tkg_indicator_vwap_value(&all->vwap)),
                      (double)(all->turnover / all->volume), allowed);
    }
}

static void random_streams_agree_with_the_whole_history(void **state)
{
    (void)state;
    struct tkg_random random = {37};
    struct indicators *all = &under_test;
    for (int stream = 0; stream < STREAMS; stream++) {
        const uint32_t length = 1 + tkg_random_below(&random, LENGTH_MAX);
        const size_t count = 1 + tkg_random_below(&random, UPDATES_MAX);
        *all = (struct indicators){.length = length};
        tkg_indicator_ema_init(&all->ema, length);
        tkg_indicator_rsi_init(&all->rsi, length);
        tkg_indicator_atr_init(&all->atr, length);
        make_stream(&random, count);
        fill_changes(count, all->rises, all->falls, all->ranges);
        for (size_t i = 0; i < count; i++) {
            update_all(all, i);
            if (i % 7 == 0 || i + 1 == count) { /* the slow side is quadratic */
                compare_all(all, i);
            }
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ema_agrees_with_tulip),
        cmocka_unit_test(atr_agrees_with_tulip),
        cmocka_unit_test(rsi_agrees_with_tulip),
        cmocka_unit_test(rsi_agrees_with_the_example_of_stockcharts),
        cmocka_unit_test(ema_by_hand),
        cmocka_unit_test(rsi_by_hand),
        cmocka_unit_test(rsi_of_one_direction_is_0_or_100_and_of_none_the_middle),
        cmocka_unit_test(atr_by_hand),
        cmocka_unit_test(vwap_by_hand),
        cmocka_unit_test(constant_prices_leave_every_value_exact),
        cmocka_unit_test(the_ends_of_the_range_do_not_overflow),
        cmocka_unit_test(random_streams_agree_with_the_whole_history),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
