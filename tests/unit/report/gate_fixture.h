/* SPDX-License-Identifier: Apache-2.0
 *
 * A judged gate of a few rows for the tests of its reports: exact counts, so that every figure is
 * known, and rows that were closed for a reason.
 */
#ifndef TKG_TEST_GATE_FIXTURE_H
#define TKG_TEST_GATE_FIXTURE_H

#include <math.h>
#include <string.h>

#include "base/text.h"
#include "verdict/gate.h"

struct gate_fixture {
    struct tkg_gate_record record;
    struct tkg_gate_result result;
    struct tkg_error err;
};

static inline void gate_fixture_begin(struct gate_fixture *fixture, const char *case_name)
{
    struct tkg_gate_case the_case = {.line = 7};
    memset(fixture, 0, sizeof *fixture);
    tkg_gate_record_init(&fixture->record);
    (void)tkg_string_copy(the_case.name, sizeof the_case.name, case_name);
    assert_int_equal(tkg_gate_record_set_cases(&fixture->record, &the_case, 1, &fixture->err),
                     TKG_OK);
    (void)tkg_string_copy(fixture->record.path, sizeof fixture->record.path, "ci/gate.yaml");
    (void)tkg_string_copy(fixture->record.base_revision, sizeof fixture->record.base_revision,
                          "1111111");
    (void)tkg_string_copy(fixture->record.head_revision, sizeof fixture->record.head_revision,
                          "2222222");
    fixture->record.error_0to1 = 0.005;
    fixture->record.is_complete = true;
}

static inline struct tkg_gate_row *gate_fixture_row(struct gate_fixture *fixture,
                                                    enum tkg_gate_metric kind, uint32_t line)
{
    const struct tkg_gate_question question = {.kind = kind,
                                               .stored_metric = TKG_METRIC_COUNT,
                                               .better = TKG_BETTER_LESS,
                                               .tolerance = 0.005,
                                               .margin = 0.01,
                                               .maximum = NAN,
                                               .waived_to_day = -1,
                                               .line = line};
    struct tkg_gate_row *row = tkg_gate_record_add_row(&fixture->record, &question);
    assert_non_null(row);
    return row;
}

/* Instructions of base and head, for 100,000 ticks. */
static inline void gate_fixture_count(struct gate_fixture *fixture, uint32_t line, uint64_t base,
                                      uint64_t head)
{
    struct tkg_gate_row *row = gate_fixture_row(fixture, TKG_GATE_INSTRUCTIONS, line);
    row->evidence = TKG_GATE_EVIDENCE_COUNTS;
    row->counts =
        (struct tkg_gate_counts){.base = {base, base}, .head = {head, head}, .tick_count = 100000};
}

static inline void gate_fixture_judge(struct gate_fixture *fixture)
{
    assert_int_equal(tkg_gate_judge(&fixture->record, &fixture->result, &fixture->err), TKG_OK);
}

static inline void gate_fixture_end(struct gate_fixture *fixture)
{
    tkg_gate_result_deinit(&fixture->result);
    tkg_gate_record_deinit(&fixture->record);
}

#endif
