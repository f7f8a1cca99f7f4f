/* SPDX-License-Identifier: Apache-2.0
 *
 * The rules of others on the launches that tickgate judged: how often does each cry out?
 */
#ifndef TKG_CALIBRATION_LEADERBOARD_H
#define TKG_CALIBRATION_LEADERBOARD_H

#include <stddef.h>

#include "launch_log.h"
#include "rival_rule.h"

struct tkg_rival_score {
    size_t run_count; /* with enough launches for the rule */
    size_t slower;
    size_t faster;
};

/* log  sorted. Of each run the first launches are taken, slow ones included, as the others would
 * have: a rule in blocks sees base of the first n and head of the next n, one in turn sees both of
 * the first n. */
struct tkg_rival_score tkg_rival_score_of(const struct tkg_rival_rule *rule,
                                          const struct tkg_launch_log *log);

#endif
