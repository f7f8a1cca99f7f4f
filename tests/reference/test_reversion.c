/* SPDX-License-Identifier: Apache-2.0
 *
 * Mean reversion: by hand, and 1,000 random streams against a strategy that keeps all samples and
 * computes z with a square root in long double.
 */
#include <math.h>
#include <stdbool.h>

#include "base/random.h"
#include "cmocka_support.h"
#include "strategy/reversion.h"

enum { STREAMS = 1500, TICKS_MAX = 400, LENGTH_MAX = 40 };

static struct tkg_reversion_options options;
static struct tkg_reversion reversion;
static int64_t memory[TKG_ROLLING_LENGTH_MAX];

/* A window of 4 samples; in at 1.5 standard deviations, out at 0.5. */
static void start(void)
{
    options = (struct tkg_reversion_options){
        .length = 4, .entry_e3 = 1500, .exit_e3 = 500, .levels = 1, .size_lots = 10};
    tkg_reversion_init(&reversion, &options, memory);
}

static int32_t target(int64_t mid)
{
    return tkg_reversion_update(&reversion, mid, 0);
}

static void fill_window(int64_t a, int64_t b, int64_t c)
{
    assert_int_equal(target(a), 0);
    assert_int_equal(target(b), 0);
    assert_int_equal(target(c), 0);
}

static void sells_far_above_the_mean_and_leaves_near_it(void **state)
{
    (void)state;
    start();
    fill_window(100, 102, 100);
    /* Mean 103, distances -3, -1, -3, 7: variance 68 / 4 = 17, z = 7 / 4.12 = 1.70. */
    assert_int_equal(target(110), -10);
    /* 102, 100, 110, 106: mean 104.5, variance (6.25 + 20.25 + 30.25 + 2.25) / 4 = 14.75, z =
     * 1.5 / 3.84 = 0.39. */
    assert_int_equal(target(106), 0);
}

static void buys_far_below_the_mean_and_leaves_beyond_it(void **state)
{
    (void)state;
    start();
    fill_window(100, 98, 100);
    assert_int_equal(target(90), 10); /* the mirror of the sale: z = -1.70 */
    /* 98, 100, 90, 92: mean 95, variance (9 + 25 + 25 + 9) / 4 = 17, z = -0.73: stays. */
    assert_int_equal(target(92), 10);
    /* 100, 90, 92, 99: mean 95.25; z = 3.75 / 4.32 = 0.87: out of the exit band, past the mean. */
    assert_int_equal(target(99), 0);
}

static void turns_when_the_other_side_is_entered(void **state)
{
    (void)state;
    start();
    fill_window(100, 98, 100);
    assert_int_equal(target(90), 10);
    assert_int_equal(target(92), 10);
    /* 100, 90, 92, 150: mean 108, variance (64 + 324 + 256 + 1764) / 4 = 602, z = 1.71. */
    assert_int_equal(target(150), -10);
}

static void position_grows_by_levels_and_never_shrinks_by_them(void **state)
{
    (void)state;
    start();
    options.entry_e3 = 600;
    options.exit_e3 = 0;
    options.levels = 2;
    options.sample_ns = 1000; /* the window stays as it is */
    tkg_reversion_init(&reversion, &options, memory);
    for (int64_t i = 0; i < 4; i++) { /* 90, 110, 90, 110: mean 100, deviation 10 */
        assert_true(tkg_reversion_update(&reversion, i % 2 ? 110 : 90, i * 1000) <= 0);
    }
    reversion.target_lots = 0;
    assert_int_equal(tkg_reversion_update(&reversion, 106, 3001), 0); /* z = 0.6: not beyond */
    assert_int_equal(tkg_reversion_update(&reversion, 107, 3002), -10);
    assert_int_equal(tkg_reversion_update(&reversion, 112, 3003), -10); /* z = 1.2 */
    assert_int_equal(tkg_reversion_update(&reversion, 113, 3004), -20);
    assert_int_equal(tkg_reversion_update(&reversion, 200, 3005), -20); /* no third level */
    assert_int_equal(tkg_reversion_update(&reversion, 107, 3006), -20);
    assert_int_equal(tkg_reversion_update(&reversion, 101, 3007), -20);
    assert_int_equal(tkg_reversion_update(&reversion, 100, 3008), 0); /* exit 0: at the mean */
}

static void an_entry_not_made_leaves_the_other_side_and_keeps_its_own(void **state)
{
    (void)state;
    const struct {
        int32_t last_lots;
        int32_t wanted_lots;
        int32_t held_lots;
    } cases[] = {{0, 10, 0},   {0, -10, 0},  {10, 20, 10}, {-10, -20, -10},
                 {10, -10, 0}, {-20, 10, 0}, {10, 0, 0}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        start();
        reversion.target_lots = cases[i].wanted_lots;
        assert_int_equal(tkg_reversion_hold(&reversion, cases[i].last_lots), cases[i].held_lots);
        assert_int_equal(reversion.target_lots, cases[i].held_lots);
    }
}

static void the_exit_band_holds_its_border(void **state)
{
    (void)state;
    for (int64_t side = -1; side <= 1; side += 2) {
        start();
        options.sample_ns = 1000;
        tkg_reversion_init(&reversion, &options, memory);
        for (int64_t i = 0; i < 4; i++) { /* mean 100, deviation 10 */
            tkg_reversion_update(&reversion, i % 2 ? 110 : 90, i * 1000);
        }
        assert_int_equal(tkg_reversion_update(&reversion, 100 + 16 * side, 3001), -10 * side);
        assert_int_equal(tkg_reversion_update(&reversion, 100 + 6 * side, 3002), -10 * side);
        assert_int_equal(tkg_reversion_update(&reversion, 100 + 5 * side, 3003), 0); /* z = 0.5 */
    }
}

static void edge_in_prices_must_be_passed_too(void **state)
{
    (void)state;
    start();
    options.edge = 7;
    tkg_reversion_init(&reversion, &options, memory);
    fill_window(100, 102, 100);
    assert_int_equal(target(110), 0); /* 7 from the mean: not more */
    start();
    options.edge = 6;
    tkg_reversion_init(&reversion, &options, memory);
    fill_window(100, 102, 100);
    assert_int_equal(target(110), -10);
}

static void constant_mids_enter_nothing(void **state)
{
    (void)state;
    start();
    options.sample_ns = 100;
    tkg_reversion_init(&reversion, &options, memory);
    for (int64_t i = 0; i < 10; i++) {
        assert_int_equal(tkg_reversion_update(&reversion, 500, i * 100), 0);
    }
    assert_int_equal(tkg_reversion_update(&reversion, 600, 950), 0); /* no deviation, no z */
    reversion.target_lots = 10;                                      /* but past the mean is out */
    assert_int_equal(tkg_reversion_update(&reversion, 499, 951), 10);
    assert_int_equal(tkg_reversion_update(&reversion, 501, 952), 0);
}

static void the_window_takes_one_mid_in_each_stretch(void **state)
{
    (void)state;
    start();
    options.sample_ns = 100;
    tkg_reversion_init(&reversion, &options, memory);
    const int64_t times[] = {5, 104, 105, 150, 204, 205, 1000, 1099};
    const uint32_t counts[] = {1, 1, 2, 2, 2, 3, 4, 4};
    for (size_t i = 0; i < 8; i++) {
        tkg_reversion_update(&reversion, 100, times[i]);
        assert_int_equal(reversion.moments.ring.count, counts[i]);
    }
    tkg_reversion_update(&reversion, 100, INT64_MAX); /* there is no next time: stays at the end */
    tkg_reversion_update(&reversion, 100, INT64_MAX);
}

static void reset_forgets_window_and_position(void **state)
{
    (void)state;
    start();
    fill_window(100, 102, 100);
    assert_int_equal(target(110), -10);
    tkg_reversion_reset(&reversion);
    assert_int_equal(reversion.target_lots, 0);
    fill_window(900, 902, 900);
    assert_int_equal(target(910), -10);
}

static void options_out_of_range_are_not_valid(void **state)
{
    (void)state;
    start();
    const struct tkg_reversion_options good = options;
    assert_true(tkg_reversion_options_are_valid(&good));
    assert_int_equal(tkg_reversion_bytes(&good), 4 * sizeof(int64_t));
#define assert_bad(field, value)                                                                   \
    do {                                                                                           \
        struct tkg_reversion_options bad = good;                                                   \
        bad.field = (value);                                                                       \
        assert_false(tkg_reversion_options_are_valid(&bad));                                       \
    } while (0)
    assert_bad(sample_ns, -1);
    assert_bad(length, 1);
    assert_bad(length, TKG_ROLLING_LENGTH_MAX + 1);
    assert_bad(entry_e3, 500); /* must be above the exit */
    assert_bad(entry_e3, TKG_ROLLING_Z_E3_MAX + 1);
    assert_bad(levels, 0);
    assert_bad(levels, TKG_REVERSION_LEVELS_MAX + 1);
    assert_bad(size_lots, 0);
#undef assert_bad
    struct tkg_reversion_options steep = good;
    steep.levels = 8;
    steep.entry_e3 = TKG_ROLLING_Z_E3_MAX / 8;
    assert_true(tkg_reversion_options_are_valid(&steep));
    steep.entry_e3++;
    assert_false(tkg_reversion_options_are_valid(&steep));
    steep = good;
    steep.levels = 2;
    steep.size_lots = INT32_MAX / 2 + 1;
    assert_false(tkg_reversion_options_are_valid(&steep));
}

/* The greatest window of the greatest mids: the squares stay within 128 bits. */
static void the_ends_of_the_range_do_not_overflow(void **state)
{
    (void)state;
    start();
    options.length = TKG_ROLLING_LENGTH_MAX;
    options.entry_e3 = TKG_ROLLING_Z_E3_MAX / 8;
    options.levels = 8;
    tkg_reversion_init(&reversion, &options, memory);
    for (uint32_t i = 0; i + 1 < TKG_ROLLING_LENGTH_MAX; i++) {
        assert_int_equal(target(0), 0);
    }
    /* One of n samples away: z = sqrt(n - 1) = 255.998, beyond all levels. */
    assert_int_equal(target(TKG_INDICATOR_PRICE_MAX), -80);
    for (uint32_t i = 0; i < TKG_ROLLING_LENGTH_MAX; i++) { /* half and half: z is 1 at most */
        target(i % 2 ? TKG_INDICATOR_PRICE_MAX : 0);
    }
    assert_int_equal(reversion.target_lots, 0);
}

/* --- with all samples and a square root --------------------------------------------------------
 */

struct slow_reversion {
    int64_t samples[TICKS_MAX];
    size_t count;
    int64_t last_sample_ns;
    int32_t target;
    bool is_doubtful; /* z lay within rounding of a threshold: the stream is left */
};

static bool is_above(struct slow_reversion *slow, long double a, long double b)
{
    slow->is_doubtful |= fabsl(a - b) < 1e-9L * (1 + fabsl(b));
    return a > b;
}

static void update_slowly(struct slow_reversion *slow, int64_t mid, int64_t time_ns)
{
    if (slow->count == 0 || time_ns >= slow->last_sample_ns + options.sample_ns) {
        slow->samples[slow->count++] = mid;
        slow->last_sample_ns = time_ns;
    }
    if (slow->count < options.length) {
        return;
    }
    long double mean = 0;
    long double variance = 0;
    for (size_t i = slow->count - options.length; i < slow->count; i++) {
        mean += (long double)slow->samples[i] / options.length;
    }
    for (size_t i = slow->count - options.length; i < slow->count; i++) {
        const long double distance = (long double)slow->samples[i] - mean;
        variance += distance * distance / options.length;
    }
    const long double away = (long double)mid - mean;
    const bool has_z = variance > 1e-12L;
    const long double z = has_z ? away / sqrtl(variance) : 0;
    int32_t wanted = 0;
    for (uint32_t level = 1; level <= options.levels; level++) {
        if (has_z && is_above(slow, fabsl(z), level * options.entry_e3 / 1000.0L) &&
            is_above(slow, fabsl(away), options.edge)) {
            wanted = (away > 0 ? -1 : 1) * options.size_lots * (int32_t)level;
        }
    }
    if (wanted != 0 && (wanted > 0 ? wanted > slow->target : wanted < slow->target)) {
        slow->target = wanted;
        return;
    }
    const long double side = slow->target > 0 ? -z : z;
    const long double against = slow->target > 0 ? -away : away;
    const bool is_in_exit = has_z && !is_above(slow, side, options.exit_e3 / 1000.0L);
    if (slow->target != 0 && wanted == 0 && (is_in_exit || !is_above(slow, against, 0))) {
        slow->target = 0;
    }
}

static void random_options(struct tkg_random *random)
{
    options.length = 2 + tkg_random_below(random, LENGTH_MAX);
    options.exit_e3 = tkg_random_below(random, 800);
    options.entry_e3 = options.exit_e3 + 1 + tkg_random_below(random, 1500);
    options.levels = 1 + tkg_random_below(random, 4);
    options.edge = tkg_random_below(random, 2) ? tkg_random_below(random, 6) : 0;
    options.size_lots = 1 + (int32_t)tkg_random_below(random, 9);
    options.sample_ns = tkg_random_below(random, 2) ? tkg_random_below(random, 60) : 0;
}

static void random_streams_agree_with_a_square_root(void **state)
{
    (void)state;
    struct tkg_random random = {41};
    static struct slow_reversion slow;
    size_t compared = 0;
    size_t in_market = 0;
    for (int stream = 0; stream < STREAMS; stream++) {
        random_options(&random);
        tkg_reversion_init(&reversion, &options, memory);
        slow = (struct slow_reversion){0};
        const uint32_t span = 1 + tkg_random_below(&random, 40);
        int64_t mid = 1000000;
        int64_t time_ns = 0;
        for (int i = 0; i < TICKS_MAX && !slow.is_doubtful; i++) {
            mid += (int64_t)tkg_random_below(&random, 2 * span + 1) - span;
            time_ns += tkg_random_below(&random, 20);
            update_slowly(&slow, mid, time_ns);
            const int32_t got = tkg_reversion_update(&reversion, mid, time_ns);
            if (!slow.is_doubtful) {
                assert_int_equal(got, slow.target);
                compared++;
                in_market += got != 0;
            }
        }
    }
    assert_true(compared > STREAMS * TICKS_MAX / 2);
    assert_true(in_market > compared / 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sells_far_above_the_mean_and_leaves_near_it),
        cmocka_unit_test(buys_far_below_the_mean_and_leaves_beyond_it),
        cmocka_unit_test(turns_when_the_other_side_is_entered),
        cmocka_unit_test(position_grows_by_levels_and_never_shrinks_by_them),
        cmocka_unit_test(an_entry_not_made_leaves_the_other_side_and_keeps_its_own),
        cmocka_unit_test(the_exit_band_holds_its_border),
        cmocka_unit_test(edge_in_prices_must_be_passed_too),
        cmocka_unit_test(constant_mids_enter_nothing),
        cmocka_unit_test(the_window_takes_one_mid_in_each_stretch),
        cmocka_unit_test(reset_forgets_window_and_position),
        cmocka_unit_test(options_out_of_range_are_not_valid),
        cmocka_unit_test(the_ends_of_the_range_do_not_overflow),
        cmocka_unit_test(random_streams_agree_with_a_square_root),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
