/* SPDX-License-Identifier: Apache-2.0 */
#include "config/yaml_document.h"

#define CONFIG_CHECK_MALLOC
#include "config_check.h"

static void accepts(struct tkg_yaml_document *document, const char *yaml)
{
    struct tkg_error err = {.text = ""};
    enum tkg_status status = tkg_yaml_document_parse(document, "f", yaml, strlen(yaml), &err);
    assert_string_equal(err.text, "");
    assert_int_equal(status, TKG_OK);
}

static void refuses_bytes(const char *yaml, size_t yaml_bytes, const char *text)
{
    struct tkg_yaml_document document;
    struct tkg_error err;
    assert_int_equal(tkg_yaml_document_parse(&document, "f", yaml, yaml_bytes, &err), TKG_CONFIG);
    assert_string_equal(err.text, text);
    assert_int_equal(err.status, TKG_CONFIG);
    assert_null(document.nodes);
    assert_int_equal(tkg_yaml_document_parse(&document, "f", yaml, yaml_bytes, NULL), TKG_CONFIG);
}

static void refuses(const char *yaml, const char *text)
{
    refuses_bytes(yaml, strlen(yaml), text);
}

static void is_scalar(const struct tkg_yaml_node *node, const char *text, uint32_t line,
                      uint32_t column)
{
    assert_non_null(node);
    assert_int_equal(node->kind, TKG_YAML_SCALAR);
    assert_string_equal(node->text, text);
    assert_int_equal(node->line, line);
    assert_int_equal(node->column, column);
}

static void nodes_keep_order_kind_and_place(void **state)
{
    struct tkg_yaml_document document;
    (void)state;
    accepts(&document, "a: 1\nb:\n  - x\n  - {c: 'y z'}\n");
    const struct tkg_yaml_node *root = tkg_yaml_root(&document);
    assert_int_equal(root->kind, TKG_YAML_MAPPING);
    const struct tkg_yaml_node *key = tkg_yaml_first(&document, root);
    is_scalar(key, "a", 1, 1);
    const struct tkg_yaml_node *value = tkg_yaml_next(&document, key);
    is_scalar(value, "1", 1, 4);
    const struct tkg_yaml_node *second_key = tkg_yaml_next(&document, value);
    is_scalar(second_key, "b", 2, 1);
    const struct tkg_yaml_node *list = tkg_yaml_next(&document, second_key);
    assert_int_equal(list->kind, TKG_YAML_LIST);
    assert_null(list->text);
    assert_null(tkg_yaml_next(&document, list));
    const struct tkg_yaml_node *item = tkg_yaml_first(&document, list);
    is_scalar(item, "x", 3, 5);
    const struct tkg_yaml_node *inner = tkg_yaml_next(&document, item);
    assert_int_equal(inner->kind, TKG_YAML_MAPPING);
    assert_int_equal(inner->line, 4);
    assert_int_equal(inner->column, 5);
    is_scalar(tkg_yaml_first(&document, inner), "c", 4, 6);
    is_scalar(tkg_yaml_next(&document, tkg_yaml_first(&document, inner)), "y z", 4, 9);
    tkg_yaml_document_deinit(&document);
    assert_null(document.nodes);
}

static void a_byte_order_mark_is_skipped_and_not_counted(void **state)
{
    struct tkg_yaml_document document;
    (void)state;
    accepts(&document, "\xef\xbb\xbf"
                       "a: 1\n");
    is_scalar(tkg_yaml_first(&document, tkg_yaml_root(&document)), "a", 1, 1);
    tkg_yaml_document_deinit(&document);
    refuses("\xef\xbb\xbf"
            "a: [1\n",
            "f:2:1: not YAML: did not find expected ',' or ']' while parsing a flow sequence; "
            "check indentation and quotes near this place");
}

static void columns_count_characters_not_bytes(void **state)
{
    struct tkg_yaml_document document;
    (void)state;
    accepts(&document, "\xc3\xa4\xe2\x82\xac: b\n"); /* two characters, five bytes */
    const struct tkg_yaml_node *key = tkg_yaml_first(&document, tkg_yaml_root(&document));
    is_scalar(key, "\xc3\xa4\xe2\x82\xac", 1, 1);
    is_scalar(tkg_yaml_next(&document, key), "b", 1, 5);
    tkg_yaml_document_deinit(&document);
}

static void a_missing_value_is_an_empty_text(void **state)
{
    struct tkg_yaml_document document;
    (void)state;
    accepts(&document, "a:\nb: 1\n");
    const struct tkg_yaml_node *key = tkg_yaml_first(&document, tkg_yaml_root(&document));
    is_scalar(tkg_yaml_next(&document, key), "", 1, 3);
    tkg_yaml_document_deinit(&document);
}

static void broken_yaml_is_refused_with_its_place(void **state)
{
    (void)state;
    refuses("a: 'open\n",
            "f:2:1: not YAML: found unexpected end of stream while scanning a quoted scalar; check "
            "indentation and quotes near this place");
    refuses("a: 1\n b: 2\n",
            "f:2:3: not YAML: mapping values are not allowed in this context; check indentation "
            "and quotes near this place");
}

static void a_tab_indent_is_named(void **state)
{
    (void)state;
    refuses("a:\n\tb: 1\n",
            "f:2:1: not YAML: found character that cannot start any token while scanning for the "
            "next token; the line is indented with a tab, use blanks");
    refuses("a:\n  \t- b: 1\n",
            "f:2:3: not YAML: found character that cannot start any token while scanning for the "
            "next token; the line is indented with a tab, use blanks");
}

static void a_tab_or_control_character_in_a_text_is_refused(void **state)
{
    static const char text[] =
        "f:1:4: the text holds a tab or another control character; use blanks";
    (void)state;
    refuses("a: b\tc\n", text);
    refuses("a: \"\\e[31m\"\n", text);
    refuses("a: \"\\x7f\"\n", text);
    refuses("a: \"\\0\"\n", text);      /* NUL would end the text early */
    refuses("a: \"\\x9b31m\"\n", text); /* the one-character form of ESC [ */
    refuses("a: \"\\x80\"\n", text);
}

static void the_first_characters_after_the_control_block_are_fine(void **state)
{
    struct tkg_yaml_document document;
    (void)state;
    accepts(&document, "\"\\xa0 \\xb5s\"\n"); /* U+00A0, U+00B5: right after U+009F */
    is_scalar(tkg_yaml_root(&document), "\xc2\xa0 \xc2\xb5s", 1, 1);
    tkg_yaml_document_deinit(&document);
}

static void a_raw_nul_byte_is_refused_with_its_place(void **state)
{
    static const char yaml[] = "a: 1\n\xc3\xa4: 2\0 3\n";
    (void)state;
    refuses_bytes(yaml, sizeof(yaml) - 1,
                  "f:2:5: not UTF-8 text: control characters are not allowed; save the file as "
                  "plain UTF-8");
}

static void what_is_not_utf8_is_refused(void **state)
{
    (void)state;
    refuses("a: \xff\n",
            "f:1:4: not UTF-8 text: invalid leading UTF-8 octet; save the file as plain UTF-8");
    refuses("a: \xc3(\n",
            "f:1:5: not UTF-8 text: invalid trailing UTF-8 octet; save the file as plain UTF-8");
    refuses_bytes("\xff\xfe"
                  "a\0:\0",
                  6,
                  "f:1:1: not UTF-8 text: invalid leading UTF-8 octet; save the file as plain "
                  "UTF-8");
}

static void an_empty_file_is_refused(void **state)
{
    static const char text[] = "f:1:1: the file is empty; start it with 'schema:'";
    (void)state;
    refuses("", text);
    refuses("# only a comment\n\n", text);
    refuses("\xef\xbb\xbf", text);
}

static void a_second_document_is_refused(void **state)
{
    struct tkg_yaml_document document;
    (void)state;
    refuses("a: 1\n---\nb: 2\n",
            "f:2:1: a second document starts here; a file holds one, split it");
    accepts(&document, "%YAML 1.1\n---\na: 1\n...\n"); /* one, with all its marks */
    tkg_yaml_document_deinit(&document);
}

static void anchors_aliases_and_tags_are_refused(void **state)
{
    static const char anchor[] = "f:1:4: anchors ('&name') are refused; write each value out";
    static const char tag[] = "f:1:4: tags ('!name') are refused; write the plain value";
    (void)state;
    refuses("a: &x 1\nb: *x\n", anchor);
    refuses("a: &x [1]\n", anchor);
    refuses("a: &x {b: 1}\n", anchor);
    refuses("a: !!int 1\n", tag);
    refuses("a: !mine [1]\n", tag);
    refuses("a: !!map {b: 1}\n", tag);
    refuses("a: 1\nb: *x\n",
            "f:2:4: aliases ('*name') are refused; write each value out, and quote a pattern that "
            "starts with '*'");
    refuses("a: 1\ncase: */1M\n",
            "f:2:8: not YAML: did not find expected alphabetic or numeric character while scanning "
            "an alias; quote a pattern that starts with '*'");
}

static void a_billion_laughs_are_refused_at_the_first(void **state)
{
    (void)state;
    refuses("a: &a [ha, ha]\nb: &b [*a, *a]\nc: [*b, *b]\n",
            "f:1:4: anchors ('&name') are refused; write each value out");
}

static void depth_is_bounded(void **state)
{
    struct tkg_yaml_document document;
    char deep[4096];
    (void)state;
    accepts(&document, "[[[[[[x]]]]]]\n");
    tkg_yaml_document_deinit(&document);
    refuses("[[[[[[[x]]]]]]]\n",
            "f:1:7: lists and mappings are nested more than 6 deep; no file needs that");
    memset(deep, '[', sizeof(deep));
    refuses_bytes(deep, sizeof(deep),
                  "f:1:7: lists and mappings are nested more than 6 deep; no file needs that");
}

/* "- \n" repeated count times: one list and count empty values. */
static char *list_of(size_t count)
{
    char *yaml = malloc(count * 3 + 1);
    assert_non_null(yaml);
    for (size_t i = 0; i < count; i++) {
        memcpy(yaml + 3 * i, "- \n", 3);
    }
    yaml[3 * count] = '\0';
    return yaml;
}

static void the_number_of_values_is_bounded(void **state)
{
    struct tkg_yaml_document document;
    (void)state;
    char *most = list_of(TKG_YAML_NODE_MAX - 1);
    accepts(&document, most);
    assert_int_equal(document.node_count, TKG_YAML_NODE_MAX);
    tkg_yaml_document_deinit(&document);
    free(most);
    char *more = list_of(TKG_YAML_NODE_MAX);
    refuses(more, "f:16384:2: more than 16384 values in one file; split it");
    free(more);
}

static void the_size_of_a_file_is_bounded(void **state)
{
    struct tkg_yaml_document document;
    char *yaml = malloc(TKG_YAML_BYTES_MAX + 1);
    (void)state;
    assert_non_null(yaml);
    memset(yaml, ' ', TKG_YAML_BYTES_MAX + 1);
    yaml[0] = 'a';
    refuses_bytes(yaml, TKG_YAML_BYTES_MAX + 1,
                  "f: 1048577 bytes; at most 1 MiB is read, split the file");
    struct tkg_error err;
    assert_int_equal(tkg_yaml_document_parse(&document, "f", yaml, TKG_YAML_BYTES_MAX, &err),
                     TKG_OK);
    tkg_yaml_document_deinit(&document);
    free(yaml);
}

static void fail_and_locate_put_the_place_in_front(void **state)
{
    struct tkg_yaml_document document;
    struct tkg_error err;
    (void)state;
    accepts(&document, "a:\n  b\n");
    const struct tkg_yaml_node *value =
        tkg_yaml_next(&document, tkg_yaml_first(&document, tkg_yaml_root(&document)));
    assert_int_equal(tkg_yaml_fail(&document, value, &err, "'%s' is odd", value->text), TKG_CONFIG);
    assert_string_equal(err.text, "f:2:3: 'b' is odd");
    assert_int_equal(tkg_yaml_fail(&document, value, NULL, "unseen"), TKG_CONFIG);
    (void)tkg_fail(&err, TKG_NO_MEMORY, "no room");
    assert_int_equal(tkg_yaml_locate(&document, value, &err), TKG_NO_MEMORY);
    assert_string_equal(err.text, "f:2:3: no room");
    tkg_yaml_document_deinit(&document);
}

static void every_failing_allocation_is_reported_and_leaks_nothing(void **state)
{
    static const char yaml[] = "a: [1, 2]\nb: {c: 'd'}\n";
    enum tkg_status status = TKG_NO_MEMORY;
    long count = 0;
    (void)state;
    fail_allocation(-1);
    for (; status == TKG_NO_MEMORY && count < 1000; count++) {
        struct tkg_yaml_document document;
        struct tkg_error err;
        fail_allocation(count);
        status = tkg_yaml_document_parse(&document, "f", yaml, sizeof(yaml) - 1, &err);
        fail_allocation(-1);
        if (status == TKG_OK) {
            tkg_yaml_document_deinit(&document);
        } else {
            assert_string_equal(err.text, "f: out of memory while reading it");
            assert_null(document.nodes);
        }
    }
    assert_int_equal(status, TKG_OK);
    assert_true(count > 8); /* one a scalar, the table, and what libyaml needs */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nodes_keep_order_kind_and_place),
        cmocka_unit_test(a_byte_order_mark_is_skipped_and_not_counted),
        cmocka_unit_test(columns_count_characters_not_bytes),
        cmocka_unit_test(a_missing_value_is_an_empty_text),
        cmocka_unit_test(broken_yaml_is_refused_with_its_place),
        cmocka_unit_test(a_tab_indent_is_named),
        cmocka_unit_test(a_tab_or_control_character_in_a_text_is_refused),
        cmocka_unit_test(the_first_characters_after_the_control_block_are_fine),
        cmocka_unit_test(a_raw_nul_byte_is_refused_with_its_place),
        cmocka_unit_test(what_is_not_utf8_is_refused),
        cmocka_unit_test(an_empty_file_is_refused),
        cmocka_unit_test(a_second_document_is_refused),
        cmocka_unit_test(anchors_aliases_and_tags_are_refused),
        cmocka_unit_test(a_billion_laughs_are_refused_at_the_first),
        cmocka_unit_test(depth_is_bounded),
        cmocka_unit_test(the_number_of_values_is_bounded),
        cmocka_unit_test(the_size_of_a_file_is_bounded),
        cmocka_unit_test(fail_and_locate_put_the_place_in_front),
        cmocka_unit_test(every_failing_allocation_is_reported_and_leaks_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
