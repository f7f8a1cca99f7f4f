/* SPDX-License-Identifier: Apache-2.0
 *
 * Shared by the tests of harness/report: the sample run as input of a writer, the same run with
 * hostile names, and comparison with files in expected/ (TICKGATE_REWRITE=1 rewrites them).
 */
#ifndef TKG_TEST_REPORT_CHECK_H
#define TKG_TEST_REPORT_CHECK_H

#include "cmocka_all.h"

#include <jansson.h>

#include "report/report.h"
#include "sample_run.h"

struct report_case {
    struct sample_run run;
    struct tkg_report_input input;
    struct tkg_text out;
    struct tkg_error err;
};

static inline int report_setup(void **state)
{
    struct report_case *one = calloc(1, sizeof(*one));
    assert_non_null(one);
    sample_run_init(&one->run);
    one->input = (struct tkg_report_input){
        .tool_version = "0.1.0",
        .record = &one->run.record,
        .summary = &one->run.summary,
        .fingerprint = &one->run.fingerprint,
        .targets = &one->run.targets,
        .verdicts = &one->run.verdicts,
        .result_path = "out/latest/results.json",
        .plot_folder = "out/latest/plots",
        .utf8 = true,
    };
    *state = one;
    return 0;
}

static inline int report_teardown(void **state)
{
    struct report_case *one = *state;
    tkg_text_deinit(&one->out);
    sample_run_deinit(&one->run);
    free(one);
    return 0;
}

/* The whole output of a format; valid until the next call. */
static inline const char *render(struct report_case *one, const char *format)
{
    const struct tkg_report_format *found = tkg_report_format_find(format);
    assert_non_null(found);
    tkg_text_reset(&one->out);
    assert_status(found->write(&one->input, &one->out, &one->err), TKG_OK, &one->err);
    return tkg_text_borrow(&one->out);
}

/* The output parsed as strict JSON; the caller's to json_decref. */
static inline json_t *render_json(struct report_case *one, const char *format)
{
    json_error_t error;
    const char *text = render(one, format);
    json_t *root = json_loads(text, JSON_REJECT_DUPLICATES, &error);
    if (!root) {
        fail_msg("%d:%d: %s", error.line, error.column, error.text);
    }
    return root;
}

static inline double number_at(const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    if (!json_is_number(value)) {
        fail_msg("'%s' is no number", key);
    }
    return json_number_value(value);
}

static inline const char *text_at(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    if (!text) {
        fail_msg("'%s' is no string", key);
    }
    return text;
}

static inline void assert_lacks(const char *text, const char *part)
{
    if (strstr(text, part)) {
        fail_msg("'%s' is in: %.400s", part, strstr(text, part));
    }
}

static inline size_t count_of(const char *text, const char *part)
{
    size_t count = 0;
    for (; (text = strstr(text, part)) != NULL; text += strlen(part)) {
        count++;
    }
    return count;
}

/* Nothing that acts on a terminal: no control but the line feed, no escape, no C1, no direction
 * override; and all of it valid UTF-8 without any of the hostile bytes. */
static inline void assert_no_active_bytes(const char *text, bool carriage_returns)
{
    for (const char *at = text; *at; at++) {
        unsigned char byte = (unsigned char)*at;
        bool allowed = byte == '\n' || (carriage_returns && byte == '\r');
        if ((byte < 0x20 && !allowed) || byte == 0x7F) {
            fail_msg("control byte %02x at offset %zu", byte, (size_t)(at - text));
        }
    }
    assert_lacks(text, "\xC2\x9B");     /* U+009B, a CSI of one character */
    assert_lacks(text, "\xE2\x80\xAE"); /* U+202E, right to left */
    assert_lacks(text, "\xFF");
}

/* Quotes, a line feed, a terminal escape, markup, a formula, table bars, a link, an entity and
 * bytes that are no UTF-8, at most 63 bytes long. */
#define HOSTILE_NAME "=cmd|'/c'!A0\"\n<script>\033[31m|`x`]]>&amp;[a](b)\xFF\xC2\x9B\xE2\x80\xAE"
/* The same idea for longer fields. */
#define HOSTILE_TEXT                                                                               \
    "=1+1\r\n\"><script>alert('1')</script>\033[2J\a|**b**|`code`|@all http://x.y www.z.w "        \
    "\xC3\x28\xE2\x80\xAE\xC2\x9B\xF8\x88\x80\x80\x80"

/* Puts hostile text into every field that comes from outside. */
static inline void make_hostile(struct report_case *one)
{
    struct tkg_run_record *record = &one->run.record;
    struct tkg_fingerprint *host = &one->run.fingerprint;
    struct tkg_target_set *set = &one->run.targets;
    (void)tkg_string_copy(record->cases[2].name, TKG_CASE_NAME_BYTES, HOSTILE_NAME);
    (void)tkg_string_copy(record->engine_name, TKG_RECORD_TEXT_BYTES, HOSTILE_TEXT);
    (void)tkg_string_copy(record->engine_version, TKG_RECORD_TEXT_BYTES, HOSTILE_TEXT);
    (void)tkg_string_copy(record->engine_parameters, TKG_RECORD_TEXT_BYTES, HOSTILE_TEXT);
    (void)tkg_string_copy(record->stream, TKG_RECORD_TEXT_BYTES, HOSTILE_TEXT);
    (void)tkg_string_copy(record->suite, TKG_RECORD_TEXT_BYTES, HOSTILE_TEXT);
    (void)tkg_string_copy(record->failure_text, TKG_ERROR_TEXT_BYTES, HOSTILE_TEXT);
    memset(record->engine_path, 0xFF, TKG_RECORD_TEXT_BYTES - 1); /* as long as can be */
    (void)tkg_string_copy(host->cpu_model, TKG_FINGERPRINT_TEXT_BYTES, HOSTILE_TEXT);
    (void)tkg_string_copy(host->hypervisor, TKG_FINGERPRINT_TEXT_BYTES, HOSTILE_TEXT);
    (void)tkg_string_copy(host->kernel, TKG_FINGERPRINT_TEXT_BYTES, HOSTILE_TEXT);
    (void)tkg_string_copy(set->files[0].path, TKG_RECORD_TEXT_BYTES, HOSTILE_TEXT);
    (void)tkg_string_copy(set->targets[1].limit_text, sizeof(set->targets[1].limit_text),
                          HOSTILE_NAME);
    (void)tkg_string_copy(set->targets[5].ruler, TKG_CASE_NAME_BYTES, HOSTILE_NAME);
    one->input.result_path = HOSTILE_TEXT;
    one->input.plot_folder = HOSTILE_TEXT;
    one->input.tool_version = HOSTILE_TEXT;
}

/* Leaves every estimate and verdict with four samples, one too few for a number. */
static inline void make_too_few(struct report_case *one)
{
    for (size_t i = 0; i < one->run.summary.case_count; i++) {
        for (int metric = 0; metric < TKG_METRIC_COUNT; metric++) {
            struct tkg_estimate *estimate = &one->run.summary.cases[i].estimates[metric];
            estimate->count = estimate->count ? TKG_SAMPLES_MIN - 1 : 0;
        }
    }
    for (size_t i = 0; i < one->run.verdicts.verdict_count; i++) {
        one->run.verdicts.verdicts[i].measured.count = TKG_SAMPLES_MIN - 1;
    }
}

#define FAILURE_TEXT "engine <x> crashed (signal 11) in replay/1M; run it under a debugger"

/* Ends the run early, as measure/ does when an engine crashes: nothing is judged. */
static inline void make_failed(struct report_case *one)
{
    static const struct tkg_verdict_list none = {0};
    one->run.record.complete = false;
    one->run.record.failure = TKG_ENGINE_CRASH;
    (void)tkg_string_copy(one->run.record.failure_text, TKG_ERROR_TEXT_BYTES, FAILURE_TEXT);
    one->input.verdicts = &none;
}

/* Compares with tests/unit/report/expected/<name>; the file name of a compiled source is
 * absolute. */
static inline void assert_expected(const char *text, const char *name)
{
    enum { EXPECTED_BYTES_MAX = 1 << 18 };
    static char expected[EXPECTED_BYTES_MAX];
    char path[4096];
    int folder_length = (int)(strrchr(__FILE__, '/') - __FILE__);
    (void)snprintf(path, sizeof(path), "%.*s/expected/%s", folder_length, __FILE__, name);
    bool rewrite = getenv("TICKGATE_REWRITE") != NULL;
    FILE *file = fopen(path, rewrite ? "wb" : "rb");
    assert_non_null(file);
    if (rewrite) {
        assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
        (void)fclose(file);
        return;
    }
    size_t length = fread(expected, 1, EXPECTED_BYTES_MAX - 1, file);
    (void)fclose(file);
    expected[length] = '\0';
    assert_string_equal(text, expected);
}

#endif
