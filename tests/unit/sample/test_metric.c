/* SPDX-License-Identifier: Apache-2.0 */
#include "sample/metric.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static void every_metric_has_a_complete_row(void **state)
{
    (void)state;
    for (int i = 0; i < TKG_METRIC_COUNT; i++) {
        const struct tkg_metric_info *info = tkg_metric_info((enum tkg_metric)i);
        assert_true(strlen(info->name) > 0);
        assert_true(strlen(info->label) > 0);
        assert_true(strlen(info->meaning) > 0);
        assert_true((unsigned)info->dimension < TKG_DIMENSION_COUNT);
    }
}

static void a_metric_is_found_by_its_own_name(void **state)
{
    (void)state;
    for (int i = 0; i < TKG_METRIC_COUNT; i++) {
        enum tkg_metric found = TKG_METRIC_COUNT;
        assert_true(tkg_metric_find(tkg_metric_info((enum tkg_metric)i)->name, &found));
        assert_int_equal(found, i);
    }
}

/* Spelt out by hand against the table in metric.h. */
static void rows_keep_dimension_and_direction(void **state)
{
    (void)state;
    const struct tkg_metric_info *throughput = tkg_metric_info(TKG_METRIC_THROUGHPUT);
    assert_string_equal(throughput->name, "throughput");
    assert_int_equal(throughput->dimension, TKG_DIMENSION_RATE);
    assert_int_equal(throughput->better, TKG_BETTER_MORE);
    const struct tkg_metric_info *p999 = tkg_metric_info(TKG_METRIC_LATENCY_P999);
    assert_string_equal(p999->label, "p99.9");
    assert_int_equal(p999->dimension, TKG_DIMENSION_TIME);
    assert_int_equal(p999->better, TKG_BETTER_LESS);
    assert_int_equal(tkg_metric_info(TKG_METRIC_TICK_FLOOR)->better, TKG_BETTER_NEITHER);
    assert_int_equal(tkg_metric_info(TKG_METRIC_PEAK_MEMORY)->dimension, TKG_DIMENSION_BYTES);
}

/* Pass D's, by name: nothing else may be exempt from judging. */
static void diagnosis_is_what_pass_d_gives(void **state)
{
    (void)state;
    for (int i = 0; i < TKG_METRIC_COUNT; i++) {
        const enum tkg_metric metric = (enum tkg_metric)i;
        const bool is_every = strncmp(tkg_metric_info(metric)->name, "every_", 6) == 0;
        assert_int_equal(tkg_metric_is_diagnosis(metric), is_every);
        assert_true(!is_every || tkg_metric_info(metric)->better == TKG_BETTER_NEITHER);
    }
}

static void an_unknown_name_is_not_found(void **state)
{
    (void)state;
    enum tkg_metric found = TKG_METRIC_LATENCY_P50;
    assert_false(tkg_metric_find("latency_p98", &found));
    assert_false(tkg_metric_find("", &found));
    assert_false(tkg_metric_find("THROUGHPUT", &found));
    assert_int_equal(found, TKG_METRIC_LATENCY_P50);
}

static void a_misspelling_gets_the_nearest_name(void **state)
{
    (void)state;
    assert_string_equal(tkg_metric_suggest("troughput"), "throughput");
    assert_string_equal(tkg_metric_suggest("thorughput"), "throughput");
    assert_string_equal(tkg_metric_suggest("latency_p9"), "latency_p90");
    assert_string_equal(tkg_metric_suggest("peek_memory"), "peak_memory");
    assert_string_equal(tkg_metric_suggest("cpu-paced"), "cpu_paced");
}

static void a_far_word_gets_no_suggestion(void **state)
{
    (void)state;
    assert_null(tkg_metric_suggest("dividends"));
    assert_null(tkg_metric_suggest(""));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_metric_has_a_complete_row),
        cmocka_unit_test(a_metric_is_found_by_its_own_name),
        cmocka_unit_test(rows_keep_dimension_and_direction),
        cmocka_unit_test(diagnosis_is_what_pass_d_gives),
        cmocka_unit_test(an_unknown_name_is_not_found),
        cmocka_unit_test(a_misspelling_gets_the_nearest_name),
        cmocka_unit_test(a_far_word_gets_no_suggestion),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
