/* SPDX-License-Identifier: Apache-2.0
 *
 * Names are checked against what `--benchmark_list_tests` of libbenchmark 1.7.1 prints for the same
 * registration in C++ (docs/user_guide.md of that version names the expansions).
 */
#include "shim_child.h"

static void add_arg(void)
{
    struct tkg_benchmark *one = shim_register("one");
    shim_must(tkg_benchmark_arg(one, 8) == TKG_BENCHMARK_OK);
    shim_must(tkg_benchmark_arg(one, -3) == TKG_BENCHMARK_OK);
    struct tkg_benchmark *two = shim_register("two");
    const int64_t values[] = {64, 1};
    shim_must(tkg_benchmark_args(two, values, 2) == TKG_BENCHMARK_OK);
    (void)shim_register("none");
}

static void arguments_stand_in_the_name(void **state)
{
    (void)state;
    assert_string_equal(shim_list(add_arg), "one/8\none/-3\ntwo/64/1\nnone\n");
}

static void add_ranges(void)
{
    struct tkg_benchmark *eight = shim_register("eight");
    shim_must(tkg_benchmark_range(eight, 8, 8 << 10) == TKG_BENCHMARK_OK);
    struct tkg_benchmark *two = shim_register("two", .range_multiplier = 2);
    shim_must(tkg_benchmark_range(two, 5, 17) == TKG_BENCHMARK_OK);
    struct tkg_benchmark *later = shim_register("later");
    shim_must(tkg_benchmark_range_multiplier(later, 4) == TKG_BENCHMARK_OK);
    shim_must(tkg_benchmark_range(later, 1, 64) == TKG_BENCHMARK_OK);
    struct tkg_benchmark *negative = shim_register("negative");
    shim_must(tkg_benchmark_range(negative, -8, 8) == TKG_BENCHMARK_OK);
}

/* The guide: Range(8, 8<<10) is 8, 64, 512, 4096, 8192; the ends are always among the values. */
static void ranges_are_ends_and_powers(void **state)
{
    (void)state;
    assert_string_equal(shim_list(add_ranges),
                        "eight/8\neight/64\neight/512\neight/4096\neight/8192\n"
                        "two/5\ntwo/8\ntwo/16\ntwo/17\n"
                        "later/1\nlater/4\nlater/16\nlater/64\n"
                        "negative/-8\nnegative/-1\nnegative/0\nnegative/1\nnegative/8\n");
}

static void add_dense(void)
{
    struct tkg_benchmark *dense = shim_register("dense");
    shim_must(tkg_benchmark_dense_range(dense, 0, 1024, 512) == TKG_BENCHMARK_OK);
    struct tkg_benchmark *odd = shim_register("odd");
    shim_must(tkg_benchmark_dense_range(odd, INT64_MAX - 3, INT64_MAX, 2) == TKG_BENCHMARK_OK);
}

static void dense_range_steps_and_does_not_wrap(void **state)
{
    (void)state;
    assert_string_equal(shim_list(add_dense), "dense/0\ndense/512\ndense/1024\n"
                                              "odd/9223372036854775804\nodd/9223372036854775806\n");
}

static void add_products(void)
{
    struct tkg_benchmark *ranges = shim_register("ranges");
    const int64_t pairs[2][2] = {{1, 8}, {2, 3}};
    shim_must(tkg_benchmark_ranges(ranges, pairs, 2) == TKG_BENCHMARK_OK);
    struct tkg_benchmark *product = shim_register("product");
    const int64_t first[] = {10, 20};
    const int64_t second[] = {7, 8, 9};
    const struct tkg_benchmark_list lists[] = {{first, 2}, {second, 3}};
    const char *const names[] = {"rows", "lanes"};
    shim_must(tkg_benchmark_args_product(product, lists, 2) == TKG_BENCHMARK_OK);
    shim_must(tkg_benchmark_arg_names(product, names, 2) == TKG_BENCHMARK_OK);
}

static void products_hold_every_combination_the_first_changing_fastest(void **state)
{
    (void)state;
    assert_string_equal(shim_list(add_products),
                        "ranges/1/2\nranges/8/2\nranges/1/3\nranges/8/3\n"
                        "product/rows:10/lanes:7\nproduct/rows:20/lanes:7\n"
                        "product/rows:10/lanes:8\nproduct/rows:20/lanes:8\n"
                        "product/rows:10/lanes:9\nproduct/rows:20/lanes:9\n");
}

static void add_threads(void)
{
    shim_must(tkg_benchmark_threads(shim_register("some"), 3) == TKG_BENCHMARK_OK);
    shim_must(tkg_benchmark_thread_range(shim_register("doubling"), 1, 6) == TKG_BENCHMARK_OK);
    shim_must(tkg_benchmark_dense_thread_range(shim_register("dense"), 1, 6, 2) ==
              TKG_BENCHMARK_OK);
}

/* ThreadRange(1, 6): 1, 2, 4 and the end 6. DenseThreadRange(1, 6, 2): 1, 3, 5 and the end. */
static void thread_counts_are_named(void **state)
{
    (void)state;
    assert_string_equal(shim_list(add_threads),
                        "some/threads:3\n"
                        "doubling/threads:1\ndoubling/threads:2\ndoubling/threads:4\n"
                        "doubling/threads:6\n"
                        "dense/threads:1\ndense/threads:3\ndense/threads:5\ndense/threads:6\n");
}

static void add_thread_per_cpu(void)
{
    shim_must(tkg_benchmark_thread_per_cpu(shim_register("per")) == TKG_BENCHMARK_OK);
}

static void thread_per_cpu_is_what_the_system_counts(void **state)
{
    (void)state;
    char expected[64];
    (void)snprintf(expected, sizeof(expected), "per/threads:%ld\n", sysconf(_SC_NPROCESSORS_ONLN));
    assert_string_equal(shim_list(add_thread_per_cpu), expected);
}

static void add_timed(void)
{
    (void)shim_register("a", .min_time_s = 2.5);
    (void)shim_register("b", .iterations = 42, .repetitions = 3);
    (void)shim_register("c", .clock = TKG_BENCHMARK_CLOCK_REAL, .process_cpu_time = true);
    (void)shim_register("d", .clock = TKG_BENCHMARK_CLOCK_MANUAL);
    (void)shim_register("e", .min_time_s = 1, .min_warmup_time_s = 0.25);
    /* the library ignores a warm-up without a time to measure; so there is one */
    (void)shim_register("f", .min_warmup_time_s = 0.25);
    shim_must(tkg_benchmark_set_name(shim_register("old"), "new") == TKG_BENCHMARK_OK);
}

static void times_and_counts_are_named(void **state)
{
    (void)state;
    assert_string_equal(shim_list(add_timed),
                        "a/min_time:2.500\nb/iterations:42/repeats:3\nc/process_time/real_time\n"
                        "d/manual_time\ne/min_time:1.000/min_warmup_time:0.250\n"
                        "f/min_time:0.500/min_warmup_time:0.250\nnew\n");
}

static void add_by_apply(struct tkg_benchmark *benchmark, void *user)
{
    shim_must(tkg_benchmark_arg(benchmark, *(int64_t *)user) == TKG_BENCHMARK_OK);
}

static void add_applied(void)
{
    static int64_t value = 77;
    (void)shim_register("applied", .apply = add_by_apply, .apply_user = &value);
}

static void apply_adds_lists_with_user_data(void **state)
{
    (void)state;
    assert_string_equal(shim_list(add_applied), "applied/77\n");
}

/* The first struct_bytes of the table end before the option: it stays at its default. */
static void add_of_an_older_caller(void)
{
    struct tkg_benchmark_options options = {.min_time_s = 2, .iterations = 9};
    options.struct_bytes = (uint32_t)offsetof(struct tkg_benchmark_options, iterations);
    shim_must(tkg_benchmark_register("older", shim_empty, NULL, &options) != NULL);
}

static void fields_that_an_older_caller_does_not_know_count_as_zero(void **state)
{
    (void)state;
    assert_string_equal(shim_list(add_of_an_older_caller), "older/min_time:2.000\n");
}

static void filters_pick_and_negate(void **state)
{
    (void)state;
    (void)shim_run_plain(add_arg, "--benchmark_list_tests", "--benchmark_filter=^one");
    assert_string_equal(shim_result.out, "one/8\none/-3\n");
    (void)shim_run_plain(add_arg, "--benchmark_list_tests", "--benchmark_filter=-^one");
    assert_string_equal(shim_result.out, "two/64/1\nnone\n");
    (void)shim_run_plain(add_arg, "--benchmark_list_tests=false", "--benchmark_filter=all",
                         "--benchmark_min_time=0.001", "--benchmark_format=json");
    assert_int_equal(shim_row_count(), 4);
}

/* Each refusal: what is done, and a part of the reason. The library would abort on most of them. */
enum { REFUSAL_COUNT = 27 };

static double no_figure(const double *values, size_t count, void *user)
{
    (void)values;
    (void)count;
    (void)user;
    return 0;
}

static int refuse(int which, struct tkg_benchmark *one)
{
    const int64_t pair[] = {1, 2};
    const int64_t wrong_way[1][2] = {{8, 1}};
    const struct tkg_benchmark_list empty[] = {{pair, 0}};
    const char *const names[] = {"a", "b"};
    const struct tkg_benchmark_options none = {.struct_bytes = 0};
    switch (which) {
    case 0:
        return tkg_benchmark_register("", shim_empty, NULL, NULL) == NULL ? 2 : 0;
    case 1:
        return tkg_benchmark_register("line\nbreak", shim_empty, NULL, NULL) == NULL ? 2 : 0;
    case 2:
        return tkg_benchmark_register("nothing", NULL, NULL, NULL) == NULL ? 2 : 0;
    case 3:
        return tkg_benchmark_register("unsized", shim_empty, NULL, &none) == NULL ? 2 : 0;
    case 4:
        return shim_register("both", .iterations = 5, .min_time_s = 1) == NULL ? 2 : 0;
    case 5:
        return shim_register("minus", .min_time_s = -1) == NULL ? 2 : 0;
    case 6:
        return shim_register("nan", .min_warmup_time_s = NAN) == NULL ? 2 : 0;
    case 7:
        return shim_register("lone", .complexity = TKG_BIG_O_LAMBDA) == NULL ? 2 : 0;
    case 8:
        return shim_register("share", .precision = 1) == NULL ? 2 : 0;
    case 9:
        return shim_register("base", .range_multiplier = 1) == NULL ? 2 : 0;
    case 10:
        return shim_register("unit", .unit = (enum tkg_benchmark_unit)9) == NULL ? 2 : 0;
    case 11:
        return tkg_benchmark_args(one, pair, 2);
    case 12:
        return tkg_benchmark_ranges(one, wrong_way, 1);
    case 13:
        return tkg_benchmark_range(one, INT64_MIN, 0);
    case 14:
        return tkg_benchmark_dense_range(one, 0, 10, 0);
    case 15:
        return tkg_benchmark_dense_range(one, 0, INT64_MAX, 1);
    case 16:
        return tkg_benchmark_args_product(one, empty, 1);
    case 17:
        return tkg_benchmark_arg_names(one, names, 2);
    case 18:
        return tkg_benchmark_range_multiplier(one, 1);
    case 19:
        return tkg_benchmark_threads(one, 0);
    case 20:
        return tkg_benchmark_thread_range(one, 4, 2);
    case 21:
        return tkg_benchmark_dense_thread_range(one, 1, 4, 0);
    case 22:
        return tkg_benchmark_compute_statistic(one, "max", NULL, NULL, false);
    case 23:
        return tkg_benchmark_compute_statistic(one, "median", no_figure, NULL, false);
    case 24:
        return tkg_benchmark_set_filter(NULL);
    case 25:
        return tkg_benchmark_set_default_unit(TKG_BENCHMARK_UNIT_DEFAULT);
    default:
        return tkg_benchmark_set_name(one, "");
    }
}

static const char *const reasons[REFUSAL_COUNT] = {
    "without control characters (name: none)",
    "without control characters (name: given)",
    "needs a function",
    "unsized: set struct_bytes of the options",
    "both: option iterations excludes min_time_s",
    "minus: option a time is negative",
    "nan: option a time is negative or not finite",
    "lone: option TKG_BIG_O_LAMBDA and curve go together",
    "share: option precision is a share",
    "base: option range_multiplier must be at least 2",
    "unit: option unit is none of enum tkg_benchmark_unit",
    "one: 2 arguments where the family has 1",
    "one: range 8 to 1; first <= last",
    "one: range -9223372036854775808 to 0",
    "one: dense range 0 to 10 by 0",
    "one: dense range 0 to 9223372036854775807 by 1",
    "one: a product of an empty list",
    "one: 2 arguments where the family has 1",
    "one: range multiplier 1; at least 2",
    "one: 0 threads; 1 to 4096",
    "one: threads 4 to 2 by 1",
    "one: threads 1 to 4 by 0",
    "one: a statistic needs a name and a function",
    "one: statistic median is a built-in one",
    "a filter is a regular expression",
    "the default unit is ns, us, ms or s",
    "one: a name needs characters",
};

static void what_the_library_would_abort_on_is_refused_with_a_reason(void **state)
{
    (void)state;
    for (int i = 0; i < REFUSAL_COUNT; i++) {
        tkg_benchmark_clear();
        struct tkg_benchmark *one = shim_register("one");
        assert_int_equal(tkg_benchmark_arg(one, 1), TKG_BENCHMARK_OK);
        assert_string_equal(tkg_benchmark_last_error(), "");
        assert_int_equal(refuse(i, one), TKG_BENCHMARK_USAGE);
        assert_contains(tkg_benchmark_last_error(), reasons[i]);
    }
    tkg_benchmark_clear();
}

static void add_refused(void)
{
    (void)shim_register("good");
    (void)shim_register("bad", .min_time_s = -1);
}

static void a_refused_registration_ends_the_program_with_usage(void **state)
{
    (void)state;
    (void)shim_run(add_refused);
    shim_expect_status(2);
    assert_contains(shim_result.err, "bad: option a time is negative");
    assert_contains(shim_result.err, "nothing is run: a registration was refused");
}

static void add_names_first(void)
{
    struct tkg_benchmark *one = shim_register("one");
    const char *const names[] = {"a", "b"};
    shim_must(tkg_benchmark_arg_names(one, names, 2) == TKG_BENCHMARK_OK);
    shim_must(tkg_benchmark_arg(one, 1) == TKG_BENCHMARK_USAGE);
    shim_must(strstr(tkg_benchmark_last_error(), "one: 1 arguments for 2 argument names") != NULL);
    tkg_benchmark_clear();
    (void)shim_register("after");
}

static void clear_forgets_benchmarks_and_refusals(void **state)
{
    (void)state;
    assert_string_equal(shim_list(add_names_first), "after\n");
}

/* The library's own example: CreateRange(0, 1024, 32), CreateDenseRange(0, 4, 1). */
static void add_created(void)
{
    static int64_t powers[8];
    static int64_t dense[8];
    size_t power_count = tkg_benchmark_create_range(0, 1024, 32, powers, 8);
    size_t dense_count = tkg_benchmark_create_dense_range(0, 4, 2, dense, 8);
    shim_must(power_count == 4 && dense_count == 3);
    const struct tkg_benchmark_list lists[] = {{powers, power_count}, {dense, dense_count}};
    shim_must(tkg_benchmark_args_product(shim_register("made"), lists, 2) == TKG_BENCHMARK_OK);
}

static void values_for_a_product_are_made_as_ranges_are(void **state)
{
    (void)state;
    assert_string_equal(shim_list(add_created), "made/0/0\nmade/1/0\nmade/32/0\nmade/1024/0\n"
                                                "made/0/2\nmade/1/2\nmade/32/2\nmade/1024/2\n"
                                                "made/0/4\nmade/1/4\nmade/32/4\nmade/1024/4\n");
    int64_t few[2] = {-1, -1};
    assert_int_equal(tkg_benchmark_create_range(1, 64, 2, few, 1), 7);
    assert_int_equal(few[0], 1);
    assert_int_equal(few[1], -1);
    assert_int_equal(tkg_benchmark_create_dense_range(-5, 5, 5, few, 1), 3);
    assert_int_equal(few[0], -5);
    assert_int_equal(few[1], -1);
    assert_int_equal(tkg_benchmark_create_dense_range(INT64_MAX - 1, INT64_MAX, INT64_MAX, few, 2),
                     1);
    assert_int_equal(tkg_benchmark_create_range(1, 64, 1, few, 2), 0);
    assert_int_equal(tkg_benchmark_create_range(2, 1, 2, few, 2), 0);
    assert_int_equal(tkg_benchmark_create_range(INT64_MIN, 1, 2, few, 2), 0);
    assert_int_equal(tkg_benchmark_create_dense_range(1, 2, 0, few, 2), 0);
    assert_int_equal(tkg_benchmark_create_dense_range(2, 1, 1, few, 2), 0);
    assert_int_equal(tkg_benchmark_create_dense_range(INT64_MIN, INT64_MAX, 1, few, 2), 0);
    tkg_benchmark_clear();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arguments_stand_in_the_name),
        cmocka_unit_test(ranges_are_ends_and_powers),
        cmocka_unit_test(dense_range_steps_and_does_not_wrap),
        cmocka_unit_test(products_hold_every_combination_the_first_changing_fastest),
        cmocka_unit_test(thread_counts_are_named),
        cmocka_unit_test(thread_per_cpu_is_what_the_system_counts),
        cmocka_unit_test(times_and_counts_are_named),
        cmocka_unit_test(apply_adds_lists_with_user_data),
        cmocka_unit_test(fields_that_an_older_caller_does_not_know_count_as_zero),
        cmocka_unit_test(filters_pick_and_negate),
        cmocka_unit_test(what_the_library_would_abort_on_is_refused_with_a_reason),
        cmocka_unit_test(a_refused_registration_ends_the_program_with_usage),
        cmocka_unit_test(clear_forgets_benchmarks_and_refusals),
        cmocka_unit_test(values_for_a_product_are_made_as_ranges_are),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
