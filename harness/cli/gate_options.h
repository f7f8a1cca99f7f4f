/* SPDX-License-Identifier: Apache-2.0
 *
 * What the user wants of tickgate gate.
 */
#ifndef TKG_CLI_GATE_OPTIONS_H
#define TKG_CLI_GATE_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cli/history_options.h"
#include "cli/option.h"
#include "config/gate_file.h"

struct tkg_gate_options {
    const char *base; /* paired: the two sides */
    const char *head;
    const char *base_failed; /* the log of a build that failed */
    const char *head_failed;
    const char *base_commit;
    const char *head_commit;
    const char *baseline; /* stored: the two results */
    const char *head_results;
    const char *target_paths[TKG_GATE_TARGET_FILE_MAX]; /* beside those of the gate file */
    size_t target_path_count;
    const char *filter;
    const char *receipt;
    const char *replay;
    const char *format;
    const char *output;
    struct tkg_history_choice history; /* its commit: that of the head */
    uint64_t seed;
    int64_t budget_ns;  /* for each row; 0: the gate file's */
    int64_t timeout_ns; /* of one process; 0: what each kind of them usually has */
    size_t launch_max;
    bool allows_other_machine;
    bool allows_extrapolation;
    bool is_quiet;
};

extern const struct tkg_option tkg_gate_option_table[];

void tkg_gate_options_init(struct tkg_gate_options *options);

/* Which way the gate is asked to go, and whether the rest fits to it.
 * positional_count  of gate files: 1, with --replay 0
 * TKG_USAGE with what is missing or too much */
enum tkg_status tkg_gate_options_check(const struct tkg_gate_options *options,
                                       size_t positional_count,
                                       struct tkg_error *err) TKG_MUST_CHECK;

#endif
