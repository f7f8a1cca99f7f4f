/* SPDX-License-Identifier: Apache-2.0
 *
 * Any bytes as a suite file and as a comma list of sizes. What is refused must leave the suite as
 * it was and say where; what is accepted must lie in the ranges of config/suite.h.
 */
#include "config/suite.h"

#include <stdbool.h>

#include "base/check.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t byte_count);

static void check_sizes(const struct tkg_suite *suite)
{
    TKG_ASSERT(suite->size_count >= 1 && suite->size_count <= TKG_SUITE_SIZE_MAX);
    for (size_t i = 0; i < suite->size_count; i++) {
        TKG_ASSERT(suite->sizes[i] >= 1 && suite->sizes[i] <= UINT64_C(1000000000000));
        for (size_t j = 0; j < i; j++) {
            TKG_ASSERT(suite->sizes[i] != suite->sizes[j]);
        }
    }
}

static void check_suite(const struct tkg_suite *suite)
{
    check_sizes(suite);
    TKG_ASSERT(suite->name[0] != '\0' && suite->engine[0] != '\0' && suite->stream[0] != '\0');
    TKG_ASSERT(suite->round_count >= 1 && suite->round_count <= TKG_SUITE_ROUND_MAX);
    TKG_ASSERT(suite->pass_mask >= 1 && suite->pass_mask < 1u << TKG_PASS_COUNT);
    TKG_ASSERT(suite->pace_ticks_per_s >= 1.0 && suite->pace_ticks_per_s <= 1e9);
    TKG_ASSERT(suite->min_time_ns >= 1000 && suite->timeout_ns > suite->min_time_ns);
    TKG_ASSERT(suite->pace_time_ns >= 1000000 && suite->timeout_ns > suite->pace_time_ns);
    TKG_ASSERT(suite->batch_tick_count >= 1 && suite->batch_tick_count <= TKG_BATCH_MAX);
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

static bool is_same(const void *left, const void *right, size_t byte_count)
{
    return memcmp(left, right, byte_count) == 0;
}

static void fuzz_file(const uint8_t *bytes, size_t byte_count)
{
    struct tkg_suite suite;
    struct tkg_suite before;
    struct tkg_error err;
    memset(&suite, 0, sizeof(suite)); /* padding, too: the suite is compared bytewise */
    tkg_suite_init(&suite);
    memcpy(&before, &suite, sizeof(before));
    if (tkg_suite_parse(&suite, "fuzz.yaml", (const char *)bytes, byte_count, &err) != TKG_OK) {
        TKG_ASSERT(is_same(&suite, &before, sizeof(suite)));
        check_error(&err);
    }
    check_suite(&suite);
}

static void fuzz_list(const uint8_t *bytes, size_t byte_count)
{
    struct tkg_suite suite;
    char list[512];
    size_t length = byte_count < sizeof(list) ? byte_count : sizeof(list) - 1;
    tkg_suite_init(&suite);
    if (length > 0) { /* bytes may be NULL then */
        memcpy(list, bytes, length);
    }
    list[length] = '\0';
    if (tkg_suite_set_sizes(&suite, list, NULL) == TKG_OK) {
        check_sizes(&suite);
    }
    if (tkg_suite_set_passes(&suite, list, NULL) == TKG_OK) {
        check_suite(&suite);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t byte_count)
{
    fuzz_file(bytes, byte_count);
    fuzz_list(bytes, byte_count);
    return 0;
}
