/* SPDX-License-Identifier: Apache-2.0 */
#include "tick/tick_source.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/check.h"
#include "tick/histdata.h"
#include "tick/synthetic.h"
#include "tick/tick_file.h"

struct tkg_tick_source {
    /* Exactly one of the three is in use. */
    struct tkg_synthetic *synthetic;
    struct tkg_tick_file *file;
    struct tkg_histdata histdata;
    /* The ticks of a file or of HistData; NULL when synthetic. Owned by them. */
    const struct tkg_tick *ticks;
    uint64_t tick_count;
    const struct tkg_instrument *instruments; /* owned by the one in use */
    uint32_t instrument_count;
};

static enum tkg_status open_synthetic(struct tkg_tick_source *source, const char *preset,
                                      uint64_t seed, struct tkg_error *err)
{
    enum tkg_status status = tkg_synthetic_create(&source->synthetic, preset, seed, err);
    if (status == TKG_OK) {
        source->tick_count = UINT64_MAX;
        source->instruments =
            tkg_synthetic_instruments(source->synthetic, &source->instrument_count);
    }
    return status;
}

static enum tkg_status open_histdata(struct tkg_tick_source *source, const char *path,
                                     struct tkg_error *err)
{
    enum tkg_status status = tkg_histdata_load(&source->histdata, path, err);
    if (status == TKG_OK) {
        source->ticks = source->histdata.ticks;
        source->tick_count = source->histdata.tick_count;
        source->instruments = &source->histdata.instrument;
        source->instrument_count = 1;
    }
    return status;
}

static enum tkg_status open_file(struct tkg_tick_source *source, const char *path,
                                 struct tkg_error *err)
{
    enum tkg_status status = tkg_tick_file_open(&source->file, path, err);
    if (status == TKG_OK) {
        source->ticks = tkg_tick_file_borrow_ticks(source->file);
        source->tick_count = tkg_tick_file_count(source->file);
        source->instruments = tkg_tick_file_instruments(source->file, &source->instrument_count);
    }
    return status;
}

static enum tkg_status open_by_name(struct tkg_tick_source *source, const char *name, uint64_t seed,
                                    struct tkg_error *err)
{
    static const char scheme[] = "synthetic:";
    const char *dot = strrchr(name, '.');
    if (strncmp(name, scheme, sizeof(scheme) - 1) == 0) {
        return open_synthetic(source, name + sizeof(scheme) - 1, seed, err);
    }
    if (dot != NULL && strcasecmp(dot, ".csv") == 0) {
        return open_histdata(source, name, err);
    }
    return open_file(source, name, err);
}

enum tkg_status tkg_tick_source_open(struct tkg_tick_source **source, const char *name,
                                     uint64_t seed, struct tkg_error *err)
{
    struct tkg_tick_source *made = calloc(1, sizeof(*made));
    if (made == NULL) {
        return tkg_fail(err, TKG_NO_MEMORY, "%s: no memory to open it", name);
    }
    enum tkg_status status = open_by_name(made, name, seed, err);
    if (status != TKG_OK) {
        tkg_tick_source_close(made);
        return status;
    }
    *source = made;
    return TKG_OK;
}

void tkg_tick_source_close(struct tkg_tick_source *source)
{
    if (source != NULL) {
        tkg_synthetic_destroy(source->synthetic);
        tkg_tick_file_close(source->file);
        tkg_histdata_deinit(&source->histdata);
        free(source);
    }
}

uint64_t tkg_tick_source_count(const struct tkg_tick_source *source)
{
    return source->tick_count;
}

const struct tkg_instrument *tkg_tick_source_instruments(const struct tkg_tick_source *source,
                                                         uint32_t *instrument_count)
{
    *instrument_count = source->instrument_count;
    return source->instruments;
}

void tkg_tick_source_read(struct tkg_tick_source *source, uint64_t first, struct tkg_tick *out,
                          size_t count)
{
    if (source->synthetic != NULL) {
        tkg_synthetic_read(source->synthetic, first, out, count);
        return;
    }
    TKG_ASSERT(first <= source->tick_count && count <= source->tick_count - first);
    memcpy(out, source->ticks + first, count * sizeof(*out));
}
