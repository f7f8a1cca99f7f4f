/* SPDX-License-Identifier: Apache-2.0
 *
 * The integer tables against the formulas they stand for, in floating point.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tick/preset.h"

static struct tkg_cascade cascade_of(const char *name)
{
    struct tkg_cascade cascade;
    tkg_preset_apply(tkg_preset_find(name), 0, &cascade);
    return cascade;
}

static void presets_are_found_by_their_whole_name(void **state)
{
    (void)state;
    assert_string_equal(tkg_preset_find("futures")->name, "futures");
    assert_string_equal(tkg_preset_find("fx")->name, "fx");
    assert_string_equal(tkg_preset_find("randomwalk")->name, "randomwalk");
    assert_null(tkg_preset_find("future"));
    assert_null(tkg_preset_find("Futures"));
    assert_null(tkg_preset_find(""));
}

static const char *const names[] = {"futures", "fx", "randomwalk"};
enum { PRESETS = sizeof(names) / sizeof(names[0]) };

/* The most that one part of the price can fall, in price ticks: every level displaces by its most,
 * and a scale follows the greater share of the variance all the way down. */
static double fall_max(const struct tkg_cascade *cascade)
{
    double fall = 0;
    double scale = (double)cascade->above_scale;
    for (size_t level = TKG_CASCADE_LEVELS; level-- > 0;) {
        const struct tkg_cascade_level *rule = &cascade->levels[level];
        if (level + 1 == TKG_CASCADE_SESSION_LEVEL) {
            scale = (double)cascade->session_scale;
        }
        fall += scale * (double)rule->displacement_max / 65536;
        double greater = fmax((double)rule->share_root[0], (double)rule->share_root[1]);
        scale *= greater / 65536;
    }
    return fall / (1 << 28);
}

static void prices_stay_positive_whatever_is_drawn(void **state)
{
    (void)state;
    for (size_t p = 0; p < PRESETS; p++) {
        const struct tkg_preset *preset = tkg_preset_find(names[p]);
        struct tkg_cascade cascade = cascade_of(names[p]);
        double fall = 2 * fall_max(&cascade); /* market and own part alike */
        for (size_t i = 0; i < preset->instrument_count; i++) {
            double factor = preset->price_factor_256ths[i] / 256.0;
            assert_true(preset->price_start[i] - fall * factor > 100);
            assert_true(preset->price_start[i] + fall * factor < INT32_MAX);
        }
    }
}

static void time_and_scales_stay_within_64_bits(void **state)
{
    (void)state;
    for (size_t p = 0; p < PRESETS; p++) {
        struct tkg_cascade cascade = cascade_of(names[p]);
        for (unsigned level = 0; level < TKG_CASCADE_LEVELS; level++) {
            const struct tkg_cascade_level *rule = &cascade.levels[level];
            bool inside = level < TKG_CASCADE_SESSION_LEVEL;
            double scale = inside ? (double)cascade.session_scale
                                  : (double)cascade.above_scale * pow(2, (level - 39.0) / 2);
            int64_t factor = rule->share_root[0] > rule->share_root[1] ? rule->share_root[0]
                                                                       : rule->share_root[1];
            factor = factor > rule->displacement_max ? factor : rule->displacement_max;
            assert_true(scale > 0 && scale * (double)factor < (double)INT64_MAX);
            /* A displacement times a draw of 15 bits and a sign. */
            assert_true(scale * (double)rule->displacement_max / 2 < (double)INT64_MAX);
        }
        double end_ns = (double)cascade.start_ns + ldexp((double)cascade.period_ns, 17);
        assert_true(end_ns < (double)INT64_MAX);
        /* A distance times a fraction of 17 bits. */
        assert_true(ldexp((double)cascade.session_ns, 17) < (double)INT64_MAX);
    }
}

static void shares_of_variance_and_their_roots_add_up(void **state)
{
    (void)state;
    for (size_t p = 0; p < PRESETS; p++) {
        struct tkg_cascade cascade = cascade_of(names[p]);
        for (unsigned level = 0; level < TKG_CASCADE_LEVELS; level++) {
            const struct tkg_cascade_level *rule = &cascade.levels[level];
            assert_int_equal(rule->share[0] + rule->share[1], 65536);
            assert_true(rule->share[0] > 0 && rule->share[1] > 0);
            for (size_t i = 0; i < 2; i++) {
                double root = 65536 * sqrt((double)rule->share[i] / 65536);
                assert_true(fabs((double)rule->share_root[i] - root) <= 1);
            }
            /* Groups of 16 ticks know even shares only. */
            assert_true(level >= TKG_CASCADE_GROUP_LEVEL || rule->share[0] == 32768);
        }
    }
}

static void every_state_of_the_mood_has_its_spread(void **state)
{
    (void)state;
    uint8_t spreads[TKG_SPREAD_STATES];
    tkg_preset_spreads(tkg_preset_find("futures"), spreads);
    unsigned counts[6] = {0};
    for (unsigned i = 0; i < TKG_SPREAD_STATES; i++) {
        assert_in_range(spreads[i], 1, 5);
        counts[spreads[i]]++;
    }
    /* 15 of 16 states are one tick wide; of the other 8: four 2, two 3, one 4, one 5. */
    assert_int_equal(counts[1], 120);
    assert_int_equal(counts[2], 4);
    assert_int_equal(counts[3], 2);
    assert_int_equal(counts[4], 1);
    assert_int_equal(counts[5], 1);
    tkg_preset_spreads(tkg_preset_find("fx"), spreads);
    assert_int_equal(spreads[14], 11); /* its step, whatever the width */
    assert_int_equal(spreads[14 + 7 * 16], 11);
    assert_int_equal(spreads[15], 14); /* the last step: by the width */
    assert_int_equal(spreads[15 + 7 * 16], 56);
}

static void randomwalk_splits_time_as_a_poisson_process(void **state)
{
    (void)state;
    struct tkg_cascade cascade = cascade_of("randomwalk");
    for (unsigned level = 0; level < TKG_CASCADE_SESSION_LEVEL; level++) {
        /* Variance of Beta(n/2, n/2) is 1/(4(n+1)), of a uniform draw half_width^2/3. */
        double gaps = pow(2, level + 1);
        double half_width = sqrt(3 / (4 * (gaps + 1)));
        double expected = half_width * 131072;
        assert_true(fabs((double)cascade.levels[level].time_tilt_max - expected) <= 1);
    }
}

static void no_split_can_run_backwards(void **state)
{
    (void)state;
    for (size_t p = 0; p < PRESETS; p++) {
        struct tkg_cascade cascade = cascade_of(names[p]);
        for (unsigned level = 0; level < TKG_CASCADE_LEVELS; level++) {
            assert_true(cascade.levels[level].time_tilt_max >= 0);
            assert_true(cascade.levels[level].time_tilt_max <= 65536); /* 1/2 */
        }
    }
}

static void displacements_are_those_of_a_brownian_bridge(void **state)
{
    (void)state;
    struct tkg_cascade cascade = cascade_of("randomwalk");
    double session = (double)cascade.session_scale;
    double above = (double)cascade.above_scale;
    for (unsigned level = 0; level < TKG_CASCADE_LEVELS; level++) {
        /* A stretch of 2^(level+1) ticks has volatility^2 times as many price ticks squared, half
         * of them the market's; its middle a quarter of that; a uniform draw has a third of its
         * greatest value squared. From level 23 on it stays. */
        bool inside = level < 23;
        double scale = inside ? session * pow(2, (level + 1 - 23.0) / 2)
                              : above * pow(2, (level + 1 - 40.0) / 2);
        double most = scale * (double)cascade.levels[level].displacement_max / 65536 / (1 << 28);
        double deviation = most * sqrt(2.0 / 3);
        double expected = 0.13 * pow(2, ((inside ? level : 23) - 1.0) / 2);
        assert_true(fabs(deviation / expected - 1) < 0.01);
    }
}

static void moods_are_redrawn_from_their_levels_on(void **state)
{
    (void)state;
    struct tkg_cascade cascade = cascade_of("futures");
    const uint64_t sign = TKG_MOOD_SIGN;
    const uint64_t wide = TKG_MOOD_WIDE;
    assert_true((cascade.levels[4].mood_rarely & sign) == 0);
    assert_true((cascade.levels[5].mood_rarely & sign) == sign);
    assert_true((cascade.levels[11].mood_rarely & sign) == sign);
    assert_true((cascade.levels[12].mood_always & sign) == sign);
    assert_true((cascade.levels[9].mood_rarely & wide) == wide);
    assert_true((cascade.levels[10].mood_always & wide) == wide);
    assert_true((cascade.levels[10].mood_rarely & wide) == 0);
    assert_true((cascade.mood_start & (sign | wide)) == (sign | wide));
    for (unsigned level = TKG_CASCADE_SESSION_LEVEL; level < TKG_CASCADE_LEVELS; level++) {
        assert_true((cascade.levels[level].mood_always | cascade.levels[level].mood_rarely) == 0);
    }
    /* The third instrument has its own sign, 28 bits on. */
    assert_true((cascade.levels[5].mood_rarely >> 28 & sign) == sign);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(presets_are_found_by_their_whole_name),
        cmocka_unit_test(prices_stay_positive_whatever_is_drawn),
        cmocka_unit_test(time_and_scales_stay_within_64_bits),
        cmocka_unit_test(shares_of_variance_and_their_roots_add_up),
        cmocka_unit_test(every_state_of_the_mood_has_its_spread),
        cmocka_unit_test(randomwalk_splits_time_as_a_poisson_process),
        cmocka_unit_test(no_split_can_run_backwards),
        cmocka_unit_test(displacements_are_those_of_a_brownian_bridge),
        cmocka_unit_test(moods_are_redrawn_from_their_levels_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
