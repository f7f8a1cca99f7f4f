/* SPDX-License-Identifier: Apache-2.0
 *
 * The integer tables against the formulas they stand for, in floating point.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
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
    assert_string_equal(tkg_preset_find("randomwalk")->name, "randomwalk");
    assert_null(tkg_preset_find("future"));
    assert_null(tkg_preset_find("Futures"));
    assert_null(tkg_preset_find(""));
    assert_string_equal(tkg_preset_list(), "futures, randomwalk");
}

static void prices_stay_positive_whatever_is_drawn(void **state)
{
    (void)state;
    const char *names[] = {"futures", "randomwalk"};
    for (size_t p = 0; p < 2; p++) {
        const struct tkg_preset *preset = tkg_preset_find(names[p]);
        struct tkg_cascade cascade;
        tkg_preset_apply(preset, 0, &cascade);
        double volatility_max = 0;
        for (size_t i = 0; i < TKG_CASCADE_HEATS; i++) {
            double volatility = (double)cascade.volatility_16ths[i] / 16;
            volatility_max = volatility > volatility_max ? volatility : volatility_max;
        }
        double fall = 0; /* every level displaces by its most, market and own part alike */
        for (size_t level = 0; level < TKG_CASCADE_LEVELS; level++) {
            double heat = level < TKG_CASCADE_SESSION_LEVEL
                              ? volatility_max
                              : (double)cascade.volatility_16ths[0] / 16;
            fall += 2 * heat * (double)cascade.levels[level].price_scale / 4096;
        }
        for (size_t i = 0; i < preset->instrument_count; i++) {
            double factor = preset->price_factor_256ths[i] / 256.0;
            assert_true(preset->price_start[i] - fall * factor > 100);
        }
    }
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
    const char *names[] = {"futures", "randomwalk"};
    for (size_t p = 0; p < 2; p++) {
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
    for (unsigned level = 0; level < TKG_CASCADE_LEVELS; level++) {
        /* Standard deviation in price ticks: two uniform draws of half width scale. From level 26
         * on it stays. */
        double scale = (double)cascade.levels[level].price_scale / 4096;
        double deviation = scale * sqrt(2.0 / 3);
        double capped = level < 26 ? level : 26;
        double expected = 0.04 * pow(2, (capped - 1) / 2);
        assert_true(fabs(deviation / expected - 1) < 0.01);
    }
}

static void moods_are_redrawn_from_their_levels_on(void **state)
{
    (void)state;
    struct tkg_cascade cascade = cascade_of("futures");
    const uint64_t sign = TKG_MOOD_SIGN;
    const uint64_t wide = TKG_MOOD_WIDE;
    assert_true((cascade.levels[3].mood_rarely & sign) == 0);
    assert_true((cascade.levels[4].mood_rarely & sign) == sign);
    assert_true((cascade.levels[22].mood_rarely & sign) == sign);
    assert_true((cascade.levels[9].mood_rarely & wide) == wide);
    assert_true((cascade.levels[10].mood_always & wide) == wide);
    assert_true((cascade.levels[10].mood_rarely & wide) == 0);
    assert_true((cascade.mood_start & (sign | wide)) == (sign | wide));
    for (unsigned level = TKG_CASCADE_SESSION_LEVEL; level < TKG_CASCADE_LEVELS; level++) {
        assert_true((cascade.levels[level].mood_always | cascade.levels[level].mood_rarely) == 0);
    }
    /* The third instrument has its own sign, 28 bits on. */
    assert_true((cascade.levels[4].mood_rarely >> 28 & sign) == sign);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(presets_are_found_by_their_whole_name),
        cmocka_unit_test(prices_stay_positive_whatever_is_drawn),
        cmocka_unit_test(randomwalk_splits_time_as_a_poisson_process),
        cmocka_unit_test(no_split_can_run_backwards),
        cmocka_unit_test(displacements_are_those_of_a_brownian_bridge),
        cmocka_unit_test(moods_are_redrawn_from_their_levels_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
