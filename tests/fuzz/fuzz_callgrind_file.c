/* SPDX-License-Identifier: Apache-2.0
 *
 * Any text as a callgrind file. What was read holds: no function costs more by itself than with
 * what it called, nor more with that than the whole.
 */
#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "profile/callgrind_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t byte_count);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t byte_count)
{
    struct tkg_error err = {0};
    struct tkg_function_table table;
    char *text = malloc(byte_count + 1);
    TKG_ASSERT(text);
    if (byte_count > 0) { /* bytes may be NULL then */
        memcpy(text, bytes, byte_count);
    }
    text[byte_count] = '\0';
    tkg_function_table_init(&table);
    if (tkg_callgrind_parse(text, byte_count, "fuzz", &table, &err) == TKG_OK) {
        TKG_ASSERT(table.has[TKG_COST_INSTRUCTIONS]);
        for (size_t i = 0; i < table.count; i++) {
            TKG_ASSERT(*table.functions[i].name);
            for (size_t cost = 0; cost < TKG_COST_COUNT; cost++) {
                TKG_ASSERT(table.functions[i].inclusive[cost] <= table.totals[cost]);
            }
        }
    } else {
        TKG_ASSERT(*err.text);
    }
    tkg_function_table_deinit(&table);
    free(text);
    return 0;
}
