/* SPDX-License-Identifier: Apache-2.0
 *
 * What a program says and asks around its run: filter, unit, verbosity, help, version, profiler.
 */
#include "shim_child.h"

static void add_three(void)
{
    (void)shim_register("one", .iterations = 1);
    (void)shim_register("two", .iterations = 1, .unit = TKG_BENCHMARK_S);
    (void)shim_register("other", .iterations = 1);
}

/* Ends the child with the status of a run of its own. */
static void end_with(int status)
{
    (void)fflush(NULL);
    _exit(status);
}

static void initialize(const char *first, const char *second)
{
    char *arguments[] = {(char *)(uintptr_t) "program", (char *)(uintptr_t)first,
                         (char *)(uintptr_t)second, NULL};
    int count = 3;
    shim_must(tkg_benchmark_initialize(&count, arguments) == TKG_BENCHMARK_OK);
}

static void set_filter_after_flags(void)
{
    add_three();
    initialize("--benchmark_format=json", "--benchmark_filter=two");
    shim_must(strcmp(tkg_benchmark_filter(), "two") == 0);
    shim_must(tkg_benchmark_set_filter("^o") == TKG_BENCHMARK_OK);
    shim_must(strcmp(tkg_benchmark_filter(), "^o") == 0);
    end_with(tkg_benchmark_run_all());
}

static void a_filter_that_is_set_replaces_the_flags(void **state)
{
    (void)state;
    (void)shim_run_plain(set_filter_after_flags);
    shim_expect_status(0);
    assert_int_equal(shim_row_count(), 2);
    assert_true(shim_has("one/iterations:1", "real_time"));
    assert_true(shim_has("other/iterations:1", "real_time"));
}

static void run_twice(void)
{
    size_t matched = 9;
    add_three();
    initialize("--benchmark_format=csv", "--benchmark_filter=two");
    shim_must(tkg_benchmark_run("o", &matched) == TKG_BENCHMARK_OK);
    shim_must(matched == 3);
    shim_must(tkg_benchmark_run("nothing", &matched) == TKG_BENCHMARK_NOTHING);
    shim_must(matched == 0);
    shim_must(strcmp(tkg_benchmark_filter(), "two") == 0);
    end_with(tkg_benchmark_run("^o", NULL));
}

static void a_run_with_a_filter_of_its_own_counts_what_matched(void **state)
{
    (void)state;
    (void)shim_run_plain(run_twice);
    shim_expect_status(0);
}

static void set_unit(void)
{
    add_three();
    initialize("--benchmark_format=json", "--v=3");
    shim_must(tkg_benchmark_verbosity() == 3);
    shim_must(tkg_benchmark_default_unit() == TKG_BENCHMARK_NS);
    shim_must(tkg_benchmark_set_default_unit(TKG_BENCHMARK_MS) == TKG_BENCHMARK_OK);
    shim_must(tkg_benchmark_default_unit() == TKG_BENCHMARK_MS);
    end_with(tkg_benchmark_run_all());
}

static void a_default_unit_is_of_those_without_one(void **state)
{
    (void)state;
    (void)shim_run_plain(set_unit);
    shim_expect_status(0);
    assert_string_equal(shim_text("one/iterations:1", "time_unit"), "ms");
    assert_string_equal(shim_text("two/iterations:1", "time_unit"), "s");
}

static void print_help_only(void)
{
    tkg_benchmark_print_help();
    end_with(0);
}

static void help_can_be_printed_by_the_program(void **state)
{
    (void)state;
    (void)shim_run_plain(print_help_only);
    assert_contains(shim_result.out, "  --benchmark_filter=<regex>");
}

/* The context of the same run is the other account of it. */
static void the_version_is_that_of_the_context(void **state)
{
    (void)state;
    (void)shim_run(add_three);
    json_t *context = json_object_get(shim_result.json, "context");
    const char *said = json_string_value(json_object_get(context, "library_version"));
    assert_string_equal(tkg_benchmark_library_version(), said == NULL ? "" : said);
}

/* ---- profiler ---- */

struct profile {
    int started;
    int stopped;
    int64_t inside;  /* iterations while it was on */
    int64_t outside; /* ... and while it was off */
    int errors;
};
static struct profile profile;

static void starts(void *user)
{
    ((struct profile *)user)->started++;
}

static void stops(void *user)
{
    ((struct profile *)user)->stopped++;
}

static void is_profiled(struct tkg_state *state, void *user)
{
    (void)user;
    TKG_LOOP(state) {
        *(profile.started > profile.stopped ? &profile.inside : &profile.outside) += 1;
    }
}

static void is_not_profiled(struct tkg_state *state, void *user)
{
    (void)state;
    (void)user;
    profile.errors += profile.started != profile.stopped;
}

static const struct tkg_benchmark_profiler profiler = {sizeof(profiler), &profile, starts, stops};

static void run_profiled(void)
{
    shim_must(tkg_benchmark_set_profiler(&profiler) == TKG_BENCHMARK_OK);
    (void)shim_register_function("profiled", is_profiled, NULL, .iterations = 40,
                                 .setup = is_not_profiled, .teardown = is_not_profiled);
    initialize("--benchmark_format=json", "--benchmark_min_time=0.001");
    int status = tkg_benchmark_run_all();
    shim_must(profile.started == 1 && profile.stopped == 1 && profile.errors == 0);
    shim_must(profile.outside == 40);
    shim_must(profile.inside == 16); /* the library's bound of such a run */
    end_with(status);
}

static void a_profiler_sees_one_run_of_its_own_without_setup(void **state)
{
    (void)state;
    (void)shim_run_plain(run_profiled);
    shim_expect_status(0);
    assert_near(shim_number("profiled/iterations:40", "iterations"), 40, 0);
    assert_false(shim_has("profiled/iterations:40", "resident_bytes_peak"));
}

static void run_with_both(void)
{
    static const struct tkg_benchmark_memory_manager manager = {sizeof(manager), NULL, NULL, NULL};
    shim_must(tkg_benchmark_set_profiler(&profiler) == TKG_BENCHMARK_OK);
    shim_must(tkg_benchmark_set_memory_manager(&manager) == TKG_BENCHMARK_OK);
    add_three();
}

static void a_profiler_and_a_memory_manager_exclude_each_other(void **state)
{
    (void)state;
    const struct tkg_benchmark_profiler unsized = {0};
    (void)shim_run(run_with_both);
    shim_expect_status(TKG_BENCHMARK_USAGE);
    assert_contains(shim_result.err, "a profiler and a memory manager would share one run");
    assert_int_equal(tkg_benchmark_set_profiler(&unsized), TKG_BENCHMARK_USAGE);
    assert_contains(tkg_benchmark_last_error(), "set struct_bytes of the profiler");
    tkg_benchmark_clear();
}

/* GetTimeUnitString() and GetTimeUnitMultiplier() of the library. */
static void units_have_names_and_sizes(void **state)
{
    static const struct {
        enum tkg_benchmark_unit unit;
        const char *text;
        double per_second;
    } units[] = {{TKG_BENCHMARK_NS, "ns", 1e9},
                 {TKG_BENCHMARK_US, "us", 1e6},
                 {TKG_BENCHMARK_MS, "ms", 1e3},
                 {TKG_BENCHMARK_S, "s", 1}};
    (void)state;
    for (size_t i = 0; i < 4; i++) {
        assert_string_equal(tkg_benchmark_unit_text(units[i].unit), units[i].text);
        assert_near(tkg_benchmark_unit_per_second(units[i].unit), units[i].per_second, 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_filter_that_is_set_replaces_the_flags),
        cmocka_unit_test(a_run_with_a_filter_of_its_own_counts_what_matched),
        cmocka_unit_test(a_default_unit_is_of_those_without_one),
        cmocka_unit_test(help_can_be_printed_by_the_program),
        cmocka_unit_test(the_version_is_that_of_the_context),
        cmocka_unit_test(a_profiler_sees_one_run_of_its_own_without_setup),
        cmocka_unit_test(a_profiler_and_a_memory_manager_exclude_each_other),
        cmocka_unit_test(units_have_names_and_sizes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
