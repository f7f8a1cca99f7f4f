/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/alert_action.h"

#include <dirent.h>
#include <signal.h>
#include <unistd.h>

#include "cmocka_all.h"
#include "host/file.h"

static char folder[64];

static int make_folder(void **state)
{
    (void)state;
    (void)snprintf(folder, sizeof(folder), "/tmp/tkg-alert-XXXXXX");
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
    struct dirent *entry;
    char path[512];
    DIR *all = opendir(folder);
    (void)state;
    while (all && (entry = readdir(all)) != NULL) {
        (void)snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name);
        (void)unlink(path);
    }
    return all && closedir(all) == 0 ? rmdir(folder) : -1;
}

/* 2026-03-04T05:06:07.123456789Z (date -u -d @1772600767) */
static const struct tkg_alert_row sample_row = {.metric = "rss",
                                                .case_name = "replay/1M",
                                                .rule = 3,
                                                .op = TKG_ALERT_GREATER_THAN,
                                                .raised = true,
                                                .value = 612e6,
                                                .threshold = 5e8,
                                                .unix_ns = INT64_C(1772600767123456789)};
static const struct tkg_alert_rule quiet_rule = {.metric = "rss", .dimension = TKG_DIMENSION_BYTES};

static uint32_t act(const struct tkg_alert_rule *rule, const struct tkg_alert_row *row, char *log)
{
    struct tkg_text text;
    tkg_text_init(&text);
    uint32_t failed_count = tkg_alert_act(rule, row, NULL, &text);
    (void)snprintf(log, 512, "%s", tkg_text_borrow(&text));
    tkg_text_deinit(&text);
    return failed_count;
}

/* row: T07 T08 */
static void the_line_names_metric_value_and_threshold(void **state)
{
    (void)state;
    char log[512];
    struct tkg_alert_rule rule = quiet_rule;
    struct tkg_alert_row row = sample_row;
    rule.log = true;
    assert_int_equal(act(&rule, &row, log), 0);
    assert_string_equal(log, "Performance alert: rss = 612 MB (threshold: 500 MB) in replay/1M\n");
    row.raised = false;
    row.case_name[0] = '\0';
    row.value = 4e8;
    assert_int_equal(act(&rule, &row, log), 0);
    assert_string_equal(log, "Performance alert cleared: rss = 400 MB (threshold: 500 MB)\n");
}

static const char account[] = "TICKGATE_ALERT_EVENT=raise\n"
                              "TICKGATE_ALERT_METRIC=rss\n"
                              "TICKGATE_ALERT_CASE=replay/1M\n"
                              "TICKGATE_ALERT_OP=greater_than\n"
                              "TICKGATE_ALERT_VALUE=612000000\n"
                              "TICKGATE_ALERT_THRESHOLD=500000000\n"
                              "TICKGATE_ALERT_TIME=2026-03-04T05:06:07.123456789Z\n";

static void expect_file(const char *name, const char *expected)
{
    char path[512];
    char *bytes = NULL;
    size_t byte_count = 0;
    struct tkg_error err = {.text = ""};
    (void)snprintf(path, sizeof(path), "%s/%s", folder, name);
    assert_status(tkg_file_read(path, 4096, &bytes, &byte_count, &err), TKG_OK, &err);
    assert_string_equal(bytes, expected);
    free(bytes);
}

/* row: T07 */
static void a_file_of_its_own_is_dropped(void **state)
{
    (void)state;
    char log[512];
    struct tkg_alert_rule rule = quiet_rule;
    (void)snprintf(rule.drop, sizeof(rule.drop), "%s", folder);
    assert_int_equal(act(&rule, &sample_row, log), 0);
    assert_string_equal(log, "");
    expect_file("alert-1772600767123456789-3-rss-raise", account);
}

static void set_words(struct tkg_alert_rule *rule, const char *const *words)
{
    for (size_t i = 0; words[i]; i++) {
        rule->words[i] = (char *)(uintptr_t)words[i]; /* borrowed: never released */
    }
}

/* Words go to the program as they are: there is no shell that could read them.
 * row: T07 */
static void a_program_gets_words_and_variables(void **state)
{
    (void)state;
    char log[512];
    char out[128];
    struct tkg_alert_rule rule = quiet_rule;
    (void)snprintf(out, sizeof(out), "%s/seen", folder);
    set_words(&rule,
              (const char *const[]){"/bin/sh", "-c",
                                    "env | grep ^TICKGATE_ALERT_ >\"$0\"; echo \"$1\" >>\"$0\"",
                                    out, "$(false); `false` *", NULL});
    assert_int_equal(act(&rule, &sample_row, log), 0);
    assert_string_equal(log, "");
    char path[256];
    char *bytes = NULL;
    size_t byte_count = 0;
    (void)snprintf(path, sizeof(path), "%s", out);
    assert_int_equal(tkg_file_read(path, 4096, &bytes, &byte_count, NULL), TKG_OK);
    assert_contains(bytes, "TICKGATE_ALERT_VALUE=612000000\n");
    assert_contains(bytes, "TICKGATE_ALERT_CASE=replay/1M\n");
    assert_contains(bytes, "$(false); `false` *\n");
    free(bytes);
}

static void actions_that_fail_are_counted_and_the_others_done(void **state)
{
    (void)state;
    char log[512];
    struct tkg_alert_rule rule = quiet_rule;
    rule.log = true;
    set_words(&rule, (const char *const[]){"/bin/sh", "-c", "exit 3", NULL});
    (void)snprintf(rule.drop, sizeof(rule.drop), "/dev/null/folder");
    assert_int_equal(act(&rule, &sample_row, log), 2);
    assert_contains(log, "Performance alert: rss");
    assert_contains(log, "alert action failed: /bin/sh exited with 3\n");
    assert_contains(log, "/dev/null");
    set_words(&rule, (const char *const[]){"/bin/sh", "-c", "kill -9 $$", NULL});
    (void)snprintf(rule.drop, sizeof(rule.drop), "%s", folder);
    assert_int_equal(act(&rule, &sample_row, log), 1);
    assert_contains(log, "/bin/sh ended by SIGKILL");
    expect_file("alert-1772600767123456789-3-rss-raise", account);
    rule.words[0] = (char *)(uintptr_t) "/nonexistent/program";
    assert_int_equal(act(&rule, &sample_row, log), 1);
    assert_contains(log, "/nonexistent/program");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_line_names_metric_value_and_threshold),
        cmocka_unit_test(a_file_of_its_own_is_dropped),
        cmocka_unit_test(a_program_gets_words_and_variables),
        cmocka_unit_test(actions_that_fail_are_counted_and_the_others_done),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
