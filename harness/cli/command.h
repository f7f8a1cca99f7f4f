/* SPDX-License-Identifier: Apache-2.0
 *
 * The commands of the tool, one row each. A command is one file command_<name>.c that ends in a
 * struct tkg_command; to add one, write the file and name it in command.c.
 */
#ifndef TKG_CLI_COMMAND_H
#define TKG_CLI_COMMAND_H

#include "base/status.h"
#include "cli/option.h"

struct tkg_command {
    const char *name;
    const char *summary;   /* one line */
    const char *arguments; /* "[OPTIONS] FILE", after the name in the synopsis */
    const char *details;   /* what --help says below the synopsis; examples */
    const struct tkg_option *options;
    size_t positional_min;
    size_t positional_max;
    /* Returns the process exit code; prints its own results to stdout. On a failure (*err filled)
     * the caller prints the text and uses the status's exit code. */
    enum tkg_status (*run)(const struct tkg_option_uses *uses, int *exit_code,
                           struct tkg_error *err);
};

extern const struct tkg_command tkg_command_run;
extern const struct tkg_command tkg_command_compare;
extern const struct tkg_command tkg_command_gate;
extern const struct tkg_command tkg_command_explain;
extern const struct tkg_command tkg_command_analyze;
extern const struct tkg_command tkg_command_history;
extern const struct tkg_command tkg_command_report;
extern const struct tkg_command tkg_command_plot;
extern const struct tkg_command tkg_command_gen;
extern const struct tkg_command tkg_command_convert;
extern const struct tkg_command tkg_command_engine;
extern const struct tkg_command tkg_command_doctor;
extern const struct tkg_command tkg_command_help;
extern const struct tkg_command tkg_command_version;

/* NULL-terminated, in the order of help. */
const struct tkg_command *const *tkg_commands(void);
/* NULL when unknown. */
const struct tkg_command *tkg_command_find(const char *name);

/* Parses and runs; returns the process exit code. Everything main() does, but for built-in engines.
 */
int tkg_commands_dispatch(int argc, char **argv);

#endif
