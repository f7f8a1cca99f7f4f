/* SPDX-License-Identifier: Apache-2.0 */
/* Rules are read one by one behind those that are there; a failure takes the new ones off again. */
#include "config/alert_rules.h"

#include <fnmatch.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "base/number.h"
#include "base/text.h"
#include "config/yaml_document.h"
#include "config/yaml_keys.h"
#include "host/file.h"

enum file_key { KEY_SCHEMA, KEY_NAME, KEY_DESCRIPTION, KEY_RULES, KEY_FILE_COUNT };
static const struct tkg_yaml_key file_keys[KEY_FILE_COUNT] = {
    [KEY_SCHEMA] = {"schema", TKG_YAML_LINE},
    [KEY_NAME] = {"name", TKG_YAML_LINE},
    [KEY_DESCRIPTION] = {"description", TKG_YAML_TEXT},
    [KEY_RULES] = {"rules", TKG_YAML_ITEMS},
};

/* The comparisons stand first: their keys are the names of enum tkg_alert_op. */
enum rule_key {
    KEY_METRIC = TKG_ALERT_OP_COUNT,
    KEY_CASE,
    KEY_ABS_TOL,
    KEY_REL_TOL,
    KEY_HYSTERESIS,
    KEY_FOR,
    KEY_LOG,
    KEY_EXEC,
    KEY_DROP,
    KEY_DUMP,
    KEY_RULE_COUNT
};
static const struct tkg_yaml_key rule_keys[KEY_RULE_COUNT] = {
#define OP_KEY(id, name) [TKG_ALERT_##id] = {name, TKG_YAML_LINE},
    TKG_ALERT_OPS(OP_KEY)
#undef OP_KEY
        [KEY_METRIC] = {"metric", TKG_YAML_LINE},
    [KEY_CASE] = {"case", TKG_YAML_LINE},
    [KEY_ABS_TOL] = {"abs_tol", TKG_YAML_LINE},
    [KEY_REL_TOL] = {"rel_tol", TKG_YAML_LINE},
    [KEY_HYSTERESIS] = {"hysteresis", TKG_YAML_LINE},
    [KEY_FOR] = {"for", TKG_YAML_LINE},
    [KEY_LOG] = {"log", TKG_YAML_LINE},
    [KEY_EXEC] = {"exec", TKG_YAML_ITEMS},
    [KEY_DROP] = {"drop", TKG_YAML_LINE},
    [KEY_DUMP] = {"dump", TKG_YAML_LINE},
};

/* A rule while it is read. */
struct reading {
    const struct tkg_yaml_document *document;
    const struct tkg_yaml_node *node;
    const struct tkg_yaml_node *values[KEY_RULE_COUNT];
    struct tkg_alert_rule *rule;
    struct tkg_error *err;
};

void tkg_alert_rules_init(struct tkg_alert_rules *rules)
{
    *rules = (struct tkg_alert_rules){0};
}

static void release(struct tkg_alert_rule *rule)
{
    for (size_t i = 0; i < TKG_ALERT_WORD_MAX; i++) {
        free(rule->words[i]);
    }
}

void tkg_alert_rules_deinit(struct tkg_alert_rules *rules)
{
    for (size_t i = 0; i < rules->count; i++) {
        release(&rules->rules[i]);
    }
    free(rules->rules);
    tkg_alert_rules_init(rules);
}

bool tkg_alert_rule_matches(const struct tkg_alert_rule *rule, const char *case_name)
{
    return fnmatch(rule->case_pattern, case_name, 0) == 0;
}

static enum tkg_status read_metric(struct reading *reading)
{
    const struct tkg_yaml_node *value = reading->values[KEY_METRIC];
    struct tkg_alert_rule *rule = reading->rule;
    if (!value) {
        return tkg_yaml_fail(reading->document, reading->node, reading->err,
                             "this rule has no metric; add 'metric: NAME', such as rss, cpu_share "
                             "or one that 'tickgate help metrics' lists");
    }
    if (tkg_alert_metric_find(value->text, &rule->dimension) &&
        tkg_string_copy(rule->metric, sizeof(rule->metric), value->text)) {
        return TKG_OK;
    }
    enum tkg_metric diagnosis;
    if (tkg_metric_find(value->text, &diagnosis)) {
        return tkg_yaml_fail(reading->document, value, reading->err,
                             "%s is of pass D, which is for diagnosis; take block_* or tick_*",
                             value->text);
    }
    const char *near = tkg_alert_metric_suggest(value->text);
    return tkg_yaml_fail(reading->document, value, reading->err,
                         "no metric '%.40s' can be watched; %s%s%s'tickgate help metrics' lists "
                         "those of a trial",
                         value->text, near ? "did you mean '" : "", near ? near : "",
                         near ? "'? " : "");
}

static enum tkg_status read_case(struct reading *reading)
{
    const struct tkg_yaml_node *value = reading->values[KEY_CASE];
    enum tkg_status status =
        tkg_config_text(reading->rule->case_pattern, sizeof(reading->rule->case_pattern), 1, "case",
                        value ? value->text : "*", reading->err);
    return status == TKG_OK ? TKG_OK : tkg_yaml_locate(reading->document, value, reading->err);
}

/* A quantity of a key, 0 where the key is not there; not negative. */
static enum tkg_status read_amount(struct reading *reading, unsigned key,
                                   enum tkg_dimension dimension, double *amount)
{
    const struct tkg_yaml_node *value = reading->values[key];
    *amount = 0.0;
    if (!value) {
        return TKG_OK;
    }
    enum tkg_status status = tkg_quantity_parse(value->text, dimension, amount, reading->err);
    if (status == TKG_OK && !(*amount >= 0.0 && isfinite(*amount))) {
        status = tkg_fail(reading->err, TKG_CONFIG, "'%.40s' is below zero", value->text);
    }
    if (status == TKG_OK) {
        return TKG_OK;
    }
    (void)tkg_fail_prefix(reading->err, "%s", rule_keys[key].name);
    return tkg_yaml_locate(reading->document, value, reading->err);
}

/* Exactly one of greater_than, less_than, equals. */
static enum tkg_status read_comparison(struct reading *reading)
{
    unsigned found = TKG_ALERT_OP_COUNT;
    for (unsigned op = 0; op < TKG_ALERT_OP_COUNT; op++) {
        if (reading->values[op] && found != TKG_ALERT_OP_COUNT) {
            return tkg_yaml_fail(reading->document, reading->values[op], reading->err,
                                 "this rule has both %s and %s; write two rules",
                                 rule_keys[found].name, rule_keys[op].name);
        }
        found = reading->values[op] ? op : found;
    }
    if (found == TKG_ALERT_OP_COUNT) {
        return tkg_yaml_fail(reading->document, reading->node, reading->err,
                             "this rule compares with nothing; add one of greater_than, less_than "
                             "or equals");
    }
    reading->rule->op = (enum tkg_alert_op)found;
    return read_amount(reading, found, reading->rule->dimension, &reading->rule->threshold);
}

static enum tkg_status read_tolerances(struct reading *reading)
{
    struct tkg_alert_rule *rule = reading->rule;
    const struct tkg_yaml_node *given =
        reading->values[KEY_ABS_TOL] ? reading->values[KEY_ABS_TOL] : reading->values[KEY_REL_TOL];
    if (given && rule->op != TKG_ALERT_EQUALS) {
        return tkg_yaml_fail(reading->document, given, reading->err,
                             "a tolerance goes with equals only; move the threshold itself");
    }
    if (!given && rule->op == TKG_ALERT_EQUALS) {
        return tkg_yaml_fail(reading->document, reading->values[TKG_ALERT_EQUALS], reading->err,
                             "equals needs a tolerance, no two measurements are the same; add "
                             "abs_tol in the same unit, rel_tol as a share, or both");
    }
    enum tkg_status status = read_amount(reading, KEY_ABS_TOL, rule->dimension, &rule->abs_tol);
    return status == TKG_OK ? read_amount(reading, KEY_REL_TOL, TKG_DIMENSION_SHARE, &rule->rel_tol)
                            : status;
}

static enum tkg_status read_timing(struct reading *reading)
{
    struct tkg_alert_rule *rule = reading->rule;
    double for_ns = 0.0;
    enum tkg_status status =
        read_amount(reading, KEY_HYSTERESIS, rule->dimension, &rule->hysteresis);
    status = status == TKG_OK ? read_amount(reading, KEY_FOR, TKG_DIMENSION_TIME, &for_ns) : status;
    if (status == TKG_OK && for_ns > 1e18) { /* 31 years */
        return tkg_yaml_fail(reading->document, reading->values[KEY_FOR], reading->err,
                             "'for' is longer than any run");
    }
    rule->for_ns = (int64_t)for_ns;
    return status;
}

static enum tkg_status read_log(struct reading *reading)
{
    const struct tkg_yaml_node *value = reading->values[KEY_LOG];
    reading->rule->log = !value || strcmp(value->text, "no") != 0;
    if (value && reading->rule->log && strcmp(value->text, "yes") != 0) {
        return tkg_yaml_fail(reading->document, value, reading->err, "log is yes or no");
    }
    return TKG_OK;
}

static enum tkg_status read_words(struct reading *reading)
{
    const struct tkg_yaml_node *list = reading->values[KEY_EXEC];
    const struct tkg_yaml_node *word = list ? tkg_yaml_first(reading->document, list) : NULL;
    size_t count = 0;
    if (list && !word) {
        return tkg_yaml_fail(reading->document, list, reading->err,
                             "exec names no program; write exec: [/path/of/program, argument]");
    }
    for (; word; word = tkg_yaml_next(reading->document, word)) {
        if (word->kind != TKG_YAML_SCALAR || (count == 0 && !*word->text)) {
            return tkg_yaml_fail(reading->document, word, reading->err,
                                 "exec is a list of words: a program and its arguments");
        }
        if (count == TKG_ALERT_WORD_MAX) {
            return tkg_yaml_fail(reading->document, word, reading->err,
                                 "exec has more than %d words", TKG_ALERT_WORD_MAX);
        }
        reading->rule->words[count] = strdup(word->text);
        if (!reading->rule->words[count++]) {
            return tkg_fail(reading->err, TKG_NO_MEMORY, "out of memory for an alert rule");
        }
    }
    return TKG_OK;
}

static enum tkg_status read_folder(struct reading *reading, unsigned key,
                                   char folder[TKG_ALERT_PATH_BYTES])
{
    const struct tkg_yaml_node *value = reading->values[key];
    if (!value) {
        return TKG_OK;
    }
    enum tkg_status status = tkg_config_text(folder, TKG_ALERT_PATH_BYTES, 1, rule_keys[key].name,
                                             value->text, reading->err);
    return status == TKG_OK ? TKG_OK : tkg_yaml_locate(reading->document, value, reading->err);
}

static enum tkg_status read_folders(struct reading *reading)
{
    enum tkg_status status = read_folder(reading, KEY_DROP, reading->rule->drop);
    return status == TKG_OK ? read_folder(reading, KEY_DUMP, reading->rule->dump) : status;
}

static enum tkg_status read_rule(const struct tkg_yaml_document *document,
                                 const struct tkg_yaml_node *node, struct tkg_alert_rule *rule,
                                 struct tkg_error *err)
{
    /* The unit of an amount follows from the metric, what a tolerance means from the comparison. */
    static enum tkg_status (*const steps[])(struct reading *) = {
        read_metric, read_case, read_comparison, read_tolerances,
        read_timing, read_log,  read_words,      read_folders};
    struct reading reading = {.document = document, .node = node, .rule = rule, .err = err};
    *rule = (struct tkg_alert_rule){.log = true};
    enum tkg_status status =
        tkg_yaml_take_keys(document, node, rule_keys, KEY_RULE_COUNT, reading.values, err);
    for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]) && status == TKG_OK; i++) {
        status = steps[i](&reading);
    }
    return status;
}

/* Appends every rule of the list; on failure those before the bad one, and it, are in *rules. */
static enum tkg_status read_list(const struct tkg_yaml_document *document,
                                 const struct tkg_yaml_node *list, struct tkg_alert_rules *rules,
                                 struct tkg_error *err)
{
    enum tkg_status status = TKG_OK;
    for (const struct tkg_yaml_node *node = tkg_yaml_first(document, list);
         node && status == TKG_OK; node = tkg_yaml_next(document, node)) {
        if (rules->count == TKG_ALERT_RULE_MAX) {
            return tkg_yaml_fail(document, node, err, "more than %d alert rules in all files",
                                 TKG_ALERT_RULE_MAX);
        }
        status = read_rule(document, node, &rules->rules[rules->count++], err);
    }
    return status;
}

/* Room for every rule that there may be: asked for once, so that nothing moves. */
static enum tkg_status make_room(struct tkg_alert_rules *rules, struct tkg_error *err)
{
    if (!rules->rules) {
        rules->rules = calloc(TKG_ALERT_RULE_MAX, sizeof(*rules->rules));
    }
    return rules->rules ? TKG_OK : tkg_fail(err, TKG_NO_MEMORY, "out of memory for alert rules");
}

static enum tkg_status read_file(const struct tkg_yaml_document *document,
                                 struct tkg_alert_rules *rules, struct tkg_error *err)
{
    const struct tkg_yaml_node *values[KEY_FILE_COUNT];
    const struct tkg_yaml_node *root = tkg_yaml_root(document);
    char name[TKG_ALERT_CASE_BYTES];
    enum tkg_status status = tkg_yaml_check_schema(document, "tickgate.alerts/1", err);
    if (status == TKG_OK) {
        status = tkg_yaml_take_keys(document, root, file_keys, KEY_FILE_COUNT, values, err);
    }
    if (status != TKG_OK) {
        return status;
    }
    if (!values[KEY_NAME]) {
        return tkg_yaml_fail(document, root, err, "no name; add the line 'name: ...'");
    }
    if (tkg_config_text(name, sizeof(name), 1, "name", values[KEY_NAME]->text, err) != TKG_OK) {
        return tkg_yaml_locate(document, values[KEY_NAME], err);
    }
    if (!values[KEY_RULES] || !tkg_yaml_first(document, values[KEY_RULES])) {
        return tkg_yaml_fail(document, values[KEY_RULES] ? values[KEY_RULES] : root, err,
                             "no rules; add 'rules:' and a list of them");
    }
    status = make_room(rules, err);
    return status == TKG_OK ? read_list(document, values[KEY_RULES], rules, err) : status;
}

enum tkg_status tkg_alert_rules_parse(struct tkg_alert_rules *rules, const char *path,
                                      const char *yaml, size_t yaml_bytes, struct tkg_error *err)
{
    struct tkg_yaml_document document;
    struct tkg_error unseen;
    struct tkg_error *seen = err ? err : &unseen; /* places are put before texts: one is needed */
    const size_t before = rules->count;
    enum tkg_status status = tkg_yaml_document_parse(&document, path, yaml, yaml_bytes, seen);
    if (status != TKG_OK) {
        return status;
    }
    status = read_file(&document, rules, seen);
    tkg_yaml_document_deinit(&document);
    while (status != TKG_OK && rules->count > before) {
        release(&rules->rules[--rules->count]);
    }
    return status;
}

enum tkg_status tkg_alert_rules_load(struct tkg_alert_rules *rules, const char *path,
                                     struct tkg_error *err)
{
    char *yaml = NULL;
    size_t yaml_bytes = 0;
    enum tkg_status status = tkg_file_read(path, TKG_YAML_BYTES_MAX, &yaml, &yaml_bytes, err);
    if (status != TKG_OK) {
        return status;
    }
    status = tkg_alert_rules_parse(rules, path, yaml, yaml_bytes, err);
    free(yaml);
    return status;
}
