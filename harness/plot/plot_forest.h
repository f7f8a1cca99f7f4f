/* SPDX-License-Identifier: Apache-2.0
 *
 * The picture that explains a verdict: each effect with its interval beside what was tolerated, and
 * below it what shows that the run could have seen one. Pure.
 */
#ifndef TKG_PLOT_PLOT_FOREST_H
#define TKG_PLOT_PLOT_FOREST_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

/* More rows than this cannot be read on one page. */
enum { TKG_FOREST_ROWS_MAX = 40, TKG_FOREST_NAME_BYTES = 96, TKG_FOREST_WORD_BYTES = 96 };

enum tkg_forest_kind { TKG_FOREST_HEAD, TKG_FOREST_NULL, TKG_FOREST_PLANT };

/* Changes are shares: 0.01 is 1 %. NaN: none. */
struct tkg_forest_row {
    char name[TKG_FOREST_NAME_BYTES];
    enum tkg_forest_kind kind;
    double change, low, high;
    double tolerance; /* of a head; drawn red */
    double margin;    /* of a head; drawn amber */
    bool is_worse_down;
    int colour; /* of the word */
    char word[TKG_FOREST_WORD_BYTES];
};

/* Appends forest.dat and its frame, the first row on top. An effect far beyond everything that is
 * tolerated is drawn as an arrow at the edge; its number stands beside it.
 * row_count  1 to TKG_FOREST_ROWS_MAX (asserted)
 * returns    false: out of memory */
bool tkg_plot_forest_write(const struct tkg_forest_row *rows, size_t row_count,
                           struct tkg_text *data, struct tkg_text *frame);

#endif
