/* SPDX-License-Identifier: Apache-2.0 */
#include "config/yaml_keys.h"

#include "config_check.h"

enum { LIMIT, NOTE, ITEMS, EITHER, KEY_COUNT };

static const struct tkg_yaml_key keys[KEY_COUNT] = {
    [LIMIT] = {"limit", TKG_YAML_LINE},
    [NOTE] = {"note", TKG_YAML_TEXT},
    [ITEMS] = {"items", TKG_YAML_ITEMS},
    [EITHER] = {"either", TKG_YAML_LINE_OR_LIST},
};

struct taken {
    struct tkg_yaml_document document;
    const struct tkg_yaml_node *values[KEY_COUNT];
    enum tkg_status status;
    struct tkg_error err;
};

static void take(struct taken *taken, const char *yaml)
{
    struct tkg_error err;
    assert_int_equal(tkg_yaml_document_parse(&taken->document, "f", yaml, strlen(yaml), &err),
                     TKG_OK);
    taken->err = (struct tkg_error){.text = ""};
    taken->status = tkg_yaml_take_keys(&taken->document, tkg_yaml_root(&taken->document), keys,
                                       KEY_COUNT, taken->values, &taken->err);
}

static void refuses(const char *yaml, const char *text)
{
    struct taken taken;
    take(&taken, yaml);
    assert_string_equal(taken.err.text, text);
    assert_int_equal(taken.status, TKG_CONFIG);
    tkg_yaml_document_deinit(&taken.document);
}

static void values_come_by_table_position_and_absent_ones_are_null(void **state)
{
    struct taken taken;
    (void)state;
    take(&taken, "note: |\n  two\n  lines\neither: [1]\nlimit: 5\n");
    assert_int_equal(taken.status, TKG_OK);
    assert_string_equal(taken.values[LIMIT]->text, "5");
    assert_string_equal(taken.values[NOTE]->text, "two\nlines\n");
    assert_null(taken.values[ITEMS]);
    assert_int_equal(taken.values[EITHER]->kind, TKG_YAML_LIST);
    tkg_yaml_document_deinit(&taken.document);
    take(&taken, "either: 7\nitems: []\n");
    assert_int_equal(taken.status, TKG_OK);
    assert_string_equal(taken.values[EITHER]->text, "7");
    assert_null(taken.values[LIMIT]);
    tkg_yaml_document_deinit(&taken.document);
}

static void an_empty_mapping_gives_nothing(void **state)
{
    struct taken taken;
    (void)state;
    take(&taken, "{}\n");
    assert_int_equal(taken.status, TKG_OK);
    for (size_t i = 0; i < KEY_COUNT; i++) {
        assert_null(taken.values[i]);
    }
    tkg_yaml_document_deinit(&taken.document);
}

static void a_misspelt_key_gets_a_suggestion(void **state)
{
    (void)state;
    refuses("limit: 1\nlimti: 1\n", "f:2:1: unknown key 'limti'; did you mean 'limit'?");
    refuses("Note: 1\n", "f:1:1: unknown key 'Note'; did you mean 'note'?");
    refuses("eihters: 1\n", "f:1:1: unknown key 'eihters'; did you mean 'either'?");
}

static void a_foreign_key_gets_the_list_of_keys(void **state)
{
    (void)state;
    refuses("x: 1\n", "f:1:1: unknown key 'x'; the keys here are limit, note, items, either");
    refuses("'': 1\n", "f:1:1: unknown key ''; the keys here are limit, note, items, either");
    refuses("limitlimitlimitlimitlimit: 1\n",
            "f:1:1: unknown key 'limitlimitlimitlimitlimit'; the keys here are limit, note, items, "
            "either");
}

static void a_long_key_is_cut_in_the_text(void **state)
{
    (void)state;
    refuses("0123456789012345678901234567890123456789xyz: 1\n",
            "f:1:1: unknown key '0123456789012345678901234567890123456789'; the keys here are "
            "limit, note, items, either");
}

static void a_repeated_key_is_refused(void **state)
{
    (void)state;
    refuses("limit: 1\nnote: x\nlimit: 1\n",
            "f:3:1: key 'limit' is given twice (first value at 1:8); remove one");
}

static void a_value_of_the_wrong_shape_is_refused(void **state)
{
    (void)state;
    refuses("limit: [1]\n", "f:1:8: 'limit' must be a single value, not a list");
    refuses("limit: {a: 1}\n", "f:1:8: 'limit' must be a single value, not a mapping");
    refuses("note:\n  - 1\n", "f:2:3: 'note' must be a single value, not a list");
    refuses("items: 1\n", "f:1:8: 'items' must be a list ('- ' lines)");
    refuses("items:\n", "f:1:7: 'items' must be a list ('- ' lines)");
    refuses("items: {a: 1}\n", "f:1:8: 'items' must be a list ('- ' lines)");
    refuses("either: {a: 1}\n", "f:1:9: 'either' must be a value or a list, not a mapping");
    refuses("limit: |\n  a\n  b\n", "f:1:8: 'limit' must be a single line");
    refuses("either: \"a\\nb\"\n", "f:1:9: 'either' must be a single line");
}

static void a_key_that_is_no_word_is_refused(void **state)
{
    (void)state;
    refuses("[limit]: 1\n", "f:1:1: a key must be a single word");
    refuses("\"a\\nb\": 1\n", "f:1:1: a key must be a single word");
}

static void what_is_no_mapping_is_refused(void **state)
{
    (void)state;
    refuses("- limit\n", "f:1:1: expected 'key: value' lines such as 'limit: ...'");
    refuses("limit\n", "f:1:1: expected 'key: value' lines such as 'limit: ...'");
}

static enum tkg_status check_schema(const char *yaml, struct tkg_error *err)
{
    struct tkg_yaml_document document;
    assert_int_equal(tkg_yaml_document_parse(&document, "f", yaml, strlen(yaml), err), TKG_OK);
    enum tkg_status status = tkg_yaml_check_schema(&document, "tickgate.targets/1", err);
    tkg_yaml_document_deinit(&document);
    return status;
}

static void the_right_schema_is_found_anywhere(void **state)
{
    struct tkg_error err;
    (void)state;
    assert_int_equal(check_schema("schema: tickgate.targets/1\n", &err), TKG_OK);
    assert_int_equal(check_schema("name: x\n'schema': \"tickgate.targets/1\"\n", &err), TKG_OK);
}

static void a_wrong_schema_is_named(void **state)
{
    static const struct {
        const char *yaml;
        const char *text;
    } rows[] = {
        {"schema: tickgate.targets/2\nnew_key: 1\n",
         "f:1:9: schema 'tickgate.targets/2' is of another version; this tickgate reads "
         "'tickgate.targets/1'"},
        {"schema: tickgate.suite/1\n", "f:1:9: schema 'tickgate.suite/1' is not "
                                       "'tickgate.targets/1'; is this the right kind of file?"},
        {"schema: tickgate.targets\n", "f:1:9: schema 'tickgate.targets' is not "
                                       "'tickgate.targets/1'; is this the right kind of file?"},
        {"name: x\n", "f:1:1: no schema; add the line 'schema: tickgate.targets/1'"},
        {"schema: [tickgate.targets/1]\n",
         "f:1:1: no schema; add the line 'schema: tickgate.targets/1'"},
        {"- 1\n", "f:1:1: expected 'key: value' lines, the first one 'schema: tickgate.targets/1'"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct tkg_error err;
        assert_int_equal(check_schema(rows[i].yaml, &err), TKG_CONFIG);
        assert_string_equal(err.text, rows[i].text);
    }
}

static void a_text_is_copied_up_to_its_room(void **state)
{
    char out[5] = "old";
    struct tkg_error err;
    (void)state;
    assert_int_equal(tkg_config_text(out, sizeof(out), 1, "name", "four", &err), TKG_OK);
    assert_string_equal(out, "four");
    assert_int_equal(tkg_config_text(out, sizeof(out), 1, "name", "fiver", &err), TKG_CONFIG);
    assert_string_equal(err.text, "name has 5 bytes; at most 4 are allowed");
    assert_int_equal(tkg_config_text(out, sizeof(out), 1, "name", "", &err), TKG_CONFIG);
    assert_string_equal(err.text, "name is empty; write a value");
    assert_int_equal(tkg_config_text(out, sizeof(out), 1, "name", "a\nb", &err), TKG_CONFIG);
    assert_string_equal(err.text, "name must be a single line");
    assert_string_equal(out, "four"); /* as it was */
    assert_int_equal(tkg_config_text(out, sizeof(out), 0, "name", "", &err), TKG_OK);
    assert_string_equal(out, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_come_by_table_position_and_absent_ones_are_null),
        cmocka_unit_test(an_empty_mapping_gives_nothing),
        cmocka_unit_test(a_misspelt_key_gets_a_suggestion),
        cmocka_unit_test(a_foreign_key_gets_the_list_of_keys),
        cmocka_unit_test(a_long_key_is_cut_in_the_text),
        cmocka_unit_test(a_repeated_key_is_refused),
        cmocka_unit_test(a_value_of_the_wrong_shape_is_refused),
        cmocka_unit_test(a_key_that_is_no_word_is_refused),
        cmocka_unit_test(what_is_no_mapping_is_refused),
        cmocka_unit_test(the_right_schema_is_found_anywhere),
        cmocka_unit_test(a_wrong_schema_is_named),
        cmocka_unit_test(a_text_is_copied_up_to_its_room),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
