/* SPDX-License-Identifier: Apache-2.0 */
#include "report/field_reader.h"

#include "cmocka_all.h"

#include <stdbool.h>

struct box {
    char text[8];
    uint32_t u32;
    uint64_t u64;
    int32_t i32;
    int64_t i64;
    double real;
    int64_t time;
    uint64_t hex;
    uint64_t seed;
    bool truth;
};

#define BOX(member, kind, low, high)                                                               \
    {                                                                                              \
#member, TKG_FIELD_##kind, offsetof(struct box, member),                                   \
            sizeof(((struct box *)0)->member), low, high, false, false                             \
    }

static const struct tkg_result_field box_fields[] = {
    BOX(text, TEXT, 0, 0),
    BOX(u32, U32, 0, 0),
    BOX(u64, U64, 0, 0),
    BOX(i32, I32, -1, 100),
    BOX(i64, I64, 0, 0),
    BOX(real, REAL, 0, 10),
    BOX(time, TIME, 0, 0),
    BOX(hex, HEX64, 0, 0),
    BOX(seed, SEED, 0, 0),
    BOX(truth, BOOL, 0, 0),
    {0},
};

#define GOOD_BOX                                                                                   \
    "{\"text\":\"abc\",\"u32\":4294967295,\"u64\":9223372036854775807,\"i32\":-1,"                 \
    "\"i64\":-9223372036854775808,\"real\":2.5,\"time\":\"1970-01-01T00:00:00.000000001Z\","       \
    "\"hex\":\"0xffffffffffffffff\",\"seed\":\"18446744073709551615\",\"truth\":true}"

static enum tkg_status read_box(const char *json, struct box *box, struct tkg_error *err)
{
    struct tkg_json_reader reader = {.path = "f.json", .err = err};
    json_t *root;
    enum tkg_status status = tkg_json_parse(&reader, json, strlen(json), &root);
    if (status == TKG_OK) {
        status = tkg_json_read_fields(&reader, root, box_fields, box);
        assert_int_equal(reader.where_length, 0); /* every step was taken back */
        json_decref(root);
    }
    return status;
}

static void every_kind_is_read_up_to_its_ends(void **state)
{
    (void)state;
    struct box box;
    struct tkg_error err;
    assert_status(read_box(GOOD_BOX, &box, &err), TKG_OK, &err);
    assert_string_equal(box.text, "abc");
    assert_true(box.u32 == UINT32_MAX);
    assert_true(box.u64 == INT64_MAX);
    assert_int_equal(box.i32, -1);
    assert_true(box.i64 == INT64_MIN);
    assert_near(box.real, 2.5, 0.0);
    assert_true(box.time == 1);
    assert_true(box.hex == UINT64_MAX);
    assert_true(box.seed == UINT64_MAX);
    assert_true(box.truth);
}

/* Replaces the value of one member of GOOD_BOX; NULL removes the member. */
static void replace(const char *key, const char *value, char out[1024])
{
    char quoted[32];
    (void)snprintf(quoted, sizeof(quoted), "\"%s\":", key);
    const char *at = strstr(GOOD_BOX, quoted);
    assert_non_null(at);
    const char *end = at + strcspn(at, ",}");
    (void)snprintf(out, 1024, "%.*s%s%s%s", (int)(at - GOOD_BOX), GOOD_BOX, value ? quoted : "",
                   value ? value : "\"other\":0", end);
}

static void assert_refused(const char *key, const char *value, const char *expected)
{
    char json[1024];
    struct box box;
    struct tkg_error err = {0};
    replace(key, value, json);
    assert_status(read_box(json, &box, &err), TKG_INPUT, &err);
    assert_contains(err.text, expected);
    assert_contains(err.text, "f.json: ");
    assert_contains(err.text, key);
    assert_contains(err.text, "measure again");
}

static void a_missing_member_is_named(void **state)
{
    (void)state;
    for (const struct tkg_result_field *one = box_fields; one->name; one++) {
        assert_refused(one->name, NULL, "found nothing");
    }
}

static void a_wrong_type_is_named(void **state)
{
    (void)state;
    for (const struct tkg_result_field *one = box_fields; one->name; one++) {
        assert_refused(one->name, "[]", "found an array");
        assert_refused(one->name, "{}", "found an object");
    }
    assert_refused("text", "1", "expected a string, found an integer");
    assert_refused("truth", "1", "expected true or false, found an integer");
    assert_refused("u32", "1.5", "expected an integer, found a number");
    assert_refused("u64", "null", "expected an integer, found null");
    assert_refused("real", "\"1\"", "expected a number or null, found a string");
    assert_refused("hex", "1", "0x and 16 hexadecimal digits, found an integer");
    assert_refused("seed", "42", "unsigned 64-bit number, found an integer");
    assert_refused("time", "false", "found a boolean");
}

static void a_number_out_of_range_is_named_with_its_range(void **state)
{
    (void)state;
    assert_refused("u32", "-1", "expected an integer from 0 to 4294967295, found -1");
    assert_refused("u32", "4294967296", "found 4294967296");
    assert_refused("u64", "-1", "found -1");
    assert_refused("i32", "-2", "expected an integer from -1 to 100, found -2");
    assert_refused("i32", "101", "found 101");
    assert_refused("real", "10.5", "expected a number from 0 to 10, found 10.5");
    assert_refused("real", "-1e-9", "expected a number from 0 to 10");
}

static void malformed_strings_are_shown(void **state)
{
    (void)state;
    assert_refused("text", "\"12345678\"", "at most 7 bytes, found 12345678");
    assert_refused("hex", "\"0xFF\"", "found 0xFF");
    assert_refused("hex", "\"0xFFFFFFFFFFFFFFFF\"", "found 0xFFFF"); /* lower case only */
    assert_refused("hex", "\"1xffffffffffffffff\"", "found 1x");
    assert_refused("seed", "\"18446744073709551616\"", "found 18446744073709551616");
    assert_refused("seed", "\"-1\"", "found -1");
    assert_refused("time", "\"yesterday\"", "a UTC time like");
}

static void null_reads_as_not_a_number(void **state)
{
    (void)state;
    char json[1024];
    struct box box;
    struct tkg_error err;
    replace("real", "null", json);
    assert_status(read_box(json, &box, &err), TKG_OK, &err);
    assert_nan(box.real);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind_is_read_up_to_its_ends),
        cmocka_unit_test(a_missing_member_is_named),
        cmocka_unit_test(a_wrong_type_is_named),
        cmocka_unit_test(a_number_out_of_range_is_named_with_its_range),
        cmocka_unit_test(malformed_strings_are_shown),
        cmocka_unit_test(null_reads_as_not_a_number),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
