/* SPDX-License-Identifier: Apache-2.0 */
#include "cmocka_all.h"

#include "cli/target_check.h"

/* A plan of one case with passes A and M, and one ruler. */
static void make_plan(struct tkg_plan *plan)
{
    static const struct {
        const char *name;
        enum tkg_pass pass;
    } rows[] = {{"replay/1K", TKG_PASS_THROUGHPUT},
                {"replay/1K", TKG_PASS_MEMORY},
                {"ruler/walk", TKG_PASS_RULER}};
    *plan = (struct tkg_plan){.items = calloc(3, sizeof(struct tkg_plan_item)), .item_count = 3};
    for (size_t i = 0; i < 3; i++) {
        plan->items[i].spec.pass = rows[i].pass;
        plan->items[i].spec.tick_count = 1000;
        (void)snprintf(plan->items[i].case_name, sizeof(plan->items[i].case_name), "%s",
                       rows[i].name);
    }
}

static enum tkg_status check(const char *rule, struct tkg_error *err)
{
    char yaml[512];
    struct tkg_plan plan;
    struct tkg_target_set targets;
    make_plan(&plan);
    tkg_target_set_init(&targets);
    (void)snprintf(yaml, sizeof(yaml), "schema: tickgate.targets/1\nname: t\ntargets:\n  - {%s}\n",
                   rule);
    assert_status(tkg_target_set_parse(&targets, "t.yaml", yaml, strlen(yaml), err), TKG_OK, err);
    enum tkg_status status = tkg_targets_check(&plan, &targets, err);
    tkg_target_set_deinit(&targets);
    tkg_plan_deinit(&plan);
    return status;
}

static void answerable_targets_pass_whatever_their_limit(void **state)
{
    (void)state;
    static const char *const rules[] = {
        "metric: throughput, min: 900 G ticks/s",
        "metric: peak_memory, case: replay/1K, max: 1 B",
        "metric: latency_mean, max: 0.001 x ruler/walk",
        "metric: shadow_overhead, max: 1 %",
    };
    for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++) {
        struct tkg_error err = {0};
        assert_status(check(rules[i], &err), TKG_OK, &err);
    }
}

static void what_the_plan_cannot_answer_is_found_before_measuring(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"metric: throughput, case: replay/7M, min: 1 ticks/s", "no case of this run is named"},
        {"metric: cpu_paced, case: replay/1K, max: 5 %", "pass P"},
        {"metric: block_p99, case: replay/1K, max: 1 ms", "pass B"},
        {"metric: latency_mean, max: 3 x ruler/nope", "ruler/nope"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct tkg_error err = {0};
        assert_int_equal(check(cases[i][0], &err), TKG_NOTHING);
        assert_contains(err.text, "t.yaml:4:");
        assert_contains(err.text, cases[i][1]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answerable_targets_pass_whatever_their_limit),
        cmocka_unit_test(what_the_plan_cannot_answer_is_found_before_measuring),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
