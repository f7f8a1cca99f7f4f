/* SPDX-License-Identifier: Apache-2.0 */
#include "profile/sampled_replay.h"

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "host/child.h"
#include "host/clock.h"
#include "host/hardware_counters.h"
#include "host/pipe_io.h"
#include "host/usage.h"
#include "profile/profile_replay.h"

static void say(int word_fd, struct tkg_replayer_word *word, enum tkg_status status,
                const struct tkg_error *err)
{
    word->status = (uint32_t)status;
    memcpy(word->text, err->text, sizeof word->text);
    if (!tkg_pipe_write(word_fd, word, sizeof *word)) {
        _exit(1); /* nobody listens any more */
    }
}

static void wait_for_go(int go_fd)
{
    char byte;
    if (!tkg_pipe_read(go_fd, &byte, 1)) {
        _exit(1);
    }
}

static struct tkg_hardware_totals read_hardware(const struct tkg_hardware_counters *counters)
{
    int64_t counts[TKG_HARDWARE_EVENT_COUNT];
    tkg_hardware_counters_read(counters, counts);
    return (struct tkg_hardware_totals){
        .instructions = counts[TKG_HARDWARE_INSTRUCTIONS],
        .cycles = counts[TKG_HARDWARE_CYCLES],
        .cache_misses = counts[TKG_HARDWARE_CACHE_MISSES],
        .branch_misses = counts[TKG_HARDWARE_BRANCH_MISSES],
    };
}

/* Of shorter replays the reading of the run queue, some 10 us each, would be most of what the looks
 * see: their places in a replay are not written down. */
static const int64_t span_min_ns = 50000;

static void write_down(struct tkg_replay_log *log, const struct tkg_replay_span *span)
{
    if (log->count < TKG_REPLAY_SPAN_MAX) {
        log->spans[log->count++] = *span;
    }
}

static enum tkg_status replay_for(struct tkg_profile_replay *replay, int64_t duration_ns,
                                  struct tkg_replay_log *log, struct tkg_replayer_word *word,
                                  struct tkg_error *err)
{
    struct tkg_hardware_counters counters;
    (void)tkg_hardware_counters_open(&counters); /* without, they read as unknown */
    const int64_t begin_ns = tkg_clock_monotonic_ns();
    struct tkg_replay_span span = {.begin_ns = begin_ns};
    uint64_t digest = 0;
    enum tkg_status status = TKG_OK;
    bool is_placed = true;
    do {
        span.begin_queued_ns = is_placed ? tkg_thread_run_queue_wait_ns() : 0;
        span.begin_ns = tkg_clock_monotonic_ns();
        status = tkg_profile_replay_once(replay, &digest, err);
        span.end_ns = tkg_clock_monotonic_ns();
        is_placed = is_placed && span.end_ns - span.begin_ns >= span_min_ns;
        if (is_placed) {
            span.end_queued_ns = tkg_thread_run_queue_wait_ns();
            write_down(log, &span);
        }
        word->replay_count++;
    } while (status == TKG_OK && span.end_ns - begin_ns < duration_ns);
    word->hardware = read_hardware(&counters);
    tkg_hardware_counters_close(&counters);
    return status;
}

/* The first replay warms up; an engine that fails does so before anybody watches. */
static _Noreturn void replay_until_done(const struct tkg_sample_spec *spec,
                                        struct tkg_replay_log *log, int word_fd, int go_fd)
{
    struct tkg_profile_replay replay;
    struct tkg_replayer_word word = {0};
    struct tkg_error err = {0};
    uint64_t digest = 0;
    enum tkg_status status =
        tkg_profile_replay_init(&replay, &spec->replay, TKG_WINDOW_CACHED, &err);
    status = status == TKG_OK ? tkg_profile_replay_once(&replay, &digest, &err) : status;
    word.tick_count = replay.tick_count;
    say(word_fd, &word, status, &err);
    wait_for_go(go_fd);
    status = replay_for(&replay, spec->duration_ns, log, &word, &err);
    say(word_fd, &word, status, &err);
    wait_for_go(go_fd);
    _exit(0); /* watched, and with files open that the watcher still reads: nothing is tidied up */
}

static void become_replayer(const struct tkg_sample_spec *spec, struct tkg_replay_log *log,
                            const int words[2], const int gos[2], pid_t parent)
{
    (void)close(TKG_CHILD_RESULT_FD);
    (void)close(words[0]);
    (void)close(gos[1]);
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || getppid() != parent) {
        _exit(1);
    }
    replay_until_done(spec, log, words[1], gos[0]);
}

/* Two megabytes, there from the beginning: no page of it is missing while a replay is timed. */
static struct tkg_replay_log *share_log(void)
{
    void *memory = mmap(NULL, sizeof(struct tkg_replay_log), PROT_READ | PROT_WRITE,
                        MAP_SHARED | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
    return memory == MAP_FAILED ? NULL : memory;
}

enum tkg_status tkg_replayer_start(struct tkg_replayer *replayer,
                                   const struct tkg_sample_spec *spec, struct tkg_error *err)
{
    int words[2], gos[2];
    const pid_t parent = getpid();
    *replayer = (struct tkg_replayer){-1, -1, -1, share_log()};
    if (!replayer->log) {
        return tkg_fail(err, TKG_NO_MEMORY, "out of memory for the times of the replays");
    }
    if (pipe(words) != 0 || pipe(gos) != 0) {
        return tkg_fail(err, TKG_SYSTEM, "cannot open pipes: %s", strerror(errno));
    }
    replayer->pid = fork();
    if (replayer->pid == 0) {
        become_replayer(spec, replayer->log, words, gos, parent);
    }
    (void)close(words[1]);
    (void)close(gos[0]);
    replayer->word_fd = words[0];
    replayer->go_fd = gos[1];
    return replayer->pid > 0
               ? TKG_OK
               : tkg_fail(err, TKG_SYSTEM, "cannot start a process: %s", strerror(errno));
}

enum tkg_status tkg_replayer_hear(const struct tkg_replayer *replayer,
                                  struct tkg_replayer_word *word, struct tkg_error *err)
{
    if (!tkg_pipe_read(replayer->word_fd, word, sizeof *word) || word->status >= TKG_STATUS_COUNT) {
        return tkg_fail(err, TKG_ENGINE_CRASH, "an engine ended the process of a sampled replay");
    }
    word->text[sizeof word->text - 1] = '\0';
    return word->status == TKG_OK ? TKG_OK
                                  : tkg_fail(err, (enum tkg_status)word->status, "%s", word->text);
}

void tkg_replayer_tell(const struct tkg_replayer *replayer)
{
    (void)tkg_pipe_write(replayer->go_fd, "g", 1); /* if it is gone, its next word tells */
}

void tkg_replayer_end(struct tkg_replayer *replayer)
{
    if (replayer->pid > 0) {
        (void)kill(replayer->pid, SIGKILL);
        (void)waitpid(replayer->pid, NULL, 0);
        replayer->pid = -1;
    }
    if (replayer->word_fd >= 0) {
        (void)close(replayer->word_fd);
        (void)close(replayer->go_fd);
    }
    if (replayer->log) {
        (void)munmap(replayer->log, sizeof *replayer->log);
        replayer->log = NULL;
    }
}
