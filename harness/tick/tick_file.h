/* SPDX-License-Identifier: Apache-2.0
 *
 * The tickgate tick file (.tkt): little-endian, memory-mapped, checked.
 *
 *   offset 0   8 bytes  magic "TKGTICK1"
 *          8   u32      format version (1)
 *         12   u32      record bytes (32)
 *         16   u64      tick count
 *         24   u32      instrument count
 *         28   u32      reserved, 0
 *         32   u64      XXH3-64 of the instrument table and all records
 *         40   u64      XXH3-64 of bytes 0..39
 *         48            instrument table (struct tkg_instrument rows)
 *                       records (struct tkg_tick)
 */
#ifndef TKG_TICK_TICK_FILE_H
#define TKG_TICK_TICK_FILE_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include <tickgate/engine.h>

struct tkg_tick_file;

/* Maps and checks the whole file (header, length, both checksums, instrument ids).
 * TKG_INPUT: "x.tkt: cut off at byte N: the header promises M" and the like; also for a file
 * without ticks. */
enum tkg_status tkg_tick_file_open(struct tkg_tick_file **file, const char *path,
                                   struct tkg_error *err) TKG_MUST_CHECK;
void tkg_tick_file_close(struct tkg_tick_file *file);

uint64_t tkg_tick_file_count(const struct tkg_tick_file *file);
const struct tkg_tick *tkg_tick_file_borrow_ticks(const struct tkg_tick_file *file);
const struct tkg_instrument *tkg_tick_file_instruments(const struct tkg_tick_file *file,
                                                       uint32_t *instrument_count);

/* Streaming writer: a temporary name beside path, fsync and rename at finish; abandon removes it.
 * TKG_INPUT: instruments or instrument ids that open would refuse. TKG_OUTPUT: not writable, or no
 * tick was appended; the old file is as it was. After a failed append only abandon makes sense. */
struct tkg_tick_writer;
enum tkg_status tkg_tick_writer_open(struct tkg_tick_writer **writer, const char *path,
                                     const struct tkg_instrument *instruments,
                                     uint32_t instrument_count,
                                     struct tkg_error *err) TKG_MUST_CHECK;
enum tkg_status tkg_tick_writer_append(struct tkg_tick_writer *writer, const struct tkg_tick *ticks,
                                       size_t count, struct tkg_error *err) TKG_MUST_CHECK;
/* Takes the writer, also on failure. */
enum tkg_status tkg_tick_writer_finish(struct tkg_tick_writer *take_writer,
                                       struct tkg_error *err) TKG_MUST_CHECK;
void tkg_tick_writer_abandon(struct tkg_tick_writer *take_writer); /* NULL is fine */

#endif
