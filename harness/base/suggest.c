/* SPDX-License-Identifier: Apache-2.0 */
#include "base/suggest.h"

#include <string.h>

enum { WORD_BYTES_MAX = 64, DISTANCE_MAX = 3 };

static size_t least(size_t a, size_t b, size_t c)
{
    size_t smaller = a < b ? a : b;
    return smaller < c ? smaller : c;
}

/* Optimal string alignment distance (Damerau 1964, restricted form), by dynamic programming. */
static size_t distance(const char *left, size_t left_length, const char *right, size_t right_length)
{
    size_t rows[WORD_BYTES_MAX + 1][WORD_BYTES_MAX + 1];
    for (size_t i = 0; i <= left_length; i++) {
        rows[i][0] = i;
    }
    for (size_t j = 0; j <= right_length; j++) {
        rows[0][j] = j;
    }
    for (size_t i = 1; i <= left_length; i++) {
        for (size_t j = 1; j <= right_length; j++) {
            size_t differs = left[i - 1] != right[j - 1];
            size_t best =
                least(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + differs);
            if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1] &&
                rows[i - 2][j - 2] + 1 < best) {
                best = rows[i - 2][j - 2] + 1;
            }
            rows[i][j] = best;
        }
    }
    return rows[left_length][right_length];
}

const char *tkg_suggest(const char *word, const char *const *candidates, size_t count)
{
    size_t word_length = strlen(word);
    size_t best_distance = DISTANCE_MAX + 1;
    const char *best = NULL;
    if (word_length > WORD_BYTES_MAX) {
        return NULL;
    }
    for (size_t i = 0; i < count; i++) {
        size_t length = strlen(candidates[i]);
        if (length > WORD_BYTES_MAX) {
            continue;
        }
        size_t found = distance(word, word_length, candidates[i], length);
        if (found < best_distance && 2 * found < word_length) {
            best_distance = found;
            best = candidates[i];
        }
    }
    return best;
}
