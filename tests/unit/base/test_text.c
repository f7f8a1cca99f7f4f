/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/text.h"

static void an_empty_text_borrows_as_an_empty_string(void **state)
{
    (void)state;
    struct tkg_text zeroed = {0};
    struct tkg_text text;
    tkg_text_init(&text);
    assert_string_equal(tkg_text_borrow(&text), "");
    assert_string_equal(tkg_text_borrow(&zeroed), "");
    assert_false(tkg_text_failed(&text));
    tkg_text_deinit(&text);
    tkg_text_deinit(&zeroed);
}

static void pieces_are_joined_in_order(void **state)
{
    (void)state;
    struct tkg_text text = {0};
    tkg_text_add(&text, "p99 ");
    tkg_text_addf(&text, "%d %s", 51, "ns");
    tkg_text_add_bytes(&text, "|x\0y|", 5);
    assert_int_equal(text.length, 14);
    assert_memory_equal(tkg_text_borrow(&text), "p99 51 ns|x\0y|", 15); /* with terminator */
    tkg_text_deinit(&text);
}

static void nothing_may_be_added_from_nowhere(void **state)
{
    (void)state;
    struct tkg_text text = {0};
    tkg_text_add_bytes(&text, NULL, 0);
    tkg_text_add(&text, "");
    assert_string_equal(tkg_text_borrow(&text), "");
    assert_int_equal(text.length, 0);
    tkg_text_deinit(&text);
}

static void growth_keeps_every_byte(void **state)
{
    (void)state;
    struct tkg_text text = {0};
    for (int i = 0; i < 20000; i++) {
        tkg_text_addf(&text, "%05d", i);
    }
    assert_int_equal(text.length, 100000);
    assert_int_equal(strlen(text.bytes), 100000);
    for (int i = 0; i < 20000; i++) {
        char expected[8];
        (void)snprintf(expected, sizeof(expected), "%05d", i);
        assert_memory_equal(text.bytes + (size_t)i * 5, expected, 5);
    }
    assert_false(tkg_text_failed(&text));
    tkg_text_deinit(&text);
}

static void a_piece_longer_than_the_first_capacity_fits(void **state)
{
    (void)state;
    char piece[3000];
    struct tkg_text text = {0};
    memset(piece, 'x', sizeof(piece));
    tkg_text_addf(&text, "%.*s", (int)sizeof(piece), piece);
    assert_int_equal(text.length, sizeof(piece));
    tkg_text_deinit(&text);
}

static void reset_empties_and_keeps_the_memory(void **state)
{
    (void)state;
    struct tkg_text text = {0};
    tkg_text_add(&text, "something");
    size_t capacity = text.capacity;
    tkg_text_reset(&text);
    assert_string_equal(tkg_text_borrow(&text), "");
    assert_int_equal(text.capacity, capacity);
    tkg_text_add(&text, "else");
    assert_string_equal(tkg_text_borrow(&text), "else");
    tkg_text_deinit(&text);
    assert_null(text.bytes);
}

static void a_failed_growth_is_remembered_and_harms_nothing(void **state)
{
    (void)state;
    struct tkg_text text = {0};
    tkg_text_add(&text, "kept");
    /* The size overflows (first) or is beyond any address space (second): nothing is copied. */
    static const size_t too_many[] = {SIZE_MAX, SIZE_MAX / 2};
    for (size_t i = 0; i < 2; i++) {
        tkg_text_add_bytes(&text, "x", too_many[i]);
        assert_true(tkg_text_failed(&text));
        tkg_text_add(&text, " and more");
        assert_string_equal(tkg_text_borrow(&text), "kept");
    }
    tkg_text_reset(&text);
    assert_false(tkg_text_failed(&text));
    tkg_text_deinit(&text);
}

static void string_copy_says_whether_it_cut(void **state)
{
    (void)state;
    char out[4] = "###";
    assert_true(tkg_string_copy(out, sizeof(out), "abc"));
    assert_string_equal(out, "abc");
    assert_false(tkg_string_copy(out, sizeof(out), "abcd"));
    assert_string_equal(out, "abc");
    assert_true(tkg_string_copy(out, 1, ""));
    assert_string_equal(out, "");
    assert_false(tkg_string_copy(out, 1, "a"));
    assert_string_equal(out, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_text_borrows_as_an_empty_string),
        cmocka_unit_test(pieces_are_joined_in_order),
        cmocka_unit_test(nothing_may_be_added_from_nowhere),
        cmocka_unit_test(growth_keeps_every_byte),
        cmocka_unit_test(a_piece_longer_than_the_first_capacity_fits),
        cmocka_unit_test(reset_empties_and_keeps_the_memory),
        cmocka_unit_test(a_failed_growth_is_remembered_and_harms_nothing),
        cmocka_unit_test(string_copy_says_whether_it_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
