/* SPDX-License-Identifier: Apache-2.0
 *
 * "Did you mean": the known word nearest to an unknown one.
 */
#ifndef TKG_BASE_SUGGEST_H
#define TKG_BASE_SUGGEST_H

#include <stddef.h>

/* The candidate with the smallest edit distance (insertions, deletions, substitutions, swaps of
 * neighbours) to word, when that is at most 3 and less than half of the word's length; else NULL.
 * candidates  count words; the first of equally near ones wins
 * cost        O(count * length^2); words above 64 bytes match nothing */
const char *tkg_suggest(const char *word, const char *const *candidates, size_t count);

#endif
