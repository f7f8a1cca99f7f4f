/* SPDX-License-Identifier: Apache-2.0
 *
 * Prints a digest of several stretches of every synthetic stream, so that two builds can be
 * compared: other machine, other compiler. Needs no library beside harness/base and harness/tick.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tick/synthetic.h"

enum { TICKS = 20000, NAME_BYTES = 64, LIST_BYTES = 256 };

/* FNV-1a over the bytes that a tick has in a file: little-endian, field by field. */
static uint64_t add_number(uint64_t digest, uint64_t number, unsigned bytes)
{
    for (unsigned i = 0; i < bytes; i++) {
        digest = (digest ^ (number >> (8 * i) & 255)) * UINT64_C(0x100000001b3);
    }
    return digest;
}

static uint64_t digest_of(const struct tkg_tick *ticks, size_t count)
{
    uint64_t digest = UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0; i < count; i++) {
        digest = add_number(digest, (uint64_t)ticks[i].time_ns, 8);
        digest = add_number(digest, (uint32_t)ticks[i].bid_price, 4);
        digest = add_number(digest, (uint32_t)ticks[i].ask_price, 4);
        digest = add_number(digest, ticks[i].bid_size, 4);
        digest = add_number(digest, ticks[i].ask_size, 4);
        digest = add_number(digest, ticks[i].instrument_id, 4);
        digest = add_number(digest, ticks[i].kind, 2);
        digest = add_number(digest, ticks[i].flags, 2);
    }
    return digest;
}

static int print_stream(const char *stream)
{
    static struct tkg_tick ticks[TICKS];
    /* The start, the end of a session, far out at no round index, and the very end. */
    const uint64_t firsts[] = {0, (UINT64_C(1) << 23) - TICKS / 2, UINT64_C(123456789123),
                               TKG_SYNTHETIC_TICK_MAX - TICKS};
    const uint64_t seeds[] = {42, UINT64_C(0xfedcba9876543210)};
    for (size_t s = 0; s < sizeof(seeds) / sizeof(seeds[0]); s++) {
        struct tkg_synthetic *synthetic = NULL;
        if (tkg_synthetic_create(&synthetic, stream, seeds[s], NULL) != TKG_OK) {
            return 0; /* not every stream can have faults */
        }
        for (size_t i = 0; i < sizeof(firsts) / sizeof(firsts[0]); i++) {
            tkg_synthetic_read(synthetic, firsts[i], ticks, TICKS);
            printf("%s seed %" PRIu64 " first %" PRIu64 " %016" PRIx64 "\n", stream, seeds[s],
                   firsts[i], digest_of(ticks, TICKS));
        }
        tkg_synthetic_destroy(synthetic);
    }
    return 1;
}

int main(void)
{
    char list[LIST_BYTES];
    char *rest = NULL;
    (void)snprintf(list, sizeof(list), "%s", tkg_synthetic_preset_list());
    for (char *name = strtok_r(list, ", ", &rest); name != NULL;
         name = strtok_r(NULL, ", ", &rest)) {
        char faulty[NAME_BYTES];
        (void)snprintf(faulty, sizeof(faulty), "%s+faults", name);
        if (!print_stream(name)) {
            return EXIT_FAILURE;
        }
        (void)print_stream(faulty);
    }
    return EXIT_SUCCESS;
}
