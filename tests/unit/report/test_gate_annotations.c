/* SPDX-License-Identifier: Apache-2.0 */
#include "cmocka_all.h"

#include "gate_fixture.h"
#include "report/gate_github.h"

static void write_annotations(struct gate_fixture *fixture, struct tkg_text *text)
{
    gate_fixture_judge(fixture);
    assert_int_equal(tkg_gate_write_github_annotations(&fixture->result, text, &fixture->err),
                     TKG_OK);
}

static size_t count_lines(const struct tkg_text *text)
{
    size_t count = 0;
    for (const char *at = tkg_text_borrow(text); *at; at++) {
        count += *at == '\n';
    }
    return count;
}

static void regression_is_an_error_at_its_line(void **state)
{
    (void)state;
    struct gate_fixture fixture;
    struct tkg_text text = {0};
    static const char expected[] = "::error file=ci/gate.yaml,line=9,title=tickgate::instructions "
                                   "of taker: regression, +2.10 %25";
    gate_fixture_begin(&fixture, "taker");
    gate_fixture_count(&fixture, 9, 1000000, 1021000);
    write_annotations(&fixture, &text);
    assert_int_equal(strncmp(tkg_text_borrow(&text), expected, sizeof expected - 1), 0);
    assert_int_equal(count_lines(&text), 1);
    tkg_text_deinit(&text);
    gate_fixture_end(&fixture);
}

static void at_most_five_and_the_worst_first(void **state)
{
    (void)state;
    struct gate_fixture fixture;
    struct tkg_text text = {0};
    gate_fixture_begin(&fixture, "taker");
    for (uint32_t i = 0; i < 9; i++) {
        gate_fixture_count(&fixture, i + 1, 1000000, 1021000);
    }
    tkg_gate_row_close(gate_fixture_row(&fixture, TKG_GATE_TIME, 20), TKG_GATE_CLASS_CRASHED,
                       TKG_GATE_SIDE_HEAD, "died");
    write_annotations(&fixture, &text);
    assert_int_equal(count_lines(&text), TKG_GITHUB_ANNOTATIONS_MAX);
    assert_int_equal(strncmp(tkg_text_borrow(&text), "::error file=ci/gate.yaml,line=20,", 34), 0);
    tkg_text_deinit(&text);
    gate_fixture_end(&fixture);
}

static void what_could_not_be_told_is_a_warning(void **state)
{
    (void)state;
    struct gate_fixture fixture;
    struct tkg_text text = {0};
    gate_fixture_begin(&fixture, "taker");
    tkg_gate_row_close(gate_fixture_row(&fixture, TKG_GATE_TIME, 3), TKG_GATE_CLASS_INCONCLUSIVE,
                       TKG_GATE_SIDE_NONE, "budget used up");
    write_annotations(&fixture, &text);
    assert_int_equal(strncmp(tkg_text_borrow(&text), "::warning file=", 15), 0);
    tkg_text_deinit(&text);
    gate_fixture_end(&fixture);
}

/* A name that tries to end the line, the field, or to be a command of its own. */
static void hostile_names_stay_inside_their_field(void **state)
{
    (void)state;
    struct gate_fixture fixture;
    struct tkg_text text = {0};
    gate_fixture_begin(&fixture, "x\r\n::set-output name=a::b");
    (void)tkg_string_copy(fixture.record.path, sizeof fixture.record.path,
                          "a,line=1::x\n::error::b.yaml");
    gate_fixture_count(&fixture, 9, 1000000, 1021000);
    write_annotations(&fixture, &text);
    assert_int_equal(count_lines(&text), 1);
    assert_int_equal(strncmp(tkg_text_borrow(&text),
                             "::error file=a%2Cline=1%3A%3Ax%0A%3A%3Aerror%3A%3Ab.yaml,line=9,",
                             63),
                     0);
    tkg_text_deinit(&text);
    gate_fixture_end(&fixture);
}

static void nothing_where_every_row_passes(void **state)
{
    (void)state;
    struct gate_fixture fixture;
    struct tkg_text text = {0};
    gate_fixture_begin(&fixture, "taker");
    gate_fixture_count(&fixture, 9, 1000000, 1000000);
    write_annotations(&fixture, &text);
    assert_int_equal(text.length, 0);
    tkg_text_deinit(&text);
    gate_fixture_end(&fixture);
}

static void a_gate_that_measured_nothing_is_an_error(void **state)
{
    (void)state;
    struct gate_fixture fixture;
    struct tkg_text text = {0};
    gate_fixture_begin(&fixture, "taker");
    tkg_gate_row_close(gate_fixture_row(&fixture, TKG_GATE_INSTRUCTIONS, 3), TKG_GATE_CLASS_SKIPPED,
                       TKG_GATE_SIDE_NONE, "no valgrind");
    write_annotations(&fixture, &text);
    assert_string_equal(tkg_text_borrow(&text),
                        "::error file=ci/gate.yaml,line=3,title=tickgate::nothing measured: every "
                        "row was skipped; the first: instructions of taker: skipped: no "
                        "valgrind\n");
    tkg_text_deinit(&text);
    gate_fixture_end(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(regression_is_an_error_at_its_line),
        cmocka_unit_test(at_most_five_and_the_worst_first),
        cmocka_unit_test(what_could_not_be_told_is_a_warning),
        cmocka_unit_test(hostile_names_stay_inside_their_field),
        cmocka_unit_test(nothing_where_every_row_passes),
        cmocka_unit_test(a_gate_that_measured_nothing_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
