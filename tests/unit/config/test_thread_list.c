/* SPDX-License-Identifier: Apache-2.0 */
#include "config/thread_list.h"

#include "cmocka_all.h"

static struct tkg_thread_list parsed(const char *text)
{
    struct tkg_thread_list list = {.count = 7};
    struct tkg_error err = {.text = ""};
    assert_status(tkg_thread_list_parse(&list, text, &err), TKG_OK, &err);
    return list;
}

static void prints_as(const char *text, const char *printed)
{
    char out[TKG_THREAD_LIST_BYTES];
    struct tkg_thread_list list = parsed(text);
    assert_string_equal(tkg_thread_list_format(&list, out), printed);
}

static void refuses(const char *text, const char *message)
{
    struct tkg_thread_list list = {.counts = {3}, .count = 1};
    struct tkg_error err = {.text = ""};
    assert_int_equal(tkg_thread_list_parse(&list, text, &err), TKG_CONFIG);
    assert_string_equal(err.text, message);
    assert_int_equal(tkg_thread_list_parse(&list, text, NULL), TKG_CONFIG);
    assert_int_equal(list.count, 1);
    assert_int_equal(list.counts[0], 3);
}

static void a_list_is_sorted(void **state)
{
    (void)state;
    struct tkg_thread_list list = parsed(" 16, 1,4 ,2");
    assert_int_equal(list.kind, TKG_THREADS_LISTED);
    assert_int_equal(list.count, 4);
    assert_int_equal(list.counts[0], 1);
    assert_int_equal(list.counts[3], 16);
    prints_as(" 16, 1,4 ,2", "1,2,4,16");
}

static void a_range_holds_every_count(void **state)
{
    (void)state;
    struct tkg_thread_list list = parsed("2 .. 5");
    assert_int_equal(list.kind, TKG_THREADS_RANGE);
    assert_int_equal(list.count, 4);
    assert_int_equal(list.counts[0], 2);
    assert_int_equal(list.counts[3], 5);
    prints_as("1..64", "1..64");
    prints_as("3..3", "3..3");
}

static void all_is_known_when_the_machine_is(void **state)
{
    (void)state;
    struct tkg_thread_list list = parsed("1..all");
    prints_as("1..all", "1..all");
    assert_int_equal(list.kind, TKG_THREADS_RANGE_TO_ALL);
    tkg_thread_list_expand(&list, 4);
    assert_int_equal(list.count, 4);
    assert_int_equal(list.counts[3], 4);
    tkg_thread_list_expand(&list, 4000);
    assert_int_equal(list.count, 64);
    list = parsed("3..all");
    tkg_thread_list_expand(&list, 2); /* the first stays: the plan refuses it by name */
    assert_int_equal(list.count, 1);
    assert_int_equal(list.counts[0], 3);
    list = parsed("1,8");
    tkg_thread_list_expand(&list, 4);
    assert_int_equal(list.count, 2);
}

static void none_is_an_empty_list(void **state)
{
    (void)state;
    assert_int_equal(parsed("none").count, 0);
    prints_as("none", "none");
}

static void the_longest_list_fits(void **state)
{
    (void)state;
    char text[TKG_THREAD_LIST_BYTES] = "";
    char out[TKG_THREAD_LIST_BYTES];
    for (int count = 1; count <= TKG_THREAD_COUNT_MAX; count++) {
        size_t used = strlen(text);
        (void)snprintf(text + used, sizeof(text) - used, "%s%d", used ? "," : "", count);
    }
    struct tkg_thread_list list = parsed(text);
    assert_int_equal(list.count, TKG_THREAD_COUNT_MAX);
    assert_string_equal(tkg_thread_list_format(&list, out), text);
}

static void what_is_no_list_is_refused(void **state)
{
    (void)state;
#define NO_COUNT(item)                                                                             \
    "threads: '" item "' is not a number of threads from 1 to 64; write 1,2,4 or 1..4 or 1..all "  \
    "or none"
    refuses("", NO_COUNT(""));
    refuses("0", NO_COUNT("0"));
    refuses("65", NO_COUNT("65"));
    refuses("1,,2", NO_COUNT(""));
    refuses("1,2,", NO_COUNT(""));
    refuses("two", NO_COUNT("two"));
    refuses("-1", NO_COUNT("-1"));
    refuses("1..", NO_COUNT(""));
    refuses("..4", NO_COUNT(""));
    refuses("1..4..8", NO_COUNT("4..8"));
    refuses("1..99", NO_COUNT("99"));
    refuses("1234567890123456789", NO_COUNT("123456789012345"));
    refuses("8..4", "threads: 8..4 runs backwards; write 4..8");
    refuses("1,2,1", "threads: '1' is given twice; remove one");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_list_is_sorted),
        cmocka_unit_test(a_range_holds_every_count),
        cmocka_unit_test(all_is_known_when_the_machine_is),
        cmocka_unit_test(none_is_an_empty_list),
        cmocka_unit_test(the_longest_list_fits),
        cmocka_unit_test(what_is_no_list_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
