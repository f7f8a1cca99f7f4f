/* SPDX-License-Identifier: Apache-2.0 */
#include "report/thread_text.h"

#include "report/report.h"
#include "report_check.h"

enum { COUNTS = 4 };

/* The cases of the sample run replaced by 1, 2, 4 and 8 threads; 8 took turns, 4 were not pinned.
 */
struct threads_case {
    struct report_case *one;
    struct tkg_case cases[COUNTS];
    struct tkg_case_summary summaries[COUNTS];
    struct tkg_summary summary;
};

static const double speedups[COUNTS] = {1.0, 1.9, 3.6, 3.2};

static void fill(struct threads_case *threads, size_t i)
{
    struct tkg_case *the_case = &threads->cases[i];
    struct tkg_case_summary *summary = &threads->summaries[i];
    *the_case = threads->one->run.record.cases[0];
    the_case->threads =
        (struct tkg_case_threads){.count = 1u << i, .oversubscribed = i == 3, .pinned = i < 2};
    (void)snprintf(the_case->name, sizeof(the_case->name), "threads/%u", 1u << i);
    *summary = threads->one->run.summary.cases[0];
    summary->source = the_case;
    summary->estimates[TKG_METRIC_THROUGHPUT] = sample_estimate(30e6 * speedups[i], 1.0);
    summary->estimates[TKG_METRIC_SPEEDUP] = sample_estimate(speedups[i], i ? 1.0 : 0.0);
    summary->estimates[TKG_METRIC_EFFICIENCY] =
        sample_estimate(speedups[i] / (1u << i), i ? 1.0 : 0.0);
    summary->estimates[TKG_METRIC_THREAD_BALANCE] = sample_estimate(1.0, 0.0);
}

static struct threads_case make_threads(struct report_case *one)
{
    struct threads_case threads = {.one = one, .summary = one->run.summary};
    threads.summary.case_count = COUNTS;
    threads.summary.threads = (struct tkg_thread_scaling){
        .one_thread = 0,
        .fitted_count = 3,
        .lambda = sample_estimate(30e6, 1.0),
        .sigma = sample_estimate(0.02, 10.0),
        .kappa = sample_estimate(0.005, 10.0),
        .peak_threads = 14.0,
        .peak_throughput = 193e6,
        .impossible = SIZE_MAX,
    };
    return threads;
}

/* Where the struct lies for good: a summary points into its cases. */
static const char *add_table(struct threads_case *threads)
{
    for (size_t i = 0; i < COUNTS; i++) {
        fill(threads, i);
    }
    threads->summary.cases = threads->summaries;
    threads->one->input.summary = &threads->summary;
    tkg_text_reset(&threads->one->out);
    tkg_threads_add_table(&threads->one->out, &threads->one->input);
    return tkg_text_borrow(&threads->one->out);
}

/* Intervals of the sample: 0.6 % to either side. */
static void the_table_has_a_row_per_count_the_digest_and_the_law(void **state)
{
    struct threads_case threads = make_threads(*state);
    const char *text = add_table(&threads);
    assert_contains(text, "\nTHREADS      throughput  speed-up  efficiency  95 % interval");
    assert_contains(text, "  1      30.0 M ticks/s      1.00       100 %  [100, 100] %");
    assert_contains(text, "  2      57.0 M ticks/s      1.90      95.0 %  [94.4, 95.6] %");
    assert_contains(text, "  4       108 M ticks/s      3.60      90.0 %  [89.5, 90.5] %");
    assert_contains(text, "    100 %  20        0  not pinned\n");
    assert_contains(text, "    100 %  20        0  oversubscribed\n");
    assert_contains(text, "equal in all 80 trials and for every thread count\n");
    assert_contains(text, "  contention 0.0200 [0.0188, 0.0212], coherency 0.00500 [0.00470, "
                          "0.00530]; peak 193 M ticks/s at 14 threads\n");
}

static void markdown_says_the_same(void **state)
{
    struct threads_case threads = make_threads(*state);
    (void)add_table(&threads);
    tkg_text_reset(&threads.one->out);
    tkg_threads_add_markdown(&threads.one->out, &threads.one->input);
    const char *text = tkg_text_borrow(&threads.one->out);
    assert_contains(text, "| 2 | 57.0 M ticks/s | 1.90 | 95.0 % | [94.4, 95.6] % | 20 | 0 |\n");
    assert_contains(text, "| 8, oversubscribed | 96.0 M ticks/s |");
    assert_contains(text, "\ncontention 0.0200 [0.0188, 0.0212]");
}

static const char *law(const struct tkg_thread_scaling *scaling)
{
    static struct tkg_text text;
    tkg_text_deinit(&text);
    text = (struct tkg_text){0};
    tkg_threads_add_law(&text, scaling);
    return tkg_text_borrow(&text);
}

static void what_has_no_peak_says_what_bounds_it(void **state)
{
    struct threads_case threads = make_threads(*state);
    struct tkg_thread_scaling *scaling = &threads.summary.threads;
    scaling->peak_threads = INFINITY;
    scaling->peak_throughput = 1.5e9;
    assert_contains(law(scaling), "; no peak, never more than 1.50 G ticks/s");
    scaling->peak_throughput = INFINITY;
    assert_contains(law(scaling), "; no bound in sight");
}

static void without_a_law_the_reason_is_said(void **state)
{
    struct threads_case threads = make_threads(*state);
    struct tkg_thread_scaling *scaling = &threads.summary.threads;
    scaling->sigma = sample_estimate_without_value(4);
    assert_string_equal(law(scaling),
                        "no scalability law: 4 rounds in which every count is valid, 5 "
                        "are needed");
    scaling->fitted_count = 2;
    assert_string_equal(law(scaling),
                        "no scalability law: 2 thread counts had a CPU for each thread, "
                        "3 are needed");
    scaling->fitted_count = 1;
    assert_contains(law(scaling), "1 thread count had");
}

static void without_one_thread_there_is_no_speed_up(void **state)
{
    struct threads_case threads = make_threads(*state);
    threads.summary.threads.one_thread = SIZE_MAX;
    assert_contains(add_table(&threads),
                    "  no speed-up: no case with one thread; add 1 to --threads\n");
}

static void a_run_without_threads_says_nothing(void **state)
{
    struct report_case *one = *state;
    assert_false(tkg_threads_measured(&one->run.summary));
    tkg_text_reset(&one->out);
    tkg_threads_add_table(&one->out, &one->input);
    tkg_threads_add_markdown(&one->out, &one->input);
    assert_string_equal(tkg_text_borrow(&one->out), "");
}

/* What the json writer says of threads the reader reads back, into another record. */
static void json_carries_threads_there_and_back(void **state)
{
    struct report_case *one = *state;
    struct tkg_error err = {.text = ""};
    struct tkg_run_record record;
    struct tkg_fingerprint fingerprint;
    one->run.record.cases[1].threads = (struct tkg_case_threads){4, true, false};
    const char *json = render(one, "json");
    assert_contains(json, "\"fitted_count\": 0");
    assert_status(tkg_report_json_read("r", json, strlen(json), &record, &fingerprint, &err),
                  TKG_OK, &err);
    assert_int_equal(record.cases[0].threads.count, 0);
    assert_int_equal(record.cases[1].threads.count, 4);
    assert_true(record.cases[1].threads.oversubscribed && !record.cases[1].threads.pinned);
    tkg_run_record_deinit(&record);
}

static void wrong_threads_in_a_file_are_refused(void **state)
{
    struct report_case *one = *state;
    const char *const wrong[] = {"\"count\":65", "\"count\": 0"};
    one->run.record.cases[1].threads = (struct tkg_case_threads){4, true, false};
    for (size_t i = 0; i < 2; i++) {
        struct tkg_error err = {.text = ""};
        struct tkg_run_record record;
        struct tkg_fingerprint fingerprint;
        char *json = strdup(render(one, "json"));
        char *at = strstr(strstr(json, "\"threads\": {"), "\"count\": 4");
        assert_non_null(at);
        memcpy(at, wrong[i], strlen("\"count\": 4"));
        assert_int_equal(tkg_report_json_read("r", json, strlen(json), &record, &fingerprint, &err),
                         TKG_INPUT);
        assert_contains(err.text, "cases[1].threads.count");
        free(json);
    }
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, report_setup, report_teardown)
    const struct CMUnitTest tests[] = {
        TEST(the_table_has_a_row_per_count_the_digest_and_the_law),
        TEST(markdown_says_the_same),
        TEST(what_has_no_peak_says_what_bounds_it),
        TEST(without_a_law_the_reason_is_said),
        TEST(without_one_thread_there_is_no_speed_up),
        TEST(a_run_without_threads_says_nothing),
        TEST(json_carries_threads_there_and_back),
        TEST(wrong_threads_in_a_file_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
