/* SPDX-License-Identifier: Apache-2.0 */
#include "gbench_state.h"

#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "gbench_histogram.h"
#include "gbench_library.h"
#include "gbench_memory.h"

/* Guards what the threads of a call share: outcome, message, label. */
static pthread_mutex_t shared = PTHREAD_MUTEX_INITIALIZER;

static int64_t read_clock(clockid_t clock)
{
    struct timespec now;
    (void)clock_gettime(clock, &now); /* cannot fail for the clocks used here */
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

int64_t tkg_gbench_now_ns(void)
{
    return read_clock(CLOCK_MONOTONIC);
}

static int64_t cpu_now_ns(const struct tkg_state *state)
{
    return read_clock(state->call->family->options.process_cpu_time ? CLOCK_PROCESS_CPUTIME_ID
                                                                    : CLOCK_THREAD_CPUTIME_ID);
}

static void start_clocks(struct tkg_state *state)
{
    if (state->call->own_cpu) {
        state->cpu_start_ns = cpu_now_ns(state);
    }
    state->phase = TKG_GBENCH_RUNNING;
    state->start_ns = tkg_gbench_now_ns();
}

static void stop_clocks(struct tkg_state *state)
{
    state->wall_ns += tkg_gbench_now_ns() - state->start_ns;
    if (state->call->own_cpu) {
        state->cpu_ns += cpu_now_ns(state) - state->cpu_start_ns;
    }
}

void tkg_gbench_state_fail(struct tkg_state *state, enum tkg_benchmark_outcome outcome,
                           const char *message)
{
    struct tkg_gbench_call *call = state->call;
    (void)pthread_mutex_lock(&shared);
    if (call->outcome == TKG_BENCHMARK_MEASURED) {
        call->outcome = outcome;
        call->message = strdup(message == NULL ? "no message" : message);
    }
    (void)pthread_mutex_unlock(&shared);
    if (state->phase == TKG_GBENCH_RUNNING) {
        stop_clocks(state);
        state->phase = TKG_GBENCH_PAUSED;
    }
    state->skipped = true;
    char carrier[32];
    (void)snprintf(carrier, sizeof(carrier), "tkg:%llu", (unsigned long long)call->id);
    tkg_gbench_library_skip(state->library_state, carrier);
}

static void fail(struct tkg_state *state, const char *message)
{
    tkg_gbench_state_fail(state, TKG_BENCHMARK_ERROR, message);
}

void tkg_state_skip_with_error(struct tkg_state *state, const char *message)
{
    fail(state, message);
}

void tkg_state_skip_with_message(struct tkg_state *state, const char *message)
{
    tkg_gbench_state_fail(state, TKG_BENCHMARK_SKIPPED, message);
}

bool tkg_state_skipped(const struct tkg_state *state)
{
    return state->skipped;
}

bool tkg_state_error_occurred(const struct tkg_state *state)
{
    (void)pthread_mutex_lock(&shared);
    bool error = state->skipped && state->call->outcome == TKG_BENCHMARK_ERROR;
    (void)pthread_mutex_unlock(&shared);
    return error;
}

int64_t tkg_state_begin(struct tkg_state *state)
{
    if (state->phase != TKG_GBENCH_FRESH) {
        if (!state->skipped) {
            fail(state, "the benchmark looped twice; it may have one loop only");
        }
        return 0;
    }
    if (!tkg_gbench_library_keep_running(state->library_state, state->library_max)) {
        state->phase = TKG_GBENCH_FINISHED; /* skipped before the loop */
        return 0;
    }
    if (state->call->counts_memory) {
        tkg_gbench_memory_start();
    }
    start_clocks(state);
    return state->planned;
}

/* Tells the library that the loop has ended; done is what it did. */
static void finish(struct tkg_state *state, int64_t done)
{
    if (state->phase == TKG_GBENCH_PAUSED && !state->skipped) {
        fail(state, "the loop ended while timing was paused; resume before each iteration's end");
    }
    if (state->phase == TKG_GBENCH_RUNNING) {
        stop_clocks(state);
    }
    if (state->call->counts_memory) {
        tkg_gbench_memory_stop(&state->call->memory, done);
    }
    state->iterations = state->skipped ? 0 : done;
    state->phase = TKG_GBENCH_FINISHED;
    (void)tkg_gbench_library_keep_running(state->library_state, state->library_max);
}

void tkg_state_end(struct tkg_state *state)
{
    if (state->phase == TKG_GBENCH_RUNNING || state->phase == TKG_GBENCH_PAUSED) {
        finish(state, state->planned);
    }
}

bool tkg_state_keep_running_batch(struct tkg_state *state, int64_t iteration_count)
{
    if (iteration_count < 1) {
        fail(state, "keep_running_batch needs a count of at least 1");
        return false;
    }
    if (state->phase == TKG_GBENCH_FRESH) {
        state->left = tkg_state_begin(state);
        state->counts_left = true;
    }
    if (state->phase == TKG_GBENCH_FINISHED) {
        return false;
    }
    if (state->left > 0 && !state->skipped) {
        state->left -= iteration_count;
        return true;
    }
    finish(state, state->planned - state->left); /* left < 0: the last batch did more */
    return false;
}

bool tkg_state_keep_running(struct tkg_state *state)
{
    if (__builtin_expect(state->left > 0 && state->phase == TKG_GBENCH_RUNNING, 1)) {
        state->left--;
        return true;
    }
    return tkg_state_keep_running_batch(state, 1);
}

int64_t tkg_state_begin_timed(struct tkg_state *state)
{
    if (state->phase == TKG_GBENCH_FRESH && state->histogram == NULL) {
        state->histogram = calloc(1, sizeof(*state->histogram));
        if (state->histogram == NULL) {
            tkg_gbench_out_of_memory();
        }
    }
    int64_t planned = tkg_state_begin(state);
    state->lap_ns = tkg_gbench_now_ns();
    return planned;
}

void tkg_state_lap(struct tkg_state *state)
{
    int64_t took_ns = tkg_gbench_now_ns() - state->lap_ns;
    tkg_gbench_histogram_record(state->histogram, took_ns > 0 ? (uint64_t)took_ns : 0);
    state->lap_ns = tkg_gbench_now_ns(); /* what recording costs is in no iteration's time */
}

double tkg_gbench_clock_floor_ns(void)
{
    struct tkg_state state = {.histogram = calloc(1, sizeof(struct tkg_gbench_histogram))};
    if (state.histogram == NULL) {
        tkg_gbench_out_of_memory();
    }
    state.lap_ns = tkg_gbench_now_ns();
    for (int i = 0; i < 1001; i++) {
        tkg_state_lap(&state);
    }
    double floor_ns = tkg_gbench_histogram_quantile(state.histogram, 0.5);
    free(state.histogram);
    return floor_ns;
}

void tkg_state_pause_timing(struct tkg_state *state)
{
    if (state->skipped) {
        return;
    }
    if (state->phase != TKG_GBENCH_RUNNING) {
        fail(state, state->phase == TKG_GBENCH_PAUSED ? "timing was paused twice"
                                                      : "timing was paused outside the loop");
        return;
    }
    stop_clocks(state);
    state->phase = TKG_GBENCH_PAUSED;
    state->pauses++;
    tkg_gbench_library_pause(state->library_state);
}

void tkg_state_resume_timing(struct tkg_state *state)
{
    if (state->skipped) {
        return;
    }
    if (state->phase != TKG_GBENCH_PAUSED) {
        fail(state, "timing was resumed without a pause");
        return;
    }
    tkg_gbench_library_resume(state->library_state);
    start_clocks(state);
}

void tkg_state_set_iteration_time(struct tkg_state *state, double seconds)
{
    if (!isfinite(seconds) || seconds < 0) {
        fail(state, "an iteration's time must be finite and not negative");
        return;
    }
    state->manual_seconds += seconds;
    tkg_gbench_library_set_time(state->library_state, seconds);
}

void tkg_gbench_state_settle(struct tkg_state *state)
{
    if (state->phase == TKG_GBENCH_FRESH) {
        if (!state->skipped) {
            fail(state, "the benchmark never ran its loop");
        }
        state->phase = TKG_GBENCH_FINISHED;
        (void)tkg_gbench_library_keep_running(state->library_state, state->library_max);
        return;
    }
    if (state->phase != TKG_GBENCH_FINISHED) {
        if (!state->skipped) {
            fail(state, "the benchmark left its loop early; skip with an error or a message first");
        }
        finish(state, 0);
    }
}

int64_t tkg_state_range(const struct tkg_state *state, size_t position)
{
    return position < tkg_state_range_count(state)
               ? tkg_gbench_library_argument(state->library_state, position)
               : 0;
}

size_t tkg_state_range_count(const struct tkg_state *state)
{
    const struct tkg_benchmark *family = state->call->family;
    return family->arguments_set ? family->argument_count : 0;
}

int tkg_state_threads(const struct tkg_state *state)
{
    return state->call->threads;
}

int tkg_state_thread_index(const struct tkg_state *state)
{
    return state->thread_index;
}

int64_t tkg_state_max_iterations(const struct tkg_state *state)
{
    return state->planned;
}

int64_t tkg_state_iterations(const struct tkg_state *state)
{
    return state->phase != TKG_GBENCH_FINISHED && state->counts_left ? state->planned - state->left
                                                                     : state->iterations;
}

const char *tkg_state_name(const struct tkg_state *state)
{
    return state->call->family->name;
}

static bool is_throughput(const char *name)
{
    return strcmp(name, "items_per_second") == 0 || strcmp(name, "bytes_per_second") == 0;
}

void tkg_state_set_counter(struct tkg_state *state, const char *name, double value, uint32_t flags)
{
    char message[160];
    if (name == NULL || *name == '\0') {
        fail(state, "a counter needs a name");
    } else if (value < 0 && is_throughput(name)) {
        (void)snprintf(message, sizeof(message), "%s cannot be negative; give what was processed",
                       name);
        fail(state, message);
    } else if (tkg_gbench_counter_name_is_reserved(name)) {
        (void)snprintf(message, sizeof(message),
                       "no counter can be called '%.64s': a field of the JSON row has that name",
                       name);
        fail(state, message);
    } else if (!tkg_gbench_counters_set(&state->counters, name, value, flags)) {
        (void)snprintf(message, sizeof(message), "counter '%.64s' is one too many; the limit is %d",
                       name, TKG_GBENCH_COUNTER_MAX);
        fail(state, message);
    }
}

double tkg_state_counter(const struct tkg_state *state, const char *name)
{
    const struct tkg_gbench_counter *counter = tkg_gbench_counters_find(&state->counters, name);
    return counter == NULL ? 0 : counter->value;
}

void tkg_state_set_bytes_processed(struct tkg_state *state, int64_t bytes)
{
    tkg_state_set_counter(state, "bytes_per_second", (double)bytes,
                          TKG_COUNTER_RATE | TKG_COUNTER_1024);
}

/* INT64_MAX as a double is 0x1p63, which fits no int64_t. */
static int64_t counter_as_integer(const struct tkg_state *state, const char *name)
{
    double value = tkg_state_counter(state, name);
    if (!(value > -0x1p63)) {
        return isnan(value) ? 0 : INT64_MIN;
    }
    return value < 0x1p63 ? (int64_t)value : INT64_MAX;
}

int64_t tkg_state_bytes_processed(const struct tkg_state *state)
{
    return counter_as_integer(state, "bytes_per_second");
}

void tkg_state_set_items_processed(struct tkg_state *state, int64_t items)
{
    tkg_state_set_counter(state, "items_per_second", (double)items, TKG_COUNTER_RATE);
}

int64_t tkg_state_items_processed(const struct tkg_state *state)
{
    return counter_as_integer(state, "items_per_second");
}

void tkg_state_set_label(struct tkg_state *state, const char *label)
{
    char *copy = strdup(label == NULL ? "" : label);
    (void)pthread_mutex_lock(&shared);
    free(state->call->label);
    state->call->label = copy;
    (void)pthread_mutex_unlock(&shared);
}

void tkg_state_set_complexity_n(struct tkg_state *state, int64_t n)
{
    if (n < 1) {
        fail(state, "the size for the complexity must be at least 1");
        return;
    }
    state->complexity_n = n;
}

int64_t tkg_state_complexity_n(const struct tkg_state *state)
{
    return state->complexity_n;
}
