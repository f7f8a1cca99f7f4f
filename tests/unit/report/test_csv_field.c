/* SPDX-License-Identifier: Apache-2.0 */
#include "report/csv_field.h"

#include "cmocka_all.h"

static void assert_field(const char *text, const char *expected)
{
    struct tkg_text out = {0};
    tkg_csv_add_text(&out, text);
    assert_string_equal(tkg_text_borrow(&out), expected);
    tkg_text_deinit(&out);
}

static void plain_text_stays_plain(void **state)
{
    (void)state;
    assert_field("replay/1M", "replay/1M");
    assert_field("", "");
}

static void text_with_separators_is_quoted(void **state)
{
    (void)state;
    assert_field("a,b", "\"a,b\"");
    assert_field("say \"x\"", "\"say \"\"x\"\"\"");
}

static void formulas_get_an_apostrophe(void **state)
{
    (void)state;
    assert_field("=1+1", "\"'=1+1\"");
    assert_field("@x", "\"'@x\"");
    assert_field("\xef\xbc\x9d"
                 "1",
                 "\"'\xef\xbc\x9d"
                 "1\""); /* U+FF1D */
}

static void numbers_carry_17_digits_and_nothing_else(void **state)
{
    (void)state;
    struct tkg_text out = {0};
    tkg_csv_add_number(&out, 0.1);
    tkg_csv_add_number(&out, NAN);
    tkg_csv_add_number(&out, INFINITY);
    assert_string_equal(tkg_text_borrow(&out), ",0.10000000000000001,,");
    tkg_text_deinit(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_text_stays_plain),
        cmocka_unit_test(text_with_separators_is_quoted),
        cmocka_unit_test(formulas_get_an_apostrophe),
        cmocka_unit_test(numbers_carry_17_digits_and_nothing_else),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
