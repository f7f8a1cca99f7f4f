/* SPDX-License-Identifier: Apache-2.0
 *
 * bench_core: how close the reference core comes to what this machine can do.
 *
 *     bench_core [ROUNDS]        20 rounds unless told otherwise
 *
 * One run, one pinned core: in every round each row of the table below is measured once, in random
 * order, each in a fresh process (harness/measure). A row prints the median over the rounds with
 * its interval, and beside it the median of its ratio to the streaming floor of the same round. The
 * floors are the rulers of pass R: kernels without an engine over the same resident ticks.
 *
 * Units differ: an L1 tick, an L2 event and an L3 message are not the same thing, so each row names
 * its own, the number processed in a replay, and the digest.
 */
#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/quantity.h"
#include "engine/engine_handle.h"
#include "host/cpu.h"
#include "host/fingerprint.h"
#include "measure/session.h"
#include "reference.h"
#include "stats/summary.h"

enum { ROUND_COUNT = 20 };

/* One row: what is replayed, through what, and what the design asks of it. */
struct row {
    const char *name;
    const char *unit;
    enum tkg_pass pass;
    const char *stream;
    const char *parameters; /* of the reference core; NULL: a ruler, called as the name's tail */
    uint64_t tick_count;
};

#define L1_STREAM "synthetic:futures"
#define L2_STREAM "synthetic:depth"
#define L3_STREAM "synthetic:orders"

static const struct row rows[] = {
    {"ruler/stream", "tick", TKG_PASS_RULER, L1_STREAM, NULL, 1000000},
    {"ruler/copy", "tick", TKG_PASS_RULER, L1_STREAM, NULL, 1000000},
    {"ruler/walk", "tick", TKG_PASS_RULER, L1_STREAM, NULL, 1000000},
    {"ruler/generate", "tick", TKG_PASS_RULER, L1_STREAM, NULL, 1000000},
    {"l1-taker", "tick", TKG_PASS_THROUGHPUT, L1_STREAM, "strategy=taker", 1000000},
    {"l1-taker-100M", "tick", TKG_PASS_THROUGHPUT, L1_STREAM, "strategy=taker", 100000000},
    {"l1-maker", "tick", TKG_PASS_THROUGHPUT, L1_STREAM, "strategy=maker", 1000000},
    {"l2-maker", "event", TKG_PASS_THROUGHPUT, L2_STREAM, "book=l2,strategy=maker", 1000000},
    {"l3-book", "message", TKG_PASS_THROUGHPUT, L3_STREAM,
     "book=l3,strategy=storm,storm_every=1000000", 20000000},
    {"l3-maker", "message", TKG_PASS_THROUGHPUT, L3_STREAM, "book=l3,strategy=maker", 1000000},
};
enum { ROW_COUNT = sizeof rows / sizeof rows[0] };

static void set_text(char *out, size_t out_bytes, const char *text)
{
    (void)snprintf(out, out_bytes, "%s", text);
}

static void make_item(struct tkg_plan_item *item, const struct row *row)
{
    struct tkg_trial_spec *spec = &item->spec;
    *item = (struct tkg_plan_item){0};
    set_text(item->case_name, sizeof item->case_name, row->name);
    spec->pass = row->pass;
    spec->seed = 42;
    spec->tick_count = row->tick_count;
    spec->batch_tick_count = 1000;
    spec->min_time_ns = INT64_C(100000000);
    spec->timeout_ns = INT64_C(120000000000);
    set_text(spec->engine, sizeof spec->engine, "reference");
    set_text(spec->stream, sizeof spec->stream, row->stream);
    set_text(spec->parameters, sizeof spec->parameters, row->parameters ? row->parameters : "");
    if (!row->parameters) {
        set_text(spec->ruler, sizeof spec->ruler, strchr(row->name, '/') + 1);
    }
}

/* Every row once a round; the memory of the L3 book a few times. */
static void make_plan(struct tkg_plan *plan, struct tkg_plan_item *items, uint32_t round_count)
{
    size_t count = 0;
    for (size_t i = 0; i < ROW_COUNT; i++) {
        make_item(&items[count++], &rows[i]);
        if (rows[i].pass == TKG_PASS_THROUGHPUT) {
            items[count] = items[count - 1];
            items[count++].spec.pass = TKG_PASS_MEMORY;
        }
    }
    *plan = (struct tkg_plan){
        .items = items,
        .item_count = count,
        .round_count = round_count,
        .extra_round_count = round_count / 4 + 1,
        .schedule_seed = 42,
        .cpu = tkg_cpu_preferred(),
        .program_path = "/proc/self/exe",
    };
}

static void show_progress(void *context, const struct tkg_progress *progress)
{
    (void)context;
    (void)fprintf(stderr, "\r%zu of %zu trials", progress->done_count, progress->total_count);
}

/* "4.61 [4.58, 4.70]" */
static void print_estimate(const struct tkg_estimate *estimate, double scale)
{
    char text[64];
    (void)snprintf(text, sizeof text, "%.3g [%.3g, %.3g]", estimate->value * scale,
                   estimate->low * scale, estimate->high * scale);
    (void)printf("  %-22s", isnan(estimate->value) ? "insufficient samples" : text);
}

/* The cell "l1-taker": processed count and digest are the same in every trial, or the run failed.
 */
static void print_row(const struct tkg_summary *summary, const struct row *row, size_t index)
{
    const struct tkg_case_summary *found = &summary->cases[index];
    const struct tkg_estimate *time = &found->estimates[TKG_METRIC_LATENCY_MEAN];
    const struct tkg_estimate *memory = &found->estimates[TKG_METRIC_PEAK_MEMORY];
    const struct tkg_estimate ratio = tkg_summary_ratio(
        found->source, TKG_METRIC_LATENCY_MEAN, summary->cases[0].source, TKG_METRIC_LATENCY_MEAN);
    char size[TKG_QUANTITY_BYTES];
    (void)printf("%-15s %-8s %5s", row->name, row->unit, tkg_count_format(row->tick_count, size));
    print_estimate(time, 1.0);
    print_estimate(&ratio, 1.0);
    if (row->pass == TKG_PASS_THROUGHPUT && found->source->trial_count > 0) {
        (void)printf(" %9" PRIu64, found->source->trials[0].processed_tick_count);
        (void)printf(" %9s", tkg_quantity_format(memory->value, TKG_DIMENSION_BYTES, size));
        (void)printf("  0x%016" PRIx64, found->digest);
    } else {
        (void)printf(" %9s %9s  %-18s", "-", "-", "-");
    }
    (void)printf("  %" PRIu32 "%s\n", time->count, time->invalid_count > 0 ? "*" : "");
}

/* What the design asks: a figure of a row, or its ratio to another row of the same rounds. */
struct goal {
    const char *row;
    const char *other; /* NULL: the figure itself */
    enum tkg_metric metric;
    double most;
    double scale; /* of the figure as printed */
    const char *text;
};

static const struct goal goals[] = {
    {"l1-taker", NULL, TKG_METRIC_LATENCY_MEAN, 5, 1, "L1 taker, ns per tick"},
    {"l1-taker", "ruler/stream", TKG_METRIC_LATENCY_MEAN, 2, 1, "L1 taker, x streaming floor"},
    {"l1-taker-100M", "l1-taker", TKG_METRIC_LATENCY_MEAN, 1.1, 1, "100 M ticks, x 1 M per tick"},
    {"l1-maker", NULL, TKG_METRIC_LATENCY_MEAN, 12, 1, "L1 maker, ns per tick"},
    {"l2-maker", NULL, TKG_METRIC_LATENCY_MEAN, 30, 1, "L2 maker, ns per event"},
    {"l3-book", NULL, TKG_METRIC_LATENCY_MEAN, 60, 1, "L3 book, ns per message"},
    {"l3-book", NULL, TKG_METRIC_PEAK_MEMORY, 64e6, 1e-6, "L3 book, MB of the whole process"},
    {"ruler/generate", NULL, TKG_METRIC_LATENCY_MEAN, 10, 1, "generator, ns per tick"},
};
enum { GOAL_COUNT = sizeof goals / sizeof goals[0] };

static const struct tkg_case_summary *find_case(const struct tkg_summary *summary, const char *name)
{
    for (size_t i = 0; i < summary->case_count; i++) {
        if (strcmp(summary->cases[i].source->name, name) == 0) {
            return &summary->cases[i];
        }
    }
    return NULL; /* the tables of rows and goals stand in one file: cannot be */
}

static struct tkg_estimate figure_of(const struct tkg_summary *summary, const struct goal *goal)
{
    const struct tkg_case_summary *found = find_case(summary, goal->row);
    return goal->other ? tkg_summary_ratio(found->source, goal->metric,
                                           find_case(summary, goal->other)->source, goal->metric)
                       : found->estimates[goal->metric];
}

/* Returns whether the goal could be judged. */
static bool print_goal(const struct tkg_summary *summary, const struct goal *goal)
{
    const struct tkg_estimate figure = figure_of(summary, goal);
    const bool is_judged = !isnan(figure.value);
    const char *word = !is_judged                  ? "not judged: insufficient samples"
                       : figure.high <= goal->most ? "met"
                       : figure.low > goal->most   ? "missed"
                                                   : "not sure";
    (void)printf("%-33s <= %-5g", goal->text, goal->most * goal->scale);
    print_estimate(&figure, goal->scale);
    (void)printf("  %s\n", word);
    return is_judged;
}

/* Returns how many goals could not be judged. */
static size_t print_table(const struct tkg_summary *summary, const struct tkg_plan *plan)
{
    struct tkg_fingerprint machine;
    size_t unjudged_count = 0;
    tkg_fingerprint_read(&machine);
    (void)printf("\n%s, %s, CPU %d, %" PRIu32
                 " rounds of fresh processes: median [95 %% interval]\n\n",
                 machine.cpu_model, machine.compiler, plan->cpu, plan->round_count);
    (void)printf("%-15s %-8s %5s  %-22s  %-22s %9s %9s  %-18s  %s\n", "row", "unit", "count",
                 "ns per unit", "x ruler/stream", "processed", "peak", "digest", "n");
    for (size_t i = 0; i < ROW_COUNT; i++) {
        print_row(summary, &rows[i], i);
    }
    (void)puts(
        "\npeak: of the whole process in a streaming replay (pass M).  n*: flagged trials were "
        "left out\n");
    for (size_t i = 0; i < GOAL_COUNT; i++) {
        unjudged_count += !print_goal(summary, &goals[i]);
    }
    return unjudged_count;
}

static enum tkg_status run(uint32_t round_count, struct tkg_error *err)
{
    size_t unjudged_count = 0;
    static struct tkg_plan_item items[2 * ROW_COUNT];
    struct tkg_plan plan;
    struct tkg_run_record record;
    struct tkg_summary summary = {0};
    make_plan(&plan, items, round_count);
    tkg_run_record_init(&record);
    enum tkg_status status = tkg_session_run(&plan, &record, show_progress, NULL, err);
    status = status == TKG_OK ? tkg_summary_create(&record, &summary, err) : status;
    if (status == TKG_OK) {
        unjudged_count = print_table(&summary, &plan);
    }
    if (unjudged_count > 0) {
        status = tkg_fail(err, TKG_TOO_FEW, "%zu goals not judged: too many trials were flagged",
                          unjudged_count);
    }
    tkg_summary_deinit(&summary);
    tkg_run_record_deinit(&record);
    return status;
}

int main(int argc, char **argv)
{
    static const struct tkg_builtin_engine builtins[] = {{"reference", tkg_reference_entry},
                                                         {NULL, NULL}};
    struct tkg_error err = {0};
    tkg_engine_set_builtins(builtins);
    if (argc == 2 && strcmp(argv[1], TKG_TRIAL_ARGUMENT) == 0) {
        return tkg_trial_child_main();
    }
    const long round_count = argc > 1 ? strtol(argv[1], NULL, 10) : ROUND_COUNT;
    if (argc > 2 || round_count < TKG_SAMPLES_MIN || round_count > 1000) {
        (void)fprintf(stderr, "usage: bench_core [ROUNDS], %d to 1000\n", TKG_SAMPLES_MIN);
        return 2;
    }
    if (run((uint32_t)round_count, &err) != TKG_OK) {
        (void)fprintf(stderr, "\nbench_core: %s\n", err.text);
        return tkg_status_exit_code(err.status);
    }
    return 0;
}
