/* SPDX-License-Identifier: Apache-2.0
 *
 * Programs and machines that mean no good: threads that end themselves, children, signals, a system
 * without threads or memory left, a locale with commas, refused registrations that are used on.
 */
#include <locale.h>
#include <pthread.h>
#include <signal.h>
#include <sys/resource.h>

#include "shim_child.h"

static const char *complete_of(void)
{
    return json_string_value(
        json_object_get(json_object_get(shim_result.json, "context"), "complete"));
}

static int leaving_threads;

static void leaves_its_thread(struct tkg_state *state, void *user)
{
    (void)user;
    TKG_LOOP(state) {
        if (tkg_state_thread_index(state) == tkg_state_threads(state) - 1) {
            pthread_exit(NULL);
        }
    }
}

static void add_leaving(void)
{
    (void)shim_register("good");
    struct tkg_benchmark *leaves = shim_register_function("leaves", leaves_its_thread, NULL);
    shim_must(tkg_benchmark_threads(leaves, leaving_threads) == TKG_BENCHMARK_OK);
}

/* glibc ends the process when such an unwinding is caught, and the library waits for ever. */
static void a_thread_that_ends_itself_still_closes_the_json(void **state)
{
    (void)state;
    for (leaving_threads = 1; leaving_threads <= 3; leaving_threads++) {
        (void)shim_run(add_leaving);
        shim_expect_status(TKG_BENCHMARK_FAILED);
        assert_true(shim_number("good", "iterations") >= 1);
        assert_string_equal(complete_of(), "false");
        assert_contains(shim_result.err, "a thread was ended (pthread_exit");
        assert_contains(shim_result.err, "exits inside leaves");
    }
}

static void forks_and_exits(struct tkg_state *state, void *user)
{
    (void)user;
    int status = -1;
    TKG_LOOP(state) {
        pid_t child = fork();
        if (child == 0) {
            exit(7);
        }
        shim_must(waitpid(child, &status, 0) == child);
        shim_must(WIFEXITED(status) && WEXITSTATUS(status) == 7);
    }
}

static void add_forking(void)
{
    (void)shim_register_function("forks", forks_and_exits, NULL, .iterations = 3);
    (void)shim_register("after");
}

/* The child has the parent's handlers: it must neither write the results nor change its status. */
static void a_child_that_exits_writes_nothing(void **state)
{
    (void)state;
    (void)shim_run(add_forking);
    shim_expect_status(0);
    assert_int_equal(shim_row_count(), 2);
    assert_string_equal(complete_of(), "true");
    assert_null(strstr(shim_result.err, "exits inside"));
}

static int sent;
static int times_sent;

static void sends_a_signal(struct tkg_state *state, void *user)
{
    (void)user;
    TKG_LOOP(state) {
        TKG_CLOBBER_MEMORY();
    }
    for (int i = 0; i < times_sent; i++) {
        (void)raise(sent);
    }
}

static void never_runs(struct tkg_state *state, void *user)
{
    (void)state;
    (void)user;
    shim_must(false);
}

static void add_signalling(void)
{
    (void)shim_register("first", .iterations = 1);
    (void)shim_register_function("signals", sends_a_signal, NULL, .iterations = 1);
    (void)shim_register_function("last", never_runs, NULL, .iterations = 1, .setup = never_runs,
                                 .teardown = never_runs);
}

/* The process ends by the signal, as its parent expects, but the documents are whole. */
static void a_signal_ends_the_run_with_what_was_measured(void **state)
{
    (void)state;
    static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
    times_sent = 1;
    for (size_t i = 0; i < 3; i++) {
        sent = signals[i];
        (void)shim_run(add_signalling, "--benchmark_repetitions=1");
        shim_expect_status(128 + sent);
        assert_string_equal(complete_of(), "false");
        assert_true(shim_number("first/iterations:1", "real_time") >= 0);
        assert_true(shim_number("signals/iterations:1", "real_time") >= 0);
        assert_string_equal(shim_text("last/iterations:1", "skip_message"),
                            "a signal ended the run");
    }
    (void)shim_run(add_signalling, "--benchmark_precision=0.5");
    shim_expect_status(128 + SIGHUP);
    assert_string_equal(complete_of(), "false");
    assert_contains(shim_result.out, "first/iterations:1");
    assert_null(strstr(shim_result.out, "\"last"));
}

static void a_second_signal_ends_the_process_at_once(void **state)
{
    (void)state;
    sent = SIGTERM;
    times_sent = 2;
    (void)shim_run(add_signalling);
    shim_expect_status(128 + SIGTERM);
    assert_null(shim_result.json);
}

static volatile sig_atomic_t own_handler_calls;

static void own_handler(int signal_number)
{
    own_handler_calls += signal_number;
}

static void check_own_handler(struct tkg_state *state, void *user)
{
    sends_a_signal(state, user);
    shim_must(own_handler_calls == SIGTERM);
}

static void add_with_own_handler(void)
{
    (void)signal(SIGTERM, own_handler);
    (void)signal(SIGHUP, SIG_IGN);
    sent = SIGTERM;
    times_sent = 1;
    (void)shim_register_function("own", check_own_handler, NULL, .iterations = 1);
    (void)shim_register("after", .iterations = 1);
}

static void a_signal_that_the_program_handles_is_its_own(void **state)
{
    (void)state;
    (void)shim_run(add_with_own_handler);
    shim_expect_status(0);
    assert_int_equal(shim_row_count(), 2);
}

static void add_many_threads(void)
{
    const struct rlimit limit = {(rlim_t)600 << 20, (rlim_t)600 << 20};
    (void)shim_register("good", .iterations = 1);
    struct tkg_benchmark *many = shim_register("many", .iterations = 1);
    shim_must(tkg_benchmark_threads(many, 1000) == TKG_BENCHMARK_OK);
    shim_must(setrlimit(RLIMIT_AS, &limit) == 0);
}

/* 1,000 stacks of 8 MiB do not fit into 600 MiB. The library ends in std::terminate(). */
static void threads_that_cannot_be_made_still_close_the_json(void **state)
{
    (void)state;
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    print_message("unavailable here: a sanitizer's shadow needs more than the limit\n");
    skip();
#endif
    (void)shim_run(add_many_threads);
    shim_expect_status(TKG_BENCHMARK_FAILED);
    assert_true(shim_number("good/iterations:1", "real_time") >= 0);
    assert_string_equal(complete_of(), "false");
    assert_contains(shim_result.err, "as many threads as a benchmark asks for");
}

static void run_program(const char *const *words, int *status)
{
    pid_t child = fork();
    if (child == 0) {
        (void)execvp(words[0], (char *const *)(uintptr_t)words);
        _exit(127);
    }
    (void)waitpid(child, status, 0);
}

/* A folder for LOCPATH with a locale that writes one half as 0,5; NULL where none can be made. */
static const char *make_comma_locale(void)
{
    static char folder[] = "/tmp/tkg-locale-XXXXXX";
    char path[64];
    int status = -1;
    if (mkdtemp(folder) == NULL) {
        return NULL;
    }
    (void)snprintf(path, sizeof(path), "%s/de_DE.UTF-8", folder);
    run_program((const char *const[]){"localedef", "-i", "de_DE", "-f", "UTF-8", path, NULL},
                &status);
    /* localedef ends with 1 where it warned as where it found no charmaps. */
    (void)snprintf(path, sizeof(path), "%s/de_DE.UTF-8/LC_NUMERIC", folder);
    return WIFEXITED(status) && WEXITSTATUS(status) <= 1 && access(path, R_OK) == 0 ? folder : NULL;
}

static void is_half(struct tkg_state *state, void *user)
{
    (void)user;
    shim_empty(state, NULL);
    tkg_state_set_counter(state, "half", 0.5, 0);
}

static void add_with_commas(void)
{
    char text[8];
    shim_must(setlocale(LC_ALL, "de_DE.UTF-8") != NULL);
    (void)snprintf(text, sizeof(text), "%.1f", 0.5);
    shim_must(strcmp(text, "0,5") == 0);
    (void)shim_register_function("comma", is_half, NULL);
}

static void a_locale_with_commas_changes_no_number(void **state)
{
    (void)state;
    const char *folder = make_comma_locale();
    if (folder == NULL || setenv("LOCPATH", folder, 1) != 0) {
        print_message("unavailable here: no localedef, or no source of de_DE (package locales)\n");
        skip();
    }
    (void)shim_run(add_with_commas);
    shim_expect_status(0);
    assert_near(shim_number("comma", "half"), 0.5, 0);
    (void)shim_run_plain(add_with_commas, "--benchmark_min_time=0.001", "--benchmark_format=csv");
    shim_expect_status(0);
    assert_contains(shim_result.out, ",0.5\n");
    (void)shim_run_plain(add_with_commas, "--benchmark_min_time=0.001s");
    shim_expect_status(0);
    assert_contains(shim_result.out, " half=0.5");
    (void)unsetenv("LOCPATH");
    int status = -1;
    run_program((const char *const[]){"rm", "-r", folder, NULL}, &status);
    assert_int_equal(status, 0);
}

/* The result of a registration may be ignored, also when it is NULL. */
static void add_refused(void)
{
    const int64_t range[1][2] = {{1, 2}};
    const struct tkg_benchmark_list list = {range[0], 2};
    const char *const name = "n";
    struct tkg_benchmark *none = shim_register("");
    shim_must(none == NULL);
    shim_must(tkg_benchmark_set_name(none, "a") == TKG_BENCHMARK_USAGE);
    shim_must(tkg_benchmark_arg(none, 1) == TKG_BENCHMARK_USAGE);
    shim_must(tkg_benchmark_args(none, range[0], 2) == TKG_BENCHMARK_USAGE);
    shim_must(tkg_benchmark_arg_names(none, &name, 1) == TKG_BENCHMARK_USAGE);
    shim_must(tkg_benchmark_range(none, 1, 2) == TKG_BENCHMARK_USAGE);
    shim_must(tkg_benchmark_ranges(none, range, 0) == TKG_BENCHMARK_USAGE);
    shim_must(tkg_benchmark_dense_range(none, 2, 1, 1) == TKG_BENCHMARK_USAGE);
    shim_must(tkg_benchmark_args_product(none, &list, 0) == TKG_BENCHMARK_USAGE);
    shim_must(tkg_benchmark_range_multiplier(none, 1) == TKG_BENCHMARK_USAGE);
    shim_must(tkg_benchmark_threads(none, 0) == TKG_BENCHMARK_USAGE);
    shim_must(tkg_benchmark_thread_range(none, 1, 0) == TKG_BENCHMARK_USAGE);
    shim_must(tkg_benchmark_dense_thread_range(none, 1, 2, 0) == TKG_BENCHMARK_USAGE);
    shim_must(tkg_benchmark_thread_per_cpu(none) == TKG_BENCHMARK_USAGE);
    shim_must(tkg_benchmark_compute_statistic(none, "", NULL, NULL, false) == TKG_BENCHMARK_USAGE);
}

static void a_family_that_was_refused_can_be_used_on(void **state)
{
    (void)state;
    (void)shim_run(add_refused);
    shim_expect_status(TKG_BENCHMARK_USAGE);
    assert_contains(shim_result.err, "its registration was refused");
}

static void run_without_filter(void)
{
    size_t matched = 9;
    (void)shim_register("good", .iterations = 1);
    shim_must(tkg_benchmark_run(NULL, &matched) == TKG_BENCHMARK_USAGE);
    shim_must(matched == 0);
    int status = tkg_benchmark_run("", &matched); /* nothing was spoilt */
    shim_must(matched == 1);
    (void)fflush(NULL);
    _exit(status);
}

static void a_filter_of_null_is_refused(void **state)
{
    (void)state;
    (void)shim_run_plain(run_without_filter);
    shim_expect_status(0);
}

static void full_devices_are_said(void **state)
{
    (void)state;
    static const char *const formats[] = {"json", "console", "csv"};
    for (size_t i = 0; i < 3; i++) {
        char format[64];
        (void)snprintf(format, sizeof(format), "--benchmark_out_format=%s", formats[i]);
        (void)shim_run(add_forking, "--benchmark_out=/dev/full", format);
        shim_expect_status(TKG_BENCHMARK_USAGE);
        assert_contains(shim_result.err, "cannot write /dev/full: No space left on device");
        assert_int_equal(shim_row_count(), 2); /* the other document is whole */
    }
}

static void add_strange_names(void)
{
    static const char *const names[] = {"quote\"back\\slash", "tick \xE2\x9C\x93", "bad\xFFutf",
                                        "a.*b[1](x){2}+?^$|", "-leading"};
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        shim_must(shim_register(names[i], .iterations = 1) != NULL);
    }
    for (int i = 0; i < 5000; i++) {
        char name[32];
        (void)snprintf(name, sizeof(name), "many%d", i);
        shim_must(shim_register(name, .iterations = 1) != NULL);
    }
}

static void thousands_of_benchmarks_and_any_name_are_measured(void **state)
{
    (void)state;
    (void)shim_run(add_strange_names);
    shim_expect_status(0);
    assert_int_equal(shim_row_count(), 5005);
    assert_true(shim_has("quote\"back\\slash/iterations:1", "real_time"));
    assert_true(shim_has("tick \xE2\x9C\x93/iterations:1", "real_time"));
    assert_true(shim_has("bad\xEF\xBF\xBDutf/iterations:1", "real_time"));
}

static void add_newline(void)
{
    (void)shim_register("two\nlines");
}

static void a_name_on_two_lines_is_refused(void **state)
{
    (void)state;
    (void)shim_run(add_newline);
    shim_expect_status(TKG_BENCHMARK_USAGE);
    assert_contains(shim_result.err, "a name without control characters");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_thread_that_ends_itself_still_closes_the_json),
        cmocka_unit_test(a_child_that_exits_writes_nothing),
        cmocka_unit_test(a_signal_ends_the_run_with_what_was_measured),
        cmocka_unit_test(a_second_signal_ends_the_process_at_once),
        cmocka_unit_test(a_signal_that_the_program_handles_is_its_own),
        cmocka_unit_test(threads_that_cannot_be_made_still_close_the_json),
        cmocka_unit_test(a_locale_with_commas_changes_no_number),
        cmocka_unit_test(a_family_that_was_refused_can_be_used_on),
        cmocka_unit_test(a_filter_of_null_is_refused),
        cmocka_unit_test(full_devices_are_said),
        cmocka_unit_test(thousands_of_benchmarks_and_any_name_are_measured),
        cmocka_unit_test(a_name_on_two_lines_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
