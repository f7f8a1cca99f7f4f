/* SPDX-License-Identifier: Apache-2.0 */
#include "base/random.h"
#include "cmocka_all.h"
#include "rank_sum.h"
#include "rival_rule.h"

static const struct tkg_rival_rule *rule_named(const char *name)
{
    size_t count = 0;
    const struct tkg_rival_rule *rules = tkg_rival_rules(&count);
    for (size_t i = 0; i < count; i++) {
        if (strstr(rules[i].name, name)) {
            return &rules[i];
        }
    }
    fail_msg("no rule %s", name);
    return NULL;
}

/* Base 100 with the given steps between repetitions, head `change` percent above it. */
static enum tkg_rival_answer ask(const char *name, double step, double change)
{
    const struct tkg_rival_rule *rule = rule_named(name);
    double base[TKG_RANK_SUM_MAX];
    double head[TKG_RANK_SUM_MAX];
    for (size_t i = 0; i < rule->repetitions; i++) {
        base[i] = 100.0 + step * (double)i;
        head[i] = (100.0 + step * ((double)i + 0.25)) * (1.0 + change / 100.0);
    }
    const struct tkg_rival_times times = {base, head, rule->repetitions};
    return rule->judge(&times);
}

/* Tables of Student's t, two-sided 5 %: 12.706, 2.262 and 1.960 at 1, 9 and many degrees. */
static void student_is_that_of_the_tables(void **state)
{
    (void)state;
    assert_near(tkg_student_p(12.7062, 1), 0.05, 1e-6);
    assert_near(tkg_student_p(2.26216, 9), 0.05, 1e-6);
    assert_near(tkg_student_p(1.95996, 1e6), 0.05, 1e-4);
    assert_near(tkg_student_p(0.0, 5), 1.0, 1e-12);
}

/* https://en.wikipedia.org/wiki/Welch%27s_t-test, first example: t = -2.46, 25.0 degrees, p 0.021.
 */
static void example_of_welch_is_reproduced(void **state)
{
    (void)state;
    const double a[] = {27.5, 21.0, 19.0, 23.6, 17.0, 17.9, 16.9, 20.1,
                        21.9, 22.6, 23.1, 19.6, 19.0, 21.7, 21.4};
    const double b[] = {27.1, 22.0, 20.8, 23.4, 23.4, 23.5, 25.8, 22.0,
                        24.8, 20.2, 21.9, 22.1, 22.9, 20.5, 24.4};
    assert_near(tkg_welch_p(a, b, 15), 0.021, 0.0006);
}

/* Ranks apart by complete separation: a change of 5 % against a spread of 1 %. */
static void clear_slowdown_is_seen_by_all_but_the_wide_ones(void **state)
{
    (void)state;
    assert_int_equal(ask("compare.py", 0.1, 5.0), TKG_RIVAL_SLOWER);
    assert_int_equal(ask("benchstat", 0.1, 5.0), TKG_RIVAL_SLOWER);
    assert_int_equal(ask("criterion", 0.1, 5.0), TKG_RIVAL_SLOWER);
    assert_int_equal(ask("tango", 0.1, 5.0), TKG_RIVAL_SLOWER);
    assert_int_equal(ask("10 % ratio", 0.1, 5.0), TKG_RIVAL_SAME);
    assert_int_equal(ask("10 % ratio", 0.1, 10.2), TKG_RIVAL_SLOWER);
    assert_int_equal(ask("asv", 0.1, 5.0), TKG_RIVAL_SAME);
    assert_int_equal(ask("asv", 0.1, 10.2), TKG_RIVAL_SLOWER);
}

static void faster_is_no_slower(void **state)
{
    (void)state;
    size_t count = 0;
    const struct tkg_rival_rule *rules = tkg_rival_rules(&count);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(ask(rules[i].name, 0.1, -12.0), TKG_RIVAL_FASTER);
    }
}

static void overlapping_repetitions_are_the_same(void **state)
{
    (void)state;
    size_t count = 0;
    const struct tkg_rival_rule *rules = tkg_rival_rules(&count);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(ask(rules[i].name, 1.0, 0.0), TKG_RIVAL_SAME);
    }
}

/* Thresholds of 1 %: criterion's and tango's say nothing below it, however sure it is. */
static void small_change_is_below_the_noise_threshold(void **state)
{
    (void)state;
    assert_int_equal(ask("criterion", 0.01, 0.9), TKG_RIVAL_SAME);
    assert_int_equal(ask("criterion", 0.01, 1.2), TKG_RIVAL_SLOWER);
    assert_int_equal(ask("tango", 0.01, 0.9), TKG_RIVAL_SAME);
    assert_int_equal(ask("tango", 0.01, 1.2), TKG_RIVAL_SLOWER);
    assert_int_equal(ask("compare.py", 0.01, 0.9), TKG_RIVAL_SLOWER);
}

/* On independent values from one distribution a rule at 5 % cries in about 5 % of 2,000 trials:
 * four standard errors are 2 points. */
static void five_percent_rules_keep_five_percent_on_independent_values(void **state)
{
    (void)state;
    struct tkg_random random = {1};
    const char *const names[] = {"compare.py", "benchstat"};
    for (size_t n = 0; n < 2; n++) {
        const struct tkg_rival_rule *rule = rule_named(names[n]);
        int cries = 0;
        for (int trial = 0; trial < 2000; trial++) {
            double values[2][TKG_RANK_SUM_MAX];
            for (size_t i = 0; i < 2 * rule->repetitions; i++) {
                values[i % 2][i / 2] = 100.0 + tkg_random_unit(&random);
            }
            const struct tkg_rival_times times = {values[0], values[1], rule->repetitions};
            cries += rule->judge(&times) != TKG_RIVAL_SAME;
        }
        assert_in_range(cries, 60, 140);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(student_is_that_of_the_tables),
        cmocka_unit_test(example_of_welch_is_reproduced),
        cmocka_unit_test(clear_slowdown_is_seen_by_all_but_the_wide_ones),
        cmocka_unit_test(faster_is_no_slower),
        cmocka_unit_test(overlapping_repetitions_are_the_same),
        cmocka_unit_test(small_change_is_below_the_noise_threshold),
        cmocka_unit_test(five_percent_rules_keep_five_percent_on_independent_values),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
