/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/random.h"
#include "host/printable.h"

/* text may hold zero bytes; its terminator is not part of it. */
#define assert_printable(text, expected)                                                           \
    do {                                                                                           \
        char out_[256];                                                                            \
        tkg_printable_copy(out_, sizeof(out_), text, sizeof(text) - 1);                            \
        assert_string_equal(out_, expected);                                                       \
    } while (0)

static void plain_text_stays_as_it_is(void **state)
{
    (void)state;
    assert_printable("", "");
    assert_printable("error: tick 7\nnext ~ line!\n", "error: tick 7\nnext ~ line!\n");
}

static void control_characters_vanish_and_blanks_stay(void **state)
{
    (void)state;
    assert_printable("a\0b\a\b\x7f"
                     "c\td",
                     "abc d");
    assert_printable("one\r\ntwo\r\n", "one\ntwo\n");
    assert_printable("10 %\r20 %\rdone\r", "10 %\n20 %\ndone");
}

static void escape_sequences_vanish_whole(void **state)
{
    (void)state;
    assert_printable("\033[1;31mred\033[0m", "red");
    assert_printable("\033[2J\033[?25lx", "x");
    assert_printable("\033]0;title\atext", "text");
    assert_printable("\033]8;;http://x\033\\link", "link");
    assert_printable("\033Ptext\033\\after", "after");
    assert_printable("\033cafter", "after");
}

static void a_cut_escape_sequence_swallows_nothing_but_itself(void **state)
{
    (void)state;
    assert_printable("end\033", "end");
    assert_printable("end\033[", "end");
    assert_printable("end\033[31", "end");
    assert_printable("\033]0;never closed\nnext line", "\nnext line");
}

static void well_formed_utf8_stays(void **state)
{
    (void)state;
    /* The shortest and longest of each length: U+00A0, U+07FF, U+0800, U+D7FF, U+E000, U+10000,
     * U+10FFFF. */
    assert_printable(
        "\xc2\xa0\xdf\xbf\xe0\xa0\x80\xed\x9f\xbf\xee\x80\x80\xf0\x90\x80\x80\xf4\x8f\xbf"
        "\xbf",
        "\xc2\xa0\xdf\xbf\xe0\xa0\x80\xed\x9f\xbf\xee\x80\x80\xf0\x90\x80\x80\xf4\x8f\xbf"
        "\xbf");
}

static void every_other_byte_becomes_a_question_mark(void **state)
{
    (void)state;
    assert_printable("\xff\xfe", "??");
    assert_printable("\xc3", "?");                /* cut */
    assert_printable("a\xe2\x82z", "a??z");       /* cut in the middle */
    assert_printable("\xc0\xaf", "??");           /* overlong '/' */
    assert_printable("\xe0\x9f\xbf", "???");      /* overlong */
    assert_printable("\xed\xa0\x80", "???");      /* surrogate */
    assert_printable("\xf4\x90\x80\x80", "????"); /* above U+10FFFF */
    assert_printable("\xc2\x9b"
                     "31m",
                     "??31m"); /* C1: the 8-bit CSI */
}

static void output_is_cut_between_characters(void **state)
{
    (void)state;
    char out[4];
    tkg_printable_copy(out, sizeof(out), "ab\xe2\x82\xac", 5); /* the euro sign would not fit */
    assert_string_equal(out, "ab");
    tkg_printable_copy(out, sizeof(out), "abcdef", 6);
    assert_string_equal(out, "abc");
    tkg_printable_copy(out, 1, "abc", 3);
    assert_string_equal(out, "");
}

static void random_bytes_never_leave_a_control_character(void **state)
{
    (void)state;
    struct tkg_random random = {2024};
    for (int round = 0; round < 2000; round++) {
        char in[64], out[65];
        for (size_t i = 0; i < sizeof(in); i++) {
            /* Half of them from the bytes that begin something. */
            static const char starts[] = "\033[]\\\x9b\xc2\xe0\xf4\r\n";
            uint32_t draw = tkg_random_below(&random, 512);
            in[i] = draw < 256 ? (char)draw : starts[draw % (sizeof(starts) - 1)];
        }
        tkg_printable_copy(out, sizeof(out), in, sizeof(in));
        assert_true(strlen(out) <= sizeof(in));
        for (const char *at = out; *at; at++) {
            assert_true(*at == '\n' || (unsigned char)*at >= 0x20);
            assert_true(*at != 0x7f);
            assert_false(at[0] == '\xc2' && (unsigned char)at[1] < 0xa0);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_text_stays_as_it_is),
        cmocka_unit_test(control_characters_vanish_and_blanks_stay),
        cmocka_unit_test(escape_sequences_vanish_whole),
        cmocka_unit_test(a_cut_escape_sequence_swallows_nothing_but_itself),
        cmocka_unit_test(well_formed_utf8_stays),
        cmocka_unit_test(every_other_byte_becomes_a_question_mark),
        cmocka_unit_test(output_is_cut_between_characters),
        cmocka_unit_test(random_bytes_never_leave_a_control_character),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
