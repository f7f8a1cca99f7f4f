/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/command.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/suggest.h"
#include "cli/manual.h"
#include "host/child.h"

enum { COMMAND_COUNT_MAX = 32 };

static const struct tkg_command *const commands[] = {
    &tkg_command_run,     &tkg_command_compare, &tkg_command_explain,
    &tkg_command_analyze, &tkg_command_gate,    &tkg_command_history,
    &tkg_command_report,  &tkg_command_plot,    &tkg_command_gen,
    &tkg_command_convert, &tkg_command_engine,  &tkg_command_doctor,
    &tkg_command_help,    &tkg_command_version, NULL,
};

const struct tkg_command *const *tkg_commands(void)
{
    return commands;
}

const struct tkg_command *tkg_command_find(const char *name)
{
    for (size_t i = 0; commands[i]; i++) {
        if (strcmp(commands[i]->name, name) == 0) {
            return commands[i];
        }
    }
    return NULL;
}

static int print_error(const struct tkg_error *err)
{
    (void)fflush(stdout);
    (void)fputs("tickgate: ", stderr);
    for (const char *at = err->text; *at;
         at++) { /* names are the user's: no escapes reach a terminal */
        bool is_control = (unsigned char)*at < ' ' && *at != '\n';
        (void)fputc(is_control || *at == '\x7f' ? '?' : *at, stderr);
    }
    (void)fputc('\n', stderr);
    int signal_number = tkg_interrupt_requested();
    return err->status == TKG_INTERRUPTED && signal_number ? 128 + signal_number
                                                           : tkg_status_exit_code(err->status);
}

static enum tkg_status unknown_command(const char *name, struct tkg_error *err)
{
    const char *names[COMMAND_COUNT_MAX];
    size_t count = 0;
    for (; commands[count]; count++) {
        names[count] = commands[count]->name;
    }
    const char *near = tkg_suggest(name, names, count);
    return tkg_fail(err, TKG_USAGE, "unknown command '%.40s'%s%s%s; see tickgate help", name,
                    near ? ", did you mean " : "", near ? near : "", near ? "?" : "");
}

static enum tkg_status check_positionals(const struct tkg_command *command,
                                         const struct tkg_option_uses *uses, struct tkg_error *err)
{
    if (uses->positional_count > command->positional_max) {
        return tkg_fail(err, TKG_USAGE, "unexpected argument '%.60s'; usage: tickgate %s %s",
                        uses->positionals[command->positional_max], command->name,
                        command->arguments);
    }
    if (uses->positional_count < command->positional_min) {
        return tkg_fail(err, TKG_USAGE, "an argument is missing; usage: tickgate %s %s",
                        command->name, command->arguments);
    }
    return TKG_OK;
}

static enum tkg_status run_command(const struct tkg_command *command, int argc, char **argv,
                                   int *exit_code, struct tkg_error *err)
{
    struct tkg_option_uses uses;
    enum tkg_status status = tkg_options_parse(command->options, argc, argv, &uses, err);
    if (status == TKG_OK && tkg_options_find(&uses, "help")) {
        tkg_manual_print_command(command);
        return TKG_OK;
    }
    status = status == TKG_OK ? check_positionals(command, &uses, err) : status;
    return status == TKG_OK ? command->run(&uses, exit_code, err) : status;
}

/* A result that did not reach its reader is a failure, too (full disk, closed pipe). */
static int check_stdout(int exit_code)
{
    if (fflush(stdout) == 0 && !ferror(stdout)) {
        return exit_code;
    }
    (void)fprintf(stderr, "tickgate: cannot write to standard output: %s\n", strerror(errno));
    return exit_code != 0 ? exit_code : tkg_status_exit_code(TKG_OUTPUT);
}

int tkg_commands_dispatch(int argc, char **argv)
{
    struct tkg_error err = {0};
    int exit_code = 0;
    const char *name = argc > 1 ? argv[1] : "help";
    if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0) {
        name = "help";
    } else if (strcmp(name, "--version") == 0 || strcmp(name, "-V") == 0) {
        name = "version";
    }
    const struct tkg_command *command = tkg_command_find(name);
    if (!command) {
        (void)unknown_command(name, &err);
        return print_error(&err);
    }
    int skipped = argc > 1 ? 1 : 0;
    if (run_command(command, argc - skipped, argv + skipped, &exit_code, &err) != TKG_OK) {
        return print_error(&err);
    }
    return check_stdout(exit_code);
}
