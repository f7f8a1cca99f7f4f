/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tick/tick_bytes.h"
#include "tick_image.h"

static enum tkg_status check(const struct image *image, size_t byte_count, struct tkg_error *err)
{
    /* In a block of exactly that size, so that a sanitizer sees any step beyond it. */
    void *bytes = malloc(byte_count > 0 ? byte_count : 1);
    assert_non_null(bytes);
    memcpy(bytes, image->words, byte_count);
    struct tkg_tick_view view = {0};
    enum tkg_status status = tkg_tick_bytes_check(bytes, byte_count, "x.tkt", &view, err);
    free(bytes);
    return status;
}

static void assert_refused(const struct image *image, const char *message)
{
    struct tkg_error err = {0};
    assert_int_equal(check(image, SMALL_BYTES, &err), TKG_INPUT);
    assert_string_equal(err.text, message);
}

static void a_sound_file_is_found_where_it_lies(void **state)
{
    (void)state;
    struct image image = small_image();
    struct tkg_tick_view view = {0};
    assert_int_equal(tkg_tick_bytes_check(image.words, SMALL_BYTES, "x.tkt", &view, NULL), TKG_OK);
    assert_ptr_equal(view.instruments, &image.words[48 / 8]);
    assert_ptr_equal(view.ticks, &image.words[(48 + 64) / 8]);
    assert_int_equal(view.instrument_count, 2);
    assert_int_equal(view.tick_count, SMALL_TICKS);
    assert_int_equal(view.ticks[1].time_ns, 0x0102030405060709);
    assert_int_equal(view.ticks[2].bid_price, -3);
}

static void a_made_header_has_the_documented_bytes(void **state)
{
    (void)state;
    struct image image = small_image();
    uint64_t content_hash = XXH3_64bits(&image.words[48 / 8], SMALL_BYTES - 48);
    struct tkg_tick_header header = tkg_tick_header_make(SMALL_TICKS, 2, content_hash);
    assert_memory_equal(&header, image.words, 48);
}

static void a_file_cut_at_any_byte_is_refused_with_the_offset(void **state)
{
    (void)state;
    struct image image = small_image();
    assert_int_equal(check(&image, SMALL_BYTES, NULL), TKG_OK);
    for (size_t length = 0; length < SMALL_BYTES; length++) {
        struct tkg_error err = {0};
        assert_int_equal(check(&image, length, &err), TKG_INPUT);
        char expected[128];
        if (length < 48) {
            (void)snprintf(expected, sizeof(expected),
                           "x.tkt: cut off at byte %zu: a tick file starts with a header of 48 "
                           "bytes",
                           length);
        } else {
            (void)snprintf(expected, sizeof(expected),
                           "x.tkt: cut off at byte %zu: the header promises 208; copy or write the "
                           "file again",
                           length);
        }
        assert_string_equal(err.text, expected);
    }
}

static void a_flipped_bit_anywhere_is_detected(void **state)
{
    (void)state;
    for (size_t bit = 0; bit < SMALL_BYTES * 8; bit++) {
        struct image image = small_image();
        ((unsigned char *)image.words)[bit / 8] ^= (unsigned char)(1U << (bit % 8));
        assert_int_equal(check(&image, SMALL_BYTES, NULL), TKG_INPUT);
    }
}

static void damage_is_told_apart_by_its_place(void **state)
{
    (void)state;
    struct image image = small_image();
    put(&image, 40, 0, 8);
    assert_refused(&image, "x.tkt: damaged: bytes 0 to 39 do not match their checksum at byte 40; "
                           "write the file again");
    image = small_image();
    put(&image, SMALL_BYTES - 1, 77, 1);
    assert_refused(&image, "x.tkt: damaged: bytes 48 to 207 do not match their checksum at byte "
                           "32; copy or write the file again");
}

static void a_header_of_another_kind_is_refused_by_its_field(void **state)
{
    (void)state;
    struct image image = small_image();
    memcpy(image.words, "20200101", 8);
    assert_refused(&image, "x.tkt: byte 0: not a tickgate tick file (expected \"TKGTICK1\"); "
                           "HistData files must be named .csv");
    image = small_image();
    put(&image, 8, 2, 4);
    seal(&image);
    assert_refused(&image, "x.tkt: byte 8: format version 2, this program reads version 1; write "
                           "the file again");
    image = small_image();
    put(&image, 12, 16, 4);
    seal(&image);
    assert_refused(&image, "x.tkt: byte 12: records of 16 bytes, expected 32");
    image = small_image();
    put(&image, 28, 1, 4);
    seal(&image);
    assert_refused(&image, "x.tkt: byte 28: 1, expected 0");
}

static void counts_that_cannot_be_are_refused(void **state)
{
    (void)state;
    struct image image = small_image();
    put(&image, 16, 0, 8);
    seal(&image);
    assert_refused(&image, "x.tkt: byte 16: the file holds no ticks");
    /* 2^59 records of 32 bytes are 2^64 bytes: the product would wrap to a small number. */
    const uint64_t counts[] = {UINT64_MAX, UINT64_C(1) << 59, (UINT64_C(1) << 59) - 1};
    for (size_t i = 0; i < 3; i++) {
        image = small_image();
        put(&image, 16, counts[i], 8);
        seal(&image);
        struct tkg_error err = {0};
        assert_int_equal(check(&image, SMALL_BYTES, &err), TKG_INPUT);
        assert_non_null(strstr(err.text, "x.tkt: byte 16: impossible tick count "));
    }
    image = small_image();
    put(&image, 16, (UINT64_C(1) << 59) - 4, 8); /* the greatest that fits 64 bits */
    seal(&image);
    assert_refused(&image, "x.tkt: cut off at byte 208: the header promises 18446744073709551600; "
                           "copy or write the file again");
    image = small_image();
    put(&image, 16, SMALL_TICKS - 1, 8);
    seal(&image);
    assert_refused(&image, "x.tkt: byte 176: 32 bytes more than the header promises");
    image = small_image();
    put(&image, 24, UINT32_MAX, 4);
    seal(&image);
    assert_refused(&image, "x.tkt: cut off at byte 208: the header promises 137438953584; copy or "
                           "write the file again");
    image = small_image();
    put(&image, 24, 0, 4);
    put(&image, 16, SMALL_TICKS + 2, 8); /* what was the table is now two records */
    seal(&image);
    assert_refused(&image, "x.tkt: 0 instruments, expected 1 to 4096");
}

static void instrument_ids_beyond_the_table_are_refused(void **state)
{
    (void)state;
    struct image image = small_image();
    put(&image, 48 + 64 + 2 * 32 + 24, 2, 4);
    seal(&image);
    assert_refused(&image, "x.tkt: tick 2: instrument id 2, but the table has 2 instruments");
}

static void instruments_must_have_a_name_and_positive_units(void **state)
{
    (void)state;
    const char *bad_name = "x.tkt: instrument 1: the name must be 1 to 15 printable ASCII "
                           "characters and a zero";
    struct image image = small_image();
    memset((unsigned char *)image.words + 80, 'A', 16); /* no zero at its end */
    seal(&image);
    assert_refused(&image, bad_name);
    image = small_image();
    put(&image, 80, 0, 1); /* empty */
    seal(&image);
    assert_refused(&image, bad_name);
    image = small_image();
    put(&image, 81, 27, 1); /* an escape would reach the terminal */
    seal(&image);
    assert_refused(&image, bad_name);
    image = small_image();
    put(&image, 80 + 16, 0, 8);
    seal(&image);
    assert_refused(&image, "x.tkt: instrument 1 (CORN): price tick 0e-9 and lot 5000000000000e-9 "
                           "must both be positive");
    image = small_image();
    put(&image, 80 + 24, UINT64_MAX, 8);
    seal(&image);
    assert_refused(&image, "x.tkt: instrument 1 (CORN): price tick 250000000e-9 and lot -1e-9 "
                           "must both be positive");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sound_file_is_found_where_it_lies),
        cmocka_unit_test(a_made_header_has_the_documented_bytes),
        cmocka_unit_test(a_file_cut_at_any_byte_is_refused_with_the_offset),
        cmocka_unit_test(a_flipped_bit_anywhere_is_detected),
        cmocka_unit_test(damage_is_told_apart_by_its_place),
        cmocka_unit_test(a_header_of_another_kind_is_refused_by_its_field),
        cmocka_unit_test(counts_that_cannot_be_are_refused),
        cmocka_unit_test(instrument_ids_beyond_the_table_are_refused),
        cmocka_unit_test(instruments_must_have_a_name_and_positive_units),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
