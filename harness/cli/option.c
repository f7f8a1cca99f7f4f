/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/option.h"

#include <getopt.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "base/suggest.h"

enum {
    LETTERS_BYTES = 2 * TKG_OPTION_COUNT_MAX + 2,
    HELP_COLUMN = 30, /* where help texts start */
    ENVIRONMENT_NAME_BYTES = 64,
};

/* getopt's two tables, made from ours; long options return 256 + row. */
struct getopt_tables {
    struct option longs[TKG_OPTION_COUNT_MAX + 1];
    char letters[LETTERS_BYTES];
    size_t count;
};

enum { LONG_BASE = 256 };

static void make_tables(const struct tkg_option *table, struct getopt_tables *out)
{
    size_t used = 0;
    *out = (struct getopt_tables){0};
    out->letters[used++] = ':'; /* a missing value is told apart from an unknown option */
    for (; table[out->count].name; out->count++) {
        const struct tkg_option *option = &table[out->count];
        TKG_ASSERT(out->count < TKG_OPTION_COUNT_MAX);
        out->longs[out->count] = (struct option){
            .name = option->name,
            .has_arg = option->argument ? required_argument : no_argument,
            .val = LONG_BASE + (int)out->count,
        };
        if (option->letter) {
            out->letters[used++] = option->letter;
            if (option->argument) {
                out->letters[used++] = ':';
            }
        }
    }
}

static const struct tkg_option *find_by_code(const struct tkg_option *table, int code)
{
    if (code >= LONG_BASE) {
        return &table[code - LONG_BASE];
    }
    for (; table->name; table++) {
        if (table->letter == code) {
            return table;
        }
    }
    return NULL;
}

static enum tkg_status unknown_option(const struct tkg_option *table, const char *written,
                                      const char *command, struct tkg_error *err)
{
    const char *names[TKG_OPTION_COUNT_MAX];
    size_t count = 0;
    char word[64];
    (void)tkg_string_copy(word, sizeof(word), written + strspn(written, "-"));
    word[strcspn(word, "=")] = '\0';
    for (; table[count].name; count++) {
        names[count] = table[count].name;
    }
    const char *near = tkg_suggest(word, names, count);
    return tkg_fail(err, TKG_USAGE, "unknown option '%.60s'%s%s%s; see tickgate %s --help", written,
                    near ? ", did you mean --" : "", near ? near : "", near ? "?" : "", command);
}

static enum tkg_status add_use(struct tkg_option_uses *uses, const struct tkg_option *option,
                               const char *value, struct tkg_error *err)
{
    if (uses->use_count == TKG_OPTION_USE_MAX) {
        return tkg_fail(err, TKG_USAGE, "more than %d options", TKG_OPTION_USE_MAX);
    }
    uses->uses[uses->use_count++] = (struct tkg_option_use){option, value};
    return TKG_OK;
}

enum tkg_status tkg_options_parse(const struct tkg_option *table, int argc, char **argv,
                                  struct tkg_option_uses *uses, struct tkg_error *err)
{
    struct getopt_tables tables;
    make_tables(table, &tables);
    *uses = (struct tkg_option_uses){0};
    opterr = 0;
    optind = 0; /* glibc: start afresh */
    int code;
    while ((code = getopt_long(argc, argv, tables.letters, tables.longs, NULL)) != -1) {
        const struct tkg_option *option =
            code == '?' || code == ':' ? NULL : find_by_code(table, code);
        if (code == ':') {
            return tkg_fail(err, TKG_USAGE, "%s needs a value; see tickgate %s --help",
                            argv[optind - 1], argv[0]);
        }
        if (!option) {
            char letter[3] = {'-', (char)optopt, '\0'};
            bool is_letter = optopt > 0 && optopt < LONG_BASE;
            return unknown_option(table, is_letter ? letter : argv[optind - 1], argv[0], err);
        }
        enum tkg_status status = add_use(uses, option, option->argument ? optarg : NULL, err);
        if (status != TKG_OK) {
            return status;
        }
    }
    uses->positionals = (const char *const *)(argv + optind);
    uses->positional_count = (size_t)(argc - optind);
    return TKG_OK;
}

enum tkg_status tkg_options_apply(const struct tkg_option_uses *uses, void *settings,
                                  struct tkg_error *err)
{
    for (size_t i = 0; i < uses->use_count; i++) {
        const struct tkg_option *option = uses->uses[i].option;
        if (option->set && option->set(settings, uses->uses[i].value, err) != TKG_OK) {
            return tkg_fail_prefix(err, "--%s", option->name);
        }
    }
    return TKG_OK;
}

static void environment_name(const char *option_name, char *out, size_t out_bytes)
{
    (void)snprintf(out, out_bytes, "TICKGATE_%s", option_name);
    for (char *at = out; *at; at++) {
        bool is_lower = *at >= 'a' && *at <= 'z'; /* option names are ASCII */
        *at = (char)(*at == '-' ? '_' : is_lower ? *at - 32 : *at);
    }
}

enum tkg_status tkg_options_apply_environment(const struct tkg_option *table, void *settings,
                                              struct tkg_error *err)
{
    for (; table->name; table++) {
        char name[ENVIRONMENT_NAME_BYTES];
        environment_name(table->name, name, sizeof(name));
        const char *value = table->argument && table->set ? getenv(name) : NULL;
        if (value && *value && table->set(settings, value, err) != TKG_OK) {
            return tkg_fail_prefix(err, "environment variable %s", name);
        }
    }
    return TKG_OK;
}

const char *tkg_options_find(const struct tkg_option_uses *uses, const char *name)
{
    const char *value = NULL;
    for (size_t i = 0; i < uses->use_count; i++) {
        if (strcmp(uses->uses[i].option->name, name) == 0) {
            value = uses->uses[i].value ? uses->uses[i].value : "";
        }
    }
    return value;
}

static bool is_among(const char *name, const char *const *names)
{
    for (; *names; names++) {
        if (strcmp(name, *names) == 0) {
            return true;
        }
    }
    return false;
}

enum tkg_status tkg_options_check_only(const struct tkg_option_uses *uses, const char *option,
                                       const char *const *usable, struct tkg_error *err)
{
    for (size_t i = 0; i < uses->use_count; i++) {
        const char *name = uses->uses[i].option->name;
        if (!is_among(name, usable)) {
            return tkg_fail(err, TKG_USAGE, "--%s does not go with --%s, which measures nothing",
                            name, option);
        }
    }
    return TKG_OK;
}

void tkg_options_describe(const struct tkg_option *table, struct tkg_text *out)
{
    tkg_text_add(out, "Options:\n");
    for (; table->name; table++) {
        char left[80];
        char letter[5] = "    ";
        if (table->letter) {
            (void)snprintf(letter, sizeof(letter), "-%c, ", table->letter);
        }
        (void)snprintf(left, sizeof(left), "  %s--%s%s%s", letter, table->name,
                       table->argument ? "=" : "", table->argument ? table->argument : "");
        tkg_text_addf(out, "%-*s%s%s\n", HELP_COLUMN, left,
                      strlen(left) >= HELP_COLUMN ? "\n                              " : "",
                      table->help);
    }
}
