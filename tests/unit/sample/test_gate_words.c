/* SPDX-License-Identifier: Apache-2.0 */
#include "sample/gate_words.h"

#include "cmocka_all.h"

static void words_are_stable(void **state)
{
    (void)state;
    assert_string_equal(tkg_gate_metric_name(TKG_GATE_TIME), "time");
    assert_string_equal(tkg_gate_metric_name(TKG_GATE_STORED), "");
    assert_string_equal(tkg_gate_class_word(TKG_GATE_CLASS_ABSENT), "absent");
    assert_string_equal(tkg_gate_class_word(TKG_GATE_CLASS_WRONG_TICK_COUNT), "wrong tick count");
    assert_string_equal(tkg_gate_mode_word(TKG_GATE_MODE_STORED), "stored baseline");
    assert_string_equal(tkg_gate_evidence_word(TKG_GATE_EVIDENCE_COMPARISON), "launches");
}

/* The table of docs/gate.md. */
static void each_class_has_its_exit_code(void **state)
{
    static const int exit_codes[TKG_GATE_CLASS_COUNT] = {
        [TKG_GATE_CLASS_REGRESSION] = 1,     [TKG_GATE_CLASS_ABOVE_MAXIMUM] = 1,
        [TKG_GATE_CLASS_TARGET_MISSED] = 1,  [TKG_GATE_CLASS_INCONCLUSIVE] = 3,
        [TKG_GATE_CLASS_CANNOT_TELL] = 3,    [TKG_GATE_CLASS_REFUSED] = 3,
        [TKG_GATE_CLASS_CRASHED] = 4,        [TKG_GATE_CLASS_TIMED_OUT] = 4,
        [TKG_GATE_CLASS_FAILED] = 4,         [TKG_GATE_CLASS_WRONG_TICK_COUNT] = 4,
        [TKG_GATE_CLASS_DIGEST_DIFFERS] = 4, [TKG_GATE_CLASS_ABSENT] = 5,
        [TKG_GATE_CLASS_NOT_BUILDABLE] = 5,  [TKG_GATE_CLASS_SAME_BINARY] = 5,
        [TKG_GATE_CLASS_NO_SAMPLES] = 5,     [TKG_GATE_CLASS_NOT_A_NUMBER] = 5,
        [TKG_GATE_CLASS_INCOMPATIBLE] = 5,   [TKG_GATE_CLASS_OTHER_MACHINE] = 5,
        [TKG_GATE_CLASS_EXTRAPOLATED] = 5,   [TKG_GATE_CLASS_STALE] = 5,
        [TKG_GATE_CLASS_FUTURE] = 5,         [TKG_GATE_CLASS_SAME_RESULTS] = 5,
    };
    (void)state;
    for (int i = 0; i < TKG_GATE_CLASS_COUNT; i++) {
        assert_int_equal(tkg_gate_class_exit_code((enum tkg_gate_class)i), exit_codes[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_stable),
        cmocka_unit_test(each_class_has_its_exit_code),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
