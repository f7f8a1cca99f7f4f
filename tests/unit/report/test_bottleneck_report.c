/* SPDX-License-Identifier: Apache-2.0 */
#include "report/bottleneck_report.h"
#include "schema_check.h"

static struct tkg_bottleneck_list make_list(void)
{
    struct tkg_bottleneck_list list = {.count = 2, .left_out = 3};
    list.items[0] = (struct tkg_bottleneck){
        .rule = TKG_RULE_CPU_FUNCTION,
        .severity = TKG_SEVERITY_HIGH,
        .subject = "run (core.c:10)",
        .value = 1.2e9,
        .limit = 1e9,
        .share_0to1 = 0.5,
        .evidence = "50.0 % of the CPU time of a replay",
    };
    list.items[1] = (struct tkg_bottleneck){
        .rule = TKG_RULE_IO_THROUGHPUT,
        .severity = TKG_SEVERITY_LOW,
        .subject = "replay/1M, pass A",
        .value = 2e8,
        .limit = 1e8,
        .share_0to1 = NAN,
        .evidence = "round 1",
    };
    return list;
}

static void every_finding_has_severity_value_evidence_and_advice(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    struct tkg_text text;
    const struct tkg_bottleneck_list list = make_list();
    const struct tkg_bottleneck_input input = {
        .list = &list, .subject = "e.so", .rules = "r.yaml", .notes = {"no calls"}};
    tkg_text_init(&text);
    assert_status(tkg_bottlenecks_write_human(&input, &text, &err), TKG_OK, &err);
    const char *out = tkg_text_borrow(&text);
    assert_contains(out, "2 bottlenecks in e.so by the rules of r.yaml\n");
    assert_contains(out, "high    cpu_intensive_function  run (core.c:10): 1.20 s > 1.00 s\n");
    assert_contains(out, "seen   50.0 % of the CPU time of a replay\n");
    assert_contains(out, "next   look at what it computes");
    assert_contains(out, "200 MB a second > 100 MB a second");
    assert_contains(out, "note    no calls\n");
    assert_contains(out, "note    3 more, milder than these\n");
    tkg_text_deinit(&text);
}

static void json_keeps_to_its_schema(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    struct tkg_text text;
    const struct tkg_bottleneck_list list = make_list();
    const struct tkg_bottleneck_input input = {
        .list = &list, .subject = "e.so", .rules = "r.yaml", .notes = {"no calls"}};
    tkg_text_init(&text);
    assert_status(tkg_bottlenecks_write_json(&input, &text, &err), TKG_OK, &err);
    assert_valid(tkg_text_borrow(&text), "bottlenecks.schema.json");
    assert_contains(tkg_text_borrow(&text), "\"type\": \"cpu_intensive_function\"");
    assert_contains(tkg_text_borrow(&text), "\"share\": null");
    tkg_text_deinit(&text);
}

static void no_finding_is_said(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    struct tkg_text text;
    const struct tkg_bottleneck_list list = {.count = 0};
    const struct tkg_bottleneck_input input = {.list = &list, .subject = "e", .rules = "r"};
    tkg_text_init(&text);
    assert_status(tkg_bottlenecks_write_human(&input, &text, &err), TKG_OK, &err);
    assert_string_equal(tkg_text_borrow(&text), "0 bottlenecks in e by the rules of r\n");
    tkg_text_deinit(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_finding_has_severity_value_evidence_and_advice),
        cmocka_unit_test(json_keeps_to_its_schema),
        cmocka_unit_test(no_finding_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
