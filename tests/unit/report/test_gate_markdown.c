/* SPDX-License-Identifier: Apache-2.0 */
#include "cmocka_all.h"
#include "gate_sample.h"

static void headline_rows_and_targets_are_there_and_names_are_no_markup(void **state)
{
    struct gate_fixture fixture;
    (void)state;
    gate_sample_make(&fixture);
    struct tkg_text text = gate_sample_write(&fixture, "markdown");
    assert_has(&text, "## tickgate gate: p99 of a&#60;b&#62;: absent");
    assert_has(&text, "| regression | a&#60;b&#62; | time |");
    assert_has(&text, "* 0 of 1 targets met");
    assert_null(strstr(tkg_text_borrow(&text), "a<b>"));
    tkg_text_deinit(&text);
    gate_fixture_end(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(headline_rows_and_targets_are_there_and_names_are_no_markup),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
