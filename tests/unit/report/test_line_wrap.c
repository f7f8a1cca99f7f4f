/* SPDX-License-Identifier: Apache-2.0 */
#include "report/line_wrap.h"

#include "cmocka_all.h"

static void words_fill_a_line_and_go_on_indented(void **state)
{
    (void)state;
    struct tkg_text out = {0};
    char word[41];
    memset(word, 'a', 40);
    word[40] = '\0';
    struct tkg_wrap wrap = {&out, 4, 4};
    tkg_wrap_add(&wrap, word); /* columns 4 to 44 */
    tkg_wrap_add(&wrap, word); /* 45 to 85 */
    tkg_wrap_add(&wrap, word); /* would end at 126 */
    assert_int_equal(out.length, 40 + 1 + 40 + 1 + 4 + 40);
    assert_int_equal(strcspn(tkg_text_borrow(&out), "\n"), 81);
    assert_int_equal(strncmp(out.bytes + 81, "\n    a", 6), 0);
    assert_int_equal(wrap.column, 44);
    tkg_text_deinit(&out);
}

static void a_word_with_blanks_stays_in_one_piece(void **state)
{
    (void)state;
    struct tkg_text out = {0};
    struct tkg_wrap wrap = {&out, 100, 100};
    tkg_wrap_add(&wrap, "100 %");
    tkg_wrap_add(&wrap, "98 % at x");
    assert_contains(tkg_text_borrow(&out), "\n");
    assert_contains(tkg_text_borrow(&out), " 98 % at x");
    tkg_text_deinit(&out);
}

static void blanks_between_words_are_one(void **state)
{
    (void)state;
    struct tkg_text out = {0};
    struct tkg_wrap wrap = {&out, 0, 0};
    tkg_wrap_add_words(&wrap, "a  b   c ");
    tkg_wrap_add_words(&wrap, "");
    assert_string_equal(tkg_text_borrow(&out), "a b c");
    tkg_text_deinit(&out);
}

static void a_word_longer_than_a_line_stands_alone(void **state)
{
    (void)state;
    struct tkg_text out = {0};
    char word[201];
    memset(word, 'a', 200);
    word[200] = '\0';
    struct tkg_wrap wrap = {&out, 0, 0};
    tkg_wrap_add(&wrap, word);
    tkg_wrap_add(&wrap, "b");
    assert_int_equal(out.length, 202);
    assert_string_equal(out.bytes + 200, "\nb");
    tkg_text_deinit(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_fill_a_line_and_go_on_indented),
        cmocka_unit_test(a_word_with_blanks_stays_in_one_piece),
        cmocka_unit_test(blanks_between_words_are_one),
        cmocka_unit_test(a_word_longer_than_a_line_stands_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
