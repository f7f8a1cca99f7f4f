/* SPDX-License-Identifier: Apache-2.0 */
#include "cmocka_all.h"
#include "sample/comparison_record.h"

static void side_takes_so_many_files_and_no_more(void **state)
{
    (void)state;
    struct tkg_comparison_record record;
    struct tkg_error err = {0};
    tkg_comparison_record_init(&record);
    (void)snprintf(record.base.name, sizeof record.base.name, "layouts/");
    for (int i = 0; i < TKG_LAYOUT_MAX; i++) {
        char path[32];
        (void)snprintf(path, sizeof path, "layouts/%d.so", i);
        assert_status(tkg_side_add(&record.base, path, &err), TKG_OK, &err);
    }
    assert_string_equal(record.base.paths[511], "layouts/511.so");
    assert_status(tkg_side_add(&record.base, "one.so", &err), TKG_USAGE, &err);
    assert_string_equal(err.text, "layouts/: more than 512 files; give at most so many layouts");
    assert_int_equal(record.base.path_count, TKG_LAYOUT_MAX);
    tkg_comparison_record_deinit(&record);
    assert_null(record.base.paths);
}

static void metrics_and_kinds_have_words(void **state)
{
    (void)state;
    assert_string_equal(tkg_comparison_metric_word(TKG_COMPARE_P99), "p99");
    assert_string_equal(tkg_side_kind_word(TKG_SIDES_COMMANDS), "commands");
}

static void overlong_path_is_refused_not_cut(void **state)
{
    (void)state;
    struct tkg_comparison_record record;
    struct tkg_error err = {0};
    char path[TKG_RECORD_TEXT_BYTES + 1];
    memset(path, 'x', sizeof path);
    path[sizeof path - 1] = '\0';
    tkg_comparison_record_init(&record);
    assert_status(tkg_side_add(&record.head, path, &err), TKG_USAGE, &err);
    assert_contains(err.text, "longer than 255 bytes");
    assert_int_equal(record.head.path_count, 0);
    tkg_comparison_record_deinit(&record);
}

static void launches_are_kept_in_order_up_to_the_limit(void **state)
{
    (void)state;
    struct tkg_comparison_record record;
    struct tkg_error err = {0};
    tkg_comparison_record_init(&record);
    for (uint64_t i = 0; i < TKG_LAUNCH_RECORD_MAX; i++) {
        const struct tkg_launch_record launch = {.seed = i};
        assert_status(tkg_comparison_add(&record, &launch, &err), TKG_OK, &err);
    }
    assert_int_equal(record.launches[1199].seed, 1199);
    const struct tkg_launch_record one_more = {0};
    assert_status(tkg_comparison_add(&record, &one_more, &err), TKG_USAGE, &err);
    assert_int_equal(record.launch_count, TKG_LAUNCH_RECORD_MAX);
    tkg_comparison_record_deinit(&record);
    assert_int_equal(record.launch_count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(side_takes_so_many_files_and_no_more),
        cmocka_unit_test(metrics_and_kinds_have_words),
        cmocka_unit_test(overlong_path_is_refused_not_cut),
        cmocka_unit_test(launches_are_kept_in_order_up_to_the_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
