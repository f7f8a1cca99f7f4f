/* SPDX-License-Identifier: Apache-2.0 */
#include "cmocka_all.h"

#include "plot/plot_text.h"

/* Compares what is written for source with at most columns_max columns. */
static void check(const char *source, size_t columns_max, const char *expected)
{
    struct tkg_text out = {0};
    tkg_plot_text_add(&out, source, columns_max);
    assert_string_equal(tkg_text_borrow(&out), expected);
    tkg_text_deinit(&out);
}

static void plain_text_stays_as_it_is(void **state)
{
    (void)state;
    check("reference@3f9c1ab on synthetic:futures", 80, "reference@3f9c1ab on synthetic:futures");
    check("", 10, "");
    check("µs ≤ × é 日本", 40, "µs ≤ × é 日本");
}

static void characters_that_end_a_field_or_a_line_become_blanks(void **state)
{
    (void)state;
    check("a\tb\nc\rd\x01"
          "e\x7f"
          "f",
          40, "a b c d e f");
    check("a\xc2\x85"     /* NEL, U+0085 */
          "b\xe2\x80\xa8" /* line separator, U+2028 */
          "c",
          40, "a b c");
}

static void quotes_and_backslashes_lose_their_meaning(void **state)
{
    (void)state;
    check("\"q\" \\n \\101", 40, "\xe2\x80\x9dq\xe2\x80\x9d \\\\n \\\\101");
}

static void other_shell_and_markup_characters_are_only_characters(void **state)
{
    (void)state;
    const char *text = "`touch x`$(y) 'a' @b_c^2{d}&~%s<z>|;#";
    check(text, 80, text);
}

static void bytes_that_are_not_utf8_become_question_marks(void **state)
{
    (void)state;
    check("a\xff"
          "b\x80"
          "c",
          40, "a?b?c");
    check("\xc3", 40, "?");                /* cut short by the end */
    check("\xe6\x97", 40, "??");           /* cut short in the middle of three */
    check("\xc0\xaf", 40, "??");           /* overlong '/' */
    check("\xe0\x80\xaf", 40, "???");      /* the same in three bytes */
    check("\xf0\x80\x80\xaf", 40, "????"); /* and in four */
    check("\xed\xa0\x80", 40, "???");      /* half of a surrogate pair */
    check("\xf4\x90\x80\x80", 40, "????"); /* above U+10FFFF */
    check("\xf0\x9f\x98\x80", 40, "\xf0\x9f\x98\x80");
}

static void characters_that_xml_forbids_or_that_turn_text_around_are_not_let_through(void **state)
{
    (void)state;
    check("a\xef\xbf\xbf" /* U+FFFF */
          "b\xe2\x80\xae" /* U+202E right-to-left override */
          "c\xe2\x81\xa6" /* U+2066 left-to-right isolate */
          "d",
          40, "a?b?c?d");
}

static void a_long_text_is_cut_and_says_so(void **state)
{
    (void)state;
    /* ten columns hold ten digits; cut, 8.5 are left for digits beside dots of half a column */
    check("0123456789", 10, "0123456789");
    check("01234567890", 10, "01234567...");
    /* a full-width character is two columns, and none is cut in half */
    check("日本語日本語", 10, "日本語日...");
}

static void width_counts_what_is_drawn(void **state)
{
    (void)state;
    assert_near(tkg_plot_text_columns(""), 0.0, 0.0);
    assert_near(tkg_plot_text_columns("abc"), 3.0, 0.0);
    assert_near(tkg_plot_text_columns("ill"), 1.5, 0.0);
    assert_near(tkg_plot_text_columns("MW"), 3.0, 0.0);
    assert_near(tkg_plot_text_columns("日"), 2.0, 0.0);
    assert_near(tkg_plot_text_columns("\\"), 0.5, 0.0); /* doubled in the file, drawn once */
}

static void a_cut_text_is_never_wider_than_asked(void **state)
{
    (void)state;
    const char *texts[] = {"MMMMMMMMMMMMMMMMMMMM", "iiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiii",
                           "日日日日日日日日日日日日日日日", "a\\b\\c\\d\\e\\f\\g\\h\\i\\j\\k\\l"};
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        for (size_t columns = 4; columns < 30; columns++) {
            struct tkg_text out = {0};
            tkg_plot_text_add(&out, texts[i], columns);
            /* measured on the written form, where a backslash counts twice: never too small */
            double doubled = i == 3 ? (double)columns : 0.0;
            assert_true(tkg_plot_text_columns(tkg_text_borrow(&out)) <= (double)columns + doubled);
            tkg_text_deinit(&out);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_text_stays_as_it_is),
        cmocka_unit_test(characters_that_end_a_field_or_a_line_become_blanks),
        cmocka_unit_test(quotes_and_backslashes_lose_their_meaning),
        cmocka_unit_test(other_shell_and_markup_characters_are_only_characters),
        cmocka_unit_test(bytes_that_are_not_utf8_become_question_marks),
        cmocka_unit_test(characters_that_xml_forbids_or_that_turn_text_around_are_not_let_through),
        cmocka_unit_test(a_long_text_is_cut_and_says_so),
        cmocka_unit_test(width_counts_what_is_drawn),
        cmocka_unit_test(a_cut_text_is_never_wider_than_asked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
