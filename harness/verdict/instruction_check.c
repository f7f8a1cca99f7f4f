/* SPDX-License-Identifier: Apache-2.0 */
#include "verdict/instruction_check.h"

#include <math.h>

#include "base/check.h"

static const struct {
    const char *name;
    const char *text;
    bool is_red;
} outcomes[TKG_INSTRUCTION_OUTCOME_COUNT] = {
#define OUTCOME_ROW(id, name, is_red, meaning) {name, meaning, is_red},
    TKG_INSTRUCTION_OUTCOMES(OUTCOME_ROW)
#undef OUTCOME_ROW
};

const char *tkg_instruction_outcome_name(enum tkg_instruction_outcome outcome)
{
    return outcomes[outcome].name;
}

const char *tkg_instruction_outcome_text(enum tkg_instruction_outcome outcome)
{
    return outcomes[outcome].text;
}

bool tkg_instruction_outcome_is_red(enum tkg_instruction_outcome outcome)
{
    return outcomes[outcome].is_red;
}

static bool is_waived(const struct tkg_instruction_question *question)
{
    return question->today <= question->waived_to_day;
}

static enum tkg_instruction_outcome outcome_of(const struct tkg_instruction_question *question,
                                               double growth)
{
    if (growth > question->limit) {
        return is_waived(question) ? TKG_INSTRUCTION_WAIVED : TKG_INSTRUCTION_MORE;
    }
    if (growth > question->tolerance) {
        return TKG_INSTRUCTION_WARN;
    }
    return growth < -question->tolerance ? TKG_INSTRUCTION_FEWER : TKG_INSTRUCTION_EQUAL;
}

/* Exact up to 2^53, where a count is off by one part in 10^16. The difference is taken in whole
 * numbers first: head / base - 1 would lose what is small. */
static double growth_of(uint64_t base, uint64_t head)
{
    return head >= base ? (double)(head - base) / (double)base
                        : -((double)(base - head) / (double)base);
}

struct tkg_instruction_check tkg_instruction_check(const struct tkg_instruction_question *question,
                                                   const struct tkg_instruction_pair *base,
                                                   const struct tkg_instruction_pair *head)
{
    TKG_ASSERT(question->tolerance >= 0.0 && question->tolerance <= question->limit);
    struct tkg_instruction_check check = {
        .growth = NAN,
        .waiver_is_due = question->waived_to_day >= 0 && !is_waived(question),
    };
    if (base->first != base->second || head->first != head->second) {
        check.outcome = TKG_INSTRUCTION_NOT_REPEATABLE;
    } else if (base->first == 0 || head->first == 0) {
        check.outcome = TKG_INSTRUCTION_NOTHING;
    } else {
        check.growth = growth_of(base->first, head->first);
        check.outcome = outcome_of(question, check.growth);
    }
    return check;
}
