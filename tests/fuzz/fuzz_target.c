/* SPDX-License-Identifier: Apache-2.0
 *
 * Any bytes as a targets file: read twice into one set. What is refused must leave the set as it
 * was and say where; what is accepted must keep the promises of config/target.h, and a second
 * reading of it must be refused as a duplicate.
 */
#include "config/target.h"

#include <math.h>

#include "base/check.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t byte_count);

static void check_target(const struct tkg_target *target, const struct tkg_target_set *set)
{
    bool has_ruler = target->ruler[0] != '\0';
    TKG_ASSERT((unsigned)target->metric < TKG_METRIC_COUNT);
    TKG_ASSERT((unsigned)target->kind <= TKG_TARGET_EQUALS);
    TKG_ASSERT(isfinite(target->limit) && target->limit >= 0.0);
    TKG_ASSERT((target->kind == TKG_TARGET_EQUALS) == (target->tolerance > 0.0));
    TKG_ASSERT(!has_ruler || strncmp(target->ruler, "ruler/", 6) == 0);
    TKG_ASSERT(target->case_pattern[0] != '\0' && target->limit_text[0] != '\0');
    TKG_ASSERT(target->line >= 1 && target->column >= 1);
    TKG_ASSERT(target->file_index < set->file_count);
    (void)tkg_target_matches(target, "replay/1M");
}

/* An error text is one printable line that starts with the file. */
static void check_error(const struct tkg_error *err)
{
    TKG_ASSERT(err->status == TKG_CONFIG || err->status == TKG_NO_MEMORY);
    TKG_ASSERT(strncmp(err->text, "fuzz.yaml:", 10) == 0);
    for (const char *at = err->text; *at; at++) {
        TKG_ASSERT((unsigned char)*at >= ' ' && *at != 0x7f);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t byte_count)
{
    struct tkg_target_set set;
    struct tkg_error err;
    tkg_target_set_init(&set);
    for (int reading = 0; reading < 2; reading++) {
        struct tkg_target_set before = set;
        enum tkg_status status =
            tkg_target_set_parse(&set, "fuzz.yaml", (const char *)bytes, byte_count, &err);
        if (status != TKG_OK) {
            TKG_ASSERT(memcmp(&set, &before, sizeof(set)) == 0);
            check_error(&err);
        }
        TKG_ASSERT(status != TKG_OK || reading == 0);
    }
    for (size_t i = 0; i < set.target_count; i++) {
        check_target(&set.targets[i], &set);
    }
    tkg_target_set_deinit(&set);
    return 0;
}
