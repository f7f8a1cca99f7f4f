/* SPDX-License-Identifier: Apache-2.0
 *
 * Texts after https://valgrind.org/docs/manual/cl-format.html.
 */
#include "profile/callgrind_name.h"

#include "cmocka_all.h"

static struct tkg_callgrind_name piece(const char *text)
{
    return (struct tkg_callgrind_name){text, strlen(text), TKG_CALLGRIND_NO_ROW};
}

static void assert_piece(const struct tkg_callgrind_name *piece, const char *expected)
{
    assert_int_equal(piece->length, strlen(expected));
    assert_memory_equal(piece->text, expected, piece->length);
}

static void prefix_is_taken_or_nothing(void **state)
{
    struct tkg_callgrind_name text = piece("fn=main");
    (void)state;
    assert_false(tkg_callgrind_take_prefix(&text, "fl="));
    assert_false(tkg_callgrind_take_prefix(&text, "fn=main and more"));
    assert_piece(&text, "fn=main");
    assert_true(tkg_callgrind_take_prefix(&text, "fn="));
    assert_piece(&text, "main");
}

static void number_is_decimal_or_hexadecimal_up_to_64_bits(void **state)
{
    static const struct {
        const char *text;
        uint64_t value;
        const char *rest;
    } rows[] = {{"12 34", 12, " 34"},
                {"0x1fz", 31, "z"},
                {"0", 0, ""},
                {"18446744073709551615", UINT64_MAX, ""},
                {"0xffffffffffffffff", UINT64_MAX, ""}};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct tkg_callgrind_name text = piece(rows[i].text);
        uint64_t value = 7;
        assert_true(tkg_callgrind_take_number(&text, &value));
        assert_true(value == rows[i].value);
        assert_piece(&text, rows[i].rest);
    }
}

static void what_is_no_number_is_refused(void **state)
{
    static const char *const texts[] = {
        "", "x", "-1", "0xg", "18446744073709551616", "0x10000000000000000"};
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct tkg_callgrind_name text = piece(texts[i]);
        uint64_t value = 0;
        assert_false(tkg_callgrind_take_number(&text, &value));
    }
}

static void positions_are_against_the_one_before(void **state)
{
    struct tkg_callgrind_name text = piece("10 +3\t-2 * z");
    uint64_t position = 0;
    (void)state;
    assert_true(tkg_callgrind_take_position(&text, &position));
    assert_int_equal(position, 10);
    assert_true(tkg_callgrind_take_position(&text, &position));
    assert_int_equal(position, 13);
    assert_true(tkg_callgrind_take_position(&text, &position));
    assert_int_equal(position, 11);
    assert_true(tkg_callgrind_take_position(&text, &position));
    assert_int_equal(position, 11);
    assert_piece(&text, "z");
    assert_false(tkg_callgrind_take_position(&text, &position));
}

static void name_is_kept_under_its_number(void **state)
{
    struct tkg_callgrind_names names = {0};
    struct tkg_callgrind_name name, *slot, *again;
    (void)state;
    assert_null(tkg_callgrind_resolve(&names, piece("plain"), &name, &slot));
    assert_piece(&name, "plain");
    assert_null(slot);
    assert_null(tkg_callgrind_resolve(&names, piece("(300) main"), &name, &slot));
    assert_piece(&name, "main");
    slot->row = 5; /* which function it is stays with the number */
    assert_null(tkg_callgrind_resolve(&names, piece("(300)"), &name, &again));
    assert_piece(&name, "main");
    assert_ptr_equal(again, slot);
    assert_int_equal(name.row, 5);
    assert_null(tkg_callgrind_resolve(&names, piece("(300) other"), &name, &again));
    assert_piece(&name, "other");
    assert_int_equal(name.row, TKG_CALLGRIND_NO_ROW);
    tkg_callgrind_names_deinit(&names);
    assert_null(names.slots);
}

static void damaged_numbers_of_names_are_refused(void **state)
{
    static const struct {
        const char *text;
        const char *wrong;
    } rows[] = {{"(", "a name's number is damaged"},
                {"(x) f", "a name's number is damaged"},
                {"(1", "a name's number is damaged"},
                {"(7)", "a name's number was never given a name"},
                {"(1048576) f", "a name's number is too large"}};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct tkg_callgrind_names names = {0};
        struct tkg_callgrind_name name, *slot;
        assert_string_equal(tkg_callgrind_resolve(&names, piece(rows[i].text), &name, &slot),
                            rows[i].wrong);
        tkg_callgrind_names_deinit(&names);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(prefix_is_taken_or_nothing),
        cmocka_unit_test(number_is_decimal_or_hexadecimal_up_to_64_bits),
        cmocka_unit_test(what_is_no_number_is_refused),
        cmocka_unit_test(positions_are_against_the_one_before),
        cmocka_unit_test(name_is_kept_under_its_number),
        cmocka_unit_test(damaged_numbers_of_names_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
