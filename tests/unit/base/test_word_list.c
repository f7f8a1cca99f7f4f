/* SPDX-License-Identifier: Apache-2.0
 *
 * Expected words are those that a POSIX shell makes of the same text (sh -c 'printf "[%s]" ...').
 */
#include "base/word_list.h"
#include "cmocka_all.h"

/* The words of text as "[a][b c]". */
static void expect_words(const char *text, const char *expected)
{
    struct tkg_word_list list;
    struct tkg_error err = {0};
    char found[256] = "";
    size_t used = 0;
    assert_status(tkg_word_list_split(&list, text, &err), TKG_OK, &err);
    for (size_t i = 0; i < list.count; i++) {
        used += (size_t)snprintf(found + used, sizeof found - used, "[%s]", list.words[i]);
    }
    assert_string_equal(found, expected);
    assert_null(list.words[list.count]);
    tkg_word_list_deinit(&list);
    assert_null(list.bytes);
}

static void expect_refusal(const char *text, const char *part)
{
    struct tkg_word_list list;
    struct tkg_error err = {0};
    assert_status(tkg_word_list_split(&list, text, &err), TKG_USAGE, &err);
    assert_contains(err.text, part);
    assert_null(list.bytes);
    assert_int_equal(list.count, 0);
}

static void blanks_separate_words(void **state)
{
    (void)state;
    expect_words("one", "[one]");
    expect_words("  ./bench --ticks 1000\t-v \n", "[./bench][--ticks][1000][-v]");
}

static void quotes_keep_blanks(void **state)
{
    (void)state;
    expect_words("a 'b c' \"d  e\"", "[a][b c][d  e]");
    expect_words("--name='x y'z", "[--name=x yz]");
    expect_words("a '' \"\"", "[a][][]");
    expect_words("'\"' \"'\"", "[\"][']");
}

static void backslash_keeps_the_next_character(void **state)
{
    (void)state;
    expect_words("a\\ b c", "[a b][c]");
    expect_words("\"say \\\"hi\\\"\" \\'", "[say \"hi\"][']");
    expect_words("'a\\b'", "[a\\b]");
}

static void nothing_is_expanded(void **state)
{
    (void)state;
    expect_words("$HOME *.c `id` a|b >f ~", "[$HOME][*.c][`id`][a|b][>f][~]");
}

static void broken_commands_are_refused(void **state)
{
    (void)state;
    expect_refusal("", "an empty command");
    expect_refusal(" \t", "an empty command");
    expect_refusal("a 'b", "a ' in a command has no end");
    expect_refusal("a \"b\\\"", "a \" in a command has no end");
    expect_refusal("a\\", "ends with a backslash");
    expect_refusal("a \"\\", "ends with a backslash");
}

static void words_are_bounded(void **state)
{
    (void)state;
    char text[2 * TKG_WORD_COUNT_MAX + 3];
    struct tkg_word_list list;
    struct tkg_error err = {0};
    for (size_t i = 0; i < TKG_WORD_COUNT_MAX + 1; i++) {
        memcpy(text + 2 * i, "w ", 2);
    }
    text[2 * TKG_WORD_COUNT_MAX + 2] = '\0';
    expect_refusal(text, "more than 64 words");
    text[2 * TKG_WORD_COUNT_MAX] = '\0';
    assert_status(tkg_word_list_split(&list, text, &err), TKG_OK, &err);
    assert_int_equal(list.count, TKG_WORD_COUNT_MAX);
    tkg_word_list_deinit(&list);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blanks_separate_words),
        cmocka_unit_test(quotes_keep_blanks),
        cmocka_unit_test(backslash_keeps_the_next_character),
        cmocka_unit_test(nothing_is_expanded),
        cmocka_unit_test(broken_commands_are_refused),
        cmocka_unit_test(words_are_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
