/* SPDX-License-Identifier: Apache-2.0 */
#include "report/json_writer.h"

#include "report_check.h"

#include "report/report_scalability.h"

static void assert_document(struct tkg_json_writer *writer, const char *expected)
{
    struct tkg_text out = {0};
    struct tkg_error err;
    assert_status(tkg_json_finish(writer, &out, &err), TKG_OK, &err);
    assert_string_equal(tkg_text_borrow(&out), expected);
    tkg_text_deinit(&out);
}

static void members_keep_the_order_they_were_put_in(void **state)
{
    (void)state;
    struct tkg_json_writer writer = tkg_json_begin();
    tkg_json_put(&writer, writer.root, "b", tkg_json_count(2));
    tkg_json_put(&writer, writer.root, "a", tkg_json_real(0.5));
    json_t *array = tkg_json_put_array(&writer, writer.root, "z");
    tkg_json_append(&writer, array, tkg_json_text("x"));
    (void)tkg_json_append_object(&writer, array);
    assert_document(&writer, "{\n \"b\": 2,\n \"a\": 0.5,\n \"z\": [\n  \"x\",\n  {}\n ]\n}\n");
}

static void numbers_that_are_not_finite_become_null(void **state)
{
    (void)state;
    struct tkg_json_writer writer = tkg_json_begin();
    tkg_json_put(&writer, writer.root, "nan", tkg_json_real(NAN));
    tkg_json_put(&writer, writer.root, "inf", tkg_json_real(-INFINITY));
    assert_document(&writer, "{\n \"nan\": null,\n \"inf\": null\n}\n");
}

/* 0.1 is 0.1000000000000000055...: 17 digits, and they read back as the same double. */
static void reals_carry_seventeen_digits(void **state)
{
    (void)state;
    struct tkg_json_writer writer = tkg_json_begin();
    tkg_json_put(&writer, writer.root, "x", tkg_json_real(0.1));
    tkg_json_put(&writer, writer.root, "y", tkg_json_real(182e6));
    assert_document(&writer, "{\n \"x\": 0.10000000000000001,\n \"y\": 182000000.0\n}\n");
}

static void counts_seeds_and_digests_use_all_they_can(void **state)
{
    (void)state;
    struct tkg_json_writer writer = tkg_json_begin();
    tkg_json_put(&writer, writer.root, "count", tkg_json_count(UINT64_MAX));
    tkg_json_put(&writer, writer.root, "seed", tkg_json_seed(UINT64_MAX));
    tkg_json_put(&writer, writer.root, "digest", tkg_json_hex(0xABCull));
    assert_document(&writer, "{\n \"count\": 9223372036854775807,\n"
                             " \"seed\": \"18446744073709551615\",\n"
                             " \"digest\": \"0x0000000000000abc\"\n}\n");
}

static void text_from_outside_is_escaped_to_ascii(void **state)
{
    (void)state;
    struct tkg_json_writer writer = tkg_json_begin();
    tkg_json_put(&writer, writer.root, "t", tkg_json_text("\"\\\n\033\x7F\xFF</script>&\xC3\xA9"));
    assert_document(&writer, "{\n \"t\": \"\\\"\\\\\\n\\u001B\\u007f\\uFFFD\\u003c/script\\u003e"
                             "\\u0026\\u00E9\"\n}\n");
}

static void a_missing_value_is_remembered_until_the_end(void **state)
{
    (void)state;
    struct tkg_text out = {0};
    struct tkg_error err;
    struct tkg_json_writer writer = tkg_json_begin();
    tkg_json_put(&writer, writer.root, "x", NULL);
    tkg_json_put(&writer, tkg_json_put_object(&writer, NULL, "y"), "z", json_null());
    assert_status(tkg_json_finish(&writer, &out, &err), TKG_NO_MEMORY, &err);
    assert_contains(err.text, "no memory");
    tkg_text_deinit(&out);
}

/* Text of 15 bytes 0xFF is 45 bytes as replacement characters; a field of 16 holds five of them. */
static void text_fields_still_fit_after_repair(void **state)
{
    (void)state;
    static const struct tkg_result_field fields[] = {
        {"name", TKG_FIELD_TEXT, 0, 16, 0.0, 0.0, false, false},
        {0},
    };
    char name[16];
    memset(name, 0xFF, 15);
    name[15] = '\0';
    struct tkg_json_writer writer = tkg_json_begin();
    tkg_json_put_fields(&writer, writer.root, fields, name);
    assert_document(&writer, "{\n \"name\": \"\\uFFFD\\uFFFD\\uFFFD\\uFFFD\\uFFFD\"\n}\n");
}

static long allocations_left;

static void *bounded_malloc(size_t bytes)
{
    return allocations_left-- > 0 ? malloc(bytes) : NULL;
}

/* Fails the n-th allocation of a whole report, for n from the first on until one succeeds. */
static void every_failed_allocation_is_reported_and_leaks_nothing(void **state)
{
    struct report_case *one = *state;
    enum tkg_status status = TKG_NO_MEMORY;
    json_set_alloc_funcs(bounded_malloc, free);
    long count = 0;
    for (; status != TKG_OK && count < 20000; count++) {
        allocations_left = count;
        tkg_text_reset(&one->out);
        status = tkg_report_scalability(&one->input, 2, &one->out, &one->err);
        if (status != TKG_OK && status != TKG_NO_MEMORY) {
            break;
        }
    }
    json_set_alloc_funcs(malloc, free);
    assert_status(status, TKG_OK, &one->err);
    assert_true(count > 50); /* the document has more than fifty members */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(members_keep_the_order_they_were_put_in),
        cmocka_unit_test(numbers_that_are_not_finite_become_null),
        cmocka_unit_test(reals_carry_seventeen_digits),
        cmocka_unit_test(counts_seeds_and_digests_use_all_they_can),
        cmocka_unit_test(text_from_outside_is_escaped_to_ascii),
        cmocka_unit_test(a_missing_value_is_remembered_until_the_end),
        cmocka_unit_test(text_fields_still_fit_after_repair),
        cmocka_unit_test_setup_teardown(every_failed_allocation_is_reported_and_leaks_nothing,
                                        report_setup, report_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
