/* SPDX-License-Identifier: Apache-2.0
 *
 * The reporter on rows made by hand. Documents are read back with a strict parser.
 */
#include "cmocka_all.h"

#include <dirent.h>
#include <fcntl.h>
#include <jansson.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "gbench_json.h"
#include "sample_rows.h"

struct fixture {
    char folder[64];
    char path[96];
    struct tkg_benchmark_reporter reporter;
    json_t *root; /* of what was written */
};

static int setup(void **state)
{
    struct fixture *one = calloc(1, sizeof(*one));
    assert_non_null(one);
    (void)snprintf(one->folder, sizeof(one->folder), "/tmp/gbench-json-XXXXXX");
    assert_non_null(mkdtemp(one->folder));
    (void)snprintf(one->path, sizeof(one->path), "%s/out.json", one->folder);
    *state = one;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *one = *state;
    json_decref(one->root);
    (void)unlink(one->path);
    assert_int_equal(rmdir(one->folder), 0); /* nothing else was left there */
    free(one);
    return 0;
}

static void begin(struct fixture *one, enum tkg_benchmark_json_profile profile)
{
    const struct tkg_benchmark_context context = sample_context();
    assert_true(tkg_benchmark_json_create(profile, one->path, &one->reporter));
    assert_true(one->reporter.begin(one->reporter.user, &context));
}

static void tell(struct fixture *one, const struct tkg_benchmark_run *runs, size_t count)
{
    one->reporter.runs(one->reporter.user, runs, count);
}

/* Ends the run and reads the file; returns its rows. */
static const json_t *end_and_read(struct fixture *one, int exit_status)
{
    json_error_t error;
    assert_true(one->reporter.end(one->reporter.user, exit_status));
    tkg_benchmark_json_destroy(&one->reporter);
    one->root = json_load_file(one->path, JSON_REJECT_DUPLICATES, &error);
    if (!one->root) {
        fail_msg("%d:%d: %s", error.line, error.column, error.text);
    }
    return json_object_get(one->root, "benchmarks");
}

static const json_t *context_of(const struct fixture *one)
{
    return json_object_get(one->root, "context");
}

static double number_at(const json_t *rows, size_t row, const char *key)
{
    const json_t *value = json_object_get(json_array_get(rows, row), key);
    assert_true(json_is_number(value));
    return json_number_value(value);
}

static void assert_text_at(const json_t *rows, size_t row, const char *key, const char *expected)
{
    const char *text = json_string_value(json_object_get(json_array_get(rows, row), key));
    assert_non_null(text);
    assert_string_equal(text, expected);
}

static void assert_listed(const struct fixture *one, const char *key, size_t index,
                          const char *name, const char *reason)
{
    const json_t *list = json_object_get(context_of(one), key);
    assert_text_at(list, index, "name", name);
    const json_t *entry = json_array_get(list, index);
    assert_contains(json_string_value(json_object_get(entry, "reason")), reason);
}

/* Median of 30, 10, 20 is 20; of 12 and 13 it is 12.5. */
static void single_has_one_row_per_case_the_median_over_repetitions(void **state)
{
    struct fixture *one = *state;
    const struct tkg_benchmark_run runs[] = {
        sample_run_row("match", 30.0), sample_run_row("match", 10.0), sample_run_row("match", 20.0),
        sample_aggregate("match_mean", "match", "mean", 99.0)};
    const struct tkg_benchmark_run pair[] = {sample_run_row("pair", 12.0),
                                             sample_run_row("pair", 13.0)};
    begin(one, TKG_BENCHMARK_JSON_SINGLE);
    tell(one, runs, 4);
    tell(one, pair, 2);
    const json_t *rows = end_and_read(one, 0);
    assert_int_equal(json_array_size(rows), 2);
    assert_near(number_at(rows, 0, "real_time"), 20.0, 0.0);
    assert_near(number_at(rows, 0, "cpu_time"), 10.0, 0.0);
    assert_near(number_at(rows, 1, "real_time"), 12.5, 0.0);
    assert_near(number_at(rows, 1, "family_index"), 1.0, 0.0);
    assert_near(number_at(rows, 0, "repetitions"), 1.0, 0.0);
    assert_text_at(rows, 0, "run_type", "iteration");
}

static void percentiles_are_counters_and_rows(void **state)
{
    struct fixture *one = *state;
    struct tkg_benchmark_run run = sample_run_row("match", 3.0);
    run.time_unit = TKG_BENCHMARK_MS;
    sample_percentiles(&run, 40.0);
    begin(one, TKG_BENCHMARK_JSON_SINGLE);
    tell(one, &run, 1);
    const json_t *rows = end_and_read(one, 0);
    assert_int_equal(json_array_size(rows), 3);
    assert_text_at(rows, 0, "time_unit", "ms");
    assert_near(number_at(rows, 0, "p50_ns"), 40.0, 0.0);
    assert_near(number_at(rows, 0, "p99_9_ns"), 400.0, 0.0);
    assert_near(number_at(rows, 0, "max_ns"), 4000.0, 0.0);
    assert_text_at(rows, 1, "name", "match/p50");
    assert_text_at(rows, 2, "name", "match/p99");
    assert_text_at(rows, 2, "time_unit", "ns");
    assert_near(number_at(rows, 2, "real_time"), 120.0, 0.0);
    assert_near(number_at(rows, 2, "cpu_time"), 120.0, 0.0);
}

static void failed_and_skipped_cases_are_listed_and_have_no_row(void **state)
{
    struct fixture *one = *state;
    struct tkg_benchmark_run runs[2] = {sample_run_row("cross", 1.0), sample_run_row("cross", NAN)};
    struct tkg_benchmark_run skipped = sample_run_row("route", NAN);
    runs[1].outcome = TKG_BENCHMARK_ERROR;
    runs[1].message = "crossed";
    skipped.outcome = TKG_BENCHMARK_SKIPPED;
    skipped.message = "no feed";
    begin(one, TKG_BENCHMARK_JSON_SINGLE);
    tell(one, runs, 2);
    tell(one, &skipped, 1);
    assert_int_equal(json_array_size(end_and_read(one, 4)), 0);
    assert_listed(one, "failed_cases", 0, "cross", "crossed");
    assert_listed(one, "left_out", 0, "route", "no feed");
    assert_string_equal(json_string_value(json_object_get(context_of(one), "complete")), "false");
}

static void single_leaves_out_what_is_not_finite(void **state)
{
    struct fixture *one = *state;
    const struct tkg_benchmark_counter counters[] = {{"good", 1.0, 0}, {"bad", INFINITY, 0}};
    struct tkg_benchmark_run run = sample_run_row("match", 3.0);
    const struct tkg_benchmark_run no_time = sample_run_row("never", NAN);
    run.counters = counters;
    run.counter_count = 2;
    begin(one, TKG_BENCHMARK_JSON_SINGLE);
    tell(one, &run, 1);
    tell(one, &no_time, 1);
    const json_t *rows = end_and_read(one, 0);
    assert_int_equal(json_array_size(rows), 1);
    assert_near(number_at(rows, 0, "good"), 1.0, 0.0);
    assert_null(json_object_get(json_array_get(rows, 0), "bad"));
    assert_listed(one, "left_out", 0, "match", "counter bad: not a finite number");
    assert_listed(one, "left_out", 1, "never", "its time is not a finite number");
}

static void a_counter_missing_in_one_repetition_has_no_median(void **state)
{
    struct fixture *one = *state;
    const struct tkg_benchmark_counter counter = {"fills", 1.0, 0};
    struct tkg_benchmark_run runs[2] = {sample_run_row("match", 1.0), sample_run_row("match", 2.0)};
    runs[0].counters = &counter;
    runs[0].counter_count = 1;
    begin(one, TKG_BENCHMARK_JSON_SINGLE);
    tell(one, runs, 2);
    const json_t *rows = end_and_read(one, 0);
    assert_null(json_object_get(json_array_get(rows, 0), "fills"));
    assert_listed(one, "left_out", 0, "match", "not a finite number in every repetition");
}

static void names_stay_unique(void **state)
{
    struct fixture *one = *state;
    struct tkg_benchmark_run run = sample_run_row("match", 1.0);
    const struct tkg_benchmark_run again = sample_run_row("match/p50", 2.0);
    sample_percentiles(&run, 40.0);
    begin(one, TKG_BENCHMARK_JSON_SINGLE);
    tell(one, &again, 1);
    tell(one, &run, 1);
    tell(one, &run, 1);
    const json_t *rows = end_and_read(one, 0);
    assert_int_equal(json_array_size(rows), 3); /* match/p50, match, match/p99 */
    assert_near(number_at(rows, 0, "real_time"), 2.0, 0.0);
    assert_listed(one, "left_out", 0, "match/p50", "another row has this name");
    assert_listed(one, "left_out", 1, "match", "another row has this name");
}

/* In both profiles: two keys of one name are read in two ways. */
static void reserved_counter_names_are_refused(void **state)
{
    struct fixture *one = *state;
    const struct tkg_benchmark_counter counters[] = {{"name", 3.0, 0}, {"p99_ns", 4.0, 0}};
    struct tkg_benchmark_run run = sample_run_row("match", 3.0);
    run.counters = counters;
    run.counter_count = 2;
    begin(one, TKG_BENCHMARK_JSON_FULL);
    tell(one, &run, 1);
    const json_t *rows = end_and_read(one, 0);
    assert_text_at(rows, 0, "name", "match");
    assert_null(json_object_get(json_array_get(rows, 0), "p99_ns"));
    assert_listed(one, "left_out", 0, "match", "counter name: the name of a field");
    assert_listed(one, "left_out", 1, "match", "counter p99_ns");
}

static void a_dry_run_gives_no_row_to_trackers(void **state)
{
    struct fixture *one = *state;
    struct tkg_benchmark_context context = sample_context();
    const struct tkg_benchmark_run run = sample_run_row("match", 3.0);
    context.dry_run = true;
    assert_true(tkg_benchmark_json_create(TKG_BENCHMARK_JSON_SINGLE, one->path, &one->reporter));
    assert_true(one->reporter.begin(one->reporter.user, &context));
    tell(one, &run, 1);
    assert_int_equal(json_array_size(end_and_read(one, 0)), 0);
    assert_listed(one, "left_out", 0, "match", "dry run");
}

/* Field by field as json_reporter.cc of 1.7.1 writes them. */
static void full_has_every_row_of_the_library(void **state)
{
    struct fixture *one = *state;
    struct tkg_benchmark_run runs[] = {
        sample_run_row("scan/8", 4.0), sample_aggregate("scan/8_cv", "scan/8", "cv", 0.5),
        sample_aggregate("scan_BigO", "scan", "BigO", 0.25),
        sample_aggregate("scan_RMS", "scan", "RMS", 0.125), sample_run_row("cross", NAN)};
    runs[2].row = TKG_BENCHMARK_BIG_O;
    runs[2].big_o_text = "NlgN";
    runs[3].row = TKG_BENCHMARK_RMS;
    runs[4].outcome = TKG_BENCHMARK_ERROR;
    runs[4].message = "crossed";
    begin(one, TKG_BENCHMARK_JSON_FULL);
    tell(one, runs, 5);
    const json_t *rows = end_and_read(one, 4);
    assert_int_equal(json_array_size(rows), 5);
    assert_near(number_at(rows, 0, "repetition_index"), 0.0, 0.0);
    assert_text_at(rows, 1, "run_type", "aggregate");
    assert_text_at(rows, 1, "run_name", "scan/8");
    assert_text_at(rows, 1, "aggregate_name", "cv");
    assert_text_at(rows, 1, "aggregate_unit", "percentage");
    assert_null(json_object_get(json_array_get(rows, 1), "repetition_index"));
    assert_near(number_at(rows, 2, "real_coefficient"), 0.25, 0.0);
    assert_near(number_at(rows, 2, "cpu_coefficient"), 0.125, 0.0);
    assert_text_at(rows, 2, "big_o", "NlgN");
    assert_null(json_object_get(json_array_get(rows, 2), "real_time"));
    assert_near(number_at(rows, 3, "rms"), 0.0625, 0.0);
    assert_true(json_is_true(json_object_get(json_array_get(rows, 4), "error_occurred")));
    assert_text_at(rows, 4, "error_message", "crossed");
    assert_near(number_at(rows, 4, "real_time"), 0.0, 0.0);
}

static void full_writes_null_for_what_is_not_finite(void **state)
{
    struct fixture *one = *state;
    const struct tkg_benchmark_counter counters[] = {{"a", NAN, 0}, {"b", -INFINITY, 0}};
    struct tkg_benchmark_run run = sample_run_row("match", INFINITY);
    run.counters = counters;
    run.counter_count = 2;
    begin(one, TKG_BENCHMARK_JSON_FULL);
    tell(one, &run, 1);
    const json_t *row = json_array_get(end_and_read(one, 0), 0);
    assert_true(json_is_null(json_object_get(row, "real_time")));
    assert_true(json_is_null(json_object_get(row, "a")));
    assert_true(json_is_null(json_object_get(row, "b")));
}

static void memory_is_written_when_it_was_measured(void **state)
{
    struct fixture *one = *state;
    struct tkg_benchmark_run run = sample_run_row("match", 1.0);
    run.memory = (struct tkg_benchmark_memory){.iterations = 16,
                                               .allocations = 32,
                                               .allocations_per_iteration = 2.0,
                                               .max_bytes_used = 4096,
                                               .total_allocated_bytes = 8192,
                                               .net_heap_growth = -1,
                                               .resident_bytes_peak = 65536};
    begin(one, TKG_BENCHMARK_JSON_FULL);
    tell(one, &run, 1);
    const json_t *rows = end_and_read(one, 0);
    assert_near(number_at(rows, 0, "allocs_per_iter"), 2.0, 0.0);
    assert_near(number_at(rows, 0, "max_bytes_used"), 4096.0, 0.0);
    assert_near(number_at(rows, 0, "resident_bytes_peak"), 65536.0, 0.0);
    assert_null(json_object_get(json_array_get(rows, 0), "net_heap_growth")); /* not known */
}

/* json_reporter.cc of 1.7.1 */
static void the_context_has_every_key_of_the_library(void **state)
{
    struct fixture *one = *state;
    static const char *const keys[] = {
        "date",   "host_name", "executable",          "num_cpus",           "mhz_per_cpu",
        "caches", "load_avg",  "cpu_scaling_enabled", "library_build_type",
    };
    begin(one, TKG_BENCHMARK_JSON_SINGLE);
    (void)end_and_read(one, 0);
    const json_t *context = context_of(one);
    for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
        assert_non_null(json_object_get(context, keys[i]));
    }
    assert_int_equal(json_integer_value(json_object_get(context, "mhz_per_cpu")), 3200);
    assert_int_equal(json_array_size(json_object_get(context, "caches")), 3);
    assert_true(json_is_true(json_object_get(context, "aslr_enabled")));
}

static void a_key_of_the_user_replaces_none_of_the_format(void **state)
{
    struct fixture *one = *state;
    struct tkg_benchmark_context context = sample_context();
    const struct tkg_benchmark_key_value custom[] = {{"date", "never"}, {"commit", "3f9c1ab"}};
    context.custom = custom;
    context.custom_count = 2;
    assert_true(tkg_benchmark_json_create(TKG_BENCHMARK_JSON_FULL, one->path, &one->reporter));
    assert_true(one->reporter.begin(one->reporter.user, &context));
    (void)end_and_read(one, 0);
    assert_string_equal(json_string_value(json_object_get(context_of(one), "date")),
                        "2026-02-03T04:05:06+01:00");
    assert_string_equal(json_string_value(json_object_get(context_of(one), "commit")), "3f9c1ab");
}

static void text_that_is_no_utf8_does_not_break_the_document(void **state)
{
    struct fixture *one = *state;
    const struct tkg_benchmark_counter counter = {"\xFE", 1.0, 0};
    struct tkg_benchmark_run run = sample_run_row("a\xFF\"\n", 1.0);
    run.counters = &counter;
    run.counter_count = 1;
    begin(one, TKG_BENCHMARK_JSON_SINGLE);
    tell(one, &run, 1);
    const json_t *rows = end_and_read(one, 0);
    assert_text_at(rows, 0, "name", "a\uFFFD\"\n");
    assert_near(number_at(rows, 0, "\uFFFD"), 1.0, 0.0);
}

/* Unicode 15, table 3-7: E2 82 is a euro sign cut short, C0 AF an overlong slash, ED A0 80 a
 * surrogate; each of their bytes counts. The whole ones, of 2, 3 and 4 bytes, stay. */
static void only_bytes_that_are_no_utf8_are_replaced(void **state)
{
    struct fixture *one = *state;
    const struct tkg_benchmark_run runs[] = {
        sample_run_row("\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x98\x80 \xFF", 1.0),
        sample_run_row("\xE2\x82.\xC0\xAF.\xED\xA0\x80", 1.0)};
    begin(one, TKG_BENCHMARK_JSON_FULL);
    tell(one, runs, 2);
    const json_t *rows = end_and_read(one, 0);
    assert_text_at(rows, 0, "name", "\u00e9 \u20ac \U0001F600 \uFFFD");
    assert_text_at(rows, 1, "name", "\uFFFD\uFFFD.\uFFFD\uFFFD.\uFFFD\uFFFD\uFFFD");
}

static void the_first_of_two_counters_that_read_alike_stays(void **state)
{
    struct fixture *one = *state;
    const struct tkg_benchmark_counter counters[] = {{"\xFE", 1.0, 0}, {"\xFF", 2.0, 0}};
    struct tkg_benchmark_run run = sample_run_row("match", 1.0);
    run.counters = counters;
    run.counter_count = 2;
    begin(one, TKG_BENCHMARK_JSON_FULL);
    tell(one, &run, 1);
    const json_t *rows = end_and_read(one, 0);
    assert_near(number_at(rows, 0, "\uFFFD"), 1.0, 0.0);
    assert_listed(one, "left_out", 0, "match", "another counter has this name");
}

/* INT64_MAX as a double is 2^63, which no int64_t holds. */
static void the_largest_number_of_iterations_stays_the_largest(void **state)
{
    struct fixture *one = *state;
    struct tkg_benchmark_run run = sample_run_row("match", 1.0);
    run.iterations = INT64_MAX;
    begin(one, TKG_BENCHMARK_JSON_SINGLE);
    tell(one, &run, 1);
    const json_t *row = json_array_get(end_and_read(one, 0), 0);
    assert_true(json_integer_value(json_object_get(row, "iterations")) == INT64_MAX);
}

static size_t files_in(const char *folder)
{
    size_t count = 0;
    DIR *open_folder = opendir(folder);
    assert_non_null(open_folder);
    for (struct dirent *entry = readdir(open_folder); entry; entry = readdir(open_folder)) {
        count += entry->d_name[0] != '.';
    }
    (void)closedir(open_folder);
    return count;
}

static void the_file_appears_only_when_it_is_whole(void **state)
{
    struct fixture *one = *state;
    const struct tkg_benchmark_run run = sample_run_row("match", 1.0);
    begin(one, TKG_BENCHMARK_JSON_FULL);
    tell(one, &run, 1);
    assert_int_equal(access(one->path, F_OK), -1);
    assert_int_equal(files_in(one->folder), 1); /* the partial one */
    (void)end_and_read(one, 0);
    assert_int_equal(access(one->path, F_OK), 0);
    assert_int_equal(files_in(one->folder), 1);
}

static void a_run_that_never_ends_leaves_nothing(void **state)
{
    struct fixture *one = *state;
    begin(one, TKG_BENCHMARK_JSON_FULL);
    tkg_benchmark_json_destroy(&one->reporter);
    assert_int_equal(files_in(one->folder), 0);
}

static void an_empty_run_is_an_empty_document(void **state)
{
    struct fixture *one = *state;
    begin(one, TKG_BENCHMARK_JSON_FULL);
    assert_int_equal(json_array_size(end_and_read(one, 5)), 0);
}

static void a_path_that_cannot_be_written_stops_the_run_before_it_begins(void **state)
{
    struct fixture *one = *state;
    struct tkg_benchmark_reporter reporter;
    const struct tkg_benchmark_context context = sample_context();
    char path[128];
    (void)snprintf(path, sizeof(path), "%s/none/out.json", one->folder);
    assert_true(tkg_benchmark_json_create(TKG_BENCHMARK_JSON_FULL, path, &reporter));
    assert_false(reporter.begin(reporter.user, &context));
    assert_false(reporter.end(reporter.user, 4));
    tkg_benchmark_json_destroy(&reporter);
}

/* On a pipe of its own and not on a device: broken code that runs as root would replace it. */
static void a_pipe_is_written_in_place_and_never_replaced(void **state)
{
    struct fixture *one = *state;
    struct stat status;
    char bytes[4096];
    assert_int_equal(mkfifo(one->path, 0600), 0);
    int reader = open(one->path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    assert_true(reader >= 0);
    begin(one, TKG_BENCHMARK_JSON_FULL);
    assert_int_equal(files_in(one->folder), 1);
    assert_true(one->reporter.end(one->reporter.user, 0));
    tkg_benchmark_json_destroy(&one->reporter);
    assert_int_equal(stat(one->path, &status), 0);
    assert_true(S_ISFIFO(status.st_mode));
    ssize_t length = read(reader, bytes, sizeof(bytes) - 1); /* a document of some 900 bytes */
    assert_true(length > 0);
    assert_int_equal(bytes[0], '{');
    assert_int_equal(bytes[length - 1], '\n');
    (void)close(reader);
}

/* What /proc/self/fd says of a pipe, pipe:[123], is no path: /dev/stdout is such a link. */
static void a_pipe_without_a_name_is_written_by_its_link(void **state)
{
    (void)state;
    int ends[2];
    char bytes[4096];
    struct tkg_benchmark_reporter reporter;
    const struct tkg_benchmark_context context = sample_context();
    assert_int_equal(pipe(ends), 0);
    (void)snprintf(bytes, sizeof(bytes), "/proc/self/fd/%d", ends[1]);
    assert_true(tkg_benchmark_json_create(TKG_BENCHMARK_JSON_FULL, bytes, &reporter));
    assert_true(reporter.begin(reporter.user, &context));
    assert_true(reporter.end(reporter.user, 0));
    tkg_benchmark_json_destroy(&reporter);
    assert_true(read(ends[0], bytes, sizeof(bytes)) > 0);
    assert_int_equal(bytes[0], '{');
    (void)close(ends[0]);
    (void)close(ends[1]);
}

/* The limit of a file's size stands for a full disk: 64 bytes do not hold the document. */
static void a_write_that_is_lost_is_told_and_leaves_nothing(void **state)
{
    struct fixture *one = *state;
    struct rlimit before;
    begin(one, TKG_BENCHMARK_JSON_FULL);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    const struct rlimit small = {64, before.rlim_max};
    void (*handler)(int) = signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    bool written = one->reporter.end(one->reporter.user, 0);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    (void)signal(SIGXFSZ, handler);
    tkg_benchmark_json_destroy(&one->reporter);
    assert_false(written);
    assert_int_equal(files_in(one->folder), 0);
}

static void rows_of_an_older_shim_are_not_half_read(void **state)
{
    struct fixture *one = *state;
    struct tkg_benchmark_run run = sample_run_row("match", 1.0);
    run.struct_bytes = sizeof(run) - 8;
    begin(one, TKG_BENCHMARK_JSON_FULL);
    tell(one, &run, 1);
    assert_false(one->reporter.end(one->reporter.user, 0));
    tkg_benchmark_json_destroy(&one->reporter);
    assert_int_equal(files_in(one->folder), 0);
}

/* What a later shim adds stands behind what is known here. */
static void rows_of_a_later_shim_are_stepped_over_in_their_size(void **state)
{
    struct fixture *one = *state;
    struct {
        struct tkg_benchmark_run run;
        double added;
    } runs[2] = {{sample_run_row("a", 1.0), 0.0}, {sample_run_row("b", 2.0), 0.0}};
    runs[0].run.struct_bytes = sizeof(runs[0]);
    runs[1].run.struct_bytes = sizeof(runs[0]);
    begin(one, TKG_BENCHMARK_JSON_FULL);
    tell(one, &runs[0].run, 2);
    const json_t *rows = end_and_read(one, 0);
    assert_text_at(rows, 1, "name", "b");
}

static void profiles_are_found_by_name(void **state)
{
    enum tkg_benchmark_json_profile profile = TKG_BENCHMARK_JSON_FULL;
    (void)state;
    assert_true(tkg_benchmark_json_profile_find("single", &profile));
    assert_int_equal(profile, TKG_BENCHMARK_JSON_SINGLE);
    assert_true(tkg_benchmark_json_profile_find("full", &profile));
    assert_int_equal(profile, TKG_BENCHMARK_JSON_FULL);
    assert_false(tkg_benchmark_json_profile_find("both", &profile));
}

#define JSON_TEST(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        JSON_TEST(single_has_one_row_per_case_the_median_over_repetitions),
        JSON_TEST(percentiles_are_counters_and_rows),
        JSON_TEST(failed_and_skipped_cases_are_listed_and_have_no_row),
        JSON_TEST(single_leaves_out_what_is_not_finite),
        JSON_TEST(a_counter_missing_in_one_repetition_has_no_median),
        JSON_TEST(names_stay_unique),
        JSON_TEST(reserved_counter_names_are_refused),
        JSON_TEST(a_dry_run_gives_no_row_to_trackers),
        JSON_TEST(full_has_every_row_of_the_library),
        JSON_TEST(full_writes_null_for_what_is_not_finite),
        JSON_TEST(memory_is_written_when_it_was_measured),
        JSON_TEST(the_context_has_every_key_of_the_library),
        JSON_TEST(a_key_of_the_user_replaces_none_of_the_format),
        JSON_TEST(text_that_is_no_utf8_does_not_break_the_document),
        JSON_TEST(only_bytes_that_are_no_utf8_are_replaced),
        JSON_TEST(the_first_of_two_counters_that_read_alike_stays),
        JSON_TEST(the_largest_number_of_iterations_stays_the_largest),
        JSON_TEST(the_file_appears_only_when_it_is_whole),
        JSON_TEST(a_run_that_never_ends_leaves_nothing),
        JSON_TEST(an_empty_run_is_an_empty_document),
        JSON_TEST(a_path_that_cannot_be_written_stops_the_run_before_it_begins),
        JSON_TEST(a_pipe_is_written_in_place_and_never_replaced),
        cmocka_unit_test(a_pipe_without_a_name_is_written_by_its_link),
        JSON_TEST(a_write_that_is_lost_is_told_and_leaves_nothing),
        JSON_TEST(rows_of_an_older_shim_are_not_half_read),
        JSON_TEST(rows_of_a_later_shim_are_stepped_over_in_their_size),
        cmocka_unit_test(profiles_are_found_by_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
