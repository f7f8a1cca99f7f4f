/* SPDX-License-Identifier: Apache-2.0 */
#include "report/hdr_encoding.h"

#include "cmocka_all.h"

/* The test vectors of RFC 4648, section 10. */
static void base64_is_that_of_the_rfc(void **state)
{
    (void)state;
    static const char *const encoded[] = {"",         "Zg==",     "Zm8=",    "Zm9v",
                                          "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy"};
    for (size_t length = 0; length < 7; length++) {
        struct tkg_text out = {0};
        tkg_hdr_add_base64(&out, (const uint8_t *)"foobar", length);
        assert_string_equal(tkg_text_borrow(&out), encoded[length]);
        tkg_text_deinit(&out);
    }
}

/* By hand: 2 n for n >= 0, else -2 n - 1; seven bits a byte, lowest first; the ninth byte has all
 * eight. */
static void zigzag_numbers_have_their_bytes(void **state)
{
    (void)state;
    static const struct {
        int64_t value;
        const char *bytes;
        size_t count;
    } rows[] = {
        {0, "\x00", 1},
        {-1, "\x01", 1},
        {1, "\x02", 1},
        {63, "\x7e", 1},
        {64, "\x80\x01", 2},
        {-994, "\xc3\x0f", 2},
        {INT64_MAX, "\xfe\xff\xff\xff\xff\xff\xff\xff\xff", 9},
        {INT64_MIN, "\xff\xff\xff\xff\xff\xff\xff\xff\xff", 9},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct tkg_text out = {0};
        tkg_hdr_add_zigzag(&out, rows[i].value);
        assert_int_equal(out.length, rows[i].count);
        assert_memory_equal(out.bytes, rows[i].bytes, rows[i].count);
        tkg_text_deinit(&out);
    }
}

/* By hand: 32,768 values one by one, then 16,384 buckets per octave. */
static void indexes_are_those_of_four_digits(void **state)
{
    (void)state;
    assert_int_equal(tkg_hdr_index(0), 0);
    assert_int_equal(tkg_hdr_index(32767), 32767);
    assert_int_equal(tkg_hdr_index(32768), 32768);
    assert_int_equal(tkg_hdr_index(32769), 32768);
    assert_int_equal(tkg_hdr_index(65535), 49151);
    assert_int_equal(tkg_hdr_index(65536), 49152);
    /* 2^52 has bucket 38: 39 * 16384 + 16384 - 16384. */
    assert_int_equal(tkg_hdr_index(UINT64_C(1) << 52), 38 * 16384 + 16384);
}

/* No two of our fine buckets may become one of theirs. */
static void every_fine_bucket_has_an_index_of_its_own(void **state)
{
    (void)state;
    uint32_t last = 0;
    for (uint32_t bucket = 1; bucket < TKG_HISTOGRAM_BUCKET_COUNT; bucket++) {
        uint32_t index = tkg_hdr_index((uint64_t)tkg_histogram_bucket_midpoint(bucket));
        assert_true(index > last);
        last = index;
    }
}

static struct tkg_histogram *histogram_of(const uint64_t *values, size_t count)
{
    struct tkg_histogram *histogram = tkg_histogram_create();
    assert_non_null(histogram);
    for (size_t i = 0; i < count; i++) {
        tkg_histogram_record(histogram, values[i]);
    }
    return histogram;
}

/* 5 zeros, 2 counts, 994 zeros, 1 count: four numbers, five bytes. */
static void a_small_histogram_has_these_bytes(void **state)
{
    (void)state;
    const uint64_t values[] = {5, 5, 1000};
    static const char expected[] = "\x1c\x84\x93\x13\0\0\0\x05\0\0\0\0\0\0\0\x04"
                                   "\0\0\0\0\0\0\0\x01\0\0\0\0\0\0\x03\xe8\x3f\xf0\0\0\0\0\0\0"
                                   "\x09\x04\xc3\x0f\x02";
    struct tkg_histogram *histogram = histogram_of(values, 3);
    struct tkg_text out = {0};
    tkg_text_add(&out, "before");
    tkg_hdr_add_payload(&out, histogram);
    assert_int_equal(out.length, 6 + 45);
    assert_memory_equal(out.bytes + 6, expected, 45);
    tkg_text_deinit(&out);
    tkg_histogram_destroy(histogram);
}

/* 2^45 and 2^64 - 1 share a bucket: one count each, the second at the largest value that a reader
 * holds. 1 alone behind a single zero: the zero is a count of its own. */
static void the_maximum_is_kept_apart_from_its_bucket(void **state)
{
    (void)state;
    const uint64_t values[] = {1, UINT64_C(1) << 45, UINT64_MAX};
    struct tkg_histogram *histogram = histogram_of(values, 3);
    struct tkg_text out = {0};
    struct tkg_text expected = {0};
    uint32_t first = tkg_hdr_index((UINT64_C(1) << 45) - 4096);
    uint32_t second = tkg_hdr_index(TKG_HDR_VALUE_MAX);
    const int64_t numbers[] = {0, 1, 2 - (int64_t)first, 1, (int64_t)first + 1 - second, 1};
    for (size_t i = 0; i < 6; i++) {
        tkg_hdr_add_zigzag(&expected, numbers[i]);
    }
    tkg_hdr_add_payload(&out, histogram);
    assert_int_equal(out.length, 40 + expected.length);
    assert_memory_equal(out.bytes + 40, expected.bytes, expected.length);
    tkg_text_deinit(&expected);
    tkg_text_deinit(&out);
    tkg_histogram_destroy(histogram);
}

/* 0x1c849314 in base64. */
static void the_compressed_form_begins_as_readers_expect(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    struct tkg_text out = {0};
    struct tkg_histogram *empty = histogram_of(NULL, 0);
    assert_status(tkg_hdr_add_histogram(&out, empty, &err), TKG_OK, &err);
    assert_int_equal(strncmp(tkg_text_borrow(&out), "HISTFAAAA", 9), 0);
    tkg_text_deinit(&out);
    tkg_histogram_destroy(empty);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(base64_is_that_of_the_rfc),
        cmocka_unit_test(zigzag_numbers_have_their_bytes),
        cmocka_unit_test(indexes_are_those_of_four_digits),
        cmocka_unit_test(every_fine_bucket_has_an_index_of_its_own),
        cmocka_unit_test(a_small_histogram_has_these_bytes),
        cmocka_unit_test(the_maximum_is_kept_apart_from_its_bucket),
        cmocka_unit_test(the_compressed_form_begins_as_readers_expect),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
