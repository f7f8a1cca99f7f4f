/* SPDX-License-Identifier: Apache-2.0
 *
 * Where ticks come from: a synthetic preset, a tickgate tick file (.tkt) or a HistData CSV file.
 * Random access by index, so that a stream of any length can be read through a small window.
 */
#ifndef TKG_TICK_TICK_SOURCE_H
#define TKG_TICK_TICK_SOURCE_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include <tickgate/engine.h>

struct tkg_tick_source;

enum { TKG_INSTRUMENT_COUNT_MAX = 4096, TKG_STREAM_NAME_BYTES = 256 };

/* name   "synthetic:PRESET" (synthetic.h; "+faults" may follow) or the path of a file (.csv =
 *        HistData, anything else = tick file)
 * seed   of a synthetic stream; ignored for files
 * TKG_USAGE: unknown preset (the message lists them). TKG_INPUT: not readable, damaged, cut off:
 * with the byte offset or line:column. */
enum tkg_status tkg_tick_source_open(struct tkg_tick_source **source, const char *name,
                                     uint64_t seed, struct tkg_error *err) TKG_MUST_CHECK;
void tkg_tick_source_close(struct tkg_tick_source *source); /* NULL is fine */

/* How many ticks there are; UINT64_MAX for synthetic streams. */
uint64_t tkg_tick_source_count(const struct tkg_tick_source *source);

/* The instrument table, valid until close. */
const struct tkg_instrument *tkg_tick_source_instruments(const struct tkg_tick_source *source,
                                                         uint32_t *instrument_count);

/* Copies ticks [first, first + count) to out. Sequential calls are the fast path; any order works
 * and gives the same ticks. first + count beyond the end asserts.
 * threads: one source per thread. cost: synthetic <= 20 ns/tick sequential; files: a copy. */
void tkg_tick_source_read(struct tkg_tick_source *source, uint64_t first, struct tkg_tick *out,
                          size_t count);

#endif
