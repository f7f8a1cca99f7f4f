/* SPDX-License-Identifier: Apache-2.0
 *
 * A loaded engine: built in or a shared object, checked against the ABI; and one instance of it
 * whose state lies in memory that the host chose.
 */
#ifndef TKG_ENGINE_ENGINE_HANDLE_H
#define TKG_ENGINE_ENGINE_HANDLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include <tickgate/engine.h>

/* An engine linked into the program. */
struct tkg_builtin_engine {
    const char *name;
    tkg_engine_entry_function entry;
};

/* Called with every built-in name; set once by the program's main before anything is opened.
 * builtins ends with a row whose name is NULL and must live for ever. */
void tkg_engine_set_builtins(const struct tkg_builtin_engine *builtins);
/* The table set, never NULL. */
const struct tkg_builtin_engine *tkg_engine_builtins(void);

struct tkg_engine;

/* Is there a built-in of that name, or a readable file? Loads nothing, so a mistyped name costs no
 * trial. TKG_USAGE: unknown built-in (lists them). TKG_INPUT: no such file, or a folder. */
enum tkg_status tkg_engine_check_name(const char *name, struct tkg_error *err) TKG_MUST_CHECK;

/* name  a built-in name, or the path of a shared object (anything with a '/' or ending in .so)
 * TKG_USAGE: unknown built-in. TKG_ENGINE_LOAD: cannot be loaded, no entry symbol, other ABI
 * version, a table that ends before destroy, an empty operation. Tables of older engines, which end
 * behind destroy, are complete.
 */
enum tkg_status tkg_engine_open(struct tkg_engine **engine, const char *name,
                                struct tkg_error *err) TKG_MUST_CHECK;
void tkg_engine_close(struct tkg_engine *engine); /* destroys the instance, too; NULL is fine */

const struct tkg_engine_ops *tkg_engine_ops(const struct tkg_engine *engine);

/* Hands the recorder to the engine when the instance is created; it must outlive the engine. NULL,
 * as at first: the engine is not asked for its stages. */
void tkg_engine_set_stages(struct tkg_engine *engine, struct tkg_stage_recorder *recorder);

/* Creates the instance. TKG_ENGINE_ERROR carries the engine's own message. */
enum tkg_status tkg_engine_create_instance(struct tkg_engine *engine,
                                           const struct tkg_instrument *instruments,
                                           uint32_t instrument_count, const char *parameters,
                                           uint64_t seed, struct tkg_error *err) TKG_MUST_CHECK;
/* The engine's own pointer, for the timed loop: ops->on_ticks(instance, ...). */
void *tkg_engine_instance(const struct tkg_engine *engine);

void tkg_engine_reset(struct tkg_engine *engine);
enum tkg_status tkg_engine_feed(struct tkg_engine *engine, const struct tkg_tick *ticks,
                                size_t tick_count, struct tkg_error *err) TKG_MUST_CHECK;
/* Calls finish and checks processed_tick_count against expected_tick_count (TKG_ENGINE_COUNT). */
enum tkg_status tkg_engine_finish(struct tkg_engine *engine, uint64_t expected_tick_count,
                                  struct tkg_engine_report *report,
                                  struct tkg_error *err) TKG_MUST_CHECK;

/* Does the engine offer portfolio statistics? Older and simpler ones do not. */
bool tkg_engine_has_portfolio(const struct tkg_engine *engine);
/* Portfolio statistics of everything since reset; NaN where the engine says so. Only where
 * tkg_engine_has_portfolio() (asserted). TKG_ENGINE_ERROR: portfolio() failed. */
enum tkg_status tkg_engine_read_portfolio(struct tkg_engine *engine,
                                          struct tkg_engine_portfolio *portfolio,
                                          struct tkg_error *err) TKG_MUST_CHECK;

/* What the instance took from the host's allocator. */
uint64_t tkg_engine_allocation_count(const struct tkg_engine *engine);
uint64_t tkg_engine_allocated_bytes(const struct tkg_engine *engine);

#endif
