/* SPDX-License-Identifier: Apache-2.0 */
/* A set grows file by file. Each file is read into a copy of the set, so that a failure anywhere
 * leaves nothing behind; one rule is read in target_rule.c. */
#include "config/target.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "config/target_rule.h"
#include "config/yaml_document.h"
#include "config/yaml_keys.h"
#include "host/file.h"

enum file_key { KEY_SCHEMA, KEY_NAME, KEY_DESCRIPTION, KEY_TARGETS, KEY_COUNT };

static const struct tkg_yaml_key file_keys[KEY_COUNT] = {
    [KEY_SCHEMA] = {"schema", TKG_YAML_LINE},
    [KEY_NAME] = {"name", TKG_YAML_LINE},
    [KEY_DESCRIPTION] = {"description", TKG_YAML_TEXT},
    [KEY_TARGETS] = {"targets", TKG_YAML_ITEMS},
};

void tkg_target_set_init(struct tkg_target_set *set)
{
    *set = (struct tkg_target_set){0};
}

void tkg_target_set_deinit(struct tkg_target_set *set)
{
    free(set->targets);
    free(set->files);
    tkg_target_set_init(set);
}

/* A zeroed array of item_count * item_bytes (calloc checks the product) that begins with the old
 * one's contents. */
static void *copy_larger(const void *old, size_t old_count, size_t item_count, size_t item_bytes)
{
    void *copy = calloc(item_count, item_bytes);
    if (copy && old_count) {
        memcpy(copy, old, old_count * item_bytes);
    }
    return copy;
}

/* *to = a deep copy of *from with room for more. The caller's set stays as it is until all of a
 * file has been read, so a failure needs no undoing. */
static enum tkg_status copy_with_room(struct tkg_target_set *to, const struct tkg_target_set *from,
                                      size_t more_target_count, struct tkg_error *err)
{
    size_t room = from->target_count + more_target_count;
    *to = *from;
    to->targets = copy_larger(from->targets, from->target_count, room, sizeof(*to->targets));
    to->files =
        copy_larger(from->files, from->file_count, from->file_count + 1, sizeof(*to->files));
    if (!to->targets || !to->files) {
        tkg_target_set_deinit(to);
        (void)tkg_fail(err, TKG_NO_MEMORY, "out of memory for %zu targets", room);
        return TKG_NO_MEMORY;
    }
    return TKG_OK;
}

/* A limit in ns and one in multiples of a ruler are two promises, and both are kept. */
static bool is_same_rule(const struct tkg_target *a, const struct tkg_target *b)
{
    return a->metric == b->metric && a->kind == b->kind &&
           strcmp(a->case_pattern, b->case_pattern) == 0 && strcmp(a->ruler, b->ruler) == 0;
}

/* Two limits of one kind for one thing: one of them is forgotten, and nobody would see which. */
static enum tkg_status check_unique(const char *path, const struct tkg_target_set *set,
                                    const struct tkg_target *fresh, struct tkg_error *err)
{
    for (size_t i = 0; i < set->target_count; i++) {
        const struct tkg_target *old = &set->targets[i];
        if (is_same_rule(old, fresh)) {
            return tkg_fail(err, TKG_CONFIG,
                            "%s:%u:%u: %s of %s for '%s' is already given at %s:%u:%u; remove one",
                            path, fresh->line, fresh->column, tkg_target_kind_key(old->kind),
                            tkg_metric_info(old->metric)->name, old->case_pattern,
                            set->files[old->file_index].path, old->line, old->column);
        }
    }
    return TKG_OK;
}

/* Appends every rule of the list; there is room for all of them. */
static enum tkg_status read_rules(const struct tkg_yaml_document *document,
                                  const struct tkg_yaml_node *list, struct tkg_target_set *set,
                                  struct tkg_error *err)
{
    for (const struct tkg_yaml_node *node = tkg_yaml_first(document, list); node;
         node = tkg_yaml_next(document, node)) {
        struct tkg_target fresh;
        enum tkg_status status = tkg_target_rule_read(document, node, &fresh, err);
        if (status == TKG_OK) {
            status = check_unique(document->path, set, &fresh, err);
        }
        if (status != TKG_OK) {
            return status;
        }
        fresh.file_index = (uint32_t)(set->file_count - 1);
        set->targets[set->target_count++] = fresh;
    }
    return TKG_OK;
}

/* Appends the file itself, to which its rules then refer by index. */
static enum tkg_status add_file(const struct tkg_yaml_document *document,
                                const struct tkg_yaml_node *name, struct tkg_target_set *set,
                                struct tkg_error *err)
{
    struct tkg_target_file *file = &set->files[set->file_count];
    if (!name) {
        return tkg_yaml_fail(document, tkg_yaml_root(document), err,
                             "no name; add the line 'name: ...', reports print it");
    }
    if (tkg_config_text(file->name, sizeof(file->name), 1, "name", name->text, err) != TKG_OK) {
        return tkg_yaml_locate(document, name, err);
    }
    if (!tkg_string_copy(file->path, sizeof(file->path), document->path)) {
        return tkg_fail(err, TKG_CONFIG, "%s: the path has more than %zu bytes; use a shorter one",
                        document->path, sizeof(file->path) - 1);
    }
    set->file_count++;
    return TKG_OK;
}

/* The number of rules in the file; 0 with *err filled when that is no usable number. */
static size_t count_rules(const struct tkg_yaml_document *document,
                          const struct tkg_yaml_node *list, size_t old_count, struct tkg_error *err)
{
    size_t count = 0;
    if (!list) {
        (void)tkg_yaml_fail(document, tkg_yaml_root(document), err,
                            "no targets; add 'targets:' and a list of rules");
        return 0;
    }
    for (const struct tkg_yaml_node *node = tkg_yaml_first(document, list); node;
         node = tkg_yaml_next(document, node)) {
        if (old_count + ++count > TKG_TARGET_COUNT_MAX) {
            (void)tkg_yaml_fail(document, node, err,
                                "more than %d targets in all files together; merge some with a "
                                "pattern",
                                TKG_TARGET_COUNT_MAX);
            return 0;
        }
    }
    if (count == 0) { /* a gate without rules would always be green */
        (void)tkg_yaml_fail(document, list, err, "the list of targets is empty; add a rule");
    }
    return count;
}

/* Works on a copy that replaces the caller's set only when the whole file was right. */
static enum tkg_status read_file(const struct tkg_yaml_document *document,
                                 struct tkg_target_set *set, struct tkg_error *err)
{
    const struct tkg_yaml_node *values[KEY_COUNT];
    struct tkg_target_set fresh;
    enum tkg_status status = tkg_yaml_check_schema(document, "tickgate.targets/1", err);
    if (status == TKG_OK) {
        status = tkg_yaml_take_keys(document, tkg_yaml_root(document), file_keys, KEY_COUNT, values,
                                    err);
    }
    if (status != TKG_OK) {
        return status;
    }
    size_t count = count_rules(document, values[KEY_TARGETS], set->target_count, err);
    if (count == 0) {
        return err->status;
    }
    status = copy_with_room(&fresh, set, count, err);
    if (status != TKG_OK) {
        return status;
    }
    status = add_file(document, values[KEY_NAME], &fresh, err);
    if (status == TKG_OK) {
        status = read_rules(document, values[KEY_TARGETS], &fresh, err);
    }
    /* One of the two is thrown away: the old set after success, the copy after a failure. */
    struct tkg_target_set unwanted = status == TKG_OK ? *set : fresh;
    if (status == TKG_OK) {
        *set = fresh;
    }
    tkg_target_set_deinit(&unwanted);
    return status;
}

enum tkg_status tkg_target_set_parse(struct tkg_target_set *set, const char *path, const char *yaml,
                                     size_t yaml_bytes, struct tkg_error *err)
{
    struct tkg_yaml_document document;
    struct tkg_error unseen;
    struct tkg_error *seen = err ? err : &unseen; /* places are put before texts: one is needed */
    enum tkg_status status = tkg_yaml_document_parse(&document, path, yaml, yaml_bytes, seen);
    if (status != TKG_OK) {
        return status;
    }
    status = read_file(&document, set, seen);
    tkg_yaml_document_deinit(&document);
    return status;
}

enum tkg_status tkg_target_set_load(struct tkg_target_set *set, const char *path,
                                    struct tkg_error *err)
{
    char *yaml = NULL;
    size_t yaml_bytes = 0;
    enum tkg_status status = tkg_file_read(path, TKG_YAML_BYTES_MAX, &yaml, &yaml_bytes, err);
    if (status != TKG_OK) {
        return status;
    }
    status = tkg_target_set_parse(set, path, yaml, yaml_bytes, err);
    free(yaml);
    return status;
}

bool tkg_target_matches(const struct tkg_target *target, const char *case_name)
{
    return fnmatch(target->case_pattern, case_name, 0) == 0;
}
