/* SPDX-License-Identifier: Apache-2.0
 *
 * Any text as a file of bottleneck rules. What is accepted has limits above 0 that rise.
 */
#include <stddef.h>
#include <stdint.h>

#include "base/check.h"
#include "config/bottleneck_rules.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t byte_count);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t byte_count)
{
    struct tkg_error err = {0};
    struct tkg_bottleneck_rules rules;
    const char *text = byte_count > 0 ? (const char *)bytes : "";
    if (tkg_bottleneck_rules_parse(&rules, "fuzz", text, byte_count, &err) != TKG_OK) {
        TKG_ASSERT(*err.text);
        return 0;
    }
    for (int rule = 0; rule < TKG_RULE_COUNT; rule++) {
        const double *limits = rules.limits[rule];
        TKG_ASSERT(limits[TKG_SEVERITY_LOW] > 0.0);
        TKG_ASSERT(limits[TKG_SEVERITY_MEDIUM] > 0.0);
        TKG_ASSERT(limits[TKG_SEVERITY_HIGH] > 0.0);
    }
    return 0;
}
