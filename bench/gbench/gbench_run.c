/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "gbench_call.h"
#include "gbench_flags.h"
#include "gbench_interrupt.h"
#include "gbench_library.h"
#include "gbench_memory.h"
#include "gbench_reporters.h"
#include "gbench_rows.h"
#include "gbench_state.h"

enum {
    SIGNAL_STATUS = 128,     /* plus the signal, as shells count */
    REPETITIONS_MAX = 10000, /* bound of the loop that a precision target drives */
    PAUSE_PAIR_NS = 300,     /* measured: 282 ns in 1.7.1, in C and C++ alike */
};

/* The samples of a family whose complexity is asked for. */
struct fitting {
    const struct tkg_benchmark *family;
    struct tkg_gbench_rows name; /* its first row, to name the fit after */
    struct tkg_gbench_sample *samples;
    size_t count;
    size_t capacity;
};

/* One call of tkg_benchmark_run_all(). */
struct session {
    struct tkg_gbench_flags flags; /* what holds for this run: dry_run changes some */
    struct tkg_gbench_pool pool;
    const char **names;
    size_t name_count;
    size_t measured_count;
    size_t failed_count;
    pid_t process; /* that runs: a child that a benchmark forks is none of ours */
    double clock_floor_ns;
    struct tkg_gbench_rows rows; /* of the case that is being gathered */
    const struct tkg_benchmark *family;
    bool keeps_gathering; /* the case may get more repetitions */
    int64_t family_index; /* with a precision target: the library sees one case at a time */
    int64_t instance_index;
    const struct tkg_benchmark *indexed_family;
    struct fitting *fittings;
    size_t fitting_count;
    size_t fitting_capacity;
};

static const struct tkg_benchmark_memory_manager *memory_manager;
static const struct tkg_benchmark_profiler *profiler;
static struct session *running; /* not NULL while a run is under way */

int tkg_benchmark_set_memory_manager(const struct tkg_benchmark_memory_manager *manager)
{
    if (manager != NULL && manager->struct_bytes < sizeof(*manager)) {
        return tkg_gbench_refuse("set struct_bytes of the memory manager to "
                                 "sizeof(struct tkg_benchmark_memory_manager)");
    }
    memory_manager = manager;
    return TKG_BENCHMARK_OK;
}

int tkg_benchmark_set_profiler(const struct tkg_benchmark_profiler *table)
{
    if (table != NULL && table->struct_bytes < sizeof(*table)) {
        return tkg_gbench_refuse("set struct_bytes of the profiler to "
                                 "sizeof(struct tkg_benchmark_profiler)");
    }
    profiler = table;
    return TKG_BENCHMARK_OK;
}

/* ---- rows of a case ---- */

static struct fitting *fitting_of(struct session *session, const struct tkg_benchmark *family)
{
    for (size_t i = 0; i < session->fitting_count; i++) {
        if (session->fittings[i].family == family) {
            return &session->fittings[i];
        }
    }
    session->fittings = tkg_gbench_grow(session->fittings, session->fitting_count,
                                        &session->fitting_capacity, sizeof(*session->fittings));
    struct fitting *fitting = &session->fittings[session->fitting_count++];
    memset(fitting, 0, sizeof(*fitting));
    fitting->family = family;
    return fitting;
}

static void add_sample(struct fitting *fitting, const struct tkg_benchmark_run *row)
{
    double per_second = 1 / tkg_benchmark_unit_per_second(row->time_unit);
    fitting->samples = tkg_gbench_grow(fitting->samples, fitting->count, &fitting->capacity,
                                       sizeof(*fitting->samples));
    fitting->samples[fitting->count++] = (struct tkg_gbench_sample){
        row->complexity_n, row->real_time * per_second, row->cpu_time * per_second};
}

/* Reports the complexity of all families but the one that is still running. */
static void report_fittings(struct session *session, const struct tkg_benchmark *still_running)
{
    size_t kept = 0;
    for (size_t i = 0; i < session->fitting_count; i++) {
        struct fitting *fitting = &session->fittings[i];
        if (fitting->family == still_running) {
            session->fittings[kept++] = *fitting;
            continue;
        }
        struct tkg_gbench_rows rows = {0};
        tkg_gbench_rows_fit(&rows, fitting->family, &fitting->name.rows[0], fitting->samples,
                            fitting->count);
        if (rows.count > 0) {
            session->failed_count += rows.rows[0].outcome == TKG_BENCHMARK_ERROR;
            tkg_gbench_reporters_runs(NULL, rows.rows, rows.count);
        }
        tkg_gbench_rows_clear(&rows);
        tkg_gbench_rows_clear(&fitting->name);
        free(fitting->samples);
    }
    session->fitting_count = kept;
}

static void note_sizes(struct session *session, const struct tkg_gbench_result *result,
                       const struct tkg_gbench_call *call)
{
    const struct tkg_benchmark_run *row = &session->rows.rows[session->rows.count - 1];
    if (call->family->options.complexity == TKG_BIG_O_NONE ||
        row->outcome != TKG_BENCHMARK_MEASURED || row->dry_run) {
        return;
    }
    struct fitting *fitting = fitting_of(session, call->family);
    if (fitting->name.count == 0) {
        tkg_gbench_rows_add(&fitting->name, result, call, row->time_unit, false);
        fitting->name.rows[0].family_index = row->family_index;
    }
    add_sample(fitting, row);
}

static void warn_of_pauses(const struct session *session)
{
    const struct tkg_benchmark_run *row = &session->rows.rows[0];
    double iteration_ns = row->real_time * 1e9 / tkg_benchmark_unit_per_second(row->time_unit);
    if (row->pauses > 0 && row->pauses >= row->iterations && iteration_ns < 10 * PAUSE_PAIR_NS) {
        (void)fprintf(stderr,
                      "benchmark: %s pauses timing in every iteration of %.0f ns; a pair costs "
                      "about %d ns and disturbs the caches: move it out of the loop, or do more "
                      "work in each iteration\n",
                      row->run_name, iteration_ns, PAUSE_PAIR_NS);
    }
}

/* A figure that is no number is a failed measurement: the row is shown, the status says so. */
static void check_values(struct session *session)
{
    for (size_t i = 0; i < session->rows.count; i++) {
        const struct tkg_benchmark_run *row = &session->rows.rows[i];
        for (size_t at = 0; at < row->counter_count; at++) {
            if (!isfinite(row->counters[at].value) && row->row == TKG_BENCHMARK_ITERATION) {
                session->failed_count++;
                (void)fprintf(stderr,
                              "benchmark: counter %s of %s is not finite; JSON holds null\n",
                              row->counters[at].name, row->run_name);
            }
        }
    }
}

static double precision_target(const struct session *session, const struct tkg_benchmark *family)
{
    double own = family == NULL ? 0 : family->options.precision;
    double target = own > 0 ? own : session->flags.precision;
    return target > 0 && !session->flags.dry_run ? target : NAN;
}

/* Reports the gathered case and forgets it. */
static void report_case(struct session *session)
{
    struct tkg_gbench_rows *rows = &session->rows;
    double target = precision_target(session, session->family);
    if (rows->count == 0) {
        return;
    }
    for (size_t i = 0; i < rows->count; i++) {
        session->measured_count += rows->rows[i].outcome == TKG_BENCHMARK_MEASURED;
        session->failed_count += rows->rows[i].outcome == TKG_BENCHMARK_ERROR;
        rows->rows[i].precision_target = target;
        rows->rows[i].percentiles.clock_floor_ns = session->clock_floor_ns;
    }
    if (session->family != NULL) {
        tkg_gbench_rows_aggregate(rows, session->family);
    }
    warn_of_pauses(session);
    check_values(session);
    tkg_gbench_reporters_runs(session->family, rows->rows, rows->count);
    tkg_gbench_rows_clear(rows);
}

static enum tkg_benchmark_unit unit_of(const struct session *session,
                                       const struct tkg_benchmark *family)
{
    return family == NULL || family->options.unit == TKG_BENCHMARK_UNIT_DEFAULT
               ? session->flags.time_unit
               : family->options.unit;
}

/* All repetitions of a case that the library made at once. */
static void take_results(void *user, const struct tkg_gbench_result *results, size_t count)
{
    struct session *session = user;
    uint64_t last_id = 0;
    size_t wanted = session->flags.dry_run ? 1 : count;
    for (size_t i = 0; i < wanted; i++) {
        struct tkg_gbench_call *call = tkg_gbench_call_find(results[i].call_id);
        const struct tkg_benchmark *family = call == NULL ? NULL : call->family;
        session->family = family;
        if (family != NULL && !session->flags.random_interleaving) {
            report_fittings(session, family);
        }
        tkg_gbench_rows_add(&session->rows, &results[i], call, unit_of(session, family),
                            session->flags.dry_run);
        if (family != NULL) {
            note_sizes(session, &results[i], call);
            last_id = call->id;
        }
    }
    if (session->family != NULL) {
        tkg_gbench_calls_forget(session->family, last_id);
    }
    if (!session->keeps_gathering) {
        report_case(session);
    }
}

/* ---- one library run, or one for each case until it is precise enough ---- */

static bool run_library(struct session *session, const char *filter)
{
    char message[256];
    const struct tkg_gbench_call_plan plan = {
        .dry_run = session->flags.dry_run,
        .iterations = session->flags.iterations,
        .memory = session->flags.memory,
        .manager = memory_manager,
        .profiler = profiler,
    };
    tkg_gbench_calls_begin(&plan);
    if (!tkg_gbench_library_run(filter, take_results, session, message, sizeof(message))) {
        tkg_gbench_say("an exception ended the run: %s", message);
        return false;
    }
    return true;
}

/* A filter for exactly this name. The library uses POSIX extended expressions, which know no other
 * escapes than these. */
static const char *exactly(struct tkg_gbench_pool *pool, const char *name)
{
    char *filter = tkg_gbench_pool_take(pool, 2 * strlen(name) + 3, 1);
    size_t length = 0;
    filter[length++] = '^';
    for (; *name != '\0'; name++) {
        if (strchr("\\^$.|?*+()[{", *name) != NULL) {
            filter[length++] = '\\';
        }
        filter[length++] = *name;
    }
    filter[length] = '$';
    return filter;
}

/* Enough repetitions, or the time is over. */
static bool is_precise(const struct session *session, int64_t start_ns)
{
    const struct tkg_benchmark_run *last = &session->rows.rows[session->rows.count - 1];
    double target = precision_target(session, session->family);
    if (isnan(target) || last->outcome != TKG_BENCHMARK_MEASURED) {
        return true;
    }
    double precision = tkg_gbench_rows_precision(&session->rows, session->family);
    double cap_s = session->family->options.precision_max_time_s;
    cap_s = cap_s > 0 ? cap_s : session->flags.precision_max_time_s;
    if (precision <= target) {
        return true;
    }
    if ((double)(tkg_gbench_now_ns() - start_ns) * 1e-9 < cap_s) {
        return false;
    }
    if (isnan(precision)) {
        (void)fprintf(stderr,
                      "benchmark: %s is not known yet after %zu repetitions in %g s, which is less "
                      "than its median's interval needs; allow more with "
                      "--benchmark_precision_max_time\n",
                      last->run_name, session->rows.count, cap_s);
        return true;
    }
    (void)fprintf(
        stderr,
        "benchmark: %s is known to %.2f %% after %zu repetitions in %g s, not to %.2f %%; "
        "allow more with --benchmark_precision_max_time\n",
        last->run_name, 100 * precision, session->rows.count, cap_s, 100 * target);
    return true;
}

/* Where the library saw one case only, it numbered that 0. */
static void number_case(struct session *session)
{
    if (session->family != session->indexed_family) {
        session->family_index += session->indexed_family != NULL;
        session->instance_index = 0;
        session->indexed_family = session->family;
    }
    for (size_t i = 0; i < session->rows.count; i++) {
        session->rows.rows[i].family_index = session->family_index;
        session->rows.rows[i].per_family_instance_index = session->instance_index;
    }
    session->instance_index++;
}

/* Repeats one case until it is precise. */
static bool run_case(struct session *session, const char *name)
{
    const char *filter = exactly(&session->pool, name);
    int64_t start_ns = tkg_gbench_now_ns();
    for (int round = 0; round < REPETITIONS_MAX; round++) {
        if (!run_library(session, filter)) {
            return false;
        }
        if (session->rows.count == 0) {
            tkg_gbench_say("%s was listed, but is not found by its own name", name);
            return false;
        }
        if (is_precise(session, start_ns)) {
            break;
        }
    }
    number_case(session);
    report_case(session);
    return true;
}

static bool run_precisely(struct session *session)
{
    session->keeps_gathering = true;
    for (size_t i = 0; i < session->name_count && tkg_gbench_interrupt_signal() == 0; i++) {
        if (!run_case(session, session->names[i])) {
            return false;
        }
    }
    return true;
}

/* ---- the program ---- */

static bool has_option(bool (*has)(const struct tkg_benchmark *family))
{
    size_t count = 0;
    struct tkg_benchmark *const *families = tkg_gbench_families(&count);
    for (size_t i = 0; i < count; i++) {
        if (has(families[i])) {
            return true;
        }
    }
    return false;
}

static bool has_precision(const struct tkg_benchmark *family)
{
    return family->options.precision > 0;
}

static bool has_memory(const struct tkg_benchmark *family)
{
    return family->options.memory;
}

static void fill_context(struct session *session, struct tkg_benchmark_context *context)
{
    context->struct_bytes = sizeof(*context);
    context->executable = session->flags.executable;
    context->custom = session->flags.context;
    context->custom_count = session->flags.context_count;
    context->clock_floor_ns = session->clock_floor_ns;
    context->dry_run = session->flags.dry_run;
#ifdef NDEBUG
    context->shim_build_type = "release";
#else
    context->shim_build_type = "debug";
#endif
    for (size_t i = 0; i < session->name_count; i++) {
        size_t length = strlen(session->names[i]) + sizeof("_median");
        context->name_width_max =
            length > context->name_width_max ? length : context->name_width_max;
    }
    tkg_gbench_library_context(&session->pool, context);
}

static int measure(struct session *session)
{
    bool whole = false;
    bool memory = !session->flags.dry_run &&
                  (memory_manager != NULL || session->flags.memory || has_option(has_memory));
    tkg_gbench_library_configure(&session->flags, false);
    tkg_gbench_library_use_memory_pass(memory || (profiler != NULL && !session->flags.dry_run));
    if (memory && memory_manager == NULL && !tkg_gbench_heap_is_counted()) {
        (void)fputs("benchmark: heap calls are not counted, only resident memory: link "
                    "tickgate::benchmark_heap (gbench_heap.c)\n",
                    stderr);
    }
    if ((session->flags.precision > 0 || has_option(has_precision)) && !session->flags.dry_run) {
        whole = run_precisely(session);
    } else {
        whole = run_library(session, session->flags.filter);
    }
    report_fittings(session, NULL);
    tkg_gbench_library_use_memory_pass(false);
    tkg_gbench_calls_end();
    if (!whole) {
        return TKG_BENCHMARK_INTERNAL;
    }
    if (tkg_gbench_interrupt_signal() != 0) {
        return SIGNAL_STATUS + tkg_gbench_interrupt_signal();
    }
    if (session->failed_count > 0) {
        return TKG_BENCHMARK_FAILED;
    }
    return session->measured_count > 0 ? TKG_BENCHMARK_OK : TKG_BENCHMARK_NOTHING;
}

static int print_names(const struct session *session)
{
    for (size_t i = 0; i < session->name_count; i++) {
        (void)puts(session->names[i]);
    }
    return session->name_count > 0 ? TKG_BENCHMARK_OK : TKG_BENCHMARK_NOTHING;
}

/* A function that called exit(): what was measured so far is still written and the outputs are
 * closed. Whatever status it wanted, this was no success; only _exit() can still say so. */
static void close_at_exit(void)
{
    const struct tkg_benchmark *family = tkg_gbench_call_running();
    if (running != NULL && running->process == getpid()) {
        (void)fprintf(stderr, "benchmark: the process exits inside %s; results are not complete\n",
                      family == NULL ? "a reporter" : family->name);
        (void)tkg_gbench_reporters_end(TKG_BENCHMARK_FAILED);
        (void)fflush(NULL);
        _exit(TKG_BENCHMARK_FAILED);
    }
}

/* Reporters begin and end whatever happens, so that every output is a whole document. */
static int run_with_reporters(struct session *session, int status)
{
    static bool is_registered;
    struct tkg_benchmark_context context = {0};
    if (!is_registered) {
        is_registered = atexit(close_at_exit) == 0;
    }
    session->clock_floor_ns = tkg_gbench_clock_floor_ns();
    fill_context(session, &context);
    tkg_gbench_reporters_open(&session->flags);
    if (tkg_gbench_reporters_begin(&context, &status) && status == TKG_BENCHMARK_OK) {
        status = measure(session);
    }
    return tkg_gbench_reporters_end(status);
}

/* Names what the filter picks. Returns whether there is anything to run. */
static int list(struct session *session)
{
    const char *message = "";
    tkg_gbench_library_configure(&session->flags, true);
    if (!tkg_gbench_library_list(session->flags.filter, &session->pool, &session->names,
                                 &session->name_count, &message)) {
        tkg_gbench_say("--benchmark_filter: %s", message);
        return TKG_BENCHMARK_USAGE;
    }
    if (session->name_count == 0) {
        tkg_gbench_say("no benchmark matches '%s'; --benchmark_list_tests shows all",
                       *session->flags.filter != '\0' ? session->flags.filter : "all");
        return TKG_BENCHMARK_NOTHING;
    }
    return TKG_BENCHMARK_OK;
}

static int run_families(struct session *session)
{
    size_t count = 0;
    struct tkg_benchmark *const *families = tkg_gbench_families(&count);
    tkg_gbench_library_clear();
    for (size_t i = 0; i < count; i++) {
        tkg_gbench_library_register(families[i]);
    }
    int status = list(session);
    if (session->flags.list_tests) {
        return status == TKG_BENCHMARK_OK ? print_names(session) : status;
    }
    return run_with_reporters(session, status);
}

struct attempt {
    struct session *session;
    int status;
};

static void run_attempt(void *argument)
{
    struct attempt *attempt = argument;
    attempt->status = run_families(attempt->session);
}

/* Whatever the library throws, no memory left mostly: the outputs are closed. */
static int run_session(struct session *session)
{
    char message[256];
    struct attempt attempt = {session, TKG_BENCHMARK_INTERNAL};
    if (!tkg_gbench_library_guard(run_attempt, &attempt, message, sizeof(message))) {
        tkg_gbench_say("an exception ended the run: %s", message);
        return tkg_gbench_reporters_end(TKG_BENCHMARK_INTERNAL);
    }
    return attempt.status;
}

/* The outputs are whole; the process ends as whoever sent the signal expects. */
static void end_by_signal(int signal_number)
{
    if (signal_number != 0) {
        (void)fflush(NULL);
        (void)raise(signal_number);
    }
}

/* Why these flags cannot go together, or NULL. */
static const char *fault_of(const struct tkg_gbench_flags *flags)
{
    bool precise = flags->precision > 0 || has_option(has_precision);
    if (precise && flags->random_interleaving) {
        return "a precision target repeats one case until it is precise; it excludes "
               "--benchmark_enable_random_interleaving";
    }
    if (precise && flags->iterations > 0) {
        return "--benchmark_min_time=<n>x fixes the iterations; it excludes a precision target";
    }
    if (profiler != NULL && memory_manager != NULL) {
        return "a profiler and a memory manager would share one run and see each other";
    }
    return flags->repetitions == 0 ? "--benchmark_repetitions must be at least 1" : NULL;
}

int tkg_benchmark_run_all(void)
{
    return tkg_benchmark_run(tkg_benchmark_filter(), NULL);
}

int tkg_benchmark_run(const char *filter, size_t *matched)
{
    struct session session = {.flags = *tkg_gbench_current_flags(), .process = getpid()};
    session.flags.filter = filter;
    if (matched != NULL) {
        *matched = 0;
    }
    if (filter == NULL) {
        tkg_gbench_say("a filter is a regular expression; \"\" picks all");
        return TKG_BENCHMARK_USAGE;
    }
    const char *fault = fault_of(&session.flags);
    if (session.flags.help) {
        return TKG_BENCHMARK_OK;
    }
    if (running != NULL) {
        tkg_gbench_say("a run is under way already, or a benchmark was left by longjmp: the "
                       "library cannot be used any more in this process");
        return TKG_BENCHMARK_INTERNAL;
    }
    if (tkg_gbench_refused_count() > 0 || fault != NULL) {
        tkg_gbench_say("nothing is run: %s",
                       fault != NULL ? fault : "a registration was refused, see above");
        return TKG_BENCHMARK_USAGE;
    }
    running = &session;
    tkg_gbench_interrupt_watch();
    int status = run_session(&session);
    tkg_gbench_interrupt_unwatch();
    running = NULL;
    if (matched != NULL) {
        *matched = session.name_count;
    }
    tkg_gbench_pool_release(&session.pool);
    free(session.fittings);
    end_by_signal(tkg_gbench_interrupt_signal());
    return status;
}

int tkg_benchmark_main(int argument_count, char **arguments)
{
    int status = tkg_benchmark_initialize(&argument_count, arguments);
    for (int i = 1; i < argument_count; i++) {
        tkg_gbench_say("unknown flag %s; --help lists all", arguments[i]);
        status = TKG_BENCHMARK_USAGE;
    }
    return status == TKG_BENCHMARK_OK ? tkg_benchmark_run_all() : status;
}
