/* SPDX-License-Identifier: Apache-2.0 */
#include "profile/counted_replay.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/personality.h>
#include <unistd.h>

#include "host/child.h"
#include "host/pipe_io.h"
#include "profile/profile_child.h"
#include "profile/profile_replay.h"

/* Caches of a middling server, the same on every machine: sizes, ways, bytes of a line. */
#define I1_CACHE "--I1=32768,8,64"
#define D1_CACHE "--D1=32768,8,64"
#define LL_CACHE "--LL=8388608,16,64"

static const char toggle[] = "--toggle-collect=" TKG_PROFILED_FUNCTION;

/* Nothing of the caller's but where programs lie: an environment lies on the stack, and its length
 * moves every address there. All symbols are bound before the first tick. */
static const char *const fixed_environment[] = {"LC_ALL=C", "LD_BIND_NOW=1", NULL, NULL};

int tkg_count_start(const char *out_path, bool with_misses)
{
    char out[PATH_MAX + 64], search[PATH_MAX], program[PATH_MAX];
    const char *environment[sizeof fixed_environment / sizeof *fixed_environment];
    const ssize_t length = readlink("/proc/self/exe", program, sizeof program - 1);
    memcpy(environment, fixed_environment, sizeof environment);
    (void)snprintf(out, sizeof out, "--callgrind-out-file=%s", out_path);
    (void)snprintf(search, sizeof search, "PATH=%s", getenv("PATH") ? getenv("PATH") : "/usr/bin");
    environment[2] = search;
    program[length > 0 ? length : 0] = '\0';
    const char *const arguments[] = {
        "valgrind", "--tool=callgrind", "--quiet",
        "--vgdb=no", /* its pipes in /tmp would outlive a kill */
        toggle, out,
        /* the caches come last: to name one switches the simulation on */
        with_misses ? "--cache-sim=yes" : program,
        with_misses ? I1_CACHE : TKG_COUNTED_REPLAY_ARGUMENT, with_misses ? D1_CACHE : NULL,
        LL_CACHE, program, TKG_COUNTED_REPLAY_ARGUMENT, NULL};
    char *argv[sizeof arguments / sizeof *arguments],
        *envp[sizeof environment / sizeof *environment];
    memcpy(argv, arguments, sizeof argv); /* exec takes them without the inner const */
    memcpy(envp, environment, sizeof envp);
    /* valgrind places everything itself; where this is refused (containers), counts are the same.
     */
    (void)personality(ADDR_NO_RANDOMIZE);
    (void)execvpe(argv[0], argv, envp);
    (void)fprintf(stderr, "cannot run valgrind: %s\n", strerror(errno));
    return tkg_status_exit_code(TKG_ENVIRONMENT);
}

static enum tkg_status replay_once(const struct tkg_count_spec *spec, struct tkg_count_reply *reply,
                                   struct tkg_error *err)
{
    struct tkg_profile_replay replay;
    enum tkg_status status = tkg_profile_replay_init(&replay, spec, TKG_WINDOW_STREAMED, err);
    status = status == TKG_OK ? tkg_profile_replay_once(&replay, &reply->digest, err) : status;
    reply->tick_count = replay.tick_count;
    tkg_profile_replay_deinit(&replay);
    return status;
}

int tkg_counted_replay_main(void)
{
    struct tkg_count_spec spec;
    struct tkg_error err = {0};
    struct tkg_count_reply reply = {.magic = TKG_COUNT_REPLY_MAGIC, .struct_bytes = sizeof reply};
    const bool is_asked =
        tkg_pipe_read(STDIN_FILENO, &spec, sizeof spec) && tkg_count_spec_is_sane(&spec);
    const enum tkg_status status =
        is_asked ? replay_once(&spec, &reply, &err)
                 : tkg_fail(&err, TKG_INTERNAL, "%s is for tickgate's own use",
                            TKG_COUNTED_REPLAY_ARGUMENT);
    reply.status = (uint32_t)status;
    memcpy(reply.text, err.text, sizeof reply.text);
    return tkg_pipe_write(TKG_CHILD_RESULT_FD, &reply, sizeof reply)
               ? 0
               : tkg_status_exit_code(TKG_INTERNAL);
}
