/* SPDX-License-Identifier: Apache-2.0 */
#include "report/json_reader.h"

#include "cmocka_all.h"

static enum tkg_status parse(const char *json, struct tkg_error *err)
{
    struct tkg_json_reader reader = {.path = "f.json", .err = err};
    json_t *root;
    enum tkg_status status = tkg_json_parse(&reader, json, strlen(json), &root);
    if (status == TKG_OK) {
        json_decref(root);
    } else {
        assert_null(root);
    }
    return status;
}

static void an_object_is_parsed(void **state)
{
    (void)state;
    struct tkg_error err;
    assert_status(parse("{}", &err), TKG_OK, &err);
    assert_status(parse(" {\"a\": [1, {\"b\": null}]}\n", &err), TKG_OK, &err);
    assert_status(parse("\xEF\xBB\xBF{}", &err), TKG_OK, &err); /* a mark of byte order */
    assert_status(parse("\xEF\xBB\xBF", &err), TKG_INPUT, &err);
}

static void broken_json_is_located_by_line_and_column(void **state)
{
    (void)state;
    struct tkg_error err;
    assert_status(parse("{\n \"a\": 1,\n \"b\" 2\n}", &err), TKG_INPUT, &err);
    assert_contains(err.text, "f.json:3:");
    assert_contains(err.text, "not JSON");
    assert_status(parse("", &err), TKG_INPUT, &err);
    assert_contains(err.text, "f.json:1:1: ");
    assert_status(parse("{\n\"a\": 1\n", &err), TKG_INPUT, &err);
    assert_contains(err.text, "f.json:3:1: "); /* nothing stands on line 3 */
    assert_status(parse("{\"a\":1,\"a\":2}", &err), TKG_INPUT, &err);
    assert_contains(err.text, "duplicate");
    assert_status(parse("{\"a\":NaN}", &err), TKG_INPUT, &err);
    assert_status(parse("{} trailing", &err), TKG_INPUT, &err);
    assert_status(parse("[1]", &err), TKG_INPUT, &err);
    assert_contains(err.text, "expected a JSON object");
}

static void hostile_text_in_an_error_is_made_visible(void **state)
{
    (void)state;
    struct tkg_error err;
    struct tkg_json_reader reader = {.path = "f.json", .err = &err, .leaf = "a\nb\033[2J"};
    (void)tkg_json_refuse(&reader, "x", "y\r\n\033[31m");
    assert_null(strpbrk(err.text, "\n\r\033"));
    assert_contains(err.text, "f.json: a");
}

static void places_are_written_as_people_write_them(void **state)
{
    (void)state;
    struct tkg_error err;
    struct tkg_json_reader reader = {.path = "f.json", .err = &err};
    size_t outer = tkg_json_enter(&reader, "cases");
    size_t inner = tkg_json_enter_index(&reader, 2);
    (void)tkg_json_enter(&reader, "summary");
    reader.leaf = "digest";
    (void)tkg_json_refuse(&reader, "x", "y");
    assert_contains(err.text, "f.json: cases[2].summary.digest: expected x, found y");
    tkg_json_leave(&reader, inner);
    assert_string_equal(reader.where, "cases");
    tkg_json_leave(&reader, outer);
    assert_string_equal(reader.where, "");
    reader.leaf = NULL;
    (void)tkg_json_refuse(&reader, "x", "y");
    assert_contains(err.text, "f.json: expected x");
}

static void a_place_deeper_than_its_buffer_is_cut_not_overrun(void **state)
{
    (void)state;
    struct tkg_json_reader reader = {.path = "f.json"};
    for (int i = 0; i < 100; i++) {
        (void)tkg_json_enter(&reader, "a_rather_long_member_name");
    }
    assert_int_equal(strlen(reader.where), TKG_JSON_WHERE_BYTES - 1);
    assert_int_equal(tkg_json_refuse(&reader, "x", "y"), TKG_INPUT);
}

static void arrays_are_bounded(void **state)
{
    (void)state;
    struct tkg_error err;
    json_t *value;
    struct tkg_json_reader reader = {.path = "f.json", .err = &err};
    json_t *root = json_loads("{\"a\":[1,2,3],\"b\":1}", 0, NULL);
    assert_status(tkg_json_need_array(&reader, root, "a", 3, &value), TKG_OK, &err);
    assert_status(tkg_json_need_array(&reader, root, "a", 2, &value), TKG_INPUT, &err);
    assert_contains(err.text, "a: expected an array of at most 2, found more");
    assert_status(tkg_json_need_array(&reader, root, "b", 2, &value), TKG_INPUT, &err);
    assert_contains(err.text, "expected an array, found an integer");
    assert_status(tkg_json_need_object(&reader, root, "b", &value), TKG_INPUT, &err);
    assert_contains(err.text, "expected an object");
    json_decref(root);
}

static void every_kind_of_value_has_a_name(void **state)
{
    (void)state;
    json_t *all = json_loads("[{}, [], \"\", 1, 1.5, true, false, null]", 0, NULL);
    static const char *const names[] = {"an object", "an array",  "a string",  "an integer",
                                        "a number",  "a boolean", "a boolean", "null"};
    for (size_t i = 0; i < 8; i++) {
        assert_string_equal(tkg_json_found(json_array_get(all, i)), names[i]);
    }
    assert_string_equal(tkg_json_found(NULL), "nothing");
    json_decref(all);
}

static void text_members_are_borrowed_or_refused(void **state)
{
    (void)state;
    struct tkg_error err;
    const char *text;
    struct tkg_json_reader reader = {.path = "f.json", .err = &err};
    json_t *root = json_loads("{\"a\": \"x\", \"b\": 1}", 0, NULL);
    assert_status(tkg_json_need_text(&reader, root, "a", &text), TKG_OK, &err);
    assert_string_equal(text, "x");
    assert_status(tkg_json_need_text(&reader, root, "b", &text), TKG_INPUT, &err);
    assert_contains(err.text, "f.json: b: expected a string, found an integer");
    assert_status(tkg_json_need_text(&reader, root, "c", &text), TKG_INPUT, &err);
    assert_contains(err.text, "f.json: c: expected a string, found nothing");
    assert_null(reader.leaf);
    json_decref(root);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_object_is_parsed),
        cmocka_unit_test(broken_json_is_located_by_line_and_column),
        cmocka_unit_test(hostile_text_in_an_error_is_made_visible),
        cmocka_unit_test(places_are_written_as_people_write_them),
        cmocka_unit_test(a_place_deeper_than_its_buffer_is_cut_not_overrun),
        cmocka_unit_test(arrays_are_bounded),
        cmocka_unit_test(every_kind_of_value_has_a_name),
        cmocka_unit_test(text_members_are_borrowed_or_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
