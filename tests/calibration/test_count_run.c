/* SPDX-License-Identifier: Apache-2.0
 *
 * Counts under valgrind, in processes of this test program; skipped where there is none.
 */
#include "count_run.h"

#include "profile_main.h"
#include "raw_fixture.h"

static const struct tkg_experiment counted = {
    .name = "counted",
    .metric = "instructions",
    .tolerance = 0.0005,
    .count_ticks = 8000,
};

static struct tkg_layout_pool pool_of(const char *name)
{
    char folder[PATH_MAX];
    struct tkg_error err = {0};
    struct tkg_layout_pool pool;
    (void)snprintf(folder, sizeof folder, "%s/%s", TKG_TEST_LAYOUTS, name);
    assert_status(tkg_layout_pool_read(&pool, folder, &err), TKG_OK, &err);
    return pool;
}

static struct tkg_run_row run_of(const struct tkg_layout_pool *base,
                                 const struct tkg_layout_pool *head, struct tkg_text *receipt)
{
    struct tkg_error err = {0};
    struct tkg_run_row row = {.run = 1, .seed = 12};
    const struct tkg_gate_run run = {.experiment = &counted,
                                     .base = base,
                                     .head = head,
                                     .program_path = "/proc/self/exe",
                                     .cpu = -1};
    assert_status(tkg_count_run(&run, &row, receipt, &err), TKG_OK, &err);
    return row;
}

static void same_file_on_both_sides_passes_to_the_digit(void **state)
{
    (void)state;
    skip_without_valgrind();
    struct tkg_text receipt;
    struct tkg_layout_pool pool = pool_of("branchy");
    tkg_text_init(&receipt);
    const struct tkg_run_row row = run_of(&pool, &pool, &receipt);
    assert_string_equal(row.outcome, "pass");
    assert_int_equal(row.launches, TKG_COUNTS_PER_RUN);
    assert_near(row.head, 0.0, 0.0);
    assert_near(row.null, 0.0, 0.0);
    assert_true(row.seconds > 0.0 && row.start_s > 1700000000);
    assert_nan(row.plant);
    assert_contains(tkg_text_borrow(&receipt), "{\"base\": [");
    tkg_text_deinit(&receipt);
    tkg_layout_pool_deinit(&pool);
}

/* A call in 256 ticks of an instrument, of some 80 instructions; a tick takes 180 of them. */
static void tenth_of_a_percent_is_a_regression(void **state)
{
    (void)state;
    skip_without_valgrind();
    struct tkg_text receipt;
    struct tkg_layout_pool base = pool_of("branchy");
    struct tkg_layout_pool head = pool_of("branchy_audited");
    tkg_text_init(&receipt);
    const struct tkg_run_row row = run_of(&base, &head, &receipt);
    assert_string_equal(row.outcome, "regression");
    assert_true(row.head > 0.05 && row.head < 0.2);
    const struct tkg_run_row back = run_of(&head, &base, &receipt);
    assert_string_equal(back.outcome, "improvement");
    assert_near(back.head, -row.head / (1.0 + row.head / 100.0), 1e-9);
    tkg_text_deinit(&receipt);
    tkg_layout_pool_deinit(&base);
    tkg_layout_pool_deinit(&head);
}

static void engine_that_crashes_is_data(void **state)
{
    (void)state;
    skip_without_valgrind();
    char path[1][TKG_POOL_PATH_BYTES] = {TKG_TEST_CRASH_ENGINE};
    struct tkg_text receipt;
    const struct tkg_layout_pool pool = {.paths = path, .count = 1};
    tkg_text_init(&receipt);
    const struct tkg_run_row row = run_of(&pool, &pool, &receipt);
    assert_string_equal(row.outcome, "ENGINE_CRASH");
    assert_int_equal(row.launches, 0);
    assert_nan(row.head);
    assert_true(receipt.length > 0);
    tkg_text_deinit(&receipt);
}

int main(int argc, char **argv)
{
    int exit_code = 0;
    if (is_profile_process(argc, argv, &exit_code)) {
        return exit_code;
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(same_file_on_both_sides_passes_to_the_digit),
        cmocka_unit_test(tenth_of_a_percent_is_a_regression),
        cmocka_unit_test(engine_that_crashes_is_data),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
