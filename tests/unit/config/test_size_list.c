/* SPDX-License-Identifier: Apache-2.0 */
#include "config/size_list.h"

#include "config_check.h"

#define NO_COUNT(text)                                                                             \
    "sizes: '" text "' is not a tick count from 1 to 1000G; write 10000, 10K, 2.5M or 1G"

static void refuses(const char *text, const char *message)
{
    struct tkg_size_list list = {.sizes = {5}, .count = 1};
    struct tkg_error err;
    assert_int_equal(tkg_size_list_add(&list, text, &err), TKG_CONFIG);
    assert_string_equal(err.text, message);
    assert_int_equal(list.count, 1);
    assert_int_equal(tkg_size_list_add(&list, text, NULL), TKG_CONFIG);
}

static void sizes_are_appended_in_order(void **state)
{
    struct tkg_size_list list = {.count = 0};
    struct tkg_error err;
    (void)state;
    assert_int_equal(tkg_size_list_add(&list, "2K", &err), TKG_OK);
    assert_int_equal(tkg_size_list_add(&list, "1_000", &err), TKG_OK);
    assert_int_equal(list.count, 2);
    assert_true(list.sizes[0] == 2000);
    assert_true(list.sizes[1] == 1000);
}

static void both_ends_of_the_range_are_inside(void **state)
{
    struct tkg_size_list list = {.count = 0};
    (void)state;
    assert_int_equal(tkg_size_list_add(&list, "1", NULL), TKG_OK);
    assert_int_equal(tkg_size_list_add(&list, "1000G", NULL), TKG_OK);
    assert_true(list.sizes[1] == UINT64_C(1000000000000));
    refuses("0", NO_COUNT("0"));
    refuses("1000000000001", NO_COUNT("1000000000001"));
}

static void what_is_no_count_is_refused(void **state)
{
    (void)state;
    refuses("", NO_COUNT(""));
    refuses("many", NO_COUNT("many"));
    refuses(" 7", NO_COUNT(" 7"));
    refuses("-7", NO_COUNT("-7"));
}

static void a_size_in_another_spelling_is_still_the_same(void **state)
{
    (void)state;
    refuses("0.005K", "sizes: '0.005K' is given twice; remove one");
    refuses("5", "sizes: '5' is given twice; remove one");
}

static void one_too_many_is_refused(void **state)
{
    struct tkg_size_list list = {.count = 0};
    struct tkg_error err;
    (void)state;
    for (int i = 1; i <= TKG_SUITE_SIZE_MAX; i++) {
        char text[16];
        (void)snprintf(text, sizeof(text), "%d", i);
        assert_int_equal(tkg_size_list_add(&list, text, &err), TKG_OK);
    }
    assert_int_equal(tkg_size_list_add(&list, "65", &err), TKG_CONFIG);
    assert_string_equal(err.text, "sizes: more than 64 sizes; remove some");
    assert_int_equal(list.count, TKG_SUITE_SIZE_MAX);
}

static void a_comma_list_is_split_and_blanks_are_dropped(void **state)
{
    struct tkg_size_list list = {.count = 0};
    (void)state;
    assert_int_equal(tkg_size_list_add_all(&list, " 10K ,100k,  1M  ", NULL), TKG_OK);
    assert_int_equal(list.count, 3);
    assert_true(list.sizes[0] == 10000);
    assert_true(list.sizes[1] == 100000);
    assert_true(list.sizes[2] == 1000000);
}

static void the_first_wrong_item_of_a_comma_list_is_named(void **state)
{
    struct tkg_size_list list = {.count = 0};
    struct tkg_error err;
    (void)state;
    assert_int_equal(tkg_size_list_add_all(&list, "1,2x,3y", &err), TKG_CONFIG);
    assert_string_equal(err.text, NO_COUNT("2x"));
    assert_int_equal(tkg_size_list_add_all(&list, "9,", &err), TKG_CONFIG);
    assert_string_equal(err.text, NO_COUNT(""));
    assert_int_equal(tkg_size_list_add_all(&list, "1 0", &err), TKG_CONFIG);
    assert_string_equal(err.text, NO_COUNT("1 0"));
}

/* 31 bytes fit; of 32 and more only 28 are kept, and what is kept must not pass for a size. */
static void an_item_that_is_cut_does_not_become_right(void **state)
{
    struct tkg_size_list list = {.count = 0};
    struct tkg_error err;
    (void)state;
    assert_int_equal(tkg_size_list_add_all(&list, "0000000000000000000000000000017", &err), TKG_OK);
    assert_true(list.sizes[0] == 17);
    assert_int_equal(tkg_size_list_add_all(&list, "00000000000000000000000000010000", &err),
                     TKG_CONFIG);
    assert_string_equal(err.text, NO_COUNT("0000000000000000000000000001..."));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sizes_are_appended_in_order),
        cmocka_unit_test(both_ends_of_the_range_are_inside),
        cmocka_unit_test(what_is_no_count_is_refused),
        cmocka_unit_test(a_size_in_another_spelling_is_still_the_same),
        cmocka_unit_test(one_too_many_is_refused),
        cmocka_unit_test(a_comma_list_is_split_and_blanks_are_dropped),
        cmocka_unit_test(the_first_wrong_item_of_a_comma_list_is_named),
        cmocka_unit_test(an_item_that_is_cut_does_not_become_right),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
