/* SPDX-License-Identifier: Apache-2.0
 *
 * What the library lacks: percentiles of single iterations, stopping at a precision, memory of a
 * case, dry run. Linked with the heap counter.
 */
#include <stdatomic.h>
#include <time.h>

#include "gbench_memory.h"
#include "shim_child.h"

/* ---- percentiles ---- */

/* 97 iterations of a hundred are short, two take 200 us of CPU time, one 2 ms: exactly. */
static void is_slow_at_times(struct tkg_state *state, void *user)
{
    (void)user;
    int64_t iteration = 0;
    TKG_TIMED_LOOP(state) {
        int64_t place = iteration++ % 100;
        int64_t wait_ns = place == 50 ? 2000000 : place == 30 || place == 70 ? 200000 : 0;
        struct timespec start;
        struct timespec now;
        (void)clock_gettime(CLOCK_MONOTONIC, &start);
        do {
            (void)clock_gettime(CLOCK_MONOTONIC, &now);
        } while ((now.tv_sec - start.tv_sec) * 1000000000 + now.tv_nsec - start.tv_nsec < wait_ns);
    }
    tkg_state_set_counter(state, "bodies", (double)iteration, TKG_COUNTER_PLAIN);
}

static void add_latencies(void)
{
    (void)shim_register_function("slow", is_slow_at_times, NULL, .iterations = 1000,
                                 .repetitions = 2);
    struct tkg_benchmark *two =
        shim_register_function("two", is_slow_at_times, NULL, .iterations = 200);
    shim_must(tkg_benchmark_threads(two, 2) == TKG_BENCHMARK_OK);
    (void)shim_register("untimed");
}

/* Of 1,000 iterations 970 are short, 20 at 200 us or more, 10 at 2 ms or more: rank 500 is short,
 * ranks 990 and 999 are in the slow groups. A noisy machine only makes times longer. */
static void percentiles_find_the_slow_iterations(void **state)
{
    (void)state;
    const char *name = "slow/iterations:1000/repeats:2";
    (void)shim_run(add_latencies);
    shim_expect_status(0);
    assert_true(shim_number(name, "p50_ns") < 200000);
    assert_true(shim_number(name, "p99_ns") >= 200000);
    assert_true(shim_number(name, "p99_9_ns") >= 2000000);
    assert_true(shim_number(name, "max_ns") >= shim_number(name, "p99_9_ns"));
    assert_true(shim_number(name, "clock_floor_ns") > 0);
    assert_true(shim_number(name, "clock_floor_ns") < 100000);
    assert_true(shim_number("slow/iterations:1000/repeats:2_median", "p99_9_ns") >= 2000000);
    assert_true(shim_number("two/iterations:200/threads:2", "max_ns") >= 2000000);
    assert_near(shim_number("two/iterations:200/threads:2", "bodies"), 400, 0);
    assert_false(shim_has("untimed", "p50_ns"));
    (void)shim_run_plain(add_latencies);
    assert_contains(shim_result.out, " p99.9=");
    assert_contains(shim_result.out, "ns (floor ");
}

/* ---- precision ---- */

/* The times of the repetitions, by their own account: a sequence of the user's. */
struct sequence {
    const double *milliseconds;
    int count;
    int next;
};

static void follows(struct tkg_state *state, void *user)
{
    struct sequence *sequence = user;
    double seconds = sequence->milliseconds[sequence->next++ % sequence->count] * 1e-3;
    TKG_LOOP(state) {
        tkg_state_set_iteration_time(state, seconds);
    }
}

static double option_precision;
static double option_cap_s;
static int option_repetitions; /* at once, before the first look */

static void add_sequences(void)
{
    static const double steady[] = {10};
    static const double rough[] = {10.8, 11.2, 10.8, 11.2, 10.8, 11.2, 11, 11,
                                   11,   11,   11,   11,   11,   11,   11, 11};
    static const double wild[] = {10, 40};
    static struct sequence sequences[3] = {{steady, 1, 0}, {rough, 16, 0}, {wild, 2, 0}};
    static const char *const names[] = {"steady", "rough", "wild"};
    for (int i = 0; i < 3; i++) {
        (void)shim_register_function(
            names[i], follows, &sequences[i], .min_time_s = 0.001,
            .clock = TKG_BENCHMARK_CLOCK_MANUAL, .precision = option_precision,
            .precision_max_time_s = option_cap_s, .repetitions = option_repetitions);
    }
}

static int64_t repetitions_of(const char *name)
{
    return json_integer_value(json_object_get(shim_row(name), "repetitions"));
}

/* Steady: the interval of the median of six equal values is their range, 0: six suffice.
 * Rough: 3 x 10.8, 3 x 11.2 (half the width is 1.8 % of 11), then 11s. With n values the interval
 * runs from rank d to n+1-d, d of 95 %: n = 6 to 8: d = 1, n = 9 to 11: d = 2, n = 12 to 14: d = 3,
 * n = 15 to 16: d = 4 (table of confidence limits for the median; R: qbinom(0.025, n, 0.5)). Both
 * ends are 11 when d > 3: n = 15.
 */
static void repetitions_go_on_until_the_median_is_known(void **state)
{
    (void)state;
    option_precision = 0;
    option_cap_s = 0;
    (void)shim_run(add_sequences, "--benchmark_precision=0.01", "--benchmark_filter=steady|rough");
    shim_expect_status(0);
    assert_int_equal(repetitions_of("steady/min_time:0.001/manual_time"), 6);
    assert_int_equal(repetitions_of("rough/min_time:0.001/manual_time"), 15);
    assert_int_equal(shim_row_count(), 6 + 4 + 15 + 4);
    assert_near(shim_number("rough/min_time:0.001/manual_time_median", "real_time"), 11e6, 1e-3);
    json_t *last = json_array_get(shim_rows(), 6 + 4 + 14);
    assert_int_equal(json_integer_value(json_object_get(last, "repetition_index")), 14);
    assert_int_equal(json_integer_value(json_object_get(last, "family_index")), 1);
}

static void precision_can_be_an_option(void **state)
{
    (void)state;
    option_precision = 0.01;
    (void)shim_run(add_sequences, "--benchmark_filter=steady");
    shim_expect_status(0);
    assert_int_equal(repetitions_of("steady/min_time:0.001/manual_time"), 6);
    (void)shim_run_plain(add_sequences, "--benchmark_filter=steady");
    assert_contains(shim_result.out, "+-0.00% (asked: 1.00%)");
}

/* Six repetitions at once; their time is over at the first look, whatever the machine. */
static void precision_ends_with_its_time(void **state)
{
    (void)state;
    option_precision = 0.01;
    option_cap_s = 1e-9;
    option_repetitions = 6;
    (void)shim_run(add_sequences, "--benchmark_filter=wild");
    shim_expect_status(0);
    assert_int_equal(repetitions_of("wild/min_time:0.001/repeats:6/manual_time"), 6);
    assert_contains(shim_result.err, "wild/min_time:0.001/repeats:6/manual_time is known to ");
    assert_contains(shim_result.err, "not to 1.00 %");
    option_cap_s = 0;
    option_repetitions = 0;
}

/* One repetition: the interval of a median needs six. */
static void a_precision_that_cannot_be_told_is_not_known_yet(void **state)
{
    (void)state;
    option_precision = 0.01;
    option_cap_s = 1e-9;
    (void)shim_run_plain(add_sequences, "--benchmark_filter=steady", "--benchmark_repetitions=2");
    shim_expect_status(0);
    assert_contains(shim_result.err, "is not known yet after 2 repetitions in 1e-09 s");
    assert_null(strstr(shim_result.err, "nan"));
    assert_contains(shim_result.out, "+- not known yet (asked: 1.00%)");
}

static void precision_excludes_what_would_contradict_it(void **state)
{
    (void)state;
    option_precision = 0;
    (void)shim_run(add_sequences, "--benchmark_precision=0.1",
                   "--benchmark_enable_random_interleaving=true");
    shim_expect_status(TKG_BENCHMARK_USAGE);
    assert_contains(shim_result.err, "excludes --benchmark_enable_random_interleaving");
    (void)shim_run(add_sequences, "--benchmark_precision=0.1", "--benchmark_min_time=3x");
    shim_expect_status(TKG_BENCHMARK_USAGE);
}

static void fails(struct tkg_state *state, void *user)
{
    (void)user;
    tkg_state_skip_with_error(state, "broken");
}

static void add_special_names(void)
{
    (void)shim_register_function("a.b(c)[d]+e*f?{2}|^$\\", fails, NULL);
    (void)shim_register("axb");
}

/* Cases are run one by one, picked by a regular expression made from the name. */
static void precision_works_with_any_name_and_stops_at_an_error(void **state)
{
    (void)state;
    (void)shim_run(add_special_names, "--benchmark_precision=0.9",
                   "--benchmark_precision_max_time=0.05");
    shim_expect_status(TKG_BENCHMARK_FAILED);
    assert_int_equal(repetitions_of("a.b(c)[d]+e*f?{2}|^$\\"), 1);
    assert_true(repetitions_of("axb") >= 1);
}

/* ---- memory ---- */

static void takes_memory(struct tkg_state *state, void *user)
{
    (void)user;
    void *volatile before = malloc(1000000); /* not of the loop */
    void *volatile kept[16] = {NULL};
    int kept_count = 0;
    TKG_LOOP(state) {
        void *volatile first = malloc(1000);
        void *volatile second = calloc(10, 100);
        first = realloc(first, 5000);
        free(second);
        free(first);
        if (tkg_state_range(state, 0) > 0 && kept_count < 16) {
            kept[kept_count++] = malloc((size_t)tkg_state_range(state, 0));
        }
    }
    free(before);
    while (kept_count > 0) {
        free(kept[--kept_count]);
    }
}

static bool option_memory;

static void add_memory(void)
{
    struct tkg_benchmark *benchmark =
        shim_register_function("m", takes_memory, NULL, .iterations = 10, .memory = option_memory);
    shim_must(tkg_benchmark_arg(benchmark, 0) == TKG_BENCHMARK_OK);
    shim_must(tkg_benchmark_arg(benchmark, 1 << 20) == TKG_BENCHMARK_OK);
    (void)shim_register("quiet");
}

/* Ten iterations with three heap calls each that take memory (realloc is one). At most 5,000 bytes
 * and 1,000 bytes live at once, plus what malloc rounds up (at most 32 bytes a block). Kept: a MiB
 * an iteration, so ten at the end. */
static void heap_calls_of_the_loop_are_counted_exactly(void **state)
{
    (void)state;
    if (!tkg_gbench_heap_is_counted()) {
        print_message("unavailable here: the sanitizer replaces malloc itself\n");
        skip();
    }
    option_memory = true;
    (void)shim_run(add_memory);
    shim_expect_status(0);
    const char *none = "m/0/iterations:10";
    const char *kept = "m/1048576/iterations:10";
    assert_near(shim_number(none, "allocs_per_iter"), 3, 0);
    assert_near(shim_number(none, "net_heap_growth"), 0, 0);
    assert_near(shim_number(none, "max_bytes_used"), 6000, 96);
    assert_near(shim_number(none, "total_allocated_bytes"), 70000, 10 * 96);
    assert_near(shim_number(kept, "allocs_per_iter"), 4, 0);
    assert_near(shim_number(kept, "net_heap_growth"), 10 << 20, 10 * 4096 + 10 * 32);
    assert_false(shim_has("quiet", "allocs_per_iter"));
    option_memory = false;
    (void)shim_run(add_memory);
    assert_false(shim_has(none, "allocs_per_iter"));
    (void)shim_run(add_memory, "--benchmark_memory=true");
    assert_near(shim_number("quiet", "allocs_per_iter"), 0, 0);
    (void)shim_run_plain(add_memory, "--benchmark_memory=true", "--benchmark_filter=m/0");
    assert_contains(shim_result.out, " allocs/iter=3 heap_peak=60");
}

static void touches_pages(struct tkg_state *state, void *user)
{
    (void)user;
    TKG_LOOP(state) {
        char *volatile memory = malloc(64 << 20);
        memset(memory, 1, 64 << 20);
        free(memory);
    }
}

static void add_touching(void)
{
    (void)shim_register_function("touch", touches_pages, NULL, .iterations = 2, .memory = true);
}

/* 64 MiB are touched and given back: the peak shows them, the end does not. */
static void resident_peak_sees_what_was_given_back(void **state)
{
    (void)state;
    (void)shim_run(add_touching);
    shim_expect_status(0);
    if (!shim_has("touch/iterations:2", "resident_bytes_peak")) {
        print_message("unavailable here: /proc/self/clear_refs cannot be written\n");
        skip();
    }
    assert_true(shim_number("touch/iterations:2", "resident_bytes_peak") >= (64 << 20) - (4 << 20));
}

/* ---- a memory manager of the user's ---- */

struct manager {
    int started;
    int stopped;
};
static struct manager manager;

static void on_start(void *user)
{
    ((struct manager *)user)->started++;
}

static void on_stop(void *user, struct tkg_benchmark_memory *figures)
{
    ((struct manager *)user)->stopped++;
    figures->allocations = 8 * 10;
    figures->max_bytes_used = 4321;
    figures->total_allocated_bytes = 99;
    figures->net_heap_growth = -5;
}

static void remembers(struct tkg_state *state, void *user)
{
    struct manager *mine = user;
    TKG_LOOP(state) {
    }
    tkg_state_set_counter(state, "started", mine->started, TKG_COUNTER_PLAIN);
}

static void add_managed(void)
{
    static const struct tkg_benchmark_memory_manager table = {sizeof(table), &manager, on_start,
                                                              on_stop};
    shim_must(tkg_benchmark_set_memory_manager(&table) == TKG_BENCHMARK_OK);
    struct tkg_benchmark *two =
        shim_register_function("managed", remembers, &manager, .iterations = 10);
    shim_must(tkg_benchmark_threads(two, 1) == TKG_BENCHMARK_OK);
    shim_must(tkg_benchmark_threads(two, 3) == TKG_BENCHMARK_OK);
}

/* The pass is one more call of 10 iterations (min(16, iterations)) on one thread, after the timed
 * one: the first timed call sees no start, the second sees one. */
static void a_memory_manager_of_the_users_is_asked(void **state)
{
    (void)state;
    (void)shim_run(add_managed);
    shim_expect_status(0);
    const char *one = "managed/iterations:10/threads:1";
    const char *three = "managed/iterations:10/threads:3";
    assert_near(shim_number(one, "started"), 0, 0);
    assert_near(shim_number(three, "started"), 3 * 1, 0);
    assert_near(shim_number(one, "allocs_per_iter"), 8, 0);
    assert_near(shim_number(three, "max_bytes_used"), 4321, 0);
    assert_near(shim_number(three, "total_allocated_bytes"), 99, 0);
    assert_near(shim_number(three, "net_heap_growth"), -5, 0);
}

static void fails_in_memory_pass(struct tkg_state *state, void *user)
{
    if (((struct manager *)user)->started > 0) {
        tkg_state_skip_with_error(state, "in the memory pass only");
        return;
    }
    TKG_LOOP(state) {
    }
}

static void add_failing_managed(void)
{
    static const struct tkg_benchmark_memory_manager table = {sizeof(table), &manager, on_start,
                                                              on_stop};
    shim_must(tkg_benchmark_set_memory_manager(&table) == TKG_BENCHMARK_OK);
    (void)shim_register_function("bad", fails_in_memory_pass, &manager);
}

static void an_error_in_the_memory_pass_is_an_error_of_the_case(void **state)
{
    (void)state;
    (void)shim_run(add_failing_managed);
    shim_expect_status(TKG_BENCHMARK_FAILED);
    assert_string_equal(shim_text("bad", "error_message"), "in the memory pass only");
}

static void an_unsized_memory_manager_is_refused(void **state)
{
    (void)state;
    const struct tkg_benchmark_memory_manager unsized = {0};
    assert_int_equal(tkg_benchmark_set_memory_manager(&unsized), TKG_BENCHMARK_USAGE);
    assert_int_equal(tkg_benchmark_set_memory_manager(NULL), TKG_BENCHMARK_OK);
    tkg_benchmark_clear();
}

/* ---- dry run ---- */

static void counts_iterations(struct tkg_state *state, void *user)
{
    TKG_LOOP(state) {
        ++*(atomic_int *)user;
    }
    tkg_state_set_counter(state, "bodies", *(atomic_int *)user, TKG_COUNTER_AVG_THREADS);
}

static void add_dry(void)
{
    static atomic_int bodies[4];
    (void)shim_register_function("plain", counts_iterations, &bodies[0]);
    (void)shim_register_function("long", counts_iterations, &bodies[1], .min_time_s = 1000,
                                 .min_warmup_time_s = 0.001);
    (void)shim_register_function("many", counts_iterations, &bodies[2], .iterations = 1000000,
                                 .repetitions = 5);
    struct tkg_benchmark *two = shim_register_function("two", counts_iterations, &bodies[3]);
    shim_must(tkg_benchmark_threads(two, 2) == TKG_BENCHMARK_OK);
}

/* One row per case under its usual name, one iteration per thread; the loop of `many` ran five
 * times, since its repetitions are the library's, but one row is shown. */
static void a_dry_run_does_one_iteration_of_each_case(void **state)
{
    (void)state;
    static const char *const names[] = {"plain", "long/min_time:1000.000/min_warmup_time:0.001",
                                        "many/iterations:1000000/repeats:5", "two/threads:2"};
    (void)shim_run(add_dry, "--benchmark_dry_run=true");
    shim_expect_status(0);
    assert_int_equal(shim_row_count(), 4);
    for (int i = 0; i < 4; i++) {
        assert_near(shim_number(names[i], "iterations"), i == 3 ? 2 : 1, 0);
        assert_true(shim_number(names[i], "real_time") > 0);
        assert_true(shim_number(names[i], "cpu_time") > 0);
    }
    (void)shim_run_plain(add_dry, "--benchmark_dry_run");
    assert_contains(shim_result.out, "(dry run)");
}

static void a_dry_run_finds_what_fails(void **state)
{
    (void)state;
    (void)shim_run(add_special_names, "--benchmark_dry_run");
    shim_expect_status(TKG_BENCHMARK_FAILED);
    assert_string_equal(shim_text("a.b(c)[d]+e*f?{2}|^$\\", "error_message"), "broken");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(percentiles_find_the_slow_iterations),
        cmocka_unit_test(repetitions_go_on_until_the_median_is_known),
        cmocka_unit_test(precision_can_be_an_option),
        cmocka_unit_test(precision_ends_with_its_time),
        cmocka_unit_test(a_precision_that_cannot_be_told_is_not_known_yet),
        cmocka_unit_test(precision_excludes_what_would_contradict_it),
        cmocka_unit_test(precision_works_with_any_name_and_stops_at_an_error),
        cmocka_unit_test(heap_calls_of_the_loop_are_counted_exactly),
        cmocka_unit_test(resident_peak_sees_what_was_given_back),
        cmocka_unit_test(a_memory_manager_of_the_users_is_asked),
        cmocka_unit_test(an_error_in_the_memory_pass_is_an_error_of_the_case),
        cmocka_unit_test(an_unsized_memory_manager_is_refused),
        cmocka_unit_test(a_dry_run_does_one_iteration_of_each_case),
        cmocka_unit_test(a_dry_run_finds_what_fails),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
