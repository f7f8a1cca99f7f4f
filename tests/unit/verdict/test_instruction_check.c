/* SPDX-License-Identifier: Apache-2.0 */
#include "base/day.h"
#include "base/random.h"
#include "cmocka_all.h"
#include "verdict/instruction_check.h"

static struct tkg_instruction_check check(uint64_t base, uint64_t head)
{
    const struct tkg_instruction_question question = {
        .tolerance = TKG_INSTRUCTION_TOLERANCE,
        .limit = TKG_INSTRUCTION_LIMIT,
        .waived_to_day = -1,
    };
    return tkg_instruction_check(&question, &(struct tkg_instruction_pair){base, base},
                                 &(struct tkg_instruction_pair){head, head});
}

static void growth_is_told_to_the_digit(void **state)
{
    (void)state;
    assert_near(check(10000000, 10000001).growth, 1e-7, 1e-20);
    assert_near(check(10000000, 9999999).growth, -1e-7, 1e-20);
    assert_near(check(400, 404).growth, 0.01, 1e-15);
}

/* 0.5 % is still equal, above it warns; 1 % still warns, above it fails. */
static void limits_belong_to_the_milder_side(void **state)
{
    (void)state;
    assert_int_equal(check(100000, 100000).outcome, TKG_INSTRUCTION_EQUAL);
    assert_int_equal(check(100000, 100500).outcome, TKG_INSTRUCTION_EQUAL);
    assert_int_equal(check(100000, 100501).outcome, TKG_INSTRUCTION_WARN);
    assert_int_equal(check(100000, 101000).outcome, TKG_INSTRUCTION_WARN);
    assert_int_equal(check(100000, 101001).outcome, TKG_INSTRUCTION_MORE);
    assert_int_equal(check(100000, 99500).outcome, TKG_INSTRUCTION_EQUAL);
    assert_int_equal(check(100000, 99499).outcome, TKG_INSTRUCTION_FEWER);
}

static void one_instruction_between_two_runs_is_not_repeatable(void **state)
{
    (void)state;
    const struct tkg_instruction_question question = {.tolerance = 0.005, .limit = 0.01};
    const struct tkg_instruction_pair same = {5000000, 5000000}, other = {5000000, 5000001};
    assert_int_equal(tkg_instruction_check(&question, &same, &other).outcome,
                     TKG_INSTRUCTION_NOT_REPEATABLE);
    assert_int_equal(tkg_instruction_check(&question, &other, &same).outcome,
                     TKG_INSTRUCTION_NOT_REPEATABLE);
    assert_nan(tkg_instruction_check(&question, &other, &same).growth);
}

static void nothing_counted_is_not_equal(void **state)
{
    (void)state;
    assert_int_equal(check(0, 0).outcome, TKG_INSTRUCTION_NOTHING);
    assert_int_equal(check(5, 0).outcome, TKG_INSTRUCTION_NOTHING);
    assert_int_equal(check(0, 5).outcome, TKG_INSTRUCTION_NOTHING);
}

static struct tkg_instruction_check check_waived(const char *last_day, const char *today)
{
    const struct tkg_instruction_question question = {
        .tolerance = 0.005,
        .limit = 0.01,
        .waived_to_day = tkg_day_parse(last_day),
        .today = tkg_day_parse(today),
    };
    return tkg_instruction_check(&question, &(struct tkg_instruction_pair){100, 100},
                                 &(struct tkg_instruction_pair){200, 200});
}

static void waiver_holds_to_the_end_of_its_last_day(void **state)
{
    (void)state;
    const struct tkg_instruction_check held = check_waived("2026-12-31", "2026-12-31");
    assert_int_equal(held.outcome, TKG_INSTRUCTION_WAIVED);
    assert_false(held.waiver_is_due);
    const struct tkg_instruction_check over = check_waived("2026-12-31", "2027-01-01");
    assert_int_equal(over.outcome, TKG_INSTRUCTION_MORE);
    assert_true(over.waiver_is_due);
}

/* A planted 0.1 % at a tolerance that allows it, and none: 1,000 engines of 1 M to 1 G
 * instructions, seeded. A count has no noise, so each must be right. */
static void tenth_of_a_percent_is_always_seen_and_never_imagined(void **state)
{
    (void)state;
    const struct tkg_instruction_question question = {
        .tolerance = 0.0005, .limit = 0.0005, .waived_to_day = -1};
    struct tkg_random random = {20261130};
    for (int i = 0; i < 1000; i++) {
        const uint64_t base = 1000000 + tkg_random_below(&random, 999000000);
        const uint64_t head = base + base / 1000;
        const struct tkg_instruction_pair a = {base, base}, b = {head, head};
        assert_int_equal(tkg_instruction_check(&question, &a, &b).outcome, TKG_INSTRUCTION_MORE);
        assert_int_equal(tkg_instruction_check(&question, &a, &a).outcome, TKG_INSTRUCTION_EQUAL);
    }
}

static void outcomes_have_words_and_only_more_is_red(void **state)
{
    (void)state;
    for (int i = 0; i < TKG_INSTRUCTION_OUTCOME_COUNT; i++) {
        const enum tkg_instruction_outcome outcome = (enum tkg_instruction_outcome)i;
        assert_true(strlen(tkg_instruction_outcome_name(outcome)) > 3);
        assert_true(strlen(tkg_instruction_outcome_text(outcome)) > 3);
        assert_int_equal(tkg_instruction_outcome_is_red(outcome), outcome == TKG_INSTRUCTION_MORE);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(growth_is_told_to_the_digit),
        cmocka_unit_test(limits_belong_to_the_milder_side),
        cmocka_unit_test(one_instruction_between_two_runs_is_not_repeatable),
        cmocka_unit_test(nothing_counted_is_not_equal),
        cmocka_unit_test(waiver_holds_to_the_end_of_its_last_day),
        cmocka_unit_test(tenth_of_a_percent_is_always_seen_and_never_imagined),
        cmocka_unit_test(outcomes_have_words_and_only_more_is_red),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
