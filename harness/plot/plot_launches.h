/* SPDX-License-Identifier: Apache-2.0
 *
 * The launches of a comparison in the order in which they ran. Pure.
 */
#ifndef TKG_PLOT_PLOT_LAUNCHES_H
#define TKG_PLOT_PLOT_LAUNCHES_H

#include <stdbool.h>

#include "base/text.h"
#include "sample/comparison_record.h"

/* Three points a launch: 600 of them stay below the 2,000 points of decision 0070. */
enum { TKG_LAUNCHES_DRAWN_MAX = 600 };

/* Appends launches.dat, its frame (contrasts), and the frame of the base's speed. Of more than
 * TKG_LAUNCHES_DRAWN_MAX launches every second, third, ... is drawn; slow ones beyond what the axis
 * shows are at its edge.
 * returns  false: no launch, or out of memory */
bool tkg_plot_launches_write(const struct tkg_comparison_record *record, struct tkg_text *data,
                             struct tkg_text *frame, struct tkg_text *speed_frame);

#endif
