/* SPDX-License-Identifier: Apache-2.0
 *
 * JUnit XML: one test case per verdict. A missed target is a failure; what cannot be told
 * (inconclusive, invalid, too few samples) is skipped with its reason, never a silent pass; a run
 * that ended early is an error.
 */
#include <inttypes.h>
#include <stdio.h>

#include "report/iso_time.h"
#include "report/report_format.h"
#include "report/run_words.h"
#include "report/verdict_text.h"
#include "report/xml_escape.h"

static void add_property(struct tkg_text *out, const char *name, const char *value)
{
    tkg_text_add(out, "      <property");
    tkg_xml_add_attribute(out, "name", name);
    tkg_xml_add_attribute(out, "value", value);
    tkg_text_add(out, "/>\n");
}

/* Enough to tell two runs apart in a test report; the rest is in the JSON. */
static void add_properties(struct tkg_text *out, const struct tkg_report_input *input)
{
    const struct tkg_run_record *record = input->record;
    char seed[24];
    (void)snprintf(seed, sizeof(seed), "%" PRIu64, record->seed);
    tkg_text_add(out, "    <properties>\n");
    add_property(out, "tickgate", input->tool_version);
    add_property(out, "engine", record->engine_name);
    add_property(out, "engine_version", record->engine_version);
    add_property(out, "stream", record->stream);
    if (tkg_words_has_seed(record)) {
        add_property(out, "seed", seed);
    }
    add_property(out, "cpu", input->fingerprint->cpu_model);
    add_property(out, "kernel", input->fingerprint->kernel);
    add_property(out, "compiler", input->fingerprint->compiler);
    add_property(out, "fingerprint", input->fingerprint->hash);
    tkg_text_add(out, "    </properties>\n");
}

/* <failure> or <skipped>, with the sentence that explains it; nothing for a pass. */
static void add_outcome(struct tkg_text *out, const struct tkg_report_input *input,
                        const struct tkg_verdict *verdict)
{
    struct tkg_text sentence = {0};
    bool failed = verdict->outcome == TKG_OUTCOME_FAIL;
    if (verdict->outcome == TKG_OUTCOME_PASS) {
        return;
    }
    tkg_verdict_add_sentence(&sentence, verdict);
    tkg_text_add(out, failed ? "      <failure type=\"target missed\"" : "      <skipped");
    tkg_xml_add_attribute(out, "message", tkg_text_borrow(&sentence));
    tkg_text_add(out, ">");
    tkg_text_reset(&sentence);
    tkg_text_addf(&sentence, "%s: target at ", tkg_outcome_name(verdict->outcome));
    tkg_verdict_add_place(&sentence, input->targets, verdict);
    tkg_xml_add(out, tkg_text_borrow(&sentence));
    tkg_text_add(out, failed ? "</failure>\n" : "</skipped>\n");
    tkg_text_deinit(&sentence);
}

/* The case is the class, so that viewers group by it; file and line lead to the rule. */
static void add_test_case(struct tkg_text *out, const struct tkg_report_input *input,
                          const struct tkg_verdict *verdict)
{
    const struct tkg_target *target = verdict->target;
    struct tkg_text name = {0};
    tkg_text_addf(&name, "%s ", tkg_metric_info(target->metric)->name);
    tkg_verdict_add_limit(&name, verdict);
    tkg_text_add(out, "    <testcase");
    tkg_xml_add_attribute(out, "classname", verdict->the_case->source->name);
    tkg_xml_add_attribute(out, "name", tkg_text_borrow(&name));
    tkg_xml_add_attribute(out, "file", input->targets->files[target->file_index].path);
    tkg_text_addf(out, " line=\"%" PRIu32 "\"", target->line);
    if (verdict->outcome == TKG_OUTCOME_PASS) {
        tkg_text_add(out, "/>\n");
    } else {
        tkg_text_add(out, ">\n");
        add_outcome(out, input, verdict);
        tkg_text_add(out, "    </testcase>\n");
    }
    tkg_text_deinit(&name);
}

/* A run that ended early is a test case of its own, so that no viewer shows it green. */
static void add_ending(struct tkg_text *out, const struct tkg_run_record *record)
{
    struct tkg_text reason = {0};
    tkg_words_add_reason(&reason, record);
    tkg_text_add(out, "    <testcase classname=\"tickgate\" name=\"run\">\n      <error");
    tkg_xml_add_attribute(out, "type", "run ended early");
    tkg_xml_add_attribute(out, "message", tkg_text_borrow(&reason));
    tkg_text_add(out, "/>\n    </testcase>\n");
    tkg_text_deinit(&reason);
}

/* Attributes of the suite and of all suites. Everything that neither passed nor failed is skipped.
 */
static void add_totals(struct tkg_text *out, const struct tkg_report_input *input)
{
    const struct tkg_verdict_list *list = input->verdicts;
    size_t errors = *tkg_words_ending(input->record) ? 1 : 0;
    size_t failures = list->counts[TKG_OUTCOME_FAIL];
    tkg_text_addf(out, " tests=\"%zu\" failures=\"%zu\" errors=\"%zu\" skipped=\"%zu\"",
                  list->verdict_count + errors, failures, errors,
                  list->verdict_count - failures - list->counts[TKG_OUTCOME_PASS]);
}

enum tkg_status tkg_report_write_junit(const struct tkg_report_input *input, struct tkg_text *out,
                                       struct tkg_error *err)
{
    const struct tkg_verdict_list *list = input->verdicts;
    char start[TKG_ISO_TIME_BYTES];
    tkg_text_add(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites");
    add_totals(out, input);
    tkg_text_add(out, ">\n  <testsuite name=\"tickgate\"");
    add_totals(out, input);
    tkg_xml_add_attribute(out, "timestamp",
                          tkg_iso_second_format(input->record->start_unix_ns, start));
    tkg_text_add(out, ">\n");
    add_properties(out, input);
    if (*tkg_words_ending(input->record)) {
        add_ending(out, input->record);
    }
    for (size_t i = 0; i < list->verdict_count; i++) {
        add_test_case(out, input, &list->verdicts[i]);
    }
    tkg_text_add(out, "  </testsuite>\n</testsuites>\n");
    return tkg_report_written(out, err);
}
