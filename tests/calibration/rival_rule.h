/* SPDX-License-Identifier: Apache-2.0
 *
 * The rules by which other tools say "slower", as pure functions of the times that they would have
 * seen, so that they can be tried on the launches that tickgate judged.
 */
#ifndef TKG_CALIBRATION_RIVAL_RULE_H
#define TKG_CALIBRATION_RIVAL_RULE_H

#include <stddef.h>
#include <stdint.h>

enum tkg_rival_answer { TKG_RIVAL_SAME, TKG_RIVAL_SLOWER, TKG_RIVAL_FASTER };

/* Repetitions of base, then of head, in the order in which they ran. */
struct tkg_rival_times {
    const double *base;
    const double *head;
    size_t count; /* of each; 4 .. TKG_RANK_SUM_MAX (asserted) */
};

typedef enum tkg_rival_answer (*tkg_rival_judge)(const struct tkg_rival_times *times);

/* What one rule is given, and where it is written down. */
struct tkg_rival_rule {
    const char *name;
    const char *rule;   /* in one line */
    const char *source; /* file or page and version that says so */
    size_t repetitions; /* that the tool recommends */
    int is_interleaved; /* base and head in turn; otherwise all of base first */
    tkg_rival_judge judge;
};

/* All of them; *count how many. */
const struct tkg_rival_rule *tkg_rival_rules(size_t *count);

/* P(|T| > |t|) for Student's t. degrees > 0, need not be whole. */
double tkg_student_p(double t, double degrees);

/* Welch's test of two means, two-sided. */
double tkg_welch_p(const double *a, const double *b, size_t count);

#endif
