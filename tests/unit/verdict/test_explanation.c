/* SPDX-License-Identifier: Apache-2.0 */
#include "cmocka_all.h"
#include "sample_functions.h"
#include "verdict/explanation.h"

struct sides {
    struct tkg_function_table base;
    struct tkg_function_table head;
    struct tkg_explanation counts;
    struct tkg_explanation times;
    const struct tkg_function_growth *guilty;
    enum tkg_guilt guilt;
};

/* The head: run, fill and, unless 0, a new function, with these instructions and times. */
static void explain(struct sides *sides, const uint64_t instructions[3], const uint64_t cpu_ns[3])
{
    static const char *const names[] = {"run", "fill", "audit"};
    make_base_functions(&sides->base);
    init_functions(&sides->head);
    for (size_t i = 0; i < 3; i++) {
        if (instructions[i] > 0) {
            add_function(&sides->head, names[i], instructions[i], cpu_ns[i]);
        }
    }
    sides->counts = tkg_explanation_make(&sides->base, &sides->head, TKG_COST_INSTRUCTIONS);
    sides->times = tkg_explanation_make(&sides->base, &sides->head, TKG_COST_CPU);
    sides->guilt = tkg_explanation_guilt(&sides->counts, &sides->times, &sides->guilty);
}

static void deinit(struct sides *sides)
{
    tkg_function_table_deinit(&sides->base);
    tkg_function_table_deinit(&sides->head);
}

static void equal_sides_name_nobody(void **state)
{
    (void)state;
    struct sides sides;
    explain(&sides, (const uint64_t[]){80000, 20000, 0}, (const uint64_t[]){800000, 200000, 0});
    assert_int_equal(sides.guilt, TKG_GUILT_NONE);
    assert_null(sides.guilty);
    assert_int_equal(sides.counts.count, 0);
    assert_near(sides.counts.growth, 0.0, 0.0);
    deinit(&sides);
}

/* 2 % more, all of it in a function that is new. */
static void new_function_is_named_with_its_part(void **state)
{
    (void)state;
    struct sides sides;
    explain(&sides, (const uint64_t[]){80000, 20000, 2000},
            (const uint64_t[]){800000, 200000, 20000});
    assert_int_equal(sides.guilt, TKG_GUILT_INSTRUCTIONS);
    assert_string_equal(sides.guilty->head->name, "audit");
    assert_null(sides.guilty->base);
    assert_near(sides.guilty->before, 0.0, 0.0);
    assert_near(sides.guilty->after, 2.0, 1e-12);
    assert_near(sides.guilty->growth, 0.02, 1e-12);
    assert_near(sides.guilty->share_0to1, 1.0, 1e-12);
    assert_near(sides.counts.growth, 0.02, 1e-12);
    assert_near(sides.counts.before, 100.0, 1e-12);
    deinit(&sides);
}

static void greatest_growth_comes_first_and_small_fry_has_no_name(void **state)
{
    (void)state;
    struct sides sides;
    explain(&sides, (const uint64_t[]){80100, 25000, 0}, (const uint64_t[]){800000, 200000, 0});
    assert_int_equal(sides.counts.count, 2);
    assert_string_equal(sides.counts.functions[0].head->name, "fill");
    assert_true(sides.counts.functions[0].is_named);
    assert_near(sides.counts.functions[1].share_0to1, 100.0 / 5100.0, 1e-12);
    assert_false(sides.counts.functions[1].is_named);
    deinit(&sides);
}

/* Twice the time, not one instruction more. */
static void time_without_instructions_is_named_by_time(void **state)
{
    (void)state;
    struct sides sides;
    explain(&sides, (const uint64_t[]){80000, 20000, 0}, (const uint64_t[]){1800000, 200000, 0});
    assert_int_equal(sides.guilt, TKG_GUILT_TIME);
    assert_string_equal(sides.guilty->head->name, "run");
    assert_near(sides.guilty->before, 80.0, 1e-9);
    assert_near(sides.guilty->after, 180.0, 1e-9);
    deinit(&sides);
}

/* fill has 200 looks of 1,000 ns: sqrt(200 * 2) = 20 looks of standard deviation on the difference,
 * 51.5 at 99 %. 40 more are noise, 60 more are not. */
static void growth_within_the_noise_of_looks_is_not_named(void **state)
{
    (void)state;
    struct sides sides;
    explain(&sides, (const uint64_t[]){80000, 20000, 0}, (const uint64_t[]){800000, 240000, 0});
    assert_int_equal(sides.guilt, TKG_GUILT_NONE);
    assert_int_equal(sides.times.count, 1);
    assert_near(sides.times.functions[0].error, 5.4, 0.2);
    deinit(&sides);
    explain(&sides, (const uint64_t[]){80000, 20000, 0}, (const uint64_t[]){800000, 260000, 0});
    assert_int_equal(sides.guilt, TKG_GUILT_TIME);
    assert_string_equal(sides.guilty->head->name, "fill");
    deinit(&sides);
}

/* Counts that fell do not accuse, whatever moved inside. */
static void fewer_instructions_accuse_nobody(void **state)
{
    (void)state;
    struct sides sides;
    explain(&sides, (const uint64_t[]){60000, 30000, 0}, (const uint64_t[]){800000, 200000, 0});
    assert_int_equal(sides.guilt, TKG_GUILT_NONE);
    assert_true(sides.counts.growth < 0.0);
    assert_true(sides.counts.functions[0].is_named); /* it is listed all the same */
    deinit(&sides);
}

static void missing_witness_is_not_a_count_of_zero(void **state)
{
    (void)state;
    struct sides sides;
    explain(&sides, (const uint64_t[]){80000, 20000, 0}, (const uint64_t[]){1800000, 200000, 0});
    sides.head.has[TKG_COST_INSTRUCTIONS] = false;
    sides.counts = tkg_explanation_make(&sides.base, &sides.head, TKG_COST_INSTRUCTIONS);
    assert_false(sides.counts.is_known);
    assert_int_equal(tkg_explanation_guilt(&sides.counts, &sides.times, &sides.guilty),
                     TKG_GUILT_TIME);
    assert_false(tkg_explanation_make(&sides.base, &sides.head, TKG_COST_LL_MISSES).is_known);
    deinit(&sides);
}

static void only_the_greatest_are_kept_in_order(void **state)
{
    (void)state;
    struct tkg_function_table base, head;
    char name[16];
    init_functions(&base);
    init_functions(&head);
    for (unsigned i = 0; i < 20; i++) {
        (void)snprintf(name, sizeof name, "f%u", i);
        add_function(&base, name, 1000, 0);
        add_function(&head, name, 1000 + 7 * i % 20 * 10, 0); /* every growth from 0 to 190 once */
    }
    const struct tkg_explanation explanation =
        tkg_explanation_make(&base, &head, TKG_COST_INSTRUCTIONS);
    assert_int_equal(explanation.count, TKG_GROWTH_MAX);
    for (size_t i = 0; i < TKG_GROWTH_MAX; i++) {
        assert_near(explanation.functions[i].after - explanation.functions[i].before,
                    0.19 - 0.01 * (double)i, 1e-9);
    }
    tkg_function_table_deinit(&base);
    tkg_function_table_deinit(&head);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_sides_name_nobody),
        cmocka_unit_test(new_function_is_named_with_its_part),
        cmocka_unit_test(greatest_growth_comes_first_and_small_fry_has_no_name),
        cmocka_unit_test(time_without_instructions_is_named_by_time),
        cmocka_unit_test(growth_within_the_noise_of_looks_is_not_named),
        cmocka_unit_test(fewer_instructions_accuse_nobody),
        cmocka_unit_test(missing_witness_is_not_a_count_of_zero),
        cmocka_unit_test(only_the_greatest_are_kept_in_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
