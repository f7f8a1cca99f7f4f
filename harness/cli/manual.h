/* SPDX-License-Identifier: Apache-2.0
 *
 * Everything that describes the tool, made from the command and option tables: help, man page,
 * completions.
 */
#ifndef TKG_CLI_MANUAL_H
#define TKG_CLI_MANUAL_H

#include "base/text.h"
#include "cli/command.h"

/* To stdout. */
void tkg_manual_print_command(const struct tkg_command *command);

void tkg_manual_overview(struct tkg_text *out);
void tkg_manual_metrics(struct tkg_text *out);
void tkg_manual_exit_codes(struct tkg_text *out);
void tkg_manual_man_page(struct tkg_text *out);

/* shell is bash, zsh or fish; false when it is none of them. */
bool tkg_manual_completion(const char *shell, struct tkg_text *out);

#endif
