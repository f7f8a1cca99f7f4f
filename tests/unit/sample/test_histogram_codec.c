/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/random.h"
#include "sample/histogram.h"

/* Offsets of the transfer form as histogram.h describes it. */
enum { VERSION_AT = 4, MAX_AT = 8, PAIR_COUNT_AT = 16, HEADER_BYTES = 20, PAIR_BYTES = 12 };

struct fixture {
    struct tkg_histogram *source;
    struct tkg_histogram *target;
    uint8_t *bytes;
    size_t byte_count;
};

/* Three buckets: 5 twice, 1000 once, 2^30 once. */
static int create(void **state)
{
    struct fixture *fixture = calloc(1, sizeof(*fixture));
    fixture->source = tkg_histogram_create();
    fixture->target = tkg_histogram_create();
    const uint64_t values[] = {5, 5, 1000, UINT64_C(1) << 30};
    for (size_t i = 0; i < 4; i++) {
        tkg_histogram_record(fixture->source, values[i]);
    }
    *state = fixture;
    enum tkg_status status =
        tkg_histogram_encode(fixture->source, &fixture->bytes, &fixture->byte_count, NULL);
    return status == TKG_OK ? 0 : -1;
}

static int destroy(void **state)
{
    struct fixture *fixture = *state;
    tkg_histogram_destroy(fixture->source);
    tkg_histogram_destroy(fixture->target);
    free(fixture->bytes);
    free(fixture);
    return 0;
}

/* Decoding must fail with this text and change nothing. */
static void expect_damage(const struct fixture *fixture, size_t byte_count, const char *text)
{
    struct tkg_error err = {0};
    tkg_histogram_record(fixture->target, 77);
    uint64_t count = tkg_histogram_count(fixture->target);
    /* A heap copy of exactly byte_count bytes: the address sanitizer sees one byte too far. */
    uint8_t *copy = malloc(byte_count > 0 ? byte_count : 1);
    assert_non_null(copy);
    memcpy(copy, fixture->bytes, byte_count);
    assert_int_equal(tkg_histogram_decode(fixture->target, copy, byte_count, &err), TKG_INPUT);
    assert_non_null(strstr(err.text, text));
    assert_non_null(strstr(err.text, "damaged histogram at byte "));
    assert_int_equal(tkg_histogram_count(fixture->target), count);
    assert_int_equal(tkg_histogram_max(fixture->target), 77);
    free(copy);
}

static void decoding_gives_back_every_count_and_the_maximum(void **state)
{
    struct fixture *fixture = *state;
    assert_int_equal(fixture->byte_count, HEADER_BYTES + 3 * PAIR_BYTES);
    assert_int_equal(
        tkg_histogram_decode(fixture->target, fixture->bytes, fixture->byte_count, NULL), TKG_OK);
    assert_memory_equal(fixture->target, fixture->source, sizeof(*fixture->source));
}

static void decoding_adds_to_what_is_there(void **state)
{
    struct fixture *fixture = *state;
    tkg_histogram_record(fixture->target, UINT64_C(1) << 35);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(
            tkg_histogram_decode(fixture->target, fixture->bytes, fixture->byte_count, NULL),
            TKG_OK);
    }
    assert_int_equal(tkg_histogram_count(fixture->target), 9);
    assert_true(tkg_histogram_max(fixture->target) == UINT64_C(1) << 35);
    assert_true(tkg_histogram_quantile(fixture->target, 4.0 / 9.0) == 5.0);
}

static void an_empty_histogram_survives_the_trip(void **state)
{
    struct fixture *fixture = *state;
    uint8_t *bytes;
    size_t byte_count;
    assert_int_equal(tkg_histogram_encode(fixture->target, &bytes, &byte_count, NULL), TKG_OK);
    assert_int_equal(byte_count, HEADER_BYTES);
    assert_int_equal(tkg_histogram_decode(fixture->target, bytes, byte_count, NULL), TKG_OK);
    assert_int_equal(tkg_histogram_count(fixture->target), 0);
    free(bytes);
}

static void many_buckets_survive_the_trip(void **state)
{
    struct fixture *fixture = *state;
    struct tkg_random random = {5};
    tkg_histogram_reset(fixture->source);
    for (int i = 0; i < 200000; i++) {
        tkg_histogram_record(fixture->source, tkg_random_next(&random) >> (i % 64));
    }
    free(fixture->bytes);
    assert_int_equal(
        tkg_histogram_encode(fixture->source, &fixture->bytes, &fixture->byte_count, NULL), TKG_OK);
    assert_int_equal(
        tkg_histogram_decode(fixture->target, fixture->bytes, fixture->byte_count, NULL), TKG_OK);
    assert_memory_equal(fixture->target, fixture->source, sizeof(*fixture->source));
}

static void the_bytes_are_the_same_on_every_machine(void **state)
{
    struct fixture *fixture = *state;
    /* Values below 4096 are their own bucket; the maximum is 2^30. */
    const uint8_t head[] = {'T', 'K', 'G', 'H', 2, 0, 0, 0, 0, 0, 0, 0x40, 0, 0, 0, 0,
                            3,   0,   0,   0,   5, 0, 0, 0, 2, 0, 0, 0,    0, 0, 0, 0};
    assert_memory_equal(fixture->bytes, head, sizeof(head));
}

static void any_cut_is_noticed(void **state)
{
    struct fixture *fixture = *state;
    for (size_t cut = 0; cut < fixture->byte_count; cut++) {
        expect_damage(fixture, cut,
                      cut < HEADER_BYTES ? "within its header" : "within its buckets");
    }
}

static void trailing_bytes_are_noticed(void **state)
{
    struct fixture *fixture = *state;
    fixture->bytes = realloc(fixture->bytes, fixture->byte_count + 1);
    fixture->bytes[fixture->byte_count] = 0;
    expect_damage(fixture, fixture->byte_count + 1, "more bytes follow");
}

static void a_foreign_head_is_noticed(void **state)
{
    struct fixture *fixture = *state;
    fixture->bytes[VERSION_AT] = 1;
    expect_damage(fixture, fixture->byte_count, "its version is not 2");
    fixture->bytes[0] = 't';
    expect_damage(fixture, fixture->byte_count, "does not begin with \"TKGH\"");
}

static void an_absurd_pair_count_is_noticed(void **state)
{
    struct fixture *fixture = *state;
    memset(fixture->bytes + PAIR_COUNT_AT, 0xff, 4);
    expect_damage(fixture, fixture->byte_count, "more buckets than exist");
}

static void buckets_out_of_order_are_noticed(void **state)
{
    struct fixture *fixture = *state;
    uint8_t *pairs = fixture->bytes + HEADER_BYTES;
    memcpy(pairs + PAIR_BYTES, pairs, 4);
    expect_damage(fixture, fixture->byte_count, "do not rise");
}

static void a_bucket_beyond_the_table_is_noticed(void **state)
{
    struct fixture *fixture = *state;
    memset(fixture->bytes + fixture->byte_count - PAIR_BYTES, 0xff, 4);
    expect_damage(fixture, fixture->byte_count, "beyond the last");
}

/* 2^32 values in each of 257 buckets: 20 minutes of nothing but recording, so not recorded. */
static void more_large_counts_than_can_be_held_are_noticed(void **state)
{
    struct fixture *fixture = *state;
    tkg_histogram_reset(fixture->source);
    tkg_histogram_raise_max(fixture->source, 256);
    for (uint32_t bucket = 1; bucket <= TKG_HISTOGRAM_SPILL_MAX; bucket++) {
        assert_true(tkg_histogram_add_to_bucket(fixture->source, bucket, UINT64_C(1) << 32));
    }
    free(fixture->bytes);
    assert_int_equal(
        tkg_histogram_encode(fixture->source, &fixture->bytes, &fixture->byte_count, NULL), TKG_OK);
    assert_int_equal(
        tkg_histogram_decode(fixture->target, fixture->bytes, fixture->byte_count, NULL), TKG_OK);
    assert_memory_equal(fixture->target, fixture->source, sizeof(*fixture->source));
    assert_int_equal(
        tkg_histogram_decode(fixture->target, fixture->bytes, fixture->byte_count, NULL), TKG_OK);
    tkg_histogram_reset(fixture->target);
    assert_true(tkg_histogram_add_to_bucket(fixture->target, 77, UINT64_C(1) << 32));
    assert_true(tkg_histogram_add_to_bucket(fixture->target, 0, UINT64_C(1) << 32));
    tkg_histogram_raise_max(fixture->target, 77);
    expect_damage(fixture, fixture->byte_count, "more counts exceed 32 bits");
}

static void a_zero_count_is_noticed(void **state)
{
    struct fixture *fixture = *state;
    memset(fixture->bytes + HEADER_BYTES + 4, 0, 8);
    expect_damage(fixture, fixture->byte_count, "a count is zero");
}

static void a_total_beyond_64_bits_is_noticed(void **state)
{
    struct fixture *fixture = *state;
    memset(fixture->bytes + HEADER_BYTES + 4, 0xff, 8);
    expect_damage(fixture, fixture->byte_count, "exceeds 64 bits");
}

/* 2^64 - 3 fits alone, but not on top of three values that are there already. */
static void a_total_that_overflows_the_target_is_noticed(void **state)
{
    struct fixture *fixture = *state;
    memset(fixture->bytes + HEADER_BYTES + 4, 0xff, 8);
    fixture->bytes[HEADER_BYTES + 4] = 0xfc;
    assert_int_equal(
        tkg_histogram_decode(fixture->target, fixture->bytes, fixture->byte_count, NULL), TKG_OK);
    struct tkg_error err;
    assert_int_equal(
        tkg_histogram_decode(fixture->target, fixture->bytes, fixture->byte_count, &err),
        TKG_INPUT);
    assert_non_null(strstr(err.text, "exceeds 64 bits"));
}

static void a_maximum_outside_the_last_bucket_is_noticed(void **state)
{
    struct fixture *fixture = *state;
    fixture->bytes[MAX_AT + 3] = 0x50;
    expect_damage(fixture, fixture->byte_count, "maximum does not lie in the last bucket");
    memset(fixture->bytes + PAIR_COUNT_AT, 0, 4);
    expect_damage(fixture, HEADER_BYTES, "maximum does not lie in the last bucket");
}

#define WITH_FIXTURE(test) cmocka_unit_test_setup_teardown(test, create, destroy)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_FIXTURE(decoding_gives_back_every_count_and_the_maximum),
        WITH_FIXTURE(decoding_adds_to_what_is_there),
        WITH_FIXTURE(an_empty_histogram_survives_the_trip),
        WITH_FIXTURE(many_buckets_survive_the_trip),
        WITH_FIXTURE(the_bytes_are_the_same_on_every_machine),
        WITH_FIXTURE(any_cut_is_noticed),
        WITH_FIXTURE(trailing_bytes_are_noticed),
        WITH_FIXTURE(a_foreign_head_is_noticed),
        WITH_FIXTURE(an_absurd_pair_count_is_noticed),
        WITH_FIXTURE(buckets_out_of_order_are_noticed),
        WITH_FIXTURE(a_bucket_beyond_the_table_is_noticed),
        WITH_FIXTURE(more_large_counts_than_can_be_held_are_noticed),
        WITH_FIXTURE(a_zero_count_is_noticed),
        WITH_FIXTURE(a_total_beyond_64_bits_is_noticed),
        WITH_FIXTURE(a_total_that_overflows_the_target_is_noticed),
        WITH_FIXTURE(a_maximum_outside_the_last_bucket_is_noticed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
