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
    double goal_ns; /* per unit; 0: none */
};

#define L1_STREAM "synthetic:futures"
#define L2_STREAM "synthetic:depth"
#define L3_STREAM "synthetic:orders"

/* Goals: the table of the design of the core, repeated in docs/decisions/0032. */
static const struct row rows[] = {
    {"ruler/stream", "tick", TKG_PASS_RULER, L1_STREAM, NULL, 1000000, 0},
    {"ruler/copy", "tick", TKG_PASS_RULER, L1_STREAM, NULL, 1000000, 0},
    {"ruler/walk", "tick", TKG_PASS_RULER, L1_STREAM, NULL, 1000000, 0},
    {"ruler/generate", "tick", TKG_PASS_RULER, L1_STREAM, NULL, 1000000, 10},
    {"l1-taker", "tick", TKG_PASS_THROUGHPUT, L1_STREAM, "strategy=taker", 1000000, 5},
    {"l1-taker-100M", "tick", TKG_PASS_THROUGHPUT, L1_STREAM, "strategy=taker", 100000000, 0},
    {"l1-maker", "tick", TKG_PASS_THROUGHPUT, L1_STREAM, "strategy=maker", 1000000, 12},
    {"l2-maker", "event", TKG_PASS_THROUGHPUT, L2_STREAM, "book=l2,strategy=maker", 1000000, 30},
    {"l3-book", "message", TKG_PASS_THROUGHPUT, L3_STREAM,
     "book=l3,strategy=storm,storm_every=1000000,statistics=0", 20000000, 60},
    {"l3-maker", "message", TKG_PASS_THROUGHPUT, L3_STREAM, "book=l3,strategy=maker", 1000000, 0},
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

static const char *goal_word(const struct row *row, const struct tkg_estimate *time)
{
    if (row->goal_ns <= 0 || isnan(time->value)) {
        return "";
    }
    return time->high <= row->goal_ns ? "met" : time->low > row->goal_ns ? "missed" : "not sure";
}

static void print_row(const struct tkg_summary *summary, const struct row *row, size_t index)
{
    const struct tkg_case_summary *found = &summary->cases[index];
    const struct tkg_estimate *time = &found->estimates[TKG_METRIC_LATENCY_MEAN];
    const struct tkg_estimate *memory = &found->estimates[TKG_METRIC_PEAK_MEMORY];
    const struct tkg_estimate ratio = tkg_summary_ratio(
        found->source, TKG_METRIC_LATENCY_MEAN, summary->cases[0].source, TKG_METRIC_LATENCY_MEAN);
    char size[TKG_QUANTITY_BYTES];
    char goal[32] = "";
    if (row->goal_ns > 0) {
        (void)snprintf(goal, sizeof goal, "<= %g", row->goal_ns);
    }
    (void)printf("%-15s %5s %-8s", row->name, tkg_count_format(row->tick_count, size), row->unit);
    print_estimate(time, 1.0);
    print_estimate(&ratio, 1.0);
    (void)printf("  %-6s %-9s", goal, goal_word(row, time));
    if (row->pass == TKG_PASS_THROUGHPUT) {
        (void)printf(" %10s", tkg_quantity_format(memory->value, TKG_DIMENSION_BYTES, size));
        (void)printf("  0x%016" PRIx64, found->digest);
    }
    (void)printf("  %" PRIu32 "%s\n", time->count, time->invalid_count > 0 ? "*" : "");
}

static void print_table(const struct tkg_summary *summary, const struct tkg_plan *plan)
{
    struct tkg_fingerprint machine;
    tkg_fingerprint_read(&machine);
    (void)printf("\n%s, %s, CPU %d, %" PRIu32 " rounds of fresh processes, ns per unit: median "
                 "[95 %% interval]\n\n",
                 machine.cpu_model, machine.compiler, plan->cpu, plan->round_count);
    (void)printf("%-15s %5s %-8s  %-22s  %-22s  %-6s %-9s %10s  %-18s  %s\n", "row", "count",
                 "unit", "ns per unit", "x ruler/stream", "goal", "", "peak", "digest", "n");
    for (size_t i = 0; i < ROW_COUNT; i++) {
        print_row(summary, &rows[i], i);
    }
    (void)puts(
        "\npeak: of the whole process in a streaming replay (pass M).  n*: flagged trials were "
        "left out");
}

static enum tkg_status run(uint32_t round_count, struct tkg_error *err)
{
    static struct tkg_plan_item items[2 * ROW_COUNT];
    struct tkg_plan plan;
    struct tkg_run_record record;
    struct tkg_summary summary = {0};
    make_plan(&plan, items, round_count);
    tkg_run_record_init(&record);
    enum tkg_status status = tkg_session_run(&plan, &record, show_progress, NULL, err);
    status = status == TKG_OK ? tkg_summary_create(&record, &summary, err) : status;
    if (status == TKG_OK) {
        print_table(&summary, &plan);
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
