/* SPDX-License-Identifier: Apache-2.0 */
#include "config/gate_case.h"

#include <math.h>
#include <stdlib.h>

#include "config_check.h"

static struct tkg_gate_file file;
static struct tkg_error err;

static int begin(void **state)
{
    (void)state;
    tkg_gate_file_init(&file);
    err = (struct tkg_error){0};
    file.cases = calloc(TKG_GATE_CASE_MAX, sizeof *file.cases);
    file.questions = calloc(TKG_GATE_ROW_MAX, sizeof *file.questions);
    return file.cases && file.questions ? 0 : -1;
}

static int end(void **state)
{
    (void)state;
    tkg_gate_file_deinit(&file);
    return 0;
}

static enum tkg_status read(const char *yaml, const struct tkg_gate_case *defaults)
{
    struct tkg_yaml_document document;
    assert_int_equal(tkg_yaml_document_parse(&document, "f", yaml, strlen(yaml), &err), TKG_OK);
    const enum tkg_status status =
        tkg_gate_case_read(&document, tkg_yaml_root(&document), defaults, &file, &err);
    tkg_yaml_document_deinit(&document);
    return status;
}

static void a_case_lies_over_the_defaults(void **state)
{
    const struct tkg_gate_case defaults = {.stream = "synthetic:depth", .stream_seed = 3};
    (void)state;
    assert_int_equal(read("name: a\nseed: 9\nmetrics: [time, p99]\n", &defaults), TKG_OK);
    assert_string_equal(file.cases[0].stream, "synthetic:depth");
    assert_int_equal(file.cases[0].stream_seed, 9);
    assert_int_equal(file.cases[0].line, 1);
    assert_int_equal(file.question_count, 2);
    assert_int_equal(file.questions[1].kind, TKG_GATE_P99);
    assert_int_equal(file.questions[1].case_index, 0);
}

static void defaults_have_no_name(void **state)
{
    static const char yaml[] = "name: a\n";
    struct tkg_yaml_document document;
    struct tkg_gate_case values = {0};
    (void)state;
    assert_int_equal(tkg_yaml_document_parse(&document, "f", yaml, strlen(yaml), &err), TKG_OK);
    assert_int_equal(tkg_gate_defaults_read(&document, tkg_yaml_root(&document), &values, &err),
                     TKG_CONFIG);
    assert_non_null(strstr(err.text, "f:1:1: unknown key 'name'"));
    tkg_yaml_document_deinit(&document);
}

static void a_limit_is_read_in_the_unit_of_its_metric(void **state)
{
    const struct tkg_gate_case defaults = {.stream = "s"};
    (void)state;
    assert_int_equal(read("name: a\nmetrics:\n  - {metric: peak_memory, maximum: 2 MiB}\n"
                          "  - {metric: allocations_per_tick, maximum: 0}\n",
                          &defaults),
                     TKG_OK);
    assert_true(file.questions[0].maximum == 2097152.0);
    assert_true(file.questions[1].maximum == 0.0);
    assert_true(isnan(file.questions[1].tolerance));
}

static void of_rates_there_is_no_maximum(void **state)
{
    const struct tkg_gate_case defaults = {.stream = "s"};
    (void)state;
    assert_int_equal(
        read("name: a\nmetrics:\n  - {metric: throughput, maximum: 3 M ticks/s}\n", &defaults),
        TKG_CONFIG);
    assert_non_null(strstr(err.text, "f:3:35: maximum: of this metric more is better"));
    assert_int_equal(file.case_count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_case_lies_over_the_defaults, begin, end),
        cmocka_unit_test_setup_teardown(defaults_have_no_name, begin, end),
        cmocka_unit_test_setup_teardown(a_limit_is_read_in_the_unit_of_its_metric, begin, end),
        cmocka_unit_test_setup_teardown(of_rates_there_is_no_maximum, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
