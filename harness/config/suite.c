/* SPDX-License-Identifier: Apache-2.0 */
/* A suite is a table of settings. A file is that table read from YAML, on a copy that replaces the
 * caller's suite when every value was right; several files can lie on top of one another. */
#include "config/suite.h"

#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "config/setting.h"
#include "config/size_list.h"
#include "config/yaml_document.h"
#include "config/yaml_keys.h"
#include "host/file.h"

/* The two public setters in the form that the table of settings wants. */
static enum tkg_status set_sizes(void *suite, const char *text, struct tkg_error *err)
{
    return tkg_suite_set_sizes(suite, text, err);
}

static enum tkg_status set_passes(void *suite, const char *text, struct tkg_error *err)
{
    return tkg_suite_set_passes(suite, text, err);
}

static enum tkg_status set_threads(void *suite, const char *text, struct tkg_error *err)
{
    return tkg_thread_list_parse(&((struct tkg_suite *)suite)->threads, text, err);
}

/* Where a member lies and what it takes: one row of the table below fits on one line. */
#define TEXT_AT(member, length_min)                                                                \
    .kind = TKG_SETTING_TEXT, .offset = offsetof(struct tkg_suite, member),                        \
    .bytes = sizeof(((struct tkg_suite *)0)->member), .min = (length_min)
#define NUMBER_AT(a_kind, member, least, most)                                                     \
    .kind = TKG_SETTING_##a_kind, .offset = offsetof(struct tkg_suite, member), .min = (least),    \
    .max = (most)

/* The keys of a file: the settings, then what is no setting. */
enum suite_key {
    KEY_NAME,
    KEY_ENGINE,
    KEY_PARAMETERS,
    KEY_STREAM,
    KEY_SEED,
    KEY_SIZES,
    KEY_ROUNDS,
    KEY_PASSES,
    KEY_PACE,
    KEY_PACE_TIME,
    KEY_MIN_TIME,
    KEY_TIMEOUT,
    KEY_BATCH,
    KEY_THREADS,
    SETTING_COUNT,
    KEY_SCHEMA = SETTING_COUNT,
    KEY_DESCRIPTION,
    KEY_COUNT,
};

/* The grammar of a suite. Ranges: docs/decisions/0052-suite-ranges.md. */
static const struct tkg_setting settings[SETTING_COUNT] = {
    [KEY_NAME] = {.key = "name", TEXT_AT(name, 1)},
    [KEY_ENGINE] = {.key = "engine", TEXT_AT(engine, 1)},
    [KEY_PARAMETERS] = {.key = "parameters", TEXT_AT(parameters, 0)},
    [KEY_STREAM] = {.key = "stream", TEXT_AT(stream, 1)},
    [KEY_SEED] = {.key = "seed", NUMBER_AT(SEED, seed, 0, 0)},
    [KEY_SIZES] = {.key = "sizes", .kind = TKG_SETTING_OWN, .set = set_sizes},
    [KEY_ROUNDS] = {.key = "rounds", NUMBER_AT(U32, round_count, 1, TKG_SUITE_ROUND_MAX)},
    [KEY_PASSES] = {.key = "passes", .kind = TKG_SETTING_OWN, .set = set_passes},
    [KEY_PACE] = {.key = "pace", NUMBER_AT(RATE, pace_ticks_per_s, 1, 1e9)},
    [KEY_PACE_TIME] = {.key = "pace_time", NUMBER_AT(TIME, pace_time_ns, 1e6, 3600e9)},
    [KEY_MIN_TIME] = {.key = "min_time", NUMBER_AT(TIME, min_time_ns, 1e3, 3600e9)},
    [KEY_TIMEOUT] = {.key = "timeout", NUMBER_AT(TIME, timeout_ns, 1e6, 86400e9)},
    [KEY_BATCH] = {.key = "batch", NUMBER_AT(U32, batch_tick_count, 1, TKG_BATCH_MAX)},
    [KEY_THREADS] = {.key = "threads", .kind = TKG_SETTING_OWN, .set = set_threads},
};

void tkg_suite_init(struct tkg_suite *suite)
{
    *suite = (struct tkg_suite){
        .name = "default",
        .engine = "reference",
        .parameters = "" /* what an engine takes is the engine's business */,
        .stream = "synthetic:futures",
        .seed = 42,
        .sizes = {10000, 100000, 1000000},
        .size_count = 3,
        .round_count = 20,
        .pace_ticks_per_s = 100e3,
        .pace_time_ns = INT64_C(250000000),
        .min_time_ns = INT64_C(50000000),
        .timeout_ns = INT64_C(60000000000),
        .batch_tick_count = 1000,
    };
    enum tkg_status status = tkg_suite_set_passes(suite, TKG_PASSES_DEFAULT, NULL);
    TKG_ASSERT(status == TKG_OK);
}

static void store_sizes(struct tkg_suite *suite, const struct tkg_size_list *list)
{
    memcpy(suite->sizes, list->sizes, sizeof(suite->sizes));
    suite->size_count = list->count;
}

enum tkg_status tkg_suite_set_sizes(struct tkg_suite *suite, const char *comma_list,
                                    struct tkg_error *err)
{
    struct tkg_size_list list = {.count = 0};
    enum tkg_status status = tkg_size_list_add_all(&list, comma_list, err);
    if (status == TKG_OK) {
        store_sizes(suite, &list);
    }
    return status;
}

/* -1 when no pass has that letter. */
static int find_pass(char letter)
{
    for (int pass = 0; pass < TKG_PASS_COUNT; pass++) {
        if (tkg_pass_letter((enum tkg_pass)pass) == letter) {
            return pass;
        }
    }
    return -1;
}

/* "A B C P M R T"; out has room for two bytes a pass. */
static const char *list_letters(char *out)
{
    char *at = out;
    for (int pass = 0; pass < TKG_PASS_COUNT; pass++) {
        *at++ = tkg_pass_letter((enum tkg_pass)pass);
        *at++ = ' ';
    }
    at[-1] = '\0';
    return out;
}

enum tkg_status tkg_suite_set_passes(struct tkg_suite *suite, const char *letters,
                                     struct tkg_error *err)
{
    char known[2 * TKG_PASS_COUNT];
    uint32_t mask = 0;
    for (const char *at = letters; *at; at++) {
        int pass = find_pass(*at);
        if (pass < 0) {
            return tkg_fail(err, TKG_CONFIG,
                            "passes: '%.40s' has a letter that is no pass; the passes are %s",
                            letters, list_letters(known));
        }
        if (mask & (1u << pass)) {
            return tkg_fail(err, TKG_CONFIG, "passes: '%.40s' names pass %c twice; remove one",
                            letters, *at);
        }
        mask |= 1u << pass;
    }
    if (mask == 0) {
        return tkg_fail(err, TKG_CONFIG, "passes: no letter given; the passes are %s",
                        list_letters(known));
    }
    suite->pass_mask = mask;
    return TKG_OK;
}

enum tkg_status tkg_suite_set(struct tkg_suite *suite, const char *key, const char *text,
                              struct tkg_error *err)
{
    for (size_t i = 0; i < SETTING_COUNT; i++) {
        if (strcmp(settings[i].key, key) == 0) {
            return tkg_setting_apply(&settings[i], suite, text, err);
        }
    }
    return tkg_fail(err, TKG_CONFIG, "a suite has no value '%.40s'", key);
}

/* A list gives each item a place of its own, so that the error points at the item. */
static enum tkg_status read_size_items(const struct tkg_yaml_document *document,
                                       const struct tkg_yaml_node *items, struct tkg_suite *suite,
                                       struct tkg_error *err)
{
    struct tkg_size_list list = {.count = 0};
    for (const struct tkg_yaml_node *item = tkg_yaml_first(document, items); item;
         item = tkg_yaml_next(document, item)) {
        if (item->kind != TKG_YAML_SCALAR || strchr(item->text, '\n')) {
            return tkg_yaml_fail(document, item, err, "sizes: each item must be one tick count");
        }
        if (tkg_size_list_add(&list, item->text, err) != TKG_OK) {
            return tkg_yaml_locate(document, item, err);
        }
    }
    if (list.count == 0) {
        return tkg_yaml_fail(document, items, err, "sizes: the list is empty; add a tick count");
    }
    store_sizes(suite, &list);
    return TKG_OK;
}

static enum tkg_status read_thread_items(const struct tkg_yaml_document *document,
                                         const struct tkg_yaml_node *items, struct tkg_suite *suite,
                                         struct tkg_error *err)
{
    struct tkg_thread_list list = {.count = 0};
    for (const struct tkg_yaml_node *item = tkg_yaml_first(document, items); item;
         item = tkg_yaml_next(document, item)) {
        if (item->kind != TKG_YAML_SCALAR) {
            return tkg_yaml_fail(document, item, err,
                                 "threads: each item must be one number of threads");
        }
        if (tkg_thread_list_add(&list, item->text, err) != TKG_OK) {
            return tkg_yaml_locate(document, item, err);
        }
    }
    suite->threads = list; /* an empty one is "none" */
    return TKG_OK;
}

static enum tkg_status read_setting(const struct tkg_yaml_document *document,
                                    const struct tkg_yaml_node *value,
                                    const struct tkg_setting *setting, struct tkg_suite *suite,
                                    struct tkg_error *err)
{
    if (value->kind == TKG_YAML_LIST) { /* take_keys lets a list through for these two only */
        return setting->set == set_sizes ? read_size_items(document, value, suite, err)
                                         : read_thread_items(document, value, suite, err);
    }
    if (tkg_setting_apply(setting, suite, value->text, err) != TKG_OK) {
        return tkg_yaml_locate(document, value, err);
    }
    return TKG_OK;
}

/* The key table of a file follows from the table of settings: a new row there is enough. */
static void list_keys(struct tkg_yaml_key *keys)
{
    for (size_t i = 0; i < SETTING_COUNT; i++) {
        bool takes_list = settings[i].set == set_sizes || settings[i].set == set_threads;
        keys[i] = (struct tkg_yaml_key){settings[i].key,
                                        takes_list ? TKG_YAML_LINE_OR_LIST : TKG_YAML_LINE};
    }
    keys[KEY_SCHEMA] = (struct tkg_yaml_key){"schema", TKG_YAML_LINE};
    keys[KEY_DESCRIPTION] = (struct tkg_yaml_key){"description", TKG_YAML_TEXT};
}

/* With a time-out below the measuring time every trial would end as "engine timed out". */
static enum tkg_status check_times(const struct tkg_yaml_document *document,
                                   const struct tkg_yaml_node *const *values,
                                   const struct tkg_suite *suite, struct tkg_error *err)
{
    static const enum suite_key time_keys[] = {KEY_TIMEOUT, KEY_MIN_TIME, KEY_PACE_TIME};
    if (suite->timeout_ns > suite->min_time_ns && suite->timeout_ns > suite->pace_time_ns) {
        return TKG_OK;
    }
    for (size_t i = 0; i < sizeof(time_keys) / sizeof(time_keys[0]); i++) {
        if (values[time_keys[i]]) {
            return tkg_yaml_fail(document, values[time_keys[i]], err,
                                 "timeout must be longer than min_time and pace_time, or every "
                                 "trial times out");
        }
    }
    return TKG_OK; /* the file says nothing about times: what it overlays is not its fault */
}

/* Fills *suite value by value; the caller keeps the old one until all of them are right. */
static enum tkg_status read_file(const struct tkg_yaml_document *document, struct tkg_suite *suite,
                                 struct tkg_error *err)
{
    struct tkg_yaml_key keys[KEY_COUNT];
    const struct tkg_yaml_node *values[KEY_COUNT];
    list_keys(keys);
    enum tkg_status status = tkg_yaml_check_schema(document, "tickgate.suite/1", err);
    if (status == TKG_OK) {
        status =
            tkg_yaml_take_keys(document, tkg_yaml_root(document), keys, KEY_COUNT, values, err);
    }
    for (size_t i = 0; i < SETTING_COUNT && status == TKG_OK; i++) {
        if (values[i]) {
            status = read_setting(document, values[i], &settings[i], suite, err);
        }
    }
    return status == TKG_OK ? check_times(document, values, suite, err) : status;
}

enum tkg_status tkg_suite_parse(struct tkg_suite *suite, const char *path, const char *yaml,
                                size_t yaml_bytes, struct tkg_error *err)
{
    struct tkg_yaml_document document;
    struct tkg_error unseen;
    struct tkg_error *seen = err ? err : &unseen; /* places are put before texts: one is needed */
    struct tkg_suite fresh = *suite;
    enum tkg_status status = tkg_yaml_document_parse(&document, path, yaml, yaml_bytes, seen);
    if (status != TKG_OK) {
        return status;
    }
    status = read_file(&document, &fresh, seen);
    tkg_yaml_document_deinit(&document);
    if (status == TKG_OK) {
        *suite = fresh;
    }
    return status;
}

enum tkg_status tkg_suite_load(struct tkg_suite *suite, const char *path, struct tkg_error *err)
{
    char *yaml = NULL;
    size_t yaml_bytes = 0;
    enum tkg_status status = tkg_file_read(path, TKG_YAML_BYTES_MAX, &yaml, &yaml_bytes, err);
    if (status != TKG_OK) {
        return status;
    }
    status = tkg_suite_parse(suite, path, yaml, yaml_bytes, err);
    free(yaml);
    return status;
}
