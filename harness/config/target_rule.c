/* SPDX-License-Identifier: Apache-2.0 */
/* One rule, in the order in which its values depend on each other: the metric fixes the unit, the
 * key of the limit fixes its kind. Nothing here knows which cases or rulers a run will have. */
#include "config/target_rule.h"

#include <string.h>

#include "base/check.h"
#include "base/number.h"
#include "base/quantity.h"
#include "base/text.h"
#include "config/yaml_keys.h"

enum rule_key { KEY_METRIC, KEY_CASE, KEY_MIN, KEY_MAX, KEY_EQUALS, KEY_TOLERANCE, KEY_COUNT };

static const struct tkg_yaml_key rule_keys[KEY_COUNT] = {
    [KEY_METRIC] = {"metric", TKG_YAML_LINE}, [KEY_CASE] = {"case", TKG_YAML_LINE},
    [KEY_MIN] = {"min", TKG_YAML_LINE},       [KEY_MAX] = {"max", TKG_YAML_LINE},
    [KEY_EQUALS] = {"equals", TKG_YAML_LINE}, [KEY_TOLERANCE] = {"tolerance", TKG_YAML_LINE},
};

static const enum rule_key key_of_kind[] = {
    [TKG_TARGET_MIN] = KEY_MIN, [TKG_TARGET_MAX] = KEY_MAX, [TKG_TARGET_EQUALS] = KEY_EQUALS};

/* Not "replay/" followed by a star: a case without a size would be a bug, no match. */
static const char default_pattern[] = "replay/?*";

/* A rule while it is read. */
struct rule {
    const struct tkg_yaml_document *document;
    const struct tkg_yaml_node *node;
    const struct tkg_yaml_node *values[KEY_COUNT];
    struct tkg_target *target;
    struct tkg_error *err;
};

const char *tkg_target_kind_key(enum tkg_target_kind kind)
{
    TKG_ASSERT((unsigned)kind <= TKG_TARGET_EQUALS);
    return rule_keys[key_of_kind[kind]].name;
}

static enum tkg_dimension dimension_of(const struct rule *rule)
{
    return tkg_metric_info(rule->target->metric)->dimension;
}

/* Puts the value's place and what it limits before the text in err. */
static enum tkg_status locate_value(const struct rule *rule, enum rule_key key)
{
    (void)tkg_fail_prefix(rule->err, "%s of %s", rule_keys[key].name,
                          tkg_metric_info(rule->target->metric)->name);
    return tkg_yaml_locate(rule->document, rule->values[key], rule->err);
}

/* First of the steps: every later error text names the metric. */
static enum tkg_status read_metric(struct rule *rule)
{
    const struct tkg_yaml_node *value = rule->values[KEY_METRIC];
    if (!value) {
        return tkg_yaml_fail(rule->document, rule->node, rule->err,
                             "this target has no metric; add 'metric: NAME' ('tickgate help "
                             "metrics' lists all names)");
    }
    if (tkg_metric_find(value->text, &rule->target->metric)) {
        return tkg_metric_is_diagnosis(rule->target->metric)
                   ? tkg_yaml_fail(rule->document, value, rule->err,
                                   "%s is of pass D, which is for diagnosis and is never judged; "
                                   "take block_* or tick_*",
                                   value->text)
                   : TKG_OK;
    }
    const char *near = tkg_metric_suggest(value->text);
    return tkg_yaml_fail(rule->document, value, rule->err,
                         "unknown metric '%.40s'; %s%s%s'tickgate help metrics' lists all names",
                         value->text, near ? "did you mean '" : "", near ? near : "",
                         near ? "'? " : "");
}

/* A pattern whose part before the first slash is literal can only match cases of that family, so a
 * family that does not exist is a misspelling. A glob there ("*", "[rp]*") is taken as meant. */
static bool starts_with_family(const char *pattern)
{
    static const char *const families[] = {"replay/", "paced/", "ruler/", "threads/", "ticks/"};
    if (strcspn(pattern, "*?[") < strcspn(pattern, "/")) {
        return true;
    }
    for (size_t i = 0; i < sizeof(families) / sizeof(families[0]); i++) {
        size_t length = strlen(families[i]);
        if (strncmp(pattern, families[i], length) == 0 && pattern[length] != '\0') {
            return true;
        }
    }
    return false;
}

static enum tkg_status read_case(struct rule *rule)
{
    const struct tkg_yaml_node *value = rule->values[KEY_CASE];
    const char *pattern = value ? value->text : default_pattern;
    enum tkg_status status =
        tkg_config_text(rule->target->case_pattern, sizeof(rule->target->case_pattern), 1, "case",
                        pattern, rule->err);
    if (status != TKG_OK) {
        return tkg_yaml_locate(rule->document, value, rule->err);
    }
    if (!starts_with_family(pattern)) {
        return tkg_yaml_fail(rule->document, value, rule->err,
                             "case '%s' can match nothing; write replay/..., paced/..., ruler/..., "
                             "threads/..., ticks/... or a pattern such as '*'",
                             pattern);
    }
    return TKG_OK;
}

/* Exactly one of min, max, equals. */
static enum tkg_status read_kind(struct rule *rule)
{
    const struct tkg_yaml_node *found = NULL;
    for (int kind = TKG_TARGET_MIN; kind <= TKG_TARGET_EQUALS; kind++) {
        const struct tkg_yaml_node *value = rule->values[key_of_kind[kind]];
        if (value && found) {
            return tkg_yaml_fail(rule->document, value, rule->err,
                                 "this target has both %s and %s; write two targets",
                                 tkg_target_kind_key(rule->target->kind),
                                 tkg_target_kind_key((enum tkg_target_kind)kind));
        }
        if (value) {
            found = value;
            rule->target->kind = (enum tkg_target_kind)kind;
        }
    }
    if (!found) {
        return tkg_yaml_fail(rule->document, rule->node, rule->err,
                             "this target has no limit; add one of min, max or equals");
    }
    return TKG_OK;
}

/* "6.5 x ruler/walk": where the 'x' of a multiple stands, NULL when text is a plain quantity. */
static const char *find_times(const char *text)
{
    size_t digits = strspn(text, "0123456789.");
    const char *at = text + digits + strspn(text + digits, " ");
    return digits > 0 && *at == 'x' ? at : NULL;
}

/* A ruler gives ns per tick, so only metrics of that kind can be a multiple of it. */
static enum tkg_status check_ruler_metric(const struct rule *rule)
{
    const char *name = tkg_metric_info(rule->target->metric)->name;
    if (rule->target->kind == TKG_TARGET_EQUALS) {
        return tkg_fail(rule->err, TKG_CONFIG, "a multiple of a ruler goes with min or max only");
    }
    if (dimension_of(rule) != TKG_DIMENSION_TIME || rule->target->metric == TKG_METRIC_TOTAL_TIME) {
        return tkg_fail(rule->err, TKG_CONFIG,
                        "%s is not a time per tick, so it cannot be a multiple of a ruler", name);
    }
    return TKG_OK;
}

/* Splits "6.5 x ruler/walk" at its 'x', which find_times() has found. The ruler must be a plain
 * name: with a pattern, two kernels could answer. Whether the run measures it only the judge knows.
 */
static enum tkg_status read_multiple(struct rule *rule, const char *text, const char *times)
{
    char number[TKG_QUANTITY_BYTES];
    size_t digits = strspn(text, "0123456789.");
    const char *ruler = times + 1 + strspn(times + 1, " ");
    enum tkg_status status = check_ruler_metric(rule);
    if (status != TKG_OK) {
        return status;
    }
    if (digits >= sizeof(number)) {
        return tkg_fail(rule->err, TKG_CONFIG, "the multiple has more than %zu digits",
                        sizeof(number) - 1);
    }
    memcpy(number, text, digits);
    number[digits] = '\0';
    if (!tkg_double_parse(number, &rule->target->limit)) {
        return tkg_fail(rule->err, TKG_CONFIG, "'%s' is not a number; write 6.5 x ruler/walk",
                        number);
    }
    if (strncmp(ruler, "ruler/", 6) != 0 || ruler[6] == '\0' || strpbrk(ruler, "*?[ ")) {
        return tkg_fail(rule->err, TKG_CONFIG,
                        "'%.40s' is not the name of a ruler; write 6.5 x ruler/walk", ruler);
    }
    return tkg_config_text(rule->target->ruler, sizeof(rule->target->ruler), 1, "the ruler's name",
                           ruler, rule->err);
}

/* Zero is reached by shares, and by engines that allocate, keep or wait for nothing. */
static bool zero_makes_sense(const struct rule *rule)
{
    enum tkg_metric metric = rule->target->metric;
    bool can_be_nothing =
        metric == TKG_METRIC_ALLOCATIONS || metric == TKG_METRIC_ALLOCATED_BYTES ||
        metric == TKG_METRIC_HEAP_GROWTH || metric == TKG_METRIC_RESIDENT_GROWTH ||
        metric == TKG_METRIC_TAIL_SLEEPS || metric == TKG_METRIC_TAIL_FAULTS;
    return (rule->target->kind == TKG_TARGET_EQUALS && dimension_of(rule) == TKG_DIMENSION_SHARE) ||
           (rule->target->kind == TKG_TARGET_MAX && can_be_nothing);
}

/* Nothing measured is below zero; a limit there is a slip. */
static enum tkg_status check_sign(const struct rule *rule)
{
    if (rule->target->limit > 0.0 || (zero_makes_sense(rule) && rule->target->limit == 0.0)) {
        return TKG_OK;
    }
    return tkg_fail(rule->err, TKG_CONFIG, "'%s' is not above zero", rule->target->limit_text);
}

/* Keeps the text, too: reports print a limit as it was written. */
static enum tkg_status read_limit_text(struct rule *rule, const char *text)
{
    enum tkg_status status =
        tkg_config_text(rule->target->limit_text, sizeof(rule->target->limit_text), 1, "the limit",
                        text, rule->err);
    if (status != TKG_OK) {
        return status;
    }
    const char *times = find_times(text);
    status = times ? read_multiple(rule, text, times)
                   : tkg_quantity_parse(text, dimension_of(rule), &rule->target->limit, rule->err);
    return status == TKG_OK ? check_sign(rule) : status;
}

static enum tkg_status read_limit(struct rule *rule)
{
    enum rule_key key = key_of_kind[rule->target->kind];
    enum tkg_status status = read_limit_text(rule, rule->values[key]->text);
    return status == TKG_OK ? TKG_OK : locate_value(rule, key);
}

/* A tolerance is absolute: a share of a limit near zero would be no room at all. */
static enum tkg_status read_tolerance(struct rule *rule)
{
    const struct tkg_yaml_node *value = rule->values[KEY_TOLERANCE];
    bool wanted = rule->target->kind == TKG_TARGET_EQUALS;
    if (!wanted && value) {
        return tkg_yaml_fail(rule->document, value, rule->err,
                             "tolerance goes with equals only; move the limit itself");
    }
    if (!wanted) {
        return TKG_OK;
    }
    if (!value) {
        return tkg_yaml_fail(rule->document, rule->values[KEY_EQUALS], rule->err,
                             "equals needs a tolerance, no two measurements are the same; add "
                             "'tolerance: ' with a value in the same unit");
    }
    enum tkg_status status =
        tkg_quantity_parse(value->text, dimension_of(rule), &rule->target->tolerance, rule->err);
    if (status == TKG_OK && !(rule->target->tolerance > 0.0)) {
        status = tkg_fail(rule->err, TKG_CONFIG, "'%.40s' is not above zero", value->text);
    }
    return status == TKG_OK ? TKG_OK : locate_value(rule, KEY_TOLERANCE);
}

enum tkg_status tkg_target_rule_read(const struct tkg_yaml_document *document,
                                     const struct tkg_yaml_node *node, struct tkg_target *target,
                                     struct tkg_error *err)
{
    /* The order matters: the unit of a limit follows from the metric, its place from the kind. */
    static enum tkg_status (*const steps[])(struct rule *) = {read_metric, read_case, read_kind,
                                                              read_limit, read_tolerance};
    struct rule rule = {.document = document, .node = node, .target = target, .err = err};
    TKG_ASSERT(err != NULL);
    *target = (struct tkg_target){.line = node->line, .column = node->column};
    enum tkg_status status =
        tkg_yaml_take_keys(document, node, rule_keys, KEY_COUNT, rule.values, err);
    for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]) && status == TKG_OK; i++) {
        status = steps[i](&rule);
    }
    const struct tkg_yaml_node *first = tkg_yaml_first(document, node);
    if (status == TKG_OK && first) { /* "- {metric: ...}": the key, not the brace */
        target->line = first->line;
        target->column = first->column;
    }
    return status;
}
