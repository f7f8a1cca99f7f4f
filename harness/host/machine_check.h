/* SPDX-License-Identifier: Apache-2.0
 *
 * What the facts of a machine mean for a measurement: one row each, with what it costs and the
 * next step. Pure: no file, no clock (docs/decisions/0117 has the limits).
 */
#ifndef TKG_HOST_MACHINE_CHECK_H
#define TKG_HOST_MACHINE_CHECK_H

#include <stdbool.h>
#include <stddef.h>

#include "host/machine_state.h"

/* id, word */
#define TKG_CHECK_STATES(X)                                                                        \
    X(OK, "ok")                                                                                    \
    X(LIMITED, "limited") /* measurements are poorer than they could be */                         \
    X(MISSING, "missing") /* something cannot be had at all */

enum tkg_check_state {
#define TKG_CHECK_STATE_ENUM(id, word) TKG_CHECK_##id,
    TKG_CHECK_STATES(TKG_CHECK_STATE_ENUM)
#undef TKG_CHECK_STATE_ENUM
        TKG_CHECK_STATE_COUNT
};

enum { TKG_CHECK_FOUND_BYTES = 160, TKG_CHECK_COUNT_MAX = 32 };

struct tkg_machine_check {
    const char *id;   /* "clock-source": stable */
    const char *name; /* "clock source" */
    enum tkg_check_state state;
    bool spoils; /* numbers of this machine mean nothing while it is so */
    char found[TKG_CHECK_FOUND_BYTES];
    const char *cost; /* what is lost; "" when ok */
    const char
        *next; /* what to do, where possible a command to paste; "" when ok or nothing helps */
};

/* "limited" */
const char *tkg_check_word(enum tkg_check_state state);

/* Fills checks, the same rows in the same order for every machine; returns how many. */
size_t tkg_machine_checks(const struct tkg_machine_state *state,
                          struct tkg_machine_check checks[TKG_CHECK_COUNT_MAX]);

/* Of the machine's CPU time between two readings, taken by the hypervisor: a row of its own, for it
 * needs the end of a run. NaN: unknown. */
void tkg_machine_check_steal(double share_0to1, struct tkg_machine_check *check);

#endif
