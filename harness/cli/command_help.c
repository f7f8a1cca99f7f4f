/* SPDX-License-Identifier: Apache-2.0
 *
 * tickgate help and tickgate version.
 */
#include <stdio.h>
#include <string.h>

#include "cli/command.h"
#include "cli/manual.h"
#include <tickgate/engine.h>

struct help_topic {
    const char *name;
    void (*write)(struct tkg_text *out);
};

static const struct help_topic topics[] = {
    {"metrics", tkg_manual_metrics},
    {"exit-codes", tkg_manual_exit_codes},
    {"man", tkg_manual_man_page},
};

static enum tkg_status write_topic(const char *name, struct tkg_text *out, struct tkg_error *err)
{
    for (size_t i = 0; i < sizeof(topics) / sizeof(topics[0]); i++) {
        if (strcmp(topics[i].name, name) == 0) {
            topics[i].write(out);
            return TKG_OK;
        }
    }
    if (tkg_manual_completion(name, out)) {
        return TKG_OK;
    }
    return tkg_fail(
        err, TKG_USAGE,
        "no help on '%.40s'; a command, or one of: metrics exit-codes man bash zsh fish", name);
}

static enum tkg_status command_help(const struct tkg_option_uses *uses, int *exit_code,
                                    struct tkg_error *err)
{
    const char *name = uses->positional_count > 0 ? uses->positionals[0] : NULL;
    const struct tkg_command *command = name ? tkg_command_find(name) : NULL;
    struct tkg_text out;
    enum tkg_status status = TKG_OK;
    (void)exit_code;
    if (command) {
        tkg_manual_print_command(command);
        return TKG_OK;
    }
    tkg_text_init(&out);
    if (name) {
        status = write_topic(name, &out, err);
    } else {
        tkg_manual_overview(&out);
    }
    (void)fputs(tkg_text_borrow(&out), stdout);
    tkg_text_deinit(&out);
    return status;
}

static enum tkg_status command_version(const struct tkg_option_uses *uses, int *exit_code,
                                       struct tkg_error *err)
{
    (void)uses;
    (void)exit_code;
    (void)err;
    (void)printf("tickgate %s (engine ABI %u)\n", TKG_VERSION, TKG_ENGINE_ABI_VERSION);
    return TKG_OK;
}

static const struct tkg_option help_options[] = {
    {"help", 'h', NULL, TKG_COMPLETE_NOTHING, "this text", NULL},
    {NULL, 0, NULL, TKG_COMPLETE_NOTHING, NULL, NULL},
};

const struct tkg_command tkg_command_help = {
    .name = "help",
    .summary = "describe a command or a topic",
    .arguments = "[COMMAND | metrics | exit-codes | man | bash | zsh | fish]",
    .details = "bash, zsh and fish print a completion script, man prints the manual page.\n",
    .options = help_options,
    .positional_max = 1,
    .run = command_help,
};

const struct tkg_command tkg_command_version = {
    .name = "version",
    .summary = "print the version",
    .arguments = "",
    .details = "",
    .options = help_options,
    .run = command_version,
};
