/* SPDX-License-Identifier: Apache-2.0
 *
 * Everything that aborts the process, loses its JSON or lies about success when libbenchmark 1.7.1
 * is used directly. Through the shim each gives an error row, a whole JSON document, and a status
 * that is not 0; a benchmark beside the broken one is measured all the same.
 */
#include <setjmp.h>
#include <signal.h>

#include "shim_child.h"
#include "throwing.h"

static void never_loops(struct tkg_state *state, void *user)
{
    (void)state;
    (void)user;
}

static void breaks_off(struct tkg_state *state, void *user)
{
    (void)user;
    /* In the second iteration, where there is one: a busy machine may be content with one call. */
    const int last = tkg_state_max_iterations(state) > 1 ? 1 : 0;
    int done = 0;
    TKG_LOOP(state) {
        if (done++ == last) {
            break;
        }
    }
}

static void returns_from_loop(struct tkg_state *state, void *user)
{
    (void)user;
    while (tkg_state_keep_running(state)) {
        return;
    }
}

static void begins_only(struct tkg_state *state, void *user)
{
    (void)user;
    (void)tkg_state_begin(state);
}

static void throws_in_loop(struct tkg_state *state, void *user)
{
    (void)user;
    TKG_LOOP(state) {
        throw_standard("no such tick");
    }
}

static void throws_before_loop(struct tkg_state *state, void *user)
{
    (void)user;
    throw_number();
    TKG_LOOP(state) {
    }
}

static void throws_after_loop(struct tkg_state *state, void *user)
{
    (void)user;
    TKG_LOOP(state) {
    }
    throw_standard("too late");
}

static void throws_on_last_thread(struct tkg_state *state, void *user)
{
    (void)user;
    TKG_LOOP(state) {
        if (tkg_state_thread_index(state) == tkg_state_threads(state) - 1) {
            throw_standard("in a worker");
        }
    }
}

static void breaks_off_on_first_thread(struct tkg_state *state, void *user)
{
    (void)user;
    TKG_LOOP(state) {
        if (tkg_state_thread_index(state) == 0) {
            break;
        }
    }
}

static void loops_twice(struct tkg_state *state, void *user)
{
    (void)user;
    for (int i = 0; i < 2; i++) {
        TKG_LOOP(state) {
        }
    }
}

static void pauses_twice(struct tkg_state *state, void *user)
{
    (void)user;
    TKG_LOOP(state) {
        tkg_state_pause_timing(state);
        tkg_state_pause_timing(state);
    }
}

static void pauses_outside(struct tkg_state *state, void *user)
{
    (void)user;
    tkg_state_pause_timing(state);
    TKG_LOOP(state) {
    }
}

static void resumes_only(struct tkg_state *state, void *user)
{
    (void)user;
    TKG_LOOP(state) {
        tkg_state_resume_timing(state);
    }
}

static void ends_paused(struct tkg_state *state, void *user)
{
    (void)user;
    int64_t left = tkg_state_max_iterations(state);
    TKG_LOOP(state) {
        if (--left == 0) {
            tkg_state_pause_timing(state);
        }
    }
}

static void sets_reserved_counter(struct tkg_state *state, void *user)
{
    (void)user;
    TKG_LOOP(state) {
    }
    tkg_state_set_counter(state, "name", 3, TKG_COUNTER_PLAIN);
}

static void sets_nameless_counter(struct tkg_state *state, void *user)
{
    (void)user;
    TKG_LOOP(state) {
    }
    tkg_state_set_counter(state, "", 1, TKG_COUNTER_PLAIN);
}

static void sets_size_zero(struct tkg_state *state, void *user)
{
    (void)user;
    TKG_LOOP(state) {
    }
    tkg_state_set_complexity_n(state, 0);
}

static void sets_negative_time(struct tkg_state *state, void *user)
{
    (void)user;
    TKG_LOOP(state) {
        tkg_state_set_iteration_time(state, -1);
    }
}

static void sets_too_many_counters(struct tkg_state *state, void *user)
{
    (void)user;
    char name[16];
    TKG_LOOP(state) {
    }
    for (int i = 0; i < 65; i++) {
        (void)snprintf(name, sizeof(name), "c%d", i);
        tkg_state_set_counter(state, name, i, TKG_COUNTER_PLAIN);
    }
}

static void empty_batch(struct tkg_state *state, void *user)
{
    (void)user;
    while (tkg_state_keep_running_batch(state, 0)) {
    }
}

/* What a broken function does, and what its row says; on one thread and, where it makes sense, on
 * three. */
static const struct {
    const char *name;
    tkg_benchmark_function function;
    const char *message;
} broken[] = {
    {"never", never_loops, "the benchmark never ran its loop"},
    {"break", breaks_off,
     "the benchmark left its loop early; skip with an error or a message first"},
    {"return", returns_from_loop,
     "the benchmark left its loop early; skip with an error or a message first"},
    {"begin", begins_only,
     "the benchmark left its loop early; skip with an error or a message first"},
    {"throw", throws_in_loop, "the benchmark threw an exception: no such tick"},
    {"before", throws_before_loop, "the benchmark threw an exception: not a std::exception"},
    {"after", throws_after_loop, "the benchmark threw an exception: too late"},
    {"worker", throws_on_last_thread, "the benchmark threw an exception: in a worker"},
    {"first", breaks_off_on_first_thread,
     "the benchmark left its loop early; skip with an error or a message first"},
    {"twice", loops_twice, "the benchmark looped twice; it may have one loop only"},
    {"pause2", pauses_twice, "timing was paused twice"},
    {"outside", pauses_outside, "timing was paused outside the loop"},
    {"resume", resumes_only, "timing was resumed without a pause"},
    {"paused", ends_paused,
     "the loop ended while timing was paused; resume before each iteration's end"},
    {"reserved", sets_reserved_counter,
     "no counter can be called 'name': a field of the JSON row has that name"},
    {"nameless", sets_nameless_counter, "a counter needs a name"},
    {"size0", sets_size_zero, "the size for the complexity must be at least 1"},
    {"minus", sets_negative_time, "an iteration's time must be finite and not negative"},
    {"many", sets_too_many_counters, "counter 'c64' is one too many; the limit is 64"},
    {"batch", empty_batch, "keep_running_batch needs a count of at least 1"},
};
enum { BROKEN_COUNT = sizeof(broken) / sizeof(broken[0]) };

static int which;
static int thread_count;
static int repetition_count;

static void add_broken(void)
{
    struct tkg_benchmark *bad = shim_register_function("bad", broken[which].function, NULL,
                                                       .repetitions = repetition_count);
    shim_must(bad != NULL);
    if (thread_count > 1) {
        shim_must(tkg_benchmark_threads(bad, thread_count) == TKG_BENCHMARK_OK);
    }
    (void)shim_register("good");
}

/* The child ran to its end: status 4, the error in every repetition, the good one measured. */
static void expect_error_rows(const char *name)
{
    size_t index;
    json_t *row;
    int error_count = 0;
    shim_expect_status(TKG_BENCHMARK_FAILED);
    json_array_foreach(shim_rows(), index, row) {
        if (strcmp(json_string_value(json_object_get(row, "run_name")), name) == 0) {
            assert_true(json_is_true(json_object_get(row, "error_occurred")));
            assert_string_equal(json_string_value(json_object_get(row, "error_message")),
                                broken[which].message);
            error_count++;
        }
    }
    assert_int_equal(error_count, repetition_count == 0 ? 1 : repetition_count);
    assert_true(shim_number("good", "iterations") >= 1);
    assert_false(shim_has("good", "error_occurred"));
}

static void every_broken_function_is_an_error_row(void **state)
{
    (void)state;
    for (which = 0, thread_count = 1, repetition_count = 0; which < BROKEN_COUNT; which++) {
        (void)shim_run(add_broken);
        expect_error_rows("bad");
    }
}

static void every_broken_function_on_three_threads_is_an_error_row(void **state)
{
    (void)state;
    for (which = 0, thread_count = 3, repetition_count = 0; which < BROKEN_COUNT; which++) {
        (void)shim_run(add_broken);
        expect_error_rows("bad/threads:3");
    }
}

/* 1.7.1 follows a stray pointer when the first repetition fails and two others do not. */
static void every_repetition_of_a_broken_function_is_an_error_row(void **state)
{
    (void)state;
    for (which = 0, thread_count = 1, repetition_count = 3; which < BROKEN_COUNT; which++) {
        (void)shim_run(add_broken);
        expect_error_rows("bad/repeats:3");
    }
}

/* user counts the calls: the first repetition fails, the later ones do not. */
static void fails_once(struct tkg_state *state, void *user)
{
    if ((*(int *)user)++ == 0) {
        tkg_state_skip_with_error(state, "only once");
        return;
    }
    TKG_LOOP(state) {
        TKG_CLOBBER_MEMORY();
    }
}

static void add_failing_once(void)
{
    static int calls;
    (void)shim_register_function("once", fails_once, &calls, .repetitions = 4);
}

static void a_failed_first_repetition_does_not_enter_the_aggregates(void **state)
{
    (void)state;
    (void)shim_run(add_failing_once);
    shim_expect_status(TKG_BENCHMARK_FAILED);
    assert_int_equal(shim_row_count(), 4 + 4);
    assert_int_equal(
        json_integer_value(json_object_get(shim_row("once/repeats:4_mean"), "iterations")), 3);
    assert_true(shim_number("once/repeats:4_median", "real_time") > 0);
}

static void skips(struct tkg_state *state, void *user)
{
    tkg_state_skip_with_error(state, user);
    tkg_state_skip_with_error(state, "a second message does not count");
    shim_must(tkg_state_skipped(state));
    shim_must(tkg_state_error_occurred(state));
    TKG_LOOP(state) {
        shim_must(false);
    }
}

static void add_skipping(void)
{
    (void)shim_register_function("bad", skips, (void *)(uintptr_t) "no data");
}

/* RunSpecifiedBenchmarks() returns how many matched, and main() 0. */
static void an_errored_benchmark_makes_the_status_four(void **state)
{
    (void)state;
    (void)shim_run(add_skipping);
    shim_expect_status(TKG_BENCHMARK_FAILED);
    assert_string_equal(shim_text("bad", "error_message"), "no data");
}

static void add_good(void)
{
    (void)shim_register("good");
}

static void nothing_matched_is_status_five_and_whole_json(void **state)
{
    (void)state;
    (void)shim_run(add_good, "--benchmark_filter=bad");
    shim_expect_status(TKG_BENCHMARK_NOTHING);
    assert_int_equal(shim_row_count(), 0);
    assert_contains(shim_result.err, "no benchmark matches 'bad'");
    (void)shim_run_plain(add_good, "--benchmark_list_tests", "--benchmark_filter=bad");
    shim_expect_status(TKG_BENCHMARK_NOTHING);
}

static void a_bad_filter_is_a_usage_error_and_whole_json(void **state)
{
    (void)state;
    (void)shim_run(add_good, "--benchmark_filter=(");
    shim_expect_status(TKG_BENCHMARK_USAGE);
    assert_int_equal(shim_row_count(), 0);
    assert_contains(shim_result.err, "--benchmark_filter: Could not compile benchmark re");
}

static void unwritable_output_is_a_usage_error_before_anything_runs(void **state)
{
    (void)state;
    static const char *const formats[] = {"json", "console", "csv"};
    for (int i = 0; i < 3; i++) {
        char format[64];
        (void)snprintf(format, sizeof(format), "--benchmark_out_format=%s", formats[i]);
        (void)shim_run(add_good, "--benchmark_out=/nonexistent/folder/result", format);
        shim_expect_status(TKG_BENCHMARK_USAGE);
        assert_contains(shim_result.err, "/nonexistent/folder/result");
        assert_int_equal(shim_row_count(), 0);
    }
}

static void sets_strange_values(struct tkg_state *state, void *user)
{
    (void)user;
    TKG_LOOP(state) {
    }
    tkg_state_set_counter(state, "nan", NAN, TKG_COUNTER_PLAIN);
    tkg_state_set_counter(state, "up", INFINITY, TKG_COUNTER_PLAIN);
    tkg_state_set_counter(state, "inverse", 0, TKG_COUNTER_INVERT);
}

static void add_strange(void)
{
    (void)shim_register_function("odd", sets_strange_values, NULL);
}

static void what_is_not_finite_is_null_in_json_and_fails(void **state)
{
    (void)state;
    (void)shim_run(add_strange);
    shim_expect_status(TKG_BENCHMARK_FAILED);
    assert_true(shim_number("odd", "iterations") >= 1); /* the row stands all the same */
    assert_true(json_is_null(json_object_get(shim_row("odd"), "nan")));
    assert_true(json_is_null(json_object_get(shim_row("odd"), "up")));
    assert_true(json_is_null(json_object_get(shim_row("odd"), "inverse")));
    assert_contains(shim_result.err, "counter nan of odd is not finite");
    (void)shim_run_plain(add_strange, "--benchmark_min_time=0.001");
    shim_expect_status(TKG_BENCHMARK_FAILED);
    assert_contains(shim_result.out, "nan=not-a-number");
    assert_contains(shim_result.out, "up=infinite");
}

static jmp_buf away;

static void jumps_away(struct tkg_state *state, void *user)
{
    (void)user;
    TKG_LOOP(state) {
        longjmp(away, 1);
    }
}

/* longjmp cannot be caught; the next run refuses instead of working with a broken library. */
static void add_jumping(void)
{
    char *arguments[] = {(char *)(uintptr_t) "jump", NULL};
    (void)shim_register_function("jump", jumps_away, NULL);
    if (setjmp(away) == 0) {
        (void)tkg_benchmark_main(1, arguments);
    }
}

static void a_run_after_longjmp_is_refused(void **state)
{
    (void)state;
    (void)shim_run(add_jumping);
    shim_expect_status(TKG_BENCHMARK_INTERNAL);
    assert_contains(shim_result.err, "left by longjmp");
}

static void exits(struct tkg_state *state, void *user)
{
    (void)user;
    TKG_LOOP(state) {
        exit(0);
    }
}

static void add_exiting(void)
{
    (void)shim_register("good");
    (void)shim_register_function("leaves", exits, NULL);
}

static void exit_inside_a_benchmark_still_closes_the_json(void **state)
{
    (void)state;
    (void)shim_run(add_exiting);
    shim_expect_status(TKG_BENCHMARK_FAILED); /* it asked for 0 */
    assert_true(shim_number("good", "iterations") >= 1);
    assert_contains(shim_result.err, "the process exits inside leaves");
}

static int set_up_calls;

static void set_up_throws(struct tkg_state *state, void *user)
{
    (void)state;
    (void)user;
    throw_standard("no fixture");
}

static void counts_calls(struct tkg_state *state, void *user)
{
    (void)user;
    set_up_calls++;
    TKG_LOOP(state) {
    }
}

static void check_not_called(struct tkg_state *state, void *user)
{
    (void)state;
    (void)user;
    shim_must(set_up_calls == 0);
    throw_standard("not this message");
}

static void add_bad_fixture(void)
{
    struct tkg_benchmark *bad = shim_register_function(
        "bad", counts_calls, NULL, .setup = set_up_throws, .teardown = check_not_called);
    shim_must(tkg_benchmark_threads(bad, 2) == TKG_BENCHMARK_OK);
    (void)shim_register_function("late", counts_calls, NULL, .teardown = set_up_throws);
}

static void exceptions_of_fixtures_are_error_rows(void **state)
{
    (void)state;
    (void)shim_run(add_bad_fixture);
    shim_expect_status(TKG_BENCHMARK_FAILED);
    assert_string_equal(shim_text("bad/threads:2", "error_message"),
                        "setup threw an exception: no fixture");
    assert_string_equal(shim_text("late", "error_message"),
                        "teardown threw an exception: no fixture");
}

static double statistic_throws(const double *values, size_t count, void *user)
{
    (void)values;
    (void)count;
    (void)user;
    throw_standard("no figure");
    return 0;
}

static double curve_throws(int64_t n, void *user)
{
    (void)n;
    (void)user;
    throw_standard("no curve");
    return 0;
}

static void sized(struct tkg_state *state, void *user)
{
    (void)user;
    TKG_LOOP(state) {
    }
    tkg_state_set_complexity_n(state, tkg_state_range(state, 0));
}

static void add_bad_figures(void)
{
    struct tkg_benchmark *bad =
        shim_register_function("bad", sized, NULL, .repetitions = 2, .complexity = TKG_BIG_O_LAMBDA,
                               .curve = curve_throws);
    shim_must(tkg_benchmark_dense_range(bad, 1, 3, 1) == TKG_BENCHMARK_OK);
    shim_must(tkg_benchmark_compute_statistic(bad, "worst", statistic_throws, NULL, false) ==
              TKG_BENCHMARK_OK);
}

static void exceptions_of_statistics_and_curves_do_not_escape(void **state)
{
    (void)state;
    (void)shim_run(add_bad_figures);
    shim_expect_status(TKG_BENCHMARK_FAILED);
    assert_contains(shim_result.err, "statistic worst threw an exception: no figure");
    assert_string_equal(shim_text("bad/repeats:2_BigO", "error_message"), "no curve");
}

static void add_without_sizes(void)
{
    struct tkg_benchmark *bad = shim_register("flat", .complexity = TKG_BIG_O_N);
    shim_must(tkg_benchmark_dense_range(bad, 1, 2, 1) == TKG_BENCHMARK_OK);
}

/* The library aborts: "Did you forget to call SetComplexityN?" */
static void complexity_without_sizes_is_an_error_row(void **state)
{
    (void)state;
    (void)shim_run(add_without_sizes);
    shim_expect_status(TKG_BENCHMARK_FAILED);
    assert_contains(shim_text("flat_BigO", "error_message"), "call tkg_state_set_complexity_n()");
}

/* The executable's name is copied: the library keeps a pointer to argv[0] and reads it later. */
static void add_with_short_lived_name(void)
{
    char *name = strdup("short_lived");
    char *arguments[] = {name, (char *)(uintptr_t) "--benchmark_format=json", NULL};
    int count = 2;
    (void)shim_register("good", .iterations = 1);
    shim_must(tkg_benchmark_initialize(&count, arguments) == TKG_BENCHMARK_OK);
    shim_must(count == 1);
    memset(name, 'x', strlen(name));
    free(name);
    int status = tkg_benchmark_run_all();
    (void)fflush(NULL);
    _exit(status);
}

static void the_name_of_the_program_may_be_freed_after_initialize(void **state)
{
    (void)state;
    (void)shim_run(add_with_short_lived_name);
    shim_expect_status(0);
    json_t *context = json_object_get(shim_result.json, "context");
    assert_string_equal(json_string_value(json_object_get(context, "executable")), "short_lived");
}

static void processes_less_than_nothing(struct tkg_state *state, void *user)
{
    shim_empty(state, NULL);
    switch (*(const char *)user) {
    case 'i':
        tkg_state_set_items_processed(state, -1);
        break;
    case 'b':
        tkg_state_set_bytes_processed(state, INT64_MIN);
        break;
    case 'c':
        tkg_state_set_counter(state, "items_per_second", -0.5, 0);
        break;
    default: /* any other counter may be, and the largest count reads back as itself */
        tkg_state_set_counter(state, "profit", -1, 0);
        tkg_state_set_items_processed(state, INT64_MAX);
        shim_must(tkg_state_items_processed(state) == INT64_MAX);
    }
}

static void add_negative(void)
{
    static const char *const names[] = {"items", "bytes", "counter", "other"};
    for (size_t i = 0; i < 4; i++) {
        (void)shim_register_function(names[i], processes_less_than_nothing,
                                     (void *)(uintptr_t)names[i], .iterations = 1);
    }
}

/* `tickgate compare` would refuse the whole file for one such rate. */
static void a_negative_rate_is_an_error_of_its_row_alone(void **state)
{
    (void)state;
    (void)shim_run(add_negative);
    shim_expect_status(4);
    static const char *const wrong[] = {"items/iterations:1", "bytes/iterations:1",
                                        "counter/iterations:1"};
    for (size_t i = 0; i < 3; i++) {
        assert_contains(shim_text(wrong[i], "error_message"), "_per_second cannot be negative");
    }
    assert_false(shim_has("other/iterations:1", "error_occurred"));
    assert_near(shim_number("other/iterations:1", "profit"), -1, 0);
}

static void names_itself_in_red(struct tkg_state *state, void *user)
{
    (void)user;
    shim_empty(state, NULL);
    tkg_state_set_counter(state, "a\033[31m", 1, 0);
    tkg_state_set_label(state, "b\033]0;title\007\xC2\x9B");
}

static void fails_on_two_lines(struct tkg_state *state, void *user)
{
    (void)user;
    tkg_state_skip_with_error(state, "c\nd\x7F");
}

static void add_controls(void)
{
    (void)shim_register_function("e\xFF"
                                 "f\xC3\xA9",
                                 names_itself_in_red, NULL, .iterations = 1);
    (void)shim_register_function("g", fails_on_two_lines, NULL, .iterations = 1);
}

/* In a terminal they would act; JSON escapes them. */
static void control_characters_are_shown_and_never_sent(void **state)
{
    static const char *const formats[] = {"--benchmark_format=console", "--benchmark_format=csv"};
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        (void)shim_run_plain(add_controls, formats[i], "--benchmark_color=false");
        shim_expect_status(4);
        assert_null(strpbrk(shim_result.out, "\033\007\t\x7F"));
        assert_null(strstr(shim_result.out, "\xC2\x9B"));
        assert_contains(shim_result.out, "e\uFFFDf\u00e9");
        assert_contains(shim_result.out, "a\uFFFD[31m");
        assert_contains(shim_result.out, "b\uFFFD]0;title\uFFFD\uFFFD");
        assert_contains(shim_result.out, "c\uFFFDd\uFFFD");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_broken_function_is_an_error_row),
        cmocka_unit_test(every_broken_function_on_three_threads_is_an_error_row),
        cmocka_unit_test(every_repetition_of_a_broken_function_is_an_error_row),
        cmocka_unit_test(a_failed_first_repetition_does_not_enter_the_aggregates),
        cmocka_unit_test(an_errored_benchmark_makes_the_status_four),
        cmocka_unit_test(nothing_matched_is_status_five_and_whole_json),
        cmocka_unit_test(a_bad_filter_is_a_usage_error_and_whole_json),
        cmocka_unit_test(unwritable_output_is_a_usage_error_before_anything_runs),
        cmocka_unit_test(what_is_not_finite_is_null_in_json_and_fails),
        cmocka_unit_test(a_run_after_longjmp_is_refused),
        cmocka_unit_test(exit_inside_a_benchmark_still_closes_the_json),
        cmocka_unit_test(exceptions_of_fixtures_are_error_rows),
        cmocka_unit_test(exceptions_of_statistics_and_curves_do_not_escape),
        cmocka_unit_test(complexity_without_sizes_is_an_error_row),
        cmocka_unit_test(a_negative_rate_is_an_error_of_its_row_alone),
        cmocka_unit_test(control_characters_are_shown_and_never_sent),
        cmocka_unit_test(the_name_of_the_program_may_be_freed_after_initialize),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
