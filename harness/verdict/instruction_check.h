/* SPDX-License-Identifier: Apache-2.0
 *
 * The instruction tripwire: the second witness beside time. A count has no noise, so two runs of
 * one side must agree to the digit, and a single comparison is enough. It sees no time: a change of
 * stride may double the time without one more instruction, and more instructions may cost nothing.
 * Pure.
 */
#ifndef TKG_VERDICT_INSTRUCTION_CHECK_H
#define TKG_VERDICT_INSTRUCTION_CHECK_H

#include <stdbool.h>
#include <stdint.h>

/* id, name, whether the gate goes red, what it says */
#define TKG_INSTRUCTION_OUTCOMES(X)                                                                \
    X(EQUAL, "equal", false, "within the tolerance")                                               \
    X(FEWER, "fewer", false, "fewer by more than the tolerance")                                   \
    X(WARN, "warn", false, "more than the tolerance, not more than the limit")                     \
    X(MORE, "more", true, "more than the limit")                                                   \
    X(WAIVED, "waived", false, "more than the limit, waived until the date given")                 \
    X(NOT_REPEATABLE, "not repeatable", false,                                                     \
      "two runs of one side differ: the engine does not do the same work each time")               \
    X(NOTHING, "nothing counted", false, "a side executed no instruction in the replay")

enum tkg_instruction_outcome {
#define TKG_INSTRUCTION_ENUM(id, name, is_red, meaning) TKG_INSTRUCTION_##id,
    TKG_INSTRUCTION_OUTCOMES(TKG_INSTRUCTION_ENUM)
#undef TKG_INSTRUCTION_ENUM
        TKG_INSTRUCTION_OUTCOME_COUNT
};

#define TKG_INSTRUCTION_TOLERANCE                                                                  \
    0.005 /* code generation moves counts that much without a cause                                \
           */
#define TKG_INSTRUCTION_LIMIT 0.01

/* The two counted runs of one side: instructions of the replay. */
struct tkg_instruction_pair {
    uint64_t first;
    uint64_t second;
};

struct tkg_instruction_question {
    double tolerance;      /* share, >= 0: up to it, the sides are equal */
    double limit;          /* share, >= tolerance: above it, the check fails */
    int64_t waived_to_day; /* tkg_day_parse(): the last day on which a waiver holds; -1: none */
    int64_t today;         /* days since 1970-01-01, UTC */
};

struct tkg_instruction_check {
    enum tkg_instruction_outcome outcome;
    double growth;      /* head / base - 1; NaN where it cannot be told */
    bool waiver_is_due; /* a waiver is given and no longer holds */
};

/* question  tolerance <= limit (asserted)
 * The outcome NOT_REPEATABLE is inconclusive (exit code 3), NOTHING is "nothing measured" (5). */
struct tkg_instruction_check tkg_instruction_check(const struct tkg_instruction_question *question,
                                                   const struct tkg_instruction_pair *base,
                                                   const struct tkg_instruction_pair *head);

const char *tkg_instruction_outcome_name(enum tkg_instruction_outcome outcome);
/* One clause, to stand behind the name. */
const char *tkg_instruction_outcome_text(enum tkg_instruction_outcome outcome);
/* Does the gate go red? */
bool tkg_instruction_outcome_is_red(enum tkg_instruction_outcome outcome);

#endif
