/* SPDX-License-Identifier: Apache-2.0 */
#include "sample/function_table.h"

#include <stdlib.h>
#include <string.h>

static const char *const cost_names[TKG_COST_COUNT] = {
#define COST_NAME(id, name, meaning) name,
    TKG_COSTS(COST_NAME)
#undef COST_NAME
};

const char *tkg_cost_name(enum tkg_cost cost)
{
    return cost_names[cost];
}

static int64_t add_known(int64_t a, int64_t b)
{
    return a < 0 || b < 0 ? -1 : a + b;
}

void tkg_hardware_totals_add(struct tkg_hardware_totals *totals,
                             const struct tkg_hardware_totals *more)
{
    totals->instructions = add_known(totals->instructions, more->instructions);
    totals->cycles = add_known(totals->cycles, more->cycles);
    totals->cache_misses = add_known(totals->cache_misses, more->cache_misses);
    totals->branch_misses = add_known(totals->branch_misses, more->branch_misses);
}

void tkg_function_table_init(struct tkg_function_table *table)
{
    *table = (struct tkg_function_table){0};
}

void tkg_function_table_deinit(struct tkg_function_table *table)
{
    for (size_t i = 0; i < table->string_count; i++) {
        free(table->strings[i]);
    }
    free(table->strings);
    free(table->functions);
    tkg_function_table_init(table);
}

/* What gcc, clang and their link-time optimisers append to copies and parts of a function. */
size_t tkg_function_name_length(const char *name)
{
    static const char *const suffixes[] = {".constprop", ".isra", ".part", ".cold",
                                           ".lto_priv",  ".llvm", "'"};
    size_t length = strlen(name);
    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++) {
        const char *found = strstr(name, suffixes[i]);
        if (found && found > name && (size_t)(found - name) < length) {
            length = (size_t)(found - name);
        }
    }
    return length;
}

static const char *last_part(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static bool has_name(const struct tkg_function *function, const char *name, size_t length)
{
    return strncmp(function->name, name, length) == 0 && function->name[length] == '\0';
}

static struct tkg_function *find(const struct tkg_function_table *table, const char *name,
                                 const char *file)
{
    const size_t length = tkg_function_name_length(name);
    for (size_t i = table->count; i-- > 0;) {
        struct tkg_function *function = &table->functions[i];
        if (has_name(function, name, length) &&
            (!*file || !*function->file ||
             strcmp(last_part(function->file), last_part(file)) == 0)) {
            return function;
        }
    }
    return NULL;
}

const struct tkg_function *tkg_function_table_find(const struct tkg_function_table *table,
                                                   const char *name, const char *file)
{
    return find(table, name, file);
}

/* Doubles *items when it is full; false when memory ran out. */
static bool make_room(void **items, size_t count, size_t *capacity, size_t item_bytes)
{
    if (count < *capacity) {
        return true;
    }
    const size_t wanted = *capacity ? 2 * *capacity : 64;
    void *grown = realloc(*items, wanted * item_bytes);
    if (!grown) {
        return false;
    }
    *items = grown;
    *capacity = wanted;
    return true;
}

/* A copy the table owns; NULL when memory ran out. */
static const char *keep(struct tkg_function_table *table, const char *text, size_t length)
{
    void *items = table->strings;
    if (length == 0) {
        return "";
    }
    if (!make_room(&items, table->string_count, &table->string_capacity, sizeof(char *))) {
        return NULL;
    }
    table->strings = items;
    char *copy = strndup(text, length);
    if (copy) {
        table->strings[table->string_count++] = copy;
    }
    return copy;
}

static struct tkg_function *add(struct tkg_function_table *table, const char *name,
                                const char *file, const char *object)
{
    void *items = table->functions;
    const struct tkg_function row = {
        .name = keep(table, name, tkg_function_name_length(name)),
        .file = keep(table, file, strlen(file)),
        .object = keep(table, object, strlen(object)),
    };
    if (table->count == TKG_FUNCTION_MAX || !row.name || !row.file || !row.object ||
        !make_room(&items, table->count, &table->capacity, sizeof row)) {
        return NULL;
    }
    table->functions = items;
    table->functions[table->count] = row;
    return &table->functions[table->count++];
}

struct tkg_function *tkg_function_table_row(struct tkg_function_table *table, const char *name,
                                            const char *file, const char *object)
{
    struct tkg_function *function = find(table, name, file);
    if (!function) {
        return add(table, name, file, object);
    }
    if (!*function->file && *file) {
        const char *kept = keep(table, file, strlen(file));
        function->file = kept ? kept : function->file;
    }
    return function;
}
