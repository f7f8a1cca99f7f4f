/* SPDX-License-Identifier: Apache-2.0 */
#include "cmocka_all.h"
#include "gate_sample.h"

static void each_row_stands_with_its_verdict_and_its_line(void **state)
{
    struct gate_fixture fixture;
    (void)state;
    gate_sample_make(&fixture);
    struct tkg_text text = gate_sample_write(&fixture, "human");
    assert_has(&text, "paired A/B");
    assert_has(&text, "regression  n 20");
    assert_has(&text, "ci/gate.yaml:10: time of a<b>: regression, +2.00 %");
    assert_has(&text, "ci/gate.yaml:13: p99 of a<b>: absent: head has no 'x.so'");
    assert_has(&text, "targets.yaml:5: latency_p99 of replay/1M: target missed");
    assert_has(&text, "0 of 1 targets met");
    assert_has(&text, "HOW SURE\n  21 launches for 1 rows, 1 slow ones left out\n");
    assert_null(strstr(tkg_text_borrow(&text), "\x1b["));
    tkg_text_deinit(&text);
    gate_fixture_end(&fixture);
}

static void an_escape_in_a_name_never_reaches_the_terminal(void **state)
{
    struct gate_fixture fixture;
    (void)state;
    gate_fixture_begin(&fixture, "a\x1b[31mred");
    gate_fixture_count(&fixture, 3, 1000, 2000);
    gate_fixture_judge(&fixture);
    struct tkg_text text = gate_sample_write(&fixture, "human");
    assert_null(strchr(tkg_text_borrow(&text), '\x1b'));
    tkg_text_deinit(&text);
    gate_fixture_end(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_row_stands_with_its_verdict_and_its_line),
        cmocka_unit_test(an_escape_in_a_name_never_reaches_the_terminal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
