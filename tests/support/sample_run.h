/* SPDX-License-Identifier: Apache-2.0
 *
 * A fixed, made-up but realistic run for tests of printers and plots: three replay sizes, a paced
 * case and two rulers, 20 rounds each, one flagged trial, targets with one verdict of every kind.
 * Record and summary agree (the figures of an estimate are those of its trials), yet the summary
 * is made here and not by stats/, so that a golden file moves only when its printer does.
 *
 * Every trial is centre * (1 + scale * offset). The 20 offsets are symmetric around 0, hence
 *   median = mean = centre; interval of ranks 6 and 15 = centre * (1 -+ 0.006 scale), its coverage
 *   1 - 2 P(Binomial(20, 1/2) <= 5) = 1 - 2 * 21700 / 2^20 = 0.958610534667969;
 *   stddev = centre * scale * sqrt(2 * 999e-6 / 19) = 0.010254652... centre * scale;
 *   mad = median |offset| = (0.006 + 0.008) / 2 = 0.007; min and max at -+ 0.020.
 */
#ifndef TKG_TESTS_SAMPLE_RUN_H
#define TKG_TESTS_SAMPLE_RUN_H

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "base/text.h"
#include "config/target.h"
#include "host/fingerprint.h"
#include "sample/run_record.h"
#include "stats/summary.h"
#include "verdict/judge.h"

enum { SAMPLE_ROUNDS = 20, SAMPLE_CASES = 6, SAMPLE_TARGETS = 7 };

struct sample_run {
    struct tkg_run_record record;
    struct tkg_summary summary;
    struct tkg_fingerprint fingerprint;
    struct tkg_target_set targets;
    struct tkg_verdict_list verdicts;
};

/* 2026-03-04T05:06:07.123456789Z; `date -u -d @1772600767` prints the same second. */
#define SAMPLE_START_UNIX_NS INT64_C(1772600767123456789)

static const struct {
    const char *name;
    uint64_t tick_count;
    double pace_ticks_per_s;
    const char *passes;
} sample_cases[SAMPLE_CASES] = {
    {"replay/10K", 10000, 0.0, "ABCM"},  {"replay/100K", 100000, 0.0, "ABCM"},
    {"replay/1M", 1000000, 0.0, "ABCM"}, {"paced/100K", 25000, 100000.0, "P"},
    {"ruler/stream", 0, 0.0, "R"},       {"ruler/walk", 0, 0.0, "R"},
};

/* case, pass letter, metric, centre in base units, scale of the offsets */
struct sample_figure {
    size_t the_case;
    char pass;
    enum tkg_metric metric;
    double centre;
    double scale;
};

/* What every replay case has besides throughput and memory: the same for all sizes. */
#define SAMPLE_REPLAY(i, ticks, rate)                                                              \
    {i, 'A', TKG_METRIC_THROUGHPUT, rate, 1.0},                                                    \
        {i, 'A', TKG_METRIC_LATENCY_MEAN, 1e9 / rate, 1.0},                                        \
        {i, 'A', TKG_METRIC_TOTAL_TIME, 1e9 * ticks / rate, 1.0},                                  \
        {i, 'A', TKG_METRIC_CPU_PER_TICK, 0.995e9 / rate, 1.0},                                    \
        {i, 'A', TKG_METRIC_CPU_FLAT_OUT, 0.995, 0.1},                                             \
        {i, 'A', TKG_METRIC_SHADOW_OVERHEAD, 0.0004, 20.0},                                        \
        {i, 'B', TKG_METRIC_BLOCK_P50, 5.1, 1.0}, {i, 'B', TKG_METRIC_BLOCK_P90, 5.9, 1.0},        \
        {i, 'B', TKG_METRIC_BLOCK_P95, 6.4, 1.5}, {i, 'B', TKG_METRIC_BLOCK_P99, 12.0, 2.0},       \
        {i, 'B', TKG_METRIC_BLOCK_P995, 13.5, 3.0}, {i, 'B', TKG_METRIC_BLOCK_P999, 18.5, 5.0},    \
        {i, 'B', TKG_METRIC_BLOCK_MAX, 905.0, 30.0}, {i, 'C', TKG_METRIC_TICK_P50, 35.0, 1.0},     \
        {i, 'C', TKG_METRIC_TICK_P90, 41.0, 1.0}, {i, 'C', TKG_METRIC_TICK_P95, 44.0, 1.0},        \
        {i, 'C', TKG_METRIC_TICK_P99, 62.0, 3.0}, {i, 'C', TKG_METRIC_TICK_P995, 190.0, 5.0},      \
        {i, 'C', TKG_METRIC_TICK_P999, 480.0, 10.0}, {i, 'C', TKG_METRIC_TICK_MAX, 21000.0, 30.0}, \
        {i, 'C', TKG_METRIC_TICK_FLOOR, 24.0, 0.5},                                                \
        {i, 'M', TKG_METRIC_PEAK_MEMORY, 35.7e6 + 0.4 * ticks, 0.1},                               \
        {i, 'M', TKG_METRIC_BASE_MEMORY, 2.2e6, 0.1},                                              \
    {                                                                                              \
        i, 'M', TKG_METRIC_ENGINE_MEMORY, 33.5e6 + 0.4 * ticks, 0.1                                \
    }

static const struct sample_figure sample_figures[] = {
    SAMPLE_REPLAY(0, 10000.0, 178e6),
    SAMPLE_REPLAY(1, 100000.0, 181e6),
    SAMPLE_REPLAY(2, 1000000.0, 182e6),
    {3, 'P', TKG_METRIC_CPU_PACED, 0.013, 5.0},
    {3, 'P', TKG_METRIC_RESPONSE_P50, 120.0, 2.0},
    {3, 'P', TKG_METRIC_RESPONSE_P90, 190.0, 2.0},
    {3, 'P', TKG_METRIC_RESPONSE_P99, 820.0, 5.0},
    {3, 'P', TKG_METRIC_RESPONSE_MAX, 61000.0, 30.0},
    {4, 'R', TKG_METRIC_THROUGHPUT, 400e6, 1.0},
    {4, 'R', TKG_METRIC_LATENCY_MEAN, 2.5, 1.0},
    {4, 'R', TKG_METRIC_CPU_FLAT_OUT, 0.997, 0.1},
    {5, 'R', TKG_METRIC_THROUGHPUT, 200e6, 1.0},
    {5, 'R', TKG_METRIC_LATENCY_MEAN, 5.0, 1.0},
    {5, 'R', TKG_METRIC_CPU_FLAT_OUT, 0.997, 0.1},
};

enum { SAMPLE_FIGURES = sizeof(sample_figures) / sizeof(sample_figures[0]) };

/* Offset of a round; salt makes metrics and cases move differently (7 and 20 share no factor, so
 * every salt is a permutation of the same 20 values). */
static inline double sample_offset(uint32_t round, size_t salt)
{
    static const double offsets[SAMPLE_ROUNDS] = {
        0.003, -0.008, 0.001,  -0.002, 0.015, -0.004, 0.006, -0.012, 0.002,  -0.001,
        0.010, -0.003, -0.020, 0.004,  0.008, -0.006, 0.020, -0.015, -0.010, 0.012,
    };
    return offsets[(round * 7 + salt) % SAMPLE_ROUNDS];
}

static inline enum tkg_pass sample_pass(char letter)
{
    for (int pass = 0; pass < TKG_PASS_COUNT; pass++) {
        if (tkg_pass_letter((enum tkg_pass)pass) == letter) {
            return (enum tkg_pass)pass;
        }
    }
    TKG_ASSERT(letter == 0); /* no pass is called so */
    return TKG_PASS_THROUGHPUT;
}

/* What the trial met besides its metrics: fixed, plausible. */
static inline void sample_trial_circumstances(struct tkg_trial *trial, uint64_t tick_count)
{
    trial->replay_count = tick_count ? 10000000 / tick_count : 1;
    trial->processed_tick_count = tick_count;
    trial->rejected_tick_count = tick_count / 5000;
    trial->order_count = tick_count / 10;
    trial->fill_count = tick_count / 12;
    trial->final_equity = -(int64_t)tick_count * 3;
    trial->digest = tick_count ? UINT64_C(0xf00dfeed00000000) + tick_count : 0;
    trial->start_unix_ns = SAMPLE_START_UNIX_NS + (int64_t)trial->order_index * 100000000;
    trial->wall_ns = 55000000;
    trial->cpu_user_ns = 54500000;
    trial->cpu_system_ns = 250000;
    trial->run_queue_wait_ns = 120000;
    trial->involuntary_switches = trial->round % 3;
    trial->minor_faults = 40;
    trial->steal_share_0to1 = 0.008;
    trial->load_1min = 0.75;
    trial->cpu = 1;
}

static inline struct tkg_trial sample_trial(size_t the_case, char letter, uint32_t round,
                                            uint32_t order_index)
{
    struct tkg_trial trial = tkg_trial_empty(sample_pass(letter));
    trial.round = round;
    trial.order_index = order_index;
    for (size_t i = 0; i < SAMPLE_FIGURES; i++) {
        const struct sample_figure *figure = &sample_figures[i];
        if (figure->the_case == the_case && figure->pass == letter) {
            trial.values[figure->metric] =
                figure->centre *
                (1.0 + figure->scale * sample_offset(round, the_case * 3 + (size_t)figure->metric));
        }
    }
    sample_trial_circumstances(&trial, sample_cases[the_case].tick_count);
    return trial;
}

/* Round 20 exists for one flagged trial of replay/100K, pass A, half as fast. */
static inline void sample_add_flagged(struct tkg_run_record *record, uint32_t order_index)
{
    struct tkg_trial flagged = sample_trial(1, 'A', 0, order_index);
    flagged.round = SAMPLE_ROUNDS;
    flagged.values[TKG_METRIC_THROUGHPUT] /= 2.0;
    flagged.values[TKG_METRIC_CPU_FLAT_OUT] = 0.52;
    flagged.invalid = TKG_INVALID_CPU_SHARE | TKG_INVALID_STEAL;
    TKG_ASSERT(tkg_case_add_trial(&record->cases[1], &flagged, NULL) == TKG_OK);
}

static inline void sample_record_header(struct tkg_run_record *record)
{
    (void)tkg_string_copy(record->engine_name, TKG_RECORD_TEXT_BYTES, "reference");
    (void)tkg_string_copy(record->engine_version, TKG_RECORD_TEXT_BYTES, "3f9c1ab");
    (void)tkg_string_copy(record->engine_path, TKG_RECORD_TEXT_BYTES, "builtin:reference");
    (void)tkg_string_copy(record->engine_parameters, TKG_RECORD_TEXT_BYTES, "strategy=taker");
    (void)tkg_string_copy(record->stream, TKG_RECORD_TEXT_BYTES, "synthetic:futures");
    (void)tkg_string_copy(record->suite, TKG_RECORD_TEXT_BYTES, "default");
    record->seed = 42;
    record->batch_tick_count = 1000;
    record->round_count = SAMPLE_ROUNDS;
    record->start_unix_ns = SAMPLE_START_UNIX_NS;
    record->end_unix_ns = SAMPLE_START_UNIX_NS + INT64_C(41500000000);
    record->complete = true;
}

static inline void sample_record_init(struct tkg_run_record *record)
{
    uint32_t order_index = 0;
    tkg_run_record_init(record);
    sample_record_header(record);
    for (size_t i = 0; i < SAMPLE_CASES; i++) {
        struct tkg_case *the_case =
            tkg_run_record_add_case(record, sample_cases[i].name, sample_cases[i].tick_count);
        TKG_ASSERT(the_case != NULL);
        the_case->pace_ticks_per_s = sample_cases[i].pace_ticks_per_s;
    }
    for (uint32_t round = 0; round < SAMPLE_ROUNDS; round++) {
        for (size_t i = 0; i < SAMPLE_CASES; i++) {
            for (const char *pass = sample_cases[i].passes; *pass; pass++) {
                struct tkg_trial trial = sample_trial(i, *pass, round, order_index++);
                TKG_ASSERT(tkg_case_add_trial(&record->cases[i], &trial, NULL) == TKG_OK);
            }
        }
    }
    sample_add_flagged(record, order_index);
}

static inline struct tkg_estimate sample_estimate(double centre, double scale)
{
    return (struct tkg_estimate){
        .value = centre,
        .low = centre * (1.0 - 0.006 * scale),
        .high = centre * (1.0 + 0.006 * scale),
        .coverage_0to1 = 0.958610534667969,
        .mean = centre,
        .stddev = centre * scale * 0.010254652,
        .mad = centre * scale * 0.007,
        .min = centre * (1.0 - 0.020 * scale),
        .max = centre * (1.0 + 0.020 * scale),
        .count = SAMPLE_ROUNDS,
    };
}

/* What stats/ gives for a metric that nothing measured, or that `count` < 5 trials gave. */
static inline struct tkg_estimate sample_estimate_without_value(uint32_t count)
{
    return (struct tkg_estimate){.value = NAN,
                                 .low = NAN,
                                 .high = NAN,
                                 .coverage_0to1 = NAN,
                                 .mean = NAN,
                                 .stddev = NAN,
                                 .mad = NAN,
                                 .min = NAN,
                                 .max = NAN,
                                 .count = count};
}

/* The headline is pass B: tick p50 35 ns is not above five times the floor of 24 ns. */
static inline void sample_headline(struct tkg_case_summary *one)
{
    for (int i = 0; i < 7; i++) {
        one->estimates[TKG_METRIC_LATENCY_P50 + i] = one->estimates[TKG_METRIC_BLOCK_P50 + i];
    }
    one->headline = TKG_HEADLINE_BLOCK;
}

static inline void sample_case_summary(struct tkg_case_summary *one, const struct tkg_case *source,
                                       size_t index)
{
    one->source = source;
    one->trial_count = (uint32_t)source->trial_count;
    one->digests_equal = true;
    one->digest = source->trial_count ? source->trials[0].digest : 0;
    for (int metric = 0; metric < TKG_METRIC_COUNT; metric++) {
        one->estimates[metric] = sample_estimate_without_value(0);
    }
    for (size_t i = 0; i < SAMPLE_FIGURES; i++) {
        if (sample_figures[i].the_case == index) {
            one->estimates[sample_figures[i].metric] =
                sample_estimate(sample_figures[i].centre, sample_figures[i].scale);
        }
    }
}

/* efficiency = throughput / 182e6; the reference is 1 without spread. */
static inline void sample_efficiency(struct tkg_summary *summary)
{
    for (size_t i = 0; i < 3; i++) {
        double rate = summary->cases[i].estimates[TKG_METRIC_THROUGHPUT].value;
        summary->cases[i].estimates[TKG_METRIC_EFFICIENCY] =
            sample_estimate(rate / 182e6, i == 2 ? 0.0 : 1.0);
    }
    summary->efficiency_reference = 2;
}

/* The flagged trial gave the pass A metrics of replay/100K once more. */
static inline void sample_count_flagged(struct tkg_case_summary *one)
{
    for (int metric = 0; metric < TKG_METRIC_COUNT; metric++) {
        if (!isnan(one->source->trials[one->source->trial_count - 1].values[metric])) {
            one->estimates[metric].invalid_count = 1;
        }
    }
    one->invalid_trial_count = 1;
    one->first_invalidity = TKG_INVALID_CPU_SHARE | TKG_INVALID_STEAL;
}

static inline void sample_summary_init(struct tkg_summary *summary,
                                       const struct tkg_run_record *record)
{
    *summary = (struct tkg_summary){0};
    summary->cases = calloc(SAMPLE_CASES, sizeof(summary->cases[0]));
    TKG_ASSERT(summary->cases != NULL);
    summary->case_count = SAMPLE_CASES;
    for (size_t i = 0; i < SAMPLE_CASES; i++) {
        sample_case_summary(&summary->cases[i], &record->cases[i], i);
        if (i < 3) {
            sample_headline(&summary->cases[i]);
        }
    }
    sample_count_flagged(&summary->cases[1]);
    sample_efficiency(summary);
    summary->time_exponent = (struct tkg_line_fit){
        .slope = 0.9952,
        .slope_low = 0.9901,
        .slope_high = 1.0003,
        .intercept = 1.77,
        .intercept_low = 1.74,
        .intercept_high = 1.80,
        .count = 60,
    };
    summary->scaling = TKG_SCALING_LINEAR;
    summary->memory = (struct tkg_line_fit){
        .slope = 0.4,
        .slope_low = 0.36,
        .slope_high = 0.44,
        .intercept = 35.7e6,
        .intercept_low = 35.68e6,
        .intercept_high = 35.72e6,
        .count = 60,
    };
}

static inline void sample_fingerprint(struct tkg_fingerprint *fingerprint)
{
    *fingerprint = (struct tkg_fingerprint){
        .cpu_model = "AMD EPYC 7B13",
        .architecture = "x86_64",
        .cpu_online_count = 16,
        .cpu_usable_count = 16,
        .cache_bytes = {0, 32768, 524288, 33554432},
        .hypervisor = "KVM",
        .kernel = "Linux 6.8.0",
        .libc = "glibc 2.36",
        .compiler = "gcc 12.2.0",
        .build_type = "Release",
        .governor = "",
        .clocksource = "kvm-clock",
        .transparent_huge_pages = "madvise",
        .mitigations = "Mitigation: Retpolines",
        .microcode = "0xa0011d1",
        .boost_known = false,
        .memory_bytes = INT64_C(68719476736),
        .cgroup_memory_max_bytes = -1,
        .cgroup_cpu_quota = NAN,
        .topology = "1 socket, 8 cores, 16 threads, nodes 0",
        .build_flags = "-O3 -DNDEBUG",
        .cpu_pressure_percent = 1.25,
        .tsc_ghz = 2.45,
        .hash = "0123456789abcdef",
    };
}

/* metric, kind, case pattern, limit, ruler, as written, line, case judged, margin, outcome */
static const struct {
    enum tkg_metric metric;
    enum tkg_target_kind kind;
    const char *pattern;
    double limit;
    const char *ruler;
    const char *text;
    uint32_t line;
    size_t the_case;
    double margin;
    enum tkg_outcome outcome;
} sample_rules[SAMPLE_TARGETS] = {
    {TKG_METRIC_THROUGHPUT, TKG_TARGET_MIN, "replay/1M", 1e5, "", "100 K ticks/s", 5, 2, 1820.0,
     TKG_OUTCOME_PASS},
    /* 12.0 ns against 10 ns: 10 / 12 */
    {TKG_METRIC_LATENCY_P99, TKG_TARGET_MAX, "replay/1M", 10.0, "", "10 ns", 8, 2, 10.0 / 12.0,
     TKG_OUTCOME_FAIL},
    /* [5.069, 5.131] ns holds 5.1 ns */
    {TKG_METRIC_LATENCY_P50, TKG_TARGET_MAX, "replay/1M", 5.1, "", "5.1 ns", 11, 2, 1.0,
     TKG_OUTCOME_INCONCLUSIVE},
    {TKG_METRIC_PEAK_MEMORY, TKG_TARGET_MAX, "replay/1M", 500e6, "", "500 MB", 14, 2, 500.0 / 36.1,
     TKG_OUTCOME_PASS},
    {TKG_METRIC_CPU_PACED, TKG_TARGET_MAX, "paced/100K", 0.5, "", "50 %", 17, 3, 0.5 / 0.013,
     TKG_OUTCOME_PASS},
    /* 5.4945 ns / 5 ns = 1.0989; 2 x 5 ns = 10 ns; 2 / 1.0989 = 1.82 */
    {TKG_METRIC_LATENCY_MEAN, TKG_TARGET_MAX, "replay/1M", 2.0, "ruler/walk", "2 x ruler/walk", 20,
     2, 1.82, TKG_OUTCOME_PASS},
    {TKG_METRIC_EFFICIENCY, TKG_TARGET_MIN, "replay/10K", 0.9, "", "90 %", 23, 0, NAN,
     TKG_OUTCOME_INSUFFICIENT},
};

static inline void sample_targets_init(struct tkg_target_set *set)
{
    *set = (struct tkg_target_set){0};
    set->targets = calloc(SAMPLE_TARGETS, sizeof(set->targets[0]));
    set->files = calloc(1, sizeof(set->files[0]));
    TKG_ASSERT(set->targets && set->files);
    set->target_count = SAMPLE_TARGETS;
    set->file_count = 1;
    (void)tkg_string_copy(set->files[0].path, TKG_RECORD_TEXT_BYTES, "thresholds/reference.yaml");
    (void)tkg_string_copy(set->files[0].name, TKG_CASE_NAME_BYTES, "reference");
    for (size_t i = 0; i < SAMPLE_TARGETS; i++) {
        struct tkg_target *target = &set->targets[i];
        target->metric = sample_rules[i].metric;
        target->kind = sample_rules[i].kind;
        target->limit = sample_rules[i].limit;
        target->line = sample_rules[i].line;
        target->column = 5;
        (void)tkg_string_copy(target->case_pattern, TKG_CASE_NAME_BYTES, sample_rules[i].pattern);
        (void)tkg_string_copy(target->ruler, TKG_CASE_NAME_BYTES, sample_rules[i].ruler);
        (void)tkg_string_copy(target->limit_text, sizeof(target->limit_text), sample_rules[i].text);
    }
}

static inline struct tkg_verdict sample_verdict(size_t index, const struct tkg_target *target,
                                                const struct tkg_summary *summary)
{
    struct tkg_verdict verdict = {
        .target = target,
        .the_case = &summary->cases[sample_rules[index].the_case],
        .limit = target->limit,
        .limit_absolute = target->limit,
        .margin = sample_rules[index].margin,
        .outcome = sample_rules[index].outcome,
    };
    verdict.measured = verdict.the_case->estimates[target->metric];
    if (*target->ruler) {
        verdict.measured = sample_estimate(1.0989, 1.0); /* 5.4945 ns / 5 ns */
        verdict.limit_absolute = 10.0;
    }
    if (verdict.outcome == TKG_OUTCOME_INSUFFICIENT) {
        verdict.measured = sample_estimate_without_value(3);
    }
    return verdict;
}

static inline void sample_verdicts_init(struct tkg_verdict_list *list,
                                        const struct tkg_target_set *targets,
                                        const struct tkg_summary *summary)
{
    *list = (struct tkg_verdict_list){0};
    list->verdicts = calloc(targets->target_count, sizeof(list->verdicts[0]));
    TKG_ASSERT(list->verdicts != NULL);
    for (size_t i = 0; i < targets->target_count; i++) {
        list->verdicts[i] = sample_verdict(i, &targets->targets[i], summary);
        list->counts[list->verdicts[i].outcome]++;
        list->verdict_count++;
    }
}

/* Pointers inside (a summary borrows its record) need *run to stay where it is. */
static inline void sample_run_init(struct sample_run *run)
{
    sample_record_init(&run->record);
    sample_summary_init(&run->summary, &run->record);
    sample_fingerprint(&run->fingerprint);
    sample_targets_init(&run->targets);
    sample_verdicts_init(&run->verdicts, &run->targets, &run->summary);
}

static inline void sample_run_deinit(struct sample_run *run)
{
    free(run->verdicts.verdicts);
    free(run->targets.targets);
    free(run->targets.files);
    free(run->summary.cases);
    tkg_run_record_deinit(&run->record);
}

#endif
