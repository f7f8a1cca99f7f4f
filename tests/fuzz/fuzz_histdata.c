/* SPDX-License-Identifier: Apache-2.0
 *
 * HistData CSV from memory: any input is refused with file, line and column, or gives ticks and an
 * instrument that a tick file would accept.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "tick/histdata.h"
#include "tick/tick_bytes.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *bytes = malloc(size > 0 ? size : 1); /* of exactly that size */
    TKG_ASSERT(bytes != NULL);
    if (size > 0) {
        memcpy(bytes, data, size);
    }
    struct tkg_histdata parsed = {0};
    struct tkg_error err = {0};
    enum tkg_status status = tkg_histdata_parse(&parsed, "x.csv", bytes, size, &err);
    if (status == TKG_OK) {
        TKG_ASSERT(parsed.tick_count >= 1);
        TKG_ASSERT(tkg_tick_instruments_check(&parsed.instrument, 1, "x.csv", NULL) == TKG_OK);
        TKG_ASSERT(tkg_tick_ids_check(parsed.ticks, parsed.tick_count, 0, 1, "x.csv", NULL) ==
                   TKG_OK);
        for (uint64_t i = 0; i < parsed.tick_count; i++) {
            TKG_ASSERT(parsed.ticks[i].bid_price >= 0 && parsed.ticks[i].ask_price >= 0);
            TKG_ASSERT(parsed.ticks[i].time_ns > 0);
        }
        tkg_histdata_deinit(&parsed);
    } else {
        TKG_ASSERT(status == TKG_INPUT && strncmp(err.text, "x.csv:", 6) == 0);
    }
    free(bytes);
    return 0;
}
