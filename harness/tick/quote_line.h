/* SPDX-License-Identifier: Apache-2.0
 *
 * Private to the tick room: one line of a HistData file, "YYYYMMDD HHMMSSmmm,bid,ask,volume".
 */
#ifndef TKG_TICK_QUOTE_LINE_H
#define TKG_TICK_QUOTE_LINE_H

#include <stdint.h>

#include "base/status.h"
#include <tickgate/engine.h>

enum { TKG_QUOTE_DECIMALS_MAX = 9 }; /* instruments count their price tick in 1e-9 */

/* Where a file is being read. {.path, .err, .decimals = -1} starts it; for every line the caller
 * sets line, end and line_number. */
struct tkg_quote_reader {
    const char *path;
    struct tkg_error *err;
    const char *line;
    const char *at;
    const char *end; /* of the line, before its line feed and carriage return */
    uint64_t line_number;
    int decimals; /* of the price tick; -1 before the first line, which decides it */
    /* Midnight of the last date: lines of one day are many. */
    char date[8];
    int64_t date_s;
};

/* TKG_INPUT: path:line:column, what was expected and what was found. */
enum tkg_status tkg_quote_line_read(struct tkg_quote_reader *reader,
                                    struct tkg_tick *tick) TKG_MUST_CHECK;

#endif
