/* SPDX-License-Identifier: Apache-2.0
 *
 * Rows of a gate that count instructions, in processes of this test program.
 */
#include "cli/gate_collect.h"
#include "profile_main.h"

struct fixture {
    struct tkg_gate_means means;
    struct tkg_gate_case the_case;
    struct tkg_gate_bench bench;
    struct tkg_gate_row row;
};

static void begin(struct fixture *fixture, const char *base, const char *head)
{
    skip_without_valgrind(); /* first: it leaves the function, and nothing is owned yet */
    struct tkg_error err = {0};
    memset(fixture, 0, sizeof *fixture);
    fixture->means.program_path = "/proc/self/exe";
    fixture->the_case.stream_seed = 7;
    fixture->the_case.tick_count = 5000;
    (void)snprintf(fixture->the_case.stream, sizeof fixture->the_case.stream,
                   "synthetic:randomwalk");
    fixture->bench.means = &fixture->means;
    fixture->bench.the_case = &fixture->the_case;
    assert_status(tkg_side_add(&fixture->bench.base.side, base, &err), TKG_OK, &err);
    assert_status(tkg_side_add(&fixture->bench.head.side, head, &err), TKG_OK, &err);
}

static void collect(struct fixture *fixture)
{
    struct tkg_error err = {0};
    assert_status(tkg_gate_collect_counts(&fixture->bench, &fixture->row, &err), TKG_OK, &err);
}

static void end(struct fixture *fixture)
{
    free(fixture->bench.base.side.paths);
    free(fixture->bench.head.side.paths);
}

static void both_runs_of_a_side_agree_and_the_first_has_misses(void **state)
{
    (void)state;
    struct fixture fixture;
    begin(&fixture, TKG_TEST_ENGINES "/blind_base.so", TKG_TEST_ENGINES "/blind_instructions.so");
    collect(&fixture);
    const struct tkg_gate_counts *counts = &fixture.row.counts;
    assert_int_equal(fixture.row.evidence, TKG_GATE_EVIDENCE_COUNTS);
    assert_int_equal(counts->base[0], counts->base[1]);
    assert_int_equal(counts->head[0], counts->head[1]);
    assert_true(counts->head[0] > counts->base[0]);
    assert_int_equal(counts->tick_count, 5000);
    assert_true(counts->has_misses);
    assert_true(counts->base_d1_misses > 0);
    end(&fixture);
}

static void engine_that_crashes_closes_its_row(void **state)
{
    (void)state;
    struct fixture fixture;
    begin(&fixture, TKG_TEST_ENGINES "/blind_base.so", TKG_TEST_ENGINES "/illegal.so");
    collect(&fixture);
    assert_int_equal(fixture.row.failure, TKG_ENGINE_CRASH);
    assert_int_equal(fixture.row.failing_side, TKG_GATE_SIDE_HEAD);
    end(&fixture);
}

static void without_valgrind_the_row_is_skipped_with_the_reason(void **state)
{
    (void)state;
    struct fixture fixture;
    begin(&fixture, TKG_TEST_ENGINES "/blind_base.so", TKG_TEST_ENGINES "/blind_base.so");
    char *path = strdup(getenv("PATH"));
    assert_int_equal(setenv("PATH", "/nowhere", 1), 0);
    collect(&fixture);
    assert_int_equal(setenv("PATH", path, 1), 0);
    free(path);
    assert_int_equal(fixture.row.found, TKG_GATE_CLASS_SKIPPED);
    assert_contains(fixture.row.text, "valgrind is not installed");
    end(&fixture);
}

int main(int argc, char **argv)
{
    int exit_code = 0;
    if (is_profile_process(argc, argv, &exit_code)) {
        return exit_code;
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_runs_of_a_side_agree_and_the_first_has_misses),
        cmocka_unit_test(engine_that_crashes_closes_its_row),
        cmocka_unit_test(without_valgrind_the_row_is_skipped_with_the_reason),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
