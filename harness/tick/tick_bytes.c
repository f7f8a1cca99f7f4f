/* SPDX-License-Identifier: Apache-2.0 */
#include "tick/tick_bytes.h"

#include <inttypes.h>
#include <stdbool.h>
#include <string.h>

#include <xxhash.h>

#include "base/check.h"
#include "tick/tick_source.h"

#define MAGIC "TKGTICK1"
enum { FORMAT_VERSION = 1, HEADER_BYTES = 48 };

/* Files are used as they lie on disk, so memory must look the same. */
_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "tick files are little-endian");
_Static_assert(sizeof(struct tkg_tick_header) == HEADER_BYTES, "header layout");
_Static_assert(offsetof(struct tkg_tick_header, header_hash) == 40, "header layout");
_Static_assert(sizeof(struct tkg_tick) == 32, "record layout");
_Static_assert(sizeof(struct tkg_instrument) == 32, "instrument layout");

static uint64_t header_hash_of(const struct tkg_tick_header *header)
{
    return XXH3_64bits(header, offsetof(struct tkg_tick_header, header_hash));
}

struct tkg_tick_header tkg_tick_header_make(uint64_t tick_count, uint32_t instrument_count,
                                            uint64_t content_hash)
{
    struct tkg_tick_header header = {
        .format_version = FORMAT_VERSION,
        .record_bytes = sizeof(struct tkg_tick),
        .tick_count = tick_count,
        .instrument_count = instrument_count,
        .content_hash = content_hash,
    };
    memcpy(header.magic, MAGIC, sizeof(header.magic));
    header.header_hash = header_hash_of(&header);
    return header;
}

/* At least one printable character, then a zero. */
static bool is_name(const char name[16])
{
    size_t length = strnlen(name, 16);
    for (size_t i = 0; i < length; i++) {
        if (name[i] < ' ' || name[i] > '~') {
            return false;
        }
    }
    return length >= 1 && length < 16;
}

enum tkg_status tkg_tick_instruments_check(const struct tkg_instrument *instruments,
                                           uint64_t instrument_count, const char *path,
                                           struct tkg_error *err)
{
    if (instrument_count < 1 || instrument_count > TKG_INSTRUMENT_COUNT_MAX) {
        return tkg_fail(err, TKG_INPUT, "%s: %" PRIu64 " instruments, expected 1 to %d", path,
                        instrument_count, TKG_INSTRUMENT_COUNT_MAX);
    }
    for (uint64_t i = 0; i < instrument_count; i++) {
        const struct tkg_instrument *row = &instruments[i];
        if (!is_name(row->name)) {
            return tkg_fail(err, TKG_INPUT,
                            "%s: instrument %" PRIu64 ": the name must be 1 to 15 printable ASCII "
                            "characters and a zero",
                            path, i);
        }
        if (row->price_tick_e9 <= 0 || row->lot_e9 <= 0) {
            return tkg_fail(err, TKG_INPUT,
                            "%s: instrument %" PRIu64 " (%s): price tick %" PRId64
                            "e-9 and lot %" PRId64 "e-9 must both be positive",
                            path, i, row->name, row->price_tick_e9, row->lot_e9);
        }
    }
    return TKG_OK;
}

enum tkg_status tkg_tick_ids_check(const struct tkg_tick *ticks, uint64_t tick_count,
                                   uint64_t first, uint32_t instrument_count, const char *path,
                                   struct tkg_error *err)
{
    for (uint64_t i = 0; i < tick_count; i++) {
        if (ticks[i].instrument_id >= instrument_count) {
            return tkg_fail(err, TKG_INPUT,
                            "%s: tick %" PRIu64 ": instrument id %" PRIu32
                            ", but the table has %" PRIu32 " instruments",
                            path, first + i, ticks[i].instrument_id, instrument_count);
        }
    }
    return TKG_OK;
}

/* What the header says, before anything that it promises is looked at. */
static enum tkg_status check_header(const struct tkg_tick_header *header, const char *path,
                                    struct tkg_error *err)
{
    if (memcmp(header->magic, MAGIC, sizeof(header->magic)) != 0) {
        return tkg_fail(err, TKG_INPUT,
                        "%s: byte 0: not a tickgate tick file (expected \"" MAGIC
                        "\"); HistData files must be named .csv",
                        path);
    }
    if (header->format_version != FORMAT_VERSION) {
        return tkg_fail(err, TKG_INPUT,
                        "%s: byte 8: format version %" PRIu32
                        ", this program reads version %d; write the file again",
                        path, header->format_version, FORMAT_VERSION);
    }
    if (header->record_bytes != sizeof(struct tkg_tick)) {
        return tkg_fail(err, TKG_INPUT, "%s: byte 12: records of %" PRIu32 " bytes, expected %zu",
                        path, header->record_bytes, sizeof(struct tkg_tick));
    }
    if (header->header_hash != header_hash_of(header)) {
        return tkg_fail(err, TKG_INPUT,
                        "%s: damaged: bytes 0 to 39 do not match their checksum at byte 40; "
                        "write the file again",
                        path);
    }
    if (header->reserved != 0) {
        return tkg_fail(err, TKG_INPUT, "%s: byte 28: %" PRIu32 ", expected 0", path,
                        header->reserved);
    }
    return TKG_OK;
}

/* Whether the file has exactly the length that the header promises. */
static enum tkg_status check_length(const struct tkg_tick_header *header, size_t byte_count,
                                    const char *path, struct tkg_error *err)
{
    if (header->tick_count == 0) {
        return tkg_fail(err, TKG_INPUT, "%s: byte 16: the file holds no ticks", path);
    }
    /* The instrument count is below 2^32: this cannot overflow, and the rest is divided, not
     * multiplied. */
    uint64_t table_end = HEADER_BYTES + header->instrument_count * sizeof(struct tkg_instrument);
    if (header->tick_count > (UINT64_MAX - table_end) / sizeof(struct tkg_tick)) {
        return tkg_fail(err, TKG_INPUT, "%s: byte 16: impossible tick count %" PRIu64, path,
                        header->tick_count);
    }
    uint64_t promised = table_end + header->tick_count * sizeof(struct tkg_tick);
    if (byte_count < promised) {
        return tkg_fail(err, TKG_INPUT,
                        "%s: cut off at byte %zu: the header promises %" PRIu64
                        "; copy or write the file again",
                        path, byte_count, promised);
    }
    if (byte_count > promised) {
        return tkg_fail(err, TKG_INPUT,
                        "%s: byte %" PRIu64 ": %" PRIu64 " bytes more than the header promises",
                        path, promised, byte_count - promised);
    }
    return TKG_OK;
}

enum tkg_status tkg_tick_bytes_check(const void *bytes, size_t byte_count, const char *path,
                                     struct tkg_tick_view *view, struct tkg_error *err)
{
    if (byte_count < HEADER_BYTES) {
        return tkg_fail(err, TKG_INPUT,
                        "%s: cut off at byte %zu: a tick file starts with a header of %d bytes",
                        path, byte_count, HEADER_BYTES);
    }
    TKG_ASSERT((uintptr_t)bytes % 8 == 0);
    const struct tkg_tick_header *header = bytes;
    enum tkg_status status = check_header(header, path, err);
    if (status == TKG_OK) {
        status = check_length(header, byte_count, path, err);
    }
    if (status != TKG_OK) {
        return status;
    }
    const struct tkg_instrument *instruments = (const struct tkg_instrument *)(header + 1);
    if (XXH3_64bits(instruments, byte_count - HEADER_BYTES) != header->content_hash) {
        return tkg_fail(err, TKG_INPUT,
                        "%s: damaged: bytes 48 to %zu do not match their checksum at byte 32; "
                        "copy or write the file again",
                        path, byte_count - 1);
    }
    status = tkg_tick_instruments_check(instruments, header->instrument_count, path, err);
    if (status != TKG_OK) {
        return status;
    }
    *view = (struct tkg_tick_view){
        .instruments = instruments,
        .ticks = (const struct tkg_tick *)(instruments + header->instrument_count),
        .tick_count = header->tick_count,
        .instrument_count = header->instrument_count,
    };
    return tkg_tick_ids_check(view->ticks, view->tick_count, 0, view->instrument_count, path, err);
}
