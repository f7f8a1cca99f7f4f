/* SPDX-License-Identifier: Apache-2.0
 *
 * JUnit XML of a gate: one test case per row and per target. What failed is a failure, an engine
 * that did not run or a case that is not there an error, what could not be told is skipped with its
 * reason: never a silent pass.
 */
#include <inttypes.h>

#include "report/gate_report.h"
#include "report/gate_text.h"
#include "report/iso_time.h"
#include "report/report_format.h"
#include "report/xml_escape.h"

enum fate { FATE_PASS, FATE_FAILURE, FATE_ERROR, FATE_SKIPPED, FATE_COUNT };

static enum fate fate_of(enum tkg_gate_class outcome)
{
    if (outcome == TKG_GATE_CLASS_SKIPPED || outcome == TKG_GATE_CLASS_WAIVED) {
        return FATE_SKIPPED;
    }
    switch (tkg_gate_class_exit_code(outcome)) {
    case 0:
        return FATE_PASS;
    case 1:
        return FATE_FAILURE;
    case 3:
        return FATE_SKIPPED;
    default:
        return FATE_ERROR;
    }
}

static void add_fate(struct tkg_text *out, enum tkg_gate_class outcome,
                     const struct tkg_text *sentence)
{
    static const char *const elements[] = {"", "failure", "error", "skipped"};
    const enum fate fate = fate_of(outcome);
    if (fate == FATE_PASS) {
        tkg_text_add(out, "/>\n");
        return;
    }
    tkg_text_addf(out, ">\n      <%s", elements[fate]);
    if (fate != FATE_SKIPPED) {
        tkg_xml_add_attribute(out, "type", tkg_gate_class_word(outcome));
    }
    tkg_xml_add_attribute(out, "message", tkg_text_borrow(sentence));
    tkg_text_add(out, "/>\n    </testcase>\n");
}

static void add_row(struct tkg_text *out, const struct tkg_gate_result *result,
                    const struct tkg_gate_verdict *verdict)
{
    struct tkg_text sentence = {0};
    tkg_gate_add_sentence(&sentence, result, verdict);
    tkg_text_add(out, "    <testcase");
    tkg_xml_add_attribute(out, "classname", tkg_gate_row_case(result->record, verdict->row));
    tkg_xml_add_attribute(out, "name", tkg_gate_row_metric(verdict->row));
    tkg_xml_add_attribute(out, "file", result->record->path);
    tkg_text_addf(out, " line=\"%" PRIu32 "\"", verdict->row->question.line);
    add_fate(out, verdict->outcome, &sentence);
    tkg_text_deinit(&sentence);
}

static void add_rail(struct tkg_text *out, const struct tkg_gate_rail_verdict *verdict)
{
    struct tkg_text sentence = {0};
    struct tkg_text name = {0};
    tkg_gate_add_rail_sentence(&sentence, verdict);
    tkg_text_addf(&name, "%s %s", tkg_metric_info((enum tkg_metric)verdict->rail->metric)->name,
                  verdict->rail->limit_text);
    tkg_text_add(out, "    <testcase");
    tkg_xml_add_attribute(out, "classname", verdict->rail->case_name);
    tkg_xml_add_attribute(out, "name", tkg_text_borrow(&name));
    tkg_xml_add_attribute(out, "file", verdict->rail->path);
    tkg_text_addf(out, " line=\"%" PRIu32 "\"", verdict->rail->line);
    add_fate(out, verdict->outcome, &sentence);
    tkg_text_deinit(&name);
    tkg_text_deinit(&sentence);
}

/* What is wrong with the gate as a whole and with no row of it; NULL: nothing. */
static const char *whole_error(const struct tkg_gate_result *result)
{
    if (!result->record->is_complete) {
        return "type=\"incomplete\" message=\"ended before all rows were measured\"";
    }
    return result->exit_code == 5 && result->worst == TKG_GATE_CLASS_SKIPPED
               ? "type=\"nothing measured\" message=\"every row was skipped\""
               : NULL;
}

static void add_totals(struct tkg_text *out, const struct tkg_gate_result *result)
{
    size_t totals[FATE_COUNT] = {0};
    const size_t whole = whole_error(result) ? 1 : 0;
    for (int i = 0; i < TKG_GATE_CLASS_COUNT; i++) {
        totals[fate_of((enum tkg_gate_class)i)] += result->counts[i];
    }
    tkg_text_addf(out, " tests=\"%zu\" failures=\"%zu\" errors=\"%zu\" skipped=\"%zu\"",
                  result->verdict_count + result->rail_count + whole, totals[FATE_FAILURE],
                  totals[FATE_ERROR] + whole, totals[FATE_SKIPPED]);
}

enum tkg_status tkg_gate_write_junit(const struct tkg_gate_report_input *input,
                                     struct tkg_text *out, struct tkg_error *err)
{
    const struct tkg_gate_result *result = input->result;
    char start[TKG_ISO_TIME_BYTES];
    tkg_text_add(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites");
    add_totals(out, result);
    tkg_text_add(out, ">\n  <testsuite");
    tkg_xml_add_attribute(out, "name", input->record->name);
    add_totals(out, result);
    tkg_xml_add_attribute(out, "timestamp",
                          tkg_iso_second_format(input->record->start_unix_ns, start));
    tkg_text_add(out, ">\n");
    if (whole_error(result)) {
        tkg_text_addf(out,
                      "    <testcase classname=\"tickgate\" name=\"gate\">\n      <error %s/>\n"
                      "    </testcase>\n",
                      whole_error(result));
    }
    for (size_t i = 0; i < result->verdict_count; i++) {
        add_row(out, result, &result->verdicts[i]);
    }
    for (size_t i = 0; i < result->rail_count; i++) {
        add_rail(out, &result->rails[i]);
    }
    tkg_text_add(out, "  </testsuite>\n</testsuites>\n");
    return tkg_report_written(out, err);
}
