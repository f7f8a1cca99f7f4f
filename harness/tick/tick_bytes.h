/* SPDX-License-Identifier: Apache-2.0
 *
 * Private to the tick room: the bytes of a tick file (layout in tick_file.h) and their check, apart
 * from files so that tests and the fuzzer can work on memory.
 */
#ifndef TKG_TICK_TICK_BYTES_H
#define TKG_TICK_TICK_BYTES_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include <tickgate/engine.h>

struct tkg_tick_header {
    char magic[8];
    uint32_t format_version;
    uint32_t record_bytes;
    uint64_t tick_count;
    uint32_t instrument_count;
    uint32_t reserved;
    uint64_t content_hash; /* XXH3-64 of the instrument table and all records */
    uint64_t header_hash;  /* XXH3-64 of what stands before it */
};

/* Where the parts of a checked file lie; valid as long as its bytes. */
struct tkg_tick_view {
    const struct tkg_instrument *instruments;
    const struct tkg_tick *ticks;
    uint64_t tick_count;
    uint32_t instrument_count;
};

/* A header complete with its own hash. */
struct tkg_tick_header tkg_tick_header_make(uint64_t tick_count, uint32_t instrument_count,
                                            uint64_t content_hash);

/* TKG_INPUT unless there are 1 to TKG_INSTRUMENT_COUNT_MAX rows, names are printable and
 * terminated, price ticks and lots positive. path starts the message. */
enum tkg_status tkg_tick_instruments_check(const struct tkg_instrument *instruments,
                                           uint64_t instrument_count, const char *path,
                                           struct tkg_error *err) TKG_MUST_CHECK;

/* TKG_INPUT unless every tick's instrument is one of instrument_count. first is the index of
 * ticks[0] in the whole stream, for the message. */
enum tkg_status tkg_tick_ids_check(const struct tkg_tick *ticks, uint64_t tick_count,
                                   uint64_t first, uint32_t instrument_count, const char *path,
                                   struct tkg_error *err) TKG_MUST_CHECK;

/* Checks everything and fills *view. bytes is aligned to 8 unless there are too few. */
enum tkg_status tkg_tick_bytes_check(const void *bytes, size_t byte_count, const char *path,
                                     struct tkg_tick_view *view,
                                     struct tkg_error *err) TKG_MUST_CHECK;

#endif
