/* SPDX-License-Identifier: Apache-2.0
 *
 * The times of every launch of an experiment, as gate_run.c wrote them: what the rules of others
 * are tried on, and in what slow arms are looked for a second time.
 */
#ifndef TKG_CALIBRATION_LAUNCH_LOG_H
#define TKG_CALIBRATION_LAUNCH_LOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

enum { TKG_LOG_ARMS = 4 };

struct tkg_launch_line {
    uint32_t run;
    uint32_t number;         /* in its run, from 0 */
    bool is_slow;            /* left out by the gate */
    bool is_plant;           /* the fourth arm: the plant, or else head once more */
    double ns[TKG_LOG_ARMS]; /* per tick: base, base again, head, the fourth */
};

struct tkg_launch_log {
    struct tkg_launch_line *lines; /* owned; in the order of the file */
    size_t count;
};

/* A file that does not exist has no lines; a last line without its end is left out.
 * TKG_INPUT: path:line of what is no launch; TKG_NO_MEMORY */
enum tkg_status tkg_launch_log_read(const char *path, struct tkg_launch_log *log,
                                    struct tkg_error *err) TKG_MUST_CHECK;
void tkg_launch_log_deinit(struct tkg_launch_log *log);

/* Lines of one run follow each other, except that two streams may alternate: sorts by run. */
void tkg_launch_log_sort(struct tkg_launch_log *log);

#endif
