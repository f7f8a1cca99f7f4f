/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/run_plan.h"

#include <ctype.h>
#include <fnmatch.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/quantity.h"
#include "engine/engine_handle.h"
#include "host/cpu.h"
#include "measure/shards.h"
#include "tick/tick_source.h"

enum {
    RULER_COUNT = 2,
    REPLAY_PASS_COUNT = 6, /* A, B, C, D, M, T */
    /* Rulers walk at most this many ticks (32 MiB): the largest default size, so that they meet the
     * same caches as the largest replay. */
    RULER_TICK_MAX = 1000000,
};

static const char *const ruler_names[RULER_COUNT] = {"stream", "walk"};

struct plan_maker {
    const struct tkg_settings *settings;
    struct tkg_plan *plan;
    uint64_t available;
    struct tkg_text filtered_out; /* names, for the message when nothing is left */
};

/* What follows a path's last '/', without its extension, safe as a case name. */
static void stem_of(const char *path, char *out, size_t out_bytes)
{
    const char *slash = strrchr(path, '/');
    const char *base = slash ? slash + 1 : path;
    size_t used = 0;
    const char *dot = strrchr(base, '.');
    size_t length = dot && dot != base ? (size_t)(dot - base) : strlen(base);
    for (size_t i = 0; i < length && used + 1 < out_bytes; i++) {
        unsigned char letter = (unsigned char)base[i];
        out[used++] = isalnum(letter) || strchr("._-", letter) ? (char)letter : '_';
    }
    out[used] = '\0';
}

static bool is_selected(struct plan_maker *maker, const char *case_name)
{
    const char *filter = maker->settings->filter;
    if (!filter || fnmatch(filter, case_name, 0) == 0) {
        return true;
    }
    tkg_text_addf(&maker->filtered_out, " %s", case_name);
    return false;
}

static struct tkg_trial_spec make_spec(const struct tkg_settings *settings, enum tkg_pass pass,
                                       uint64_t tick_count)
{
    const struct tkg_suite *suite = &settings->suite;
    struct tkg_trial_spec spec = {
        .pass = pass,
        .seed = suite->seed,
        .tick_count = tick_count,
        .batch_tick_count = suite->batch_tick_count,
        .pace_ticks_per_s = suite->pace_ticks_per_s,
        .pace_time_ns = suite->pace_time_ns,
        .min_time_ns = suite->min_time_ns,
        .timeout_ns = suite->timeout_ns,
        .sample_interval_ns = settings->sample_interval_ns,
    };
    memcpy(spec.engine, suite->engine, sizeof(spec.engine));
    memcpy(spec.parameters, suite->parameters, sizeof(spec.parameters));
    memcpy(spec.stream, suite->stream, sizeof(spec.stream));
    return spec;
}

static void add_item(struct plan_maker *maker, const char *case_name, enum tkg_pass pass,
                     uint64_t tick_count, const char *ruler)
{
    const struct tkg_suite *suite = &maker->settings->suite;
    if ((suite->pass_mask & (1u << pass)) == 0) {
        return;
    }
    struct tkg_plan_item *item = &maker->plan->items[maker->plan->item_count++];
    item->spec = make_spec(maker->settings, pass, tick_count);
    (void)tkg_string_copy(item->case_name, sizeof(item->case_name), case_name);
    (void)tkg_string_copy(item->spec.ruler, sizeof(item->spec.ruler), ruler);
}

static void add_replay(struct plan_maker *maker, const char *label, uint64_t tick_count)
{
    static const enum tkg_pass passes[REPLAY_PASS_COUNT] = {
        TKG_PASS_THROUGHPUT, TKG_PASS_BLOCK,  TKG_PASS_TICK,
        TKG_PASS_EVERY_TICK, TKG_PASS_MEMORY, TKG_PASS_STAGES};
    char name[TKG_CASE_NAME_BYTES];
    (void)snprintf(name, sizeof(name), "replay/%.50s", label);
    if (!is_selected(maker, name)) {
        return;
    }
    for (size_t i = 0; i < REPLAY_PASS_COUNT; i++) {
        add_item(maker, name, passes[i], tick_count, "");
    }
}

static void add_paced(struct plan_maker *maker)
{
    const struct tkg_suite *suite = &maker->settings->suite;
    double wanted = suite->pace_ticks_per_s * (double)suite->pace_time_ns * 1e-9;
    uint64_t count =
        wanted < (double)maker->available ? (uint64_t)fmax(1.0, wanted) : maker->available;
    char label[TKG_QUANTITY_BYTES];
    char name[TKG_CASE_NAME_BYTES];
    (void)snprintf(name, sizeof(name), "paced/%s",
                   tkg_count_format((unsigned long long)suite->pace_ticks_per_s, label));
    if (is_selected(maker, name)) {
        add_item(maker, name, TKG_PASS_PACED, count, "");
    }
}

static void add_rulers(struct plan_maker *maker)
{
    uint64_t count = maker->available < RULER_TICK_MAX ? maker->available : RULER_TICK_MAX;
    for (size_t i = 0; i < RULER_COUNT; i++) {
        char name[TKG_CASE_NAME_BYTES];
        (void)snprintf(name, sizeof(name), "ruler/%s", ruler_names[i]);
        if (is_selected(maker, name)) {
            add_item(maker, name, TKG_PASS_RULER, count, ruler_names[i]);
        }
    }
}

static bool is_synthetic(const struct tkg_suite *suite)
{
    return strncmp(suite->stream, "synthetic:", strlen("synthetic:")) == 0;
}

/* The CPUs of a range must be there; counts that were named one by one are meant. */
static enum tkg_status check_thread_range(const struct tkg_thread_list *list, uint32_t usable_count,
                                          struct tkg_error *err)
{
    uint32_t most = list->count > 0 ? list->counts[list->count - 1] : 0;
    if (list->kind == TKG_THREADS_LISTED || most <= usable_count) {
        return TKG_OK;
    }
    char text[TKG_THREAD_LIST_BYTES];
    return tkg_fail(err, TKG_USAGE,
                    "threads: %s needs %" PRIu32 " CPUs, %" PRIu32
                    " can be used here; write 1..all, or name the counts (--threads 1,%" PRIu32
                    ") to let threads take turns",
                    tkg_thread_list_format(list, text), most, usable_count, most);
}

/* The largest size, so that there is enough for many threads; up to what the memory of a trial is
 * meant for. */
static uint64_t thread_tick_count(const struct plan_maker *maker)
{
    const struct tkg_suite *suite = &maker->settings->suite;
    uint64_t most = maker->available;
    if (is_synthetic(suite) || maker->settings->sizes_given) {
        most = 1;
        for (size_t i = 0; i < suite->size_count; i++) {
            most = suite->sizes[i] > most ? suite->sizes[i] : most;
        }
    }
    return most < TKG_SHARD_TICK_MAX ? most : TKG_SHARD_TICK_MAX;
}

static enum tkg_status add_threads(struct plan_maker *maker, struct tkg_error *err)
{
    const struct tkg_suite *suite = &maker->settings->suite;
    struct tkg_thread_list list = suite->threads;
    uint32_t usable_count = (uint32_t)tkg_cpu_usable_count();
    if (list.count == 0 && (suite->pass_mask & (1u << TKG_PASS_THREADS)) != 0) {
        return tkg_fail(err, TKG_USAGE,
                        "pass G needs to know how many threads: add --threads 1,2,4 or 1..all");
    }
    tkg_thread_list_expand(&list, usable_count);
    enum tkg_status status = check_thread_range(&list, usable_count, err);
    for (size_t i = 0; i < list.count && status == TKG_OK; i++) {
        char name[TKG_CASE_NAME_BYTES];
        (void)snprintf(name, sizeof(name), "threads/%" PRIu32, list.counts[i]);
        if (is_selected(maker, name)) {
            struct tkg_plan_item *item = &maker->plan->items[maker->plan->item_count++];
            item->spec = make_spec(maker->settings, TKG_PASS_THREADS, thread_tick_count(maker));
            item->spec.thread_count = list.counts[i];
            item->spec.pins_threads = maker->settings->cpu != TKG_CPU_NONE;
            (void)tkg_string_copy(item->case_name, sizeof(item->case_name), name);
        }
    }
    return status;
}

static enum tkg_status add_sizes(struct plan_maker *maker, struct tkg_error *err)
{
    const struct tkg_suite *suite = &maker->settings->suite;
    char label[TKG_CASE_NAME_BYTES];
    if (!is_synthetic(suite) && !maker->settings->sizes_given) {
        stem_of(suite->stream, label, sizeof(label));
        add_replay(maker, label, maker->available);
        return TKG_OK;
    }
    for (size_t i = 0; i < suite->size_count; i++) {
        if (suite->sizes[i] > maker->available) {
            return tkg_fail(err, TKG_USAGE, "size %s is more than the %" PRIu64 " ticks of %s",
                            tkg_count_format(suite->sizes[i], label), maker->available,
                            suite->stream);
        }
        add_replay(maker, tkg_count_format(suite->sizes[i], label), suite->sizes[i]);
    }
    return TKG_OK;
}

static enum tkg_status count_available(struct plan_maker *maker, struct tkg_error *err)
{
    const struct tkg_suite *suite = &maker->settings->suite;
    struct tkg_tick_source *source = NULL;
    enum tkg_status status = tkg_tick_source_open(&source, suite->stream, suite->seed, err);
    if (status != TKG_OK) {
        return status;
    }
    maker->available = tkg_tick_source_count(source);
    tkg_tick_source_close(source);
    if (maker->available == 0) {
        return tkg_fail(err, TKG_NOTHING, "%s holds no ticks", suite->stream);
    }
    return TKG_OK;
}

static enum tkg_status check_not_empty(struct plan_maker *maker, struct tkg_error *err)
{
    if (maker->plan->item_count > 0) {
        return TKG_OK;
    }
    const char *names = tkg_text_borrow(&maker->filtered_out);
    return tkg_fail(err, TKG_NOTHING, "nothing to run: %s%s%s",
                    *names ? "the filter matches none of the cases:"
                           : "no case has a pass left; "
                             "see --passes",
                    names, "");
}

static int32_t choose_cpu(int32_t wanted)
{
    return wanted == TKG_CPU_AUTO ? tkg_cpu_preferred() : wanted;
}

enum tkg_status tkg_run_plan_make(const struct tkg_settings *settings, const char *program_path,
                                  struct tkg_plan *plan, struct tkg_error *err)
{
    struct plan_maker maker = {.settings = settings, .plan = plan};
    size_t item_max =
        settings->suite.size_count * REPLAY_PASS_COUNT + RULER_COUNT + 1 + TKG_THREAD_COUNT_MAX;
    *plan = (struct tkg_plan){
        .items = calloc(item_max, sizeof(struct tkg_plan_item)),
        .round_count = settings->suite.round_count,
        /* A quarter more: a machine that spoils more than that cannot be measured on. */
        .extra_round_count = settings->suite.round_count / 4 + 1,
        .schedule_seed = settings->suite.seed,
        .cpu = choose_cpu(settings->cpu),
        .program_path = program_path,
    };
    if (!plan->items) {
        return tkg_fail(err, TKG_NO_MEMORY, "out of memory for the plan");
    }
    tkg_text_init(&maker.filtered_out);
    enum tkg_status status = tkg_engine_check_name(settings->suite.engine, err);
    status = status == TKG_OK ? count_available(&maker, err) : status;
    status = status == TKG_OK ? add_sizes(&maker, err) : status;
    status = status == TKG_OK ? add_threads(&maker, err) : status;
    if (status == TKG_OK) {
        add_paced(&maker);
        add_rulers(&maker);
        status = check_not_empty(&maker, err);
    }
    tkg_text_deinit(&maker.filtered_out);
    if (status != TKG_OK) {
        tkg_plan_deinit(plan);
    }
    return status;
}
