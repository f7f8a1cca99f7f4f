/* SPDX-License-Identifier: Apache-2.0 */
#include "gbench_call.h"

#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gbench_histogram.h"
#include "gbench_interrupt.h"
#include "gbench_library.h"
#include "gbench_memory.h"
#include "gbench_state.h"

/* A case that failed in an earlier repetition. When the first repetition failed, 1.7.1 follows a
 * stray pointer to make its statistics of the others; so it is told that they failed, too. */
struct failed_case {
    const struct tkg_benchmark *family;
    int threads;
    int64_t arguments[TKG_BENCHMARK_ARGUMENT_MAX];
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;

static struct {
    struct tkg_gbench_call_plan plan;
    uint64_t last_id;
    struct tkg_gbench_call **calls; /* measured, not yet forgotten, by rising id */
    size_t count;
    size_t capacity;
    struct failed_case *failed;
    size_t failed_count;
    size_t failed_capacity;
    struct tkg_gbench_call *current; /* NULL between calls */
    bool is_set_up;                  /* the threads of current may begin */
    bool set_up_failed;              /* ... but not with the function */
    int ended_threads;               /* of current */
    bool in_memory_pass;
    struct tkg_gbench_call *memory_call; /* of this pass, kept until its end */
} run;

void tkg_gbench_calls_begin(const struct tkg_gbench_call_plan *plan)
{
    run.plan = *plan;
    run.failed_count = 0;
}

static void destroy(struct tkg_gbench_call *call)
{
    if (call != NULL) {
        tkg_gbench_counters_clear(&call->counters);
        free(call->histogram);
        free(call->message);
        free(call->label);
        free(call);
    }
}

struct tkg_gbench_call *tkg_gbench_call_find(uint64_t id)
{
    for (size_t i = run.count; i > 0; i--) {
        if (run.calls[i - 1]->id == id) {
            return run.calls[i - 1];
        }
    }
    return NULL;
}

void tkg_gbench_calls_forget(const struct tkg_benchmark *family, uint64_t id)
{
    size_t kept = 0;
    for (size_t i = 0; i < run.count; i++) {
        if (run.calls[i]->id <= id && run.calls[i]->family == family) {
            destroy(run.calls[i]);
        } else {
            run.calls[kept++] = run.calls[i];
        }
    }
    run.count = kept;
}

void tkg_gbench_calls_end(void)
{
    for (size_t i = 0; i < run.count; i++) {
        destroy(run.calls[i]);
    }
    free(run.calls);
    free(run.failed);
    run.calls = NULL;
    run.failed = NULL;
    run.count = run.capacity = run.failed_count = run.failed_capacity = 0;
}

const struct tkg_benchmark *tkg_gbench_call_running(void)
{
    return run.current == NULL ? NULL : run.current->family;
}

static struct failed_case case_of(const struct tkg_benchmark *family, const void *library_state,
                                  int threads)
{
    struct failed_case one = {.family = family, .threads = threads};
    for (size_t i = 0; family->arguments_set && i < family->argument_count; i++) {
        one.arguments[i] = tkg_gbench_library_argument(library_state, i);
    }
    return one;
}

static bool has_failed(const struct failed_case *one)
{
    for (size_t i = 0; i < run.failed_count; i++) {
        const struct failed_case *other = &run.failed[i];
        if (other->family == one->family && other->threads == one->threads &&
            memcmp(other->arguments, one->arguments, sizeof(one->arguments)) == 0) {
            return true;
        }
    }
    return false;
}

static struct tkg_gbench_call *create(const struct tkg_benchmark *family, const void *library_state,
                                      int threads)
{
    struct tkg_gbench_call *call = calloc(1, sizeof(*call));
    if (call == NULL) {
        tkg_gbench_out_of_memory();
    }
    const struct failed_case one = case_of(family, library_state, threads);
    call->id = ++run.last_id;
    call->family = family;
    call->threads = threads;
    call->memory_pass = run.in_memory_pass;
    call->counts_memory = run.in_memory_pass && run.plan.manager == NULL &&
                          (run.plan.memory || family->options.memory);
    call->running_threads = run.in_memory_pass ? 1 : threads;
    call->forced_iterations = family->options.iterations > 0 ? 0 : run.plan.iterations;
    if (run.plan.dry_run) {
        call->forced_iterations = 1;
    }
    call->ends_early = call->forced_iterations > 0 || has_failed(&one);
    call->is_interrupted = tkg_gbench_interrupt_signal() != 0;
    call->own_cpu = call->ends_early || family->options.process_cpu_time;
    tkg_gbench_memory_clear(&call->memory);
    return call;
}

/* The call that this thread takes part in; the first one there makes it. */
static struct tkg_gbench_call *join(const struct tkg_benchmark *family, const void *library_state,
                                    int threads)
{
    (void)pthread_mutex_lock(&lock);
    if (run.current == NULL) {
        run.current = create(family, library_state, threads);
        run.is_set_up = false;
        run.ended_threads = 0;
    }
    struct tkg_gbench_call *call = run.current;
    (void)pthread_mutex_unlock(&lock);
    return call;
}

/* Thread 0 sets up, the others wait for it. */
struct guarded {
    tkg_benchmark_function function;
    struct tkg_state *state;
    void *user;
};

static void call_function(void *argument)
{
    const struct guarded *guarded = argument;
    guarded->function(guarded->state, guarded->user);
}

/* Calls user code; what it throws becomes the benchmark's error. */
static void call_guarded(struct tkg_state *state, tkg_benchmark_function function, void *user,
                         const char *what)
{
    char thrown[200];
    char message[256];
    struct guarded guarded = {function, state, user};
    if (!tkg_gbench_library_guard(call_function, &guarded, thrown, sizeof(thrown))) {
        (void)snprintf(message, sizeof(message), "%s threw an exception: %s", what, thrown);
        tkg_gbench_state_fail(state, TKG_BENCHMARK_ERROR, message);
    }
}

static void set_up(struct tkg_state *state)
{
    const struct tkg_benchmark_options *options = &state->call->family->options;
    if (state->thread_index == 0 && options->setup != NULL) {
        call_guarded(state, options->setup, options->fixture_user, "setup");
    }
    (void)pthread_mutex_lock(&lock);
    if (state->thread_index == 0) {
        run.is_set_up = true;
        run.set_up_failed = state->skipped;
        (void)pthread_cond_broadcast(&changed);
    }
    while (!run.is_set_up) {
        (void)pthread_cond_wait(&changed, &lock);
    }
    bool failed = run.set_up_failed;
    (void)pthread_mutex_unlock(&lock);
    if (failed) {
        tkg_gbench_state_fail(state, TKG_BENCHMARK_ERROR, "setup failed"); /* its message stands */
    }
}

/* Adds what this thread measured. */
static void add(struct tkg_gbench_call *call, struct tkg_state *state)
{
    call->iterations += state->iterations;
    call->wall_seconds += (double)state->wall_ns * 1e-9;
    call->cpu_seconds += (double)state->cpu_ns * 1e-9;
    call->manual_seconds += state->manual_seconds;
    call->complexity_n += state->complexity_n;
    call->pauses += state->pauses;
    tkg_gbench_counters_add(&call->counters, &state->counters);
    tkg_gbench_counters_clear(&state->counters);
    if (state->histogram != NULL && call->histogram == NULL) {
        call->histogram = state->histogram;
    } else if (state->histogram != NULL) {
        tkg_gbench_histogram_merge(call->histogram, state->histogram);
        free(state->histogram);
    }
    state->histogram = NULL;
}

static void wait_for_others(struct tkg_state *state)
{
    (void)pthread_mutex_lock(&lock);
    add(state->call, state);
    run.ended_threads++;
    (void)pthread_cond_broadcast(&changed);
    while (state->thread_index == 0 && run.ended_threads < state->call->running_threads) {
        (void)pthread_cond_wait(&changed, &lock);
    }
    (void)pthread_mutex_unlock(&lock);
}

static void remember_failure(struct tkg_state *state)
{
    const struct failed_case one =
        case_of(state->call->family, state->library_state, state->call->threads);
    if (!has_failed(&one)) {
        run.failed = tkg_gbench_grow(run.failed, run.failed_count, &run.failed_capacity,
                                     sizeof(*run.failed));
        run.failed[run.failed_count++] = one;
    }
}

/* Thread 0, after all others: the call is complete. */
static void complete(struct tkg_state *state)
{
    struct tkg_gbench_call *call = state->call;
    if (call->histogram != NULL) {
        tkg_gbench_histogram_summarise(call->histogram, &call->percentiles);
        free(call->histogram);
        call->histogram = NULL;
    }
    run.current = NULL;
    if (call->memory_pass) {
        destroy(run.memory_call);
        run.memory_call = call;
        return;
    }
    if (call->outcome != TKG_BENCHMARK_MEASURED) {
        remember_failure(state);
    }
    run.calls = tkg_gbench_grow(run.calls, run.count, &run.capacity, sizeof(*run.calls));
    run.calls[run.count++] = call;
}

static bool is_wanted(const struct tkg_benchmark *family)
{
    return run.plan.manager != NULL || run.plan.profiler != NULL || run.plan.memory ||
           family->options.memory;
}

/* The memory pass runs for every benchmark when it runs for one. */
static bool is_unwanted(const struct tkg_benchmark *family)
{
    const struct tkg_gbench_call *measured = run.count == 0 ? NULL : run.calls[run.count - 1];
    return run.in_memory_pass &&
           (!is_wanted(family) || measured == NULL || measured->outcome != TKG_BENCHMARK_MEASURED);
}

/* The function between the profiler's start and stop, which see neither setup nor teardown. */
static void call_benchmark(struct tkg_state *state)
{
    const struct tkg_benchmark *family = state->call->family;
    const struct tkg_benchmark_profiler *profiler =
        state->call->memory_pass ? run.plan.profiler : NULL;
    if (profiler != NULL && profiler->start != NULL) {
        profiler->start(profiler->user);
    }
    call_guarded(state, family->function, family->user, "the benchmark");
    if (profiler != NULL && profiler->stop != NULL) {
        profiler->stop(profiler->user);
    }
}

void tkg_gbench_call_run(const struct tkg_benchmark *family, void *library_state,
                         int64_t max_iterations, int thread_index, int threads)
{
    if (is_unwanted(family)) {
        tkg_gbench_library_skip(library_state, "no memory figures wanted");
        (void)tkg_gbench_library_keep_running(library_state, max_iterations);
        return;
    }
    struct tkg_state state = {
        .library_state = library_state,
        .call = join(family, library_state, threads),
        .thread_index = thread_index,
        .library_max = max_iterations,
    };
    state.planned =
        state.call->forced_iterations > 0 ? state.call->forced_iterations : max_iterations;
    if (state.call->is_interrupted) {
        tkg_gbench_state_fail(&state, TKG_BENCHMARK_SKIPPED, "a signal ended the run");
    } else {
        set_up(&state);
    }
    if (!state.skipped) {
        call_benchmark(&state);
    }
    tkg_gbench_state_settle(&state);
    wait_for_others(&state);
    if (thread_index != 0) {
        return;
    }
    if (family->options.teardown != NULL && !state.call->is_interrupted) {
        call_guarded(&state, family->options.teardown, family->options.fixture_user, "teardown");
    }
    if (state.call->ends_early && !state.skipped) {
        tkg_gbench_library_end_early(library_state, state.call->id);
    } else {
        tkg_gbench_library_mark(library_state, state.call->id);
    }
    complete(&state);
}

void tkg_gbench_memory_pass_start(void)
{
    run.in_memory_pass = true;
    if (run.plan.manager != NULL && run.plan.manager->start != NULL) {
        run.plan.manager->start(run.plan.manager->user);
    }
}

/* What the user's manager counted while the function did so many iterations. */
static void ask_manager(struct tkg_benchmark_memory *figures, int64_t iterations)
{
    tkg_gbench_memory_clear(figures);
    if (run.plan.manager->stop != NULL) {
        run.plan.manager->stop(run.plan.manager->user, figures);
    }
    figures->iterations = iterations;
    if (figures->allocations >= 0 && iterations > 0) {
        figures->allocations_per_iteration = (double)figures->allocations / (double)iterations;
    }
}

void tkg_gbench_memory_pass_stop(void)
{
    struct tkg_gbench_call *memory = run.memory_call;
    struct tkg_gbench_call *measured = run.count == 0 ? NULL : run.calls[run.count - 1];
    struct tkg_benchmark_memory unwanted;
    run.in_memory_pass = false;
    run.memory_call = NULL;
    if (run.plan.manager != NULL) {
        ask_manager(memory == NULL ? &unwanted : &memory->memory,
                    memory == NULL ? 0 : memory->iterations);
    }
    if (memory != NULL && measured != NULL) {
        measured->memory = memory->memory;
        if (memory->outcome == TKG_BENCHMARK_ERROR) { /* it failed there only */
            measured->outcome = memory->outcome;
            measured->message = memory->message; /* there was none: it was measured */
            memory->message = NULL;
        }
    }
    destroy(memory);
}
