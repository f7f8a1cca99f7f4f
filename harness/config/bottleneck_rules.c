/* SPDX-License-Identifier: Apache-2.0 */
#include "config/bottleneck_rules.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/suggest.h"
#include "config/yaml_document.h"
#include "config/yaml_keys.h"
#include "host/file.h"

enum file_key { KEY_SCHEMA, KEY_NAME, KEY_DESCRIPTION, KEY_RULES, FILE_KEY_COUNT };
enum rule_key { KEY_RULE, KEY_LOW, KEY_MEDIUM, KEY_HIGH, KEY_WAIT, RULE_KEY_COUNT };

static const struct tkg_yaml_key file_keys[FILE_KEY_COUNT] = {
    [KEY_SCHEMA] = {"schema", TKG_YAML_LINE},
    [KEY_NAME] = {"name", TKG_YAML_LINE},
    [KEY_DESCRIPTION] = {"description", TKG_YAML_TEXT},
    [KEY_RULES] = {"rules", TKG_YAML_ITEMS},
};

static const struct tkg_yaml_key rule_keys[RULE_KEY_COUNT] = {
    [KEY_RULE] = {"rule", TKG_YAML_LINE},     [KEY_LOW] = {"low", TKG_YAML_LINE},
    [KEY_MEDIUM] = {"medium", TKG_YAML_LINE}, [KEY_HIGH] = {"high", TKG_YAML_LINE},
    [KEY_WAIT] = {"wait", TKG_YAML_LINE},
};

static const struct tkg_rule_info infos[TKG_RULE_COUNT] = {
#define RULE_ROW(id, name, dimension, what, advice) {name, TKG_DIMENSION_##dimension, what, advice},
    TKG_RULES(RULE_ROW)
#undef RULE_ROW
};

const struct tkg_rule_info *tkg_rule_info(enum tkg_rule rule)
{
    return &infos[rule];
}

const char *tkg_severity_name(enum tkg_severity severity)
{
    return rule_keys[KEY_LOW + (int)severity].name;
}

static enum tkg_status find_rule(const struct tkg_yaml_document *document,
                                 const struct tkg_yaml_node *value, enum tkg_rule *rule,
                                 struct tkg_error *err)
{
    const char *names[TKG_RULE_COUNT];
    for (int i = 0; i < TKG_RULE_COUNT; i++) {
        names[i] = infos[i].name;
        if (strcmp(names[i], value->text) == 0) {
            *rule = (enum tkg_rule)i;
            return TKG_OK;
        }
    }
    const char *near = tkg_suggest(value->text, names, TKG_RULE_COUNT);
    return tkg_yaml_fail(document, value, err, "no rule '%.40s'%s%s%s", value->text,
                         near ? ", did you mean " : "; see thresholds/README.md", near ? near : "",
                         near ? "?" : "");
}

static enum tkg_status read_quantity(const struct tkg_yaml_document *document,
                                     const struct tkg_yaml_node *value,
                                     enum tkg_dimension dimension, double *quantity,
                                     struct tkg_error *err)
{
    const enum tkg_status status = tkg_quantity_parse(value->text, dimension, quantity, err);
    if (status != TKG_OK) {
        return tkg_yaml_locate(document, value, err);
    }
    return *quantity > 0.0 ? TKG_OK
                           : tkg_yaml_fail(document, value, err, "a limit must be above 0");
}

/* Absent limits stay out of reach; the others must rise. */
static enum tkg_status read_limits(const struct tkg_yaml_document *document,
                                   const struct tkg_yaml_node *node,
                                   const struct tkg_yaml_node **values, enum tkg_rule rule,
                                   double *limits, struct tkg_error *err)
{
    double below = 0.0;
    for (int severity = 0; severity < TKG_SEVERITY_COUNT; severity++) {
        const struct tkg_yaml_node *value = values[KEY_LOW + severity];
        if (!value) {
            continue;
        }
        const enum tkg_status status =
            read_quantity(document, value, infos[rule].dimension, &limits[severity], err);
        if (status != TKG_OK) {
            return status;
        }
        if (limits[severity] <= below) {
            return tkg_yaml_fail(document, value, err,
                                 "%s must be above the limit of the milder severity",
                                 rule_keys[KEY_LOW + severity].name);
        }
        below = limits[severity];
    }
    return below > 0.0
               ? TKG_OK
               : tkg_yaml_fail(document, node, err, "%s has no limit; add low, medium or high",
                               infos[rule].name);
}

static enum tkg_status read_wait(const struct tkg_yaml_document *document,
                                 const struct tkg_yaml_node *value, enum tkg_rule rule,
                                 struct tkg_bottleneck_rules *rules, struct tkg_error *err)
{
    if (!value) {
        return TKG_OK;
    }
    if (rule != TKG_RULE_IO_THROUGHPUT) {
        return tkg_yaml_fail(document, value, err, "wait belongs to %s only",
                             infos[TKG_RULE_IO_THROUGHPUT].name);
    }
    return read_quantity(document, value, TKG_DIMENSION_SHARE, &rules->io_wait_0to1, err);
}

static enum tkg_status read_rule(const struct tkg_yaml_document *document,
                                 const struct tkg_yaml_node *node,
                                 struct tkg_bottleneck_rules *rules, bool *seen,
                                 struct tkg_error *err)
{
    const struct tkg_yaml_node *values[RULE_KEY_COUNT];
    enum tkg_rule rule = TKG_RULE_COUNT;
    enum tkg_status status =
        tkg_yaml_take_keys(document, node, rule_keys, RULE_KEY_COUNT, values, err);
    if (status != TKG_OK) {
        return status;
    }
    if (!values[KEY_RULE]) {
        return tkg_yaml_fail(document, node, err, "no rule; add 'rule: NAME'");
    }
    status = find_rule(document, values[KEY_RULE], &rule, err);
    if (status == TKG_OK && seen[rule]) {
        status =
            tkg_yaml_fail(document, node, err, "%s is given twice; remove one", infos[rule].name);
    }
    if (status == TKG_OK) {
        seen[rule] = true;
        status = read_limits(document, node, values, rule, rules->limits[rule], err);
    }
    return status == TKG_OK ? read_wait(document, values[KEY_WAIT], rule, rules, err) : status;
}

static enum tkg_status read_file(const struct tkg_yaml_document *document,
                                 struct tkg_bottleneck_rules *rules, struct tkg_error *err)
{
    const struct tkg_yaml_node *values[FILE_KEY_COUNT];
    bool seen[TKG_RULE_COUNT] = {false};
    enum tkg_status status = tkg_yaml_check_schema(document, "tickgate.rules/1", err);
    if (status == TKG_OK) {
        status = tkg_yaml_take_keys(document, tkg_yaml_root(document), file_keys, FILE_KEY_COUNT,
                                    values, err);
    }
    if (status == TKG_OK && (!values[KEY_RULES] || !tkg_yaml_first(document, values[KEY_RULES]))) {
        status = tkg_yaml_fail(document, tkg_yaml_root(document), err, "no rules; add some");
    }
    if (status != TKG_OK) {
        return status;
    }
    for (const struct tkg_yaml_node *node = tkg_yaml_first(document, values[KEY_RULES]);
         node && status == TKG_OK; node = tkg_yaml_next(document, node)) {
        status = read_rule(document, node, rules, seen, err);
    }
    return status;
}

enum tkg_status tkg_bottleneck_rules_parse(struct tkg_bottleneck_rules *rules, const char *path,
                                           const char *yaml, size_t yaml_bytes,
                                           struct tkg_error *err)
{
    struct tkg_yaml_document document;
    struct tkg_bottleneck_rules read = {.io_wait_0to1 = 0.05};
    enum tkg_status status = tkg_yaml_document_parse(&document, path, yaml, yaml_bytes, err);
    if (status != TKG_OK) {
        return status;
    }
    for (int rule = 0; rule < TKG_RULE_COUNT; rule++) {
        for (int severity = 0; severity < TKG_SEVERITY_COUNT; severity++) {
            read.limits[rule][severity] = HUGE_VAL;
        }
    }
    status = read_file(&document, &read, err);
    tkg_yaml_document_deinit(&document);
    if (status == TKG_OK) {
        *rules = read;
    }
    return status;
}

enum tkg_status tkg_bottleneck_rules_load(struct tkg_bottleneck_rules *rules, const char *path,
                                          struct tkg_error *err)
{
    char *yaml = NULL;
    size_t yaml_bytes = 0;
    enum tkg_status status = tkg_file_read(path, TKG_YAML_BYTES_MAX, &yaml, &yaml_bytes, err);
    status =
        status == TKG_OK ? tkg_bottleneck_rules_parse(rules, path, yaml, yaml_bytes, err) : status;
    free(yaml);
    return status;
}
