/* SPDX-License-Identifier: Apache-2.0
 *
 * Flags, BENCHMARK_* variables, formats, reporters, aggregates, context, exit status.
 */
#include "shim_child.h"

static void takes_one_ms(struct tkg_state *state, void *user)
{
    (void)user;
    TKG_LOOP(state) {
        tkg_state_set_iteration_time(state, 0.001);
    }
    tkg_state_set_items_processed(state, tkg_state_iterations(state));
    tkg_state_set_label(state, "a \"label\"");
}

static void add_one(void)
{
    (void)shim_register_function("one", takes_one_ms, NULL, .iterations = 4,
                                 .clock = TKG_BENCHMARK_CLOCK_MANUAL);
}

static const char one_name[] = "one/iterations:4/manual_time";

/* ---- min_time in every spelling ---- */

static void add_two(void)
{
    (void)shim_register_function("manual", takes_one_ms, NULL, .clock = TKG_BENCHMARK_CLOCK_MANUAL);
    (void)shim_register("fixed", .iterations = 7);
}

/* An iteration says 1 ms of itself, so that 10 ms need at least ten of them. */
static void min_time_is_taken_in_every_spelling(void **state)
{
    (void)state;
    static const char *const spellings[] = {"0.01", "0.01s", "1e-2s"};
    for (int i = 0; i < 3; i++) {
        char flag[64];
        (void)snprintf(flag, sizeof(flag), "--benchmark_min_time=%s", spellings[i]);
        (void)shim_run(add_two, flag);
        shim_expect_status(0);
        assert_true(shim_number("manual/manual_time", "iterations") >= 10);
        assert_true(shim_number("manual/manual_time", "iterations") < 100);
        assert_near(shim_number("fixed/iterations:7", "iterations"), 7, 0);
    }
}

static void min_time_in_iterations_is_exact(void **state)
{
    (void)state;
    (void)shim_run(add_two, "--benchmark_min_time=25x");
    shim_expect_status(0);
    assert_near(shim_number("manual/manual_time", "iterations"), 25, 0);
    assert_near(shim_number("manual/manual_time", "real_time"), 1e6, 1e-3);
    assert_true(shim_number("manual/manual_time", "cpu_time") > 0);
}

static void an_options_iterations_win_over_the_flag(void **state)
{
    (void)state;
    (void)shim_run(add_two, "--benchmark_min_time=25x", "--benchmark_filter=fixed");
    assert_near(shim_number("fixed/iterations:7", "iterations"), 7, 0);
}

static void wrong_values_are_usage_errors_that_name_what_fits(void **state)
{
    (void)state;
    static const struct {
        const char *flag;
        const char *reason;
    } cases[] = {
        {"--benchmark_min_time=", "--benchmark_min_time does not take ''"},
        {"--benchmark_min_time=1m", "it takes <seconds>|<seconds>s|<iterations>x"},
        {"--benchmark_min_time=-1", "does not take '-1'"},
        {"--benchmark_min_time=1.5x", "does not take '1.5x'"},
        {"--benchmark_min_time=0x", "does not take '0x'"},
        {"--benchmark_min_time=nan", "does not take 'nan'"},
        {"--benchmark_repetitions=many", "--benchmark_repetitions does not take 'many'"},
        {"--benchmark_repetitions=0", "--benchmark_repetitions must be at least 1"},
        {"--benchmark_repetitions=1.5", "does not take '1.5'"},
        {"--benchmark_min_warmup_time=soon", "--benchmark_min_warmup_time does not take 'soon'"},
        {"--benchmark_format=xml", "it takes console|json|csv"},
        {"--benchmark_out_format=", "--benchmark_out_format does not take ''"},
        {"--benchmark_json_profile=half", "it takes full|single"},
        {"--benchmark_time_unit=min", "it takes ns|us|ms|s"},
        {"--benchmark_context=alone", "it takes <key>=<value>"},
        {"--benchmark_context=a=1,a=2", "--benchmark_context does not take"},
        {"--benchmark_context=date=today", "--benchmark_context does not take"},
        {"--benchmark_context=a=1,caches=none", "keys not of the format"},
        {"--benchmark_context=json_profile=x", "keys not of the format"},
        {"--benchmark_precision=1", "--benchmark_precision does not take '1'"},
        {"--v=loud", "--v does not take 'loud'"},
        {"--benchmark_fliter=x", "unknown flag --benchmark_fliter=x; --help lists all"},
        {"--benchmark_filter", "unknown flag --benchmark_filter"},
        {"stray", "unknown flag stray"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        (void)shim_run_plain(add_one, cases[i].flag);
        shim_expect_status(TKG_BENCHMARK_USAGE);
        assert_contains(shim_result.err, cases[i].reason);
        assert_string_equal(shim_result.out, "");
    }
}

static void help_names_every_flag_and_is_no_failure(void **state)
{
    (void)state;
    static const char *const flags[] = {"list_tests",
                                        "filter",
                                        "min_time",
                                        "min_warmup_time",
                                        "repetitions",
                                        "dry_run",
                                        "enable_random_interleaving",
                                        "report_aggregates_only",
                                        "display_aggregates_only",
                                        "format",
                                        "out",
                                        "out_format",
                                        "color",
                                        "counters_tabular",
                                        "perf_counters",
                                        "context",
                                        "time_unit",
                                        "json_profile",
                                        "memory",
                                        "precision",
                                        "precision_max_time"};
    (void)shim_run_plain(add_one, "--help");
    shim_expect_status(0);
    for (size_t i = 0; i < sizeof(flags) / sizeof(flags[0]); i++) {
        char text[64];
        (void)snprintf(text, sizeof(text), "  --benchmark_%s=", flags[i]);
        assert_contains(shim_result.out, text);
    }
    assert_contains(shim_result.out, "  --v=");
}

/* ---- variables ---- */

static const char *variables[4][2];

static void add_with_variables(void)
{
    for (int i = 0; i < 4 && variables[i][0] != NULL; i++) {
        shim_must(setenv(variables[i][0], variables[i][1], 1) == 0);
    }
    add_two();
}

static void set_variables(const char *first, const char *first_value, const char *second,
                          const char *second_value)
{
    memset(variables, 0, sizeof(variables));
    variables[0][0] = first;
    variables[0][1] = first_value;
    variables[1][0] = second;
    variables[1][1] = second_value;
}

static void variables_are_flags_and_flags_win(void **state)
{
    (void)state;
    set_variables("BENCHMARK_MIN_TIME", "30x", "BENCHMARK_FILTER", "manual");
    (void)shim_run_plain(add_with_variables, "--benchmark_format=json");
    shim_expect_status(0);
    assert_int_equal(shim_row_count(), 1);
    assert_near(shim_number("manual/manual_time", "iterations"), 30, 0);
    (void)shim_run_plain(add_with_variables, "--benchmark_format=json", "--benchmark_min_time=3x");
    assert_near(shim_number("manual/manual_time", "iterations"), 3, 0);
    set_variables("BENCHMARK_FORMAT", "json", "BENCHMARK_REPETITIONS", "2");
    (void)shim_run_plain(add_with_variables, "--benchmark_filter=fixed");
    assert_int_equal(shim_row_count(), 2 + 4);
    set_variables("BENCHMARK_JSON_PROFILE", "single", "BENCHMARK_FORMAT", "json");
    (void)shim_run_plain(add_with_variables, "--benchmark_filter=fixed");
    assert_int_equal(shim_row_count(), 1);
}

static void a_wrong_variable_is_a_usage_error(void **state)
{
    (void)state;
    set_variables("BENCHMARK_REPETITIONS", "lots", NULL, NULL);
    (void)shim_run_plain(add_with_variables, "--benchmark_format=json");
    shim_expect_status(TKG_BENCHMARK_USAGE);
    assert_contains(shim_result.err,
                    "the environment variable of --benchmark_repetitions does not take 'lots'");
}

static void what_is_no_flag_of_ours_is_left_to_the_caller(void **state)
{
    (void)state;
    char *arguments[] = {(char *)(uintptr_t) "program", (char *)(uintptr_t) "mine",
                         (char *)(uintptr_t) "--benchmark_min_time=2s",
                         (char *)(uintptr_t) "--other=1", NULL};
    int count = 4;
    assert_int_equal(tkg_benchmark_initialize(&count, arguments), TKG_BENCHMARK_OK);
    assert_int_equal(count, 3);
    assert_string_equal(arguments[1], "mine");
    assert_string_equal(arguments[2], "--other=1");
    assert_null(arguments[3]);
}

/* ---- formats ---- */

static void json_is_strict_and_has_the_context_of_1_7_1(void **state)
{
    (void)state;
    static const char *const keys[] = {"date",     "host_name",         "executable",
                                       "num_cpus", "mhz_per_cpu",       "caches",
                                       "load_avg", "library_build_type"};
    (void)shim_run(add_one, "--benchmark_context=commit=abc,branch=main");
    shim_expect_status(0);
    json_t *context = json_object_get(shim_result.json, "context");
    for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
        assert_non_null(json_object_get(context, keys[i]));
    }
    assert_string_equal(json_string_value(json_object_get(context, "commit")), "abc");
    assert_string_equal(json_string_value(json_object_get(context, "branch")), "main");
    assert_string_equal(json_string_value(json_object_get(context, "executable")), "shim_test");
    assert_string_equal(shim_text(one_name, "run_type"), "iteration");
    assert_string_equal(shim_text(one_name, "run_name"), one_name);
    assert_string_equal(shim_text(one_name, "label"), "a \"label\"");
    assert_near(shim_number(one_name, "real_time"), 1e6, 1e-3);
    assert_near(shim_number(one_name, "items_per_second"), 1000, 1e-9);
}

static void add_context(void)
{
    shim_must(tkg_benchmark_add_context("compiler", "cc") == TKG_BENCHMARK_OK);
    add_one();
}

static void add_context_twice(void)
{
    add_context();
    shim_must(tkg_benchmark_add_context("compiler", "other") == TKG_BENCHMARK_USAGE);
}

static void context_can_be_added_once_per_key(void **state)
{
    (void)state;
    (void)shim_run(add_context);
    shim_expect_status(0);
    json_t *context = json_object_get(shim_result.json, "context");
    assert_string_equal(json_string_value(json_object_get(context, "compiler")), "cc");
    (void)shim_run_plain(add_context);
    assert_contains(shim_result.err, "compiler: cc");
    (void)shim_run(add_context_twice);
    shim_expect_status(TKG_BENCHMARK_USAGE);
    assert_contains(shim_result.err, "context compiler: each key once");
}

static void console_has_the_librarys_columns(void **state)
{
    (void)state;
    (void)shim_run_plain(add_one, "--benchmark_color=false");
    shim_expect_status(0);
    assert_contains(shim_result.out, "Benchmark");
    assert_contains(shim_result.out, "Time             CPU   Iterations UserCounters...");
    assert_contains(shim_result.out, "1000000 ns");
    assert_contains(shim_result.out, " items_per_second=1000/s a \"label\"");
    assert_contains(shim_result.err, "Run on (");
    assert_contains(shim_result.err, "clock floor");
    assert_null(strchr(shim_result.out, '\033'));
}

static void colour_is_on_request_off_a_terminal(void **state)
{
    (void)state;
    (void)shim_run_plain(add_one, "--benchmark_color=true");
    assert_contains(shim_result.out, "\033[32mone/iterations:4/manual_time");
    (void)shim_run_plain(add_one);
    assert_null(strchr(shim_result.out, '\033'));
}

static void counters_can_be_columns(void **state)
{
    (void)state;
    (void)shim_run_plain(add_one, "--benchmark_counters_tabular=true");
    assert_contains(shim_result.out, "Iterations items_per_second\n");
    assert_contains(shim_result.out, "           4           1000/s a");
}

static void csv_quotes_and_has_a_column_per_counter(void **state)
{
    (void)state;
    (void)shim_run_plain(add_one, "--benchmark_format=csv");
    shim_expect_status(0);
    assert_contains(shim_result.out,
                    "name,iterations,real_time,cpu_time,time_unit,bytes_per_second,"
                    "items_per_second,label,error_occurred,error_message\n"
                    "\"one/iterations:4/manual_time\",4,1000000,");
    assert_contains(shim_result.out, ",ns,,1000,\"a \"\"label\"\"\",,\n");
}

static void sets_one_counter(struct tkg_state *state, void *user)
{
    TKG_LOOP(state) {
    }
    tkg_state_set_counter(state, user, 1.5, TKG_COUNTER_PLAIN);
}

static void add_unlike_counters(void)
{
    (void)shim_register_function("b", sets_one_counter, (void *)(uintptr_t) "beta");
    (void)shim_register_function("a", sets_one_counter, (void *)(uintptr_t) "alpha");
}

/* The library aborts: "All counters must be present in each run". */
static void csv_takes_rows_with_unlike_counters(void **state)
{
    (void)state;
    (void)shim_run_plain(add_unlike_counters, "--benchmark_format=csv",
                         "--benchmark_min_time=0.001");
    shim_expect_status(0);
    assert_contains(shim_result.out, "error_message,\"alpha\",\"beta\"\n");
    assert_contains(shim_result.out, ",,,,,,1.5\n"); /* beta only */
    assert_contains(shim_result.out, ",,,,,1.5,\n"); /* alpha only */
}

/* Runs with --benchmark_out; returns how many rows the file holds. */
static size_t rows_in_file(void (*prepare)(void), const char *flag)
{
    char path[] = "gbench_out_XXXXXX";
    char out[64];
    int handle = mkstemp(path);
    assert_true(handle >= 0);
    (void)close(handle);
    (void)snprintf(out, sizeof(out), "--benchmark_out=%s", path);
    (void)shim_run_plain(prepare, out, flag);
    shim_expect_status(0);
    json_t *file = json_load_file(path, JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(file);
    size_t count = json_array_size(json_object_get(file, "benchmarks"));
    json_decref(file);
    (void)unlink(path);
    return count;
}

static void out_writes_a_file_beside_the_display(void **state)
{
    (void)state;
    assert_int_equal(rows_in_file(add_one, "--benchmark_color=no"), 1);
    assert_contains(shim_result.out, "UserCounters...");
}

/* The first line of what --benchmark_out wrote in this format. */
static const char *first_line_in_file(const char *format)
{
    static char line[256];
    char path[] = "gbench_out_XXXXXX";
    char out[64];
    int handle = mkstemp(path);
    assert_true(handle >= 0);
    (void)close(handle);
    (void)snprintf(out, sizeof(out), "--benchmark_out=%s", path);
    (void)shim_run_plain(add_one, out, format);
    shim_expect_status(0);
    FILE *file = fopen(path, "r"); /* perhaps another file by now: JSON is moved into place */
    assert_non_null(file);
    assert_non_null(fgets(line, sizeof(line), file));
    (void)fclose(file);
    (void)unlink(path);
    return line;
}

static void out_has_the_format_asked_for(void **state)
{
    (void)state;
    assert_string_equal(first_line_in_file("--benchmark_out_format=json"), "{\n");
    assert_contains(first_line_in_file("--benchmark_out_format=csv"), "name,iterations,real_time,");
    assert_contains(first_line_in_file("--benchmark_out_format=console"), "----------");
}

/* ---- repetitions and aggregates ---- */

/* Repetitions of 1, 2, 3, 4 and 10 ms an iteration. */
static void takes_longer_each_time(struct tkg_state *state, void *user)
{
    static const double seconds[] = {0.001, 0.002, 0.003, 0.004, 0.010};
    int *call = user;
    TKG_LOOP(state) {
        tkg_state_set_iteration_time(state, seconds[*call % 5]);
    }
    tkg_state_set_counter(state, "call", ++*call, TKG_COUNTER_PLAIN);
}

static double greatest(const double *values, size_t count, void *user)
{
    double most = 0;
    for (size_t i = 0; i < count; i++) {
        most = values[i] > most ? values[i] : most;
    }
    return most * *(double *)user;
}

static enum tkg_benchmark_aggregates mode;

static void add_repeated(void)
{
    static int calls;
    static double factor = 10;
    struct tkg_benchmark *benchmark = shim_register_function(
        "r", takes_longer_each_time, &calls, .iterations = 1, .repetitions = 5,
        .clock = TKG_BENCHMARK_CLOCK_MANUAL, .unit = TKG_BENCHMARK_MS, .aggregates = mode);
    shim_must(tkg_benchmark_compute_statistic(benchmark, "tenfold", greatest, &factor, false) ==
              TKG_BENCHMARK_OK);
    shim_must(tkg_benchmark_compute_statistic(benchmark, "share", greatest, &factor, true) ==
              TKG_BENCHMARK_OK);
}

/* By hand: mean 20/5 = 4; median 3; squared deviations 9+4+1+0+36 = 50, stddev sqrt(50/4);
 * R: x <- c(1,2,3,4,10); mean(x); median(x); sd(x); sd(x)/mean(x) */
static void aggregates_are_the_usual_statistics_and_the_users(void **state)
{
    (void)state;
    const char *name = "r/iterations:1/repeats:5/manual_time";
    char row[96];
    (void)shim_run(add_repeated);
    shim_expect_status(0);
    assert_int_equal(shim_row_count(), 5 + 6);
    const struct {
        const char *suffix;
        double real_time;
        double call;
    } expected[] = {{"mean", 4, 3},
                    {"median", 3, 3},
                    {"stddev", 3.5355339059327378, 1.5811388300841898},
                    {"cv", 0.88388347648318444, 0.52704627669472992},
                    {"tenfold", 100, 50},
                    {"share", 0.1, 50}}; /* of seconds, not of ms */
    for (size_t i = 0; i < sizeof(expected) / sizeof(expected[0]); i++) {
        (void)snprintf(row, sizeof(row), "%s_%s", name, expected[i].suffix);
        assert_near(shim_number(row, "real_time"), expected[i].real_time, 1e-9);
        assert_near(shim_number(row, "call"), expected[i].call, 1e-12);
        assert_near(shim_number(row, "iterations"), 5, 0);
        assert_string_equal(shim_text(row, "aggregate_name"), expected[i].suffix);
    }
    assert_string_equal(shim_text("r/iterations:1/repeats:5/manual_time_cv", "aggregate_unit"),
                        "percentage");
    assert_string_equal(shim_text("r/iterations:1/repeats:5/manual_time_mean", "aggregate_unit"),
                        "time");
}

static void repetitions_can_be_left_out_of_display_or_of_all(void **state)
{
    (void)state;
    (void)shim_run(add_repeated, "--benchmark_report_aggregates_only=true");
    assert_int_equal(shim_row_count(), 6);
    (void)shim_run(add_repeated, "--benchmark_display_aggregates_only=true");
    assert_int_equal(shim_row_count(), 6);
    /* the same rows go to a file in full */
    assert_int_equal(rows_in_file(add_repeated, "--benchmark_display_aggregates_only=true"), 11);
    assert_int_equal(rows_in_file(add_repeated, "--benchmark_report_aggregates_only=true"), 6);
    mode = TKG_BENCHMARK_AGGREGATES_ONLY;
    (void)shim_run(add_repeated);
    assert_int_equal(shim_row_count(), 6);
    mode = TKG_BENCHMARK_AGGREGATES_AND_ROWS;
    (void)shim_run(add_repeated, "--benchmark_report_aggregates_only=true");
    assert_int_equal(shim_row_count(), 11);
    mode = TKG_BENCHMARK_AGGREGATES_DISPLAY;
    (void)shim_run(add_repeated);
    assert_int_equal(shim_row_count(), 6);
    mode = TKG_BENCHMARK_AGGREGATES_DEFAULT;
}

/* Says when it was called: 1 for the first call of the whole run. */
static void says_its_turn(struct tkg_state *state, void *user)
{
    TKG_LOOP(state) {
    }
    tkg_state_set_counter(state, "order", ++*(int *)user, TKG_COUNTER_PLAIN);
}

static void add_two_repeated(void)
{
    static int calls;
    (void)shim_register_function("x", says_its_turn, &calls, .iterations = 2);
    (void)shim_register_function("y", says_its_turn, &calls, .iterations = 3);
}

static void random_interleaving_keeps_cases_together_in_the_output(void **state)
{
    (void)state;
    (void)shim_run(add_two_repeated, "--benchmark_repetitions=20",
                   "--benchmark_enable_random_interleaving=true");
    shim_expect_status(0);
    assert_int_equal(shim_row_count(), 2 * 24);
    size_t index;
    json_t *row;
    int next[2] = {0, 0};
    double last_of_x = 0;
    json_array_foreach(shim_rows(), index, row) {
        if (json_object_get(row, "aggregate_name") == NULL) {
            int is_y = strncmp(json_string_value(json_object_get(row, "name")), "y", 1) == 0;
            assert_int_equal(json_integer_value(json_object_get(row, "repetition_index")),
                             next[is_y]++);
            assert_int_equal(json_integer_value(json_object_get(row, "iterations")), 2 + is_y);
            double order = json_number_value(json_object_get(row, "order"));
            last_of_x = !is_y && order > last_of_x ? order : last_of_x;
        }
    }
    /* x and y take turns: were x the first 20 of all calls, that is one shuffle in C(40, 20) */
    assert_true(last_of_x > 20);
    assert_int_equal(next[0], 20);
    assert_int_equal(next[1], 20);
}

static void the_time_unit_flag_is_the_default_only(void **state)
{
    (void)state;
    (void)shim_run(add_one, "--benchmark_time_unit=s");
    assert_string_equal(shim_text(one_name, "time_unit"), "s");
    assert_near(shim_number(one_name, "real_time"), 0.001, 1e-15);
    (void)shim_run(add_repeated, "--benchmark_time_unit=s", "--benchmark_repetitions=1");
    assert_string_equal(shim_text("r/iterations:1/repeats:5/manual_time", "time_unit"), "ms");
}

/* Counts its calls: warm-up calls come before the measured one. */
static void counts_calls(struct tkg_state *state, void *user)
{
    TKG_LOOP(state) {
        tkg_state_set_iteration_time(state, 0.01);
    }
    tkg_state_set_counter(state, "calls", ++*(int *)user, TKG_COUNTER_PLAIN);
}

static double warmup_s;

static void add_warm(void)
{
    static int calls;
    (void)shim_register_function("warm", counts_calls, &calls, .min_time_s = 0.01,
                                 .min_warmup_time_s = warmup_s,
                                 .clock = TKG_BENCHMARK_CLOCK_MANUAL);
}

/* One iteration says 10 ms: it is enough at once, and without a warm-up it is the first call. */
static void warm_up_by_option_and_by_flag(void **state)
{
    (void)state;
    warmup_s = 0;
    (void)shim_run(add_warm);
    assert_near(shim_number("warm/min_time:0.010/manual_time", "calls"), 1, 0);
    (void)shim_run(add_warm, "--benchmark_min_warmup_time=0.01");
    assert_near(shim_number("warm/min_time:0.010/manual_time", "calls"), 2, 0);
    warmup_s = 0.01;
    (void)shim_run(add_warm);
    assert_near(shim_number("warm/min_time:0.010/min_warmup_time:0.010/manual_time", "calls"), 2,
                0);
}

/* ---- complexity ---- */

static void takes_n_ms(struct tkg_state *state, void *user)
{
    (void)user;
    double n = (double)tkg_state_range(state, 0);
    TKG_LOOP(state) {
        tkg_state_set_iteration_time(state, 0.001 * n * n);
    }
    tkg_state_set_complexity_n(state, tkg_state_range(state, 0));
    shim_must(tkg_state_complexity_n(state) == tkg_state_range(state, 0));
}

static double half_square(int64_t n, void *user)
{
    return (double)(n * n) * *(double *)user;
}

static enum tkg_big_o big_o;

static void add_sized(void)
{
    static double half = 0.5;
    struct tkg_benchmark *benchmark = shim_register_function(
        "n", takes_n_ms, NULL, .iterations = 1, .clock = TKG_BENCHMARK_CLOCK_MANUAL,
        .unit = TKG_BENCHMARK_MS, .complexity = big_o,
        .curve = big_o == TKG_BIG_O_LAMBDA ? half_square : NULL, .curve_user = &half);
    shim_must(tkg_benchmark_dense_range(benchmark, 1, 4, 1) == TKG_BENCHMARK_OK);
}

/* Time is exactly n^2 ms. With the class given the coefficient is 1 ms, with the user's curve
 * n^2 / 2 it is 2 ms, and nothing is left over. */
static void complexity_of_a_given_class_and_of_the_users_curve(void **state)
{
    (void)state;
    const char *name = "n/iterations:1/manual_time_BigO";
    big_o = TKG_BIG_O_N_SQUARED;
    (void)shim_run(add_sized);
    shim_expect_status(0);
    assert_near(shim_number(name, "real_coefficient"), 1, 1e-12);
    assert_string_equal(shim_text(name, "big_o"), "N^2");
    assert_true(shim_number("n/iterations:1/manual_time_RMS", "rms") >= 0); /* of CPU time */
    big_o = TKG_BIG_O_LAMBDA;
    (void)shim_run(add_sized);
    assert_near(shim_number(name, "real_coefficient"), 2, 1e-12);
    assert_string_equal(shim_text(name, "big_o"), "f(N)");
    big_o = TKG_BIG_O_AUTO;
    (void)shim_run(add_sized);
    assert_non_null(shim_text(name, "big_o"));
    (void)shim_run_plain(add_sized);
    assert_contains(shim_result.out, "n/iterations:1/manual_time_BigO");
    (void)shim_run_plain(add_sized, "--benchmark_format=csv");
    assert_contains(shim_result.out, "\"n/iterations:1/manual_time_RMS\",,");
}

/* ---- the user's reporters ---- */

struct told {
    int begun;
    int ended;
    int status;
    size_t row_count;
    size_t batch_count;
    double real_time;
    bool refuse;
    bool fail;
};
static struct told told;

static bool on_begin(void *user, const struct tkg_benchmark_context *context)
{
    struct told *mine = user;
    mine->begun += context->struct_bytes == sizeof(*context) && context->num_cpus > 0;
    return !mine->refuse;
}

static void on_runs(void *user, const struct tkg_benchmark_run *runs, size_t run_count)
{
    struct told *mine = user;
    mine->row_count += run_count;
    mine->batch_count++;
    mine->real_time = runs[0].real_time;
}

static bool on_end(void *user, int exit_status)
{
    struct told *mine = user;
    mine->ended++;
    mine->status = exit_status;
    (void)printf("begun %d rows %zu batches %zu real %g status %d\n", mine->begun, mine->row_count,
                 mine->batch_count, mine->real_time, mine->status);
    return !mine->fail;
}

static void add_reporter(void)
{
    const struct tkg_benchmark_reporter reporter = {sizeof(reporter), &told, on_begin, on_runs,
                                                    on_end};
    shim_must(tkg_benchmark_set_display_reporter(&reporter) == TKG_BENCHMARK_OK);
    add_repeated();
    add_one();
}

static void a_reporter_of_the_users_replaces_the_display(void **state)
{
    (void)state;
    (void)shim_run_plain(add_reporter);
    shim_expect_status(0);
    assert_string_equal(shim_result.out, "begun 1 rows 12 batches 2 real 1e+06 status 0\n");
    (void)shim_run_plain(add_reporter, "--benchmark_filter=nothing");
    assert_string_equal(shim_result.out, "begun 1 rows 0 batches 0 real 0 status 5\n");
}

static void add_beside(void)
{
    const struct tkg_benchmark_reporter reporter = {sizeof(reporter), &told, on_begin, on_runs,
                                                    on_end};
    shim_must(tkg_benchmark_add_reporter(&reporter) == TKG_BENCHMARK_OK);
    add_one();
}

static void a_reporter_can_stand_beside_the_display(void **state)
{
    (void)state;
    (void)shim_run_plain(add_beside);
    assert_contains(shim_result.out, "UserCounters...");
    assert_contains(shim_result.out, "begun 1 rows 1 batches 1 real 1e+06 status 0\n");
    /* it gets all rows, whatever the display leaves out */
    (void)shim_run_plain(add_beside, "--benchmark_repetitions=2",
                         "--benchmark_report_aggregates_only=true");
    assert_contains(shim_result.out, "begun 1 rows 6 batches 1 ");
}

static void a_reporter_that_refuses_or_fails_decides_the_status(void **state)
{
    (void)state;
    told.refuse = true;
    (void)shim_run_plain(add_reporter);
    shim_expect_status(TKG_BENCHMARK_FAILED);
    assert_contains(shim_result.out, "rows 0");
    told.refuse = false;
    told.fail = true;
    (void)shim_run_plain(add_reporter);
    shim_expect_status(TKG_BENCHMARK_USAGE);
    told.fail = false;
}

static void an_empty_reporter_is_left_out_and_an_unsized_one_refused(void **state)
{
    (void)state;
    const struct tkg_benchmark_reporter unsized = {0};
    assert_int_equal(tkg_benchmark_add_reporter(&unsized), TKG_BENCHMARK_USAGE);
    assert_contains(tkg_benchmark_last_error(), "set struct_bytes of the reporter");
    assert_int_equal(tkg_benchmark_add_reporter(NULL), TKG_BENCHMARK_USAGE);
    assert_int_equal(tkg_benchmark_set_display_reporter(NULL), TKG_BENCHMARK_OK);
    tkg_benchmark_clear();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(min_time_is_taken_in_every_spelling),
        cmocka_unit_test(min_time_in_iterations_is_exact),
        cmocka_unit_test(an_options_iterations_win_over_the_flag),
        cmocka_unit_test(wrong_values_are_usage_errors_that_name_what_fits),
        cmocka_unit_test(help_names_every_flag_and_is_no_failure),
        cmocka_unit_test(variables_are_flags_and_flags_win),
        cmocka_unit_test(a_wrong_variable_is_a_usage_error),
        cmocka_unit_test(json_is_strict_and_has_the_context_of_1_7_1),
        cmocka_unit_test(context_can_be_added_once_per_key),
        cmocka_unit_test(console_has_the_librarys_columns),
        cmocka_unit_test(colour_is_on_request_off_a_terminal),
        cmocka_unit_test(counters_can_be_columns),
        cmocka_unit_test(csv_quotes_and_has_a_column_per_counter),
        cmocka_unit_test(csv_takes_rows_with_unlike_counters),
        cmocka_unit_test(out_writes_a_file_beside_the_display),
        cmocka_unit_test(out_has_the_format_asked_for),
        cmocka_unit_test(aggregates_are_the_usual_statistics_and_the_users),
        cmocka_unit_test(repetitions_can_be_left_out_of_display_or_of_all),
        cmocka_unit_test(random_interleaving_keeps_cases_together_in_the_output),
        cmocka_unit_test(the_time_unit_flag_is_the_default_only),
        cmocka_unit_test(warm_up_by_option_and_by_flag),
        cmocka_unit_test(complexity_of_a_given_class_and_of_the_users_curve),
        cmocka_unit_test(a_reporter_of_the_users_replaces_the_display),
        cmocka_unit_test(a_reporter_can_stand_beside_the_display),
        cmocka_unit_test(a_reporter_that_refuses_or_fails_decides_the_status),
        cmocka_unit_test(what_is_no_flag_of_ours_is_left_to_the_caller),
        cmocka_unit_test(an_empty_reporter_is_left_out_and_an_unsized_one_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
