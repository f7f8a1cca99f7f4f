/* SPDX-License-Identifier: Apache-2.0
 *
 * A small tick file in memory, put together byte by byte from the layout in tick/tick_file.h.
 */
#ifndef TKG_TEST_TICK_IMAGE_H
#define TKG_TEST_TICK_IMAGE_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <xxhash.h>

enum { SMALL_TICKS = 3, SMALL_BYTES = 48 + 2 * 32 + SMALL_TICKS * 32 };

/* Aligned as the check wants it. */
struct image {
    uint64_t words[SMALL_BYTES / 8];
};

static inline void put(struct image *image, size_t offset, uint64_t value, size_t byte_count)
{
    for (size_t i = 0; i < byte_count; i++) {
        ((unsigned char *)image->words)[offset + i] = (unsigned char)(value >> (8 * i));
    }
}

/* Fresh checksums over whatever the image says. */
static inline void seal(struct image *image)
{
    unsigned char *bytes = (unsigned char *)image->words;
    put(image, 32, XXH3_64bits(bytes + 48, SMALL_BYTES - 48), 8);
    put(image, 40, XXH3_64bits(bytes, 40), 8);
}

static inline struct image small_image(void)
{
    struct image image = {{0}};
    memcpy(image.words, "TKGTICK1", 8);
    put(&image, 8, 1, 4);
    put(&image, 12, 32, 4);
    put(&image, 16, SMALL_TICKS, 8);
    put(&image, 24, 2, 4);
    const char *names[2] = {"WHEAT", "CORN"};
    for (size_t i = 0; i < 2; i++) {
        memcpy((unsigned char *)image.words + 48 + 32 * i, names[i], strlen(names[i]));
        put(&image, 48 + 32 * i + 16, 250000000, 8);
        put(&image, 48 + 32 * i + 24, 5000000000000, 8);
    }
    const int64_t fields[SMALL_TICKS][8] = {
        {0x0102030405060708, 100, 101, 5, 6, 0, 0, 1},
        {0x0102030405060709, 101, 101, 0, 4, 1, 1, 0},
        {0x010203040506070a, -3, -4, 7, 8, 1, 0, 0},
    };
    const size_t widths[8] = {8, 4, 4, 4, 4, 4, 2, 2};
    for (size_t i = 0; i < SMALL_TICKS; i++) {
        size_t offset = 48 + 64 + 32 * i;
        for (size_t field = 0; field < 8; field++) {
            put(&image, offset, (uint64_t)fields[i][field], widths[field]);
            offset += widths[field];
        }
    }
    seal(&image);
    return image;
}

#endif
