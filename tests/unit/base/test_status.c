/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/status.h"

static void each_status_has_the_exit_code_of_the_published_table(void **state)
{
    (void)state;
    /* 0 ok, 2 usage or configuration, 3 inconclusive, 4 engine, 5 nothing measured, 6 environment,
     * 70 internal (sysexits' EX_SOFTWARE), 130 = 128 + SIGINT. */
    static const struct {
        enum tkg_status status;
        const char *name;
        const char *text;
        int exit_code;
    } rows[] = {
        {TKG_OK, "OK", "ok", 0},
        {TKG_USAGE, "USAGE", "usage error", 2},
        {TKG_CONFIG, "CONFIG", "configuration error", 2},
        {TKG_INPUT, "INPUT", "unreadable input", 2},
        {TKG_OUTPUT, "OUTPUT", "cannot write output", 2},
        {TKG_TOO_FEW, "TOO_FEW", "too few samples", 3},
        {TKG_INVALID, "INVALID", "invalid measurement", 3},
        {TKG_ENGINE_LOAD, "ENGINE_LOAD", "engine cannot be loaded", 4},
        {TKG_ENGINE_CRASH, "ENGINE_CRASH", "engine crashed", 4},
        {TKG_ENGINE_TIMEOUT, "ENGINE_TIMEOUT", "engine timed out", 4},
        {TKG_ENGINE_ERROR, "ENGINE_ERROR", "engine reported an error", 4},
        {TKG_ENGINE_COUNT, "ENGINE_COUNT", "engine processed a wrong number of ticks", 4},
        {TKG_ENGINE_DIGEST, "ENGINE_DIGEST", "engine digest differs", 4},
        {TKG_NOTHING, "NOTHING", "nothing measured", 5},
        {TKG_ENVIRONMENT, "ENVIRONMENT", "environment refused", 6},
        {TKG_NO_MEMORY, "NO_MEMORY", "out of memory", 70},
        {TKG_SYSTEM, "SYSTEM", "the operating system refused", 70},
        {TKG_INTERNAL, "INTERNAL", "internal error", 70},
        {TKG_INTERRUPTED, "INTERRUPTED", "interrupted", 130},
    };
    assert_int_equal(sizeof(rows) / sizeof(rows[0]), TKG_STATUS_COUNT);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        assert_string_equal(tkg_status_name(rows[i].status), rows[i].name);
        assert_string_equal(tkg_status_text(rows[i].status), rows[i].text);
        assert_int_equal(tkg_status_exit_code(rows[i].status), rows[i].exit_code);
    }
}

static void fail_stores_status_and_text_and_returns_the_status(void **state)
{
    (void)state;
    struct tkg_error err = {0};
    enum tkg_status status = tkg_fail(&err, TKG_INPUT, "%s:%d: bad %c", "a.yaml", 3, 'x');
    assert_int_equal(status, TKG_INPUT);
    assert_int_equal(err.status, TKG_INPUT);
    assert_string_equal(err.text, "a.yaml:3: bad x");
}

static void fail_without_an_error_struct_still_returns_the_status(void **state)
{
    (void)state;
    assert_int_equal(tkg_fail(NULL, TKG_OUTPUT, "nobody reads %d", 1), TKG_OUTPUT);
}

static void fail_cuts_a_text_longer_than_the_struct(void **state)
{
    (void)state;
    struct tkg_error err;
    char longer[TKG_ERROR_TEXT_BYTES + 100];
    memset(longer, 'x', sizeof(longer));
    longer[sizeof(longer) - 1] = '\0';
    (void)tkg_fail(&err, TKG_SYSTEM, "%s", longer);
    assert_int_equal(strlen(err.text), TKG_ERROR_TEXT_BYTES - 1);
}

static void prefix_stands_before_the_old_text_with_a_colon(void **state)
{
    (void)state;
    struct tkg_error err;
    (void)tkg_fail(&err, TKG_CONFIG, "no such unit");
    assert_int_equal(tkg_fail_prefix(&err, "%s:%d", "t.yaml", 12), TKG_CONFIG);
    assert_string_equal(err.text, "t.yaml:12: no such unit");
    assert_int_equal(tkg_fail_prefix(&err, "gate"), TKG_CONFIG);
    assert_string_equal(err.text, "gate: t.yaml:12: no such unit");
}

static void prefix_never_writes_past_the_text(void **state)
{
    (void)state;
    char long_prefix[TKG_ERROR_TEXT_BYTES + 50];
    struct {
        struct tkg_error err;
        char canary;
    } guarded = {.canary = 'c'};
    memset(long_prefix, 'p', sizeof(long_prefix));
    /* Every length near the edge, where ": " and the old text fit wholly, partly or not at all. */
    for (size_t length = TKG_ERROR_TEXT_BYTES - 6; length < sizeof(long_prefix) - 1; length++) {
        (void)tkg_fail(&guarded.err, TKG_CONFIG, "old");
        (void)tkg_fail_prefix(&guarded.err, "%.*s", (int)length, long_prefix);
        size_t text_length = strnlen(guarded.err.text, TKG_ERROR_TEXT_BYTES);
        assert_in_range(text_length, TKG_ERROR_TEXT_BYTES - 6, TKG_ERROR_TEXT_BYTES - 1);
        assert_int_equal(guarded.canary, 'c');
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_status_has_the_exit_code_of_the_published_table),
        cmocka_unit_test(fail_stores_status_and_text_and_returns_the_status),
        cmocka_unit_test(fail_without_an_error_struct_still_returns_the_status),
        cmocka_unit_test(fail_cuts_a_text_longer_than_the_struct),
        cmocka_unit_test(prefix_stands_before_the_old_text_with_a_colon),
        cmocka_unit_test(prefix_never_writes_past_the_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
