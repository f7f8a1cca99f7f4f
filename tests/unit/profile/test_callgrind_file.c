/* SPDX-License-Identifier: Apache-2.0
 *
 * Texts after https://valgrind.org/docs/manual/cl-format.html, sums by hand.
 */
#include "cmocka_all.h"
#include "profile/callgrind_file.h"

static enum tkg_status parse(const char *text, struct tkg_function_table *table,
                             struct tkg_error *err)
{
    tkg_function_table_init(table);
    return tkg_callgrind_parse(text, strlen(text), "out", table, err);
}

static void expect(const char *text, struct tkg_function_table *table)
{
    struct tkg_error err = {0};
    assert_status(parse(text, table, &err), TKG_OK, &err);
}

static const struct tkg_function *function(const struct tkg_function_table *table, const char *name)
{
    const struct tkg_function *found = tkg_function_table_find(table, name, "");
    assert_non_null(found);
    return found;
}

static void check(const struct tkg_function_table *table, const char *name, uint64_t self,
                  uint64_t inclusive, uint64_t calls)
{
    const struct tkg_function *found = function(table, name);
    assert_int_equal(found->self[TKG_COST_INSTRUCTIONS], self);
    assert_int_equal(found->inclusive[TKG_COST_INSTRUCTIONS], inclusive);
    assert_int_equal(found->calls, calls);
}

/* The manual's own example: main calls func1 once and func2 twice, func1 calls func2 three times.
 */
static const char manual_example[] = "events: Ir\n"
                                     "fl=file1.c\nfn=main\n16 20\n"
                                     "cfn=func1\ncalls=1 50\n16 400\n"
                                     "cfi=file2.c\ncfn=func2\ncalls=3 20\n16 400\n"
                                     "\n"
                                     "fn=func1\n51 100\n"
                                     "cfi=file2.c\ncfn=func2\ncalls=2 20\n51 300\n"
                                     "\n"
                                     "fl=file2.c\nfn=func2\n20 700\n"
                                     "totals: 820\n";

static void example_of_the_manual_adds_up(void **state)
{
    (void)state;
    struct tkg_function_table table;
    expect(manual_example, &table);
    assert_int_equal(table.count, 3);
    check(&table, "main", 20, 820, 0);
    check(&table, "func1", 100, 400, 1);
    check(&table, "func2", 700, 700, 5);
    assert_string_equal(function(&table, "func2")->file, "file2.c");
    assert_int_equal(function(&table, "func1")->line, 51);
    assert_int_equal(table.totals[TKG_COST_INSTRUCTIONS], 820);
    assert_true(table.has[TKG_COST_INSTRUCTIONS]);
    assert_false(table.has[TKG_COST_D1_MISSES]);
    tkg_function_table_deinit(&table);
}

/* The same with numbered names and relative positions. */
static void compressed_names_and_positions_say_the_same(void **state)
{
    (void)state;
    struct tkg_function_table table;
    expect("version: 1\ncreator: callgrind-3.19.0\npositions: line\nevents: Ir\n\n"
           "ob=(1) clreq\nfl=(1) file1.c\nfn=(1) main\n16 20\n"
           "cfn=(2) func1\ncalls=1 50\n* 400\n"
           "cfi=(2) file2.c\ncfn=(3) func2\ncalls=3 20\n* 400\n\n"
           "fn=(2)\n51 60\n+2 30\n-1 10\ncfi=(2)\ncfn=(3)\ncalls=2 20\n* 300\n\n"
           "fl=(2)\nfn=(3)\n20 700\n\ntotals: 820\n",
           &table);
    check(&table, "main", 20, 820, 0);
    check(&table, "func1", 100, 400, 1);
    check(&table, "func2", 700, 700, 5);
    assert_string_equal(function(&table, "func2")->file, "file2.c");
    assert_string_equal(function(&table, "main")->object, "clreq");
    assert_int_equal(function(&table, "func1")->line, 51);
    tkg_function_table_deinit(&table);
}

/* Lines of an inlined function belong to the one around it, and do not tell where that begins. */
static void inlined_lines_count_for_the_function_around(void **state)
{
    (void)state;
    struct tkg_function_table table;
    expect("events: Ir\nfl=(1) a.c\nfn=(1) run\n40 5\nfi=(2) small.h\n7 11\nfe=(1)\n42 4\n"
           "totals: 20\n",
           &table);
    check(&table, "run", 20, 20, 0);
    assert_int_equal(function(&table, "run")->line, 40);
    tkg_function_table_deinit(&table);
}

static void events_of_the_caches_become_misses(void **state)
{
    (void)state;
    struct tkg_function_table table;
    expect("events: Ir Dr Dw I1mr D1mr D1mw ILmr DLmr DLmw\nfn=f\n"
           "1 100 50 40 3 5 7 1 2 4\n2 10 9\n3\ntotals: 110 59 40 3 5 7 1 2 4\n",
           &table);
    const struct tkg_function *f = function(&table, "f");
    assert_int_equal(f->self[TKG_COST_INSTRUCTIONS], 110);
    assert_int_equal(f->self[TKG_COST_D1_MISSES], 12);
    assert_int_equal(f->self[TKG_COST_LL_MISSES], 7);
    assert_int_equal(table.totals[TKG_COST_D1_MISSES], 12);
    assert_int_equal(table.totals[TKG_COST_LL_MISSES], 7);
    tkg_function_table_deinit(&table);
}

static void jumps_and_instruction_addresses_are_passed_over(void **state)
{
    (void)state;
    struct tkg_function_table table;
    expect("positions: instr line\nevents: Ir\nfn=(1) f\n0x401000 12 3\n+3 +1 4\n"
           "jump=5 0x401010 14\n* *\njcnd=2/5 0x401020 15\n+2 *\n+0x2 13 1\ntotals: 8\n",
           &table);
    check(&table, "f", 8, 8, 0);
    assert_int_equal(function(&table, "f")->line, 12);
    tkg_function_table_deinit(&table);
}

/* A function that calls itself has its own cost once. */
static void recursion_is_not_counted_twice(void **state)
{
    (void)state;
    struct tkg_function_table table;
    expect("events: Ir\nfn=(1) main\n1 10\ncfn=(2) walk\ncalls=1 5\n1 90\n\n"
           "fn=(2)\n5 90\ncfn=(2)\ncalls=8 5\n6 80\ntotals: 100\n",
           &table);
    check(&table, "main", 10, 100, 0);
    check(&table, "walk", 90, 90, 9);
    tkg_function_table_deinit(&table);
}

static void circle_of_calls_is_cut_at_the_total(void **state)
{
    (void)state;
    struct tkg_function_table table;
    expect("events: Ir\nfn=(1) a\n1 10\ncfn=(2) b\ncalls=1 5\n1 95\n\n"
           "fn=(2)\n5 90\ncfn=(1)\ncalls=8 5\n6 80\ntotals: 100\n",
           &table);
    check(&table, "b", 90, 100, 1);
    tkg_function_table_deinit(&table);
}

static void expect_damage(const char *text, const char *part)
{
    struct tkg_error err = {0};
    struct tkg_function_table table;
    assert_status(parse(text, &table, &err), TKG_INPUT, &err);
    assert_contains(err.text, part);
    tkg_function_table_deinit(&table);
}

static void damage_is_told_with_its_line(void **state)
{
    (void)state;
    expect_damage("", "no event Ir");
    expect_damage("hello\n", "no event Ir");
    expect_damage("events: Ir\nfn=f\n1 1\n", "it is cut off");
    expect_damage("events: Ir\n1 1\n", "out:2: a cost before the first function");
    expect_damage("events: Ir\nfn=(1)\n1 1\n", "out:2: a name's number was never given a name");
    expect_damage("events: Ir\nfn=(1 f\n", "out:2: a name's number is damaged");
    expect_damage("events: Ir\nfn=(99999999) f\n", "out:2: a name's number is too large");
    expect_damage("events: Ir\nfn=\n", "out:2: a function without a name");
    expect_damage("events: Ir\nfn=f\n1 2 3\n", "out:3: more costs than events");
    expect_damage("events: Ir\nfn=f\n1 x\n", "out:3: a cost is damaged");
    expect_damage("events: Ir\nfn=f\n1 99999999999999999999\n", "out:3: a cost is damaged");
    expect_damage("events: Ir\nfn=f\n+ 1\n", "out:3: a position is damaged");
    expect_damage("events: Ir\nfn=f\ncalls=1 2\n1 1\n", "out:3: a call without");
    expect_damage("events: Ir\nfn=f\ncfn=g\ncalls=1 2\n", "out:4: a call without");
    expect_damage("events: Ir\nfn=f\ncfn=g\nfn=h\ncalls=1 2\n1 1\n", "out:5: a call without");
    expect_damage("events: Ir\nfn=f\njump=1 2\n", "out:3: a jump without its line");
    expect_damage("events: Ir\nevents: Ir\n", "out:2: events are named twice");
    expect_damage("events: a b c d e f g h i j k l m n o p q\n", "out:1: more events");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(example_of_the_manual_adds_up),
        cmocka_unit_test(compressed_names_and_positions_say_the_same),
        cmocka_unit_test(inlined_lines_count_for_the_function_around),
        cmocka_unit_test(events_of_the_caches_become_misses),
        cmocka_unit_test(jumps_and_instruction_addresses_are_passed_over),
        cmocka_unit_test(recursion_is_not_counted_twice),
        cmocka_unit_test(circle_of_calls_is_cut_at_the_total),
        cmocka_unit_test(damage_is_told_with_its_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
