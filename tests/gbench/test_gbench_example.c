/* SPDX-License-Identifier: Apache-2.0
 *
 * The example program, as a user would run it.
 */
#include "shim_child.h"

/* Runs the example with one flag; its standard output ends up in shim_result.out. */
static void run_example(const char *flag)
{
    int status = 0;
    FILE *out = tmpfile();
    assert_non_null(out);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        (void)dup2(fileno(out), STDOUT_FILENO);
        (void)execl(TKG_TEST_EXAMPLE, TKG_TEST_EXAMPLE, flag, "--benchmark_min_time=0.001",
                    (char *)NULL);
        _exit(127);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    shim_result.exit_status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    shim_read(out, shim_result.out);
    shim_result.json = json_loads(shim_result.out, JSON_REJECT_DUPLICATES, NULL);
}

/* row: B11 */
static void a_benchmark_of_ones_own_is_compiled_and_listed(void **state)
{
    (void)state;
    run_example("--benchmark_list_tests");
    shim_expect_status(0);
    assert_string_equal(shim_result.out, "custom_test\ncustom_multiply/repeats:3\n");
}

static void it_runs_and_reports(void **state)
{
    (void)state;
    run_example("--benchmark_format=json");
    shim_expect_status(0);
    assert_true(shim_number("custom_test", "items_per_second") > 1e5);
    assert_int_equal(shim_row_count(), 1 + 3 + 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_benchmark_of_ones_own_is_compiled_and_listed),
        cmocka_unit_test(it_runs_and_reports),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
