/* SPDX-License-Identifier: Apache-2.0
 *
 * The check of a tick file's bytes: any input is refused with a message or has every property that
 * readers rely on. Each input is checked twice, the second time with right checksums, because no
 * fuzzer would find those and get past them.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <xxhash.h>

#include "base/check.h"
#include "tick/tick_bytes.h"
#include "tick/tick_source.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_view(const struct tkg_tick_view *view, size_t size)
{
    TKG_ASSERT(view->instrument_count >= 1 && view->instrument_count <= TKG_INSTRUMENT_COUNT_MAX);
    TKG_ASSERT(view->tick_count >= 1);
    TKG_ASSERT(size == sizeof(struct tkg_tick_header) +
                           view->instrument_count * sizeof(struct tkg_instrument) +
                           view->tick_count * sizeof(struct tkg_tick));
    for (uint32_t i = 0; i < view->instrument_count; i++) {
        TKG_ASSERT(strnlen(view->instruments[i].name, 16) < 16);
        TKG_ASSERT(view->instruments[i].price_tick_e9 > 0);
    }
    for (uint64_t i = 0; i < view->tick_count; i++) {
        TKG_ASSERT(view->ticks[i].instrument_id < view->instrument_count);
    }
}

static void check_bytes(const void *bytes, size_t size)
{
    struct tkg_tick_view view = {0};
    struct tkg_error err = {0};
    enum tkg_status status = tkg_tick_bytes_check(bytes, size, "x.tkt", &view, &err);
    if (status == TKG_OK) {
        check_view(&view, size);
    } else {
        TKG_ASSERT(status == TKG_INPUT && strncmp(err.text, "x.tkt: ", 7) == 0);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    unsigned char *bytes = calloc(1, size > 0 ? size : 1); /* aligned, and of exactly that size */
    TKG_ASSERT(bytes != NULL);
    if (size > 0) {
        memcpy(bytes, data, size);
    }
    check_bytes(bytes, size);
    const size_t header_bytes = sizeof(struct tkg_tick_header);
    if (size >= header_bytes) {
        uint64_t hash = XXH3_64bits(bytes + header_bytes, size - header_bytes);
        memcpy(bytes + offsetof(struct tkg_tick_header, content_hash), &hash, sizeof(hash));
        hash = XXH3_64bits(bytes, offsetof(struct tkg_tick_header, header_hash));
        memcpy(bytes + offsetof(struct tkg_tick_header, header_hash), &hash, sizeof(hash));
        check_bytes(bytes, size);
    }
    free(bytes);
    return 0;
}
