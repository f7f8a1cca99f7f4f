/* SPDX-License-Identifier: Apache-2.0 */
#include "profile/instruction_count.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "host/child.h"
#include "host/file.h"
#include "host/scratch.h"
#include "measure/child_failure.h"
#include "profile/callgrind_file.h"
#include "profile/counted_replay.h"
#include "profile/profile_child.h"

enum {
    SEARCH_MAX = 256,
    ROOM_BYTES = 65536, /* a file of counts is larger than that */
};

bool tkg_instruction_count_is_available(char *reason, size_t reason_bytes)
{
    const char *search = getenv("PATH");
    for (size_t i = 0; search && *search && i < SEARCH_MAX; i++) {
        char path[PATH_MAX];
        const size_t length = strcspn(search, ":");
        (void)snprintf(path, sizeof path, "%.*s/valgrind", (int)(length < 2048 ? length : 2048),
                       search);
        if (access(path, X_OK) == 0) {
            return true;
        }
        search += length + (search[length] == ':');
    }
    (void)snprintf(
        reason, reason_bytes,
        "valgrind is not installed, no instructions are counted (Debian: apt-get install "
        "valgrind)");
    return false;
}

/* valgrind ends a program that meets an instruction it does not know with SIGILL. */
static enum tkg_status fail_child(const struct tkg_count_spec *spec,
                                  const struct tkg_child_outcome *child, struct tkg_error *err)
{
    if (child->end == TKG_CHILD_SIGNALED && child->signal_number == SIGILL) {
        return tkg_fail(err, TKG_ENGINE_CRASH,
                        "engine %s uses an instruction that valgrind does not know (AVX-512?): "
                        "build the engine to be counted without -march=native",
                        spec->engine);
    }
    return tkg_child_fail(child, spec->engine, "a counted replay under valgrind", spec->timeout_ns,
                          err);
}

static enum tkg_status read_reply(const struct tkg_count_spec *spec,
                                  const struct tkg_child_outcome *child,
                                  struct tkg_instruction_count *count, struct tkg_error *err)
{
    struct tkg_count_reply reply;
    if (!tkg_child_answered(child)) {
        return fail_child(spec, child, err);
    }
    if (child->result_bytes != sizeof reply) {
        return tkg_fail(err, TKG_ENGINE_CRASH, "a counted replay of %s gave no whole answer",
                        spec->engine);
    }
    memcpy(&reply, child->result, sizeof reply);
    reply.text[sizeof reply.text - 1] = '\0';
    if (reply.magic != TKG_COUNT_REPLY_MAGIC || reply.struct_bytes != sizeof reply ||
        reply.status >= TKG_STATUS_COUNT) {
        return tkg_fail(err, TKG_ENGINE_CRASH,
                        "the answer of a counted replay of %s makes no sense", spec->engine);
    }
    if (reply.status != TKG_OK) {
        return tkg_fail(err, (enum tkg_status)reply.status, "%s", reply.text);
    }
    count->tick_count = reply.tick_count;
    count->digest = reply.digest;
    return TKG_OK;
}

static enum tkg_status replay(const char *program_path, const struct tkg_count_spec *spec,
                              const char *out_path, struct tkg_instruction_count *count,
                              struct tkg_error *err)
{
    const char *const argv[] = {program_path, TKG_COUNT_ARGUMENT, out_path,
                                spec->with_misses ? "1" : "0", NULL};
    const struct tkg_child_request request = {
        .argv = argv,
        .input = spec,
        .input_bytes = sizeof *spec,
        .result_bytes_max = sizeof(struct tkg_count_reply),
        .timeout_ns = spec->timeout_ns,
        .cpu = -1,
    };
    struct tkg_child_outcome child;
    enum tkg_status status = tkg_child_run(&request, &child, err);
    if (status != TKG_OK) {
        return status;
    }
    status = read_reply(spec, &child, count, err);
    tkg_child_outcome_deinit(&child);
    return status;
}

static enum tkg_status read_counts(const char *path, struct tkg_instruction_count *count,
                                   struct tkg_function_table *table, struct tkg_error *err)
{
    char *bytes = NULL;
    size_t byte_count = 0;
    const uint64_t before = table->totals[TKG_COST_INSTRUCTIONS];
    enum tkg_status status = tkg_file_read(path, TKG_CALLGRIND_BYTES_MAX, &bytes, &byte_count, err);
    status = status == TKG_OK ? tkg_callgrind_parse(bytes, byte_count, path, table, err) : status;
    free(bytes);
    count->instructions = table->totals[TKG_COST_INSTRUCTIONS] - before;
    count->has_misses = table->has[TKG_COST_D1_MISSES];
    count->d1_misses = table->totals[TKG_COST_D1_MISSES];
    count->ll_misses = table->totals[TKG_COST_LL_MISSES];
    table->tick_count = count->tick_count;
    return status;
}

/* On a full disk callgrind leaves half a file, or none: that is no failure of an engine. Asked
 * while the half that filled the disk is still there. */
static enum tkg_status blame_full_disk(const struct tkg_scratch *scratch, enum tkg_status status,
                                       struct tkg_error *err)
{
    struct tkg_error full = {.text = ""};
    if (status == TKG_INTERRUPTED ||
        tkg_scratch_check_room(scratch->path, ROOM_BYTES, &full) == TKG_OK) {
        return status;
    }
    return tkg_fail(err, TKG_OUTPUT, "callgrind could not write its counts: %s", full.text);
}

static enum tkg_status count_in(const struct tkg_scratch *scratch, const char *program_path,
                                const struct tkg_count_spec *spec,
                                struct tkg_instruction_count *count,
                                struct tkg_function_table *table, struct tkg_error *err)
{
    char path[PATH_MAX + 32];
    (void)snprintf(path, sizeof path, "%s/callgrind.out", scratch->path);
    enum tkg_status status = replay(program_path, spec, path, count, err);
    status = status == TKG_OK ? read_counts(path, count, table, err) : status;
    return status == TKG_OK ? TKG_OK : blame_full_disk(scratch, status, err);
}

enum tkg_status tkg_instruction_count_run(const char *program_path,
                                          const struct tkg_count_spec *spec,
                                          struct tkg_instruction_count *count,
                                          struct tkg_function_table *table, struct tkg_error *err)
{
    char reason[256];
    struct tkg_scratch scratch;
    struct tkg_function_table own;
    const char *folder = getenv("TMPDIR");
    *count = (struct tkg_instruction_count){0};
    if (!tkg_instruction_count_is_available(reason, sizeof reason)) {
        return tkg_fail(err, TKG_ENVIRONMENT, "%s", reason);
    }
    tkg_function_table_init(&own);
    enum tkg_status status = tkg_scratch_init(&scratch, folder && *folder ? folder : "/tmp", err);
    if (status == TKG_OK) {
        status = count_in(&scratch, program_path, spec, count, table ? table : &own, err);
    }
    tkg_scratch_deinit(&scratch);
    tkg_function_table_deinit(&own);
    return status;
}
