/* SPDX-License-Identifier: Apache-2.0 */
#include "report/gate_fields.h"

#include "sample/gate_record.h"

#define FIELD(type, member, kind, low, high)                                                       \
    {                                                                                              \
#member, TKG_FIELD_##kind, offsetof(struct type, member),                                  \
            sizeof(((struct type *)0)->member), low, high, false, false                            \
    }
/* Receipts of the first version lack it. */
#define LATER(type, member, kind, low, high)                                                       \
    {                                                                                              \
#member, TKG_FIELD_##kind, offsetof(struct type, member),                                  \
            sizeof(((struct type *)0)->member), low, high, false, true                             \
    }
#define LAST                                                                                       \
    {                                                                                              \
        NULL, TKG_FIELD_TEXT, 0, 0, 0, 0, false, false                                             \
    }
/* Above any count, size or time of this world, and far from the ends of a double. */
#define AMPLE 1e18

const struct tkg_result_field tkg_gate_fields[] = {
    FIELD(tkg_gate_record, path, TEXT, 0, 0),
    FIELD(tkg_gate_record, name, TEXT, 0, 0),
    FIELD(tkg_gate_record, base, TEXT, 0, 0),
    FIELD(tkg_gate_record, head, TEXT, 0, 0),
    FIELD(tkg_gate_record, base_revision, TEXT, 0, 0),
    FIELD(tkg_gate_record, head_revision, TEXT, 0, 0),
    FIELD(tkg_gate_record, base_machine, TEXT, 0, 0),
    FIELD(tkg_gate_record, head_machine, TEXT, 0, 0),
    FIELD(tkg_gate_record, allows_other_machine, BOOL, 0, 0),
    FIELD(tkg_gate_record, error_0to1, REAL, 1e-5, 0.1),
    FIELD(tkg_gate_record, seed, SEED, 0, 0),
    FIELD(tkg_gate_record, start_unix_ns, TIME, 0, 0),
    FIELD(tkg_gate_record, elapsed_ns, I64, 0, AMPLE),
    FIELD(tkg_gate_record, today, I64, 0, 1e6),
    FIELD(tkg_gate_record, unjudged_target_count, U32, 0, 1e6),
    FIELD(tkg_gate_record, is_filtered, BOOL, 0, 0),
    FIELD(tkg_gate_record, is_complete, BOOL, 0, 0),
    LATER(tkg_gate_record, end_signal, U32, 0, 64),
    LAST,
};

const struct tkg_result_field tkg_gate_case_fields[] = {
    FIELD(tkg_gate_case, name, TEXT, 0, 0),
    FIELD(tkg_gate_case, engine, TEXT, 0, 0),
    FIELD(tkg_gate_case, parameters, TEXT, 0, 0),
    FIELD(tkg_gate_case, stream, TEXT, 0, 0),
    FIELD(tkg_gate_case, stream_seed, SEED, 0, 0),
    FIELD(tkg_gate_case, tick_count, U32, 0, 1e9),
    FIELD(tkg_gate_case, budget_ns, I64, 0, AMPLE),
    FIELD(tkg_gate_case, allows_other_digest, BOOL, 0, 0),
    FIELD(tkg_gate_case, line, U32, 0, 1e9),
    FIELD(tkg_gate_case, column, U32, 0, 1e9),
    LAST,
};

const struct tkg_result_field tkg_gate_question_fields[] = {
    FIELD(tkg_gate_question, case_index, U32, 0, TKG_GATE_CASE_MAX),
    FIELD(tkg_gate_question, tolerance, REAL, 0, 1),
    FIELD(tkg_gate_question, margin, REAL, 0, 2),
    FIELD(tkg_gate_question, stored_tolerance, REAL, 0, 1),
    FIELD(tkg_gate_question, maximum, REAL, 0, AMPLE),
    FIELD(tkg_gate_question, waived_to_day, I64, -1, 1e7),
    FIELD(tkg_gate_question, waived_until, TEXT, 0, 0),
    FIELD(tkg_gate_question, waiver_reason, TEXT, 0, 0),
    FIELD(tkg_gate_question, line, U32, 0, 1e9),
    FIELD(tkg_gate_question, column, U32, 0, 1e9),
    LAST,
};

const struct tkg_result_field tkg_gate_row_fields[] = {
    FIELD(tkg_gate_row, text, TEXT, 0, 0),
    FIELD(tkg_gate_row, guilty, TEXT, 0, 0),
    FIELD(tkg_gate_row, elapsed_ns, I64, 0, AMPLE),
    LAST,
};

const struct tkg_result_field tkg_gate_count_fields[] = {
    FIELD(tkg_gate_counts, base[0], U64, 0, 0),
    FIELD(tkg_gate_counts, base[1], U64, 0, 0),
    FIELD(tkg_gate_counts, head[0], U64, 0, 0),
    FIELD(tkg_gate_counts, head[1], U64, 0, 0),
    FIELD(tkg_gate_counts, tick_count, U64, 0, 0),
    FIELD(tkg_gate_counts, has_misses, BOOL, 0, 0),
    FIELD(tkg_gate_counts, base_d1_misses, U64, 0, 0),
    FIELD(tkg_gate_counts, base_ll_misses, U64, 0, 0),
    FIELD(tkg_gate_counts, head_d1_misses, U64, 0, 0),
    FIELD(tkg_gate_counts, head_ll_misses, U64, 0, 0),
    LAST,
};

const struct tkg_result_field tkg_gate_sample_fields[] = {
    FIELD(tkg_gate_samples, ruler, TEXT, 0, 0),
    FIELD(tkg_gate_samples, is_extrapolated, BOOL, 0, 0),
    LAST,
};

const struct tkg_result_field tkg_gate_rail_fields[] = {
    FIELD(tkg_gate_rail, case_name, TEXT, 0, 0),
    FIELD(tkg_gate_rail, limit, REAL, -AMPLE, AMPLE),
    FIELD(tkg_gate_rail, tolerance, REAL, 0, AMPLE),
    FIELD(tkg_gate_rail, limit_text, TEXT, 0, 0),
    FIELD(tkg_gate_rail, value, REAL, -AMPLE, AMPLE),
    FIELD(tkg_gate_rail, low, REAL, -AMPLE, AMPLE),
    FIELD(tkg_gate_rail, high, REAL, -AMPLE, AMPLE),
    FIELD(tkg_gate_rail, sample_count, U32, 0, 1e9),
    FIELD(tkg_gate_rail, invalid_count, U32, 0, 1e9),
    FIELD(tkg_gate_rail, path, TEXT, 0, 0),
    FIELD(tkg_gate_rail, line, U32, 0, 1e9),
    LAST,
};

#define WORD(id, word) word,
#define CLASS(id, word, exit_code) word,
static const char *const mode_words[] = {TKG_GATE_MODES(WORD)};
static const char *const found_words[] = {TKG_GATE_CLASSES(CLASS) "open"};
static const char *const side_words[] = {"none", "base", "head"};
static const char *const evidence_words[] = {TKG_GATE_EVIDENCES(WORD)};
static const char *const better_words[] = {"less", "more"};
static const char *const limit_words[] = {"min", "max", "equals"};
#undef CLASS
#undef WORD
#define STATUS_NAME(name, exit_code, text) #name,
static const char *const failure_words[] = {TKG_STATUSES(STATUS_NAME)};
#undef STATUS_NAME

#define WORDS(list)                                                                                \
    {                                                                                              \
        (list), sizeof(list) / sizeof((list)[0])                                                   \
    }
const struct tkg_gate_words tkg_gate_mode_words = WORDS(mode_words);
const struct tkg_gate_words tkg_gate_found_words = WORDS(found_words);
const struct tkg_gate_words tkg_gate_side_words = WORDS(side_words);
const struct tkg_gate_words tkg_gate_evidence_words = WORDS(evidence_words);
const struct tkg_gate_words tkg_gate_better_words = WORDS(better_words);
const struct tkg_gate_words tkg_gate_failure_words = WORDS(failure_words);
const struct tkg_gate_words tkg_gate_limit_words = WORDS(limit_words);
