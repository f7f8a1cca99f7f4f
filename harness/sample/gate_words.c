/* SPDX-License-Identifier: Apache-2.0 */
#include "sample/gate_words.h"

#include "base/check.h"

const char *tkg_gate_metric_name(enum tkg_gate_metric metric)
{
    static const char *const names[] = {
#define METRIC_NAME(id, name, dimension, stored, meaning) name,
        TKG_GATE_METRICS(METRIC_NAME)
#undef METRIC_NAME
    };
    TKG_ASSERT((unsigned)metric < TKG_GATE_METRIC_COUNT);
    return names[metric];
}

const char *tkg_gate_class_word(enum tkg_gate_class class_of_row)
{
    static const char *const words[] = {
#define CLASS_WORD(id, word, exit_code) word,
        TKG_GATE_CLASSES(CLASS_WORD)
#undef CLASS_WORD
    };
    TKG_ASSERT((unsigned)class_of_row < TKG_GATE_CLASS_COUNT);
    return words[class_of_row];
}

int tkg_gate_class_exit_code(enum tkg_gate_class class_of_row)
{
    static const int exit_codes[] = {
#define CLASS_EXIT(id, word, exit_code) exit_code,
        TKG_GATE_CLASSES(CLASS_EXIT)
#undef CLASS_EXIT
    };
    TKG_ASSERT((unsigned)class_of_row < TKG_GATE_CLASS_COUNT);
    return exit_codes[class_of_row];
}

const char *tkg_gate_mode_word(enum tkg_gate_mode mode)
{
    static const char *const words[] = {
#define MODE_WORD(id, word) word,
        TKG_GATE_MODES(MODE_WORD)
#undef MODE_WORD
    };
    TKG_ASSERT((unsigned)mode < TKG_GATE_MODE_COUNT);
    return words[mode];
}

const char *tkg_gate_evidence_word(enum tkg_gate_evidence evidence)
{
    static const char *const words[] = {
#define EVIDENCE_WORD(id, word) word,
        TKG_GATE_EVIDENCES(EVIDENCE_WORD)
#undef EVIDENCE_WORD
    };
    TKG_ASSERT((unsigned)evidence < TKG_GATE_EVIDENCE_COUNT);
    return words[evidence];
}
