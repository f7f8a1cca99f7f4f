/* SPDX-License-Identifier: Apache-2.0
 *
 * Any bytes as the parameter string of the reference engine. What is refused must say why in one
 * line; what is accepted must lie in its ranges.
 */
#include "reference_parameters.h"

#include <string.h>

#include "base/check.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t byte_count);

enum { TEXT_MAX = 4096 };

static void check_ranges(const struct tkg_reference_parameters *parameters)
{
#define CHECK_RANGE(name, least, greatest, initial)                                                \
    TKG_ASSERT(parameters->name >= (least) && parameters->name <= (greatest));
    TKG_REFERENCE_PARAMETERS(CHECK_RANGE)
#undef CHECK_RANGE
    TKG_ASSERT(tkg_reference_position_bound(parameters) <= TKG_REFERENCE_LOTS_MAX);
}

static void check_table(const struct tkg_latency_table *table)
{
    TKG_ASSERT(table->row_count <= TKG_LATENCY_ROWS_MAX);
    for (uint32_t i = 0; i < table->row_count; i++) {
        const struct tkg_latency_row *row = &table->rows[i];
        TKG_ASSERT(row->latency_ns >= 0 && row->latency_ns <= TKG_REFERENCE_LATENCY_MAX);
        TKG_ASSERT(row->elapsed_ns > (i > 0 ? table->rows[i - 1].elapsed_ns : -1));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t byte_count)
{
    char text[TEXT_MAX + 1] = "";
    char message[256] = "";
    struct tkg_reference_parameters parameters;
    const size_t length = byte_count < TEXT_MAX ? byte_count : TEXT_MAX;
    if (length > 0) {
        memcpy(text, bytes, length);
    }
    if (tkg_reference_parameters_parse(&parameters, text, 1, message, sizeof message)) {
        check_ranges(&parameters);
        check_table(&parameters.latency_table);
    } else {
        TKG_ASSERT(strncmp(message, "parameters: ", strlen("parameters: ")) == 0);
    }
    return 0;
}
