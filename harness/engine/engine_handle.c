/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/engine_handle.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/check.h"
#include "base/text.h"
#include "engine/host_allocator.h"

enum { ENGINE_MESSAGE_BYTES = 400 };

struct tkg_engine {
    void *library; /* NULL for a built-in */
    const struct tkg_engine_ops *ops;
    void *instance; /* NULL before create_instance */
    struct tkg_host_allocator allocator;
    struct tkg_stage_recorder *stages; /* borrowed; NULL: stages are not asked for */
    char name[256];                    /* as asked for, for messages */
};

/* Does the engine's table reach to the end of the member? Tables grow at their end: an older
 * engine's is shorter, and what lies behind it is not its own. */
#define TABLE_REACHES(ops, member)                                                                 \
    ((ops)->struct_bytes >= offsetof(struct tkg_engine_ops, member) + sizeof((ops)->member))

static const struct tkg_builtin_engine no_builtins[] = {{NULL, NULL}};
static const struct tkg_builtin_engine *builtins_set = no_builtins;

void tkg_engine_set_builtins(const struct tkg_builtin_engine *builtins)
{
    builtins_set = builtins;
}

const struct tkg_builtin_engine *tkg_engine_builtins(void)
{
    return builtins_set;
}

static bool is_file_name(const char *name)
{
    size_t length = strlen(name);
    return strchr(name, '/') != NULL || (length > 3 && strcmp(name + length - 3, ".so") == 0);
}

static enum tkg_status unknown_builtin(const char *name, struct tkg_error *err)
{
    struct tkg_text known;
    tkg_text_init(&known);
    for (const struct tkg_builtin_engine *row = builtins_set; row->name; row++) {
        tkg_text_addf(&known, "%s%s", row == builtins_set ? "" : ", ", row->name);
    }
    enum tkg_status status = tkg_fail(
        err, TKG_USAGE,
        "no built-in engine is called '%.100s'; known: %s; a shared object is named by its "
        "path (with a '/' or ending in .so)",
        name, tkg_text_borrow(&known));
    tkg_text_deinit(&known);
    return status;
}

static enum tkg_status find_builtin(const char *name, tkg_engine_entry_function *entry,
                                    struct tkg_error *err)
{
    for (const struct tkg_builtin_engine *row = builtins_set; row->name; row++) {
        if (strcmp(row->name, name) == 0) {
            *entry = row->entry;
            return TKG_OK;
        }
    }
    return unknown_builtin(name, err);
}

enum tkg_status tkg_engine_check_name(const char *name, struct tkg_error *err)
{
    tkg_engine_entry_function entry;
    if (!is_file_name(name)) {
        return find_builtin(name, &entry, err);
    }
    errno = 0;
    const int fd = open(name, O_RDONLY | O_CLOEXEC | O_NONBLOCK); /* waits for no pipe's writer */
    char first;
    const bool is_readable = fd >= 0 && read(fd, &first, 1) == 1; /* a folder does not read */
    int reason = errno;
    if (fd >= 0) {
        (void)close(fd);
    }
    return is_readable ? TKG_OK
                       : tkg_fail(err, TKG_INPUT, "engine %.200s cannot be read: %s", name,
                                  reason ? strerror(reason) : "the file is empty");
}

/* dlopen searches system folders for a bare name; a user who writes "mine.so" means the one here.
 */
static void *open_library(const char *name)
{
    struct tkg_text path;
    tkg_text_init(&path);
    tkg_text_addf(&path, "%s%s", strchr(name, '/') ? "" : "./", name);
    void *library = tkg_text_failed(&path) ? NULL : dlopen(tkg_text_borrow(&path), RTLD_NOW);
    tkg_text_deinit(&path);
    return library;
}

static enum tkg_status load_library(struct tkg_engine *engine, tkg_engine_entry_function *entry,
                                    struct tkg_error *err)
{
    engine->library = open_library(engine->name);
    if (!engine->library) {
        const char *reason = dlerror();
        return tkg_fail(err, TKG_ENGINE_LOAD, "engine %s cannot be loaded: %s", engine->name,
                        reason ? reason : "out of memory");
    }
    void *symbol = dlsym(engine->library, TKG_ENGINE_ENTRY_SYMBOL);
    if (!symbol) {
        return tkg_fail(err, TKG_ENGINE_LOAD,
                        "engine %s exports no %s(); see include/tickgate/engine.h", engine->name,
                        TKG_ENGINE_ENTRY_SYMBOL);
    }
    memcpy(entry, &symbol, sizeof(symbol)); /* ISO C has no cast from object to function pointer */
    return TKG_OK;
}

/* NULL when the table is complete, else the name of the first operation that is missing. */
static const char *missing_operation(const struct tkg_engine_ops *ops)
{
    return !ops->name       ? "name"
           : !ops->create   ? "create"
           : !ops->reset    ? "reset"
           : !ops->on_ticks ? "on_ticks"
           : !ops->finish   ? "finish"
           : !ops->destroy  ? "destroy"
                            : NULL;
}

static enum tkg_status check_table(const char *name, const struct tkg_engine_ops *ops,
                                   struct tkg_error *err)
{
    if (!ops) {
        return tkg_fail(err, TKG_ENGINE_LOAD,
                        "engine %s does not serve ABI version %u of this tickgate; rebuild it "
                        "against the installed tickgate/engine.h",
                        name, TKG_ENGINE_ABI_VERSION);
    }
    if (ops->abi_version != TKG_ENGINE_ABI_VERSION) {
        return tkg_fail(err, TKG_ENGINE_LOAD,
                        "engine %s has ABI version %" PRIu32 ", this tickgate needs %u; rebuild it "
                        "against the installed tickgate/engine.h",
                        name, ops->abi_version, TKG_ENGINE_ABI_VERSION);
    }
    if (!TABLE_REACHES(ops, destroy)) {
        return tkg_fail(err, TKG_ENGINE_LOAD,
                        "engine %s has an operation table of %" PRIu32 " bytes, at least %zu are "
                        "needed; set struct_bytes to sizeof(struct tkg_engine_ops)",
                        name, ops->struct_bytes, offsetof(struct tkg_engine_ops, portfolio));
    }
    const char *missing = missing_operation(ops);
    if (missing) {
        return tkg_fail(err, TKG_ENGINE_LOAD, "engine %s leaves '%s' of its operation table empty",
                        name, missing);
    }
    return TKG_OK;
}

static enum tkg_status load(struct tkg_engine *engine, struct tkg_error *err)
{
    tkg_engine_entry_function entry = NULL;
    enum tkg_status status = is_file_name(engine->name) ? load_library(engine, &entry, err)
                                                        : find_builtin(engine->name, &entry, err);
    if (status != TKG_OK) {
        return status;
    }
    TKG_ASSERT(entry != NULL);
    engine->ops = entry(TKG_ENGINE_ABI_VERSION);
    return check_table(engine->name, engine->ops, err);
}

enum tkg_status tkg_engine_open(struct tkg_engine **engine, const char *name, struct tkg_error *err)
{
    struct tkg_engine *opened = calloc(1, sizeof(*opened));
    if (!opened) {
        return tkg_fail(err, TKG_NO_MEMORY, "out of memory while opening engine %.100s", name);
    }
    if (!tkg_string_copy(opened->name, sizeof(opened->name), name)) {
        free(opened);
        return tkg_fail(err, TKG_ENGINE_LOAD, "engine name is longer than 255 bytes: %.60s...",
                        name);
    }
    tkg_host_allocator_init(&opened->allocator);
    enum tkg_status status = load(opened, err);
    if (status != TKG_OK) {
        tkg_engine_close(opened);
        return status;
    }
    *engine = opened;
    return TKG_OK;
}

void tkg_engine_close(struct tkg_engine *engine)
{
    if (!engine) {
        return;
    }
    if (engine->instance) {
        engine->ops->destroy(engine->instance);
    }
    if (engine->library) {
        (void)dlclose(engine->library);
    }
    free(engine);
}

const struct tkg_engine_ops *tkg_engine_ops(const struct tkg_engine *engine)
{
    return engine->ops;
}

void tkg_engine_set_stages(struct tkg_engine *engine, struct tkg_stage_recorder *recorder)
{
    TKG_ASSERT(!engine->instance); /* the engine is told in create() */
    engine->stages = recorder;
}

enum tkg_status tkg_engine_create_instance(struct tkg_engine *engine,
                                           const struct tkg_instrument *instruments,
                                           uint32_t instrument_count, const char *parameters,
                                           uint64_t seed, struct tkg_error *err)
{
    TKG_ASSERT(!engine->instance && instrument_count >= 1);
    char message[ENGINE_MESSAGE_BYTES] = "";
    const struct tkg_engine_config config = {
        .struct_bytes = sizeof(config),
        .instrument_count = instrument_count,
        .instruments = instruments,
        .allocator = &engine->allocator.interface,
        .parameters = parameters,
        .seed = seed,
        .message = message,
        .message_bytes = sizeof(message),
        .stages = engine->stages,
    };
    void *instance = NULL;
    int result = engine->ops->create(&config, &instance);
    message[sizeof(message) - 1] = '\0';
    if (result != TKG_ENGINE_OK || !instance) {
        return tkg_fail(err, TKG_ENGINE_ERROR, "engine %s: create failed%s%s", engine->name,
                        *message ? ": " : " and gave no message", message);
    }
    engine->instance = instance;
    return TKG_OK;
}

void *tkg_engine_instance(const struct tkg_engine *engine)
{
    return engine->instance;
}

void tkg_engine_reset(struct tkg_engine *engine)
{
    engine->ops->reset(engine->instance);
}

enum tkg_status tkg_engine_feed(struct tkg_engine *engine, const struct tkg_tick *ticks,
                                size_t tick_count, struct tkg_error *err)
{
    int result = engine->ops->on_ticks(engine->instance, ticks, tick_count);
    if (result != TKG_ENGINE_OK) {
        return tkg_fail(err, TKG_ENGINE_ERROR, "engine %s: on_ticks returned %d", engine->name,
                        result);
    }
    return TKG_OK;
}

enum tkg_status tkg_engine_finish(struct tkg_engine *engine, uint64_t expected_tick_count,
                                  struct tkg_engine_report *report, struct tkg_error *err)
{
    *report = (struct tkg_engine_report){.struct_bytes = sizeof(*report)};
    int result = engine->ops->finish(engine->instance, report);
    if (result != TKG_ENGINE_OK) {
        return tkg_fail(err, TKG_ENGINE_ERROR, "engine %s: finish returned %d", engine->name,
                        result);
    }
    if (report->processed_tick_count != expected_tick_count) {
        return tkg_fail(err, TKG_ENGINE_COUNT,
                        "engine %s reports %" PRIu64 " processed ticks, %" PRIu64
                        " were handed in; rejected ticks count as processed",
                        engine->name, report->processed_tick_count, expected_tick_count);
    }
    return TKG_OK;
}

bool tkg_engine_has_portfolio(const struct tkg_engine *engine)
{
    return TABLE_REACHES(engine->ops, portfolio) && engine->ops->portfolio;
}

enum tkg_status tkg_engine_read_portfolio(struct tkg_engine *engine,
                                          struct tkg_engine_portfolio *portfolio,
                                          struct tkg_error *err)
{
    TKG_ASSERT(tkg_engine_has_portfolio(engine));
    *portfolio = (struct tkg_engine_portfolio){.struct_bytes = sizeof(*portfolio)};
    int result = engine->ops->portfolio(engine->instance, portfolio);
    return result == TKG_ENGINE_OK
               ? TKG_OK
               : tkg_fail(err, TKG_ENGINE_ERROR, "engine %s: portfolio returned %d", engine->name,
                          result);
}

uint64_t tkg_engine_allocation_count(const struct tkg_engine *engine)
{
    return engine->allocator.allocation_count;
}

uint64_t tkg_engine_allocated_bytes(const struct tkg_engine *engine)
{
    return engine->allocator.live_bytes;
}
