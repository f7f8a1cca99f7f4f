/* SPDX-License-Identifier: Apache-2.0
 *
 * A gate with one row of each kind of evidence, judged: for tests of its printers and its reader.
 */
#ifndef TKG_TEST_GATE_SAMPLE_H
#define TKG_TEST_GATE_SAMPLE_H

#include <stdlib.h>

#include "gate_fixture.h"
#include "report/gate_report.h"
#include "sample_comparison.h"

static inline void gate_sample_add_memory(struct gate_fixture *fixture)
{
    struct tkg_gate_row *row = gate_fixture_row(fixture, TKG_GATE_PEAK_MEMORY, 12);
    row->question.stored_metric = TKG_METRIC_PEAK_MEMORY;
    row->evidence = TKG_GATE_EVIDENCE_SAMPLES;
    row->samples.base = calloc(2, sizeof(double));
    row->samples.head = calloc(2, sizeof(double));
    assert_non_null(row->samples.base);
    assert_non_null(row->samples.head);
    for (size_t i = 0; i < 2; i++) {
        row->samples.base[i] = 1e6;
        row->samples.head[i] = 1e6;
    }
    row->samples.base_count = 2;
    row->samples.head_count = 2;
}

/* A regression of 2 % on line 10, a pass of instructions on 11, of memory on 12, an absent row on
 * 13, a target that is missed. */
static inline void gate_sample_make(struct gate_fixture *fixture)
{
    const struct tkg_gate_rail rail = {.case_name = "replay/1M",
                                       .metric = TKG_METRIC_LATENCY_P99,
                                       .kind = 1,
                                       .limit = 40.0,
                                       .limit_text = "40 ns",
                                       .value = 51.0,
                                       .low = 46.0,
                                       .high = 55.0,
                                       .sample_count = 20,
                                       .path = "targets.yaml",
                                       .line = 5};
    gate_fixture_begin(fixture, "a<b>");
    (void)tkg_string_copy(fixture->record.cases[0].stream, sizeof fixture->record.cases[0].stream,
                          "synthetic:futures");
    fixture->record.cases[0].stream_seed = 42;
    fixture->record.cases[0].tick_count = 100000;
    struct tkg_gate_row *row = gate_fixture_row(fixture, TKG_GATE_TIME, 10);
    row->question.tolerance = 0.01;
    row->question.margin = 0.02;
    row->evidence = TKG_GATE_EVIDENCE_COMPARISON;
    make_sample_comparison(&row->comparison);
    gate_fixture_count(fixture, 11, 1000, 1000);
    gate_sample_add_memory(fixture);
    tkg_gate_row_close(gate_fixture_row(fixture, TKG_GATE_P99, 13), TKG_GATE_CLASS_ABSENT,
                       TKG_GATE_SIDE_HEAD, "head has no 'x.so'");
    assert_int_equal(tkg_gate_record_add_rail(&fixture->record, &rail, &fixture->err), TKG_OK);
    gate_fixture_judge(fixture);
}

/* A format's text; the caller's to free by tkg_text_deinit(). */
static inline struct tkg_text gate_sample_write(const struct gate_fixture *fixture,
                                                const char *format)
{
    static const struct tkg_fingerprint fingerprint = {.cpu_model = "a CPU",
                                                       .hash = "0123456789abcdef"};
    const struct tkg_gate_report_input input = {.tool_version = "0.1.0",
                                                .record = &fixture->record,
                                                .result = &fixture->result,
                                                .fingerprint = &fingerprint,
                                                .receipt = "",
                                                .utf8 = true};
    struct tkg_text out = {0};
    assert_non_null(tkg_gate_format_find(format));
    assert_int_equal(tkg_gate_format_find(format)->write(&input, &out, NULL), TKG_OK);
    return out;
}

static inline void assert_has(const struct tkg_text *text, const char *part)
{
    if (!strstr(tkg_text_borrow(text), part)) {
        print_error("no '%s' in:\n%s\n", part, tkg_text_borrow(text));
    }
    assert_non_null(strstr(tkg_text_borrow(text), part));
}

#endif
