/* SPDX-License-Identifier: Apache-2.0 */
#include "tick/histdata.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "tick/mapping.h"
#include "tick/quote_line.h"

static bool only_line_ends(const char *at, const char *end)
{
    while (at < end && (*at == '\r' || *at == '\n')) {
        at++;
    }
    return at == end;
}

/* All lines; ticks has room for one a line. */
static enum tkg_status read_lines(struct tkg_quote_reader *reader, const char *bytes,
                                  size_t byte_count, struct tkg_tick *ticks, uint64_t *tick_count)
{
    const char *end = bytes + byte_count;
    const char *next = bytes;
    while (!only_line_ends(next, end)) {
        const char *feed = memchr(next, '\n', (size_t)(end - next));
        reader->line = next;
        reader->end = feed != NULL ? feed : end;
        reader->line_number++;
        next = feed != NULL ? feed + 1 : end;
        if (reader->end > reader->line && reader->end[-1] == '\r') {
            reader->end--;
        }
        enum tkg_status status = tkg_quote_line_read(reader, &ticks[*tick_count]);
        if (status != TKG_OK) {
            return status;
        }
        ++*tick_count;
    }
    if (*tick_count == 0) {
        return tkg_fail(reader->err, TKG_INPUT,
                        "%s:1:1: no ticks; expected lines YYYYMMDD HHMMSSmmm,bid,ask,volume",
                        reader->path);
    }
    return TKG_OK;
}

/* "EURUSD" of ".../DAT_ASCII_EURUSD_T_202001.csv", as HistData names its files; of any other file
 * the name up to the first dot. */
static void name_instrument(struct tkg_instrument *instrument, const char *path)
{
    static const char prefix[] = "DAT_ASCII_";
    const char *slash = strrchr(path, '/');
    const char *stem = slash != NULL ? slash + 1 : path;
    const char *stops = ".";
    if (strncmp(stem, prefix, sizeof(prefix) - 1) == 0) {
        stem += sizeof(prefix) - 1;
        stops = "._";
    }
    size_t length = strcspn(stem, stops);
    for (size_t i = 0; i < length && i + 1 < sizeof(instrument->name); i++) {
        instrument->name[i] = '_';
        if (stem[i] > ' ' && stem[i] <= '~') {
            instrument->name[i] = stem[i];
        }
    }
    if (length == 0) {
        memcpy(instrument->name, "HISTDATA", sizeof("HISTDATA"));
    }
}

/* Spreadsheets write a byte order mark; it says nothing here. */
static size_t mark_bytes(const char *bytes, size_t byte_count)
{
    return byte_count >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
}

static size_t count_line_feeds(const char *bytes, size_t byte_count)
{
    size_t count = 0;
    const char *end = bytes + byte_count;
    const char *at = bytes;
    while (at < end && (at = memchr(at, '\n', (size_t)(end - at))) != NULL) {
        count++;
        at++;
    }
    return count;
}

enum tkg_status tkg_histdata_parse(struct tkg_histdata *data, const char *path, const char *bytes,
                                   size_t byte_count, struct tkg_error *err)
{
    struct tkg_quote_reader reader = {.path = path, .err = err, .decimals = -1};
    struct tkg_histdata made = {0};
    size_t tick_count_max = count_line_feeds(bytes, byte_count) + 1;
    size_t memory_bytes = 0;
    if (tkg_size_multiply(tick_count_max, sizeof(*made.ticks), &memory_bytes)) {
        made.ticks = malloc(memory_bytes);
    }
    if (made.ticks == NULL) {
        return tkg_fail(err, TKG_NO_MEMORY, "%s: no memory for %zu ticks", path, tick_count_max);
    }
    size_t skipped = mark_bytes(bytes, byte_count);
    enum tkg_status status =
        read_lines(&reader, bytes + skipped, byte_count - skipped, made.ticks, &made.tick_count);
    if (status != TKG_OK) {
        tkg_histdata_deinit(&made);
        return status;
    }
    name_instrument(&made.instrument, path);
    made.instrument.lot_e9 = 1000000000;
    made.instrument.price_tick_e9 = 1;
    for (int i = reader.decimals; i < TKG_QUOTE_DECIMALS_MAX; i++) {
        made.instrument.price_tick_e9 *= 10;
    }
    *data = made;
    return TKG_OK;
}

enum tkg_status tkg_histdata_load(struct tkg_histdata *data, const char *path,
                                  struct tkg_error *err)
{
    struct tkg_mapping mapping = {0};
    enum tkg_status status = tkg_mapping_open(&mapping, path, err);
    if (status == TKG_OK) {
        status = tkg_histdata_parse(data, path, mapping.bytes, mapping.byte_count, err);
    }
    tkg_mapping_close(&mapping);
    return status;
}

void tkg_histdata_deinit(struct tkg_histdata *data)
{
    free(data->ticks);
    *data = (struct tkg_histdata){0};
}
