/* SPDX-License-Identifier: Apache-2.0
 *
 * Planted engines, profiled in processes of this test program.
 */
#include "cli/explain_run.h"
#include "profile/time_sample.h"
#include "profile_main.h"
#include "verdict/explanation.h"
#include <unistd.h>

static struct tkg_explain_means make_means(void)
{
    return (struct tkg_explain_means){
        .program_path = "/proc/self/exe",
        .replay = make_count_spec(""),
        .sample_ns = 600000000,
    };
}

static struct tkg_explanation_record record;

static void explain(const struct tkg_explain_means *means, const char *base, const char *head)
{
    struct tkg_error err = {0};
    memset(&record, 0, sizeof record);
    const enum tkg_status status = tkg_explain_run(means, base, head, &record, &err);
    if (status == TKG_ENVIRONMENT) {
        print_message("unavailable here: %s\n", err.text);
        skip();
    }
    assert_status(status, TKG_OK, &err);
}

static enum tkg_guilt guilt_of(const struct tkg_function_growth **guilty)
{
    static struct tkg_explanation counts, times;
    counts = tkg_explanation_make(&record.base, &record.head, TKG_COST_INSTRUCTIONS);
    times = tkg_explanation_make(&record.base, &record.head, TKG_COST_CPU);
    return tkg_explanation_guilt(&counts, &times, guilty);
}

static void deinit(void)
{
    tkg_function_table_deinit(&record.base);
    tkg_function_table_deinit(&record.head);
}

/* The reference core against itself with one planted function, some 2 % of its time.
 * row: P01 */
static void planted_function_of_the_reference_core_is_named(void **state)
{
    (void)state;
    const struct tkg_function_growth *guilty = NULL;
    struct tkg_explain_means means = make_means();
    means.sample_ns = 0;
    (void)snprintf(means.replay.stream, sizeof means.replay.stream, "synthetic:futures");
    skip_without_valgrind();
    if (access(TKG_TEST_PLANTS "/audit_cash.so", R_OK) != 0) {
        print_message("unavailable here: no planted reference core, 'patch' is missing\n");
        skip();
    }
    explain(&means, TKG_TEST_REFERENCE, TKG_TEST_PLANTS "/audit_cash.so");
    assert_int_equal(guilt_of(&guilty), TKG_GUILT_INSTRUCTIONS);
    assert_string_equal(guilty->head->name, "audit_cash");
    assert_true(guilty->share_0to1 > 0.9);
    assert_int_equal(record.base_digest, record.head_digest);
    assert_string_equal(record.sample_reason, "not asked for");
    deinit();
}

/* About twice the time, and not one instruction more: only the looks can name it. */
static void stride_is_named_by_time_while_counts_are_equal(void **state)
{
    (void)state;
    const struct tkg_function_growth *guilty = NULL;
    const struct tkg_explain_means means = make_means();
    skip_without_valgrind();
    explain(&means, TKG_TEST_ENGINES "/blind_base.so", TKG_TEST_ENGINES "/blind_stride.so");
    if (*record.sample_reason) {
        print_message("unavailable here: %s\n", record.sample_reason);
        deinit();
        skip();
    }
    assert_int_equal(record.base.totals[TKG_COST_INSTRUCTIONS],
                     record.head.totals[TKG_COST_INSTRUCTIONS]);
    assert_int_equal(guilt_of(&guilty), TKG_GUILT_TIME);
    assert_string_equal(guilty->head->name, "follow_chain");
    deinit();
}

static void one_engine_against_itself_is_equal_to_the_digit(void **state)
{
    (void)state;
    const struct tkg_function_growth *guilty = NULL;
    struct tkg_explain_means means = make_means();
    means.sample_ns = 0;
    skip_without_valgrind();
    explain(&means, TKG_TEST_ENGINES "/blind_base.so", TKG_TEST_ENGINES "/blind_base.so");
    assert_int_equal(guilt_of(&guilty), TKG_GUILT_NONE);
    assert_int_equal(record.base.totals[TKG_COST_INSTRUCTIONS],
                     record.head.totals[TKG_COST_INSTRUCTIONS]);
    deinit();
}

static void without_any_witness_it_is_refused_with_both_reasons(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    struct tkg_explain_means means = make_means();
    means.sample_ns = 0;
    means.without_counts = true;
    memset(&record, 0, sizeof record);
    assert_status(tkg_explain_run(&means, "counter", "counter", &record, &err), TKG_ENVIRONMENT,
                  &err);
    assert_contains(err.text, "not asked for; not asked for");
}

int main(int argc, char **argv)
{
    int exit_code = 0;
    if (is_profile_process(argc, argv, &exit_code)) {
        return exit_code;
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(planted_function_of_the_reference_core_is_named),
        cmocka_unit_test(stride_is_named_by_time_while_counts_are_equal),
        cmocka_unit_test(one_engine_against_itself_is_equal_to_the_digit),
        cmocka_unit_test(without_any_witness_it_is_refused_with_both_reasons),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
