/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/manual.h"

#include <stdio.h>
#include <string.h>

#include "sample/metric.h"

static const struct {
    int code;
    const char *meaning;
} exit_codes[] = {
    {0, "all targets met, no regression"},
    {1, "regression or target missed, confirmed"},
    {2, "usage or configuration error, unreadable input, output that cannot be written"},
    {3, "inconclusive: too noisy to tell within the budget"},
    {4, "engine failed: crash, time-out, wrong tick count, digest differs"},
    {5, "nothing measured: empty selection, declared case absent"},
    {6, "environment refused under --strict; tickgate plot: no gnuplot or no fonts"},
    {70, "internal error"},
    {130, "interrupted (128 + signal); partial results are written and marked incomplete"},
};

void tkg_manual_overview(struct tkg_text *out)
{
    tkg_text_add(out, "tickgate: the performance gate for backtest engines\n\n"
                      "Usage: tickgate COMMAND [OPTIONS] [ARGUMENTS]\n\nCommands:\n");
    for (const struct tkg_command *const *row = tkg_commands(); *row; row++) {
        tkg_text_addf(out, "  %-10s %s\n", (*row)->name, (*row)->summary);
    }
    tkg_text_add(out, "\ntickgate COMMAND --help tells more; so does tickgate help exit-codes, "
                      "tickgate help metrics.\n");
}

void tkg_manual_metrics(struct tkg_text *out)
{
    for (int i = 0; i < TKG_METRIC_COUNT; i++) {
        const struct tkg_metric_info *info = tkg_metric_info((enum tkg_metric)i);
        tkg_text_addf(out, "%-24s %-8s %s\n", info->name, tkg_dimension_unit(info->dimension),
                      info->meaning);
    }
}

void tkg_manual_exit_codes(struct tkg_text *out)
{
    for (size_t i = 0; i < sizeof(exit_codes) / sizeof(exit_codes[0]); i++) {
        tkg_text_addf(out, "%4d  %s\n", exit_codes[i].code, exit_codes[i].meaning);
    }
}

void tkg_manual_print_command(const struct tkg_command *command)
{
    struct tkg_text out;
    tkg_text_init(&out);
    tkg_text_addf(&out, "tickgate %s: %s\n\nUsage: tickgate %s %s\n\n", command->name,
                  command->summary, command->name, command->arguments);
    tkg_options_describe(command->options, &out);
    tkg_text_addf(&out, "\n%s", command->details);
    (void)fputs(tkg_text_borrow(&out), stdout);
    tkg_text_deinit(&out);
}

/* roff: a hyphen in a literal is \-, a line must not start with a dot or an apostrophe. */
static void add_roff(struct tkg_text *out, const char *text)
{
    bool at_line_start = true;
    for (; *text; text++) {
        if (at_line_start && (*text == '.' || *text == '\'')) {
            tkg_text_add(out, "\\&");
        }
        if (*text == '-') {
            tkg_text_add(out, "\\-");
        } else if (*text == '\\') {
            tkg_text_add(out, "\\e");
        } else {
            tkg_text_add_bytes(out, text, 1);
        }
        at_line_start = *text == '\n';
    }
}

static void add_roff_command(struct tkg_text *out, const struct tkg_command *command)
{
    tkg_text_add(out, ".SS tickgate ");
    add_roff(out, command->name);
    tkg_text_add(out, " ");
    add_roff(out, command->arguments);
    tkg_text_add(out, "\n");
    add_roff(out, command->summary);
    tkg_text_add(out, ".\n");
    for (const struct tkg_option *option = command->options; option->name; option++) {
        tkg_text_add(out, ".TP\n\\fB\\-\\-");
        add_roff(out, option->name);
        tkg_text_add(out, "\\fR");
        if (option->argument) {
            tkg_text_addf(out, "=\\fI%s\\fR", option->argument);
        }
        if (option->letter) {
            tkg_text_addf(out, ", \\fB\\-%c\\fR", option->letter);
        }
        tkg_text_add(out, "\n");
        add_roff(out, option->help);
        tkg_text_add(out, "\n");
    }
    tkg_text_add(out, ".PP\n.nf\n");
    add_roff(out, command->details);
    tkg_text_add(out, ".fi\n");
}

void tkg_manual_man_page(struct tkg_text *out)
{
    tkg_text_add(out,
                 ".TH TICKGATE 1\n.SH NAME\n"
                 "tickgate \\- the performance gate for backtest engines\n"
                 ".SH SYNOPSIS\n\\fBtickgate\\fR \\fICOMMAND\\fR [\\fIOPTIONS\\fR]\n"
                 ".SH DESCRIPTION\n"
                 "Replays tick streams through a backtest engine, measures throughput, latency,\n"
                 "memory and CPU, and judges them against targets.\n.SH COMMANDS\n");
    for (const struct tkg_command *const *row = tkg_commands(); *row; row++) {
        add_roff_command(out, *row);
    }
    tkg_text_add(out, ".SH EXIT STATUS\n.nf\n");
    struct tkg_text codes;
    tkg_text_init(&codes);
    tkg_manual_exit_codes(&codes);
    add_roff(out, tkg_text_borrow(&codes));
    tkg_text_deinit(&codes);
    tkg_text_add(out,
                 ".fi\n.SH ENVIRONMENT\n"
                 "Every option with a value can be given as TICKGATE_NAME (upper case, dashes as\n"
                 "underscores); the command line wins. NO_COLOR and TERM=dumb are obeyed.\n"
                 ".SH SEE ALSO\ngnuplot(1)\n");
}

static void complete_bash(struct tkg_text *out)
{
    tkg_text_add(out, "_tickgate() {\n"
                      "    local current=${COMP_WORDS[COMP_CWORD]} words=\n"
                      "    if [ \"$COMP_CWORD\" -eq 1 ]; then words='");
    for (const struct tkg_command *const *row = tkg_commands(); *row; row++) {
        tkg_text_addf(out, "%s ", (*row)->name);
    }
    tkg_text_add(out, "'; else case ${COMP_WORDS[1]} in\n");
    for (const struct tkg_command *const *row = tkg_commands(); *row; row++) {
        tkg_text_addf(out, "    %s) words='", (*row)->name);
        for (const struct tkg_option *option = (*row)->options; option->name; option++) {
            tkg_text_addf(out, "--%s%s ", option->name, option->argument ? "=" : "");
        }
        tkg_text_add(out, "' ;;\n");
    }
    tkg_text_add(out, "    esac; fi\n"
                      "    COMPREPLY=($(compgen -W \"$words\" -- \"$current\"))\n"
                      "    case $current in -*) ;; *) [ \"$COMP_CWORD\" -gt 1 ] &&\n"
                      "        COMPREPLY+=($(compgen -f -- \"$current\")) ;; esac\n"
                      "}\ncomplete -o nospace -F _tickgate tickgate\n");
}

/* Single quotes inside a single-quoted shell word. */
static void add_quoted(struct tkg_text *out, const char *text)
{
    for (; *text; text++) {
        if (*text == '\'') {
            tkg_text_add(out, "'\\''");
        } else if (*text == '[' || *text == ']' || *text == ':') {
            tkg_text_addf(out, "\\%c", *text);
        } else {
            tkg_text_add_bytes(out, text, 1);
        }
    }
}

static void complete_zsh(struct tkg_text *out)
{
    tkg_text_add(out, "#compdef tickgate\nif (( CURRENT == 2 )); then\n  local -a commands=(\n");
    for (const struct tkg_command *const *row = tkg_commands(); *row; row++) {
        tkg_text_addf(out, "    '%s:", (*row)->name);
        add_quoted(out, (*row)->summary);
        tkg_text_add(out, "'\n");
    }
    tkg_text_add(out, "  )\n  _describe command commands\nelse case $words[2] in\n");
    for (const struct tkg_command *const *row = tkg_commands(); *row; row++) {
        tkg_text_addf(out, "  %s) _arguments", (*row)->name);
        for (const struct tkg_option *option = (*row)->options; option->name; option++) {
            tkg_text_addf(out, " '--%s%s[", option->name, option->argument ? "=" : "");
            add_quoted(out, option->help);
            tkg_text_addf(out, "]%s'", option->argument ? ":value:_files" : "");
        }
        tkg_text_add(out, " '*:file:_files' ;;\n");
    }
    tkg_text_add(out, "esac; fi\n");
}

static void complete_fish(struct tkg_text *out)
{
    for (const struct tkg_command *const *row = tkg_commands(); *row; row++) {
        tkg_text_addf(out, "complete -c tickgate -n __fish_use_subcommand -a %s -d '",
                      (*row)->name);
        add_quoted(out, (*row)->summary);
        tkg_text_add(out, "'\n");
        for (const struct tkg_option *option = (*row)->options; option->name; option++) {
            tkg_text_addf(out,
                          "complete -c tickgate -n '__fish_seen_subcommand_from %s' -l %s%s -d '",
                          (*row)->name, option->name, option->argument ? " -r" : "");
            add_quoted(out, option->help);
            tkg_text_add(out, "'\n");
        }
    }
}

bool tkg_manual_completion(const char *shell, struct tkg_text *out)
{
    static const struct {
        const char *shell;
        void (*write)(struct tkg_text *out);
    } writers[] = {{"bash", complete_bash}, {"zsh", complete_zsh}, {"fish", complete_fish}};
    for (size_t i = 0; i < sizeof(writers) / sizeof(writers[0]); i++) {
        if (strcmp(writers[i].shell, shell) == 0) {
            writers[i].write(out);
            return true;
        }
    }
    return false;
}
