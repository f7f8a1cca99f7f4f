/* SPDX-License-Identifier: Apache-2.0 */
#include "report/safe_text.h"

#include "cmocka_all.h"

#include "sample_run.h"

static void assert_line(const char *text, size_t columns, bool utf8, const char *expected)
{
    struct tkg_text out = {0};
    tkg_safe_add_line(&out, text, columns, utf8);
    assert_string_equal(tkg_text_borrow(&out), expected);
    tkg_text_deinit(&out);
}

static void plain_ascii_stays_as_it_is(void **state)
{
    (void)state;
    assert_line("replay/1M", 0, true, "replay/1M");
    assert_line("replay/1M", 9, false, "replay/1M");
    assert_line("", 5, true, "");
}

/* Code points and encodings from RFC 3629, section 7. */
static void characters_of_one_to_four_bytes_are_read(void **state)
{
    (void)state;
    const char *text = "A\xE2\x89\xA2\xCE\x91\xF0\xA3\x8E\xB4";
    assert_int_equal(tkg_safe_next(&text), 0x41);
    assert_int_equal(tkg_safe_next(&text), 0x2262);
    assert_int_equal(tkg_safe_next(&text), 0x391);
    assert_int_equal(tkg_safe_next(&text), 0x233B4);
    assert_int_equal(tkg_safe_next(&text), 0);
    assert_int_equal(tkg_safe_next(&text), 0); /* and stays at the end */
}

/* Sequences that RFC 3629 forbids: continuation alone, overlong, surrogate, beyond U+10FFFF, cut.
 */
static void malformed_utf8_becomes_replacement_characters(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "\x80",         "\xC0\xAF",         "\xE0\x80\xAF",     "\xED\xA0\x80",
        "\xF5\x80\x80", "\xF4\x90\x80\x80", "\xE2\x89",         "\xFF",
        "\xF0\x9F\x92", "\xF8\x88\x80\x80", "\xF0\x80\x80\x80",
    };
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        const char *text = bad[i];
        while (*text) {
            assert_int_equal(tkg_safe_next(&text), TKG_REPLACEMENT);
        }
    }
}

/* What a CI that reads its log would run. */
static void a_line_is_no_command_of_ci(void **state)
{
    (void)state;
    struct tkg_text out = {0};
    assert_line("::error ::x", 0, true, "?:error ::x");
    assert_line("  ::add-mask::x", 0, true, "  ?:add-mask::x");
    assert_line("a ##[error]x", 0, true, "a ?#[error]x");
    assert_line("book::add ##", 0, true, "book::add ##");
    tkg_text_add(&out, "a line\n  ");
    tkg_safe_add_line(&out, "::stop-commands::x", 0, true);
    assert_string_equal(tkg_text_borrow(&out), "a line\n  ?:stop-commands::x");
    tkg_text_deinit(&out);
}

static void a_good_character_after_a_bad_byte_survives(void **state)
{
    (void)state;
    assert_line("\xC3(ok", 0, true, "\xEF\xBF\xBD(ok");
}

static void every_character_survives_writing_and_reading(void **state)
{
    (void)state;
    for (uint32_t character = 1; character <= 0x10FFFF; character += 7) {
        if (character >= 0xD800 && character <= 0xDFFF) {
            continue;
        }
        struct tkg_text out = {0};
        tkg_safe_add_character(&out, character);
        const char *text = tkg_text_borrow(&out);
        assert_int_equal(tkg_safe_next(&text), character);
        assert_int_equal(*text, '\0');
        tkg_text_deinit(&out);
    }
}

static void controls_and_overrides_never_reach_a_line(void **state)
{
    (void)state;
    assert_line("a\nb", 0, false, "a?b");
    assert_line("\033[31m", 0, false, "?[31m");
    assert_line("\x7F", 0, true, "\xEF\xBF\xBD");
    assert_line("\xC2\x9B"
                "1m",
                0, true,
                "\xEF\xBF\xBD"
                "1m");                                    /* U+009B */
    assert_line("\xE2\x80\xAE", 0, true, "\xEF\xBF\xBD"); /* U+202E */
    assert_line("\xE2\x80\xA8", 0, true, "\xEF\xBF\xBD"); /* U+2028 */
}

static void without_utf8_everything_foreign_is_a_question_mark(void **state)
{
    (void)state;
    assert_line("caf\xC3\xA9", 0, false, "caf?");
    assert_line("caf\xC3\xA9", 0, true, "caf\xC3\xA9");
}

static void a_long_line_is_cut_with_dots(void **state)
{
    (void)state;
    assert_line("0123456789", 10, true, "0123456789");
    assert_line("0123456789a", 10, true, "0123456...");
    assert_line("0123456789", 2, true, "..");
}

static void wide_characters_take_two_columns_and_marks_none(void **state)
{
    (void)state;
    assert_int_equal(tkg_safe_columns("abc"), 3);
    assert_int_equal(tkg_safe_columns("\xE4\xB8\xAD\xE6\x96\x87"), 4); /* two ideographs */
    assert_int_equal(tkg_safe_columns("e\xCC\x81"), 1);                /* e and U+0301 */
    assert_line("\xE4\xB8\xAD\xE6\x96\x87\xE4\xB8\xAD\xE6\x96\x87", 6, true, "\xE4\xB8\xAD...");
}

static void bounded_utf8_never_splits_a_character(void **state)
{
    (void)state;
    struct tkg_text out = {0};
    tkg_safe_add_utf8(&out, "ab\xE2\x89\xA2", 4);
    assert_string_equal(tkg_text_borrow(&out), "ab");
    tkg_text_reset(&out);
    tkg_safe_add_utf8(&out, "ab\xE2\x89\xA2", 5);
    assert_string_equal(tkg_text_borrow(&out), "ab\xE2\x89\xA2");
    tkg_text_deinit(&out);
}

static void two_damaged_case_names_stay_apart(void **state)
{
    (void)state;
    struct tkg_run_record record;
    char first[TKG_CASE_NAME_BYTES];
    char second[TKG_CASE_NAME_BYTES];
    tkg_run_record_init(&record);
    assert_non_null(tkg_run_record_add_case(&record, "ticks/\xFE", 1));
    assert_non_null(tkg_run_record_add_case(&record, "ticks/\xFF", 1));
    assert_non_null(tkg_run_record_add_case(&record, "ticks/fine", 1));
    tkg_safe_case_label(&record, &record.cases[0], first);
    tkg_safe_case_label(&record, &record.cases[1], second);
    assert_string_equal(first, "ticks/\xEF\xBF\xBD~1");
    assert_string_equal(second, "ticks/\xEF\xBF\xBD~2");
    tkg_safe_case_label(&record, &record.cases[2], first);
    assert_string_equal(first, "ticks/fine");
    tkg_run_record_deinit(&record);
}

static void a_damaged_name_of_full_length_keeps_its_number(void **state)
{
    (void)state;
    struct tkg_run_record record;
    char name[TKG_CASE_NAME_BYTES];
    memset(name, 0xFF, sizeof(name) - 1);
    name[sizeof(name) - 1] = '\0';
    tkg_run_record_init(&record);
    assert_non_null(tkg_run_record_add_case(&record, name, 1));
    tkg_safe_case_label(&record, &record.cases[0], name);
    assert_string_equal(name + strlen(name) - 2, "~1");
    assert_true(strlen(name) < TKG_CASE_NAME_BYTES);
    tkg_run_record_deinit(&record);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_ascii_stays_as_it_is),
        cmocka_unit_test(characters_of_one_to_four_bytes_are_read),
        cmocka_unit_test(malformed_utf8_becomes_replacement_characters),
        cmocka_unit_test(a_line_is_no_command_of_ci),
        cmocka_unit_test(a_good_character_after_a_bad_byte_survives),
        cmocka_unit_test(every_character_survives_writing_and_reading),
        cmocka_unit_test(controls_and_overrides_never_reach_a_line),
        cmocka_unit_test(without_utf8_everything_foreign_is_a_question_mark),
        cmocka_unit_test(a_long_line_is_cut_with_dots),
        cmocka_unit_test(wide_characters_take_two_columns_and_marks_none),
        cmocka_unit_test(bounded_utf8_never_splits_a_character),
        cmocka_unit_test(two_damaged_case_names_stay_apart),
        cmocka_unit_test(a_damaged_name_of_full_length_keeps_its_number),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
