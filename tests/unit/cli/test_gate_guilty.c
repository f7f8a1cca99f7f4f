/* SPDX-License-Identifier: Apache-2.0
 *
 * Which function a gate names beside a regression, in processes of this test program.
 */
#include "cli/gate_collect.h"
#include "profile_main.h"

struct fixture {
    struct tkg_gate_means means;
    struct tkg_gate_record record;
    struct tkg_gate_bench bench;
};

static void begin(struct fixture *fixture)
{
    skip_without_valgrind(); /* first: it leaves the function, and nothing is owned yet */
    struct tkg_error err = {0};
    const struct tkg_gate_case the_case = {
        .name = "blind", .stream = "synthetic:randomwalk", .stream_seed = 7, .tick_count = 5000};
    memset(fixture, 0, sizeof *fixture);
    fixture->means.program_path = "/proc/self/exe";
    tkg_gate_record_init(&fixture->record);
    assert_status(tkg_gate_record_set_cases(&fixture->record, &the_case, 1, &err), TKG_OK, &err);
    fixture->bench.means = &fixture->means;
    fixture->bench.record = &fixture->record;
    fixture->bench.the_case = &fixture->record.cases[0];
    assert_status(tkg_side_add(&fixture->bench.base.side, TKG_TEST_ENGINES "/blind_base.so", &err),
                  TKG_OK, &err);
    assert_status(
        tkg_side_add(&fixture->bench.head.side, TKG_TEST_ENGINES "/blind_instructions.so", &err),
        TKG_OK, &err);
}

/* Instructions counted before: a row that needs no clock. */
static void add_row(struct fixture *fixture, uint64_t base, uint64_t head)
{
    const struct tkg_gate_question question = {
        .kind = TKG_GATE_INSTRUCTIONS, .tolerance = 0.005, .margin = 0.01};
    struct tkg_gate_row *row = tkg_gate_record_add_row(&fixture->record, &question);
    assert_non_null(row);
    row->evidence = TKG_GATE_EVIDENCE_COUNTS;
    row->counts = (struct tkg_gate_counts){.base = {base, base}, .head = {head, head}};
}

static void seek(struct fixture *fixture)
{
    struct tkg_error err = {0};
    assert_status(tkg_gate_seek_guilty(&fixture->bench, fixture->record.row_count, &err), TKG_OK,
                  &err);
}

static void end(struct fixture *fixture)
{
    free(fixture->bench.base.side.paths);
    free(fixture->bench.head.side.paths);
    tkg_gate_record_deinit(&fixture->record);
}

/* The planted function of tests/engines/blind_instructions.c. */
static void function_that_grew_is_named_in_the_regression_alone(void **state)
{
    (void)state;
    struct fixture fixture;
    begin(&fixture);
    add_row(&fixture, 1000, 1000);
    add_row(&fixture, 1000, 1050);
    seek(&fixture);
    assert_string_equal(fixture.record.rows[0].guilty, "");
    assert_non_null(strstr(fixture.record.rows[1].guilty, "executes "));
    assert_non_null(strstr(fixture.record.rows[1].guilty, " of all instructions more"));
    end(&fixture);
}

static void nothing_is_profiled_where_no_row_is_slower(void **state)
{
    (void)state;
    struct fixture fixture;
    begin(&fixture);
    fixture.means.program_path = "/nonexistent"; /* would fail if it were started */
    add_row(&fixture, 1000, 1004);
    seek(&fixture);
    assert_string_equal(fixture.record.rows[0].guilty, "");
    end(&fixture);
}

static void regression_stands_without_a_name_where_profiling_fails(void **state)
{
    (void)state;
    struct fixture fixture;
    begin(&fixture);
    (void)snprintf(fixture.bench.head.side.paths[0], sizeof fixture.bench.head.side.paths[0],
                   "%s/gone.so", TKG_TEST_ENGINES);
    add_row(&fixture, 1000, 1050);
    seek(&fixture);
    assert_string_equal(fixture.record.rows[0].guilty, "");
    end(&fixture);
}

int main(int argc, char **argv)
{
    int exit_code = 0;
    if (is_profile_process(argc, argv, &exit_code)) {
        return exit_code;
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(function_that_grew_is_named_in_the_regression_alone),
        cmocka_unit_test(nothing_is_profiled_where_no_row_is_slower),
        cmocka_unit_test(regression_stands_without_a_name_where_profiling_fails),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
