/* SPDX-License-Identifier: Apache-2.0
 *
 * Slow drift that no single step shows: a self-starting CUSUM (Hawkins, The Statistician 36, 1987;
 * the sums are Page's, Biometrika 41, 1954). Every value is compared with the mean and spread of
 * those before it, so nothing has to be known beforehand, and as long as nothing changes the scores
 * are independent and standard normal: the false-alarm rate is known. Pure. docs/decisions/0137.
 */
#ifndef TKG_STATS_CREEP_H
#define TKG_STATS_CREEP_H

#include <stddef.h>

#include "base/status.h"

enum { TKG_CREEP_ALARM_MAX = 50, TKG_CREEP_START = 8 };

struct tkg_creep_alarm {
    size_t from;   /* index of the first value of the drift: where the sum last left zero */
    size_t at;     /* index of the value that raised the alarm */
    double before; /* mean of the values that it was compared with, before the drift */
    double now;    /* mean of the last values up to the alarm, at most three */
};

struct tkg_creep {
    struct tkg_creep_alarm alarms[TKG_CREEP_ALARM_MAX]; /* rising by at */
    size_t count;
};

/* Finds drifts in either direction. The first TKG_CREEP_START values after the beginning, and after
 * an alarm, only teach what is normal.
 * values  finite (asserted); use logarithms of ratios. Any number of them. cost: O(count) */
void tkg_creep_find(const double *values, size_t count, struct tkg_creep *found);

#endif
