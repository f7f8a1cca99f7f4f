/* SPDX-License-Identifier: Apache-2.0 */
#include "cmocka_all.h"
#include "trial_main.h"

#include "cli/run_plan.h"

static struct tkg_settings make_settings(void)
{
    struct tkg_settings settings = {.cpu = TKG_CPU_NONE};
    tkg_suite_init(&settings.suite);
    tkg_engine_set_builtins(trial_builtins);
    (void)snprintf(settings.suite.engine, sizeof(settings.suite.engine), "counter");
    return settings;
}

static size_t count_items(const struct tkg_plan *plan, const char *case_name, enum tkg_pass pass)
{
    size_t count = 0;
    for (size_t i = 0; i < plan->item_count; i++) {
        count += strcmp(plan->items[i].case_name, case_name) == 0 &&
                 plan->items[i].spec.pass == (uint32_t)pass;
    }
    return count;
}

static void defaults_give_every_pass_of_every_size(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    struct tkg_settings settings = make_settings();
    struct tkg_plan plan;
    static const char *const sizes[] = {"replay/10K", "replay/100K", "replay/1M"};
    assert_status(tkg_run_plan_make(&settings, "tickgate", &plan, &err), TKG_OK, &err);
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(count_items(&plan, sizes[i], TKG_PASS_THROUGHPUT), 1);
        assert_int_equal(count_items(&plan, sizes[i], TKG_PASS_BLOCK), 1);
        assert_int_equal(count_items(&plan, sizes[i], TKG_PASS_TICK), 1);
        assert_int_equal(count_items(&plan, sizes[i], TKG_PASS_MEMORY), 1);
    }
    assert_int_equal(count_items(&plan, "paced/100K", TKG_PASS_PACED), 1);
    assert_int_equal(count_items(&plan, "ruler/stream", TKG_PASS_RULER), 1);
    assert_int_equal(count_items(&plan, "ruler/walk", TKG_PASS_RULER), 1);
    assert_int_equal(plan.item_count, 15);
    assert_int_equal(plan.round_count, 20);
    tkg_plan_deinit(&plan);
}

static void filter_keeps_matching_cases(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    struct tkg_settings settings = make_settings();
    struct tkg_plan plan;
    settings.filter = "replay/1*K";
    assert_status(tkg_run_plan_make(&settings, "tickgate", &plan, &err), TKG_OK, &err);
    assert_int_equal(plan.item_count, 8);
    assert_int_equal(count_items(&plan, "replay/1M", TKG_PASS_THROUGHPUT), 0);
    tkg_plan_deinit(&plan);
}

static void filter_without_a_match_names_the_cases(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    struct tkg_settings settings = make_settings();
    struct tkg_plan plan;
    settings.filter = "reply/*";
    assert_int_equal(tkg_run_plan_make(&settings, "tickgate", &plan, &err), TKG_NOTHING);
    assert_string_equal(err.text,
                        "nothing to run: the filter matches none of the cases: replay/10K "
                        "replay/100K replay/1M paced/100K ruler/stream ruler/walk");
}

static void passes_choose_what_runs(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    struct tkg_settings settings = make_settings();
    struct tkg_plan plan;
    settings.suite.pass_mask = 1u << TKG_PASS_PACED;
    assert_status(tkg_run_plan_make(&settings, "tickgate", &plan, &err), TKG_OK, &err);
    assert_int_equal(plan.item_count, 1);
    /* 100,000 ticks/s for 250 ms */
    assert_int_equal(plan.items[0].spec.tick_count, 25000);
    tkg_plan_deinit(&plan);
}

static void pass_t_runs_on_every_size_when_it_is_asked_for(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    struct tkg_settings settings = make_settings();
    struct tkg_plan plan;
    settings.suite.pass_mask |= 1u << TKG_PASS_STAGES;
    assert_status(tkg_run_plan_make(&settings, "tickgate", &plan, &err), TKG_OK, &err);
    assert_int_equal(plan.item_count, 18);
    assert_int_equal(count_items(&plan, "replay/1M", TKG_PASS_STAGES), 1);
    tkg_plan_deinit(&plan);
}

static void unknown_stream_is_refused_before_anything_runs(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    struct tkg_settings settings = make_settings();
    struct tkg_plan plan;
    (void)snprintf(settings.suite.stream, sizeof(settings.suite.stream), "/nonexistent/x.csv");
    assert_int_equal(tkg_run_plan_make(&settings, "tickgate", &plan, &err), TKG_INPUT);
    assert_contains(err.text, "/nonexistent/x.csv");
}

static void file_gives_one_case_under_its_name_or_prefixes_of_it(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    struct tkg_settings settings = make_settings();
    struct tkg_plan plan;
    char path[] = "/tmp/tkg plan$XXXXXX.csv";
    int descriptor = mkstemps(path, 4);
    FILE *file = fdopen(descriptor, "w");
    assert_non_null(file);
    for (int i = 0; i < 5; i++) {
        (void)fprintf(file, "20200101 17000%d000,1.10,1.11,0\n", i);
    }
    (void)fclose(file);
    (void)snprintf(settings.suite.stream, sizeof(settings.suite.stream), "%s", path);
    assert_status(tkg_run_plan_make(&settings, "tickgate", &plan, &err), TKG_OK, &err);
    assert_memory_equal(plan.items[0].case_name, "replay/tkg_plan_", strlen("replay/tkg_plan_"));
    assert_null(strchr(plan.items[0].case_name, ' '));
    assert_int_equal(plan.items[0].spec.tick_count, 5);
    tkg_plan_deinit(&plan);
    settings.sizes_given = true;
    settings.suite.size_count = 1;
    settings.suite.sizes[0] = 3;
    assert_status(tkg_run_plan_make(&settings, "tickgate", &plan, &err), TKG_OK, &err);
    assert_string_equal(plan.items[0].case_name, "replay/3");
    tkg_plan_deinit(&plan);
    settings.suite.sizes[0] = 6;
    assert_int_equal(tkg_run_plan_make(&settings, "tickgate", &plan, &err), TKG_USAGE);
    assert_contains(err.text, "size 6 is more than the 5 ticks of");
    assert_int_equal(remove(path), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(defaults_give_every_pass_of_every_size),
        cmocka_unit_test(filter_keeps_matching_cases),
        cmocka_unit_test(filter_without_a_match_names_the_cases),
        cmocka_unit_test(passes_choose_what_runs),
        cmocka_unit_test(pass_t_runs_on_every_size_when_it_is_asked_for),
        cmocka_unit_test(unknown_stream_is_refused_before_anything_runs),
        cmocka_unit_test(file_gives_one_case_under_its_name_or_prefixes_of_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
