/* SPDX-License-Identifier: Apache-2.0 */
#include "config/target.h"

#include <unistd.h>

#include "base/text.h"

#define CONFIG_CHECK_MALLOC
#include "config_check.h"

#define HEAD "schema: tickgate.targets/1\nname: mine\ntargets:\n" /* rules begin on line 4 */
#define RULE_P50 "  - metric: latency_p50\n    max: 5 ns\n"
#define RULE_P99 "  - metric: latency_p99\n    case: 'replay/*'\n    max: 40 ns\n"

static enum tkg_status parse(struct tkg_target_set *set, const char *path, const char *yaml,
                             struct tkg_error *err)
{
    return tkg_target_set_parse(set, path, yaml, strlen(yaml), err);
}

static void accepts(struct tkg_target_set *set, const char *path, const char *yaml)
{
    struct tkg_error err = {.text = ""};
    enum tkg_status status = parse(set, path, yaml, &err);
    assert_string_equal(err.text, "");
    assert_int_equal(status, TKG_OK);
}

/* The file is refused with exactly this text, and a set that already holds a rule stays as it was,
 * pointers included. */
static void refuses(const char *yaml, const char *text)
{
    struct tkg_target_set set;
    struct tkg_error err = {.text = ""};
    tkg_target_set_init(&set);
    accepts(&set, "old.yaml", HEAD RULE_P50);
    struct tkg_target_set before = set;
    struct tkg_target target = set.targets[0];
    struct tkg_target_file file = set.files[0];
    enum tkg_status status = parse(&set, "f", yaml, &err);
    assert_string_equal(err.text, text);
    assert_int_equal(status, TKG_CONFIG);
    assert_int_equal(parse(&set, "f", yaml, NULL), TKG_CONFIG);
    assert_memory_equal(&set, &before, sizeof(set));
    assert_memory_equal(&set.targets[0], &target, sizeof(target));
    assert_memory_equal(&set.files[0], &file, sizeof(file));
    tkg_target_set_deinit(&set);
}

static void a_file_gives_its_targets_in_order_with_places(void **state)
{
    struct tkg_target_set set;
    (void)state;
    tkg_target_set_init(&set);
    accepts(&set, "dir/f.yaml", HEAD RULE_P50 RULE_P99);
    assert_int_equal(set.file_count, 1);
    assert_string_equal(set.files[0].path, "dir/f.yaml");
    assert_string_equal(set.files[0].name, "mine");
    assert_int_equal(set.target_count, 2);
    assert_int_equal(set.targets[0].metric, TKG_METRIC_LATENCY_P50);
    assert_int_equal(set.targets[0].line, 4);
    assert_int_equal(set.targets[0].column, 5);
    assert_int_equal(set.targets[1].metric, TKG_METRIC_LATENCY_P99);
    assert_int_equal(set.targets[1].line, 6);
    assert_int_equal(set.targets[1].file_index, 0);
    tkg_target_set_deinit(&set);
    assert_null(set.targets);
    assert_int_equal(set.target_count, 0);
}

static void a_second_file_is_appended(void **state)
{
    struct tkg_target_set set;
    (void)state;
    tkg_target_set_init(&set);
    accepts(&set, "a.yaml", HEAD RULE_P50);
    accepts(&set, "b.yaml",
            "name: other\ndescription: >\n  two\n  lines\n"
            "targets: [{metric: efficiency, min: 95 %}]\n"
            "schema: tickgate.targets/1\n");
    assert_int_equal(set.file_count, 2);
    assert_string_equal(set.files[0].path, "a.yaml");
    assert_string_equal(set.files[1].name, "other");
    assert_int_equal(set.target_count, 2);
    assert_int_equal(set.targets[0].file_index, 0);
    assert_int_equal(set.targets[1].file_index, 1);
    assert_int_equal(set.targets[1].line, 5);
    assert_int_equal(set.targets[1].column, 12);
    tkg_target_set_deinit(&set);
}

static void a_byte_order_mark_is_fine(void **state)
{
    struct tkg_target_set set;
    (void)state;
    tkg_target_set_init(&set);
    accepts(&set, "f", "\xef\xbb\xbf" HEAD RULE_P50);
    assert_int_equal(set.target_count, 1);
    tkg_target_set_deinit(&set);
}

static void what_is_no_targets_file_is_refused(void **state)
{
    (void)state;
    refuses("", "f:1:1: the file is empty; start it with 'schema:'");
    refuses("schema: tickgate.suite/1\n", "f:1:9: schema 'tickgate.suite/1' is not "
                                          "'tickgate.targets/1'; is this the right kind of file?");
    refuses("schema: tickgate.targets/7\nmore: 1\n",
            "f:1:9: schema 'tickgate.targets/7' is of another version; this tickgate reads "
            "'tickgate.targets/1'");
    refuses("schema: tickgate.targets/1\nname: x\ntarget: []\n",
            "f:3:1: unknown key 'target'; did you mean 'targets'?");
    refuses("a: [\n", "f:2:1: not YAML: did not find expected node content while parsing a flow "
                      "node; check indentation and quotes near this place");
}

static void a_missing_or_empty_name_is_refused(void **state)
{
    (void)state;
    refuses("schema: tickgate.targets/1\ntargets:\n" RULE_P99,
            "f:1:1: no name; add the line 'name: ...', reports print it");
    refuses("schema: tickgate.targets/1\nname:\ntargets:\n" RULE_P99,
            "f:2:6: name is empty; write a value");
    refuses("schema: tickgate.targets/1\n"
            "name: 1234567890123456789012345678901234567890123456789012345678901234\n"
            "targets:\n" RULE_P99,
            "f:2:7: name has 64 bytes; at most 63 are allowed");
}

static void a_file_without_rules_is_refused_because_it_would_always_pass(void **state)
{
    (void)state;
    refuses("schema: tickgate.targets/1\nname: x\n",
            "f:1:1: no targets; add 'targets:' and a list of rules");
    refuses("schema: tickgate.targets/1\nname: x\ntargets: []\n",
            "f:3:10: the list of targets is empty; add a rule");
    refuses("schema: tickgate.targets/1\nname: x\ntargets:\n",
            "f:3:9: 'targets' must be a list ('- ' lines)");
}

static void an_error_in_a_later_rule_leaves_the_set_as_it_was(void **state)
{
    (void)state;
    refuses(HEAD RULE_P99 "  - metric: latency_p90\n    max: 5 MB\n",
            "f:8:10: max of latency_p90: '5 MB' has the unit 'MB'; expected ns, us, ms or s");
    refuses(HEAD RULE_P99 "  - throughput\n",
            "f:7:5: expected 'key: value' lines such as 'metric: ...'");
}

static void the_same_rule_twice_is_refused_with_both_places(void **state)
{
    (void)state;
    refuses(HEAD RULE_P99 "\n" RULE_P99,
            "f:8:5: max of latency_p99 for 'replay/*' is already given at f:4:5; remove one");
    refuses(HEAD RULE_P99 "  - {metric: latency_p50, case: replay/?*, max: 9 ns}\n",
            "f:7:6: max of latency_p50 for 'replay/?*' is already given at old.yaml:4:5; remove "
            "one");
    refuses(HEAD "  - {metric: latency_p99, max: 2 x ruler/walk}\n"
                 "  - {metric: latency_p99, max: 3 x ruler/walk}\n",
            "f:5:6: max of latency_p99 for 'replay/?*' is already given at f:4:6; remove one");
}

static void rules_that_differ_in_metric_kind_pattern_or_ruler_are_not_the_same(void **state)
{
    struct tkg_target_set set;
    (void)state;
    tkg_target_set_init(&set);
    accepts(&set, "f",
            HEAD "  - {metric: latency_p50, max: 9 ns}\n"
                 "  - {metric: latency_p50, min: 1 ns}\n"
                 "  - {metric: latency_p50, equals: 5 ns, tolerance: 4 ns}\n"
                 "  - {metric: latency_p99, max: 9 ns}\n"
                 "  - {metric: latency_p50, max: 9 ns, case: replay/1M}\n"
                 "  - {metric: latency_p50, max: 2 x ruler/walk}\n"
                 "  - {metric: latency_p50, max: 2 x ruler/stream}\n");
    assert_int_equal(set.target_count, 7);
    tkg_target_set_deinit(&set);
}

/* A file with count rules for replay/1, replay/2, ... */
static void write_rules(struct tkg_text *yaml, size_t count)
{
    tkg_text_init(yaml);
    tkg_text_add(yaml, HEAD);
    for (size_t i = 1; i <= count; i++) {
        tkg_text_addf(yaml, "  - {metric: latency_p99, case: replay/%zu, max: 5 ns}\n", i);
    }
    assert_false(tkg_text_failed(yaml));
}

static void the_number_of_targets_is_bounded_over_all_files(void **state)
{
    struct tkg_target_set set;
    struct tkg_error err;
    struct tkg_text yaml;
    (void)state;
    tkg_target_set_init(&set);
    write_rules(&yaml, TKG_TARGET_COUNT_MAX);
    accepts(&set, "most.yaml", tkg_text_borrow(&yaml));
    assert_int_equal(set.target_count, TKG_TARGET_COUNT_MAX);
    assert_int_equal(parse(&set, "f", HEAD RULE_P50, &err), TKG_CONFIG);
    assert_string_equal(err.text, "f:4:5: more than 1000 targets in all files together; merge some "
                                  "with a pattern");
    tkg_text_deinit(&yaml);
    tkg_target_set_deinit(&set);
    write_rules(&yaml, TKG_TARGET_COUNT_MAX + 1);
    assert_int_equal(parse(&set, "f", tkg_text_borrow(&yaml), &err), TKG_CONFIG);
    assert_string_equal(err.text, "f:1004:5: more than 1000 targets in all files together; merge "
                                  "some with a pattern");
    assert_null(set.targets);
    tkg_text_deinit(&yaml);
}

static void a_path_that_does_not_fit_is_refused(void **state)
{
    struct tkg_target_set set;
    struct tkg_error err;
    char path[TKG_RECORD_TEXT_BYTES + 1];
    char text[TKG_ERROR_TEXT_BYTES];
    (void)state;
    memset(path, 'p', sizeof(path));
    path[TKG_RECORD_TEXT_BYTES] = '\0';
    tkg_target_set_init(&set);
    assert_int_equal(parse(&set, path, HEAD RULE_P50, &err), TKG_CONFIG);
    (void)snprintf(text, sizeof(text), "%s: the path has more than 255 bytes; use a shorter one",
                   path);
    assert_string_equal(err.text, text);
    assert_int_equal(set.file_count, 0);
    accepts(&set, path + 1, HEAD RULE_P50);
    tkg_target_set_deinit(&set);
}

static void patterns_match_whole_case_names(void **state)
{
    struct tkg_target target = {.case_pattern = "replay/1*"};
    (void)state;
    assert_true(tkg_target_matches(&target, "replay/1M"));
    assert_true(tkg_target_matches(&target, "replay/10K"));
    assert_true(tkg_target_matches(&target, "replay/1"));
    assert_false(tkg_target_matches(&target, "replay/2M"));
    assert_false(tkg_target_matches(&target, "xreplay/1M"));
    target = (struct tkg_target){.case_pattern = "replay/1M"};
    assert_true(tkg_target_matches(&target, "replay/1M"));
    assert_false(tkg_target_matches(&target, "replay/1Mx"));
    target = (struct tkg_target){.case_pattern = "*"};
    assert_true(tkg_target_matches(&target, "paced/100K")); /* a star spans slashes */
    target = (struct tkg_target){.case_pattern = "replay/?*"};
    assert_false(tkg_target_matches(&target, "replay/"));
}

/* The worst pattern and name that fit must not take exponential time: without a bound the number
 * of ways to split 62 letters over 31 stars is above 10^17, and the test would time out. */
static void a_pattern_of_stars_is_matched_in_no_time(void **state)
{
    struct tkg_target target = {.case_pattern = ""};
    char name[TKG_CASE_NAME_BYTES];
    (void)state;
    for (size_t i = 0; i + 2 < TKG_CASE_NAME_BYTES; i += 2) {
        memcpy(target.case_pattern + i, "*a", 3);
    }
    memset(name, 'a', sizeof(name));
    name[sizeof(name) - 2] = 'b';
    name[sizeof(name) - 1] = '\0';
    assert_false(tkg_target_matches(&target, name));
}

static const struct tkg_target *find(const struct tkg_target_set *set, enum tkg_metric metric)
{
    for (size_t i = 0; i < set->target_count; i++) {
        if (set->targets[i].metric == metric) {
            return &set->targets[i];
        }
    }
    fail_msg("no target for %s", tkg_metric_info(metric)->name);
    return NULL;
}

/* row: T01 T02 T03 T04 */
static void the_shipped_floors_are_the_four_of_the_order(void **state)
{
    static const struct {
        enum tkg_metric metric;
        enum tkg_target_kind kind;
        double limit;
        const char *case_name;
    } floors[] = {
        {TKG_METRIC_THROUGHPUT, TKG_TARGET_MIN, 100e3, "replay/1M"},
        {TKG_METRIC_LATENCY_MEAN, TKG_TARGET_MAX, 10e3, "replay/10K"}, /* 10 us in ns */
        {TKG_METRIC_PEAK_MEMORY, TKG_TARGET_MAX, 500e6, "replay/1M"},
        {TKG_METRIC_CPU_PACED, TKG_TARGET_MAX, 0.5, "paced/100K"},
    };
    static char yaml[SHIPPED_BYTES_MAX];
    struct tkg_target_set set;
    (void)state;
    (void)read_shipped("thresholds/floors.yaml", yaml);
    tkg_target_set_init(&set);
    accepts(&set, "floors.yaml", yaml);
    assert_int_equal(set.target_count, 4);
    for (size_t i = 0; i < 4; i++) {
        const struct tkg_target *target = find(&set, floors[i].metric);
        assert_int_equal(target->kind, floors[i].kind);
        assert_true(target->limit == floors[i].limit);
        assert_true(tkg_target_matches(target, floors[i].case_name));
    }
    tkg_target_set_deinit(&set);
}

static void the_shipped_files_can_be_used_together(void **state)
{
    static char yaml[SHIPPED_BYTES_MAX];
    struct tkg_target_set set;
    (void)state;
    tkg_target_set_init(&set);
    (void)read_shipped("thresholds/floors.yaml", yaml);
    accepts(&set, "thresholds/floors.yaml", yaml);
    (void)read_shipped("thresholds/reference.yaml", yaml);
    accepts(&set, "thresholds/reference.yaml", yaml);
    assert_int_equal(set.file_count, 2);
    assert_string_equal(set.files[1].name, "reference");
    tkg_target_set_deinit(&set);
}

static void the_example_of_the_handbook_is_accepted(void **state)
{
    static char text[SHIPPED_BYTES_MAX];
    struct tkg_target_set set;
    (void)state;
    (void)read_shipped("thresholds/README.md", text);
    char *yaml = strstr(text, "```yaml\n");
    assert_non_null(yaml);
    yaml += strlen("```yaml\n");
    char *end = strstr(yaml, "```");
    assert_non_null(end);
    *end = '\0';
    tkg_target_set_init(&set);
    accepts(&set, "README.md", yaml);
    assert_int_equal(set.target_count, 4);
    tkg_target_set_deinit(&set);
}

/* Editors must not flag what the program accepts. */
static void the_editor_schema_knows_every_metric_and_key(void **state)
{
    static const char *const keys[] = {"schema", "name", "description", "targets", "metric",
                                       "case",   "min",  "max",         "equals",  "tolerance"};
    static char schema[SHIPPED_BYTES_MAX];
    char word[64];
    (void)state;
    (void)read_shipped("thresholds/targets.schema.json", schema);
    for (int metric = 0; metric < TKG_METRIC_COUNT; metric++) {
        (void)snprintf(word, sizeof(word), "\"%s\"",
                       tkg_metric_info((enum tkg_metric)metric)->name);
        assert_int_equal(strstr(schema, word) != NULL,
                         !tkg_metric_is_diagnosis((enum tkg_metric)metric));
    }
    for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
        (void)snprintf(word, sizeof(word), "\"%s\": {", keys[i]);
        assert_non_null(strstr(schema, word));
    }
}

static void loading_reads_a_file_and_names_one_that_is_not_there(void **state)
{
    char path[] = "/tmp/tickgate-test-target-XXXXXX";
    struct tkg_target_set set;
    struct tkg_error err = {.text = ""};
    (void)state;
    int descriptor = mkstemp(path);
    assert_true(descriptor >= 0);
    assert_int_equal(write(descriptor, HEAD RULE_P50, strlen(HEAD RULE_P50)),
                     (ssize_t)strlen(HEAD RULE_P50));
    assert_int_equal(close(descriptor), 0);
    tkg_target_set_init(&set);
    assert_int_equal(tkg_target_set_load(&set, path, &err), TKG_OK);
    assert_int_equal(set.target_count, 1);
    assert_string_equal(set.files[0].path, path);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(tkg_target_set_load(&set, path, &err), TKG_INPUT);
    assert_non_null(strstr(err.text, path));
    assert_int_equal(set.target_count, 1);
    tkg_target_set_deinit(&set);
}

static void every_failing_allocation_leaves_the_set_as_it_was(void **state)
{
    struct tkg_target_set set;
    enum tkg_status status = TKG_NO_MEMORY;
    long count = 0;
    (void)state;
    fail_allocation(-1);
    tkg_target_set_init(&set);
    accepts(&set, "old.yaml", HEAD RULE_P50);
    struct tkg_target_set before = set;
    for (; status == TKG_NO_MEMORY && count < 1000; count++) {
        struct tkg_error err;
        assert_memory_equal(&set, &before, sizeof(set));
        fail_allocation(count);
        status = parse(&set, "f", HEAD RULE_P99, &err);
        fail_allocation(-1);
        assert_true(status == TKG_OK || strstr(err.text, "out of memory"));
    }
    assert_int_equal(status, TKG_OK);
    assert_int_equal(set.target_count, 2);
    assert_true(count > 10); /* the texts, the table, two arrays and what libyaml needs */
    tkg_target_set_deinit(&set);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_gives_its_targets_in_order_with_places),
        cmocka_unit_test(a_second_file_is_appended),
        cmocka_unit_test(a_byte_order_mark_is_fine),
        cmocka_unit_test(what_is_no_targets_file_is_refused),
        cmocka_unit_test(a_missing_or_empty_name_is_refused),
        cmocka_unit_test(a_file_without_rules_is_refused_because_it_would_always_pass),
        cmocka_unit_test(an_error_in_a_later_rule_leaves_the_set_as_it_was),
        cmocka_unit_test(the_same_rule_twice_is_refused_with_both_places),
        cmocka_unit_test(rules_that_differ_in_metric_kind_pattern_or_ruler_are_not_the_same),
        cmocka_unit_test(the_number_of_targets_is_bounded_over_all_files),
        cmocka_unit_test(a_path_that_does_not_fit_is_refused),
        cmocka_unit_test(patterns_match_whole_case_names),
        cmocka_unit_test(a_pattern_of_stars_is_matched_in_no_time),
        cmocka_unit_test(the_shipped_floors_are_the_four_of_the_order),
        cmocka_unit_test(the_shipped_files_can_be_used_together),
        cmocka_unit_test(the_example_of_the_handbook_is_accepted),
        cmocka_unit_test(the_editor_schema_knows_every_metric_and_key),
        cmocka_unit_test(loading_reads_a_file_and_names_one_that_is_not_there),
        cmocka_unit_test(every_failing_allocation_leaves_the_set_as_it_was),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
