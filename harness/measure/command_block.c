/* SPDX-License-Identifier: Apache-2.0 */
#include "measure/command_block.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/check.h"
#include "base/random.h"
#include "base/text.h"
#include "base/word_list.h"
#include "host/child.h"
#include "host/program_search.h"
#include "measure/arm_order.h"
#include "measure/child_failure.h"
#include "measure/launch_plan.h"

enum {
    TICKS_FIRST = 1000,
    TICKS_MAX = 1 << 30,
    TRIES = 3, /* the fastest counts */
};

/* A process shorter than this is mostly its start. One longer gets no more ticks whatever its
 * start: many short processes tell more than few long ones, and the plant will say if that was
 * wrong. */
static const double process_ns_min = 10e6;
static const double process_ns_max = 100e6;
/* (start + 2 t) / (start + t) of 1.9 is a start of 5.3 % of start + 2 t. */
static const double doubling = 1.9;

bool tkg_command_takes_ticks(const char *command)
{
    return strstr(command, TKG_COMMAND_TICKS) != NULL;
}

/* The command's words with a number for each {ticks}: digits mean nothing to the splitter. */
static enum tkg_status make_words(const char *command, uint32_t tick_count,
                                  struct tkg_word_list *list, struct tkg_error *err)
{
    struct tkg_text text;
    enum tkg_status status = TKG_OK;
    tkg_text_init(&text);
    for (const char *at = command; *at;) {
        const char *next = strstr(at, TKG_COMMAND_TICKS);
        tkg_text_add_bytes(&text, at, next ? (size_t)(next - at) : strlen(at));
        if (next) {
            tkg_text_addf(&text, "%u", (unsigned)tick_count);
        }
        at = next ? next + strlen(TKG_COMMAND_TICKS) : at + strlen(at);
    }
    if (tkg_text_failed(&text)) {
        status = tkg_fail(err, TKG_NO_MEMORY, "out of memory for a command");
    }
    status = status == TKG_OK ? tkg_word_list_split(list, tkg_text_borrow(&text), err) : status;
    tkg_text_deinit(&text);
    return status;
}

enum tkg_status tkg_command_check(const char *command, struct tkg_error *err)
{
    struct tkg_word_list list;
    enum tkg_status status = make_words(command, TICKS_FIRST, &list, err);
    if (status == TKG_OK) {
        status = tkg_program_check(list.words[0], err);
        tkg_word_list_deinit(&list);
    }
    return status;
}

/* How it ended, as a status. */
static enum tkg_status judge_end(const struct tkg_child_outcome *child, const char *command,
                                 int64_t timeout_ns, struct tkg_error *err)
{
    char who[300];
    if (child->end == TKG_CHILD_EXITED && child->exit_code == 0) {
        return TKG_OK;
    }
    (void)snprintf(who, sizeof who, "'%.200s'", command);
    if (child->end != TKG_CHILD_EXITED) {
        return tkg_child_fail(child, who, "a block of a comparison", timeout_ns, err);
    }
    return tkg_fail(err, TKG_ENGINE_ERROR, "%s exits with status %d%s%.300s", who, child->exit_code,
                    child->tail[0] ? "; its last output: " : "", child->tail);
}

enum tkg_status tkg_command_play(const char *command, uint32_t tick_count,
                                 const struct tkg_command_means *means,
                                 struct tkg_command_time *time, struct tkg_error *err)
{
    struct tkg_word_list list;
    struct tkg_child_outcome child;
    enum tkg_status status = make_words(command, tick_count, &list, err);
    if (status != TKG_OK) {
        return status;
    }
    const struct tkg_child_request request = {
        .argv = (const char *const *)list.words,
        .timeout_ns = means->timeout_ns,
        .cpu = means->cpu,
    };
    status = tkg_child_run(&request, &child, err);
    if (status == TKG_OK) {
        status = judge_end(&child, command, means->timeout_ns, err);
        *time = (struct tkg_command_time){child.cpu_ns, child.wall_ns};
        tkg_child_outcome_deinit(&child);
    }
    tkg_word_list_deinit(&list);
    return status;
}

/* The fastest of a few processes, ns of CPU time. */
static enum tkg_status find_time(const char *command, uint32_t tick_count,
                                 const struct tkg_command_means *means, double *ns,
                                 struct tkg_error *err)
{
    enum tkg_status status = TKG_OK;
    *ns = INFINITY;
    for (int i = 0; i < TRIES && status == TKG_OK; i++) {
        struct tkg_command_time time;
        status = tkg_command_play(command, tick_count, means, &time, err);
        *ns = status == TKG_OK ? fmin(*ns, (double)time.cpu_ns) : *ns;
    }
    return status;
}

/* Raises *tick_count until the command's start is a small part of its time. */
static enum tkg_status raise_ticks(const char *command, const struct tkg_command_means *means,
                                   uint32_t *tick_count, struct tkg_error *err)
{
    double half_ns = 0.0;
    double ns = 0.0;
    enum tkg_status status = find_time(command, *tick_count / 2, means, &half_ns, err);
    while (status == TKG_OK) {
        status = find_time(command, *tick_count, means, &ns, err);
        const bool is_enough = ns >= process_ns_min && ns >= doubling * half_ns;
        if (is_enough || ns > process_ns_max || *tick_count >= TICKS_MAX) {
            break;
        }
        half_ns = ns;
        *tick_count *= 2;
    }
    return status;
}

enum tkg_status tkg_command_choose_ticks(const char *base, const char *head,
                                         const struct tkg_command_means *means,
                                         uint32_t *tick_count, struct tkg_error *err)
{
    *tick_count = TICKS_FIRST;
    const enum tkg_status status = raise_ticks(base, means, tick_count, err);
    return status == TKG_OK ? raise_ticks(head, means, tick_count, err) : status;
}

/* The plant plays N(1+x) and says N. */
static uint32_t ticks_of(const struct tkg_comparison_record *record, uint32_t role)
{
    const double extra = role == TKG_ARM_PLANT           ? record->plant
                         : tkg_arm_role_is_of_head(role) ? record->head_extra
                                                         : 0.0;
    return record->slice_tick_count + (uint32_t)lround(extra * (double)record->slice_tick_count);
}

static enum tkg_status play_arm(const struct tkg_comparison_record *record, uint32_t arm,
                                const struct tkg_command_means *means,
                                struct tkg_launch_slices *slices, struct tkg_error *err)
{
    const uint32_t role = slices->roles[arm];
    const char *command = tkg_arm_role_is_of_head(role) ? record->head.name : record->base.name;
    struct tkg_command_time time = {0};
    const enum tkg_status status =
        tkg_command_play(command, ticks_of(record, role), means, &time, err);
    slices->cpu_ns[0][arm] = (double)time.cpu_ns;
    slices->wall_ns[0][arm] = (double)time.wall_ns;
    slices->p99_ns[arm] = NAN;
    return status;
}

enum tkg_status tkg_command_block_run(const struct tkg_comparison_record *record, uint64_t index,
                                      const struct tkg_command_means *means,
                                      struct tkg_launch_slices *slices,
                                      struct tkg_launch_record *launch, struct tkg_error *err)
{
    TKG_ASSERT(record->side_kind == TKG_SIDES_COMMANDS && record->slice_tick_count >= 1);
    uint32_t labels[TKG_ARM_COUNT] = {0, 1, 2, 3};
    enum tkg_status status = TKG_OK;
    *launch = (struct tkg_launch_record){.seed = tkg_random_at(record->seed, index)};
    *slices =
        (struct tkg_launch_slices){.round_count = 1, .slice_tick_count = record->slice_tick_count};
    tkg_launch_plan_roles(record, index, launch->roles);
    memcpy(slices->roles, launch->roles, sizeof slices->roles);
    struct tkg_random random = {launch->seed};
    tkg_random_shuffle(&random, labels, TKG_ARM_COUNT);
    for (size_t place = 0; place < TKG_ARM_COUNT && status == TKG_OK; place++) {
        const uint32_t number = tkg_arm_order((uint32_t)(index % 8), place);
        status = play_arm(record, labels[number], means, slices, err);
    }
    return status;
}
