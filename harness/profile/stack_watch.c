/* SPDX-License-Identifier: Apache-2.0 */
#include "profile/stack_watch.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/random.h"
#include "base/text.h"
#include "host/child.h"
#include "host/clock.h"
#include "host/pipe_io.h"
#include "host/usage.h"
#include "profile/profile_child.h"
#include "profile/profile_replay.h"
#include "profile/sampled_replay.h"
#include "profile/stack_walk.h"
#include "profile/time_fold.h"
#include "profile/time_sample_reply.h"

struct watch {
    const struct tkg_sample_spec *spec;
    struct tkg_replayer replayer;
    struct tkg_stack_walk *walk;
    clockid_t cpu_clock; /* of the replayer */
    int64_t cpu_ns;      /* when it was let go on */
    int64_t wall_ns;
    int64_t look_begin_ns;
    int64_t stopped_ns;     /* how long the last look took */
    int64_t stopped_all_ns; /* all looks so far that stopped more than a wait */
    int64_t cpu_pending_ns; /* of looks that failed: the next one stands for them, too */
    int64_t wall_pending_ns;
    struct tkg_random random;
    struct tkg_look *looks;
    size_t look_count;
    uint64_t *pool;
    size_t pool_count;
};

enum { POOL_COUNT = TKG_SAMPLE_MAX * 16 };

static int64_t cpu_of(const struct watch *watch)
{
    struct timespec now = {0, 0};
    (void)clock_gettime(watch->cpu_clock, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

/* By number: the library's ptrace() would take the signal as a pointer. */
static void continue_with(pid_t pid, int signal_number)
{
    (void)syscall(SYS_ptrace, (long)PTRACE_CONT, (long)pid, 0L, (long)signal_number);
}

static void let_go_on(struct watch *watch, int signal_number)
{
    watch->cpu_ns = cpu_of(watch);
    watch->wall_ns = tkg_clock_monotonic_ns();
    watch->stopped_ns = watch->look_begin_ns > 0 ? watch->wall_ns - watch->look_begin_ns : 0;
    continue_with(watch->replayer.pid, signal_number);
}

/* Until it stands still for us; its own signals are passed on. False: it is gone. */
static bool wait_for_stop(struct watch *watch)
{
    int status = 0;
    for (;;) {
        if (waitpid(watch->replayer.pid, &status, __WALL) < 0) {
            if (errno != EINTR) {
                return false;
            }
            continue;
        }
        if (!WIFSTOPPED(status)) {
            watch->replayer.pid = -1; /* reaped */
            return false;
        }
        if (status >> 16 == PTRACE_EVENT_STOP) {
            return true;
        }
        continue_with(watch->replayer.pid, WSTOPSIG(status));
    }
}

static bool stop(struct watch *watch)
{
    return ptrace(PTRACE_INTERRUPT, watch->replayer.pid, NULL, NULL) == 0 && wait_for_stop(watch);
}

/* Time stops counting before the stack is read. */
static void take_look(struct watch *watch)
{
    watch->look_begin_ns = tkg_clock_monotonic_ns();
    const int64_t ran_wall_ns = watch->look_begin_ns - watch->wall_ns;
    const int64_t ran_cpu_ns = cpu_of(watch) - watch->cpu_ns;
    const bool has_waited = 2 * ran_cpu_ns < ran_wall_ns; /* and went on waiting while we looked */
    watch->wall_pending_ns += ran_wall_ns + (has_waited ? watch->stopped_ns : 0);
    watch->stopped_all_ns += has_waited ? 0 : watch->stopped_ns;
    watch->cpu_pending_ns += ran_cpu_ns;
    const int64_t wall_ns = watch->wall_pending_ns, cpu_ns = watch->cpu_pending_ns;
    uint64_t addresses[TKG_STACK_DEPTH_MAX];
    const size_t count = tkg_stack_walk_read(watch->walk, addresses);
    if (count == 0 || watch->look_count == TKG_SAMPLE_MAX ||
        watch->pool_count + count > POOL_COUNT) {
        return;
    }
    watch->wall_pending_ns = 0;
    watch->cpu_pending_ns = 0;
    watch->looks[watch->look_count++] = (struct tkg_look){
        .first = (uint32_t)watch->pool_count,
        .count = (uint32_t)count,
        .cpu_ns = cpu_ns > 0 ? (uint64_t)(cpu_ns < wall_ns ? cpu_ns : wall_ns) : 0,
        .wall_ns = (uint64_t)wall_ns,
        .begin_ns = watch->look_begin_ns,
        .stopped_before_ns = watch->stopped_all_ns,
        .queued_before_ns = tkg_process_run_queue_wait_ns(watch->replayer.pid),
        .function = TKG_LOOK_ELSEWHERE,
    };
    memcpy(watch->pool + watch->pool_count, addresses, count * sizeof *addresses);
    watch->pool_count += count;
}

/* From half to one and a half of the interval, so that no rhythm of the engine is met each time. */
static bool is_over_before_next_look(struct watch *watch)
{
    const int64_t half = watch->spec->interval_ns / 2;
    const int64_t wait_ns =
        half + (int64_t)tkg_random_below(&watch->random, (uint32_t)half * 2 + 1);
    const struct timespec timeout = {wait_ns / 1000000000, wait_ns % 1000000000};
    struct pollfd word = {.fd = watch->replayer.word_fd, .events = POLLIN};
    return ppoll(&word, 1, &timeout, NULL) > 0;
}

static enum tkg_status seize(struct watch *watch, struct tkg_error *err)
{
    const pid_t pid = watch->replayer.pid;
    if (ptrace(PTRACE_SEIZE, pid, NULL, NULL) != 0) {
        return tkg_fail(err, TKG_ENVIRONMENT,
                        "cannot watch a child process: %s; in a container: --cap-add=SYS_PTRACE",
                        strerror(errno));
    }
    if (!stop(watch) || clock_getcpuclockid(pid, &watch->cpu_clock) != 0) {
        return tkg_fail(err, TKG_SYSTEM, "cannot stop a child process");
    }
    return tkg_stack_walk_open(&watch->walk, pid, err);
}

/* Looks until the replayer says that it is done; then lets go of it. */
static void watch_replays(struct watch *watch)
{
    let_go_on(watch, 0);
    tkg_replayer_tell(&watch->replayer);
    while (!is_over_before_next_look(watch)) {
        if (!stop(watch)) {
            return;
        }
        take_look(watch);
        let_go_on(watch, 0);
    }
    if (stop(watch)) {
        (void)ptrace(PTRACE_DETACH, watch->replayer.pid, NULL, NULL);
    }
}

/* Where the engine begins: the index of the profiled function's frame, 0 when it is not there. */
static size_t engine_frames(struct watch *watch, const struct tkg_look *look,
                            struct tkg_stack_function *functions)
{
    for (size_t i = 0; i < look->count; i++) {
        functions[i] = tkg_stack_walk_resolve(watch->walk, watch->pool[look->first + i]);
        if (strcmp(functions[i].name, TKG_PROFILED_FUNCTION) == 0) {
            return i;
        }
    }
    return 0;
}

static bool add_frame(struct tkg_function_table *table, const struct tkg_stack_function *function,
                      struct tkg_look *look, bool is_leaf, uint64_t number)
{
    const char *name = *function->name ? function->name : "(unknown)";
    struct tkg_function *row =
        tkg_function_table_row(table, name, function->file, function->object);
    if (!row) {
        return false;
    }
    row->line = function->line;
    if (is_leaf) {
        row->self[TKG_COST_CPU] += look->cpu_ns;
        row->self[TKG_COST_WALL] += look->wall_ns;
        look->function = (uint32_t)(row - table->functions);
    }
    if (row->calls != number) { /* once a look, however often it calls itself */
        row->inclusive[TKG_COST_CPU] += look->cpu_ns;
        row->inclusive[TKG_COST_WALL] += look->wall_ns;
        row->calls = number;
    }
    return true;
}

static bool add_up(struct watch *watch, struct tkg_function_table *table)
{
    struct tkg_stack_function functions[TKG_STACK_DEPTH_MAX];
    for (size_t i = 0; i < watch->look_count; i++) {
        struct tkg_look *look = &watch->looks[i];
        const size_t count = engine_frames(watch, look, functions);
        table->totals[TKG_COST_CPU] += count > 0 ? look->cpu_ns : 0;
        table->totals[TKG_COST_WALL] += count > 0 ? look->wall_ns : 0;
        table->sample_count += count > 0 ? 1 : 0;
        for (size_t frame = 0; frame < count; frame++) {
            if (!add_frame(table, &functions[frame], look, frame == 0, i + 1)) {
                return false;
            }
        }
    }
    return true;
}

static int by_wall(const void *left, const void *right)
{
    const uint64_t a = ((const struct tkg_function *)left)->inclusive[TKG_COST_WALL];
    const uint64_t b = ((const struct tkg_function *)right)->inclusive[TKG_COST_WALL];
    return a > b ? -1 : a < b;
}

static void write_rows(struct tkg_function_table *table, struct tkg_sample_reply *reply)
{
    if (table->count > 0) {
        qsort(table->functions, table->count, sizeof *table->functions, by_wall);
    }
    reply->row_count =
        (uint32_t)(table->count < TKG_SAMPLE_ROW_MAX ? table->count : TKG_SAMPLE_ROW_MAX);
    for (uint32_t i = 0; i < reply->row_count; i++) {
        const struct tkg_function *function = &table->functions[i];
        struct tkg_sample_row *row = &reply->rows[i];
        (void)tkg_string_copy(row->name, sizeof row->name, function->name);
        (void)tkg_string_copy(row->file, sizeof row->file, function->file);
        (void)tkg_string_copy(row->object, sizeof row->object, function->object);
        row->line = function->line;
        row->self_cpu_ns = function->self[TKG_COST_CPU];
        row->self_wall_ns = function->self[TKG_COST_WALL];
        row->inclusive_cpu_ns = function->inclusive[TKG_COST_CPU];
        row->inclusive_wall_ns = function->inclusive[TKG_COST_WALL];
    }
    reply->sample_count = table->sample_count;
    reply->cpu_ns = table->totals[TKG_COST_CPU];
    reply->wall_ns = table->totals[TKG_COST_WALL];
}

static enum tkg_status summarise(struct watch *watch, struct tkg_sample_reply *reply,
                                 struct tkg_error *err)
{
    struct tkg_function_table table;
    enum tkg_status status = TKG_OK;
    tkg_function_table_init(&table);
    if (!add_up(watch, &table)) {
        status = tkg_fail(err, TKG_NO_MEMORY, "out of memory for the functions of a replay");
    } else if (table.sample_count == 0) {
        status = tkg_fail(err, TKG_TOO_FEW, "the replay was over before anybody could look");
    } else {
        tkg_time_fold(watch->looks, watch->look_count, watch->replayer.log, &table, &reply->map);
        write_rows(&table, reply); /* sorts: looks no longer know their functions */
    }
    tkg_function_table_deinit(&table);
    return status;
}

static enum tkg_status watch_through(struct watch *watch, struct tkg_sample_reply *reply,
                                     struct tkg_error *err)
{
    struct tkg_replayer_word word;
    enum tkg_status status = tkg_replayer_start(&watch->replayer, watch->spec, err);
    status = status == TKG_OK ? tkg_replayer_hear(&watch->replayer, &word, err) : status;
    status = status == TKG_OK ? seize(watch, err) : status;
    if (status != TKG_OK) {
        return status;
    }
    watch_replays(watch);
    status = tkg_replayer_hear(&watch->replayer, &word, err);
    if (status != TKG_OK) {
        return status;
    }
    reply->tick_count = word.tick_count;
    reply->replay_count = word.replay_count;
    reply->hardware = word.hardware;
    return summarise(watch, reply, err);
}

static enum tkg_status watch_spec(const struct tkg_sample_spec *spec,
                                  struct tkg_sample_reply *reply, struct tkg_error *err)
{
    struct watch watch = {
        .spec = spec,
        .replayer = {-1, -1, -1, NULL},
        .random = {spec->replay.stream_seed},
        .looks = malloc(TKG_SAMPLE_MAX * sizeof(struct tkg_look)),
        .pool = malloc(POOL_COUNT * sizeof(uint64_t)),
    };
    enum tkg_status status =
        watch.looks && watch.pool
            ? watch_through(&watch, reply, err)
            : tkg_fail(err, TKG_NO_MEMORY, "out of memory for the looks at a replay");
    tkg_replayer_end(&watch.replayer);
    tkg_stack_walk_close(watch.walk);
    free(watch.pool);
    free(watch.looks);
    return status;
}

int tkg_stack_watch_main(void)
{
    struct tkg_sample_spec spec;
    struct tkg_error err = {0};
    struct tkg_sample_reply *reply = calloc(1, sizeof *reply);
    if (!reply) {
        return tkg_status_exit_code(TKG_NO_MEMORY);
    }
    const bool is_asked = tkg_pipe_read(STDIN_FILENO, &spec, sizeof spec) &&
                          tkg_count_spec_is_sane(&spec.replay) && spec.interval_ns >= 2 &&
                          spec.interval_ns <= 1000000000;
    (void)signal(SIGPIPE, SIG_IGN); /* a replayer that is gone is told of by its missing word */
    const enum tkg_status status =
        is_asked
            ? watch_spec(&spec, reply, &err)
            : tkg_fail(&err, TKG_INTERNAL, "%s is for tickgate's own use", TKG_SAMPLE_ARGUMENT);
    reply->magic = TKG_SAMPLE_REPLY_MAGIC;
    reply->struct_bytes = sizeof *reply;
    reply->status = (uint32_t)status;
    memcpy(reply->text, err.text, sizeof reply->text);
    const bool is_written = tkg_pipe_write(TKG_CHILD_RESULT_FD, reply, sizeof *reply);
    free(reply);
    return is_written ? 0 : tkg_status_exit_code(TKG_INTERNAL);
}
