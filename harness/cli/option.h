/* SPDX-License-Identifier: Apache-2.0
 *
 * The option table: one row per option drives parsing, --help, the man page and the shell
 * completions.
 */
#ifndef TKG_CLI_OPTION_H
#define TKG_CLI_OPTION_H

#include <stddef.h>

#include "base/status.h"
#include "base/text.h"

/* Stores one value into the command's settings; value is NULL for a flag. */
typedef enum tkg_status (*tkg_option_setter)(void *settings, const char *value,
                                             struct tkg_error *err);

enum tkg_completion {
    TKG_COMPLETE_NOTHING,
    TKG_COMPLETE_FILE,
    TKG_COMPLETE_FOLDER,
};

struct tkg_option {
    const char *name;     /* long name without dashes; NULL ends a table */
    char letter;          /* short name, 0 when it has none */
    const char *argument; /* what --help calls the value; NULL for a flag */
    enum tkg_completion completion;
    const char *help;
    tkg_option_setter set;
};

enum { TKG_OPTION_COUNT_MAX = 48, TKG_OPTION_USE_MAX = 128 };

/* What the user wrote, in order, nothing applied yet. */
struct tkg_option_use {
    const struct tkg_option *option;
    const char *value; /* NULL for a flag */
};

struct tkg_option_uses {
    struct tkg_option_use uses[TKG_OPTION_USE_MAX];
    size_t use_count;
    const char *const *positionals; /* borrowed from argv */
    size_t positional_count;
};

/* Parses argv[1..] (argv[0] is the command's name) against a table; reorders argv so that
 * positionals stand last. TKG_USAGE: unknown option with "did you mean", missing value, too many.
 */
enum tkg_status tkg_options_parse(const struct tkg_option *table, int argc, char **argv,
                                  struct tkg_option_uses *uses,
                                  struct tkg_error *err) TKG_MUST_CHECK;

/* Applies all uses in order; a failing setter's text gets "--name: " in front. */
enum tkg_status tkg_options_apply(const struct tkg_option_uses *uses, void *settings,
                                  struct tkg_error *err) TKG_MUST_CHECK;

/* Applies TICKGATE_<NAME> (upper case, '-' as '_') for every option with a value. */
enum tkg_status tkg_options_apply_environment(const struct tkg_option *table, void *settings,
                                              struct tkg_error *err) TKG_MUST_CHECK;

/* The value of the last use of an option by name, or NULL. */
const char *tkg_options_find(const struct tkg_option_uses *uses, const char *name);

/* Refuses what does not go with `option`, which was used: all but the names in usable, which end
 * with NULL. TKG_USAGE */
enum tkg_status tkg_options_check_only(const struct tkg_option_uses *uses, const char *option,
                                       const char *const *usable,
                                       struct tkg_error *err) TKG_MUST_CHECK;

/* The "Options:" block of --help. */
void tkg_options_describe(const struct tkg_option *table, struct tkg_text *out);

#endif
