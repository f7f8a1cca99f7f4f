/* SPDX-License-Identifier: Apache-2.0 */
#include "plot_run.h"

#include "plot/plot_words.h"

struct fixture {
    struct plot_run run;
    struct tkg_plot_sweep sweep;
    struct tkg_text text;
};

static int set_up(void **state)
{
    struct fixture *fixture = calloc(1, sizeof(*fixture));
    assert_non_null(fixture);
    plot_run_init(&fixture->run);
    assert_status(tkg_plot_sweep_init(&fixture->sweep, &fixture->run.sample.summary, NULL), TKG_OK,
                  NULL);
    *state = fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    tkg_text_deinit(&fixture->text);
    plot_run_deinit(&fixture->run);
    free(fixture);
    return 0;
}

static const char *page(struct fixture *fixture)
{
    tkg_text_reset(&fixture->text);
    tkg_plot_page_write(&fixture->run.input, &fixture->sweep, &fixture->text);
    return tkg_text_borrow(&fixture->text);
}

typedef void (*note_function)(const struct tkg_summary *, const struct tkg_plot_sweep *,
                              struct tkg_text *);
static const char *note(struct fixture *fixture, note_function function)
{
    tkg_text_reset(&fixture->text);
    function(&fixture->run.sample.summary, &fixture->sweep, &fixture->text);
    return tkg_text_borrow(&fixture->text);
}

static void the_page_says_what_was_measured_where_and_how_it_ended(void **state)
{
    const char *text = page(*state);
    assert_contains(text, "\n0\t0\tScalability of reference 3f9c1ab on synthetic:futures\n");
    assert_contains(text,
                    "\n1\t0\tAMD EPYC 7B13 \xc2\xb7 16 CPUs \xc2\xb7 KVM \xc2\xb7 Linux 6.8.0 "
                    "\xc2\xb7 gcc 12.2.0 \xc2\xb7 20 rounds, each trial a fresh process\n");
    /* 0xC1272D = 12658477: red */
    assert_contains(text, "\n2\t12658477\tFAIL 1 \xc2\xb7 unsure 1 \xc2\xb7 few 1 \xc2\xb7 ok 4\n");
    assert_contains(text, "intervals of the median, coverage \xe2\x89\xa5 95.8 %. Ring:");
    assert_contains(text, "\n4\t0\tseed 42 \xc2\xb7 noise floor \xc2\xb1"
                          "0.6 % \xc2\xb7 tickgate 0.1.0\n");
}

static void the_verdict_has_the_colour_of_its_worst_word(void **state)
{
    struct fixture *fixture = *state;
    size_t *counts = fixture->run.sample.verdicts.counts;
    counts[TKG_OUTCOME_FAIL] = 0;
    assert_contains(page(fixture), "\n2\t9068288\tunsure 1 \xc2\xb7 few 1"); /* 0x8A5F00 */
    counts[TKG_OUTCOME_INVALID] = 2;
    assert_contains(page(fixture), "\n2\t9068288\tinvalid 2 \xc2\xb7 unsure 1");
    memset(counts, 0, TKG_OUTCOME_COUNT * sizeof(*counts));
    counts[TKG_OUTCOME_PASS] = 12;
    assert_contains(page(fixture), "\n2\t28751\tok 12\n"); /* 0x00704F */
    counts[TKG_OUTCOME_PASS] = 0;
    assert_contains(page(fixture), "\tno targets\n");
    fixture->run.input.verdicts = NULL;
    assert_contains(page(fixture), "\tno targets\n");
}

static void what_is_unknown_is_left_out_of_the_page(void **state)
{
    struct fixture *fixture = *state;
    memset(&fixture->run.sample.fingerprint, 0, sizeof(fixture->run.sample.fingerprint));
    fixture->run.sample.record.engine_version[0] = '\0';
    fixture->run.sample.record.engine_name[0] = '\0';
    fixture->run.sample.record.stream[0] = '\0';
    assert_contains(page(fixture),
                    "Scalability of an engine without a name on an unnamed stream\n");
    assert_contains(page(fixture), "\n1\t0\t20 rounds, each trial a fresh process\n");
}

static void an_interrupted_run_says_so(void **state)
{
    struct fixture *fixture = *state;
    assert_null(strstr(page(fixture), "interrupted"));
    fixture->run.sample.record.complete = false;
    assert_contains(page(fixture), "fresh process \xc2\xb7 interrupted, partial results\n");
}

/* Rulers: 2.5 ns +- 0.6 % and 5.0 ns +- 0.6 %; one is made wider: (5.2 - 4.9) / 2 / 5 = 3 %. */
static void the_noise_floor_is_the_widest_interval_of_a_ruler(void **state)
{
    struct fixture *fixture = *state;
    struct tkg_case_summary *cases = fixture->run.sample.summary.cases;
    cases[5].estimates[TKG_METRIC_LATENCY_MEAN].low = 4.9;
    cases[5].estimates[TKG_METRIC_LATENCY_MEAN].high = 5.2;
    assert_contains(page(fixture), "noise floor \xc2\xb1"
                                   "3 %");
    cases[4].estimates[TKG_METRIC_LATENCY_MEAN] = sample_estimate_without_value(3);
    cases[5].estimates[TKG_METRIC_LATENCY_MEAN] = sample_estimate_without_value(3);
    assert_contains(page(fixture), "noise floor not measured");
}

static void sizes_that_are_not_drawn_are_counted(void **state)
{
    struct fixture *fixture = *state;
    assert_null(strstr(page(fixture), "not drawn"));
    fixture->sweep.left_out_count = 350;
    assert_contains(page(fixture), "Ring: target missed. 350 sizes not drawn.\n");
}

static void hostile_names_stay_in_their_row(void **state)
{
    struct fixture *fixture = *state;
    const char *name = "x\n2\t0\tok 99\n`touch y`\\n";
    (void)tkg_string_copy(fixture->run.sample.record.engine_name, TKG_RECORD_TEXT_BYTES, name);
    fixture->run.input.tool_version = name;
    const char *text = page(fixture);
    assert_contains(text, "Scalability of x 2 0 ok 99 `touch y`\\\\n 3f9c1ab on");
    assert_int_equal(plot_count(text, "\n"), 6); /* the header and five rows */
}

static void long_names_are_cut(void **state)
{
    struct fixture *fixture = *state;
    struct tkg_run_record *record = &fixture->run.sample.record;
    memset(record->engine_name, 'e', TKG_RECORD_TEXT_BYTES - 1);
    memset(record->engine_version, 'v', TKG_RECORD_TEXT_BYTES - 1);
    memset(record->stream, 's', TKG_RECORD_TEXT_BYTES - 1);
    assert_contains(page(fixture), "eee... vvv");
    assert_contains(page(fixture), "vvv... on sss");
    assert_contains(page(fixture), "sss...\n");
}

static void the_throughput_note_counts_processes(void **state)
{
    struct fixture *fixture = *state;
    assert_string_equal(note(fixture, tkg_plot_note_throughput), "n = 20 processes per size");
    fixture->run.sample.summary.cases[1].estimates[TKG_METRIC_THROUGHPUT].count = 12;
    assert_string_equal(note(fixture, tkg_plot_note_throughput), "n = 12 to 20 processes per size");
}

static void the_latency_note_names_the_pass_and_the_floor(void **state)
{
    struct fixture *fixture = *state;
    struct tkg_case_summary *cases = fixture->run.sample.summary.cases;
    assert_string_equal(note(fixture, tkg_plot_note_latency),
                        "service time; percentiles of block means");
    cases[0].headline = TKG_HEADLINE_TICK;
    assert_string_equal(note(fixture, tkg_plot_note_latency),
                        "service time; percentiles of single sampled ticks or block means; "
                        "an empty step takes 24.0 ns");
    cases[1].headline = cases[2].headline = TKG_HEADLINE_TICK;
    for (size_t i = 0; i < 3; i++) {
        cases[i].estimates[TKG_METRIC_TICK_FLOOR].value = NAN;
    }
    assert_string_equal(note(fixture, tkg_plot_note_latency),
                        "service time; percentiles of single sampled ticks");
    cases[0].headline = cases[1].headline = cases[2].headline = TKG_HEADLINE_NONE;
    assert_string_equal(note(fixture, tkg_plot_note_latency), "");
}

/* row: V03 */
static void the_time_note_prints_the_exponent_with_its_interval(void **state)
{
    struct fixture *fixture = *state;
    struct tkg_summary *summary = &fixture->run.sample.summary;
    assert_string_equal(note(fixture, tkg_plot_note_time),
                        "grows like ticks^0.995, 95 % interval [0.990, 1.000]: linear");
    summary->scaling = TKG_SCALING_SUPERLINEAR;
    assert_contains(note(fixture, tkg_plot_note_time), ": faster than linear growth");
    summary->scaling = TKG_SCALING_SUBLINEAR;
    assert_contains(note(fixture, tkg_plot_note_time), ": slower than linear growth");
    summary->scaling = TKG_SCALING_UNKNOWN;
    assert_contains(note(fixture, tkg_plot_note_time), ": class not certain");
    summary->time_exponent.slope = NAN;
    assert_string_equal(note(fixture, tkg_plot_note_time),
                        "exponent not fitted: too few sizes or rounds");
}

static void the_memory_note_prints_bytes_per_tick(void **state)
{
    struct fixture *fixture = *state;
    assert_string_equal(note(fixture, tkg_plot_note_memory),
                        "0.4 bytes/tick, 95 % interval [0.36, 0.44], on top of 35.7 MB");
    fixture->run.sample.summary.memory.slope = NAN;
    assert_string_equal(note(fixture, tkg_plot_note_memory),
                        "bytes per tick not fitted: too few sizes or rounds");
}

static void the_efficiency_note_names_the_reference(void **state)
{
    struct fixture *fixture = *state;
    assert_string_equal(note(fixture, tkg_plot_note_efficiency),
                        "throughput relative to replay/1M, which is 100 %");
    fixture->run.sample.summary.efficiency_reference = SIZE_MAX;
    assert_string_equal(note(fixture, tkg_plot_note_efficiency), "");
}

int main(void)
{
#define WORDS_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        WORDS_TEST(the_page_says_what_was_measured_where_and_how_it_ended),
        WORDS_TEST(the_verdict_has_the_colour_of_its_worst_word),
        WORDS_TEST(what_is_unknown_is_left_out_of_the_page),
        WORDS_TEST(an_interrupted_run_says_so),
        WORDS_TEST(the_noise_floor_is_the_widest_interval_of_a_ruler),
        WORDS_TEST(sizes_that_are_not_drawn_are_counted),
        WORDS_TEST(hostile_names_stay_in_their_row),
        WORDS_TEST(long_names_are_cut),
        WORDS_TEST(the_throughput_note_counts_processes),
        WORDS_TEST(the_latency_note_names_the_pass_and_the_floor),
        WORDS_TEST(the_time_note_prints_the_exponent_with_its_interval),
        WORDS_TEST(the_memory_note_prints_bytes_per_tick),
        WORDS_TEST(the_efficiency_note_names_the_reference),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
