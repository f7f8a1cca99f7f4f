/* SPDX-License-Identifier: Apache-2.0
 *
 * google-benchmark for C11: write, register and run micro-benchmarks over the installed
 * libbenchmark.
 *
 *     #include <tickgate/benchmark.h>
 *
 *     static void add(struct tkg_state *state, void *user)
 *     {
 *         uint64_t sum = 0;
 *         TKG_LOOP(state) {
 *             sum += 3;
 *             TKG_DO_NOT_OPTIMIZE(sum);
 *         }
 *         tkg_state_set_items_processed(state, tkg_state_iterations(state));
 *     }
 *     TKG_BENCH(add, add)
 *     TKG_BENCHMARK_MAIN()
 *
 * Every capability with its C form: docs/benchmark-shim.md. Nothing here throws, aborts or exits.
 *
 * Threads: a benchmark function runs on all its threads at once, each with a state of its own; user
 * is shared. A state must not outlive the call. longjmp out of a benchmark (cmocka's assert_* do
 * that) is forbidden; report a failure with tkg_state_skip_with_error() and return.
 */
#ifndef TICKGATE_BENCHMARK_H
#define TICKGATE_BENCHMARK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tickgate/benchmark_keep.h>
#include <tickgate/benchmark_program.h>
#include <tickgate/benchmark_registration.h>
#include <tickgate/benchmark_reporter.h>
#include <tickgate/benchmark_types.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- the loop: each benchmark runs exactly one of these, once, to its end ---- */

/* for each iteration. The counter is a local variable, so that the loop costs what
 * google-benchmark's `for (auto _ : state)` costs. `continue` works; `break` only after
 * tkg_state_skip_with_*(). */
#define TKG_LOOP(state)                                                                            \
    for (int64_t tkg_left_ = tkg_state_begin(state); tkg_left_ != 0 || (tkg_state_end(state), 0);  \
         --tkg_left_)

/* The same, with the time of every single iteration taken: percentiles in every report. Costs two
 * readings of the clock per iteration (some 50 ns), which are in real_time, too. For iterations of
 * a microsecond and more; clock_floor_ns is printed beside. */
#define TKG_TIMED_LOOP(state)                                                                      \
    for (int64_t tkg_left_ = tkg_state_begin_timed(state);                                         \
         tkg_left_ != 0 || (tkg_state_end(state), 0); tkg_state_lap(state), --tkg_left_)

/* while (tkg_state_keep_running(state)) { ... }: the familiar form. A call per iteration: 1 to 3 ns
 * more than TKG_LOOP. Batch: the body does iteration_count (> 0) iterations per turn. */
bool tkg_state_keep_running(struct tkg_state *state);
bool tkg_state_keep_running_batch(struct tkg_state *state, int64_t iteration_count);

/* What the macros call. begin waits for all threads, starts the clock, returns the iterations to
 * do; 0 when there is nothing to do because of an error. */
int64_t tkg_state_begin(struct tkg_state *state);
int64_t tkg_state_begin_timed(struct tkg_state *state);
void tkg_state_lap(struct tkg_state *state);
void tkg_state_end(struct tkg_state *state);

/* ---- inside the loop ---- */

/* Stops and starts the clocks. A pair costs about 300 ns of untimed, but cache-disturbing work; the
 * console warns when it is done in every iteration. Paused twice, or at the loop's end: an error.
 */
void tkg_state_pause_timing(struct tkg_state *state);
void tkg_state_resume_timing(struct tkg_state *state);

/* For manual time: how long this iteration took, in seconds, finite and >= 0. */
void tkg_state_set_iteration_time(struct tkg_state *state, double seconds);

/* Ends the benchmark with an error row (exit status 4), or with a row that says why it was skipped.
 * The first message counts. Return, or break out of the loop, afterwards. message is copied. */
void tkg_state_skip_with_error(struct tkg_state *state, const char *message);
void tkg_state_skip_with_message(struct tkg_state *state, const char *message);
bool tkg_state_skipped(const struct tkg_state *state);        /* either of the two */
bool tkg_state_error_occurred(const struct tkg_state *state); /* the first */

/* ---- what a state knows ---- */

int64_t tkg_state_range(const struct tkg_state *state, size_t position); /* argument; 0 past end */
size_t tkg_state_range_count(const struct tkg_state *state);
int tkg_state_threads(const struct tkg_state *state);
int tkg_state_thread_index(const struct tkg_state *state);       /* 0-based */
int64_t tkg_state_max_iterations(const struct tkg_state *state); /* planned, this thread */
int64_t tkg_state_iterations(const struct tkg_state *state);     /* done; complete after the loop */
const char *tkg_state_name(const struct tkg_state *state);       /* as it was registered */

/* ---- results, best set after the loop; of several threads, they are summed ---- */

/* name is copied; at most 64 counters. The name of a JSON field ("name", "real_time", ...) makes
 * the benchmark an error, since readers could not tell the two apart; so does an empty one. What is
 * not finite is shown, and makes the exit status 4. flags: enum tkg_counter_flag.
 */
void tkg_state_set_counter(struct tkg_state *state, const char *name, double value, uint32_t flags);
double tkg_state_counter(const struct tkg_state *state, const char *name);  /* 0 when not set */
void tkg_state_set_bytes_processed(struct tkg_state *state, int64_t bytes); /* bytes_per_second */
int64_t tkg_state_bytes_processed(const struct tkg_state *state);
void tkg_state_set_items_processed(struct tkg_state *state, int64_t items); /* items_per_second */
int64_t tkg_state_items_processed(const struct tkg_state *state);
void tkg_state_set_label(struct tkg_state *state,
                         const char *label);                         /* copied; the last one wins */
void tkg_state_set_complexity_n(struct tkg_state *state, int64_t n); /* > 0 */
int64_t tkg_state_complexity_n(const struct tkg_state *state);

#ifdef __cplusplus
}
#endif

#endif
