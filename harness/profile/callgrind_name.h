/* SPDX-License-Identifier: Apache-2.0
 *
 * The pieces that lines of a callgrind file are made of: numbers, positions, and names that are
 * written once and then only by number.
 *
 * Format: https://valgrind.org/docs/manual/cl-format.html
 */
#ifndef TKG_PROFILE_CALLGRIND_NAME_H
#define TKG_PROFILE_CALLGRIND_NAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { TKG_CALLGRIND_NAME_MAX = 1 << 20, TKG_CALLGRIND_NO_ROW = -1 };

/* A piece of the file; the take_ functions below cut from its front what they took. */
struct tkg_callgrind_name {
    const char *text; /* borrowed, not terminated */
    size_t length;
    int32_t row; /* of a function that became one, else TKG_CALLGRIND_NO_ROW */
};

/* Names by number. Starts as {0}. */
struct tkg_callgrind_names {
    struct tkg_callgrind_name *slots; /* owned */
    size_t capacity;
};

void tkg_callgrind_names_deinit(struct tkg_callgrind_names *names);

void tkg_callgrind_skip_blanks(struct tkg_callgrind_name *text);

/* False, and nothing taken, when text begins otherwise. */
bool tkg_callgrind_take_prefix(struct tkg_callgrind_name *text, const char *prefix);

/* A decimal or 0x number; false when there is none, or one above 64 bits. */
bool tkg_callgrind_take_number(struct tkg_callgrind_name *text, uint64_t *value);

/* "+3", "-2", "*" against the position before, or "1234", and the blanks behind it. */
bool tkg_callgrind_take_position(struct tkg_callgrind_name *text, uint64_t *position);

/* "(12) name", which is kept, "(12)", which is looked up, or "name".
 * slot     where the number's name is kept; NULL for a bare name
 * returns  NULL, or what is wrong with the text: a constant */
const char *tkg_callgrind_resolve(struct tkg_callgrind_names *names, struct tkg_callgrind_name text,
                                  struct tkg_callgrind_name *name,
                                  struct tkg_callgrind_name **slot);

#endif
