/* SPDX-License-Identifier: Apache-2.0
 *
 * bench_instrument: what the measuring itself costs on this machine, beside the goals of its
 * design (docs/decisions/0116).
 *
 *     bench_instrument [ROUNDS [LARGE]]     20 rounds, 1G ticks in the largest stream
 *
 * In every round each row of the table is measured once, in random order, each in a fresh process
 * on one pinned core. A row prints the median over the rounds with its interval. The memory of a
 * run is looked at in the first three rounds only: a stream of 1G ticks takes a while.
 */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/number.h"
#include "base/quantity.h"
#include "base/random.h"
#include "engine/engine_handle.h"
#include "host/child.h"
#include "host/clock.h"
#include "host/cpu.h"
#include "host/fingerprint.h"
#include "host/pipe_io.h"
#include "instrument_probe.h"
#include "measure/trial.h"
#include "reference.h"
#include "stats/estimate.h"

enum {
    ROUND_COUNT = 20,
    ROUND_MIN = 6, /* fewer have no interval of 95 %: docs/decisions/0041 */
    ROUND_MAX = 1000,
    MEMORY_ROUNDS = 3,
    SMALL_STREAM = 1000000,
    STAGE_STREAM = 100000,
};

static const uint64_t large_stream = 1000000000;
static const int64_t probe_timeout_ns = INT64_C(60000000000);
static const int64_t trial_timeout_ns = INT64_C(600000000000); /* 1G ticks at 600 ns */
static const int64_t calibration_ns = INT64_C(160000000);      /* docs/decisions/0010 */

/* The loop that most runs have, and the one that has stages: docs/reference-engine.md. */
static const char plain_loop[] = "strategy=taker";
static const char general_loop[] = "strategy=taker,loop=general";

#define PROBE_ARGUMENT "--tickgate-probe"

enum row_kind {
    ROW_PROBE,
    ROW_SHADOW,     /* pass A's own shadow blocks */
    ROW_STAGES_OFF, /* what stages that nobody records take of a tick */
    ROW_MEMORY,     /* the peak of the large stream over that of the small one */
};

struct row {
    const char *name;
    enum row_kind kind;
    const char *probe;
    double scale; /* what is printed is value * scale */
    const char *unit;
    double goal;    /* at most; in the unit */
    const char *by; /* how it is had */
};

/* Goals: the table of the measurement design, repeated in docs/decisions/0116. */
static const struct row rows[] = {
    {"pass A, reads", ROW_PROBE, "pass-a-reads", 1000, "per 1000", 2,
     "clock reads of 1000 ticks, counted"},
    {"pass A by count", ROW_PROBE, "pass-a-count", 1, "ns/tick", 0.03, "reads x cost of a read"},
    {"pass A by shadow", ROW_SHADOW, NULL, 100, "%", 0.1, "timed over untimed neighbours"},
    {"pass B", ROW_PROBE, "pass-b", 1, "ns/tick", 0.1, "over the bare step, amortised"},
    {"pass C", ROW_PROBE, "pass-c", 1, "ns/tick", 0.1, "over the bare step, amortised"},
    {"pass D", ROW_PROBE, "pass-d", 1, "ns/tick", 15, "over the bare step in batches"},
    {"record, random", ROW_PROBE, "record-random", 1, "ns", 1.2, "per value"},
    {"record, same", ROW_PROBE, "record-same", 1, "ns", 1.6, "per value"},
    {"histogram error", ROW_PROBE, "histogram-error", 100, "%", 0.02, "worst of six percentiles"},
    {"histogram size", ROW_PROBE, "histogram-bytes", 1e-3, "KB", 400, "at any count"},
    {"stage, on", ROW_PROBE, "span-on", 1, "ns", 16, "entering and leaving one"},
    {"stage, off", ROW_PROBE, "span-off", 1, "ns", 0.2, "compiled in, no recorder"},
    {"stages off", ROW_STAGES_OFF, "span-off", 100, "%", 0.1, "entries x off / time of a tick"},
    {"memory of a run", ROW_MEMORY, NULL, 1e-6, "MB", 1, "large stream's peak over 1M's"},
};
enum { ROW_COUNT = sizeof rows / sizeof rows[0] };

struct series {
    double values[ROUND_MAX];
    uint32_t count;
    uint32_t flagged_count;
};

struct bench {
    uint32_t round_count;
    uint64_t large_tick_count;
    double ns_per_cycle;
    int32_t cpu;
    struct series series[ROW_COUNT];
};

static void keep(struct series *series, double value)
{
    series->values[series->count++] = value;
}

/* The child's side: one probe, one number on descriptor 3. */
static int run_probe(const char *name, const char *round_text)
{
    struct tkg_error err = {.text = ""};
    uint64_t round = 0;
    double value = NAN;
    enum tkg_status status = TKG_INTERNAL;
    for (const struct tkg_probe *probe = tkg_probes; probe->name; probe++) {
        if (strcmp(probe->name, name) == 0 && tkg_u64_parse(round_text, &round)) {
            status = probe->run((uint32_t)round, &value, &err);
        }
    }
    if (status != TKG_OK) {
        (void)fprintf(stderr, "%s: %s\n", name, err.text);
        return tkg_status_exit_code(status);
    }
    return tkg_pipe_write(TKG_CHILD_RESULT_FD, &value, sizeof value) ? 0 : 1;
}

static enum tkg_status start_probe(const struct bench *bench, const struct row *row, uint32_t round,
                                   struct series *series, struct tkg_error *err)
{
    char round_text[16];
    struct tkg_child_outcome outcome;
    double value;
    (void)snprintf(round_text, sizeof round_text, "%" PRIu32, round);
    const char *const argv[] = {"/proc/self/exe", PROBE_ARGUMENT, row->probe, round_text, NULL};
    const struct tkg_child_request request = {
        .argv = argv,
        .result_bytes_max = sizeof value,
        .timeout_ns = probe_timeout_ns,
        .cpu = bench->cpu,
    };
    enum tkg_status status = tkg_child_run(&request, &outcome, err);
    if (status != TKG_OK) {
        return status;
    }
    if (outcome.end == TKG_CHILD_INTERRUPTED) {
        status = tkg_fail(err, TKG_INTERRUPTED, "interrupted");
    } else if (outcome.end != TKG_CHILD_EXITED || outcome.exit_code != 0 ||
               outcome.result_bytes != sizeof value) {
        status = tkg_fail(err, TKG_INTERNAL, "probe %s failed: %s", row->probe, outcome.tail);
    } else {
        memcpy(&value, outcome.result, sizeof value);
        keep(series, value);
    }
    tkg_child_outcome_deinit(&outcome);
    return status;
}

/* A trial of the reference engine, and what its stages came to. */
struct trial_wish {
    enum tkg_pass pass;
    const char *parameters;
    uint64_t tick_count;
    uint32_t round;
    double entries_per_tick; /* out: stages entered, pass T only */
};

static struct tkg_trial_spec make_spec(const struct bench *bench, const struct trial_wish *wish)
{
    struct tkg_trial_spec spec = {
        .struct_bytes = sizeof spec,
        .pass = wish->pass,
        .engine = "reference",
        .stream = "synthetic:futures",
        .seed = 42,
        .tick_count = wish->tick_count,
        .batch_tick_count = 1000,
        .round = wish->round,
        .min_time_ns = INT64_C(100000000),
        .timeout_ns = trial_timeout_ns,
        .ns_per_cycle = bench->ns_per_cycle,
        .cpu = bench->cpu,
    };
    (void)snprintf(spec.parameters, sizeof spec.parameters, "%s", wish->parameters);
    return spec;
}

static double count_entries(const struct tkg_stage_table *stages)
{
    uint64_t count = 0;
    for (uint32_t i = 0; i < stages->row_count; i++) {
        count += stages->rows[i].entry_count;
    }
    return (double)count;
}

static enum tkg_status run_trial(const struct bench *bench, struct trial_wish *wish,
                                 struct tkg_trial *trial, struct tkg_error *err)
{
    const struct tkg_trial_spec spec = make_spec(bench, wish);
    struct tkg_trial_outcome outcome;
    const enum tkg_status status = tkg_trial_run("/proc/self/exe", &spec, &outcome, err);
    if (status == TKG_OK) {
        *trial = outcome.trial;
        wish->entries_per_tick = count_entries(&outcome.stages) / (double)wish->tick_count;
        tkg_trial_outcome_deinit(&outcome);
    }
    return status;
}

/* The median of ratios of neighbouring blocks, which met the same machine: a flagged trial, of
 * which the CPU was taken away now and then, is as good as another, but is told. */
static enum tkg_status run_shadow(const struct bench *bench, uint32_t round, struct series *series,
                                  struct tkg_error *err)
{
    struct tkg_trial trial;
    struct trial_wish wish = {TKG_PASS_THROUGHPUT, plain_loop, SMALL_STREAM, round, 0.0};
    const enum tkg_status status = run_trial(bench, &wish, &trial, err);
    if (status == TKG_OK) {
        keep(series, trial.values[TKG_METRIC_SHADOW_OVERHEAD]);
        series->flagged_count += trial.invalid != 0;
    }
    return status;
}

/* The loop with stages in it, and nobody who records them: how many a tick enters is counted by a
 * pass that does; what one takes when it is off is the probe's; a tick is pass A's. */
static enum tkg_status run_stages_off(const struct bench *bench, const struct row *row,
                                      uint32_t round, struct series *series, struct tkg_error *err)
{
    struct tkg_trial counted;
    struct tkg_trial timed;
    struct series off = {.count = 0};
    struct trial_wish stages = {TKG_PASS_STAGES, general_loop, STAGE_STREAM, round, 0.0};
    struct trial_wish flat_out = {TKG_PASS_THROUGHPUT, general_loop, STAGE_STREAM, round, 0.0};
    enum tkg_status status = start_probe(bench, row, round, &off, err);
    if (status == TKG_OK) {
        status = run_trial(bench, &stages, &counted, err);
    }
    if (status == TKG_OK && !(stages.entries_per_tick >= 1.0)) {
        status = tkg_fail(err, TKG_INTERNAL, "%s entered %g stages a tick: nothing to be off",
                          general_loop, stages.entries_per_tick);
    }
    if (status == TKG_OK) {
        status = run_trial(bench, &flat_out, &timed, err);
    }
    if (status == TKG_OK) {
        keep(series,
             stages.entries_per_tick * off.values[0] / timed.values[TKG_METRIC_LATENCY_MEAN]);
        series->flagged_count += timed.invalid != 0;
    }
    return status;
}

static enum tkg_status run_memory(const struct bench *bench, uint32_t round, struct series *series,
                                  struct tkg_error *err)
{
    struct tkg_trial small;
    struct tkg_trial large;
    if (round >= MEMORY_ROUNDS) {
        return TKG_OK;
    }
    struct trial_wish wish = {TKG_PASS_MEMORY, plain_loop, SMALL_STREAM, round, 0.0};
    enum tkg_status status = run_trial(bench, &wish, &small, err);
    if (status == TKG_OK) {
        wish.tick_count = bench->large_tick_count;
        status = run_trial(bench, &wish, &large, err);
    }
    if (status == TKG_OK) {
        keep(series, large.values[TKG_METRIC_PEAK_MEMORY] - small.values[TKG_METRIC_PEAK_MEMORY]);
    }
    return status;
}

static enum tkg_status run_row(struct bench *bench, size_t index, uint32_t round,
                               struct tkg_error *err)
{
    struct series *series = &bench->series[index];
    switch (rows[index].kind) {
    case ROW_SHADOW:
        return run_shadow(bench, round, series, err);
    case ROW_STAGES_OFF:
        return run_stages_off(bench, &rows[index], round, series, err);
    case ROW_MEMORY:
        return run_memory(bench, round, series, err);
    case ROW_PROBE:
    default:
        return start_probe(bench, &rows[index], round, series, err);
    }
}

/* Every row once a round, in a fresh random order. */
static enum tkg_status run_rounds(struct bench *bench, struct tkg_error *err)
{
    enum tkg_status status = TKG_OK;
    for (uint32_t round = 0; round < bench->round_count && status == TKG_OK; round++) {
        struct tkg_random random = {tkg_random_at(42, round)};
        uint32_t order[ROW_COUNT];
        for (uint32_t i = 0; i < ROW_COUNT; i++) {
            order[i] = i;
        }
        tkg_random_shuffle(&random, order, ROW_COUNT);
        for (size_t i = 0; i < ROW_COUNT && status == TKG_OK; i++) {
            status = run_row(bench, order[i], round, err);
            (void)fprintf(stderr, "\rround %" PRIu32 " of %" PRIu32 " ", round + 1,
                          bench->round_count);
        }
    }
    (void)fputc('\n', stderr);
    return status;
}

/* With fewer than five values (the memory of a run) the largest must do: there is no interval. */
static struct tkg_estimate estimate_of(struct series *series, double scale)
{
    struct tkg_estimate estimate =
        tkg_estimate_from_values(series->values, series->count, series->flagged_count);
    if (series->count > 0 && series->count < TKG_SAMPLES_MIN) {
        estimate.low = INFINITY;
        estimate.high = -INFINITY;
        for (uint32_t i = 0; i < series->count; i++) {
            estimate.low = fmin(estimate.low, series->values[i]);
            estimate.high = fmax(estimate.high, series->values[i]);
        }
        estimate.value = tkg_median_of_sorted(series->values, series->count);
    }
    estimate.value *= scale;
    estimate.low *= scale;
    estimate.high *= scale;
    return estimate;
}

/* A share is a difference of two nearly equal times: what is seen below zero is no cost but shows
 * how small a cost would have been seen. */
static bool is_difference(const struct row *row)
{
    return row->kind == ROW_SHADOW || row->kind == ROW_STAGES_OFF;
}

/* The largest cost that may be there. */
static double bound_of(const struct row *row, const struct tkg_estimate *estimate)
{
    return is_difference(row) ? fmax(estimate->high, -estimate->low) : estimate->high;
}

static const char *verdict_of(const struct row *row, const struct tkg_estimate *estimate)
{
    if (isnan(estimate->value)) {
        return "insufficient samples";
    }
    return bound_of(row, estimate) <= row->goal ? "met"
           : estimate->low > row->goal          ? "missed"
                                                : "not sure";
}

static void add_resolution(const struct row *row, const struct tkg_estimate *estimate, char *out,
                           size_t out_bytes)
{
    if (!is_difference(row) || isnan(estimate->value)) {
        (void)snprintf(out, out_bytes, "%s", row->by);
    } else if (estimate->low > row->goal) {
        (void)snprintf(out, out_bytes, ">= %.3g %%", estimate->low);
    } else if (estimate->low > 0.0 && estimate->high <= row->goal) {
        (void)snprintf(out, out_bytes, "<= %.3g %%", estimate->high);
    } else {
        (void)snprintf(out, out_bytes, "not resolvable below %.3g %%", bound_of(row, estimate));
    }
}

static void print_row(const struct row *row, struct series *series)
{
    const struct tkg_estimate estimate = estimate_of(series, row->scale);
    char goal[32];
    char figure[64];
    char note[64];
    (void)snprintf(goal, sizeof goal, "<= %g %s", row->goal, row->unit);
    (void)snprintf(figure, sizeof figure, "%.3g [%.3g, %.3g]", estimate.value, estimate.low,
                   estimate.high);
    add_resolution(row, &estimate, note, sizeof note);
    (void)printf("%-17s  %-15s  %-27s  %3" PRIu32 "%s  %-8s  %s\n", row->name, goal, figure,
                 series->count, series->flagged_count > 0 ? "*" : " ", verdict_of(row, &estimate),
                 note);
}

static void print_table(struct bench *bench)
{
    struct tkg_fingerprint machine;
    char large[TKG_QUANTITY_BYTES];
    tkg_fingerprint_read(&machine);
    (void)printf("%s, %s, CPU %d, %" PRIu32
                 " rounds of fresh processes; median [95 %% interval]\n\n",
                 machine.cpu_model, machine.compiler, bench->cpu, bench->round_count);
    (void)printf("%-17s  %-15s  %-27s  %3s   %-8s\n", "row", "goal", "here", "n", "");
    for (size_t i = 0; i < ROW_COUNT; i++) {
        print_row(&rows[i], &bench->series[i]);
    }
    (void)printf("\nlarge stream: %s ticks; with fewer than %d values [smallest, largest] stand "
                 "for the interval.  n*: some trials were flagged\n",
                 tkg_count_format(bench->large_tick_count, large), TKG_SAMPLES_MIN);
}

static enum tkg_status run(struct bench *bench, struct tkg_error *err)
{
    struct tkg_cycle_clock clock;
    enum tkg_status status = tkg_cycle_clock_calibrate(&clock, calibration_ns, err);
    if (status != TKG_OK) {
        return status;
    }
    bench->ns_per_cycle = clock.invariant ? clock.ns_per_cycle : 0.0;
    bench->cpu = tkg_cpu_preferred();
    tkg_interrupt_install();
    status = run_rounds(bench, err);
    if (status == TKG_OK) {
        print_table(bench);
    }
    return status;
}

static int run_bench(int argc, char **argv)
{
    static struct bench bench;
    struct tkg_error err = {.text = ""};
    uint64_t round_count = ROUND_COUNT;
    bench.large_tick_count = large_stream;
    if (argc > 3 || (argc > 1 && !tkg_u64_parse(argv[1], &round_count)) ||
        (argc > 2 && !tkg_count_parse(argv[2], &bench.large_tick_count)) ||
        round_count < ROUND_MIN || round_count > ROUND_MAX ||
        bench.large_tick_count < SMALL_STREAM) {
        (void)fprintf(stderr, "usage: bench_instrument [ROUNDS [LARGE]], %d to %d, from 1M on\n",
                      ROUND_MIN, ROUND_MAX);
        return 2;
    }
    bench.round_count = (uint32_t)round_count;
    if (run(&bench, &err) != TKG_OK) {
        (void)fprintf(stderr, "bench_instrument: %s\n", err.text);
        return tkg_status_exit_code(err.status);
    }
    return 0;
}

int main(int argc, char **argv)
{
    static const struct tkg_builtin_engine builtins[] = {{"reference", tkg_reference_entry},
                                                         {NULL, NULL}};
    tkg_engine_set_builtins(builtins);
    if (argc == 2 && strcmp(argv[1], TKG_TRIAL_ARGUMENT) == 0) {
        return tkg_trial_child_main();
    }
    if (argc == 4 && strcmp(argv[1], PROBE_ARGUMENT) == 0) {
        return run_probe(argv[2], argv[3]);
    }
    return run_bench(argc, argv);
}
