/* SPDX-License-Identifier: Apache-2.0 */
#include "report/markdown_escape.h"

#include "cmocka_all.h"

static void assert_escaped(const char *text, const char *expected)
{
    struct tkg_text out = {0};
    tkg_markdown_add(&out, text);
    assert_string_equal(tkg_text_borrow(&out), expected);
    tkg_text_deinit(&out);
}

static void ordinary_words_stay_as_they_are(void **state)
{
    (void)state;
    assert_escaped("replay/1M, 5.1 ns (p99): 50 %", "replay/1M, 5.1 ns (p99): 50 %");
    assert_escaped("caf\xC3\xA9", "caf\xC3\xA9");
    assert_escaped("", "");
}

/* ASCII codes in decimal: | 124, ` 96, < 60, [ 91, _ 95, @ 64, & 38. */
static void markup_becomes_character_references(void **state)
{
    (void)state;
    assert_escaped("|`<[_@&", "&#124;&#96;&#60;&#91;&#95;&#64;&#38;");
}

/* A colon is 58, a dot 46. */
static void bare_addresses_are_no_links(void **state)
{
    (void)state;
    assert_escaped("http://x", "http&#58;//x");
    assert_escaped("WWW.x", "WWW&#46;x");
    assert_escaped("x.y: z", "x.y: z");
}

static void active_characters_are_replaced(void **state)
{
    (void)state;
    assert_escaped("a\nb\033", "a\xEF\xBF\xBD"
                               "b\xEF\xBF\xBD");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ordinary_words_stay_as_they_are),
        cmocka_unit_test(markup_becomes_character_references),
        cmocka_unit_test(bare_addresses_are_no_links),
        cmocka_unit_test(active_characters_are_replaced),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
