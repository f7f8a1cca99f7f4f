/* SPDX-License-Identifier: Apache-2.0
 *
 * HistData CSV: lines "YYYYMMDD HHMMSSmmm,bid,ask,volume", no header, EST without daylight saving
 * (UTC-5), volume always 0. One instrument, quotes only. Prices become integer ticks of 10^-d, d
 * being the number of decimals of the first line; sizes are 1 lot.
 */
#ifndef TKG_TICK_HISTDATA_H
#define TKG_TICK_HISTDATA_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include <tickgate/engine.h>

struct tkg_histdata {
    struct tkg_tick *ticks; /* owned */
    uint64_t tick_count;
    struct tkg_instrument instrument;
};

/* Reads a whole file. TKG_INPUT: file:line:column, what was expected. Empty file: TKG_INPUT. */
enum tkg_status tkg_histdata_load(struct tkg_histdata *data, const char *path,
                                  struct tkg_error *err) TKG_MUST_CHECK;

/* The same from memory, for tests and the fuzzer. */
enum tkg_status tkg_histdata_parse(struct tkg_histdata *data, const char *path, const char *bytes,
                                   size_t byte_count, struct tkg_error *err) TKG_MUST_CHECK;
void tkg_histdata_deinit(struct tkg_histdata *data);

#endif
