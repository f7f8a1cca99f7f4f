/* SPDX-License-Identifier: Apache-2.0
 *
 * Does input and output come evenly or in bursts? Pure.
 */
#ifndef TKG_STATS_IO_BURST_H
#define TKG_STATS_IO_BURST_H

#include "sample/telemetry.h"

enum {
    TKG_IO_BURST_INTERVALS_MIN = 10,  /* of fewer, the greatest value is below 0.5 */
    TKG_IO_BURST_BYTES_MIN = 1000000, /* in all; a line of a log now and then is no burst */
};

/* Burstiness of K.-I. Goh and A.-L. Barabasi, EPL 81 (2008) 48002, B = (s - m) / (s + m), of the
 * bytes a second in the intervals of a trial; m and s are their mean and standard deviation,
 * weighed by length. -1: the same in all intervals; 0: s is m, as where chance alone decides;
 * towards 1: ever more of it in ever less of the time. All in the share d of the time, evenly, has
 * s / m = sqrt((1 - d) / d): 0.33 for a fifth, 0.63 for a twentieth.
 * telemetry  sane
 * returns    NaN: too few intervals, too few bytes, or the machine does not say
 * cost       two looks at each interval */
double tkg_io_burstiness(const struct tkg_telemetry *telemetry);

#endif
