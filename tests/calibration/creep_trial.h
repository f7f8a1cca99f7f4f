/* SPDX-License-Identifier: Apache-2.0
 *
 * How soon the history tells ten commits that cost 0.3 % each, and how often it tells what is not
 * there: tickgate's own detector (stats/creep.h) on series of normal noise, and on the readings
 * that the gate took of equal code on a real machine.
 */
#ifndef TKG_CALIBRATION_CREEP_TRIAL_H
#define TKG_CALIBRATION_CREEP_TRIAL_H

#include <stddef.h>
#include <stdint.h>

#include "base/text.h"
#include "run_row.h"

enum { TKG_CREEP_BEFORE = 20, TKG_CREEP_COMMITS = 10 };

/* Over series of TKG_CREEP_BEFORE quiet values and then the commits. */
struct tkg_creep_score {
    size_t series_count;
    size_t told_by[TKG_CREEP_COMMITS]; /* [5]: by the sixth; a false alarm before spoils a series */
    size_t quiet_count;   /* values without a change that could raise an alarm, in other series */
    size_t alarm_count;   /* that they raised */
    double noise_percent; /* SD of a value */
};

/* Normal noise of 0.3 %; as many quiet series, of 200 values. */
struct tkg_creep_score tkg_creep_simulate(uint64_t seed, size_t series_count);

/* Noise is what runs on equal code read for head, in the order of their starts: each reading is in
 * one series only. All of them together are the quiet series. */
struct tkg_creep_score tkg_creep_replay(const struct tkg_run_rows *equal);

/* Rows of the table of goals, and the section that explains them. */
void tkg_creep_write_goals(const struct tkg_run_rows *equal, struct tkg_text *text);
void tkg_creep_write_section(const struct tkg_run_rows *equal, struct tkg_text *text);

#endif
